"""Every cell of a table read once per distinct value and context."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality.columns import Codes, Column, combine
from crmquality.policy import CompiledPolicy
from crmquality.policy._compiled import named
from crmquality.types import Brief, Examined, Finding
from crmquality.validators._conditions import AS_OF
from crmquality.validators._rule import Extract, OfColumn, RecordRule
from crmquality.validators._sieves import Sieved

#: kinds whose parts matching needs
_NAMES: Final = frozenset(("person_name", "given_name", "family_name", "organization_name"))
Progress = Callable[[str, float], None] | None
Rows = npt.NDArray[np.int64]


@frozen
class Reader:
    """What reads the cells of a column: one by one, and before that the ordinary ones at once; ``whole`` with parts."""

    read: Callable[[str], Brief]
    sieve: Callable[[pl.Series], Sieved] | None = None
    whole: Callable[[str], Examined] | None = None


@frozen(eq=False)
class ExaminedColumn:
    """One field of a table: the readings of its distinct (value, context) tuples, kept column by column.

    Args:
        field: the policy's field.
        source: the source column.
        codes: per row the distinct tuple; -1 = empty.
        raw: the raw value of each distinct tuple.
        text: its canonical form, or null.
        missing: nothing usable was there.
        outcome: place of its findings in ``findings``.
        findings: the distinct results of all rules.
        whole: what reads a cell with the parts of a name; ``None`` for other kinds.
        parts: by place, the parts that were read on the way.
    """

    field: str
    source: str
    codes: Codes
    raw: pl.Series
    text: pl.Series
    missing: npt.NDArray[np.bool_]
    outcome: npt.NDArray[np.int32]
    findings: tuple[tuple[Finding, ...], ...]
    whole: Callable[[str], Examined] | None
    parts: Mapping[int, object]

    @classmethod
    def build(
        cls, field: str, source: str, codes: Codes, raw: pl.Series, groups: Iterable[tuple[Rows, Reader]]
    ) -> ExaminedColumn:
        """Read the raw cells, each in its group."""
        whole: Callable[[str], Examined] | None = None
        parts: dict[int, object] = {}
        place: dict[tuple[Finding, ...], int] = {(): 0}
        missing, outcome = np.zeros(len(raw), dtype=bool), np.zeros(len(raw), dtype=np.int32)
        order, texts = [], []
        for rows, reader in groups:
            cells = raw if len(rows) == len(raw) else raw.gather(rows)
            if reader.sieve is not None:
                known = reader.sieve(cells)
                places = np.array([place.setdefault(found, len(place)) for found in known.findings], dtype=np.int32)
                outcome[rows[known.cell]] = places[known.outcome]
                order.append(rows[known.cell])
                texts.append(known.text)
                left = np.delete(np.arange(len(rows)), known.cell)
                rows, cells = rows[left], cells.gather(left)  # noqa: PLW2901 - what is left
            read: Callable[[str], Brief] = reader.read
            values: list[object] = []
            if (whole := reader.whole) is not None:
                read = partial(_keeping, whole, values)
            text: list[str | None] = []
            for row, (written, found, gone) in zip(rows.tolist(), map(read, cells.to_list()), strict=True):
                text.append(written)
                if found:
                    outcome[row] = place.setdefault(found, len(place))
                if gone:
                    missing[row] = True
            parts.update(zip(rows.tolist(), values, strict=False))
            order.append(rows)
            texts.append(pl.Series(text, dtype=pl.String))
        back = np.empty(len(raw), dtype=np.int64)
        back[np.concatenate(order) if order else []] = np.arange(len(raw))
        return cls(
            field, source, codes, raw, pl.concat(texts, rechunk=True).gather(back) if texts else raw, missing, outcome,
            tuple(named(found, field) for found in place), whole, parts,
        )  # fmt: skip

    @cached_property
    def values(self) -> tuple[object, ...] | None:
        """Parts of the names, one per distinct tuple; those of ordinary names are read when first asked for."""
        if (whole := self.whole) is None:
            return None
        parts = self.parts
        return tuple(parts[i] if i in parts else whole(raw).value for i, raw in enumerate(self.raw.to_list()))

    def gather(self, per_item: pl.Series) -> pl.Series:
        """One text per row from one per distinct tuple."""
        return per_item.gather(pl.Series(self.codes).replace(-1, None))

    def canonical(self) -> Column:
        """The canonical texts, encoded."""
        return Column.encode(self.text).take(self.codes)

    def rule_cells(self) -> RuleCells:
        """What record rules see: canonical texts, and ``""`` where something else stands."""
        there = pl.when(~pl.lit(pl.Series(self.missing))).then(self.text.fill_null(""))
        return RuleCells(pl.select(there).to_series(), self.codes)

    def written(self) -> pl.Series:
        """Per row the canonical text, or the raw one where there is none."""
        return self.gather(pl.select(pl.when(~pl.lit(pl.Series(self.missing))).then(self.text.fill_null(self.raw)))
                           .to_series())  # fmt: skip

    def filled(self) -> npt.NDArray[np.bool_]:
        """Rows whose cell holds something usable or at least readable: not empty, not a placeholder."""
        return np.append(~self.missing, False)[self.codes]

    def valid(self) -> npt.NDArray[np.bool_]:
        """Rows whose cell has a canonical form and no error."""
        wrong = np.array([any(f.severity == "error" for f in found) for found in self.findings])
        return np.append(self.text.is_not_null().to_numpy() & ~wrong[self.outcome], False)[self.codes]


@frozen(eq=False)
class RuleCells:
    """What record rules see of a column: one text per distinct cell, and per row its place; -1 = empty."""

    texts: pl.Series
    codes: Codes

    @cached_property
    def _cells(self) -> list[str | None]:
        return self.texts.to_list()

    @cached_property
    def whole(self) -> Column:
        """The texts, encoded."""
        return Column.encode(self.texts).take(self.codes)

    def extracted(self, steps: Sequence[Extract]) -> Column:
        """What a rule reads of the texts, encoded; the whole texts are many, what is read of them often few."""
        if not steps:
            return self.whole
        first, *rest = steps
        if isinstance(first, OfColumn):
            found = Column.encode(first.of_column(self.texts))
        else:
            found = Column.from_cells([None if text is None else first(text) for text in self._cells])
        return _stepwise(found, rest).take(self.codes)


def _stepwise(column: Column, steps: Sequence[Extract]) -> Column:
    """A column through one extract after another, each applied once per distinct text."""
    for step in steps:
        texts = (
            step.of_column(column.texts) if isinstance(step, OfColumn) else pl.Series(column.map(step), dtype=pl.String)
        )
        column = Column.encode(texts).take(column.codes)
    return column


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
        out = {name: c.written() for name, c in self.columns.items()}
        return pl.DataFrame(out) if out else pl.DataFrame(height=self.height)

    def unusable(self) -> pl.DataFrame:
        """Row, field and text of cells that hold a placeholder."""
        parts = [pl.DataFrame(schema={"row": pl.UInt32, "value": pl.String, "field": pl.String})]
        for name, c in self.columns.items():
            rows = np.flatnonzero(np.append(c.missing, False)[c.codes]).astype(np.uint32)
            held = pl.DataFrame({"row": rows, "value": c.raw.gather(c.codes[rows])})
            parts.append(held.with_columns(field=pl.lit(name)))
        return pl.concat(parts).filter(pl.col("value").str.contains(r"\S") & (pl.col("field") != "record_id"))


def examine_table(
    frame: pl.DataFrame, fields: Mapping[str, str], compiled: CompiledPolicy, as_of: date | None,
    progress: Progress = None,
) -> ExaminedTable:  # fmt: skip
    """Read every mapped column through the policy.

    Args:
        frame: text columns.
        fields: policy field to source column.
        compiled: the compiled policy.
        as_of: the day of the check; ``None`` = dates ahead are not looked for.
        progress: told the stage's name and the share done.
    """
    known = [n for n in compiled.policy.field_names if n in fields]
    context = {c for n in known for c in compiled.context_of(n)}
    order = sorted(known, key=lambda n: n not in context)  # what others are read by comes first
    done: dict[str, ExaminedColumn] = {}
    for step, name in enumerate(order):
        if progress:
            progress("examine", step / len(order))
        done[name] = _examine_column(frame, name, fields[name], compiled, done)
    columns = {n: done[n] for n in known}
    return ExaminedTable(columns, _record_findings(columns, compiled, frame.height, as_of), frame.height)


def _examine_column(
    frame: pl.DataFrame, name: str, source: str, compiled: CompiledPolicy, done: Mapping[str, ExaminedColumn]
) -> ExaminedColumn:
    raw = Column.encode(frame[source])
    context = [c for c in compiled.context_of(name) if c in done]
    if not context:
        every = np.arange(len(raw.texts))
        return ExaminedColumn.build(name, source, raw.codes, raw.texts, [(every, _reader(compiled, name, None))])
    pairs = combine([raw, *(done[c].canonical() for c in context)])
    kept = np.flatnonzero(pairs.columns[0].codes >= 0)
    place = np.full(len(pairs), -1, dtype=np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    countries = pairs.columns[1].codes[kept]
    known = (*pairs.columns[1].values, None)
    groups = ((np.flatnonzero(countries == c), _reader(compiled, name, known[c])) for c in np.unique(countries))
    cells = raw.texts.gather(pairs.columns[0].codes[kept])
    return ExaminedColumn.build(name, source, place[pairs.codes], cells, groups)


def _reader(compiled: CompiledPolicy, name: str, country: str | None) -> Reader:
    """What reads the cells of a field."""
    whole = compiled.reader(name, country) if compiled.policy.field(name).kind in _NAMES else None
    return Reader(compiled.brief(name, country), compiled.sieve(name, country), whole)


def _keeping(whole: Callable[[str], Examined], values: list[object], raw: str) -> Brief:
    found = whole(raw)
    values.append(found.value)
    return found.text, found.findings, found.missing


def _record_findings(
    columns: Mapping[str, ExaminedColumn], compiled: CompiledPolicy, height: int, as_of: date | None
) -> tuple[tuple[npt.NDArray[np.int64], Finding], ...]:
    """Rules over records, run once per distinct tuple of what each one reads."""
    out: dict[Finding, list[npt.NDArray[np.int64]]] = {}
    wanted = {f for r in compiled.record_rules if not r.presence_only for f in r.fields}
    cells = {f: c.rule_cells() for f, c in columns.items() if f in wanted}
    if as_of is not None:
        cells[AS_OF] = RuleCells(pl.Series([as_of.isoformat()]), np.zeros(height, dtype=np.int32))
    for rule in compiled.record_rules:
        present = [f for f in rule.fields if f in columns or f in cells]
        if (rule.asked_only or rule.needs_all) and len(present) < len(rule.fields):
            continue
        if not present:
            for finding in rule({}):
                out.setdefault(finding, []).append(np.arange(height))
            continue
        read = [_presence(columns[f]) if rule.presence_only else cells[f].extracted(rule.extract(f)) for f in present]
        for finding, rows in _run(rule, present, read):
            out.setdefault(finding, []).append(rows)
    return tuple((np.concatenate(parts), finding) for finding, parts in out.items())


def _run(rule: RecordRule, names: list[str], columns: list[Column]) -> Iterator[tuple[Finding, npt.NDArray[np.int64]]]:
    """Findings of one rule with the rows they stand on."""
    rows = np.arange(len(columns[0]))
    if rule.needs_all:
        rows = np.flatnonzero(np.logical_and.reduce([c.codes >= (c.values[:1] == ("",)) for c in columns]))
        columns = [Column(c.codes[rows], c.texts) for c in columns]
    if rule.sure is not None:
        part, whole = (_stepwise(columns[at], steps).to_series() for at, steps in rule.sure)
        holds = pl.lit(whole).str.contains(pl.lit(part), literal=True).fill_null(value=False)
        open_ = pl.select((~holds).arg_true()).to_series().to_numpy()
        rows, columns = rows[open_], [Column(c.codes[open_], c.texts) for c in columns]
    if not len(rows):
        return
    distinct = combine(columns)
    judge = rule.judge if rule.needs_all else None
    by_finding: dict[Finding, list[int]] = {}
    for code, values in enumerate(distinct.tuples):
        if judge is None or judge(*values) is False:
            for finding in rule(dict(zip(names, values, strict=True))):
                by_finding.setdefault(finding, []).append(code)
    for finding, codes in by_finding.items():
        hit = np.zeros(len(distinct), dtype=bool)
        hit[codes] = True
        yield finding, rows[hit[distinct.codes]]


def _presence(column: ExaminedColumn) -> Column:
    return Column(np.where(column.filled(), 0, -1).astype(np.int32), ("present",))
