"""Findings for free text and for the short texts that name places and jobs."""

from __future__ import annotations

from crmquality.normalizers._text import read_short_text, read_text
from crmquality.types import Examined
from crmquality.validators._common import examined


def examine_text(value: str | None) -> Examined:
    """Read a free text."""
    return examined("text", read_text(value))


def examine_region(value: str | None) -> Examined:
    """Read the name of a province or state."""
    return examined("region", read_short_text(value))


def examine_city(value: str | None) -> Examined:
    """Read the name of a city."""
    return examined("city", read_short_text(value))


def examine_street(value: str | None) -> Examined:
    """Read a street line."""
    return examined("street", read_short_text(value))
