"""Published figures and reference fits of the decay corpus: CDNOW (sections 3.3, 3.4), Weibull (2.2, 1.4)."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest

from crmquality.decay import (
    Aliveness,
    BeliefState,
    Calibrator,
    Evidence,
    Hazard,
    HazardTable,
    Outcome,
    OutcomeTable,
    calibration_report,
    field_belief,
    fit_hazard,
)  # fmt: skip

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "decay"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="corpora not here")
YEAR = 365.25


def column(name, *columns):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [np.array([float(r[c]) if r[c] else math.inf for r in rows]) for c in columns]


def cdnow():
    return column("cdnow_summary.csv", "x", "t_x", "T", "x_next_39w")


def test_bg_nbd_fader_hardie_lee_2005_table_2():
    """R 0.243, alpha 4.414, a 0.793, b 2.426, LL -9582.4; E[X(39)] = 1.226 for (2, 30.43, 38.86)."""
    x, t_x, T, _ = cdnow()
    fit = Aliveness.fit(x, t_x, T, model="bg")
    assert fit.params == pytest.approx({"r": 0.242593, "alpha": 4.413532, "a": 0.792886, "b": 2.425753}, rel=1e-4)
    assert fit.loglik == pytest.approx(-9582.42556, abs=1e-3)
    one = fit.on([2], [30.43], [38.86])
    assert one.expected_events(39)[0] == pytest.approx(1.226, abs=5e-4)
    assert one.p_alive[0] == pytest.approx(0.7266091, abs=1e-5)


def test_mbg_nbd_reference_section_3_3():
    """0.52484, 6.18299, 0.89136, 1.61400, LL -9582.133, as lifetimes has it; days or weeks give the same."""
    x, t_x, T, _ = cdnow()
    fit, days = Aliveness.fit(x, t_x, T), Aliveness.fit(x, t_x * 7, T * 7)
    assert fit.params == pytest.approx({"r": 0.524838, "alpha": 6.18299, "a": 0.891356, "b": 1.614}, rel=1e-4)
    assert fit.loglik == pytest.approx(-9582.13268, abs=1e-3)
    assert days.params == pytest.approx({**fit.params, "alpha": fit.params["alpha"] * 7}, rel=1e-4)
    assert days.p_active(273) == pytest.approx(fit.p_active(39), rel=1e-4)


def test_unseen_customers_section_3_4():
    """MBG/NBD with Platt on customers that it was not fitted on: Brier at most 0.165; better than the raw P(alive)."""
    x, t_x, T, later = cdnow()
    y = (later > 0).astype(float)
    p, raw = np.zeros(len(x)), np.zeros(len(x))
    for fold in range(3):
        test = np.arange(len(x)) % 3 == fold
        fit = Aliveness.fit(x[~test], t_x[~test], T[~test])
        better = Calibrator.fit(fit.p_active(39), y[~test])
        unseen = fit.on(x[test], t_x[test], T[test])
        p[test], raw[test] = better(unseen.p_active(39)), unseen.p_alive
    report = calibration_report(p, y, bins=10)
    assert report.brier <= 0.165
    assert report.ece <= 0.035
    assert report.auc > 0.74
    assert report.brier < calibration_report(raw, y).brier


@pytest.mark.parametrize("name", ["interval_diabetes", "leader_tenure", "mobility dev company", "mobility dev address"])
def test_interval_censored_weibull_table_2_2(name):
    """Eta and k within 1e-3 of lifelines, and no lower log-likelihood."""
    references = json.loads((FOLDER / "reference_weibull_fits.json").read_text(encoding="utf-8"))
    reference = next(v for k, v in references.items() if k.startswith(name))
    if name == "interval_diabetes":
        low, high = column("interval_diabetes.csv", "left", "right")
    elif name == "leader_tenure":
        low, observed = column("leader_tenure.csv", "duration", "observed")
        high = np.where(observed == 1, low, math.inf)
    else:
        field = name.split()[-1]
        low, high = column("mobility_simulated_dev.csv", f"{field}_last_valid", f"{field}_first_invalid")
    fit = fit_hazard(low, high, family="weibull", unit="year")
    assert 1 / fit.hazard.rate == pytest.approx(reference["eta"], rel=1e-3)
    assert fit.hazard.shape == pytest.approx(reference["k"], rel=1e-3)
    assert fit.loglik >= reference["loglik"] - 1e-6


def test_filter_under_weibull_decay_equals_enumeration():
    """Single fields under Weibull decay, within 1e-9, by the filter and by the closed form."""
    for case in json.loads((FOLDER / "weibull_filter_cases.json").read_text(encoding="utf-8")):
        table = HazardTable({"f": Hazard(1 / case["eta"], case["k"])})
        outcomes = OutcomeTable({
            f"c{i}": {f"o{i}": Outcome(a, b), f"n{i}": Outcome(1 - a, 1 - b)}
            for i, (a, b) in enumerate((e["p_if_valid"], e["p_if_invalid"]) for e in case["events"])
        })  # fmt: skip
        events = [Evidence("c", "f", f"o{i}", e["t"] * YEAR) for i, e in enumerate(case["events"])]
        now = case["as_of_years"] * YEAR
        start = BeliefState.start(case["prior"], 0.0, hazards=table, outcomes=outcomes)
        assert start.observe_all(events).advance(now).p_valid("f") == pytest.approx(case["p_valid"], abs=1e-9)
        found = field_belief(events, "f", now, table, outcomes, entry=case["prior"], entered_at=0.0)
        assert found.p_valid == pytest.approx(case["p_valid"], abs=1e-9)
        assert 1 - sum(s.p for s in found.failed_between) == pytest.approx(case["p_valid"], abs=1e-9)
