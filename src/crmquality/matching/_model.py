"""The match model: comparison levels, their probabilities, and weights that add up in whole 1/1024 bits.

A record pair is explained by one of four classes: a match, or one of three ways not to match (strangers, one
household, one workplace). The match weight is the log2 odds of a match against the sum of the others. An
exact agreement weighs by how rare the agreed value is among the records at hand, so that a switchboard's
number or a placeholder proves little. Source: Fellegi and Sunter 1969; term frequencies as in Winkler 2000.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from crmquality.errors import PolicyError

UNIT = 1024
#: smaller tables are taken for a part of one of this size
FEWEST = 500
CLASSES = ("random", "household", "workplace")
#: levels by comparison; the first is exact agreement, the last disagreement
LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "given": ("same", "nickname", "initial", "similar", "swapped", "different"),
        "family": ("same", "similar", "swapped", "different"),
        "email": ("same", "same local part", "different"),
        "phone": ("same", "different"),
        "company": ("same", "similar", "different"),
        "street": ("same", "similar", "different"),
        "postal_code": ("same", "different"),
        "city": ("same", "similar", "different"),
        "birth_date": ("same", "near", "different"),
        "identifier": ("same", "different"),
    }
)
NULL = -1
_M = {
    "given": (0.80, 0.06, 0.03, 0.06, 0.02, 0.03),
    "family": (0.88, 0.07, 0.02, 0.03),
    "email": (0.62, 0.10, 0.28),
    "phone": (0.65, 0.35),
    "company": (0.70, 0.08, 0.22),
    "street": (0.65, 0.12, 0.23),
    "postal_code": (0.78, 0.22),
    "city": (0.80, 0.06, 0.14),
    "birth_date": (0.88, 0.08, 0.04),
    "identifier": (0.85, 0.15),
}
#: ``None`` = the frequency of the agreed value; a first figure is a share that the class itself explains
_U: dict[str, dict[str, tuple[float | None, ...]]] = {
    "random": {
        "given": (None, 0.004, 0.008, 0.006, 0.0004, 0.98), "family": (None, 0.004, 0.0004, 0.99),
        "email": (None, 0.0004, 0.9996), "phone": (None, 1.0), "company": (None, 0.002, 0.997),
        "street": (None, 0.003, 0.996), "postal_code": (None, 0.999), "city": (None, 0.01, 0.98),
        "birth_date": (None, 0.01, 0.99), "identifier": (None, 1.0),
    },
    "household": {
        "given": (None, 0.004, 0.01, 0.01, 0.0004, 0.97), "family": (0.85, 0.02, 0.0004, 0.13),
        "email": (0.12, 0.01, 0.87), "phone": (0.45, 0.55), "company": (0.10, 0.01, 0.89),
        "street": (0.85, 0.05, 0.10), "postal_code": (0.92, 0.08), "city": (0.95, 0.02, 0.03),
        "birth_date": (0.004, 0.02, 0.976), "identifier": (0.002, 0.998),
    },
    "workplace": {
        "given": (None, 0.004, 0.008, 0.006, 0.0004, 0.98), "family": (None, 0.004, 0.0004, 0.99),
        "email": (0.05, 0.001, 0.949), "phone": (0.35, 0.65), "company": (0.93, 0.05, 0.02),
        "street": (0.75, 0.05, 0.20), "postal_code": (0.85, 0.15), "city": (0.90, 0.03, 0.07),
        "birth_date": (None, 0.01, 0.99), "identifier": (None, 1.0),
    },
}  # fmt: skip
#: pairs of each class per record, whatever the size of the table
_PAIRS = {"match": 0.3, "random": None, "household": 0.05, "workplace": 0.5}


def bits(value: float) -> int:
    """A log2 as a whole number of 1/1024 bits."""
    return round(UNIT * math.log2(value))


def _soft() -> tuple[int, ...]:
    """log2(1 + 2^-d) for d in 1/1024 bits, until it rounds to nothing."""
    return tuple(round(UNIT * math.log2(1 + 2 ** (-d / UNIT))) for d in range(16 * UNIT))


SOFT = _soft()


def soft_add(a: int, b: int) -> int:
    """log2(2^a + 2^b) in whole 1/1024 bits; the same on every machine."""
    high, low = (a, b) if a >= b else (b, a)
    return high + (SOFT[high - low] if high - low < len(SOFT) else 0)


@frozen(slots=False)
class Model:
    """A frozen match model: everything a weight depends on beside the records and their counts.

    Args:
        m: probability of each level among matches, by comparison; sums to 1.
        u: probability of each level by class and comparison; ``None`` = frequency of the agreed value.
        pairs: expected pairs per record and class.
        name: ``"shipped"`` or where it was fitted.
    """

    m: Mapping[str, tuple[float, ...]]
    u: Mapping[str, Mapping[str, tuple[float | None, ...]]]
    pairs: Mapping[str, float | None]
    name: str = field(default="shipped")

    def __attrs_post_init__(self) -> None:
        for name, levels in LEVELS.items():
            if len(self.m[name]) != len(levels) or abs(sum(self.m[name]) - 1) > 1e-6:  # noqa: PLR2004 - rounding
                raise PolicyError(f"model: m of {name} needs one probability per level, summing to 1")

    @classmethod
    def default(cls) -> Model:
        """The shipped model: works on any size without training."""
        return cls(MappingProxyType(_M), MappingProxyType(_U), MappingProxyType(_PAIRS))

    @cached_property
    def tables(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """Weights by class, comparison and level; where frequency counts, log2(m) alone."""
        return {
            c: {
                name: tuple(
                    bits(m) if u is None else bits(m) - bits(u)
                    for m, u in zip(self.m[name], self.u[c][name], strict=True)
                )
                for name in LEVELS
            }
            for c in CLASSES
        }  # fmt: skip

    def prior(self, kind: str, records: int) -> int:
        """log2 odds of a match against one class before anything is compared.

        Args:
            kind: the class.
            records: size of the table, 2 or more.
        """
        match, other = self.pairs["match"], self.pairs[kind]
        assert match is not None
        return bits(match) - (bits(other) if other is not None else bits(max(records, FEWEST) - 1) - UNIT)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the model as canonical JSON."""
        return hashlib.sha256(json.dumps(self.to_dict(), sort_keys=True).encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """The model as plain data."""
        return {
            "name": self.name, "m": {k: list(v) for k, v in self.m.items()},
            "u": {c: {k: list(v) for k, v in t.items()} for c, t in self.u.items()}, "pairs": dict(self.pairs),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Model:
        """The model that `to_dict` described."""
        return cls(
            {k: tuple(v) for k, v in data["m"].items()},
            {c: {k: tuple(v) for k, v in t.items()} for c, t in data["u"].items()},
            dict(data["pairs"]),
            data["name"],
        )
