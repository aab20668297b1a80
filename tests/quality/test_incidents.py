"""What a confirmed ghost teaches the policy."""

from __future__ import annotations

import pytest

from crmquality import Guard, presets
from crmquality.decay import GhostCase
from crmquality.errors import PolicyError
from crmquality.policy import Policy, rule_from_dict
from crmquality.quality import Incident, suggest_rule
from crmquality.testing import contacts

POLICY = presets.contact(region="CN")
REAL = {"last_name": "Wang", "first_name": "Wei", "email": "wang.wei@acme.cn", "mobile": "13864082735"}


def closed(cause, *, as_="archived", at="2026-11-09"):
    case = GhostCase.open("7", cause, by="check", at="2026-11-01", reason="signs")
    case = case.move("verifying", by="li.na", at="2026-11-02", reason="called")
    return case.move(as_, by="li.na", at=at, reason="nobody there")


@pytest.mark.parametrize(
    ("cause", "change", "reads"),
    [
        ("fake", {"email": "x7@mailinator.com"}, r".*@mailinator\\.com"),
        ("fake", {"email": "test@acme.cn"}, "test@.*"),
        ("fake", {"last_name": "asdfgh", "first_name": None}, "required('last_name')"),
        ("fake", {"city": "qwertzuiop"}, "~equals('city', 'qwertzuiop')"),
        ("duplicate", {"email": None}, "required('email')"),
        ("unreachable", {"updated_at": "2024-11-01"}, "within_days('updated_at', "),
        ("lapsed", {"contact_attempts": "6", "last_activity_at": "2026-01-01"}, "within_days('last_activity_at', 183)"),
    ],
)  # fmt: skip
def test_the_rule_finds_the_incident_and_spares_the_real(cause, change, reads):
    """Added to the policy, the rule finds the record at the door; it travels as data, and a good record passes."""
    record = REAL | change
    found = suggest_rule(Incident(closed(cause), record), POLICY, [REAL])
    assert reads in str(found.rule)
    assert found.why
    assert (found.flagged, found.tried) == (0, 1)
    assert rule_from_dict(found.rule.to_dict()) == found.rule
    stricter = POLICY.with_rules(found.rule)
    assert Policy.from_dict(stricter.to_dict()) == stricter
    before, after = (Guard(p).check(record, as_of="2026-11-09").findings for p in (POLICY, stricter))
    assert len(after) > len(before)
    same, real = (Guard(p).check(REAL, as_of="2026-11-09").findings for p in (POLICY, stricter))
    assert same == real


def test_without_any_channel_one_is_asked_for():
    """Nobody reachable and no rule yet: one channel is required; where the preset asks already, nothing is new."""
    bare = Policy("donor", [f for f in POLICY.fields if f.name in {"last_name", "email", "mobile"}])
    record = {"last_name": "Wang", "email": "broken@"}
    assert "one_of" in str(suggest_rule(Incident(closed("duplicate"), {"last_name": "Wang"}), bare).rule)
    assert suggest_rule(Incident(closed("unreachable"), record), bare) is None
    assert "one_of" in str(suggest_rule(Incident(closed("unreachable"), {"last_name": "Wang"}), bare).rule)


def test_what_no_rule_can_find_gives_none():
    """A copy with good keys, a made-up entry without signs, a silence without fields."""
    bare = Policy("donor", [f for f in POLICY.fields if f.name in {"last_name", "email", "mobile"}])
    for cause in ("duplicate", "fake", "lapsed", "unreachable"):
        assert suggest_rule(Incident(closed(cause), REAL), bare) is None


def test_the_rule_that_disturbs_least_is_chosen():
    """Of several signs, the one that finds fewest good records."""
    record = REAL | {"city": "qwertzuiop", "email": "x7@mailinator.com"}
    good = [REAL | {"email": f"{i}@mailinator.com"} for i in range(5)]
    found = suggest_rule(Incident(closed("fake"), record), POLICY, good)
    assert "qwertzuiop" in str(found.rule)
    assert (found.flagged, found.tried) == (0, 5)


def test_only_a_closed_ghost_teaches():
    """An open case or a person confirmed to be real is refused with the reason."""
    case = GhostCase.open("7", "fake", by="check", at="2026-11-01", reason="signs")
    for refused in (case, closed("fake", as_="confirmed")):
        with pytest.raises(PolicyError, match="closed as merged or archived"):
            suggest_rule(Incident(refused, REAL), POLICY)


def test_made_up_contacts_teach_rules_that_spare_the_others():
    """Over generated contacts: nearly every made-up entry with a sign gives a rule, which finds few of the others."""
    made = contacts(800, seed=5)
    fakes = {a.record_id for a in made.answers if a.problem == "record.fake"}
    mapping = POLICY.recognise(list(made.rows[0])).fields
    rows = {r["Record ID"]: {f: r[c] for f, c in mapping.items() if f != "record_id"} for r in made.rows}
    good = [v for k, v in rows.items() if k not in fakes][:200]
    found = [suggest_rule(Incident(closed("fake"), rows[k]), POLICY, good) for k in sorted(fakes)]
    told = [s for s in found if s is not None]
    assert len(told) > 0.6 * len(fakes)
    assert sum(s.flagged for s in told) < 0.02 * len(told) * len(good)
