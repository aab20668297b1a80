"""Job titles: the written form, and the level and function it speaks of, in Chinese and Western languages.

The level is that of the head of the title: what stands before *of*, *to*, *de*, *der*; in Chinese the last word. Of
several offices (Founder & CEO, 副总经理兼财务总监) the highest counts; an assistant of somebody is an assistant. The
function is the first that is named. German compounds are read by their ends.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, cast

from crmquality._data import load, patterns
from crmquality._pinyin import simplify
from crmquality._text import fold, has_han
from crmquality.normalizers._chinese_name import is_typical_name
from crmquality.normalizers._reading import Note, Reading
from crmquality.normalizers._text import read_short_text
from crmquality.types import JobTitle, NormalizedText

RANKS: Final = tuple("owner c_level vp director head manager lead senior staff assistant intern".split())
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN_END: Final = re.compile(r"[a-z]+$")
_LONGEST_HAN_TITLE, _LONGEST_NAME = 40, 4
_MOST_WORDS, _LONGEST_END, _SHORTEST_COMPOUND, _INITIALS = 16, 13, 7, 2
_NONE: Final = ("", "")
_WEAK: Final = ("assistant", "intern")


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
    han, words = has_han(text), load("job_titles")
    key = fold(simplify(text)) if han else fold(text).replace(".", "").replace("r&d", "rd")
    read, typos = (_in_han, words["han_typos"]) if han else (_in_words, words["typos"])
    if wrong := [slip for slip in (typos if han else _WORD.findall(key)) if slip in (key if han else typos)]:
        better = key
        for slip in wrong:
            better = better.replace(slip, typos[slip])
        return *read(better), (Note("typo", None, better if han else better.title()),)
    level, function = read(key)
    return level, function, _doubt(text, key, level, function, han=han)


def _doubt(text: str, key: str, level: str, function: str, *, han: bool) -> tuple[Note, ...]:
    words, parts = load("job_titles"), key.split(" ")
    marks = (key[-len(m) :] for m in words["han_marks"]) if han else (parts[0], parts[-1])
    if key in words["departments"] or (function and not words["marks"].keys().isdisjoint(marks)):
        return (Note("is_department"),)
    if level:
        return ()
    if han:
        person = len(text) <= _LONGEST_NAME and is_typical_name(text)
    else:
        person = len(parts) in (2, 3) and text.istitle() and parts[0] in words["given"]
    if patterns("job_titles")["personal"].match(text) or (person and not function):
        return (Note("is_person"),)
    letters = sum(c.isalpha() for c in text)
    return (Note("junk"),) if letters < (1 if han else 2) else (Note("seniority_unknown"),)


def _in_han(key: str) -> tuple[str, str]:
    """Level and function of a title in hanzi, each office read from its end."""
    levels: list[str] = []
    function = ""
    for office in patterns("job_titles")["offices"].split(key[:_LONGEST_HAN_TITLE]):
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
    return _highest(levels), function


def _last_term(office: str, end: int) -> tuple[str, str, int]:
    """Level and function of the longest term that ends there, and where it begins."""
    words = load("job_titles")
    if office[end - 1].isascii() and (word := _LATIN_END.search(office[:end])):  # IT, HR, CTO among hanzi
        level, function = words["terms"].get(word[0], _NONE)
        return level, function, word.start()
    for size in range(min(words["longest"].get(office[end - 1], 0), end), 0, -1):
        if hit := words["terms"].get(office[end - size : end]):
            return hit[0], hit[1], end - size
    return "", "", end - 1


def _in_words(key: str) -> tuple[str, str]:
    """Level and function of a title in words: one with a level of its own (sales director) names its function last."""
    levels: list[str] = []
    strong: list[str] = []
    weak: list[str] = []
    for office in patterns("job_titles")["offices"].split(key):
        parts = _WORD.findall(office)[:_MOST_WORDS]
        head = next((i for i, w in enumerate(parts) if i and w in load("job_titles")["prepositions"]), len(parts))
        found = _terms(parts)
        before = [level for at, level, _ in found if level and at < head]
        levels.append(_office(before, parts[:head]) or _highest([level for _, level, _ in found]))
        for _, level, function in found:
            (weak if level else strong).append(function)
    return _highest(levels), next(filter(None, strong + weak), "")


def _office(levels: list[str], parts: list[str]) -> str:
    """Level of one office: an assistant at its end is one, one in front is a deputy; chief ... officer is the board."""
    if "chief" in parts and "officer" in parts:
        return "c_level"
    if levels and (levels[-1] in _WEAK or (levels[0] == "assistant" and parts[0] != "assistant")):
        return levels[-1] if levels[-1] in _WEAK else levels[0]  # Assistentin Geschäftsleitung, Assistant Manager
    return _highest(levels)


def _highest(levels: list[str]) -> str:
    return min((level for level in levels if level), key=RANKS.index, default="")


def _terms(parts: list[str]) -> list[tuple[int, str, str]]:
    """Place, level and function of every known term, the longest phrases first; each word counts once."""
    words = load("job_titles")
    out, at = [], 0
    while at < len(parts):
        sizes = range(min(words["longest"].get(parts[at], 0), len(parts) - at), 0, -1)
        size = next((n for n in sizes if " ".join(parts[at : at + n]) in words["terms"]), 0)
        if size or len(parts[at]) >= _SHORTEST_COMPOUND:
            level, function = words["terms"][" ".join(parts[at : at + size])] if size else _compound(parts[at])
            out.append((at, level, function))
        at += size or 1
    return out


def _compound(word: str) -> tuple[str, str]:
    """Level and function of a German compound: Vertriebsleiterin, Gebietsverkaufsleiter."""
    words = load("job_titles")
    for size in range(min(_LONGEST_END, len(word)), 3, -1):
        if level := words["endings"].get(word[-size:], ""):
            front = word[:-size]
            parts = [
                front[i:n]
                for i in range(len(front) - 1)
                for n in range(len(front), i + 1, -1)
                if n - i > _INITIALS or n == len(front)
            ]
            functions = (words["terms"][p][1] for p in (*parts, word[-size:]) if p in words["terms"])
            return level, next(filter(None, functions), "")
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
    return cast("NormalizedText | None", read_job_title(value).text)
