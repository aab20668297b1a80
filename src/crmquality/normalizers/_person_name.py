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
from crmquality._text import fold, has_control, has_han, is_han, scripts
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
from crmquality.normalizers._name_order import compound_pinyin, in_order, is_pinyin_order
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
_W: Final = f"[{_L}]+(?:['’-][{_L}]+)*"
_LAST: Final = f"[{_L}]{{2,}}(?:['’-][{_L}]+)*"
_PART: Final = re.compile(f"{_W}(?: {_W}){{0,2}}")
_FEW_WORDS: Final = re.compile(f"(?:{_W}|[A-Z]\\.)(?: (?:{_W}|[A-Z]\\.)){{0,3}} {_LAST}")
_LAST_FIRST: Final = re.compile(f"({_LAST}), ({_W}(?: (?:{_W}|[A-Z]\\.)){{0,2}})(?<! [IViv])(?<! [IViv]\\.)")
#: without characters that have another form
_HAN_NAME: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,4}")
_LONGEST_HAN: Final = 4
_BLANKS: Final = Note("whitespace")
_NO_NAME: Final = frozenset({"is_email", "is_phone", "is_organisation", "too_long"})
_SEVERAL: Final = re.compile(r"[^\W\d_]{2}\.?\s*[/;+]\s*[^\W\d_]{2}")
#: an employer behind a name: John Smith | Acme
_BESIDE: Final = re.compile(r"\s+[|@]\s+")
_AND: Final = frozenset(("and", "&", "und", "et"))
_COUPLE: Final = re.compile(
    r"(?:mr|mrs|ms|dr|herr|frau|m|mme)\.? (?:and|&|und|et) (?:mr|mrs|ms|dr|herr|frau|mme)\.?", re.IGNORECASE
)
_ENDINGS: Final = frozenset("公司 集团 集團 医院 工厂 测试".split())
_HOUSES: Final = frozenset("大学 大學 学院 學院 银行 銀行 中学 小学 醫院 酒店 超市 商城 协会".split())
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
    kinds = "suffixes postnominals particles small conjunctions maiden"
    return frozenset({"not", "don't", *_COMPANY_WORDS}.union(_names()["words"], *map(words, kinds.split())))


@cache
def _opening() -> frozenset[str]:
    """Words that are more than names where they stand first."""
    return compound_pinyin().union(*map(words, "titles bound opening royal vietnamese".split()))


@cache
def _joining() -> frozenset[str]:
    """Particles that are nothing else."""
    return words("particles").difference(*map(words, "titles suffixes bound vietnamese".split()))


@cache
def _no_part() -> frozenset[str]:
    """Words that need a closer look where a given or family name should stand."""
    return words("titles").union(_names()["special"], _COMPANY_WORDS)


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
    """A full name that needs no closer look: two to four plain words, or two to four hanzi after a surname."""
    return _plain_western(value) if value[:1] <= "ɏ" else _plain_chinese(value)


def _plain_western(value: str) -> PersonName | None:
    low = value.lower()
    if low == value or not value[-1].islower() or _FEW_WORDS.fullmatch(value) is None:
        return None
    if low in _names()["special"] or "xxxx" in low:
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
    elif not between and is_pinyin_order(keys[0], keys[1]):
        given, family = family, given
    if "-" in low and keys[0] in words("romanized"):
        return None  # Lee Ka-shing
    if len(given) > 1 and given.isupper() and given.isalpha():
        return None
    if between:
        keys[1:-1] = ["".join(keys[1:-1])]
    keys.sort()
    return PersonName(given, family, " ".join(between), "", "", value, "".join(keys))


def _plain_chinese(value: str) -> PersonName | None:
    if _HAN_NAME.fullmatch(value) is None:
        return None
    table = tables()
    family, last = value[:1], value[-1]
    if value[:2] in table["compound"]:
        family = value[:2]
        given = value[2:]
        if not given or (len(given) == 1 and family in table["ambiguous"]) or given in _HOUSES:
            return None
    elif family in table["surnames"] and len(value) < _LONGEST_HAN:
        given = value[1:]
    else:
        return None
    if last in table["short"] or last in (value[0], "某") or value[-2:] in _endings() or value in _names()["special"]:
        return None
    one, two = surname_key(family), han_key(given)
    return PersonName(given, family, "", "", "", value, one + two if one < two else two + one)


def plain_part(value: str, part: str) -> PersonName | None:
    """A given or family name that needs no closer look: up to three plain Latin words, or one or two hanzi."""
    if value[:1] <= "ɏ":
        low = value.lower()
        if low == value or len(value) >= LIMIT or not value[-1].islower() or _PART.fullmatch(value) is None:
            return None
        key = low if low.isascii() and low.isalpha() else _latin_key(value)
        if key in _no_part() or "xxxx" in key or (key[0] == key[-1] and _junk(value)):
            return None
        if key is not low and not _no_part().isdisjoint((low, *map(_latin_key, low.split(" ")))):
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
    read = partial(_read_full, locale=locale)
    if locale is not None:
        return NOTHING if value is None else settled(read(value), value, read)
    return _read(value, read, plain_name)


def _read(value: str | None, read: Callable[[str], Reading], plain: Callable[[str], PersonName | None]) -> Reading:
    """The reading whose written form reads as itself; a plain form does."""
    if not value:
        return NOTHING
    if (mended := _mended(value, plain)) is not None:
        return mended
    first = read(value)
    if first.text is None or first.text == value or plain(first.text) is not None:
        return first
    return settled(first, value, read)


def _mended(value: str, plain: Callable[[str], PersonName | None]) -> Reading | None:
    """A name that is plain but for its blanks, one case for all its letters, or its order."""
    if len(value) > LIMIT:
        return None
    text, notes = " ".join(value.split()), []
    if text != value:
        if has_control(value):
            return None
        notes.append(_BLANKS)
        if (name := plain(text)) is not None:
            return Reading(name, text, (_BLANKS,))
    if text[:1] > "ɏ":
        return _closed_up(text, plain) if " " in text else None
    if text.islower() or text.isupper():
        shown = recase(text, notes)
        name = plain(shown) if len(shown) == len(text) and notes[-1:] != [_BLANKS] else None
        if name is not None and name.given and name.family:
            name = _as_written(name, text)
    elif plain is plain_name and (turned := _LAST_FIRST.fullmatch(text)):
        shown = f"{turned[2]} {turned[1]}"
        name = plain(shown)
        if name is not None and name.family != turned[1]:
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
    name = plain(joined) if _names()["words"].isdisjoint(runs) else None
    if name is None or is_form_of_address(runs[0]) or is_form_of_address(runs[-1]):
        return None
    return Reading(name, joined, (_BLANKS,))


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
    return _read(value, partial(_read_one, part=part), partial(plain_part, part=part))


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
        if " " in text and is_han(closed := text.replace(" ", "")):
            text = closed
            if not any(n.code == "whitespace" for n in notes):
                notes.append(_BLANKS)
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
