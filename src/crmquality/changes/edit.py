"""Cells set, rows taken out and flags added, in tables of any kind, without touching the original.

Needs the extra ``tables``. Columns that are not edited keep their type and their objects; an edited column
whose type is not text becomes text (pandas: object, so that untouched cells stay what they are).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality.columns import Table

Rows = npt.NDArray[np.int64]


@frozen(eq=False)
class Edits:
    """What to do to a table.

    Args:
        cells: by column of the text frame: row numbers and the new cells.
        drop: row numbers to take out.
        flags: by name of a column to add: one cell per row of the table.
    """

    cells: Mapping[str, tuple[Rows, Sequence[str | None] | pl.Series]]
    drop: Rows
    flags: Mapping[str, Sequence[str | None]]

    @property
    def empty(self) -> bool:
        """Nothing to do."""
        return not self.cells and not len(self.drop) and not self.flags


def text_frame(table: Table, edits: Edits) -> pl.DataFrame:
    """The table's text after the edits."""
    return _frame(table.frame, table.frame, edits)


def edit(table: Table, edits: Edits) -> Any:
    """A new table of the caller's kind with the edits made; the caller's own stays as it is."""
    native: Any = table.native
    if table.kind == "rows":
        return _rows(native, table, edits)
    if table.kind == "pandas":
        return _pandas(native, table, edits)
    if table.kind == "arrow":
        if edits.empty:
            return native
        return like_arrow(_frame(pl.DataFrame(native), table.frame, edits), native)
    return _frame(native, table.frame, edits)


def like_arrow(frame: pl.DataFrame, like: Any) -> Any:
    """The frame as an Arrow table; columns whose type is still the one of ``like`` get exactly its Arrow type."""
    table, before = frame.to_arrow(), pl.DataFrame(like).schema
    for place, (name, dtype) in enumerate(frame.schema.items()):
        if before.get(name) == dtype:
            wanted = like.schema.field(name)
            if table.schema.field(place).type != wanted.type:
                table = table.set_column(place, wanted, table.column(place).cast(wanted.type))
    return table.replace_schema_metadata(like.schema.metadata)


def _frame(native: pl.DataFrame, text: pl.DataFrame, edits: Edits) -> pl.DataFrame:
    place = {name: i for i, name in enumerate(text.columns)}
    columns = native.get_columns()
    for name, (rows, values) in edits.cells.items():
        own = columns[place[name]]
        base = own if own.dtype == pl.String else text[name]
        columns[place[name]] = base.alias(own.name).scatter(rows, pl.Series(values, dtype=pl.String))
    columns += [pl.Series(n, list(v), dtype=pl.String) for n, v in edits.flags.items()]
    frame = pl.DataFrame(columns) if columns else native
    return frame[np.setdiff1d(np.arange(native.height), edits.drop)] if len(edits.drop) else frame


def _pandas(native: Any, table: Table, edits: Edits) -> Any:
    out = native.copy()
    place = {name: i for i, name in enumerate(table.frame.columns)}
    for name, (rows, values) in edits.cells.items():
        column = native.iloc[:, place[name]]
        kind = str(column.dtype)
        new = column.copy() if kind == "object" or kind.startswith("str") else column.astype(object)
        new.iloc[rows] = list(values)
        out.isetitem(place[name], new)
    for name, flags in edits.flags.items():
        out[name] = list(flags)
    if len(edits.drop):
        out = out.iloc[np.setdiff1d(np.arange(len(native)), edits.drop)]
    return out


def _rows(native: Sequence[Any], table: Table, edits: Edits) -> list[dict[str, Any]]:
    out = [as_dict(row) for row in native]
    keys: list[dict[str, Any]] = [{str(k): k for k in row} for row in out]
    header = dict(zip(table.frame.columns, table.headers, strict=True))
    for name, (rows, values) in edits.cells.items():
        for row, value in zip(rows.tolist(), values, strict=True):
            out[row][keys[row].get(header[name], header[name])] = value
    for name, flags in edits.flags.items():
        for row, flag in enumerate(flags):
            out[row][name] = flag
    gone = set(edits.drop.tolist())
    return [row for place, row in enumerate(out) if place not in gone]


def as_dict(row: Any) -> dict[str, Any]:
    """A row as a new dict, from a mapping, attrs or dataclass object."""
    if isinstance(row, Mapping):
        return dict(row)
    names = getattr(type(row), "__dataclass_fields__", None) or [a.name for a in type(row).__attrs_attrs__]
    return {name: getattr(row, name) for name in names}
