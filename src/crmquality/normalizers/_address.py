"""Whole postal addresses in one cell: Chinese ones by the table of divisions, Western ones by their commas and codes.

The written form is the cell's, tidied: an address is never rearranged. What cannot be taken apart stays whole
in ``street``. Left out: geocoding, and streets of any register.
"""

from __future__ import annotations

import re
from typing import Final

from crmquality._pinyin import simplify
from crmquality._text import fold, has_han
from crmquality.normalizers._country import country as country_code
from crmquality.normalizers._divisions import divisions
from crmquality.normalizers._postal_code import postal_code
from crmquality.normalizers._reading import (
    NOTHING,
    Note,
    Reading,
    located,
    placeholder_code,
    prepare,
    text_notes,
)
from crmquality.types import PostalAddress

_LIMIT: Final = 500
_CHINA: Final = re.compile(
    r"(?:地址[:：]?)?(?:中华人民共和国|中国|P\.?R\.? ?China[,， ]*|China[,， ]*)?[,， ]*", re.IGNORECASE
)
_CN_CODE: Final = re.compile(r"[(（]?(?:邮编|邮政编码)?[:： ]*(?<!\d)([0-9]{6})(?!\d)[)）]?", re.ASCII)
_PO_BOX: Final = re.compile(
    r"\bp\.? ?o\.? ?box\b|\bpostfach\b|\bapartado\b|\bboîte postale\b|邮政信箱|信箱", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"\d")
_CODE_SHAPES: Final = (
    ("GB", re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")),
    ("CA", re.compile(r"\b([A-Z]\d[A-Z] ?\d[A-Z]\d)\b")),
    ("NL", re.compile(r"\b(\d{4} ?[A-Z]{2})\b")),
    ("US", re.compile(r"(?<=[A-Z]{2} )(\d{5}(?:-\d{4})?)\b")),
    ("", re.compile(r"(?:\b[A-Z]{1,2}-)?\b(\d{3} \d{2}|\d{5}-\d{3}|\d{4,6})\b")),
)
_LINES: Final = re.compile(r",?[ \t]*[\r\n]+[ \t]*")
_STATE: Final = re.compile(r"(.*?)[, ]+([A-Z]{2,3})")
_WORDS: Final = re.compile(r"[^\W_]+")
_LONG: Final = {
    "st": "street",
    "str": "strasse",
    "ave": "avenue",
    "rd": "road",
    "dr": "drive",
    "ln": "lane",
    "blvd": "boulevard",
}


def read_address(value: str | None, *, country: str | None = None) -> Reading:
    """Read a whole address; the value is a `PostalAddress`.

    Args:
        value: the raw cell.
        country: the record's country, any form `normalizers.country` knows; ``None`` = not known.
    """
    lines = value if value is None else _LINES.sub(", ", value[: _LIMIT + 1].strip())
    text, notes = prepare(lines, limit=_LIMIT)
    if lines != value and not notes:
        notes.append(Note("whitespace"))
    if not text:
        return NOTHING
    if any(n.code == "too_long" for n in notes):
        return Reading(None, None, tuple(notes))
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    notes += located(text_notes(text), text, value)
    home = country_code(country) if country else None
    found = _chinese(text, home, notes) if has_han(text) else _western(text, home, notes)
    if _PO_BOX.search(text):
        notes.append(Note("po_box"))
    elif found.street and not _NUMBER.search(text):
        notes.append(Note("no_house_number"))
    return Reading(found, text, tuple(notes))


def _key(*parts: str) -> str:
    words = (w for p in parts for w in _WORDS.findall(fold(simplify(p))))
    return "".join(_LONG.get(w, w) for w in words)


def _chinese(text: str, home: str | None, notes: list[Note]) -> PostalAddress:
    code = ""
    body = text
    if (found := _CN_CODE.search(text)) and (found.start() < 10 or found.end() > len(text) - 3):  # noqa: PLR2004 - at an end
        code, body = found[1], (text[: found.start()] + text[found.end() :]).strip()
    start = _CHINA.match(body)
    compact = body[start.end() if start else 0 :].replace(" ", "").replace(",", "").replace("，", "")
    place = divisions(simplify(compact))
    street = compact[: place.start] + compact[place.end :]
    if place.contradiction:
        notes.append(Note("contradiction"))
    if not place.end:
        notes.append(Note("unparsed"))
    land = home or ("CN" if place.code or place.district or body != text or (start and start.end()) else "")
    if not land:
        notes.append(Note("country_missing"))
    key = _key(place.province + place.city + place.district + street if place.end else compact)
    return PostalAddress(land, place.province, place.city, place.district, street, code, place.code, text, key)


def _western(text: str, home: str | None, notes: list[Note]) -> PostalAddress:
    parts = [p for p in (p.strip() for p in re.split(r"[,;\n]", text)) if p]
    land = home or ""
    if len(parts) > 1 and (named := country_code(parts[-1])) and not (len(parts[-1]) == 2 and home == "US"):  # noqa: PLR2004
        land = land or named
        parts = parts[:-1]
    shape, at, code = _postal(parts, land)
    if not code and len(parts) < 2:  # noqa: PLR2004 - street and city
        notes.append(Note("unparsed"))
        if not land:
            notes.append(Note("country_missing"))
        return PostalAddress(land, street=text, display=text, match_key=_key(text))
    land = land or shape
    if not land:
        notes.append(Note("country_missing"))
    elif code and land == home and postal_code(code, land) is None:
        notes.append(Note("postal_mismatch"))
    city, region, streets = _places(parts, at, code)
    return PostalAddress(
        land, region, city, "", ", ".join(streets), postal_code(code, land) or code if code else "", "", text,
        _key(*streets, city, code),
    )  # fmt: skip


def _postal(parts: list[str], land: str) -> tuple[str, int, str]:
    """Country its shape tells, place among the parts and text of the postal code; looked for from the end."""
    for at in range(len(parts) - 1, -1, -1):
        for shape, pattern in _CODE_SHAPES:
            if shape and land and shape != land:
                continue
            every = list(pattern.finditer(parts[at]))
            found = every[-1] if every else None
            alone_first = at == 0 and found is not None and found.start() == 0 and len(parts) > 1
            if found is not None and not alone_first:
                return shape, at, found[1]
    return "", -1, ""


def _places(parts: list[str], at: int, code: str) -> tuple[str, str, list[str]]:
    """City, region and the lines of the street."""
    if at < 0:
        return parts[-1], "", parts[:-1]
    line = re.sub(rf"(?:\b[A-Z]{{1,2}}-)?{re.escape(code)}", "", parts[at]).strip(" -,").replace("  ", " ")
    others = parts[:at]
    region = ""
    if found := _STATE.fullmatch(line):
        line, region = found.groups()
    elif re.fullmatch(r"[A-Z]{2,3}", line):
        line, region = "", line
    if line and others:
        return line, region, others + parts[at + 1 :]
    if line:
        street, _, city = line.rpartition(" ")
        return (city, region, [street]) if street else (line, region, [])
    return (others[-1] if others else ""), region, others[:-1]


def address(value: str, country: str | None = None) -> PostalAddress | None:
    """The parts of a postal address.

    Args:
        value: the raw text, all in one.
        country: the record's country.

    Returns:
        The parts; ``None`` where nothing usable is there.

    Example:
        >>> found = address("浙江杭州西湖区文三路90号")
        >>> found.region, found.city, found.district, found.street
        ('浙江省', '杭州市', '西湖区', '文三路90号')
        >>> found = address("10 Downing Street, London SW1A 2AA")
        >>> found.street, found.city, found.postal_code, found.country
        ('10 Downing Street', 'London', 'SW1A 2AA', 'GB')

    Source: GB/T 2260 for Chinese divisions.
    """
    found: PostalAddress | None = read_address(value, country=country).value
    return found
