"""Findings for phone numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import evolve

from crmquality.normalizers._phone import glance, read_phone
from crmquality.normalizers._phone_plan import PhoneNumber
from crmquality.normalizers._reading import Note
from crmquality.types import Brief, Examined
from crmquality.validators._common import COMMON, Rule, examined, findings

RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "unparseable": Rule("error", "not a phone number", "inaccurate"),
    "too_short": Rule("error", "too few digits for a phone number of this region", "inaccurate"),
    "too_long": Rule("error", "too many digits for a phone number of this region", "inaccurate"),
    "not_possible": Rule("error", "no phone number of this region has that many digits", "inaccurate"),
    "area_missing": Rule("warning", "a local number without its area code", "inaccurate"),
    "invalid": Rule("warning", "the number of digits fits, but no such number range is known", "inaccurate"),
    "unlisted_range": Rule(
        "warning", "shaped like a Chinese mobile, in a range the metadata does not list", "inaccurate"
    ),
    "no_country": Rule("error", "no country code and no region given; set the record's country or the policy's region"),
    "maybe_cn": Rule("warning", "shaped like a Chinese mobile; check the country"),
    "maybe_other_region": Rule("warning", "valid abroad with a plus sign in front; check the country", "inaccurate"),
    "type_mismatch": Rule("warning", "not a mobile, in a field for mobiles", "wrong_field"),
    "lost_plus": Rule("info", "would be valid with a plus sign in front"),
    "extension": Rule("info", "the extension is kept apart from the number"),
    "multiple": Rule("warning", "several phone numbers in one cell; give each a field of its own"),
    "repaired": Rule("warning", "other text around the number is left out"),
    "fax_line": Rule("info", "a fax line: nobody answers"),
    "short_code": Rule("info", "a short code or service number, never a person's"),
    "hotline": Rule("info", "a hotline, never a person's number"),
    "premium": Rule("warning", "a premium-rate number"),
    "test_number": Rule("warning", "a number used for tests and examples", "inaccurate"),
    "repeated_digit": Rule("warning", "many equal digits", "inaccurate"),
    "sequence": Rule("warning", "digits in sequence", "inaccurate"),
}


MOBILE: Final = frozenset(("mobile", "fixed_line_or_mobile", "pager", "voip", "personal_number"))
MISMATCH: Final = findings("phone", (Note("type_mismatch"),), RULES)


def examine_phone(value: str | None, *, region: str | None = None, line: str | None = None) -> Examined:
    """Read a phone number: the library's verdict on the repaired text.

    Args:
        value: the raw cell.
        region: ISO 3166-1 alpha-2 region of numbers without a country code.
        line: ``"mobile"`` where the field is meant for mobiles.
    """
    seen = None if value is None else glance(value, region)
    if isinstance(seen, tuple):
        e164, kind, home = seen
        return Examined(e164, MISMATCH if line and kind not in MOBILE else (), PhoneNumber(e164, "", kind, home))
    reading = read_phone(value, region=region, seen=seen)
    found = examined("phone", reading, RULES, reading.value)
    if line and _elsewhere(found.value):
        return evolve(found, findings=(*found.findings, *MISMATCH))
    return found


def brief_phone(value: str, *, region: str | None = None, line: str | None = None) -> Brief:
    """As `examine_phone`, without the parts."""
    seen = glance(value, region)
    if isinstance(seen, tuple):
        return seen[0], MISMATCH if line and seen[1] not in MOBILE else (), False
    reading = read_phone(value, region=region, seen=seen)
    found = findings("phone", reading.notes, RULES)
    return reading.text, found + MISMATCH if line and _elsewhere(reading.value) else found, reading.missing


def _elsewhere(number: object) -> bool:
    return isinstance(number, PhoneNumber) and number.type not in MOBILE
