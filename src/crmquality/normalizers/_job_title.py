"""Job titles: the written form, and the level and function it speaks of, in Chinese and Western languages."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from crmquality._data import load
from crmquality._pinyin import simplify
from crmquality._text import fold, has_han
from crmquality.normalizers._reading import Note, Reading
from crmquality.normalizers._text import read_short_text
from crmquality.types import JobTitle, NormalizedText

_WORD: Final = re.compile(r"[^\W\d_]+")
_PERSONAL: Final = re.compile(r"(?:mr|mrs|ms|miss|herr|frau)\.?\s|.{1,3}(?:先生|女士|小姐)$", re.IGNORECASE)
_LONGEST_HAN, _LONGEST_HAN_TITLE = 6, 40
_LONGEST_WORDS: Final = 3


@cache
def _table() -> tuple[dict[str, str], dict[str, str], dict[str, str], frozenset[str]]:
    data = load("job_titles")
    return data["levels"], data["functions"], data["typos"], frozenset(data["departments"])


def read_job_title(value: str | None) -> Reading:
    """Read a job title; the value is a `JobTitle`."""
    found = read_short_text(value)
    if found.text is None:
        return found
    level, function, doubts = _understood(found.text)
    if any(n.code == "wrong_field" for n in found.notes):
        doubts = ()
    return Reading(JobTitle(level, function, found.text), found.text, found.notes + doubts)


@lru_cache(maxsize=16_384)
def _understood(text: str) -> tuple[str, str, tuple[Note, ...]]:
    levels, functions, typos, departments = _table()
    key = fold(simplify(text))
    terms = _han_terms(key) if has_han(text) else _word_terms(key)
    level = next((levels[t] for t in terms if t in levels), "")
    function = next((functions[t] for t in terms if t in functions), "")
    if wrong := [t for t in terms if t in typos]:
        better = key
        for term in wrong:
            better = better.replace(term, typos[term])
        return level, function, (Note("typo", None, better if has_han(text) else better.title()),)
    if key in departments or (function and key.endswith(("部", "中心", " department", " dept"))):
        return level, function, (Note("is_department"),)
    if _PERSONAL.match(text) and not level:
        return level, function, (Note("is_person"),)
    if not any(c.isalpha() for c in text):
        return level, function, (Note("junk"),)
    return level, function, () if level else (Note("seniority_unknown"),)


def _han_terms(key: str) -> list[str]:
    """All runs of hanzi, the last word first and the longest before its ends: 助理 of 总经理助理, 副总经理."""
    key = key[:_LONGEST_HAN_TITLE]
    return [key[max(end - n, 0) : end] for end in range(len(key), 0, -1) for n in range(min(_LONGEST_HAN, end), 0, -1)]


def _word_terms(key: str) -> list[str]:
    words = _WORD.findall(key)[:16]
    return [" ".join(words[i : i + n]) for n in range(_LONGEST_WORDS, 0, -1) for i in range(len(words) - n + 1)]


def job_title(value: str) -> NormalizedText | None:
    """A job title without superfluous blanks.

    Args:
        value: any text.

    Returns:
        The title, or ``None`` where it is empty, a placeholder or longer than 255 characters. Level and function
        are in ``validators.examine("job_title", value).value``.

    Example:
        >>> job_title(" 销售\u3000经理 ")
        '销售 经理'
    """
    found = read_job_title(value).text
    return None if found is None else NormalizedText(found)
