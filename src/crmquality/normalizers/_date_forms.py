"""Written forms of dates: figures in any order, month names in European languages, Chinese, Japanese and Korean.

What can be read in several ways is not read; its readings are handed back. What none of the forms fits is left to
dateutil, and only where two different defaults give the same date, so that nothing was filled in.
Sources: ISO 8601; GB/T 7408; Unicode CLDR for the names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from datetime import date as day_type
from typing import Final

from crmquality._data import load, patterns
from crmquality._text import fold
from crmquality.normalizers._han_number import han_number
from crmquality.normalizers._reading import Note

#: days that stand for no date
SENTINELS: Final = frozenset(
    "0000-00-00 0001-01-01 1111-11-11 1753-01-01 1899-12-30 1899-12-31 1900-01-01 1900-01-00 1970-01-01 2099-12-31 "
    "9999-12-31 9999-99-99".split()
)

_WORDS: Final = re.compile(r"\d+|[^\W\d_]+")
_MONTHS = _NOON = 12
_IMPOSSIBLE: Final = Note("impossible")


def parsed(text: str) -> str | Note:
    """ISO 8601 text of a tidied cell, or why there is none; a note may carry the readings that there are."""
    forms = patterns("dates")
    if not text.isascii():
        text = forms["han_number"].sub(_western, forms["dash"].sub("-", text))
        text = forms["vietnamese"].sub(r"\1.\2.\3", text)
        text = "".join(str(int(c)) if c.isdecimal() else c for c in text)
        if forms["lunar"].search(text):
            return Note("unparseable")
    if text[:1].isdigit():
        for form, read in _FORMS:
            if figures := forms[form].fullmatch(text):
                return read(figures)
    if (found := forms["year_first"].fullmatch(text)) and (year := _year_first(found.groupdict())):
        return year
    if (found := forms["era_year"].fullmatch(text)) and (start := load("dates")["eras"].get(found["era"])):
        return str(start + (1 if found["y"] == "元" else int(found["y"])))
    if forms["week"].fullmatch(text):
        try:
            return day_type.fromisoformat(text).isoformat()
        except ValueError:
            return Note("impossible")
    return _by_name(text) or (_by_library(text) if forms["library"].fullmatch(text) else None) or Note("unparseable")


def _western(found: re.Match[str]) -> str:
    if found[1] == "元":
        return "1"
    number = han_number(found[1].replace("廿", "二十").replace("卅", "三十"))
    return found[1] if number is None else f"{number:f}"


def _year_first(parts: dict[str, str | None]) -> str | Note | None:
    """2024年3月5日, 2024-3-5, 民国113年3月5日; a year of two figures has no century."""
    start = load("dates")["eras"].get(parts["era"], -1) if parts["era"] else 0
    year = parts["y"] or ""
    if start < 0 or (year == "元" and not start):
        return None
    if start:
        parts["y"] = f"{start + (1 if year == '元' else int(year)):04d}"
    elif len(year) <= 2:
        rest = (parts["m"] or "", parts["d"])
        return _readings("two_digit_year", [(y, *rest) for y in _centuries(year.zfill(2))])
    elif len(year) == 3:
        return Note("unparseable", None, _day(str(1911 + int(year)), parts["m"] or "", parts["d"]))
    return built(parts, parts["m"] or "", parts["d"])


def _figures(found: re.Match[str]) -> str | Note:
    """3/4/2024 and 3.4.24: the day comes first between full stops, elsewhere only where the figures say so."""
    first, second, last = found["a"], found["b"], found["y"]
    pointed = found["sep"] == "."
    orders = [(second, first)]
    if not pointed or int(second) > _MONTHS:
        orders.append((first, second))
    if len(last) == 2:
        ways = [(y, m, d) for y in _centuries(last) for m, d in orders]
        if not pointed and len(first) == 2:
            ways += [(y, second, last) for y in _centuries(first)]
        return _readings("two_digit_year", ways)
    fits = {built(found.groupdict(), m, d) for m, d in orders if int(m) <= _MONTHS} - {_IMPOSSIBLE}
    if len(fits) > 1:
        return _readings("ambiguous_order", [(last, m, d) for m, d in orders])
    return fits.pop() if fits else _IMPOSSIBLE


def _six(found: re.Match[str]) -> str | Note:
    """240305 in any order; 202403 is probably a month where no day can be meant by it."""
    text = found[0]
    ways = [(y, text[2:4], text[4:]) for y in _centuries(text[:2])]
    ways += [(y, m, d) for y in _centuries(text[4:]) for d, m in ((text[:2], text[2:4]), (text[2:4], text[:2]))]
    if not any(_day(*way) for way in ways) and text[:2] in ("19", "20") and "01" <= text[4:] <= "12":
        return Note("unparseable", None, f"{text[:4]}-{text[4:]}")
    return _readings("two_digit_year", ways)


def _counted(code: str, start: str, seconds: float, zone: str = "") -> Note:
    """A time that a computer counted from a day on; a midnight is the day alone."""
    text = (datetime.fromisoformat(start) + timedelta(seconds=round(seconds))).isoformat()
    day = text.removesuffix("T00:00:00")
    return Note(code, None, day if day != text else text + zone)


#: forms that begin with a figure, the year first excepted
_FORMS: Final[tuple[tuple[str, Callable[[re.Match[str]], str | Note]], ...]] = (
    ("compact", lambda found: built(found.groupdict(), found["m"], found["d"])),
    ("year", lambda found: found["y"]), ("figures", _figures),
    ("month_year", lambda found: built(found.groupdict(), found["m"], None)), ("six", _six),
    ("serial", lambda found: _counted("excel_serial", "1899-12-30", float(found[0]) * 86_400)),
    ("unix", lambda found: _counted("unix_time", "1970-01-01", int(found[1]), "+00:00")),
)  # fmt: skip


#: year, month, and day where there is one
_Way = tuple[str, str, str | None]


def _centuries(year: str) -> tuple[str, str]:
    return f"20{year}", f"19{year}"


def _readings(code: str, ways: Iterable[_Way]) -> Note:
    """The note with every reading that there is, as days or months; without any, there is no such day."""
    found = dict.fromkeys(d for way in ways if (d := _day(*way)))
    return Note(code, None, None, tuple(found)) if found else Note("impossible")


def _day(year: str, month: str, day: str | None) -> str | None:
    found = built({"y": year}, month, day)
    return found if isinstance(found, str) and (day is None or int(day)) and found not in SENTINELS else None


def built(parts: dict[str, str | None], month: str, day: str | None) -> str | Note:
    """ISO text from figures, with the precision that they have."""
    year = (parts["y"] or "").zfill(4)
    if day is None:
        if parts.get("h"):
            return Note("unparseable")
        return f"{year}-{int(month):02d}" if 1 <= int(month) <= _MONTHS and int(year) else _IMPOSSIBLE
    written = f"{year}-{int(month):02d}-{int(day):02d}"
    if not int(day):  # 0000-00-00 and 1900-01-00 stand for nothing, as the caller knows
        return written
    try:
        whole = datetime.fromisoformat(written)
        if parts.get("h") is None:
            return written
        hour = _hour(int(parts["h"] or 0), parts.get("half") or "", (parts.get("ampm") or "").lower()[:1])
        minute = 30 if parts.get("mi") == "半" else int(parts.get("mi") or 0)
        micro = int((parts.get("us") or "0").ljust(6, "0")[:6])
        whole = whole.replace(hour=hour, minute=minute, second=int(parts.get("s") or 0), microsecond=micro)
        return whole.replace(tzinfo=_zone(parts.get("tz"))).isoformat()
    except ValueError:
        return _IMPOSSIBLE


def _hour(hour: int, half: str, meridiem: str) -> int:
    """Hour of the day; twelve at night belongs to no day that is written, and there is no 13 a.m."""
    halves = load("dates")["halves"]
    late, early = half in halves["late"] or meridiem == "p", half in halves["early"] or meridiem == "a"
    if ((early or meridiem) and hour > _NOON) or (half in ("晚上", "夜里") and hour == _NOON):
        raise ValueError
    if late and hour < _NOON:
        return hour if half == "中午" and hour == _NOON - 1 else hour + _NOON
    return 0 if early and hour == _NOON and half != "早上" else hour


def _zone(text: str | None) -> tzinfo | None:
    digits = re.sub(r"UTC|GMT|[Z :]", "", (text or "").upper())
    if not digits:
        return UTC if text else None
    return timezone(int(digits[0] + "1") * timedelta(hours=int(digits[1:3]), minutes=int(digits[3:] or 0)))


def _by_name(text: str) -> str | Note | None:
    """5 March 2024, March 5th 2024, 2024 März 5, mars 2024, with a time behind."""
    found = patterns("dates")["named"].fullmatch(text)
    assert found is not None
    months, idle = load("dates")["months"], load("dates")["idle"]
    figures: list[str] = []
    named: list[tuple[int, int, bool]] = []
    for word in _WORDS.findall(fold(found["day"])):
        if word[0].isdigit():
            figures.append(word)
        elif word in months:
            named.append((months[word], len(figures), word in idle))
        elif word not in idle:
            return None
    if len(named) > 1:  # mar. 5 mars: a Tuesday in March
        named = [n for n in named if not n[2]]
    if len(named) != 1 or not 1 <= len(figures) <= 2:
        return None
    (number, at, _), sizes = named[0], sorted(map(len, figures))
    month = str(number)
    if sizes[-1] == 4 and (len(sizes) == 1 or sizes[0] < 3):
        day, year = sorted(figures, key=len) if len(figures) > 1 else (None, figures[0])
        return built({**found.groupdict(), "y": year}, month, day)
    if sizes[-1] > 2 or len(figures[-1]) != 2 or found["h"]:
        return None
    if len(figures) == 1:  # 5 Mar, Mar-24: the year is missing, or the century
        ways: list[_Way] = [(y, month, None) for y in _centuries(figures[0])]
        return Note("unparseable") if at else _readings("two_digit_year", ways)
    ways = [(y, month, figures[0]) for y in _centuries(figures[1])]
    if at and len(figures[0]) == 2:
        ways += [(y, month, figures[1]) for y in _centuries(figures[0])]
    return _readings("two_digit_year", ways)


def _by_library(text: str) -> str | None:
    """Dateutil's reading, where two different defaults give the same date, so that nothing was filled in."""
    from dateutil import parser, tz

    def zone(name: str | None, offset: int | None) -> tzinfo | None:
        return None if offset is None else tz.tzoffset(name, offset)

    try:
        one, two = (
            parser.parse(text, default=d, tzinfos=zone)
            for d in (datetime(2000, 1, 1), datetime(2003, 2, 2, 1, 1, 1))  # noqa: DTZ001 - compared with each other alone
        )
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError):
        return None
    if one.date() != two.date() or (one.hour != two.hour and ":" in text):
        return None
    whole = one.date() if one.hour != two.hour else one.replace(second=one.second if one.second == two.second else 0)
    return str(whole.isoformat())
