"""Findings and changes as frames: one row per cell concerned, gathered from the distinct readings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import astuple, fields

from crmquality.cleaning._examine import ExaminedColumn, ExaminedTable
from crmquality.cleaning._source import Source
from crmquality.policy._proposals import Proposal, cell_proposals, written
from crmquality.types import Examined, Finding

FINDING_COLUMNS = "finding_id record_id field code severity suggestion bad_data_class message".split()
CHANGE_SCHEMA: dict[str, pl.DataType] = {
    "change_id": pl.String(), "record_id": pl.String(), "field": pl.String(), "before": pl.String(),
    "after": pl.String(), "rule": pl.String(), "confidence": pl.Float64(), "safe": pl.Boolean(),
    "cosmetic": pl.Boolean(), "action": pl.String(), "group": pl.String(), "row": pl.Int32(), "column": pl.String(),
}  # fmt: skip
_SAID = ("field", "code", "message", "severity", "suggestion", "bad_data_class")
#: few distinct words over millions of rows
WORD = pl.Categorical()
#: changes as they are kept: words as categories, and no ids, which follow from the rest
LEAN = {
    "row": pl.Int32(), "field": WORD, "before": pl.String(), "after": pl.String(), "rule": WORD,
    "confidence": pl.Float64(), "safe": pl.Boolean(), "cosmetic": pl.Boolean(), "action": WORD, "group": pl.String(),
    "column": WORD,
}  # fmt: skip
#: what a change is unless its part of a change frame says otherwise
_USUAL = {
    "before": pl.lit(None), "safe": pl.lit(value=False), "cosmetic": pl.lit(value=False), "action": pl.lit("set"),
    "group": pl.lit(""), "column": pl.lit(""), "field": pl.lit(""),
}  # fmt: skip
#: rows that a long output is made of at a time
CHUNK = 200_000


def explode(codes: npt.NDArray[np.int32], counts: npt.ArrayLike) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows and flat positions for so many results per distinct item, and none for an empty cell.

    Returns:
        Row numbers (rising), and for each the position among all results, item by item.
    """
    counts = np.append(counts, 0).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    per_row = counts[codes]
    rows = np.repeat(np.arange(len(codes)), per_row)
    first = np.repeat(np.cumsum(per_row) - per_row, per_row)
    return rows, np.repeat(starts[codes], per_row) + np.arange(len(rows)) - first


def findings_frame(source: Source, examined: ExaminedTable, told: Sequence[pl.DataFrame] = ()) -> pl.DataFrame:
    """All findings, sorted by record, field, code and message: row, number and what they say, words as categories.

    Args:
        source: the table as understood.
        examined: its readings.
        told: findings made elsewhere, with ``record_id``.

    Returns:
        ``number`` counts the findings of one code on one field of a record. `plain_findings` gives ids.
    """
    parts = [_found(c) for c in examined.columns.values()]
    parts += [(rows, np.zeros(len(rows), dtype=np.int64), [finding]) for rows, finding in examined.record_findings]
    id_rows = np.array([r for r, _ in source.id_findings], dtype=np.int64)
    parts.append((id_rows, np.arange(len(id_rows)), [f for _, f in source.id_findings]))
    tables = [_table(findings) for *_, findings in parts] + [frame.select(_SAID) for frame in told]
    place = pl.DataFrame({"record_id": source.names, "row": np.arange(len(source.ids))})
    for frame in told:
        row = frame.select("record_id").join(place, on="record_id", maintain_order="left")["row"].to_numpy()
        parts.append((row, np.arange(frame.height), []))
    table = pl.concat(tables)
    starts = np.cumsum([0, *(t.height for t in tables)])
    rows = np.concatenate([rows for rows, *_ in parts])
    kind = np.concatenate([at + start for (_, at, _), start in zip(parts, starts, strict=False)])
    by_code, by_all = (table.select(pl.struct(_SAID[:n]).rank("dense")).to_series().to_numpy() for n in (2, 3))
    size = table.height + 1
    order = np.argsort(source.rank[rows] * size + by_all[kind], kind="stable")
    rows, kind = rows[order], kind[order]
    group = source.rank[rows] * size + by_code[kind]
    first = np.flatnonzero(np.diff(group, prepend=-1))
    number = np.arange(len(group)) - np.repeat(first, np.diff(first, append=len(group)))
    found = pl.DataFrame({"row": rows, "number": number}).cast(pl.Int32)
    return found.hstack(table.cast({c: WORD for c in _SAID if c != "suggestion"})[kind])


def plain_findings(found: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Findings as callers see them: with ids, all text."""
    again = pl.when(pl.col("number") > 0).then(pl.format("#{}", pl.col("number") + 1)).otherwise(pl.lit(""))
    texts = found.with_columns(pl.col(WORD).cast(pl.String), record_id=source.names.gather(found["row"]))
    named = pl.concat_str("record_id", pl.lit(":"), "field", pl.lit(":"), "code", again)
    return texts.with_columns(finding_id=named).select(FINDING_COLUMNS)


def _found(column: ExaminedColumn) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], list[Finding]]:
    outcomes = np.append(column.outcome, np.int32(0))[column.codes]  # 0 = nothing found
    return *explode(outcomes, [len(found) for found in column.findings]), [
        f for found in column.findings for f in found
    ]


def _table(findings: Sequence[Finding]) -> pl.DataFrame:
    return pl.DataFrame({n: pl.Series([getattr(f, n) for f in findings], dtype=pl.String) for n in _SAID})


def cell_changes(source: Source, examined: ExaminedTable) -> Iterator[pl.DataFrame]:
    """Proposed changes of single cells: canonical forms, corrections, placeholders emptied."""
    for column in examined.columns.values():
        field = source.policy.field(column.field)
        if written(field) and column.source != source.id_column:
            places, found = _proposed(column)
            rows, at = explode(column.codes, np.bincount(places, minlength=len(column.raw)))
            found = found.with_columns(before=column.raw.gather(places), field=pl.lit(field.name))
            yield lean(found[at].with_columns(row=pl.Series(rows), column=pl.lit(column.source)))


def _proposed(column: ExaminedColumn) -> tuple[npt.NDArray[np.int64], pl.DataFrame]:
    """What is proposed for distinct readings: their places, rising, and after, rule, confidence, safe, cosmetic."""
    raw, outcome, missing = column.raw, column.outcome.astype(np.int64), column.missing
    suggests = np.array([any(f.suggestion is not None for f in found) for found in column.findings])[outcome]
    # nothing is proposed for the others
    asked = np.flatnonzero(missing | suggests | column.text.ne_missing(raw).to_numpy())
    blank = np.zeros(len(raw), dtype=bool)
    gone = np.flatnonzero(missing)
    blank[gone] = [not cell.strip() for cell in raw.gather(gone).to_list()]
    # of readings that differ in their texts alone the same is proposed, unless a text stands in a finding
    kind = ((outcome * 2 + missing) * 2 + blank) * 2 + column.text.is_null().to_numpy()
    kind = np.where(suggests, -1 - np.arange(len(raw)), kind)[asked]
    _, first, alike = np.unique(kind, return_index=True, return_inverse=True)
    flat: list[tuple[Any, ...]] = []
    counts = []
    for place in asked[first].tolist():
        text = column.text[place]
        found = cell_proposals(raw[place], Examined(text, column.findings[outcome[place]], None, bool(missing[place])))
        counts.append(len(found))
        flat += [(*astuple(p), p.after is not None and p.after == text) for p in found]
    which, at = explode(alike.astype(np.int32), counts)
    places = asked[which]
    said = pl.DataFrame(flat, {f.name: LEAN[f.name] for f in fields(Proposal)} | {"own": pl.Boolean()}, orient="row")[
        at
    ]
    own_text = pl.when("own").then(column.text.gather(places)).otherwise("after")
    return places, said.with_columns(after=own_text).drop("own")


def lean(part: pl.DataFrame) -> pl.DataFrame:
    """A part of a change frame: what it does not say is as usual."""
    usual = {n: said for n, said in _USUAL.items() if n not in part.columns}
    return part.with_columns(**usual).select(pl.col(n).cast(t) for n, t in LEAN.items())


def concat_changes(parts: Iterable[pl.DataFrame], source: Source) -> pl.DataFrame:
    """Parts of a change frame, sorted by record, field, action, rule."""
    whole = pl.concat([pl.DataFrame(schema=LEAN), *parts])
    rank = pl.Series("_rank", source.rank).gather(whole["row"])
    return whole.with_columns(rank).sort("_rank", "field", "action", "rule", maintain_order=True).drop("_rank")


def plain_changes(changes: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Changes as callers see them: with ids, all text."""
    rule = pl.col("rule").replace("feedback.corrected", "feedback")
    by_merge, of_cell = pl.col("rule").str.starts_with("merge."), pl.col("action") == "set"
    ahead = pl.when(~of_cell).then(pl.col("action") + ":").when(by_merge).then(pl.lit("carry:")).otherwise(pl.lit(""))
    named = pl.when(pl.col("safe") | by_merge).then(pl.lit("")).otherwise(pl.lit(":") + rule)
    behind = pl.when(of_cell).then(pl.lit(":") + pl.col("field") + named).otherwise(pl.lit(""))
    texts = changes.with_columns(pl.col(WORD).cast(pl.String), record_id=source.names.gather(changes["row"]))
    return texts.with_columns(change_id=pl.concat_str(ahead, "record_id", behind)).select(list(CHANGE_SCHEMA))


def in_parts(
    frame: pl.DataFrame, plain: Callable[[pl.DataFrame, Source], pl.DataFrame], source: Source
) -> Iterator[pl.DataFrame]:
    """A long frame as callers see it, part by part."""
    for start in range(0, max(frame.height, 1), CHUNK):
        yield plain(frame[start : start + CHUNK], source)
