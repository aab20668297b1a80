"""Which part of a name is the family name, where its language writes that first.

Pinyin, Vietnamese, Japanese in kana, Russian with a patronymic, and surnames in capitals. Left out: languages
that write both orders alike (Hungarian).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from crmquality._data import load
from crmquality._pinyin import han_key
from crmquality._text import fold
from crmquality.normalizers._chinese_name import surname_key
from crmquality.normalizers._western_name import WesternName, bare

_PATRONYMIC: Final = re.compile(r"[\u0400-\u04ff]+(?:вич|вна|чна)", re.IGNORECASE)
_HYPHENED: Final = re.compile("[A-Z][a-z]{0,6}-[a-z]{1,6}")
_VIETNAMESE: Final = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
_KANA_NAME: Final = re.compile("[\u3041-\u3096ー]+ [\u3041-\u3096ー]+")


@cache
def _tables() -> dict[str, Any]:
    data = load("names")
    syllable = "|".join(sorted(data["syllables"], key=len, reverse=True))
    return {
        "pinyin": compound_pinyin(),
        "pinyin_single": frozenset(surname_key(c) for c in data["surnames"]),
        "first": frozenset(data["first_pinyin"]), "more": frozenset(data["more_pinyin"]),
        "romanized": frozenset(data["romanized"]),
        "vietnamese": frozenset(data["vietnamese"]),
        "syllables": re.compile(f"(?:{syllable})(?:['’-]?(?:{syllable}))?"),
    }  # fmt: skip


@cache
def compound_pinyin() -> frozenset[str]:
    """Compound surnames in pinyin."""
    return frozenset(han_key(c) for c in load("names")["compound"])


def in_order(text: str, found: WesternName, locale: str | None) -> tuple[str, str, str]:
    """Given, middle and family name, the last where its language writes it first."""
    given, middle, family = found.given, found.middle, found.family
    if not family or found.title or "," in text:
        return given, middle, family
    if not middle and " " not in given + family:
        first = locale == "zh" or bare(given) in _tables()["pinyin"] or _is_capital_surname(given, family)
        first = first or (given.lower() in _tables()["romanized"] and _HYPHENED.fullmatch(family) is not None)
        if first or _KANA_NAME.fullmatch(text) or is_pinyin_order(given, family):
            return family, middle, given
    if " " not in given + middle + family and is_pinyin_order(given, middle, family):
        return f"{middle} {family}", "", given
    parts = text.split()
    if (
        fold(parts[0]) in _tables()["vietnamese"]
        and len(parts) > 1
        and not found.suffix
        and fold(parts[-1]) not in _tables()["vietnamese"]
    ):
        if _VIETNAMESE.search(text) or fold(parts[1]) in ("van", "thi"):
            return parts[-1], " ".join(parts[1:-1]), parts[0]
    elif len(parts) == 3 and _PATRONYMIC.fullmatch(parts[2]) and not _PATRONYMIC.fullmatch(parts[1]):
        return parts[1], parts[2], parts[0]
    return given, middle, family


def is_pinyin_order(first: str, *given: str) -> bool:
    """Whether words are a common Chinese surname and a given name in pinyin, which ends in no surname as common."""
    one, *others = (bare(word).rstrip("12345") for word in (first, *given))
    two = others[-1]
    common, more = _tables()["first"], _tables()["more"]
    if one not in common and one not in more:
        return False
    if two in common or (two in more and one not in common):
        return False
    return all(_tables()["syllables"].fullmatch(word) for word in others)


def _is_capital_surname(first: str, second: str) -> bool:
    """WANG Wei, DUPONT Jean: capitals name the surname that stands first."""
    long = len(first) > 2 or first.lower() in _tables()["pinyin_single"]
    return first.isalpha() and first.isupper() and second.istitle() and long
