"""Whatever JSON is given for a CRM's metadata: a policy that travels, or a clear refusal."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from crmquality import Policy, PolicyError, presets
from crmquality._data import load
from crmquality.normalizers._choice import choice_table, read_choice
from crmquality.policy import crm_metadata

ENTRIES = load("policy")["crm_entries"]
KEYS = sorted({
    *(k for what in ("name", "label", "type", "length", "options", "value", "required", "custom") for k in ENTRIES[what]),
    "nillable", "active", "hidden", "RequiredLevel", "UserLocalizedLabel", "LocalizedLabels",
})  # fmt: skip
WORDS = st.sampled_from(
    ["Email", "Lead Status", "lifecyclestage", "picklist", "string", "New", "open", "客户", "a;b", "", " ", "9", "Orders",
     "boolean", "80", "Customer", "number", "Id__c", "enumeration", "checkbox", "x" * 300]
)  # fmt: skip
SCALAR = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 300), st.floats(allow_nan=False), st.text(max_size=4), WORDS
)
VALUE = st.recursive(
    SCALAR,
    lambda v: st.one_of(st.lists(v, max_size=3), st.dictionaries(st.sampled_from(KEYS), v, max_size=3)),
    max_leaves=6,
)
ENTRY = st.dictionaries(st.sampled_from(KEYS), VALUE, min_size=1, max_size=6)
DATA = st.one_of(
    st.lists(ENTRY, max_size=4), VALUE, st.fixed_dictionaries({"results": st.lists(ENTRY, max_size=4)}),
    st.lists(st.fixed_dictionaries({"name": WORDS, "type": WORDS, "options": VALUE, "length": VALUE}), max_size=4),
)  # fmt: skip


@given(DATA, st.booleans())
def test_any_json_gives_a_policy_or_a_refusal(data, lead):
    """Never another exception; every name in the CRM is accounted for; the policy is plain data."""
    policy = presets.lead("CN") if lead else presets.company()
    try:
        found = crm_metadata(policy, data)
    except PolicyError:
        return
    assert Policy.from_dict(json.loads(json.dumps(found.policy.to_dict()))) == found.policy
    assert set(found.policy.field_names) == {*policy.field_names, *found.added}
    assert len(set(found.matched.values())) == len(found.matched)
    for field in found.policy.fields:
        if field.choices:
            for choice, _ in field.choices:
                pairs = tuple((a, c) for c, words in field.choices for a in words)
                table = choice_table(tuple(c for c, _ in field.choices), pairs)
                assert read_choice(choice, table=table).text == choice
