"""Person names: parts in their own script and order, and keys that compare across scripts.

Chinese names: surname first, compound surnames by table, honorifics apart, names with a middle dot kept
whole. Western names: titles, suffixes, particles, "Last, First". Pinyin surnames are known where they stand
alone as compound ones. What cannot be split safely is kept whole.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

from crmquality._data import load
from crmquality._pinyin import pinyin, simplify, surname_pinyin
from crmquality._text import fold, has_han, is_han
from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare, text_notes
from crmquality.types import PersonName

LIMIT: Final = 120
_DOTS: Final = re.compile(r"\s*[•・･．‧·]\s*")
_WORD: Final = re.compile(r"[^\W\d_]+", re.UNICODE)
_TEST_MARK: Final = re.compile(r"[(（\[]?(?:测试|test)[)）\]]?$", re.IGNORECASE)
_MIXED_CASE_PARTS: Final = re.compile(r"(^|[\s'’-])([^\W\d_])", re.UNICODE)
_DIGIT: Final = re.compile(r"\d")
#: endings that no person's name has; short ones such as SA or AG are surnames somewhere
_COMPANY: Final = re.compile(
    r"\S[\s,]+(?:gmbh|ltd|inc|llc|corp|limited|plc|ltda|corporation|incorporated|pvt|pty|srl|sarl|s\.r\.l|s\.p\.a|b\.v|kft"
    r"|oyj)\.?$|(?:公司|集团|事务所|研究院|研究所|工厂|医院)$",
    re.IGNORECASE,
)


#: written like this, words that elsewhere mean "nothing" are names (李娜 is Na Li)
_NAMES_TOO: Final = frozenset(("Na", "Nan", "Null", "Nil", "No"))
_NO_NAME: Final = frozenset({"is_email", "is_phone", "is_company", "too_long"})


@cache
def _names() -> dict[str, Any]:
    data = load("names")
    return {
        "compound": frozenset(data["compound"]), "surnames": frozenset(data["surnames"]),
        "honorifics": tuple(data["honorifics"]), "short": tuple(data["short_honorifics"]),
        "titles": frozenset(data["titles"]), "suffixes": frozenset(data["suffixes"]),
        "particles": frozenset(data["particles"]), "junk": frozenset(fold(j) for j in data["junk"]),
        "pinyin": frozenset(surname_pinyin(simplify(c)) for c in data["compound"]),
    }  # fmt: skip


def person_name(value: str | None, locale: str | None = None) -> PersonName | None:
    """The parts of a person's full name.

    Args:
        value: the raw text.
        locale: ``"zh"`` reads two pinyin words surname first; other locales change nothing yet.

    Returns:
        The parts, or ``None`` where nothing usable is there.

    Example:
        >>> person_name("欧 阳 修").family, person_name("Smith, Dr. Jane").given
        ('欧阳', 'Jane')
    """
    name: PersonName | None = read_person_name(value, locale=locale).value
    return name


def read_person_name(value: str | None, *, locale: str | None = None) -> Reading:
    """Read a full name."""
    text, notes = _start(value)
    if not text:
        return _nothing(notes)
    if code := _junk(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    if _TEST_MARK.search(text):
        return Reading(None, None, (*notes, Note("test_value")), missing=True)
    notes += text_notes(text) + _doubts(text)
    if any(n.code in _NO_NAME for n in notes):
        return Reading(None, None, tuple(notes))
    name = _chinese(text, notes) if has_han(text) else _western(text, notes, locale)
    return Reading(name, name.display, tuple(notes))


def read_part(value: str | None, part: str) -> Reading:
    """Read a given or family name that stands in a field of its own.

    Args:
        value: the raw text.
        part: ``"given"`` or ``"family"``.
    """
    text, notes = _start(value)
    if not text:
        return _nothing(notes)
    if code := _junk(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    notes += text_notes(text) + _doubts(text)
    if any(n.code in _NO_NAME for n in notes):
        return Reading(None, None, tuple(notes))
    if has_han(text):
        text = _DOTS.sub("·", text)
        text = text.replace(" ", "") if is_han(text.replace(" ", "")) else text
        key = surname_pinyin(simplify(text)) if part == "family" else pinyin(simplify(text))
    else:
        text = _recase(text, notes)
        if part == "given":
            text = _without_title(text, notes)
        key = name_key(text)
    given, family = (text, "") if part == "given" else ("", text)
    return Reading(
        PersonName(given=given, family=family, display=text, match_key=fold(key).replace(" ", "")), text, tuple(notes)
    )


def is_surname(text: str) -> bool:
    """Whether hanzi are a known Chinese surname, single or compound.

    Example:
        >>> is_surname("欧阳"), is_surname("王"), is_surname("大伟")
        (True, True, False)
    """
    return text in _names()["surnames"] or text in _names()["compound"]


@lru_cache(maxsize=65_536)
def name_key(text: str) -> str:
    """Caseless, markless letters of a name part, hanzi as pinyin; ``""`` = no evidence."""
    return "".join(_WORD.findall(fold(pinyin(simplify(text)))))


def _start(value: str | None) -> tuple[str, list[Note]]:
    text, notes = prepare(value, limit=LIMIT, width=True)
    return text, notes


def _nothing(notes: list[Note]) -> Reading:
    return NOTHING if not notes else Reading(None, None, (), missing=True)


def _junk(text: str) -> str | None:
    if text in _NAMES_TOO:
        return None
    return placeholder_code(text) or ("placeholder" if fold(text) in _names()["junk"] else None)


def _doubts(text: str) -> list[Note]:
    if "@" in text:
        return [Note("is_email")]
    if _COMPANY.search(text):
        return [Note("is_company")]
    if found := _DIGIT.search(text):
        digits = sum(c.isdigit() for c in text)
        if digits >= 7 and digits * 2 > len(text):  # noqa: PLR2004 - the shortest phone numbers
            return [Note("is_phone")]
        return [Note("digits", found.span())]
    return []


def _chinese(text: str, notes: list[Note]) -> PersonName:
    if "·" in (dotted := _DOTS.sub("·", text)):
        return PersonName(display=dotted, match_key=name_key(dotted))
    compact = text.replace(" ", "")
    if not is_han(compact):
        # a hanzi and a Latin name side by side: both are kept, the hanzi decide
        han = "".join(c for c in compact if is_han(c))
        inner = _chinese(han, []) if 2 <= len(han) <= 4 else PersonName()  # noqa: PLR2004 - lengths of names
        notes.append(Note("mixed_script"))
        key = inner.match_key or name_key(text)
        return PersonName(inner.given, inner.family, title=inner.title, display=text, match_key=key)
    if compact != text and not any(n.code == "whitespace" for n in notes):
        notes.append(Note("whitespace"))
    name, title = _honorific(compact)
    if title:
        notes.append(Note("title_inside", (len(compact) - len(title), len(compact))))
    family, given = _split(name)
    if 2 <= len(name) <= 3 and not is_surname(name[0]) and not is_surname(family) and is_surname(name[-1]):  # noqa: PLR2004
        notes.append(Note("swapped"))
    if len(name) > 4:  # noqa: PLR2004 - compound surname and two characters
        notes.append(Note("too_many_parts"))
    if name in {"单于明", "东方红"}:
        notes.append(Note("ambiguous_surname"))
    key = "".join(sorted([surname_pinyin(simplify(family)), pinyin(simplify(given))])) if family else name_key(name)
    return PersonName(given, family, title=title, display=compact, match_key=key)


def _honorific(name: str) -> tuple[str, str]:
    table = _names()
    for honorific in table["honorifics"]:
        if name.endswith(honorific) and len(name) > len(honorific):
            return name[: -len(honorific)], honorific
    rest = name[:-1]
    if name[-1] in table["short"] and (rest in table["surnames"] or rest in table["compound"]) and len(rest) > 0:
        return rest, name[-1]
    return name, ""


def _split(name: str) -> tuple[str, str]:
    table = _names()
    if name[:2] in table["compound"] and (len(name) > 2 or name in table["compound"]):  # noqa: PLR2004 - compound
        return name[:2], name[2:]
    if name[:1] in table["surnames"] or len(name) in (2, 3):
        return name[:1], name[1:]
    return "", name


def _western(text: str, notes: list[Note], locale: str | None) -> PersonName:
    text = _recase(text, notes)
    last_first = text.count(",") == 1 and _bare(text.partition(",")[2]) not in _names()["suffixes"]
    words = text.replace(",", " ").split()
    title: list[str] = []
    suffix: list[str] = []
    while len(words) > 1 and _bare(words[0]) in _names()["titles"]:
        title.append(words.pop(0))
    while len(words) > 2 and _bare(words[-1]) in _names()["suffixes"]:  # noqa: PLR2004 - a name has two words
        suffix.insert(0, words.pop())
    if title:
        notes.append(Note("title_inside"))
    if suffix:
        notes.append(Note("suffix_inside"))
    if last_first:
        head, _, tail = text.partition(",")
        rest = [w for w in tail.split() if _bare(w) not in _names()["titles"]]
        title = title or [w for w in tail.split() if _bare(w) in _names()["titles"]]
        family, given, middle = head.strip(), " ".join(rest[:1]), " ".join(rest[1:])
        display = " ".join(p for p in (*title, given, middle, family, *suffix) if p)
    else:
        given, middle, family = _western_parts(words, locale)
        display = " ".join(text.split())
    if not family:
        notes.append(Note("single_token"))
    key = "".join(sorted(k for k in (name_key(given), name_key(middle), name_key(family)) if k))
    return PersonName(given, family, middle, " ".join(title), " ".join(suffix), display, key)


def _western_parts(words: list[str], locale: str | None) -> tuple[str, str, str]:
    if len(words) == 1:
        return words[0], "", ""
    if len(words) == 2 and (locale == "zh" or fold(words[0]) in _names()["pinyin"]):  # noqa: PLR2004 - surname, name
        return words[1], "", words[0]
    start = len(words) - 1
    while start > 1 and _bare(words[start - 1]) in _names()["particles"]:
        start -= 1
    return words[0], " ".join(words[1:start]), " ".join(words[start:])


def _bare(word: str) -> str:
    return fold(word).strip(" .,")


def _without_title(text: str, notes: list[Note]) -> str:
    words = text.split()
    if len(words) > 1 and _bare(words[0]) in _names()["titles"]:
        notes.append(Note("title_inside"))
        return " ".join(words[1:])
    return text


def _recase(text: str, notes: list[Note]) -> str:
    """Names all in capitals or all in small letters get capitals at the start of their parts."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 3:  # noqa: PLR2004 - initials are written as they are
        return text
    if text.isupper():
        notes.append(Note("all_caps"))
    elif text.islower():
        notes.append(Note("all_lower"))
    else:
        return text
    low = text.lower()
    small = _names()["particles"]
    words = [
        w if w in small and i else _MIXED_CASE_PARTS.sub(lambda m: m[1] + m[2].upper(), w)
        for i, w in enumerate(low.split(" "))
    ]
    return " ".join("Mc" + w[2:3].upper() + w[3:] if w.startswith("Mc") and len(w) > 4 else w for w in words)  # noqa: PLR2004
