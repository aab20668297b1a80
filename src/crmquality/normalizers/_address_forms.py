"""What an address falls into, and how a country writes it: order of the parts, shape of the postal code, words."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from attrs import define, frozen

from crmquality._data import load
from crmquality.normalizers._place import has_regions


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
    named: str = ""


@frozen(eq=False)
class Land:
    """How a country writes addresses."""

    search: re.Pattern[str] | None
    tails: bool
    code_first: bool
    wards: bool


@frozen(eq=False)
class Words:
    """The table of words, compiled."""

    shapes: re.Pattern[str]
    numbered: re.Pattern[str]
    street: re.Pattern[str]
    addressee: re.Pattern[str]
    box: re.Pattern[str]
    box_signs: tuple[str, ...]
    plates: dict[str, str]
    city_states: dict[str, str]
    town_regions: frozenset[str]
    areas: dict[str, list[str]]


@cache
def word_table() -> Words:
    """The words that tell parts of addresses."""
    data: dict[str, Any] = load("address_words")
    shapes = "|".join(f"(?P<{land}>{pattern})" for land, pattern in data["shapes"].items())
    street = (
        rf"\b(?:{data['street']})\b\.?(?: (?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\b\.?)?"
        r"(?:,? (?:suite|ste|apt|apartment|unit|floor|fl|room|rm|#)\.? ?#?[\w-]+)*"
    )
    return Words(
        re.compile(
            rf"(?<![\w/.-])(?=[A-Z]{{0,3}}-?\d)(?:{shapes}|(?:([A-Z]{{1,3}})-)?(?P<any>\d{{3}} \d{{2,3}}|\d{{4,6}}))"
            r"(?![\w/]|-\w)"
        ),
        re.compile(rf"(?:\b(?:{data['numbered']})\.?|#|№) *:?$", re.IGNORECASE),
        re.compile(street, re.IGNORECASE),
        re.compile(rf"(?:{data['addressee']})\b|.*\b(?:{data['company']})\.?$", re.IGNORECASE),
        re.compile(rf"(?<![^\W\u4e00-\u9fff])(?:{data['box']})(?![^\W\d\u4e00-\u9fff])", re.IGNORECASE),
        tuple(data["box_signs"]), data["plates"], data["city_states"], frozenset(data["town_regions"]), data["areas"],
    )  # fmt: skip


@cache
def land_form(country: str) -> Land:
    """How a country writes addresses: ISO 3166-1 alpha-2."""
    form = load("address_formats").get(country, {})
    shape = form.get("zip")
    search = None
    if shape is not None:
        core = shape[0].replace(")(", ")[ -]?(").replace("(?:LV)?", "(?:LV-?)?")
        core = core.replace(r"(\d{6})", r"(\d{3} ?\d{3})").replace(r"[ -]?(\d{4})?", r"(?:-\d{4})?")
        plates = "|".join({country, *(p for p, c in word_table().plates.items() if c == country)})
        search = re.compile(rf"(?<![\w/.-])(?:(?:{plates})[- ]?|〒 ?)?(?P<code>{core})(?![\w/]|-\d)", re.IGNORECASE)
    order = form.get("fmt", "")
    first = "%C" in order and "%Z" in order and order.index("%Z") < order.index("%C")
    tails = has_regions(country) and ("%S" in order or country in ("GB", "IE", "CH"))
    return Land(search, tails, first, country in load("address_words")["wards"])


def is_box(text: str) -> bool:
    """Whether a post office box is named."""
    low = text.lower()
    for sign in word_table().box_signs:
        if sign in low:
            return word_table().box.search(low) is not None
    return False
