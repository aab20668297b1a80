"""Picklists, numbers and yes-or-no: values out of a set the caller or arithmetic fixes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from functools import lru_cache
from typing import Final

from crmquality._text import fold
from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare
from crmquality.types import NormalizedChoice

_SHORT: Final = 255
_YES: Final = frozenset(
    map(
        fold,
        [
            "true",
            "yes",
            "y",
            "1",
            "t",
            "on",
            "是",
            "有",
            "已",
            "对",
            "真",
            "ja",
            "oui",
            "si",
            "x",
            "√",
            "✓",
            "✔",
            "1.0",
        ],
    )
)
_NO: Final = frozenset(
    map(
        fold,
        [
            "false",
            "no",
            "n",
            "0",
            "f",
            "off",
            "否",
            "无",
            "未",
            "不",
            "假",
            "没有",
            "nein",
            "non",
            "×",
            "✗",
            "✘",
            "0.0",
        ],
    )
)
_NUMBER: Final = re.compile(
    r"([+-]?)(?:[$€£¥￥]|[A-Z]{3})?\s*(\d{1,30}|\d{1,3}(?:,\d{3}){1,9})(\.\d{1,12})?\s*(万|亿|[kKmM]|%|元)?", re.ASCII
)
_AMBIGUOUS: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+[.,]\d{1,2}|[+-]?\d+,\d{1,2}", re.ASCII)
_EXACT: Final = Context(prec=60)
_MOST_DIGITS: Final = 30
_FLOAT: Final = re.compile(r"[+-]?\d(?:\.\d{1,20})?[eE][+-]?\d{1,2}", re.ASCII)
_UNITS: Final = {"万": 4, "亿": 8, "k": 3, "m": 6, "%": 0, "元": 0, "": 0}


@lru_cache(maxsize=256)
def _lookup(choices: tuple[str, ...], aliases: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {fold(a): c for a, c in aliases} | {fold(c): c for c in reversed(choices)}


def read_choice(
    value: str | None, *, choices: Iterable[str] | None = None, aliases: Mapping[str, str] | None = None
) -> Reading:
    """Read a picklist value.

    Args:
        value: the raw cell.
        choices: the list's values; ``None`` = any text is a choice.
        aliases: other spellings, each with the value it stands for.
    """
    listed = tuple(choices) if choices is not None else None
    if listed is not None and value in listed:
        return Reading(value, value)
    text, notes = prepare(value, limit=_SHORT)
    if not text:
        return NOTHING
    if listed is not None or aliases:
        found = _lookup(listed or (), tuple((aliases or {}).items())).get(fold(text))
        if found is not None:
            if found != text:
                notes.append(Note("case" if fold(found) == fold(text) else "alias"))
            return Reading(found, found, tuple(notes))
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    if listed is not None:
        return Reading(None, None, (*notes, Note("unknown")))
    return (
        Reading(None, None, tuple(notes))
        if any(n.code == "too_long" for n in notes)
        else Reading(text, text, tuple(notes))
    )


def read_boolean(value: str | None) -> Reading:
    """Read yes or no in several languages; the text is ``"true"`` or ``"false"``."""
    text, notes = prepare(value, limit=_SHORT, width=True)
    if not text:
        return NOTHING
    key = fold(text)
    if key in _YES or key in _NO:
        return Reading(key in _YES, "true" if key in _YES else "false", tuple(notes))
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    return Reading(None, None, (*notes, Note("unknown")))


def read_number(value: str | None) -> Reading:
    """Read a number; its text is the plain decimal form, its value a `Decimal`."""
    text, notes = prepare(value, limit=_SHORT, width=True)
    if not text:
        return NOTHING
    if len(value or "") > _SHORT:
        return Reading(None, None, tuple(notes))
    if _FLOAT.fullmatch(text):
        return _decimal(Decimal(text), notes)
    if found := _NUMBER.fullmatch(text):
        unit = (found[4] or "").lower()
        if unit not in ("", "元", "%"):
            notes.append(Note("unit_word"))
        digits = f"{found[1]}{found[2].replace(',', '')}{found[3] or ''}"
        return _decimal(Decimal(digits).scaleb(_UNITS[unit], _EXACT), notes)
    if _AMBIGUOUS.fullmatch(text):
        return Reading(None, None, (*notes, Note("ambiguous_separator")))
    if text.strip("0") and (code := placeholder_code(text)):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    return Reading(None, None, (*notes, Note("unparseable")))


def _decimal(number: Decimal, notes: list[Note]) -> Reading:
    text = f"{number:f}"
    if len(text) > _MOST_DIGITS:
        return Reading(None, None, (*notes, Note("unparseable")))
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "+0") else text.removeprefix("+")
    return Reading(Decimal(text), text, tuple(notes))


def choice(
    value: str, choices: Iterable[str] | None = None, aliases: Mapping[str, str] | None = None
) -> NormalizedChoice | None:
    """The list's own spelling of a picklist value.

    Args:
        value: the raw text.
        choices: the list's values.
        aliases: other spellings, each with the value it stands for.

    Returns:
        A value of the list, or ``None``.

    Example:
        >>> choice("won ", ["Open", "Won"]), choice("赢单", ["Won"], {"赢单": "Won"})
        ('Won', 'Won')
    """
    found = read_choice(value, choices=choices, aliases=aliases).text
    return None if found is None else NormalizedChoice(found)
