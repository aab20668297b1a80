"""Clusters under constraints: pairs of one source left out, one record per source, a largest size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from crmquality.errors import PolicyError
from crmquality.matching import _clusters
from crmquality.matching._compare import LINK
from crmquality.matching._engine import Matches


@frozen(kw_only=True)
class Constraints:
    """What holds for every cluster.

    Args:
        within: pairs of one source count, too.
        one_per_source: a cluster holds at most one record of each source.
        largest: records that a cluster may hold; ``None`` = any number.

    Raises:
        PolicyError: a largest size below one.
    """

    within: bool = True
    one_per_source: bool = False
    largest: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.largest is not None and self.largest < 1:
            raise PolicyError(f"largest is at least 1 record a cluster, not {self.largest}")


def constrained(
    matches: Matches, rules: Constraints, *, ids: Sequence[str], source: npt.NDArray[np.int32] | None = None,
    vetoes: Collection[tuple[int, int]] = (),
) -> Matches:  # fmt: skip
    """The matches with clusters that keep to constraints.

    Pairs that a person has joined count whatever their source; they too yield to a constraint.

    Args:
        matches: what the engine found.
        rules: the constraints.
        ids: record ids, one per row; they break ties.
        source: source per row; ``None`` = all of one.
        vetoes: pairs of rows that are never the same, also not through others.
    """
    height = len(ids)
    apart = {(min(p), max(p)) for p in vetoes}
    listed = np.array([a * height + b for a, b in apart], dtype=np.int64)
    keep = ~np.isin(matches.left.astype(np.int64) * height + matches.right, listed)
    if source is not None and not rules.within:
        keep &= (source[matches.left] != source[matches.right]) | matches.decided
    if not keep.all():
        matches = evolve(
            matches, left=matches.left[keep], right=matches.right[keep], weight=matches.weight[keep],
            rule=matches.rule[keep], exact=matches.exact[keep], decided=matches.decided[keep],
            doubt=matches.doubt[keep],
        )  # fmt: skip
    left, right = matches.left.astype(np.int64), matches.right.astype(np.int64)
    strength = matches.strength
    labels = matches.labels
    if apart or not keep.all():
        labels = _clusters.cluster(height, left, right, strength, ids=ids, vetoes=sorted(apart), link=LINK)
    most = source if rules.one_per_source else None
    if most is not None or rules.largest is not None:
        labels = within_limits(labels, left, right, strength, ids, most, rules.largest, apart)
    return evolve(matches, labels=labels)


def within_limits(
    labels: npt.NDArray[np.int32], left: npt.NDArray[np.int64], right: npt.NDArray[np.int64],
    strength: npt.NDArray[np.int32], ids: Sequence[str] | Mapping[int, str],
    source: npt.NDArray[np.int32] | None, largest: int | None, apart: Collection[tuple[int, int]],
) -> npt.NDArray[np.int32]:  # fmt: skip
    """Clusters over a limit built anew, strongest pair first, only as far as the limits allow."""
    over = np.bincount(labels) > (largest or len(labels))
    if source is not None:
        keys, counts = np.unique(
            labels.astype(np.int64) * (int(source.max(initial=0)) + 1) + source, return_counts=True
        )
        over[np.unique(keys[counts > 1] // (int(source.max(initial=0)) + 1))] = True
    if not over.any():
        return labels
    rows = np.flatnonzero(over[labels]).tolist()
    home = {r: r for r in rows}
    members = {r: [r] for r in rows}
    kinds = {r: Counter([0 if source is None else int(source[r])]) for r in rows}
    enemies: dict[int, set[int]] = {}
    for a, b in apart:
        enemies.setdefault(a, set()).add(b)
        enemies.setdefault(b, set()).add(a)
    inside = over[labels[left]] & (labels[left] == labels[right]) & (strength >= LINK)
    edges = zip(strength[inside].tolist(), left[inside].tolist(), right[inside].tolist(), strict=True)
    for _, a, b in sorted(edges, key=lambda e: (-e[0], *sorted((ids[e[1]], ids[e[2]])))):
        one, two = home[a], home[b]
        too_many = len(members[one]) + len(members[two]) > (largest or len(ids))
        twice = source is not None and bool(kinds[one].keys() & kinds[two].keys())
        if one == two or too_many or twice or any(enemies.get(r, set()) & set(members[two]) for r in members[one]):
            continue
        for r in members[two]:
            home[r] = one
        members[one] += members.pop(two)
        kinds[one] += kinds.pop(two)
    out = labels.astype(np.int64)
    out[rows] = [home[r] + len(labels) for r in rows]
    return np.unique(out, return_inverse=True)[1].astype(np.int32)
