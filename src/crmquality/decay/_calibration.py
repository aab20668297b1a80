"""How good probabilities are, and how to make them better: scores, reliability, Platt and isotonic calibration.

Sources: Brier 1950; Platt 1999; Zadrozny and Elkan 2002 (isotonic); Wilson 1927; Naeini et al. 2015 (ECE).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from attrs import asdict, field, frozen
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit, logit, ndtri, xlog1py, xlogy
from scipy.stats import rankdata

from crmquality.decay._columns import Floats, floats
from crmquality.decay._given import AMOUNT, NUMBER, SOME
from crmquality.errors import PolicyError

Method = Literal["platt", "isotonic"]
#: probabilities are kept this far from 0 and 1 where a logarithm is taken
TINY = 1e-9
#: pull of the Platt parameters to slope 1 and intercept 0, as a standard deviation: weak
PULL = 2.0
#: labels from which on each method is worth it (decay.md, section 4)
MIN_LABELS: Mapping[Method, int] = {"platt": 50, "isotonic": 1000}


def _pairs(p: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
    p, y = floats(p, y)
    if p.ndim != 1 or p.shape != y.shape or not len(p):
        raise PolicyError("probabilities and truths are two columns of one length, not empty")
    if not (((p >= 0) & (p <= 1)).all() and np.isin(y, (0, 1)).all()):
        raise PolicyError("probabilities lie in 0 to 1, truths are 0 or 1")
    return p, y


def _fit_platt(z: Floats, y: Floats, *, pull: float) -> tuple[float, float]:
    """Slope and intercept of the truths on log-odds, by maximum likelihood with a weak normal pull to 1 and 0."""

    def loss(t: Floats) -> tuple[float, Floats]:
        eta = t[0] * z + t[1]
        error = expit(eta) - y
        away = (t - (1, 0)) * pull
        value = np.logaddexp(0, eta).sum() - (y * eta).sum() + 0.5 * (away * (t - (1, 0))).sum()
        return float(value), np.array([(error * z).sum(), error.sum()]) + away

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", options={"gtol": 1e-9, "ftol": 1e-14})
    return float(found.x[0]), float(found.x[1])


@frozen(eq=False)
class Calibrator:
    """A rising map from probabilities to better ones, learnt from labels.

    Args:
        method: ``platt`` (slope and intercept in log-odds) or ``isotonic`` (rising steps, joined by lines).
        slope: of Platt.
        intercept: of Platt, log-odds.
        xs: probabilities at which isotonic values are known, rising.
        ys: isotonic values, rising.

    Example:
        >>> Calibrator("platt", slope=1.0, intercept=0.0)([0.2, 0.9]).round(6).tolist()
        [0.2, 0.9]
    """

    method: Method
    slope: float = field(default=1.0, validator=AMOUNT)
    intercept: float = field(default=0.0, validator=NUMBER)
    xs: Floats = field(factory=lambda: np.zeros(0), repr=False, converter=np.asarray)
    ys: Floats = field(factory=lambda: np.zeros(0), repr=False, converter=np.asarray)

    @classmethod
    def fit(cls, p: npt.ArrayLike, y: npt.ArrayLike, method: Method = "platt") -> Calibrator:
        """Learn from probabilities and what came true.

        Platt is pulled weakly to slope 1 and intercept 0, and its slope never falls below 0.

        Args:
            p: probabilities, 0 to 1.
            y: truths, 0 or 1.
            method: ``platt`` from 50 labels on, ``isotonic`` from 1000.

        Raises:
            PolicyError: fewer labels than the method needs, columns that do not fit, an unknown method.
        """
        p, y = _pairs(p, y)
        if method not in MIN_LABELS:
            raise PolicyError(f"methods of calibration are {', '.join(MIN_LABELS)}")
        if len(p) < MIN_LABELS[method]:
            raise PolicyError(f"{method} needs at least {MIN_LABELS[method]} labels")
        if method == "platt":
            slope, intercept = _fit_platt(_logit(p), y, pull=1 / PULL**2)
            return cls(method, max(slope, 0.0), intercept)
        xs, place = np.unique(p, return_inverse=True)
        n = np.bincount(place).astype(np.float64)
        return cls(method, xs=xs, ys=isotonic_regression(np.bincount(place, y) / n, weights=n).x)

    def __call__(self, p: npt.ArrayLike) -> Floats:
        """Calibrated probabilities, 0 to 1, in the order given; a larger one never becomes the smaller."""
        (p,) = floats(p)
        isotonic = self.method == "isotonic"
        better = np.interp(p, self.xs, self.ys) if isotonic else expit(self.slope * _logit(p) + self.intercept)
        return np.asarray(better, dtype=np.float64)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {**asdict(self), "xs": self.xs.tolist(), "ys": self.ys.tolist()}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Calibrator:
        """The calibrator that `to_dict` wrote."""
        return cls(**d)


def _logit(p: Floats) -> Floats:
    return np.asarray(logit(np.clip(p, TINY, 1 - TINY)))


@frozen
class ReliabilityBin:
    """One bin of a reliability chart.

    Args:
        n: cases.
        mean_p: mean probability said.
        share: share that came true.
        low: lower end of the 95 % Wilson interval of the share.
        high: upper end.
    """

    n: int
    mean_p: float
    share: float
    low: float
    high: float


@frozen
class CalibrationReport:
    """How good probabilities were.

    Args:
        n: cases.
        mean_p: mean probability said.
        base_rate: share that came true.
        brier: mean squared error, 0 (best) to 1.
        log_loss: mean of -ln of the probability given to what happened; probabilities are cut at 1e-9.
        auc: chance that a true case ranks above a false one, ties half; NaN where all truths are one.
        ece: mean distance of bins from what came true, weighted by size.
        slope: of the truths on log-odds; 1 = right, below 1 = too sure; NaN where all truths are one.
        intercept: log-odds to add at that slope; 0 = right.
        bins: by rising probability, of equal size up to ties.
    """

    n: int
    mean_p: float
    base_rate: float
    brier: float
    log_loss: float
    auc: float
    ece: float
    slope: float
    intercept: float
    bins: tuple[ReliabilityBin, ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def auc(p: npt.ArrayLike, y: npt.ArrayLike) -> float:
    """Area under the ROC curve by mid-ranks: ties count half; NaN where all truths are one.

    Example:
        >>> auc([0.1, 0.4, 0.4, 0.8], [0, 0, 1, 1])
        0.875
    """
    y = np.asarray(y, dtype=np.float64)
    true = y.sum()
    if true in (0, len(y)):
        return np.nan
    return float((rankdata(np.asarray(p))[y == 1].sum() - true * (true + 1) / 2) / (true * (len(y) - true)))


def wilson(successes: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of a share.

    Example:
        >>> [round(x, 4) for x in wilson(8, 10)]
        [0.4902, 0.9433]
    """
    z = float(ndtri(0.5 + level / 2))
    share, spread = successes / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = (share * (1 - share) * spread + spread * spread / 4) ** 0.5 / (1 + spread)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def calibration_report(p: npt.ArrayLike, y: npt.ArrayLike, bins: int = 15) -> CalibrationReport:
    """Score probabilities against what came true.

    Args:
        p: probabilities, 0 to 1.
        y: truths, 0 or 1.
        bins: of equal counts; equal probabilities stay in one bin.

    Raises:
        PolicyError: columns of other lengths, empty, or out of range.
    """
    p, y = _pairs(p, y)
    SOME.check("bins", bins)
    order = np.argsort(p, kind="stable")
    p, y = p[order], y[order]
    edge = p[np.arange(1, bins) * len(p) // bins]
    place = np.searchsorted(np.unique(edge), p, side="right")
    n, said, true = np.bincount(place), np.bincount(place, p), np.bincount(place, y)
    rows = [(int(k), s / k, t / k, *wilson(t, k)) for k, s, t in zip(n, said, true, strict=True) if k]
    one = y.min() == y.max()
    slope, intercept = (np.nan, np.nan) if one else _fit_platt(_logit(p), y, pull=1e-9)
    cut = np.clip(p, TINY, 1 - TINY)
    return CalibrationReport(
        len(p), float(p.mean()), float(y.mean()), float(((p - y) ** 2).mean()),
        float(-(xlogy(y, cut) + xlog1py(1 - y, -cut)).mean()), auc(p, y),
        float(np.abs(said - true).sum() / len(p)), float(slope), float(intercept),
        tuple(ReliabilityBin(k, *map(float, rest)) for k, *rest in rows),
    )  # fmt: skip
