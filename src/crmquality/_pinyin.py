"""Hanzi as pinyin and in simplified form, other alphabets in Latin letters: for comparison only.

Pypinyin is imported on first use.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from crmquality._data import load
from crmquality._text import has_han


@cache
def _simplified() -> dict[int, str]:
    pairs = load("names")["simplified"]
    return dict(zip(map(ord, pairs[::2]), pairs[1::2], strict=True))


@cache
def _surname_readings() -> dict[str, str]:
    readings: dict[str, str] = load("names")["readings"]
    korean: dict[str, str] = load("letters")["korean"]
    return readings | korean


@cache
def _letters() -> dict[int, str]:
    return {ord(k): v for k, v in load("letters")["latin"].items()}


def latin(text: str) -> str:
    """Letters whose sound their script settles as Latin ones; Arabic, Hebrew, Thai and hanzi stay.

    Example:
        >>> latin("Сергей Łukasz"), latin("김")
        ('sergey lukasz', 'gim')
    """
    if text.isascii():
        return text
    # once as they are written, once without their marks and by the parts of a hangul syllable
    return unicodedata.normalize("NFD", text.casefold().translate(_letters())).translate(_letters())


def simplify(text: str) -> str:
    """Traditional characters in simplified form, one by one; lossy, so for keys only."""
    return text if text.isascii() else text.translate(_simplified())


#: read as in most names of people and places: 长风, 长沙
_OFTEN = {"长": "chang", "長": "chang"}


@lru_cache(maxsize=32_768)
def _syllable(character: str) -> str:
    if character in _OFTEN:
        return _OFTEN[character]
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, errors="default")
    return str(found[0][0]).replace("ü", "v") if found else character


def pinyin(text: str) -> str:
    """Hanzi of a text as toneless syllables without blanks; other characters stay.

    Example:
        >>> pinyin("小明")
        'xiaoming'
    """
    if not has_han(text):
        return text
    return "".join(_syllable(c) if has_han(c) else c for c in text)


@lru_cache(maxsize=32_768)
def _key_syllable(character: str) -> str:
    return pinyin(simplify(character))


def han_key(text: str) -> str:
    """Syllables of hanzi in simplified reading: ``pinyin(simplify(text))``, character by character."""
    return "".join(map(_key_syllable, text))


def han_syllables(text: str) -> tuple[str, ...]:
    """As `han_key`, character by character."""
    return tuple(map(_key_syllable, text))


def surname_pinyin(surname: str) -> str:
    """Reading of a Chinese or Korean surname, where it differs from the character's common one.

    Example:
        >>> surname_pinyin("单")
        'shan'
    """
    return _surname_readings().get(surname, "").replace(" ", "") or pinyin(surname)
