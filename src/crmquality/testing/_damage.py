"""What people and software do to records: repeats, typing errors, wrong fields, wrong formats, junk.

Each function changes a row in place and returns what it planted; it returns nothing where it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable

from crmquality.testing import _vocabulary as words
from crmquality.testing._entities import Person, World
from crmquality.testing._records import (
    ATTEMPTS,
    CITY,
    COMPANY,
    COUNTRY,
    CREATED,
    EMAIL,
    FAMILY,
    GIVEN,
    MOBILE,
    PHONE,
    POSTAL,
    STAGE,
    STREET,
    TITLE,
    UNSUBSCRIBED,
    Planted,
)

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_KEYS = "qwertyuiopasdfghjklzxcvbnm"
Damage = Callable[[list[str], Person, World], list[Planted]]


def typo(text: str, world: World) -> str:
    """One letter dropped, doubled, swapped with the next or replaced; the first letter stays."""
    draw = world.random.random
    if len(text) < 3:
        return text
    at = 1 + int(draw() * (len(text) - 2))
    kind = int(draw() * 4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2 and text[at] != text[at + 1]:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + _KEYS[int(draw() * 26)] + text[at + 1 :] if text.isascii() else text


def domain_typo(row: list[str], _: Person, world: World) -> list[Planted]:
    """gmial.com."""
    local, domain = row[EMAIL].partition("@")[::2]
    wrong = words.DOMAIN_TYPOS.get(domain)
    if not wrong:
        return []
    truth, row[EMAIL] = row[EMAIL], f"{local}@{world.pick(wrong)}"
    return [(EMAIL, "email.typo_domain", "inaccurate", truth)]


def broken_email(row: list[str], _: Person, world: World) -> list[Planted]:
    """An address that cannot exist: no @, two dots, a comma."""
    truth = row[EMAIL]
    if "@" not in truth:
        return []
    row[EMAIL] = world.pick(
        (truth.replace("@", "."), truth.replace("@", "@@"), truth.split("@")[0] + "@", truth.replace("@", "..@"))
    )
    return [(EMAIL, "email.syntax", "inaccurate", truth)]


def wrong_length(row: list[str], person: Person, world: World) -> list[Planted]:
    """A digit too few or a few too many."""
    column, number = (MOBILE, person.mobile) if row[MOBILE] else (PHONE, person.line)
    if not row[column]:
        return []
    row[column] = number[:-3] if world.random.random() < 0.5 else number + "4471"
    return [(column, "phone.invalid", "inaccurate", number)]


def wrong_date(row: list[str], _: Person, world: World) -> list[Planted]:
    """A day that never was, or one far ahead."""
    truth, year = row[CREATED], row[CREATED][:4]
    row[CREATED] = world.pick((f"{year}-02-30", f"{year}-13-05", "2091-04-01"))
    name = "date.future" if row[CREATED][:4] == "2091" else "date.impossible"
    return [(CREATED, name, "inaccurate", truth)]


def email_in_phone(row: list[str], person: Person, _: World) -> list[Planted]:
    """The address typed into the phone's field."""
    row[PHONE], row[EMAIL] = person.own_email, ""
    return [(PHONE, "wrong_field.email", "wrong_field", ""), (EMAIL, "wrong_field.gone", "missing", person.own_email)]


def phone_in_email(row: list[str], person: Person, _: World) -> list[Planted]:
    """The number typed into the address's field."""
    row[EMAIL], row[MOBILE] = person.mobile, ""
    return [(EMAIL, "wrong_field.phone", "wrong_field", ""), (MOBILE, "wrong_field.gone", "missing", person.mobile)]


def phone_in_name(row: list[str], person: Person, _: World) -> list[Planted]:
    """The number beside the name."""
    truth, row[FAMILY] = person.family, person.mobile
    return [(FAMILY, "wrong_field.phone", "wrong_field", truth)]


def company_in_name(row: list[str], person: Person, _: World) -> list[Planted]:
    """The employer where the surname belongs."""
    truth, row[FAMILY] = person.family, person.company.core + person.company.forms[0]
    return [(FAMILY, "wrong_field.company", "wrong_field", truth)]


def full_name_in_given(row: list[str], person: Person, _: World) -> list[Planted]:
    """Both names in one cell."""
    han = person.country.code == "CN"
    row[GIVEN] = person.family + person.given if han else f"{person.given} {person.family}"
    row[FAMILY] = ""
    return [
        (GIVEN, "wrong_field.full_name", "wrong_field", person.given),
        (FAMILY, "wrong_field.gone", "missing", person.family),
    ]


def placeholder(row: list[str], _: Person, world: World) -> list[Planted]:
    """Empty in disguise."""
    column = world.pick((COMPANY, TITLE, FAMILY, CITY, STREET))
    truth, row[column] = row[column], world.pick(words.PLACEHOLDERS)
    return [(column, "missing.placeholder", "missing", truth)]


def shared_placeholder(row: list[str], person: Person, world: World) -> list[Planted]:
    """A mailbox or number that many strangers have: a trap for matching."""
    if world.random.random() < 0.5:
        truth, row[EMAIL] = person.work_email, world.pick(words.JUNK_EMAILS)
        return [(EMAIL, "missing.placeholder", "missing", truth), (EMAIL, "trap.shared_placeholder", "trap", "")]
    row[PHONE] = world.pick(words.JUNK_PHONES)
    return [(PHONE, "missing.placeholder", "missing", person.line), (PHONE, "trap.shared_placeholder", "trap", "")]


def fullwidth(row: list[str], person: Person, world: World) -> list[Planted]:
    """Typed with a Chinese keyboard."""
    truths = ((PHONE, person.line), (MOBILE, person.mobile), (EMAIL, row[EMAIL]))
    column, truth = world.pick(truths)
    if not row[column] or (column == EMAIL and "@" not in row[column]):
        return []
    row[column] = row[column].translate(_WIDE)
    return [(column, "format.fullwidth", "non_compliant", truth)]


def blanks(row: list[str], _: Person, world: World) -> list[Planted]:
    """Blanks around and inside."""
    column = world.pick((GIVEN, FAMILY, COMPANY, EMAIL, CITY))
    truth = row[column]
    if not truth:
        return []
    han = column in {GIVEN, FAMILY} and not truth.isascii() and len(truth) == 2
    row[column] = f"{truth[0]} {truth[1]}" if han else world.pick((f" {truth}", f"{truth}  ", f"\u3000{truth}"))
    return [(column, "format.whitespace", "non_compliant", truth)]


def letter_case(row: list[str], _: Person, world: World) -> list[Planted]:
    """All capitals or all small."""
    column = world.pick((GIVEN, FAMILY, EMAIL))
    truth = row[column]
    row[column] = truth.upper() if column == EMAIL or world.random.random() < 0.5 else truth.lower()
    return [(column, "format.case", "non_compliant", truth)] if row[column] != truth else []


def wrapped_email(row: list[str], _: Person, world: World) -> list[Planted]:
    """Copied out of a mail program."""
    truth = row[EMAIL]
    if "@" not in truth:
        return []
    row[EMAIL] = world.pick((f"mailto:{truth}", f"<{truth}>", f"{truth};"))
    return [(EMAIL, "format.email", "non_compliant", truth)]


def country_spelling(row: list[str], person: Person, world: World) -> list[Planted]:
    """USA, 中华人民共和国, Deutschland."""
    truth, row[COUNTRY] = person.country.name, world.pick(person.country.spellings)
    return [(COUNTRY, "format.country", "non_compliant", truth)]


def date_form(row: list[str], _: Person, world: World) -> list[Planted]:
    """2024年3月5日, 05/03/2024 14:20, 2024.3.5."""
    truth = row[CREATED]
    if truth.count("-") != 2:
        return []
    year, month, day = truth.split("-")
    row[CREATED] = world.pick(
        (f"{year}年{int(month)}月{int(day)}日", f"{year}.{int(month)}.{int(day)}", f"{year}/{month}/{day} 09:30")
    )
    return [(CREATED, "format.date", "non_compliant", truth)]


def lost_zero(row: list[str], person: Person, _: World) -> list[Planted]:
    """A spreadsheet took the postal code for a number."""
    if not person.postal.startswith("0"):
        return []
    row[POSTAL] = person.postal.lstrip("0")
    return [(POSTAL, "postal_code.padded", "non_compliant", person.postal)]


def stage_spelling(row: list[str], _: Person, world: World) -> list[Planted]:
    """Customer, 客户: a picklist typed by hand."""
    truth = row[STAGE]
    row[STAGE] = world.pick((truth.upper(), truth.title(), f"{truth} "))
    return [(STAGE, "format.choice", "non_compliant", truth)]


#: each damage as often as it stands here
DAMAGES: tuple[Damage, ...] = (
    domain_typo, domain_typo, domain_typo, domain_typo, broken_email, wrong_length, wrong_length, wrong_date,
    email_in_phone, phone_in_email, phone_in_name, company_in_name, full_name_in_given, placeholder, placeholder,
    shared_placeholder, fullwidth, fullwidth, fullwidth, blanks, blanks, blanks, letter_case, letter_case, letter_case,
    wrapped_email, country_spelling, country_spelling, date_form, date_form, lost_zero, lost_zero, stage_spelling,
)  # fmt: skip


def vary(row: list[str], person: Person, world: World) -> list[Planted]:
    """The same person, entered again by somebody else: other names and spellings."""
    draw, han = world.random.random, person.country.code == "CN"
    planted: list[Planted] = []
    if row[GIVEN] and row[FAMILY]:
        if han and draw() < 0.2:
            row[GIVEN], row[FAMILY] = person.latin
        elif draw() < 0.15:
            row[GIVEN] = words.NICKNAMES.get(person.given, row[GIVEN])
        if draw() < 0.12:
            column = GIVEN if draw() < 0.5 else FAMILY
            row[column] = typo(row[column], world)
        if draw() < 0.05:
            planted = [(column, "wrong_field.swapped", "wrong_field", row[column]) for column in (GIVEN, FAMILY)]
            row[GIVEN], row[FAMILY] = row[FAMILY], row[GIVEN]
    if row[COMPANY] and draw() < 0.5:
        row[COMPANY] = person.company.core + world.pick(person.company.forms)
    if row[COMPANY] and not han and draw() < 0.08:
        row[COMPANY] = typo(row[COMPANY], world)
    if row[STREET] and draw() < 0.2:
        row[STREET] = row[STREET].replace(" Street", " St").replace(" Road", " Rd").replace("straße", "str.")
    return planted


def junk(row: list[str], world: World) -> list[Planted]:
    """A row typed by nobody: keyboard walks and test values."""
    pick = world.pick
    row[GIVEN], row[FAMILY], row[COMPANY] = pick(words.JUNK_WORDS), pick(words.JUNK_WORDS), pick(words.JUNK_WORDS)
    row[EMAIL], row[PHONE], row[MOBILE] = pick(words.JUNK_EMAILS), pick(words.JUNK_PHONES), ""
    row[TITLE] = row[STREET] = row[CITY] = row[POSTAL] = ""
    row[ATTEMPTS], row[UNSUBSCRIBED] = "0", "false"
    return [(EMAIL, "record.fake", "fake", "")]
