"""Companies that are related and never merged: head office and branch, companies of one name in two places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations

import numpy as np
import polars as pl

from crmquality.cleaning._account_names import HOME, Called, called, kinship, parted
from crmquality.cleaning._accounts import hosts, site_columns
from crmquality.cleaning._examine import ExaminedTable
from crmquality.cleaning._source import PERSONS, Source
from crmquality.matching import Matches
from crmquality.matching._constraints import Constraints, constrained
from crmquality.types import OrganizationName

#: forms that people write for one another
_LIMITED = frozenset(("Ltd", "Co., Ltd."))
_RELATED = frozenset(("group", "alien", "elsewhere", "within", "branch", "head"))
OTHER_FORMS = "different legal forms"
#: pairs of one door that tell whether legal forms mean anything in a table
_ENOUGH = 20


def kept_apart(
    source: Source, examined: ExaminedTable, matches: Matches, vetoes: Sequence[tuple[int, int]]
) -> tuple[Matches, list[tuple[int, int]], pl.Series | None]:
    """The matches of a table of companies without joins of parties that are merely related.

    Args:
        source: the table as understood.
        examined: its readings.
        matches: what the engine found.
        vetoes: pairs of rows that a person keeps apart.

    Returns:
        The matches, the pairs of rows that are never the same, and per row the legal form that must agree in a merge;
        ``None`` for a table of people. A pair that a person has joined stays.
    """
    roles = source.policy.roles
    column = next((examined.columns[n] for n in roles["company"] if n in examined.columns), None)
    if column is None or any(n in examined.columns for role in PERSONS for n in roles[role]):
        return matches, [], None
    values, codes = column.values or (), column.codes.tolist()

    @cache
    def name(row: int) -> Called:
        value = values[codes[row]] if values and codes[row] >= 0 else None
        return called(value if isinstance(value, OrganizationName) else None)

    joined = set(zip(matches.left[matches.decided].tolist(), matches.right[matches.decided].tolist(), strict=True))

    sites = site_columns(source)

    @cache
    def domains(row: int) -> set[str]:
        return {d for c, kind in sites.items() for d, _ in hosts(source.table.frame[c][row] or "", kind)}

    doors = [examined.columns[n].codes for r in ("street", "postal_code") for n in roles[r] if n in examined.columns]

    def same_door(a: int, b: int) -> bool:
        """One address and one domain, and not two branches."""
        one, two = name(a), name(b)
        there = len(doors) > 1 and all(c[a] == c[b] >= 0 for c in doors) and domains(a) & domains(b)
        return bool(there) and (one.branch, one.franchise, one.place) == (two.branch, two.franchise, two.place)

    pairs = list(zip(matches.left.tolist(), matches.right.tolist(), strict=True))
    forms = [name(a).form == name(b).form for a, b in pairs if name(a).form and name(b).form and same_door(a, b)]
    # where most of one door differ, forms are written as it comes
    at_random = len(forms) >= _ENOUGH and 2 * sum(forms) < len(forms)

    def two(a: int, b: int) -> bool:
        if codes[a] == codes[b]:
            return False
        if parted(name(a), name(b)):
            return not (at_random and same_door(a, b))
        # another name and another domain: a sister at the same address
        return (
            kinship(name(a), name(b)) in _RELATED
            and bool(domains(a) and domains(b))
            and domains(a).isdisjoint(domains(b))
        )

    def found(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        return {(a, b) for a, b in pairs if two(a, b)} - joined

    apart: set[tuple[int, int]] = set()
    new = found(pairs)
    while new := (new | found(p for rows in _clusters(matches) for p in combinations(rows, 2))) - apart:
        apart |= new
        matches = constrained(matches, Constraints(), ids=source.ids, vetoes=[*vetoes, *apart])
    return matches, sorted(apart), _forms(matches, name)


def _forms(matches: Matches, name: Callable[[int], Called]) -> pl.Series:
    forms: list[str | None] = [None] * len(matches.labels)
    for rows in _clusters(matches):
        for row in rows:
            form = name(row).form
            forms[row] = form if form in HOME and form not in _LIMITED else None
    return pl.Series(forms, dtype=pl.String)


def _clusters(matches: Matches) -> Iterator[list[int]]:
    labels = pl.DataFrame({"label": matches.labels, "row": np.arange(len(matches.labels))})
    yield from labels.group_by("label").agg("row").filter(pl.col("row").list.len() > 1)["row"].to_list()
