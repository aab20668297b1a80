"""Phone numbers: our repairs, then the verdict of the phonenumbers library.

The region of a number without a country code is the caller's to give; it is never guessed. A number
that is possible but not valid has no canonical form. Source: ITU-T E.164, by phonenumbers' metadata.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from attrs import evolve

from crmquality._data import patterns
from crmquality.normalizers._phone_plan import Found, PhoneNumber, Refusal, fast, look, main_region
from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare
from crmquality.types import NormalizedPhone

_LIMIT: Final = 250
_EXTENSION: Final = patterns("phone_words")["extension"]
#: a number with an extension as most write them, and nothing else
_EXTENDED: Final = patterns("phone_words")["extended"]
_ANNOUNCED: Final = ("转", "轉", "分机", "分机号", "分機", "分機號", "内线", "內線", "extension", "ext", "extn", "x")
_CN_HYPHEN_EXTENSION: Final = patterns("phone_words")["cn_extension"]
_EXPONENT: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}", re.ASCII)
_FLOAT: Final = re.compile(r"(\+?[0-9]{5,15})\.0+", re.ASCII)
_SPLIT: Final = re.compile(r"[/、,，;；|&\n]|\s+(?:or|and|或|和)\s+", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"[0-9][)）]?\s*[/、,，;；|&]\s*[(（+]?[0-9]", re.ASCII)
_NUMBER_ALONE: Final = re.compile(r"[+0-9().-][+0-9 ().-]*", re.ASCII)
#: digits and what stands between them, that no repair reads as several numbers
_PUNCTUATED: Final = re.compile(r"(?=.*[1-9])(?!.*  )[+(]?[0-9]{1,6}[ ()-][0-9 ()-]*[0-9)]", re.ASCII)
_CANDIDATE: Final = re.compile(r"\+?(?:\([0-9+]{1,5}\))?[0-9][0-9 ().-]{4,20}[0-9]", re.ASCII)
_COMPACT: Final = re.compile(r"\+?[0-9]{7,15}", re.ASCII)
_CN_COMPACT: Final = re.compile(r"\+?[0-9]{7,15}|0[0-9]{2,3}-[0-9]{7,8}", re.ASCII)
_MASK: Final = re.compile(r"[0-9][ -]?[*＊•xX]{2,}|[*＊•xX]{3,}[ -]?[0-9]")
_CN_MOBILE_SHAPE: Final = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})", re.ASCII)
_CN_MOBILE_LENGTHS: Final = (11, 13, 15)
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]", re.IGNORECASE)
_IDENTIFIER: Final = re.compile(r"[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{9}[0-9A-Z]", re.IGNORECASE | re.ASCII)
_US_FICTION: Final = re.compile(r"\+1[0-9]{3}55501[0-9]{2}", re.ASCII)
_TESTS: Final = frozenset(("+8613800138000", "+8613800000000", "+8613900000000", "+12125551212", "+8613911111111"))
_EQUAL_TAIL: Final = 5
#: as many equal digits at the end leave nothing of anybody's own
_EQUAL_NUMBER: Final = 8
#: what is typed for want of a number of one's own, with and without its country, and the ends of such numbers
NOBODYS: Final = _TESTS | {t.removeprefix("+86").removeprefix("+1") for t in _TESTS}
NOBODYS_TAILS: Final = frozenset(d * _EQUAL_NUMBER for d in "0123456789")
#: ends of the numbers that are looked at twice
WATCHED_TAILS: Final = frozenset({t[-3:] for t in _TESTS} | {d * 3 for d in "0123456789"})
#: who answers, by the words beside the number
_HOLDER: Final = patterns("phone_words")["holder"]
#: words that say that a number follows
_LABEL: Final = patterns("phone_words")["label"]
_NUMERIC: Final = "+0123456789 ().-/"
_RUN: Final = "01234567890123456789 98765432109876543210"
_MIN_RUN: Final = 7
_FEWEST_ABROAD: Final = 10
_SHORT: Final = range(3, 7)
_COUNTS: Final = re.compile("[1-9]")
ORDINARY: Final = frozenset(("mobile", "fixed_line", "fixed_line_or_mobile"))
_HOTLINES: Final = frozenset(("toll_free", "shared_cost", "uan"))
_CN_SHORT: Final = re.compile(r"1[0-2][0-9]{1,4}|9[56][0-9]{3,4}", re.ASCII)


def glance(value: str, region: str | None) -> Found | Refusal | None:
    """What a cell holds that needs no repair and raises no doubt; a refusal or ``None`` = read it at length."""
    found = look(value, region)
    if found.__class__ is not tuple:
        if found is None and region and (home := main_region(region)) != region:
            return glance(value, home)
        return found
    e164, kind, _ = found
    if not (value.isdigit() or value == e164 or (value[1:].isdigit() and value[0] != "=")):
        if value[0] in " =@" or value[-1] == " " or "  " in value or not value.isprintable():
            return None
        if value[0].isalpha():
            if not _plain_label(value.strip(_NUMERIC)) or ("/" in value and not value.isascii()):
                return None
        elif not value.isascii():
            return None
    if (kind not in ORDINARY or e164[-1] == e164[-2] or e164[5:8] == "555") and _doubts(e164, kind):
        return None
    return found


def read_phone(value: str | None, *, region: str | None = None, seen: Refusal | None = None) -> Reading:
    """Read a phone number; the value is a `PhoneNumber`, or the tuple of them where one cell holds several.

    The region is that of numbers without a country code (ISO 3166-1 alpha-2; unknown = none); ``seen`` is what `glance`
    said, where it was asked.
    """
    home = main_region(region) if region else None
    if (
        seen is not None
        and value
        and (value.strip("0") if value[1:].isdigit() else _PUNCTUATED.fullmatch(value) and not _may_be_cn(value, home))
    ):
        return _refused_digits(value, home, [], seen)
    if (
        seen is None
        and value
        and (said := _EXTENDED.fullmatch(value))
        and isinstance(base := look(said[1], home), tuple)
    ):
        desk = PhoneNumber(base[0], said[2], base[1], base[2], "switchboard")
        return Reading(desk, base[0], (_note("extension"), *_doubts(base[0], base[1])))
    text, notes = prepare(value, limit=_LIMIT, width=True)
    if not text:
        return NOTHING
    counts = _COUNTS.search(text) is not None
    if not counts and (code := _junk(text)) is not None:
        return Reading(None, None, (*notes, _note(code)), missing=True)
    if (notes and notes[0].code == "too_long") or not (counts or any(c.isdecimal() for c in text)):
        wrong = "wrong_field" if _EMAIL.search(text) else "unparseable"
        return Reading(None, None, (*notes, Note(wrong)))
    if _EXPONENT.fullmatch(text):
        return Reading(None, None, (*notes, Note("excel_float")))
    if found := _FLOAT.fullmatch(text):
        text = found[1]
        notes.append(Note("float_suffix"))
    if _SEPARATOR.search(text) and len(several := _several(text, home)) > 1:
        return _one_or_more(several, text, notes)
    number = _verdict(text, home, seen if text == value else None)
    if isinstance(number, PhoneNumber):
        return _accepted(number, text, notes)
    return _refused(text, home, notes, number)


def _junk(text: str) -> str | None:
    """Placeholder or test value, where no digit but zero stands; zeros count as such only without letters."""
    digits = "".join(filter(str.isdecimal, text))
    if digits:
        return "placeholder" if not digits.strip("0") and not any(c.isalpha() for c in text) else None
    return placeholder_code(text)


def _plain_verdict(text: str, region: str | None) -> PhoneNumber | Refusal:
    found = fast(text, region)
    return _ask(text, region) if found is None else found


def _verdict(text: str, region: str | None, seen: Refusal | None = None) -> PhoneNumber | Refusal:
    """The library's verdict on the text, or on the text with its extension split off."""
    found = fast(text, region) if seen is None else seen
    if isinstance(found, PhoneNumber):
        return found
    if _may_extend(text) and (mark := _EXTENSION.search(text)):
        base = _plain_verdict(text[: mark.start()].strip(), region)
        if not isinstance(base, PhoneNumber):
            return base
        if not base.extension:
            return PhoneNumber(base.e164, mark[1], base.type, base.region, base.holder or "switchboard")
    if _may_be_cn(text, region) and (split := _CN_HYPHEN_EXTENSION.fullmatch(text)):
        base = _plain_verdict(split[1], region)
        if isinstance(base, PhoneNumber):
            return PhoneNumber(base.e164, split[2], base.type, base.region, "switchboard")
    return _ask(text, region) if found is None else found


def _may_be_cn(text: str, region: str | None) -> bool:
    """Whether a Chinese extension can stand behind a hyphen."""
    return "-" in text and (region == "CN" or "86" in text[:4])


def _may_extend(text: str) -> bool:
    """Whether something that announces an extension stands before the last digits."""
    return "#" in text or text.rstrip("0123456789)）# ").rstrip(" .:：").lower().endswith(_ANNOUNCED)


@cache
def _note(code: str) -> Note:
    return Note(code)


@cache
def _type_names() -> dict[int, str]:
    from phonenumbers import PhoneNumberType

    return {v: k.lower() for k, v in vars(PhoneNumberType).items() if k.isupper() and isinstance(v, int)}


@cache
def _refusals() -> dict[int, Refusal]:
    from phonenumbers import NumberParseException as Error

    short = dict.fromkeys((Error.TOO_SHORT_AFTER_IDD, Error.TOO_SHORT_NSN), "too_short")
    return {Error.INVALID_COUNTRY_CODE: "unparseable", Error.NOT_A_NUMBER: "unparseable", Error.TOO_LONG: "too_long",
            **short}  # fmt: skip


def _ask(text: str, region: str | None) -> PhoneNumber | Refusal:
    """The library itself."""
    import phonenumbers as library

    try:
        parsed = library.parse(text, region)
    except library.NumberParseException as refusal:
        return "no_country" if region is None and "+" not in text else _refusals()[refusal.error_type]
    if not library.is_valid_number(parsed):
        possible = library.ValidationResult
        return {
            possible.IS_POSSIBLE: "invalid",
            possible.TOO_SHORT: "too_short",
            possible.TOO_LONG: "too_long",
            possible.IS_POSSIBLE_LOCAL_ONLY: "area_missing",
        }.get(library.is_possible_number_with_reason(parsed), "not_possible")
    home = library.region_code_for_number(parsed)
    e164 = library.format_number(parsed, library.PhoneNumberFormat.E164)
    name = _type_names()[library.number_type(parsed)]
    return PhoneNumber(e164, parsed.extension or "", name, "" if home in (None, "001") else home)


def _doubts(e164: str, kind: str) -> list[Note]:
    """What is odd about a valid number."""
    notes = []
    if kind not in ORDINARY:
        if kind in _HOTLINES:
            notes.append(Note("hotline"))
        elif kind == "premium_rate":
            notes.append(Note("premium"))
    if e164 in _TESTS or (e164[:2] == "+1" and _US_FICTION.fullmatch(e164)):
        notes.append(Note("test_number"))
    if e164[-1] == e164[-2] and e164.endswith(e164[-1] * _EQUAL_TAIL):
        notes.append(Note("repeated_digit"))
    return notes


def _accepted(number: PhoneNumber, text: str, notes: list[Note]) -> Reading:
    if number.extension:
        notes.append(Note("extension"))
    words = text.strip(_NUMERIC)
    if words and not number.holder and (label := _holder_of(words)):
        number = evolve(number, holder=label)
    if words and not number.extension and not _is_label(words) and not any(n.code == "repaired" for n in notes):
        notes.append(Note("repaired"))
    if text[0] in "=@":
        notes.append(Note("formula_prefix"))
    if number.holder == "fax":
        notes.append(Note("fax_line"))
    return Reading(number, number.e164, (*notes, *_doubts(number.e164, number.type)))


def is_nobodys(number: str) -> bool:
    """Whether a number is what people type for want of their own: 13800138000, 13888888888, 1234567890.

    In E.164, or digits that are no valid number.
    """
    return number in NOBODYS or number[-_EQUAL_NUMBER:] in NOBODYS_TAILS or number in _RUN or len({*number}) <= 2


@lru_cache(maxsize=4096)
def _plain_label(words: str) -> bool:
    """Whether words before a number say nothing of its own, and need no repair."""
    tidied = words.isascii() or prepare(words, limit=_LIMIT // 2, width=True) == (words, [])
    return not words or (tidied and _is_label(words) and not _holder_of(words))


@lru_cache(maxsize=4096)
def _is_label(words: str) -> bool:
    """Whether words beside a number name it and say nothing else."""
    return not any(c.isalnum() for c in _HOLDER.sub("", _LABEL.sub("", words)))


@lru_cache(maxsize=4096)
def _holder_of(words: str) -> str:
    found = _HOLDER.search(words)
    return "" if found is None else found.lastgroup or ""


def _several(text: str, region: str | None) -> list[PhoneNumber]:
    """Valid numbers in a text that is not itself one."""
    alone = _NUMBER_ALONE.fullmatch(text) is not None
    parts = [text] if alone else [p.strip() for p in _SPLIT.split(text) if p.strip()]
    if len(parts) == 1:
        compact = text.split()
        lone = (_CN_COMPACT if region == "CN" else _COMPACT).fullmatch
        parts = compact if len(compact) > 1 and all(map(lone, compact)) else []
    whole = [] if len(parts) == 1 else [_verdict(p, region) for p in parts[:8]]
    found = [n for n in whole if isinstance(n, PhoneNumber)]
    if not parts and alone:
        return []
    if len(found) > 1 or (found and len(found) == len(whole)):
        return found
    if alone:
        return found
    loose = (_verdict(p.strip(), region) for p in _CANDIDATE.findall(text)[:8])
    return [n for n in loose if isinstance(n, PhoneNumber)]


def _one_or_more(found: list[PhoneNumber], text: str, notes: list[Note]) -> Reading:
    different = tuple({n.e164: n for n in found}.values())
    if len(different) > 1:
        return Reading(different, None, (*notes, Note("multiple")))
    return _accepted(different[0], text, [*notes, Note("repaired")])


def _refused(text: str, region: str | None, notes: list[Note], reason: Refusal) -> Reading:
    if not _NUMBER_ALONE.fullmatch(text):
        if _EMAIL.search(text) or _IDENTIFIER.fullmatch(text):
            return Reading(None, None, (*notes, Note("wrong_field")))
        if found := _MASK.search(text):
            return Reading(None, None, (*notes, Note("masked", None if notes else found.span())))
    if several := _several(text, region):
        if len(several) == 1 and _SEPARATOR.search(text):  # digits of a second number follow, written short
            return Reading(None, None, (*notes, Note("multiple")))
        return _one_or_more(several, text, notes)
    return _refused_digits(text, region, notes, reason)


def _refused_digits(text: str, region: str | None, notes: list[Note], reason: Refusal) -> Reading:
    digits = text if text.isdigit() else "".join(filter(str.isdecimal, text))
    if digits[0] == digits[-1] and not digits.strip(digits[0]) and len(digits) > _SHORT.stop:
        return Reading(None, None, (*notes, Note("repeated_digit"), Note(reason)))
    if len(digits) >= _MIN_RUN and digits in _RUN:
        return Reading(None, None, (*notes, Note("sequence"), Note(reason)))
    return Reading(None, None, (*notes, *_reasons(text, digits, region, reason)))


def _e164(text: str, region: str | None) -> str | None:
    found = look(text, region)
    return found[0] if isinstance(found, tuple) else None


def _reasons(text: str, digits: str, region: str | None, reason: Refusal) -> list[Note]:
    """Why a text that no repair helps is not a valid number, and what it might be instead."""
    mobile = _CN_MOBILE_SHAPE.fullmatch(digits) if len(digits) in _CN_MOBILE_LENGTHS else None
    if mobile and (region == "CN" or (digits.startswith("86") and region is not None)):
        known = _e164(mobile[1], "CN")
        return [Note(reason, None, known) if known else Note("unlisted_range")]
    if (
        region is not None and len(digits) in _SHORT and "+" not in text
        and (not any(c.isalpha() for c in text) or _is_label(text.strip(_NUMERIC))) and _is_short_code(digits, region)
    ):  # fmt: skip
        return [Note("short_code")]
    out = [_note(reason)]
    if mobile and _e164(mobile[1], "CN"):
        out.append(Note("maybe_cn", None, f"+86{mobile[1]}"))
    elif (
        "+" not in text and "(" not in text and len(digits) >= _FEWEST_ABROAD and (abroad := _e164(f"+{digits}", None))
    ):
        out.append(Note("maybe_other_region" if region else "lost_plus", None, abroad))
    return out


@lru_cache(maxsize=8192)
def _is_short_code(digits: str, region: str) -> bool:
    import phonenumbers as library

    if region == "CN" and _CN_SHORT.fullmatch(digits):
        return True
    try:
        return bool(library.is_valid_short_number_for_region(library.parse(digits, region), region))
    except library.NumberParseException:
        return False


def phone(value: str, region: str | None = None) -> NormalizedPhone | None:
    """The E.164 form of a valid phone number.

    Args:
        value: the raw text.
        region: ISO 3166-1 alpha-2 region of numbers without a country code.

    Returns:
        E.164 without extension, or ``None`` where the text is no valid number, or several.

    Example:
        >>> phone("139 1234 5678", "CN"), phone("(201) 555-0123", region="US"), phone("13912345678")
        ('+8613912345678', '+12015550123', None)

    Source: ITU-T E.164, by phonenumbers.
    """
    plain = glance(value, region)
    if isinstance(plain, tuple):
        return NormalizedPhone(plain[0])
    found = read_phone(value, region=region, seen=plain).text
    return None if found is None else NormalizedPhone(found)
