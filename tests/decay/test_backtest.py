"""Backtests (decay.md, section 6): time splits without look-ahead, baselines beside, customers and fields."""

from __future__ import annotations

import math

import numpy as np
import pytest

from crmquality.decay import Evidence, HazardTable, backtest, backtest_customers, confirmed_cases, learn_outcomes
from crmquality.errors import PolicyError

YEAR = 365.25
KINDS = ("replied", "clicked", "opened", "accepted", "soft_bounce", "hard_bounce")
VALID, INVALID = (0.03, 0.04, 0.25, 0.66, 0.015, 0.005), (0.0005, 0.002, 0.02, 0.18, 0.1, 0.6975)


def world(n=400, seed=8):
    """Contacts whose e-mail and title fail together at 0.22 a year and apart; e-mails monthly, title checks yearly."""
    draw = np.random.default_rng(seed)
    events = []
    for c in range(n):
        job = draw.exponential(YEAR / 0.22)
        ends = {
            "work_email": min(job, draw.exponential(YEAR / 0.03)),
            "job_title": min(job, draw.exponential(YEAR / 0.1)),
        }
        for at in np.cumsum(draw.exponential(40, 40)):
            p = VALID if at < ends["work_email"] else INVALID
            events.append(Evidence(f"c{c}", "work_email", KINDS[draw.choice(6, p=np.array(p) / sum(p))], float(at)))
        for at in np.cumsum(draw.exponential(300, 5)):
            right = draw.random() < (0.95 if at < ends["job_title"] else 0.05)
            events.append(Evidence(f"c{c}", "job_title", "confirmed" if right else "denied", float(at)))
    return events


def test_beliefs_beat_what_stands_beside_them():
    """Every cut: a lower Brier score than age, last evidence and the rule, and probabilities that come true."""
    for found in backtest(world(), [500.0, 800.0], horizon_days=200):
        reports = found.reports
        assert found.n > 200
        best = reports["belief"].brier
        assert all(
            best < reports[name].brier for name in ("age alone", "last evidence alone", "six months' rule", "recency")
        )
        assert reports["belief"].auc > 0.85
        assert reports["belief"].slope == pytest.approx(1, abs=0.3)
        assert abs(reports["belief"].mean_p - reports["belief"].base_rate) < 0.08
        assert set(found.by_field) == {"work_email", "job_title"}
        assert sum(r.n for r in found.by_age.values()) == found.n


def test_nothing_after_the_cut_changes_what_was_said():
    """Later events are truths at most: those beyond the horizon, and weak ones, change nothing at all."""
    events = world(60)
    base = backtest(events, [500.0], horizon_days=200)
    assert backtest([*events, Evidence("c1", "work_email", "hard_bounce", 701.0)], [500.0], horizon_days=200) == base
    assert backtest([*events, Evidence("c1", "work_email", "soft_bounce", 600.0)], [500.0], horizon_days=200) == base
    assert backtest([*events, Evidence("new", "work_email", "replied", 600.0)], [500.0], horizon_days=200) == base
    assert backtest(events[::-1], [500.0], horizon_days=200) == base


def test_what_is_fitted_sees_only_what_came_before():
    """Hazards, outcomes and further models are handed the events before each cut."""
    seen = []

    def hazards(before):
        seen.append(max(e.at for e in before))
        return HazardTable.default().scaled("work_email", 0.3)

    def steady(before):
        seen.append(max(e.at for e in before))
        return lambda history, field, at: 0.5 if max(e.at for e in history) < 400 <= at else math.nan

    found = backtest(
        world(60), [400.0], hazards=hazards, outcomes=lambda before: learn_outcomes(confirmed_cases(before)),
        models={"coin": steady},
    )  # fmt: skip
    assert len(seen) == 2
    assert max(seen) < 400
    coin = found[0].reports["coin"]
    assert coin.mean_p == pytest.approx(0.5, abs=0.45)
    assert coin.n == found[0].n
    assert coin.brier > found[0].reports["belief"].brier


def test_a_channel_that_shows_one_state_is_left_out():
    """Letters: returned is strong, not returned is not, so that returned ones alone would make a gloomy sample."""
    letters = [
        Evidence(f"c{i}", "work_address", "returned" if i % 4 else "not_returned", 10.0 + d)
        for i in range(20)
        for d in (0, 400)
    ]
    assert backtest(letters, [200.0])[0].n == 0
    assert backtest([*letters, Evidence("c1", "work_address", "denied", 300.0)], [200.0])[0].n == 1


def test_no_truth_no_report():
    """A cut after everything, and a horizon that is none."""
    assert backtest(world(5), [1e5])[0].n == 0
    with pytest.raises(PolicyError):
        backtest([], [1.0], horizon_days=0)


def test_customers():
    """Buyers drawn from the model: calibrated probabilities, ahead of the six months' rule; no look-ahead."""
    draw = np.random.default_rng(9)
    who, at = [], []
    for c in range(1500):
        now, rate, leave = draw.uniform(0, 300), draw.gamma(0.6, 1 / 40) + 1e-9, draw.beta(0.8, 2.5)
        while now < 1500:
            who.append(c)
            at.append(now)
            if draw.random() < leave:
                break
            now += draw.exponential(1 / rate)
    who, at = np.array(who), np.array(at)
    found = backtest_customers(who, at, [600.0, 900.0], 26)
    for result in found:
        assert result.n == len(set(who[at <= result.cut + 1]))
        assert result.reports["p_active"].brier < result.reports["six months' rule"].brier
        assert result.reports["calibrated"].ece < 0.06
    cut = 900.0 + 26 * 7 + 1
    again = backtest_customers(who[at < cut], at[at < cut], [900.0], 26)
    assert again[0].reports["calibrated"].brier == pytest.approx(found[1].reports["calibrated"].brier)
    assert "calibrated" not in backtest_customers(who, at, [300.0], 52)[0].reports
