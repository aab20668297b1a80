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


COMMON: Final[Mapping[str, Rule]] = {
    "missing": Rule("warning", "a value is required here; fill it in", "missing"),
    "placeholder": Rule("warning", "a placeholder stands where a value should be; it counts as missing", "missing"),
    "test_value": Rule("warning", "a value typed to test the form; it counts as missing", "missing"),
    "whitespace": Rule("info", "superfluous or unusual blanks are removed"),
    "fullwidth": Rule("info", "fullwidth characters are written in ordinary width"),
    "control_char": Rule("warning", "control characters are removed"),
    "mojibake": Rule("warning", "the text looks decoded with the wrong encoding; read the source again", "inaccurate"),
    "replacement_char": Rule("error", "characters were lost when the text was decoded; read it again", "inaccurate"),
    "too_long": Rule("warning", "longer than this kind of field can hold; shorten it, nothing is cut", "inaccurate"),
    "truncated": Rule("warning", "the text fills a column of 255 characters; the full text is needed", "inaccurate"),
    "multiple_values": Rule("warning", "several values in one cell; give each a field of its own"),
    "wrong_field": Rule("warning", "the value belongs into a field of another kind; move it", "wrong_field"),
    "masked": Rule("warning", "part of the value is masked; the full value is needed", "inaccurate"),
    "html_or_url": Rule("warning", "markup or a link stands in the text; take it out"),
    "text_mark": Rule("info", "the spreadsheet's apostrophe for text stood in front; it is left out"),
    "formula_prefix": Rule("warning", "a spreadsheet would run it as a formula; take the sign away, outputs escape it"),
    "excel_float": Rule("warning", "a spreadsheet made the digits a number; take them from the source", "inaccurate"),
    "float_suffix": Rule("info", "a trailing .0 left by a spreadsheet is removed"),
}


@cache
def rules(group: str) -> Mapping[str, Rule]:
    """How a group of kinds reports its reasons, by the packaged table, and those that all kinds share."""
    return {**COMMON, **{code: Rule(*row) for code, row in load("findings")[group].items()}}


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
