"""Dates and times: ISO 8601 out, with the precision that was written, never more.

A form that can be read two ways (03/04/2024) is not read at all; nothing depends on today. Month names
are left to dateutil, and only where day, month and year are all written. Source: ISO 8601; GB/T 7408.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from datetime import date as day_type
from typing import Final

from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare
from crmquality.types import NormalizedDate

_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME: Final = (
    r"(?:[T ]?\s*(?P<half>上午|下午|晚上|早上|中午|凌晨)?\s*(?P<h>\d{1,2})[:时点]"
    r"(?P<mi>\d{1,2})?分?(?::?(?P<s>\d{1,2})(?:\.(?P<us>\d{1,9}))?秒?)?"
    r"\s*(?P<ampm>[AaPp]\.?[Mm]\.?)?\s*(?P<tz>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_YMD: Final = re.compile(
    r"(?P<y>\d{4})\s*(?:年|[-/.])\s*(?P<m>\d{1,2})(?:\s*(?:月|[-/.])\s*(?:(?P<d>\d{1,2})\s*[日号號]?)?)?"
    r"(?:\s*[(（]?(?:星期|周)[一二三四五六日天][)）]?)?" + _TIME,
    re.ASCII,
)
_YEAR: Final = re.compile(r"(?P<y>(?:1[89]|20|21)\d{2})\s*年?", re.ASCII)
_COMPACT: Final = re.compile(
    r"(?P<y>(?:1[89]|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?)?", re.ASCII
)
_DMY: Final = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})" + _TIME, re.ASCII)
_TWO_DIGIT_YEAR: Final = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{1,2}|\d{2}年\d{1,2}月(?:\d{1,2}[日号])?", re.ASCII)
_SERIAL: Final = re.compile(r"[2-5]\d{4}(?:\.\d+)?", re.ASCII)
_NAMED: Final = re.compile(
    r"(?=.*[A-Za-z]{3})(?=.*(?<!\d)\d{4}(?!\d))(?=.*(?<![\d:])\d{1,2}(?![\d:]))[\w ,.:+/-]{8,60}", re.ASCII
)
_SENTINELS: Final = frozenset(
    (
        "0000-00-00",
        "0001-01-01",
        "1753-01-01",
        "1899-12-30",
        "1899-12-31",
        "1900-01-01",
        "1900-01-00",
        "1970-01-01",
        "2099-12-31",
        "9999-12-31",
        "9999-99-99",
        "1111-11-11",
    )
)
_LONG_TERM: Final = frozenset(("长期", "永久", "長期", "无固定期限", "forever", "never"))
_ISO_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT(?!00:00:00)\d\d:\d\d:\d\d", re.ASCII)
_LIMIT: Final = 120
_FIRST_YEAR, _LAST_YEAR = 1850, 2100
_NOON: Final = 12


def plain_day(value: str) -> bool:
    """Whether a cell is an ordinary ISO day as it stands."""
    if len(value) != len("2024-03-05") or value[4] != "-" or value[7] != "-" or value in _SENTINELS:
        return False
    try:
        return _FIRST_YEAR <= day_type.fromisoformat(value).year <= _LAST_YEAR
    except ValueError:
        return False


def read_date(value: str | None, *, midnight: bool = False) -> Reading:
    """Read a date, or a date with a time.

    Args:
        value: the raw cell.
        midnight: keep a written time of 00:00:00; spreadsheets add it to plain dates.
    """
    if value is None:
        return NOTHING
    if _ISO.fullmatch(value):
        return _settled(value, value, [])
    if _ISO_TIME.fullmatch(value) and value[:10] not in _SENTINELS and _FIRST_YEAR <= int(value[:4]) <= _LAST_YEAR:
        return _stamp(value)
    text, notes = prepare(value, limit=_LIMIT, width=True)
    if not text:
        return NOTHING
    if text in _LONG_TERM:
        return Reading(None, None, (*notes, Note("sentinel")), missing=True)
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    if any(n.code == "too_long" for n in notes):
        return Reading(None, None, tuple(notes))
    found = _parsed(text)
    if isinstance(found, Note):
        return Reading(None, None, (*notes, found))
    if not midnight and "T00:00:00" in found and len(found) == len("2024-03-05T00:00:00"):
        found = found[:10]
    return _settled(found, text, notes)


def _stamp(value: str) -> Reading:
    """A moment as databases write it; midnight and everything odd goes the long way."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return Reading(None, None, (Note("impossible"),))
    return Reading(value, value)


def _settled(found: str, text: str, notes: list[Note]) -> Reading:
    if found[:10] in _SENTINELS or text[:10] in _SENTINELS:
        return Reading(None, None, (*notes, Note("sentinel")), missing=True)
    if _ISO.fullmatch(found):
        try:
            day_type.fromisoformat(found)
        except ValueError:
            return Reading(None, None, (*notes, Note("impossible")))
    elif len(found) < len("2024-01-01"):
        notes.append(Note("partial"))
    year = int(found[:4])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        notes.append(Note("past" if year < _FIRST_YEAR else "future"))
    return Reading(found, found, tuple(notes))


def _parsed(text: str) -> str | Note:
    """ISO 8601 text, or why not."""
    if found := (_YMD.fullmatch(text) or _COMPACT.fullmatch(text)):
        return _built(found.groupdict(), found["m"], found["d"])
    if found := _YEAR.fullmatch(text):
        return found["y"]
    if found := _DMY.fullmatch(text):
        first, second = int(found["a"]), int(found["b"])
        if first > _NOON or found["sep"] == "." or first == second:
            return _built(found.groupdict(), found["b"], found["a"])
        if second > _NOON:
            return _built(found.groupdict(), found["a"], found["b"])
        return Note("ambiguous_order")
    if _TWO_DIGIT_YEAR.fullmatch(text):
        return Note("two_digit_year")
    if _SERIAL.fullmatch(text):
        return Note("excel_serial")
    return (_named(text) if _NAMED.fullmatch(text) else None) or Note("unparseable")


def _built(parts: dict[str, str | None], month: str, day: str | None) -> str | Note:
    year = parts["y"] or ""
    if day is None:
        if parts.get("h"):
            return Note("unparseable")
        return f"{year}-{int(month):02d}" if 1 <= int(month) <= _NOON and int(year) else Note("impossible")
    written = f"{year}-{int(month):02d}-{int(day):02d}"
    if written in _SENTINELS:
        return written
    try:
        whole = datetime.fromisoformat(written)
        if parts.get("h") is None:
            return written
        hour = _hour(int(parts["h"] or 0), parts.get("half") or "", (parts.get("ampm") or "").lower()[:1])
        micro = int((parts.get("us") or "0").ljust(6, "0")[:6])
        whole = whole.replace(
            hour=hour, minute=int(parts.get("mi") or 0), second=int(parts.get("s") or 0), microsecond=micro
        )
        return whole.replace(tzinfo=_zone(parts.get("tz"))).isoformat()
    except ValueError:
        return Note("impossible")


def _hour(hour: int, half: str, meridiem: str) -> int:
    if (half in ("下午", "晚上", "中午") or meridiem == "p") and 1 <= hour < _NOON:
        return hour if half == "中午" and hour == _NOON - 1 else hour + _NOON
    return 0 if hour == _NOON and (half in ("凌晨", "上午") or meridiem == "a") else hour


def _zone(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _named(text: str) -> str | None:
    """Dateutil's reading, where two different defaults give the same date, so that nothing was filled in."""
    from dateutil import parser, tz

    def zone(name: str | None, offset: int | None) -> tzinfo | None:
        return None if offset is None else tz.tzoffset(name, offset)

    try:
        one, two = (
            parser.parse(text, default=d, tzinfos=zone)
            for d in (datetime(2000, 1, 1), datetime(2003, 2, 2, 1, 1, 1))  # noqa: DTZ001
        )
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError):
        return None
    if one.date() != two.date():
        return None
    if one.hour != two.hour:
        return str(one.date().isoformat()) if ":" not in text else None
    whole: str = one.replace(second=0 if one.second != two.second else one.second).isoformat()
    return whole


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
    found = read_date(value).text
    return None if found is None else NormalizedDate(found)
