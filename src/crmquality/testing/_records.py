"""A person as one row of a CRM export, clean, with the dates, counts and flags a CRM keeps beside it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from crmquality.testing import _vocabulary as words
from crmquality.testing._entities import Person, World

#: header in English, as HubSpot writes it, and in Chinese
COLUMNS: Final = (
    ("Record ID", "编号"), ("First Name", "名"), ("Last Name", "姓"), ("Email", "邮箱"), ("Phone Number", "电话"),
    ("Mobile Phone Number", "手机"), ("Company Name", "公司名称"), ("Job Title", "职务"), ("Website URL", "网址"),
    ("Street Address", "地址"), ("City", "城市"), ("State/Region", "省份"), ("Postal Code", "邮编"),
    ("Country/Region", "国家"), ("Contact owner", "负责人"), ("Original Source", "来源"),
    ("Lifecycle Stage", "客户阶段"), ("Lead Status", "线索状态"), ("Create Date", "创建时间"),
    ("Last Modified Date", "最后修改时间"), ("Last Activity Date", "最后活动时间"), ("Last Contacted", "最后联系时间"),
    ("Number of times contacted", "联系次数"), ("Recent Sales Email Replied Date", "最近回复时间"),
    ("Unsubscribed from all email", "是否退订"), ("Email hard bounced", "邮箱退信"),
    ("Number of Associated Open Deals", "进行中的商机数"), ("Legacy Score", "旧系统评分"),
)  # fmt: skip
(
    ID, GIVEN, FAMILY, EMAIL, PHONE, MOBILE, COMPANY, TITLE, WEBSITE, STREET, CITY, REGION, POSTAL, COUNTRY,
    OWNER, SOURCE, STAGE, STATUS, CREATED, UPDATED, ACTIVITY, CONTACTED, ATTEMPTS, REPLIED, UNSUBSCRIBED, BOUNCED,
    DEALS, SCORE,
) = range(len(COLUMNS))  # fmt: skip
_SPAN = 2190
#: how often a column is empty
_EMPTY = {
    GIVEN: 0.015, FAMILY: 0.015, EMAIL: 0.08, PHONE: 0.35, MOBILE: 0.2, COMPANY: 0.08, TITLE: 0.2, WEBSITE: 0.5,
    STREET: 0.3, CITY: 0.12, REGION: 0.35, POSTAL: 0.3, COUNTRY: 0.06,
}  # fmt: skip
_NEEDED = frozenset({GIVEN, FAMILY, EMAIL, PHONE, MOBILE, COMPANY})

Planted = tuple[int, str, str, str]
"""Column, problem, class of problem, true value."""


class Desk:
    """Writes rows for people as a CRM would hold them on a day.

    Args:
        world: where chance comes from.
        as_of: the day of the export; every date lies in the six years before it.
    """

    def __init__(self, world: World, as_of: dt.date) -> None:
        self._draw = world.random.random
        self._pick = world.pick
        self._gaps = [tuple(c for c, share in _EMPTY.items() if self._draw() < share) for _ in range(4096)]
        self._days = tuple((as_of - dt.timedelta(days=age)).isoformat() for age in range(_SPAN + 400))

    def row(self, person: Person, number: int) -> tuple[list[str], list[Planted]]:
        """A clean row, and what is true but unwelcome about it: gaps, silence, opt-outs."""
        draw, pick = self._draw, self._pick
        company, country = person.company, person.country
        role = draw() < 0.02
        row = [
            str(100_000 + number), person.given, person.family,
            f"{pick(('info', 'sales', 'office'))}@{company.domain}" if role
            else person.work_email if draw() < 0.65 else person.own_email,
            self.written(person.line, person), self.written(person.mobile, person),
            company.core + company.forms[0], person.title, f"https://www.{company.domain}", person.street, person.city,
            person.region, person.postal, country.name, pick(words.OWNERS), pick(words.SOURCES), pick(words.STAGES),
            pick(words.STATUSES),
        ]  # fmt: skip
        planted: list[Planted] = [(EMAIL, "trap.role_mailbox", "trap", "")] if role else []
        planted += self._history(row)
        row.append(str(int(draw() * 100)))
        for column in pick(self._gaps):
            if column in _NEEDED:
                truth = person.line if column == PHONE else person.mobile if column == MOBILE else row[column]
                planted.append((column, "missing.blank", "missing", truth))
            row[column] = ""
        if not (row[EMAIL] or row[PHONE] or row[MOBILE]):  # nobody keeps a contact without any channel
            row[MOBILE] = self.written(person.mobile, person)
            planted = [p for p in planted if p[0] != MOBILE]
        return row, planted

    def written(self, number: str, person: Person) -> str:
        """A number in one of the usual notations."""
        country = person.country
        national = number[1 + len(country.dial) :]
        style = self._draw()
        if style < 0.4:
            return number
        if style < 0.7:
            return f"+{country.dial} {national[:3]} {national[3:7]} {national[7:]}".rstrip()
        if country.code == "CN":
            return national if len(national) == 11 else f"0{national[:2]}-{national[2:]}"
        if country.code == "US":
            return f"({national[:3]}) {national[3:6]}-{national[6:]}"
        return f"{country.trunk}{national[:3]} {national[3:6]} {national[6:]}"

    def _history(self, row: list[str]) -> list[Planted]:
        """Dates, attempts, replies, consent and deals, appended to the row in column order."""
        draw, days = self._draw, self._days
        created = int(draw() * _SPAN)
        luck, planted = draw(), []
        deals = 1 + int(draw() * 3) if draw() < 0.12 else 0
        active = int(created * draw() ** 2)
        attempts, contacted, replied = int(draw() * 9), min(active, created), days[active]
        if luck < 0.12 and created > 400:  # tried again and again, no word for six months and more
            active = 200 + int(draw() * (created - 200))
            attempts, contacted, replied = 5 + int(draw() * 9), int(draw() * 150), ""
            name, kind = ("trap.open_deal", "trap") if deals else ("decay.silent", "decay")
            planted.append((ACTIVITY, name, kind, ""))
        elif luck < 0.3 and created > 400:  # quiet because nobody tried
            active = 200 + int(draw() * (created - 200))
            attempts, contacted, replied = int(draw() * 3), active, ""
        out, gone = draw() < 0.06, draw() < 0.025
        if out:
            planted.append((UNSUBSCRIBED, "decay.unsubscribed", "decay", ""))
        if gone:
            planted.append((BOUNCED, "decay.bounced", "decay", ""))
        row += [
            days[created], days[min(active, contacted)], days[active], days[contacted] if attempts else "",
            str(attempts), replied if attempts else "", "true" if out else "false", "true" if gone else "", str(deals),
        ]  # fmt: skip
        return planted
