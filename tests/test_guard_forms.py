"""What the form says of an entry, what a false reject costs, and how much was kept out."""

from __future__ import annotations

import pytest
from attrs import evolve

import crmquality as cq
from crmquality.errors import PolicyError
from crmquality.policy import kept_out

DAY = "2026-11-01"
LEAD = cq.presets.lead(region="CN")
GUARD = cq.Guard(LEAD, honeypot="website2", least_seconds=3, most_per_minute=5)
ANNA = {"first_name": "Anna", "last_name": "Berger", "email": "anna.berger@firma.de"}
MASHED = {"first_name": "sdfkjh", "last_name": "qwrtpl", "email": "asdf@asdf.com", "mobile": "1212121212"}


def codes(decision):
    return [f.code for f in decision.findings if f.code.startswith("record.")]


def test_fast_forms_and_busy_origins_are_evidence():
    """Each is a sign, both ask for a review, neither rejects; the numbers come with the record or beside it."""
    fast = GUARD.check({**ANNA, "form_seconds": "0.8"}, as_of=DAY)
    assert codes(fast) == ["record.too_fast"]
    assert fast.verdict == "accept"
    assert [s.reason for s in fast.signals.signals] == ["too_fast"]
    both = GUARD.check(ANNA, as_of=DAY, context={"form_seconds": 0.8, "origin_per_minute": 40})
    assert both.verdict == "review"
    assert both.reasons == ("fake.too_fast", "fake.origin_rate")
    assert both.record == ANNA
    assert codes(GUARD.check(ANNA, as_of=DAY, context={"form_seconds": "soon", "origin_per_minute": None})) == []
    assert codes(cq.Guard(LEAD).check({**ANNA, "form_seconds": 0}, as_of=DAY)) == []


def test_the_honeypot_may_stand_beside_the_record():
    """Filled in, it proves a bot."""
    caught = GUARD.check(ANNA, as_of=DAY, context={"website2": "http://x.example"})
    assert (caught.verdict, caught.reasons) == ("reject", ("record.honeypot",))


def test_a_policy_says_what_a_false_reject_costs():
    """Nobody is rejected for signs unless the caller says so; the price moves the line; both travel with the policy."""
    assert cq.Guard(LEAD).check(MASHED, as_of=DAY).verdict == "review"
    cheap = evolve(LEAD, false_reject_cost=9.0, review_at=0.2)
    assert cheap.reject_at == 0.9
    assert cq.Guard(cheap).check(MASHED, as_of=DAY).verdict == "reject"
    assert cq.Guard(cheap).check(ANNA, as_of=DAY).verdict == "accept"
    assert cq.Policy.from_dict(cheap.to_dict()) == cheap
    assert len({LEAD.fingerprint, cheap.fingerprint, evolve(LEAD, review_at=0.2).fingerprint}) == 3
    for wrong in ({"review_at": 0}, {"review_at": 1.5}, {"false_reject_cost": 0}):
        with pytest.raises(PolicyError):
            evolve(LEAD, **wrong)


def test_what_was_kept_out_is_counted_by_reason():
    """Each entry once under each of its reasons; accepted ones nowhere."""
    entries = [
        ANNA,
        MASHED,
        {"email": "no at sign", "last_name": "Berger"},
        {**ANNA, "website2": "x"},
        {**ANNA, "website2": "y"},
    ]
    counted = kept_out(GUARD.import_rows(entries, as_of=DAY))
    assert counted["reject"] == {"entries": 2, "record.honeypot": 2}
    assert counted["review"]["entries"] == 2
    assert counted["review"]["fake.gibberish"] == 1
    assert any(k.startswith("email.") for k in counted["review"])
    assert kept_out([]) == {"review": {}, "reject": {}}
