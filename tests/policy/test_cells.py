"""Values of every kind become text once."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from crmquality.policy._cells import to_cell


class Stage(enum.Enum):
    WON = "won"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None), ("", ""), (" 张三 ", " 张三 "), (13800138000, "13800138000"), (13800138000.0, "13800138000"),
        (100080.0, "100080"), (0.5, "0.5"), (-0.0, "0"), (float("nan"), None), (float("inf"), "inf"), (1e300, "1e+300"),
        (True, "true"), (False, "false"), (Decimal("10.50"), "10.50"), (Decimal("10.00"), "10"), (Decimal("1E+3"), "1000"),
        (Decimal("NaN"), None), (dt.date(2024, 3, 5), "2024-03-05"), (dt.datetime(2024, 3, 5), "2024-03-05"),
        (dt.datetime(2024, 3, 5, 9, 30), "2024-03-05T09:30:00"),
        (dt.datetime(2024, 3, 5, tzinfo=dt.UTC), "2024-03-05T00:00:00+00:00"), (dt.time(9, 30), "09:30:00"),
        (b"a@b.cn", "a@b.cn"), (b"\xff", "\ufffd"), (bytearray(b"x"), "x"), (Stage.WON, "won"),
        (["a", None, 3], "a; 3"), ((), None), ({"b", "a"}, "a; b"), ({"b": 1, "a": "张"}, '{"a": "张", "b": 1}'),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"), (pd.NA, None), (pd.NaT, None),
        (pd.Timestamp("2024-03-05"), "2024-03-05"), (np.int64(7), "7"), (np.float64("nan"), None), (np.float32(2.0), "2"),
        (np.bool_(True), "true"), (np.str_("x"), "x"), (np.datetime64("2024-03-05"), "2024-03-05"),
        (np.datetime64("NaT"), None),
    ],
)  # fmt: skip
def test_every_kind(value, cell):
    """What a caller's record holds becomes the text a person would write, or nothing."""
    assert to_cell(value) == cell
    assert cell is None or type(to_cell(value)) is str


def test_half_characters_become_whole():
    """A lone surrogate cannot be written to any file; a whole pair is one character."""
    assert to_cell("a\ud800b") == "a\ufffdb"
    assert to_cell("\ud83d\ude00") == "😀"
    assert to_cell("王伟") == "王伟"
