"""Whatever is applied can be taken back: all of it exactly, or any part as if it had never been applied."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmquality.cleaning._frames import CHANGE_SCHEMA
from crmquality.cleaning._journal import Journal
from crmquality.integrations.frames import from_data

TEXT = st.one_of(st.none(), st.sampled_from(["", " ", "王小明", "Jane", "1.0", "+8613900001234"]))
WHEN = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)).map(lambda d: d.replace(microsecond=0))
COLUMNS = {
    "text": (TEXT, pl.String, "object"),
    "whole": (st.integers(-5, 5), pl.Int64, "int64"),
    "real": (st.one_of(st.just(float("nan")), st.sampled_from([0.1, -0.0, 1e300, 3.0])), pl.Float64, "float64"),
    "maybe": (st.one_of(st.none(), st.integers(0, 9)), pl.Int16, "Int64"),
    "truth": (st.booleans(), pl.Boolean, "bool"),
    "when": (WHEN, pl.Datetime("us"), "datetime64[ns]"),
    "class": (st.sampled_from(["a", "b", None]), pl.Categorical, "category"),
    "wide": (st.sampled_from(["a", None]), pl.String, "string"),
}
NULLS = [None, float("nan"), pd.NA, "", 0, 1.5, Decimal("1.0"), True, "x"]


@st.composite
def tables(draw, kind):
    """A table of the kind with every type of cell, ids, and an index that is not 0, 1, 2."""
    n = draw(st.integers(1, 6))
    names = ["id", *draw(st.permutations(sorted(COLUMNS)))]
    cells = {c: draw(st.lists(COLUMNS[c][0], min_size=n, max_size=n)) for c in names[1:]}
    cells = {"id": [f"r{i}" for i in range(n)], **cells}
    if kind == "rows":
        odd = draw(st.lists(st.sampled_from(NULLS), min_size=n, max_size=n))
        return [{**{c: v[i] for c, v in cells.items()}, "odd": odd[i]} for i in range(n)]
    if kind == "pandas":
        typed = {c: pd.Series(v, dtype="object" if c == "id" else COLUMNS[c][2]) for c, v in cells.items()}
        typed["odd"] = pd.Series(draw(st.lists(st.sampled_from(NULLS), min_size=n, max_size=n)), dtype=object)
        return pd.DataFrame(typed).set_axis([10 - i for i in range(n)], axis=0)
    frame = pl.DataFrame([pl.Series(c, v, dtype=pl.String if c == "id" else COLUMNS[c][1]) for c, v in cells.items()])
    return frame.to_arrow() if kind == "arrow" else frame


@st.composite
def changes(draw, table):
    """Sets, merges with carried values, archives: at most one change per cell."""
    frame = table.frame
    rows = frame.height
    out = []
    for row, column in draw(
        st.lists(st.tuples(st.integers(0, rows - 1), st.sampled_from(frame.columns[1:])), unique=True, max_size=8)
    ):
        after = draw(st.sampled_from(["new", "9", None]))
        before = frame[column][row]
        if after != before:
            out.append({"change_id": f"{row}:{column}", "row": row, "column": column, "before": before,
                        "after": after, "action": "set", "group": ""})  # fmt: skip
    if rows > 2 and draw(st.booleans()):
        losing = draw(st.lists(st.integers(1, rows - 1), min_size=1, max_size=rows - 2, unique=True))
        out += [{"change_id": f"merge:{r}", "row": r, "column": "", "before": f"r{r}", "after": "r0",
                 "action": "merge", "group": "c"} for r in losing]  # fmt: skip
        for change in out:
            if change["row"] == 0 and change["action"] == "set":
                change["group"] = "c"
    if draw(st.booleans()):
        out.append({"change_id": "archive:0", "row": 0, "column": "", "before": None, "after": "silent",
                    "action": "archive", "group": ""})  # fmt: skip
    for change in out:
        change |= {"record_id": f"r{change['row']}", "field": change["column"], "rule": "t", "confidence": 1.0,
                   "safe": False, "cosmetic": False}  # fmt: skip
    return pl.DataFrame(out, schema=CHANGE_SCHEMA)


def same(left, right):
    """Equal cells, types, order of rows and columns, index."""
    if isinstance(left, pd.DataFrame):
        pd.testing.assert_frame_equal(left, right, check_exact=True)
        for c in ("text", "odd"):
            assert [(type(v), str(v)) for v in left[c]] == [(type(v), str(v)) for v in right[c]]
    elif isinstance(left, list):
        assert [[(k, type(v), str(v)) for k, v in r.items()] for r in left] == [
            [(k, type(v), str(v)) for k, v in r.items()] for r in right
        ]
    elif isinstance(left, pl.DataFrame):
        assert left.schema == right.schema
        assert left.equals(right, null_equal=True)
    else:
        assert left.schema == right.schema
        assert pl.DataFrame(left).equals(pl.DataFrame(right))


def copied(data):
    if isinstance(data, list):
        return [dict(r) for r in data]
    return data.copy() if isinstance(data, pd.DataFrame) else data


@pytest.mark.parametrize("kind", ["polars", "pandas", "arrow", "rows"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_undo_is_exact_and_partial_undo_is_apply_of_the_rest(kind, data):
    """Undo of a part equals applying the rest; undo of everything, in any order, equals the input."""
    native = data.draw(tables(kind))
    original = copied(native)
    table = from_data(native)
    wanted = data.draw(changes(table))
    journal = Journal(table, tuple(table.frame["id"]), "id", wanted)
    applied = journal.table()
    same(native, original)
    some = data.draw(st.lists(st.sampled_from(wanted["change_id"].to_list()), unique=True)) if wanted.height else []
    back = journal.undo(some)
    groups = wanted.filter(pl.col("change_id").is_in(some) & (pl.col("group") != ""))["group"].to_list()
    rest = wanted.filter(~pl.col("change_id").is_in(some) & ~pl.col("group").is_in(groups))
    same(back.table, Journal(table, tuple(table.frame["id"]), "id", rest).table())
    same(back.journal.undo_all(back.table).table, original)
    same(journal.undo_all().table, original)
    same(journal.undo_all(applied).table, original)


@pytest.mark.parametrize("kind", ["polars", "pandas", "arrow", "rows"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_undo_in_a_shuffled_table_gives_every_cell_back(kind, data):
    """Rows in another order are found by id; every cell and type comes back, none is a conflict."""
    native = data.draw(tables(kind))
    table = from_data(native)
    wanted = data.draw(changes(table))
    journal = Journal(table, tuple(table.frame["id"]), "id", wanted)
    applied = journal.table()
    order = data.draw(st.permutations(range(len(applied))))
    shuffled = (
        [applied[i] for i in order] if kind == "rows"
        else applied.iloc[list(order)] if kind == "pandas"
        else applied.take(list(order)) if kind == "arrow"
        else applied[list(order)]
    )  # fmt: skip
    back = journal.undo_all(shuffled)
    assert back.conflicts.height == 0
    text = from_data(back.table).frame
    assert text.sort("id").equals(table.frame.sort("id"))
    if kind == "pandas":
        assert (back.table.dtypes == native.dtypes).all()
    elif kind != "rows":
        assert back.table.schema == native.schema


@pytest.mark.parametrize("kind", ["polars", "arrow", "rows", "pandas"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_saved_journal_undoes_the_same(tmp_path_factory, kind, data):
    """Saved and loaded, the journal gives the same cells back, and its bytes do not vary."""
    native = data.draw(tables(kind))
    table = from_data(native)
    journal = Journal(table, tuple(table.frame["id"]), "id", data.draw(changes(table)), "me", "2026-11-01")
    folder = tmp_path_factory.mktemp("journal")
    first, second = journal.save(folder / "a"), journal.save(folder / "b")
    assert first.read_bytes() == second.read_bytes()
    loaded = Journal.load(first)
    assert loaded.changes.equals(journal.changes)
    assert from_data(loaded.undo_all().table).frame.equals(table.frame)
