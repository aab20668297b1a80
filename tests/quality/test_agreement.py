"""Agreement of clusters with labels equals what counting pair by pair gives."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.quality.agreement import agreement


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=20))
def test_equals_brute_force(rows):
    """Pairs, records and clusters."""
    found, truth = ({str(i): r[k] for i, r in enumerate(rows)} for k in (0, 1))
    got = agreement(found, truth)
    pairs = list(combinations(truth, 2))
    hit = sum(found[a] == found[b] and truth[a] == truth[b] for a, b in pairs)
    said, true = (sum(x[a] == x[b] for a, b in pairs) for x in (found, truth))
    assert got.pairs[0] == pytest.approx(hit / said if said else 1)
    assert got.pairs[1] == pytest.approx(hit / true if true else 1)
    mine = {i: {j for j in truth if found[j] == found[i]} for i in truth}
    real = {i: {j for j in truth if truth[j] == truth[i]} for i in truth}
    assert got.records[0] == pytest.approx(sum(len(mine[i] & real[i]) / len(mine[i]) for i in truth) / len(truth))
    assert got.records[1] == pytest.approx(sum(len(mine[i] & real[i]) / len(real[i]) for i in truth) / len(truth))
    one, two = ({frozenset(s) for s in side.values() if len(s) > 1} for side in (mine, real))
    assert got.clusters[0] == pytest.approx(len(one & two) / len(one) if one else 1)
    assert got.clusters[1] == pytest.approx(len(one & two) / len(two) if two else 1)


def test_only_labelled_records_count():
    """Without labels nothing is wrong; a label without a record is misuse."""
    nothing = agreement({"1": "a", "2": "a"}, {})
    assert nothing.pairs == nothing.records == nothing.clusters == (1.0, 1.0, 1.0)
    with pytest.raises(KeyError):
        agreement({}, {"1": "x"})
