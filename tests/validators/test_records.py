"""Rules over records: what they find, how they combine, how they read."""

from __future__ import annotations

import pytest

from crmquality import PolicyError
from crmquality.policy import RecordRule, consistent, not_before, one_of, required, required_if
from crmquality.validators._records import name_parts, not_future, rule_from_dict


def codes(rule, **cells):
    return [(f.code, f.field, f.severity, f.bad_data_class) for f in rule(cells)]


def test_required_and_one_of():
    """Presence is asked of one field, or of several together."""
    assert codes(required("email"), email=None) == [("email.missing", "email", "error", "missing")]
    assert codes(required("email"), email="a@b.cn") == []
    rule = one_of("email", "phone", severity="warning", code="record.no_channel")
    assert codes(rule) == [("record.no_channel", "", "warning", "missing")]
    assert codes(one_of("email", "phone"))[0][0] == "record.one_of_missing"
    assert codes(rule, phone="+8613912345678") == []


def test_required_if():
    """The condition is a filled field, or one of some values."""
    rule = required_if("amount", when="stage", values=("customer",))
    assert codes(rule, stage="customer") == [("amount.missing", "amount", "error", "missing")]
    assert codes(rule, stage="lead") == codes(rule) == codes(rule, stage="customer", amount="3") == []
    assert codes(required_if("amount", when="stage"), stage="lead")


@pytest.mark.parametrize(
    ("later", "earlier", "bad"),
    [
        ("2024-03-04", "2024-03-05", True),
        ("2024-03-05", "2024-03-05", False),
        ("2024-03", "2024-03-05", False),
        ("2024-02", "2024-03-05", True),
        ("2023", "2024-03", True),
        ("2024-03-05T09:00:00", "2024-03-05T10:00:00", True),
        ("2024-03-05T09:00:00+00:00", "2024-03-05T10:00:00+08:00", False),
        ("2024-03-05T09:00:00", "2024-03-05T10:00:00+08:00", False),
        ("2024-03-05T9", "2024-03-05T10", False),
        (None, "2024-03-05", False),
        ("2024-03-05", None, False),
    ],
)
def test_not_before(later, earlier, bad):
    """Dates are compared where both are precise, and zones only where both have one."""
    found = codes(not_before("closed", "created"), closed=later, created=earlier)
    assert found == ([("record.order", "closed", "warning", "inaccurate")] if bad else [])


@pytest.mark.parametrize(
    ("country", "phone", "bad"),
    [("CN", "+8613912345678", False), ("CN", "+4930901820", True), ("US", "+12125550123", False),
     ("CA", "+12125550123", False),
     ("HK", "+8613912345678", True), ("XX", "+8613912345678", False), (None, "+86139", False), ("CN", None, False),
     ("CN", "139", False)],
)  # fmt: skip
def test_country_and_phone(country, phone, bad):
    """Only a number with another calling code contradicts the country; the unknown contradicts nothing."""
    found = codes(consistent("country", "phone"), country=country, phone=phone)
    assert found == ([("record.country_phone", "phone", "warning", "inaccurate")] if bad else [])


def test_rules_combine():
    """And reports both, or reports only where none holds."""
    a, b, c = required("a"), required("b"), required("c")
    assert [f.field for f in (a & b & c)({})] == ["a", "b", "c"]
    assert [f.field for f in (a | b)({})] == ["a", "b"]
    assert (a | b)({"b": "1"}) == ()
    assert [f.field for f in (a & (b | c))({"c": "1"})] == ["a"]
    assert (a & b).fields == ("a", "b")
    assert (a & (b | a)).fields == ("a", "b")
    assert (a & b).presence_only
    assert not (a & not_before("b", "c")).presence_only


def test_rules_read_as_text():
    """A rule looks like the calls that made it."""
    rule = (one_of("email", "phone") | required("wechat")) & not_before("closed", "created")
    assert str(rule) == repr(rule) == (
        "(one_of('email', 'phone') | required('wechat')) & not_before('closed', 'created')"
    )  # fmt: skip
    assert str(required_if("a", when="b", values=("x",))) == "required_if('a', when='b', values=['x'])"
    assert str(consistent("country", "phone")) == "consistent('country', 'phone')"


@pytest.mark.parametrize(
    "rule",
    [
        required("a", severity="info"),
        one_of("a", "b", code="x.y"),
        required_if("a", when="b", values=("1", "2")),
        not_before("a", "b"),
        consistent("a", "b"),
        required("a") & one_of("b", "c") | required("d"),
    ],
    ids=str,
)
def test_rules_travel_as_plain_data(rule):
    """to_dict and back gives an equal rule."""
    assert rule_from_dict(rule.to_dict()) == rule
    assert hash(rule_from_dict(rule.to_dict())) == hash(rule)


def test_misuse():
    """Rules that cannot work are refused when built."""
    with pytest.raises(PolicyError, match="two fields or more"):
        one_of("email")
    with pytest.raises(PolicyError, match="twice"):
        one_of("email", "email")
    with pytest.raises(PolicyError, match="severity"):
        required("email", severity="fatal")
    with pytest.raises(PolicyError, match="no record rule"):
        rule_from_dict({"rule": "eval"})
    with pytest.raises(PolicyError, match="does not take"):
        rule_from_dict({"rule": "required", "of": "x"})
    with pytest.raises(PolicyError, match="not a rule by itself"):
        RecordRule()({})
    assert RecordRule().fields == ()
    assert not RecordRule().presence_only


def test_dates_ahead_are_judged_from_the_day_of_the_check():
    """Precision is heeded, and without a day nothing is found."""
    rule = not_future("created")
    assert [f.code for f in rule({"created": "2026-11-02", "as_of": "2026-11-01"})] == ["record.future"]
    assert rule({"created": "2026-11", "as_of": "2026-11-01"}) == ()
    assert rule({"created": "2026-11-01T23:00:00", "as_of": "2026-11-01"}) == ()
    assert rule({"created": "2091-01-01"}) == ()


@pytest.mark.parametrize(
    ("given", "family", "code"),
    [
        ("Ann Lee", None, "record.name_joined"),
        ("余俊东", None, "record.name_joined"),
        ("上官璐", None, "record.name_joined"),
        ("何", "宇静", "record.name_swapped"),
        ("Ann", None, None),
        ("俊东", None, None),
        (None, "Lee", None),
        ("Mary Jane", "Lee", None),
        ("静", "何", None),
        ("林", "方", None),
    ],
)
def test_names_in_the_wrong_field(given, family, code):
    """A whole name in one field, and hanzi the wrong way round; surnames on both sides stay unjudged."""
    found = name_parts("first", "last")({"first": given, "last": family})
    assert [f.code for f in found] == ([code] if code else [])
