"""Words that made-up records are put together from: names, companies, places, phone ranges.

Lists run from frequent to rare; `weighted` gives them Zipf weights, and `_entities` recombines halves of surnames into
a long tail. The table is made by ``tools/tables_contact_words.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from crmquality._data import load


def weighted(words: Sequence[str], *, slots: int = 4096, shift: float = 4.0) -> tuple[str, ...]:
    """A pool in which the word of rank r stands about ``1 / (r + shift)`` of the time, every word at least once."""
    total = sum(1 / (rank + shift) for rank in range(1, len(words) + 1))
    pool: list[str] = []
    for rank, word in enumerate(words, start=1):
        pool.extend([word] * max(1, round(slots / (rank + shift) / total)))
    return tuple(pool)


class Country(NamedTuple):
    """What contacts of one country are made of; lists of words run from frequent to rare."""

    code: str
    name: str
    spellings: tuple[str, ...]
    dial: str
    trunk: str  # digit dialled before national numbers at home
    mobiles: tuple[tuple[str, ...], int]  # leading digits, length of the whole national number
    landlines: tuple[tuple[str, ...], int]
    forms: tuple[tuple[str, ...], ...]  # registered spelling first in each
    tld: str
    streets: tuple[str, ...]  # patterns with {w} (a word) and {n} (a number)
    places: tuple[tuple[str, str, str], ...]  # city, region and first digits of the postal code
    postal: int  # length of the postal code, or of what follows a dash in it
    surnames: tuple[str, ...]
    given: tuple[str, ...]


_WORDS: dict[str, Any] = load("contact_words")


def __getattr__(name: str) -> Any:
    """Lists of the table under their names in capitals."""
    if name.lower() not in _WORDS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return globals().setdefault(name, _WORDS[name.lower()])


def _country(row: dict[str, Any]) -> Country:
    pools = {name: weighted(row[name]) for name in ("surnames", "given")}
    tuples = {name: tuple(row[name]) for name in ("spellings", "streets")}
    nested = {name: tuple(tuple(part) for part in row[name]) for name in ("forms", "places")}
    return Country(**{**row, **pools, **tuples, **nested})


COUNTRIES: dict[str, Country] = {row["code"]: _country(row) for row in _WORDS["countries"]}
#: Western countries as often as they occur
WEST = weighted(("US", "GB", "DE", "FR", "IN", "ES", "IT", "BR"), slots=256, shift=1.0)
