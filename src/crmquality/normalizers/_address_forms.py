"""What an address falls into, and how a country writes it: order of the parts, shape of the postal code, words."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from attrs import define

from crmquality._data import load


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


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of the table of words."""
    return re.compile(load("address_words")["patterns"][name])


@cache
def code_pattern(land: str) -> re.Pattern[str] | None:
    """What finds a country's postal code in a text; without a country, codes whose shape tells one."""
    found = trait(land, "search") if land else load("address_words")["patterns"]["shapes"]
    return re.compile(found, re.IGNORECASE if land else 0) if found else None


def trait(land: str, name: str) -> Any:
    """What the table of formats says about a country; ``None`` = nothing."""
    return load("address_formats").get(land, {}).get(name)


def is_box(text: str) -> bool:
    """Whether a post office box is named."""
    low = text.lower()
    for sign in load("address_words")["box_signs"]:
        if sign in low:
            return pattern("box").search(low) is not None
    return False
