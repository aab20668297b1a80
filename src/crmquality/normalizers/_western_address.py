"""Addresses that are not written in Chinese: country, postal code, region and city by the country's own order.

The order of the parts, the shape of postal codes and the names of regions come from the table of address formats. The
postal code is looked for from the end; what stands beside it names the city, what is left is the street. Lines that
name a person or an organization are left out of the street. Left out: streets and towns of any register.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from attrs import define, frozen

from crmquality._data import load
from crmquality._text import fold
from crmquality.normalizers._country import named_country
from crmquality.normalizers._place import countries_of_city, countries_of_region, has_regions, region_of
from crmquality.normalizers._postal_code import postal_shape, written_code

_PARTS: Final = re.compile(r"\s*[,;\n|，、]\s*")
#: shapes that tell a country by themselves, then codes of any country
_SHAPES: Final = tuple(
    (land, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])"))
    for land, pattern in (
        ("GB", r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"), ("CA", r"[A-Z]\d[A-Z][ -]?\d[A-Z]\d"), ("NL", r"[1-9]\d{3} ?[A-Z]{2}"),
        ("IE", r"[AC-FHKNPRTV-Y]\d[0-9W] ?[0-9AC-FHKNPRTV-Y]{4}"), ("AR", r"[A-HJ-NP-Z]\d{4}[A-Z]{3}"),
        ("BR", r"\d{5}-\d{3}"), ("JP", r"〒? ?\d{3}-\d{4}"), ("PT", r"\d{4}-\d{3}"), ("PL", r"\d{2}-\d{3}"),
        ("AU", r"(?:(?<=NSW )|(?<=VIC )|(?<=QLD )|(?<=TAS )|(?<=ACT )|(?<= SA )|(?<= WA )|(?<= NT ))\d{4}"),
        ("US", r"(?<=[A-Z]{2} )\d{5}(?:-\d{4})?|\d{5}-\d{4}"),
    )
)  # fmt: skip
_ANY_CODE: Final = re.compile(r"(?<![\w/.-])(?:([A-Z]{1,3})-)?(\d{3} \d{2,3}|\d{4,6})(?![\w/]|-\d)")
_PLATES: Final = {"D": "DE", "A": "AT", "F": "FR", "B": "BE", "L": "LU", "I": "IT", "E": "ES", "S": "SE", "N": "NO", "H": "HU",
                  "FIN": "FI", "P": "PT", "FL": "LI"}  # fmt: skip
_NUMBERED: Final = re.compile(
    r"(?:\b(?:box|bp|b\.p\.|cp|postfach|apartado|no|nr|n[ºo°]|num|suite|ste|apt|unit|room|rm|floor|level|lot|building|bldg|block|blk|flat"
    r"|shop|office|sector|route|hwy|highway|door)\.?|#|№) *:?$",
    re.IGNORECASE,
)
_STREET_WORD: Final = re.compile(
    r"\b(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|square|sq|way|parkway|pkwy|highway|hwy"
    r"|terrace|crescent|close|gardens|mews|quay|plaza|circle|cir|trail|loop|row|alley|broadway|park|walk)\b\.?"
    r"(?: (?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\b\.?)?"
    r"(?:,? (?:suite|ste|apt|apartment|unit|floor|fl|room|rm|#)\.? ?#?[\w-]+)*",
    re.IGNORECASE,
)
_ADDRESSEE: Final = re.compile(
    r"(?:attn|attention|fao|z\. ?hd\.?|zu händen|à l['’]attention de|c/o|at\.?n\.?|для)\b|.*\b(?:inc|ltd|limited|llc|llp|plc|gmbh"
    r"|corp|corporation|co\. kg|kg|e\.v|b\.v|bv|n\.v|nv|sarl|sas|s\.a\.?s?|s\.p\.a|spa|s\.r\.l|srl|oy|ab|aps|a/s|pty|ооо|kft|zrt"
    r"|s\.r\.o|a\.s|sp\. z o\.o|ltda|k\.k|company|pte|sdn bhd|bhd|тов|оао|зао|пао)\.?$",
    re.IGNORECASE,
)
_TOWN_WORD: Final = re.compile(r"^(?:г\.|гор\.|город|м\.|місто|city of|ville de|comune di|mun\.) ?", re.IGNORECASE)
_CEDEX: Final = re.compile(r",? cedex(?: \d{1,2})?$", re.IGNORECASE)
#: the town is the country
_CITY_STATES: Final = {"SG": "Singapore", "LU": "Luxembourg", "MC": "Monaco", "MO": "Macau", "GI": "Gibraltar", "VA": "Vatican City",
                       "KW": "Kuwait City", "DJ": "Djibouti", "PA": "Panama City"}  # fmt: skip
#: regions that are towns, where the form of the country has no line for the town
_TOWN_REGIONS: Final = frozenset(("AE", "KW", "QA"))
#: countries whose largest towns are regions, made of wards and districts that stand as towns: Minato-ku, Tokyo
_WARDS: Final = frozenset(("JP", "KR", "TH", "TW", "TR", "AE", "KW", "QA"))
#: areas that are no divisions of ISO 3166-2
_AREAS: Final = {"HK": frozenset(("kowloon", "new territories", "nt", "n.t", "hong kong island"))}
_NO_COUNTRY: Final = re.compile(r".*\b(?:new|ciudad de|nuevo|republic of|estado de|city|of|and)$", re.IGNORECASE)
_LONGEST_NAME: Final = 4
_CODE: Final = 3
_BOX: Final = re.compile(r"(?:p\.? ?o\.? ?box|postfach|apartado|caixa postal) ", re.IGNORECASE)
_JOINED: Final = re.compile(r"(.*?) *(?:/| [-–] |\()([^/()]+?)\)?")


@define
class Parts:
    """What an address names; an absent part is empty."""

    country: str = ""
    region: str = ""
    city: str = ""
    street: str = ""
    postal_code: str = ""
    region_code: str = ""
    parsed: bool = True


@frozen(eq=False)
class _Land:
    """How a country writes addresses."""

    search: re.Pattern[str] | None
    regions: bool
    code_first: bool


@cache
def _land(country: str) -> _Land:
    form = load("address_formats").get(country, {})
    shape = form.get("zip")
    search = None
    if shape is not None:
        core = (
            shape[0].replace(")(", ")[ -]?(").replace("(?:LV)?", "(?:LV-?)?").replace(r"[ -]?(\d{4})?", r"(?:-\d{4})?")
        )
        plates = "|".join({country, *(p for p, c in _PLATES.items() if c == country)})
        search = re.compile(rf"(?<![\w/.-])(?:(?:{plates})[- ]?|〒 ?)?(?P<code>{core})(?![\w/]|-\d)", re.IGNORECASE)
    order = form.get("fmt", "")
    first = "%C" in order and "%Z" in order and order.index("%Z") < order.index("%C")
    return _Land(search, has_regions(country) and ("%S" in order or country in ("GB", "IE", "CH")), first)


def read_parts(text: str, home: str) -> Parts:
    """Take an address apart.

    Args:
        text: the tidied text, its lines joined by commas.
        home: the record's country, ISO 3166-1 alpha-2, or ``""``.
    """
    parts = [p for p in _PARTS.split(text.strip(" .,;")) if p]
    box = parts.pop() if len(parts) > 1 and _BOX.match(parts[-1]) and named_country(parts[-2]) else ""
    named = _named(parts, home)
    land = home or named
    out = Parts(land)
    at, start, end, code, guess = _code(parts, land)
    if not land:
        land = out.country = guess or _guess(parts, at, start, end, code)
    if code:
        out.postal_code = (land and written_code(re.sub("[ -]", "", code).upper(), land)) or code.upper()
        _around(out, parts, at, parts[at][:start].strip(" -–,"), parts[at][end:].strip(" -–,"))
    else:
        _without_code(out, parts)
    if not out.city and land in _CITY_STATES:
        out.city = _CITY_STATES[land]
    if not out.country and out.city:
        lands = countries_of_city(out.city)
        out.country = lands[0] if len(lands) == 1 else ""
    if box:
        out.street = f"{out.street}, {box}".removeprefix(", ")
    return out


def _named(parts: list[str], home: str) -> str:
    """The country that stands at the end or the front; it is taken off the parts."""
    if len(parts) > 1:
        for at in (-1, 0):
            found = named_country(parts[at])
            if found and not _is_region(parts, at, home):
                del parts[at]
                return found
    words = parts[-1].split(" ") if parts else []
    for size in range(1, min(_LONGEST_NAME, len(words) - 1) + 1):
        name, rest = " ".join(words[-size:]).strip("()"), " ".join(words[:-size])
        if len(name) > 2 or name == "UK":  # noqa: PLR2004 - two letters are a region's as often
            found = named_country(name)
            if found and not _NO_COUNTRY.fullmatch(rest) and _may_end(rest, name, parts):
                if found not in _CITY_STATES or countries_of_city(rest):  # L-2449 Luxembourg
                    parts[-1] = rest.strip(" -–")
                return found
    return ""


def _is_region(parts: Sequence[str], at: int, home: str) -> bool:
    """Whether the name of a country is a region's here: IN after a town of Indiana, Georgia after Atlanta."""
    name = parts[at]
    if home and home != named_country(name) and region_of(name, home):
        return True
    if at == 0 or not region_of(name, "US") or home not in ("", "US"):
        return at == 0 and len(parts[0]) == 2  # noqa: PLR2004 - a code does not stand in front
    if len(name) > 2:  # noqa: PLR2004 - Georgia
        return countries_of_city(parts[-2]) not in (("GE",),) and not any(_ANY_CODE.match(p) for p in parts[1:-1])
    before = parts[-2]
    return not (re.match(r"(?:[A-Z]{1,2}-)?\d{4,5} \D", before) or named_country(name) in countries_of_city(before))


def _may_end(rest: str, name: str, parts: Sequence[str]) -> bool:
    if not rest or region_of(name, "US"):
        return False
    return any(c.isdigit() for c in rest) or bool(countries_of_city(rest)) or (len(parts) > 1 and rest.isalpha())


def _code(parts: Sequence[str], land: str) -> tuple[int, int, int, str, str]:
    """Where the postal code is: part, start, end, text, and the country that its shape tells."""
    if land:
        search = _land(land).search
        shapes = () if search is None else ((land, search),)
    else:
        shapes = (*_SHAPES, ("", _ANY_CODE))
    for shape, pattern in shapes:
        for at in range(len(parts) - 1, -1, -1):
            for found in reversed(list(pattern.finditer(parts[at]))):
                if not _is_code(parts, at, found, land):
                    continue
                if land or shape:
                    return at, found.start(), found.end(), found["code"] if land else found[0].strip("〒 "), shape
                plate = found[1] or ""
                return at, found.start(), found.end(), found[2], _PLATES.get(plate) or named_country(plate)
    if land and shapes and (found := _ANY_CODE.search(parts[-1])) and not found.start() and len(parts) > 1:
        return len(parts) - 1, found.start(), found.end(), found[2], ""
    return -1, 0, 0, "", ""


def _is_code(parts: Sequence[str], at: int, found: re.Match[str], land: str) -> bool:
    """Whether a match is no house number: not at the very front before a street, not after a word such as Box."""
    part = parts[at]
    if _NUMBERED.search(part[: found.start()]):
        return False
    rest = part[found.end() :].strip(" -,.")
    if at or found.start():
        lone = len(parts) > at + 1 and not found.start() and not rest and at + 1 < len(parts) and at > 0
        return not lone or not found[0].isdigit() or len(found[0]) > 3  # noqa: PLR2004
    if len(parts) == 1:
        return (
            not rest
            or bool(countries_of_city(rest))
            or (bool(land) and _land(land).code_first and not rest[-1].isdigit())
        )
    return not rest or bool(countries_of_city(rest) or (land and region_of(rest, land)))


def _guess(parts: Sequence[str], at: int, start: int, end: int, code: str) -> str:
    """The country of an address that does not name it: by the letters of its code, its region, its city."""
    beside = ([parts[at][end:], parts[at][:start]] if at >= 0 else []) + list(reversed(parts))
    compact = re.sub("[ -]", "", code)
    texts = [t for x in beside if (t := x.strip(" -"))]
    names = [n for t in texts for n in (t, t.rpartition(" ")[0], t.partition("-")[0])]
    lasts = [last for t in texts if len(last := t.split(" ")[-1]) > _CODE]
    regions = [x for t in texts if len(t) > _CODE and len(x := countries_of_region(t)) == 1]
    towns = ([countries_of_city(_TOWN_WORD.sub("", n)) for n in group if n] for group in (names, lasts))
    for lands in (*next(towns), *regions, *next(towns)):
        for land in lands:
            if not code or postal_shape(land) is None or written_code(compact, land):
                return land
    return ""


def _region(text: str, land: str) -> tuple[str, str, str]:
    """A region at the end of a text: what is left, the region as written, its code."""
    if not land or not text or not has_regions(land):
        return text, "", ""
    if land not in _WARDS and _is_town(text, land):
        return text, "", ""
    if joined := _JOINED.fullmatch(text):  # Şişli/İstanbul, Milano (MI), São Paulo - SP
        name = joined[2].strip()
        if (len(name) > _CODE or name.isupper()) and (found := region_of(name, land)):
            return joined[1], name, found.code
    words = text.split(" ")
    tails = range(min(_LONGEST_NAME, len(words)), 0, -1) if _land(land).regions else (len(words),)
    for size in tails:
        name = " ".join(words[-size:]).strip("().,/ ")
        if (len(name) <= _CODE and not name.isupper()) or name.isdigit():
            continue
        if name and (found := region_of(name, land)):
            rest = " ".join(words[:-size]).rstrip("(/ -,")
            return (
                (rest, name, found.code) if not rest or land in _WARDS or not _is_town(name, land) else (text, "", "")
            )
    return text, "", ""


def _is_town(name: str, land: str) -> bool:
    return land in countries_of_city(name)


def _around(out: Parts, parts: list[str], at: int, before: str, after: str) -> None:
    """City, region and street from what stands before and after the postal code."""
    land, others, later = out.country, parts[:at], parts[at + 1 :]
    if after and any(c.isalpha() for c in after) and (not land or _land(land).code_first or not before):
        rest, out.region, out.region_code = _region(after, land)
        if not rest:
            rest, out.region, out.region_code = after, "", ""
        streets = [*others, before]
        if later and not out.region and land and (found := region_of(later[0], land)):
            out.region, out.region_code, later = later[0], found.code, later[1:]
        elif (
            later
            and out.region == ""
            and countries_of_city(later[0])
            and not countries_of_city(rest)
            and not streets[0]
        ):
            rest = f"{rest}, {later[0]}"
        if land == "US" and not before and not any(c.isdigit() for c in "".join(others)):
            streets, rest = [*others, before], rest
        _finish(out, rest, [*streets, *later])
        return
    rest, out.region, out.region_code = _region(before, land)
    extra = [after] if after else []
    if not before and not others:  # the code stands in front: 101000, Москва, ул. ...
        _front(out, later)
        return
    if not rest and len(others) > 1 and not out.region:
        left, out.region, out.region_code = _region(others[-1], land)
        if out.region:
            others = [*others[:-1], left] if left else others[:-1]
    if not rest and later and not others[-1:]:
        rest = later.pop(0)
    if (
        not rest
        and len(others) > 1
        and any(c.isdigit() for c in others[-1])
        and _is_town(_TOWN_WORD.sub("", others[0]), land)
    ):
        _finish(out, others[0], [*others[1:], *extra, *later])  # Москва, ул. Тверская, д. 7, 125009
        return
    if " - " in rest:  # 1578 - Bela Vista - São Paulo
        street, _, rest = rest.rpartition(" - ")
        others = [*others, street]
    if rest and later and not out.region and land and (found := region_of(later[0], land)):
        out.region, out.region_code = later.pop(0), found.code
    if (
        rest
        and others
        and not out.region
        and fold(others[-1]) == fold(rest)
        and (found := land and region_of(rest, land))
    ):
        out.region, out.region_code, others = rest, found.code, others[:-1]  # New York, New York
    if rest:
        if others and not (
            any(c.isdigit() for c in rest) and not countries_of_city(rest) and _STREET_WORD.search(rest)
        ):
            _finish(out, rest, [*others, *extra, *later])
        else:
            street, city = _split(rest, land)
            _finish(out, city, [*others, street, *extra, *later])
        return
    _from_end(out, others, [*extra, *later])


def _front(out: Parts, later: list[str]) -> None:
    """City and region among the first parts, the street in the others."""
    rest = list(later)
    for _ in range(2):
        if rest and len(rest) > 1 and out.country and (found := region_of(rest[0], out.country)) and not out.region:
            if not countries_of_city(rest[0]) or countries_of_city(_TOWN_WORD.sub("", rest[1])):
                out.region, out.region_code = rest[0], found.code
                rest = rest[1:]
    city = rest.pop(0) if rest else ""
    _finish(out, city, rest)


def _from_end(out: Parts, others: list[str], later: list[str]) -> None:
    """The city is the last part that is no street; where there is none, the region's name is the city's."""
    land = out.country
    last = others[-1] if others else ""
    town = last and (
        not any(c.isdigit() for c in last) or countries_of_city(last) or re.fullmatch(r"\D+ \d{1,2}", last)
    )
    if out.region and (not town or (len(others) == 1 and _looks_street(last)) or land in _TOWN_REGIONS):
        city = out.region if len(out.region) > 3 else ""  # noqa: PLR2004 - an abbreviation is no town
        if not city and last:
            street, city = _split(last, land)
            others = [*others[:-1], street]
        elif land not in _TOWN_REGIONS and not region_is_town(city):
            city = ""
        _finish(out, city, [*others, *later])
        return
    if len(others) == 1 and last and any(c.isdigit() for c in last):
        street, city = _split(last, land)
        _finish(out, city, [street, *later])
        return
    _finish(out, last, [*others[:-1], *later])


def region_is_town(name: str) -> bool:
    """Whether a region's name is a large city's as well: Tokyo, Berlin, New York."""
    return bool(countries_of_city(name))


def _looks_street(text: str) -> bool:
    return any(c.isdigit() for c in text) or _STREET_WORD.search(text) is not None


def _split(text: str, land: str) -> tuple[str, str]:
    """Street and city of a text without a comma: by a large city's name, by the last word of a street, by its number."""
    words = text.split(" ")
    for size in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[-size:])
        lands = countries_of_city(name)
        if lands and (not land or land in lands):
            return " ".join(words[:-size]), name
    ends = [m.end() for m in _STREET_WORD.finditer(text) if m.start() and text[m.end() :].strip()]
    if ends:
        return text[: ends[-1]], text[ends[-1] :].strip(" ,")
    digits = [i for i, w in enumerate(words) if any(c.isdigit() for c in w)]
    if digits and digits[-1] + 1 < len(words) and digits[-1]:
        return " ".join(words[: digits[-1] + 1]), " ".join(words[digits[-1] + 1 :])
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (text, "")


def _without_code(out: Parts, parts: list[str]) -> None:
    """City and region from the last parts, where no postal code stands."""
    land = out.country
    if not parts:
        return
    if len(parts) > 1 and parts[-1].casefold().strip(".") in _AREAS.get(land, ()):
        out.region = parts[-1]
        _finish(out, parts[-2], parts[:-2])
        return
    left, out.region, out.region_code = _region(parts[-1], land)
    if out.region and (left or len(parts) > 1):
        if left and len(parts) == 1:
            street, city = _split(left, land)
            _finish(out, city, [street])
            return
        if left:
            _finish(out, left, parts[:-1])
            return
        _from_end(out, parts[:-1], [])
        return
    out.region = out.region_code = ""
    if len(parts) > 1 and (
        not _looks_street(parts[-1]) or countries_of_city(parts[-1]) or re.fullmatch(r"\D+ \d{1,2}", parts[-1])
    ):
        _finish(out, parts[-1], parts[:-1])
        return
    if len(parts) > 1 and countries_of_city(_TOWN_WORD.sub("", parts[0])):
        _finish(out, parts[0], parts[1:])
        return
    street, city = _split(parts[-1], land) if len(parts) == 1 else (parts[-1], "")
    if city and countries_of_city(city):
        _finish(out, city, [street])
        return
    out.street = ", ".join(parts)
    out.parsed = False


def _finish(out: Parts, city: str, streets: Sequence[str]) -> None:
    """Tidy the city and join the street's lines; lines of an addressee in front are left out."""
    out.city = _CEDEX.sub("", _TOWN_WORD.sub("", city)).strip(" .,-()")
    lines = [s for s in streets if s]
    while len(lines) > 1 and _ADDRESSEE.match(lines[0]) and any(c.isdigit() for c in "".join(lines[1:])):
        del lines[0]
    kept = [x for x in lines if fold(x) != fold(out.region)] if out.region else lines
    out.street = ", ".join(kept)
