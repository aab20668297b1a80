"""Hazards of segments, pooled: each segment learns from its own history as far as it has one.

The hazards of segments are drawn from a gamma distribution, whose two numbers are fitted to all segments together by
the negative binomial likelihood of their failures. Source: Robbins 1956, Casella 1985 (empirical Bayes).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import field, frozen
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import gamma

from crmquality.decay._aliveness import UNITS, Unit
from crmquality.decay._columns import Floats, floats
from crmquality.decay._fit import constant_rate, read_ages
from crmquality.decay._given import ABOVE, of_kind
from crmquality.decay._hazards import Hazard, HazardTable
from crmquality.decay._time import YEAR
from crmquality.errors import PolicyError

#: failures that a given prior weighs as much as
PRIOR_FAILURES = 10.0
#: rounds between expected exposure and hazards
ROUNDS = 5
#: prior shapes beyond these say that segments are alike, or have nothing in common
SHAPES = (1e-2, 1e5)


@frozen
class SegmentHazard:
    """One segment's hazard, per year; with a shape other than 1 per year to the power of the shape.

    Args:
        segment: its name.
        n_failures: values that failed.
        exposure: years at risk (to the power of the shape).
        mean: posterior mean of the hazard.
        low: lower end of its 95 % interval.
        high: upper end.
    """

    segment: str
    n_failures: float
    exposure: float
    mean: float
    low: float
    high: float


@frozen
class PooledHazards:
    """Hazards of segments and the gamma distribution that they come from.

    Args:
        table: the prior's mean in general, and each segment's hazard, for one field.
        prior_shape: of the gamma distribution, in failures.
        prior_rate: of the gamma distribution, in years.
        segments: rising by name.
        warnings: what to mind.
    """

    table: HazardTable
    prior_shape: float
    prior_rate: float
    segments: tuple[SegmentHazard, ...] = field(repr=False)
    warnings: tuple[str, ...] = ()

    def of(self, segment: str) -> SegmentHazard:
        """The hazard of a segment; one without data has the prior's.

        Example:
            >>> pooled = pool_hazards(["a", "b"], [1, 2], [2, float("inf")], prior=Hazard(0.25), unit="year")
            >>> round(pooled.of("c").mean, 2)
            0.25
        """
        found = next((s for s in self.segments if s.segment == segment), None)
        return found or _posterior(segment, 0.0, 0.0, self.prior_shape, self.prior_rate)


def pool_hazards(
    segment: Sequence[Any] | npt.NDArray[Any], last_valid: npt.ArrayLike, first_invalid: npt.ArrayLike, *,
    prior: Hazard | None = None, entry: npt.ArrayLike | None = None, shape: float = 1.0, unit: Unit = "day",
    field: str = "value",
) -> PooledHazards:  # fmt: skip
    """Fit the hazards of segments, the small ones drawn towards what all have in common.

    Args:
        segment: per value.
        last_valid: per value, age at which it was last known valid.
        first_invalid: per value, age at which it was first known invalid; infinity = never.
        prior: a hazard that counts as much as 10 failures, such as a row of the shipped table; fitted unless given.
        entry: age at which a value came under watch.
        shape: a Weibull shape that all segments have, from `fit_hazard` on all of them.
        unit: of the ages.
        field: the name of the field in the table.

    Raises:
        PolicyError: ages that cannot be, or no failure at all and no prior.
    """
    if unit not in UNITS:
        raise PolicyError("units are " + ", ".join(UNITS))
    ABOVE.check("shape", shape)
    prior = None if prior is None else of_kind("prior", prior, Hazard)
    names = np.atleast_1d(segment).astype(str)
    columns = floats(last_valid, first_invalid, np.zeros(len(names)) if entry is None else entry)
    low, high, late = (column * UNITS[unit] / YEAR for column in columns)
    if not len(names) == len(low) == len(high) == len(late):
        raise PolicyError("segments and ages are columns of one length")
    labels = sorted(set(names.tolist()))
    low, high, late = low**shape, high**shape, late**shape
    groups = [read_ages(low[names == s], high[names == s], late[names == s], None) for s in labels]
    failures = np.array([float(g.weight[g.failed].sum()) for g in groups])
    whole = read_ages(low, high, late, None)
    if not failures.sum() and prior is None:
        raise PolicyError("no value failed: hazards cannot be told from 0")
    mean = constant_rate(whole, float(failures.sum())) if prior is None else prior.total**shape
    warnings: list[str] = []
    hazards, a, c = np.full(len(labels), mean), PRIOR_FAILURES, PRIOR_FAILURES / mean
    for _ in range(ROUNDS):
        exposure = np.array([float((g.weight * g.exposure(h)).sum()) for g, h in zip(groups, hazards, strict=True)])
        if prior is None:
            a, c = _fit_prior(failures, exposure, mean)
        hazards = (a + failures) / (c + exposure)
    if a >= SHAPES[1] * (1 - 1e-6):
        warnings.append("segments do not differ beyond chance: they share one hazard")
    rows = tuple(_posterior(s, d, e, a, c) for s, d, e in zip(labels, failures, exposure, strict=True))

    def hazard(of: float, ground: str) -> Hazard:
        return Hazard(of ** (1 / shape), shape, ground=ground)

    own = {r.segment: {field: hazard(r.mean, f"own history, {r.n_failures:.0f} failures, pooled")} for r in rows}
    table = HazardTable({field: hazard(a / c, "all segments of own history")}, own, employer=None)
    return PooledHazards(table, float(a), float(c), rows, tuple(warnings))


def _fit_prior(failures: Floats, exposure: Floats, mean: float) -> tuple[float, float]:
    """Shape and rate of the gamma distribution of hazards, by the likelihood of the failures of all segments."""

    def loss(t: Floats) -> float:
        a = np.exp(t[0])
        c = a / np.exp(t[1])
        value = gammaln(a + failures) - gammaln(a) - a * np.log1p(exposure / c) - failures * np.log(c + exposure)
        return -float(value.sum())

    bounds = [(np.log(SHAPES[0]), np.log(SHAPES[1])), (np.log(mean) - 5, np.log(mean) + 5)]
    starts = (np.array([np.log(a), np.log(mean)]) for a in (2.0, 200.0))
    found = min((minimize(loss, s, method="L-BFGS-B", bounds=bounds) for s in starts), key=lambda f: f.fun)
    a = float(np.exp(found.x[0]))
    return a, a / float(np.exp(found.x[1]))


def _posterior(segment: str, failures: float, exposure: float, a: float, c: float) -> SegmentHazard:
    shape, rate = a + failures, c + exposure
    low, high = np.asarray(gamma.ppf([0.025, 0.975], shape, scale=1 / rate))
    return SegmentHazard(segment, float(failures), float(exposure), float(shape / rate), float(low), float(high))
