"""The way of a suspected ghost, checks of channels, and what customers say."""

from __future__ import annotations

import asyncio
import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.decay import (
    MOVES,
    CheckResults,
    Feedback,
    GhostCase,
    Outbound,
    Verification,
    channel_states,
    follow_up,
)
from crmquality.errors import PolicyError
from crmquality.testing.verifiers import AsyncFakeVerifier, FakeVerifier, check_contract
from crmquality.types import Verified

DAY = dt.date(2026, 11, 1)
NEXT = DAY + dt.timedelta(days=1)


def case(*states):
    found = GhostCase.open("7", "fake", by="system", at=DAY, reason="gibberish name")
    for state in states:
        found = found.move(state, by="li.na", at=DAY, reason="checked")
    return found


@given(st.lists(st.sampled_from([*MOVES, "deleted"]), max_size=6))
def test_only_the_moves_of_the_table_are_possible(states):
    """Every way that the table allows works and comes back from plain data; the first step outside it is refused."""
    found = case()
    for state in states:
        if state in MOVES[found.state]:
            found = found.move(state, by="li.na", at=NEXT, reason="checked")
            continue
        with pytest.raises(PolicyError, match=r"cannot become|no state"):
            found.move(state, by="li.na", at=NEXT, reason="checked")
        break
    assert GhostCase.from_dict(json.loads(json.dumps(found.to_dict()))) == found
    assert found.is_ghost == (found.state in ("merged", "archived"))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: case("archived"), "'suspected' cannot become 'archived'; next may be 'verifying'"),
        (lambda: case("verifying").move("merged", by="", at=DAY, reason="x"), "by whom"),
        (lambda: case("verifying").move("merged", by="x", at=DAY, reason=""), "what reason"),
        (lambda: case().move("verifying", by="x", at=DAY - dt.timedelta(days=1), reason="x"), "before it was"),
        (lambda: GhostCase("7", "fake", ()), "begins as 'suspected'"),
        (lambda: GhostCase.from_dict({"record_id": "7", "cause": "fake", "steps": [
            {"state": "merged", "by": "x", "at": "2026-11-01", "reason": "x"}]}), "begins as 'suspected', not"),
    ],
)  # fmt: skip
def test_illegal_moves_are_refused_with_the_way_on(make, says):
    """The message names what may follow."""
    with pytest.raises(PolicyError, match=says):
        make()


def test_every_closing_can_be_reopened():
    """Archived and merged go back to verifying, a confirmed person can be suspected again."""
    for state, back in (("archived", "verifying"), ("merged", "verifying"), ("confirmed", "suspected")):
        assert case("verifying", state, back).state == back
    assert case("verifying", "merged").is_ghost
    assert not case("verifying", "confirmed").is_ghost


def test_answers_are_kept_until_they_expire():
    """A fresh answer is not asked for again; an expired one is, and equal texts go out once."""
    results = CheckResults(
        Outbound({"email": None}), keep_days={"valid": 10, "invalid": 10, "accepts_all": 10, "unknown": 0}
    )
    fake = FakeVerifier({("email", "a@b.cn"): "valid"})
    for at, asked in ((DAY, 1), (DAY + dt.timedelta(days=9), 1), (DAY + dt.timedelta(days=10), 2)):
        assert results.ask(fake, "email", ["a@b.cn", "a@b.cn"], at=at)["a@b.cn"] == Verified("valid", "table")
        assert len(fake.asked) == asked
    assert results.ask(fake, "email", ["x@b.cn"], at=DAY)["x@b.cn"].outcome == "unknown"
    results.ask(fake, "email", ["x@b.cn"], at=DAY)
    assert len(fake.asked) == 4


def test_an_answer_from_the_future_is_not_seen():
    """Judging an earlier day does not use what was only learnt later."""
    results = CheckResults(Outbound({"email": None}))
    results.ask(FakeVerifier({("email", "a@b.cn"): "valid"}), "email", ["a@b.cn"], at=NEXT)
    assert results.find("email", "a@b.cn", DAY) is None
    assert results.find("email", "a@b.cn", NEXT) is not None
    assert results.find("mobile", "a@b.cn") is None


def test_waiting_gives_the_same_answers():
    """Async and sync agree, and nothing is asked twice."""
    answers = {("email", f"{i}@b.cn"): ("valid", "invalid", "accepts_all")[i % 3] for i in range(30)}
    values = [value for _, value in answers] * 2
    one, two = CheckResults(Outbound({"email": None})), CheckResults(Outbound({"email": None}))
    waiting = AsyncFakeVerifier(answers)
    told = asyncio.run(two.ask_async(waiting, "email", values, at=DAY, at_once=3))
    assert one.ask(FakeVerifier(answers), "email", values, at=DAY) == told
    assert len(waiting.asked) == 30
    assert asyncio.run(two.ask_async(waiting, "email", values, at=DAY)) == told
    assert len(waiting.asked) == 30


def test_kept_answers_hold_no_values():
    """What is written down are digests; loaded again, the answers are the same."""
    results = CheckResults(Outbound({"email": None}))
    results.ask(FakeVerifier({("email", "li.na@acme.cn"): "invalid"}), "email", ["li.na@acme.cn"], at=DAY)
    text = json.dumps(results.to_dict())
    assert "acme" not in text
    assert "acme" not in repr(results)
    again = CheckResults(Outbound({"email": None}))
    again.load(json.loads(text))
    assert again.find("email", "li.na@acme.cn", NEXT) == results.find("email", "li.na@acme.cn", NEXT)
    with pytest.raises(PolicyError, match="no outcome"):
        again.load({"x": ["perhaps", "", "2026-11-01", "2026-11-02"]})


def test_only_what_is_allowed_leaves():
    """Another kind is refused before the verifier is reached; a record leaves in part, reduced."""
    fake = FakeVerifier(kinds=frozenset({"email", "phone"}))
    results = CheckResults(Outbound({"email": None, "date": None}))
    with pytest.raises(PolicyError, match="'phone' may not leave; allowed: date, email"):
        results.ask(fake, "phone", ["+8613912345678"], at=DAY)
    with pytest.raises(PolicyError, match="does not judge 'date'"):
        results.ask(fake, "date", ["2026-11-01"], at=DAY)
    assert fake.asked == []
    outbound = Outbound({"email": lambda v: v.rpartition("@")[2], "company": None})
    assert outbound.record({"email": "li@acme.cn", "company": None, "name": "Li"}) == {"email": "acme.cn"}


class Broken(FakeVerifier):
    """An adapter that breaks one clause of the contract."""

    def __init__(self, how):
        super().__init__({("email", "no@b.cn"): "invalid", ("email", "yes@b.cn"): "valid"})
        self.how, self.turn = how, 0

    def verify(self, kind, value):
        self.turn += 1
        if self.how == "raises" and not value:
            raise ConnectionError
        if self.how == "any kind":
            return Verified("unknown")
        said = super().verify(kind, value)
        return {
            "no value": "valid", "a word": Verified("perhaps"), "repeats": Verified(said.outcome, f"no {value}"),
            "wavers": Verified(said.outcome, str(self.turn)), "trusts all": Verified("valid"),
            "finds nothing": Verified("unknown"), "condemns": Verified("invalid"),
        }.get(self.how, said)  # fmt: skip


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("raises", "must not raise"), ("any kind", "PolicyError"), ("no value", "is a Verified"),
        ("a word", "one of valid"), ("repeats", "does not repeat"), ("wavers", "same answer"),
        ("trusts all", "odd text"), ("finds nothing", "called invalid"), ("condemns", "not called invalid"),
    ],
)  # fmt: skip
def test_the_contract_finds_each_fault(how, says):
    """The kit passes the good fake and names what each bad adapter does."""
    check = {"valid": "yes@b.cn"} if how == "any kind" else {"valid": "yes@b.cn", "invalid": "no@b.cn"}
    with pytest.raises(AssertionError, match=says):
        check_contract(Broken(how), kind="email", **check)
    check_contract(FakeVerifier({("email", "yes@b.cn"): "valid"}), kind="email", valid="yes@b.cn")
    check_contract(AsyncFakeVerifier({("email", "yes@b.cn"): "valid"}), kind="email", valid="yes@b.cn")


@pytest.mark.parametrize(
    ("steps", "days", "state", "overdue"),
    [
        ([("sent", 0)], 1, "sent", False),
        ([("sent", 0)], 8, "expired", False),
        ([("sent", 0)], 40, "expired", True),
        ([("sent", 0), ("verified", 3)], 40, "verified", False),
        ([("sent", 0), ("verified", 0)], 40, "verified", False),
        ([("verified", 0)], 366, "expired", False),
        ([("verified", 0)], 380, "expired", True),
        ([("verified", 0), ("failed", 5)], 40, "failed", False),
        ([("sent", 50)], 40, "unverified", True),
    ],
)
def test_the_state_of_a_channel(steps, days, state, overdue):
    """Unverified, sent, verified, failed, expired; later steps win and future ones change nothing."""
    items = [Verification("7", "email", o, DAY + dt.timedelta(days=d), "double opt-in") for o, d in reversed(steps)]
    found = channel_states(items, as_of=DAY + dt.timedelta(days=days), entered=DAY)["7", "email"]
    assert found.state == state
    assert found.overdue(DAY + dt.timedelta(days=days)) == overdue


def test_a_manual_check_is_an_event():
    """By a colleague or the person himself; a message sent is no evidence."""
    said = {(o, h): Verification("7", "email", o, DAY, "li.na", h).to_event()
            for o in ("sent", "verified", "failed") for h in (False, True)}  # fmt: skip
    assert {k: v and v["kind"] for k, v in said.items()} == {
        ("sent", False): None, ("sent", True): None, ("verified", False): "feedback/confirmed",
        ("verified", True): "person/confirmed", ("failed", False): "feedback/denied", ("failed", True): "person/denied",
    }  # fmt: skip
    with pytest.raises(PolicyError, match="outcome of a verification"):
        Verification("7", "email", "maybe", DAY, "li.na")


def test_feedback_is_followed_up():
    """Owner, due date and the share closed in time; what came later is not seen."""
    items = [Feedback(str(i), "7", "email", "deny", DAY, owner="li.na" if i else "") for i in range(4)]
    late = DAY + dt.timedelta(days=30)
    told = [*items, items[0].close(by="li.na", at=NEXT), items[1].close(by="li.na", at=late)]
    found = follow_up(reversed(told), as_of=late)
    assert (found.received, found.closed, found.in_time, found.overdue) == (4, 2, 1, 2)
    assert found.closed_loop_rate == pytest.approx(1 / 4)
    early = follow_up(told, as_of=NEXT)
    assert (early.closed, early.overdue, early.unowned, early.closed_loop_rate) == (1, 0, 0, 1.0)
    assert follow_up([], as_of=DAY).closed_loop_rate is None


def test_feedback_says_what_it_may():
    """A correction has a value that no repr shows; other answers have none; closing happens once."""
    said = Feedback("f", "7", "job_title", "correct", DAY, "总经理")
    assert "总经理" not in repr(said)
    assert said.to_dict()["value"] == "总经理"
    assert said.to_dict()["due"] == "2026-11-15"
    for bad in (("correct", None), ("deny", "x"), ("perhaps", None)):
        with pytest.raises(PolicyError):
            Feedback("f", "7", "email", bad[0], DAY, bad[1])
    for at in (DAY - dt.timedelta(days=1), NEXT):
        with pytest.raises(PolicyError, match="once"):
            said.close(by="x", at=DAY).close(by="x", at=at)
