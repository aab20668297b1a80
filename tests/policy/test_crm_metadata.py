"""A CRM's own description of its fields, in the shapes the CRMs give it."""

from __future__ import annotations

import json

import pytest

from crmquality import Field, Guard, Policy, PolicyError, presets
from crmquality.policy import compile_policy, crm_metadata, equals, required_if, with_crm_metadata

DAY = "2026-11-01"


def options(*pairs, hidden=()):
    return [{"label": label, "value": value, "hidden": value in hidden} for label, value in pairs]


HUBSPOT = {"results": [
    {"name": "lifecyclestage", "label": "Lifecycle Stage", "type": "enumeration", "fieldType": "radio",
     "hubspotDefined": True, "options": options(
         ("Subscriber", "subscriber"), ("Lead", "lead"), ("Marketing Qualified Lead", "marketingqualifiedlead"),
         ("Sales Qualified Lead", "salesqualifiedlead"), ("Opportunity", "opportunity"), ("Customer", "customer"),
         ("Evangelist", "evangelist"), ("Other", "other"), ("Partner", "176549"))},
    {"name": "hs_lead_status", "label": "Lead Status", "type": "enumeration", "fieldType": "radio",
     "hubspotDefined": True, "options": options(
         ("New", "NEW"), ("Open", "OPEN"), ("In Progress", "IN_PROGRESS"), ("Open Deal", "OPEN_DEAL"),
         ("Unqualified", "UNQUALIFIED"), ("Attempted to Contact", "ATTEMPTED_TO_CONTACT"), ("Connected", "CONNECTED"),
         ("Bad Timing", "BAD_TIMING"), hidden=("BAD_TIMING",))},
    {"name": "email", "label": "Email", "type": "string", "fieldType": "text", "hubspotDefined": True},
    {"name": "mobilephone", "label": "Mobile Phone Number", "type": "string", "fieldType": "phonenumber",
     "hubspotDefined": True},
    {"name": "hs_email_optout", "label": "Unsubscribed from all email", "type": "bool", "hubspotDefined": True,
     "fieldType": "booleancheckbox", "modificationMetadata": {"readOnlyValue": True},
     "options": options(("Yes", "true"), ("No", "false"))},
    {"name": "hs_analytics_first_url", "label": "First URL", "type": "string", "fieldType": "text",
     "hubspotDefined": True},
    {"name": "plan_code", "label": "Plan code", "type": "enumeration", "fieldType": "select", "hubspotDefined": False,
     "options": options(("Gold", "g"), ("Silver", "s"), ("Bronze", "b"), hidden=("s",))},
    {"name": "regions_served", "label": "Regions served", "type": "enumeration", "fieldType": "checkbox",
     "hubspotDefined": False, "options": options(("North", "n"), ("South", "s"))},
    {"name": "old", "label": "Old", "type": "string", "archived": True},
]}  # fmt: skip
SALESFORCE = {"name": "Lead", "fields": [
    {"name": "Id", "label": "Lead ID", "type": "id", "length": 18, "nillable": False, "defaultedOnCreate": True,
     "createable": False, "updateable": False, "custom": False, "picklistValues": []},
    {"name": "LastName", "label": "Last Name", "type": "string", "length": 10, "nillable": False,
     "defaultedOnCreate": False, "createable": True, "updateable": True, "custom": False, "picklistValues": []},
    {"name": "Company", "label": "Company", "type": "string", "length": 255, "nillable": False,
     "defaultedOnCreate": False, "createable": True, "updateable": True, "custom": False, "picklistValues": []},
    {"name": "Status", "label": "Lead Status", "type": "picklist", "length": 255, "nillable": False,
     "defaultedOnCreate": True, "createable": True, "updateable": True, "custom": False, "picklistValues": [
         {"active": on, "defaultValue": False, "label": v, "validFor": None, "value": v} for v, on in (
             ("Open - Not Contacted", True), ("Working - Contacted", True), ("Closed - Converted", True),
             ("Closed - Not Converted", True), ("Nurturing", False))]},
    {"name": "Country", "label": "Country", "type": "picklist", "length": 80, "nillable": True, "custom": False,
     "picklistValues": [{"active": True, "label": v, "value": v} for v in ("China", "Germany")]},
    {"name": "IsConverted", "label": "Converted", "type": "boolean", "length": 0, "nillable": False,
     "defaultedOnCreate": True, "custom": False},
    {"name": "Score__c", "label": "Score", "type": "double", "nillable": True, "custom": True, "calculated": True},
    {"name": "Cost_Centre__c", "label": "Cost centre", "type": "string", "length": 6, "nillable": False,
     "defaultedOnCreate": False, "createable": True, "custom": True},
]}  # fmt: skip
ZOHO = {"fields": [
    {"api_name": "Lead_Status", "field_label": "Lead Status", "data_type": "picklist", "length": 120,
     "system_mandatory": False, "custom_field": False, "pick_list_values": [
         {"display_value": v, "actual_value": v, "type": "unused" if v == "Lost Lead" else "used"} for v in (
             "-None-", "Attempted to Contact", "Contact in Future", "Contacted", "Junk Lead", "Lost Lead",
             "Not Contacted", "Pre-Qualified", "Not Qualified")]},
    {"api_name": "Last_Name", "field_label": "Last Name", "data_type": "text", "length": 80, "system_mandatory": True,
     "custom_field": False},
    {"api_name": "Tags_1", "field_label": "Segments", "data_type": "multiselectpicklist", "custom_field": True,
     "pick_list_values": [{"display_value": "A", "actual_value": "A"}]},
]}  # fmt: skip


def label(*texts):
    return {"UserLocalizedLabel": {"Label": texts[0]}, "LocalizedLabels": [{"Label": t} for t in texts]}


DATAVERSE = {"@odata.context": "…", "value": [
    {"LogicalName": "statuscode", "SchemaName": "StatusCode", "AttributeType": "Status", "IsCustomAttribute": False,
     "DisplayName": label("Status Reason", "状态描述"), "RequiredLevel": {"Value": "None"}, "OptionSet": {"Options": [
         {"Value": 1, "Label": label("New", "新建"), "IsHidden": False}, {"Value": 2, "Label": label("Contacted")},
         {"Value": 4, "Label": label("Lost"), "IsHidden": True}]}},
    {"LogicalName": "emailaddress1", "AttributeType": "String", "MaxLength": 100, "DisplayName": label("Email"),
     "RequiredLevel": {"Value": "ApplicationRequired"}, "IsCustomAttribute": False},
    {"LogicalName": "leadid", "AttributeType": "Uniqueidentifier", "IsPrimaryId": True, "IsValidForUpdate": False,
     "RequiredLevel": {"Value": "SystemRequired"}, "DisplayName": label("Lead"), "IsCustomAttribute": False},
    {"LogicalName": "new_budget", "AttributeTypeName": {"Value": "MoneyType"}, "IsCustomAttribute": True,
     "DisplayName": label("Budget", "预算"), "MinValue": 0, "MaxValue": 1000000000.0},
    {"LogicalName": "numberofemployees", "AttributeType": "Integer", "IsCustomAttribute": False,
     "DisplayName": label("Number of Orders"), "MinValue": 1, "MaxValue": None},
]}  # fmt: skip
PIPEDRIVE = {"success": True, "data": [
    {"id": 1, "key": "name", "name": "Name", "field_type": "varchar", "edit_flag": False, "mandatory_flag": True},
    {"id": 9, "key": "0a1b" * 10, "name": "Plan level", "field_type": "enum", "edit_flag": True,
     "mandatory_flag": False, "options": [{"id": 12, "label": "Gold"}, {"id": 13, "label": "Silver"}]},
    {"id": 10, "key": "ff0b" * 10, "name": "Gone", "field_type": "varchar", "active_flag": False},
]}  # fmt: skip


def read(policy, field, value):
    return compile_policy(policy).examine_cell(field, value).text


def codes(policy, record):
    return [f.code for f in compile_policy(policy).examine_record(record).findings if not f.code.startswith("record.")]


@pytest.mark.parametrize("data", [HUBSPOT, SALESFORCE, ZOHO, DATAVERSE, PIPEDRIVE], ids=["hs", "sf", "zo", "dv", "pd"])
def test_every_shape_gives_a_policy_that_travels(data):
    """The policy with a CRM's fields is plain data, and reading the same metadata again changes nothing."""
    policy = with_crm_metadata(presets.lead("CN"), data)
    again = Policy.from_dict(json.loads(json.dumps(policy.to_dict())))
    assert again == policy
    assert again.fingerprint == policy.fingerprint != presets.lead("CN").fingerprint
    assert with_crm_metadata(policy, data) == policy


def test_hubspot_properties():
    """Choices are HubSpot's stored values, with its labels and our aliases; hidden ones are known as retired."""
    found = crm_metadata(presets.contact("CN"), HUBSPOT)
    policy = found.policy
    assert found.matched == {
        "lifecyclestage": "lifecycle_stage", "hs_lead_status": "lead_status", "email": "email",
        "mobilephone": "mobile", "hs_email_optout": "unsubscribed",
    }  # fmt: skip
    assert found.added == ("plan_code", "regions_served")
    assert found.left_out == ("hs_analytics_first_url",)
    assert list(found.not_understood) == ["regions_served"]
    assert [c for c, _ in policy.field("lifecycle_stage").choices][2] == "marketingqualifiedlead"
    for said in ("MQL", "市场合格线索", "Marketing Qualified Lead", "marketing_qualified_lead"):
        assert read(policy, "lifecycle_stage", said) == "marketingqualifiedlead"
    assert read(policy, "lifecycle_stage", "partner") == "176549"
    assert policy.field("unsubscribed").write == "never"
    assert codes(policy, {"plan_code": "Silver"}) == ["choice.alias", "choice.retired"]
    assert codes(policy, {"plan_code": "g"}) == []


def test_new_beside_open():
    """A CRM with New and Open keeps both; what we only hold for near to Open is then nobody's."""
    policy = with_crm_metadata(presets.contact("CN"), HUBSPOT)
    assert [read(policy, "lead_status", v) for v in ("New", "open", "未联系", "新建")] == ["NEW", "OPEN", "OPEN", None]
    plain = presets.contact("CN")
    assert read(plain, "lead_status", "New") == "open"
    assert codes(plain, {"lead_status": "New"}) == ["choice.nearest"]


def test_salesforce_describe():
    """Lengths, required fields and inactive values; a calculated field is never written."""
    found = crm_metadata(presets.lead("CN"), SALESFORCE)
    policy = found.policy
    assert found.left_out == ("IsConverted",)
    assert found.added == ("Score__c", "Cost_Centre__c")
    assert policy.field("Score__c").write == "never"
    assert policy.field("last_name").required
    assert not policy.field("lead_status").required
    assert read(policy, "lead_status", "not contacted") == "Open - Not Contacted"
    assert codes(policy, {"lead_status": "qualified"})[:1] == ["choice.nearest"]
    assert "choice.retired" in codes(policy, {"lead_status": "Nurturing"})
    assert policy.field("country").stored == ("China", "Germany")
    long = compile_policy(policy).examine_record({"last_name": "Wolfeschlegelstein", "Cost_Centre__c": "A-77012"})
    assert long.cells["last_name"].text == "Wolfeschlegelstein"
    assert {"last_name.too_long", "Cost_Centre__c.too_long"} <= {f.code for f in long.findings}


def test_zoho_fields():
    """-None- is no value; several values that mean one choice of ours keep their own names."""
    found = crm_metadata(presets.lead("CN"), ZOHO)
    stage = found.policy.field("lead_status")
    assert len(stage.choices) == 8
    assert stage.retired == ("Lost Lead",)
    assert read(found.policy, "lead_status", "时机不对") == "Contact in Future"
    assert read(found.policy, "lead_status", "不合格") == "Not Qualified"
    assert read(found.policy, "lead_status", "junk lead") == "Junk Lead"
    assert found.policy.field("last_name").required
    assert found.policy.field("Tags_1").kind == "text"


def test_dataverse_attributes():
    """Values are the numbers, labels of every language their aliases; custom columns keep their logical name."""
    found = crm_metadata(presets.lead("CN"), DATAVERSE)
    assert [read(found.policy, "lead_status", v) for v in ("New", "新建", "contacted", "2", "未联系")] == [
        "1", "1", "2", "2", "1",
    ]  # fmt: skip
    assert found.policy.field("lead_status").retired == ("4",)
    email = found.policy.field("email")
    assert (email.max_length, email.required) == (100, True)
    assert (found.policy.field("new_budget").kind, found.policy.field("new_budget").label) == ("number", "Budget")
    assert codes(found.policy, {"email": "li@acme.com", "new_budget": "-1"}) == ["new_budget.out_of_range"]
    assert (found.policy.field("purchases").minimum, found.policy.field("purchases").maximum) == ("1", None)
    assert found.policy.recognise(["预算", "Lead"]).fields["new_budget"] == "预算"


def test_pipedrive_fields():
    """Keys that say nothing give way to the label; options are their ids."""
    found = crm_metadata(presets.contact("CN"), PIPEDRIVE)
    assert found.matched == {"name": "full_name"}
    assert found.added == ("Plan_level",)
    assert read(found.policy, "Plan_level", "gold") == "12"
    assert found.policy.recognise(["0a1b" * 10]).fields == {"Plan_level": "0a1b" * 10}


def test_fxiaoke_describe():
    """纷享销客: fields by name, options that are not usable any more, custom by define_type, inactive ones gone."""
    stage = {
        "api_name": "leads_stage__c", "label": "线索状态", "type": "select_one", "define_type": "custom",
        "is_required": True, "is_active": True, "options": [
            {"label": "未联系", "value": "opt1"}, {"label": "已联系", "value": "opt2", "not_usable": True}],
    }  # fmt: skip
    data = {"data": {"describe": {"api_name": "LeadsObj", "fields": {
        "leads_stage__c": stage,
        "hobby__c": {"api_name": "hobby__c", "label": "偏好", "type": "select_many", "define_type": "custom"},
        "vip__c": {"api_name": "vip__c", "label": "VIP", "type": "true_or_false", "define_type": "custom"},
        "lock_rule": {"api_name": "lock_rule", "label": "锁定规则", "type": "lock_rule", "define_type": "package"},
        "old__c": {"api_name": "old__c", "label": "旧", "type": "text", "define_type": "custom", "is_active": False},
    }}}}  # fmt: skip
    found = crm_metadata(presets.lead("CN"), data)
    assert found.matched == {"leads_stage__c": "lead_status"}
    assert found.added == ("hobby__c", "vip__c")
    assert found.left_out == ("lock_rule",)
    assert found.policy.field("vip__c").kind == "boolean"
    assert [read(found.policy, "lead_status", v) for v in ("待跟进", "已联系")] == ["opt1", "opt2"]
    assert found.policy.field("lead_status").retired == ("opt2",)
    assert found.policy.field("lead_status").required


def test_a_json_schema():
    """Properties with enum and length, and the list of required names."""
    schema = {"required": ["tier"], "properties": {
        "tier": {"title": "Tier", "type": "string", "enum": ["a", "b"], "maxLength": 1}, "size": {"type": "integer"},
    }}  # fmt: skip
    policy = with_crm_metadata(presets.company(), schema)
    assert policy.field("tier").required
    assert [c for c, _ in policy.field("tier").choices] == ["a", "b"]
    assert policy.field("size").kind == "number"


def test_a_plain_table():
    """A list of mappings, as read from a sheet: choices as text, lengths as text, yes and no in words."""
    rows = [
        {"name": "Segment", "label": "Segment", "type": "picklist", "choices": "A; B ;C", "required": "yes"},
        {"name": "cost", "label": "Cost centre", "type": "text", "length": "6", "required": ""},
        {"name": "生日", "type": "date"},
        {"name": "level", "type": "picklist", "choices": {"1": "low", "2": "high"}},
        {"name": "9lives", "type": "Picklist(Global)"},
        {"name": "shape", "type": "polygon"},
        {"name": "lead status", "type": "picklist", "choices": []},
        {"label": "nameless"},
    ]
    found = crm_metadata(presets.contact("CN"), rows)
    policy = found.policy
    assert [c for c, _ in policy.field("Segment").choices] == ["A", "B", "C"]
    assert policy.field("Segment").required
    assert policy.field("cost").max_length == 6
    assert found.matched == {"生日": "birth_date", "lead status": "lead_status"}
    assert read(policy, "level", "HIGH") == "2"
    assert (policy.field("field_9lives").kind, policy.field("shape").kind) == ("text", "text")
    assert set(found.not_understood) == {"9lives", "shape", "lead status", "entry 8"}
    assert len(policy.field("lead_status").choices) == 7


def test_a_sheet_in_chinese_or_in_capitals():
    """Column names of a sheet in either language and writing."""
    rows = [
        {"字段名": "级别", "类型": "单选", "选项": "金；银", "必填": "是", "长度": ""},
        {"Name": "Tier", "Type": "Picklist", "Choices": "a,b", "Required": "no"},
    ]
    policy = with_crm_metadata(presets.contact(), rows)
    assert [c for c, _ in policy.field("级别").choices] == ["金", "银"]
    assert policy.field("级别").required
    assert [c for c, _ in policy.field("Tier").choices] == ["a", "b"]
    assert not policy.field("Tier").required


def test_other_ways_to_hold_the_list():
    """By name, inside result, with required names beside it; one description alone."""
    by_name = {"Tier": {"type": "picklist", "options": ["a"]}, "Size": {"type": "number"}}
    assert crm_metadata(presets.contact(), by_name).added == ("Tier", "Size")
    nested = {"status": 0, "result": {"name": "Lead", "fields": SALESFORCE["fields"][:2]}}
    assert "LastName" in crm_metadata(presets.contact(), nested).matched
    schema = {"requiredProperties": ["plan"], "properties": [{"name": "plan", "type": "string"}]}
    assert with_crm_metadata(presets.contact(), schema).field("plan").required
    assert crm_metadata(presets.contact(), {"name": "plan", "type": "string"}).added == ("plan",)


@pytest.mark.parametrize("data", ["fields.json", {}, [], None, [1], {"results": 7}, {"results": [{"label": "x"}]}])
def test_what_is_no_metadata_is_refused_with_the_way_out(data):
    """The message says which shapes are read."""
    with pytest.raises(PolicyError, match="loaded JSON"):
        with_crm_metadata(presets.contact(), data)


def test_several_objects_are_refused_by_name():
    """One object at a time."""
    with pytest.raises(PolicyError, match="pass one of contacts, deals"):
        with_crm_metadata(presets.contact(), {"contacts": HUBSPOT, "deals": HUBSPOT})


def test_rules_speak_the_crms_words():
    """A rule that names a choice of ours names the CRM's stored value afterwards; one the CRM lacks is refused."""
    mql = equals("lifecycle_stage", "marketing_qualified_lead")
    policy = presets.contact().with_rules(
        required_if("company", when=mql), required_if("city", when="lead_status", values=("open",)), ~mql
    )
    told = with_crm_metadata(policy, HUBSPOT)
    assert "required_if('company', when=equals('lifecycle_stage', 'marketingqualifiedlead'))" in map(str, told.rules)
    assert {f.code for f in compile_policy(told).examine_record({"lead_status": "Open"}).findings} >= {"city.missing"}
    short = {"results": [{**HUBSPOT["results"][0], "options": options(("Lead", "lead"))}]}
    with pytest.raises(PolicyError, match="marketing_qualified_lead"):
        with_crm_metadata(policy, short)


def test_stages_and_deals_are_still_held_together():
    """Checks over stages know what the CRM's values mean, and travel with that."""
    policy = with_crm_metadata(presets.contact(), DATAVERSE)
    stage = {
        "name": "stage",
        "label": "Lifecycle Stage",
        "type": "picklist",
        "options": [{"id": 7, "label": "Customer"}],
    }
    policy = with_crm_metadata(policy, [stage])
    record = {"full_name": "Li Na", "email": "li@acme.com", "lifecycle_stage": "Customer", "won_deals": 0}
    for told in (policy, Policy.from_dict(json.loads(json.dumps(policy.to_dict())))):
        found = compile_policy(told).examine_record({k: str(v) for k, v in record.items()})
        assert found.cells["lifecycle_stage"].text == "7"
        assert "record.stage_evidence" in {f.code for f in found.findings}


def test_kinds_that_contradict_do_not_meet():
    """A yes-or-no field labelled Email is not the e-mail field; a calculated text stays away from numbers."""
    odd = [{"name": "Email", "type": "boolean"}, {"name": "Orders", "type": "string"}]
    found = crm_metadata(presets.contact(), odd)
    assert found.matched == {}
    assert found.added == ("Email", "Orders")


def test_an_unknown_policy_of_ones_own():
    """Custom objects meet their CRM the same way."""
    policy = Policy("subscription", [Field("plan", "choice", choices={"gold": ["金"], "silver": []})])
    data = [
        {"name": "Plan__c", "label": "Plan", "type": "picklist", "picklistValues": [{"label": "Gold", "value": "G1"}]}
    ]
    told = with_crm_metadata(policy, data)
    assert [read(told, "plan", v) for v in ("gold", "金", "G1", "silver")] == ["G1", "G1", "G1", None]
    assert Guard(told).check({"plan": "金"}, as_of=DAY).record == {"plan": "G1"}


def test_a_stage_falls_back_in_the_crms_order():
    """The door warns of a step back, and not of a step to what means other."""
    stage = {"name": "stage", "label": "Lifecycle Stage", "type": "picklist", "options": [
        {"id": 9, "label": "Other"}, {"id": 1, "label": "Lead"}, {"id": 2, "label": "Customer"}]}  # fmt: skip
    guard = Guard(with_crm_metadata(presets.contact(), [stage]))
    old = {"full_name": "Li Na", "email": "li@acme.com", "lifecycle_stage": "Customer"}
    for new, said in (("Lead", True), ("other", False), ("2", False)):
        found = guard.check_update(old, {"lifecycle_stage": new}, as_of=DAY).findings
        assert ("lifecycle_stage.transition" in {f.code for f in found}) is said


def test_a_dash_in_a_value_does_not_hide_its_meaning():
    """Open – Not Contacted is our open, whatever stands between the words."""
    data = [{"name": "Lead Status", "type": "picklist", "options": ["Open – Not Contacted", "in-progress"]}]
    policy = with_crm_metadata(presets.contact(), data)
    assert [read(policy, "lead_status", v) for v in ("未联系", "跟进中", "open - not contacted")] == [
        "Open – Not Contacted", "in-progress", "Open – Not Contacted",
    ]  # fmt: skip


def test_two_values_that_mean_one_choice():
    """Neither gets the aliases, and that is said; each still reads as itself."""
    data = [{"name": "Lead Status", "type": "picklist", "options": ["Not contacted", "未联系", "Connected"]}]
    found = crm_metadata(presets.contact(), data)
    assert "2 of its values mean 'open'" in found.not_understood["Lead Status"]
    assert [read(found.policy, "lead_status", v) for v in ("not contacted", "未联系", "待跟进", "已接通")] == [
        "Not contacted", "未联系", None, "Connected",
    ]  # fmt: skip
