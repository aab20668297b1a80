"""How unlike a name a Latin word is: mean surprise of its letters under a model of names in many languages.

Only words of three letters and more are judged; other scripts never are. Source: the packaged table, which
``tools/tables_gibberish.py`` learns; it holds what a surprise is worth as evidence, too.
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
LEVEL, STEPS = 0.25, 32
#: lengths of words that are judged alike
SIZES: Final = ((3, 4), (5, 6), (7, 24))
ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
#: added where all letters lie in one row of the keyboard and few of them are vowels
ONE_ROW, FEW_VOWELS = 1.0, 0.3
#: letters of the words that are judged in texts with odd words of their own, and evidence that is plain there
LONG_NAME, SURE = 6, 2.0
#: the strongest evidence that the table gives
TOP: Final = 3.0
_PLACE: Final = {letter: i for i, letter in enumerate(ALPHABET)}
_ROW_SETS: Final = tuple(map(frozenset, ROWS))
_WORD: Final = re.compile(r"[a-z]{3,24}")
_LEAST: Final = 1.0
_WHOLE: Final = re.compile(r"[a-z .'’-]+")


def surprise_of(word: str, table: Mapping[str, str]) -> float:
    """Mean surprise of a word's small letters in nats; the table has a letter per two and next (``A`` = 0)."""
    padded = f"__{word}_"
    cost = sum(ord(table[padded[i - 2 : i]][_PLACE[padded[i]]]) - 65 for i in range(2, len(padded)))
    mashed = any(row.issuperset(word) for row in _ROW_SETS) and sum(map(word.count, "aeiou")) < FEW_VOWELS * len(word)
    return cost * LEVEL / (len(word) + 1) + ONE_ROW * mashed


@cache
def name_model() -> tuple[dict[str, str], list[list[float]]]:
    """Surprise of each letter behind each two, and the evidence of each level by size of word."""
    data = load("gibberish")
    return data["table"], data["evidence"]


@lru_cache(maxsize=65_536)
def gibberish(text: str, least: int = 3) -> float:
    """Evidence that a text is no name: the natural logarithm of a likelihood ratio, 0 = none.

    Args:
        text: a name, or the part of an address before the @.
        least: letters of the shortest word that is judged.

    Example:
        >>> gibberish("Szczepański"), gibberish("Nguyen"), gibberish("xkjhqzw") > 2
        (0.0, 0.0, True)
    """
    folded = fold(text[:64])
    if not folded.isascii() or not _WHOLE.fullmatch(folded):
        return 0.0
    # one likely word speaks for a person: the least telling one decides
    found = min((_of_word(w) for w in _WORD.findall(folded) if len(w) >= least), default=0.0)
    return found if found >= _LEAST else 0.0


def mashed(low: str) -> bool:
    """Whether each word of a text of small letters is as unlike a name as the table tells: no key was meant."""
    words = [w for w in _WORD.findall(low[:64]) if len(w) >= SIZES[0][0]]
    return bool(words) and all(_of_word(w) >= TOP for w in words)


def _of_word(word: str) -> float:
    table, evidence = name_model()
    size = next(i for i, (_, most) in enumerate(SIZES) if len(word) <= most)
    return evidence[size][min(STEPS - 1, int(surprise_of(word, table) / LEVEL))]
