"""dates.json without options: dateutil's result, or none where a part is missing or can be read two ways."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crmquality.validators import examine

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.exists(), reason="corpora not here")
#: we read day first where points separate the numbers
DEPARTURES = {"10.09.2003"}


def test_every_date_is_dateutils_or_declined():
    """Never another date; at most one in fifteen declined."""
    rows = [r for r in json.loads((CORPORA / "dates.json").read_text("utf-8")) if not r["options"]]
    declined = 0
    for row in rows:
        found = examine("datetime", row["raw"]).text
        if found is None:
            declined += row["result"] is not None
        elif row["raw"] not in DEPARTURES:
            assert (found if "T" in found else f"{found}T00:00:00") == row["result"], row["raw"]
    assert declined <= len(rows) / 15
