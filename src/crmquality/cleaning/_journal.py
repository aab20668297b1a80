"""The journal: what was applied, and the way back, also later and out of order.

It keeps the table as it was, so that taking everything back is exact. On a table that has been edited
since, a cell that no longer holds what was written is left alone and listed as a conflict.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve, field, frozen

from crmquality.changes.edit import Edits, Rows, edit, text_frame
from crmquality.changes.people import Today, lay_over
from crmquality.cleaning._source import read
from crmquality.columns import Table
from crmquality.errors import JournalError

FLAGS = {"archive": "crmquality_archive", "suppress": "crmquality_suppress"}
EPOCH = (1980, 1, 1, 0, 0, 0)


@frozen
class Restored:
    """What taking changes back gave.

    Args:
        table: the table, in the caller's kind.
        conflicts: change_id, record_id, field, reason, expected, found: what could not be taken back.
        journal: the journal of what is still applied.
    """

    table: Any = field(repr=False)
    conflicts: pl.DataFrame = field(repr=False)
    journal: Journal = field(repr=False)


@frozen(eq=False)
class Journal:
    """What was applied to one table, by whom and when.

    Args:
        base: the table as it was before.
        ids: one record id per row of it.
        id_column: the column that holds the ids; ``None`` = rows were numbered.
        changes: the applied changes.
        by: who applied them.
        at: when, as the caller said.
    """

    base: Table = field(repr=False)
    ids: tuple[str, ...] = field(repr=False)
    id_column: str | None
    changes: pl.DataFrame = field(repr=False)
    by: str = ""
    at: str = ""

    def table(self) -> Any:
        """The table with the changes made, in the caller's kind."""
        return edit(self.base, edits_of(self.changes, self.base.height))

    def frame(self) -> pl.DataFrame:
        """The table with the changes made, as text."""
        return text_frame(self.base, edits_of(self.changes, self.base.height))

    def find(self, record_id: str) -> pl.DataFrame:
        """Everything applied to a record, or merged into it."""
        return self.changes.filter((pl.col("record_id") == record_id) | (pl.col("after") == record_id))

    def undo(self, change_ids: Iterable[str], table: object = None) -> Restored:
        """Take some changes back; with a merge goes everything that it carried.

        Args:
            change_ids: which.
            table: the table as it is now; without it, the table as it was applied.

        Raises:
            JournalError: an id was never applied here, or the table lacks the id column.
        """
        wanted = pl.Series(list(change_ids), dtype=pl.String)
        unknown = wanted.filter(~wanted.is_in(self.changes["change_id"].implode()))
        if len(unknown):
            raise JournalError(f"{len(unknown)} change ids are not in this journal; take them from journal.changes")
        named = pl.col("change_id").is_in(wanted.implode())
        groups = self.changes.filter(named & (pl.col("group") != ""))["group"].unique()
        back = named | (pl.col("group").is_in(groups.implode()) & (pl.col("group") != ""))
        return self._undo(self.changes.filter(back), self.changes.filter(~back), table)

    def undo_all(self, table: object = None) -> Restored:
        """Take everything back."""
        return self._undo(self.changes, self.changes.clear(), table)

    def _undo(self, back: pl.DataFrame, kept: pl.DataFrame, table: object) -> Restored:
        journal = evolve(self, changes=kept)
        now = None if table is None else read(table)
        if now is None or (now.frame.equals(self.frame()) and now.kind == self.base.kind):
            return Restored(journal.table() if kept.height else _copy(self.base), _conflicts(self.changes, []), journal)
        if now.kind != self.base.kind and {now.kind, self.base.kind} & {"rows", "pandas", "arrow"}:
            raise JournalError(f"the journal is about a table of kind {self.base.kind!r}; this one is {now.kind!r}")
        today, conflicts = _today(self, back, now)
        flags = (pl.col("action") != "set") & pl.col("change_id").is_in(conflicts["change_id"].implode())
        target = evolve(self, changes=pl.concat([kept, back.filter(flags & (pl.col("action") != "merge"))]))
        place = _place(target)
        was = _place(self)
        here = np.zeros(self.base.height, dtype=bool)
        here[today.origin[today.origin >= 0]] = True
        restored = np.flatnonzero((place >= 0) & (was < 0) & ~here)
        text = target.frame()
        headers = (*self.base.headers, *text.columns[self.base.frame.width :])
        table_then = evolve(self.base, frame=text, headers=headers, native=target.table())
        return Restored(lay_over(table_then, place, today, restored), conflicts, journal)

    def save(self, path: str | Path) -> Path:
        """Write the journal, with the table as it was, into one file.

        Raises:
            OutputError: the file cannot be written.
        """
        path = Path(path)
        head = {
            "ids": list(self.ids), "id_column": self.id_column, "by": self.by, "at": self.at,
            "headers": list(self.base.headers), "name": self.base.name, "kind": self.base.kind,
        }  # fmt: skip
        from crmquality._files import beside

        with beside(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            # a fixed date: equal journals are equal files
            text = json.dumps(head, ensure_ascii=False, sort_keys=True)
            file.writestr(zipfile.ZipInfo("journal.json", EPOCH), text.encode())
            _put_frame(file, "changes.arrow", self.changes)
            _put_frame(file, "text.arrow", self.base.frame)
            if isinstance(self.base.native, pl.DataFrame) and self.base.native is not self.base.frame:
                _put_frame(file, "typed.arrow", self.base.native)
        return path

    @classmethod
    def load(cls, path: str | Path) -> Journal:
        """Read a journal that `save` wrote.

        Tables of files, polars, Arrow and lists come back exactly; pandas types come back as text.

        Raises:
            JournalError: the file is not a journal.
        """
        path = Path(path)
        try:
            with zipfile.ZipFile(path) as file:
                head = json.loads(file.read("journal.json"))
                changes = pl.read_ipc(io.BytesIO(file.read("changes.arrow")))
                text = pl.read_ipc(io.BytesIO(file.read("text.arrow")))
                typed = pl.read_ipc(io.BytesIO(file.read("typed.arrow"))) if "typed.arrow" in file.namelist() else text
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise JournalError(f"{path.name} is not a journal of crmquality") from error
        from crmquality.integrations.frames import to_kind

        native = to_kind(typed, head["kind"])
        base = Table(text, tuple(head["headers"]), head["name"], head["kind"], native)
        return cls(base, tuple(head["ids"]), head["id_column"], changes, head["by"], head["at"])


def edits_of(changes: pl.DataFrame, height: int) -> Edits:
    """The edits that make a set of changes in the table they were found in."""
    cells: dict[str, tuple[Rows, pl.Series]] = {}
    sets = changes.lazy().filter(pl.col("action") == "set").select("column", "row", "after").sort("column", "row")
    for (column,), part in sets.collect().group_by("column", maintain_order=True):
        cells[str(column)] = (part["row"].cast(pl.Int64).to_numpy(), part["after"])
    flags = {}
    for action, name in FLAGS.items():
        part = changes.filter(pl.col("action") == action)
        if part.height:
            flags[name] = pl.Series([None] * height, dtype=pl.String).scatter(part["row"], part["after"]).to_list()
    drop = changes.filter(pl.col("action") == "merge")["row"].cast(pl.Int64).sort().to_numpy()
    return Edits(cells, drop, flags)


def _place(journal: Journal) -> Rows:
    """Per original row its row in the journal's table; -1 = merged away."""
    gone = journal.changes.filter(pl.col("action") == "merge")["row"].cast(pl.Int64).to_numpy()
    there = np.ones(journal.base.height, dtype=bool)
    there[gone] = False
    return np.where(there, np.cumsum(there) - 1, -1)


def _today(journal: Journal, back: pl.DataFrame, now: Table) -> tuple[Today, pl.DataFrame]:
    """What people did since, and which of the changes to take back they stand in the way of."""
    then, place = journal.frame(), _place(journal)
    origin = _origin(journal, place, now)
    known = (origin >= 0) & (place[origin] >= 0) if len(place) else np.zeros(len(origin), dtype=bool)
    rows = np.flatnonzero(known)
    edited = {}
    before = {c: v for c, *_, v in _cells_of(back, journal.base.height)}
    for column in [c for c in then.columns if c in now.frame.columns]:
        cells = now.frame[column].gather(rows).fill_null("")
        differs = (cells != then[column].gather(place[origin[rows]]).fill_null("")).to_numpy()
        if column in before:  # a cell that already holds the old value has been taken back before
            differs &= (cells != before[column].gather(origin[rows]).fill_null("\0")).to_numpy()
        if differs.any():
            edited[column] = rows[differs]
    conflicts = []
    present = np.zeros(journal.base.height, dtype=bool)
    present[origin[known]] = True
    for column, changed, ids, _ in _cells_of(back, journal.base.height):
        touched = np.zeros(journal.base.height, dtype=bool)
        touched[origin[edited.get(column, np.zeros(0, dtype=np.int64))]] = True
        bad = (touched | ~present | (column not in now.frame.columns))[changed] & (place[changed] >= 0)
        reasons = np.where(touched[changed], "the cell was edited meanwhile", "the record or column is gone")
        found = now.frame[column] if column in now.frame.columns else None
        at = np.full(journal.base.height, -1, dtype=np.int64)
        at[origin[rows]] = rows
        conflicts += [
            (change, reason, found[int(at[row])] if found is not None and at[row] >= 0 else None)
            for change, row, reason in zip(ids[bad].tolist(), changed[bad].tolist(), reasons[bad].tolist(), strict=True)
        ]
    added = [c for c in now.frame.columns if c not in then.columns]
    return Today(now, origin, edited, added), _conflicts(back, conflicts)


def _cells_of(changes: pl.DataFrame, height: int) -> Iterator[tuple[str, Rows, npt.NDArray[np.object_], pl.Series]]:
    """Per column touched: rows, change ids, and the values before, one per row of the original table (else null)."""
    names = pl.col("action").replace(FLAGS)
    cells = changes.filter(pl.col("action") != "merge").with_columns(
        column=pl.when(pl.col("action") == "set").then("column").otherwise(names)
    )
    for (column,), part in cells.sort("column", "row").group_by("column", maintain_order=True):
        rows = part["row"].cast(pl.Int64).to_numpy()
        where = pl.DataFrame({"row": pl.int_range(height, eager=True)}).join(
            part.select(pl.col("row").cast(pl.Int64), pl.col("before").fill_null("")),
            on="row",
            how="left",
            maintain_order="left",
        )
        yield str(column), rows, part["change_id"].to_numpy(), where["before"]


def _origin(journal: Journal, place: Rows, now: Table) -> Rows:
    """Per row of today its original row, by id; -1 = a row that people added.

    Rows whose id repeats are told apart by their order among themselves.
    """
    base, column = journal.base, journal.id_column
    if column is None:
        for rows in (np.flatnonzero(place >= 0), np.arange(base.height)):
            if len(rows) == now.height:
                return rows
        raise JournalError("without an id column the table must have the rows that were applied, no more, no fewer")
    if column not in now.frame.columns:
        raise JournalError(f"the table has no column {column!r}, which holds the record ids")
    # rows that were applied come first, so that they are preferred to rows merged away
    original = pl.DataFrame({"id": base.frame[column].fill_null(""), "row": pl.int_range(base.height, eager=True),
                             "gone": pl.Series(place < 0)}).sort("gone", maintain_order=True)  # fmt: skip
    turn = pl.int_range(pl.len()).over("id").alias("turn")
    found = now.frame.select(id=pl.col(column).fill_null("")).with_columns(turn)
    found = found.join(original.with_columns(turn), on=["id", "turn"], how="left", maintain_order="left")
    return found["row"].fill_null(-1).to_numpy()


def _copy(base: Table) -> Any:
    native: Any = base.native
    if base.kind == "rows":
        return [dict(r) if isinstance(r, dict) else r for r in native]
    return native.copy() if base.kind == "pandas" else native


def _conflicts(back: pl.DataFrame, found: Sequence[tuple[str, str, str | None]]) -> pl.DataFrame:
    reasons = pl.DataFrame(
        found, schema={"change_id": pl.String, "reason": pl.String, "found": pl.String}, orient="row"
    ).unique("change_id", keep="first", maintain_order=True)
    columns = ("change_id", "record_id", "field", "reason", pl.col("after").alias("expected"), "found")
    return back.join(reasons, on="change_id", how="inner").select(columns).sort("change_id")


def _put_frame(file: zipfile.ZipFile, name: str, frame: pl.DataFrame) -> None:
    with file.open(zipfile.ZipInfo(name, EPOCH), "w", force_zip64=True) as target:
        frame.write_ipc(target, compression="zstd")
