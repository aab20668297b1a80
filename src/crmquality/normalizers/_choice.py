"""Picklists, numbers and yes-or-no: values out of a set the caller or arithmetic fixes.

An alias that begins with ``~`` is a value of another list for which a choice is merely the nearest: ``~new`` under
``open``. It is read so, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from functools import lru_cache
from typing import Final, cast

from attrs import frozen
from rapidfuzz.distance import OSA

from crmquality._data import load
from crmquality._text import fold, is_han
from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare, refused
from crmquality.types import NormalizedChoice

SHORT: Final = 255
_YES: Final = frozenset(map(fold, "true yes y 1 t on 是 有 已 对 真 ja oui si x √ ✓ ✔ 1.0".split()))
_NO: Final = frozenset(map(fold, "false no n 0 f off 否 无 未 不 假 没有 nein non × ✗ ✘ 0.0".split()))
#: begins an alias that means about the same
NEAR: Final = "~"
_CASE, _ALIAS, _NEAREST, _UNKNOWN = Note("case"), Note("alias"), Note("nearest"), Note("unknown")
#: shortest text whose slips are looked for, Han and otherwise, and shortest word that may hold one
_LONG_HAN, _LONG, _LONG_WORD = 4, 5, 4
#: between words, any of these is as good as another: in_progress, In-Progress, Open – Not Contacted
_BETWEEN: Final = re.compile(r"(?<=[^\W_])[\s_\-\u2010-\u2015]+(?=[^\W_])")
_NEGATIONS: Final = frozenset("不未无非没否")
_NUMBER: Final = re.compile(
    r"([+-]?)([$€£¥￥]|[A-Z]{3})?\s*([+-]?)(\d{1,30}|[1-9]\d{0,2}(?:,\d{3}){1,9})(\.\d{1,12})?\s*(万|亿|[kKmM]|%)?"
    r"\s*([$€£¥￥元]|[A-Z]{3})?",
    re.ASCII,
)
_ZERO_COMMA: Final = re.compile(r"^([+-]?0),(\d{1,12})$", re.ASCII)  # no group of thousands follows a zero
_PLAIN_NUMBER: Final = re.compile(r"-?(?:[1-9][0-9]{0,14}|0(?=\.))(?:\.[0-9]{0,8}[1-9])?")
_AMBIGUOUS: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|[+-]?\d+,\d{1,2}", re.ASCII)
_EXACT: Final = Context(prec=60)
_MOST_DIGITS: Final = 30
_FLOAT: Final = re.compile(r"[+-]?\d(?:\.\d{1,20})?[eE][+-]?\d{1,2}", re.ASCII)
_UNITS: Final = {"万": 4, "亿": 8, "k": 3, "m": 6, "%": 0, "": 0}


@frozen(eq=False)
class ChoiceTable:
    """A picklist made ready to be read."""

    values: frozenset[str] | None
    words: dict[str, tuple[str, Note]]  # key of every spelling: the value it stands for, and what is noted
    ready: dict[str, tuple[str, Note]]  # those of them that need no tidying themselves
    loose: dict[str, tuple[str, Note]]  # keys with one blank between words, where that stands for one value
    ends: dict[tuple[int, str], list[str]]  # longer exact spellings by their first two and their last two characters

    def find(self, key: str) -> tuple[str, Note] | None:
        """What a key stands for, if need be with other signs between its words."""
        return self.words.get(key) or self.loose.get(_BETWEEN.sub(" ", key))

    def slip(self, key: str) -> str | None:
        """The only value of the list that a key is one slip of the pen away from, or ``None``."""
        if len(key) < (_LONG_HAN if is_han(key) else _LONG):
            return None
        size, meant = len(key), None
        for word in (*self.ends.get((0, key[:2]), ()), *self.ends.get((1, key[-2:]), ())):
            if -2 < len(word) - size < 2 and OSA.distance(word, key, score_cutoff=1) == 1 and _careless(word, key):
                found = self.words[word][0]
                if meant not in (None, found):
                    return None
                meant = found
        return meant


@lru_cache(maxsize=256)
def choice_table(choices: tuple[str, ...] | None, aliases: tuple[tuple[str, str], ...] = ()) -> ChoiceTable:
    """A picklist made ready: its values win over aliases, exact aliases over near ones."""
    near = {fold(a[1:]): (c, _NEAREST) for a, c in aliases if a[:1] == NEAR and a[1:].strip()}
    exact = {fold(a): (c, _ALIAS) for a, c in aliases if a[:1] != NEAR}
    own = {fold(c): (c, _CASE) for c in reversed(choices or ())}
    ends: dict[tuple[int, str], list[str]] = {}
    for key in exact | own if choices else ():
        if len(key) >= (_LONG_HAN if is_han(key) else _LONG):
            ends.setdefault((0, key[:2]), []).append(key)
            ends.setdefault((1, key[-2:]), []).append(key)
    words = near | exact | own
    spaced: dict[str, set[str]] = {}
    for key, (value, _) in words.items():
        spaced.setdefault(_BETWEEN.sub(" ", key), set()).add(value)
    loose = {
        s: (value, _NEAREST if note is _NEAREST else _ALIAS)
        for key, (value, note) in words.items()
        if len(spaced[s := _BETWEEN.sub(" ", key)]) == 1
    }
    ready = {k: v for k, v in words.items() if prepare(k, limit=SHORT) == (k, [])}
    return ChoiceTable(None if choices is None else frozenset(choices), words, ready, loose, ends)


def _careless(word: str, key: str) -> bool:
    """Whether two spellings one edit apart differ as by a slip: not in a number, a negation or a short word."""
    if [c for c in word if c.isdigit()] != [c for c in key if c.isdigit()] or (set(word) ^ set(key)) & _NEGATIONS:
        return False
    if is_han(word):
        return len(word) == len(key)
    left, right = word.split(), key.split()
    return len(left) != len(right) or all(
        a == b or min(len(a), len(b)) >= _LONG_WORD for a, b in zip(left, right, strict=True)
    )


def read_choice(
    value: str | None, *, choices: Iterable[str] | None = None, aliases: Mapping[str, str] | None = None,
    table: ChoiceTable | None = None,
) -> Reading:  # fmt: skip
    """Read a picklist value; without choices any text is one, and ``table`` is both made ready."""
    if table is None:
        table = choice_table(None if choices is None else tuple(choices), tuple((aliases or {}).items()))
    if table.values is not None and value in table.values:
        return Reading(value, value)
    text, notes = prepare(value, limit=SHORT)
    if not text:
        return NOTHING
    key = fold(text)
    if found := table.find(key):
        return Reading(found[0], found[0], (*notes, found[1]) if found[0] != text else tuple(notes))
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    if table.values is not None:
        meant = table.slip(key)
        return Reading(None, None, (*notes, Note("typo", None, meant) if meant else _UNKNOWN))
    kept = None if len(value or "") > SHORT else text
    return Reading(kept, kept, tuple(notes))


def read_boolean(value: str | None) -> Reading:
    """Read yes or no in several languages; the text is ``"true"`` or ``"false"``."""
    text, notes = prepare(value, limit=SHORT, width=True)
    if not text:
        return NOTHING
    key = fold(text)
    if key in _YES or key in _NO:
        return Reading(key in _YES, "true" if key in _YES else "false", tuple(notes))
    return _nothing(text, notes, "unknown")


def read_number(value: str | None) -> Reading:
    """Read a number; its text is the plain decimal form, its value a `Decimal`."""
    if value and _PLAIN_NUMBER.fullmatch(value):
        return Reading(Decimal(value), value)
    text, notes = prepare(value, limit=SHORT, width=True)
    if not text:
        return NOTHING
    if len(value or "") > SHORT:
        return Reading(None, None, tuple(notes))
    if _FLOAT.fullmatch(text):
        return _decimal(Decimal(text), notes)
    signs = load("currencies")["signs"].keys()
    found = _NUMBER.fullmatch(_ZERO_COMMA.sub(r"\1.\2", text))
    if found and not (found[1] and found[3]) and {g for g in (found[2], found[7]) if g} <= signs:
        return _with_unit(found, notes)
    if _AMBIGUOUS.fullmatch(text):
        return Reading(None, None, (*notes, Note("ambiguous_separator")))
    return _nothing(text, notes, "unparseable")


def _with_unit(found: re.Match[str], notes: list[Note]) -> Reading:
    """A number with its unit multiplied out; beside a currency or a per cent sign it is none that stands for itself."""
    sign, before, sign2, whole, rest, unit, after = (g or "" for g in found.groups())
    number = Decimal(f"{sign or sign2}{whole.replace(',', '')}{rest}").scaleb(_UNITS[unit.lower()], _EXACT)
    if unit not in ("", "%"):
        notes.append(Note("unit_word"))
    if not (before or after or unit == "%"):
        return _decimal(number, notes)
    ways = (number, number.scaleb(-2, _EXACT)) if unit == "%" else (number,)
    texts = tuple(t for way in ways if (t := _decimal(way, []).text))
    return Reading(None, None, (*notes, Note("unit_left", None, None, texts)))


def _nothing(text: str, notes: list[Note], reason: str) -> Reading:
    """A placeholder, or text that is refused for a reason."""
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    return Reading(None, None, (*notes, Note(refused(text, reason))))


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
    return cast("NormalizedChoice | None", read_choice(value, choices=choices, aliases=aliases).text)
