"""Enrichment of a table: each enricher asked once per distinct text of the rows that it has something to say about."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality.cleaning._examine import ExaminedTable
from crmquality.cleaning._frames import explode, lean
from crmquality.cleaning._source import Source
from crmquality.columns import Column, combine
from crmquality.policy._enrich import BuiltIn, built_in


def enrichments(source: Source, examined: ExaminedTable) -> Iterator[pl.DataFrame]:
    """Proposals for empty fields and for names in the wrong field, as parts of a change frame; none is safe."""
    found = examined.columns
    known = [e for e in built_in(source.policy) if all(f in found for f in (*e.reads, *e.fills))]
    for e in known:
        yield from _changes(source, examined, e)


def _changes(source: Source, examined: ExaminedTable, enricher: BuiltIn) -> list[pl.DataFrame]:
    rows, read = _asked(examined, enricher)
    if not len(rows):
        return []
    distinct = combine(read)
    names = enricher.reads
    proposed = [enricher.propose(dict(zip(names, cells, strict=True))) for cells in distinct.tuples]
    place, at = explode(distinct.codes, [len(each) for each in proposed])
    flat = [e for each in proposed for e in each]
    frame = pl.DataFrame({
        "row": pl.Series(rows[place], dtype=pl.Int32),
        "field": pl.Series([e.field for e in flat], dtype=pl.String).gather(at),
        "after": pl.Series([e.value for e in flat], dtype=pl.String).gather(at),
    })  # fmt: skip
    frame = frame.with_columns(confidence=pl.lit(enricher.confidence))
    if len(enricher.fills) > 1:
        frame = frame.with_columns(group=source.names.gather(frame["row"]) + f":{enricher.rule}")
    return [as_changes(source, p, str(field), enricher.rule) for (field,), p in frame.group_by("field")]


def _asked(examined: ExaminedTable, enricher: BuiltIn) -> tuple[npt.NDArray[np.int64], list[Column]]:
    """Rows where what it fills is empty and what it reads is there, with the columns it reads at these rows."""
    found = examined.columns
    wanted = np.logical_and.reduce([
        *(found[f].filled() for f in enricher.reads), *(~found[f].filled() for f in enricher.empty if f in found),
        *(np.append(found[f].raw.str.strip_chars().to_numpy() == "", True)[found[f].codes] for f in enricher.blank),
    ])  # fmt: skip
    rows = np.flatnonzero(wanted)
    read = [Column.encode(found[f].text.gather(found[f].codes[rows])) for f in enricher.reads]
    for step in enricher.extract:
        read[0] = read[0].recode(read[0].map(step))
    usable = np.logical_and.reduce([c.codes >= 0 for c in read])
    return rows[usable], [Column(c.codes[usable], c.texts) for c in read]


def as_changes(source: Source, part: pl.DataFrame, field: str, rule: str) -> pl.DataFrame:
    """Rows, values and confidence as changes of one field by one rule; none is safe."""
    column = source.mapping.fields[field]
    before = source.table.frame[column].gather(part["row"]).alias("before")
    return lean(part.with_columns(before, field=pl.lit(field), rule=pl.lit(rule), column=pl.lit(column)))
