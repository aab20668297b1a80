"""Which part of a name is the family name, where its language writes that first.

Pinyin and other romanizations of Chinese and Korean names, Vietnamese, Hungarian, Japanese in kana, Russian with a
patronymic or initials, and surnames in capitals; two Spanish surnames are one family name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from crmquality._data import load
from crmquality._pinyin import han_key
from crmquality._text import fold
from crmquality.normalizers._chinese_name import surname_key
from crmquality.normalizers._western_name import WesternName, bare, words

_PATRONYMIC: Final = re.compile(r"[\u0400-\u04ff]+(?:вич|вна|чна)|[A-Za-z]+(?:[oe]vna|ichna)", re.IGNORECASE)
_HYPHENED: Final = re.compile("[A-Z][a-z]{0,6}-[a-z]{1,6}")
_VIETNAMESE: Final = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
_HUNGARIAN: Final = re.compile("[áéíóöőúüű]", re.IGNORECASE)
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+")
_SON_OF: Final = frozenset("оглы оғлы кызы қызы углы ogly oglu qizi kizi".split())
_VOWELS: Final = frozenset("AEIOUY")
_TWO: Final = 2
_KANA_NAME: Final = re.compile("[\u3041-\u3096ー]+ [\u3041-\u3096ー]+")


@cache
def _tables() -> dict[str, Any]:
    data = load("names")
    syllable = "|".join(sorted(data["syllables"], key=len, reverse=True))
    return {
        "pinyin": compound_pinyin(), "spanish": words("spanish") - words("spanish_given"),
        "pinyin_single": frozenset(surname_key(c) for c in data["surnames"]),
        "first": frozenset(data["first_pinyin"]), "more": frozenset(data["more_pinyin"]),
        "syllables": re.compile(f"(?:{syllable})(?:['’-]?(?:{syllable}))?"),
    }  # fmt: skip


@cache
def compound_pinyin() -> frozenset[str]:
    """Compound surnames in pinyin."""
    return frozenset(han_key(c) for c in load("names")["compound"])


def in_order(text: str, found: WesternName, locale: str | None) -> tuple[str, str, str]:
    """Given, middle and family name, the last where its language writes it first."""
    given, middle, family = found.given, found.middle, found.family
    parts = f"{given} {middle} {family}".split()
    turned = "," not in text and len(parts) > _TWO and _is_eastern_order(parts[0], parts[1:])
    if family and middle and not turned and family.lower() in words("romanized") and _are_syllables(parts[:-1]):
        return f"{given} {middle}", "", family  # Wong, Ka Kui
    if not family or "," in text or len(parts) < _TWO:
        return given, middle, family
    first, *rest = parts
    if len(parts) == _TWO:
        turned = locale == "zh" or bare(first) in _tables()["pinyin"] or _is_capital_surname(first, rest)
        turned = turned or (first.lower() in words("romanized") and _HYPHENED.fullmatch(rest[0]) is not None)
        low = rest[0].lower()  # Yip Man, but Kim Young
        known = low not in words("eastern") or low in words("romanized") or low in words("english")
        turned = turned or (first.lower() in words("romanized_first") and not known)
        turned = turned or (rest[0].count(".") > 1 and _ends_in_initials(first, rest))
        if not turned and _KANA_NAME.fullmatch(text) is None and not is_pinyin_order(first, *rest):
            return (given, middle, family) if not is_hungarian_order(first, *rest) else (rest[0], "", first)
        return rest[0], "", first
    if turned or is_pinyin_order(*parts):
        return " ".join(rest), "", first
    if [fold(w) in words("vietnamese") for w in (first, parts[-1])] == [True, False] and not found.suffix:
        if _VIETNAMESE.search(text) or fold(rest[0]) in ("van", "thi"):
            return parts[-1], " ".join(rest[:-1]), first
    elif _is_family_first(first, rest):
        return rest[0], " ".join(rest[1:]), first
    *before, last = middle.split() or [""]
    if fold(last) in _tables()["spanish"] and _is_second_surname(family, parts):
        return given, " ".join(before), f"{last} {family}"
    return given, middle, family


def _is_family_first(first: str, rest: list[str]) -> bool:
    """Whether a surname stands before a given name and more: a patronymic, initials, or it is in capitals."""
    if len(rest) == _TWO and _PATRONYMIC.fullmatch(rest[1]):
        return not _PATRONYMIC.fullmatch(rest[0])
    if len(rest) > _TWO and fold(rest[-1]) in _SON_OF:
        return True
    return is_hungarian_order(first, *rest) or _is_capital_surname(first, rest) or _ends_in_initials(first, rest)


def _is_second_surname(family: str, parts: list[str]) -> bool:
    """Whether a family name can stand behind another one: García López, Rodríguez de Silva, Vargas Llosa."""
    if family.startswith(("de ", "del ")) or not words("spanish").isdisjoint(fold(family).split("-")):
        return True
    return words("spanish_given").issuperset(map(fold, parts[:-2])) and fold(family) not in words("english")


def is_hungarian_order(first: str, *given: str) -> bool:
    """Whether words are a Hungarian surname and given names; a wife's name ends in -né."""
    called = [fold(word.removesuffix("né")) for word in given]
    if fold(first) in words("hungarian_family"):
        return words("hungarian").issuperset(called)
    marked = _HUNGARIAN.search(first) is not None and fold(first) not in words("hungarian")
    return marked and words("hungarian_alone").issuperset(called) and given[0].istitle()


def _are_syllables(given: list[str]) -> bool:
    return words("eastern").issuperset(word.lower() for word in given)


def _is_eastern_order(first: str, given: list[str]) -> bool:
    """Chan Tai Man, Lee Kuan Yew: a surname as it is written outside the mainland, then syllables of a given name."""
    surnames, common, last = words("romanized"), words("romanized_first"), given[-1].lower()
    if first.lower() not in surnames:
        return False
    if _is_capital_surname(first, given) and given[0].lower() in words("eastern"):
        return True
    ends = last in surnames and first.lower() not in common
    return len(given) == _TWO and not ends and _are_syllables(given)


def _ends_in_initials(first: str, given: list[str]) -> bool:
    """Иванов И. И. is written by his surname."""
    return len(first) > _TWO and first.isalpha() and all(_INITIALS.fullmatch(word) for word in given)


def is_pinyin_order(first: str, *given: str) -> bool:
    """Whether words are a common Chinese surname and a given name in pinyin, which ends in no surname as common."""
    one, *others = (bare(word).rstrip("12345") for word in (first, *given))
    if len(others) > _TWO:
        return False
    two = others[-1]
    common, more = _tables()["first"], _tables()["more"]
    if one not in common and one not in more:
        return False
    if two in common or (two in more and one not in common):
        return False
    return all(_tables()["syllables"].fullmatch(word) for word in others)


def _is_capital_surname(first: str, given: list[str]) -> bool:
    """WANG Wei, DUPONT Jean Pierre: capitals name the surname that stands first; JRR are initials."""
    short = _TWO if len(given) == 1 else _TWO + 1
    long = len(first) > short or first.lower() in _tables()["pinyin_single"] or first.lower() in words("romanized")
    capitals = long and first.isalpha() and first.isupper() and all(word.istitle() for word in given)
    return capitals and (not first.isascii() or not _VOWELS.isdisjoint(first))
