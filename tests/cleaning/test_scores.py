"""A table scores every record as the guard does."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality._data import load
from crmquality._text import fold
from crmquality.cleaning._examine import examine_table
from crmquality.cleaning._scores import scores
from crmquality.cleaning._suspects import fold_cells, reasons_told, suspects
from crmquality.policy import compile_policy, entry_signals
from crmquality.policy._patterns import RUNS, keyboard, listed
from crmquality.policy._signals import COMPARED, SIGNAL_KINDS, cell_signals
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


LISTS = load("placeholders")
pieces = st.one_of(
    st.sampled_from(sorted(listed())), st.sampled_from([r[:n] for r in keyboard()[0] for n in (4, 6, 9)]),
    st.sampled_from([w for key in ("mailbox", "test_value", "domain", "street", "spam", "keypad") for w in LISTS[key]]),
    st.sampled_from(["' or 1", "'--", "<script", "union select", "www.", "555", "有限公司", "García", "ŁUKASZ", "ßa", "ı", "Inc.",
                     *RUNS.split()]),
    st.builds(str.__mul__, st.text("abyzAB12é国Ω", min_size=1, max_size=4), st.integers(1, 5)),
    st.text("qwertyuiopasdfghjklzxcvbnm", min_size=3, max_size=12), st.text("阿斯顿发张三王国欧阳", min_size=1, max_size=6),
    st.text("0123456789", min_size=2, max_size=9), st.text(max_size=3),
)  # fmt: skip
WIDE = {c: c + 0xFEE0 for c in range(33, 127)} | {32: 0x3000}
written = st.sampled_from([str, str, str.upper, str.title, lambda t: t.translate(WIDE), lambda t: f" {t}\u3000"])
odd_cells = st.builds(
    lambda parts, between, write: write(between.join(parts)), st.lists(pieces, min_size=1, max_size=3),
    st.sampled_from(["", "", " ", "-", ".", "_", "\u3000", "\n", "@", "1"]), written,
)  # fmt: skip


@pytest.mark.parametrize("kind", sorted(SIGNAL_KINDS & {f.kind for f in POLICY.fields}))
@given(st.lists(odd_cells, min_size=1, max_size=20), st.booleans())
def test_a_cell_with_a_sign_is_asked(kind, cells, domain):
    """No cell is left out that shows a sign, and folding a column is folding its cells."""
    field = next(f for f in POLICY.fields if f.kind == kind)
    if kind == "email":
        cells = [f"{c}@acme.cn" if domain else f"li.na@{c}.com" for c in cells]
    raw = pl.Series(cells)
    read = [COMPILED.examine_cell(field.name, c) for c in cells]
    folded = fold_cells(raw) if kind in COMPARED else None
    asked = suspects(kind, raw, pl.Series([r.text for r in read], dtype=pl.String), folded)
    asked |= reasons_told([r.findings for r in read])
    assert [c for c, r, a in zip(cells, read, asked, strict=True) if not a and cell_signals(field, r, c)] == []
    if folded is not None:
        assert folded[0].to_list() == [fold(c) for c in cells]


def test_what_patterns_of_bytes_get_wrong():
    """Han characters of three bytes, digits from both sides of a number, lengths of names, Latin letters within Han names."""
    for kind, cell in (
        ("person_name", "问iuztr"), ("organization_name", "阳－ｉｕｙｔｒｅｚ"), ("city", "国jhGFdsq"), ("job_title", "你好123456789"),
        ("person_name", "ａａａ"), ("person_name", "国国国"), ("person_name", "阿斯顿发"), ("organization_name", "阿-斯-顿-发-阿"),
        ("phone", "8901234"), ("phone", "+1 415 555 2671"), ("phone", "1234567\n9"), ("email", "x\ny@asdf.com"),
        ("street", "Teststraße 1"), ("text", "un\u0131on select"),
    ):  # fmt: skip
        test_a_cell_with_a_sign_is_asked.hypothesis.inner_test(kind, ["Anna", cell, "1234567"], domain=False)
