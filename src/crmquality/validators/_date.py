"""Findings for dates and times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crmquality.normalizers._date import plain_day, read_date
from crmquality.types import Examined
from crmquality.validators._common import COMMON, Rule, examined

RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "unparseable": Rule("error", "not a date", "inaccurate"),
    "impossible": Rule("error", "no such day or time", "inaccurate"),
    "ambiguous_order": Rule("warning", "day and month can be read both ways; write the year first"),
    "two_digit_year": Rule("warning", "the century is missing; write four digits"),
    "excel_serial": Rule("warning", "looks like a spreadsheet's day number; export the column as text", "inaccurate"),
    "sentinel": Rule("warning", "a date that stands for no date; it counts as missing", "missing"),
    "partial": Rule("info", "day or month is missing; the precision is kept"),
    "past": Rule("warning", "the year is before 1850", "inaccurate"),
    "future": Rule("warning", "the year is after 2100", "inaccurate"),
}


def examine_date(value: str | None) -> Examined:
    """Read a date; a time of midnight is dropped."""
    if value is not None and plain_day(value):
        return Examined(value)
    return examined("date", read_date(value), RULES)


def examine_datetime(value: str | None) -> Examined:
    """Read a date with or without a time."""
    if value is not None and plain_day(value):
        return Examined(value)
    return examined("datetime", read_date(value, midnight=True), RULES)
