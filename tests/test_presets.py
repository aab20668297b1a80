"""The three presets: complete, consistent, chosen by headers."""

from __future__ import annotations

import pytest

from crmquality import Guard, presets
from crmquality.policy import Policy, compile_policy
from crmquality.policy._field import DATA_CLASSES, MATCH_ROLES

ALL = (presets.contact("CN"), presets.company(), presets.lead("DE"))


@pytest.mark.parametrize("policy", ALL, ids=lambda p: p.name)
def test_a_preset_is_whole(policy):
    """Every preset survives plain data and gives each field a class; what the CRM keeps itself is never written."""
    assert Policy.from_dict(policy.to_dict()) == policy
    assert {f.data_class for f in policy.fields} == set(DATA_CLASSES)
    assert {f.match for f in policy.fields} <= {*MATCH_ROLES, None}
    for name in ("record_id", "owner", "source", "created_at", "updated_at", "open_deals"):
        assert policy.field(name).write == "never"
        assert policy.field(name).match is None


def test_hazards_and_survivorship_are_known():
    """Names used by presets exist where they are looked up."""
    from crmquality.decay._hazards import HAZARDS
    from crmquality.survivorship import RULES

    for policy in ALL:
        assert {f.hazard for f in policy.fields} <= {*HAZARDS, None}
        assert {f.survivorship for f in policy.fields} <= {*RULES, None}


def test_eight_stages_and_seven_statuses_in_two_languages():
    """The lists of the seed, with aliases."""
    policy = ALL[0]
    assert len(policy.field("lifecycle_stage").choices) == 8
    assert len(policy.field("lead_status").choices) == 7
    read = compile_policy(policy).examine_cell
    for said, meant in (
        ("MQL", "marketing_qualified_lead"),
        ("商机", "opportunity"),
        ("Customer", "customer"),
        ("订阅者", "subscriber"),
    ):
        assert read("lifecycle_stage", said).text == meant
    for said, meant in (
        ("In Progress", "in_progress"),
        ("跟进中", "in_progress"),
        ("Bad timing", "bad_timing"),
        ("未联系", "open"),
    ):
        assert read("lead_status", said).text == meant


@pytest.mark.parametrize(
    ("header", "field", "data_class"),
    [
        ("首选联系方式", "preferred_channel", "identity"), ("LinkedIn URL", "social", "identity"),
        ("领英", "social", "identity"), ("Birthday", "birth_date", "identity"), ("账号", "account_number", "identity"),
        ("Education level", "education", "descriptive"), ("学历", "education", "descriptive"),
        ("Marital status", "household", "descriptive"), ("兴趣爱好", "lifestyle", "descriptive"),
        ("Number of orders", "purchases", "quantitative"), ("客单价", "average_order_value", "quantitative"),
        ("Visits", "visits", "quantitative"), ("工单数", "tickets", "quantitative"),
        ("互动次数", "social_interactions", "quantitative"), ("服务评分", "service_rating", "qualitative"),
        ("CSAT", "satisfaction", "qualitative"), ("购买原因", "reason_to_buy", "qualitative"),
        ("Why us", "reason_to_choose", "qualitative"),
    ],
)  # fmt: skip
def test_the_catalogue_of_what_sellers_know(header, field, data_class):
    """Each entry of the four data classes has a field with headers in both languages, and is never missed."""
    policy = ALL[0]
    assert policy.recognise([header]).fields == {field: header}
    assert policy.field(field).data_class == data_class
    assert policy.field(field).criticality < 2
    assert not policy.field(field).required


def test_what_is_private_is_marked():
    """Household, lifestyle, education, birth date and identity number are for those with the right to see them."""
    marked = {f.name for f in ALL[0].fields if f.rights == "personal"}
    assert marked == {"household", "lifestyle", "education", "birth_date", "tax_id"}


def test_no_alias_stands_for_two_choices():
    """An alias names one choice."""
    for name in ("lifecycle_stage", "lead_status", "preferred_channel"):
        words = [w.casefold().removeprefix("~") for c, aliases in ALL[0].field(name).choices for w in (c, *aliases)]
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (["First Name", "Last Name", "Email", "Company", "Lead Source"], "contact"),
        (["姓名", "手机", "公司名称", "线索状态", "客户阶段"], "contact"),
        (["Lead ID", "First Name", "Email", "Lead Owner"], "lead"),
        (["线索编号", "线索姓名", "手机"], "lead"),
        (["Account ID", "Account Name", "Phone", "Industry"], "company"),
        (["公司编号", "公司名称", "统一社会信用代码", "电话"], "company"),
        (["Name", "Website", "Industry", "Number of Employees"], "company"),
        (["Company name", "City"], "company"),
        (["x", "y"], "contact"),
        ([], "contact"),
    ],
)
def test_choosing_a_preset(headers, name):
    """Headers say what the records are, with a reason."""
    choice = presets.choose_preset(headers)
    assert choice.name == name
    assert choice.reason


def test_a_lead_needs_less_than_a_contact():
    """What is an error for a contact is a warning for a lead."""
    for policy, severity in ((presets.contact(), "error"), (presets.lead(), "warning")):
        found = {f.code: f.severity for f in compile_policy(policy).examine_record({}).findings}
        assert found == {"record.no_name": severity, "record.no_channel": severity}
    company = compile_policy(presets.company()).examine_record({}).findings
    assert [f.code for f in company] == ["company.missing"]


def test_amounts_keep_their_currency():
    """Money is of a kind that says which; the average of orders is still held against it."""
    read = compile_policy(ALL[0]).examine_cell
    for raw, text in (
        ("$100", "100 USD"),
        ("¥1000", "1000 CNY"),
        ("€1.234,56", "1234.56 EUR"),
        ("100 EUR", "100 EUR"),
        ("0,123", "0.123"),
    ):
        assert read("amount", raw).text == read("average_order_value", raw).text == text
    found = Guard(ALL[0]).check({"average_order_value": "-5 USD"}, as_of="2026-11-01").findings
    assert "average_order_value.out_of_range" in [f.code for f in found]
    [rule] = [r for r in ALL[0].rules if getattr(r, "check", "") == "average_order"]
    assert rule.holds({"amount": "1000 CNY", "purchases": "4", "average_order_value": "250.00 CNY"})
    assert rule.holds({"amount": "1000 CNY", "purchases": "4", "average_order_value": "500"}) is False


@pytest.mark.parametrize("absent", ["none", "None", "无", "n/a", "暂无", "null", "-", "no"])
def test_absence_permits_nothing(absent):
    """Who names no channel has not allowed every one; no list of ours has a word of absence among its aliases."""
    read = compile_policy(ALL[0]).examine_cell
    for name in ("preferred_channel", "lifecycle_stage", "lead_status"):
        assert read(name, absent).text is None


def test_messengers_are_fields_that_identify_nobody():
    """Persons have a field for each of the two messengers that CRMs list; the name is read as that messenger's."""
    for policy in (ALL[0], ALL[2]):
        read = compile_policy(policy).examine_cell
        assert read("wechat", "微信：wang_wei88").text == "wang_wei88"
        assert read("qq", "QQ:10001").text == "10001"
        assert not {policy.field(n).match for n in ("wechat", "qq")} - {None}
