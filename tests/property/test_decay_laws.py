"""Laws of beliefs (decay.md, section 1.5): the filter over columns equals the one event by event, and both obey time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmquality.decay import BeliefState, Evidence, Hazard, HazardTable, Outcome, OutcomeTable, score_fields

YEAR = 365.25
FIELDS = ("work_email", "direct_phone", "company", "mobile")
KINDS = ("replied", "accepted", "opened", "soft_bounce", "hard_bounce", "machine_opened", "unsubscribed", "confirms",
         "contradicts", "no_answer", "person/denied", "changed")  # fmt: skip
RATE = st.floats(0, 3)
SHAPE = st.sampled_from([1.0, 1.0, 0.7, 1.6])
P = st.floats(0.02, 0.98)


@st.composite
def tables(draw):
    """Hazards of four fields, the last not linked, with a segment of its own."""
    shared, shape = draw(RATE), draw(SHAPE)

    def hazard(*, linked):
        link = {"shared": shared, "shared_shape": shape} if linked else {}
        kind = draw(st.sampled_from(["plain", "weibull", "gamma", "recovers"]))
        if kind == "weibull":
            return Hazard(draw(RATE), draw(SHAPE), **link)
        if kind == "gamma":
            return Hazard(draw(RATE), gamma_shape=draw(st.floats(0.3, 5)), **link)
        return Hazard(draw(RATE), recovery=draw(st.floats(0.01, 2)) if kind == "recovers" else 0.0, **link)

    table = HazardTable({f: hazard(linked=f != "mobile") for f in FIELDS})
    return table.with_segment("smb", "mobile", Hazard(draw(RATE))).with_segment("smb", "company", hazard(linked=True))


EVENTS = st.lists(
    st.builds(
        Evidence, st.sampled_from("abc"), st.sampled_from(FIELDS), st.sampled_from(KINDS),
        st.integers(0, 400).map(lambda d: d / 4),
        event_id=st.none() | st.integers(0, 200).map(str), attempt_id=st.none() | st.sampled_from(["m1", "m2"]),
    ),
    max_size=25,
)  # fmt: skip


def once(events):
    """An id stands for one event of one contact."""
    seen = {}
    for e in events:
        seen.setdefault((e.contact_id, e.event_id or object()), e)
    return list(seen.values())


@settings(max_examples=60)
@given(
    tables(),
    EVENTS,
    st.floats(30, 200),
    st.lists(P, min_size=3, max_size=3),
    st.randoms(use_true_random=False),
    st.sampled_from([1, 2, 100]),
)
def test_columns_equal_events_one_by_one(table, events, as_of, entry, draw, block):
    """Same beliefs from columns in any order and block size as from the filter; later events change nothing."""
    events = once(events)
    rows = events + draw.sample(events, len(events) // 2)
    rows = [e for i, e in enumerate(rows) if i < len(events) or e.event_id]
    draw.shuffle(rows)
    scores = score_fields(
        [e.contact_id for e in rows], [e.field for e in rows], [e.kind for e in rows], [e.at for e in rows],
        as_of=as_of, entry=entry, entered_at=-10.0, hazards=table, block=block, contacts=["c", "a", "b"],
        segment=["smb", None, "other"], event_id=[e.event_id for e in rows], attempt_id=[e.attempt_id for e in rows],
    )  # fmt: skip
    for i, (contact, segment) in enumerate([("c", "smb"), ("a", None), ("b", "other")]):
        state = BeliefState.start(entry[i], -10.0, hazards=table, segment=segment)
        mine = [e for e in events if e.contact_id == contact and e.at <= as_of]
        state = state.observe_all(mine).advance(as_of)
        assert scores.p_valid[i] == pytest.approx([state.p_valid(f) for f in FIELDS], rel=1e-7, abs=1e-12)
        assert scores.p_employed[i] == pytest.approx(state.p_employed, rel=1e-7, abs=1e-12)


@given(tables(), EVENTS, st.randoms(use_true_random=False))
def test_late_events_by_replay_equal_events_in_time(table, events, draw):
    """Streaming in any order of arrival ends in the same beliefs, and a state survives JSON."""
    events = [e for e in once(events) if e.contact_id == "a"]
    start = BeliefState.start(0.9, 0.0, hazards=table)
    ordered = start.observe_all(events)
    late = start
    for e in draw.sample(events, len(events)):
        late = late.observe(e, replay=True)
    for f in FIELDS:
        assert late.p_valid(f) == pytest.approx(ordered.p_valid(f), rel=1e-9, abs=1e-12)
    assert BeliefState.from_dict(late.to_dict()) == late


@given(
    tables(),
    st.lists(st.sampled_from([k for k in KINDS if k != "changed"]), min_size=2, max_size=4),
    st.randoms(use_true_random=False),
)
def test_outcomes_of_one_instant_commute(table, kinds, draw):
    """The order of evidence on one instant does not matter."""
    events = [Evidence("c", draw.choice(FIELDS), k, 50.0) for k in kinds]
    one = two = BeliefState.start(0.9, 0.0, hazards=table)
    for e in events:
        one = one.observe(e)
    for e in reversed(events):
        two = two.observe(e)
    assert [one.p_valid(f) for f in FIELDS] == pytest.approx([two.p_valid(f) for f in FIELDS], rel=1e-9)


def test_order_matters_where_time_passes():
    """Bounce then reply is not reply then bounce; without decay it is."""
    early, late = Evidence("c", "work_email", "hard_bounce", 0.0), Evidence("c", "work_email", "replied", 300.0)
    swapped = Evidence("c", "work_email", "replied", 0.0), Evidence("c", "work_email", "hard_bounce", 300.0)
    start = BeliefState.start("staff", 0.0)
    assert (
        start.observe(early).observe(late).p_valid("work_email")
        > start.observe_all(swapped).p_valid("work_email") + 0.3
    )
    still = BeliefState.start("staff", 0.0, hazards=HazardTable({"work_email": Hazard(0.0, shared=0.0)}))
    left, right = still.observe_all([early, late]), still.observe_all(swapped)
    assert left.p_valid("work_email") == pytest.approx(right.p_valid("work_email"))


@given(st.floats(0, 5), st.floats(0, 5), st.floats(0.05, 0.95), st.floats(0, 1000 * YEAR), st.floats(0, 1000 * YEAR))
def test_recovery_moves_towards_its_limit(rate, back, p0, first, second):
    """Monotone towards R / (L + R); never rising without recovery; two steps are one."""
    state = BeliefState.start(p0, 0.0, hazards=HazardTable({"mobile": Hazard(rate, recovery=back)}))
    one, two = state.advance(first), state.advance(first + second)
    stepped = one.observe(Evidence("c", "mobile", "machine_opened", first)).advance(first + second)
    assert stepped.p_valid("mobile") == pytest.approx(two.p_valid("mobile"), abs=1e-12)
    limit = back / (rate + back) if back else 0.0
    gap = [abs(s.p_valid("mobile") - limit) for s in (state, one, two)]
    assert gap[0] + 1e-12 >= gap[1] >= gap[2] - 1e-12
    if not back:
        assert p0 >= one.p_valid("mobile") >= two.p_valid("mobile") >= 0


@given(tables(), EVENTS)
def test_evidence_moves_beliefs_the_right_way(table, events):
    """A likelier outcome never lowers its field, no work field and no other; evidence on an unlinked field stays there."""
    state = BeliefState.start(0.9, 0.0, hazards=table).observe_all([e for e in once(events) if e.contact_id == "a"])
    before = {f: state.p_valid(f) for f in FIELDS}
    good = state.observe(Evidence("a", "work_email", "replied", state.at))
    assert all(good.p_valid(f) >= before[f] - 1e-12 for f in FIELDS)
    other = state.observe(Evidence("a", "mobile", "hard_bounce", state.at))
    assert [other.p_valid(f) for f in FIELDS[:3]] == [before[f] for f in FIELDS[:3]]
    assert other.p_valid("mobile") <= before["mobile"]
    nothing = state.observe(Evidence("a", "work_email", "machine_opened", state.at))
    assert [nothing.p_valid(f) for f in FIELDS] == pytest.approx([before[f] for f in FIELDS], rel=1e-12)


@given(st.lists(st.tuples(st.sampled_from(FIELDS), P, P), max_size=5))
def test_a_shared_layer_without_hazard_and_doubt_is_independent(rows):
    """J = 0 and certain employment give independent fields back."""
    outcomes = OutcomeTable(
        {f"c{i}": {f"o{i}": Outcome(a, b), f"n{i}": Outcome(1 - a, 1 - b)} for i, (_, a, b) in enumerate(rows)}
    )
    events = [Evidence("c", f, f"o{i}", 100.0 * i) for i, (f, _, _) in enumerate(rows)]

    def end(shared):
        table = HazardTable({f: Hazard(0.3, shared=shared) for f in FIELDS})
        plain = BeliefState.start(0.9, 0.0, hazards=table, outcomes=outcomes).to_dict()
        plain |= {"job": [1.0, 0.0, 0.0, 0.0], "own": {f: [0.9, 0.1, 0.0, 0.0] for f in FIELDS}}
        state = BeliefState.from_dict(plain).observe_all(events).advance(600)
        return [state.p_valid(f) for f in FIELDS]

    assert end(0.0) == pytest.approx(end(None), rel=1e-12)


@settings(max_examples=20)
@given(tables(), st.integers(0, 3000))
def test_beliefs_stay_between_0_and_1(table, n):
    """Never NaN and never outside, for thousands of events or a thousand years."""
    kinds = np.array(["hard_bounce", "replied", "soft_bounce"])
    draw = np.random.default_rng(n)
    scores = score_fields(
        np.zeros(n, dtype=int), draw.choice(FIELDS, n), kinds[draw.integers(0, 3, n)], draw.uniform(0, 1000 * YEAR, n),
        as_of=1000 * YEAR, hazards=table, contacts=np.array([0]), entered_at=0.0,
    )  # fmt: skip
    assert ((scores.p_valid > 0) & (scores.p_valid < 1)).all()
    assert np.isfinite(scores.p_employed).all()


@pytest.mark.parametrize(("kind", "after"), [("hard_bounce", "replied"), ("replied", "hard_bounce")])
def test_ten_thousand_events_leave_a_doubt(kind, after):
    """Neither end is reached, so that other evidence can turn the belief, event by event and over columns."""
    state = BeliefState.start("staff", 0.0).observe_all([Evidence("c", "work_email", kind, 1.0)] * 10_000)
    assert 0 < state.p_valid("work_email") < 1
    turned = state.observe_all([Evidence("c", "work_email", after, 2.0)] * 500)
    assert (turned.p_valid("work_email") > 0.5) == (after == "replied")
    columns = score_fields(
        ["c"] * 10_500, "work_email", [kind] * 10_000 + [after] * 500, [1.0] * 10_000 + [2.0] * 500, as_of=2.0
    )
    assert columns.of("work_email")[0] == pytest.approx(turned.p_valid("work_email"), abs=1e-12)
    assert (
        0
        < score_fields(["c"] * 10_000, "work_email", [kind] * 10_000, [1.0] * 10_000, as_of=2.0).of("work_email")[0]
        < 1
    )


@given(st.floats(0.01, 3), st.floats(0.05, 0.95))
def test_half_life(rate, p0):
    """p(ln 2 / L) = p0 / 2, whatever the unit."""
    hazard = Hazard(rate)
    state = BeliefState.start(p0, 0.0, hazards=HazardTable({"mobile": hazard}))
    assert state.advance(hazard.half_life_days).p_valid("mobile") == pytest.approx(p0 / 2)
    assert hazard.half_life_days == pytest.approx(math.log(2) / rate * YEAR)
    assert hazard.years_until(math.log(2)) * YEAR == pytest.approx(hazard.half_life_days)
