"""Clusters that do not over-merge: records join only while the evidence between the two sides stays positive."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from crmquality.matching._model import UNIT

_Id = TypeVar("_Id", bound=Hashable)
#: what a pair of records that nothing connects counts when two clusters would join
MISSING = -5 * UNIT // 2
#: the strength of a pair that a person has joined: more than any evidence against it
DECIDED = 2**28


def cluster(
    height: int, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64], weight: npt.NDArray[np.int32], *,
    ids: Sequence[str] | Mapping[int, str], vetoes: Collection[tuple[int, int]], link: int,
) -> npt.NDArray[np.int32]:  # fmt: skip
    """One label per row.

    Pairs at or above ``link`` connect. Components in which every pair speaks for joining do so at once; others,
    heaviest pair first, only while the summed weight between the two sides is positive, a missing pair counting -2.5
    bits. Vetoed pairs never share a cluster.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    on = weight >= link
    graph = coo_matrix((np.ones(int(on.sum()), dtype=np.int8), (left[on], right[on])), shape=(height, height))
    labels = connected_components(graph, directed=False)[1].astype(np.int32)
    sizes = np.bincount(labels, minlength=1) if height else np.zeros(1, dtype=np.int64)
    home = labels[left]
    inside = home == labels[right]
    unsure = np.bincount(home[inside & (weight > 0)], minlength=len(sizes)) < sizes * (sizes - 1) // 2
    unsure[[labels[a] for a, b in vetoes if labels[a] == labels[b]]] = True
    hard = inside & unsure[home]
    if not hard.any():
        return labels
    rows = sorted({*left[hard].tolist(), *right[hard].tolist()}, key=lambda row: ids[row])
    rank = np.zeros(height, dtype=np.int64)
    rank[rows] = np.arange(len(rows))
    low, high = np.minimum(rank[left], rank[right])[hard], np.maximum(rank[left], rank[right])[hard]
    order = np.lexsort((high, low, -weight[hard]))
    edges = list(
        zip(left[hard][order].tolist(), right[hard][order].tolist(), weight[hard][order].tolist(), strict=True)
    )
    merged = greedy(edges, vetoes, link)
    return _renumbered(labels, hard, left, right, merged)


def greedy(edges: Sequence[tuple[_Id, _Id, int]], vetoes: Iterable[tuple[_Id, _Id]], link: int) -> dict[_Id, _Id]:
    """The head of each record's cluster, from pairs with their weights, the heaviest first."""
    home = {r: r for a, b, _ in edges for r in (a, b)}
    members = {r: [r] for r in home}
    between: dict[_Id, dict[_Id, tuple[int, int]]] = {r: {} for r in home}
    for a, b, w in edges:
        between[a][b] = between[b][a] = (w, 1)
    apart: dict[_Id, set[_Id]] = {r: set() for r in home}
    for a, b in vetoes:
        if a in home and b in home:
            apart[a].add(b)
            apart[b].add(a)
    for a, b, w in edges:
        one, two = home[a], home[b]
        if w < link or one == two or two in apart[one]:
            continue
        total, known = between[one][two]
        if w < DECIDED and total + (len(members[one]) * len(members[two]) - known) * MISSING <= 0:
            continue
        if len(members[one]) < len(members[two]):
            one, two = two, one
        _join(one, two, home, members, between, apart)
    return home


def _join(
    one: _Id, two: _Id, home: dict[_Id, _Id], members: dict[_Id, list[_Id]],
    between: dict[_Id, dict[_Id, tuple[int, int]]], apart: dict[_Id, set[_Id]],
) -> None:  # fmt: skip
    for r in members[two]:
        home[r] = one
    members[one] += members.pop(two)
    del between[one][two]
    for other, (w, n) in between.pop(two).items():
        if other == one:
            continue
        have = between[one].get(other, (0, 0))
        between[one][other] = between[other][one] = (have[0] + w, have[1] + n)
        del between[other][two]
    for other in apart.pop(two):
        apart[other].discard(two)
        apart[other].add(one)
        apart[one].add(other)


def _renumbered(
    labels: npt.NDArray[np.int32], hard: npt.NDArray[np.bool_], left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64], merged: dict[int, int],
) -> npt.NDArray[np.int32]:  # fmt: skip
    out = labels.astype(np.int64)
    rows = np.unique(np.concatenate([left[hard], right[hard]]))
    out[rows] = np.array([merged[r] for r in rows.tolist()], dtype=np.int64) + len(labels)
    there = np.zeros(2 * len(labels), dtype=bool)
    there[out] = True
    return (np.cumsum(there) - 1)[out].astype(np.int32)
