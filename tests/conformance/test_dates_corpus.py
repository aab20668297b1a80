"""dates.json: dateutil's result for every row, or none for a listed reason; never another date."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from crmquality.validators import examine

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.exists(), reason="corpora not here")
TWO_WAYS = {"datetime.ambiguous_order", "datetime.two_digit_year"}
#: why a row is not read as dateutil reads it
DEPARTURES = {
    "10.09.2003": "the day comes first between full stops",
    "2016-12-21 04.2h": "hours with decimals are nobody's way of writing",
}


def reason(row, seen):
    """Why a row departs, or ``None``."""
    codes = {f.code for f in seen.findings}
    if row["options"].keys() & {"default", "fuzzy"}:
        return "a part would be taken from elsewhere, or the date stands in a sentence"
    if row["options"] == {"dayfirst": True, "yearfirst": True}:
        return "nobody writes year, day, month"
    if "ignoretz" in row["options"]:
        return "a written zone is kept"
    if codes & TWO_WAYS and row["result"][:10] in {a for f in seen.findings for a in f.alternatives}:
        return "two readings: both stand in the finding"
    if "datetime.sentinel" in codes:
        return "a date that stands for no date"
    return DEPARTURES.get(row["raw"])


def test_every_row_is_dateutils_or_departs_for_a_reason():
    """All 338; without options, two in three of the departures are dates with two readings."""
    rows = json.loads((CORPORA / "dates.json").read_text("utf-8"))
    reasons, plain = Counter(), 0
    for row in rows:
        seen = examine("datetime", row["raw"])
        full = seen.text if seen.text is None or "T" in seen.text else f"{seen.text}T00:00:00"
        if full != row["result"]:
            why = reason(row, seen)
            assert why, row
            assert full is None or row["raw"] in DEPARTURES or "zone" in why, row
            reasons[why] += 1
            plain += not row["options"]
    assert plain <= 10
    assert len(rows) == 338
