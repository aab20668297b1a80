"""Countries: ISO 3166-1 alpha-2 from codes and from names in some thirty languages (CLDR)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, cast

from crmquality._data import load
from crmquality._pinyin import simplify
from crmquality._text import fold
from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare, refused
from crmquality.types import NormalizedCountry

_LIMIT: Final = 120
_CODE: Final = 3
#: what two writings of one name can differ in
_SIGNS: Final = str.maketrans("", "", " .,;'’‘`´-‐‑–—()[]【】・")


@cache
def _table() -> tuple[frozenset[str], dict[str, str], dict[str, tuple[str, ...]]]:
    """Codes, codes by key of a name, and what each ambiguous name can mean."""
    data = load("countries")
    names = {_key(name): code for name, code in data["names"].items()}
    return frozenset(data["codes"]), names, {_key(n): tuple(c.split()) for n, c in data["ambiguous"].items()}


def _key(text: str) -> str:
    """Key of a country's name: simplified and folded, without marks between words; and is &."""
    key = text.casefold() if text.isascii() else fold(simplify(text))
    return key.removeprefix("the ").replace(" and ", "&").translate(_SIGNS)


@lru_cache(maxsize=8192)
def read_country(value: str | None) -> Reading:
    """Read a country's code or name."""
    codes, names, ambiguous = _table()
    if value in codes:
        return Reading(value, value)
    text, notes = prepare(value, limit=_LIMIT, width=True)
    if not text:
        return NOTHING
    if len(value or "") > _LIMIT:
        return Reading(None, None, tuple(notes))
    key = _key(text)
    if meant := ambiguous.get(key):
        return Reading(None, None, (*notes, Note("ambiguous", alternatives=meant)))
    code = text.upper() if text.upper() in codes else names.get(key)
    if not code:
        if junk := placeholder_code(text):
            return Reading(None, None, (*notes, Note(junk)), missing=True)
        return Reading(None, None, (*notes, Note(refused(text, "unknown"))))
    return Reading(code, code, (*notes, Note("alias")))


@cache
def last_words() -> frozenset[str]:
    """Last words of all names of countries."""
    return frozenset(n.rpartition(" ")[2].strip(".") for n in load("countries")["names"])


@lru_cache(maxsize=8192)
def named_country(text: str) -> str:
    """The code of a country that a tidied text names in full, or by a code in capitals; ``""`` = none."""
    codes, names, _ = _table()
    if "." in text and len(text) <= 2 * _CODE:  # U.K.
        text = text.replace(".", "")
    if len(text) <= _CODE:
        return text if text in codes else names.get(text.casefold(), "") if text.isupper() or not text.isascii() else ""
    return names.get(_key(text), "")


def country(value: str) -> NormalizedCountry | None:
    """ISO 3166-1 alpha-2 code of a country.

    Args:
        value: a code (alpha-2, alpha-3) or a name in English, Chinese or another large language.

    Returns:
        The code, or ``None`` where the name is not known.

    Example:
        >>> country("中国"), country("Deutschland"), country("usa"), country("Atlantis")
        ('CN', 'DE', 'US', None)

    Source: ISO 3166-1; names of Unicode CLDR.
    """
    return cast("NormalizedCountry | None", read_country(value).text)
