"""How unlike a name a Latin word is: mean surprise of its letters under a model of names in many languages.

Only words of five letters and more are judged; other scripts never are. Source: the packaged table, which
``tools/tables_gibberish.py`` learns; it holds the evidence of each score as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from crmquality._data import load
from crmquality._text import fold

ALPHABET: Final = "_abcdefghijklmnopqrstuvwxyz"
#: nats of one level of the table, and the number of levels
LEVEL, STEPS = 0.25, 26
_PLACE: Final = {letter: i for i, letter in enumerate(ALPHABET)}
_WORD: Final = re.compile(r"[a-z]{5,24}")
_LEAST: Final = 0.5
_WHOLE: Final = re.compile(r"[a-z .'’-]+")


def surprise_of(word: str, table: Mapping[str, str]) -> float:
    """Mean surprise of the letters of a word, in nats.

    Args:
        word: small letters a to z.
        table: per two letters the surprise of each next one, ``A`` = 0, each letter a `LEVEL` more.
    """
    padded = f"__{word}_"
    cost = sum(ord(table[padded[i - 2 : i]][_PLACE[padded[i]]]) - 65 for i in range(2, len(padded)))
    return cost * LEVEL / (len(word) + 1)


@cache
def _model() -> tuple[dict[str, str], list[float]]:
    data = load("gibberish")
    return data["table"], data["evidence"]


@lru_cache(maxsize=65_536)
def gibberish(text: str) -> float:
    """Evidence that a text is no name: the natural logarithm of a likelihood ratio, 0 = none.

    Args:
        text: a name, or the part of an address before the @.

    Example:
        >>> gibberish("Szczepański"), gibberish("Nguyen"), gibberish("xkjhqzw") > 2
        (2.09, 1.56, True)
    """
    folded = fold(text[:64])
    if not folded.isascii() or not _WHOLE.fullmatch(folded):
        return 0.0
    words = _WORD.findall(folded)
    if not words:
        return 0.0
    table, evidence = _model()
    # one likely word speaks for a person: the least surprising long word decides
    least = min(surprise_of(w, table) for w in words)
    found = evidence[min(STEPS - 1, int(least / LEVEL))]
    return found if found >= _LEAST else 0.0
