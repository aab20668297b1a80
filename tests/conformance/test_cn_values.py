"""cn_crm_cases.json: phones, dates, postal codes, credit codes and resident numbers of Chinese CRMs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crmquality.validators import examine

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
FILE = CORPORA / "cn_crm_cases.json"
pytestmark = pytest.mark.skipif(not CORPORA.exists(), reason="corpora not here")
CASES = json.loads(FILE.read_text("utf-8")) if CORPORA.exists() else []
SUSPECT = {"phone.test_number", "phone.repeated_digit", "phone.sequence"}


def of(*fields):
    return [pytest.param(c["raw"], c["expect"], id=c["id"]) for c in CASES if c["field"] in fields]


@pytest.mark.parametrize(("raw", "expect"), of("phone"))
def test_phone(raw, expect):
    """Verdict, number, type and extension."""
    seen = examine("phone", raw, region="CN")
    if expect["verdict"] == "valid":
        assert (seen.text, seen.value.extension or None) == (expect["e164"], expect["extension"])
        assert seen.value.type.upper() == expect["type"]
    else:
        assert seen.text is None
    if expect["verdict"] == "multiple":
        assert len(seen.value) == expect["count"]


@pytest.mark.parametrize(("raw", "expect"), of("phone_suspect"))
def test_suspect_phone(raw, expect):
    """Well-formed numbers of known test patterns are flagged, others are not."""
    codes = {f.code for f in examine("phone", raw, region="CN").findings}
    assert bool(codes & SUSPECT) is expect["suspect"]


@pytest.mark.parametrize(("raw", "expect"), of("date"))
def test_date(raw, expect):
    """ISO form with the precision written."""
    assert examine("date", raw).text == expect["iso"]


@pytest.mark.parametrize(("raw", "expect"), of("postal_code_cn"))
def test_postal_code(raw, expect):
    """Six digits that are no placeholder."""
    assert examine("postal_code", raw, country="CN").valid is expect["valid"]


@pytest.mark.parametrize(("raw", "expect"), of("uscc", "resident_id_cn"))
def test_identifier(raw, expect):
    """Check digits and the date inside."""
    seen = examine("identifier", raw)
    assert seen.valid is expect["valid"]
    if expect.get("canonical"):
        assert seen.text == expect["canonical"]
