"""Every cell of a table read once per distinct value and context."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality.columns import Codes, Column, combine
from crmquality.policy import CompiledPolicy
from crmquality.types import Examined, Finding

Progress = Callable[[str, float], None] | None


@frozen(eq=False)
class ExaminedColumn:
    """One field of a table.

    Args:
        field: the policy's field.
        source: the source column.
        column: codes per row (-1 = empty) into the distinct (value, context) tuples; ``values`` holds the raw
            value of each.
        items: the reading of each distinct tuple.
    """

    field: str
    source: str
    column: Column
    items: tuple[Examined, ...]

    @property
    def codes(self) -> Codes:
        """One code per row; -1 = empty."""
        return self.column.codes

    def gather(self, per_item: Sequence[str | None]) -> pl.Series:
        """One text per row from one per distinct tuple."""
        return self.column.gather(per_item)

    def canonical(self) -> Column:
        """The canonical texts, encoded."""
        return self.column.recode([i.text for i in self.items])

    def filled(self) -> npt.NDArray[np.bool_]:
        """Rows whose cell holds something usable or at least readable: not empty, not a placeholder."""
        lookup = np.array([not i.missing for i in self.items] + [False])
        return lookup[self.codes]

    def valid(self) -> npt.NDArray[np.bool_]:
        """Rows whose cell has a canonical form and no error."""
        return np.array([i.valid for i in self.items] + [False])[self.codes]


@frozen(eq=False)
class ExaminedTable:
    """All recognised fields of a table, and the findings on whole records.

    Args:
        columns: by field name, in the policy's order.
        record_findings: row and finding, from required fields and record rules, in row order.
        height: number of rows.
    """

    columns: dict[str, ExaminedColumn]
    record_findings: tuple[tuple[npt.NDArray[np.int64], Finding], ...]
    height: int

    def canonical_frame(self) -> pl.DataFrame:
        """Canonical texts, one column per field; a cell with no canonical form holds its raw text."""
        out = {}
        for name, c in self.columns.items():
            out[name] = c.gather(
                [
                    None if i.missing else (raw if i.text is None else i.text)
                    for raw, i in zip(c.column.values, c.items, strict=True)
                ]
            )
        return pl.DataFrame(out, height=self.height) if out else pl.DataFrame(height=self.height)


def examine_table(
    frame: pl.DataFrame, fields: Mapping[str, str], compiled: CompiledPolicy, progress: Progress = None
) -> ExaminedTable:
    """Read every mapped column through the policy.

    Args:
        frame: text columns.
        fields: policy field to source column.
        compiled: the compiled policy.
        progress: told the stage's name and the share done.
    """
    order = _context_first(compiled, fields)
    done: dict[str, ExaminedColumn] = {}
    for step, name in enumerate(order):
        if progress:
            progress("examine", step / len(order))
        done[name] = _examine_column(frame, name, fields[name], compiled, done)
    columns = {n: done[n] for n in compiled.policy.field_names if n in done}
    return ExaminedTable(columns, _record_findings(columns, compiled, frame.height), frame.height)


def _context_first(compiled: CompiledPolicy, fields: Mapping[str, str]) -> list[str]:
    known = [n for n in compiled.policy.field_names if n in fields]
    needed = {c for n in known for c in compiled.context_of(n)}
    return [n for n in known if n in needed] + [n for n in known if n not in needed]


def _examine_column(
    frame: pl.DataFrame, name: str, source: str, compiled: CompiledPolicy, done: Mapping[str, ExaminedColumn]
) -> ExaminedColumn:
    raw = Column.encode(frame[source])
    context = [c for c in compiled.context_of(name) if c in done]
    if not context:
        items = tuple(compiled.examine_cell(name, v, {}) for v in raw.values)
        return ExaminedColumn(name, source, raw, items)
    pairs = combine([raw, *(done[c].canonical() for c in context)])
    kept = [i for i, t in enumerate(pairs.tuples) if t[0] is not None]
    place = np.full(len(pairs.tuples), -1, dtype=np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    tuples = [pairs.tuples[i] for i in kept]
    items = tuple(compiled.examine_cell(name, t[0], dict(zip(context, t[1:], strict=True))) for t in tuples)
    return ExaminedColumn(name, source, Column(place[pairs.codes], tuple(str(t[0]) for t in tuples)), items)


def _record_findings(
    columns: Mapping[str, ExaminedColumn], compiled: CompiledPolicy, height: int
) -> tuple[tuple[npt.NDArray[np.int64], Finding], ...]:
    """Rules over records, run once per distinct tuple of the fields each one reads."""
    out: dict[Finding, list[npt.NDArray[np.int64]]] = {}
    for rule in compiled.record_rules:
        present = [f for f in rule.fields if f in columns]
        if not present:
            for finding in rule({}):
                out.setdefault(finding, []).append(np.arange(height))
            continue
        if rule.presence_only:
            parts = [_presence(columns[f]) for f in present]
        else:
            parts = [columns[f].canonical() for f in present]
        rows = combine(parts)
        by_finding: dict[Finding, list[int]] = {}
        for code, cells in enumerate(rows.tuples):
            for finding in rule(dict(zip(present, cells, strict=True))):
                by_finding.setdefault(finding, []).append(code)
        for finding, codes in by_finding.items():
            hit = np.zeros(len(rows.tuples), dtype=bool)
            hit[codes] = True
            out.setdefault(finding, []).append(np.flatnonzero(hit[rows.codes]))
    return tuple((np.concatenate(parts), finding) for finding, parts in out.items())


def _presence(column: ExaminedColumn) -> Column:
    return Column(np.where(column.filled(), 0, -1).astype(np.int32), ("present",))
