"""Fitted and pooled hazards (decay.md, section 2): recovery, oracles, laws, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma, weibull_min

from crmquality.decay import Hazard, HazardTable, fit_hazard, pool_hazards
from crmquality.decay._fit import _logs, _loss, read_ages
from crmquality.errors import PolicyError

INF = math.inf


def audited(n, rate, shape=1.0, every=1.0, until=6.0, seed=7):
    """Values failing by a Weibull, audited at random times, and until an end: last valid, first invalid, in years."""
    draw = np.random.default_rng(seed)
    age = draw.weibull(shape, n) / rate
    low, high = np.zeros(n), np.full(n, INF)
    for i in range(n):
        checks = np.cumsum(draw.exponential(every, 40))
        checks = checks[checks < until]
        found = checks[checks >= age[i]]
        low[i] = max(checks[checks < age[i]], default=0.0)
        high[i] = found[0] if len(found) else INF
    return low, high, age


def test_maximum_likelihood_against_the_shortcuts_section_2_3():
    """A hazard of 0.25 is recovered; failures dated when found, and exposure up to last seen valid, are biased."""
    low, high, _ = audited(20_000, 0.25)
    fit = fit_hazard(low, high, unit="year")
    failed = np.isfinite(high)
    assert fit.family == "exponential"
    assert fit.hazard.rate == pytest.approx(0.25, rel=0.02)
    assert fit.n_failures == failed.sum()
    assert fit.n_failures / fit.exposure == pytest.approx(fit.hazard.rate, rel=1e-9)
    dated_when_found = failed.sum() / np.where(failed, high, low).sum()
    up_to_last_seen = failed.sum() / low.sum()
    assert dated_when_found < 0.23
    assert up_to_last_seen > 0.27
    assert abs(fit.hazard.rate / 0.25 - 1) < 3 * fit.std_err["log_rate"]


@pytest.mark.parametrize("shape", [0.73, 1.4])
def test_weibull_is_recovered_and_preferred(shape):
    """Scale and shape come back within three standard errors, and AIC takes the Weibull."""
    fit = fit_hazard(*audited(8000, 0.3, shape)[:2], unit="year")
    assert fit.family == "weibull"
    assert abs(math.log(fit.hazard.shape / shape)) < 3 * fit.std_err["log_shape"]
    assert abs(math.log(fit.hazard.rate / 0.3)) < 3 * fit.std_err["log_rate"]
    assert fit.aic < fit_hazard(*audited(8000, 0.3, shape)[:2], unit="year", family="exponential").aic


def test_exact_ages_equal_scipy():
    """Uncensored ages against scipy's Weibull fit, log-likelihood included; standard errors against 400 repetitions."""
    age = np.random.default_rng(3).weibull(1.3, 500) * 4
    fit = fit_hazard(age, age, family="weibull", unit="year")
    shape, _, scale = weibull_min.fit(age, floc=0)
    assert (fit.hazard.shape, 1 / fit.hazard.rate) == (pytest.approx(shape, rel=1e-4), pytest.approx(scale, rel=1e-4))
    assert fit.loglik == pytest.approx(weibull_min.logpdf(age, shape, scale=scale).sum(), abs=1e-5)
    draw = np.random.default_rng(4)
    again = [draw.weibull(1.3, 500) * 4 for _ in range(400)]
    shapes = [fit_hazard(a, a, family="weibull", unit="year").hazard.shape for a in again]
    assert np.std(np.log(shapes)) == pytest.approx(fit.std_err["log_shape"], rel=0.15)


def test_late_entry_is_not_survival():
    """Values that came under watch late: without their entry the hazard comes out too small."""
    draw = np.random.default_rng(5)
    age, entry = draw.exponential(1 / 0.25, 40_000), draw.uniform(0, 5, 40_000)
    seen = age > entry
    age, entry = age[seen], entry[seen]
    assert fit_hazard(age, age, entry=entry, unit="year").hazard.rate == pytest.approx(0.25, rel=0.03)
    assert fit_hazard(age, age, unit="year").hazard.rate < 0.2


ROWS = st.lists(
    st.tuples(st.floats(0, 5), st.floats(0.01, 5), st.sampled_from(["interval", "exact", "never"]), st.floats(0, 1)),
    min_size=3,
    max_size=30,
)


def columns(rows):
    low = np.array([r[0] + 0.01 for r in rows])
    high = np.array([{"interval": r[0] + 0.01 + r[1], "exact": r[0] + 0.01, "never": INF}[r[2]] for r in rows])
    return low, high, np.array([r[0] * r[3] for r in rows])


@given(ROWS, st.floats(-1, 2), st.floats(-0.8, 0.8))
def test_gradient_is_the_slope_of_the_likelihood(rows, log_eta, log_shape):
    """Analytic against central differences, with every kind of row and late entry."""
    logs = _logs(read_ages(*columns(rows), None))
    at = np.array([log_eta, log_shape])
    _, gradient = _loss(at, logs)
    for i, e in enumerate(np.eye(2) * 1e-6):
        slope = (_loss(at + e, logs)[0] - _loss(at - e, logs)[0]) / 2e-6
        assert gradient[i] == pytest.approx(slope, rel=1e-4, abs=1e-4 * len(rows))


@settings(max_examples=40)
@given(ROWS, st.randoms(use_true_random=False))
def test_weights_units_and_order_do_not_matter(rows, draw):
    """A weight of 2 is the row twice; days or years give one hazard; so does any order."""
    low, high, entry = columns([*rows, (1.0, 1.0, "interval", 0.5)])
    order = draw.sample(range(len(low)), len(low))
    once = fit_hazard(low, high, entry=entry, weights=np.full(len(low), 2.0), family="exponential", unit="year")
    twice = fit_hazard(
        np.tile(low[order], 2) * 365.25, np.tile(high[order], 2) * 365.25, entry=np.tile(entry[order], 2) * 365.25,
        family="exponential",
    )  # fmt: skip
    assert twice.hazard.rate == pytest.approx(once.hazard.rate, rel=1e-9)
    assert twice.n_failures == pytest.approx(once.n_failures)
    assert twice.exposure == pytest.approx(once.exposure, rel=1e-6)


@pytest.mark.parametrize(("low", "high"), [
    ([0, 0, 1, 1], [1, 1, INF, INF]), ([1, 1, 2], [2, 2, INF]), ([1, 1, 0.5], [2, 2, INF]), ([3, 3], [3, 3]),
    ([0, 0, 3], [1, 1, INF]), ([0, 0, 0.5], [1, 1, INF]),
])  # fmt: skip
def test_a_shape_that_the_intervals_do_not_tell_is_refused(low, high):
    """One width and one start: auto reports the exponential and says why, a Weibull is refused."""
    fit = fit_hazard(low, high, unit="year")
    assert fit.family == "exponential"
    assert "shape" in fit.warnings[0]
    with pytest.raises(PolicyError, match="shape"):
        fit_hazard(low, high, family="weibull", unit="year")


def test_few_failures_keep_the_exponential():
    """AIC may prefer a Weibull, but under 200 failures auto says so and stays."""
    fit = fit_hazard(*audited(150, 0.5, 2.0)[:2], unit="year")
    assert fit.family == "exponential"
    assert "few" in fit.warnings[0]


@pytest.mark.parametrize("bad", [
    ([1, 2], [INF, INF]), ([2], [1]), ([-1], [1]), ([math.nan], [1]), ([1], [math.nan]), ([0], [0]), ([1, 1], [2]),
    ([INF], [INF]), ([], []),
])  # fmt: skip
def test_ages_that_cannot_be_raise(bad):
    """No failure, disorder, negative, no number."""
    with pytest.raises(PolicyError):
        fit_hazard(*bad)


@pytest.mark.parametrize("options", [
    {"family": "gamma"}, {"unit": "hour"}, {"weights": [-1.0]}, {"entry": [1.5]}, {"entry": [-1]},
])  # fmt: skip
def test_misuse_raises(options):
    """Unknown families and units, negative weights, entry after last valid."""
    with pytest.raises(PolicyError):
        fit_hazard([1.0], [2.0], **options)


def segments(n_segments=60, seed=11):
    """Segments with hazards from Gamma(4, rate 16), a few dozen values each, audited."""
    draw = np.random.default_rng(seed)
    true = draw.gamma(4, 1 / 16, n_segments)
    names, lows, highs = [], [], []
    for s, rate in enumerate(true):
        low, high, _ = audited(int(draw.integers(5, 60)), rate, seed=seed * 1000 + s)
        names += [f"s{s:02}"] * len(low)
        lows.append(low)
        highs.append(high)
    return true, names, np.concatenate(lows), np.concatenate(highs)


def test_pooling_beats_raw_and_fully_pooled_hazards_section_2_4():
    """Root mean square error of 60 segments' hazards, by three ways; intervals hold nine in ten."""
    true, names, low, high = segments()
    pooled = pool_hazards(names, low, high, unit="year", field="work_email")
    mine = np.array([s.mean for s in pooled.segments])
    names = np.array(names)
    raw = np.array([
        fit_hazard(low[names == s], high[names == s], unit="year", family="exponential").hazard.rate
        if np.isfinite(high[names == s]).any() else 0.0
        for s in sorted(set(names))
    ])  # fmt: skip

    def error(x):
        return float(np.sqrt(((x - true) ** 2).mean()))

    assert error(mine) < 0.9 * error(raw)
    assert error(mine) < 0.9 * error(np.full(60, fit_hazard(low, high, unit="year").hazard.rate))
    assert np.mean([s.low <= t <= s.high for s, t in zip(pooled.segments, true, strict=True)]) > 0.85
    assert pooled.prior_shape / pooled.prior_rate == pytest.approx(0.25, rel=0.2)
    assert pooled.table.get("work_email", "s07").rate == pytest.approx(mine[7])
    assert pooled.table.get("work_email", "unheard of").rate == pytest.approx(pooled.prior_shape / pooled.prior_rate)
    one = pooled.segments[3]
    assert one.high == pytest.approx(
        gamma.ppf(0.975, pooled.prior_shape + one.n_failures, scale=1 / (pooled.prior_rate + one.exposure))
    )


def test_a_given_prior_weighs_ten_failures():
    """The shipped hazard with little data, own data with much; none at all gives the prior."""
    prior = HazardTable.default().get("work_email")
    low, high, _ = audited(5000, 0.6)
    little, much = (
        pool_hazards(["a"] * 5, low[:5], high[:5], prior=prior, unit="year"),
        pool_hazards(["a"] * 5000, low, high, prior=prior, unit="year"),
    )
    assert prior.total < little.of("a").mean < 0.5
    assert much.of("a").mean == pytest.approx(0.6, rel=0.05)
    assert much.of("nobody").mean == pytest.approx(prior.total)
    assert pool_hazards(["a"], [1.0], [INF], prior=prior).of("a").mean < prior.total


def test_alike_segments_share_one_hazard():
    """No variation beyond chance: one rate, and the result says so."""
    names = [f"s{i % 40}" for i in range(4000)]
    low, high, _ = audited(4000, 0.3)
    pooled = pool_hazards(names, low, high, unit="year")
    assert np.std([s.mean for s in pooled.segments]) < 0.02
    shaped = pool_hazards(names, *audited(4000, 0.3, 1.5)[:2], unit="year", shape=1.5)
    assert shaped.table.get("value", "s1").shape == 1.5
    assert shaped.table.get("value", "s1").rate == pytest.approx(0.3, rel=0.05)


@pytest.mark.parametrize("bad", [
    lambda: pool_hazards(["a"], [1.0], [INF]), lambda: pool_hazards(["a"], [1.0, 2.0], [2.0, 3.0]),
    lambda: pool_hazards(["a"], [1.0], [2.0], shape=0.0), lambda: pool_hazards(["a"], [1.0], [2.0], unit="x"),
])  # fmt: skip
def test_misuse_of_pooling_raises(bad):
    """Nothing failed, columns that do not fit, no shape, no unit."""
    with pytest.raises(PolicyError):
        bad()


def test_tenure_meets_the_published_points_section_1_7():
    """Weibull with eta 6.57 years and shape 0.73 on residual tenure: 22 % leave in a year, 26 % stay ten."""
    hazard = Hazard(1 / 6.57, 0.73)
    assert 1 - hazard.survival(365.25) == pytest.approx(0.22, abs=0.005)
    assert hazard.survival(3.9 * 365.25) == pytest.approx(0.5, abs=0.005)
    assert hazard.survival(3652.5) == pytest.approx(0.26, abs=0.005)
