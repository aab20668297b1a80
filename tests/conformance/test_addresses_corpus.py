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

#: numbers of the rows where we differ from the label, by reason
DEPARTURES = {
    "the district belongs to several cities and nothing places it; the label is the first of a list": (
        59, 72, 88, 105, 165, 210, 295, 316, 322, 348, 402, 479, 486,
    ),
    "a district's short name behind its city is read, the label leaves it out": (
        21, 28, 40, 49, 106, 136, 185, 187, 276, 329, 334, 343, 366, 420, 431, 497,
    ),
    "the label's table knows neither the division nor the one that it was merged into": (
        3, 6, 70, 216, 226, 473,
    ),
    "the label takes a part of a street's or another word for a city": (
        12, 114, 173, 280, 384, 458,
    ),
    "the cell holds a company with a city in brackets, and no address": (
        326,
    ),
    "two addresses stand in the cell; the label mixes them": (
        396,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES if c["field"] == "address_cn"])
def test_cases(case):
    """Province, city and district."""
    found, expect = address(case["raw"]), case["expect"]
    assert (found.region, found.city, found.district) == (expect["province"], expect["city"], expect["district"])


def test_silver_labels():
    """We agree with cpca in every row that is not listed with a reason, which is one in eleven."""
    with (CORPORA / "cn_addresses.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    differing = []
    for at, row in enumerate(rows):
        found = address(row["raw"])
        if (found.region, found.city, found.district) != (row["province"], row["city"], row["district"]):
            differing.append(at)
    assert differing == sorted(at for group in DEPARTURES.values() for at in group)
