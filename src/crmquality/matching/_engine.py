"""Pairs of a whole table: codes compared first, strings only for pairs that can still reach the threshold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen

from crmquality.columns import Column
from crmquality.matching import _clusters
from crmquality.matching._blocking import Ints, rules, sweep
from crmquality.matching._compare import (
    AUTO,
    KEEP,
    LINK,
    explain,
    score,
)  # fmt: skip
from crmquality.matching._lanes import Lanes, Weights
from crmquality.matching._levels import Levels, bound, compare, weigh
from crmquality.matching._model import LEVELS, NULL, UNIT, Model, bits

#: how far fitting may raise a weight; a pair this far below the threshold is still looked at
FIT_ROOM = 3 * UNIT
#: below any weight: pairs that a person has joined are scored whatever comes out
LOWEST = -(2**30)
FIT_SURE = 3 * UNIT
FIT_PRIOR = 200
FIT_ROUNDS = 4
Progress = Callable[[str, float], None] | None


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
            kept = bound(ready, model, left, right) >= floor
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


def _score(
    lanes: Lanes, model: Model, left: Ints, right: Ints, number: int, floor: int
) -> list[tuple[Ints, Ints, Weights, Levels, int]]:
    if not len(left):
        return []
    levels, rare = compare(lanes, left, right)
    weight = weigh(model, lanes.height, levels, rare)
    keep = weight >= floor
    return [(left[keep], right[keep], weight[keep], {n: v[keep] for n, v in levels.items()}, number)]


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
