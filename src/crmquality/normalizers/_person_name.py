"""Person names: parts in their own script and order, and keys that compare across scripts.

Chinese names: surname first, compound surnames by table, honorifics apart, names with a middle dot kept
whole. Western names: titles, suffixes, particles, "Last, First". Pinyin surnames are known where they stand
alone as compound ones, or before a word that is no surname. What cannot be split safely is kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

from crmquality._data import load
from crmquality._pinyin import han_key
from crmquality._text import fold, has_han, is_han, scripts
from crmquality.normalizers._chinese_name import (
    dotted,
    is_form_of_address,
    is_full,
    is_surname,
    name_key,
    names_at_work,
    read_han,
    read_hangul,
    surname_key,
    tables,
)
from crmquality.normalizers._name_order import compound_pinyin, in_order
from crmquality.normalizers._name_writing import recase
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
from crmquality.normalizers._western_name import WesternName, bare, is_name_too, is_title, parse, words
from crmquality.types import PersonName

__all__ = ["is_surname", "name_key", "person_name", "plain_name", "plain_part", "read_part", "read_person_name"]

LIMIT: Final = 255
_TEST_MARK: Final = re.compile(r"[(（\[](?:测试|test)[)）\]]$|测试$", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_EMAIL: Final = re.compile(r"[<(\[]?[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+[>)\]]?")
_PHONE_DIGITS: Final = 7
#: endings that no person's name has; short ones such as SA or AG are surnames somewhere
_COMPANY: Final = re.compile(
    r"\S[\s,]+(?:gmbh|ltd|inc|llc|corp|limited|plc|ltda|corporation|incorporated|pvt|pty|srl|sarl|s\.r\.l|s\.p\.a|b\.v|kft"
    r"|oyj)\.?$|(?:公司|集团|集團|事务所|研究院|研究所|工厂|医院|\S\S(?:大学|大學|学院|學院|银行|銀行|中学|小学|醫院|委员会|协会|酒店|超市|商城|工作室|合作社))$",
    re.IGNORECASE,
)
#: written like this, words that elsewhere mean "nothing" are names (李娜 is Na Li)
_NAMES_TOO: Final = frozenset(("Na", "Nan", "Null", "Nil", "No"))
_COMPANY_WORDS: Final = frozenset(
    "gmbh ltd inc llc corp limited plc ltda corporation incorporated pvt pty srl sarl kft oyj".split()
)
_L: Final = "A-Za-zÀ-ÖØ-öø-ɏ"
_W: Final = f"[A-ZÀ-ÖØ-Þ][{_L}]*(?:['’-][{_L}]+)*"
_ONE_WORD: Final = re.compile(_W)
_FEW_WORDS: Final = re.compile(f"(?:{_W}|[A-Z]\\.)(?: (?:{_W}|[A-Z]\\.)){{1,3}}")
_NO_NAME: Final = frozenset({"is_email", "is_phone", "is_organisation", "too_long"})
_SEVERAL: Final = re.compile(r"[^\W\d_]{2}\.?\s*[/;+]\s*[^\W\d_]{2}")
#: an employer behind a name: John Smith | Acme
_BESIDE: Final = re.compile(r"\s+[|@]\s+")
_AND: Final = frozenset(("and", "&", "und", "et"))
_COUPLE: Final = re.compile(
    r"(?:mr|mrs|ms|dr|herr|frau|m|mme)\.? (?:and|&|und|et) (?:mr|mrs|ms|dr|herr|frau|mme)\.?", re.IGNORECASE
)
_ENDINGS: Final = frozenset("公司 集团 集團 医院 工厂 测试".split())
#: an instruction in place of a name
_INSTRUCTION: Final = re.compile(r"(?:please )?(?:do not|don['’]t)\b.*", re.IGNORECASE)


@cache
def _names() -> dict[str, Any]:
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
    kinds = "titles suffixes postnominals particles small conjunctions bound opening royal maiden vietnamese"
    known = (words(k) for k in (*kinds.split(), "first_pinyin", "more_pinyin"))
    return frozenset({"not", "don't", *_COMPANY_WORDS, *compound_pinyin()}.union(_names()["words"], *known))


@cache
def _no_part() -> frozenset[str]:
    """Words that need a closer look where a given or family name should stand."""
    return words("titles").union(_names()["special"])


@cache
def _endings() -> frozenset[str]:
    """Two hanzi at the end of a name that are no part of it."""
    return frozenset(
        {h[-2:] for h in tables()["honorifics"]}
        | _ENDINGS
        | {m[-1] + w for m in load("names")["modifiers"] for w in tables()["work"] if len(w) == 1}
    )


@cache
def _letters() -> dict[int, str]:
    """Letters of Western names without case and marks; what joins words is dropped."""
    return {c: fold(chr(c)) for c in (*range(0x41, 0x5B), *range(0xC0, 0x250))} | dict.fromkeys(map(ord, "'’-. "), "")


def _latin_key(text: str) -> str:
    """As `name_key`, of plain words."""
    return text.lower() if text.isascii() and text.isalpha() else text.translate(_letters())


def plain_name(value: str) -> PersonName | None:
    """A full name that needs no closer look: two to four plain words, or two or three hanzi after a surname."""
    if value[:1] <= "ɏ":
        if _FEW_WORDS.fullmatch(value) is None or not value[-1].islower():
            return None
        low = value.lower()
        parts = value.split(" ")
        if low in _names()["special"] or "xxxx" in low:
            return None
        keys = low.replace(".", "").split(" ") if value.isascii() else [_latin_key(p) for p in parts]
        if not _meaning().isdisjoint(keys) or (parts[0].isalpha() and len(parts[0]) > 1 and parts[0].isupper()):
            return None
        if "-" in value and keys[0] in words("romanized"):  # Lee Ka-shing
            return None
        given, middle, family = parts[0], " ".join(parts[1:-1]), parts[-1]
        return PersonName(given, family, middle, "", "", value, _joined(given, middle, family))
    if 2 <= len(value) <= 3 and is_han(value):
        table = tables()
        family, given = value[0], value[1:]
        plain = family in table["surnames"] and value[:2] not in table["compound"] and value[-1] not in table["short"]
        if (
            plain
            and value[-2:] not in _endings()
            and value not in _names()["special"]
            and value[-1] not in (family, "某")
        ):
            one, two = surname_key(family), han_key(given)
            return PersonName(given, family, "", "", "", value, one + two if one < two else two + one)
    return None


def _joined(*parts: str) -> str:
    return "".join(sorted(_latin_key(p) for p in parts if p))


def plain_part(value: str, part: str) -> PersonName | None:
    """A given or family name that needs no closer look: one plain Latin word, or one or two hanzi."""
    if value[:1] <= "ɏ":
        if len(value) >= LIMIT or _ONE_WORD.fullmatch(value) is None or not value[-1].islower():
            return None
        key = value.lower()
        if not key.isascii() or not key.isalpha():
            key = _latin_key(value)
        if key in _no_part() or "xxxx" in key or (key[0] == key[-1] and _junk(value)):
            return None
    elif len(value) <= 2 and is_han(value) and value not in _endings() and value not in _names()["special"]:
        if value[0] == value[-1] and _junk(value):
            return None
        key = surname_key(value) if part == "family" else han_key(value)
    else:
        return None
    if not key.isalpha():  # rare hanzi without a reading
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
    if locale is not None:
        return _stable(value, partial(_read_full, locale=locale), None)
    quick = _in_one_case(value, plain_name) if value else None
    return quick or _stable(value, partial(_read_full, locale=None), plain_name)


def _stable(
    value: str | None, read: Callable[[str], Reading], plain: Callable[[str], PersonName | None] | None
) -> Reading:
    """The reading whose written form reads as itself; a plain form does."""
    first = read(value) if value is not None else NOTHING
    if first.text is None or first.text == value or (plain is not None and plain(first.text) is not None):
        return first
    return settled(first, value, read)


def _in_one_case(value: str, plain: Callable[[str], PersonName | None]) -> Reading | None:
    """A name all in capitals or all in small letters that is otherwise plain."""
    notes: list[Note] = []
    if value[:1] > "ɏ" or not (value.islower() or value.isupper()) or len(value) > LIMIT:
        return None
    shown = recase(value, notes)
    name = plain(shown) if notes else None
    if name is None:
        return None
    if name.given and name.family:  # parts keep the writing of the text
        given, *middle, family = value.split(" ")
        name = PersonName(given, family, " ".join(middle), "", "", shown, name.match_key)
    return Reading(name, shown, tuple(notes))


def _read_full(value: str, locale: str | None) -> Reading:
    text, notes = prepare(value, limit=LIMIT, width=True)
    if not text:
        return NOTHING if not notes else Reading(None, None, (), missing=True)
    means_nothing = [bare(w) in _names()["words"] and w not in _NAMES_TOO for w in text.split()]
    if code := _junk(text) or (
        "test_value"
        if all(m or _junk(w) for m, w in zip(means_nothing, text.split(), strict=True)) or _TEST_MARK.search(text)
        else None
    ):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    notes += located(text_notes(text) + _doubts(text), text, value)
    if any(n.code in _NO_NAME for n in notes):
        return Reading(None, None, tuple(notes))
    if _INSTRUCTION.fullmatch(text):
        return Reading(PersonName(display=text), text, (*notes, Note("wrong_field")))
    if any(means_nothing) or fold(text) in _names()["suspects"]:  # 张三, John Doe; people are called so, too
        notes.append(Note("suspect"))
    name = read_han(text, notes) if has_han(text) else read_hangul(text) or _western(text, notes, locale)
    return Reading(name, name.display, tuple(notes))


def read_part(value: str | None, part: str) -> Reading:
    """Read a given or family name that stands in a field of its own.

    Args:
        value: the raw text.
        part: ``"given"`` or ``"family"``.
    """
    plain = partial(plain_part, part=part)
    return (_in_one_case(value, plain) if value else None) or _stable(value, partial(_read_one, part=part), plain)


def _read_one(value: str, part: str) -> Reading:
    text, notes = prepare(value, limit=LIMIT, width=True)
    if not text:
        return NOTHING if not notes else Reading(None, None, (), missing=True)
    if code := _junk(text):
        if fold(text) not in _names()["too"] or text == "na":
            return Reading(None, None, (*notes, Note(code)), missing=True)
        notes.append(Note("suspect"))
    notes += located(text_notes(text) + _doubts(text), text, value)
    if any(n.code in _NO_NAME for n in notes):
        return Reading(None, None, tuple(notes))
    if has_han(text):
        text = dotted(text)
        text = text.replace(" ", "") if is_han(text.replace(" ", "")) else text
        key = surname_key(text) if part == "family" else name_key(text)
        if is_form_of_address(text):
            notes.append(Note("honorific_only"))
            key = ""
    else:
        text = recase(text, notes)
        if part == "given":
            text = _without_title(text, notes)
        key = name_key(text)
    given, family = (text, "") if part == "given" else ("", text)
    return Reading(PersonName(given, family, display=text, match_key=key), text, tuple(notes))


def _junk(text: str) -> str | None:
    if text in _NAMES_TOO:
        return None
    return placeholder_code(text) or ("placeholder" if fold(text) in _names()["junk"] else None)


def _doubts(text: str) -> list[Note]:
    han = has_han(text)
    if "@" in text and (_EMAIL.search(text) or not (han or _BESIDE.search(text))):
        return [Note("is_email")]
    if _COMPANY.search(text) and not (han and names_at_work(text)):
        return [Note("is_organisation")]
    if found := _DIGIT.search(text):
        digits = sum(c.isdigit() for c in text)
        if digits >= _PHONE_DIGITS and digits * 2 > len(text):
            if not (han and is_full("".join(c for c in text if is_han(c)))):
                return [Note("is_phone")]
            return [Note("digits", found.span()), Note("wrong_field")]
        return [Note("digits", found.span())]
    return []


def _western(text: str, notes: list[Note], locale: str | None) -> PersonName:
    name, *work = _BESIDE.split(text)
    if work and " " in name:
        notes.append(Note("wrong_field"))
    else:
        name = text
    found = parse(name)
    given, middle, family = in_order(name, found, locale)
    if _SEVERAL.search(text):
        notes.append(Note("multiple_values"))
        return PersonName(display=recase(text, notes))
    if not _AND.isdisjoint(f"{given} {middle} {family}".lower().split()) or _COUPLE.fullmatch(found.title):
        notes.append(Note("multiple_values"))
    if found.title:
        notes.append(Note("title_inside"))
    if found.suffix:
        notes.append(Note("suffix_inside"))
    if not (given and family):
        notes.append(Note("single_token" if given or not found.title else "honorific_only"))
    if not text.isascii() and len(scripts(text) & {"Latin", "Cyrillic", "Greek"}) > 1:
        notes.append(Note("mixed_script"))
    spoken = _without_comma(text, found, locale) if name is text else text
    shown = recase(spoken, notes, found.suffix)
    if shown != spoken and name is text and _folded(shown, locale) != _folded(spoken, locale):
        shown = spoken
    parts = () if found.title and not given else (given, middle, family)
    key = "".join(sorted(k for k in map(name_key, parts) if k))
    return PersonName(given, family, middle, found.title, found.suffix, shown, key, found.nickname, "", found.maiden)


def _folded(text: str, locale: str | None) -> tuple[str, ...]:
    """The parts of a name without their writing."""
    found = parse(text)
    rest = (found.title, found.suffix, found.nickname, found.maiden)
    return tuple(p.casefold() for p in (*in_order(text, found, locale), *rest))


def _without_comma(text: str, found: WesternName, locale: str | None) -> str:
    """Last, First in spoken order, where that reads the same."""
    text = " ".join(text.split())
    if "," not in text or not found.given or not text.partition(",")[0].startswith(found.family):
        return text
    called = f"({found.nickname})" if found.nickname else ""
    turned = " ".join(f"{found.title} {found.given} {called} {found.middle} {found.family}".replace(",", " ").split())
    turned += f", {found.suffix}" if found.suffix else ""
    again = parse(turned)
    same = again == found and in_order(turned, again, locale) == (found.given, found.middle, found.family)
    return turned if same and not _SEVERAL.search(turned) else text


def _without_title(text: str, notes: list[Note]) -> str:
    first, _, rest = text.partition(" ")
    if rest and is_title(first) and not is_name_too(first):
        notes.append(Note("title_inside"))
        return rest
    return text
