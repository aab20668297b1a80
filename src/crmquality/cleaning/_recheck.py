"""A plan held against a fresh export: what was edited meanwhile is dropped, and said."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl
from attrs import evolve

from crmquality.cleaning._frames import plain_changes
from crmquality.errors import InputError, PolicyError

if TYPE_CHECKING:
    from crmquality.cleaning._plan import Plan

GONE = "the record is no longer there"
EDITED = "the cell was edited meanwhile"
EDITED_RECORD = "a record concerned was edited meanwhile"
COLUMN_GONE = "the column is no longer there"
WITH_GROUP = "another change that belongs to it was dropped"


def recheck(plan: Plan, fresh_export: object) -> tuple[Plan, pl.DataFrame]:
    """Keep the changes whose records still are as the plan saw them.

    Args:
        plan: the plan.
        fresh_export: a newer export of the same table, anything that `crmquality.clean` reads.

    Returns:
        The plan with the changes that still hold, and the dropped ones with a column ``reason``.

    Raises:
        PolicyError: the plan has no id column.
        InputError: the fresh export lacks it, or cannot be read.
    """
    from crmquality.integrations.frames import from_data

    column = plan.source.id_column
    if column is None:
        raise PolicyError("a plan without an id column cannot be rechecked: name the column with id=")
    fresh = from_data(fresh_export)
    if column not in fresh.frame.columns:
        raise InputError(f"{fresh.name}: no column {column!r}, from which the plan's ids come")
    changes, source = plan.tables.changes, plan.source
    whole = plain_changes(changes, source).with_row_index("place")
    kept, dropped = recheck_changes(whole, source.table.frame, source.ids, fresh.frame, column)
    tables = copy.copy(plan.tables)
    tables.__dict__["changes"] = changes[kept["place"]]
    return evolve(plan, tables=tables), dropped.drop("place")


def recheck_changes(
    changes: pl.DataFrame, table: pl.DataFrame, ids: Sequence[str], fresh: pl.DataFrame, id_column: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split changes into those that still hold and those that do not.

    A cell must still hold ``before``; records of a merge, archive or suppression must not have been edited at all.
    An id that repeats in the fresh export cannot be told apart and counts as gone.
    """
    now = fresh.with_columns(pl.col(id_column).str.strip_chars().alias("_id")).filter(
        pl.col("_id").is_not_null() & ~pl.col("_id").is_duplicated()
    )
    place = pl.DataFrame({"_id": now["_id"], "_now": pl.int_range(now.height, eager=True)})
    where = pl.DataFrame({"_id": pl.Series(ids, dtype=pl.String)}).join(
        place, on="_id", how="left", maintain_order="left"
    )
    common = [c for c in table.columns if c in now.columns]
    differs = {c: now[c].gather(where["_now"]).fill_null("") != table[c].fill_null("") for c in common}
    record = pl.DataFrame({"record_id": where["_id"], "gone": where["_now"].is_null()})
    record = record.with_columns(edited=pl.any_horizontal(list(differs.values())) if differs else pl.lit(value=False))
    survivor = record.rename({"record_id": "after", "gone": "gone_to", "edited": "edited_to"})
    out = changes
    for found, key in ((_cells(changes, differs), "change_id"), (record, "record_id"), (survivor, "after")):
        out = out.join(found, on=key, how="left", maintain_order="left")
    merge = pl.col("action") == "merge"
    reason = (
        pl.when(pl.col("gone") | (merge & pl.col("gone_to").fill_null(value=True))).then(pl.lit(GONE))
        .when((pl.col("action") == "set") & ~pl.col("column").is_in(common)).then(pl.lit(COLUMN_GONE))
        .when((pl.col("action") == "set") & pl.col("cell").fill_null(value=False)).then(pl.lit(EDITED))
        .when((pl.col("action") != "set") & (pl.col("edited") | (merge & pl.col("edited_to"))))
        .then(pl.lit(EDITED_RECORD))
    )  # fmt: skip
    out = out.with_columns(reason=reason)
    group = (pl.col("group") != "") & pl.col("reason").is_not_null().any().over("group")
    out = out.with_columns(reason=pl.coalesce("reason", pl.when(group).then(pl.lit(WITH_GROUP))))
    out = out.select(*changes.columns, "reason")
    return out.filter(pl.col("reason").is_null()).drop("reason"), out.filter(pl.col("reason").is_not_null())


def _cells(changes: pl.DataFrame, differs: dict[str, pl.Series]) -> pl.DataFrame:
    parts = [
        part.select("change_id", cell=differs[str(column)].gather(part["row"]))
        for (column,), part in changes.filter(pl.col("action") == "set").group_by("column", maintain_order=True)
        if str(column) in differs
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema={"change_id": pl.String, "cell": pl.Boolean})
