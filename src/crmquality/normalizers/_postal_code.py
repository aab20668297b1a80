"""Postal codes: the written form of the country, where its shape is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final, cast

from crmquality._data import load
from crmquality.normalizers._address_forms import trait
from crmquality.normalizers._country import country as country_code
from crmquality.normalizers._place import postal_code_fits
from crmquality.normalizers._reading import Note, Reading, begun, placeholder_code, refused
from crmquality.types import NormalizedPostalCode

_LIMIT: Final = 40
_FLOAT: Final = re.compile(r"([0-9]{3,10})\.0+", re.ASCII)
_SHAPE: Final = re.compile(r"(?=.*[0-9])[A-Z0-9](?:[A-Z0-9 -]{1,10}[A-Z0-9])", re.ASCII)
_EXPONENT: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}", re.ASCII)
#: countries with codes that begin with 0, where no table tells
_ZERO_FIRST: Final = frozenset(("DE", "ES", "FR"))
#: countries whose codes had another length once, so that a short one is not a cut one
_OLD_CODES: Final = frozenset(("KR",))
_NEVER_REPEATED: Final = frozenset(("CN", "RU", "IN", "VN"))


@cache
def postal_shape(country: str) -> tuple[re.Pattern[str], str, str] | None:
    """Groups of a country's codes in compact capitals, what joins them, what stands in front; ``None`` = not known."""
    found = trait(country, "zip")
    return None if found is None else (re.compile(found[0], re.ASCII), found[1], found[2])


def compact(text: str) -> str:
    """Capitals and digits of a code."""
    return text.replace(" ", "").replace("-", "").upper()


def written_code(text: str, country: str) -> str | None:
    """A compact postal code in the country's form."""
    shape = postal_shape(country)
    found = shape and shape[0].fullmatch(text)
    return shape[2] + shape[1].join(filter(None, found.groups())) if shape and found else None


@cache
def _regions(land: str) -> tuple[str, ...]:
    return tuple(r for r in load("regions") if r[:2] == land)


def _padded(bare: str, land: str) -> str | None:
    """A code with the zero that a spreadsheet took off its front, where the country has codes that begin like it."""
    code = written_code(f"0{bare}", land) if bare.isdigit() and bare[0] != "0" and land not in _OLD_CODES else None
    if code is None:
        return None
    known = False
    for region in _regions(land):
        if fits := postal_code_fits(code, region):
            return code
        known = known or fits is not None
    if known:
        return None
    examples: list[str] = trait(land, "examples")
    return code if land in _ZERO_FIRST or any(e[0] == "0" for e in examples) else None


@lru_cache(maxsize=1024)
def ordinary_postal_code(country: str | None = None) -> Callable[[str], str | None]:
    """What gives a code back where it stands as the country writes it, and is none that stands for nothing."""
    home = country_code(country) if country else None

    def ordinary(value: str) -> str | None:
        bare = value.replace(" ", "").replace("-", "")
        written = home is not None and written_code(bare, home) == value
        return value if written and bare.strip(bare[0]) and placeholder_code(value) is None else None

    return ordinary


def read_postal_code(value: str | None, *, country: str | None = None) -> Reading:
    """Read a postal code of the record's country, named in any form."""
    if value and country and ordinary_postal_code(country)(value) is not None:
        return Reading(value, value)
    return long_read(value, country)


def long_read(value: str | None, country: str | None) -> Reading:
    """As `read_postal_code`, without its short way."""
    text, notes, done = begun(value, _LIMIT)
    if done is not None:
        return done
    if found := _FLOAT.fullmatch(text):
        text = found[1]
        notes.append(Note("float_suffix"))
    home = country_code(country) if country else None
    upper = text.upper()
    bare = compact(upper)
    if _EXPONENT.fullmatch(upper) and (home is None or home in ("CN", "US", "DE")):
        return Reading(None, None, (*notes, Note("excel_float")))
    if len(set(bare)) == 1 and bare.isdigit() and (bare[0] in "09" or home in _NEVER_REPEATED):
        return Reading(None, None, (*notes, Note("placeholder")), missing=True)
    if home is None or postal_shape(home) is None:
        if _SHAPE.fullmatch(upper) is None:
            return Reading(None, None, (*notes, Note(refused(text, "format"))))
        return Reading(upper, upper, (*notes, Note("country_unknown")) if home is None else tuple(notes))
    fronts = (bare.removeprefix(front) for front in trait(home, "fronts"))  # D-10115, as the country's cars are marked
    forms = [w for form in (bare, *filter(str.isdigit, fronts)) if (w := written_code(form, home))]
    if forms:
        return Reading(forms[0], forms[0], tuple(notes))
    padded = _padded(bare, home)
    return Reading(None, None, (*notes, Note("padded", None, padded) if padded else Note(refused(text, "format"))))


def postal_code(value: str, country: str | None = None) -> NormalizedPostalCode | None:
    """The written form of a postal code.

    Args:
        value: the raw text.
        country: the record's country.

    Returns:
        The code as the country writes it; capitals without outer blanks where the country is not known.

    Example:
        >>> postal_code("sw1a1aa", "GB"), postal_code("518000.0", "CN"), postal_code("10008", "CN")
        ('SW1A 1AA', '518000', None)
    """
    return cast("NormalizedPostalCode | None", read_postal_code(value, country=country).text)
