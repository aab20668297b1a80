"""Turning what a reader noticed into findings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from attrs import frozen

from crmquality._data import load
from crmquality.normalizers._reading import Note, Reading
from crmquality.types import BadDataClass, Examined, Finding, Severity


@frozen(cache_hash=True)
class Rule:
    """How a reason is reported: severity, message and class of bad data."""

    severity: Severity
    message: str
    bad_data_class: BadDataClass = "non_compliant"


COMMON: Final[Mapping[str, Rule]] = {code: Rule(*row) for code, row in load("findings")["common"].items()}


@cache
def rules(group: str) -> Mapping[str, Rule]:
    """How a group of kinds reports its reasons, by the packaged table, and those that all kinds share."""
    return {**COMMON, **{code: Rule(*row) for code, row in load("findings")[group].items()}}


def of_record(code: str) -> Finding:
    """The finding on a whole record, an id or an account that a code names."""
    severity, field, message, bad_data_class = load("findings")["records"][code]
    return Finding(code, severity, field, message, bad_data_class=bad_data_class)


def finding(kind: str, note: Note, rule: Rule) -> Finding:
    """The finding for a note of a kind."""
    return Finding(
        f"{kind}.{note.code}", rule.severity, kind, rule.message, note.span, note.suggestion, rule.bad_data_class,
        note.alternatives,
    )  # fmt: skip


def findings(kind: str, notes: tuple[Note, ...], rules: Mapping[str, Rule]) -> tuple[Finding, ...]:
    """Findings for notes, in their order."""
    return tuple([_told(kind, n, rules) for n in notes])


def _told(kind: str, note: Note, rules: Mapping[str, Rule]) -> Finding:
    if note.span is not None or note.suggestion is not None or note.alternatives:
        return finding(kind, note, rules.get(note.code) or COMMON[note.code])
    found = _BARE.get((kind, note.code))
    if found is None:
        found = _BARE[kind, note.code] = finding(kind, note, rules.get(note.code) or COMMON[note.code])
    return found


#: findings that say the same of every value, as many as there are codes
_BARE: Final[dict[tuple[str, str], Finding]] = {}


def examined(kind: str, reading: Reading, rules: Mapping[str, Rule] = COMMON, value: object = None) -> Examined:
    """An examined cell from a reading; rules report the kind's own reasons, value are the parts if any."""
    if not reading.notes:
        return Examined(reading.text, (), value, reading.missing)
    return Examined(reading.text, findings(kind, reading.notes, rules), value, reading.missing)
