"""The journal: what was applied, and the way back, also later and out of order.

It keeps the table as it was, so that taking everything back is exact. On a table that has been edited
since, a cell that no longer holds what was written is left alone and listed as a conflict.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, field, frozen

from crmquality.changes.edit import Edits, as_dict, edit, text_frame
from crmquality.cleaning._frames import CHANGE_SCHEMA
from crmquality.columns import Table
from crmquality.errors import JournalError, OutputError

FLAGS = {"archive": "crmquality_archive", "suppress": "crmquality_suppress"}
EPOCH = (1980, 1, 1, 0, 0, 0)


@frozen
class Restored:
    """What taking changes back gave.

    Args:
        table: the table, in the caller's kind.
        conflicts: change_id, record_id, field, reason: what could not be taken back.
        journal: the journal of what is still applied.
    """

    table: Any
    conflicts: pl.DataFrame
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
        if table is None:
            return Restored(journal.table() if kept.height else _copy(self.base), _conflicts([]), journal)
        from crmquality.integrations.frames import from_data

        now = from_data(table)
        if now.frame.equals(self.frame()) and now.kind == self.base.kind:
            return Restored(journal.table() if kept.height else _copy(self.base), _conflicts([]), journal)
        restored, conflicts = _revert(self, back, now)
        return Restored(restored, conflicts, journal)

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
        part = path.with_name(path.name + ".part")
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
                _put(file, "journal.json", json.dumps(head, ensure_ascii=False, sort_keys=True).encode())
                _put(file, "changes.arrow", _ipc(self.changes))
                _put(file, "text.arrow", _ipc(self.base.frame))
                if isinstance(self.base.native, pl.DataFrame) and self.base.native is not self.base.frame:
                    _put(file, "typed.arrow", _ipc(self.base.native))
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise OutputError(f"cannot write {path.name}: {error.strerror}") from error
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
    cells = {}
    sets = changes.filter(pl.col("action") == "set").sort("column", "row")
    for (column,), part in sets.group_by("column", maintain_order=True):
        cells[str(column)] = (part["row"].cast(pl.Int64).to_numpy(), part["after"].to_list())
    flags = {}
    for action, name in FLAGS.items():
        part = changes.filter(pl.col("action") == action)
        if part.height:
            flag: list[str | None] = [None] * height
            for row, reason in part.select("row", "after").iter_rows():
                flag[row] = reason
            flags[name] = flag
    drop = changes.filter(pl.col("action") == "merge")["row"].cast(pl.Int64).sort().to_numpy()
    return Edits(cells, drop, flags)


def _revert(journal: Journal, back: pl.DataFrame, now: Table) -> tuple[Any, pl.DataFrame]:
    """Take changes back in a table that people have edited since."""
    place = {v: i for i, v in enumerate(_ids_now(journal, now))}
    bad: list[tuple[str, str, str, str]] = []
    cells: dict[str, tuple[list[int], list[str | None]]] = {}
    for change in back.filter(pl.col("action") != "merge").iter_rows(named=True):
        column = FLAGS.get(change["action"], change["column"])
        row = place.get(change["record_id"])
        if row is None or column not in now.frame.columns:
            bad.append((change["change_id"], change["record_id"], change["field"], "the record or column is gone"))
        elif now.frame[column][row] != change["after"]:
            bad.append((change["change_id"], change["record_id"], change["field"], "the cell was edited meanwhile"))
        else:
            rows, values = cells.setdefault(column, ([], []))
            rows.append(row)
            values.append(change["before"] if change["action"] == "set" else None)
    edits = Edits({c: (np.array(r, dtype=np.int64), v) for c, (r, v) in cells.items()}, np.zeros(0, np.int64), {})
    lost = [r for r, i in back.filter(pl.col("action") == "merge").select("row", "record_id").iter_rows() if i not in place]
    return _insert(journal, edit(now, edits), sorted(lost), list(place)), _conflicts(bad)


def _ids_now(journal: Journal, now: Table) -> Sequence[str]:
    if journal.id_column is None:
        gone = set(journal.changes.filter(pl.col("action") == "merge")["row"].to_list())
        ids = [v for i, v in enumerate(journal.ids) if i not in gone]
        if len(ids) != now.height:
            raise JournalError("without an id column the table must have the rows that were applied, no more, no fewer")
        return ids
    if journal.id_column not in now.frame.columns:
        raise JournalError(f"the table has no column {journal.id_column!r}, which holds the record ids")
    return [v or "" for v in now.frame[journal.id_column].to_list()]


def _insert(journal: Journal, native: Any, lost: list[int], ids: list[str]) -> Any:
    """Put merged rows back where they stood."""
    if not lost:
        return native
    original = {v: i for i, v in enumerate(journal.ids)}
    keys = [original.get(v, len(original) + i) for i, v in enumerate(ids)] + lost
    order = sorted(range(len(keys)), key=keys.__getitem__)
    base: Any = journal.base.native
    if isinstance(native, list):
        rows = native + [as_dict(base[r]) for r in lost]
        return [rows[i] for i in order]
    if isinstance(native, pl.DataFrame):
        typed = base if isinstance(base, pl.DataFrame) else journal.base.frame
        return pl.concat([native, typed[lost]], how="diagonal_relaxed")[order]
    if journal.base.kind == "arrow":
        return pl.concat([pl.DataFrame(native), pl.DataFrame(base)[lost]], how="diagonal_relaxed")[order].to_arrow()
    import pandas as pd

    return pd.concat([native, base.iloc[lost].astype(object)]).iloc[order]


def _copy(base: Table) -> Any:
    native: Any = base.native
    if base.kind == "rows":
        return [dict(r) if isinstance(r, dict) else r for r in native]
    return native.copy() if base.kind == "pandas" else native


def _conflicts(rows: list[tuple[str, str, str, str]]) -> pl.DataFrame:
    names = ("change_id", "record_id", "field", "reason")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _ipc(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc(buffer, compression="zstd")
    return buffer.getvalue()


def _put(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    # a fixed date: equal journals are equal files
    file.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_STORED if name.endswith("arrow") else None)


__all__ = ["CHANGE_SCHEMA", "Journal", "Restored"]
