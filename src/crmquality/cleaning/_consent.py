"""Consent in whatever column it stands: "Do not call" refuses by a yes, "Marketing consent" by a no."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from crmquality._data import patterns
from crmquality._text import fold
from crmquality.cleaning._source import Source
from crmquality.validators import examine

#: the red line, and the words of headers that it is read from
CONSENT: Final = "conflicting consent"


def said_in(header: str) -> str:
    """The words of a header."""
    # HubSpot is one word, ParentId are two
    split = re.sub(r"(?<=[a-z])(?=[A-Z])(?!(?:Spot|Books)\b)", " ", header)
    return " ".join(re.findall(r"[^\W_]+", fold(split))).removesuffix(" c")


def consents(source: Source) -> dict[str, str]:
    """Fields, and columns without one, that tell a consent, by name with the rule that merges it."""
    fields = [f for n in source.mapping.fields if (f := source.policy.field(n)).kind in ("boolean", "choice", "text")]
    said = {f.name: said_in(f"{f.name} {f.label}") for f in fields}
    said |= {c: said_in(c) for c in source.mapping.unrecognised if c not in {*said, source.id_column}}
    says = patterns("matching")
    told = {n: s for n, s in said.items() if says[CONSENT].search(s) and not says["aside"].search(s)}
    return {n: "most_restrictive" if says["refuses"].search(s) else "all_yes" for n, s in told.items()}


def levels(cells: pl.Series, rule: str) -> dict[str, int]:
    """Distinct answers with their levels: 0 refuses, 2 gives consent, 1 does neither."""
    return {
        answer: _level(answer, refusing=rule == "most_restrictive") for answer in cells.drop_nulls().unique().to_list()
    }


def _level(answer: str, *, refusing: bool) -> int:
    yes, says, said = examine("boolean", answer).text, patterns("matching"), said_in(answer)
    if yes is not None:
        return 0 if (yes == "true") is refusing else 2
    return 0 if says["refuses"].search(said) else 1 if refusing or not says["gives"].search(said) else 2


def answers(cells: pl.Series, rule: str) -> pl.Series:
    """Per cell what it answers, alike for answers of one meaning; empty = given where a yes refuses, else silence."""
    means = {answer: ("refused", answer.lower(), "given")[n] for answer, n in levels(cells, rule).items()}
    silent = "given" if rule == "most_restrictive" else ""
    return cells.replace_strict(means, default=None, return_dtype=pl.String).fill_null(silent)
