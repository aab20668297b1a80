"""The sweep over a table equals the scalar comparison of every pair, and clusters do not over-merge."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.columns import Column
from crmquality.matching import Model, find_pairs
from crmquality.matching import _blocking as blocking
from crmquality.matching._blocking_keys import record_keys
from crmquality.matching._clusters import cluster
from crmquality.matching._compare import KEEP, LANES, UNIT, is_auto, score

WORDS = {
    "given": ["bill", "wei", "weii", "w", "anna", "wang"], "family": ["wang", "smith", "smyth", "wei"],
    "nickname": ["william"], "email": ["a@x.com", "b@x.com"], "local": ["wangwei99"], "phone1": ["+1", "+2"],
    "phone2": ["+3"], "company": ["acme", "acmee"], "street": ["1 main street", "1 main stret"],
    "postal_code": ["12345", "99999"], "city": ["berlin"], "birth_date": ["1980-01-02", "1980-05-06", "1970-01-02", "1980"],
    "identifier": ["x1", "x2"],
}  # fmt: skip
TABLES = st.lists(st.fixed_dictionaries({n: st.none() | st.sampled_from(w) for n, w in WORDS.items()}), max_size=12)


def columns(rows):
    return {n: Column.from_cells([r.get(n) for r in rows]) for n in LANES}


def ids(rows):
    return [f"r{i:03d}" for i in range(len(rows))]


@given(TABLES)
def test_table_equals_pair_by_pair(rows):
    """Same pairs, weights and bands as comparing every two records that share a key."""
    found = find_pairs(columns(rows), ids=ids(rows), model=Model.default())
    lanes = found._lanes
    keys = [set(record_keys(r)) for r in rows]
    want = {}
    for i, j in itertools.combinations(range(len(rows)), 2):
        if keys[i] & keys[j]:
            s = score(rows[i], rows[j], Model.default(), lanes.count, lanes.filled, len(rows))
            if s.weight >= KEEP:
                want[i, j] = (s.weight, "auto" if is_auto(s.weight, s.levels) else "review")
    got = {
        (a, b): (w, band)
        for a, b, w, band in zip(
            found.left.tolist(), found.right.tolist(), found.weight.tolist(), found.band, strict=True
        )
    }
    assert got == want
    for i, j in itertools.islice(want, 3):
        assert round(found.explain(i, j)["match_weight"] * UNIT) == want[i, j][0]


@given(TABLES, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows, random):
    """Shuffled rows give the same clusters."""
    order = list(range(len(rows)))
    random.shuffle(order)
    one = find_pairs(columns(rows), ids=ids(rows))
    two = find_pairs(columns([rows[i] for i in order]), ids=[f"r{i:03d}" for i in order])

    def groups(labels, names):
        out = {}
        for label, name in zip(labels.tolist(), names, strict=True):
            out.setdefault(label, set()).add(name)
        return {frozenset(g) for g in out.values()}

    assert groups(one.labels, ids(rows)) == groups(two.labels, [f"r{i:03d}" for i in order])


def test_the_share_of_matches_is_fitted():
    """A table full of copies raises every weight, a clean one does not; the model says so."""

    def person(i):
        return {"given": f"g{i % 37}", "family": f"f{i % 41}", "email": f"u{i}@x.com", "phone1": f"+{i}"}

    copies = [person(i // 4) for i in range(400)]
    clean = [person(i) for i in range(400)]
    full = find_pairs(columns(copies), ids=ids(copies))
    assert full.model.pairs["match"] > Model.default().pairs["match"]
    assert full.model.name != "shipped"
    assert find_pairs(columns(clean), ids=ids(clean)).model.pairs["match"] < Model.default().pairs["match"]
    assert len(set(full.labels.tolist())) == 100
    assert all(full.exact)


def test_progress_and_empty_tables():
    """Nothing in, nothing out."""
    heard = []
    rows = [{"email": "a@x.com"}, {"email": "a@x.com"}]
    find_pairs(columns(rows), ids=ids(rows), progress=lambda s, d: heard.append((s, d)))
    assert heard[0] == ("match", 0.0)
    assert find_pairs(columns([]), ids=[]).labels.tolist() == []
    assert find_pairs(columns([{}]), ids=["a"]).exact.tolist() == []


def test_a_block_beyond_the_cap_is_left_to_other_rules():
    """A value that everybody holds is no key; its pairs are found by other keys."""
    n = blocking.CAP + 1
    rows = [{"company": "acme", "given": f"g{i}", "family": f"f{i}", "city": "bonn"} for i in range(n)]
    rows += [{"company": "acme", "given": "g1", "family": "f1", "city": "bonn"}]
    found = find_pairs(columns(rows), ids=ids(rows))
    assert (1, n) in set(zip(found.left.tolist(), found.right.tolist(), strict=True))


def edges(*triples):
    left, right, weight = (np.array(x) for x in zip(*triples, strict=True))
    return left.astype(np.int64), right.astype(np.int64), (weight * UNIT).astype(np.int32)


@pytest.mark.parametrize(
    ("triples", "vetoes", "groups"),
    [
        ([(0, 1, 9)], set(), [[0, 1], [2], [3]]),
        ([(0, 1, 9), (1, 2, 9)], set(), [[0, 1, 2], [3]]),
        ([(0, 1, 9), (1, 2, 2)], set(), [[0, 1], [2], [3]]),
        ([(0, 1, 9), (1, 2, 2), (0, 2, -1)], set(), [[0, 1, 2], [3]]),
        ([(0, 1, 9), (2, 3, 9), (1, 2, 8)], set(), [[0, 1], [2, 3]]),
        ([(0, 1, 9)], {(0, 1)}, [[0], [1], [2], [3]]),
        ([(0, 1, 9), (1, 2, 9), (0, 2, 9)], {(0, 2)}, [[0, 1], [2], [3]]),
    ],
)
def test_clusters_join_only_on_positive_evidence(triples, vetoes, groups):
    """A missing pair counts against joining; a veto holds through others."""
    labels = cluster(4, *edges(*triples), ids=list("abcd"), vetoes=vetoes, link=UNIT)
    found = {}
    for row, label in enumerate(labels.tolist()):
        found.setdefault(label, []).append(row)
    assert sorted(found.values()) == groups
