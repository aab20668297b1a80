"""What people and software do to records: repeats, typing errors, wrong fields, wrong formats, junk.

Each function changes a row in place and returns what it planted; it returns nothing where it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable

from crmquality.testing import _records as at
from crmquality.testing import _vocabulary as words
from crmquality.testing._entities import Person, World
from crmquality.testing._records import Planted

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_KEYS = "qwertyuiopasdfghjklzxcvbnm"
Damage = Callable[[list[str], Person, World], list[Planted]]


def typo(text: str, world: World) -> str:
    """One letter dropped, doubled, swapped with the next or replaced; the first letter stays."""
    draw = world.random.random
    if len(text) < 3:
        return text
    place = 1 + int(draw() * (len(text) - 2))
    before, letter, after = text[:place], text[place], text[place + 1 :]
    kind = int(draw() * 4)
    if kind == 0:
        return before + after
    if kind == 1:
        return before + letter + letter + after
    if kind == 2 and letter != after[0]:
        return before + after[0] + letter + after[1:]
    return before + _KEYS[int(draw() * 26)] + after if text.isascii() else text


def _write(row: list[str], column: int, wrong: str, problem: str, kind: str, truth: str | None = None) -> list[Planted]:
    """The truth is what the cell held, unless given."""
    held, row[column] = row[column], wrong
    return [(column, problem, kind, held if truth is None else truth)]


def domain_typo(row: list[str], _: Person, world: World) -> list[Planted]:
    """gmial.com."""
    local, domain = row[at.EMAIL].partition("@")[::2]
    wrong = words.DOMAIN_TYPOS.get(domain)
    return _write(row, at.EMAIL, f"{local}@{world.pick(wrong)}", "email.typo_domain", "inaccurate") if wrong else []


def broken_email(row: list[str], _: Person, world: World) -> list[Planted]:
    """An address that cannot exist: no @, two dots, a comma."""
    local, sign, domain = row[at.EMAIL].partition("@")
    if not sign:
        return []
    wrong = world.pick((f"{local}.{domain}", f"{local}@@{domain}", f"{local}@", f"{local}..@{domain}"))
    return _write(row, at.EMAIL, wrong, "email.syntax", "inaccurate")


def wrong_length(row: list[str], person: Person, world: World) -> list[Planted]:
    """A digit too few or a few too many."""
    column, number = (at.MOBILE, person.mobile) if row[at.MOBILE] else (at.PHONE, person.line)
    if not row[column]:
        return []
    wrong = number[:-3] if world.random.random() < 0.5 else number + "4471"
    return _write(row, column, wrong, "phone.invalid", "inaccurate", number)


def wrong_date(row: list[str], _: Person, world: World) -> list[Planted]:
    """A day that never was, or one far ahead."""
    year = row[at.CREATED][:4]
    wrong = world.pick((f"{year}-02-30", f"{year}-13-05", "2091-04-01"))
    return _write(row, at.CREATED, wrong, "date.future" if wrong[:4] == "2091" else "date.impossible", "inaccurate")


def email_in_phone(row: list[str], person: Person, _: World) -> list[Planted]:
    """The address typed into the phone's field."""
    return _write(row, at.PHONE, person.own_email, "wrong_field.email", "wrong_field", "") + _write(
        row, at.EMAIL, "", "wrong_field.gone", "missing", person.own_email
    )


def phone_in_email(row: list[str], person: Person, _: World) -> list[Planted]:
    """The number typed into the address's field."""
    return _write(row, at.EMAIL, person.mobile, "wrong_field.phone", "wrong_field", "") + _write(
        row, at.MOBILE, "", "wrong_field.gone", "missing", person.mobile
    )


def phone_in_name(row: list[str], person: Person, _: World) -> list[Planted]:
    """The number beside the name."""
    return _write(row, at.FAMILY, person.mobile, "wrong_field.phone", "wrong_field", person.family)


def company_in_name(row: list[str], person: Person, _: World) -> list[Planted]:
    """The employer where the surname belongs."""
    employer = person.company.core + person.company.forms[0]
    return _write(row, at.FAMILY, employer, "wrong_field.company", "wrong_field", person.family)


def full_name_in_given(row: list[str], person: Person, _: World) -> list[Planted]:
    """Both names in one cell."""
    han = person.country.code == "CN"
    name = person.family + person.given if han else f"{person.given} {person.family}"
    return _write(row, at.GIVEN, name, "wrong_field.full_name", "wrong_field", person.given) + _write(
        row, at.FAMILY, "", "wrong_field.gone", "missing", person.family
    )


def placeholder(row: list[str], _: Person, world: World) -> list[Planted]:
    """Empty in disguise."""
    column = world.pick((at.COMPANY, at.TITLE, at.FAMILY, at.CITY, at.STREET))
    return _write(row, column, world.pick(words.PLACEHOLDERS), "missing.placeholder", "missing")


def shared_placeholder(row: list[str], person: Person, world: World) -> list[Planted]:
    """A mailbox or number that many strangers have: a trap for matching."""
    email = world.random.random() < 0.5
    column, truth = (at.EMAIL, person.work_email) if email else (at.PHONE, person.line)
    junk_value = world.pick(words.JUNK_EMAILS if email else words.JUNK_PHONES)
    planted = _write(row, column, junk_value, "missing.placeholder", "missing", truth)
    return [*planted, (column, "trap.shared_placeholder", "trap", "")]


def fullwidth(row: list[str], person: Person, world: World) -> list[Planted]:
    """Typed with a Chinese keyboard."""
    column, truth = world.pick(((at.PHONE, person.line), (at.MOBILE, person.mobile), (at.EMAIL, row[at.EMAIL])))
    if not row[column] or (column == at.EMAIL and "@" not in row[column]):
        return []
    return _write(row, column, row[column].translate(_WIDE), "format.fullwidth", "non_compliant", truth)


def blanks(row: list[str], _: Person, world: World) -> list[Planted]:
    """Blanks around and inside."""
    column = world.pick((at.GIVEN, at.FAMILY, at.COMPANY, at.EMAIL, at.CITY))
    truth = row[column]
    if not truth:
        return []
    han = column in {at.GIVEN, at.FAMILY} and not truth.isascii() and len(truth) == 2
    wrong = f"{truth[0]} {truth[1]}" if han else world.pick((f" {truth}", f"{truth}  ", f"\u3000{truth}"))
    return _write(row, column, wrong, "format.whitespace", "non_compliant")


def letter_case(row: list[str], _: Person, world: World) -> list[Planted]:
    """All capitals or all small."""
    column = world.pick((at.GIVEN, at.FAMILY, at.EMAIL))
    truth = row[column]
    wrong = truth.upper() if column == at.EMAIL or world.random.random() < 0.5 else truth.lower()
    return _write(row, column, wrong, "format.case", "non_compliant") if wrong != truth else []


def wrapped_email(row: list[str], _: Person, world: World) -> list[Planted]:
    """Copied out of a mail program."""
    truth = row[at.EMAIL]
    if "@" not in truth:
        return []
    wrong = world.pick((f"mailto:{truth}", f"<{truth}>", f"{truth};"))
    return _write(row, at.EMAIL, wrong, "format.email", "non_compliant")


def country_spelling(row: list[str], person: Person, world: World) -> list[Planted]:
    """USA, 中华人民共和国, Deutschland."""
    wrong = world.pick(person.country.spellings)
    return _write(row, at.COUNTRY, wrong, "format.country", "non_compliant", person.country.name)


def date_form(row: list[str], _: Person, world: World) -> list[Planted]:
    """2024年3月5日, 05/03/2024 14:20, 2024.3.5."""
    truth = row[at.CREATED]
    if truth.count("-") != 2:
        return []
    y, m, d = truth.split("-")
    wrong = world.pick((f"{y}年{int(m)}月{int(d)}日", f"{y}.{int(m)}.{int(d)}", f"{y}/{m}/{d} 09:30"))
    return _write(row, at.CREATED, wrong, "format.date", "non_compliant")


def lost_zero(row: list[str], person: Person, _: World) -> list[Planted]:
    """A spreadsheet took the postal code for a number."""
    wrong = person.postal.lstrip("0")
    if wrong == person.postal:
        return []
    return _write(row, at.POSTAL, wrong, "postal_code.padded", "non_compliant", person.postal)


def stage_spelling(row: list[str], _: Person, world: World) -> list[Planted]:
    """Customer, 客户: a picklist typed by hand."""
    truth = row[at.STAGE]
    wrong = world.pick((truth.upper(), truth.title(), f"{truth} "))
    return _write(row, at.STAGE, wrong, "format.choice", "non_compliant")


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
    if row[at.GIVEN] and row[at.FAMILY]:
        if han and draw() < 0.2:
            row[at.GIVEN], row[at.FAMILY] = person.latin
        elif draw() < 0.15:
            row[at.GIVEN] = words.NICKNAMES.get(person.given, row[at.GIVEN])
        if draw() < 0.12:
            column = at.GIVEN if draw() < 0.5 else at.FAMILY
            row[column] = typo(row[column], world)
        if draw() < 0.05:
            planted = [(column, "wrong_field.swapped", "wrong_field", row[column]) for column in (at.GIVEN, at.FAMILY)]
            row[at.GIVEN], row[at.FAMILY] = row[at.FAMILY], row[at.GIVEN]
    if row[at.COMPANY] and draw() < 0.5:
        row[at.COMPANY] = person.company.core + world.pick(person.company.forms)
    if row[at.COMPANY] and not han and draw() < 0.08:
        row[at.COMPANY] = typo(row[at.COMPANY], world)
    if row[at.STREET] and draw() < 0.2:
        row[at.STREET] = row[at.STREET].replace(" Street", " St").replace(" Road", " Rd").replace("straße", "str.")
    return planted


def junk(row: list[str], world: World) -> list[Planted]:
    """A row typed by nobody: keyboard walks and test values."""
    pick = world.pick
    row[at.GIVEN], row[at.FAMILY], row[at.COMPANY] = (pick(words.JUNK_WORDS) for _ in range(3))
    row[at.EMAIL], row[at.PHONE], row[at.MOBILE] = pick(words.JUNK_EMAILS), pick(words.JUNK_PHONES), ""
    row[at.TITLE] = row[at.STREET] = row[at.CITY] = row[at.POSTAL] = ""
    row[at.ATTEMPTS], row[at.UNSUBSCRIBED] = "0", "false"
    return [(at.EMAIL, "record.fake", "fake", "")]
