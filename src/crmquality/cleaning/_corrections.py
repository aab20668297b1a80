"""What customers said is right, as proposed changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from crmquality.cleaning._examine import ExaminedTable
from crmquality.cleaning._frames import LEAN, lean
from crmquality.cleaning._source import Source
from crmquality.decay import Feedback
from crmquality.policy import compile_policy
from crmquality.policy._proposals import written

#: belief in what the person himself says, as in the outcome table
CONFIDENCE = 0.995


def corrections(source: Source, examined: ExaminedTable, feedback: Sequence[Feedback], as_of: date) -> pl.DataFrame:
    """One change per open correction said by the day, the last one of a cell; invalid values are not proposed."""
    wanted = [f for f in feedback if f.answer == "correct" and f.at <= as_of and f.closed_at is None]
    if not wanted:
        return pl.DataFrame(schema=LEAN)
    place = {v: i for i, v in enumerate(source.ids)}
    compiled = compile_policy(source.policy)
    last: dict[tuple[str, str], dict[str, object]] = {}
    for said in sorted(wanted, key=lambda f: (f.at, f.feedback_id)):
        column = examined.columns.get(said.field)
        if said.record_id not in place or column is None or not written(source.policy.field(said.field)):
            continue
        row = place[said.record_id]
        read = compiled.examine_record({said.field: said.value}).cells[said.field]
        code = int(column.codes[row])
        before = column.raw[code] if code >= 0 else None
        if read.valid and read.text != before:
            last[said.record_id, said.field] = {
                "row": row, "field": said.field, "before": before, "after": read.text, "rule": "feedback.corrected",
                "confidence": CONFIDENCE, "column": column.source,
            }  # fmt: skip
    names = ("row", "field", "before", "after", "rule", "confidence", "column")
    return lean(pl.DataFrame(list(last.values()), schema={n: LEAN[n] for n in names}))
