"""Conditions: true, false or unknown, never true by absence."""

from __future__ import annotations

import pytest

from crmquality import PolicyError
from crmquality.policy import (
    after,
    at_least,
    at_most,
    before,
    contains,
    equals,
    matches,
    present,
    required,
    required_if,
    rule_from_dict,
)
from crmquality.validators._conditions import Condition, date_order, number_of


@pytest.mark.parametrize(
    ("rule", "value", "held"),
    [
        (present("a"), None, False),
        (present("a"), "", True),
        (present("a"), "x", True),
        (equals("a", "x", "y"), "y", True),
        (equals("a", "x", "y"), "z", False),
        (equals("a", "x"), None, None),
        (equals("a", "x"), "", None),
        (at_least("a", 3), "3", True),
        (at_least("a", 3.5), "3", False),
        (at_least("a", 3), "CNY 12.50", True),
        (at_least("a", 3), "many", None),
        (at_least("a", -1e-9), "0", True),
        (at_most("a", 3), "3.01", False),
        (at_most("a", 3), "-4", True),
        (at_most("a", 3), "?", None),
        (before("a", "2026-03-05"), "2026-03-04", True),
        (before("a", "2026-03-05"), "2026-03-05", False),
        (before("a", "2026-03-05"), "2026-03", None),
        (before("a", "2026"), "2025-12-31", True),
        (after("a", "2026-03-05"), "2026-03-05T10:00:00", False),
        (after("a", "2026-03-05"), "2026-04", True),
        (after("a", "2026-03-05"), "2026-03", None),
        (matches("a", r"\d{3}"), "123", True),
        (matches("a", r"\d{3}"), "1234", False),
        (contains("a", "ceo", "总经理"), "Founder & CEO", True),
        (contains("a", "ceo", "总经理"), "副总经理", True),
        (contains("a", "ceo"), "buyer", False),
    ],
    ids=str,
)
def test_what_holds(rule, value, held):
    """Each test on what is there; on what is not there, unknown."""
    assert rule.holds({"a": value}) is held
    if rule.test != "present":
        assert rule.holds({}) is None


def test_dates_of_two_fields():
    """The other side may be a field, or the day of the check."""
    rule = before("closed", "created")
    assert rule.fields == ("closed", "created")
    assert rule.holds({"closed": "2026-01-01", "created": "2026-01-02"}) is True
    assert rule.holds({"closed": "2026-01-01"}) is None
    assert after("due", "as_of").holds({"due": "2026-11-02", "as_of": "2026-11-01"}) is True


def test_a_condition_is_a_rule():
    """What must hold and does not is a finding; what is unknown is none."""
    rule = equals("stage", "customer", severity="error")
    (found,) = rule({"stage": "lead"})
    assert (found.code, found.severity, found.field) == ("record.condition", "error", "stage")
    assert rule({}) == rule({"stage": ""}) == ()
    (found,) = present("email")({})
    assert (found.code, found.field, found.bad_data_class) == ("record.condition", "email", "missing")


def test_combined_conditions_are_one_finding():
    """A broken alternative or negation is told once, as gravely as its gravest part."""
    rule = equals("a", "x", severity="info") | equals("b", "y", severity="error")
    (found,) = rule({"a": "1", "b": "2"})
    assert (found.code, found.severity, found.field) == ("record.condition", "error", "")
    assert rule({"a": "1"}) == ()
    (found,) = (~equals("a", "x"))({"a": "x"})
    assert found.message == "the record breaks the rule ~equals('a', 'x'); look at a"
    assert [f.field for f in (equals("a", "x") & equals("b", "y"))({"a": "1", "b": "2"})] == ["a", "b"]
    assert (required("a") | equals("b", "y"))({"b": "2"})[0].code == "a.missing"
    own = Condition(test="equals", field="a", values=("x",), code="own.code") | present("b")
    assert [f.code for f in own({"a": "1"})] == ["own.code"]


def test_rules_are_statements_too():
    """Required fields take part in the algebra with two values."""
    assert (~required("a")).holds({}) is True
    assert (required("a") & equals("b", "x")).holds({"a": "1"}) is None
    assert (~(present("a") | present("b"))).presence_only
    assert not (required("a") & present("b")).is_condition


def test_required_if_a_condition_holds():
    """A false condition asks for nothing, an unknown one neither."""
    rule = required_if("amount", when=equals("stage", "customer") & ~equals("kind", "gift"))
    assert rule.fields == ("amount", "stage", "kind")
    assert [f.code for f in rule({"stage": "customer", "kind": "order"})] == ["amount.missing"]
    assert rule({"stage": "customer"}) == rule({"stage": "lead", "kind": "order"}) == ()
    assert rule.holds({"stage": "customer"}) is None
    assert rule.holds({"stage": "customer", "amount": ""}) is True
    assert required_if("a", when="b").holds({}) is True
    assert required_if("a", when="b", values=("x",)).holds({}) is None
    assert required_if("a", when="b", values=("x",)).holds({"b": ""}) is None


def test_text():
    """A condition reads like the call that made it."""
    rule = ~(present("a") & at_least("b", 2)) | matches("c", "x+")
    assert str(rule) == "~(present('a') & at_least('b', 2)) | matches('c', 'x+')"
    assert str(required_if("a", when=equals("b", "x"))) == "required_if('a', when=equals('b', 'x'))"


def test_misuse():
    """What cannot be tested is refused when built."""
    for wrong, says in (
        (lambda: equals("a"), "at least one"),
        (lambda: at_least("a", float("nan")), "takes a number"),
        (lambda: matches("a", "("), "regular expression"),
        (lambda: before("a", "a"), "twice"),
        (lambda: Condition(test="like", field="a"), "no condition"),
        (lambda: required_if("a", when=present("b"), values=("x",)), "beside the name"),
        (lambda: rule_from_dict({"rule": "not", "rules": []}), "exactly one"),
        (lambda: rule_from_dict({"rule": "at_least", "field": "a", "values": ["x"]}), "takes a number"),
        (lambda: rule_from_dict({"rule": "present", "field": "a", "values": ["x"]}), "takes"),
    ):
        with pytest.raises(PolicyError, match=says):
            wrong()


def test_orders_and_numbers():
    """Precision and zones decide whether two dates can be told apart."""
    assert date_order("2026-03-05T10:00:00+00:00", "2026-03-05T17:00:00+08:00") == 1
    assert date_order("2026-03-05T10:00:00", "2026-03-05T17:00:00+08:00") == 0
    assert date_order("2026-03-05T9", "2026-03-05T10") == 0
    assert date_order("2026", "2026-03") is None
    assert date_order("2026-03", "2026-03") == 0
    assert number_of("1200.00 CNY") == 1200.0
    assert number_of("1,200") is None
