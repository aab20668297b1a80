"""Findings for choices and for values of the caller's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypedDict, Unpack

from crmquality._text import is_plain
from crmquality.normalizers._choice import SHORT, ChoiceTable, choice_table, read_choice
from crmquality.normalizers._reading import Note, placeholder_code
from crmquality.normalizers._text import read_text
from crmquality.types import Brief, Examined
from crmquality.validators._common import examined, findings, rules

RULES: Final = rules("code")


class _Lists(TypedDict, total=False):
    """What a choice is one of; ``table`` is the list made ready."""

    choices: Iterable[str] | None
    aliases: Mapping[str, str] | None
    table: ChoiceTable | None


def examine_choice(value: str | None, **lists: Unpack[_Lists]) -> Examined:
    """Read a picklist value."""
    table = lists.get("table")
    if table is not None and value is not None and (quick := _quick(table, value)):
        return Examined(quick[0], quick[1])
    return examined("choice", read_choice(value, **lists), RULES)


def brief_choice(**lists: Unpack[_Lists]) -> Callable[[str], Brief]:
    """What reads the cells of a column of choices as `examine_choice` does, the list made ready once."""
    choices, aliases = lists.get("choices"), lists.get("aliases") or {}
    known = lists.get("table") or choice_table(None if choices is None else tuple(choices), tuple(aliases.items()))

    def brief(value: str) -> Brief:
        if quick := _quick(known, value):
            return quick
        read = examine_choice(value, table=known)
        return read.text, read.findings, read.missing

    return brief


def _quick(table: ChoiceTable, value: str) -> Brief | None:
    """The reading of a value that needs no tidying; ``None`` = take the long way."""
    if table.values is None:
        return None
    if value in table.values:
        return value, (), False
    hit = table.ready.get(value)
    if hit is None and 0 < len(value) <= SHORT and is_plain(value):
        key = value.casefold()
        hit = table.find(key)
        if hit is None and placeholder_code(value) is None:
            meant = table.slip(key)
            return None, findings("choice", (Note("typo", None, meant),), RULES) if meant else _NOTED["unknown"], False
    return (hit[0], _NOTED[hit[1].code], False) if hit else None


def examine_custom(value: str | None, **lists: Unpack[_Lists]) -> Examined:
    """Read a value of the caller's own: a text, or one of a list; what it must keep to are rules of the policy."""
    if lists.get("choices") is None and lists.get("table") is None:
        return examined("custom", read_text(value))
    return examined("custom", read_choice(value, **lists), RULES)


_NOTED: Final = {c: findings("choice", (Note(c),), RULES) for c in ("case", "alias", "nearest", "unknown")}
