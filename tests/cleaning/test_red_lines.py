"""Red lines: whatever the weight, never automatic, each with its reason."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmquality as cq

AS_OF = "2026-11-01"
SAME = {"First Name": "Wei", "Last Name": "Wang", "Email": "wei.wang@acme.cn", "Phone": "13800138000"}


def plan_of(*differences, **options):
    rows = [{"Record ID": str(i), **SAME, **more} for i, more in enumerate(differences, 1)]
    return cq.clean(rows, as_of=AS_OF, progress=False, region="CN", **options)


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        ({"Owner": "ann"}, {"Owner": "bob"}, "different owners"),
        ({"Open deals": "1"}, {"Open deals": "2"}, "open deals on both sides"),
        ({"Tax ID": "DE136695976"}, {"Tax ID": "DE811907980"}, "different tax ids"),
        ({"ERP ID": "700"}, {"ERP ID": "701"}, "different external ids"),
        ({"外部编号": "A1"}, {"外部编号": "a1"}, "different external ids"),
        ({"Account number": "700"}, {"Account number": "701"}, "different external ids"),
        ({"Account ID": "a"}, {"Account ID": "b"}, "different parent accounts"),
        ({"母公司": "华为"}, {"母公司": "中兴"}, "different parent accounts"),
        ({"Unsubscribed": "yes"}, {"Unsubscribed": ""}, "conflicting consent"),
        ({"Marketing consent": "yes"}, {"Marketing consent": "no"}, "conflicting consent"),
        ({"Do not call": "1"}, {"Do not call": ""}, "conflicting consent"),
        ({"Marketing consent": ""}, {"Marketing consent": "yes"}, "conflicting consent"),
        ({"Subscription status": "Subscribed"}, {"Subscription status": ""}, "conflicting consent"),
        ({"Last activity date": "2026-10-20"}, {"Last activity date": "2026-10-30"}, "both active in the last 30 days"),
        ({"最近跟进时间": "2026-10-20"}, {"最近跟进时间": "2026-10-30"}, "both active in the last 30 days"),
        ({"Last Contacted": "2026-10-20"}, {"Last Contacted": "2026-10-30"}, "both active in the last 30 days"),
        ({"Lifecycle stage": "customer"}, {"Lifecycle stage": "customer"}, "customers on both sides"),
    ],
)
def test_each_line_holds_a_merge_back_with_its_reason(one, two, reason):
    """Two equal records that differ in this alone are never merged by ``all``; where a side is empty, they are."""
    held = plan_of(one, two)
    assert held.clusters["reason"].to_list() == [reason] * 2
    assert set(held.clusters["band"]) == {"review"}
    assert held.apply("all").journal.changes.filter(pl.col("action") == "merge").height == 0
    free = plan_of(one if "consent" not in reason else dict.fromkeys(one, ""), dict.fromkeys(two, ""))
    assert free.clusters["reason"].to_list() == [None] * 2
    assert free.apply("all").journal.changes.filter(pl.col("action") == "merge").height == 1


@pytest.mark.parametrize(
    ("header", "values", "reason"),
    [
        *((h, ("700", "701"), "different external ids") for h in ("Zoho_Id__c", "Kundennr.", "Xero Contact Id", "CRM编号", "Loyalty No")),
        *((h, ("12345678Z", "87654321X"), "different tax ids") for h in ("NIE", "Steuer-ID", "Passport number", "护照号码")),
        *((h, ("Acme", "Beta"), "different parent accounts") for h in ("Ultimate_Parent__c", "Holding company", "上级单位", "org_id")),
        *((h, ("yes", "No"), "conflicting consent") for h in ("optIn", "Do_Not_Mail", "GDPR consent given", "接收短信(退订)", "免打扰")),
        *((h, ("1", "2"), "open deals on both sides") for h in ("# Open Opportunities", "进行中商机数")),
        *((h, ("Client", "existing customer"), "customers on both sides") for h in ("Relationship", "contact_type", "Lead status")),
        ("是否成交", ("是", "是"), "customers on both sides"),
    ],
)  # fmt: skip
def test_columns_without_a_field_hold_back_by_what_their_headers_say(header, values, reason):
    """In any writing of a header, English and Chinese; where one is empty, only consent holds."""
    one, two = ({header: v} for v in values)
    assert plan_of(one, two).clusters["reason"].to_list() == [reason] * 2
    alone = reason if "consent" in reason else None
    assert plan_of(one, {header: ""}).clusters["reason"].to_list() == [alone] * 2


@pytest.mark.parametrize(
    ("header", "values"),
    [("Do not call", ("no", "")), ("Marketing consent", ("yes", "TRUE")), ("Opt-in", ("1", "opted in"))],
)
def test_consent_that_says_the_same_holds_nothing(header, values):
    """In whatever words; not refused is what an empty cell of an opt-out says."""
    one, two = ({header: v} for v in values)
    assert plan_of(one, two).clusters["reason"].to_list() == [None] * 2


def test_a_consent_of_ones_own_policy_holds_a_merge():
    """A field is known by its words as a column without one is."""
    policy = cq.presets.contact(region="CN").with_fields(cq.Field("fax_consent", "boolean"))
    rows = [{"Record ID": str(i), **SAME, "Fax consent": v} for i, v in enumerate(("yes", "no"))]
    assert cq.clean(rows, policy, as_of=AS_OF, progress=False).clusters["reason"][0] == "conflicting consent"
    assert cq.find_duplicates(rows, policy).clusters["reason"][0] == "conflicting consent"


@pytest.mark.parametrize(
    "header",
    ["Consent date", "订阅时间", "Member since", "Campaign code", "Parent phone", "会员等级", "Newsletter version"],
)
def test_other_columns_hold_nothing(header):
    """What says when or how, or speaks of something else."""
    assert plan_of({header: "a7"}, {header: "b8"}).clusters["reason"].to_list() == [None] * 2


def test_an_owner_is_one_in_any_case():
    """Capitals are no other person; of ids they are."""
    assert plan_of({"Owner": "Ann Lee"}, {"Owner": "ann lee"}).clusters["reason"].to_list() == [None] * 2


def test_more_than_five_records():
    """Six copies wait for a person, five do not."""
    assert plan_of(*[{}] * 6).clusters["reason"].to_list() == ["more than 5 records"] * 6
    assert plan_of(*[{}] * 5).clusters["reason"].null_count() == 5


def test_several_reasons_stand_together():
    """All that hold are named."""
    plan = plan_of({"Owner": "ann", "ERP ID": "1"}, {"Owner": "bob", "ERP ID": "2"})
    assert plan.clusters["reason"][0] == "different owners; different external ids"


def test_activity_is_looked_at_in_events_and_related_tables():
    """Answers in the events and rows of activities count, deliveries and old ones do not."""
    line = "both active in the last 30 days"
    events = [{"contact_id": i, "outcome": "replied", "date": "2026-10-25"} for i in "12"]
    assert plan_of({}, {}, events=events).clusters["reason"][0] == line
    events[0]["outcome"] = "delivered"
    assert plan_of({}, {}, events=events).clusters["reason"][0] is None
    calls = [{"Contact": i, "Date": d} for i, d in (("1", "2026-10-25"), ("2", "2026-10-26"))]
    related = {"calls": cq.Related(calls, key="Contact", role="activities")}
    assert plan_of({}, {}, related=related).clusters["reason"][0] == line
    calls[0]["Date"] = "2026-09-01"
    assert plan_of({}, {}, related=related).clusters["reason"][0] is None


def test_events_without_their_columns_are_misuse():
    """Said once, with the words that would do."""
    with pytest.raises(cq.InputError, match="events table has no column"):
        plan_of({}, {}, events=[{"who": "1"}])


def test_won_deals_make_customers():
    """A deal won on each side, in a column or a related table."""
    line = "customers on both sides"
    deals = [{"Contact": i, "Stage": "Closed won"} for i in "12"]
    assert plan_of({}, {}, related={"deals": cq.Related(deals, key="Contact")}).clusters["reason"][0] == line
    assert plan_of({}, {}, related={"deals": cq.Related(deals[:1], key="Contact")}).clusters["reason"][0] is None


def test_without_related_tables_the_report_says_so():
    """Links not checked; with them it does not say so."""
    assert "links not checked" in str(plan_of({}, {}).report.to_dict())
    deals = {"deals": cq.Related([{"Contact": "1", "Stage": "Open"}], key="Contact")}
    assert "links not checked" not in str(plan_of({}, {}, related=deals).report.to_dict())


COLUMNS = {
    "Owner": ["", "ann", "bob"],
    "ERP ID": ["", "1", "2"],
    "Account ID": ["", "a", "b"],
    "Open deals": ["", "0", "1"],
    "Unsubscribed": ["", "yes", "no"],
    "Lifecycle stage": ["", "customer", "lead"],
    "Last activity date": ["", "2026-10-20", "2026-01-01"],
}
ROW = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in COLUMNS.items()})


def broken(rows: list[dict[str, str]]) -> bool:
    """The oracle: whether the records of one party cross a red line."""
    differ = any(len({r[c] for r in rows} - {""}) > 1 for c in ("Owner", "ERP ID", "Account ID"))
    out = {r["Unsubscribed"] == "yes" for r in rows}
    twice = [("Open deals", "1"), ("Lifecycle stage", "customer"), ("Last activity date", "2026-10-20")]
    return differ or len(out) > 1 or len(rows) > 5 or any(sum(r[c] == v for r in rows) > 1 for c, v in twice)


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, min_size=2, max_size=6))
def test_red_lines_are_never_violated(rows):
    """Copies merge by themselves exactly where no line is crossed."""
    plan = plan_of(*rows)
    merged = plan.apply("all").journal.changes.filter(pl.col("action") == "merge").height
    assert merged == (0 if broken(rows) else len(rows) - 1)


COMPANY = {
    "Email": "office@kontor.de",
    "Phone": "0755-28780808",
    "Street": "坂田华为基地",
    "City": "深圳",
    "Postal code": "518129",
}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("华为技术有限公司", "华为技术有限公司深圳分公司"),
        ("中国工商银行股份有限公司上海市分行", "中国工商银行股份有限公司北京分行"),
        ("远山软件（苏州）有限公司", "远山软件（南京）有限公司"),
        ("Allianz SE", "Allianz SE, Niederlassung Köln"),
        ("Siemens (China) Ltd", "Siemens Ltd"),
        ("Fabrikam GmbH", "Fabrikam Inc."),
        ("Proseware Holding B.V.", "Proseware B.V."),
    ],
)
def test_parent_and_child_are_related_and_never_merged(one, two):
    """Companies that share everything but the branch, place or form of the name are in no cluster and no queue."""
    rows = [{"Company ID": str(i), "Company name": n, **COMPANY} for i, n in enumerate((one, two, one))]
    found = cq.find_duplicates(rows, cq.presets.company(region="CN"))
    assert found.pairs.select("left_id", "right_id").rows() == [("0", "2")]
    clusters = dict(found.clusters.select("record_id", "cluster_id").rows())
    assert clusters["0"] == clusters["2"] != clusters["1"]


def test_sisters_at_one_address_are_two():
    """Another name and another domain; with one domain they are asked for."""
    names = ("Siemens AG", "Siemens Healthineers AG")
    sites = ("siemens.com", "siemens-healthineers.com")
    rows = [
        {"Company ID": n, "Company name": n, **COMPANY, "Email": "", "Website": w}
        for n, w in zip(names, sites, strict=True)
    ]
    policy = cq.presets.company(region="CN")
    assert cq.find_duplicates(rows, policy).pairs.height == 0
    rows[1]["Website"] = "www.siemens.com"
    assert cq.find_duplicates(rows, policy).pairs.height == 1


def test_a_person_may_join_what_names_part():
    """A decision is stronger than a name."""
    rows = [
        {"Company ID": str(i), "Company name": n, **COMPANY}
        for i, n in enumerate(("Acme Ltd", "Acme Ltd, Bonn Branch"))
    ]
    decisions = cq.Decisions().decide("0", "1", same=True)
    found = cq.find_duplicates(rows, cq.presets.company(region="CN"), decisions=decisions)
    assert found.clusters["cluster_id"].n_unique() == 1


def test_companies_of_two_legal_forms_wait_for_a_person():
    """AG and GmbH of one country may be one company or two; Ltd and Limited are one writing."""
    rows = [{"Company ID": str(i), "Company name": n, **COMPANY} for i, n in enumerate(("Acme AG", "Acme GmbH"))]
    policy = cq.presets.company(region="CN")
    joined = cq.Decisions().decide("0", "1", same=True)
    assert set(cq.find_duplicates(rows, policy).clusters["reason"]) <= {"different legal forms", None}
    assert cq.find_duplicates(rows, policy, decisions=joined).clusters["reason"].null_count() == 2
    three = [*rows, {**rows[0], "Company ID": "2"}]
    clusters = cq.find_duplicates(three, policy, decisions=cq.Decisions().decide("0", "1", same=True)).clusters
    held = clusters.filter(pl.col("size") > 2)
    assert set(held["reason"]) <= {"different legal forms"}
    alike = [{**r, "Company name": n} for r, n in zip(rows, ("Acme Ltd", "Acme Limited"), strict=True)]
    assert cq.find_duplicates(alike, policy).clusters["reason"].null_count() == 2


def test_forms_written_as_it_comes_part_nobody():
    """Where most names of one door and one domain bear another legal form, the form tells nothing; a person looks."""
    rows = []
    for k, brand in enumerate(
        ("Fabrikam", "Kestrel", "Halden", "Quiroga", "Proseware", "Northwind", "Wingtip", "Tailspin")
    ):
        own = {"Email": f"office@{brand.lower()}.de", "Street": f"{k + 3} Mill Lane", "Postal code": f"5{k}12{k}"}
        rows += [
            {"Company ID": f"{k}{form}", "Company name": f"{brand} {form}", **own} for form in ("GmbH", "Inc.", "SARL")
        ]
    found = cq.find_duplicates(rows, cq.presets.company(region="CN")).clusters
    assert found["cluster_id"].n_unique() == 8
    assert set(found["band"]) == {"review"}
