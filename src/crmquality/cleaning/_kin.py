"""Companies that are related and never merged: head office and branch, companies of one name in two places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

import numpy as np
import polars as pl

from crmquality.cleaning._account_names import Called, called, parted
from crmquality.cleaning._examine import ExaminedTable
from crmquality.cleaning._source import Source
from crmquality.matching import Matches
from crmquality.matching._constraints import Constraints, constrained
from crmquality.types import OrganizationName

_PERSONS = ("given", "family", "full_name")


def kept_apart(
    source: Source, examined: ExaminedTable, matches: Matches, vetoes: Sequence[tuple[int, int]]
) -> tuple[Matches, list[tuple[int, int]]]:
    """The matches of a table of companies without joins of parties that are merely related.

    Args:
        source: the table as understood.
        examined: its readings.
        matches: what the engine found.
        vetoes: pairs of rows that a person keeps apart.

    Returns:
        The matches, and the pairs of rows that are never the same. A pair that a person has joined stays.
    """
    roles = source.policy.roles
    column = next((examined.columns[n] for n in roles["company"] if n in examined.columns), None)
    if column is None or any(n in examined.columns for role in _PERSONS for n in roles[role]):
        return matches, []
    names = tuple(called(v if isinstance(v, OrganizationName) else None) for v in column.values or ())
    joined = set(zip(matches.left[matches.decided].tolist(), matches.right[matches.decided].tolist(), strict=True))
    codes = column.codes.tolist()

    def found(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        return {(a, b) for a, b in pairs if _two(names, codes, a, b)} - joined

    apart: set[tuple[int, int]] = set()
    new = found(zip(matches.left.tolist(), matches.right.tolist(), strict=True))
    while new := (new | found(p for rows in _clusters(matches) for p in combinations(rows, 2))) - apart:
        apart |= new
        matches = constrained(matches, Constraints(), ids=source.ids, vetoes=[*vetoes, *apart])
    return matches, sorted(apart)


def _two(names: Sequence[Called], codes: Sequence[int], a: int, b: int) -> bool:
    one, two = codes[a], codes[b]
    return one != two and one >= 0 and two >= 0 and parted(names[one], names[two])


def _clusters(matches: Matches) -> Collection[list[int]]:
    labels = pl.DataFrame({"label": matches.labels, "row": np.arange(len(matches.labels))})
    several: list[list[int]] = labels.group_by("label").agg("row").filter(pl.col("row").list.len() > 1)["row"].to_list()
    return several
