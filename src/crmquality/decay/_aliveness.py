"""Is a customer still a customer: BG/NBD and MBG/NBD from how often and how lately one bought.

Sources: Fader, Hardie, Lee 2005 (BG/NBD, Marketing Science 24-2, equations 6, 7 and 10); Batislam, Denizel, Filiztekin
2007 (MBG/NBD); Fader and Hardie on P(alive) and on overflow. Everything runs through logarithms of gamma and beta
functions. BG/NBD says 1 for whoever never came back, so MBG/NBD is the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve, field, frozen
from scipy.integrate import quad_vec
from scipy.optimize import minimize
from scipy.special import betaincinv, betaln, digamma, expit, gammaln, hyp2f1

from crmquality.decay._columns import Column, Floats, days_of, floats, ids_of
from crmquality.decay._given import AMOUNT
from crmquality.decay._time import YEAR, Time, to_days
from crmquality.errors import PolicyError

Model = Literal["mbg", "bg"]
Unit = Literal["day", "week", "month", "year"]
UNITS: Mapping[Unit, float] = {"day": 1.0, "week": 7.0, "month": YEAR / 12, "year": YEAR}
#: log parameters stay within this
BOUND = 12.0
STARTS = ((0.0, 0.0, 0.0, 0.0), (-1.0, -1.0, -0.5, 1.0))
#: distance from a = 1 within which the closed form for expected events is interpolated: 2e-9 relative
POLE = 1e-4


@frozen(eq=False)
class EventSummary:
    """What the models need of an event log; unpacks into x, t_x, T.

    Args:
        customers: rising.
        x: repeat events, the first left out; events of one day count once.
        t_x: age at the last event.
        T: age now, counted from the first event.
        unit: of the ages.
    """

    customers: npt.NDArray[Any] = field(repr=False)
    x: Floats = field(repr=False)
    t_x: Floats = field(repr=False)
    T: Floats = field(repr=False)
    unit: Unit

    def __iter__(self) -> Iterator[Floats]:
        return iter((self.x, self.t_x, self.T))


def summarise_events(customer: Column, at: Column, as_of: Time, unit: Unit = "week") -> EventSummary:
    """Repeat events, age at the last one and age now of each customer; later events change nothing.

    Args:
        customer: per event, whose; whole numbers or text.
        at: per event, when; days, dates or datetimes. Events without a time or a customer are left out.
        as_of: the day to look from.
        unit: of the ages.

    Raises:
        PolicyError: an unknown unit, or columns of different lengths.
    """
    if unit not in UNITS:
        raise PolicyError(f"units of age are {', '.join(UNITS)}")
    days, who = np.floor(days_of(at)), ids_of(customer)
    if len(days) != len(who):
        raise PolicyError("the columns of events must have one length")
    now = np.floor(to_days(as_of))
    day = pl.col("day")
    rows = (
        pl.DataFrame({"customer": who, "day": days})
        .drop_nulls()
        .filter(day <= now)
        .group_by("customer")
        .agg(x=day.n_unique() - 1.0, first=day.min(), last=day.max())
        .sort("customer")
    )
    first, last = rows["first"].to_numpy(), rows["last"].to_numpy()
    size = UNITS[unit]
    ids = rows["customer"].to_numpy()
    return EventSummary(ids, rows["x"].to_numpy(), (last - first) / size, (now - first) / size, unit)


@frozen(eq=False)
class Aliveness:
    """A fitted model and the customers it speaks of. Build it with `fit`; `on` takes it to other customers.

    Args:
        model: ``mbg`` (may leave right after the first event) or ``bg`` (only after a repeat).
        params: r, alpha (rate of events is gamma distributed), a, b (chance to leave is beta distributed).
        loglik: log-likelihood of the customers that it was fitted on.
        x: repeat events per customer.
        t_x: age at the last event.
        T: age now, in the unit of alpha.
        warnings: what the data could not tell.
    """

    model: Model
    params: Mapping[str, float]
    loglik: float
    x: Floats = field(repr=False)
    t_x: Floats = field(repr=False)
    T: Floats = field(repr=False)
    warnings: tuple[str, ...] = ()

    @classmethod
    def fit(cls, x: npt.ArrayLike, t_x: npt.ArrayLike, T: npt.ArrayLike, model: Model = "mbg") -> Aliveness:  # noqa: N803 - the literature's name
        """Fit by maximum likelihood; the unit of the ages does not matter.

        Args:
            x: repeat events per customer, 0 or more.
            t_x: age at the last event; 0 where there was no repeat.
            T: age now, at least ``t_x``.
            model: ``mbg`` or ``bg``.

        Raises:
            PolicyError: columns that do not fit, or no customer with a repeat event.
        """
        if model not in ("mbg", "bg"):
            raise PolicyError("models of aliveness are mbg and bg")
        x, t_x, T = _checked(x, t_x, T)  # noqa: N806 - as published
        if not x.any():
            raise PolicyError("nobody came back: nothing can be fitted")
        scale = float(T.mean())
        rows, weights = collapsed(np.stack([x, t_x / scale, T / scale]), np.ones(len(x)))
        counts, place = np.unique(rows[0], return_inverse=True)
        found = [
            minimize(_loss, np.array(start), (model, counts, place, rows[1], rows[2], weights), jac=True,
                     method="L-BFGS-B", bounds=[(-BOUND, BOUND)] * 4, options={"gtol": 1e-9, "ftol": 1e-14})
            for start in STARTS
        ]  # fmt: skip
        best = min(found, key=lambda fit: float(fit.fun))
        r, alpha, a, b = np.exp(best.x)
        # densities of event times carry the unit: one factor per repeat event
        loglik = -float(best.fun) * len(x) - float(x.sum()) * np.log(scale)
        warnings = []
        if (np.abs(best.x) > BOUND - 0.01).any() or a / (a + b) < 1e-3:  # noqa: PLR2004 - a share that cannot be told from 0
            warnings.append("the likelihood is flat at its edge: the data say little of who leaves or how rates differ")
        params = {"r": float(r), "alpha": float(alpha * scale), "a": float(a), "b": float(b)}
        return cls(model, params, loglik, x, t_x, T, tuple(warnings))

    def on(self, x: npt.ArrayLike, t_x: npt.ArrayLike, T: npt.ArrayLike) -> Aliveness:  # noqa: N803 - as published
        """The same fitted model on other customers.

        Raises:
            PolicyError: columns that do not fit.
        """
        x, t_x, T = _checked(x, t_x, T)  # noqa: N806 - as published
        return evolve(self, x=x, t_x=t_x, T=T)

    @property
    def p_alive(self) -> Floats:
        """P(still a customer) by customer, 0 to 1; never observed, so show `p_active`."""
        r, alpha, a, b = self._params
        stays = b + self.x if self.model == "mbg" else np.maximum(b + self.x - 1, b)
        gone = np.log(a / stays) + (r + self.x) * (np.log(alpha + self.T) - np.log(alpha + self.t_x))
        alive = expit(-gone)
        return np.asarray(alive if self.model == "mbg" else np.where(self.x == 0, 1.0, alive))

    def p_active(self, horizon: float) -> Floats:
        """P(at least one event within the horizon) by customer, 0 to 1, rising with the horizon.

        Args:
            horizon: from now, in the unit of the ages, 0 or more.
        """
        AMOUNT.check("horizon", horizon)
        r, alpha, _, _ = self._params
        quiet = (r + self.x) * -np.log1p(float(horizon) / (alpha + self.T))
        return np.asarray(self.p_alive * -np.expm1(quiet))

    def expected_events(self, horizon: float) -> Floats:
        """Expected number of events within the horizon by customer, 0 or more.

        Args:
            horizon: from now, in the unit of the ages, 0 or more.
        """
        AMOUNT.check("horizon", horizon)
        (r, alpha, a, b), horizon = self._params, float(horizon)
        stays = b + self.x + (self.model == "mbg")
        s, z = r + self.x, horizon / (alpha + self.T + horizon)

        def closed(a: float) -> Floats:
            with np.errstate(all="ignore"):
                rest = np.exp(s * np.log1p(-z)) * hyp2f1(s, stays, a + stays - 1, z)
                return np.asarray((a + stays - 1) / (a - 1) * (1 - rest))

        near = abs(a - 1) <= POLE
        side = (1 + POLE - a) / (2 * POLE)
        mean = side * closed(1 - POLE) + (1 - side) * closed(1 + POLE) if near else closed(a)
        once, most = -np.expm1(s * np.log1p(-z)), s * horizon / (alpha + self.T)
        wrong = ~(np.isfinite(mean) & (mean >= once * (1 - 1e-9)) & (mean <= most * (1 + 1e-9)))
        for one in np.unique(stays[wrong]):
            rows = wrong & (stays == one)
            mean[rows] = _by_quadrature(a, float(one), s[rows], horizon / (alpha + self.T[rows]))
        return np.asarray(self.p_alive * mean)

    @property
    def _params(self) -> tuple[float, float, float, float]:
        return self.params["r"], self.params["alpha"], self.params["a"], self.params["b"]

    def to_dict(self) -> dict[str, Any]:
        """The fitted model without the customers, for JSON."""
        fit = {"model": self.model, "params": dict(self.params), "loglik": self.loglik}
        return {**fit, "warnings": list(self.warnings)}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Aliveness:
        """The model that `to_dict` wrote; `on` gives it customers."""
        none = np.zeros(0)
        return cls(d["model"], d["params"], d["loglik"], none, none, none, tuple(d["warnings"]))


def _checked(x: npt.ArrayLike, t_x: npt.ArrayLike, T: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:  # noqa: N803 - as published
    x, t_x, T = floats(x, t_x, T)  # noqa: N806 - as published
    if not (x.ndim == 1 and x.shape == t_x.shape == T.shape and len(x)):
        raise PolicyError("x, t_x and T are columns of one length, not empty")
    if not ((x >= 0) & (t_x >= 0) & (t_x <= T) & np.isfinite(T)).all() or not T.any():
        raise PolicyError("customers need x >= 0 and 0 <= t_x <= T, finite, and an age above 0 for some")
    return x, t_x, T


def collapsed(rows: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Columns of rows, sorted, equal ones put together with the sum of their weights."""
    order = np.lexsort(rows)
    rows = rows[:, order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (rows[:, 1:] != rows[:, :-1]).any(axis=0)
    return rows[:, fresh], np.bincount(np.cumsum(fresh) - 1, weight[order]).astype(np.float64)


def _loss(
    log_params: Floats, model: Model, counts: Floats, place: npt.NDArray[np.intp], t_x: Floats, T: Floats,  # noqa: N803 - as published
    weights: Floats,
) -> tuple[float, Floats]:  # fmt: skip
    """Minus the mean log-likelihood and its gradient in log parameters; ``counts[place]`` is x.

    Gamma functions depend on x alone, of which there are few: they run once per distinct one.
    """
    r, alpha, a, b = np.exp(log_params)
    stays = b + counts + (model == "mbg")
    # right after its first event a BG customer cannot leave: that term is masked, and kept in range
    left = stays - 1 if model == "mbg" else np.where(counts > 0, stays - 1, 1.0)
    here, gone = betaln(a, stays), betaln(a + 1, left)
    total, bought = digamma(a + stays), (r + counts)[place]
    now, last = np.log(alpha + T), np.log(alpha + t_x)
    if model == "bg":
        gone = np.where(counts > 0, gone, -np.inf)
    both = np.logaddexp(here[place] - bought * now, gone[place] - bought * last)
    w, v = np.exp(here[place] - bought * now - both), np.exp(gone[place] - bought * last - both)
    value = (gammaln(r + counts) - gammaln(r))[place] + r * np.log(alpha) - betaln(a, b) + both
    in_r = (digamma(r + counts) - digamma(r))[place] + np.log(alpha) - w * now - v * last
    in_alpha = r / alpha - bought * (w / (alpha + T) + v / (alpha + t_x))
    in_a = digamma(a + b) - digamma(a) + w * digamma(a) + v * digamma(a + 1) - total[place]
    in_b = digamma(a + b) - digamma(b) + w * digamma(stays)[place] + v * digamma(left)[place] - total[place]
    n = weights.sum()
    gradient = np.array([(g * weights).sum() for g in (in_r, in_alpha, in_a, in_b)]) * (r, alpha, a, b)
    return -float((value * weights).sum() / n), -gradient / n


def _by_quadrature(a: float, stays: float, s: Floats, reach: Floats) -> Floats:
    """Mean over p ~ Beta(a, stays) of (1 - (1 + p * reach) ** -s) / p: where the closed form fails."""

    def at(share: float) -> Floats:
        p = max(float(betaincinv(a, stays, share)), 1e-300)
        return np.asarray(-np.expm1(-s * np.log1p(p * reach)) / p)

    return np.asarray(quad_vec(at, 0.0, 1.0, epsrel=1e-11)[0])
