"""What one reading of a raw value gives, and the checks that every kind of text shares.

A reader takes the raw text once and returns a `Reading`: the canonical value together with what
it noticed on the way. Validators turn the notes into findings; normalizers only keep the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Final

from attrs import frozen

from crmquality._data import load, patterns
from crmquality._text import fold, has_control, is_han, is_plain, narrow, ordinary, tidy
from crmquality.normalizers._mojibake import mojibake


@frozen
class Note:
    """Something noticed while reading.

    Where it is in the raw text (``None`` = the whole), a better text, and what several things the text can mean.
    """

    code: str
    span: tuple[int, int] | None = None
    suggestion: str | None = None
    alternatives: tuple[str, ...] = ()


@frozen
class Reading:
    """The canonical value of a raw text, its written form, and what was noticed in the same pass.

    Missing: it was empty, or a placeholder.
    """

    value: Any
    text: str | None
    notes: tuple[Note, ...] = ()
    missing: bool = False


NOTHING: Final = Reading(None, None, (), missing=True)
LIMIT: Final = 32_767  # what a spreadsheet cell can hold
#: a column of databases; a text that fills it was most likely longer
_CUT: Final = 255
_STEPS: Final = 8
_LONGEST_PLACEHOLDER: Final = 24
#: what a mail merge, a program or a narrow column of a spreadsheet left in place of a value
_LEFT_OVER: Final = patterns("placeholders")["left_over"]
#: a spreadsheet keeps digits as text behind an apostrophe
_TYPED: Final = re.compile("'[=+\\d\u4e00-\u9fff][^']*")
_LEFT_OPEN: Final = frozenset("{$#!%*[<")
_MASK: Final = re.compile(r"[*＊•●]{3,}|(?<![A-Za-z])[xX]{4,}(?![A-Za-z])")
_MARKUP: Final = patterns("placeholders")["markup"]
#: signs that call for a closer look for masks and markup
_SIGNS: Final = re.compile("[*＊•●<&]")
_OPENING: Final = frozenset("=@+-\t\r")
_FORMULA: Final = re.compile(r"[=@]|[+\-](?=[A-Za-z(])|\t|\r")
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")
_REPEATED_LETTER: Final = re.compile(r"([^\W\d_])\1{3,}|([哈啊嗯呵嘻])\2+")


@cache
def _placeholders() -> dict[str, str]:
    data = load("placeholders")
    return {fold(w): code for code in ("placeholder", "test_value") for w in data[code]}


def placeholders() -> list[str]:
    """Folded texts that stand for nothing."""
    return sorted(_placeholders())


@cache
def _placeholder_edges() -> frozenset[str]:
    """First characters of placeholders."""
    return frozenset(word[0] for word in _placeholders())


@lru_cache(maxsize=4096)
def _edge(character: str) -> str:
    """What folding makes of a character; ``""`` = nothing."""
    return fold(character)[:1]


def placeholder_code(text: str) -> str | None:
    """``"placeholder"`` (n/a, 无) or ``"test_value"`` (测试, aaaa) where a tidied text stands for nothing."""
    if text[:1] in _LEFT_OPEN and _LEFT_OVER.fullmatch(text):
        return "placeholder"
    if not text or len(text) > _LONGEST_PLACEHOLDER:
        return None
    first = _edge(text[0])
    if first and first not in _placeholder_edges() and _edge(text[-1]) != first:
        return None
    folded = text.casefold() if text.isascii() else text if is_han(text) else fold(text)
    code = _placeholders().get(folded)
    if code is None and folded[-1:] == folded[:1] and _REPEATED_LETTER.fullmatch(folded):
        return "test_value"
    return code


def prepare(
    value: str | None, *, limit: int = LIMIT, width: bool = False, typed: bool = True
) -> tuple[str, list[Note]]:
    """A raw cell, tidied (``""`` = nothing there), and notes on what had to be tidied.

    A text beyond ``limit`` characters is cut and noted; ``width`` makes fullwidth letters and digits ordinary ones,
    but not in a wrong encoding; ``typed``: an apostrophe in front of digits or hanzi is the spreadsheet's.
    """
    notes: list[Note] = []
    if value is None:
        return "", notes
    if len(value) > limit:
        notes.append(Note("too_long", (limit, len(value))))
        value = value[:limit].rstrip()
    if typed and value[:1] == "'" and _TYPED.fullmatch(value):
        value = value[1:]
        notes.append(Note("text_mark", (0, 1)))
    if is_plain(value):
        return value, notes
    if width and "\u3000" not in value and is_plain(narrowed := narrow(value)):
        return narrowed, [*notes, Note("fullwidth")]
    text = tidied = tidy(value)
    if not text:
        return "", notes
    if tidied != value and has_control(value):
        notes.append(Note("control_char"))
    if "\ufffd" in text:
        at = value.index("\ufffd")
        notes.append(Note("replacement_char", (at, at + 1)))
    elif not text.isascii() and (span := mojibake(value)):
        notes.append(Note("mojibake", span))
    elif width and (narrowed := ordinary(text)) != text:
        notes.append(Note("fullwidth"))
        text = narrowed
    if tidied != value:
        notes.append(Note("whitespace"))
    return text, notes


def begun(value: str | None, limit: int, *, spare: str = "") -> tuple[str, list[Note], Reading | None]:
    """The tidied cell, its notes, and its reading where that is all; spare signs mean nothing only among others."""
    text, notes = prepare(value, limit=limit, width=True)
    if not text:
        return text, notes, NOTHING
    if text.strip(spare or None) and (code := placeholder_code(text)):
        return text, notes, Reading(None, None, (*notes, Note(code)), missing=True)
    return text, notes, Reading(None, None, tuple(notes)) if len(value or "") > limit else None


def located(notes: list[Note], text: str, value: str | None) -> list[Note]:
    """Notes on a tidied text; their spans are kept where the text is the cell itself."""
    return notes if text == value else [Note(n.code, None, n.suggestion) for n in notes]


def settled(first: Reading, value: str | None, read: Callable[[str], Reading]) -> Reading:
    """The reading whose written form reads as itself; what was noticed at first stays noticed."""
    found = first
    for _ in range(_STEPS):
        if found.text is None or found.text == value:
            break
        again = read(found.text)
        if again.text == found.text:
            break
        found = again
    if found is first:
        return first
    late = () if found.text is not None else tuple(Note(n.code) for n in found.notes)
    return Reading(found.value, found.text, (*first.notes, *late), found.missing)


def refused(text: str, code: str) -> str:
    """Why a tidied text of a strict kind cannot be read: masked, markup, a mail address, several; else its code."""
    if "@" in text[1:-1] and _MAIL.search(text):
        return "wrong_field"
    several = ";" in text and len([p for p in text.split(";") if p.strip()]) > 1
    return next((n.code for n in text_notes(text)), "multiple_values" if several else code)


def text_notes(text: str) -> list[Note]:
    """Doubts that hold for every free text: masked, markup, formula prefix; spans refer to the tidied text."""
    notes = [Note("truncated")] if len(text) == _CUT else []
    lower = text.lower()
    odd = "://" in lower or "xxxx" in lower or "www." in lower or lower[:1] in _OPENING
    if not odd and _SIGNS.search(text) is None:
        return notes
    if found := _MASK.search(text):
        notes.append(Note("masked", found.span()))
    if found := _MARKUP.search(text):
        notes.append(Note("html_or_url", found.span()))
    if _FORMULA.match(text):
        notes.append(Note("formula_prefix", (0, 1)))
    return notes
