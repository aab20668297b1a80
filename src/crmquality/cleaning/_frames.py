"""Findings and changes as frames: one row per cell concerned, gathered from the distinct readings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality.cleaning._examine import ExaminedColumn, ExaminedTable
from crmquality.cleaning._source import Source
from crmquality.policy import Field
from crmquality.policy._proposals import Proposal, cell_proposals, written
from crmquality.types import Examined, Finding

FINDING_COLUMNS = (
    "finding_id", "record_id", "field", "code", "severity", "suggestion", "bad_data_class", "message",
)  # fmt: skip
CHANGE_SCHEMA: dict[str, pl.DataType] = {
    "change_id": pl.String(), "record_id": pl.String(), "field": pl.String(), "before": pl.String(),
    "after": pl.String(), "rule": pl.String(), "confidence": pl.Float64(), "safe": pl.Boolean(),
    "cosmetic": pl.Boolean(), "action": pl.String(), "group": pl.String(), "row": pl.Int32(), "column": pl.String(),
}  # fmt: skip


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


def findings_frame(source: Source, examined: ExaminedTable) -> pl.DataFrame:
    """All findings, sorted by record, field and code."""
    parts = [_of_findings(*_found(c)) for c in examined.columns.values()]
    for rows, finding in examined.record_findings:
        parts.append(_of_findings(rows, np.zeros(len(rows), dtype=np.int64), [finding]))
    if source.id_findings:
        id_rows = np.array([r for r, _ in source.id_findings], dtype=np.int64)
        parts.append(_of_findings(id_rows, np.arange(len(id_rows)), [f for _, f in source.id_findings]))
    frame = pl.concat(parts) if parts else _of_findings(np.zeros(0, np.int64), np.zeros(0, np.int64), [])
    ids = pl.Series("record_id", source.ids, dtype=pl.String)
    frame = frame.with_columns(ids.gather(frame["row"])).drop("row")
    frame = frame.sort("record_id", "field", "code", "message", maintain_order=True)
    number = pl.int_range(pl.len()).over("record_id", "field", "code")
    return frame.with_columns(
        finding_id=pl.concat_str("record_id", pl.lit(":"), "field", pl.lit(":"), "code",
                                 pl.when(number > 0).then(pl.format("#{}", number + 1)).otherwise(pl.lit("")))
    ).select(FINDING_COLUMNS)  # fmt: skip


def _found(column: ExaminedColumn) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], list[Finding]]:
    outcomes = np.append(column.outcome, np.int32(0))[column.codes]  # 0 = nothing found
    return *explode(outcomes, [len(found) for found in column.findings]), [
        f for found in column.findings for f in found
    ]


def _of_findings(rows: npt.NDArray[np.int64], flat: npt.NDArray[np.int64], findings: Sequence[Finding]) -> pl.DataFrame:
    def take(get: Callable[[Finding], str | None]) -> pl.Series:
        return pl.Series([get(f) for f in findings], dtype=pl.String).gather(flat)

    return pl.DataFrame(
        {
            "row": pl.Series(rows, dtype=pl.Int64),
            "field": take(lambda f: f.field),
            "code": take(lambda f: f.code),
            "severity": take(lambda f: f.severity),
            "suggestion": take(lambda f: f.suggestion),
            "bad_data_class": take(lambda f: f.bad_data_class),
            "message": take(lambda f: f.message),
        }
    )


def cell_changes(source: Source, examined: ExaminedTable) -> pl.DataFrame:
    """Proposed changes of single cells: canonical forms, corrections, placeholders emptied."""
    parts = []
    for column in examined.columns.values():
        field = source.policy.field(column.field)
        if not written(field) or column.source == source.id_column:
            continue
        parts.append(_column_changes(source, column, field))
    return concat_changes(parts)


def concat_changes(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Change frames of one schema, sorted by record, field, rule."""
    frames = [p.select(list(CHANGE_SCHEMA)) for p in parts if p.height]
    if not frames:
        return pl.DataFrame(schema=CHANGE_SCHEMA)
    return pl.concat(frames).sort("record_id", "field", "action", "rule", maintain_order=True)


def _column_changes(source: Source, column: ExaminedColumn, field: Field) -> pl.DataFrame:
    suggests = np.array([any(f.suggestion is not None for f in found) for found in column.findings])
    asked = np.flatnonzero(
        column.missing | suggests[column.outcome] | column.text.ne_missing(column.raw).to_numpy()
    )  # nothing is proposed for the others
    counts = np.zeros(len(column.raw), dtype=np.int64)
    flat: list[tuple[str, Proposal]] = []
    for place, raw, text in zip(
        asked.tolist(), column.raw.gather(asked).to_list(), column.text.gather(asked).to_list(), strict=True
    ):
        item = Examined(text, column.findings[column.outcome[place]], None, bool(column.missing[place]))
        found = cell_proposals(raw, item)
        counts[place] = len(found)
        flat += [(raw, p) for p in found]
    rows, at = explode(column.codes, counts)
    if not len(rows):
        return pl.DataFrame(schema=CHANGE_SCHEMA)
    frame = pl.DataFrame(
        {
            "before": pl.Series([r for r, _ in flat], dtype=pl.String),
            "after": pl.Series([p.after for _, p in flat], dtype=pl.String),
            "rule": pl.Series([p.rule for _, p in flat], dtype=pl.String),
            "confidence": pl.Series([p.confidence for _, p in flat], dtype=pl.Float64),
            "safe": pl.Series([p.safe for _, p in flat], dtype=pl.Boolean),
            "cosmetic": pl.Series([p.cosmetic for _, p in flat], dtype=pl.Boolean),
        }
    )[at]
    ids = pl.Series(source.ids, dtype=pl.String).gather(rows)
    return frame.with_columns(
        pl.Series("record_id", ids),
        pl.Series("row", rows, dtype=pl.Int32),
        field=pl.lit(field.name),
        column=pl.lit(column.source),
        action=pl.lit("set"),
        group=pl.lit(""),
    ).with_columns(
        change_id=pl.concat_str("record_id", pl.lit(":"), "field",
                                pl.when(pl.col("safe")).then(pl.lit("")).otherwise(pl.lit(":") + pl.col("rule")))
    )  # fmt: skip
