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
from crmquality._pinyin import han_key, pinyin, simplify, surname_pinyin
from crmquality._text import fold, has_han, is_han
from crmquality.normalizers._reading import (
    NOTHING,
    Note,
    Reading,
    located,
    placeholder_code,
    prepare,
    settled,
    text_notes,
)
from crmquality.normalizers._western_name import bare, is_title, parse, words
from crmquality.types import PersonName

LIMIT: Final = 255
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
_COMPANY_WORDS: Final = frozenset(
    "gmbh ltd inc llc corp limited plc ltda corporation incorporated pvt pty srl sarl kft oyj".split()
)
_ONE_WORD: Final = re.compile(r"[A-Z][a-zA-Z]*[a-z]", re.ASCII)
_TWO_WORDS: Final = re.compile(r"([A-Z][a-zA-Z]*[a-z]) ([A-Z][a-zA-Z]*[a-z])", re.ASCII)
_HAN_RUN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff·]+(?: [\u3400-\u4dbf\u4e00-\u9fff]+)*")
_SEPARATORS: Final = " /|,;，；、()（）[]-"
_NO_NAME: Final = frozenset({"is_email", "is_phone", "is_company", "too_long"})


@cache
def _names() -> dict[str, Any]:
    data = load("names")
    return {
        "compound": frozenset(data["compound"]), "surnames": frozenset(data["surnames"]),
        "honorifics": tuple(data["honorifics"]), "short": tuple(data["short_honorifics"]),
        "junk": frozenset(fold(j) for j in data["junk"]), "suspects": frozenset(fold(j) for j in data["suspects"]),
        "pinyin": frozenset(han_key(c) for c in data["compound"]),
        "pinyin_single": frozenset(surname_pinyin(simplify(c)) for c in data["surnames"]),
    }  # fmt: skip


@cache
def _meaning() -> frozenset[str]:
    """Words that are more than names: two plain words of which none is here need no closer look."""
    known = (words(k) for k in ("titles", "suffixes", "particles", "conjunctions", "bound", "opening", "royal"))
    return frozenset({"test", *_COMPANY_WORDS, *_names()["pinyin"]}.union(*known))


@cache
def _endings() -> frozenset[str]:
    """Two hanzi at the end of a name that are no part of it."""
    table = _names()
    return frozenset({h[-2:] for h in table["honorifics"]} | {"公司", "集团", "医院", "工厂", "测试"})


def plain_name(value: str) -> PersonName | None:
    """A full name that needs no closer look: two plain Latin words, or two or three hanzi after a surname."""
    if found := _TWO_WORDS.fullmatch(value):
        given, family = found.groups()
        one, two = given.lower(), family.lower()
        if one in _meaning() or two in _meaning() or _junk(value) or "xxxx" in one + two or _is_suspect(value):
            return None
        return PersonName(given, family, "", "", "", value, one + two if one < two else two + one)
    if 2 <= len(value) <= 3 and is_han(value):  # noqa: PLR2004 - the usual lengths
        table = _names()
        family, given = value[0], value[1:]
        plain = family in table["surnames"] and value[:2] not in table["compound"] and value[-1] not in table["short"]
        if plain and value[-2:] not in _endings() and not _junk(value) and not _is_suspect(value):
            one, two = surname_pinyin(family), han_key(given)
            return PersonName(given, family, "", "", "", value, one + two if one < two else two + one)
    return None


def plain_part(value: str, part: str) -> PersonName | None:
    """A given or family name that needs no closer look: one plain Latin word, or one or two hanzi."""
    if _ONE_WORD.fullmatch(value):
        key = value.lower()
        if key in words("titles") or "xxxx" in key or _junk(value):
            return None
    elif len(value) <= 2 and is_han(value) and value not in _endings() and not _junk(value):  # noqa: PLR2004 - the usual lengths
        key = (surname_pinyin(simplify(value)) if part == "family" else "") or han_key(value)
    else:
        return None
    given, family = (value, "") if part == "given" else ("", value)
    return PersonName(given, family, "", "", "", value, key)


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
    plain = plain_name(value) if value and locale is None else None
    name: PersonName | None = read_person_name(value, locale=locale).value if plain is None else plain
    return name


def read_person_name(value: str | None, *, locale: str | None = None) -> Reading:
    """Read a full name."""
    return settled(_read_full(value, locale), value, lambda text: _read_full(text, locale))


def _read_full(value: str | None, locale: str | None) -> Reading:
    text, notes = _start(value)
    if not text:
        return _nothing(notes)
    if code := _junk(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    if _TEST_MARK.search(text):
        return Reading(None, None, (*notes, Note("test_value")), missing=True)
    notes += located(text_notes(text) + _doubts(text), text, value)
    if any(n.code in _NO_NAME for n in notes):
        return Reading(None, None, tuple(notes))
    if _is_suspect(text):
        notes.append(Note("suspect"))
    name = _chinese(text, notes) if has_han(text) else _western(text, notes, locale)
    return Reading(name, name.display, tuple(notes))


def _is_suspect(text: str) -> bool:
    """Names that stand in for others: 张三, John Doe; people are called so, too."""
    return fold(text) in _names()["suspects"]


def read_part(value: str | None, part: str) -> Reading:
    """Read a given or family name that stands in a field of its own.

    Args:
        value: the raw text.
        part: ``"given"`` or ``"family"``.
    """
    return settled(_read_one(value, part), value, lambda text: _read_one(text, part))


def _read_one(value: str | None, part: str) -> Reading:
    text, notes = _start(value)
    if not text:
        return _nothing(notes)
    if code := _junk(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    notes += located(text_notes(text) + _doubts(text), text, value)
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
    dotted = _DOTS.sub("·", text)
    compact = dotted.replace(" ", "")
    if not is_han(compact.replace("·", "")):
        return _parallel(dotted, notes)
    if "·" in dotted:
        return PersonName(display=dotted, match_key=name_key(dotted))
    if compact != text and not any(n.code == "whitespace" for n in notes):
        notes.append(Note("whitespace"))
    name, title = _honorific(compact)
    if title:
        notes.append(Note("title_inside", (len(compact) - len(title), len(compact))))
    family, given = _split(name)
    if title and not given:
        notes.append(Note("honorific_only"))
    if 2 <= len(name) <= 3 and not is_surname(name[0]) and not is_surname(family) and is_surname(name[-1]):  # noqa: PLR2004
        notes.append(Note("swapped"))
    if len(name) > 4:  # noqa: PLR2004 - compound surname and two characters
        notes.append(Note("too_many_parts"))
    if len(family) == 2 and len(name) == 3 and is_surname(family[0]):  # noqa: PLR2004 - 单于明, 东方红
        notes.append(Note("ambiguous_surname"))
    if title and not given:
        key = ""  # a surname and a form of address are nobody in particular
    elif family:
        key = "".join(sorted([surname_pinyin(simplify(family)), han_key(given)]))
    else:
        key = name_key(name)
    return PersonName(given, family, "", title, "", compact, key)


def _parallel(text: str, notes: list[Note]) -> PersonName:
    """A name in hanzi and one in Latin letters side by side: the hanzi decide, the other is kept."""
    runs = _HAN_RUN.findall(text)
    outside = _HAN_RUN.sub(" ", text).strip(_SEPARATORS)
    if len(runs) != 1 or not outside or not all(c.isalpha() or c in " .'’-" for c in outside):
        notes.append(Note("mixed_script"))
        han = "".join(c for c in text if is_han(c))
        inner = _chinese(han, []) if 2 <= len(han) <= 4 else PersonName()  # noqa: PLR2004 - lengths of names
        return PersonName(inner.given, inner.family, title=inner.title, display=text,
                          match_key=inner.match_key or name_key(text))  # fmt: skip
    inner = _chinese(runs[0].strip(), [])
    if all(is_title(w) for w in outside.split()):
        return PersonName(inner.given, inner.family, "", outside, "", text, inner.match_key)
    notes.append(Note("parallel"))
    return PersonName(inner.given, inner.family, "", inner.title, "", text, inner.match_key, "", outside)


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
    found = parse(text)
    given, middle, family = found.given, found.middle, found.family
    pinyin_first = not middle and family and " " not in given + family and "," not in text and not found.title
    if pinyin_first and (locale == "zh" or bare(given) in _names()["pinyin"] or _is_capital_surname(given, family)):
        given, family = family, given
    if found.title:
        notes.append(Note("title_inside"))
    if found.suffix:
        notes.append(Note("suffix_inside"))
    if not (given and family):
        notes.append(Note("single_token" if given or not found.title else "honorific_only"))
    shown = " ".join(text.split())
    if "," in text and given and shown.partition(",")[0].startswith(found.family):
        # without commas, so that the written form reads as itself
        shown = " ".join(f"{found.title} {given} {middle} {family} {found.suffix}".replace(",", " ").split())
    parts = () if found.title and not given else (given, middle, family)
    key = "".join(sorted(k for k in map(name_key, parts) if k))
    shown = _recase(shown, notes)
    return PersonName(given, family, middle, found.title, found.suffix, shown, key, found.nickname)


def _is_capital_surname(first: str, second: str) -> bool:
    """WANG Wei, DUPONT Jean: capitals name the surname that stands first."""
    long = len(first) > 2 or first.lower() in _names()["pinyin_single"]  # noqa: PLR2004 - JD is two initials
    return first.isalpha() and first.isupper() and second.istitle() and long


def _without_title(text: str, notes: list[Note]) -> str:
    first, _, rest = text.partition(" ")
    if rest and bare(first) in words("titles"):
        notes.append(Note("title_inside"))
        return rest
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
    small = words("particles")
    written = [
        w if w in small and i else _MIXED_CASE_PARTS.sub(lambda m: m[1] + m[2].upper(), w)
        for i, w in enumerate(low.split(" "))
    ]
    return " ".join("Mc" + w[2:3].upper() + w[3:] if w.startswith("Mc") and len(w) > 4 else w for w in written)  # noqa: PLR2004
