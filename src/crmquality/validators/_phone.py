"""Findings for phone numbers."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from attrs import evolve

from crmquality._text import is_plain, narrow
from crmquality.normalizers._phone import glance, read_phone
from crmquality.normalizers._phone_plan import PhoneNumber
from crmquality.normalizers._reading import Note
from crmquality.types import Brief, Examined, Finding
from crmquality.validators._common import examined, findings, rules

_DATED: Final = ("invalid", "unlisted_range")
#: whether a number is valid depends on the metadata, which lag behind: the message says which
RULES: Final = {
    code: evolve(r, message=f"{r.message} (metadata {version('phonenumbers')})") if code in _DATED else r
    for code, r in rules("phone").items()
}


MOBILE: Final = frozenset(("mobile", "fixed_line_or_mobile", "pager", "voip", "personal_number"))
MISMATCH: Final = findings("phone", (Note("type_mismatch"),), RULES)
WIDE: Final = findings("phone", (Note("fullwidth"),), RULES)


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
    noted: tuple[Finding, ...] = ()
    if seen is None and "\uff00" < value[:1] < "\uff5f" and is_plain(ordinary := narrow(value)):
        seen, noted = glance(ordinary, region), WIDE
        seen = seen if isinstance(seen, tuple) else None
    if isinstance(seen, tuple):
        return seen[0], (*noted, *MISMATCH) if line and seen[1] not in MOBILE else noted, False
    reading = read_phone(value, region=region, seen=seen)
    found = findings("phone", reading.notes, RULES)
    return reading.text, found + MISMATCH if line and _elsewhere(reading.value) else found, reading.missing


def _elsewhere(number: object) -> bool:
    return isinstance(number, PhoneNumber) and number.type not in MOBILE
