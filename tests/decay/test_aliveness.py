"""BG/NBD, MBG/NBD, event summaries and silence: recovery, oracles, numeric traps (decay.md, sections 3.1 to 3.6)."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betaln
from scipy.stats import beta

from crmquality.decay import Aliveness, silence, silent_by_rule, summarise_events
from crmquality.decay._aliveness import _by_quadrature, _loss
from crmquality.errors import PolicyError

YEAR = 365.25
TRUE = {"r": 0.6, "alpha": 8.0, "a": 0.8, "b": 2.5}


def simulated(n, model, seed=4):
    """Customers drawn from the model: x, t_x, T, and events of the next 30 units."""
    draw = np.random.default_rng(seed)
    rate, p = draw.gamma(TRUE["r"], 1 / TRUE["alpha"], n), draw.beta(TRUE["a"], TRUE["b"], n)
    T = draw.uniform(20, 60, n)
    x, t_x, later = np.zeros(n), np.zeros(n), np.zeros(n)
    for i in range(n):
        at, alive = 0.0, model == "bg" or draw.random() > p[i]
        while alive:
            at += draw.exponential(1 / rate[i])
            if at > T[i] + 30:
                break
            if at <= T[i]:
                x[i], t_x[i] = x[i] + 1, at
            else:
                later[i] += 1
            alive = draw.random() > p[i]
    return x, t_x, T, later


@pytest.mark.parametrize("model", ["bg", "mbg"])
def test_parameters_and_forecasts_are_recovered(model):
    """6000 customers drawn from the model give its parameters back, and forecasts that come true."""
    x, t_x, T, later = simulated(6000, model)
    fit = Aliveness.fit(x, t_x, T, model=model)
    assert fit.params["r"] == pytest.approx(TRUE["r"], rel=0.25)
    assert fit.params["alpha"] == pytest.approx(TRUE["alpha"], rel=0.25)
    mean_left = fit.params["a"] / (fit.params["a"] + fit.params["b"])
    assert mean_left == pytest.approx(0.8 / 3.3, abs=0.08)
    assert fit.p_active(30).mean() == pytest.approx((later > 0).mean(), abs=0.02)
    assert fit.expected_events(30).mean() == pytest.approx(later.mean(), rel=0.1)
    assert fit.warnings == ()


@pytest.mark.parametrize("model", ["bg", "mbg"])
@pytest.mark.parametrize("a", [0.3, 1.0, 1.00003, 4.0])
def test_expected_events_equal_the_integral_section_3_1(model, a):
    """The closed form against integration over the chance to leave; a = 1 is no hole."""
    fit = Aliveness.from_dict({"model": model, "params": {**TRUE, "a": a}, "loglik": 0.0, "warnings": []})
    some = fit.on([0, 1, 6], [0, 9, 30], [35, 30, 31])
    for i, (x, T) in enumerate([(0, 35), (1, 30), (6, 31)]):
        stays, s = TRUE["b"] + x + (model == "mbg"), TRUE["r"] + x

        def inner(p, s=s, T=T, stays=stays):
            return -np.expm1(-s * np.log1p(p * 20 / (TRUE["alpha"] + T))) / p * beta.pdf(p, a, stays)

        expected = quad(inner, 0, 1, limit=300)[0] * some.p_alive[i]
        assert some.expected_events(20)[i] == pytest.approx(expected, rel=1e-6)
        assert _by_quadrature(a, stays, np.array([s]), np.array([20 / (TRUE["alpha"] + T)]))[0] * some.p_alive[
            i
        ] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("model", ["bg", "mbg"])
def test_gradient_is_the_slope_of_the_likelihood(model):
    """Analytic against central differences, x = 0 and b < 1 included."""
    counts, place, t_x, T = np.array([0.0, 1, 5]), np.arange(3), np.array([0.0, 0.2, 0.9]), np.array([1.0, 1.1, 0.9])
    weights, at = np.array([3.0, 1, 2]), np.array([-0.4, 0.3, 0.2, -0.9])
    _, gradient = _loss(at, model, counts, place, t_x, T, weights)
    for i, e in enumerate(np.eye(4) * 1e-6):
        slope = (
            _loss(at + e, model, counts, place, t_x, T, weights)[0]
            - _loss(at - e, model, counts, place, t_x, T, weights)[0]
        ) / 2e-6
        assert gradient[i] == pytest.approx(slope, rel=1e-6)


CUSTOMERS = st.lists(st.tuples(st.integers(0, 1500), st.floats(0, 1), st.floats(0.1, 900)), min_size=1, max_size=20)


@settings(max_examples=40)
@given(CUSTOMERS, st.sampled_from(["bg", "mbg"]), st.floats(0, 500), st.floats(0, 500))
def test_probabilities_and_forecasts_stay_in_range_section_3_5(rows, model, first, more):
    """Finite for 1500 events, in range, rising with the horizon; nobody is active without being alive."""
    x = np.array([r[0] for r in rows], dtype=float)
    T = np.array([r[2] for r in rows])
    t_x = np.where(x > 0, T * [r[1] for r in rows], 0)
    fit = Aliveness.from_dict({"model": model, "params": TRUE, "loglik": 0.0, "warnings": []}).on(x, t_x, T)
    near, far, events = fit.p_active(first), fit.p_active(first + more), fit.expected_events(first)
    assert ((near >= 0) & (near <= far + 1e-12) & (far <= fit.p_alive + 1e-12) & (fit.p_alive <= 1)).all()
    assert (np.isfinite(events) & (events >= near * (1 - 1e-6) - 1e-9)).all()
    assert (events <= fit.p_alive * (TRUE["r"] + x) * first / (TRUE["alpha"] + T) * (1 + 1e-6) + 1e-12).all()


def test_bg_says_1_of_whoever_never_came_back():
    """And MBG does not."""
    x, t_x, T, _ = simulated(800, "mbg")
    assert (Aliveness.fit(x, t_x, T, model="bg").p_alive[x == 0] == 1).all()
    assert (Aliveness.fit(x, t_x, T).p_alive[x == 0] < 1).all()


def test_a_thousand_events_fit_and_a_flat_likelihood_is_reported():
    """Many events; and customers of whom nobody lapses, where a / (a + b) runs to 0."""
    draw = np.random.default_rng(2)
    x = draw.integers(300, 1000, 200).astype(float)
    fit = Aliveness.fit(x, np.full(200, 499.9), np.full(200, 500.0))
    assert np.isfinite(fit.loglik)
    assert fit.params["a"] / (fit.params["a"] + fit.params["b"]) < 1e-3
    assert fit.warnings
    assert Aliveness.from_dict(json.loads(json.dumps(fit.to_dict()))).params == fit.params


def test_summarise_events():
    """One day counts once, the first event is not a repeat, later events change nothing, in any unit."""
    at = [dt.datetime(2026, 1, 1, 8), dt.datetime(2026, 1, 1, 20), dt.datetime(2026, 1, 15), dt.datetime(2026, 3, 1)]
    found = summarise_events(["王", "王", "王", "王"], at, dt.date(2026, 2, 12))
    x, t_x, T = found
    assert (x.tolist(), t_x.tolist(), T.tolist()) == ([1], [2], [6])
    assert found.customers.tolist() == ["王"]
    days = summarise_events(pl.Series([2, 1, 2]), np.array([3.5, 9.0, 4.2]), 10.0, unit="day")
    assert days.customers.tolist() == [1, 2]
    assert [v.tolist() for v in days] == [[0, 1], [0, 1], [1, 7]]
    empty = summarise_events(["a"], [5.0], 4.0)
    assert empty.x.tolist() == []


@pytest.mark.parametrize("bad", [
    lambda: Aliveness.fit([0, 0], [0, 0], [5, 5]), lambda: Aliveness.fit([1], [6], [5]),
    lambda: Aliveness.fit([], [], []), lambda: Aliveness.fit([1], [1], [5], model="pareto"),
    lambda: Aliveness.fit([1, 2], [1], [5]), lambda: Aliveness.fit([1], [1], [5]).p_active(-1),
    lambda: summarise_events(["a"], [1.0], 2.0, unit="hour"), lambda: summarise_events(["a"], [1.0, 2.0], 2.0),
    lambda: silence(0, 1, 10, response_rate=1.0), lambda: silence(0, 1, 10, lapse_rate=-1),
    lambda: silence(0, [1, 2], 10, p_valid=[0.5]), lambda: silence(0, 1, 10, p_valid=2.0),
])  # fmt: skip
def test_misuse_raises(bad):
    """Columns, models, units and rates that cannot be are refused."""
    with pytest.raises(PolicyError):
        bad()


@pytest.mark.parametrize(
    ("attempts", "rho", "p"), [(0, 0.05, 0.86), (6, 0.05, 0.84), (26, 0.05, 0.74), (26, 0.3, 0.005)]
)
def test_six_months_of_silence_section_3_6(attempts, rho, p):
    """Six months prove much or nothing, depending on what was sent."""
    assert silence(0.0, attempts, YEAR / 2, response_rate=rho) == pytest.approx(p, abs=0.006)


@given(st.integers(0, 60), st.floats(0, 3000), st.floats(0.01, 0.9), st.floats(0.01, 2), st.floats(0, 1))
def test_silence_falls_with_time_and_attempts(attempts, days, rho, lapse, p_valid):
    """In 0 to 1; attempts to a dead channel, and none at all, change nothing but age."""
    now = silence(0.0, attempts, days, rho, lapse, p_valid=p_valid)
    more = silence(0.0, attempts + 1, days, rho, lapse, p_valid=p_valid)
    assert 0 <= more <= now * (1 + 1e-12) <= 1 + 1e-12  # the last digit may round up
    ageing = silence(0.0, 0, days, rho, lapse)
    assert ageing == pytest.approx(np.exp(-lapse * days / YEAR))
    assert silence(0.0, attempts, days, rho, lapse, p_valid=0.0) == pytest.approx(ageing)


def test_attempts_count_between_the_response_and_now():
    """Earlier ones were answered, later ones have not happened."""
    dates = [dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 5, 1), dt.date(2027, 1, 1)]
    by_date = silence(dt.date(2026, 2, 1), dates, dt.date(2026, 8, 1))
    assert by_date == pytest.approx(silence(dt.date(2026, 2, 1), 2, dt.date(2026, 8, 1)))
    assert not silent_by_rule(dt.date(2026, 2, 1), dates, dt.date(2026, 8, 1))
    assert silent_by_rule(dt.date(2026, 2, 1), dates, dt.date(2026, 8, 1), min_attempts=2)


@pytest.mark.parametrize(("last", "now", "silent"), [
    (dt.date(2026, 5, 31), dt.date(2026, 11, 30), False), (dt.date(2026, 5, 30), dt.date(2026, 11, 30), True),
    (dt.date(2025, 8, 29), dt.date(2026, 2, 28), False), (dt.datetime(2026, 1, 1, 9), dt.datetime(2026, 7, 1, 9), True),
    (0.0, 180.0, False), (0.0, 181.0, True),
])  # fmt: skip
def test_six_calendar_months(last, now, silent):
    """Calendar months, not 180 days; the last of a shorter month stands for its missing days."""
    assert silent_by_rule(last, 5, now) is silent


@pytest.mark.parametrize(
    ("a", "stays", "s", "reach"), [(0.89, 10.0, 500.0, 12.0), (0.5, 2.4, 300.0, 5.0), (2.0, 200.0, 800.0, 10.0)]
)
def test_busy_customers_are_integrated_to_the_last_digits(a, stays, s, reach):
    """Where the closed form fails, against quadrature over ln p; 48 fixed nodes lost up to 5 % here."""

    def term(u):
        p = np.exp(u)
        return np.exp(a * u + (stays - 1) * np.log1p(-p) - betaln(a, stays)) * -np.expm1(-s * np.log1p(p * reach)) / p

    edges = (-80, -20, -8, -3, -1, -1e-15)
    whole = sum(quad(term, *edges[i : i + 2], epsabs=0, epsrel=1e-11, limit=200)[0] for i in range(5))
    assert _by_quadrature(a, stays, np.array([s]), np.array([reach]))[0] == pytest.approx(whole, rel=1e-9)
