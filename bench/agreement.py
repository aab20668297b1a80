"""Do our checks say what the libraries say? A million generated and mutated inputs, each read by both.

    python bench/agreement.py [--inputs 1000000] [--seed 1]

Phones: example numbers of every region and type with changed digits, random digits, in written forms, under one to
three random edits; verdict, E.164, type, region, and the reason of a refusal must equal phonenumbers'. Emails:
addresses over the alphabets in which the rules differ, under edits; verdict and normalised text must equal
email-validator's. Prints inputs, the share that our own code answered, and every disagreement.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from importlib.metadata import version

import phonenumbers as pn
from email_validator import EmailNotValidError, validate_email

from crmquality.normalizers import PhoneNumber
from crmquality.normalizers._email import _verdict, plain_email
from crmquality.normalizers._phone_plan import fast

DIGITS = "0123456789"
NAMES = {value: name.lower() for name, value in vars(pn.PhoneNumberType).items() if name.isupper()}
ERRORS = {0: "unparseable", 1: "unparseable", 2: "too_short", 3: "too_short", 4: "too_long"}
LENGTHS = {0: "invalid", 2: "too_short", 3: "too_long", 4: "area_missing"}


#: letters, marks and signs of which some stand for themselves in an address, some are changed, some refused
SCRIPTS = (
    "abcxyz019._-", "äöüßéèñçøœÄÖİ", "中国公司例子网络", "あいうアーガ・ｶﾞ", "приветЁ", "ελληνςΆ", "한국가ᄀ\u1161",
    "กขคา", "नमस्ते", "אבג1", "مثال١", "a\u0301\u0308ʼ-·", "ＡａＢ１。．", "²½①㈱", "x\u200b\ue000\u200d", "𠀀𐐨",
)  # fmt: skip


def phone_by_library(text: str, region: str | None) -> PhoneNumber | str:
    """What phonenumbers says."""
    try:
        number = pn.parse(text, region)
    except pn.NumberParseException as refusal:
        first = re.search(r"[+\uff0b\d]", text)
        homeless = region is None and first is not None and first[0].isdigit()
        return "no_country" if homeless else ERRORS[refusal.error_type]
    if not pn.is_valid_number(number):
        return LENGTHS.get(pn.is_possible_number_with_reason(number), "not_possible")
    home = pn.region_code_for_number(number)
    e164 = pn.format_number(number, pn.PhoneNumberFormat.E164)
    return PhoneNumber(
        e164, number.extension or "", NAMES[pn.number_type(number)], "" if home in (None, "001") else home
    )


def examples() -> list[tuple[pn.PhoneNumber, str | None]]:
    """Every example number of every region, type and code of no region."""
    out: list[tuple[pn.PhoneNumber, str | None]] = []
    for region in sorted(pn.SUPPORTED_REGIONS):
        out += [(n, region) for kind in range(11) if (n := pn.example_number_for_type(region, kind)) is not None]
    for code, regions in pn.COUNTRY_CODE_TO_REGION_CODE.items():
        if regions == ("001",) and (n := pn.example_number_for_non_geo_entity(code)) is not None:
            out.append((n, None))
    return out


def edited(text: str, draw: random.Random, letters: str) -> str:
    """One to three characters dropped, added or changed."""
    cells = list(text)
    for _ in range(draw.randint(1, 3)):
        at, roll = draw.randrange(len(cells) + 1), draw.random()
        if roll < 0.5:
            cells.insert(at, draw.choice(letters))
        elif at < len(cells):
            cells[at : at + 1] = [] if roll < 0.75 else [draw.choice(letters)]
    return "".join(cells)


def phone_input(
    draw: random.Random, known: list[tuple[pn.PhoneNumber, str | None]], regions: list[str]
) -> tuple[str, str | None]:
    """A number as somebody might write it, and the region it is read in."""
    if draw.random() < 0.15:
        return "".join(draw.choices(DIGITS, k=draw.randint(4, 15))), draw.choice(regions)
    number, home = draw.choice(known)
    national = pn.national_significant_number(number)
    if draw.random() < 0.6:
        kept = draw.randint(1, len(national))
        national = national[:kept] + "".join(draw.choices(DIGITS, k=len(national) - kept))
    code = number.country_code
    text = draw.choice((
        f"+{code}{national}", f"+{code} {national[:3]} {national[3:]}", f"{code}{national}", f"00{code} {national}",
        f"0{national}", f"(0{national[:2]}) {national[2:]}", f"011{code}{national}", f"1{national}", national, national,
        f"Tel: {national}", f"+{code} (0){national}", pn.format_number(number, pn.PhoneNumberFormat.INTERNATIONAL),
        pn.format_number(number, pn.PhoneNumberFormat.NATIONAL),
    ))  # fmt: skip
    if draw.random() < 0.4:
        text = edited(text, draw, "0123456789 -().+/#x~*电Tel–;_")
    roll = draw.random()
    return text, home if roll < 0.7 else draw.choice(regions) if roll < 0.95 else None


def email_by_library(text: str) -> str | None:
    """What email-validator says."""
    try:
        return str(validate_email(text, check_deliverability=False).normalized)
    except EmailNotValidError:
        return None


def email_input(draw: random.Random) -> str:
    """An address, ordinary or odd."""
    roll = draw.random()
    if roll < 0.5:
        local = "".join(draw.choices("abcxyz0189._-+", k=draw.randint(1, 14)))
        host = ".".join("".join(draw.choices("abcx0189-", k=draw.randint(1, 9))) for _ in range(draw.randint(1, 3)))
        return f"{local}@{host}.{draw.choice(('com', 'cn', 'de', 'c', 'co.uk', 'x1', '9', 'museum'))}"
    if roll < 0.65:
        names = ("".join(draw.choices(draw.choice(SCRIPTS), k=draw.randint(1, 9))) for _ in range(3))
        return "{}@{}.{}.".format(*names) + draw.choice(("com", "de", "中国", "рф", "ελ", "한국", "c1", "公司.cn"))
    if roll < 0.75:
        name = draw.choice(("info", "INFO", "Anna.Li", "zhang_wei", "o'neil", "x", "a--b", "jörg", "张三", "a" * 64))
        hosts = ("müller.de", "例子.中国", "xn--fiqs8s.cn", "a---b.de", "firma.DE", "é.fr", "b" * 63 + ".com")
        return f"{name}@{draw.choice(hosts)}"
    text = draw.choice(
        ("anna.li@firma.de", "LI@QQ.COM", "min.va--dijk@x.nl", "a@b.co", "info@müller.de", "x@localhost")
    )
    return edited(text, draw, 'ab9.@-_+ ";<>()é中\u200b,!#A\\')


def run(inputs: int, seed: int) -> int:
    """Compare, print, and return the number of disagreements."""
    draw = random.Random(seed)
    known, regions = examples(), sorted(pn.SUPPORTED_REGIONS)
    wrong = answered = 0
    start = time.monotonic()
    for _ in range(inputs // 2):
        text, region = phone_input(draw, known, regions)
        ours = fast(text, region)
        if ours is None:
            continue
        answered += 1
        if ours != (theirs := phone_by_library(text, region)):
            wrong += 1
            print("phone", ascii(text), region, ours if isinstance(ours, str) else ours.e164, "library:", theirs)
    print(f"phone: {inputs // 2:,} inputs, {answered / (inputs // 2):.1%} answered by our plans, {wrong} disagreements "
          f"with phonenumbers {version('phonenumbers')}, {time.monotonic() - start:.0f} s")  # fmt: skip
    refused = 0
    answered = 0
    for _ in range(inputs - inputs // 2):
        text = email_input(draw)
        found, theirs = _verdict(text), email_by_library(text)
        answered += plain_email(text) is not None
        if found is not None and found[1]:
            continue  # special-use domains: the library refuses, we warn
        if (found[0] if found else None) != theirs:
            refused += 1
            print("email", ascii(text), found, "library:", ascii(theirs))
    half = inputs - inputs // 2
    print(
        f"email: {half:,} inputs, {answered / half:.1%} answered by our expression, "
        f"{refused} disagreements with email-validator {version('email-validator')}"
    )
    return wrong + refused


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    raise SystemExit(1 if run(arguments.inputs, arguments.seed) else 0)
