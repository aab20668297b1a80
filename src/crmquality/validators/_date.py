"""Findings for dates and times."""

from __future__ import annotations

import re
from typing import Final

from crmquality.normalizers._date import plain_date, read_date
from crmquality.normalizers._reading import Note
from crmquality.types import Examined
from crmquality.validators._common import examined, findings, rules

_ZONELESS: Final = re.compile(r"[^T]{10}T[^Z+-]+", re.ASCII)

RULES: Final = rules("date")


def examine_date(value: str | None) -> Examined:
    """Read a date; a time of midnight is dropped."""
    if value is not None and (text := plain_date(value)):
        return Examined(text)
    return examined("date", read_date(value), RULES)


def examine_datetime(value: str | None, *, zone: str | None = None) -> Examined:
    """Read a date with or without a time; with ``zone`` ``"required"`` a time without one is named."""
    plain = None if value is None else plain_date(value, midnight=True)
    seen = Examined(plain) if plain else examined("datetime", read_date(value, midnight=True), RULES)
    if zone is None or seen.text is None or not _ZONELESS.fullmatch(seen.text):
        return seen
    return Examined(seen.text, (*seen.findings, *findings("datetime", (Note("timezone_missing"),), RULES)))
