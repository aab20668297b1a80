"""Fields of one's own: what they must keep to, as data, and an object of one's own through the whole pipeline."""

from __future__ import annotations

import json
import pickle
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmquality as cq
from crmquality import Field, Guard, Policy, PolicyError, presets
from crmquality.policy import compile_policy, consistent, rule_from_dict
from crmquality.validators._limits import Limit

DAY = date(2026, 11, 1)


def even(text):
    return text[-1:] in "02468"


SUBSCRIPTION = Policy(
    "subscription",
    [
        Field("record_id", "identifier", write="never", data_class="identity"),
        Field("plan_code", "custom", pattern="[A-Z]{2}-[0-9]{3}", max_length=6, required=True),
        Field("seats", "number", minimum=1, maximum=500, data_class="quantitative"),
        Field("weight", "custom", unit=" kg", minimum=0.5, maximum="limit"),
        Field("limit", "number"),
        Field("starts", "date", minimum="2020-01-01", maximum="ends"),
        Field("ends", "date"),
        Field("signed", "date", maximum="as_of"),
        Field("contact_id", "custom", among="contact_ids"),
        Field("contact_ids", "text"),
        Field("lot", "custom", check=even),
        Field("tier", "custom", choices={"golden": ["金卡"], "silver": []}, retired=["silver"]),
        Field("owner_email", "email", match="email"),
    ],
)


def codes(record, policy=SUBSCRIPTION):
    found = compile_policy(policy).examine_record({"plan_code": "AB-123", **record}, DAY)
    return [f.code for f in found.findings if f.severity != "info"]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, []),
        ({"plan_code": None}, ["plan_code.missing"]),
        ({"plan_code": "AB-1234"}, ["plan_code.too_long", "plan_code.pattern"]),
        ({"plan_code": "ab-123"}, ["plan_code.pattern"]),
        ({"seats": "500"}, []),
        ({"seats": "0"}, ["seats.out_of_range"]),
        ({"seats": "5千"}, ["number.unparseable"]),
        ({"weight": "0.4 kg"}, ["weight.out_of_range"]),
        ({"weight": "12 kg", "limit": "10"}, ["weight.out_of_range"]),
        ({"weight": "12 kg", "limit": "12"}, []),
        ({"weight": "12 kg"}, []),
        ({"weight": "12 lb"}, ["weight.out_of_range"]),
        ({"starts": "2019-12-31"}, ["starts.out_of_range"]),
        ({"starts": "2019"}, ["starts.out_of_range"]),
        ({"starts": "2020"}, []),
        ({"starts": "2026-05-01", "ends": "2026-04-01"}, ["starts.out_of_range"]),
        ({"signed": "2026-11-02"}, ["signed.out_of_range"]),
        ({"contact_id": "7", "contact_ids": "6; 7"}, []),
        ({"contact_id": "5", "contact_ids": "6; 7"}, ["contact_id.reference"]),
        ({"contact_id": "5"}, []),
        ({"lot": "13"}, ["lot.check"]),
        ({"lot": "14"}, []),
        ({"tier": "金卡"}, []),
        ({"tier": "Silver"}, ["choice.retired"]),
        ({"tier": "platinum"}, ["custom.unknown"]),
    ],
    ids=str,
)
def test_what_a_value_must_keep_to(record, expected):
    """Findings stand under the field's own name; what is absent or cannot be compared is not judged."""
    assert codes(record) == expected


def test_custom_fields_travel_as_data():
    """to_dict, JSON, pickle; a test of one's own travels by its name and is asked for."""
    plain = json.loads(json.dumps(SUBSCRIPTION.to_dict()))
    assert "rules" not in plain
    again = Policy.from_dict(plain, checks=[even])
    assert again == SUBSCRIPTION
    assert (again.fingerprint, hash(again)) == (SUBSCRIPTION.fingerprint, hash(SUBSCRIPTION))
    assert pickle.loads(pickle.dumps(SUBSCRIPTION)) == SUBSCRIPTION
    with pytest.raises(PolicyError, match="needs the test 'even'"):
        Policy.from_dict(plain)


def test_limits_follow_their_fields():
    """A field that is replaced brings its own limits and leaves none behind."""
    wider = SUBSCRIPTION.with_fields(Field("seats", "number", maximum=900))
    assert [str(r) for r in wider.rules if r.fields == ("seats",)] == ["limit('seats', maximum='900')"]
    assert codes({"seats": "0"}, wider) == []
    assert wider.fingerprint != SUBSCRIPTION.fingerprint
    assert len(wider.with_rules().rules) == len(wider.rules)


@pytest.mark.parametrize("limit", [r for r in SUBSCRIPTION.rules if r.bound != "even"], ids=str)
def test_a_limit_is_a_rule_like_any_other(limit):
    """It travels as plain data and combines."""
    assert rule_from_dict(json.loads(json.dumps(limit.to_dict()))) == limit
    assert (~limit).holds({}) is None


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Field("a", "custom", pattern="("), "regular expression"),
        (lambda: Field("a", "custom", max_length=0), "max_length"),
        (lambda: Field("a", "custom", max_length=True), "max_length"),
        (lambda: Field("a", "choice", choices=["x"], retired=["y"]), "retired"),
        (lambda: Field("a", "email", choices=["x"]), "choices"),
        (lambda: Policy("p", [Field("a", "number", maximum="b")]), "'b', which is not there"),
        (lambda: Policy("p", [Field("a", "custom", among="b")]), "'b', which is not there"),
        (lambda: Limit(field="a", test="size", bound="1"), "no limit"),
        (lambda: Limit(field="a", test="pattern", bound="("), "regular expression"),
    ],
)
def test_what_cannot_work_is_refused(make, says):
    """When the field or the policy is built."""
    with pytest.raises(PolicyError, match=says):
        make()


@given(st.text(max_size=30))
def test_limits_are_total(text):
    """Any text in any field: never an exception, never a change of the text."""
    record = dict.fromkeys(SUBSCRIPTION.field_names, text)
    read = compile_policy(SUBSCRIPTION).examine_record(record, DAY)
    plain = compile_policy(Policy("x", [Field("plan_code", "custom")])).examine_record(record)
    assert read.cells["plan_code"].text == plain.cells["plan_code"].text


def test_a_custom_object_goes_all_the_way(tmp_path):
    """Guard, clean and write-back treat a subscription as they treat a contact."""
    decision = Guard(SUBSCRIPTION).check({"plan_code": "xx", "tier": "金卡"}, as_of=DAY)
    assert decision.verdict == "review"
    assert decision.record["tier"] == "golden"
    rows = [
        {"record_id": "1", "plan_code": "AB-001 ", "seats": "12", "tier": "GOLDEN", "owner_email": "a@acme.com"},
        {"record_id": "2", "plan_code": "AB-1", "seats": "900", "tier": "glden", "owner_email": "b@acme.com"},
        {"record_id": "3", "plan_code": " AB-12345 ", "seats": "3", "tier": "sliver", "owner_email": "c@acme.com"},
    ]
    plan = cq.clean(rows, SUBSCRIPTION, as_of=DAY, id="record_id", progress=False)
    found = plan.findings
    assert found.filter(pl.col("code") == "plan_code.too_long")["record_id"].to_list() == ["3"]
    assert found.filter(pl.col("code") == "seats.out_of_range")["record_id"].to_list() == ["2"]
    counts = plan.write_back(tmp_path / "out", cosmetic=True)
    updates = pl.read_csv(tmp_path / "out" / "updates.csv", infer_schema=False)
    assert updates["plan_code"].to_list() == ["AB-001", None]
    assert updates["tier"].to_list() == ["golden", "golden"]
    held = pl.read_csv(tmp_path / "out" / "held_back.csv", infer_schema=False)
    assert counts["held_back"] == held.height == 2
    assert held["reason"].to_list() == [
        "longer than the 6 characters that the CRM keeps", "the CRM's list no longer offers this value",
    ]  # fmt: skip


def test_the_average_order_is_held_against_total_and_number():
    """Contradictions are told, rounding is not; without a number nothing is."""
    rule = consistent("amount", "purchases", "average_order_value", check="average_order")
    assert rule.holds({"amount": "1000", "purchases": "4", "average_order_value": "250.4"})
    assert rule.holds({"amount": "1000", "purchases": "4", "average_order_value": "500"}) is False
    for other in ({"purchases": "0"}, {"purchases": "x"}, {"average_order_value": None}):
        assert rule.holds({"amount": "1000", "purchases": "4", "average_order_value": "250", **other}) is None
    record = {"full_name": "Li Na", "email": "li@acme.com", "amount": 900, "purchases": 3, "average_order_value": 30}
    assert "record.average_order" in [f.code for f in Guard(presets.contact()).check(record, as_of=DAY).findings]


def test_ratings_have_ten_points_and_counts_are_never_negative():
    """Scales and sanity ranges of the presets are findings of their own and sway no verdict."""
    record = {
        "full_name": "Li Na",
        "email": "li@acme.com",
        "satisfaction": "11",
        "visits": "-3",
        "service_rating": "10",
    }
    decision = Guard(presets.contact()).check(record, as_of=DAY)
    assert {f.code for f in decision.findings} >= {"satisfaction.out_of_range", "visits.out_of_range"}
    assert "service_rating.out_of_range" not in {f.code for f in decision.findings}
    assert decision.verdict == "accept"
