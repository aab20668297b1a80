"""Addresses that are not written in Chinese: country, postal code, region and city by the country's own order.

The order of the parts, the shape of postal codes and the names of regions come from the table of address formats. The
postal code is looked for from the end; what stands beside it names the city, what is left is the street. Lines that
name a person or an organization are left out of the street. Left out: streets and towns of any register.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from crmquality.normalizers._address_forms import Parts, land_form, word_table
from crmquality.normalizers._country import last_words, named_country
from crmquality.normalizers._place import countries_of_city, countries_of_region, has_regions, may_end_region, region_of
from crmquality.normalizers._postal_code import postal_shape, written_code

_DIGIT: Final = re.compile(r"\d")
_JOINED: Final = re.compile(r"(.*?) *(?:/| [-–] |\()([^/()]+?)\)?")
_TOWN_WORD: Final = re.compile(r"(?:г\.|гор\.|город|м\.|місто|city of|ville de|comune di|mun\.) ?", re.IGNORECASE)
_CEDEX: Final = re.compile(r",? cedex(?: \d{1,2})?$", re.IGNORECASE)
_NO_COUNTRY: Final = re.compile(r".*\b(?:new|ciudad de|nuevo|republic of|estado de|city|of|and)$", re.IGNORECASE)
_NUMBERED_TOWN: Final = re.compile(r"\D+ \d{1,2}")
_CODE_AND_TOWN: Final = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5} \D")
_LONGEST_NAME: Final = 4
#: characters before a number that can tell what it numbers
_LONGEST_WORD: Final = 12
#: abbreviations have no more letters
_SHORT: Final = 3


def read_parts(text: str, home: str) -> Parts:
    """Take an address apart.

    Args:
        text: the tidied text, its lines joined by commas.
        home: the record's country, ISO 3166-1 alpha-2, or ``""``.
    """
    for separator in ";|，、":
        if separator in text:
            text = text.replace(separator, ",")
    parts = [p for x in text.strip(" .,").split(",") if (p := x.strip())]
    boxed = len(parts) > 1 and parts[-1][:1] in "PpAaCc" and word_table().box.match(parts[-1])
    box = parts.pop() if boxed and named_country(parts[-2]) else ""
    named = _named(parts, home)
    land = named or home
    out = Parts(land, named=named)
    at, start, end, code, guess = _code(parts, land)
    if not land:
        land = out.country = guess or _guess(parts, at, start, end, code)
    if code:
        out.postal_code = (land and written_code(code.replace(" ", "").replace("-", "").upper(), land)) or code.upper()
        _around(out, parts, at, parts[at][:start].strip(" -–,/"), parts[at][end:].strip(" -–,"))
    elif parts:
        _without_code(out, parts)
    if not out.city and land in word_table().city_states:
        out.city = word_table().city_states[land]
    if not out.country and out.city:
        lands = countries_of_city(out.city)
        out.country = lands[0] if len(lands) == 1 else ""
    if box:
        out.street = f"{out.street}, {box}".removeprefix(", ")
    return out


def _named(parts: list[str], home: str) -> str:
    """The country that stands at the end or the front; it is taken off the parts."""
    if not parts:
        return ""
    if len(parts) > 1:
        for at in (-1, 0):
            found = "" if parts[at][-1].isdigit() else named_country(parts[at])
            if found and not _is_region(parts, at, home):
                del parts[at]
                return found
    words = parts[-1].split(" ")
    if words[-1].casefold().strip("().") not in last_words():
        return ""
    for size in range(1, min(_LONGEST_NAME, len(words) - 1) + 1):
        name, rest = " ".join(words[-size:]).strip("()"), " ".join(words[:-size])
        found = named_country(name) if len(name) >= _SHORT or name == "UK" else ""  # CA is a region's as often
        if found and not _NO_COUNTRY.fullmatch(rest) and _may_end(rest, name, parts):
            if found not in word_table().city_states or countries_of_city(rest):  # L-2449 Luxembourg
                parts[-1] = rest.strip(" -–")
            return found
    return ""


def _is_region(parts: Sequence[str], at: int, home: str) -> bool:
    """Whether the name of a country is a region's here: IN after a town of Indiana, Georgia after Atlanta."""
    name = parts[at]
    if home and home != named_country(name) and region_of(name, home):
        return True
    if at == 0 or home not in ("", "US") or not region_of(name, "US"):
        return at == 0 and len(name) < _SHORT  # a code does not stand in front
    before = parts[-2]
    if len(name) >= _SHORT:  # Georgia
        return countries_of_city(before) != ("GE",) and not any(_CODE_AND_TOWN.match(p) for p in parts[1:-1])
    return not (_CODE_AND_TOWN.match(before) or named_country(name) in countries_of_city(before))


def _may_end(rest: str, name: str, parts: Sequence[str]) -> bool:
    if not rest or region_of(name, "US"):
        return False
    return _DIGIT.search(rest) is not None or bool(countries_of_city(rest)) or (len(parts) > 1 and rest.isalpha())


def _code(parts: Sequence[str], land: str) -> tuple[int, int, int, str, str]:
    """Where the postal code is: part, start, end, text, and the country that its shape tells."""
    table = word_table()
    search = land_form(land).search if land else table.shapes
    if search is None:
        return -1, 0, 0, "", ""
    for at in range(len(parts) - 1, -1, -1):
        part = parts[at]
        if _DIGIT.search(part) is None:
            continue
        for found in reversed(list(search.finditer(part))):
            if not _is_code(parts, at, found, land):
                continue
            if land:
                return at, found.start(), found.end(), found["code"], land
            shape = found.lastgroup or ""
            if shape != "any":
                return at, found.start(), found.end(), found[0], shape
            plate = found[0].partition("-")[0] if "-" in found[0] else ""
            return at, found.start(), found.end(), found["any"], table.plates.get(plate) or named_country(plate)
    found_any = table.shapes.match(parts[-1]) if land and len(parts) > 1 else None
    if found_any and found_any.lastgroup == "any":  # a code that the country does not have
        return len(parts) - 1, 0, found_any.end(), found_any["any"], ""
    return -1, 0, 0, "", ""


def _is_code(parts: Sequence[str], at: int, found: re.Match[str], land: str) -> bool:
    """Whether a match is no house number: not at the very front before a street, not after a word such as Box."""
    part = parts[at]
    if found.start():
        return word_table().numbered.search(part[max(0, found.start() - _LONGEST_WORD) : found.start()]) is None
    rest = part[found.end() :].strip(" -,.")
    if at:
        return bool(rest) or len(parts) == at + 1 or not found[0].isdigit() or len(found[0]) > _SHORT
    if not rest or countries_of_city(rest):
        return True
    if len(parts) == 1:
        return bool(land) and land_form(land).code_first and not rest[-1].isdigit()
    return bool(land and region_of(rest, land))


def _guess(parts: Sequence[str], at: int, start: int, end: int, code: str) -> str:
    """The country of an address that does not name it: by its city, its region, the last word of either."""
    beside = ([parts[at][end:], parts[at][:start]] if at >= 0 else []) + list(reversed(parts))
    compact = code.replace(" ", "").replace("-", "")
    texts = [t for x in beside if (t := x.strip(" -")) and not t[0].isdigit()]
    names = (n for t in texts for n in dict.fromkeys((t, t.rpartition(" ")[0], t.partition("-")[0])) if n)
    lasts = (last for t in texts if len(last := t.split(" ")[-1]) > _SHORT and not last[-1].isdigit())
    for lands in chain(
        (countries_of_city(_bare(n)) for n in names),
        (x for t in texts if len(t) > _SHORT and len(x := countries_of_region(t)) == 1),
        (countries_of_city(n) for n in lasts),
    ):
        for land in lands:
            if not code or postal_shape(land) is None or written_code(compact, land):
                return land
    return ""


def _bare(city: str) -> str:
    """A city's name without a word for city in front."""
    if city.isascii() and "of " not in city and "de " not in city and "." not in city:
        return city
    return _TOWN_WORD.sub("", city, count=1) if (found := _TOWN_WORD.match(city)) and found.end() else city


def _is_town(name: str, land: str) -> bool:
    return land in countries_of_city(_bare(name))


def _region(text: str, land: str) -> tuple[str, str, str]:
    """A region at the end of a text: what is left, the region as written, its code."""
    if not land or not text or not has_regions(land):
        return text, "", ""
    form = land_form(land)
    if not form.wards and _is_town(text, land):
        return text, "", ""
    if ("/" in text or " - " in text or "(" in text) and (
        joined := _JOINED.fullmatch(text)
    ):  # Şişli/İstanbul, Milano (MI), São Paulo - SP
        name = joined[2].strip()
        if (len(name) > _SHORT or name.isupper()) and (found := region_of(name, land)):
            return joined[1], name, found.code
    words = text.split(" ")
    if not may_end_region(words[-1].strip("().,/ "), land):
        return text, "", ""
    for size in range(min(_LONGEST_NAME, len(words)), 0, -1) if form.tails else (len(words),):
        name = " ".join(words[-size:]).strip("().,/ ")
        if (len(name) <= _SHORT and not name.isupper()) or name.isdigit():
            continue
        if name and (found := region_of(name, land)):
            rest = " ".join(words[:-size]).rstrip("(/ -,")
            return (text, "", "") if rest and not form.wards and _is_town(name, land) else (rest, name, found.code)
    return text, "", ""


def _around(out: Parts, parts: list[str], at: int, before: str, after: str) -> None:
    """City, region and street from what stands before and after the postal code."""
    land, others, later = out.country, parts[:at], parts[at + 1 :]
    behind = after and not after[0].isdigit() and (not land or land_form(land).code_first or not before)
    if behind:  # 10115 Berlin
        rest, out.region, out.region_code = _region(after, land)
        if not rest:
            rest, out.region, out.region_code = after, "", ""
        _next_region(out, later)
        _finish(out, rest, [*others, before, *later])
    elif before or others:
        _behind_city(out, others, before, [*([after] if after else []), *later])
    else:  # 101000, Москва, ул. ...
        _front(out, later)


def _next_region(out: Parts, later: list[str]) -> None:
    """The region where it is the part after: 06600 Ciudad de México, CDMX."""
    if later and not out.region and out.country and (found := region_of(later[0], out.country)):
        out.region, out.region_code = later.pop(0), found.code


def _behind_city(out: Parts, others: list[str], before: str, later: list[str]) -> None:
    """City and region where the code stands behind them: Springfield, IL 62701."""
    land = out.country
    rest, out.region, out.region_code = _region(before, land)
    if not rest and len(others) > 1 and not out.region:
        left, out.region, out.region_code = _region(others[-1], land)
        if out.region:
            others = [*others[:-1], left] if left else others[:-1]
    if not rest and len(others) > 1 and _DIGIT.search(others[-1]) and _is_town(others[0], land):
        _finish(out, others[0], [*others[1:], *later])  # Москва, ул. Тверская, д. 7, 125009
        return
    if " - " in rest:  # 1578 - Bela Vista - São Paulo
        street, _, rest = rest.rpartition(" - ")
        others = [*others, street]
    if not rest:
        _from_end(out, others, later)
        return
    _next_region(out, later)
    if others and not out.region and others[-1] == rest and land and (found := region_of(rest, land)):
        out.region, out.region_code, others = rest, found.code, others[:-1]  # New York, New York
    if others and not (_DIGIT.search(rest) and not countries_of_city(rest) and word_table().street.search(rest)):
        _finish(out, rest, [*others, *later])
    else:
        street, city = _split(rest, land)
        _finish(out, city, [*others, street, *later])


def _front(out: Parts, later: list[str]) -> None:
    """City and region among the first parts, the street in the others."""
    rest = list(later)
    found = region_of(rest[0], out.country) if len(rest) > 1 and out.country else None
    if found and (not countries_of_city(rest[0]) or countries_of_city(_bare(rest[1]))):
        out.region, out.region_code = rest.pop(0), found.code
    city = rest.pop(0) if rest else ""
    _finish(out, city, rest)


def _from_end(out: Parts, others: list[str], later: list[str]) -> None:
    """The city is the last part that is no street; where there is none, the region's name is the city's."""
    land = out.country
    last = others[-1] if others else ""
    town = last and (not _DIGIT.search(last) or countries_of_city(last) or _NUMBERED_TOWN.fullmatch(last))
    towns = word_table().town_regions
    if out.region and (not town or land in towns or (len(others) == 1 and word_table().street.search(last))):
        city = out.region if len(out.region) > _SHORT else ""  # an abbreviation is no town
        if not city and last:
            street, city = _split(last, land)
            others = [*others[:-1], street]
        elif land not in towns and not countries_of_city(city):
            city = ""
        _finish(out, city, [*others, *later])
    elif len(others) == 1 and last and _DIGIT.search(last):
        street, city = _split(last, land)
        _finish(out, city, [street, *later])
    else:
        _finish(out, last, [*others[:-1], *later])


def _split(text: str, land: str) -> tuple[str, str]:
    """Street and city of a text without a comma: by a large city, the last word of a street, the last number."""
    words = text.split(" ")
    for size in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[-size:])
        lands = countries_of_city(name)
        if lands and (not land or land in lands):
            return " ".join(words[:-size]), name
    ends = [m.end() for m in word_table().street.finditer(text) if m.start() and text[m.end() :].strip()]
    if ends:
        return text[: ends[-1]], text[ends[-1] :].strip(" ,")
    digits = [i for i, w in enumerate(words) if _DIGIT.search(w)]
    if digits and digits[-1] + 1 < len(words) and digits[-1]:
        return " ".join(words[: digits[-1] + 1]), " ".join(words[digits[-1] + 1 :])
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (text, "")


def _without_code(out: Parts, parts: list[str]) -> None:
    """City and region from the last parts, where no postal code stands."""
    land, last, others = out.country, parts[-1], parts[:-1]
    if others and last.casefold() in word_table().areas.get(land, ()):
        out.region = last
        _finish(out, others[-1], others[:-1])
        return
    left, out.region, out.region_code = _region(last, land)
    if out.region and not left and others:
        _from_end(out, others, [])
        return
    if out.region and left:
        street, city = ("", left) if others else _split(left, land)
        _finish(out, city, [*others, street])
        return
    out.region = out.region_code = ""
    street_like = _DIGIT.search(last) or word_table().street.search(last)
    if others and (not street_like or _NUMBERED_TOWN.fullmatch(last) or countries_of_city(last)):
        _finish(out, last, others)
    elif others and countries_of_city(_bare(parts[0])):
        _finish(out, parts[0], parts[1:])
    else:
        street, city = (last, "") if others else _split(last, land)
        if city and countries_of_city(city):
            _finish(out, city, [street])
        else:
            out.street, out.parsed = ", ".join(parts), False


def _finish(out: Parts, city: str, streets: Sequence[str]) -> None:
    """Tidy the city and join the street's lines; lines of an addressee in front are left out."""
    if out.country in ("FR", "MC"):
        city = _CEDEX.sub("", city)
    out.city = _bare(city).strip(" .,-()")
    lines = [s for s in streets if s]
    while len(lines) > 1 and not _DIGIT.search(lines[0]) and word_table().addressee.match(lines[0]):
        del lines[0]
    if out.region in lines and len(lines) > 1:
        lines.remove(out.region)
    out.street = ", ".join(lines)
