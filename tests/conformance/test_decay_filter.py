"""The layered filter against enumeration of all states, from the decay corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crmquality.decay import BeliefState, Hazard, HazardTable, Outcome

YEAR = 365.25
CASES = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "decay" / "layered_filter_cases.json"


@pytest.mark.skipif(not CASES.exists(), reason="corpora not here")
def test_layered_filter_equals_enumeration():
    """Every case within 1e-9."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    assert len(cases) >= 40
    for case in cases:
        names = [f"f{i}" for i in range(len(case["linked"]))]
        hazards = {
            n: Hazard(own, case["shared_hazard"] if linked else 0.0)
            for n, own, linked in zip(names, case["own_hazard"], case["linked"], strict=True)
        }
        state = BeliefState({n: n for n in names}, 0.5, 0.0, HazardTable(hazards))
        state._w = (case["shared_prior"], 1 - case["shared_prior"])
        state._own = {n: (p, 1 - p) for n, p in zip(names, case["own_prior"], strict=True)}
        for event in sorted(case["events"], key=lambda e: e["t"]):
            state.advance(event["t"] * YEAR)
            state.observe(names[event["field"]], Outcome(event["p_if_valid"], event["p_if_invalid"]))
        state.advance(case["as_of_years"] * YEAR)
        assert [state.p_valid(n) for n in names] == pytest.approx(case["p_valid"], abs=1e-9)
