"""Levels and weights of the pairs that the sweep leaves; strings are compared here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen
from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from crmquality.matching._compare import AUTO, SIMILAR
from crmquality.matching._lanes import Bools, Pairs, Rows, Weights
from crmquality.matching._model import CLASSES, LEVELS, NULL, SOFT, Model

Levels = Mapping[str, npt.NDArray[np.int8]]
_SOFT = np.array([*SOFT, 0], dtype=np.int32)


@frozen(eq=False)
class Scored:
    """Scored pairs.

    Args:
        left: the lesser row per pair.
        right: the greater row per pair.
        weight: match weight, 1/1024 bits.
        levels: level by comparison, -1 = no evidence.
        rule: number of the rule that yielded the pair.
        strings: how many string comparisons this took.
    """

    left: Rows
    right: Rows
    weight: Weights
    levels: Levels
    rule: npt.NDArray[np.int8]
    strings: int = 0

    def where(self, keep: npt.NDArray[np.bool_] | npt.NDArray[np.integer]) -> Scored:
        """Some of the pairs."""
        levels = {n: v[keep] for n, v in self.levels.items()}
        return Scored(self.left[keep], self.right[keep], self.weight[keep], levels, self.rule[keep], self.strings)

    @classmethod
    def joined(cls, parts: Sequence[Scored]) -> Scored:
        """One after the other; at least one."""
        return cls(
            np.concatenate([p.left for p in parts]), np.concatenate([p.right for p in parts]),
            np.concatenate([p.weight for p in parts]),
            {n: np.concatenate([p.levels[n] for p in parts]) for n in parts[0].levels},
            np.concatenate([p.rule for p in parts]), sum(p.strings for p in parts),
        )  # fmt: skip


def scored(pairs: Pairs, model: Model, rule: npt.NDArray[np.int8]) -> Scored:
    """Levels and match weight of each pair; the same, pair by pair, as `_compare.score`."""
    lanes = pairs.lanes
    levels: dict[str, npt.NDArray[np.int8]] = {}
    strings = 0
    against = [np.full(len(pairs), -model.prior(c, lanes.height), dtype=np.int32) for c in CLASSES]
    for name in lanes.present:
        same, empty, rare = pairs.agreement(name)
        levels[name], asked = _level(pairs, name, same, empty)
        strings += asked
        for k, kind in enumerate(CLASSES):
            table = np.array([*model.tables[kind][name], 0], dtype=np.int32)  # the last, at -1, is no evidence
            against[k] -= table[levels[name]]
            if model.u[kind][name][0] is None:
                against[k] -= np.where(levels[name] == 0, rare, 0)
    weight = -_soft_add(_soft_add(against[0], against[1]), against[2])
    return Scored(pairs.left, pairs.right, weight, levels, rule, strings)


def _level(pairs: Pairs, name: str, same: Bools, empty: Bools) -> tuple[npt.NDArray[np.int8], int]:
    """The level of every pair, and how many strings were compared."""
    level = np.full(len(pairs), len(LEVELS[name]) - 1, dtype=np.int8)
    strings = 0
    if name in pairs.lanes.signs:
        ask = pairs.alike(name) & ~same & ~empty
        near, strings = _similar(pairs, name, ask)
        level[near] = LEVELS[name].index("similar")
    if name == "given":
        level[pairs.initial()] = 2
        level[pairs.same("nickname")] = 1
        level[pairs.swapped()] = 4
    elif name == "family":
        level[pairs.swapped()] = 2
    elif name == "email":
        level[pairs.same("local")] = 1
    elif name == "birth_date":
        level[pairs.same_derived("year") | pairs.same_derived("day")] = 1
    level[same] = 0
    level[empty] = NULL
    return level, strings


def _similar(pairs: Pairs, name: str, ask: Bools) -> tuple[Bools, int]:
    out = np.zeros(len(pairs), dtype=bool)
    a, b = (side[ask] for side in pairs.sides(name))
    if not len(a):
        return out, 0
    texts = pairs.lanes.columns[name].texts
    measure = Levenshtein.normalized_similarity if name == "street" else JaroWinkler.similarity
    out[ask] = (
        cpdist(texts.gather(a).to_list(), texts.gather(b).to_list(), scorer=measure, dtype=np.float64)
        >= (SIMILAR[name])
    )
    return out, len(a)


def _soft_add(a: Weights, b: Weights) -> Weights:
    high, low = np.maximum(a, b), np.minimum(a, b)
    return np.asarray(high + _SOFT[np.minimum(high - low, len(SOFT))])


def is_auto(weight: Weights, levels: Levels) -> Bools:
    """Sure enough to merge without a person; as `_compare.is_auto`."""
    none = np.full(len(weight), NULL, dtype=np.int8)
    get = {n: levels.get(n, none) for n in LEVELS}
    names = np.isin(get["given"], (0, 1)) & np.isin(get["family"], (0, 1))
    company = (get["given"] == NULL) & (get["family"] == NULL) & (get["company"] == 0)
    proof = np.any([get[n] == 0 for n in ("email", "phone", "identifier", "birth_date")], axis=0)
    clash = (get["birth_date"] == len(LEVELS["birth_date"]) - 1) | (get["identifier"] == 1)
    return np.asarray((weight >= AUTO) & (names | company) & proof & ~clash)


def is_exact(levels: Levels, size: int) -> Bools:
    """All names and channels agree, at least one channel among them."""
    none = np.full(size, NULL, dtype=np.int8)
    names = ("given", "family", "email", "phone", "company")
    agree = np.all([np.isin(levels.get(n, none), (0, NULL)) for n in names], axis=0)
    channel = (levels.get("email", none) == 0) | (levels.get("phone", none) == 0)
    return np.asarray(agree & channel)
