"""Ghosts, what to do about them, and what to verify next: the published figures and the laws."""

from __future__ import annotations

import math
from itertools import pairwise, product

import numpy as np
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from crmquality.decay import (
    CHECKS,
    HAZARDS,
    Calibrator,
    Check,
    Costs,
    GhostParts,
    GhostPolicy,
    fake_probability,
    ghost_score,
    silence,
    unreachable_probability,
    verification_value,
    verify_interval,
    verify_next,
)
from crmquality.decay._ghost import CAUSES, REASONS, GhostColumns, decide, still_interested
from crmquality.errors import PolicyError

YEAR = 365.25
PROBABILITY = st.floats(0, 1)


@pytest.mark.parametrize(
    ("rate", "uses", "days", "threshold"),
    [(0.25, 1, 107, 0.929), (0.25, 4, 52, 0.965), (0.25, 12, 30, 0.980), (0.08, 1, 186, None), (0.32, 1, 95, None)],
)
def test_verify_interval_section_5(rate, uses, days, threshold):
    """At 1-10-100: the published intervals and thresholds of work e-mail, mobile and title."""
    found, p = verify_interval(rate, Costs(uses_per_year=uses))
    assert found == pytest.approx(days, abs=1)
    assert threshold is None or p == pytest.approx(threshold, abs=0.001)


def yearly(t, rate, c):
    lost = -math.expm1(-rate * t)
    return (c.verify + c.correct * lost + c.uses_per_year * c.fail * (t - lost / rate)) / t


@given(st.floats(0.01, 2), st.floats(0.1, 20), st.floats(0.5, 50), st.floats(1, 500))
def test_no_interval_is_cheaper(rate, uses, verify, fail):
    """The interval minimises the yearly cost of the formula; around 1 use a year it cuts 14.7 to 9.4."""
    costs = Costs(verify=verify, fail=fail, uses_per_year=uses)
    days, threshold = verify_interval(rate, costs)
    if math.isinf(days):
        assert uses * fail / rate - costs.correct <= verify * 1.000001
        return
    t = days / YEAR
    assert threshold == pytest.approx(math.exp(-rate * t))
    best = yearly(t, rate, costs)
    assert all(best <= yearly(t * factor, rate, costs) * (1 + 1e-9) for factor in (0.5, 0.9, 1.1, 2, 10))


def test_the_published_saving_section_5():
    """Against checking once a year: 14.7 to 9.4 at one use, 49 to 17 at four."""
    for uses, before, after in ((1, 14.7, 9.4), (4, 49, 17)):
        costs = Costs(uses_per_year=uses)
        assert yearly(1.0, 0.25, costs) == pytest.approx(before, rel=0.02)
        assert yearly(verify_interval(HAZARDS["work_email"], costs)[0] / YEAR, 0.25, costs) == pytest.approx(
            after, rel=0.035
        )


def test_some_fields_are_never_worth_a_check():
    """No decay, or failures that cost less than a check."""
    assert verify_interval(0.0) == (math.inf, 0.0)
    assert verify_interval(5.0, Costs(fail=1)) == (math.inf, 0.0)
    assert verification_value(0.1, 5.0, Costs(fail=1)) == -1


def test_worth_it_below_0_989_section_5():
    """One use and a perfect check: the break-even is 1 - v / (f - c)."""
    assert verification_value(1 - 1 / 90) == pytest.approx(0, abs=1e-9)
    assert verification_value(0.989) < 0 < verification_value(0.988)
    assert verification_value(0.5, uses=4) == pytest.approx(0.5 * 390 - 1)
    check = Check("call", (), (), 0.9, 0.8, 7.0, 3.0)
    assert verification_value(0.5, 0.25, Costs(), check) == pytest.approx(0.5 * 0.9 * 90 - 0.5 * 0.2 * 7 - 3)
    assert verification_value(np.array([0.5, 1.0])).tolist() == pytest.approx([44, -1])


@given(PROBABILITY, PROBABILITY)
def test_less_belief_is_worth_more(p, other):
    """The value of a check never falls with doubt."""
    low, high = sorted((p, other))
    assert verification_value(low) >= verification_value(high)


@frozen
class Scores:
    """Beliefs as `verify_next` takes them."""

    contact_ids: list
    fields: list
    p_valid: np.ndarray


def test_one_call_settles_several_fields():
    """The call is worth the sum over its fields, as far as a number holds, less one cost."""
    scores = Scores(["a"], ["mobile", "job_title", "company"], np.array([[0.8, 0.5, 0.6]]))
    perfect = Check("call", ("mobile", "job_title", "company"), ("mobile",))
    found = verify_next(scores, checks=[perfect])
    assert [(f.contact, f.field, f.also, f.channel, f.cost) for f in found] == [
        ("a", "job_title", ("mobile", "company"), "call", 1.0)
    ]
    assert found[0].value == pytest.approx(0.2 * 90 + 0.8 * (0.5 + 0.4) * 90 - 1)


def test_the_budget_takes_the_best_and_ties_go_by_name():
    """No dearer than the budget; order by value for cost, equals by name; nothing that is not due or absent."""
    p = np.array([[0.5], [0.2], [0.5], [0.95], [np.nan], [0.7]])
    scores = Scores(["b", "z", "a", "new", "none", "c"], ["job_title"], p)
    check = [Check("look-up", ("job_title",))]
    assert [f.contact for f in verify_next(scores, checks=check)] == ["z", "a", "b", "c"]
    assert [f.contact for f in verify_next(scores, budget=2, checks=check)] == ["z", "a"]
    assert verify_next(scores, budget=0, checks=check) == []
    with pytest.raises(PolicyError, match="budget"):
        verify_next(scores, budget=-1)
    many = Scores(list(range(300)), ["job_title"], np.full((300, 1), 0.5))
    assert [len(verify_next(many, Costs(verify=v), checks=check)) for v in (1, 5)] == [200, 200]


@given(
    st.lists(st.lists(st.floats(0, 1) | st.just(math.nan), min_size=3, max_size=3), min_size=1, max_size=8),
    st.floats(0, 6),
)
def test_every_listed_check_pays_and_the_order_is_that_of_the_rows(rows, budget):
    """Values above 0, cost within the budget, falling value for cost; the order of the rows does not matter."""
    fields, names = ["mobile", "work_email", "job_title"], [f"c{i}" for i in range(len(rows))]
    found = verify_next(Scores(names, fields, np.array(rows)), budget=budget)
    assert sum(f.cost for f in found) <= budget + 1e-9
    assert all(f.value > 0 for f in found)
    ratio = [f.value / f.cost for f in found]
    assert all(a >= b - 1e-6 for a, b in pairwise(ratio))
    assert found == verify_next(Scores(names[::-1], fields, np.array(rows[::-1])), budget=budget)


def test_checks_and_costs_that_cannot_be_are_refused():
    """Rates outside 0 and 1, free checks."""
    for make in (
        lambda: Check("x", hit_rate=1.1),
        lambda: Check("x", times=0),
        lambda: Costs(verify=0),
        lambda: Costs(fail=-1),
    ):
        with pytest.raises(PolicyError):
            make()
    assert all(set(check.through) <= set(check.fields) for check in CHECKS)


@pytest.mark.parametrize(("attempts", "p"), [(0, 0.86), (6, 0.84), (26, 0.74)])
def test_six_months_of_silence_section_3_6(attempts, p):
    """Silence proves much or nothing, depending on what was sent."""
    assert still_interested(YEAR / 2, attempts) == pytest.approx(p, abs=0.025)
    assert still_interested(YEAR / 2, 26, response_rate=0.3) == pytest.approx(0.005, abs=0.003)
    assert still_interested(YEAR / 2, attempts, 0.0) == pytest.approx(math.exp(-0.15), abs=1e-9)


@given(st.dictionaries(st.sampled_from(CAUSES), PROBABILITY))
def test_causes_combine_by_noisy_or(causes):
    """At least as likely as each cause, by the formula; shares add up to one."""
    score = ghost_score(causes)
    assert 0 <= score.p <= 1
    assert score.p >= max(causes.values(), default=0) - 1e-6
    assert score.p == pytest.approx(1 - math.prod(1 - min(c, 1 - 1e-9) for c in causes.values()), abs=1e-9)
    weights = {k: -math.log1p(-min(c, 1 - 1e-9)) for k, c in causes.items()}
    total = sum(weights.values())
    assert {c.name: c.share for c in score.causes} == pytest.approx(
        {k: w / total for k, w in weights.items() if w / (total or 1) > 0}
    )
    assert sum(c.share for c in score.causes) == pytest.approx(1) or not score.causes
    assert all(c.reasons and all(c.reasons) for c in score.causes)
    assert [c.share for c in score.causes] == sorted((c.share for c in score.causes), reverse=True)


def enumerated(linked, unlinked, w):
    """Every state of the job and of the channels, summed up."""
    total = 0.0
    own = [min(p / w, 1.0) for p in linked] + list(unlinked)
    for job, *works in product((True, False), *[(True, False)] * len(own)):
        weight = w if job else 1 - w
        for good, q in zip(works, own, strict=True):
            weight *= q if good else 1 - q
        reached = [good and (job or i >= len(linked)) for i, good in enumerate(works)]
        total += weight * (not any(reached))
    return total


@given(st.lists(st.floats(0.01, 0.6), max_size=3), st.lists(st.floats(0.01, 0.99), max_size=2), st.floats(0.6, 1.0))
def test_unreachable_is_not_the_product_of_the_marginals(linked, unlinked, w):
    """Linked channels fail together: the sum over all states."""
    found = unreachable_probability(linked, unlinked, w)
    assert found == pytest.approx(enumerated(linked, unlinked, w), abs=1e-9)
    assert found >= math.prod(1 - p for p in (*linked, *unlinked)) - 1e-9


def test_signs_count_seen_and_not_seen():
    """Presence raises, absence lowers, not looked for does neither; the sum is capped, answers go further."""
    nothing = fake_probability({})
    assert nothing == pytest.approx(0.05)
    assert fake_probability({"gibberish_name": None}) == nothing
    assert fake_probability({"gibberish_name": False}) < nothing < fake_probability({"gibberish_name": True})
    assert fake_probability(100.0) == fake_probability(8.0)
    assert fake_probability(8.0, 1) == pytest.approx(1 / (1 + math.exp(-(math.log(0.05 / 0.95) + 8 - 3))))
    for bad in ({"wings": True}, {"gibberish_name": True}):
        with pytest.raises(PolicyError):
            fake_probability(bad, prior=1.0 if "wings" not in bad else 0.05)


SILENT = {"silent": True, "attempts": 5}


@pytest.mark.parametrize(
    ("parts", "action"),
    [
        (GhostParts(), "keep"),
        (GhostParts(1.0, permission=False), "suppress"),
        (GhostParts(fake=0.95), "review"),
        (GhostParts(duplicate=0.95), "review"),
        (GhostParts(**SILENT), "re_engage"),
        (GhostParts(**SILENT, re_engaged=True), "archive"),
        (GhostParts(**SILENT, re_engaged=True, open_business=True), "keep"),
        (GhostParts(silent=True, attempts=4, re_engaged=True), "keep"),
        (GhostParts(silent=True), "keep"),
        (GhostParts(silent=None, attempts=50, re_engaged=True), "keep"),
        (GhostParts(**SILENT, has_channel=False), "verify"),
        (GhostParts(check_value=3.0, check="the mobile, by call"), "verify"),
        (GhostParts(check_value=3.0, in_budget=False), "keep"),
        (GhostParts(check_value=3.0, in_budget=False, lapsed=0.6), "keep"),
        (GhostParts(in_budget=False, lapsed=0.6), "keep"),
        (GhostParts(fake=0.95, in_budget=False), "keep"),
        (GhostParts(duplicate=0.95, in_budget=False), "keep"),
        (GhostParts(**SILENT, in_budget=False), "keep"),
        (GhostParts(unreachable=0.85, check_value=0.0, in_budget=False), "archive"),
        (GhostParts(overdue=True), "verify"),
        (GhostParts(overdue=True, in_budget=False), "keep"),
        (GhostParts(unreachable=0.85, check_value=0.0), "archive"),
        (GhostParts(unreachable=0.85, check_value=0.0, open_business=True), "keep"),
        (GhostParts(unreachable=0.85, check_value=2.0), "verify"),
        (GhostParts(unreachable=0.85), "review"),
        (GhostParts(unreachable=0.85, lapsed=0.9), "review"),
        (GhostParts(lapsed=0.6), "re_engage"),
        (GhostParts(lapsed=0.6, open_business=True), "keep"),
        (GhostParts(unreachable=0.4, fake=0.3), "review"),
    ],
)
def test_actions(parts, action):
    """The first rule that applies decides; nobody is archived untried or with open business."""
    score = ghost_score(parts)
    assert score.action == action
    assert score.action_reason
    assert "{" not in score.action_reason
    assert (score.defence is None) == (not score.causes)


def test_a_defence_for_every_cause_and_one_for_none_alone():
    """What would have caught it: by its cause, or a person's look where several small signs come together."""
    found = [ghost_score({cause: 0.7}).defence for cause in CAUSES]
    assert found == ["automation", "cleaning", "verification", "analytics"]
    assert ghost_score(GhostParts(0.3, 0.3, 0.3)).defence == "review"
    assert ghost_score({}).defence is None


@given(
    st.builds(
        GhostParts, *[st.none() | PROBABILITY] * 4, permission=st.booleans(), silent=st.none() | st.booleans(),
        attempts=st.none() | st.integers(0, 50), open_business=st.booleans(), re_engaged=st.booleans(),
        has_channel=st.booleans(), overdue=st.booleans(), check_value=st.none() | st.floats(-2, 90), in_budget=st.booleans(),
    )
)  # fmt: skip
def test_what_must_never_happen(parts):
    """No archive with open business, none of a reachable record before a last try; no mail without permission."""
    score = ghost_score(parts)
    if score.action == "archive":
        assert not parts.open_business
        assert parts.re_engaged or ((parts.unreachable or 0) >= 0.8 and parts.check_value <= 0)
    if score.action == "re_engage":
        assert parts.permission
        assert parts.has_channel
        assert not parts.re_engaged
    if not parts.permission:
        assert score.action == "suppress"
    assert parts.in_budget or score.action not in ("verify", "review", "re_engage")
    assert 0 <= score.p <= 1


def test_the_policy_decides_whether_silence_makes_a_ghost():
    """Switched off, silence still asks for a last try, and no longer counts as a cause."""
    parts = GhostParts(fake=0.1, lapsed=0.7)
    on, off = ghost_score(parts), ghost_score(parts, GhostPolicy(lapsed_is_ghost=False))
    assert on.p > 0.7 > off.p == pytest.approx(0.1)
    assert [c.name for c in off.causes] == ["fake"]
    assert on.action == off.action == "re_engage"


def test_calibration_moves_the_score_and_leaves_the_shares():
    """A fitted calibrator applies to the whole, not to the causes."""
    rng = np.random.default_rng(3)
    p = rng.uniform(0.02, 0.98, 600)
    learnt = Calibrator.fit(p, (rng.uniform(size=600) < p**2).astype(float))
    parts = GhostParts(unreachable=0.5, lapsed=0.4)
    raw, better = ghost_score(parts), ghost_score(parts, GhostPolicy(calibrate=learnt))
    assert better.p == pytest.approx(raw.p**2, abs=0.12)
    assert better.causes == raw.causes


def test_one_record_is_as_many():
    """The scalar call and the table give the same."""
    rng = np.random.default_rng(5)
    n = 300
    columns = GhostColumns(
        causes=np.where(rng.uniform(size=(n, 4)) < 0.3, np.nan, rng.uniform(size=(n, 4))),
        attempts=rng.integers(0, 9, n).astype(float), check_value=rng.normal(size=n),
        **{k: rng.uniform(size=n) < 0.5 for k in ("permission", "silent", "open_business", "re_engaged", "has_channel", "overdue", "in_budget")},
    )  # fmt: skip
    p, shares, reason = decide(columns, GhostPolicy())
    for i in range(n):
        known = [None if np.isnan(c) else c for c in columns.causes[i].tolist()]
        rest = {
            k: getattr(columns, k)[i].item()
            for k in (
                "permission",
                "silent",
                "attempts",
                "open_business",
                "re_engaged",
                "has_channel",
                "check_value",
                "overdue",
                "in_budget",
            )
        }
        score = ghost_score(GhostParts(*known, **rest))
        assert score.p == pytest.approx(p[i])
        assert {c.name: c.share for c in score.causes} == pytest.approx(
            {k: s for k, s in zip(CAUSES, shares[i].tolist(), strict=True) if s > 0}
        )
        assert score.action == REASONS[reason[i]][0]


def test_what_cannot_be_is_refused():
    """Probabilities out of range, unknown causes, thresholds that are none."""
    for make in (
        lambda: ghost_score({"fake": 1.2}),
        lambda: ghost_score({"cursed": 0.5}),
        lambda: GhostPolicy(sure=2),
        lambda: GhostPolicy(min_attempts=-1),
    ):
        with pytest.raises(PolicyError):
            make()


@given(st.floats(1, 3000), st.integers(0, 60), PROBABILITY)
def test_silence_of_a_table_is_that_of_one(days, attempts, p):
    """The columnar form equals `silence`."""
    assert still_interested(days, attempts, p) == pytest.approx(silence(0.0, attempts, days, p_valid=p), rel=1e-9)
