"""How fast fields go wrong: hazards with their ground, by field and segment, and one knob to scale them.

Cumulative hazard of a layer at age t (years): ``x = (rate * t) ** shape``; where people differ by a gamma factor of
shape g, ``g * log1p(x / g)``. Shape 1 is the exponential, other shapes Weibull, shape 1 with g the Lomax.
Work fields carry a second layer, the cause they share: the person leaves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any

from attrs import asdict, evolve, field, frozen

from crmquality._data import load
from crmquality.decay._given import ABOVE, NUMBER, Range, of_kind
from crmquality.decay._time import YEAR
from crmquality.errors import PolicyError

RATE = Range("a finite rate per year of 0 or more", 0, ends="[)")
#: what a policy or a file may call a field, where the table has no row of that name
_SYNONYMS = load("decay")["words"]["field_words"]


@frozen
class Hazard:
    """The rate at which a field goes wrong: an own layer, and for work fields the layer they share.

    Args:
        rate: own failures per year, 0 or more; with a shape other than 1 the reciprocal of the scale in years.
        shape: Weibull shape of the own layer, above 0; below 1 the hazard falls with age.
        recovery: rate per year at which a wrong value comes right by itself; needs shape 1.
        shared: rate of the cause shared with the other work fields of a contact; ``None`` = no link.
        shared_shape: Weibull shape of the shared layer.
        gamma_shape: shape of the gamma factor by which people differ in the own layer; infinity = they do not.
        ground: where the figure comes from.
        caution: what to mind about it.
        judgement: the figure is a judgement, not a measurement.

    Raises:
        PolicyError: a rate is negative or not finite, a shape not above 0, or recovery meets a shape other than 1.
    """

    rate: float = field(validator=RATE)
    shape: float = field(default=1.0, validator=ABOVE)
    recovery: float = field(default=0.0, validator=RATE)
    shared: float | None = field(default=None, validator=RATE)
    shared_shape: float = field(default=1.0, validator=ABOVE)
    gamma_shape: float = field(default=math.inf, validator=Range("a number above 0", 0, ends="(]"))
    ground: str = field(default="", eq=False, kw_only=True, repr=False)
    caution: str = field(default="", eq=False, kw_only=True, repr=False)
    judgement: bool = field(default=False, eq=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.recovery and not (self.shape == 1 and self.gamma_shape == math.inf):
            raise PolicyError("recovery goes with a constant hazard: shape 1, no gamma factor")

    @classmethod
    def from_annual_loss(cls, r: float) -> Hazard:
        """The constant hazard that loses a share of the values in a year.

        Args:
            r: 0 to below 1.

        Example:
            >>> round(Hazard.from_annual_loss(0.26).survival(365.25), 6)
            0.74
        """
        Range("an annual loss from 0 to below 1, such as 0.26", 0, 1, "[)").check("r", r)
        return cls(-math.log1p(-r))

    @classmethod
    def from_half_life(cls, days: float) -> Hazard:
        """The constant hazard that leaves half of the values after some days, a number above 0."""
        ABOVE.check("days", days)
        return cls(math.log(2) / (days / YEAR))

    def cumulative(self, years: float) -> float:
        """Cumulative hazard of the own layer at an age, 0 at age 0, never falling."""
        x = _power(self.rate * max(years, 0.0), self.shape)
        return x if self.gamma_shape == math.inf else self.gamma_shape * math.log1p(x / self.gamma_shape)

    def shared_cumulative(self, years: float) -> float:
        """Cumulative hazard of the shared layer at an age; 0 for a field without one."""
        return _power((self.shared or 0.0) * max(years, 0.0), self.shared_shape)

    @property
    def constant(self) -> bool:
        """Both layers fail at a constant rate."""
        return self.shape == 1 and self.gamma_shape == math.inf and (self.shared_shape == 1 or not self.shared)

    @property
    def total(self) -> float:
        """Failures per year from both layers, over the first year; minus the log of what a year leaves."""
        return self.cumulative(1) + self.shared_cumulative(1)

    @property
    def half_life_days(self) -> float:
        """Days until half of the values are wrong; infinity if that never comes."""
        if not self.recovery:
            return self.years_until(math.log(2)) * YEAR
        if self.survival(math.inf) >= 1 / 2:
            return math.inf
        return first_true(lambda years: self.survival(years * YEAR) <= 1 / 2) * YEAR

    def survival(self, days: float) -> float:
        """Share still right after some days: 1 at 0, never rising.

        Args:
            days: 0 or more, infinity included.
        """
        NUMBER.check("days", days)
        years = max(days, 0.0) / YEAR
        stay = self.rate + self.recovery
        own = math.exp(-self.cumulative(years))
        if self.recovery:
            own = (self.recovery + self.rate * math.exp(-stay * years)) / stay
        return own * math.exp(-self.shared_cumulative(years))

    def years_until(self, cumulative: float) -> float:
        """The age at which both layers together reach a cumulative hazard; infinity for no decay. Recovery left out."""
        if self.rate == 0 and not self.shared:
            return math.inf
        if self.constant:
            return cumulative / self.total
        return first_true(lambda years: self.cumulative(years) + self.shared_cumulative(years) >= cumulative)


def _power(x: float, shape: float) -> float:
    return x if shape == 1 or x in (0, math.inf) else math.exp(min(shape * math.log(x), 700.0))


def first_true(holds: Callable[[float], bool]) -> float:
    """The number from which on a condition holds, to 15 digits; infinity beyond 1e9."""
    high = 1.0
    while not holds(high):
        high *= 2
        if high > 1e9:  # noqa: PLR2004 - years
            return math.inf
    low = 0.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def row_of(name: str, rows: Collection[str]) -> str:
    """The name of a field among some: itself, or the one that it is a synonym of."""
    known = name if of_kind("field", name, str) in rows else _SYNONYMS.get(name, name)
    if known not in rows:
        raise PolicyError(f"no hazard {name!r}; hazards are {', '.join(rows)}")
    return known


HAZARDS: Mapping[str, Hazard] = MappingProxyType(
    {r["field"]: Hazard(**{k: v for k, v in r.items() if k != "field"}) for r in load("decay")["hazards"]}
)
"""The shipped hazards by field."""


@frozen
class HazardTable:
    """Hazards by field, with other ones for the fields of a segment.

    Args:
        hazards: by field.
        segments: by segment, then field; where a segment has no row for a field, the general one holds.
        employer: the field that names the employer; a new value there restarts the shared layer.

    Raises:
        PolicyError: linked fields of one contact carry different shared rates.
    """

    hazards: Mapping[str, Hazard]
    segments: Mapping[str, Mapping[str, Hazard]] = field(factory=dict)
    employer: str | None = "company"

    def __attrs_post_init__(self) -> None:
        for segment in (None, *self.segments):
            rows = [of_kind(f"the row of {f!r}", self.get(f, segment), Hazard) for f in self.hazards]
            if len({(h.shared, h.shared_shape) for h in rows if h.shared is not None}) > 1:
                raise PolicyError("work fields of one contact share one cause: give them one shared rate and shape")

    @classmethod
    def default(cls) -> HazardTable:
        """The shipped table; its rows say where they come from."""
        return cls(HAZARDS)

    def resolve(self, name: str) -> str:
        """The name of a field in this table: itself, or the row that it is a synonym of.

        Raises:
            PolicyError: there is none.
        """
        return row_of(name, self.hazards)

    def get(self, field: str, segment: str | None = None) -> Hazard:
        """The hazard of a field, in a segment if it has its own there.

        Raises:
            PolicyError: there is none.
        """
        name = self.resolve(field)
        own = self.segments.get(segment, {}) if segment is not None else {}
        return own.get(name, self.hazards[name])

    def scaled(self, field: str, annual_loss: float) -> HazardTable:
        """All rates times one factor, so that the named field loses a stated share in its first year.

        Args:
            field: the field that is known.
            annual_loss: its loss, 0 to below 1.

        Raises:
            PolicyError: the field does not decay, or the loss is out of range.
        """
        known = self.get(field)
        factor = known.years_until(Hazard.from_annual_loss(annual_loss).rate)
        if factor == math.inf:
            raise PolicyError(f"the field {field!r} does not decay, so nothing can be scaled by it")

        def faster(h: Hazard) -> Hazard:
            shared = None if h.shared is None else h.shared * factor
            return evolve(h, rate=h.rate * factor, recovery=h.recovery * factor, shared=shared)

        segments = {s: {f: faster(h) for f, h in rows.items()} for s, rows in self.segments.items()}
        return evolve(self, hazards={f: faster(h) for f, h in self.hazards.items()}, segments=segments)

    def with_hazard(self, field: str, hazard: Hazard) -> HazardTable:
        """Another hazard for a field, for all segments that have none of their own."""
        return evolve(self, hazards={**self.hazards, field: hazard})

    def with_segment(self, segment: str, field: str, hazard: Hazard) -> HazardTable:
        """Another hazard for a field in a segment."""
        own = {**self.segments.get(segment, {}), self.resolve(field): hazard}
        return evolve(self, segments={**self.segments, segment: own})

    def with_employment(self, rate: float, shape: float = 1.0, segment: str | None = None) -> HazardTable:
        """Another shared cause for all linked fields, in general or in one segment.

        Args:
            rate: per year; with a shape other than 1 the reciprocal of the scale.
            shape: Weibull shape.
            segment: the segment, or ``None`` for the general rows.
        """
        RATE.check("rate", rate)
        rows = {f: self.get(f, segment) for f in self.hazards}
        rows = {f: evolve(h, shared=rate, shared_shape=shape) for f, h in rows.items() if h.shared is not None}
        if segment is None:
            return evolve(self, hazards={**self.hazards, **rows})
        return evolve(self, segments={**self.segments, segment: {**self.segments.get(segment, {}), **rows}})

    def for_fields(self, fields: Mapping[str, str]) -> HazardTable:
        """The table of a policy's own fields.

        Args:
            fields: name of a row of this table by the policy's field.
        """
        rows = {f: self.resolve(name) for f, name in fields.items()}
        segments = {s: {f: own[n] for f, n in rows.items() if n in own} for s, own in self.segments.items()}
        employer = next((f for f, n in rows.items() if n == self.employer), None)
        return HazardTable({f: self.hazards[n] for f, n in rows.items()}, segments, employer)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""

        def plain(rows: Mapping[str, Hazard]) -> dict[str, Any]:
            return {f: {k: v for k, v in asdict(h).items() if v != math.inf} for f, h in rows.items()}

        segments = {s: plain(rows) for s, rows in self.segments.items()}
        return {"hazards": plain(self.hazards), "segments": segments, "employer": self.employer}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> HazardTable:
        """The table that `to_dict` wrote."""
        segments = {s: {f: Hazard(**h) for f, h in rows.items()} for s, rows in d["segments"].items()}
        return cls({f: Hazard(**h) for f, h in d["hazards"].items()}, segments, d["employer"])
