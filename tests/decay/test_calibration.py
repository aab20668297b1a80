"""Scores of probabilities and their calibration: worked examples, reference formulas, laws."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmquality.decay import Calibrator, calibration_report
from crmquality.decay._calibration import auc, wilson
from crmquality.errors import PolicyError

PAIRS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=2, max_size=60)


def drawn(n, slope=1.0, intercept=0.0, seed=1):
    """Probabilities whose truths follow another slope and intercept."""
    draw = np.random.default_rng(seed)
    z = draw.normal(0, 1.5, n)
    return 1 / (1 + np.exp(-z)), (draw.random(n) < 1 / (1 + np.exp(-(slope * z + intercept)))).astype(float)


def test_a_worked_example():
    """Four cases by hand."""
    report = calibration_report([0.1, 0.4, 0.6, 0.9], [0, 1, 0, 1], bins=2)
    assert report.brier == pytest.approx((0.01 + 0.36 + 0.36 + 0.01) / 4)
    assert report.log_loss == pytest.approx(-(math.log(0.9) + math.log(0.4) + math.log(0.4) + math.log(0.9)) / 4)
    assert report.auc == 0.75
    assert [(b.n, b.mean_p, b.share) for b in report.bins] == [(2, 0.25, 0.5), (2, 0.75, 0.5)]
    assert report.ece == pytest.approx(0.25)
    assert json.loads(json.dumps(report.to_dict()))["n"] == 4


@given(PAIRS)
def test_auc_counts_pairs_ties_half(pairs):
    """The rank formula equals counting all pairs."""
    p, y = zip(*pairs, strict=True)
    true, false = [a for a, b in pairs if b], [a for a, b in pairs if not b]
    if not true or not false:
        assert math.isnan(auc(p, y))
        return
    wins = sum((a > b) + (a == b) / 2 for a in true for b in false)
    assert auc(p, y) == pytest.approx(wins / len(true) / len(false))


@settings(max_examples=40)
@given(PAIRS, st.integers(1, 20))
def test_bins_partition_the_cases(pairs, bins):
    """Every case is in one bin, equal probabilities in the same; intervals hold their share."""
    p, y = zip(*pairs, strict=True)
    report = calibration_report(p, y, bins=bins)
    assert sum(b.n for b in report.bins) == len(p)
    assert len(report.bins) <= bins
    assert all(0 <= b.low <= b.share + 1e-12 and b.share - 1e-12 <= b.high <= 1 for b in report.bins)
    assert sum(b.n * b.share for b in report.bins) == pytest.approx(sum(y))
    assert 0 <= report.ece <= 1


def test_wilson_1927():
    """The interval solves |share - p| = z sqrt(p (1 - p) / n) at both ends."""
    for successes, n in ((0, 5), (3, 17), (17, 17)):
        for end in wilson(successes, n):
            if 0 < end < 1:
                assert abs(successes / n - end) == pytest.approx(1.959964 * math.sqrt(end * (1 - end) / n), rel=1e-5)


def test_platt_recovers_slope_and_intercept():
    """20 000 labels drawn with slope 0.6 and intercept -0.8: the report sees them, Platt mends them."""
    p, y = drawn(20_000, 0.6, -0.8)
    before = calibration_report(p, y)
    assert (before.slope, before.intercept) == (pytest.approx(0.6, abs=0.04), pytest.approx(-0.8, abs=0.05))
    better = Calibrator.fit(p, y)
    assert (better.slope, better.intercept) == (pytest.approx(0.6, abs=0.04), pytest.approx(-0.8, abs=0.05))
    fresh, truth = drawn(20_000, 0.6, -0.8, seed=2)
    after = calibration_report(better(fresh), truth)
    assert after.ece < 0.015 < calibration_report(fresh, truth).ece
    assert after.slope == pytest.approx(1, abs=0.06)


def test_isotonic_mends_any_rising_shape():
    """A truth that no slope describes."""
    draw = np.random.default_rng(3)
    p = draw.random(20_000)
    y = (draw.random(20_000) < np.where(p < 0.5, 0.1, 0.8)).astype(float)
    assert calibration_report(Calibrator.fit(p, y, "isotonic")(p), y).ece < 0.02


@settings(max_examples=20)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=30), st.sampled_from(["platt", "isotonic"]))
def test_calibrators_rise_and_stay_probabilities(ps, method):
    """A larger probability never becomes the smaller; a calibrator survives JSON."""
    fit = Calibrator.fit(*drawn(1200, 0.7, 0.3), method=method)
    out = fit(sorted(ps))
    assert (np.diff(out) >= 0).all()
    assert ((out >= 0) & (out <= 1)).all()
    again = Calibrator.from_dict(json.loads(json.dumps(fit.to_dict())))
    assert (again(sorted(ps)) == out).all()


def test_inverted_scores_become_flat():
    """Probabilities that point the wrong way lose their slope rather than turn round."""
    p, y = drawn(500, -1.0)
    assert Calibrator.fit(p, y).slope == 0


@pytest.mark.parametrize("bad", [
    lambda: Calibrator.fit([0.5] * 49, [0, 1] * 24 + [0]), lambda: Calibrator.fit(*drawn(999), method="isotonic"),
    lambda: Calibrator.fit(*drawn(60), method="x"), lambda: calibration_report([], []),
    lambda: calibration_report([0.5, 2], [0, 1]), lambda: calibration_report([0.5, 0.2], [0, 2]),
    lambda: calibration_report([0.5], [0, 1]),
])  # fmt: skip
def test_misuse_raises(bad):
    """Too few labels, other methods, columns that do not fit."""
    with pytest.raises(PolicyError):
        bad()
