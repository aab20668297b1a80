"""Form and door share one policy: whatever the schema refuses, the guard does not accept."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from crmquality import Guard, presets
from crmquality.policy import Field, Policy, equals, json_schema, one_of, present, required, required_if

CUSTOM = Policy(
    "order",
    [
        Field("number", "identifier", required=True),
        Field("email", "email"),
        Field("phone", "phone"),
        Field("stage", "choice", choices={"open": ["新建", "new"], "closed": ["已关闭"]}),
        Field("reason", "text", criticality=0.5),
        Field("amount", "number"),
        Field("paid", "boolean", required=True, criticality=0.2),
        Field("seats", "number", minimum=1, maximum=50),
        Field("rating", "number", minimum=1, maximum=10, criticality=0.5),
        Field("due", "date", minimum="2020-01-01", maximum="as_of"),
        Field("plan", "custom", pattern="[A-Z]{2}-[0-9]+", max_length=6, minimum=2),
        Field("tier", "choice", choices=["gold", "silver"], retired=["silver"]),
    ],
    [
        one_of("email", "phone"),
        required_if("amount", when="stage", values=("closed",)),
        required_if("reason", when=equals("stage", "closed")),
        required_if("phone", when=equals("stage", "closed") & equals("reason", "x") | equals("stage", "open")),
        required_if("email", when=~equals("stage", "open") | present("reason")),
        one_of("reason", "amount", severity="warning") | required("phone"),
    ],
    region="CN",
)
POLICIES = (CUSTOM, presets.contact("CN"), presets.lead("DE"), presets.company())
DOORS = [(p, Guard(p), Draft202012Validator(json_schema(p))) for p in POLICIES]
CELL = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "n/a", "li@acme.com", " LI@ACME.COM ", "13912345678", "open", "closed", "已关闭", "Open ",
                     "客户", "customer", "2026-03-05", "x", "王小明", "x" * 3000, "Acme GmbH"]),
)  # fmt: skip


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.text(max_size=5)))
def test_ranges_of_plain_numbers(value):
    """A number out of range is refused by both, whatever its size and writing."""
    _, guard, schema = DOORS[0]
    for name in ("seats", "rating", "due", "plan", "tier"):
        record = {"number": "A7", "paid": True, "email": "li@acme.com", "phone": "13912345678", name: value}
        if not schema.is_valid(record):
            assert guard.check(record, as_of=date(2026, 11, 1)).verdict != "accept"


@given(st.sampled_from(range(len(DOORS))), st.data())
def test_what_the_schema_refuses_the_guard_does_not_accept(number, data):
    """For any texts, numbers and flags under any of the policy's names."""
    policy, guard, schema = DOORS[number]
    names = [*policy.field_names[:12], "lifecycle_stage", "other"] if len(policy.fields) > 12 else policy.field_names
    record = data.draw(st.dictionaries(st.sampled_from(names), CELL, max_size=7))
    if not schema.is_valid(record):
        assert guard.check(record, as_of=date(2026, 11, 1)).verdict != "accept"
