"""Written forms of dates: figures in any order, month names in European languages, Chinese, Japanese and Korean.

What can be read in several ways is not read; its readings are handed back. What none of the forms fits is left to
dateutil, and only where two different defaults give the same date, so that nothing was filled in.
Sources: ISO 8601; GB/T 7408; Unicode CLDR for the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from datetime import date as day_type
from functools import cache
from typing import Final

from crmquality._data import load
from crmquality._text import fold
from crmquality.normalizers._reading import Note

_CLOCK: Final = (
    r"\s*(?P<half>上午|下午|晚上|夜里|早上|中午|凌晨|傍晚|午前|午後|午后|오전|오후)?\s*(?P<h>\d{1,2})"
    r"(?:[:hH时時点點시]\s*(?:(?P<mi>\d{1,2}|半)\s*[分분]?)?(?:\s*:?(?P<s>\d{1,2})(?:[.,](?P<us>\d{1,9}))?[秒초]?)?[整]?"
    r"|(?=\s?[AaPp]\.?[Mm]))"
    r"(?:\s?Uhr)?\s*(?P<ampm>[AaPp]\.?[Mm]\.?)?\s*(?P<tz>[Zz]|(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?|UTC|GMT)?"
)
_TIME: Final = rf"(?:[T ,]?{_CLOCK})?"
_DAY_OF_WEEK: Final = r"(?:星期|周|週|礼拜)?[一二三四五六日天月火水木金土](?:曜日?)?"
_WEEKDAY: Final = rf"(?:\s*[(（]{_DAY_OF_WEEK}[)）]|\s*(?=[星周週礼]){_DAY_OF_WEEK})?"
_YMD: Final = re.compile(
    r"(?P<era>[\u4e00-\u9fff]{2,4})?\s*(?P<y>\d{1,4}|元)\s*(?:[年년]|(?P<sep>[-/. ]))\s*"
    r"(?P<m>\d{1,2})(?:\s*(?:[月월]|(?(sep)(?P=sep)|(?!)))\s*(?:(?P<d>\d{1,2})\s*[日号號일.]?)?)?" + _WEEKDAY + _TIME,
    re.ASCII,
)
_YEAR: Final = re.compile(r"(?P<y>(?:1[89]|20|21)\d{2})\s*[年년]?", re.ASCII)
_ERA_YEAR: Final = re.compile(r"(?P<era>[\u4e00-\u9fff]{2,4})\s*(?P<y>\d{1,3}|元)年?", re.ASCII)
_COMPACT: Final = re.compile(
    r"(?P<y>(?:1[89]|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})"
    r"(?:[T ]?(?P<h>\d{2})(?:(?P<mi>\d{2})(?:(?P<s>\d{2})(?:[.,](?P<us>\d{1,9}))?)?)?"
    r"(?P<tz>[Zz]|[+-]\d{2}:?(?:\d{2})?)?)?",
    re.ASCII,
)
_FIGURES: Final = re.compile(
    r"(?P<a>\d{1,2})(?P<sep>[-/. ])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})г?\.?" + _TIME, re.ASCII
)
_MONTH_YEAR: Final = re.compile(r"(?P<m>\d{1,2})[-/.](?P<y>(?:1[89]|20|21)\d{2})", re.ASCII)
_SIX: Final = re.compile(r"\d{6}", re.ASCII)
_SERIAL: Final = re.compile(r"([2-5]\d{4})(?:\.\d{1,12})?", re.ASCII)
_UNIX: Final = re.compile(r"([1-2]\d{9})(\d{3})?", re.ASCII)
_WEEK: Final = re.compile(r"\d{4}-?W\d{2}-?[1-7]", re.ASCII)
_NAMED: Final = re.compile(rf"(?P<day>.*?)(?:[,\s:T](?:at|um|à|a las|alle|kl\.?|o)?{_CLOCK})?", re.ASCII)
_WORDS: Final = re.compile(r"\d+|[^\W\d_]+")
_LIBRARY: Final = re.compile(
    r"(?=.*[A-Za-z]{3})(?=.*(?<!\d)\d{4}(?!\d))(?=.*(?<![\d:])\d{1,2}(?![\d:]))[\w ,.:+/-]{8,60}", re.ASCII
)
_LUNAR: Final = re.compile(r"[农農阴陰]历?曆?|初[一二三四五六七八九十]|[正冬腊臘]月|[闰閏]")
_NUMERALS: Final = ("〇零○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_HAN_DIGITS: Final = {c: i for i, row in enumerate(_NUMERALS) for c in row}
_HAN_NUMBER: Final = re.compile(f"([{''.join(_HAN_DIGITS)}十廿卅百]+)(?=[年月日号號时時点點分秒])")
_DASH: Final = re.compile("[\u2010-\u2015\u2212]")
_MONTHS, _LATE = 12, ("下午", "晚上", "夜里", "中午", "傍晚", "午後", "午后", "오후")
_EARLY: Final = ("上午", "早上", "凌晨", "午前", "오전")
_EXCEL: Final = day_type(1899, 12, 30)


def parsed(text: str) -> str | Note:
    """ISO 8601 text of a tidied cell, or why there is none; a note may carry the readings that there are."""
    if not text.isascii():
        text = _western(text)
        if _LUNAR.search(text):
            return Note("unparseable")
    if text[:1].isdigit() and (figures := _in_figures(text)):
        return figures
    if (found := _YMD.fullmatch(text)) and (year := _year_first(found.groupdict())):
        return year
    if (found := _ERA_YEAR.fullmatch(text)) and (start := load("dates")["eras"].get(found["era"])):
        return str(start + (1 if found["y"] == "元" else int(found["y"])))
    if _WEEK.fullmatch(text):
        return _by_week(text)
    return _by_name(text) or (_by_library(text) if _LIBRARY.fullmatch(text) else None) or Note("unparseable")


def _by_week(text: str) -> str | Note:
    """2024-W10-2."""
    try:
        return day_type.fromisoformat(text).isoformat()
    except ValueError:
        return Note("impossible")


def _western(text: str) -> str:
    """Han numerals and other scripts' digits as ASCII digits."""
    text = _HAN_NUMBER.sub(lambda m: _han_number(m[1]), _DASH.sub("-", text))
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _han_number(digits: str) -> str:
    if not any(c in "十廿卅百" for c in digits):
        return "".join(str(_HAN_DIGITS[c]) for c in digits)
    total = unit = 0
    for c in digits.replace("廿", "二十").replace("卅", "三十"):
        if c in "十百":
            total, unit = total + (unit or 1) * (10 if c == "十" else 100), 0
        else:
            unit = _HAN_DIGITS[c]
    return str(total + unit)


def _in_figures(text: str) -> str | Note | None:
    """Forms that begin with a figure, the year first excepted."""
    if found := _COMPACT.fullmatch(text):
        return built(found.groupdict(), found["m"], found["d"])
    if found := _YEAR.fullmatch(text):
        return found["y"]
    if found := _FIGURES.fullmatch(text):
        return _figures(found.groupdict())
    if found := _MONTH_YEAR.fullmatch(text):
        return built(found.groupdict(), found["m"], None)
    if _SIX.fullmatch(text):
        return _six(text)
    if found := _SERIAL.fullmatch(text):
        return Note("excel_serial", None, (_EXCEL + timedelta(days=int(found[1]))).isoformat())
    if found := _UNIX.fullmatch(text):
        return Note("unix_time", None, datetime.fromtimestamp(int(found[1]), UTC).date().isoformat())
    return None


def _year_first(parts: dict[str, str | None]) -> str | Note | None:
    """2024年3月5日, 2024-3-5, 民国113年3月5日; a year of two figures has no century."""
    start = load("dates")["eras"].get(parts["era"], -1) if parts["era"] else 0
    year = parts["y"] or ""
    if start < 0 or (year == "元" and not start):
        return None
    if start:
        parts["y"] = f"{start + (1 if year == '元' else int(year)):04d}"
    elif len(year) <= 2:  # noqa: PLR2004
        rest = (parts["m"] or "", parts["d"])
        return _readings("two_digit_year", [(y, *rest) for y in _centuries(year.zfill(2))])
    elif len(year) == 3:  # noqa: PLR2004 - years of the Republic of China, as far as it goes
        return Note("unparseable", None, _day(str(1911 + int(year)), parts["m"] or "", parts["d"]))
    return built(parts, parts["m"] or "", parts["d"])


def _figures(parts: dict[str, str | None]) -> str | Note:
    """3/4/2024 and 3.4.24: the day comes first between full stops, elsewhere only where the figures say so."""
    first, second, last = parts["a"] or "", parts["b"] or "", parts["y"] or ""
    orders = [(second, first)]
    if parts["sep"] != "." or int(second) > _MONTHS:
        orders.append((first, second))
    if len(last) == 2:  # noqa: PLR2004
        ways = [(y, m, d) for y in _centuries(last) for m, d in orders]
        if parts["sep"] != "." and len(first) == 2:  # noqa: PLR2004
            ways += [(y, second, last) for y in _centuries(first.zfill(2))]
        return _readings("two_digit_year", ways)
    fits = {built(parts, m, d) for m, d in orders if int(m) <= _MONTHS}
    fits = {f for f in fits if isinstance(f, str)}
    if len(fits) == 1:
        return fits.pop()
    return _readings("ambiguous_order", [(last, m, d) for m, d in orders]) if fits else Note("impossible")


def _six(text: str) -> str | Note:
    """240305 in any order; 202403 is probably a month where no day can be meant by it."""
    ways = [(y, text[2:4], text[4:]) for y in _centuries(text[:2])]
    ways += [(y, m, d) for y in _centuries(text[4:]) for d, m in ((text[:2], text[2:4]), (text[2:4], text[:2]))]
    if not any(_day(*way) for way in ways) and text[:2] in ("19", "20") and "01" <= text[4:] <= "12":
        return Note("unparseable", None, f"{text[:4]}-{text[4:]}")
    return _readings("two_digit_year", ways)


def _centuries(year: str) -> tuple[str, str]:
    return f"20{year}", f"19{year}"


def _readings(code: str, ways: Iterable[tuple[str, str, str | None]]) -> Note:
    """The note with every reading that there is, as days or months; without any, there is no such day."""
    found = dict.fromkeys(d for way in ways if (d := _day(*way)))
    return Note(code, None, None, tuple(found)) if found else Note("impossible")


def _day(year: str, month: str, day: str | None) -> str | None:
    found = built({"y": year}, month, day)
    return found if isinstance(found, str) and (day is None or int(day)) else None


def built(parts: dict[str, str | None], month: str, day: str | None) -> str | Note:
    """ISO text from figures, with the precision that they have."""
    year = (parts["y"] or "").zfill(4)
    if day is None:
        if parts.get("h"):
            return Note("unparseable")
        return f"{year}-{int(month):02d}" if 1 <= int(month) <= _MONTHS and int(year) else Note("impossible")
    written = f"{year}-{int(month):02d}-{int(day):02d}"
    if not int(day) or not int(year):  # 0000-00-00 and 1900-01-00 stand for nothing, as the caller knows
        return written if not int(day) else Note("impossible")
    try:
        whole = datetime.fromisoformat(written)
        if parts.get("h") is None:
            return written
        hour = _hour(int(parts["h"] or 0), parts.get("half") or "", (parts.get("ampm") or "").lower()[:1])
        micro = int((parts.get("us") or "0").ljust(6, "0")[:6])
        minute = 30 if parts.get("mi") == "半" else int(parts.get("mi") or 0)
        whole = whole.replace(hour=hour, minute=minute, second=int(parts.get("s") or 0), microsecond=micro)
        return whole.replace(tzinfo=_zone(parts.get("tz"))).isoformat()
    except ValueError:
        return Note("impossible")


def _hour(hour: int, half: str, meridiem: str) -> int:
    """Hour of the day; twelve at night belongs to no day that is written, and there is no 13 a.m."""
    noon = 12
    late, early = half in _LATE or meridiem == "p", half in _EARLY or meridiem == "a"
    if (early and hour > noon) or (half in ("晚上", "夜里") and hour == noon) or (meridiem and hour > noon):
        raise ValueError
    if late and hour < noon:
        return hour if half == "中午" and hour == noon - 1 else hour + noon
    return 0 if early and hour == noon and half != "早上" else hour


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    digits = text.upper().removeprefix("UTC").removeprefix("GMT").strip().replace(":", "")
    if digits in ("", "Z"):
        return UTC
    hours, minutes = (digits[1:3], digits[3:] or "0")
    return timezone((1 if digits[0] == "+" else -1) * timedelta(hours=int(hours), minutes=int(minutes)))


@cache
def _words() -> tuple[dict[str, int], frozenset[str]]:
    return load("dates")["months"], frozenset(load("dates")["idle"])


def _by_name(text: str) -> str | Note | None:
    """5 March 2024, March 5th 2024, 2024 März 5, mars 2024, with a time behind."""
    found = _NAMED.fullmatch(text)
    assert found is not None
    months, idle = _words()
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
    if len(named) != 1 or not 1 <= len(figures) <= 2:  # noqa: PLR2004
        return None
    month, at, _ = named[0]
    parts: dict[str, str | None] = {**found.groupdict(), "y": None}
    years = [f for f in figures if len(f) == 4]  # noqa: PLR2004
    if len(years) == 1:
        parts["y"] = years[0]
        day = next((f for f in figures if f is not years[0]), None)
        return built(parts, str(month), day) if day is None or len(day) < 3 else None  # noqa: PLR2004
    if years or any(len(f) > 2 for f in figures):  # noqa: PLR2004
        return None
    return _short_year(figures, month, at) if len(figures[-1]) == 2 and not parts["h"] else None  # noqa: PLR2004


def _short_year(figures: list[str], month: int, at: int) -> Note:
    """5-Mar-24, 24 5 Mar, Mar-24: the century is missing, or the year."""
    if len(figures) == 1:
        if at:
            return Note("unparseable")
        ways: list[tuple[str, str, str | None]] = [(y, str(month), None) for y in _centuries(figures[0].zfill(2))]
        return _readings("two_digit_year", ways)
    ways = [(y, str(month), figures[0]) for y in _centuries(figures[1].zfill(2))]
    if at and len(figures[0]) == 2:  # noqa: PLR2004 - 24 Mar 05 may begin with the year
        ways += [(y, str(month), figures[1]) for y in _centuries(figures[0].zfill(2))]
    return _readings("two_digit_year", ways)


def _by_library(text: str) -> str | None:
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
