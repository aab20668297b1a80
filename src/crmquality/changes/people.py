"""A table as the journal would have it, with everything that people did to it meanwhile put on top.

The journal's table carries the exact types; from the table of today come edited cells, the order of rows, rows and
columns added, rows and columns taken away. Needs the extra ``tables``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality.changes.edit import Edits, as_dict, edit, like_arrow
from crmquality.columns import Table

Rows = npt.NDArray[np.int64]


@frozen(eq=False)
class Today:
    """How a table of today lies over the journal's table.

    Args:
        table: the table of today.
        origin: per row of it, the row of the journal's table; -1 = added by people.
        edited: by column, rows of today whose cell people changed.
        added: columns that people added.
    """

    table: Table
    origin: Rows
    edited: Mapping[str, Rows]
    added: Sequence[str]


def lay_over(target: Table, place: Rows, today: Today, restored: Rows) -> Any:
    """The target with the edits of people, in the order of today.

    Args:
        target: the table to arrive at, before people's edits.
        place: per row of the original table, its row in ``target``; -1 = not there.
        today: the table of today.
        restored: original rows that come back, rising; each goes behind its predecessor.
    """
    now = today.table
    there = place[today.origin] if len(place) else np.zeros(0, dtype=np.int64)
    there[today.origin < 0] = -1
    cells = {}
    for column, touched in today.edited.items():
        rows = touched[there[touched] >= 0]
        if len(rows) and column in target.frame.columns:
            cells[column] = (there[rows], now.frame[column].gather(rows).to_list())
    native = edit(target, Edits(cells, np.zeros(0, dtype=np.int64), {}))
    order = _order(there, today.origin, place, restored)
    if target.kind == "rows":
        return _rows(native, today, order)
    if target.kind == "pandas":
        return _pandas(native, target, today, order, tuple(cells))
    frame = native if isinstance(native, pl.DataFrame) else pl.DataFrame(native)
    today_native: Any = now.native
    other = today_native if isinstance(today_native, pl.DataFrame) else pl.DataFrame(today_native)
    out = _polars(frame, other, today.added, order, tuple(cells))
    return like_arrow(out, native) if target.kind == "arrow" else out


def _order(there: Rows, origin: Rows, place: Rows, restored: Rows) -> list[tuple[int, int]]:
    """Per row of the result: its row in the target (-1 = none) and its row of today (-1 = none)."""
    out: list[tuple[int, int]] = []
    behind: dict[int, list[int]] = {}
    present = np.sort(origin[(origin >= 0)])
    for row in restored.tolist():
        spot = int(np.searchsorted(present, row)) - 1
        behind.setdefault(int(present[spot]) if spot >= 0 else -1, []).append(int(place[row]))
    out += [(r, -1) for r in behind.get(-1, [])]
    for row, (t, o) in enumerate(zip(there.tolist(), origin.tolist(), strict=True)):
        if t >= 0 or o < 0:
            out.append((t, row))
        if o >= 0:
            out += [(r, -1) for r in behind.get(o, [])]
    return out


def _polars(
    frame: pl.DataFrame, now: pl.DataFrame, extra: Sequence[str], order: Sequence[tuple[int, int]],
    edited: Sequence[str],
) -> pl.DataFrame:  # fmt: skip
    frame = frame.select(c for c in frame.columns if c in now.columns)
    for column in edited:
        if column in now.columns and frame[column].dtype != now[column].dtype:
            try:
                frame = frame.with_columns(frame[column].cast(now[column].dtype, strict=True))
            except pl.exceptions.InvalidOperationError:
                continue  # people wrote something else than the type holds: the column stays text
    added = [r for t, r in order if t < 0]
    if added:
        rows = now[added].select(c for c in now.columns if c in frame.columns)
        frame = pl.concat([frame, rows], how="diagonal_relaxed")
    numbers = iter(range(frame.height - len(added), frame.height))
    out = frame[[t if t >= 0 else next(numbers) for t, _ in order]]
    today = pl.Series([r if r >= 0 else None for _, r in order], dtype=pl.Int64)
    return out.with_columns(now[c].gather(today) for c in extra)


def _pandas(native: Any, target: Table, today: Today, order: Sequence[tuple[int, int]], edited: Sequence[str]) -> Any:
    other: Any = today.table.native
    if not len(native):
        return other.copy()
    index = {c: i for i, c in enumerate(today.table.frame.columns)}
    series = type(native.index.to_series())
    from_target = np.array([t for t, _ in order], dtype=np.int64)
    from_now = np.array([r for _, r in order], dtype=np.int64)
    new, seen = from_target < 0, from_now >= 0
    out = native.iloc[np.where(new, 0, from_target)].copy()
    if new.any():
        labels = out.index.to_numpy(dtype=object)
        labels[new] = other.index.to_numpy(dtype=object)[from_now[new]]
        out.index = list(labels)
    for place, name in enumerate(target.frame.columns):
        column = out.iloc[:, place]
        if name in index and new.any():
            cells = column.astype(object).to_numpy(copy=True)
            cells[new] = other.iloc[:, index[name]].astype(object).to_numpy()[from_now[new]]
            column = _cast(series(cells, index=out.index, name=column.name, dtype=object), column.dtype)
        if name in edited:
            column = _cast(column, other.iloc[:, index[name]].dtype)
        out.isetitem(place, column)
    for name in today.added:
        own = other.iloc[:, index[name]]
        cells = np.full(len(order), None, dtype=object)
        cells[seen] = own.astype(object).to_numpy()[from_now[seen]]
        out[own.name] = _cast(series(cells, index=out.index, dtype=object), own.dtype)
    kept = [i for i in range(out.shape[1]) if i >= target.frame.width or target.frame.columns[i] in index]
    return out.iloc[:, kept]


def _cast(column: Any, dtype: Any) -> Any:
    try:
        return column.astype(dtype)
    except (TypeError, ValueError, OverflowError):
        return column


def _rows(native: Sequence[dict[str, Any]], today: Today, order: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    current: Any = today.table.native
    columns, added = set(today.table.frame.columns), set(today.added)
    out = []
    for t, r in order:
        row = {} if t < 0 else {k: v for k, v in native[t].items() if str(k) in columns}
        if r >= 0:
            own = as_dict(current[r])
            row |= {k: v for k, v in own.items() if t < 0 or str(k) in added}
        out.append(row)
    return out
