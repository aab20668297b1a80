"""Laws of the rule algebra: three values, and plain data."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from crmquality.policy import (
    after,
    at_least,
    at_most,
    before,
    consistent,
    contains,
    equals,
    matches,
    not_before,
    one_of,
    present,
    required,
    required_if,
    rule_from_dict,
)

FIELDS = ("a", "b", "c")
FIELD = st.sampled_from(FIELDS)
VALUE = st.sampled_from(["", "x", "y", "1", "2.5", "2026-03", "2026-03-05", "CN", "+86139", "customer", "0"])
CELLS = st.dictionaries(FIELD, VALUE | st.none())
LEAF = st.one_of(
    st.builds(present, FIELD),
    st.builds(lambda f, v: equals(f, *v), FIELD, st.lists(VALUE, min_size=1, max_size=3)),
    st.builds(at_least, FIELD, st.floats(-9, 9)),
    st.builds(at_most, FIELD, st.integers(-9, 9)),
    st.builds(before, FIELD, st.sampled_from(["2026", "2026-03-05", "d"])),
    st.builds(after, FIELD, st.sampled_from(["2026-03", "as_of"])),
    st.builds(matches, FIELD, st.sampled_from(["x|y", ".*", r"\d+"])),
    st.builds(contains, FIELD, st.sampled_from(["x", "201"])),
    st.builds(required, FIELD),
    st.sampled_from([one_of("a", "b"), not_before("a", "c"), consistent("b", "a"), required_if("a", when="b"),
                     required_if("c", when=equals("a", "x") | present("b"))]),
)  # fmt: skip
RULE = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
    ),
    max_leaves=6,
)


@given(RULE, CELLS)
def test_twice_not_is_the_rule(rule, cells):
    """And not turns true into false, and leaves the unknown."""
    assert ~~rule == rule or str(~~rule) == str(rule)
    held = rule.holds(cells)
    assert (~rule).holds(cells) is (None if held is None else not held)


@given(RULE, RULE, CELLS)
def test_de_morgan(left, right, cells):
    """Not both is one of them not; not one of them is both not."""
    assert (~(left & right)).holds(cells) is (~left | ~right).holds(cells)
    assert (~(left | right)).holds(cells) is (~left & ~right).holds(cells)


@given(RULE, RULE, CELLS)
def test_order_does_not_matter(left, right, cells):
    """And and or commute, and repeat nothing."""
    assert (left & right).holds(cells) is (right & left).holds(cells)
    assert (left | right).holds(cells) is (right | left).holds(cells)
    assert (left & left).holds(cells) is (left | left).holds(cells) is left.holds(cells)


@given(RULE, CELLS)
def test_findings_speak_of_what_does_not_hold(rule, cells):
    """Something is told just where the rule does not hold."""
    assert bool(rule(cells)) is (rule.holds(cells) is False)
    assert all(f.field in {"", *rule.fields} for f in rule(cells))


@given(RULE)
def test_a_rule_is_its_plain_data(rule):
    """Through JSON and back: an equal rule, the same text."""
    again = rule_from_dict(json.loads(json.dumps(rule.to_dict())))
    assert again == rule
    assert hash(again) == hash(rule)
    assert str(again) == str(rule)


@given(RULE, CELLS)
def test_a_rule_judges_by_position_as_by_name(rule, cells):
    """What a table asks once per distinct tuple is what the door asks."""
    values = [cells.get(f) for f in rule.fields]
    if rule.needs_all and all(values):
        assert rule.judge(*values) is rule.holds(cells)
