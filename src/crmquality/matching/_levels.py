"""Comparison levels and match weights of many pairs of rows at once; equal to the scalar form in `_compare`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from crmquality.matching._blocking import Ints
from crmquality.matching._compare import GATE, SIMILAR
from crmquality.matching._lanes import Lanes, Weights, agreement, present
from crmquality.matching._model import CLASSES, LEVELS, NULL, SOFT, Model

#: level per pair, by comparison
Levels = dict[str, npt.NDArray[np.int8]]


def compare(lanes: Lanes, left: Ints, right: Ints) -> tuple[Levels, dict[str, Weights]]:
    """The level of every comparison of pairs of rows, and how rare the agreed value is (0 where none agrees)."""
    levels: Levels = {}
    rare = {}
    for name in present(lanes):
        same, empty, rare[name] = agreement(lanes, name, left, right)
        levels[name] = _level(lanes, name, left, right, same, empty)
    return levels, rare


def weigh(model: Model, records: int, levels: Levels, rare: Mapping[str, Weights]) -> Weights:
    """The match weight of pairs from their levels and rarities.

    Args:
        model: the model.
        records: size of the table.
        levels: at least one comparison.
        rare: log2 of one over the frequency of the agreed value.
    """
    size = len(next(iter(levels.values())))
    against = [np.full(size, -model.prior(c, records), dtype=np.int32) for c in CLASSES]
    for name, level in levels.items():
        for k, kind in enumerate(CLASSES):
            table = np.array([*model.tables[kind][name], 0], dtype=np.int32)  # the last, at -1, is no evidence
            against[k] -= table[level]
            if model.u[kind][name][0] is None:
                against[k] -= np.where(level == 0, rare[name], 0).astype(np.int32)
    return -_soft_add(_soft_add(against[0], against[1]), against[2])


def bound(lanes: Lanes, model: Model, left: Ints, right: Ints) -> Weights:
    """The most that the match weight can reach: evidence against strangers with every open level at its best."""
    total = np.full(len(left), model.prior("random", lanes.height), dtype=np.int32)
    for name in present(lanes):
        table = model.tables["random"][name]
        same, empty, rare = agreement(lanes, name, left, right)
        best = np.where(_gate(lanes, name, left, right), max(table[1:]), table[-1])
        total += np.where(same, table[0] + rare, np.where(empty, 0, best)).astype(np.int32)
    return total


def _gate(lanes: Lanes, name: str, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """A level between agreement and disagreement is possible."""
    gate = np.zeros(len(left), dtype=bool)
    if name in lanes.signs:
        a, b = lanes.codes[name][left], lanes.codes[name][right]
        gate |= np.bitwise_count(lanes.signs[name][a] ^ lanes.signs[name][b]) <= GATE[name]
    if name in ("given", "family"):
        gate |= _swapped(lanes, left, right)
    if name == "given":
        gate |= _same(lanes, "nickname", left, right) | _initial(lanes, left, right)
    if name == "email":
        gate |= _same(lanes, "local", left, right)
    if name == "birth_date":
        gate[:] = True
    return gate


def _same(lanes: Lanes, name: str, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    if name not in lanes.codes:
        return np.zeros(len(left), dtype=bool)
    a = lanes.codes[name][left]
    same: npt.NDArray[np.bool_] = (a == lanes.codes[name][right]) & (a >= 0)
    return same


def _initial(lanes: Lanes, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    if lanes.letters is None or lanes.short is None:
        return np.zeros(len(left), dtype=bool)
    a = lanes.letters[left]
    same: npt.NDArray[np.bool_] = (a == lanes.letters[right]) & (a >= 0) & (lanes.short[left] | lanes.short[right])
    return same


def _swapped(lanes: Lanes, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    if lanes.swap is None:
        return np.zeros(len(left), dtype=bool)
    given, family = lanes.swap
    ga, gb, fa, fb = given[left], given[right], family[left], family[right]
    one, two = (ga == fb) & (ga >= 0), (fa == gb) & (fa >= 0)
    crossed: npt.NDArray[np.bool_] = (one | (fb < 0)) & (two | (fa < 0)) & (one | two) & (ga >= 0) & (gb >= 0)
    crossed &= ga != gb
    return crossed


def _level(
    lanes: Lanes, name: str, left: Ints, right: Ints, same: npt.NDArray[np.bool_], empty: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int8]:
    level = np.full(len(left), len(LEVELS[name]) - 1, dtype=np.int8)
    if name in lanes.signs:
        level[_similar(lanes, name, left, right, ~same & ~empty)] = LEVELS[name].index("similar")
    if name == "given":
        level[_initial(lanes, left, right)] = 2
        level[_same(lanes, "nickname", left, right)] = 1
        level[_swapped(lanes, left, right)] = 4
    elif name == "family":
        level[_swapped(lanes, left, right)] = 2
    elif name == "email":
        level[_same(lanes, "local", left, right)] = 1
    elif name == "birth_date":
        level[_near(lanes, left, right)] = 1
    level[same] = 0
    level[empty] = NULL
    return level


def _similar(lanes: Lanes, name: str, left: Ints, right: Ints, ask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Strings compared once per distinct pair of values, where the gate is open."""
    a, b = lanes.codes[name][left], lanes.codes[name][right]
    ask = ask & (np.bitwise_count(lanes.signs[name][a] ^ lanes.signs[name][b]) <= GATE[name])
    out = np.zeros(len(left), dtype=bool)
    if not ask.any():
        return out
    values = lanes.columns[name].values
    size = len(values)
    low, high = np.minimum(a[ask], b[ask]).astype(np.int64), np.maximum(a[ask], b[ask]).astype(np.int64)
    distinct, inverse = np.unique(low * size + high, return_inverse=True)
    one = [values[i] for i in (distinct // size).tolist()]
    two = [values[i] for i in (distinct % size).tolist()]
    measure = Levenshtein.normalized_similarity if name == "street" else JaroWinkler.similarity
    near = cpdist(one, two, scorer=measure, dtype=np.float64) >= SIMILAR[name]
    out[ask] = near[inverse]
    return out


def _near(lanes: Lanes, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    column = lanes.columns["birth_date"]
    whole = [len(v) == 10 for v in column.values]  # noqa: PLR2004 - YYYY-MM-DD
    year = column.recode([v[:4] if ok else None for v, ok in zip(column.values, whole, strict=True)]).codes
    day = column.recode([v[5:] if ok else None for v, ok in zip(column.values, whole, strict=True)]).codes
    out: npt.NDArray[np.bool_] = (
        ((year[left] == year[right]) | (day[left] == day[right])) & (year[left] >= 0) & (year[right] >= 0)
    )
    return out


def _soft_add(a: Weights, b: Weights) -> Weights:
    high, low = np.maximum(a, b), np.minimum(a, b)
    table = np.array([*SOFT, 0], dtype=np.int32)
    out: Weights = (high + table[np.minimum(high - low, len(SOFT))]).astype(np.int32)
    return out
