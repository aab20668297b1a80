"""When checking a value again pays: the 1-10-100 costs turned into an interval, a threshold and a value.

Source: docs/explanation/decay.md; the interval is where the yearly cost of verifying every t days is least.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeVar

from attrs import field, frozen

from crmquality._data import load
from crmquality.decay._given import ABOVE, AMOUNT, PROBABILITY, given
from crmquality.decay._hazards import RATE, Hazard
from crmquality.decay._time import YEAR

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: one probability, or an array of them
P = TypeVar("P", float, "npt.NDArray[np.float64]")


@frozen
class Costs:
    """What checking and failing cost, in the caller's unit.

    Args:
        verify: of one check, above 0.
        correct: of correcting a wrong value.
        fail: of using a wrong value once.
        uses_per_year: how often the value is used.

    Raises:
        PolicyError: a cost is negative, or a check costs nothing.
    """

    verify: float = field(default=1.0, validator=ABOVE)
    correct: float = field(default=10.0, validator=AMOUNT)
    fail: float = field(default=100.0, validator=AMOUNT)
    uses_per_year: float = field(default=1.0, validator=AMOUNT)


def _fields(value: tuple[str, ...] | list[str] | str) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@frozen
class Check:
    """A way of checking values: one call, letter or look-up, which may settle several fields at once.

    Args:
        channel: what is done, such as ``"call"``.
        fields: names of the fields that it settles, by hazard (``"work_email"``) or policy field.
        through: those of them it goes through: it settles the others only as far as one of these holds.
        hit_rate: share of wrong values that it finds, 0 to 1.
        pass_rate: share of right values that it passes, 0 to 1.
        false_alarm: cost of acting on a right value called wrong.
        times: what it costs, as a multiple of ``Costs.verify``, above 0.
    """

    channel: str
    fields: tuple[str, ...] = field(default=(), converter=_fields)
    through: tuple[str, ...] = field(default=(), converter=_fields)
    hit_rate: float = field(default=1.0, validator=PROBABILITY)
    pass_rate: float = field(default=1.0, validator=PROBABILITY)
    false_alarm: float = field(default=0.0, validator=AMOUNT)
    times: float = field(default=1.0, validator=ABOVE)


PERFECT: Final = Check("any")
#: what a team can do without tools: judgement
CHECKS: Final = tuple(Check(**row) for row in load("decay")["checks"])


def verify_interval(hazard: Hazard | float, costs: Costs | None = None) -> tuple[float, float]:
    """The best interval between two checks, and the belief at which one is due.

    Args:
        hazard: the hazard, or its failures per year.
        costs: the costs; 1, 10, 100 and one use a year unless given.

    Returns:
        Days (infinity = never worth it) and the belief, 0 to 1, at which to check.

    Source:
        ``t = gammaincinv(2, v / (u f / L - c)) / L``, where ``[v + c (1 - e^-Lt) + u f (t - (1 - e^-Lt) / L)] / t``
        is least.

    Example:
        >>> days, threshold = verify_interval(0.25)
        >>> round(days), round(threshold, 3)
        (107, 0.929)
    """
    from scipy.special import gammaincinv

    costs, rate = given("costs", costs, Costs, Costs), hazard.total if isinstance(hazard, Hazard) else hazard
    RATE.check("hazard", rate)
    worth = costs.uses_per_year * costs.fail / rate - costs.correct if rate > 0 else 0.0
    if worth <= costs.verify:
        return math.inf, 0.0
    y = float(gammaincinv(2.0, costs.verify / worth))
    return y / rate * YEAR, math.exp(-y)


def worth_of(p: P, costs: Costs, check: Check, uses: float | None = None) -> P:
    """What settling a field brings, before the cost of the check: failures saved less false alarms."""
    n = costs.uses_per_year if uses is None else uses
    saved = check.hit_rate * (costs.fail * n - costs.correct)
    lost = (1 - check.pass_rate) * check.false_alarm
    return (1 - p) * saved - p * lost


def verification_value(
    p: P, hazard: Hazard | float | None = None, costs: Costs | None = None, check: Check = PERFECT, *,
    uses: float | None = None,
) -> P:  # fmt: skip
    """What checking a value now brings, in the unit of the costs; above 0 = it pays.

    Args:
        p: belief that the value holds, 0 to 1; an array gives an array.
        hazard: its hazard; where no interval would pay (`verify_interval`), neither does a check now.
        costs: 1, 10, 100 and one use a year unless given.
        check: how good the check is; perfect unless given.
        uses: expected uses until the next chance to check; those of a year unless given.

    Example:
        >>> [round(verification_value(p, 0.25), 2) for p in (0.99, 0.988, 0.5)]
        [-0.1, 0.08, 44.0]
    """
    costs = given("costs", costs, Costs, Costs)
    if not hasattr(p, "dtype"):
        PROBABILITY.check("p", p)
    AMOUNT.check("uses", 0 if uses is None else uses)
    cost = costs.verify * check.times
    rate = hazard.total if isinstance(hazard, Hazard) else hazard
    if rate is not None and rate != 0 and math.isinf(verify_interval(rate, costs)[0]):
        return p * 0.0 - cost
    return worth_of(p, costs, check, uses) - cost
