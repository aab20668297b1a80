"""The layered filter against enumeration of all states, from the decay corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crmquality.decay import BeliefState, Evidence, Hazard, HazardTable, Outcome, OutcomeTable

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
            n: Hazard(own, shared=case["shared_hazard"] if linked else None)
            for n, own, linked in zip(names, case["own_hazard"], case["linked"], strict=True)
        }
        outcomes = {
            f"c{i}": {
                f"o{i}": Outcome(e["p_if_valid"], e["p_if_invalid"]),
                f"n{i}": Outcome(1 - e["p_if_valid"], 1 - e["p_if_invalid"]),
            }
            for i, e in enumerate(case["events"])
        }
        plain = BeliefState.start(0.5, 0.0, hazards=HazardTable(hazards), outcomes=OutcomeTable(outcomes)).to_dict()
        plain["job"] = [case["shared_prior"], 1 - case["shared_prior"], 0.0, 0.0]
        plain["own"] = {n: [p, 1 - p, 0.0, 0.0] for n, p in zip(names, case["own_prior"], strict=True)}
        state = BeliefState.from_dict(plain)
        events = [Evidence("c", names[e["field"]], f"o{i}", e["t"] * YEAR) for i, e in enumerate(case["events"])]
        state = state.observe_all(events).advance(case["as_of_years"] * YEAR)
        assert [state.p_valid(n) for n in names] == pytest.approx(case["p_valid"], abs=1e-9)
