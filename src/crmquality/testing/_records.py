"""A person as one row of a CRM export, clean, with the dates, counts and flags a CRM keeps beside it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from crmquality.testing import _vocabulary as words
from crmquality.testing._entities import Person, World

#: header in English, as HubSpot writes it, and in Chinese
COLUMNS: Final = tuple((english, chinese) for english, chinese in words.COLUMNS)
(
    ID, GIVEN, FAMILY, EMAIL, PHONE, MOBILE, COMPANY, TITLE, WEBSITE, STREET, CITY, REGION, POSTAL, COUNTRY,
    OWNER, SOURCE, STAGE, STATUS, CREATED, UPDATED, ACTIVITY, CONTACTED, ATTEMPTS, REPLIED, UNSUBSCRIBED, BOUNCED,
    DEALS, SCORE,
) = range(len(COLUMNS))  # fmt: skip
_SPAN = 2190
#: how often a column is empty
_EMPTY: Final = [(i, words.GAPS[english]) for i, (english, _) in enumerate(COLUMNS) if english in words.GAPS]
_NEEDED = frozenset({GIVEN, FAMILY, EMAIL, PHONE, MOBILE, COMPANY})

Planted = tuple[int, str, str, str]
"""Column, problem, class of problem, true value."""


class Desk:
    """Writes rows for people as a CRM would hold them on a day; every date lies in the six years before it."""

    def __init__(self, world: World, as_of: dt.date) -> None:
        self._draw = world.random.random
        self._pick = world.pick
        self._gaps = [tuple(c for c, share in _EMPTY if self._draw() < share) for _ in range(4096)]
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
        planted += [(UNSUBSCRIBED, "decay.unsubscribed", "decay", "")] * out
        planted += [(BOUNCED, "decay.bounced", "decay", "")] * gone
        row += [
            days[created], days[min(active, contacted)], days[active], days[contacted] if attempts else "",
            str(attempts), replied if attempts else "", "true" if out else "false", "true" if gone else "", str(deals),
        ]  # fmt: skip
        return planted
