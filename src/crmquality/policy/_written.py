"""How a name is written beside its sound: hanzi, middle names, and whether a man or a woman is addressed.

All of it is one short text, its parts behind strokes: 王毅, 王毅//m, /pet (Иван Петрович), //f (Mrs Smith). ``?`` =
nobody is named, where records name people.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from crmquality._data import load
from crmquality._pinyin import simplify
from crmquality._text import fold, has_han, is_han
from crmquality.matching._apart import UNNAMED, written_parts
from crmquality.normalizers._chinese_name import name_key
from crmquality.types import Examined, PersonName

_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
#: letters of a middle name that are kept: enough to tell two apart, few enough to let a slip behind them pass
_LETTERS: Final = 3


@cache
def _forms() -> dict[str, str]:
    return {fold(word): mark for mark, words in load("matching")["forms_of_address"].items() for word in words}


@lru_cache(maxsize=4096)
def addressed(text: str) -> str:
    """Whether a form of address or a gender is a man's (``"m"``) or a woman's (``"f"``); ``""`` = it does not say.

    Example:
        >>> addressed("Frau Dr."), addressed("先生"), addressed("Mr. and Mrs.")
        ('f', 'm', '')
    """
    found = {_forms().get(word, "") for word in _WORD.findall(fold(text).replace(".", ""))} - {""}
    return found.pop() if len(found) == 1 else ""


def written_key(item: Examined, raw: str | None) -> str | None:
    """The hanzi of a name, simplified, the family name first; how middle names begin; who is addressed."""
    name, text = item.value, item.text or ""
    if not isinstance(name, PersonName):
        return None
    hanzi = "".join(filter(is_han, simplify(name.family + name.given or name.display))) if has_han(text) else ""
    middle = " ".join([key[:_LETTERS] for word in name.middle.split() if (key := name_key(word))])
    first = "" if name.title or raw is None or raw == text else raw.strip().partition(" ")[0]
    # that of a given name is not kept; what stands before a comma is a surname
    title = "" if first.endswith((",", "，")) or fold(text).startswith(fold(first)) else first
    return "/".join((hanzi, middle, addressed(name.title or title))).rstrip("/") or None


def written(family: str | None, given: str | None, full: str | None) -> str | None:
    """How a record's name is written, from what its fields tell of it."""
    (one, *_), (two, *of_given), (whole, *of_full) = map(written_parts, (family, given, full))
    rest = [mine or theirs for mine, theirs in zip(of_given, of_full, strict=True)]
    return "/".join((whole if one + two in whole else one + two, *rest)).rstrip("/") or None


def written_or_not(told: str | None, given: str | None, family: str | None) -> str | None:
    """The same of a record that should name somebody."""
    return told or (UNNAMED if given is family is None else None)
