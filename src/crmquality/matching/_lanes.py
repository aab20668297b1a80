"""Lanes of a table ready to be compared by code: shared phone codes, counts, rarities, bit signatures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from attrs import frozen

from crmquality.columns import Codes, Column
from crmquality.matching._blocking import Ints, shared_codes
from crmquality.matching._compare import GATE, PHONES, rarity, signature
from crmquality.matching._model import LEVELS

Weights = npt.NDArray[np.int32]


@frozen(eq=False)
class Lanes:
    """Lanes with their counts, ready to be compared by code."""

    columns: Mapping[str, Column]
    height: int
    codes: dict[str, Codes]
    phones: list[Codes]
    counts: dict[str, npt.NDArray[np.int64]]
    filled: dict[str, int]
    rare: dict[str, Weights]
    signs: dict[str, npt.NDArray[np.uint32]]
    swap: tuple[Codes, Codes] | None
    letters: Codes | None
    short: npt.NDArray[np.bool_] | None

    @classmethod
    def build(cls, columns: Mapping[str, Column], height: int) -> Lanes:
        codes = {n: c.codes for n, c in columns.items() if n not in PHONES}
        phones, size = shared_codes([columns[p] for p in PHONES if p in columns])
        counts = {n: np.bincount(c[c >= 0], minlength=len(columns[n].values)) for n, c in codes.items()}
        filled = {n: int((c >= 0).sum()) for n, c in codes.items()}
        if phones:
            every = np.concatenate(phones)
            counts["phone"] = np.bincount(every[every >= 0], minlength=size)
            filled["phone"] = int(np.any([p >= 0 for p in phones], axis=0).sum())
        rare = {n: _rarities(n, filled[n], c) for n, c in counts.items() if n in LEVELS}
        signs = {
            n: np.array([signature(v) for v in columns[n].values] + [0], dtype=np.uint32) for n in GATE if n in codes
        }
        swap = letters = short = None
        if "given" in codes:
            given = columns["given"]
            letters = given.recode([v[:1] for v in given.values]).codes
            short = np.array([len(v) == 1 for v in given.values] + [False])[given.codes]
            if "family" in codes:
                both, _ = shared_codes([given, columns["family"]])
                swap = (both[0], both[1])
        return cls(columns, height, codes, phones, counts, filled, rare, signs, swap, letters, short)

    def record(self, row: int) -> dict[str, str | None]:
        """A row's lanes as text."""
        return {n: None if c.codes[row] < 0 else c.values[c.codes[row]] for n, c in self.columns.items()}

    def count(self, name: str, value: str) -> int:
        """Records that hold a value in a comparison."""
        if name != "phone":
            return int(self.counts[name][self.columns[name].values.index(value)])
        return sum(
            int((c.codes == c.values.index(value)).sum())
            for n in PHONES
            if (c := self.columns.get(n)) and value in c.values
        )


def _rarities(name: str, filled: int, counts: npt.NDArray[np.int64]) -> Weights:
    distinct, inverse = np.unique(counts, return_inverse=True)
    found = np.array([rarity(name, filled, int(c)) for c in distinct], dtype=np.int32)
    out: Weights = found[inverse]
    return out


def agreement(
    lanes: Lanes, name: str, left: Ints, right: Ints
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_], Weights]:
    """Agree, either side empty, and how rare the agreed value is."""
    if name != "phone":
        a, b = lanes.codes[name][left], lanes.codes[name][right]
        empty = (a < 0) | (b < 0)
        same = (a == b) & ~empty
        return same, empty, np.where(same, lanes.rare[name][np.maximum(a, 0)], 0).astype(np.int32)
    same = np.zeros(len(left), dtype=bool)
    rare = np.zeros(len(left), dtype=np.int32)
    one, two = np.zeros(len(left), dtype=bool), np.zeros(len(left), dtype=bool)
    for p in lanes.phones:
        a = p[left]
        one |= a >= 0
        for q in lanes.phones:
            b = q[right]
            two |= b >= 0
            hit = (a == b) & (a >= 0)
            rare = np.where(hit, np.maximum(rare, lanes.rare["phone"][np.maximum(a, 0)]), rare)
            same |= hit
    return same, ~(one & two), rare


def present(lanes: Lanes) -> list[str]:
    return [n for n in LEVELS if n in lanes.codes or (n == "phone" and lanes.phones)]
