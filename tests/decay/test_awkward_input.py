"""Awkward input to beliefs, fits and the main job: a clear message, a note, or the right reading; nothing is lost."""

from __future__ import annotations

import asyncio
import datetime as dt

import numpy as np
import polars as pl
import pytest

import crmquality as cq
from crmquality.decay import (
    Aliveness,
    BeliefState,
    Calibrator,
    Check,
    CheckResults,
    Costs,
    Evidence,
    Feedback,
    GhostCase,
    GhostPolicy,
    Hazard,
    HazardTable,
    Outbound,
    Outcome,
    OutcomeTable,
    Verification,
    backtest,
    calibration_report,
    channel_states,
    fake_probability,
    field_belief,
    fit_hazard,
    follow_up,
    ghost_score,
    learn_outcomes,
    pool_hazards,
    score_fields,
    silence,
    silent_by_rule,
    summarise_events,
    unreachable_probability,
    verification_value,
    verify_interval,
    verify_next,
)  # fmt: skip
from crmquality.quality import cost_of_doubt, deliverability
from crmquality.testing.verifiers import AsyncFakeVerifier, FakeVerifier

NAN = float("nan")
DAY = dt.date(2026, 11, 1)
MAIL, BOUNCE = "work_email", "hard_bounce"
NOON = dt.datetime(2026, 10, 1, 12)


def scored(contact, at=300.0, **more):
    at = [at] * len(contact) if isinstance(at, float) else at
    found = score_fields(contact, more.pop("field", MAIL), more.pop("kind", BOUNCE), at, **{"as_of": 400.0} | more)
    return dict(zip(found.contact_ids.tolist(), found.of(MAIL).round(6).tolist(), strict=True))


FOUND = score_fields([1], MAIL, BOUNCE, [300.0], as_of=400.0)
BOUNCED = scored([1])[1]
BEFORE = scored([1], [NAN], contacts=[1], entered_at=300.0)[1]


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        (["😀", "é"], {"é", "😀"}), ([b"a", b"b"], {"a", "b"}), (["a", None], {"a"}), (["1.38E+10"], {"1.38E+10"}),
        (pl.Series([1, None, 2]), {1, 2}), ([1.0, 2.0, NAN], {1, 2}), (np.array(["a", "b"], dtype=object), {"a", "b"}),
        ([2**62, 5], {2**62, 5}), (["王伟", "王偉"], {"王伟", "王偉"}), ([], set()),
    ],
)  # fmt: skip
def test_ids_of_every_kind(ids, found):
    """Emoji, bytes, damaged and large numbers, empty cells: as they are, and an empty cell is nobody."""
    assert scored(ids) == dict.fromkeys(found, BOUNCED)


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.uint8, np.uint64])
def test_numbers_of_few_bits(kind):
    """Ids whose difference does not fit into their own kind."""
    ids = np.array([100, -100 if np.iinfo(kind).min else 200] * 60, dtype=kind)
    assert scored(ids) == dict.fromkeys(ids.tolist(), scored([1] * 60)[1])


def test_whole_numbers_and_text_meet():
    """Whom to score may be asked in numbers where the events hold text; the answer is in the words of the question."""
    assert scored(["1", "2"], contacts=[1, 3], entered_at=300.0) == {1: BOUNCED, 3: BEFORE}
    assert scored([1, 2], contacts=["1", "3"], entered_at=300.0) == {"1": BOUNCED, "3": BEFORE}
    assert scored([], contacts=[7], entered_at=300.0) == {7: BEFORE}


@pytest.mark.parametrize("at", [
    ["2026-10-01"], ["2026-10-01T00:00:00Z"], [dt.date(2026, 10, 1)], [dt.datetime(2026, 10, 1)],
    [dt.datetime(2026, 10, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))], np.array(["2026-10-01"], dtype="M8[s]"),
    [(dt.date(2026, 10, 1) - dt.date(1970, 1, 1)).days],
])  # fmt: skip
def test_times_of_every_kind(at):
    """Text, dates, datetimes with and without a zone say the same."""
    assert scored([1], at, as_of=DAY) == scored([1], at, as_of="2026-11-01") == scored([1], [20727.0], as_of=20758.0)


def test_dates_among_datetimes():
    """A list of both is read, and what is no time or not finite is left out."""
    assert set(scored([1, 2, 3], [DAY, NOON, None], as_of=DAY)) == {1, 2}
    assert set(scored([1, 2, 3], [-np.inf, np.inf, 300.0])) == {3}


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: scored([1], ["soon"]), "ISO"), (lambda: scored([1], as_of=NAN), "a time is"),
        (lambda: scored([1], as_of=None), "a time is"), (lambda: scored([1, "a"], [1.0, 2.0]), "whole numbers or"),
        (lambda: scored([("a", 1)]), "whole numbers or"), (lambda: scored([1], kind=[None]), "a field and a kind"),
        (lambda: scored([1], field=[None]), "a field and a kind"), (lambda: scored([1], block=0), "1 or more"),
        (lambda: scored([1, 2], event_id=["a"]), "one length"), (lambda: scored([1, 2], attempt_id=["a"]), "one length"),
        (lambda: scored([1, 2], event_id=[1, "a"]), "whole numbers or"),
        (lambda: scored([1], contacts=[1, 1]), "twice"), (lambda: scored([1], contacts=["a", "a"]), "twice"),
        (lambda: BeliefState.start("staff", "yesterday"), "ISO"),
        (lambda: field_belief([Evidence("a", MAIL, BOUNCE, None)], MAIL, 9.0), "a time is"),
        (lambda: field_belief([Evidence(c, MAIL, BOUNCE, 1.0) for c in "ab"], MAIL, 9.0), "of several"),
        (lambda: silence(1.0, -3, 9.0), "0 or more"), (lambda: fit_hazard(["a"], ["b"]), "numbers alone"),
        (lambda: fit_hazard([1, 2], [3, 4], entry=[0]), "one length"),
        (lambda: calibration_report(["a"], [1]), "numbers alone"),
        (lambda: calibration_report([0.5], [1], bins=0), "bins"), (lambda: Aliveness.fit(["a"], [1], [2]), "numbers alone"),
        (lambda: Verification("1", "email", "sent", "soon", "x"), "YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(make, says):
    """Misuse is an error of ours with the way out, never one of numpy or polars."""
    with pytest.raises(cq.PolicyError, match=says):
        make()


@pytest.mark.parametrize("bad", ["0.25", None, NAN, [0.2], -1.0], ids=["text", "none", "nan", "list", "negative"])
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("Hazard.rate", Hazard), ("Hazard.shape", lambda x: Hazard(0.2, shape=x)), ("r", Hazard.from_annual_loss),
        ("days", Hazard.from_half_life), ("rate", HazardTable.default().with_employment),
        ("the row of 'a'", lambda x: HazardTable({"a": x})), ("Outcome.if_valid", lambda x: Outcome(x, 0.5)),
        ("email/replied", lambda x: OutcomeTable.default().with_outcome("email", "replied", x, 0.1)),
        ("fax/a", lambda x: OutcomeTable.default().with_channel("fax", {"a": x})), ("Costs.verify", Costs),
        ("Costs.uses_per_year", lambda x: Costs(uses_per_year=x)), ("Check.hit_rate", lambda x: Check("x", hit_rate=x)),
        ("hazard", verify_interval), ("p", verification_value), ("GhostParts.fake", lambda x: ghost_score({"fake": x or NAN})),
        ("GhostPolicy.sure", lambda x: GhostPolicy(sure=x)), ("GhostPolicy.silent_months", lambda x: GhostPolicy(silent_months=x)),
        ("prior", lambda x: fake_probability({}, prior=x)), ("responses", lambda x: fake_probability({}, x)),
        ("a sign", lambda x: fake_probability({"gibberish_name": x or "no"})),
        ("a belief in a channel", lambda x: unreachable_probability([x], [])), ("response_rate", lambda x: silence(0.0, 1, 9.0, x)),
        ("lapse_rate", lambda x: silence(0.0, 1, 9.0, lapse_rate=x)), ("p_valid", lambda x: silence(0.0, 1, 9.0, p_valid=NAN if x == [0.2] else x)),
        ("attempts", lambda x: silence(0.0, x if x != [0.2] else NAN, 9.0)), ("months", lambda x: silent_by_rule(0.0, 3, 9.0, months=x)),
        ("min_attempts", lambda x: silent_by_rule(0.0, 3, 9.0, min_attempts=x)), ("entry", lambda x: BeliefState.start(x, 0.0)),
        ("block", lambda x: scored([1], block=x)), ("weight", lambda x: learn_outcomes([], weight=x)),
        ("shape", lambda x: pool_hazards(["a"], [1], [2], shape=x)), ("bins", lambda x: calibration_report([0.5], [1], bins=x)),
        ("Calibrator.slope", lambda x: Calibrator("platt", slope=x)), ("horizon_days", lambda x: backtest([], [1.0], horizon_days=x)),
        ("budget", lambda x: verify_next(FOUND, budget=x or NAN)), ("link_days", lambda x: channel_states([], as_of=DAY, link_days=x)),
        ("horizon", Aliveness.fit([1, 0], [1, 0], [2, 2]).p_active),
    ],
)  # fmt: skip
def test_a_number_is_a_number_in_its_range(name, make, bad):
    """Text, nothing, NaN, a list and less than nothing: the refusal names the field and its rule, never a Python error."""
    with pytest.raises(cq.PolicyError, match=f"{name}.*(takes|is) ") as refused:
        make(bad)
    assert (
        bad != "0.25"
        or "float()" in str(refused.value)
        or "True" in str(refused.value)
        or "build" in str(refused.value)
    )


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("hazards", lambda x: field_belief([], MAIL, 9.0, hazards=x)), ("outcomes", lambda x: BeliefState.start("staff", 0.0, outcomes=x)),
        ("evidence", lambda x: field_belief([x], MAIL, 9.0)), ("evidence", BeliefState.start("staff", 0.0).observe),
        ("evidence", lambda x: backtest([x], [1.0])), ("cases", lambda x: learn_outcomes([x])), ("costs", lambda x: verify_interval(0.2, x)),
        ("parts", lambda x: ghost_score(x["kind"])), ("policy", lambda x: ghost_score({}, x)),
        ("prior", lambda x: pool_hazards(["a"], [1], [2], prior=x)), ("items", lambda x: follow_up([x], as_of=DAY)),
        ("steps", lambda x: channel_states([x], as_of=DAY)), ("field", lambda x: HazardTable.default().get(x)),
        ("times", lambda x: scored([1], 3)), ("times", lambda x: scored([1], entered_at=[[x]])),
        ("field or kind", lambda x: scored([1], kind=1.5)), ("segment", lambda x: scored([1], segment=[{1: x}])),
        ("cause", lambda x: GhostCase.open("1", "cursed", by="x", at=DAY, reason="y")),
        ("correction", lambda x: Feedback("f", "1", "email", "correct", DAY, x)),
    ],
)  # fmt: skip
def test_a_thing_is_of_its_kind(name, make):
    """Plain dictionaries and numbers where something built is asked for."""
    with pytest.raises(cq.PolicyError, match=name):
        make({"kind": "replied"})


def test_a_day_of_entry_as_text_is_one_for_all():
    """As a date is; and days for which answers are kept may be given for some outcomes alone."""
    ways = "2025-11-01", dt.date(2025, 11, 1)
    days = [score_fields([], [], [], [], as_of=DAY, contacts=["a", "b"], entered_at=d).of(MAIL).tolist() for d in ways]
    assert days[0] == days[1]
    results = CheckResults(Outbound({"email": None}), {"valid": 5})
    assert results.ask(FakeVerifier({}), "email", ["a@acme.cn"], at=DAY)["a@acme.cn"].outcome == "unknown"
    assert results.keep_days["invalid"] == 180
    with pytest.raises(cq.PolicyError, match="at_once"):
        asyncio.run(results.ask_async(AsyncFakeVerifier({}), "email", ["b@acme.cn"], at=DAY, at_once=0))


@pytest.mark.parametrize("bad", ["0.9", 1.5, [0.5]])
def test_what_a_list_meets_and_costs_wants_probabilities(bad):
    """NaN is unknown; text, and more than 1, are refused with the name of the column."""
    for make in (deliverability, cost_of_doubt):
        with pytest.raises(cq.PolicyError, match="p_valid takes a probability"):
            make([bad])
    assert deliverability([NAN, 0.5], ["展会", "展会"])[0].known == 1
    assert cost_of_doubt([NAN, 0.5]).exposed == 50
    with pytest.raises(cq.PolicyError, match="checked"):
        cost_of_doubt([0.5], checked="1")


def test_days_of_feedback_may_be_text():
    """Due and closed as text count like dates."""
    said = Feedback(
        "f", "1", "email", "deny", "2026-10-01", due="2026-10-05", closed_at="2026-10-09", closed_by="li.na"
    )
    assert follow_up([said], as_of=DAY).in_time == 0


def test_text_and_whole_numbers_of_numpy_are_understood():
    """Days as text, and counts that are no Python numbers."""
    belief = field_belief([Evidence("a", MAIL, "replied", "2026-10-01")], MAIL, "2026-11-01")
    assert (belief.as_of, belief.last_evidence_at) == ("2026-11-01", "2026-10-01")
    assert silence("2026-05-01", np.int64(3), DAY) == silence("2026-05-01", 3, "2026-11-01")
    assert silent_by_rule("2026-03-01", np.int64(5), DAY)
    assert summarise_events([1.0, NAN, 1.0], ["2026-01-01", "2026-01-02", "2026-02-01"], DAY).x.tolist() == [1.0]
    assert Feedback("f", "1", "email", "deny", "2026-10-01").due == dt.date(2026, 10, 15)
    assert Verification("1", "email", "sent", NOON, "x").at == NOON.date()


def test_an_event_told_twice_counts_as_the_earlier():
    """The same id with two stories: whichever comes first in time, in any order of the rows, in columns and alone."""
    told = [("soft_bounce", 320.0), (BOUNCE, 310.0)]
    found = [
        scored([1, 1], [at for _, at in rows], kind=[k for k, _ in rows], event_id=["e", "e"])
        for rows in (told, told[::-1])
    ]
    alone = [field_belief([Evidence("1", MAIL, k, at, "e") for k, at in rows], MAIL, 400.0, entered_at=310.0).p_valid
             for rows in (told, told[::-1])]  # fmt: skip
    assert found[0] == found[1] == {1: round(alone[0], 6)}
    assert alone[0] == alone[1]


def test_a_contact_with_a_flood_of_events_is_quick_and_right():
    """Weak outcomes that count for nothing are left out in advance where there are very many: the same belief."""
    rng = np.random.default_rng(7)
    at = np.sort(rng.uniform(0, 600, 1500)).round(2)
    kinds = rng.choice(["accepted", "opened", "soft_bounce", "machine_opened"], 1500).tolist()
    kinds[700] = "replied"
    state = BeliefState.start("staff", float(at[0]))
    alone = state.observe_all(Evidence("1", MAIL, k, t) for k, t in zip(kinds, at.tolist(), strict=True))
    found = scored([1] * 1500, at.tolist(), kind=kinds, as_of=600.0, block=1)
    assert found[1] == pytest.approx(alone.advance(600.0).p_valid(MAIL), abs=1e-6)


ROWS = [
    {"Record ID": i, "Email": f"{c}@acme.cn", "Job Title": "CEO", "Create Date": "2025-11-01"}
    for i, c in zip("12", "ab", strict=True)
]


def job(*events, **more):
    log = [e if isinstance(e, dict) else dict(zip(("id", "kind", "at"), e, strict=True)) for e in events]
    plan = cq.clean(ROWS, as_of=DAY, progress=False, events=log, **more)
    told = dict(plan.freshness.filter(pl.col("field") == "email").select("record_id", "p_valid").iter_rows())
    return told["1"], " ".join(plan.report.to_dict()["notes"])


@pytest.mark.parametrize(
    "at", ["2026/10/01", "01.10.2026", "1 Oct 2026", "2026年10月1日", "20261001", DAY - dt.timedelta(31), NOON,
           NOON.replace(tzinfo=dt.UTC), "2026-10-01T00:00:00+08:00"],
)  # fmt: skip
def test_the_main_job_reads_dates_as_people_write_them(at):
    """What can be read in one way alone is; the rest is counted in the notes."""
    assert job(("1", BOUNCE, at))[0] < 0.03


def test_what_the_main_job_cannot_use_is_said():
    """Unreadable and ambiguous dates, unknown records, kinds and channels, and events of the future."""
    quiet, _ = job()
    for event, says in (
        (("1", BOUNCE, "10/01/2026"), "in one way alone"), (("1", BOUNCE, None), "in one way alone"),
        (("9", BOUNCE, "2026-10-01"), "not in the table"), (("1", "zzz", "2026-10-01"), "unknown kinds"),
        (("1", None, "2026-10-01"), "unknown kinds"), (("1", BOUNCE, "2027-10-01"), "after the day"),
    ):  # fmt: skip
        p, notes = job(event)
        assert p == quiet
        assert says in notes
    fax = {"id": "1", "kind": "Hard-Bounce", "at": "2026-10-01", "channel": "fax"}
    assert "not known go by their outcome" in job(fax)[1]
    for word in ("Email", "work_email", "邮件"):
        assert job(fax | {"channel": word})[0] < 0.03
        assert "not known" not in job(fax | {"channel": word})[1]
    assert "no contact events given" in job()[1]


@pytest.mark.parametrize(
    "bad", [{"verify_budget": None}, {"verify_budget": 1.5}, {"verify_budget": -1}, {"costs": (1, 10, 100)},
            {"feedback": ["x"]}, {"feedback": {"record_id": "1"}},
            {"ghosts": {"sure": 0.9}}, {"verified": {"a@b.cn": "valid"}}],
)  # fmt: skip
def test_what_the_main_job_cannot_take_is_refused_before_it_begins(bad):
    """Budgets, costs and feedback of other kinds."""
    with pytest.raises(cq.PolicyError, match=next(iter(bad))):
        job(**bad)
