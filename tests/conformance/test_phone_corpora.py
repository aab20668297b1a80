"""phone_examples.csv and phone_noisy.json: the library's verdict, number and type, on the text or on its repair."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from crmquality.validators import examine

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.exists(), reason="corpora not here")


def departures(rows):
    out = []
    for row in rows:
        seen = examine("phone", row["raw"], region=row["region_hint"] or None)
        want = row["e164"] if row["verdict"] == "valid" else None
        if seen.text != want or (want and seen.value.type.upper() != row["type"]):
            out.append((row, seen))
    return out


def test_examples_of_all_regions():
    """No departure at all."""
    with (CORPORA / "phone_examples.csv").open(encoding="utf-8", newline="") as file:
        assert departures(csv.DictReader(file)) == []


def test_noisy_numbers():
    """Departures are region hints in other spellings (``cn``, ``UK``) and blanks the library does not read."""
    rows = json.loads((CORPORA / "phone_noisy.json").read_text("utf-8"))
    for row, seen in departures(rows):
        assert row["verdict"] != "valid"
        repaired = {f.code for f in seen.findings} & {
            "phone.whitespace",
            "phone.repaired",
            "phone.fullwidth",
            "phone.float_suffix",
            "phone.extension",
        }
        assert repaired or row["region_hint"] in ("cn", "UK"), row["raw"]
