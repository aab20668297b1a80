"""One field explained (decay.md, sections 1.2, 1.3, 1.6): steps, due dates, and since when it has been wrong."""

from __future__ import annotations

import datetime as dt
import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmquality.decay import BeliefState, Costs, Evidence, Hazard, HazardTable, Outcome, OutcomeTable, field_belief
from crmquality.errors import PolicyError

YEAR = 365.25
P = st.floats(0.05, 0.95)
FIELDS = ("work_email", "job_title", "mobile")


def table(likelihoods):
    return OutcomeTable(
        {f"c{i}": {f"o{i}": Outcome(a, b), f"n{i}": Outcome(1 - a, 1 - b)} for i, (a, b) in enumerate(likelihoods)}
    )


def enumerated(hazards, entry, events, now):
    """P(work e-mail failed in interval k), by adding up all fates of the job and of the own layers of both work fields."""
    times = [0.0, *(t for t, _, _, _ in events), now]
    n, half = len(times) - 1, math.sqrt(entry)

    def fates(rate, good, before):
        survival = [math.exp(-rate * t / YEAR) for t in times]
        return [
            1 - good if before else 0.0,
            *(good * (survival[k] - survival[k + 1]) for k in range(n)),
            good * survival[n],
        ]

    weights = [0.0] * (n + 2)
    layers = [fates(0.22, half, True), *(fates(hazards.get(f).rate, half, True) for f in FIELDS[:2])]
    for job, *own in itertools.product(range(n + 2), repeat=3):
        weight = layers[0][job] * layers[1][own[0]] * layers[2][own[1]]
        for k, (_, field, a, b) in enumerate(events):
            if field != "mobile":
                # a fate of 0 came before entry, of j in the j-th interval; event k ends interval k + 1
                valid = min(job, own[FIELDS.index(field)]) > k + 1
                weight *= a if valid else b
        weights[min(job, own[0])] += weight
    return [w / sum(weights) for w in weights]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1500), st.sampled_from(FIELDS), P, P), max_size=4), P, st.floats(1, 500))
def test_wrong_since_equals_enumeration(events, entry, rest):
    """When the e-mail failed, with evidence on itself and on the title, against all fates added up."""
    events = sorted(events)
    now = (events[-1][0] if events else 0.0) + rest
    hazards = HazardTable.default()
    evidence = [Evidence("c", f, f"o{i}", t) for i, (t, f, _, _) in enumerate(events)]
    found = field_belief(
        evidence, "work_email", now, hazards, table([(a, b) for _, _, a, b in events]), entry=entry, entered_at=0.0
    )
    expected = enumerated(hazards, entry, events, now)
    assert found.p_valid == pytest.approx(expected[-1], rel=1e-7)
    # evidence on the mobile says nothing of the e-mail, and makes no span of its own
    merged = [expected[0]]
    for k, p in enumerate(expected[1:-1]):
        if k and events[k - 1][1] == "mobile":
            merged[-1] += p
        else:
            merged.append(p)
    assert [s.p for s in found.failed_between] == pytest.approx(merged, rel=1e-6, abs=1e-12)


KINDS = ("replied", "accepted", "opened", "hard_bounce", "changed", "confirms", "machine_opened")
HISTORY = st.lists(
    st.builds(Evidence, st.just("c"), st.sampled_from((*FIELDS, "company")), st.sampled_from(KINDS), st.floats(0, 900)),
    max_size=12,
)


@given(HISTORY, st.sampled_from((*FIELDS, "company")), st.floats(0, 1000))
def test_steps_and_spans_add_up(events, field, as_of):
    """Steps telescope to the belief's log-odds, spans and belief to 1; the filter agrees; later events change nothing."""
    found = field_belief(events, field, as_of, entered_at=0.0)
    p = 1 / (1 + math.exp(-sum(s.log_odds for s in found.steps)))
    assert found.p_valid == pytest.approx(p, rel=1e-9)
    assert found.p_valid + sum(s.p for s in found.failed_between) == pytest.approx(1, abs=1e-9)
    assert all(s.log_odds < 0 for s in found.steps if s.what == "ageing")
    before = [e for e in events if e.at <= as_of]
    state = BeliefState.start("staff", 0.0).observe_all(before).advance(as_of)
    assert found.p_valid == pytest.approx(state.p_valid(field), rel=1e-9)
    assert field_belief(before, field, as_of, entered_at=0.0) == found


def test_an_example_in_dates():
    """A bounce in June after a reply in January: wrong since between the two; dates in, dates out."""
    events = [Evidence("c", "work_email", "replied", dt.date(2026, 1, 10), event_id="1"),
              Evidence("c", "work_email", "hard_bounce", dt.date(2026, 6, 10), event_id="2"),
              Evidence("c", "work_email", "hard_bounce", dt.date(2026, 6, 10), event_id="2")]  # fmt: skip
    found = field_belief(events, "email", dt.date(2026, 7, 1), entered_at=dt.date(2025, 1, 1))
    assert (found.wrong_since.start, found.wrong_since.end) == (dt.date(2026, 1, 10), dt.date(2026, 6, 10))
    assert found.last_evidence_at == dt.date(2026, 6, 10)
    assert found.due_at == found.as_of
    assert [s.what for s in found.steps] == ["entered", "ageing", "replied", "ageing", "hard_bounce", "ageing"]
    stamp = field_belief(
        events[:1], "work_email", dt.datetime(2026, 1, 11, tzinfo=dt.UTC), entered_at=dt.date(2025, 1, 1)
    )
    assert stamp.due_at.tzinfo is dt.UTC
    assert 0 < (stamp.due_at - stamp.as_of).days < 107


def test_due_dates_and_half_life():
    """The belief at the due date is the threshold, for constant and Weibull hazards; some fields are never due."""
    for hazard in (
        Hazard(0.1, shared=0.2),
        Hazard(0.3, 0.7, shared=0.2, shared_shape=0.8),
        Hazard(0.4, gamma_shape=2.0),
    ):
        hazards = HazardTable({"work_email": hazard})
        found = field_belief(
            [], "work_email", 100.0, hazards, entry=0.995, entered_at=50.0, costs=Costs(uses_per_year=4)
        )
        state = BeliefState.start(0.995, 50.0, hazards=hazards)
        later = state.advance(found.due_at + 1), state.advance(found.due_at - 1)
        assert later[0].p_valid("work_email") < later[1].p_valid("work_email")
        half = state.advance(100 + found.half_life_days).p_valid("work_email")
        assert half == pytest.approx(found.p_valid / 2, rel=1e-9)
    assert field_belief([], "mobile", 5.0, HazardTable({"mobile": Hazard(0.0)})).due_at is None
    kept = field_belief([], "mobile", 5.0, HazardTable({"mobile": Hazard(0.1, recovery=0.9)}))
    assert kept.half_life_days == math.inf
    assert kept.failed_between == ()


def test_a_new_value_starts_anew():
    """Its entry belief and age 0, by the way it came in; a new employer takes most other work fields with it."""
    gone = [Evidence("c", "work_email", "hard_bounce", d) for d in (300, 330)]
    new = Evidence("c", "work_email", "changed", 400, source="enriched")
    assert field_belief([*gone, new], "work_email", 400, entered_at=0).p_valid == pytest.approx(0.85)
    title = field_belief(gone, "job_title", 400, entered_at=0).p_valid
    assert field_belief([*gone, new], "job_title", 400, entered_at=0).p_valid == pytest.approx(title)
    state = BeliefState.start("staff", 0.0).observe(Evidence("c", "company", "changed", 200))
    assert state.p_valid("company") == pytest.approx(0.95)
    assert state.p_valid("job_title") < 0.05
    assert state.p_valid("mobile") > 0.9
    assert state.to_verify == {"work_email", "direct_phone", "job_title", "work_address"}
    assert state.observe(Evidence("c", "job_title", "changed", 200)).to_verify == {
        "work_email",
        "direct_phone",
        "work_address",
    }


def test_what_counts_once_section_1_6():
    """The same event twice, several outcomes of a message, two soft bounces of a week."""
    start = BeliefState.start("staff", 0.0)
    bounce = Evidence("c", "work_email", "soft_bounce", 365.25, event_id="e1")
    once = start.observe(bounce)
    assert once.observe(bounce) == once
    again = once.observe(Evidence("c", "work_email", "soft_bounce", 370.0))
    assert again.p_valid("work_email") == pytest.approx(once.advance(370.0).p_valid("work_email"))
    assert once.observe(Evidence("c", "work_email", "soft_bounce", 372.3)).p_valid("work_email") < 0.1
    message = [
        Evidence("c", "work_email", k, 100.0 + i, attempt_id="m")
        for i, k in enumerate(("accepted", "opened", "replied"))
    ]
    streamed = start
    for e in message:
        streamed = streamed.observe(e)
    alone = start.observe(message[2])
    assert streamed.p_valid("work_email") == pytest.approx(alone.p_valid("work_email"), rel=1e-12)
    assert start.observe(Evidence("c", "work_email", "machine_opened", 9)).p_valid("job_title") == start.advance(
        9
    ).p_valid("job_title")


def test_silence_without_attempts_changes_nothing_but_age():
    """No attempts, no evidence: the belief is the one of its age."""
    state = BeliefState.start("staff", 0.0)
    ageing = 0.95 * HazardTable.default().get("work_email").survival(700)
    assert state.advance(700).p_valid("work_email") == pytest.approx(ageing)
    assert field_belief([], "work_email", 700, entered_at=0).p_valid == pytest.approx(ageing)


@pytest.mark.parametrize("bad", [
    lambda: field_belief([Evidence("c", "work_email", "sang", 1)], "work_email", 2),
    lambda: field_belief([Evidence("c", "shoe_size", "replied", 1)], "work_email", 2),
    lambda: field_belief([], "shoe_size", 2), lambda: field_belief([], "mobile", 2, entry="by owl"),
    lambda: OutcomeTable.default().with_outcome("smoke", "seen", 0.5, 0.5),
    lambda: OutcomeTable.default().with_outcome("email", "replied", 1.0, 0.5),
    lambda: HazardTable({"a": Hazard(0.1, shared=0.2), "b": Hazard(0.1, shared=0.3)}),
    lambda: HazardTable({"a": Hazard(0.0)}).scaled("a", 0.2), lambda: Hazard(0.1, 0.5, recovery=0.1), lambda: Hazard(0.1, 0.0),
])  # fmt: skip
def test_misuse_raises(bad):
    """Unknown words, tables that are none, shapes that do not go together."""
    with pytest.raises(PolicyError):
        bad()


def test_tables_can_be_changed_and_kept():
    """One outcome set, the rest in proportion; segments, employment and scaling; both survive plain values."""
    outcomes = OutcomeTable.default().with_outcome("email", "hard_bounce", 0.001, 0.9)
    rows = outcomes.channels["email"].values()
    assert sum(o.if_valid for o in rows) == pytest.approx(1)
    assert outcomes.find("bounced").if_invalid == 0.9
    assert OutcomeTable.from_dict(outcomes.to_dict()) == outcomes
    hazards = HazardTable.default().with_segment("smb", "mobile", Hazard(0.3)).with_employment(0.4, 0.8, segment="smb")
    assert hazards.get("company", "smb").shared == 0.4
    assert hazards.get("company").shared == hazards.get("company", "other").shared == 0.22
    assert HazardTable.from_dict(hazards.to_dict()) == hazards
    faster = hazards.scaled("mobile", 0.30)
    assert 1 - faster.get("mobile").survival(YEAR) == pytest.approx(0.30)
    assert faster.get("mobile", "smb").rate / faster.get("mobile").rate == pytest.approx(0.3 / 0.08)
    weibull = HazardTable({"a": Hazard(0.2, 0.7, shared=0.1)}).scaled("a", 0.5)
    assert weibull.get("a").survival(YEAR) == pytest.approx(0.5)
    assert all(h.ground for h in HazardTable.default().hazards.values())
    assert all(o.judgement and o.caution for rows in OutcomeTable.default().channels.values() for o in rows.values())
    assert [f for f, h in HazardTable.default().hazards.items() if h.judgement] == ["personal_email", "surname"]
