"""Findings for free text, and for the short texts that name places."""

from __future__ import annotations

from crmquality.normalizers._address import read_street
from crmquality.normalizers._place import read_city, read_region
from crmquality.normalizers._text import read_free_text
from crmquality.types import Examined
from crmquality.validators._common import examined, rules, whole


def examine_text(value: str | None) -> Examined:
    """Read a free text."""
    return examined("text", read_free_text(value), rules("text"))


def examine_region(value: str | None, *, country: str | None = None) -> Examined:
    """Read the name of a province or state of a country; the parts are its `Region`."""
    return whole("region", read_region(value, country=country), "place")


def examine_city(value: str | None, *, country: str | None = None) -> Examined:
    """Read the name of a city of a country."""
    return examined("city", read_city(value, country=country), rules("place"))


def examine_street(value: str | None) -> Examined:
    """Read a street line."""
    return examined("street", read_street(value), rules("place"))
