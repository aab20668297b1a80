"""Files that go back into the CRM: updates, merges, archive, suppress, and a guide in which order to use them.

No file holds a cell that would empty a value: `updates.csv` leaves unchanged cells empty for importers that skip
empty cells, and `updates_by_column/` has the same changes one column a file, without a single empty cell, for
importers that would take an empty cell as an order to blank. Cells to be emptied are listed for a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from crmquality._data import load
from crmquality.cleaning._frames import plain_changes
from crmquality.cleaning._held_back import parted
from crmquality.cleaning._source import Source
from crmquality.errors import OutputError

if TYPE_CHECKING:
    from crmquality.cleaning._plan import Plan

#: values that a survivor takes over
CARRIED = pl.col("rule").str.starts_with("merge.")


def blocked(source: Source) -> str | None:
    """Why nothing may be written back, in one sentence; ``None`` = it may."""
    if source.id_column is None:
        return "write-back needs the CRM's record ids: export again with the id column, or name it with id="
    damaged = sum(f.code == "id.damaged_by_spreadsheet" for _, f in source.id_findings)
    if damaged:
        return (
            f"{damaged} ids in the column {source.id_column!r} were rounded by a spreadsheet: nothing is written back; "
            "export again with that column as text"
        )
    return None


def write_back(plan: Plan, folder: str | Path, *, cosmetic: bool, overwrite: bool) -> dict[str, int]:
    """Write the files of a plan's ``all`` selection.

    Args:
        plan: the plan.
        folder: a folder that is empty or does not exist.
        cosmetic: also write changes that only alter the writing.
        overwrite: replace what the folder holds.

    Returns:
        Records per file.

    Raises:
        OutputError: no id column, damaged ids, or the folder cannot be written.
    """
    source = plan.source
    reason = blocked(source)
    if reason:
        raise OutputError(reason)
    headers = dict(zip(source.table.frame.columns, source.table.headers, strict=True))
    changes, held = going_out(plan, cosmetic=cosmetic)
    left_out = len(source.bad_id_rows)
    return write_files(changes, folder, str(source.id_column), headers, left_out, held, overwrite=overwrite)


def going_out(plan: Plan, *, cosmetic: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The changes of a plan that may go back, in the CRM's values, and those held back, with the reason."""
    never = {f.name for f in plan.policy.fields if f.write == "never"}
    changes = writable(plan.chosen("all"), plan.source, never, cosmetic=cosmetic)
    return parted(plain_changes(changes, plan.source), plan.policy, plan.source.table.frame)


def writable(changes: pl.DataFrame, source: Source, never: Collection[str], *, cosmetic: bool) -> pl.DataFrame:
    """The changes that may go back: sound ids, fields that may be written, more than another writing.

    A merge with a member that has no sound id is left out whole; so are updates of records that are merged away.
    """
    rows = sorted(source.bad_id_rows)
    bad = pl.col("row").is_in(rows)
    merges = changes.filter(pl.col("action") == "merge")
    broken = merges.filter(bad | pl.col("after").is_in(source.names.gather(rows).implode()))["group"].unique()
    losing = merges["row"].unique()
    of_record = pl.col("action").is_in(["set", "archive", "suppress"]) & pl.col("row").is_in(losing.implode())
    keep = ~bad & ~of_record & ~((pl.col("group") != "") & pl.col("group").is_in(broken.implode()))
    keep &= ~((pl.col("action") == "set") & pl.col("field").is_in(sorted(never)))
    return changes.filter(keep if cosmetic else keep & ~pl.col("cosmetic"))


def write_files(
    changes: pl.DataFrame, folder: str | Path, id_column: str, headers: Mapping[str, str], left_out: int,
    held: pl.DataFrame, *, overwrite: bool,
) -> dict[str, int]:  # fmt: skip
    """Write the files from what `going_out` gives; ``headers`` are by column of the text frame, in its order."""
    from crmquality.integrations.writing import OutputFolder, write_csv, write_text

    sets = changes.filter(pl.col("action") == "set").sort("record_id", "column")
    filled = sets.filter(pl.col("after").fill_null("") != "")
    to_empty = sets.filter(pl.col("after").fill_null("") == "")
    updates = wide(filled.filter(~CARRIED), id_column, list(headers))
    carried = wide(filled.filter(CARRIED), id_column, list(headers))
    merges = merges_frame(changes, headers)
    flags = {a: flagged(changes, a, headers[id_column]) for a in ("archive", "suppress")}
    with OutputFolder(Path(folder), overwrite=overwrite) as out:

        def write(frame: pl.DataFrame, name: str) -> None:
            write_csv(frame, out / f"{name}.csv", headers=[headers.get(c, c) for c in frame.columns])

        (out / "updates_by_column").mkdir()
        for number, column in enumerate(updates.columns[1:], start=1):
            name = re.sub(r"[^\w-]+", "_", column)[:40]
            write(updates.select(id_column, column).drop_nulls(column), f"updates_by_column/{number:02}_{name}")
        write(updates, "updates")
        write(carried, "carried")
        review = ["record_id", "column", "before", "after", "rule", "confidence", "cosmetic", "group"]
        shown = {"updates_review": sets.select(review), "to_empty": to_empty.select(review[:3]),
                 "held_back": held.select(*review[:5], "reason")}  # fmt: skip
        shown = {n: f.with_columns(pl.col("column").replace(dict(headers))) for n, f in shown.items()}
        for name, frame in {"merges": merges, **flags, **shown}.items():
            write_csv(frame, out / f"{name}.csv")
        counts = {n: f.height for n, f in {"updates": updates, "merges": merges, "carried": carried, **flags}.items()}
        counts |= {"empty": to_empty["record_id"].n_unique(), "held_back": held.height}
        guide = "\n".join((*load("policy")["guide"], ""))
        write_text(guide.format(n=counts, left_out=left_out, id=headers[id_column]), out / "README.txt")
    return counts


def wide(sets: pl.DataFrame, id_column: str, order: list[str]) -> pl.DataFrame:
    """One row per record, sorted by id: the id and the changed columns in the table's order; null = not changed."""
    changed = set(sets["column"].unique()) - {id_column}
    columns = [c for c in order if c in changed]
    out = sets.select(pl.col("record_id").alias(id_column)).unique().sort(id_column)
    for column in columns:
        part = sets.filter(pl.col("column") == column).select(
            pl.col("record_id").alias(id_column), pl.col("after").alias(column)
        )
        out = out.join(part, on=id_column, how="left", maintain_order="left")
    return out


def merges_frame(changes: pl.DataFrame, headers: Mapping[str, str]) -> pl.DataFrame:
    """survivor_id, losing_id, reason, confidence, and ``carry:<column>`` for each value the survivor takes over."""
    merges = changes.filter(pl.col("action") == "merge").select(
        survivor_id="after", losing_id="record_id", reason="rule", confidence="confidence"
    )
    carried = changes.filter((pl.col("action") == "set") & CARRIED & pl.col("after").is_not_null())
    columns = wide(carried, "survivor_id", list(headers))
    columns = columns.rename({c: f"carry:{c}" for c in columns.columns[1:]})
    return merges.join(columns, on="survivor_id", how="left").sort("survivor_id", "losing_id")


def flagged(changes: pl.DataFrame, action: str, id_header: str) -> pl.DataFrame:
    """The ids that an action concerns, with the reason, sorted by id."""
    part = changes.filter(pl.col("action") == action)
    return part.select(
        pl.col("record_id").alias(id_header), pl.coalesce("after", "rule").alias("crmquality reason")
    ).sort(id_header)
