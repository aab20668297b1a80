"""Findings for phone numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
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
#: where a label in Chinese begins, and a number behind it
_HANZI: Final = "\u4e00"
_LABELLED: Final = re.compile("[\u4e00-\u9fff]+[:\uff1a][+0-9 ().\uff08\uff09\uff0b\uff0d\uff10-\uff19-]+")


def examine_phone(value: str | None, *, region: str | None = None, line: str | None = None) -> Examined:
    """Read a phone number: the library's verdict on the repaired text.

    Region: ISO 3166-1 alpha-2; line: ``"mobile"`` where the field is meant for mobiles.
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


def brief_phone(region: str | None = None, line: str | None = None) -> Callable[[str], Brief]:
    """What reads as `examine_phone` does, without the parts."""

    def brief(value: str) -> Brief:
        seen = glance(value, region)
        noted: tuple[Finding, ...] = ()
        if seen is None and _HANZI <= value[:1] < "\uff5f":
            ordinary = narrow(value)
            plain = is_plain(ordinary) if value[0] > "\uff00" else _LABELLED.fullmatch(value)
            if plain and ordinary != value and isinstance(wide := glance(ordinary, region), tuple):
                seen, noted = wide, WIDE
        if isinstance(seen, tuple):
            return seen[0], (*noted, *MISMATCH) if line and seen[1] not in MOBILE else noted, False
        reading = read_phone(value, region=region, seen=seen)
        found = findings("phone", reading.notes, RULES)
        return reading.text, found + MISMATCH if line and _elsewhere(reading.value) else found, reading.missing

    return brief


def _elsewhere(number: object) -> bool:
    return isinstance(number, PhoneNumber) and number.type not in MOBILE
