"""Write-back in the CRM's own values: what it does not know stays, with the reason."""

from __future__ import annotations

import polars as pl
import pytest

import crmquality as cq
from crmquality.policy import with_crm_metadata

AS_OF = "2026-11-01"
STAGES = [("Subscriber", "subscriber"), ("Lead", "lead"), ("Marketing Qualified Lead", "marketingqualifiedlead"),
          ("Customer", "customer"), ("Old", "old")]  # fmt: skip
CRM = [
    {"name": "lifecyclestage", "label": "Lifecycle Stage", "type": "enumeration", "options": [
        {"label": label, "value": value, "hidden": value == "old"} for label, value in STAGES]},
    {"name": "Country", "type": "picklist", "choices": ["China", "Germany"]},
    {"name": "Company", "type": "string", "length": 12},
]  # fmt: skip
ROWS = [
    {"Record ID": "1", "Last Name": "Li", "Email": "li@acme.com", "Lifecycle Stage": "MQL", "Country": "中国",
     "Company": " Acme  Foods "},
    {"Record ID": "2", "Last Name": "Wu", "Email": "wu@beta.com", "Lifecycle Stage": "custmer", "Country": "China",
     "Company": "  Beta Brothers and Sons "},
    {"Record ID": "3", "Last Name": "Xu", "Email": "xu@gamma.com", "Lifecycle Stage": "New", "Country": "France ",
     "Company": "Gamma"},
    {"Record ID": "4", "Last Name": "Yu", "Email": "yu@delta.com", "Lifecycle Stage": "lead", "Country": "Deutschland",
     "Company": "Delta"},
    {"Record ID": "5", "Last Name": "Hu", "Email": "hu@eps.com", "Lifecycle Stage": "OLD", "Country": "",
     "Company": "Eps"},
]  # fmt: skip


def written(plan, folder):
    counts = plan.write_back(folder, cosmetic=True)
    updates = pl.read_csv(folder / "updates.csv", infer_schema=False)
    held = pl.read_csv(folder / "held_back.csv", infer_schema=False)
    assert counts["held_back"] == held.height == plan.held_back.height
    return updates, {(r, c): why for r, c, why in held.select("record_id", "column", "reason").rows()}


def test_only_values_that_the_crm_knows_go_out(tmp_path):
    """Stored values, not labels nor codes of ours; texts that fit; everything else is listed with its reason."""
    policy = with_crm_metadata(cq.presets.contact("CN"), CRM)
    updates, held = written(cq.clean(ROWS, policy, as_of=AS_OF, progress=False), tmp_path / "out")
    stages = dict(zip(updates["Record ID"], updates["Lifecycle Stage"], strict=True))
    assert {k: v for k, v in stages.items() if v} == {"1": "marketingqualifiedlead", "2": "customer"}
    assert set(updates["Country"]) <= {"China", "Germany", None}
    assert dict(zip(updates["Record ID"], updates["Country"], strict=True))["4"] == "Germany"
    assert dict(zip(updates["Record ID"], updates["Company"], strict=True))["1"] == "Acme Foods"
    assert held == {
        ("2", "Company"): "longer than the 12 characters that the CRM keeps",
        ("3", "Country"): "not a value of the CRM's list",
        ("5", "Lifecycle Stage"): "the CRM's list no longer offers this value",
    }


def test_a_list_of_ours_is_never_written(tmp_path):
    """Without the CRM's list our codes would be values the CRM does not have; the reason names the way out."""
    updates, held = written(cq.clean(ROWS, cq.presets.contact("CN"), as_of=AS_OF, progress=False), tmp_path / "out")
    assert "Lifecycle Stage" not in updates.columns
    assert {r for r, column in held if column == "Lifecycle Stage"} == {"1", "2"}
    assert all("with_crm_metadata" in why for why in held.values())


def test_a_list_of_the_callers_own_is_the_crms(tmp_path):
    """Whoever lists the choices knows them."""
    policy = cq.presets.contact("CN").with_fields(
        cq.Field("lifecycle_stage", "choice", choices={"Lead": [], "MQL": [], "Customer": []})
    )
    updates, _ = written(cq.clean(ROWS, policy, as_of=AS_OF, progress=False), tmp_path / "out")
    assert dict(zip(updates["Record ID"], updates["Lifecycle Stage"], strict=True)) == {
        "1": None, "2": "Customer", "3": None, "4": "Lead",
    } | {k: None for k in updates["Record ID"] if k == "5"}  # fmt: skip


@pytest.mark.parametrize(("second", "carried"), [("customer", True), ("Customer", False)])
def test_a_merge_carries_a_stage_that_the_table_holds_as_it_is(tmp_path, second, carried):
    """A value that stands in the export is one the CRM has."""
    same = {
        "First Name": "Anna",
        "Last Name": "Bergström",
        "Email": "anna@acme.com",
        "Mobile Phone Number": "+8613912345678",
    }
    rows = [
        {"Record ID": "1", **same, "Lifecycle Stage": "lead"},
        {"Record ID": "2", **same, "Lifecycle Stage": second},
    ]
    plan = cq.clean(rows, cq.presets.contact("CN"), as_of=AS_OF, progress=False)
    stages = plan.changes.filter(pl.col("rule").str.starts_with("merge.") & (pl.col("field") == "lifecycle_stage"))
    held = plan.held_back.filter(pl.col("rule").str.starts_with("merge."))
    assert held.height == (0 if carried else stages.height)


def test_stages_of_the_crm_keep_their_meaning():
    """Two customers under the CRM's own value are a red line, and the furthest of its stages survives."""
    stages = [{"name": "stage", "label": "Lifecycle Stage", "type": "picklist", "options": [
        {"id": 1, "label": "Other"}, {"id": 2, "label": "Lead"}, {"id": 3, "label": "MQL"}, {"id": 4, "label": "Customer"},
    ]}]  # fmt: skip
    policy = with_crm_metadata(cq.presets.contact("CN"), stages)
    assert policy.field("lifecycle_stage").steps == ("2", "3", "4")
    same = {"First Name": "Anna", "Last Name": "Bergström", "Email": "anna@acme.com", "Mobile": "+8613912345678"}
    for first, second, kept in (("4", "4", None), ("MQL", "2", "3")):
        rows = [
            {"Record ID": "1", **same, "Lifecycle Stage": first},
            {"Record ID": "2", **same, "Lifecycle Stage": second},
        ]
        plan = cq.clean(rows, policy, as_of=AS_OF, progress=False)
        reasons = set(plan.clusters["reason"])
        assert reasons == ({None} if kept else {"customers on both sides"})
        assert kept is None or plan.golden["lifecycle_stage"].to_list() == [kept]


def test_what_breaks_a_limit_is_not_valid_in_the_report():
    """A field's validity counts its limits, and completeness is told by data class."""
    rows = [{"Record ID": str(i), "Email": f"p{i}@acme.com", "Satisfaction": str(i * 5)} for i in range(1, 5)]
    data = cq.clean(rows, cq.presets.contact("CN"), as_of=AS_OF, progress=False).report.to_dict()
    assert next(f["valid"] for f in data["fields"] if f["field"] == "satisfaction") == 0.5
    assert {c["name"] for c in data["data_classes"]} == {"identity", "qualitative"}
