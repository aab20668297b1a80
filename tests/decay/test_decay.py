"""Beliefs, hazards, silence, ghosts: the published figures and the laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.decay import (
    HAZARDS,
    BeliefState,
    Evidence,
    Hazard,
    HazardTable,
    Outcome,
    OutcomeTable,
)  # fmt: skip
from crmquality.errors import PolicyError

YEAR = 365.25
LINKED = HazardTable.default().for_fields({"email": "work_email", "title": "job_title", "mobile": "mobile"})


def test_a_full_year_at_26_percent_leaves_74():
    """The annual loss is what it says, and its half-life too."""
    assert Hazard.from_annual_loss(0.26).survival(YEAR) == pytest.approx(0.74)
    assert Hazard.from_half_life(100).survival(100) == pytest.approx(0.5)
    assert Hazard(0).half_life_days == math.inf


@pytest.mark.parametrize(
    ("name", "lost", "half_life"),
    [
        ("work_email", 22.1, 1013),
        ("direct_phone", 23.7, 938),
        ("job_title", 27.4, 791),
        ("company", 22.1, 1013),
        ("work_address", 24.4, 904),
    ],
)
def test_default_hazards_table_1_7(name, lost, half_life):
    """Lost in a year and half-life as published."""
    hazard = HazardTable.default().get(name)
    assert 100 * (1 - hazard.survival(YEAR)) == pytest.approx(lost, abs=0.06)
    assert hazard.half_life_days == pytest.approx(half_life, abs=1)
    assert hazard.ground


def test_one_knob_scales_all():
    """The named field loses the stated share, the others in proportion."""
    table = HazardTable.default().scaled("work_email", 0.30)
    assert 1 - table.get("work_email").survival(YEAR) == pytest.approx(0.30)
    assert table.get("mobile").total / HAZARDS["mobile"].total == pytest.approx(table.get("work_email").total / 0.25)


@pytest.mark.parametrize("bad", [lambda: Hazard(-1), lambda: Hazard(math.nan), lambda: Hazard.from_annual_loss(1),
                                 lambda: Hazard.from_half_life(0), lambda: HazardTable.default().get("x"),
                                 lambda: BeliefState.start(1.0, 0.0), lambda: BeliefState.start("x", 0.0)])  # fmt: skip
def test_misuse_raises(bad):
    """Rates, losses and names that cannot be are refused."""
    with pytest.raises(PolicyError):
        bad()


def test_evidence_on_one_work_field_speaks_of_the_others():
    """One year after entry: title 0.68; after a bounce 0.16, after a reply 0.86; the mobile stays."""
    found = {}
    for kind in (None, "hard_bounce", "replied"):
        state = BeliefState.start("staff", 0.0, hazards=LINKED).advance(YEAR)
        if kind:
            state = state.observe(Evidence("c", "email", kind, YEAR))
        found[kind] = (state.p_valid("title"), state.p_valid("mobile"), state.p_valid("email"))
    assert found[None][0] == pytest.approx(0.69, abs=0.02)
    assert found["hard_bounce"][0] == pytest.approx(0.16, abs=0.02)
    assert found["replied"][0] == pytest.approx(0.86, abs=0.02)
    assert found["hard_bounce"][2] < 0.03
    assert found["replied"][2] > 0.98
    assert found[None][1] == found["hard_bounce"][1] == found["replied"][1]


def test_late_evidence_is_refused():
    """Order matters, so an event before the last one needs a replay."""
    state = BeliefState.start(0.9, 10.0, hazards=LINKED)
    with pytest.raises(PolicyError, match="order of time"):
        state.advance(9.0)


def outcome_table(likelihoods):
    """Outcomes o0, o1, ... with these likelihoods, each on a channel of its own."""
    return OutcomeTable(
        {f"c{i}": {f"o{i}": Outcome(a, b), f"not{i}": Outcome(1 - a, 1 - b)} for i, (a, b) in enumerate(likelihoods)}
    )


def closed_form(hazard, p0, events, now):
    """Section 1.2: the whole history in one formula."""
    times = [0.0, *(t for t, _, _ in events), now]
    b = [0.0]
    for _, x, y in events:
        b.append(b[-1] + math.log(x / y))
    h = [hazard * t / YEAR for t in times]
    valid = p0 * math.exp(-h[-1]) * math.exp(b[-1])
    wrong = (1 - p0) + p0 * sum((math.exp(-h[k]) - math.exp(-h[k + 1])) * math.exp(b[k]) for k in range(len(b)))
    return valid / (valid + wrong)


LIKELIHOOD = st.floats(0.01, 0.99)


@given(
    st.floats(0.0, 2.0), st.floats(0.05, 0.95),
    st.lists(st.tuples(st.floats(0, 2000), LIKELIHOOD, LIKELIHOOD), max_size=6), st.floats(0, 500),
)  # fmt: skip
def test_filter_equals_the_closed_form(rate, entry, events, rest):
    """The sequential filter and the formula agree for one field."""
    events = sorted(events)
    table = HazardTable({"f": Hazard(rate)})
    outcomes = outcome_table([(a, b) for _, a, b in events])
    state = BeliefState.start(entry, 0.0, hazards=table, outcomes=outcomes)
    for i, (at, _, _) in enumerate(events):
        state = state.observe(Evidence("c", "f", f"o{i}", at))
    now = (events[-1][0] if events else 0.0) + rest
    state = state.advance(now)
    assert state.p_valid("f") == pytest.approx(closed_form(rate, entry, events, now), rel=1e-7, abs=1e-12)


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_two_steps_are_one(first, second):
    """Time adds up, and without evidence belief never rises."""
    start = BeliefState.start(0.9, 0.0, hazards=LINKED)
    one = start.advance(first).observe(Evidence("c", "title", "machine_opened", first))
    before = one.p_valid("title")
    one, two = one.advance(first + second), start.advance(first + second)
    assert one.p_valid("title") == pytest.approx(two.p_valid("title"), rel=1e-9, abs=1e-15)
    assert one.p_valid("title") <= before


@pytest.mark.parametrize("channel", sorted(OutcomeTable.default().channels))
def test_outcomes_sum_to_one(channel):
    """Each channel's columns are distributions."""
    rows = OutcomeTable.default().channels[channel].values()
    assert sum(o.if_valid for o in rows) == pytest.approx(1)
    assert sum(o.if_invalid for o in rows) == pytest.approx(1)


def test_outcome_tables_are_checked():
    """A column that does not sum to one, or a zero, is refused; unsubscribing proves a mailbox alive."""
    with pytest.raises(PolicyError, match="sum to 1"):
        OutcomeTable({"x": {"a": Outcome(0.5, 1.0)}})
    with pytest.raises(PolicyError, match="above 0"):
        OutcomeTable({"x": {"a": Outcome(1.0, 0.0)}})
    table = OutcomeTable.default()
    assert table.find("unsubscribed").log_ratio == pytest.approx(2.7, abs=0.01)
    assert table.find("nonsense") is None
    assert Outcome(0.99, 1e-9).log_ratio == 7
