"""When checking a value again pays: the 1-10-100 costs turned into an interval and a threshold.

Source: docs/explanation/decay.md; minimum of the yearly cost of verifying every t days.
"""

from __future__ import annotations

import math

from attrs import frozen

from crmquality.decay._time import YEAR


@frozen
class Costs:
    """What checking and failing cost, in the caller's unit.

    Args:
        verify: of one check.
        correct: of correcting a wrong value.
        fail: of using a wrong value once.
        uses_per_year: how often the value is used.
    """

    verify: float = 1.0
    correct: float = 10.0
    fail: float = 100.0
    uses_per_year: float = 1.0


def verify_interval(rate: float, costs: Costs | None = None) -> tuple[float, float]:
    """The best interval between two checks, and the belief at which one is due.

    Args:
        rate: failures per year.
        costs: the costs; 1, 10, 100 and one use a year unless given.

    Returns:
        Days (infinity = never worth it) and the belief, 0 to 1, at which to check.
    """
    costs = costs or Costs()
    worth = costs.uses_per_year * costs.fail / rate - costs.correct if rate > 0 else 0.0
    if worth <= costs.verify:
        return math.inf, 0.0
    target = costs.verify / worth
    low, high = 0.0, 1.0
    while 1 - (1 + high) * math.exp(-high) < target:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if 1 - (1 + middle) * math.exp(-middle) < target:
            low = middle
        else:
            high = middle
    return low / rate * YEAR, math.exp(-low)
