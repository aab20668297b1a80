"""Words that made-up records are put together from: names, companies, places, phone ranges.

Lists run from frequent to rare; `weighted` gives them Zipf weights, and `_entities` recombines halves of surnames into
a long tail. The table is made by ``tools/tables_contact_words.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from crmquality._data import load


def weighted(words: Sequence[str], *, slots: int = 4096, shift: float = 4.0) -> tuple[str, ...]:
    """A pool in which the word of rank r stands about ``1 / (r + shift)`` of the time, every word at least once."""
    total = sum(1 / (rank + shift) for rank in range(1, len(words) + 1))
    pool: list[str] = []
    for rank, word in enumerate(words, start=1):
        pool.extend([word] * max(1, round(slots / (rank + shift) / total)))
    return tuple(pool)


@frozen
class Country:
    """What contacts of one country are made of.

    Args:
        code: ISO 3166-1 alpha-2.
        name: as a CRM exports it.
        spellings: other ways people write it.
        dial: calling code without plus.
        trunk: digit dialled before national numbers at home, or ``""``.
        mobiles: leading digits of mobiles, and the length of the whole national number.
        landlines: the same for lines of offices and homes.
        forms: legal forms, registered spelling first in each tuple.
        tld: ending of company domains.
        streets: patterns with ``{w}`` (a word) and ``{n}`` (a number).
        places: city, region and first digits of the postal code.
        postal: length of the postal code, or of what follows a dash in it.
        surnames: frequent first.
        given: frequent first.
    """

    code: str
    name: str
    spellings: tuple[str, ...]
    dial: str
    trunk: str
    mobiles: tuple[tuple[str, ...], int]
    landlines: tuple[tuple[str, ...], int]
    forms: tuple[tuple[str, ...], ...]
    tld: str
    streets: tuple[str, ...]
    places: tuple[tuple[str, str, str], ...]
    postal: int
    surnames: tuple[str, ...]
    given: tuple[str, ...]


_WORDS: dict[str, Any] = load("contact_words")
HAN_SURNAMES: dict[str, str] = _WORDS["han_surnames"]
HAN_GIVEN: dict[str, str] = _WORDS["han_given"]
HAN_BRANDS: dict[str, str] = _WORDS["han_brands"]
HAN_FIELDS: list[str] = _WORDS["han_fields"]
HAN_ROADS: list[str] = _WORDS["han_roads"]
HAN_TITLES: list[str] = _WORDS["han_titles"]
TITLES: list[str] = _WORDS["titles"]
FIELDS: list[str] = _WORDS["fields"]
BRANDS: list[str] = _WORDS["brands"]
STREET_WORDS: list[str] = _WORDS["street_words"]
NICKNAMES: dict[str, str] = _WORDS["nicknames"]
FREE_MAIL: list[str] = _WORDS["free_mail"]
FREE_MAIL_HAN: list[str] = _WORDS["free_mail_han"]
DOMAIN_TYPOS: dict[str, list[str]] = _WORDS["domain_typos"]
JUNK_WORDS: list[str] = _WORDS["junk_words"]
JUNK_EMAILS: list[str] = _WORDS["junk_emails"]
JUNK_PHONES: list[str] = _WORDS["junk_phones"]
PLACEHOLDERS: list[str] = _WORDS["placeholders"]
OWNERS: list[str] = _WORDS["owners"]
SOURCES: list[str] = _WORDS["sources"]
STAGES: list[str] = _WORDS["stages"]
STATUSES: list[str] = _WORDS["statuses"]


def _country(row: dict[str, Any]) -> Country:
    pools = {name: weighted(row[name]) for name in ("surnames", "given")}
    tuples = {name: tuple(row[name]) for name in ("spellings", "streets")}
    nested = {name: tuple(tuple(part) for part in row[name]) for name in ("forms", "places")}
    return Country(**{**row, **pools, **tuples, **nested})


COUNTRIES = {row["code"]: _country(row) for row in _WORDS["countries"]}
#: Western countries as often as they occur
WEST = weighted(("US", "GB", "DE", "FR", "IN", "ES", "IT", "BR"), slots=256, shift=1.0)
