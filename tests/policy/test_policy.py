"""Fields and policies are frozen values that refuse what cannot work."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

import pytest

from crmquality import PolicyError, presets
from crmquality.policy import Field, Policy, equals, not_before, one_of, required_if

DONOR = Policy(
    "donor",
    [
        Field("email", "email", required=True, match="email"),
        Field("stage", "choice", choices={"new": ["新建"], "won": []}),
        Field("since", "date"),
        Field("until", "date"),
    ],
    one_of("email", "since") & not_before("until", "since") | required_if("since", when="stage", values=("won",)),
    region="CN",
    blocking=["email.syntax"],
)


def test_a_policy_survives_json_and_pickle():
    """to_dict, JSON and pickle give an equal policy with the same fingerprint."""
    again = Policy.from_dict(json.loads(json.dumps(DONOR.to_dict(), ensure_ascii=False)))
    assert again == DONOR
    assert hash(again) == hash(DONOR)
    assert again.fingerprint == DONOR.fingerprint
    assert pickle.loads(pickle.dumps(DONOR)) == DONOR


def test_the_fingerprint_sees_every_part():
    """A change of field, rule, region, strictness or blocking code changes the fingerprint."""
    plain = DONOR.to_dict()
    seen = {DONOR.fingerprint}
    for part in ({"region": "DE"}, {"strictness": "lenient"}, {"blocking": []}, {"rules": []}, {"name": "x"}):
        seen.add(Policy.from_dict({**plain, **part}).fingerprint)
    seen.add(DONOR.with_fields(Field("email", "email")).fingerprint)
    seen.add(DONOR.with_rules(one_of("since", "until")).fingerprint)
    assert len(seen) == 8


def test_the_fingerprint_is_the_same_in_another_process():
    """No hash seed enters it."""
    code = "from crmquality import presets; print(presets.contact('CN').fingerprint)"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert found == {presets.contact("CN").fingerprint}


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Field("e mail", "email"), "letters"),
        (lambda: Field("email", "emial"), "did you mean 'email'"),
        (lambda: Field("email", "email", match="mail"), "match"),
        (lambda: Field("email", "email", write="often"), "write"),
        (lambda: Field("email", "email", data_class="odd"), "data_class"),
        (lambda: Field("email", "email", criticality=11), "criticality"),
        (lambda: Field("email", "email", aliases="mail"), "list"),
        (lambda: Field("stage", "choice"), "choices"),
        (lambda: Field("stage", "choice", choices="ab"), "choices"),
        (lambda: Field("stage", "text", choices=["a"]), "choices"),
        (lambda: Field.from_dict({"name": "a", "kind": "text", "lable": "A"}), "did you mean 'label'"),
        (lambda: Field.from_dict({"name": "a"}), "kind"),
        (lambda: Policy("p", []), "at least one"),
        (lambda: Policy("p", ["email"]), "Field objects"),
        (lambda: Policy("p", [Field("a", "text"), Field("a", "text")]), "two fields named 'a'"),
        (lambda: Policy("p", [Field("email", "email")], [one_of("email", "phone")]), "'phone', which is not there"),
        (lambda: Policy("p", [Field("a", "text")], region="China"), "two-letter"),
        (lambda: Policy("p", [Field("a", "text")], strictness="mild"), "strictness"),
        (lambda: Policy("p", [Field("a", "text")], blocking=["missing"]), "finding's code"),
        (lambda: Policy("p", [Field("a", "text")], blocking=["emial.syntax"]), "did you mean 'email'"),
        (lambda: Policy.from_dict({"name": "p", "fieldz": []}), "did you mean 'fields'"),
        (lambda: Policy.from_dict({"name": "p"}), "needs a name and fields"),
        (lambda: DONOR.field("emial"), "did you mean 'email'"),
    ],
)
def test_misuse_raises_early(make, says):
    """What cannot work is refused when it is built, and the message says what was expected."""
    with pytest.raises(PolicyError, match=says):
        make()


def test_fields_are_replaced_in_place_and_added_at_the_end():
    """with_fields keeps the order."""
    changed = DONOR.with_fields(Field("note", "text"), Field("email", "email"))
    assert changed.field_names == (*DONOR.field_names, "note")
    assert not changed.field("email").required
    assert DONOR.field("email").required


def test_one_rule_or_code_needs_no_list():
    """A single rule, or a single blocking code, is taken as such."""
    policy = Policy("p", [Field("a", "text"), Field("b", "text")], one_of("a", "b"), blocking="a.missing")
    assert (len(policy.rules), policy.blocking) == (1, ("a.missing",))


def test_what_is_at_its_default_is_not_written():
    """A policy file holds only what somebody decided."""
    assert Field("city", "city").to_dict() == {"name": "city", "kind": "city", "label": "City"}


def test_a_condition_on_a_choice_names_one_of_the_choices():
    """A misspelt stage is refused when the policy is built."""
    stage = Field("stage", "choice", choices=["lead", "customer"])
    Policy("x", [stage], [~equals("stage", "customer")])
    with pytest.raises(PolicyError, match="did you mean 'customer'"):
        Policy("x", [stage], [~equals("stage", "custommer")])
