"""What records are compared by: lanes derived from examined cells, the same for one record and for a table.

A lane that cannot be filled is ``None``: no evidence. Values without a canonical form still compare in a
folded raw form, so that a typing error in a date or number does not hide a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from attrs import frozen

from crmquality._data import load
from crmquality._pinyin import han_key, latin, simplify
from crmquality._text import fold, has_han, is_han
from crmquality.matching._compare import LANES
from crmquality.matching._tests import PHONES, is_code, model_code, roles
from crmquality.matching._words import nicknames
from crmquality.normalizers._chinese_name import name_key, surname_key, tables
from crmquality.normalizers._email import email_match_key
from crmquality.normalizers._person_name import person_name
from crmquality.normalizers._phone import is_nobodys
from crmquality.policy._policy import Policy
from crmquality.policy._written import written, written_key, written_or_not
from crmquality.types import Examined, OrganizationName, PersonName

_DIGITS: Final = re.compile(r"\d+", re.ASCII)
_WORD: Final = re.compile(r"[^\W_]+")
_PIECE: Final = re.compile(r"[^\W_]+(?:[-./][^\W_]+)*")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
#: a long number as a spreadsheet rounds it: the digits that told it from others are lost
ROUNDED: Final = r"^\s*[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,2}\s*$"
_ROUNDED: Final = re.compile(ROUNDED, re.ASCII)
_NO_LETTERS: Final = re.compile(r"[^a-z]+")
#: what stands behind a name that several of a family bear; Ii and Sen are surnames, too
AFTER: Final = r"[\s,]\(?((?i:jr|junior|sr|senior|p[èÈ]re|pere|fils|2nd|3rd|4th)|(?i:jun|sen)\.|II|III|IV)\.?\)?$"
GENERATIONS: Final = {
    word: str(number)
    for number, words in enumerate(("sr senior sen père pere", "jr junior jun fils ii 2nd", "iii 3rd", "iv 4th"), 1)
    for word in words.split()
}
_AFTER: Final = re.compile(AFTER.replace("(?i:", "(?ai:"))
_SHORTEST_PHONE: Final = 7
_SHORTEST_PART: Final = 3
#: mailboxes of fewer characters are everybody's initials
SHORTEST_LOCAL: Final = 4
#: letters and digits beside the name in a mailbox that say no more than the name: an initial, a year of two digits
INITIAL, YEAR = 1, 2
#: hanzi of a full name in a field for given names: fewer may be a given name
_SHORTEST_WHOLE: Final = 3
#: hanzi of a given name that no surname of one stands before
_LONG: Final = 4
#: from a reading and the raw cell to a key
Key = Callable[[Examined, str | None], str | None]
#: what one field of a record gives, with the lanes or parts of lanes that it is for
Keys = tuple[tuple[str, str | None], ...]


def record_lanes(policy: Policy, cells: Mapping[str, Examined], raw: Mapping[str, str | None]) -> dict[str, str | None]:
    """The lanes of one record, from its readings and its raw cells by field."""
    lanes = lanes_of(policy)
    return lanes.joined({f: lanes.of_field(f, item, raw.get(f)) for f, item in cells.items()})


@frozen(eq=False)
class Lanes:
    """How the fields of a policy give the lanes of one record; `_key_columns.lane_columns` does it for a table.

    Args:
        keys: by field, in the order of their roles, the keys that it gives and for which lane or part of one.
        placed: lanes that are one field's own, with its name and role.
        titled: records have titles, which may hold the number of a model.
        named: records name people.
    """

    keys: Mapping[str, Sequence[tuple[str, Key]]]
    placed: Sequence[tuple[str, str, str]]
    titled: bool
    named: bool

    def of_field(self, field: str, item: Examined, raw: str | None) -> Keys:
        """What one field is matched by."""
        return tuple([(lane, make(item, raw)) for lane, make in self.keys.get(field, ())])

    def joined(self, keys: Mapping[str, Keys]) -> dict[str, str | None]:
        """The lanes of a record from the keys of its fields."""
        out: dict[str, str | None] = dict.fromkeys(LANES)
        parts: dict[str, str] = {}
        phones: dict[str, None] = {}
        for field in self.keys:
            for lane, key in keys.get(field, ()):
                if not key:
                    continue
                if lane == "phone":
                    phones[key] = None
                elif lane not in out:
                    parts.setdefault(lane, key)
                elif out[lane] is None:
                    out[lane] = key
        for lane, field, role in self.placed:
            out[lane] = dict(keys.get(field, ())).get(role)
        given, family, whole, full = map(parts.get, PARTS)
        out["given"], out["family"], out["local"] = who(given, family, whole, full, out["email"])
        if self.titled:
            out["code"] = titled_code(out["code"], out["title"])
        out["nickname"] = nickname(out["given"])
        told = written(*map(parts.get, WRITTEN))
        out["written"] = written_or_not(told, out["given"], out["family"]) if self.named else told
        if phones:
            out |= zip(PHONES, phones, strict=False)
        return out


@lru_cache(maxsize=64)
def lanes_of(policy: Policy) -> Lanes:
    """How a policy's fields give the lanes of a record."""
    keys = {f: KEYS[role] for role, named in policy.roles.items() if role in KEYS for f in named}
    placed = [
        (lane, field, role) for role, lanes in PLACED.items()
        for lane, field in zip(lanes, policy.roles[role], strict=False)
    ]  # fmt: skip
    named = any(policy.roles[role] for role in ("given", "family", "full_name"))
    return Lanes(keys, placed, bool(policy.roles["title"]), named)


def part_key(item: Examined, _: str | None) -> str | None:
    """Key of a given or family name in a field of its own, without junior or senior."""
    if not isinstance(item.value, PersonName) or item.text is None:
        return None
    bare = _AFTER.sub("", item.text)
    return (item.value.match_key if bare == item.text else name_key(bare)) or None


def generation_key(item: Examined, _: str | None) -> str | None:
    """Which of several of one name: ``"1"`` senior, ``"2"`` junior, ``"3"`` the third."""
    found = _AFTER.search(item.text) if item.text else None
    return GENERATIONS.get(found[1].lower().strip(".")) if found else None


def full_key(item: Examined, _: str | None) -> str | None:
    """Given and family key of a full name, joined by a bar; one of them may be empty."""
    return _both_keys(item.value) if isinstance(item.value, PersonName) else None


def _both_keys(name: PersonName) -> str | None:
    if name.family in tables()["japanese"]:  # read otherwise than in Chinese: no evidence against other letters
        given, family = fold(name.given), fold(name.family)
    elif not (name.given or name.family) and "·" in name.display:
        given, _, family = map(name_key, name.display.partition("·"))
    elif len(name.family) == 1 and len(name.given) >= _LONG and is_han(name.given):
        given, family = name_key(name.family + name.given), ""  # 阿依古丽买买提 has no surname of one hanzi
    else:
        given, family = name_key(name.given), surname_key(name.family)
    return f"{given}|{family}" if given or family else None


def whole_key(item: Examined, _: str | None) -> str | None:
    """As `full_key`, of a field for given names that holds a full name; two hanzi may be a given name."""
    text = item.text or ""
    if len(text) < _SHORTEST_WHOLE if has_han(text) else " " not in text:
        return None
    name = person_name(text)
    return _both_keys(name) if name and name.given and name.family else None


def names(
    given: str | None, family: str | None, whole: str | None, full: str | None, email: str | None
) -> tuple[str | None, str | None]:
    """Given and family key of a record: from their own fields, else from a full name, else from the address."""
    if given is not None and family is not None and len(given) > 1:
        one, two = _split(whole or "")
        # 欧 and 阳静怡 are 欧阳 and 静怡
        return (one, family + two) if one and two and family + two in compounds() else (given, family)
    if whole is not None and family is None:
        given, family = _split(whole)
    if full is not None:
        one, two = _split(full)
        if given in (None, one) and family in (None, two):
            given, family = one, two
    return _from_address(given, family, email) if email is not None else (given, family)


@cache
def compounds() -> frozenset[str]:
    """Surnames of two hanzi by their sound."""
    return frozenset(map(surname_key, tables()["compound"]))


def _split(full: str) -> tuple[str | None, str | None]:
    given, _, family = full.partition("|")
    return given or None, family or None


def _from_address(given: str | None, family: str | None, email: str) -> tuple[str | None, str | None]:
    """What the address says of a part that is missing or an initial, where it holds the other part."""
    words = [w for w in _NO_LETTERS.split(fold(email.partition("@")[0])) if w]
    if family is not None and (given is None or len(given) == 1):
        rest = _rest(words, family)
        if rest and len(rest) != 2 and rest[0] == (given or rest)[0]:  # noqa: PLR2004 - two initials
            return rest, family
    elif given is not None and family is None:
        rest = _rest(words, given)
        if len(rest) >= _SHORTEST_PART:
            return given, rest
    return given, family


def _rest(words: Sequence[str], part: str) -> str:
    """The one word beside a part, or what is left of the one word that begins or ends with it."""
    if len(words) == 2 and part in words:  # noqa: PLR2004 - a given and a family name
        return words[1 - words.index(part)]
    if len(words) == 1 and len(part) >= _SHORTEST_PART:
        word = words[0]
        return (
            word.removeprefix(part) if word.startswith(part) else word.removesuffix(part) if word.endswith(part) else ""
        )
    return ""


def email_key(item: Examined, raw: str | None) -> str | None:
    """Mailbox key; an address without a canonical form compares folded."""
    if item.text is not None:
        return email_match_key(item.text)
    return None if item.missing or raw is None else (fold(raw[:255]).replace(" ", "") or None)


def local_key(email: str | None, given: str | None, family: str | None) -> str | None:
    """The part before the @ where it says more than the person's name; ``None`` where it does not."""
    local = email.partition("@")[0] if email else ""
    if len(local) < SHORTEST_LOCAL or local in roles():
        return None
    rest = fold(local)
    if not rest.isalnum():
        rest = "".join(filter(str.isalnum, rest))
    one, two = given or "", family or ""
    for part in (one, two) if len(one) >= len(two) else (two, one):
        rest = rest.replace(part, "", 1)
    return local if sum(map(str.isalpha, rest)) > INITIAL or sum(map(str.isdigit, rest)) > YEAR else None


def who(
    given: str | None, family: str | None, whole: str | None, full: str | None, email: str | None
) -> tuple[str | None, str | None, str | None]:
    """Given name, family name and local part of a record from what its fields tell."""
    given, family = names(given, family, whole, full, email)
    return given, family, local_key(email, given, family)


def phone_key(item: Examined, raw: str | None) -> str | None:
    """The number in E.164; without one, its digits if there are enough of them; what is nobody's is none."""
    if item.text is not None:
        number = item.text.partition(";")[0]
        return None if is_nobodys(number) else number
    if item.missing or raw is None:
        return None
    digits = "".join(_DIGITS.findall(raw[:64]))
    if len(digits) < _SHORTEST_PHONE or is_nobodys(digits) or _ROUNDED.match(raw):
        return None
    return f"+{digits[2:]}" if digits.startswith("00") else digits


def company_key(item: Examined, raw: str | None) -> str | None:
    """Core name of an organization; the letters of any other name of a thing."""
    return item.value.match_key or None if isinstance(item.value, OrganizationName) else word_key(item, raw)


def street_key(item: Examined, raw: str | None) -> str | None:
    """Words of a street with abbreviations written out."""
    written_out = load("policy")["street_words"]
    return " ".join(w for x in _words(_shown(item, raw)[:200]) if (w := written_out.get(x, x))) or None


def word_key(item: Examined, raw: str | None) -> str | None:
    """Letters and digits of a short text; of a number that was rounded, none."""
    said = _shown(item, raw)[:120]
    return None if _ROUNDED.match(said) else "".join(_words(said)) or None


def title_key(item: Examined, raw: str | None) -> str | None:
    """Words of a title or description, each once: numbers of models in one piece, hanzi two by two."""
    text = (getattr(item.value, "core", None) or _shown(item, raw))[:400]
    found: list[str] = []
    for piece in _PIECE.findall(fold(latin(han_key(text)) if isinstance(item.value, PersonName) else simplify(text))):
        parts = _WORD.findall(piece)
        whole = "".join(parts)
        for word in [whole] if len(parts) > 1 and is_code(whole) else parts:
            han = has_han(word) and len(word) > 2  # noqa: PLR2004 - two are one word
            found += [word[i : i + 2] for i in range(len(word) - 1)] if han else [word]
    return " ".join(dict.fromkeys(found)) or None


def number_key(item: Examined, raw: str | None) -> str | None:
    """A day, or the first number of a text."""
    text = _shown(item, raw)
    if _DAY.match(text):
        return text[:10]
    found = _NUMBER.search(text.replace(",", ""))
    return f"{float(found[0]):g}" if found else None


def code_key(item: Examined, raw: str | None) -> str | None:
    """An identifier by its letters and digits, a web address by its host."""
    text = _shown(item, raw)
    if _ROUNDED.match(text):
        return None
    host = text.partition("://")[2].partition("/")[0].removeprefix("www.") if "://" in text else text
    return "".join(_WORD.findall(fold(host[:120]))) or None


def _shown(item: Examined, raw: str | None) -> str:
    return item.text or ("" if item.missing else raw or "")


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(simplify(text))))


def city_key(item: Examined, raw: str | None) -> str | None:
    """Letters of a town; hanzi as syllables, so that 北京 is Beijing."""
    return han_key("".join(_words(_shown(item, raw)[:120]))) or None


def date_key(item: Examined, raw: str | None) -> str | None:
    """ISO date; text that is no date compares by its digits."""
    if item.text is not None:
        return item.text[:10]
    if item.missing or raw is None:
        return None
    digits = "".join(_DIGITS.findall(raw[:32]))
    impossible = len(digits) == 8  # noqa: PLR2004 - YYYYMMDD that does not exist
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if impossible else digits or None


@cache
def _nicknames() -> dict[str, str]:
    return {word: group[0] for group in reversed(nicknames()) for word in group}


def titled_code(code: str | None, title: str | None) -> str | None:
    """The number of a model, from a field of its own or else from the title."""
    return code or model_code(title or "")


def nickname(given: str | None) -> str | None:
    """The group of short forms that a given name belongs to: ``bill`` and ``william`` share one."""
    return _nicknames().get(given or "")


#: by match role of the policy, the keys its fields give
KEYS: Mapping[str, tuple[tuple[str, Key], ...]] = {
    "given": (("given_part", part_key), ("whole", whole_key), ("generation", generation_key),
              ("given_written", written_key)),
    "family": (("family_part", part_key), ("generation", generation_key), ("family_written", written_key)),
    "full_name": (("full", full_key), ("generation", generation_key), ("full_written", written_key)),
    "phone": (("phone", phone_key),), "email": (("email", email_key),),
    "company": (("company", company_key),), "street": (("street", street_key),), "city": (("city", city_key),),
    "birth_date": (("birth_date", date_key),),
    "title": (("title", title_key),), "about": (("about", title_key),), "code": (("code", code_key),),
    "number": (("number", number_key),),
    **{lane: ((lane, word_key),) for lane in ("postal_code", "identifier", "job_title", "country")},
}  # fmt: skip
#: roles whose keys are made of the parts of a value; those of the others are made of its text alone
OF_PARTS: Final = ("given", "family", "full_name", "company", "title", "about")
#: roles whose values are seldom read twice
SELDOM_TWICE: Final = ("phone", "email")
#: parts of lanes that `who` and `written` are told
PARTS: Final = ("given_part", "family_part", "whole", "full")
WRITTEN: Final = ("family_written", "given_written", "full_written")
#: roles of which each field has a lane of its own
PLACED: Final = {"about": ("about", "more"), "number": ("number", "number2")}
