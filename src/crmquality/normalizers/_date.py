"""Dates and times: ISO 8601 out, with the precision that was written, never more.

A form that can be read two ways (03/04/2024) is not read at all, its readings stand in the note; nothing depends on
today. Source: ISO 8601; GB/T 7408.
"""

from __future__ import annotations

import re
from datetime import date as day_type
from datetime import datetime
from typing import Final, cast

from crmquality._data import load
from crmquality.normalizers._date_forms import SENTINELS, parsed
from crmquality.normalizers._reading import NOTHING, Note, Reading, begun, refused
from crmquality.types import NormalizedDate

_LONG_TERM: Final = frozenset(("长期", "永久", "長期", "无固定期限", "forever", "never"))
_PLAIN: Final = re.compile(
    r"(?:([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号])"
    r"|([0-9]{1,2})([-/.])([0-9]{1,2})\8([0-9]{4})|([0-9]{1,2}) ([A-Z][a-z]{2,8}) ([0-9]{4})"
    r"|((?:1[89]|20)[0-9]{2})([0-9]{2})([0-9]{2}))"
    r"(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{3}(?:[0-9]{3})?)?)?)(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_EITHER: Final = re.compile(r"(0?[1-9]|1[0-2])[/-](0?[1-9]|1[0-2])[/-]((?:19|20)[0-9]{2})")
_LIMIT: Final = 120
_FIRST, _LAST = "1850", "2101"
_MONTHS: Final = 12


def plain_date(value: str, *, midnight: bool = False) -> str | None:
    """ISO 8601 text of a date in one of the usual forms, as `read_date` gives it; ``None`` = ask that."""
    if value[4:5] == value[7:8] == "-" and len(value) == len("2024-03-05") and _FIRST <= value < _LAST:
        try:
            day_type.fromisoformat(value)
        except ValueError:
            return None
        return None if value in SENTINELS else value
    found = _PLAIN.fullmatch(value)
    if found is None:
        return None
    year, _, month, day, month_, day_, first, sep, second, year_, *rest, clock, zone = found.groups()
    if first:
        year, month, day = year_, second, first
        if int(second) > _MONTHS:
            month, day = first, second
        elif sep != "." and int(first) <= _MONTHS and int(first) != int(second):
            return None
    elif year is None:
        if clock and "." in clock:
            return None
        day, name, year, *compact = rest
        month = load("dates")["months"].get(name.lower(), "0") if name else None
        year, month, day = compact if name is None else (year, month, day)
    try:
        text = day_type(int(year), int(month or month_), int(day or day_)).isoformat()
        if clock and (midnight or zone or clock.strip("0:.")):
            text = datetime.fromisoformat(f"{text}T{clock}{zone or ''}").isoformat()
    except ValueError:
        return None
    return text if _FIRST <= text < _LAST and text[:10] not in SENTINELS else None


def read_date(value: str | None, *, midnight: bool = False) -> Reading:
    """Read a date, or a date with a time; ``midnight`` keeps 00:00:00, which spreadsheets add to plain dates."""
    if value is None:
        return NOTHING
    if found := plain_date(value, midnight=midnight):
        return Reading(found, found)
    if (figures := _EITHER.fullmatch(value)) and value[len(figures[1])] == value[-5]:
        first, second, year = int(figures[1]), int(figures[2]), figures[3]
        ways = (f"{year}-{second:02d}-{first:02d}", f"{year}-{first:02d}-{second:02d}")
        if first != second and SENTINELS.isdisjoint(ways):
            return Reading(None, None, (Note("ambiguous_order", None, None, ways),))
    return long_read(value, midnight=midnight)


def long_read(value: str, *, midnight: bool = False) -> Reading:
    """As `read_date`, for every text."""
    text, notes, done = begun(value, _LIMIT)
    if text in _LONG_TERM:
        return Reading(None, None, (*notes, Note("sentinel")), missing=True)
    if done is not None:
        return done
    found = parsed(text)
    if isinstance(found, Note):
        if found.code == "unparseable" and found.suggestion is None:
            found = Note(refused(text, found.code))
        return Reading(None, None, (*notes, found))
    if not midnight and found.endswith("T00:00:00"):
        found = found[:10]
    if found[:10] in SENTINELS or text[:10] in SENTINELS:
        return Reading(None, None, (*notes, Note("sentinel")), missing=True)
    if found[8:10] == "00":
        return Reading(None, None, (*notes, Note("impossible")))
    if len(found) < len("2024-01-01"):
        notes.append(Note("partial"))
    if not _FIRST <= found < _LAST:
        notes.append(Note("past" if found < _FIRST else "future"))
    return Reading(found, found, tuple(notes))


def date(value: str) -> NormalizedDate | None:
    """ISO 8601 form of a date, with the precision that was written; a written time is kept unless it is midnight.

    Args:
        value: the raw text.

    Returns:
        ``"2024"``, ``"2024-03"``, ``"2024-03-05"`` or ``"2024-03-05T14:30:00"``; ``None`` where the text is
        no date, is impossible, a sentinel, or can be read two ways.

    Example:
        >>> date("2024年3月5日 下午2:30"), date("2024年3月"), date("03/04/2024"), date("5 March 2024")
        ('2024-03-05T14:30:00', '2024-03', None, '2024-03-05')

    Source: ISO 8601.
    """
    return cast("NormalizedDate | None", read_date(value).text)
