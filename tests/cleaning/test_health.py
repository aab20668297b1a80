"""Ghosts, checks and budgets in the main job."""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

import crmquality as cq
from crmquality.decay import (
    ENTRY,
    Aliveness,
    BeliefState,
    CheckResults,
    Costs,
    Evidence,
    Feedback,
    GhostPolicy,
    HazardTable,
    Outbound,
    Verification,
    calibration_report,
    summarise_events,
)
from crmquality.testing import contact_events, contacts
from crmquality.testing.verifiers import FakeVerifier

AS_OF = "2026-11-01"
DAY = dt.date(2026, 11, 1)


def name(i, salt):
    """A name like no other of the table."""
    draw = random.Random(f"{salt}{i}")
    return "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(4)).capitalize()


def row(i, **more):
    return {
        "Record ID": f"r{i:04d}", "Last Name": name(i, "l"), "First Name": name(i, "f"), "Job Title": "Buyer",
        "Email": f"p{i}x{i * 7919 % 997}@firma{i % 89}.cn", "Create Date": "2023-11-01", "Owner": f"seller {i % 3}",
    } | more  # fmt: skip


def plan(rows, **more):
    return cq.clean(rows, as_of=AS_OF, progress=False, **more)


def belief(found, record, field):
    frame = found.freshness
    return frame.filter((frame["record_id"] == record) & (frame["field"] == field))["p_valid"][0]


def test_an_imported_list_is_no_wall_of_red():
    """Of 500 old contacts 200 are to be checked this week, or as many as there is time for; the rest wait, each with its day."""
    rows = [row(i) for i in range(500)]
    for budget in (200, 30, 0):
        found = plan(rows, verify_budget=budget)
        health, listed = found.health, found.verify_next
        assert health.filter(pl.col("action") == "verify").height == budget == listed.height
        assert set(health["action"]) <= {"verify", "keep"}
        assert health["due_at"].null_count() == 0
        waiting = health.filter(pl.col("action") == "keep")
        assert (waiting["due_at"] > AS_OF).all()
        if budget:
            weeks = waiting["due_at"].value_counts().sort("due_at")
            assert weeks["count"].to_list()[:-1] == [budget] * (weeks.height - 1)
    with pytest.raises(cq.PolicyError, match="verify_budget"):
        plan(rows[:2], verify_budget=-1)


def test_the_list_is_ranked_and_grouped_by_owner():
    """By owner, then rank; a check names the field, the way and what else it settles."""
    rows = [
        row(i, **{"Create Date": f"20{15 + i % 10}-11-01", "Mobile": "+86 138 6408 2735"[:-3] + f"{i:03d}"})
        for i in range(60)
    ]
    listed = plan(rows, verify_budget=40).verify_next
    assert listed["owner"].to_list() == sorted(listed["owner"])
    assert sorted(listed["rank"]) == list(range(1, 41))
    for _, group in listed.group_by("owner"):
        assert group["rank"].is_sorted()
    by_rank = listed.sort("rank")
    worth = (by_rank["value"] / by_rank["cost"]).to_list()
    assert all(a >= b - 1e-4 for a, b in pairwise(worth))
    assert listed["channel"].null_count() == 0
    assert (listed["also"].str.len_chars() > 0).any()
    assert listed["reason"].str.contains("by call|by look-up|by message").all()


def test_every_action_that_takes_somebodys_time_is_budgeted():
    """Checks, looks and messages share the week, each in its part; the others wait, and the list names them all."""
    rows = [row(i, **{"Create Date": "2026-01-01" if i % 2 else "2020-01-01"}) for i in range(90)]
    log = [{"id": f"r{i:04d}", "kind": "sent", "at": f"2026-{m:02d}-{d}"}
           for i in range(0, 90, 2) for m in range(1, 11) for d in (10, 20)]  # fmt: skip
    log += [{"id": f"r{i:04d}", "kind": "replied", "at": "2025-12-01"} for i in range(0, 90, 3)]
    found = plan(rows, events=log, verify_budget=12)
    health, listed = found.health, found.verify_next
    done = health.filter(pl.col("action") != "keep")
    assert done.height == listed.height == 12
    assert sorted(done["record_id"]) == sorted(listed["record_id"])
    assert {"verify", "re_engage"} <= set(listed["action"])
    assert listed.filter(pl.col("action") == "re_engage").select("field", "channel", "value").null_count().row(0)[0] > 0
    waiting = health.filter(pl.col("reason").str.contains("others come first"))
    assert waiting.height > 20
    assert (waiting["due_at"] > AS_OF).all()


def test_a_confirmation_that_does_not_come_is_a_check():
    """Asked for two weeks ago: ask in another way; asked lately, confirmed or asked of nobody here: nothing."""
    rows = [row(i, **{"Create Date": "2026-10-20"}) for i in range(4)]
    asked = [Verification(f"r{i:04d}", "email", "sent", DAY - dt.timedelta(days=d), "double opt-in")
             for i, d in ((0, 30), (1, 3), (2, 30), (9, 30))]  # fmt: skip
    came = Verification("r0002", "email", "verified", DAY - dt.timedelta(days=2), "double opt-in", himself=True)
    before, found = plan(rows), plan(rows, feedback=[*asked, came])
    said = {r["record_id"]: r for r in found.verify_next.iter_rows(named=True)}
    assert set(said) == {"r0000"}
    assert said["r0000"]["field"] == "email"
    assert said["r0000"]["channel"] is None
    assert "asked to confirm the Email" in said["r0000"]["reason"]
    assert belief(found, "r0002", "email") > belief(before, "r0002", "email") == belief(found, "r0001", "email")


def test_the_way_in_is_where_a_belief_begins():
    """The source of a record says how it came in; what does not say it is named in the notes."""
    ways = ("Double opt-in form", "Contact us web form", "展会名单导入", "Sales: cold call", "elsewhere", None)
    rows = [row(i, Source=w, **{"Create Date": "2026-10-31"}) for i, w in enumerate(ways)]
    found = plan(rows)
    first = [ENTRY[w] for w in ("double_opt_in", "web_form", "import", "staff", "staff", "staff")]
    aged = HazardTable.default().get("work_email").survival(1)
    assert [belief(found, f"r{i:04d}", "email") for i in range(6)] == pytest.approx([p * aged for p in first], rel=1e-5)
    assert any("the source of 2 records" in n for n in found.report.to_dict()["notes"])
    log = [{"id": r["Record ID"], "kind": "sent", "at": "2026-10-31"} for r in rows]
    heard = plan(rows, events=log)
    told = [belief(heard, f"r{i:04d}", "email") for i in range(6)]
    assert told[2] < told[1] < told[3] == told[4] < told[0]
    assert any("the source of all records" in n for n in plan([row(0)]).report.to_dict()["notes"])


def test_an_answer_speaks_against_a_made_up_entry():
    """Signs of an invention count less once a person has answered; where nobody ever answers, silence says little."""
    strange = [row(0, **{"First Name": "asdfgh", "Last Name": "qwrtzx", "Email": "q@mailinator.com"}), row(1)]
    answer = {"id": "r0000", "kind": "replied", "at": "2026-10-01"}
    quiet, spoken = plan(strange, events=[answer | {"id": "r0001"}]), plan(strange, events=[answer])
    assert spoken.health["p_ghost"][0] < quiet.health["p_ghost"][0]
    sent = [{"id": "r0000", "kind": "sent", "at": f"2026-0{m}-01"} for m in range(1, 10)]
    mute = [{"id": "r0001", "kind": "sent", "at": f"2025-{m:02d}-{d:02d}"} for m in range(1, 13) for d in range(1, 28)]
    alive = [{"id": "r0001", "kind": "clicked", "at": e["at"]} for e in mute]
    never, often = (plan([row(0), row(1)], events=[*sent, *mute, *more]).health for more in ((), alive))
    assert never["p_active"][0] > often["p_active"][0]


def test_dear_checks_are_fewer():
    """Costs decide what is due: where a wrong value does no harm, nothing is checked."""
    rows = [row(i) for i in range(20)]
    assert "verify" not in plan(rows, costs=Costs(fail=0)).verify_next["action"]
    assert plan(rows, costs=Costs(verify=1)).verify_next.height == 20


def test_the_order_of_the_rows_does_not_matter():
    """The same list and the same verdicts, whichever way the table lies."""
    rows = contacts(300, seed=3).rows
    one, two = plan(rows, verify_budget=25), plan(rows[::-1], verify_budget=25)
    assert one.verify_next.equals(two.verify_next)
    assert one.health.sort("record_id").equals(two.health.sort("record_id"))


EVENTS = [
    ("r0001", "delivered", "2026-02-01", None), ("r0001", "hard bounce", "2026-05-01", None),
    ("r0001", "wrong number", "2026-06-02", None), ("r0002", "replied", "2026-08-01", None),
    ("r0002", "spoke", "2026-09-01 10:30:00", "call"), ("r0003", "person/confirmed", "2026-03-01", "job_title"),
    ("r0003", "confirms", "2026-04-01", "company"), ("r0004", "soft bounce", "2026-03-03", None), ("r0004", "soft_bounce", "2026-03-05", None),
]  # fmt: skip


def test_beliefs_are_those_of_the_filter():
    """Each field of each record equals the streaming filter started on the day of entry."""
    rows = [row(i, Phone="+86 10 8529 61" + f"{i:02d}", Company=f"Firma {i}") for i in range(6)]
    found = plan(rows, events=[dict(zip(("id", "kind", "at", "channel"), e, strict=True)) for e in EVENTS])
    fields = {"email": "work_email", "phone": "direct_phone", "job_title": "job_title", "company": "company"}
    hazards = HazardTable.default().for_fields(fields)
    usual = {
        "hard bounce": "email",
        "delivered": "email",
        "replied": "email",
        "soft bounce": "email",
        "soft_bounce": "email",
    }
    for i in range(6):
        state = BeliefState.start("staff", dt.date(2023, 11, 1), hazards=hazards)
        for record, kind, at, word in EVENTS:
            if record == f"r{i:04d}":
                field = {"call": "phone", None: usual.get(kind, "phone")}.get(word, word)
                known = {"wrong number": "wrong_person"}.get(kind, kind.replace(" ", "_"))
                state = state.observe(Evidence(record, field, known, dt.datetime.fromisoformat(at)))
        state = state.advance(DAY)
        for field in fields:
            assert belief(found, f"r{i:04d}", field) == pytest.approx(state.p_valid(field), rel=2e-5), (i, field)


def test_linked_channels_fail_together():
    """A bounce raises the doubt in the phone; p_ghost is more than the product of the marginals says."""
    rows = [row(i, Phone="+86 10 8529 61" + f"{i:02d}") for i in range(2)]
    found = plan(rows, events=[{"id": "r0001", "kind": "hard_bounce", "at": "2026-10-01"}])
    health = {r["record_id"]: r for r in found.health.iter_rows(named=True)}
    assert health["r0001"]["cause"] == "unreachable"
    assert health["r0001"]["defence"] == "verification"
    product = (1 - belief(found, "r0001", "email")) * (1 - belief(found, "r0001", "phone"))
    assert health["r0001"]["p_ghost"] > product
    assert health["r0000"]["p_ghost"] < health["r0001"]["p_ghost"]


def test_what_could_not_be_used_is_said():
    """Events of strangers, undated ones, unknown kinds, and those that name no field, are counted in the notes."""
    log = [
        {"id": "stranger", "kind": "replied", "at": "2026-10-01"}, {"id": "r0001", "kind": "replied", "at": "soon"},
        {"id": "r0001", "kind": "zzz", "at": "2026-10-01"}, {"id": "r0001", "kind": "confirms", "at": "2026-10-01"},
    ]  # fmt: skip
    notes = " ".join(plan([row(1)], events=log).report.to_dict()["notes"])
    for said in ("1 of records that", "1 without a date", "1 of unknown kinds", "none that the table has: 1"):
        assert said in notes
    assert "no contact events given" in " ".join(plan([row(1)]).report.to_dict()["notes"])


def test_answers_of_verifiers_change_the_records_concerned_and_nobody_is_asked():
    """A passed cache moves the beliefs of the records with that value, and theirs alone; the job asks nothing."""
    rows = [row(i) for i in range(4)]
    results = CheckResults(Outbound({"email": None}))
    asked = [rows[1]["Email"], rows[2]["Email"], rows[3]["Email"]]
    fake = FakeVerifier({("email", asked[0]): "invalid", ("email", asked[1]): "valid"})
    results.ask(fake, "email", asked, at="2026-10-20")
    before, after = plan(rows), plan(rows, verified=results)
    assert len(fake.asked) == 3
    assert belief(after, "r0001", "email") < 0.1 < belief(before, "r0001", "email")
    assert belief(after, "r0001", "job_title") < belief(before, "r0001", "job_title")
    assert belief(after, "r0002", "email") > 0.9
    for same in ("r0000", "r0003"):
        assert belief(after, same, "email") == belief(before, same, "email")
    early = cq.clean(rows, as_of="2026-10-19", progress=False, verified=results)
    assert any("no answer of a verifier" in note for note in early.report.to_dict()["notes"])
    assert belief(early, "r0001", "email") == belief(
        cq.clean(rows, as_of="2026-10-19", progress=False), "r0001", "email"
    )


def test_feedback_moves_beliefs_and_proposes_the_correction():
    """Confirm raises, deny lowers, correct lowers and proposes; closed and later feedback proposes nothing."""
    rows = [row(i) for i in range(5)]
    said = [
        Feedback("a", "r0001", "job_title", "confirm", dt.date(2026, 10, 1)),
        Feedback("b", "r0002", "job_title", "deny", dt.date(2026, 10, 1)),
        Feedback("c", "r0003", "job_title", "correct", dt.date(2026, 10, 1), "Head of  Sales"),
        Feedback("d", "r0004", "job_title", "correct", dt.date(2026, 12, 1), "CEO"),
        Feedback("e", "r0000", "email", "correct", dt.date(2026, 10, 1), "no address").close(by="x", at="2026-10-02"),
    ]
    found = plan(rows, feedback=said)
    assert belief(found, "r0001", "job_title") > 0.95
    assert belief(found, "r0002", "job_title") == belief(found, "r0003", "job_title") < 0.05
    assert belief(found, "r0004", "job_title") == belief(plan(rows), "r0004", "job_title")
    assert any(note.startswith("1 items of feedback") for note in found.report.to_dict()["notes"])
    proposed = found.changes.filter(pl.col("rule") == "feedback.corrected")
    assert proposed.select("record_id", "before", "after", "safe").rows() == [
        ("r0003", "Buyer", "Head of Sales", False)
    ]
    result = found.apply(proposed)
    assert result.table[3]["Job Title"] == "Head of Sales" if isinstance(result.table, list) else True
    assert result.journal.undo_all().conflicts is not None


def test_an_invalid_correction_is_not_proposed():
    """What cannot be an address is left to whoever follows the feedback up."""
    said = [Feedback("e", "r0000", "email", "correct", dt.date(2026, 10, 1), "no address")]
    assert plan([row(0)], feedback=said).changes.filter(pl.col("rule") == "feedback.corrected").height == 0


def test_open_business_is_never_archived():
    """Silent after a last try: archived without, kept with an open deal, by column or by related table."""
    log = [{"id": f"r{i:04d}", "kind": "sent", "at": f"2026-0{m}-01"} for i in range(3) for m in range(1, 7)]
    log += [{"id": f"r{i:04d}", "kind": "re_engagement", "at": "2026-08-01"} for i in range(3)]
    rows = [row(0), row(1, **{"Open deals": "1"}), row(2)]
    deals = {"deals": cq.Related([{"id": "d", "contact": "r0002", "stage": "Negotiation"}], key="contact")}
    found = plan(rows, events=log, related=deals).health
    assert dict(found.select("record_id", "action").iter_rows())["r0000"] == "archive"
    assert "archive" not in found.filter(pl.col("record_id") != "r0000")["action"].to_list()


def test_the_policy_of_ghosts_is_the_callers():
    """Silence can be kept out of the score, and its months and attempts are the caller's."""
    log = [{"id": "r0000", "kind": "sent", "at": f"2026-0{m}-01"} for m in range(5, 9)]
    actions = {
        months: plan(
            [row(0)],
            events=log,
            ghosts=GhostPolicy(min_attempts=4, silent_months=months, interested=0),
            verify_budget=1,
        ).health
        for months in (3, 60)
    }
    assert actions[3]["action"][0] == "re_engage"
    assert actions[60]["action"][0] != "re_engage"
    without = plan([row(0)], events=log, ghosts=GhostPolicy(lapsed_is_ghost=False)).health
    assert without["p_ghost"][0] < actions[3]["p_ghost"][0]


def test_scores_rank_a_generated_world():
    """On the generator of the bench, smaller: the ghost score beats the six-month rule by far."""
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
    import ghost_scores

    for differs in ghost_scores.WORLDS.values():
        p, fields, rule = ghost_scores.judged(*(made := ghost_scores.world(1500, 4, **differs))[:2])
        y = made[2]["ghost"].to_numpy()
        ours, theirs = calibration_report(p, y), calibration_report(rule, y)
        assert ours.auc > max(0.72, theirs.auc + 0.08)
        assert ours.brier < 0.2
        assert fields.shape == (1500, 5)


def test_customers_are_judged_by_what_they_buy():
    """With purchases among the events, P(active) is that of the fitted model; too few give silence and a note."""
    rng = np.random.default_rng(2)
    log, rows = [], [row(i) for i in range(240)]
    for i in range(230):
        rate, ends = rng.gamma(1.0, 0.01), 900 * rng.beta(1.0, 1.5)
        days = np.concatenate([[0.0], np.cumsum(rng.exponential(1 / rate, 60))])
        log += [{"id": f"r{i:04d}", "kind": "purchase", "at": str(dt.date(2024, 5, 1) + dt.timedelta(days=float(d)))}
                for d in days[days <= min(ends, 914)]]  # fmt: skip
    found = dict(plan(rows, events=log).health.select("record_id", "p_active").iter_rows())
    day = [dt.date.fromisoformat(e["at"]) for e in log]
    summary = summarise_events([e["id"] for e in log], day, DAY, unit="month")
    model = Aliveness.fit(*summary)
    assert [found[c] for c in summary.customers] == pytest.approx(model.p_active(6.0).tolist(), rel=1e-5)
    assert found["r0239"] is None
    few = plan(rows, events=log[:40])
    assert any("fewer than 50" in note for note in few.report.to_dict()["notes"])


def test_the_report_proves_the_chances_on_the_own_log():
    """Chances of a quarter ago against every next attempt since; later events change nothing in what was said."""
    made = contacts(260, seed=5).rows
    log = contact_events(made, seed=3, a_year=24.0, as_of=DAY).rows
    found = plan(made, events=log)
    proof = found.report.to_dict()["calibration"]
    assert proof["cases"] >= 200
    assert sum(b["n"] for b in proof["bins"]) == proof["cases"]
    assert proof["ece"] < 0.15
    assert proof["brier"] < 0.2
    page = found.report.to_html()
    assert "How right these chances were" in page
    assert plan(made, events=log[:50]).report.to_dict()["calibration"] is None
    early = [e for e in log if e["at"] <= "2026-08-01"]
    late = [{**e, "outcome": "delivered"} for e in log if e["at"] > "2026-08-01"]
    other = plan(made, events=[*early, *late]).report.to_dict()["calibration"]
    assert other["cases"] >= 200
    assert all(b["share"] == 0 for b in other["bins"])
    assert {round(b["mean_p"], 3) for b in other["bins"]} - {0.0} != set()


def test_the_log_of_the_tests_is_one_world():
    """The same seed gives the same log, and beliefs rank its truth."""
    rows = [row(i) for i in range(150)]
    made = contact_events(rows, seed=9, as_of=DAY)
    assert made == contact_events(rows, seed=9, as_of=DAY)
    assert made != contact_events(rows, seed=8, as_of=DAY)
    fresh = plan(rows, events=made.rows).freshness.filter(pl.col("field") == "email")
    y = [float(made.truth[r]["email"]) for r in fresh["record_id"]]
    assert calibration_report(fresh["p_valid"].to_numpy(), y).auc > 0.8
