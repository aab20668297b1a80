"""Columns of codes: sorted distinct values, whatever their hashes."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.columns import Column

CELLS = st.lists(st.one_of(st.none(), st.sampled_from(["", "a", "b", "李", "😀"]), st.text(max_size=3)), max_size=30)


@pytest.mark.parametrize("apart", [True, False])
@given(cells=CELLS)
def test_codes_follow_the_sorted_values(apart, cells):
    """Every cell reads back, nulls stay, and texts of one hash are told apart."""
    cells = [None if c is None else c.encode("utf-8", "replace").decode() for c in cells]
    with pytest.MonkeyPatch.context() as patch:
        if not apart:
            patch.setattr(pl.Series, "hash", lambda s: pl.repeat(1, len(s), dtype=pl.UInt64, eager=True))
        column = Column.from_cells(cells)
        loose = Column.encode(pl.Series(cells, dtype=pl.String), ordered=False)
    assert column.values == tuple(sorted({c for c in cells if c is not None}))
    assert [None if c < 0 else column.values[c] for c in column.codes.tolist()] == cells
    assert loose.to_series().to_list() == cells
    assert sorted(loose.values) == list(column.values)
