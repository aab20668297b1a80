"""What a mailing meets, and what checking is worth."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.decay import Costs, Verification, channel_states
from crmquality.errors import PolicyError
from crmquality.quality import cost_of_doubt, deliverability, room

BELIEFS = st.lists(st.tuples(st.none() | st.floats(0, 1), st.sampled_from(["fair", "form", None])), max_size=12)


@given(BELIEFS)
def test_segments_add_up(rows):
    """Records and expected failures of the segments are those of the whole; the riskiest stands first."""
    p, segment = [p for p, _ in rows], [s for _, s in rows]
    parts, whole = deliverability(p, segment), deliverability(p)
    assert sum(r.records for r in parts) == len(rows)
    assert sum(r.expected_failures for r in parts) == pytest.approx(sum(r.expected_failures for r in whole))
    risks = [r.risk or 0.0 for r in parts]
    assert risks == sorted(risks, reverse=True)
    assert all(r.risk is None or 0 <= r.risk <= 1 for r in parts)


def test_the_share_of_verified_channels_is_counted():
    """From the states of channels; without any belief there is no risk to state."""
    day = dt.date(2026, 11, 1)
    states = channel_states([Verification("1", "email", "verified", day, "double opt-in")], as_of=day)
    sure = [(states[r, "email"].state == "verified") if (r, "email") in states else False for r in ("1", "2")]
    found = deliverability([None, None], verified=sure)
    assert (found[0].verified, found[0].risk) == (0.5, None)
    with pytest.raises(PolicyError, match="one length"):
        deliverability([0.5], ["a", "b"])


def test_one_ten_a_hundred():
    """Paid: checks and corrections; prevented: uses of wrong values; exposed: what is in doubt now."""
    found = cost_of_doubt([0.5, 1.0], checked=10, found_wrong=2, costs=Costs(2, 20, 200, uses_per_year=3))
    assert (found.paid, found.prevented, found.exposed) == (60, 1200, 300)
    assert cost_of_doubt([]).exposed == 0
    with pytest.raises(PolicyError, match="found wrong"):
        cost_of_doubt([], checked=1, found_wrong=2)


def test_who_brings_nothing_makes_room():
    """Least first; what is not known stays; a record that brings just what it costs stays, too."""
    found = room([5.0, None, 0.5, float("nan"), 1.0, -2.0], keep_cost=1.0)
    assert (found.order, found.share, found.saved) == ((5, 2), 2 / 6, 3.5)
    assert room([], keep_cost=0).order == ()
    for wrong in ({"value": ["1"], "keep_cost": 1}, {"value": [1.0], "keep_cost": -1}):
        with pytest.raises(PolicyError):
            room(**wrong)
