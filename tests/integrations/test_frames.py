"""Tables of every kind become text cells, and come back in the caller's kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from crmquality.errors import InputError
from crmquality.integrations.frames import from_data, to_kind, unique_names


def test_typed_cells_become_text_once():
    """Whole floats lose .0, NaN and NaT are empty, dates are ISO, bytes are UTF-8."""
    frame = pl.DataFrame({
        "i": [13900001234, None], "f": [100080.0, float("nan")], "g": [1.5, None], "d": [dt.date(2024, 3, 5), None],
        "t": [dt.datetime(2024, 3, 5, 14, 30), None], "b": [True, False], "y": [b"\xe7\x8e\x8b", None],
        "l": [[1, 2], None], "s": ["", None],
    })  # fmt: skip
    table = from_data(frame)
    assert table.frame.row(0) == (
        "13900001234", "100080", "1.5", "2024-03-05", "2024-03-05T14:30:00", "true", "王", "1; 2", "",
    )  # fmt: skip
    assert table.frame.row(1) == (None, None, None, None, None, "false", None, None, None)
    assert table.native is frame


def test_pandas_with_its_oddities():
    """Repeated headers, mixed objects, categories, NaT, nullable integers."""
    frame = pd.DataFrame(
        [[1, "a", None, 5.0], [2, float("nan"), Decimal("1.50"), float("nan")]], columns=["id", "x", "x", "n"]
    )
    frame["when"] = pd.to_datetime(["2024-03-05", None])
    frame["c"] = pd.Categorical(["k", None])
    frame["i8"] = pd.array([1, None], dtype="Int64")
    table = from_data(frame)
    assert table.frame.columns == ["id", "x", "x (2)", "n", "when", "c", "i8"]
    assert table.frame.row(0)[:4] == ("1", "a", None, "5")
    assert table.frame.row(1)[1:4] == (None, "1.50", None)
    assert table.frame["when"].to_list()[1] is None
    assert table.frame["c"].to_list() == ["k", None]
    assert table.frame["i8"].to_list() == ["1", None]


def test_arrow_lazy_and_rows():
    """Arrow, lazy frames, mappings, attrs and dataclass objects are read alike."""

    @attrs.frozen
    class A:
        x: int

    @dataclass
    class D:
        x: int

    want = [("1",), ("2",)]
    assert from_data(pa.table({"x": [1, 2]})).frame.rows() == want
    assert from_data(pl.LazyFrame({"x": [1, 2]})).frame.rows() == want
    assert from_data([{"x": 1}, {"x": 2}]).frame.rows() == want
    assert from_data([A(1), A(2)]).frame.rows() == want
    assert from_data([D(1), D(2)]).frame.rows() == want
    assert from_data([{}, {"y": 1}]).frame.rows() == [(None,), ("1",)]
    assert from_data([{}]).height == 1
    same = from_data([{"x": 1}])
    assert from_data(same) is same


@pytest.mark.parametrize("bad", [5, b"x", [1], {"a": 1}])
def test_what_is_no_table_is_refused(bad):
    """The message says what would do."""
    with pytest.raises(InputError, match=r"mapping|table"):
        from_data(bad)


def test_back_in_kind():
    """pandas, Arrow, rows, polars."""
    frame = pl.DataFrame({"a": ["x", None]})
    assert to_kind(frame, "rows") == [{"a": "x"}, {"a": None}]
    assert isinstance(to_kind(frame, "pandas"), pd.DataFrame)
    assert to_kind(frame, "pandas")["a"].tolist() == ["x", None]
    assert to_kind(frame, "arrow").column_names == ["a"]
    assert to_kind(frame, "csv") is frame


def test_headers_never_repeat():
    """Numbers are added until a name is free."""
    assert unique_names(["a", "a", "a (2)", "", " "]) == ["a", "a (2)", "a (2) (2)", "column 4", "column 5"]
