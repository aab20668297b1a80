"""Names all in capitals or all in small letters in the writing of names."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from crmquality._data import load
from crmquality.normalizers._reading import Note
from crmquality.normalizers._western_name import bare, words

_MIXED_CASE_PARTS: Final = re.compile(r"(^|[\s'’.-])([^\W\d_])", re.UNICODE)
_CONSONANTS: Final = re.compile("[bcdfghjklmnpqrstvwxz]{2}")
#: two letters of these are no initials
_SHORT_WORDS: Final = "titles suffixes postnominals particles romanized more_pinyin shortened vietnamese".split()
#: what is no part of the writing of a name; a text with it is left alone
_SIGN: Final = re.compile(r"[^\w\s.,;:/|'’‘\"“”„&()-]")
#: words in one case, of which none is initials
_LONG_WORDS: Final = re.compile("[a-zà-öø-þ]{3,}(?: [a-zà-öø-þ]{3,})*|[A-ZÀ-ÖØ-Þ]{3,}(?: [A-ZÀ-ÖØ-Þ]{3,})*")
_CAPITALS, _SMALL = Note("all_caps"), Note("all_lower")
_WRITTEN_OUT: Final = frozenset("jr sr jnr snr junior senior esq esquire".split())


@cache
def _small() -> frozenset[str]:
    """Words within a name that are written small."""
    return words("particles").union(words("small"), words("maiden"), load("names")["maiden"], ("y", "e", "et", "und"))


@lru_cache(maxsize=4096)
def _are_initials(word: str) -> bool:
    """Whether a word in small letters is two initials: jp, dj; ng and st are words."""
    return _CONSONANTS.fullmatch(word) is not None and not any(word in words(kind) for kind in _SHORT_WORDS)


def recase(text: str, notes: list[Note], suffix: str = "") -> str:
    """Names all in capitals or all in small letters get capitals at the start of their parts."""
    upper = text.isupper()
    if not (upper or text.islower()):
        return text
    long = not suffix and _LONG_WORDS.fullmatch(text) is not None
    if not long and (sum(map(str.isalpha, text)) < 3 or _SIGN.search(text)):
        return text
    notes.append(_CAPITALS if upper else _SMALL)
    small, low = _small(), text.lower()
    if long and "mc" not in low and small.isdisjoint(low.split(" ")[1:-1]):
        return text.title()
    letters = frozenset(map(bare, suffix.split())) - _WRITTEN_OUT
    last = text.count(" ")
    written = [
        w.upper() if (i and letters and bare(w) in letters) or _are_initials(w)
        else w if 0 < i < last and w.rstrip(".") in small
        else _MIXED_CASE_PARTS.sub(lambda m: m[1] + m[2].upper(), w) for i, w in enumerate(low.split(" "))
    ]  # fmt: skip
    return " ".join("Mc" + w[2:3].upper() + w[3:] if w.startswith("Mc") and len(w) > 4 else w for w in written)
