"""Recognising columns: by header in English and Chinese, confirmed or contradicted by what the cells hold.

Headers are compared without case, blanks, marks of required fields and decoration. One column holds one
field; a second e-mail or phone column goes to the second field of its sort. What is ambiguous stays
unrecognised: it passes through untouched and never identifies anybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from attrs import evolve, frozen

from crmquality._data import load
from crmquality._text import fold, narrow
from crmquality.errors import PolicyError
from crmquality.policy._field import Field
from crmquality.policy._mapping import Entry
from crmquality.policy._mapping import Mapping as ColumnMapping

_CAMEL: Final = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MARKS: Final = re.compile(
    r"\((?:必填|必填项|选填|required|optional|mandatory|\*)\)|\[(?:必填|required)\]|必填项?$|[*:]+"
)
_SIGNS: Final = re.compile(r"[\W_]+")
_NUMBER: Final = re.compile(r"^(.*?\D)[\s_\-.(]*([2-9])\)?$")
_LONGEST_HEADER: Final = 80
_ENOUGH: Final = 5
_SAMPLES: Final = 200
_KNOWN, _NAMED, _NUMBERED, _OWNED, _BY_CONTENT = 0.99, 1.0, 0.9, 0.85, 0.6
_LEAST: Final = 0.35
_CONTRADICTED: Final = 0.4
_EMAIL: Final = re.compile(r"[^\s@]+\s*[@＠]\s*[^\s@]+")
_PHONE: Final = re.compile(r"[+＋]?[\d０-９()（）\-./ \u2010-\u2015转ext+]{6,30}(?:\.0)?")
_DATE: Final = re.compile(
    r"\d{1,4}\s?[-/.年]\s?\d{1,2}(?:\s?[-/.月]\s?\d{1,4}日?)?.*|\d{8}|\d{1,2} \w{3,9} \d{4}.*|\w{3,9} \d{1,2}, \d{4}.*"
)
_NUMBER_LIKE: Final = re.compile(r"[^\w\s]{0,2}\s?[-+]?[\d,. ]+\s?(?:[^\W\d]{1,4}|%)?")
_URL: Final = re.compile(r"(?:https?://)?[^\s@/]+\.[^\s@/.]{2,}(?:/\S*)?", re.IGNORECASE)


def _names(text: str) -> bool:
    return "@" not in text and sum(c.isdigit() for c in text) * 2 < len(text)


_LOOKS: Final[Mapping[str, Callable[[str], object]]] = {
    "email": _EMAIL.fullmatch, "date": _DATE.fullmatch, "datetime": _DATE.fullmatch, "number": _NUMBER_LIKE.fullmatch,
    "amount": _NUMBER_LIKE.fullmatch,
    "phone": lambda t: _PHONE.fullmatch(t) and 7 <= sum(c.isdigit() for c in t) <= 20,
    "boolean": lambda t: t.casefold() in load("policy")["flags"], "url": _URL.fullmatch,
    **dict.fromkeys(("person_name", "given_name", "family_name", "organization_name", "job_title"), _names),
}  # fmt: skip


@lru_cache(maxsize=65536)
def header_key(header: str) -> str:
    """Key under which headers are the same: no case, blanks, signs, nor marks of required fields.

    Example:
        >>> header_key("First_Name *"), header_key("firstName"), header_key("手机（必填）")
        ('firstname', 'firstname', '手机')
    """
    return _SIGNS.sub("", _plain(header))


def _plain(header: str) -> str:
    text = fold(_CAMEL.sub(" ", narrow(header[:_LONGEST_HEADER])))
    return _MARKS.sub("", text).strip()


def known_headers(policy: str, fields: Sequence[Field]) -> Mapping[str, tuple[str, int, float]]:
    """Header keys of a policy's fields: field, rank among its headers, confidence."""
    table = load("headers")
    out: dict[str, tuple[str, int, float]] = {}
    for f in fields:
        for word in (f.name, *f.aliases, f.label or f.name):
            out.setdefault(header_key(word), (f.name, 0, _NAMED))
    names = {f.name for f in fields}
    for source in (table.get(policy, {}) if policy != "telling" else {}, table["any"]):
        for name, words in source.items():
            if name in names:
                for rank, word in enumerate(words, 1):
                    out.setdefault(header_key(word), (name, rank, _KNOWN))
    return out


@frozen
class _Candidate:
    column: str
    field: str
    confidence: float
    rank: int
    reason: str


def by_header(column: str, known: Mapping[str, tuple[str, int, float]]) -> _Candidate | None:
    """The field that a header names, with confidence and rank; ``known`` is what `known_headers` gives."""
    plain = _plain(column)
    key = _SIGNS.sub("", plain)
    if found := known.get(key):
        return _Candidate(column, found[0], found[2], found[1], "known header")
    if (numbered := _NUMBER.match(plain)) and (found := known.get(_SIGNS.sub("", numbered[1]))):
        return _Candidate(column, found[0], _NUMBERED, 100 + int(numbered[2]), "known header with a number")
    for owner in load("policy")["owners"]:
        if plain.startswith(owner) and (found := known.get(_SIGNS.sub("", plain[len(owner) :]))):
            return _Candidate(column, found[0], _OWNED, 200 + found[1], "known header after a word for its owner")
    return None


def _share(field: Field, cells: Sequence[str]) -> float | None:
    """Share of cells that look like a field's kind; ``None`` = no look to go by, or too few cells."""
    look = _LOOKS.get(field.kind)
    if field.choices is not None:
        listed = {fold(w.removeprefix("~")) for choice, words in field.choices for w in (choice, *words)}
        look = lambda t: fold(t) in listed  # noqa: E731 - one of a table of such
    if look is None or len(cells) < _ENOUGH:
        return None
    return sum(1 for c in cells if look(c[:_SAMPLES])) / len(cells)


def _weighed(candidate: _Candidate, field: Field, cells: Sequence[str]) -> _Candidate | None:
    share = _share(field, cells)
    if share is None or share >= 0.3:
        return candidate
    less = round(candidate.confidence * _CONTRADICTED, 3)
    if less < _LEAST or (field.kind == "choice" and candidate.rank):  # Status, Stage: anybody's picklist
        return None
    reason = f"{candidate.reason}, but the cells do not look like it"
    return evolve(candidate, confidence=less, rank=candidate.rank + 1000, reason=reason)


def mask(text: str) -> str:
    """The shape of a cell without its content: the first character, signs, and dots for the rest.

    Example:
        >>> mask("li.na@acme.cn"), mask("13912345678")
        ('l•.••@••••.••', '1••••••••••')
    """
    return text[:1] + re.sub(r"\w", "•", text[1:24]) + ("…" if len(text) > 24 else "")


def recognise(
    policy: str, fields: Sequence[Field], column_names: Sequence[str], samples: Mapping[str, Sequence[str | None]]
) -> ColumnMapping:
    """See `Policy.recognise`; raises `PolicyError` where a header stands twice."""
    if isinstance(column_names, str):
        raise PolicyError("column names must be a list of headers, not one text")
    if len(set(column_names)) < len(column_names):
        raise PolicyError("column names must be distinct; number the repeated ones, as in 'Phone (2)'")
    known = known_headers(policy, fields)
    by_name = {f.name: f for f in fields}
    cells = {c: [t for v in samples.get(c, ())[:_SAMPLES] if v and (t := v.strip())] for c in column_names}
    found = [_weighed(c, by_name[c.field], cells[c.column]) for n in column_names if (c := by_header(n, known))]
    place = {c: i for i, c in enumerate(column_names)}
    chosen: dict[str, _Candidate] = {}
    taken: set[str] = set()
    further = load("policy")["further"]
    for c in sorted((c for c in found if c), key=lambda c: (-c.confidence, c.rank, place[c.column])):
        for name in (c.field, *further.get(c.field, ())):
            if name in by_name and name not in taken:
                note = f"{c.reason}; a further column of this sort"
                other = evolve(c, field=name, confidence=min(c.confidence, _NUMBERED), reason=note)
                chosen[c.column] = c if name == c.field else other
                taken.add(name)
                break
    headed = {c.column for c in found if c}
    for column in column_names:
        # cells that speak for themselves: e-mail alone; digits may be anything
        free = next((f for f in fields if f.kind == "email" and f.name not in taken), None)
        if column not in headed and free and (_share(free, cells[column]) or 0) >= 0.9:
            chosen[column] = _Candidate(column, free.name, _BY_CONTENT, 0, "by what the cells hold")
            taken.add(free.name)
    return ColumnMapping(policy, [_entry(c, chosen.get(c), cells[c]) for c in column_names])


def _entry(column: str, chosen: _Candidate | None, cells: Sequence[str]) -> Entry:
    samples = tuple(mask(c) for c in list(dict.fromkeys(cells))[:3])
    if chosen is None:
        return Entry(column, None, 0.0, samples, "not understood")
    return Entry(column, chosen.field, chosen.confidence, samples, chosen.reason)


@lru_cache(maxsize=1)
def _all_keys() -> frozenset[str]:
    table = load("headers")
    return frozenset(header_key(w) for part in ("any", "company") for words in table[part].values() for w in words)


def looks_like_header_row(cells: Sequence[str | None]) -> bool:
    """Whether a row of a sheet holds headers rather than a record.

    Args:
        cells: the row's cells.

    Returns:
        True where at least two cells, and half of the filled ones, are known headers.

    Example:
        >>> looks_like_header_row(["姓名", "手机（必填）", "年级", None])
        True
        >>> looks_like_header_row(["张三", "13912345678", "公司", None])
        False
    """
    filled = [c for c in cells if c and c.strip()]
    hits = sum(1 for c in filled if len(c) <= _LONGEST_HEADER and header_key(c) in _all_keys())
    return hits >= 2 and hits * 2 >= len(filled)


def telling_words(column_names: Sequence[str], policy: str) -> int:
    """How many headers only a table of such records has."""
    wanted = {header_key(w) for w in load("headers")["telling"].get(policy, ())}
    return sum(1 for c in column_names if header_key(c) in wanted)
