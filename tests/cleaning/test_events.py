"""Contact events: what they say of fields, permission, silence and re-engagement."""

from __future__ import annotations

import datetime as dt

import pytest

import crmquality as cq
from crmquality.decay import silence

AS_OF = "2026-11-01"
ROWS = [
    {
        "Record ID": "1",
        "First Name": "Wei",
        "Last Name": "Wang",
        "Email": "wei@acme.cn",
        "Job Title": "CEO",
        "Create Date": "2025-11-01",
    },
    {
        "Record ID": "2",
        "First Name": "Na",
        "Last Name": "Li",
        "Email": "na@other.cn",
        "Job Title": "CFO",
        "Create Date": "2025-11-01",
    },
]


def plan(events):
    return cq.clean(ROWS, as_of=AS_OF, progress=False, events=events)


def belief(found, record, field):
    rows = found.freshness.filter((found.freshness["record_id"] == record) & (found.freshness["field"] == field))
    return rows["p_valid"][0]


def action(found, record):
    return dict(found.health.select("record_id", "action").iter_rows())[record]


def test_a_bounce_lowers_and_a_reply_raises():
    """A hard bounce speaks against mail and title, a reply for both; another record stays as it was."""
    before = plan([{"contact_id": "9", "outcome": "replied", "date": "2026-10-01"}])
    bounced = plan([{"contact_id": "1", "outcome": "hard bounce", "date": "2026-10-01"}])
    replied = plan([{"contact_id": "1", "outcome": "reply", "date": "2026-10-01"}])
    for field in ("email", "job_title"):
        assert belief(bounced, "1", field) < belief(before, "1", field) < belief(replied, "1", field)
        assert belief(bounced, "2", field) == belief(before, "2", field)


def test_future_and_repeated_events_change_nothing():
    """An event after the day, or delivered twice, has no effect."""
    one = {"contact_id": "1", "outcome": "soft bounce", "date": "2026-10-01", "event_id": "e1"}
    future = {"contact_id": "1", "outcome": "replied", "date": "2026-11-02", "event_id": "e2"}
    assert belief(plan([one]), "1", "email") == belief(plan([one, one, future]), "1", "email")


@pytest.mark.parametrize(("word", "like"), [
    ("已退信", "hard bounce"), ("软退信", "soft bounce"), ("已打开", "opened"), ("已送达", "delivered"), ("无人接听", "no answer"),
    ("停机", "disconnected"), ("错号", "wrong person"), ("已接通", "spoke"), ("已退订", "unsubscribed"),
])  # fmt: skip
def test_chinese_words_for_outcomes(word, like):
    """With and without the sign of the past."""
    said = [plan([{"客户编号": "1", "结果": w, "日期": "2026-10-01"}]) for w in (word, like)]
    assert said[0].freshness.equals(said[1].freshness)
    assert said[0].health.equals(said[1].health)
    assert "unknown" not in " ".join(said[0].tables.condition.notes)


def test_fewer_than_no_attempts_are_none():
    """A negative count of attempts is no count."""
    rows = [{**r, "Last Activity": "2025-12-01", "Contact Attempts": n} for r, n in zip(ROWS, ("-3", ""), strict=True)]
    found = cq.clean(rows, as_of=AS_OF, progress=False).health["p_active"]
    assert found.to_list() == [None, None]


def test_one_weak_outcome_a_week():
    """A full mailbox repeats itself; a week later it counts again."""
    events = [
        {"contact_id": "1", "outcome": "soft_bounce", "date": d} for d in ("2026-10-01", "2026-10-03", "2026-10-20")
    ]
    assert belief(plan(events[:1]), "1", "email") > belief(plan(events), "1", "email")
    assert belief(plan(events[:2]), "1", "email") == belief(plan(events[:1]), "1", "email")


def test_unsubscribed_means_suppressed():
    """Permission is off at once, the mailbox is alive."""
    found = plan([{"contact_id": "1", "outcome": "退订", "date": "2026-10-01"}])
    assert action(found, "1") == "suppress"
    assert belief(found, "1", "email") > 0.9


def test_silence_counts_only_against_attempts():
    """Six months after the last answer: five attempts re-engage, four do not; archive only after a last try."""
    answer = {"contact_id": "1", "outcome": "replied", "date": "2026-03-01"}
    sent = [{"contact_id": "1", "outcome": "sent", "date": f"2026-0{m}-15"} for m in (4, 5, 6, 7, 8)]
    assert action(plan([answer, *sent[:4]]), "1") != "re_engage"
    assert action(plan([answer, *sent]), "1") == "re_engage"
    again = {"contact_id": "1", "outcome": "re_engagement", "date": "2026-09-01"}
    assert action(plan([answer, *sent, again]), "1") == "archive"
    back = {"contact_id": "1", "outcome": "spoke", "date": "2026-10-20", "channel": "phone"}
    assert action(plan([answer, *sent, again, back]), "1") != "archive"


def test_silence_without_attempts_changes_nothing_but_age():
    """Whom no event speaks of was not written to: interest falls with age alone, and the report says so.

    A log without any attempt says nothing of silence at all.
    """
    sent = {"contact_id": "1", "outcome": "sent", "date": "2026-10-01"}
    found = plan([sent])
    ghosts = dict(found.health.select("record_id", "p_ghost").iter_rows())
    age = (dt.date(2026, 11, 1) - dt.date(2025, 11, 1)).days
    told = plan([{**sent, "outcome": "confirmed", "field": "email"}])
    lost = dict(told.health.select("record_id", "p_ghost").iter_rows())
    assert 1 - ghosts["2"] == pytest.approx((1 - lost["2"]) * silence(0.0, 0, age), abs=1e-5)
    assert "1 record has no event in the log: interest is judged by age alone" in found.tables.condition.notes
    assert "no contact attempts in the data: silence not judged" in told.tables.condition.notes
    written = cq.clean([{**r, "Contact Attempts": "7"} for r in ROWS], as_of=AS_OF, progress=False, events=[sent])
    assert dict(written.health.select("record_id", "p_ghost").iter_rows())["2"] == lost["2"]


def test_unknown_kinds_and_columns_are_said():
    """An unknown outcome is a note, a missing column an error."""
    assert any(
        "unknown" in n
        for n in plan([{"contact_id": "1", "outcome": "zzz", "date": "2026-10-01"}]).tables.condition.notes
    )
    with pytest.raises(cq.InputError, match="no column for kind"):
        plan([{"contact_id": "1", "date": "2026-10-01"}])


def test_columns_are_understood_whatever_else_is_there():
    """The plainest name wins, row by row: an ``id`` beside ``contact_id`` is not the record's."""
    mixed = [
        {"id": "e1", "contact_id": "1", "outcome": "hard bounce", "date": "2026-10-01", "type": "EMAIL"},
        {"id": None, "contact_id": "2", "kind": "replied", "at": "2026-10-01T08:15:00Z", "outcome": None, "date": None},
    ]
    plain = [
        {"record_id": "1", "kind": "hard_bounce", "at": "2026-10-01"},
        {"record_id": "2", "kind": "replied", "at": "2026-10-01 08:15:00"},
    ]
    assert plan(mixed).freshness.equals(plan(plain).freshness)


def test_outcomes_of_one_attempt_are_one():
    """Sent, opened and answered in one message: the strongest counts, and as one attempt."""
    steps = [
        {"id": "1", "outcome": o, "at": f"2026-0{m}-10", "message_id": f"m{m}"}
        for m in (4, 5, 6)
        for o in ("sent", "opened")
    ]
    once = [{**e, "message_id": None} for e in steps if e["outcome"] == "opened"]
    assert belief(plan(steps), "1", "email") == belief(plan(once), "1", "email")
    answered = [*steps, {"id": "1", "outcome": "replied", "at": "2026-06-11", "message_id": "m6"}]
    assert belief(plan(answered), "1", "email") > belief(plan(steps), "1", "email")
    more = [
        *steps,
        *({"id": "1", "outcome": "sent", "at": "2026-06-2" + str(i), "message_id": f"n{i}"} for i in range(2)),
    ]
    answer = {"id": "1", "outcome": "replied", "at": "2026-03-01"}
    assert action(plan([answer, *steps]), "1") != "re_engage"
    assert action(plan([answer, *more, {"id": "1", "outcome": "sent", "at": "2026-04-12"}]), "1") != "archive"
