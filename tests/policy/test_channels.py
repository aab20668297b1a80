"""By which channels a record can be reached, and why not."""

from __future__ import annotations

from datetime import date

import pytest

import crmquality as cq
from crmquality.policy import Field, Policy, channels, compile_policy, contactable
from crmquality.testing import contacts

POLICY = cq.presets.contact(region="CN")


def reached(policy=POLICY, **cells):
    found = channels(policy, compile_policy(policy).examine_record(cells).cells)
    return {c.name: c.reason or c.field or "yes" for c in found}


@pytest.mark.parametrize(
    ("cells", "channel", "said"),
    [
        ({}, "email", "missing"),
        ({"email": "li@acme.com"}, "email", "email"),
        ({"email": "li@", "email2": "li@acme.com"}, "email", "email2"),
        ({"email": "li@"}, "email", "invalid"),
        ({"email": "li@mailinator.com"}, "email", "disposable"),
        ({"email": "li@intranet.local"}, "email", "reserved"),
        ({"email": "li@acme.com", "bounced": "true"}, "email", "bounced"),
        ({"email": "li@acme.com", "email2": "li@qq.com", "bounced": "1"}, "email", "email2"),
        ({"email": "li@acme.com", "unsubscribed": "yes"}, "email", "unsubscribed"),
        ({"email": "li@acme.com", "unsubscribed": "no"}, "email", "email"),
        ({"email": "n/a"}, "email", "missing"),
        ({"mobile": "13912345678", "unsubscribed": "true"}, "mobile", "unsubscribed"),
        ({"phone": "13912345678"}, "mobile", "phone"),
        ({"phone": "13912345678"}, "phone", "missing"),
        ({"mobile": "010-62345678"}, "phone", "mobile"),
        ({"mobile": "010-62345678"}, "mobile", "missing"),
        ({"mobile": "13800138000"}, "mobile", "made_up"),
        ({"mobile": "12"}, "mobile", "invalid"),
        ({"phone": "+12125550123", "mobile": "12"}, "phone", "made_up"),
        ({"street": "Hauptstr. 1", "city": "Berlin"}, "post", "yes"),
        ({"street": "Hauptstr. 1", "postal_code": "10115", "unsubscribed": "true"}, "post", "unsubscribed"),
        ({"street": "Hauptstr. 1"}, "post", "missing"),
        ({"city": "Berlin"}, "post", "missing"),
        ({"street": "n/a", "city": "Berlin"}, "post", "missing"),
    ],
)
def test_channels(cells, channel, said):
    """The best field of a channel answers for it."""
    assert reached(**cells)[channel] == said


def test_only_what_the_policy_knows():
    """A policy without addresses has no post."""
    policy = Policy("visit", [Field("mail", "email"), Field("day", "date")])
    assert reached(policy) == {"email": "missing"}
    assert reached(Policy("visit", [Field("day", "date")])) == {}
    street = Policy("x", [Field("street", "street", match="street"), Field("city", "city", match="city")])
    assert reached(street, street="\ufffd", city="Berlin") == {"post": "invalid"}


def test_the_door_says_how_to_reach_somebody():
    """The decision carries the channels, as plain data too; a letter alone is no contact."""
    guard = cq.Guard(POLICY)
    decision = guard.check({"full_name": "Li", "street": "Hauptstr. 1", "city": "Berlin"}, as_of=date(2026, 11, 1))
    assert not decision.contactable
    assert {c["name"]: c["usable"] for c in decision.to_dict()["channels"]}["post"]
    assert guard.check({"full_name": "Li", "mobile": "13912345678"}, as_of="2026-11-01").contactable


def test_door_and_table_agree():
    """A table counts as contactable just the records of which the door says so."""
    made = contacts(300, seed=8)
    plan = cq.clean(made.rows, POLICY, as_of="2026-11-01", progress=False)
    fields = plan.mapping.fields
    read = compile_policy(plan.policy).examine_record
    for row, said in zip(made.rows, plan.health["contactable"], strict=True):
        cells = {f: row[c] for f, c in fields.items()}
        assert contactable(channels(plan.policy, read(cells).cells)) is said
