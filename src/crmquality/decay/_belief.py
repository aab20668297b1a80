"""The belief that fields of one contact still hold: an exact filter with one shared cause.

Work fields fail together when the person leaves (one number per contact, ``w``) and each by itself (``q``).
Source: two-state hidden Markov filter in closed steps; both the probability and its complement are carried.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from attrs import define, field, frozen

from crmquality.decay._hazards import YEAR, HazardTable
from crmquality.decay._outcomes import CAP, Outcome
from crmquality.errors import PolicyError


@frozen
class Evidence:
    """One outcome of one attempt.

    Args:
        field: the field it speaks of.
        kind: the outcome.
        at: when, in days on the caller's clock.
        event_id: the same event delivered twice counts once.
    """

    field: str
    kind: str
    at: float
    event_id: str | None = None


def decay(p: float, q: float, rate: float, days: float) -> tuple[float, float]:
    """Let time pass: probability and complement after some days at a yearly rate."""
    loss = -p * math.expm1(-rate * max(days, 0.0) / YEAR)
    return p - loss, q + loss


def observe(p: float, q: float, a: float, b: float) -> tuple[float, float]:
    """Take in an outcome with likelihood ``a`` if valid and ``b`` if not."""
    z = p * a + q * b
    return p * a / z, q * b / z


@define
class BeliefState:
    """What is believed of one contact's fields at one moment.

    Args:
        hazards: hazard name by field.
        entry: belief in each field at the start, 0 to 1.
        at: the moment, in days.
        table: hazards by name.
    """

    hazards: Mapping[str, str]
    entry: float
    at: float
    table: HazardTable = field(factory=HazardTable.default)
    _w: tuple[float, float] = field(init=False, default=(1.0, 0.0))
    _own: dict[str, tuple[float, float]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        if not 0 < self.entry < 1:
            raise PolicyError("an entry belief lies between 0 and 1")
        # a work field is wrong at entry because the person has left or by itself: half of the log doubt each
        half = math.sqrt(self.entry)
        linked = {f for f, h in self.hazards.items() if self.table.get(h).shared > 0}
        self._own = {f: (half, 1 - half) if f in linked else (self.entry, 1 - self.entry) for f in self.hazards}
        self._w = (half, 1 - half)

    def advance(self, to: float) -> None:
        """Let time pass.

        Raises:
            PolicyError: ``to`` lies before the last moment.
        """
        if to < self.at:
            raise PolicyError("evidence must come in the order of time; replay the events from the start")
        days = to - self.at
        shared = max((self.table.get(h).shared for h in self.hazards.values()), default=0.0)
        self._w = decay(*self._w, shared, days)
        self._own = {f: decay(*pq, self.table.get(self.hazards[f]).rate, days) for f, pq in self._own.items()}
        self.at = to

    def observe(self, name: str, outcome: Outcome) -> None:
        """Take in one outcome on one field; a ratio beyond e to the 7 is cut there."""
        a, b = outcome.if_valid, outcome.if_invalid
        limit = math.exp(CAP)
        a, b = min(a, b * limit), min(b, a * limit)
        p, q = self._own[name]
        if self.table.get(self.hazards[name]).shared > 0:
            m = p * a + q * b
            self._w = observe(*self._w, m, b)
        self._own[name] = observe(p, q, a, b)

    def p_valid(self, name: str) -> float:
        """Probability that a field holds now, 0 to 1."""
        own = self._own[name][0]
        return self._w[0] * own if self.table.get(self.hazards[name]).shared > 0 else own
