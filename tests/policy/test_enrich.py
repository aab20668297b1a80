"""What a record says about its empty fields: guesses with source and confidence, never written unasked."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from attrs import frozen

import crmquality as cq
from crmquality.policy import Enrichment, built_in, record_proposals
from crmquality.policy._enrich import UNSURE
from crmquality.testing import contacts

DAY = date(2026, 11, 1)
POLICY = cq.presets.contact(region="CN")


def guesses(**cells):
    found = record_proposals(cells, built_in(POLICY), cells)
    return {(e.rule.removeprefix("enrich."), e.field): e.value for e in found}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"email": "li@siemens.com", "website": None}, {("website_from_email", "website"): "https://siemens.com"}),
        ({"email": "li@mail.acme.co.uk", "website": None}, {("website_from_email", "website"): "https://acme.co.uk"}),
        ({"email": "li@siemens.com", "website": "https://x.cn"}, {}),
        ({"email": "li@siemens.com", "website": ""}, {}),
        ({"email": "li@qq.com", "website": None, "company": None}, {}),
        ({"email": "li@mailinator.com", "website": None}, {}),
        ({"email": "li@ogilvy.com", "website": None}, {}),
        ({"email": "li@host.local", "website": None}, {}),
        ({"email": "li@gmai.com", "website": None}, {}),
        ({"email": None, "website": None}, {}),
        ({"email": "", "website": None}, {}),
        ({"email": "li@acme-tools.com", "company": None}, {("company_from_email", "company"): "Acme Tools"}),
        ({"email": "li@sap.com", "company": None}, {("company_from_email", "company"): "SAP"}),
        ({"phone": "+4930901820", "country": None}, {("country_from_phone", "country"): "DE"}),
        ({"mobile": "+8613912345678", "country": None}, {("country_from_mobile", "country"): "CN"}),
        ({"mobile": "+8613912345678", "phone": "+4930901820", "country": None},
         {("country_from_phone", "country"): "DE"}),
        ({"phone": "+8618912345678", "country": "DE"}, {}),
        ({"phone": "+18005551000", "country": None}, {}),
        ({"phone": "+80012345678", "country": None}, {}),
        ({"email": "anna.berg@qq.com", "full_name": None}, {("name_from_email", "full_name"): "Anna Berg"}),
        ({"email": "sales.team@qq.com", "full_name": None}, {}),
        ({"email": "anna.berg@qq.com", "full_name": None, "last_name": "Li"}, {}),
        ({"email": "wang.xiaoming@qq.com", "first_name": None, "last_name": None},
         {("name_parts_from_email", "first_name"): "Xiaoming", ("name_parts_from_email", "last_name"): "Wang"}),
        ({"first_name": "Ann Lee", "last_name": None},
         {("name_split", "first_name"): "Ann", ("name_split", "last_name"): "Lee"}),
        ({"first_name": "余俊东", "last_name": None},
         {("name_split", "first_name"): "俊东", ("name_split", "last_name"): "余"}),
        ({"first_name": "上官璐", "last_name": None},
         {("name_split", "first_name"): "璐", ("name_split", "last_name"): "上官"}),
        ({"first_name": "Ann", "last_name": None}, {}),
        ({"first_name": "Ann Lee"}, {}),
        ({"first_name": "王", "last_name": "大伟"},
         {("name_swapped", "first_name"): "大伟", ("name_swapped", "last_name"): "王"}),
        ({"first_name": "大伟", "last_name": "王"}, {}),
        ({"first_name": "Ann", "last_name": "Lee"}, {}),
    ],
    ids=str,
)  # fmt: skip
def test_guesses(cells, said):
    """Only from what is sound and somebody's own, only where nothing stands or a name stands wrong."""
    assert guesses(**cells) == said


def test_no_guess_is_sure():
    """None reaches the confidence of corrections, and no repr shows a value."""
    assert all(e.confidence < UNSURE for e in built_in(POLICY))
    assert {e.rule for e in built_in(cq.presets.company())} == {
        "enrich.website_from_email", "enrich.company_from_email", "enrich.country_from_phone",
    }  # fmt: skip
    assert "secret" not in repr(Enrichment("a", "secret", "b", 0.5, "enrich.x"))


@frozen
class Register:
    """An enricher of a caller."""

    rule: str = "enrich.register"
    reads: tuple[str, ...] = ("tax_id",)
    fills: tuple[str, ...] = ("company",)
    empty: tuple[str, ...] = ("company",)

    def propose(self, cells):
        return (Enrichment("company", "Acme", "register", 0.8, self.rule),) if cells.get("tax_id") else ()


def test_an_enricher_of_the_caller():
    """Asked like the built-in ones."""
    cells = {"tax_id": "7", "company": None}
    assert [e.source for e in record_proposals(cells, [Register()], cells)] == ["register"]
    assert record_proposals({"company": "x"}, [Register()], {"company"}) == ()


def test_at_the_door():
    """Changes of the decision, grouped where they belong together; the record itself stays."""
    record = {"record_id": "7", "email": "li@siemens.com", "website": "n/a", "first_name": "余俊东", "last_name": ""}
    decision = cq.Guard(POLICY).check(record, as_of=DAY)
    made = [c for c in decision.changes if c.rule.startswith("enrich.")]
    assert [(c.change_id, c.before, c.after, c.safe, c.group) for c in made] == [
        ("7:website:enrich.website_from_email", "n/a", "https://siemens.com", False, ""),
        ("7:first_name:enrich.name_split", "余俊东", "俊东", False, "7:enrich.name_split"),
        ("7:last_name:enrich.name_split", "", "余", False, "7:enrich.name_split"),
    ]
    assert decision.record["last_name"] is None or decision.record["last_name"] == ""
    assert decision.record["first_name"] == "余俊东"


@pytest.mark.parametrize("last", ["n/a", "unknown", "test"])
def test_a_name_is_not_split_into_a_cell_that_holds_something(last):
    """What reads as missing may be a name all the same; a blank cell holds nothing."""
    rows = [{"record_id": "1", "first_name": "Wei Ling", "last_name": last}]
    changes = cq.Guard(POLICY).check(rows[0], as_of=DAY).changes
    assert "enrich.name_split" not in [c.rule for c in changes]
    assert (
        cq.clean(rows, POLICY, as_of=DAY, progress=False)
        .changes.filter(pl.col("rule") == "enrich.name_split")
        .is_empty()
    )
    blank = cq.Guard(POLICY).check(rows[0] | {"last_name": " "}, as_of=DAY).changes
    assert "enrich.name_split" in [c.rule for c in blank]


def test_an_update_answers_for_what_it_touches():
    """A guess from fields that did not change is not the update's."""
    old = {"record_id": "7", "full_name": "Li", "email": "li@siemens.com", "website": None, "city": "Berlin"}
    guard = cq.Guard(POLICY)
    assert guard.check_update(old, {"city": "Bonn"}, as_of=DAY).changes == ()
    (change,) = guard.check_update(old, {"email": "li@acme.com"}, as_of=DAY).changes
    assert (change.field, change.after) == ("website", "https://acme.com")


def test_in_a_table():
    """Door and table propose alike; nothing is applied unless it is named, and undo brings all of it back."""
    made = contacts(400, seed=9)
    plan = cq.clean(made.rows, POLICY, as_of=DAY, progress=False)
    lent = pl.col("rule").str.contains(r"_from_(?:company|city|mail_domain)$")  # by the other records: a table's alone
    table = plan.changes.filter(pl.col("rule").str.starts_with("enrich.") & ~lent)
    assert set(table["rule"]) >= {"enrich.website_from_email", "enrich.country_from_phone", "enrich.name_split"}
    guard = cq.Guard(POLICY, mapping=plan.mapping)
    door = {c.change_id: c for row in made.rows for c in guard.check(row, as_of=DAY).changes if "enrich" in c.rule}
    for row in table.iter_rows(named=True):
        change = door.pop(row["change_id"])
        for name in ("field", "before", "after", "rule", "confidence", "safe", "cosmetic", "group"):
            assert row[name] == getattr(change, name)
    assert not door
    for word in ("safe", "all"):
        assert not plan.select(word)["rule"].str.starts_with("enrich.").any()
    split = table.filter(pl.col("rule") == "enrich.name_split")["change_id"].to_list()[:1]
    assert plan.select(split).height == 2
    result = plan.apply(table["change_id"].to_list())
    again = result.journal.undo_all()
    assert [dict(r) for r in again.table] == made.rows


def test_named_guesses_go_back_as_updates(tmp_path):
    """A split name is an update, not a value carried by a merge."""
    rows = [{"Record ID": "1", "First Name": "Ann Lee", "Last Name": None, "Email": "ann@acme.com"},
            {"Record ID": "2", "First Name": "Bob", "Last Name": "Ray", "Email": "bob@acme.com"}]  # fmt: skip
    from attrs import evolve

    plan = evolve(cq.clean(rows, POLICY, as_of=DAY, progress=False), confidence=0.8)
    plan.write_back(tmp_path / "out")
    updates = pl.read_csv(tmp_path / "out" / "updates.csv")
    assert updates.rows() == [(1, "Ann", "Lee")]
