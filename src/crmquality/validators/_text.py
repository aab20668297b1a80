"""Findings for free text, and for the short texts that name places."""

from __future__ import annotations

from typing import Final

from crmquality.normalizers._address import read_street
from crmquality.normalizers._place import read_city, read_region
from crmquality.normalizers._text import read_free_text
from crmquality.types import Examined
from crmquality.validators._common import examined, rules

TEXT_RULES: Final = rules("text")
PLACE_RULES: Final = rules("place")


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
