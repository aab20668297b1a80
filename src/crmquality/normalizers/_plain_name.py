"""Names that need no closer look, and names that are such but for blanks, case or order; the rest is read at length.

Every answer is the one that `_person_name` gives at length, which is a property test.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from crmquality._data import load
from crmquality._pinyin import han_key, latin
from crmquality._text import fold, has_control, is_han
from crmquality.normalizers._chinese_name import has_umlaut, is_form_of_address, surname_key, tables
from crmquality.normalizers._name_order import compound_pinyin, is_pinyin_order
from crmquality.normalizers._name_writing import recase
from crmquality.normalizers._reading import Note, Reading, placeholder_code
from crmquality.normalizers._western_name import words
from crmquality.types import PersonName

LIMIT: Final = 255
#: written like this, words that elsewhere mean "nothing" are names (李娜 is Na Li)
NAMES_TOO: Final = frozenset(("Na", "Nan", "Null", "Nil", "No"))
_COMPANY_WORDS: Final = frozenset(
    "gmbh ltd inc llc corp limited plc ltda corporation incorporated pvt pty srl sarl kft oyj".split()
)
_L: Final = "A-Za-zÀ-ÖØ-öø-ɏ"
_W: Final = f"[{_L}]+(?:['’-][{_L}]+)*"
_LAST: Final = f"[{_L}]{{2,}}(?:['’-][{_L}]+)*"
_PART: Final = re.compile(f"{_W}(?: {_W}){{0,2}}")
_FEW_WORDS: Final = re.compile(f"(?:{_W}|[A-Z]\\.)(?: (?:{_W}|[A-Z]\\.)){{0,3}} {_LAST}")
_LAST_FIRST: Final = re.compile(f"({_LAST}), ({_W}(?: (?:{_W}|[A-Z]\\.)){{0,2}})(?<! [IViv])(?<! [IViv]\\.)")
#: without characters that have another form
_HAN_NAME: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,4}")
_RUSSIAN: Final = re.compile("(?:[oe]vna|ichna)$")
_LONGEST_HAN: Final = 4
BLANKS: Final = Note("whitespace")
_ENDINGS: Final = (
    "公司 集团 集團 医院 醫院 工厂 测试 大学 大學 学院 學院 银行 銀行 中学 小学 酒店 超市 商城 协会"
    " 务所 究院 究所 员会 作室 作社"
)


@cache
def names() -> dict[str, Any]:
    """Words that stand for no name, folded."""
    data, empty = load("names"), load("placeholders")
    return {
        "junk": frozenset(fold(j) for j in data["junk"]), "suspects": frozenset(fold(j) for j in data["suspects"]),
        "special": frozenset(
            fold(w) for w in (*data["junk"], *data["suspects"], *empty["placeholder"], *empty["test_value"])
        ),
        "too": frozenset((*data["names_too"], "na")),
        "words": frozenset(w for w in (*data["junk"], *empty["placeholder"], *empty["test_value"]) if w.isalpha())
        - words("titles"),
    }  # fmt: skip


@cache
def _meaning() -> frozenset[str]:
    """Words that are more than names: a name of which none is here needs no closer look."""
    kinds = "suffixes postnominals particles bound small gaelic conjunctions maiden"
    return frozenset(
        {"not", "don't", "al-din", "el-din", "ud-din", "al-deen", "el-deen", *_COMPANY_WORDS}.union(
            names()["words"], *map(words, kinds.split())
        )
    )


@cache
def _opening() -> frozenset[str]:
    """Words that are more than names where they stand first."""
    kinds = "titles bound opening royal vietnamese hungarian_family romanized_first"
    return compound_pinyin().union(*map(words, kinds.split()))


@cache
def _joining() -> frozenset[str]:
    """Particles that are nothing else."""
    return words("particles").difference({"san"}, *map(words, "titles suffixes bound vietnamese".split()))


@cache
def _no_part() -> frozenset[str]:
    """Words that need a closer look where a given or family name should stand."""
    return words("titles").union(names()["special"], _COMPANY_WORDS)


@cache
def _endings() -> frozenset[str]:
    """Two hanzi at the end of a name that are no part of it."""
    return frozenset(
        {h[-2:] for h in tables()["honorifics"]}
        | {*_ENDINGS.split()}
        | {m[-1] + w for m in load("names")["modifiers"] for w in tables()["work"] if len(w) == 1}
    )


@cache
def _letters() -> dict[int, str]:
    """Letters of Western names without case and marks; what joins words is dropped."""
    return {c: fold(latin(chr(c))) for c in (*range(0x41, 0x5B), *range(0xC0, 0x250))} | dict.fromkeys(
        map(ord, "'’-. "), ""
    )


def _latin_key(text: str) -> str:
    """As `name_key`, of plain words."""
    return text.lower() if text.isascii() and text.isalpha() else text.translate(_letters())


def plain_name(value: str) -> PersonName | None:
    """A full name that needs no closer look: two to four plain words, or two to four hanzi after a surname."""
    return _plain_western(value) if value[:1] <= "ɏ" else _plain_chinese(value)


def _plain_western(value: str) -> PersonName | None:
    low = value.lower()
    if low == value or not value[-1].islower() or _FEW_WORDS.fullmatch(value) is None:
        return None
    if low in names()["special"] or "xxxx" in low or has_umlaut(low):
        return None
    given, *between, family = value.split(" ")
    keys = [_latin_key(w) for w in (given, *between, family)]
    last = keys[-1]
    if last == last[:1] * len(last):  # aaaa
        return None
    bare = keys if value.isascii() and "-" not in low and "'" not in low else low.replace(".", "").split(" ")
    if keys[0] in _opening() or bare[0] in _opening():
        return None
    told = keys if bare is keys else [*keys, *bare]
    if not _meaning().isdisjoint(told):
        at = next((i for i, key in enumerate(keys[:-1]) if key in _joining()), 0)
        if not at or not _joining().issuperset(keys[at:-1]) or not _meaning().isdisjoint((*keys[:at], keys[-1])):
            return None
        between, family = between[: at - 1], " ".join((*between[at - 1 :], family))
        keys[at:] = ["".join(keys[at:])]
    elif len(keys) < 4 and is_pinyin_order(*keys):
        given, family, between = " ".join((*between, family)), given, []
        keys = [keys[0], "".join(keys[1:])]
    if _is_ordered(low, keys, last, between) or (len(given) > 1 and given.isupper() and given.isalpha()):
        return None
    if between:
        keys[1:-1] = ["".join(keys[1:-1])]
    keys.sort()
    return PersonName(given, family, " ".join(between), "", "", value, "".join(keys))


def _is_ordered(low: str, keys: list[str], last: str, between: list[str]) -> bool:
    """Whether words can have an order of their own: Lee Ka-shing, Chan Tai Man, García López, Puskás Ferenc."""
    if (between or "-" in low) and not words("romanized").isdisjoint((keys[0], keys[-1])):
        return True
    if between and _RUSSIAN.search(low):
        return True
    middle = between[-1] if between else ""
    if middle and (_latin_key(middle) in words("spanish") or middle.rpartition("-")[2].islower()):
        return True
    return not low.isascii() and last in words("hungarian_alone")


def _plain_chinese(value: str) -> PersonName | None:
    if _HAN_NAME.fullmatch(value) is None:
        return None
    table = tables()
    family, last = value[:1], value[-1]
    if value[:2] in table["compound"]:
        family = value[:2]
        given = value[2:]
        if not given or (len(given) == 1 and family in table["ambiguous"]):
            return None
    elif family in table["surnames"] and len(value) < _LONGEST_HAN:
        given = value[1:]
    else:
        return None
    if last in table["short"] or last in (value[0], "某", "收"):
        return None
    if value[-2:] in _endings() or value in names()["special"]:
        return None
    one, two = surname_key(family), han_key(given)
    return PersonName(given, family, "", "", "", value, one + two if one < two else two + one)


def plain_part(value: str, part: str) -> PersonName | None:
    """A given or family name that needs no closer look: up to three plain Latin words, or up to four hanzi."""
    if value[:1] <= "ɏ":
        low = value.lower()
        if low == value or len(value) >= LIMIT or not value[-1].islower() or _PART.fullmatch(value) is None:
            return None
        key = low if low.isascii() and low.isalpha() else _latin_key(value)
        if key in _no_part() or "xxxx" in key or has_umlaut(low) or (key[0] == key[-1] and junk(value)):
            return None
        if key is not low and not _no_part().isdisjoint((low, *map(_latin_key, low.split(" ")))):
            return None
    elif len(value) <= _LONGEST_HAN and is_han(value) and value not in names()["special"]:
        if value[-2:] in _endings() or (len(value) > 2 and value[-1] in _endings()):
            return None
        if value[0] == value[-1] and junk(value):
            return None
        key = surname_key(value) if part == "family" else han_key(value)
    else:
        return None
    if not key.isalpha():  # rare hanzi without a reading
        return None
    given, family = (value, "") if part == "given" else ("", value)
    return PersonName(given, family, "", "", "", value, key)


def mended(value: str, plain: Callable[[str], PersonName | None]) -> Reading | None:
    """A name that is plain but for its blanks, one case for all its letters, or its order."""
    if len(value) > LIMIT:
        return None
    text, notes = " ".join(value.split()), []
    if text != value:
        if has_control(value):
            return None
        notes.append(BLANKS)
        if (name := plain(text)) is not None:
            return Reading(name, text, (BLANKS,))
    if text[:1] > "ɏ":
        return _closed_up(text, plain) if " " in text else None
    if text.islower() or text.isupper():
        shown = recase(text, notes)
        name = plain(shown) if len(shown) == len(text) and notes[-1:] != [BLANKS] else None
        if name is not None and name.given and name.family:
            name = _as_written(name, text)
    elif plain is plain_name and (turned := _LAST_FIRST.fullmatch(text)):
        shown = f"{turned[2]} {turned[1]}"
        name = plain(shown)
        if name is not None and (name.family != turned[1] or name.given not in turned[2]):
            return None
    else:
        return None
    return None if name is None else Reading(name, shown, tuple(notes))


def _as_written(name: PersonName, text: str) -> PersonName:
    """The parts of a name as a text writes them that differs from the name's in case alone."""
    given, family = len(name.given), len(name.family)
    if not name.display.startswith(name.given):  # Li Wei
        return PersonName(text[-given:], text[:family], "", "", "", name.display, name.match_key)
    return PersonName(text[:given], text[-family:], text[given:-family].strip(), "", "", name.display, name.match_key)


def _closed_up(text: str, plain: Callable[[str], PersonName | None]) -> Reading | None:
    """A name in hanzi with blanks between them."""
    runs, joined = text.split(" "), text.replace(" ", "")
    name = plain(joined) if names()["words"].isdisjoint(runs) else None
    if name is None or is_form_of_address(runs[0]) or is_form_of_address(runs[-1]):
        return None
    return Reading(name, joined, (BLANKS,))


def junk(text: str) -> str | None:
    """Why a tidied text is no name: a placeholder, a test; ``None`` = it is one."""
    if text in NAMES_TOO:
        return None
    return placeholder_code(text) or ("placeholder" if fold(text) in names()["junk"] else None)
