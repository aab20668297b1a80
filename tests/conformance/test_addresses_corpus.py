"""cn_addresses.csv (silver labels of cpca) and the addresses of cn_crm_cases.json."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from crmquality.normalizers import address

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.exists(), reason="corpora not here")
CASES = json.loads((CORPORA / "cn_crm_cases.json").read_text("utf-8")) if CORPORA.exists() else []


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES if c["field"] == "address_cn"])
def test_cases(case):
    """Province, city and district."""
    found, expect = address(case["raw"]), case["expect"]
    assert (found.region, found.city, found.district) == (expect["province"], expect["city"], expect["district"])


def test_silver_labels():
    """We agree with cpca but where it guesses: ambiguous districts (朝阳区), streets named after cities (中山东路)."""
    with (CORPORA / "cn_addresses.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = [address(r["raw"]) for r in rows]
    for part, label in (("region", "province"), ("city", "city"), ("district", "district")):
        agreed = sum(getattr(f, part) == r[label] for f, r in zip(found, rows, strict=True)) / len(rows)
        assert agreed >= 0.93, part
