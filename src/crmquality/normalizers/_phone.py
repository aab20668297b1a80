"""Phone numbers: our repairs, then the verdict of the phonenumbers library.

The region of a number without a country code is the caller's to give; it is never guessed. A number
that is possible but not valid has no canonical form. Source: ITU-T E.164, by phonenumbers' metadata.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from attrs import evolve

from crmquality.normalizers._phone_plan import PhoneNumber, fast, main_region
from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare
from crmquality.types import NormalizedPhone

_LIMIT: Final = 250
_EXTENSION: Final = re.compile(
    r"\s*[,，(（]?\s*(?:转|轉|分机号?|分機號?|内线|內線|extension|ext|extn|x|#)\s*[.:：#]?\s*([0-9]{1,7})\s*[)）]?$",
    re.IGNORECASE | re.ASCII,
)
_CN_HYPHEN_EXTENSION: Final = re.compile(
    r"((?:\+?86[- ]?|0086[- ]?)?\(?0?[0-9]{2,3}\)?[- ]?[0-9]{7,8}|[48]00[0-9-]{7,9})[-－—]([0-9]{1,6})", re.ASCII
)
_EXPONENT: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}", re.ASCII)
_FLOAT: Final = re.compile(r"(\+?[0-9]{5,15})\.0+", re.ASCII)
_SPLIT: Final = re.compile(r"[/、,，;；|&\n]|\s+(?:or|and|或|和)\s+", re.IGNORECASE)
_NUMBER_ALONE: Final = re.compile(r"[+0-9().-][+0-9 ().-]*", re.ASCII)
_CANDIDATE: Final = re.compile(r"\+?(?:\([0-9+]{1,5}\))?[0-9][0-9 ().-]{4,20}[0-9]", re.ASCII)
_COMPACT: Final = re.compile(r"\+?[0-9]{7,15}", re.ASCII)
_MASK: Final = re.compile(r"[0-9][ -]?[*＊•xX]{2,}|[*＊•xX]{3,}[ -]?[0-9]")
_CN_MOBILE_SHAPE: Final = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})", re.ASCII)
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]", re.IGNORECASE)
_IDENTIFIER: Final = re.compile(r"[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{9}[0-9A-Z]", re.IGNORECASE | re.ASCII)
_US_FICTION: Final = re.compile(r"\+1[0-9]{3}55501[0-9]{2}", re.ASCII)
_TESTS: Final = frozenset(("+8613800138000", "+8613800000000", "+8613900000000", "+12125551212", "+8613911111111"))
_TAIL: Final = re.compile(r"([0-9])\1{5,}$", re.ASCII)
_RUN: Final = "01234567890123456789 98765432109876543210"
_MIN_RUN: Final = 7
_SHORT: Final = range(3, 7)
_CN_SHORT: Final = re.compile(r"1[0-2][0-9]{1,4}|9[56][0-9]{3,4}", re.ASCII)


def read_phone(value: str | None, *, region: str | None = None) -> Reading:
    """Read a phone number.

    Args:
        value: the raw cell.
        region: ISO 3166-1 alpha-2 region of numbers without a country code; ``None`` or unknown = none.

    Returns:
        The reading; its value is a `PhoneNumber`, or the tuple of them where one cell holds several.
    """
    if value is None:
        return NOTHING
    home = main_region(region) if region else None
    number = fast(value, home)
    if number is not None:
        return _accepted(number, [])
    text, notes = prepare(value, limit=_LIMIT, width=True)
    if not text:
        return NOTHING
    if (code := _junk(text)) is not None:
        return Reading(None, None, (*notes, Note(code)), missing=True)
    if any(n.code == "too_long" for n in notes) or not any(c.isdecimal() for c in text):
        wrong = "wrong_field" if _EMAIL.search(text) else "unparseable"
        return Reading(None, None, (*notes, Note(wrong)))
    if _EXPONENT.fullmatch(text):
        return Reading(None, None, (*notes, Note("excel_float")))
    if found := _FLOAT.fullmatch(text):
        text = found[1]
        notes.append(Note("float_suffix"))
    number = _verdict(text, home, notes)
    return _refused(text, home, notes) if number is None else _accepted(number, notes)


def _junk(text: str) -> str | None:
    """Placeholder or test value; digits count as such only where they are no more than zeros."""
    digits = "".join(c for c in text if c.isdecimal())
    if digits:
        return "placeholder" if not digits.strip("0") and not any(c.isalpha() for c in text) else None
    return placeholder_code(text)


def _verdict(text: str, region: str | None, notes: list[Note]) -> PhoneNumber | None:
    """The library's verdict on the text, or on the text with its extension split off."""
    if found := _EXTENSION.search(text):
        base = text[: found.start()].strip()
        number = fast(base, region) or _ask(base, region)
        if number is not None and not number.extension:
            notes.append(Note("extension"))
            return evolve(number, extension=found[1])
    number = fast(text, region) or _ask(text, region)
    if number is None and (split := _CN_HYPHEN_EXTENSION.fullmatch(text)) and (region == "CN" or "86" in text[:4]):
        number = fast(split[1], region) or _ask(split[1], region)
        number = evolve(number, extension=split[2]) if number else None
    if number is not None and number.extension:
        notes.append(Note("extension"))
    return number


@cache
def _type_names() -> dict[int, str]:
    from phonenumbers import PhoneNumberType

    return {v: k.lower() for k, v in vars(PhoneNumberType).items() if k.isupper() and isinstance(v, int)}


def _parse(text: str, region: str | None) -> Any:
    """The library's parsed number, or the type of its refusal as a negative number."""
    from phonenumbers import NumberParseException, parse

    try:
        return parse(text, region)
    except NumberParseException as refusal:
        return -1 - refusal.error_type


def _ask(text: str, region: str | None) -> PhoneNumber | None:
    from phonenumbers import PhoneNumberFormat, format_number, is_valid_number, number_type, region_code_for_number

    parsed = _parse(text, region)
    if isinstance(parsed, int) or not is_valid_number(parsed):
        return None
    home = region_code_for_number(parsed)
    name = _type_names()[number_type(parsed)]
    e164 = format_number(parsed, PhoneNumberFormat.E164)
    return PhoneNumber(e164, parsed.extension or "", name, "" if home in (None, "001") else home)


def _accepted(number: PhoneNumber, notes: list[Note]) -> Reading:
    e164 = number.e164
    if number.type != "mobile" and number.type in ("toll_free", "shared_cost", "uan"):
        notes.append(Note("hotline"))
    elif number.type == "premium_rate":
        notes.append(Note("premium"))
    if e164 in _TESTS or (e164[:2] == "+1" and _US_FICTION.fullmatch(e164)):
        notes.append(Note("test_number"))
    if _TAIL.search(e164):
        notes.append(Note("repeated_digit"))
    return Reading(number, e164, tuple(notes))


def _several(text: str, region: str | None) -> list[PhoneNumber]:
    """Valid numbers in a text that is not itself one."""
    parts = [p.strip() for p in _SPLIT.split(text) if p.strip()]
    if len(parts) == 1:
        compact = text.split()
        parts = compact if len(compact) > 1 and all(_COMPACT.fullmatch(p) for p in compact) else []
    whole = [] if len(parts) == 1 else [_verdict(p, region, []) for p in parts[:8]]
    found = [n for n in whole if n is not None]
    if len(found) > 1 or (found and len(found) == len(whole)):
        return found
    if _NUMBER_ALONE.fullmatch(text):
        return found
    loose = [_verdict(p.strip(), region, []) for p in _CANDIDATE.findall(text)[:8]]
    return [n for n in loose if n is not None]


def _refused(text: str, region: str | None, notes: list[Note]) -> Reading:
    if _EMAIL.search(text) or _IDENTIFIER.fullmatch(text):
        return Reading(None, None, (*notes, Note("wrong_field")))
    if found := _MASK.search(text):
        return Reading(None, None, (*notes, Note("masked", None if notes else found.span())))
    different = tuple({n.e164: n for n in _several(text, region)}.values())
    if len(different) > 1:
        return Reading(different, None, (*notes, Note("multiple")))
    if len(different) == 1:
        return _accepted(different[0], [*notes, Note("repaired")])
    digits = "".join(c for c in text if c.isdecimal())
    if len(set(digits)) == 1 and len(digits) > _SHORT.stop:
        notes.append(Note("repeated_digit"))
    elif len(digits) >= _MIN_RUN and digits in _RUN:
        notes.append(Note("sequence"))
    return Reading(None, None, (*notes, *_reasons(text, digits, region)))


def _reasons(text: str, digits: str, region: str | None) -> list[Note]:
    """Why a text that no repair helps is not a valid number."""
    mobile = _CN_MOBILE_SHAPE.fullmatch(digits)
    if region is None and "+" not in text:
        plus = _ask(f"+{digits}", None) if len(digits) > _MIN_RUN else None
        out = [Note("no_country")]
        if mobile and _ask(mobile[1], "CN"):
            out.append(Note("maybe_cn", None, f"+86{mobile[1]}"))
        elif plus:
            out.append(Note("lost_plus", None, plus.e164))
        return out
    if mobile and (region == "CN" or digits.startswith("86")):
        return [Note("unlisted_range")]
    if len(digits) in _SHORT and "+" not in text and _is_short_code(digits, region):
        return [Note("short_code")]
    out = [Note(_library_reason(text, region))]
    if mobile and region != "CN" and _ask(mobile[1], "CN"):
        out.append(Note("maybe_cn", None, f"+86{mobile[1]}"))
    return out


def _is_short_code(digits: str, region: str | None) -> bool:
    from phonenumbers import is_valid_short_number_for_region

    if region == "CN" and _CN_SHORT.fullmatch(digits):
        return True
    parsed = _parse(digits, region)
    return not isinstance(parsed, int) and region is not None and bool(is_valid_short_number_for_region(parsed, region))


def _library_reason(text: str, region: str | None) -> str:
    from phonenumbers import NumberParseException, ValidationResult, is_possible_number_with_reason

    parsed = _parse(text, region)
    if isinstance(parsed, int):
        error = -1 - parsed
        short = (NumberParseException.TOO_SHORT_NSN, NumberParseException.TOO_SHORT_AFTER_IDD)
        return (
            "too_short" if error in short else "too_long" if error == NumberParseException.TOO_LONG else "unparseable"
        )
    reason = is_possible_number_with_reason(parsed)
    return {
        ValidationResult.IS_POSSIBLE: "invalid",
        ValidationResult.TOO_SHORT: "too_short",
        ValidationResult.TOO_LONG: "too_long",
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "area_missing",
    }.get(reason, "not_possible")


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
    found = read_phone(value, region=region).text
    return None if found is None else NormalizedPhone(found)
