"""Tables of any kind in, and back out in the caller's kind: pandas, polars, Arrow, lists of mappings.

pandas and pyarrow are imported only where the caller's own object needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import Any

import polars as pl

from crmquality.changes.edit import as_dict
from crmquality.columns import Table
from crmquality.errors import InputError, MissingExtraError
from crmquality.integrations._cells import cell_text, text_column


def from_data(data: object) -> Table:
    """Read a table from whatever the caller has.

    Args:
        data: path of a csv, xlsx or parquet file; a pandas, polars or Arrow table; a list of mappings.

    Returns:
        The table as text cells, beside the caller's object.

    Raises:
        InputError: the object is none of these, or the file cannot be read.
    """
    if isinstance(data, Table):
        return data
    if isinstance(data, (str, PathLike)):
        from crmquality.integrations.files import read_file

        return read_file(data)
    if isinstance(data, pl.LazyFrame):
        data = data.collect()
    if isinstance(data, pl.DataFrame):
        return _typed(data, "polars", data)
    root = type(data).__module__.partition(".")[0]
    if root == "pandas" and hasattr(data, "columns"):
        return _from_pandas(data)
    if root != "pandas" and hasattr(data, "__arrow_c_stream__"):
        return _typed(_from_stream(data), "arrow" if root == "pyarrow" else "polars", data)
    if isinstance(data, Sequence) and not isinstance(data, (bytes, bytearray)):
        return _from_rows(data)
    raise _no_table(data)


def _no_table(data: object) -> InputError:
    return InputError(
        f"cannot read a table from {type(data).__name__}: give a path, a pandas, polars or Arrow table, "
        "or a list of mappings"
    )


def _from_stream(data: Any) -> pl.DataFrame:
    try:
        return pl.DataFrame(data)
    except pl.exceptions.PolarsError as error:
        raise _no_table(data) from error


def _typed(frame: pl.DataFrame, kind: str, native: object) -> Table:
    text = pl.DataFrame([text_column(frame[c]) for c in frame.columns])
    return Table(text, tuple(frame.columns), kind=kind, native=native)


def _from_pandas(data: Any) -> Table:
    headers = [str(c) for c in data.columns]
    columns = []
    for place, name in enumerate(unique_names(headers)):
        cells = data.iloc[:, place]
        if str(cells.dtype).startswith(("int", "uint", "float", "bool")):
            columns.append(text_column(pl.Series(name, cells.to_numpy())))
        else:
            columns.append(pl.Series(name, [cell_text(v) for v in cells.tolist()], dtype=pl.String))
    return Table(pl.DataFrame(columns), tuple(headers), kind="pandas", native=data)


def _from_rows(data: Sequence[Any]) -> Table:
    rows = [_mapping(i, row) for i, row in enumerate(data)]
    headers = list(dict.fromkeys(str(k) for row in rows for k in row))
    columns = [pl.Series(h, [cell_text(row.get(h)) for row in rows], dtype=pl.String) for h in headers]
    frame = pl.DataFrame(columns) if columns else pl.DataFrame(height=len(rows))
    return Table(frame, tuple(headers), kind="rows", native=data)


def _mapping(place: int, row: Any) -> Mapping[str, Any]:
    if isinstance(row, Mapping) or hasattr(type(row), "__attrs_attrs__") or hasattr(type(row), "__dataclass_fields__"):
        return row if isinstance(row, Mapping) else as_dict(row)
    raise InputError(f"row {place + 1} is a {type(row).__name__}, not a mapping of column to value")


def unique_names(headers: Iterable[str]) -> list[str]:
    """Names that do not repeat: a second ``Phone`` becomes ``Phone (2)``, an empty header ``column 3``."""
    out: list[str] = []
    taken: set[str] = set()
    for place, header in enumerate(headers, start=1):
        base = header.strip() or f"column {place}"
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base} ({number})"
        taken.add(name)
        out.append(name)
    return out


def to_kind(frame: pl.DataFrame, kind: str) -> Any:
    """A frame in the caller's kind.

    Args:
        frame: polars frame.
        kind: ``pandas``, ``arrow``, ``rows``; anything else gives the polars frame itself.
    """
    if kind == "rows":
        return frame.to_dicts()
    if kind == "pandas":
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            raise MissingExtraError("dev", "pandas") from error
        # texts stay objects with None; numbers and flags keep their own types
        cells = {
            c: s.to_list() if s.dtype == pl.String else s.to_numpy() for c, s in zip(frame.columns, frame, strict=True)
        }
        return pd.DataFrame({c: pd.Series(v, dtype=object if isinstance(v, list) else None) for c, v in cells.items()})
    if kind == "arrow":
        return frame.to_arrow()
    return frame
