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

from crmquality._data import load
from crmquality.normalizers._address_forms import Parts, code_pattern, pattern, trait
from crmquality.normalizers._country import last_words, named_country
from crmquality.normalizers._place import countries_of_city, countries_of_region, may_end_region, region_of
from crmquality.normalizers._postal_code import compact, postal_shape, written_code

_DIGIT: Final = re.compile(r"\d")
_GAP: Final = re.compile(r"[ /(]+")
_JOINT: Final = re.compile(r" *[/(] *| [-–] ")
_NUMBERED_TOWN: Final = re.compile(r"\D+ \d{1,2}")
_CODE_AND_TOWN: Final = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5} \D")
_LONGEST_NAME: Final = 4
#: abbreviations have no more letters
_SHORT: Final = 3


def read_parts(text: str, home: str) -> Parts:
    """Take a tidied text apart whose lines are joined by commas; home is the record's country or ``""``."""
    for separator in ";|，、":
        text = text.replace(separator, ",")
    parts = [p for x in text.strip(" .,").split(",") if (p := x.strip())]
    box = parts.pop() if len(parts) > 1 and pattern("box_line").fullmatch(parts[-1]) else ""
    named = _named(parts, home)
    out = Parts(named or home, named=named)
    at, start, end, code, told = _code(parts, out.country)
    land = out.country = out.country or told or _guess(parts, at, start, end, code)
    if code:
        out.postal_code = (land and written_code(compact(code), land)) or code.upper()
        _around(out, parts, at, parts[at][:start].strip(" -–,/"), parts[at][end:].strip(" -–,"))
    elif parts:
        _from_end(out, parts, [])
    out.city = out.city or trait(land, "city") or ""
    if not land and len(lands := countries_of_city(out.city)) == 1:
        out.country = lands[0]
    out.street = f"{out.street}, {box}".strip(", ") if box else out.street
    return out


def _named(parts: list[str], home: str) -> str:
    """The country that stands at the end or the front; it is taken off the parts."""
    if len(parts) > 1 and home and load("address_words")["plates"].get(parts[-1]) == home:
        del parts[-1]  # Freital, D
    if len(parts) > _SHORT and parts[0].isdigit() and (found := named_country(parts[1])):
        del parts[1]  # 119019, Россия, г. Москва
        return found
    for at in (-1, 0) if len(parts) > 1 else ():
        found = "" if parts[at][-1].isdigit() else named_country(parts[at])
        if found and not _is_region(parts, at, home):
            del parts[at]
            return found
    words = parts[-1].split(" ") if parts else [""]
    if words[-1].casefold().strip("().") not in last_words():
        return ""
    for size in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        name, rest = " ".join(words[-size:]).strip("()"), " ".join(words[:-size])
        found = named_country(name) if len(name) >= _SHORT or name == "UK" else ""  # CA is a region's as often
        if found and _may_end(rest, name, parts):
            if not trait(found, "city") or countries_of_city(rest):  # L-2449 Luxembourg
                parts[-1] = rest.strip(" -–")
            return found
    return ""


def _is_region(parts: Sequence[str], at: int, home: str) -> bool:
    """Whether the name of a country is a region's here: IN after a town of Indiana, Georgia after Atlanta."""
    name = parts[at]
    if home and home != named_country(name) and region_of(name, home):
        return True
    if at and not home and region_of(name, "US"):
        return not (_CODE_AND_TOWN.match(parts[-2]) or named_country(name) in countries_of_city(parts[-2]))
    return at == 0 and len(name) < _SHORT  # a code does not stand in front


def _may_end(rest: str, name: str, parts: Sequence[str]) -> bool:
    """Whether a country can be named behind a text in the same part."""
    if region_of(name, "US") or pattern("no_country").fullmatch(rest):
        return False
    return _DIGIT.search(rest) is not None or bool(countries_of_city(rest)) or (len(parts) > 1 and rest.isalpha())


def _code(parts: Sequence[str], land: str) -> tuple[int, int, int, str, str]:
    """Where the postal code is: part, start, end, text, and the country that its shape tells."""
    search = code_pattern(land)
    for at in range(len(parts) - 1, -1, -1) if search else ():
        for found in reversed(list(search.finditer(parts[at]))) if search and _DIGIT.search(parts[at]) else ():
            if _is_code(parts, at, found, land):
                told = found.lastgroup or ""
                if told == "any":
                    plate = found[0].partition("-")[0] if "-" in found[0] else ""
                    told = load("address_words")["plates"].get(plate) or named_country(plate)
                return at, found.start(), found.end(), found["any"] or found[0], told
    if search and land and len(parts) > 1 and (odd := pattern("any_code").match(parts[-1])):
        return len(parts) - 1, 0, odd.end(), odd[0], ""  # a code that the country does not have
    return -1, 0, 0, "", ""


def _is_code(parts: Sequence[str], at: int, found: re.Match[str], land: str) -> bool:
    """Whether a match is no house number: not at the very front before a street, not after a word such as Box."""
    part, start = parts[at], found.start()
    if start:
        word = part[:start].rstrip(" :.").rpartition(" ")[2].casefold()
        return not {word, word.rpartition(".")[2], word[-1:]}.intersection(load("address_words")["numbered"])
    rest = part[found.end() :].strip(" -,.")
    if at or not rest or countries_of_city(rest):
        return True
    return (bool(trait(land, "first")) and not rest[-1].isdigit()) or region_of(rest, land) is not None


def _guess(parts: Sequence[str], at: int, start: int, end: int, code: str) -> str:
    """The country of an address that does not name it: by its city, its region, the last word of either."""
    beside = ([parts[at][end:], parts[at][:start]] if at >= 0 else []) + list(reversed(parts))
    texts = [t for x in beside if (t := x.strip(" -")) and not t[0].isdigit()]
    names = (n for t in texts for n in (_bare(t), t.rpartition(" ")[0], t.partition("-")[0], t.rpartition("/")[2]))
    lands = chain(
        (land for name in names for land in countries_of_city(name)),
        (x[0] for t in texts if len(t) > _SHORT and len(x := countries_of_region(t)) == 1),
        (x[0] for t in texts if len(w := t.rpartition(" ")[2]) > _SHORT and len(x := countries_of_region(w)) == 1),
        (land for t in texts for land in countries_of_city(t.rpartition(" ")[2])),
    )
    return next((x for x in lands if not code or postal_shape(x) is None or written_code(compact(code), x)), "")


def _bare(city: str) -> str:
    """A city's name without a word for city in front."""
    found = pattern("town_word").match(city)
    return city[found.end() :] if found else city


def _region(out: Parts, text: str) -> str:
    """Take a region off the end of a text; what is left."""
    land = out.country
    if text.casefold() in (trait(land, "areas") or ()):
        out.region = text
        return ""
    last = text.rpartition(" ")[2].strip("().,/ ")
    wards = trait(land, "wards")
    if not may_end_region(last.rpartition("/")[2], land) or (not wards and land in countries_of_city(_bare(text))):
        return text
    gaps = [(m.start(), m.end()) for m in (_GAP if trait(land, "tails") else _JOINT).finditer(text)]
    for end, start in [(0, 0), *gaps][-_LONGEST_NAME:]:
        name = text[start:].strip("().,/ -")
        if text.endswith(".") and (len(name) <= _SHORT or "." in name):
            name += "."  # Ill., N.L.
        if (len(name) > _SHORT or name.isupper()) and (found := region_of(name, land)):
            if end and not wards and text[end : start + 1].strip()[:1] != "(" and land in countries_of_city(name):
                break
            out.region, out.region_code = name, found.code
            return text[:end].rstrip("(/ -–,")
    return text


def _next_region(out: Parts, later: list[str]) -> None:
    """The region where it is the part after: 06600 Ciudad de México, CDMX."""
    if later and not out.region and (found := region_of(later[0], out.country)):
        out.region, out.region_code = later.pop(0), found.code


def _around(out: Parts, parts: list[str], at: int, before: str, after: str) -> None:
    """City, region and street from what stands before and after the postal code."""
    land, others, later = out.country, parts[:at], parts[at + 1 :]
    if after and not after[0].isdigit() and (not land or trait(land, "first") or not before):  # 10115 Berlin
        city = _region(out, after)
        if not city:
            city, out.region, out.region_code = after, "", ""
        _next_region(out, later)
        _finish(out, city, [*others, before, *later])
    elif before or others:
        _from_end(out, [*others, before] if before else others, [after, *later] if after else later)
    else:  # 101000, Москва, ул. ...
        if len(later) > 1 and not countries_of_city(_bare(later[0])):
            _next_region(out, later)
        _finish(out, later[0] if later else "", later[1:])


def _from_end(out: Parts, parts: list[str], later: list[str]) -> None:
    """City and region are the last parts, and what is left of them is the street: Springfield, IL 62701."""
    front = region_of(parts[0], out.country) if len(parts) >= _SHORT and _DIGIT.search(parts[-1]) else None
    if front and countries_of_city(_bare(parts[1])):  # Республика Татарстан, г. Казань, ул. ...
        out.region, out.region_code, parts = parts[0], front.code, parts[1:]
    elif len(parts) > 1 and not trait(out.country, "wards") and out.country in countries_of_city(_bare(parts[-2])):
        _next_region(out, later := parts[-1:])  # Montreal, Quebec
        parts = [*parts[:-1], *later]
    left = parts[-1] if out.region else _region(out, parts[-1])
    parts = [*parts[:-1], left] if left else parts[:-1]
    _next_region(out, later)
    if not out.region and len(parts) > 1 and parts[-1] == parts[-2]:  # New York, New York
        _next_region(out, parts[-1:])
        del parts[-1]
    last = parts[-1] if parts else ""
    if out.region and trait(out.country, "town_regions"):
        city = out.region
    elif len(parts) > 1 and _DIGIT.search(last) and not countries_of_city(last) and countries_of_city(_bare(parts[0])):
        city = parts.pop(0)  # Москва, ул. Тверская, д. 7
    elif _is_town(parts) and (len(parts) > 1 or out.postal_code or out.region):
        city = parts.pop()
    elif out.region and (countries_of_city(out.region) or out.region == trait(out.country, "city")):
        city = out.region
    else:
        street, city = _split(last, out.country)
        if not (out.postal_code or out.region or countries_of_city(city)):
            out.street, out.parsed = ", ".join(parts), False
            return
        parts = [*parts[:-1], street]
    _finish(out, city, [*parts, *later])


def _is_town(parts: Sequence[str]) -> bool:
    """Whether the last part can be a town's name: a street has a number, or no part before it has one."""
    last = parts[-1] if parts else ""
    if not last or countries_of_city(last) or (len(parts) > 1 and _NUMBERED_TOWN.fullmatch(last)):
        return bool(last)
    if _DIGIT.search(last):
        return False
    return any(map(_DIGIT.search, parts[:-1])) or pattern("street").search(last) is None


def _split(text: str, land: str) -> tuple[str, str]:
    """Street and city of a text without a comma: by a large city, the last word of a street, the last number."""
    words = text.split(" ")
    for size in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[-size:])
        lands = countries_of_city(name)
        if lands and (not land or land in lands):
            return " ".join(words[:-size]).rstrip(" -"), name
    if " - " in text:  # 1578 - Bela Vista - Limeira
        street, _, city = text.rpartition(" - ")
        return street, city
    ends = [m.end() for m in pattern("street").finditer(text) if m.start() and text[m.end() :].strip()]
    if not ends:
        digits = [m.end() for m in re.finditer(r"\S*\d\S*", text)]
        ends = digits[-1:] if digits and digits[-1] < len(text) else [text.rfind(" ") + 1 or len(text)]
    return text[: ends[-1]].rstrip(), text[ends[-1] :].strip(" ,")


def _finish(out: Parts, city: str, streets: Sequence[str]) -> None:
    """Tidy the city and join the street's lines; lines of an addressee in front are left out."""
    out.city = _bare(pattern("cedex").sub("", city)).strip(" .,-()")
    out.city += ")" * (out.city.count("(") > out.city.count(")"))  # Essen (Ruhr)
    lines = [s for s in streets if s]
    while len(lines) > 1 and not _DIGIT.search(lines[0]) and pattern("addressee").match(lines[0]):
        del lines[0]
    out.street = ", ".join(lines)
