"""What blocking loses, against every pair compared one by one."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from scipy.stats import binomtest

import crmquality as cq
from crmquality.columns import Column
from crmquality.matching import Model, find_pairs
from crmquality.matching._compare import LANES, LINK, score

NAMES = ("anna berg", "bo ek", "wei wang", "na li", "sam hill", "ida roth", "al moss", "fang liu")


def rows():
    """Each person twice, every second pair without a common address."""
    for i, name in enumerate(NAMES * 3):
        given, family = name.split()
        for copy in "ab":
            address = f"{given}.{i}@x.com" if i % 2 else f"{given}.{i}{copy}@x.com"
            yield {"given": given, "family": family, "email": address, "phone1": f"+44161392{i:04d}", "city": "leeds"}


def test_what_the_rules_lose_is_counted():
    """Every pair that weighs enough and shares no key of the rules, whatever the order of rows."""
    table = list(rows())
    ids = [f"r{i}" for i in range(len(table))]
    lanes = {n: Column.from_cells([r.get(n) for r in table]) for n in LANES}
    found = find_pairs(lanes, ids=ids, model=Model.default(), rules={"email": ("email",)})
    told = found.blocking_loss(ids)
    held = found._lanes
    pairs = [
        (a, b)
        for a, b in itertools.combinations(range(len(table)), 2)
        if score(table[a], table[b], Model.default(), held.count, held.filled, len(table)).weight >= LINK
    ]
    lost = [(a, b) for a, b in pairs if table[a]["email"] != table[b]["email"]]
    assert (told.records, told.matches, told.missed) == (len(table), len(pairs), len(lost))
    assert 0 < told.low < told.share == len(lost) / len(pairs) < told.high < 1
    limits = binomtest(len(lost), len(pairs)).proportion_ci(0.95, method="exact")
    assert (told.low, told.high) == pytest.approx((limits.low, limits.high))
    assert find_pairs(lanes, ids=ids, model=Model.default()).blocking_loss(ids).missed == 0


def test_copies_beyond_any_block_are_not_lost():
    """They are one cluster, though most pairs of them are listed nowhere."""
    table = [
        *rows(),
        *[{**dict.fromkeys(LANES), "given": "bo", "family": "li", "email": "bo@li.cn", "phone1": "+861"}] * 30,
    ]
    ids = [f"r{i}" for i in range(len(table))]
    lanes = {n: Column.from_cells([r.get(n) for r in table]) for n in LANES}
    found = find_pairs(lanes, ids=ids, model=Model.default(), cap=20)
    assert len(set(found.labels[-30:].tolist())) == 1
    told = found.blocking_loss(ids)
    assert (told.missed, told.matches > 435) == (0, True)


def test_tables_and_linked_sources_tell_it():
    """Pairs of one source do not count where only those between sources are asked for."""
    table = [{"ID": str(i), "Name": f"{r['given']} {r['family']}", "Phone": r["phone1"]} for i, r in enumerate(rows())]
    one = cq.find_duplicates(table, id="ID").blocking_loss()
    assert (one.missed, one.share) == (0, 0.0)
    linked = cq.find_duplicates({"crm": table[:24], "leads": table[24:]}, id="ID")
    assert linked.blocking_loss().matches == linked.pairs.filter(linked.pairs["match_weight"] >= 1).height
    assert cq.find_duplicates(table[:1], id="ID").blocking_loss().share == 0


def test_a_table_without_rows_loses_nothing():
    """Nor does one of a single row."""
    for cells in ([], ["anna@acme.com"]):
        found = cq.find_duplicates(pl.DataFrame({"email": pl.Series(cells, dtype=pl.String)})).blocking_loss()
        assert (found.records, found.matches, found.missed, found.share) == (len(cells), 0, 0, 0.0)
