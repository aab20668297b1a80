"""Policies, mappings and the door over any input."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from crmquality import Guard, Policy, presets
from crmquality.policy import Field, Mapping, looks_like_header_row, not_before, one_of, required
from crmquality.policy._cells import to_cell
from crmquality.policy._recognise import header_key
from crmquality.policy._signals import DOUBTFUL

DAY = date(2026, 11, 1)
GUARD = Guard(presets.contact(region="CN"))
LEAD = Guard(presets.lead(region="CN"))
NAMES = GUARD.policy.field_names
CELLS = st.one_of(
    st.none(), st.text(max_size=40), st.integers(), st.floats(), st.booleans(), st.dates(), st.binary(max_size=9),
    st.decimals(),
    st.sampled_from(["张三", "n/a", "13912345678", "a@b.cn", "+49 30 901820", "2024年3月5日",
                     "test", "asdfgh", "客户", "true"]),
)  # fmt: skip
RECORDS = st.dictionaries(st.sampled_from([*NAMES, "other"]), CELLS, max_size=12)
FIELDS = st.builds(
    Field,
    st.sampled_from(["a", "b", "c", "姓名"]),
    st.sampled_from(["text", "email", "phone", "date"]),
    label=st.text(max_size=5),
    aliases=st.lists(st.text(max_size=5), max_size=2),
    required=st.booleans(),
    criticality=st.floats(0, 10),
    hazard=st.none() | st.just("mobile"),
    match=st.none() | st.just("phone"),
)
RULES = st.recursive(
    st.sampled_from([required("z"), one_of("z", "y"), not_before("z", "y", severity="info")]),
    lambda inner: st.builds(lambda a, b, both: a & b if both else a | b, inner, inner, st.booleans()),
    max_leaves=4,
)


@given(
    st.lists(FIELDS, max_size=3, unique_by=lambda f: f.name), st.lists(RULES, max_size=2), st.sampled_from([None, "CN"])
)
def test_a_policy_is_its_plain_data(fields, rules, region):
    """to_dict, JSON and from_dict give an equal policy, and equal policies one fingerprint."""
    policy = Policy("p", [Field("z", "date"), Field("y", "date"), *fields], rules, region)
    again = Policy.from_dict(json.loads(json.dumps(policy.to_dict())))
    assert again == policy
    assert again.fingerprint == policy.fingerprint


@given(st.lists(st.text(max_size=20), unique=True, max_size=8), st.data())
def test_recognition_is_total(headers, data):
    """Any headers: one entry each, in order, no field twice, and the mapping survives JSON."""
    samples = {h: data.draw(st.lists(st.none() | st.text(max_size=12), max_size=6)) for h in headers}
    mapping = GUARD.policy.recognise(headers, samples)
    assert [e.column for e in mapping.entries] == headers
    assert set(mapping.fields) <= set(NAMES)
    assert all(0 <= e.confidence <= 1 for e in mapping.entries)
    assert Mapping.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping
    assert mapping.changes_against(mapping) == ()
    looks_like_header_row(headers)


@given(st.permutations(["Email", "Phone", "名", "公司名称", "Other", "Company", "手机（必填）"]))
def test_order_of_columns_does_not_matter(headers):
    """A column goes where it goes, wherever it stands."""
    assert GUARD.policy.recognise(headers).fields == {
        "email": "Email", "phone": "Phone", "first_name": "名", "company": "Company", "mobile": "手机（必填）",
    }  # fmt: skip


@given(st.text(max_size=40))
def test_header_keys_fold_once(text):
    """A key has no case, blanks or signs left."""
    key = header_key(text)
    assert header_key(key.upper()) in {key, header_key(key)} or not key.isascii()
    assert " " not in key


@given(CELLS)
def test_a_cell_is_text_or_nothing(value):
    """Whatever it was, it is text once, and text stays."""
    cell = to_cell(value)
    assert cell is None or type(cell) is str
    assert to_cell(cell) == cell


@settings(deadline=None)
@given(RECORDS)
def test_the_door_is_total_and_pure(record):
    """Any record: a decision, equal the second time, the input unchanged, as JSON, without exceptions."""
    before = dict(record)
    decision = GUARD.check(record, as_of=DAY)
    assert repr(record) == repr(before)
    assert decision == GUARD.check(dict(reversed(record.items())), as_of=DAY) or repr(record).count("nan")
    assert set(decision.record) == set(record)
    json.dumps(decision.to_dict())


@settings(deadline=None)
@given(RECORDS)
def test_no_lead_is_ever_rejected(record):
    """Without proof of a bot nobody is turned away."""
    assert LEAD.check(record, as_of=DAY).verdict in {"accept", "review"}


@settings(deadline=None)
@given(RECORDS)
def test_a_normalised_record_stays(record):
    """Checking the normalised record proposes no further normalisation and asks for no more."""
    first = GUARD.check(record, as_of=DAY)
    second = GUARD.check(first.record, as_of=DAY)
    assert not [c for c in second.changes if c.safe]
    assert {f.code for f in second.findings if f.severity == "error"} <= {f.code for f in first.findings}
    assert second.signals.score <= max(first.signals.score, DOUBTFUL)
