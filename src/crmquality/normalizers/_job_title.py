"""Job titles: the written form, and the level and function it speaks of, in Chinese and Western languages.

The level is that of the head of the title: what stands before *of*, *to*, *de*, *der*; in Chinese the last word. Of
several offices (Founder & CEO, 副总经理兼财务总监) the highest counts; an assistant of somebody is an assistant. The
function is the first that is named. German compounds are read by their ends.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

from attrs import frozen

from crmquality._data import load
from crmquality._pinyin import simplify
from crmquality._text import fold, has_han, is_han
from crmquality.normalizers._chinese_name import is_typical_name
from crmquality.normalizers._reading import Note, Reading
from crmquality.normalizers._text import read_short_text
from crmquality.types import JobTitle, NormalizedText

RANKS: Final = (
    "owner",
    "c_level",
    "vp",
    "director",
    "head",
    "manager",
    "lead",
    "senior",
    "staff",
    "assistant",
    "intern",
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_OFFICES: Final = re.compile(r"[,/&|;+·()（）、]+| (?:and|und|et|y|e) | [-–—] |兼任?|暨|和")
_PERSONAL: Final = re.compile(
    r"(?:mr|mrs|ms|miss|herr|frau|monsieur|madame|señora?)\.?\s|.{1,3}(?:先生|女士|小姐)$", re.IGNORECASE
)
_LATIN_END: Final = re.compile(r"[a-z]+$")
_LONGEST_HAN_TITLE, _LONGEST_NAME = 40, 4
_MOST_WORDS, _LONGEST_END, _SHORTEST_COMPOUND = 16, 13, 7
_WEAK: Final = ("assistant", "intern")


@frozen(eq=False)
class _Words:
    """The table of titles: level and function by term, and how long a term can be by its first word or last hanzi."""

    terms: dict[str, tuple[str, str]]
    endings: dict[str, str]
    typos: dict[str, str]
    han_typos: dict[str, str]
    longest: dict[str, int]
    departments: frozenset[str]
    marks: frozenset[str]
    han_marks: tuple[str, ...]
    prepositions: frozenset[str]
    given: frozenset[str]


@cache
def _table() -> _Words:
    data: dict[str, Any] = load("job_titles")
    terms = {term: (level, function) for term, (level, function) in data["terms"].items()}
    longest: dict[str, int] = {}
    for term in terms:
        first, size = (term[-1], len(term)) if is_han(term) else (term.partition(" ")[0], term.count(" ") + 1)
        longest[first] = max(longest.get(first, 0), size)
    departments, marks, prepositions, given = (
        frozenset(data[k]) for k in ("departments", "marks", "prepositions", "given")
    )
    han = tuple(m for m in marks if is_han(m))
    typos = data["typos"], data["han_typos"]
    return _Words(terms, data["endings"], *typos, longest, departments, marks, han, prepositions, given)


def read_job_title(value: str | None) -> Reading:
    """Read a job title; the value is a `JobTitle`."""
    found = read_short_text(value)
    if found.text is None:
        return found
    level, function, doubts = _understood(found.text)
    if found.notes and any(n.code == "wrong_field" for n in found.notes):
        doubts = ()
    return Reading(JobTitle(level, function, found.text), found.text, found.notes + doubts)


@lru_cache(maxsize=16_384)
def _understood(text: str) -> tuple[str, str, tuple[Note, ...]]:
    han = has_han(text)
    key = fold(simplify(text)) if han else fold(text).replace(".", "").replace("r&d", "rd")
    level, function, wrong = _in_han(key) if han else _in_words(key)
    if wrong:
        better = key
        for slip in wrong:
            better = better.replace(slip, (_table().han_typos if han else _table().typos)[slip])
        level, function, _ = _in_han(better) if han else _in_words(better)
        return level, function, (Note("typo", None, better if han else better.title()),)
    return level, function, _doubt(text, key, level, function, han=han)


def _doubt(text: str, key: str, level: str, function: str, *, han: bool) -> tuple[Note, ...]:
    if _is_department(key, function, han=han):
        return (Note("is_department"),)
    if level:
        return ()
    if _PERSONAL.match(text) or (not function and _is_person(text, key, han=han)):
        return (Note("is_person"),)
    letters = sum(c.isalpha() for c in text)
    return (Note("junk"),) if letters < (1 if han else 2) else (Note("seniority_unknown"),)


def _is_department(key: str, function: str, *, han: bool) -> bool:
    words = _table()
    if key in words.departments:
        return True
    if not function:
        return False
    if han:
        return key.endswith(words.han_marks)
    return key.partition(" ")[0] in words.marks or key.rpartition(" ")[2] in words.marks


def _is_person(text: str, key: str, *, han: bool) -> bool:
    if han:
        return len(text) <= _LONGEST_NAME and is_typical_name(text)
    parts = key.split(" ")
    return len(parts) in (2, 3) and parts[0] in _table().given and text.istitle()


def _in_han(key: str) -> tuple[str, str, list[str]]:
    """Level, function and slips of a title in hanzi, each office read from its end."""
    words = _table()
    levels: list[str] = []
    function, wrong = "", [slip for slip in words.han_typos if slip in key]
    for office in _OFFICES.split(key[:_LONGEST_HAN_TITLE]):
        level, end, weak = "", len(office), ""
        while end > 0:
            said, what, end = _last_term(office, end)
            if what and not function:
                strong = not said or (level and what != "general_management")
                weak, function = (weak, what) if strong else (weak or what, "")
            if said and (not level or (said == "senior" and level == "staff")):
                level = said
        function = function or weak
        levels.append(level)
    return _highest(levels), function, wrong


def _last_term(office: str, end: int) -> tuple[str, str, int]:
    """Level and function of the longest term that ends there, and where it begins."""
    words = _table()
    if office[end - 1].isascii() and office[end - 1].isalpha():  # IT, HR, CTO among hanzi
        start = end - len(_LATIN_END.search(office[:end])[0])  # type: ignore[index]
        return *words.terms.get(office[start:end], ("", "")), start
    for size in range(min(words.longest.get(office[end - 1], 0), end), 0, -1):
        if hit := words.terms.get(office[end - size : end]):
            return *hit, end - size
    return "", "", end - 1


def _in_words(key: str) -> tuple[str, str, list[str]]:
    """Level, function and slips of a title in words."""
    words = _table()
    levels: list[str] = []
    strong: list[str] = []
    weak: list[str] = []
    wrong: list[str] = []
    for office in _OFFICES.split(key):
        parts = _WORD.findall(office)[:_MOST_WORDS]
        head = next((i for i, w in enumerate(parts) if i and w in words.prepositions), len(parts))
        found = _terms(parts)
        before = [level for at, level, _ in found if level and at < head]
        levels.append(_office(before, parts[:head]) or _highest([level for _, level, _ in found]))
        strong += [f for _, level, f in found if f and not level]
        weak += [f for _, level, f in found if f and level]
        wrong += [w for w in parts if w in words.typos]
    return _highest(levels), next(iter(strong + weak), ""), wrong


def _office(levels: list[str], parts: list[str]) -> str:
    """Level of one office: an assistant at its end is one, one in front is a deputy; chief ... officer is the board."""
    if "chief" in parts and "officer" in parts:
        return "c_level"
    if levels and levels[-1] in _WEAK:
        return levels[-1]
    return _highest(levels)


def _highest(levels: list[str]) -> str:
    return min((level for level in levels if level), key=RANKS.index, default="")


def _terms(parts: list[str]) -> list[tuple[int, str, str]]:
    """Place, level and function of every known term, the longest phrases first; each word counts once."""
    words = _table()
    out, at = [], 0
    while at < len(parts):
        for size in range(min(words.longest.get(parts[at], 0), len(parts) - at), 0, -1):
            if hit := words.terms.get(" ".join(parts[at : at + size]) if size > 1 else parts[at]):
                out.append((at, *hit))
                at += size
                break
        else:
            if len(parts[at]) >= _SHORTEST_COMPOUND:
                out.append((at, *_compound(parts[at])))
            at += 1
    return out


def _compound(word: str) -> tuple[str, str]:
    """Level and function of a German compound: Vertriebsleiterin, Gebietsverkaufsleiter."""
    words = _table()
    for size in range(min(_LONGEST_END, len(word)), 3, -1):
        if level := words.endings.get(word[-size:], ""):
            front = word[:-size]
            parts = (front[i:n] for i in range(len(front) - 1) for n in range(len(front), i + 1, -1))
            end = words.terms.get(word[-size:], ("", ""))[1]
            return level, next((f for p in parts if (f := words.terms.get(p, ("", ""))[1])), end)
    return "", ""


def job_title(value: str) -> NormalizedText | None:
    r"""A job title without superfluous blanks.

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
