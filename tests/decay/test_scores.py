"""Columns of every kind give the same scores; what is asked for comes in its order; misuse is refused."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pytest

from crmquality.decay import HazardTable, OutcomeTable, score_fields
from crmquality.errors import PolicyError

FIELDS = HazardTable.default().for_fields({"email": "work_email", "company": "company", "mobile": "mobile"})
WHO, WHAT, HOW = (
    ["b", "a", "b", "王"],
    ["email", "company", "mobile", "email"],
    ["delivered", "changed", "spoke", "hard_bounce"],
)
AT = [dt.datetime(2026, 1, 1, 12), dt.datetime(2026, 2, 1), dt.datetime(2026, 3, 1), dt.datetime(2026, 2, 3, 4, 5, 6)]
NOW = dt.date(2026, 6, 1)


def base():
    return score_fields(WHO, WHAT, HOW, AT, as_of=NOW, hazards=FIELDS)


@pytest.mark.parametrize(
    "kind",
    ["object", "numpy", "polars", "category", "enum", "pandas", "pandas category", "arrow", "zone", "datetime64"],
)
def test_columns_of_every_kind(kind):
    """Lists, arrays, polars, pandas and Arrow columns, text or categories, times with and without a zone."""
    make = {
        "object": lambda v: np.array(v, dtype=object), "numpy": np.array, "polars": pl.Series,
        "category": lambda v: pl.Series(v).cast(pl.Categorical), "enum": lambda v: pl.Series(v, dtype=pl.Enum(sorted(set(v)))),
        "pandas": pd.Series, "pandas category": lambda v: pd.Series(v, dtype="category"),
        "arrow": lambda v: pl.Series(v).to_arrow(), "zone": list, "datetime64": list,
    }[kind]  # fmt: skip
    at = {"zone": pl.Series(AT).dt.replace_time_zone("UTC").dt.convert_time_zone("Asia/Shanghai"), "datetime64": np.array(AT, dtype="datetime64[s]"),
          "pandas": pd.Series(AT)}.get(kind, AT)  # fmt: skip
    who = WHO if kind in ("category", "enum", "pandas category") else make(WHO)
    found = score_fields(who, make(WHAT), make(HOW), at, as_of=NOW, hazards=FIELDS)
    assert found.contact_ids.tolist() == base().contact_ids.tolist() == ["a", "b", "王"]
    assert found.p_valid == pytest.approx(base().p_valid, rel=1e-12)
    assert found.of("company").tolist() == found.p_valid[:, 1].tolist()


def test_positions_one_field_for_all_and_sparse_numbers():
    """Positions instead of words, one word for all rows, contact numbers far apart, text of numbers sorted as text."""
    kinds = OutcomeTable.default().kinds
    at = np.array([1.0, 2.0, 3.0])
    found = score_fields(
        np.array([10**12, 5, 7]), np.array([0, 0, 0]), np.array([kinds.index("replied")] * 3), at, as_of=9.0
    )
    same = score_fields(pl.Series([10**12, 5, 7]), "work_email", "replied", at, as_of=9.0)
    assert found.contact_ids.tolist() == same.contact_ids.tolist() == [5, 7, 10**12]
    assert (found.p_valid == same.p_valid).all()
    asked = score_fields(
        np.array([10**12, 5, 7]), "work_email", "replied", at, as_of=9.0, contacts=np.array([7, 6, 10**12])
    )
    assert asked.contact_ids.tolist() == [7, 6, 10**12]
    assert asked.p_valid[[0, 2]].tolist() == found.p_valid[1:].tolist()
    assert asked.of("mobile")[1] == pytest.approx(0.95)
    assert score_fields(["10", "9"], "mobile", "spoke", [1.0, 1.0], as_of=2.0).contact_ids.tolist() == ["10", "9"]


def test_events_without_time_contact_or_future_are_left_out():
    """Missing values are no evidence, and later events change nothing."""
    at = pl.Series([1.0, None, 3.0, 99.0, 2.0])
    found = score_fields(
        ["a", "a", "a", "a", None],
        "work_email",
        ["opened", "hard_bounce", "replied", "hard_bounce", "replied"],
        at,
        as_of=5.0,
    )
    plain = score_fields(["a", "a"], "work_email", ["opened", "replied"], [1.0, 3.0], as_of=5.0)
    assert (found.p_valid == plain.p_valid).all()
    times = np.array(["2026-01-01", "NaT"], dtype="datetime64[D]")
    alone = score_fields(["a", "b"], "work_email", "replied", times, as_of=NOW, contacts=["a", "b"])
    assert alone.of("work_email")[0] > 0.9
    late = score_fields(["a", "b"], "work_email", "replied", [1.0, 9.0], as_of=5.0)
    assert late.contact_ids.tolist() == ["a"]
    routes = score_fields([], [], [], [], as_of=0.0, contacts=["a", "b"], entry=["import", "double_opt_in"])
    assert routes.of("mobile").tolist() == [0.80, 0.995]
    rising = score_fields(["b", "a"], "email", "replied", [1.0, 1.0], as_of=1.0, entry=[0.5, 0.9], segment=["x", None])
    assert rising.of("email")[0] < rising.of("work_email")[1]
    nobody = score_fields([], [], [], [], as_of=5.0)
    assert nobody.p_valid.shape == (0, 9)
    entered = score_fields([], [], [], [], as_of=NOW, contacts=["a", "b"], entered_at=[dt.date(2025, 6, 1), None])
    assert entered.of("mobile").tolist() == pytest.approx(
        [0.95 * HazardTable.default().get("mobile").survival(365), 0.95]
    )


@pytest.mark.parametrize("bad", [
    {"field": ["email"]}, {"kind": ["sang"] * 4}, {"field": ["shoe"] * 4}, {"at": [1.0]}, {"field": np.array([0, 0, 0, 9])},
    {"entry": 1.0}, {"entry": [0.5] * 4}, {"entry": [0.5, 0.5], "contacts": ["a", "b", "c"]}, {"contacts": ["a", "a"]},
    {"contact": [1, 1, 2, 2], "contacts": [1, 1]}, {"segment": ["smb"] * 4}, {"at": [0.0, 1e12, 3.0, 4.0], "as_of": 2e12},
    {"kind": np.array([0, 0, 0, 999])},
])  # fmt: skip
def test_misuse_raises(bad):
    """Other lengths, unknown words, positions out of range, values per contact without contacts, a contact twice."""
    given = {"contact": WHO, "field": WHAT, "kind": HOW, "at": AT, "as_of": NOW, "hazards": FIELDS, **bad}
    with pytest.raises(PolicyError):
        score_fields(**given)
