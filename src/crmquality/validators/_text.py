"""Findings for free text, and for the short texts that name places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crmquality.normalizers._address import read_street
from crmquality.normalizers._place import read_city, read_region
from crmquality.normalizers._text import read_free_text
from crmquality.types import Examined
from crmquality.validators._common import COMMON, Rule, examined

TEXT_RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "pii_inside": Rule("warning", "a phone, mailbox or identity number stands in the text; move it to its own field"),
    "too_short": Rule("info", "a single character says little"),
}
PLACE_RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "unknown": Rule("error", "the country has no such state or province", "inaccurate"),
    "alias": Rule("info", "another spelling of the name"),
    "case": Rule("info", "the name in other capitals or without its marks"),
    "ambiguous": Rule("warning", "several countries have a region of this name; fill in the country", "inaccurate"),
    "country_mismatch": Rule("warning", "a region of another country than the record's", "inaccurate"),
    "typo": Rule("warning", "one letter away from the name of a large city", "inaccurate"),
    "city_in_street": Rule("info", "the city stands in the street's field; give each a field of its own"),
    "po_box": Rule("info", "a post office box: nobody can be visited there"),
}


def examine_text(value: str | None) -> Examined:
    """Read a free text."""
    return examined("text", read_free_text(value), TEXT_RULES)


def examine_region(value: str | None, *, country: str | None = None) -> Examined:
    """Read the name of a province or state of a country; the parts are its `Region`."""
    reading = read_region(value, country=country)
    return examined("region", reading, PLACE_RULES, reading.value)


def examine_city(value: str | None, *, country: str | None = None) -> Examined:
    """Read the name of a city of a country."""
    return examined("city", read_city(value, country=country), PLACE_RULES)


def examine_street(value: str | None) -> Examined:
    """Read a street line."""
    return examined("street", read_street(value), PLACE_RULES)
