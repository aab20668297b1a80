"""Person names: parts in their own script and order, and keys that compare across scripts.

Chinese names: surname first, compound surnames by table, honorifics apart, names with a middle dot kept
whole. Western names: titles, suffixes, particles, "Last, First". Pinyin surnames are known where they stand
alone as compound ones, or before a word that is no surname. What cannot be split safely is kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from crmquality._data import load
from crmquality._text import fold, has_han, is_han, scripts
from crmquality.normalizers import _chinese_name as chinese
from crmquality.normalizers._name_order import in_order
from crmquality.normalizers._name_writing import recase
from crmquality.normalizers._plain_name import BLANKS, LIMIT, NAMES_TOO, junk, mended, names, plain_name, plain_part
from crmquality.normalizers._reading import NOTHING, Note, Reading, located, prepare, settled, text_notes
from crmquality.normalizers._western_name import WesternName, bare, is_name_too, is_title, parse
from crmquality.types import PersonName

_TEST_MARK: Final = re.compile(r"[(（\[](?:测试|test)[)）\]]$|测试$", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_EMAIL: Final = re.compile(r"[<(\[]?[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+[>)\]]?")
_PHONE_DIGITS: Final = 7
_DIALLED: Final = frozenset("+0123456789")
_FIGURES: Final = re.compile(r"\+?[0-9]{7,40}")
#: endings that no person's name has; short ones such as SA or AG are surnames somewhere
_COMPANY: Final = re.compile(
    r"\S[\s,]+(?:gmbh|ltd|inc|llc|corp|limited|plc|ltda|corporation|incorporated|pvt|pty|srl|sarl|s\.r\.l|s\.p\.a|b\.v|kft"
    r"|oyj)\.?$|(?:公司|集团|集團|事务所|研究院|研究所|工厂|医院|\S\S(?:大学|大學|学院|學院|银行|銀行|中学|小学|醫院|委员会|协会|酒店|超市|商城|工作室|合作社))$",
    re.IGNORECASE,
)
_NO_NAME: Final = frozenset({"is_email", "is_phone", "is_organisation", "too_long"})
_SEVERAL: Final = re.compile(r"[^\W\d_]{2}\.?\s*[/;+]\s*[^\W\d_]{2}")
#: an employer behind a name: John Smith | Acme
_BESIDE: Final = re.compile(r"\s+[|@]\s+")
_QUOTED: Final = re.compile('["“„]([^"“”„]+ [^"“”„]+)["”“]')
_PRONOUNS: Final = re.compile(r" ?\((?:s?he|they|xe|ze|er|sie|il|elle)/[\w/]+\)$", re.IGNORECASE)
_AND: Final = frozenset(("and", "&", "und", "et"))
_COUPLE: Final = re.compile(
    r"(?:mr|mrs|ms|dr|herr|frau|m|mme)\.? (?:and|&|und|et) (?:mr|mrs|ms|dr|herr|frau|mme)\.?", re.IGNORECASE
)
#: an instruction in place of a name
_INSTRUCTION: Final = re.compile(r"(?:please )?(?:do not|don['’]t)\b.*", re.IGNORECASE)


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
    read = partial(_read_full, locale=locale)
    if locale is not None:
        return NOTHING if value is None else settled(read(value), value, read)
    return _read(value, read, plain_name)


def _read(value: str | None, read: Callable[[str], Reading], plain: Callable[[str], PersonName | None]) -> Reading:
    """The reading whose written form reads as itself; a plain form does."""
    if not value:
        return NOTHING
    if value[0] in _DIALLED and _FIGURES.fullmatch(value) is not None and junk(value) is None:
        return Reading(None, None, (Note("is_phone"),))
    if (done := mended(value, plain)) is not None:
        return done
    first = read(value)
    if first.text is None or first.text == value or plain(first.text) is not None:
        return first
    return settled(first, value, read)


def _read_full(value: str, locale: str | None) -> Reading:
    text, notes = prepare(value, limit=LIMIT, width=True)
    if not text:
        return NOTHING if not notes else Reading(None, None, (), missing=True)
    means_nothing = [bare(w) in names()["words"] and w not in NAMES_TOO for w in text.split()]
    if code := junk(text) or (
        "test_value"
        if all(m or junk(w) for m, w in zip(means_nothing, text.split(), strict=True)) or _TEST_MARK.search(text)
        else None
    ):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    notes += located(text_notes(text) + _doubts(text), text, value)
    if any(n.code in _NO_NAME for n in notes):
        return Reading(None, None, tuple(notes))
    if (instruction := _INSTRUCTION.fullmatch(text)) or _is_masked(notes):  # what is hidden identifies nobody
        return Reading(PersonName(display=text), text, (*notes, *[Note("wrong_field")] * bool(instruction)))
    if any(means_nothing) or fold(text) in names()["suspects"]:  # 张三, John Doe; people are called so, too
        notes.append(Note("suspect"))
    name = (
        chinese.read_han(text, notes) if has_han(text) else chinese.read_hangul(text) or _western(text, notes, locale)
    )
    return Reading(name, name.display, tuple(notes))


def read_part(value: str | None, part: str) -> Reading:
    """Read a name that stands in a field of its own; part: ``"given"`` or ``"family"``."""
    return _read(value, partial(_read_one, part=part), partial(plain_part, part=part))


def _read_one(value: str, part: str) -> Reading:
    text, notes = prepare(value, limit=LIMIT, width=True)
    if not text:
        return NOTHING if not notes else Reading(None, None, (), missing=True)
    if code := junk(text):
        if fold(text) not in names()["too"] or text == "na":
            return Reading(None, None, (*notes, Note(code)), missing=True)
        notes.append(Note("suspect"))
    notes += located(text_notes(text) + _doubts(text), text, value)
    if any(n.code in _NO_NAME for n in notes):
        return Reading(None, None, tuple(notes))
    if has_han(text):
        text = chinese.dotted(text)
        if " " in text and is_han(closed := text.replace(" ", "")):
            text = closed
            if not any(n.code == "whitespace" for n in notes):
                notes.append(BLANKS)
        key = chinese.surname_key(text) if part == "family" else chinese.name_key(text)
        if chinese.is_form_of_address(text):
            notes.append(Note("honorific_only"))
            key = ""
    else:
        text = recase(text, notes)
        if part == "given":
            text = _without_title(text, notes)
        key = chinese.surname_key(text) if part == "family" and not text.isascii() else chinese.name_key(text)
    given, family = (text, "") if part == "given" else ("", text)
    key = "" if _is_masked(notes) else key
    return Reading(PersonName(given, family, display=text, match_key=key), text, tuple(notes))


def _is_masked(notes: list[Note]) -> bool:
    return any(n.code == "masked" for n in notes)


def _doubts(text: str) -> list[Note]:
    han = has_han(text)
    if "@" in text and (_EMAIL.search(text) or not (han or _BESIDE.search(text))):
        return [Note("is_email")]
    if _COMPANY.search(text) and not (han and chinese.names_at_work(text)):
        return [Note("is_organisation")]
    if found := _DIGIT.search(text):
        digits = sum(c.isdigit() for c in text)
        if digits >= _PHONE_DIGITS and digits * 2 > len(text):
            if not (han and chinese.is_full("".join(c for c in text if is_han(c)))):
                return [Note("is_phone")]
            return [Note("digits", found.span()), Note("wrong_field")]
        return [Note("digits", found.span())]
    return [Note("masked")] if han and "*" in text and "***" not in text else []


def _western(text: str, notes: list[Note], locale: str | None) -> PersonName:
    name, *work = _BESIDE.split(text)
    if work and " " in name:
        notes.append(Note("wrong_field"))
    else:
        name = text
    head, _, tail = name.rpartition(" - ")
    if " " in head and set(map(bare, tail.split())) <= load("job_titles")["terms"].keys():  # John Smith - Sales
        notes.append(Note("wrong_field"))
        name = head
    if quoted := _QUOTED.fullmatch(name):
        name = quoted[1]
    if name[-1:] == ")":
        name = _PRONOUNS.sub("", name)
    found = parse(name)
    given, middle, family = in_order(name, found, locale)
    if _SEVERAL.search(name):
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
    key = "".join(sorted(k for k in map(chinese.name_key, parts) if k))
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
