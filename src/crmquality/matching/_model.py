"""The match model: comparison levels, their probabilities, and weights that add up in whole 1/1024 bits.

A record pair is explained by one of five classes. Two are matches: records of an unchanged person, and of one who
has moved (employer, address and channels differ together, which is one event and not six). Three are not:
strangers, one household, one workplace. The match weight is the log2 odds of the matches against the others. An
exact agreement weighs by how rare the agreed value is among the records at hand, so that a switchboard's number or
a placeholder proves little. Source: Fellegi and Sunter 1969; term frequencies as in Winkler 2000.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from types import MappingProxyType
from typing import Any
from zlib import crc32

from attrs import evolve, field, frozen

from crmquality.errors import PolicyError

UNIT = 1024
#: by how much probabilities written with few digits may miss 1 together
_ROUNDED = 1e-3
#: smaller tables are taken for a part of one of this size
FEWEST = 500
MATCHES = ("unchanged", "moved")
OTHERS = ("random", "household", "workplace")
CLASSES = (*MATCHES, *OTHERS)
#: every kind of match against every class that is none
AGAINST = tuple((m, o) for m in MATCHES for o in OTHERS)
#: levels by comparison; the first is exact agreement, the last disagreement
LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "given": ("same", "nickname", "initial", "short form", "similar", "swapped", "different"),
        "family": ("same", "similar", "part", "swapped", "different"),
        "email": ("same", "same role mailbox", "similar", "same local part", "different"),
        "phone": ("same", "similar", "different"),
        "company": ("same", "similar", "different"),
        "street": ("same", "similar", "different"),
        "postal_code": ("same", "different"),
        "city": ("same", "similar", "different"),
        "birth_date": ("same", "similar", "near", "different"),
        "identifier": ("same", "similar", "different"),
        "job_title": ("same", "different"),
        "country": ("same", "different"), "generation": ("same", "different"),
        **dict.fromkeys(("title", "about", "more"), ("same", "same words", "most words", "some words", "other numbers",
                                                     "different")),
        **dict.fromkeys(("code", "number", "number2"), ("same", "similar", "different")),
    }
)  # fmt: skip
#: classes of pairs of people: two records that name nobody are none of them, and a thing of another name is another
PEOPLE = ("moved", "household", "workplace")
#: but things with titles may be of one maker
MAKERS = ("workplace",)
NULL = -1
#: log2 of what cannot be, in 1/1024 bits
NEVER = -(2**20)
#: what a person keeps through every move
PERSON = ("given", "family", "birth_date", "identifier", "generation")
_UNCHANGED: dict[str, tuple[float | None, ...]] = {
    "given": (0.78, 0.04, 0.03, 0.03, 0.07, 0.015, 0.035), "family": (0.87, 0.07, 0.01, 0.015, 0.035),
    "email": (0.58, 0.02, 0.05, 0.05, 0.30), "phone": (0.62, 0.04, 0.34), "company": (0.72, 0.08, 0.20),
    "street": (0.66, 0.12, 0.22), "postal_code": (0.76, 0.24), "city": (0.82, 0.05, 0.13),
    "birth_date": (0.88, 0.06, 0.05, 0.01), "identifier": (0.88, 0.09, 0.03), "job_title": (0.65, 0.35),
    "country": (0.96, 0.04), "generation": (0.996, 0.004),
    "title": (0.42, 0.25, 0.22, 0.065, 0.005, 0.04), "about": (0.40, 0.12, 0.12, 0.12, 0.02, 0.22),
    "more": (0.35, 0.05, 0.08, 0.12, 0.03, 0.37), "code": (0.50, 0.12, 0.38), "number": (0.55, 0.15, 0.30),
    "number2": (0.55, 0.15, 0.30),
}  # fmt: skip
_MOVED: dict[str, tuple[float | None, ...]] = {
    **_UNCHANGED,
    "email": (0.24, 0.01, 0.02, 0.08, 0.65), "phone": (0.30, 0.02, 0.68), "company": (0.04, 0.03, 0.93),
    "street": (0.12, 0.02, 0.86), "postal_code": (0.15, 0.85), "city": (0.22, 0.02, 0.76), "job_title": (0.20, 0.80),
    "country": (0.93, 0.07),
}  # fmt: skip
#: ``None`` = the frequency of the agreed value, a figure above 1 so many times that; below, a share that the class
#: itself explains
_RANDOM: dict[str, tuple[float | None, ...]] = {
    "given": (None, 0.003, 0.008, 0.01, 0.006, 0.0004, 0.97), "family": (None, 0.004, 0.002, 0.0004, 0.99),
    "email": (None, None, 1e-5, 3e-5, 1.0), "phone": (None, 2e-5, 1.0), "company": (None, 0.002, 0.997),
    "street": (None, 0.003, 0.996), "postal_code": (None, 0.999), "city": (None, 0.01, 0.98),
    "birth_date": (None, 0.0005, 0.02, 0.98), "identifier": (None, 2e-5, 1.0), "job_title": (None, 0.95),
    "country": (None, 0.4), "generation": (None, 0.55),
    **dict.fromkeys(("title", "about", "more"), (None, 1e-5, 1e-4, 2e-3, 2e-4, 0.998)),
    "code": (None, 1e-4, 1.0), **dict.fromkeys(("number", "number2"), (None, 0.02, 0.98)),
}  # fmt: skip
_HOUSEHOLD: dict[str, tuple[float | None, ...]] = {
    **_RANDOM,
    # children are named after parents, twins share a birthday, and families have firms
    "given": (0.02, 0.003, 0.008, 0.01, 0.006, 0.0004, 0.95),
    "family": (0.85, 0.02, 0.01, 0.0004, 0.12), "email": (0.12, 0.05, 0.01, 0.01, 0.81), "phone": (0.45, 0.03, 0.52),
    "company": (0.20, 0.01, 0.79), "street": (0.85, 0.05, 0.10), "postal_code": (0.92, 0.08),
    "city": (0.95, 0.02, 0.03), "birth_date": (0.03, 0.002, 0.02, 0.948), "identifier": (0.002, 0.001, 0.997),
    "country": (0.97, 0.03), "generation": (0.1, 0.9),
}  # fmt: skip
_WORKPLACE: dict[str, tuple[float | None, ...]] = {
    **_RANDOM,
    "email": (0.004, 0.06, 0.003, 0.002, 0.931), "phone": (0.35, 0.05, 0.60), "company": (0.93, 0.05, 0.02),
    "street": (0.75, 0.05, 0.20), "postal_code": (0.85, 0.15), "city": (0.90, 0.03, 0.07), "country": (0.97, 0.03),
    # things of one maker: his name and his words, another title, unless it is a series
    "title": (200.0, 1e-4, 0.003, 0.05, 0.05, 0.90), "about": (0.50, 0.10, 0.10, 0.10, 0.02, 0.18),
    "more": (0.50, 0.05, 0.05, 0.10, 0.02, 0.28), "number": (0.25, 0.15, 0.60), "number2": (0.25, 0.15, 0.60),
}  # fmt: skip
#: expected pairs of each class per record, whatever the size of the table
_PAIRS = {"unchanged": 0.22, "moved": 0.08, "random": None, "household": 0.02, "workplace": 0.5}


def _figure(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and 0 < value < math.inf)


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


def weight_of(sums: Sequence[int]) -> int:
    """The match weight from what speaks for each kind of match against each class that is none."""
    random, home, work, moved, *_ = sums
    others = soft_add(soft_add(-random, -home), -work)
    return soft_add(0, moved - random) - others


@frozen
class Gains:
    """What the levels of a comparison weigh for each kind of match against each class that is none, as ``AGAINST``.

    Args:
        levels: by level.
        valued: by level, whether the rarity of the agreed value is to be added.
        best: by level, the most that it weighs against strangers.
        most: the most of ``best`` for two different values, names that have changed places apart.
    """

    levels: tuple[tuple[int, ...], ...]
    valued: tuple[tuple[bool, ...], ...]
    best: tuple[int, ...]
    most: int


def _fixed(levels: Mapping[str, Mapping[str, Iterable[float | None]]]) -> Mapping[str, Any]:
    return MappingProxyType(
        {c: MappingProxyType({n: tuple(v) for n, v in table.items()}) for c, table in levels.items()}
    )


def _kept(pairs: Mapping[str, float | None]) -> Mapping[str, float | None]:
    return MappingProxyType(dict(pairs))


@frozen(slots=False)
class Model:
    """A frozen match model: everything a weight depends on beside the records and their counts.

    Args:
        levels: probability of each level, by class (``unchanged``, ``moved``, ``random``, ``household``,
            ``workplace``) and comparison; ``None`` = frequency of the agreed value, above 1 = so many times that. Those
            of the two kinds of match are the m probabilities and sum to 1, the others the u probabilities.
        pairs: expected pairs per record and class; ``None`` = all that the table has.
        name: ``"shipped"`` or where it was fitted.
        sizes: of the table that it was fitted to, how many records hold anything, by comparison and by a number for
            each comparison within a country; under ``""`` all. Records that come later and share no value with a pair
            change nothing then; where it is empty, as in the shipped model, the records at hand are counted.
    """

    levels: Mapping[str, Mapping[str, tuple[float | None, ...]]] = field(converter=_fixed)
    pairs: Mapping[str, float | None] = field(converter=_kept)
    name: str = field(default="shipped")
    sizes: Mapping[str, int] = field(factory=dict, converter=_kept)

    def __attrs_post_init__(self) -> None:
        for kind, (name, levels) in product(CLASSES, LEVELS.items()):
            found = self.levels[kind][name]
            if len(found) != len(levels) or not all(map(_figure, found)):
                raise PolicyError(f"model: {kind} of {name} needs a figure above 0, or null, for each level")
            if kind in MATCHES and abs(sum(p or math.inf for p in found) - 1) > _ROUNDED:
                raise PolicyError(f"model: m of {name} needs one probability per level, summing to 1")
        for kind in CLASSES:
            if not _figure(self.pairs[kind]):
                raise PolicyError(f"model: pairs of {kind} is a figure above 0, or null")
        sizes: list[object] = [*self.sizes.values()]
        if sizes and not ("" in self.sizes and all(isinstance(n, int) and n > 0 for n in sizes)):
            raise PolicyError("model: sizes are whole numbers above 0, that of the whole table under an empty name")

    def __reduce__(self) -> tuple[Any, ...]:
        return Model.from_dict, (self.to_dict(),)

    @classmethod
    def default(cls) -> Model:
        """The shipped model: works on any size without training."""
        tables = (_UNCHANGED, _MOVED, _RANDOM, _HOUSEHOLD, _WORKPLACE)
        return cls(dict(zip(CLASSES, tables, strict=True)), _PAIRS)

    @cached_property
    def tables(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """log2 of each probability by class, comparison and level; of its factor where frequency counts too."""
        return {
            c: {n: tuple(0 if p is None else bits(p) for p in self.levels[c][n]) for n in LEVELS} for c in CLASSES
        }  # fmt: skip

    @cached_property
    def valued(self) -> dict[str, dict[str, tuple[bool, ...]]]:
        """Whether a level goes by the frequency of the agreed value, by class and comparison."""
        return {c: {n: tuple(p is None or p > 1 for p in t[n]) for n in LEVELS} for c, t in self.levels.items()}

    @cached_property
    def against(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """What each level weighs for one kind of match against strangers, the rarity of an agreed value not counted."""
        t = self.tables
        return {
            k: {n: tuple(m - u for m, u in zip(t[k][n], t["random"][n], strict=True)) for n in LEVELS} for k in MATCHES
        }

    def most(self, kind: str, name: str, *, agreed: bool) -> int:
        """What the best level weighs, among those that go by the frequency of an agreed value or among the others."""
        found = self.against[kind][name]
        return max(w for i, w in enumerate(found) if self.by_value("random", name, i) == agreed)

    @cached_property
    def gains(self) -> dict[str, Gains]:
        """What the levels weigh for each kind of match against each class that is none; what may fall most first."""
        out, t = {}, self.tables
        for n, places in LEVELS.items():
            levels = [tuple(t[m][n][i] - t[o][n][i] for m, o in AGAINST) for i in range(len(places))]
            valued = [tuple(self.by_value(o, n, i) for _, o in AGAINST) for i in range(len(places))]
            best = tuple(max(w for w, (_, o) in zip(g, AGAINST, strict=True) if o == "random") for g in levels)
            most = max(b for b, v, at in zip(best, valued, places, strict=True) if not any(v) and at != "swapped")
            out[n] = Gains(tuple(levels), tuple(valued), best, most)
        return dict(sorted(out.items(), key=lambda item: item[1].best[-1] - item[1].most))

    def start(self, records: int) -> list[list[int]]:
        """What the priors weigh for each kind of match against each class that is none.

        Where somebody is named, where nobody is, and where both have a title instead.
        """
        found = self._starts.get(records)
        if found is None:
            p = {k: self.prior(k, records) for k in CLASSES}
            out = ((0, PEOPLE), (NEVER, PEOPLE), (NEVER, tuple(k for k in PEOPLE if k not in MAKERS)))
            found = [[p[m] - p[o] + n * ((m in of) - (o in of)) for m, o in AGAINST] for n, of in out]
            self._starts.clear()  # those of one size are asked for again and again
            self._starts[records] = found
        return found

    @cached_property
    def _starts(self) -> dict[int, list[list[int]]]:
        return {}

    def size(self, where: str, found: int) -> int:
        """How many records count as holding anything in a comparison or in one within a country, or as all (``""``).

        Args:
            where: as `_compare.scopes` has it.
            found: among the records at hand.
        """
        sizes = self.sizes
        return (sizes.get(_place(where)) or sizes.get(where.partition(" in ")[0]) or sizes[""]) if sizes else found

    def sized(self, sizes: Mapping[str, int]) -> Model:
        """The model for a table of such sizes, as `size` tells them."""
        kept = {_place(where): size for where, size in sorted(sizes.items()) if size}
        return evolve(self, sizes=kept if "" in kept else {})

    def by_value(self, kind: str, name: str, level: int) -> bool:
        """Whether a level of a class goes by the frequency of the agreed value."""
        return level >= 0 and self.valued[kind][name][level]

    def prior(self, kind: str, records: int) -> int:
        """log2 of the pairs of one class per record.

        Args:
            kind: the class.
            records: size of the table, 2 or more.
        """
        share = self.pairs[kind]
        return bits(max(records, FEWEST) - 1) - UNIT if share is None else bits(share)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the model as canonical JSON."""
        return hashlib.sha256(json.dumps(self.to_dict(), sort_keys=True).encode()).hexdigest()

    def __str__(self) -> str:
        """The model to be read: per comparison and level its probability in matches and what it weighs, in bits."""
        lines = [f"{self.name} model {self.fingerprint[:12]}; pairs per record {dict(self.pairs)}"]
        for name, levels in LEVELS.items():
            m, weighs = self.levels[MATCHES[0]][name], self.against[MATCHES[0]][name]
            said = zip(levels, m, weighs, strict=True)
            told = (f"{at} {p:.3g} ({w / UNIT:+.1f}{self._rarer(name, i)})" for i, (at, p, w) in enumerate(said))
            lines.append(f"{name}: {', '.join(told)}")
        return "\n".join(lines)

    def _rarer(self, name: str, level: int) -> str:
        return " and its rarity" if self.by_value("random", name, level) else ""

    def to_dict(self) -> dict[str, Any]:
        """The model as plain data."""
        levels = {c: {k: list(v) for k, v in t.items()} for c, t in self.levels.items()}
        sizes = {"sizes": dict(self.sizes)} if self.sizes else {}
        return {"name": self.name, "levels": levels, "pairs": dict(self.pairs), **sizes}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Model:
        """The model that `to_dict` described.

        Raises:
            PolicyError: the data is no model.
        """
        try:
            return cls(data["levels"], data["pairs"], data["name"], dict(data.get("sizes", {})))
        except KeyError as error:
            raise PolicyError(f"a model is written as Model.to_dict does; {error} is missing") from error
        except (TypeError, AttributeError) as error:
            raise PolicyError("a model is written as Model.to_dict does: levels, pairs, name") from error


def _place(where: str) -> str:
    """A comparison; one within a country by a number, for what stands in a column of countries may be anything."""
    return f"{crc32(where.encode()):08x}" if " in " in where else where
