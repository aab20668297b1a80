"""How fast fields go wrong: default hazards with their ground, and one knob to scale them.

Source: BLS Employee Tenure 2024, MarketingSherpa, ZeroBounce, WorldatWork, Conduit, Census CPS, FCC; rows
marked judgement are judgement.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from attrs import evolve, field, frozen

from crmquality.errors import PolicyError

YEAR = 365.25


@frozen
class Hazard:
    """A constant hazard: the rate at which a field goes wrong.

    Args:
        rate: own failures per year, 0 or more.
        shared: failures per year of the cause shared with other work fields (the person leaves), 0 or more.
        ground: where the figure comes from.
    """

    rate: float
    shared: float = 0.0
    ground: str = field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        if not (self.rate >= 0 and self.shared >= 0 and math.isfinite(self.rate + self.shared)):
            raise PolicyError("a hazard takes finite rates of 0 or more per year")

    @classmethod
    def from_annual_loss(cls, loss: float) -> Hazard:
        """The hazard that loses a share of the values in a year.

        Args:
            loss: 0 to below 1.

        Example:
            >>> round(Hazard.from_annual_loss(0.26).survival(365.25), 6)
            0.74
        """
        if not 0 <= loss < 1:
            raise PolicyError("an annual loss lies between 0 and below 1")
        return cls(-math.log1p(-loss))

    @classmethod
    def from_half_life(cls, days: float) -> Hazard:
        """The hazard that leaves half of the values after some days."""
        if not days > 0:
            raise PolicyError("a half-life is a positive number of days")
        return cls(math.log(2) / (days / YEAR))

    @property
    def total(self) -> float:
        """Own and shared failures per year."""
        return self.rate + self.shared

    @property
    def half_life_days(self) -> float:
        """Days until half of the values are wrong; infinity for no decay."""
        return math.inf if self.total == 0 else math.log(2) / self.total * YEAR

    def survival(self, days: float) -> float:
        """Share still right after some days, 1 at 0, never rising."""
        return math.exp(-self.total * max(days, 0.0) / YEAR)


EMPLOYMENT = 0.22
HAZARDS: Mapping[str, Hazard] = MappingProxyType(
    {
        "work_email": Hazard(0.03, EMPLOYMENT, "MarketingSherpa 22.5 %; ZeroBounce 23-28 %"),
        "direct_phone": Hazard(0.05, EMPLOYMENT, "vendor 8-12 % within a role; FCC 5-6 % of numbers"),
        "job_title": Hazard(0.10, EMPLOYMENT, "WorldatWork 8.1 % promoted in a usual year, plus retitling"),
        "company": Hazard(0.03, EMPLOYMENT, "closures, mergers, renames on top of leaving"),
        "work_address": Hazard(0.06, EMPLOYMENT, "Conduit 8 % a year; UK registered offices under 5 %"),
        "mobile": Hazard(0.08, 0.0, "UK adults one number change in ten years; FCC"),
        "personal_email": Hazard(0.08, 0.0, "weak: judgement between 2.7 % and 39 %"),
        "home_address": Hazard(0.10, 0.0, "Census CPS 9.3 % (2020), 11.7 % (2013)"),
        "surname": Hazard(0.01, 0.0, "judgement"),
    }
)


@frozen
class HazardTable:
    """Hazards by name of what decays.

    Args:
        hazards: by name.
    """

    hazards: Mapping[str, Hazard]

    @classmethod
    def default(cls) -> HazardTable:
        """The shipped defaults."""
        return cls(HAZARDS)

    def get(self, name: str) -> Hazard:
        """The hazard of a name.

        Raises:
            PolicyError: there is none.
        """
        try:
            return self.hazards[name]
        except KeyError:
            raise PolicyError(f"no hazard {name!r}; hazards are {', '.join(self.hazards)}") from None

    def scaled(self, name: str, annual_loss: float) -> HazardTable:
        """All hazards times one factor, so that the named one loses a stated share a year.

        Args:
            name: the hazard that is known.
            annual_loss: its loss, 0 to below 1.
        """
        factor = Hazard.from_annual_loss(annual_loss).rate / self.get(name).total
        return HazardTable(
            {k: evolve(h, rate=h.rate * factor, shared=h.shared * factor) for k, h in self.hazards.items()}
        )
