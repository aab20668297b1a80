"""Findings for dates and times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from crmquality.normalizers._date import plain_date, read_date
from crmquality.normalizers._reading import Note
from crmquality.types import Examined
from crmquality.validators._common import COMMON, Rule, examined, findings

_ZONELESS: Final = re.compile(r"[^T]{10}T[^Z+-]+", re.ASCII)

RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "unparseable": Rule("error", "not a date", "inaccurate"),
    "impossible": Rule("error", "no such day or time", "inaccurate"),
    "ambiguous_order": Rule("warning", "day and month can be read both ways; write the year first"),
    "two_digit_year": Rule("warning", "the century is missing; write four digits"),
    "excel_serial": Rule("warning", "looks like a spreadsheet's day number; export the column as text", "inaccurate"),
    "unix_time": Rule("warning", "looks like seconds since 1970; export the column as text", "inaccurate"),
    "sentinel": Rule("warning", "a date that stands for no date; it counts as missing", "missing"),
    "partial": Rule("info", "day or month is missing; the precision is kept"),
    "timezone_missing": Rule("info", "the time names no zone, which this field asks for"),
    "past": Rule("warning", "the year is before 1850", "inaccurate"),
    "future": Rule("warning", "the year is after 2100", "inaccurate"),
}


def examine_date(value: str | None) -> Examined:
    """Read a date; a time of midnight is dropped."""
    if value is not None and (text := plain_date(value)):
        return Examined(text)
    return examined("date", read_date(value), RULES)


def examine_datetime(value: str | None, *, zone: str | None = None) -> Examined:
    """Read a date with or without a time; with ``zone`` ``"required"`` a time without one is named."""
    seen = _examined(value)
    if zone is None or seen.text is None or not _ZONELESS.fullmatch(seen.text):
        return seen
    return Examined(seen.text, (*seen.findings, *findings("datetime", (Note("timezone_missing"),), RULES)))


def _examined(value: str | None) -> Examined:
    if value is not None and (text := plain_date(value, midnight=True)):
        return Examined(text)
    return examined("datetime", read_date(value, midnight=True), RULES)
