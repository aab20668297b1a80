"""person_names.json, org_basename.json, org_country.csv and the names of cn_crm_cases.json."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from crmquality.normalizers import organization_name, person_name
from crmquality.validators import examine

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.exists(), reason="corpora not here")
PARTS = {"first": "given", "last": "family"}
#: names of the bank of cleanco that we answer differently on purpose
DEPARTURES = {
    "Example Example Pty Limited": "Pty Limited is one legal form",
    "€uro Company Ltd": "Company Ltd is one legal form, whatever letter stands in front",
}


def rows(name):
    return json.loads((CORPORA / name).read_text("utf-8")) if CORPORA.exists() else []


@pytest.mark.parametrize(
    ("raw", "expect"), [pytest.param(r["raw"], r["expect"], id=str(i)) for i, r in enumerate(rows("person_names.json"))]
)
def test_person_names(raw, expect):
    """Every part of every name of the bank."""
    name = person_name(raw)
    got = {part: getattr(name, PARTS.get(part, part), "") if name else "" for part in expect}
    assert got == expect


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c["id"]) for c in rows("cn_crm_cases.json") if c["field"].startswith("person_name")]
)
def test_chinese_person_names(case):
    """Surname and given name; junk is missing, stand-ins are kept and flagged."""
    seen, expect = examine("person_name", case["raw"]), case["expect"]
    if case["field"] == "person_name":
        got = (seen.value.family, seen.value.given) if seen.value else ("", "")
        assert got == (expect["surname"] or "", expect["given"] or "")
    elif expect["placeholder"] and not expect["weak"]:
        assert seen.missing
    else:
        assert not seen.missing


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c["id"]) for c in rows("cn_crm_cases.json") if c["field"].startswith("organisation")]
)
def test_chinese_organizations(case):
    """Core, legal form and tag; junk is missing."""
    expect = case["expect"]
    if case["field"] == "organisation_junk":
        assert examine("organization_name", case["raw"]).missing is expect["placeholder"]
        return
    name = organization_name(case["raw"])
    got = name.core, name.legal_form.casefold(), name.area
    assert got == (expect["core"], (expect["legal_form"] or "").casefold(), expect["tag"] or "")


def test_company_names_lose_their_legal_form():
    """At least as many of the 1,320 companies as the reference library strips a form from: 1,215."""
    with (CORPORA / "org_country.csv").open(encoding="utf-8") as file:
        names = [organization_name(row["name"]) for row in csv.DictReader(file)]
    assert sum(bool(n and n.legal_form and n.core) for n in names) >= 1215


@pytest.mark.parametrize("case", [pytest.param(c, id=str(i)) for i, c in enumerate(rows("org_basename.json"))])
def test_company_names_without_their_legal_form(case):
    """Every name of the bank of cleanco but for the departures; a legal form alone leaves nothing."""
    if case["raw"] not in DEPARTURES:
        assert organization_name(case["raw"]).core == case["basename"]
