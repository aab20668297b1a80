"""What records are compared by: lanes derived from examined cells, the same for one record and for a table.

A lane that cannot be filled is ``None``: no evidence. Values without a canonical form still compare in a
folded raw form, so that a typing error in a date or number does not hide a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import islice
from typing import Final, TypeVar

from crmquality._data import load
from crmquality._pinyin import simplify, surname_pinyin
from crmquality._text import fold, has_han
from crmquality.matching._compare import LANES, PHONES
from crmquality.normalizers._email import email_match_key
from crmquality.normalizers._person_name import name_key
from crmquality.policy._policy import Policy
from crmquality.types import Examined, OrganizationName, PersonName

_DIGITS: Final = re.compile(r"\d+", re.ASCII)
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST_PHONE: Final = 7
_Column = TypeVar("_Column")
#: from a reading and the raw cell to a key
Key = Callable[[Examined, str | None], str | None]


def lanes(
    policy: Policy,
    fields: Container[str],
    keyed: Callable[[str, Key], _Column],
    derive: Callable[[Sequence[Callable[..., str | None]], Sequence[_Column]], list[_Column]],
) -> dict[str, _Column]:
    """The lanes of a record or of a table, which differ in what holds their keys alone.

    ``keyed`` gives the keys of a field that was read, ``derive`` one result per function of what the given ones hold.
    """

    def read(role: str, make: Key) -> list[_Column]:
        return [keyed(f, make) for f in policy.roles.get(role, ()) if f in fields]

    def first(found: list[_Column]) -> _Column:
        return found[0] if len(found) == 1 else derive([_first], found)[0]

    out = {lane: first(read(ROLE_OF.get(lane, lane), make)) for lane, make in SINGLE.items()}
    given, family = out.pop("given_part"), out.pop("family_part")
    if full := read("full_name", full_key):
        given, family = derive(
            [lambda *parts: names(*parts)[0], lambda *parts: names(*parts)[1]], [given, family, first(full)]
        )
    out |= {"given": given, "family": family, "nickname": derive([nickname], [given])[0]}
    phones = derive(_PHONES, read("phone", phone_key))
    out |= dict(zip(PHONES, phones, strict=True))
    out["local"] = derive([local_key], [out["email"], given, family])[0]
    return {name: out[name] for name in LANES}


def record_lanes(policy: Policy, cells: Mapping[str, Examined], raw: Mapping[str, str | None]) -> dict[str, str | None]:
    """The lanes of one record, from its readings and its raw cells by field."""
    return lanes(
        policy, cells, lambda field, make: make(cells[field], raw.get(field)),
        lambda makers, keys: [make(*keys) for make in makers],
    )  # fmt: skip


def _first(*keys: str | None) -> str | None:
    return next(filter(None, keys), None)


def _distinct(place: int, *keys: str | None) -> str | None:
    return next(islice(dict.fromkeys(filter(None, keys)), place, None), None)


_PHONES: Final = [partial(_distinct, place) for place in range(len(PHONES))]


def part_key(item: Examined, _: str | None) -> str | None:
    """Key of a given or family name in a field of its own."""
    return item.value.match_key or None if isinstance(item.value, PersonName) else None


def full_key(item: Examined, _: str | None) -> str | None:
    """Given and family key of a full name, joined by a bar; one of them may be empty."""
    name = item.value
    if not isinstance(name, PersonName):
        return None
    family = surname_pinyin(simplify(name.family)) if has_han(name.family) else name_key(name.family)
    given = name_key(name.given)
    return f"{given}|{family}" if given or family else None


def names(given: str | None, family: str | None, full: str | None) -> tuple[str | None, str | None]:
    """Given and family key of a record from its parts and its full name; the parts win."""
    if full is not None and (given is None or family is None):
        one, _, two = full.partition("|")
        if given in (None, one) and family in (None, two):
            return one or None, two or None
    return given, family


def email_key(item: Examined, raw: str | None) -> str | None:
    """Mailbox key; an address without a canonical form compares folded."""
    if item.text is not None:
        return email_match_key(item.text)
    return None if item.missing or raw is None else (fold(raw[:255]).replace(" ", "") or None)


@lru_cache(maxsize=65_536)
def local_key(email: str | None, given: str | None, family: str | None) -> str | None:
    """The part before the @ where it says more than the person's name; ``None`` where it does not."""
    local = email.partition("@")[0] if email else ""
    if len(local) < 4 or local in load("policy")["generic_mailboxes"]:  # noqa: PLR2004 - initials and role names are everybody's
        return None
    rest = "".join(c for c in fold(local) if c.isalnum())
    for part in sorted((p for p in (given, family) if p), key=len, reverse=True):
        rest = rest.replace(part, "", 1)
    # what is left once the name is out: an initial is still only the name
    return local if len(rest) > 1 else None


def phone_key(item: Examined, raw: str | None) -> str | None:
    """The number in E.164; without one, its digits if there are enough of them."""
    if item.text is not None:
        return item.text.partition(";")[0]
    if item.missing or raw is None:
        return None
    digits = "".join(_DIGITS.findall(raw[:64]))
    return digits if len(digits) >= _SHORTEST_PHONE and len(set(digits)) > 2 else None  # noqa: PLR2004 - 0000000


def company_key(item: Examined, _: str | None) -> str | None:
    """Core name of an organization."""
    return item.value.match_key or None if isinstance(item.value, OrganizationName) else None


def street_key(item: Examined, raw: str | None) -> str | None:
    """Words of a street with abbreviations written out."""
    written_out = load("policy")["street_words"]
    return " ".join(w for x in _words(item, raw, 200) if (w := written_out.get(x, x))) or None


def word_key(item: Examined, raw: str | None) -> str | None:
    """Letters and digits of a short text."""
    return "".join(_words(item, raw, 120)) or None


def _words(item: Examined, raw: str | None, most: int) -> list[str]:
    text = item.text or (None if item.missing else raw)
    return _WORD.findall(fold(simplify(text[:most]))) if text else []


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
    groups: list[list[str]] = load("names")["nicknames"]
    return {word: group[0] for group in reversed(groups) for word in group}


def nickname(given: str | None) -> str | None:
    """The group of short forms that a given name belongs to: ``bill`` and ``william`` share one."""
    return _nicknames().get(given or "")


#: lanes that come from one field each; the first field that gives a key wins
SINGLE: Mapping[str, Key] = {
    "given_part": part_key, "family_part": part_key, "email": email_key, "company": company_key, "street": street_key,
    "postal_code": word_key, "city": word_key, "birth_date": date_key, "identifier": word_key,
}  # fmt: skip
#: the policy's match role where it differs from the lane
ROLE_OF: Mapping[str, str] = {"given_part": "given", "family_part": "family"}
