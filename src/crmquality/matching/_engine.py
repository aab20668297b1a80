"""Pairs of a whole table: codes compared first, strings only for pairs that can still reach the threshold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen
from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from crmquality.columns import Column
from crmquality.matching import _clusters
from crmquality.matching._blocking import Ints, rules, sweep
from crmquality.matching._compare import (
    AUTO,
    GATE,
    KEEP,
    LINK,
    SIMILAR,
    explain,
    score,
)  # fmt: skip
from crmquality.matching._lanes import Lanes, Weights, agreement, present
from crmquality.matching._model import CLASSES, LEVELS, NULL, SOFT, UNIT, Model, bits

#: how far fitting may raise a weight; a pair this far below the threshold is still looked at
FIT_ROOM = 3 * UNIT
#: below any weight: pairs that a person has joined are scored whatever comes out
LOWEST = -(2**30)
FIT_SURE = 3 * UNIT
FIT_PRIOR = 200
FIT_ROUNDS = 4
Progress = Callable[[str, float], None] | None
Levels = dict[str, npt.NDArray[np.int8]]


@frozen(eq=False)
class Matches:
    """Scored pairs of one table, and its clusters.

    Args:
        left: row per pair, below ``right``.
        right: row per pair.
        weight: match weight per pair, 1/1024 bits.
        rule: index into ``rule_names`` per pair: the first rule that yielded it.
        exact: all names and channels agree.
        band: ``auto`` or ``review`` per pair.
        decided: a person said that the pair is the same.
        labels: cluster per row.
        rule_names: names of the blocking rules.
        model: the model used.
    """

    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    weight: Weights
    rule: npt.NDArray[np.int8]
    exact: npt.NDArray[np.bool_]
    band: list[str]
    decided: npt.NDArray[np.bool_]
    labels: npt.NDArray[np.int32]
    rule_names: tuple[str, ...]
    model: Model
    _lanes: Lanes = field(repr=False, alias="lanes")

    def explain(self, left: int, right: int) -> dict[str, Any]:
        """The evidence on one pair of rows; weights add up to the match weight exactly."""
        lanes = self._lanes
        a, b = lanes.record(left), lanes.record(right)
        return explain(score(a, b, self.model, lanes.count, lanes.filled, lanes.height))


def find_pairs(
    lanes: Mapping[str, Column], *, ids: Sequence[str], model: Model | None = None,
    vetoes: Sequence[tuple[int, int]] = (), links: Sequence[tuple[int, int]] = (), progress: Progress = None,
) -> Matches:  # fmt: skip
    """Find all record pairs of a table that may be the same, and cluster them.

    Args:
        lanes: a column per lane, all of one height.
        ids: record ids, one per row; they break ties.
        model: the model; the shipped one unless given.
        vetoes: pairs of rows that are never the same, also not through others.
        links: pairs of rows that are the same, whatever the evidence; a veto is stronger.
        progress: told the stage and the share done.

    Returns:
        Pairs at or above -2 bits, sorted by rows, and one cluster per row.
    """
    fit = model is None
    model = model or Model.default()
    height = len(ids)
    floor = KEEP - FIT_ROOM if fit else KEEP
    ready = Lanes.build({n: c for n, c in lanes.items() if len(c.values)}, height)
    work = rules(ready.columns, height)
    names = (*(r.name for r in work), "decision")
    found: list[tuple[Ints, Ints, Weights, Levels, int]] = []
    for number, rule in enumerate(work):
        if progress:
            progress("match", number / len(work))
        for left, right in sweep(rule):
            kept = _bound(ready, model, left, right) >= floor
            found.extend(_score(ready, model, left[kept], right[kept], number, floor))
    together, apart = _sorted(links), _sorted(vetoes)
    one, two = np.array(together, dtype=np.int64).reshape(-1, 2).T
    found.extend(_score(ready, model, one, two, len(work), LOWEST))
    left, right, weight, levels, owner = _distinct(found, height)
    decided = _listed(left, right, together, height)
    if fit:
        model, shift = _fitted(model, weight, height)
        weight = weight + np.int32(shift)
        high = (weight >= KEEP) | decided
        left, right, weight, owner, decided = left[high], right[high], weight[high], owner[high], decided[high]
        levels = {n: v[high] for n, v in levels.items()}
    strength = np.where(decided, _clusters.DECIDED, weight)
    labels = _clusters.cluster(height, left, right, strength, ids=ids, vetoes=apart, link=LINK)
    keep = ~_listed(left, right, apart, height)
    band = np.where(_auto(weight, levels) | decided, "auto", "review")[keep].tolist()
    exact = _exact(levels)
    return Matches(
        left[keep].astype(np.int32), right[keep].astype(np.int32), weight[keep], owner[keep], exact[keep], band,
        decided[keep], labels, names, model, lanes=ready,
    )  # fmt: skip


def _sorted(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted({(min(p), max(p)) for p in pairs})


def _listed(left: Ints, right: Ints, pairs: Sequence[tuple[int, int]], height: int) -> npt.NDArray[np.bool_]:
    return np.isin(left * height + right, np.array([a * height + b for a, b in pairs], dtype=np.int64))


def _fitted(model: Model, weight: Weights, height: int) -> tuple[Model, int]:
    """The model with the share of matches that this table shows, and what that adds to every weight.

    Only sure pairs count, and the shipped share weighs as much as 200 records, so that colleagues cannot pass for
    matches in a large table and a small one is not read too much into.
    """
    before = model.pairs["match"]
    assert before is not None
    share, shift = before, 0
    for _ in range(FIT_ROUNDS):
        sure = int((weight + shift >= FIT_SURE).sum())
        share = float(f"{min(max((before * FIT_PRIOR + sure) / (FIT_PRIOR + height), before / 8), before * 8):.2g}")
        shift = bits(share) - bits(before)
    return evolve(model, pairs={**model.pairs, "match": share}, name="shipped, share of matches fitted"), shift


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


def _bound(lanes: Lanes, model: Model, left: Ints, right: Ints) -> Weights:
    """The most that the match weight can reach: evidence against strangers with every open level at its best."""
    total = np.full(len(left), model.prior("random", lanes.height), dtype=np.int32)
    for name in present(lanes):
        table = model.tables["random"][name]
        same, empty, rare = agreement(lanes, name, left, right)
        best = np.where(_gate(lanes, name, left, right), max(table[1:]), table[-1])
        total += np.where(same, table[0] + rare, np.where(empty, 0, best)).astype(np.int32)
    return total


def _score(
    lanes: Lanes, model: Model, left: Ints, right: Ints, number: int, floor: int
) -> list[tuple[Ints, Ints, Weights, Levels, int]]:
    if not len(left):
        return []
    levels: Levels = {}
    against = [np.full(len(left), -model.prior(c, lanes.height), dtype=np.int32) for c in CLASSES]
    for name in present(lanes):
        same, empty, rare = agreement(lanes, name, left, right)
        level = _level(lanes, name, left, right, same, empty)
        levels[name] = level
        for k, kind in enumerate(CLASSES):
            table = np.array([*model.tables[kind][name], 0], dtype=np.int32)  # the last, at -1, is no evidence
            against[k] -= table[level]
            if model.u[kind][name][0] is None:
                against[k] -= np.where(level == 0, rare, 0).astype(np.int32)
    weight = -_soft_add(_soft_add(against[0], against[1]), against[2])
    keep = weight >= floor
    return [(left[keep], right[keep], weight[keep], {n: v[keep] for n, v in levels.items()}, number)]


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


def _distinct(
    found: list[tuple[Ints, Ints, Weights, Levels, int]], height: int
) -> tuple[Ints, Ints, Weights, Levels, npt.NDArray[np.int8]]:
    """Every pair once, owned by the first rule that yielded it, sorted by rows."""
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none.astype(np.int32), {}, none.astype(np.int8)
    left, right = np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])
    _, first = np.unique(left * height + right, return_index=True)
    levels = {n: np.concatenate([f[3][n] for f in found])[first] for n in found[0][3]}
    owner = np.concatenate([np.full(len(f[0]), f[4], dtype=np.int8) for f in found])[first]
    return left[first], right[first], np.concatenate([f[2] for f in found])[first], levels, owner


def _auto(weight: Weights, levels: Levels) -> npt.NDArray[np.bool_]:
    none = np.full(len(weight), NULL, dtype=np.int8)
    get = {n: levels.get(n, none) for n in LEVELS}
    names = np.isin(get["given"], (0, 1)) & np.isin(get["family"], (0, 1))
    company = (get["given"] == NULL) & (get["family"] == NULL) & (get["company"] == 0)
    proof = np.any([get[n] == 0 for n in ("email", "phone", "identifier", "birth_date")], axis=0)
    clash = (get["birth_date"] == len(LEVELS["birth_date"]) - 1) | (get["identifier"] == 1)
    out: npt.NDArray[np.bool_] = (weight >= AUTO) & (names | company) & proof & ~clash
    return out


def _exact(levels: Levels) -> npt.NDArray[np.bool_]:
    if not levels:
        return np.zeros(0, dtype=bool)
    none = np.full(len(next(iter(levels.values()))), NULL, dtype=np.int8)
    names = ("given", "family", "email", "phone", "company")
    agree: npt.NDArray[np.bool_] = np.all([np.isin(levels.get(n, none), (0, NULL)) for n in names], axis=0)
    channel: npt.NDArray[np.bool_] = (levels.get("email", none) == 0) | (levels.get("phone", none) == 0)
    return agree & channel
