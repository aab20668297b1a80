"""Hazards from one's own history: exponential and Weibull by maximum likelihood on interval-censored ages.

A value was last known valid at one age and first known invalid at another; in between it failed. With cumulative
hazard H: an interval counts -H(L) + log(1 - exp(H(L) - H(R))), a value still valid -H(L), an exact age the density, and
a value first seen at age e adds H(e). Source: Turnbull 1976 for the likelihood, Burnham and Anderson for AIC.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen
from scipy.optimize import brentq, minimize

from crmquality.decay._aliveness import UNITS, Unit, collapsed
from crmquality.decay._columns import Floats, floats
from crmquality.decay._hazards import Hazard
from crmquality.decay._time import YEAR
from crmquality.errors import PolicyError

Family = Literal["auto", "exponential", "weibull"]
#: failures from which on `auto` may choose a Weibull
MIN_FAILURES = 200.0
#: a standard error of ln shape above this says that the data do not tell the shape
VAGUE = 2.0


@frozen
class HazardFit:
    """A fitted hazard.

    Args:
        hazard: rates per year.
        loglik: in the unit of the ages.
        aic: smaller is better.
        std_err: of ``log_rate``, and of ``log_shape`` for a Weibull.
        n_failures: rows that failed, by weight.
        exposure: years at risk, those in the interval of a failure as expected under a constant hazard.
        family: ``exponential`` or ``weibull``.
        warnings: what to mind.
    """

    hazard: Hazard
    loglik: float
    aic: float
    std_err: Mapping[str, float]
    n_failures: float
    exposure: float
    family: Literal["exponential", "weibull"]
    warnings: tuple[str, ...] = ()


@frozen(eq=False)
class Ages:
    """Rows that say something: last valid, first invalid (infinity = never), first seen, weight; in one unit."""

    low: Floats
    high: Floats
    entry: Floats
    weight: Floats
    failed: npt.NDArray[np.bool_] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "failed", np.isfinite(self.high))

    def exposure(self, rate: float | Floats) -> Floats:
        """Expected age at risk of each row under a constant hazard."""
        width = np.where(self.failed, self.high - self.low, 0.0)
        with np.errstate(invalid="ignore", over="ignore"):
            inside = np.where(width > 0, 1 / rate - width / np.expm1(rate * width), 0.0)
        return np.asarray(self.low + inside - self.entry)


def read_ages(
    last_valid: npt.ArrayLike, first_invalid: npt.ArrayLike, entry: npt.ArrayLike | None, weights: npt.ArrayLike | None
) -> Ages:
    """Checked rows; equal ones are put together, rows that say nothing are left out.

    Raises:
        PolicyError: an age that is negative or no number, last valid after first invalid, first seen after last valid.
    """
    low, high = floats(last_valid, first_invalid)
    late, weight = floats(0.0 if entry is None else entry, np.ones(low.shape) if weights is None else weights)
    late = np.full(low.shape, late) if late.ndim == 0 else late
    if low.ndim != 1 or not low.shape == high.shape == weight.shape == late.shape:
        raise PolicyError("ages and weights are columns of one length")
    if not ((late >= 0) & (late <= low) & (low <= high) & np.isfinite(low) & (weight >= 0) & np.isfinite(weight)).all():
        raise PolicyError("ages need 0 <= entry <= last valid <= first invalid, weights 0 or more; infinity = never")
    if ((low == high) & (low == 0)).any():
        raise PolicyError("a value that was invalid at age 0 says nothing of decay: leave it out")
    keep = (weight > 0) & ~((low == late) & np.isinf(high))
    (low, high, late), weight = collapsed(np.stack([low, high, late])[:, keep], weight[keep])
    return Ages(low, high, late, weight)


def fit_hazard(
    last_valid: npt.ArrayLike, first_invalid: npt.ArrayLike, *, entry: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None, family: Family = "auto", unit: Unit = "day",
) -> HazardFit:  # fmt: skip
    """Fit a hazard to ages at which values were last known valid and first known invalid.

    Ages run from when a value was recorded. Use random or scheduled checks: records that were checked because they
    looked bad make the hazard too large.

    Args:
        last_valid: per value, 0 or more.
        first_invalid: per value, at least ``last_valid``, equal for an exact age; infinity = never.
        entry: age at which a value came under watch, at most ``last_valid``; 0 unless given.
        weights: 0 or more; 1 unless given.
        family: ``exponential``, ``weibull``, or ``auto``: the Weibull where AIC prefers it, its shape can be told, and
            at least 200 values failed.
        unit: of the ages; days unless given.

    Raises:
        PolicyError: ages that cannot be, no failure at all, or a Weibull whose shape the data do not tell.

    Example:
        >>> fit = fit_hazard([1, 1, 2, 2], [2, 2, float("inf"), float("inf")], family="exponential", unit="year")
        >>> fit.family, round(fit.hazard.rate, 3), fit.n_failures
        ('exponential', 0.288, 2.0)
    """
    if family not in ("auto", "exponential", "weibull") or unit not in UNITS:
        raise PolicyError("families are auto, exponential and weibull; units are " + ", ".join(UNITS))
    ages = read_ages(last_valid, first_invalid, entry, weights)
    failures = float(ages.weight[ages.failed].sum())
    if not failures:
        raise PolicyError("no value failed: a hazard cannot be told from 0")
    constant = _exponential(ages, failures, UNITS[unit])
    if family == "exponential":
        return constant
    found = _weibull(ages, constant, UNITS[unit]) if _tells_shape(ages) else None
    if found is None:
        if family == "weibull":
            raise PolicyError("the shape cannot be told from these intervals: fit an exponential")
        return _warned(constant, "the shape cannot be told from these intervals: exponential")
    if family == "weibull" or (found.aic < constant.aic and failures >= MIN_FAILURES):
        return found
    if found.aic < constant.aic:
        return _warned(constant, f"AIC prefers a Weibull, but under {MIN_FAILURES:.0f} failures are too few for one")
    return constant


def _warned(fit: HazardFit, warning: str) -> HazardFit:
    return evolve(fit, warnings=(*fit.warnings, warning))


def constant_rate(ages: Ages, failures: float) -> float:
    """The constant hazard of highest likelihood, where failures equal the rate times the expected exposure."""

    def short(log_rate: float) -> float:
        rate = math.exp(log_rate)
        return failures - rate * float((ages.weight * ages.exposure(rate)).sum())

    middle = np.where(ages.failed, (ages.low + ages.high) / 2, ages.low)
    guess = math.log(failures / float((ages.weight * middle).sum()))
    low, high = guess - 1.0, guess + 1.0
    while short(low) < 0:
        low -= 4.0
    while short(high) > 0:
        high += 4.0
    return math.exp(brentq(short, low, high, xtol=1e-14, rtol=1e-14))


def _exponential(ages: Ages, failures: float, unit: float) -> HazardFit:
    rate = constant_rate(ages, failures)
    theta = np.array([-math.log(rate), 0.0])
    value, _ = _loss(theta, _logs(ages))
    hessian = _hessian(theta, ages)[0, 0]
    return HazardFit(
        Hazard(rate / unit * YEAR, ground=f"fitted to own history, {failures:.0f} failures"), -value, 2 + 2 * value,
        {"log_rate": float(hessian**-0.5)}, failures, float((ages.weight * ages.exposure(rate)).sum()) * unit / YEAR,
        "exponential",
    )  # fmt: skip


def _tells_shape(ages: Ages) -> bool:
    """Whether the shape has a finite best value: failures differ, or survivors stand on the sides that hold it.

    With all failures in one interval, a larger shape with the same H at its end helps all but survivors beyond it,
    and, where the interval begins at 0, a smaller one all but survivors inside it.
    """
    failed = np.stack([ages.low, ages.high])[:, ages.failed]
    if (failed[:, 1:] != failed[:, :1]).any():
        return True
    start, end = failed[:, 0]
    others = ages.low[~ages.failed]
    return bool((others > end).any() and (start > 0 or ((others > 0) & (others < end)).any()))


def _weibull(ages: Ages, constant: HazardFit, unit: float) -> HazardFit | None:
    """The Weibull of highest likelihood, or ``None`` where the shape runs away."""
    middle = float(np.median(np.where(ages.failed, (ages.low + ages.high) / 2, ages.low)))
    scaled = Ages(ages.low / middle, ages.high / middle, ages.entry / middle, ages.weight)
    logs = _logs(scaled)
    start = np.array([-math.log(constant.hazard.rate * unit / YEAR * middle), 0.0])
    found = minimize(_loss, start, (logs,), jac=True, method="BFGS", options={"gtol": 1e-8 * constant.n_failures})
    log_eta, log_shape = found.x
    hessian = _hessian(found.x, scaled)
    if not (np.isfinite(hessian).all() and np.linalg.eigvalsh(hessian).min() > 0):
        return None
    errors = np.sqrt(np.diag(np.linalg.inv(hessian)))
    if errors[1] > VAGUE or abs(log_shape) > math.log(50):
        return None
    shape = math.exp(log_shape)
    # a density of exact ages carries the unit
    exact = float(ages.weight[ages.low == ages.high].sum())
    loglik = -float(found.fun) - exact * math.log(middle)
    rate = math.exp(-log_eta) / middle / unit * YEAR
    return HazardFit(
        Hazard(rate, shape, ground=constant.hazard.ground), loglik, 4 - 2 * loglik,
        {"log_rate": float(errors[0]), "log_shape": float(errors[1])}, constant.n_failures, constant.exposure,
        "weibull",
    )  # fmt: skip


class Logs(NamedTuple):
    """Rows by kind, so that slices reach them: failures in an interval, at an exact age, and values still valid."""

    low: Floats  # ln of last valid
    high: Floats  # ln of first invalid, of the intervals alone
    late: Floats | None  # ln of entry; None where every value was seen from the start
    weight: Floats
    exact: slice


def _logs(ages: Ages) -> Logs:
    kind = np.where(ages.low == ages.high, 1, np.where(ages.failed, 0, 2))
    order = np.argsort(kind, kind="stable")
    inside, exact = np.bincount(kind, minlength=3)[:2]
    with np.errstate(divide="ignore"):
        low, late = np.log(ages.low[order]), np.log(ages.entry[order]) if ages.entry.any() else None
        return Logs(low, np.log(ages.high[order[:inside]]), late, ages.weight[order], slice(inside, inside + exact))


def _hazard(log_age: Floats, log_eta: float, k: float) -> tuple[Floats, Floats, Floats]:
    """H, dH / d ln eta, dH / d ln k at ages, 0 at age 0."""
    log_h = np.clip(k * (log_age - log_eta), -745.0, 690.0)
    h = np.exp(log_h)
    return h, -k * h, h * log_h


def _loss(theta: Floats, rows: Logs) -> tuple[float, Floats]:
    """Minus the log-likelihood and its gradient in (ln eta, ln shape)."""
    log_eta, k = float(theta[0]), math.exp(min(float(theta[1]), 5.0))
    h, by_eta, by_k = _hazard(rows.low, log_eta, k)
    value, g_eta, g_k = -h, -by_eta, -by_k
    n = len(rows.high)
    end, end_eta, end_k = _hazard(rows.high, log_eta, k)
    passed = np.maximum(end - h[:n], 1e-300)
    with np.errstate(over="ignore"):
        grown = np.expm1(passed)
    # ln(1 - exp(-x)) = ln(expm1(x)) - x, and -ln1p(1 / expm1(x)) keeps both ends
    value[:n] -= np.log1p(1 / grown)
    g_eta[:n] += (end_eta - by_eta[:n]) / grown
    g_k[:n] += (end_k - by_k[:n]) / grown
    exact = rows.exact
    log_h = k * (rows.low[exact] - log_eta)
    value[exact] += math.log(k) - rows.low[exact] + log_h
    g_eta[exact] -= k
    g_k[exact] += 1 + log_h
    if rows.late is not None:
        h, by_eta, by_k = _hazard(rows.late, log_eta, k)
        value, g_eta, g_k = value + h, g_eta + by_eta, g_k + by_k
    # sums of products, not dot products: those wake the threads of BLAS for nothing
    total, *gradient = ((v * rows.weight).sum() for v in (value, g_eta, g_k))
    return -float(total), -np.array(gradient)


def _hessian(theta: Floats, ages: Ages) -> Floats:
    """Of minus the log-likelihood, by central differences of the gradient."""
    logs, step = _logs(ages), 1e-5
    rows = [(_loss(theta + e, logs)[1] - _loss(theta - e, logs)[1]) / (2 * step) for e in np.eye(2) * step]
    return (np.array(rows) + np.array(rows).T) / 2
