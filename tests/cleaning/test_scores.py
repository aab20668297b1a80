"""A table scores every record as the guard does."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.cleaning._examine import examine_table
from crmquality.cleaning._scores import scores
from crmquality.policy import compile_policy, entry_signals
from crmquality.presets import lead

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
POLICY = lead("CN")
COMPILED = compile_policy(POLICY)


def both(rows, fields):
    """Scores of the table and of the guard."""
    frame = pl.DataFrame([{f: r.get(f) for f in fields} for r in rows], schema=dict.fromkeys(fields, pl.String))
    table = scores(POLICY, examine_table(frame, {f: f for f in fields}, COMPILED, None))
    alone = [
        entry_signals(POLICY, COMPILED.examine_record(r).cells, r).score
        for r in ({f: r.get(f) for f in fields} for r in rows)
    ]
    return table.round(6).tolist(), alone


@pytest.mark.parametrize("seed", [1, 2])
def test_made_up_and_real_entries(seed):
    """No suspect cell is left out, on 1,200 entries of every kind."""
    kinds = pytest.importorskip("fake_kinds", exc_type=ImportError)
    draw = random.Random(seed)
    makers = [*kinds.CHOSEN.values(), *kinds.HELD_OUT.values()]
    rows = [draw.choice(makers)(draw) if draw.random() < 0.7 else kinds.anyone(draw) for _ in range(1200)]
    table, alone = both(rows, sorted({f for r in rows for f in r}))
    assert table == pytest.approx(alone)


cells = st.one_of(
    st.text(max_size=20), st.text("asdfghjkl.123@ ", max_size=20), st.text("abAB12", max_size=12), st.text("0125-+ ", max_size=14),
    st.from_regex(r"[a-z0-9.]{1,12}@[a-z]{1,8}\.com", fullmatch=True), st.text("啊阿斯顿发张三王", max_size=10),
)  # fmt: skip


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(("first_name", "last_name", "email", "mobile", "company", "street", "notes"), cells)),
                min_size=1, max_size=4))  # fmt: skip
def test_any_text(rows):
    """Whatever the cells hold."""
    table, alone = both(rows, list(rows[0]))
    assert table == pytest.approx(alone)
