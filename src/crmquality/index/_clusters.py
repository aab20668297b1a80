"""Which cluster a new record joins, founds or bridges, with ids that stay.

The guard of a table run decides: records join only while the evidence between the two sides stays positive. What was
one cluster before stays one; a later run over the whole table decides anew, and `Duplicates.since` tells what changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Any

from attrs import define, field, frozen

from crmquality.index._duplicates import DuplicateIndex
from crmquality.matching._clusters import DECIDED, greedy
from crmquality.matching._compare import LINK
from crmquality.matching._model import UNIT
from crmquality.policy._red_lines import MAX_AUTO_SIZE, must_agree

_EVERY = 10_000


@frozen
class Joined:
    """What became of a record that was added.

    Args:
        cluster_id: where it is now.
        event: ``"new"`` (alone), ``"grew"`` (it joined one cluster) or ``"joined"`` (it bridged several).
        comes_from: the clusters it joined; the first of them, in their order, gives the id.
        band: ``"auto"`` where every pair that speaks for it is sure and it bridges nothing, else ``"review"``: what
            stood in several clusters may contradict itself. More than five records, and different owners, tax or other
            ids of records that were added here, wait as well. What people joined, all of it, does not.
    """

    cluster_id: str
    event: str
    comes_from: tuple[str, ...]
    band: str


@define
class Clusters:
    """The clusters of an index, kept as records come and go.

    Args:
        index: the records; add and remove them here from now on.
        known: cluster by record id, as a table run gave them; a record that is not named is alone.

    Example:
        >>> from crmquality import presets
        >>> clusters = Clusters(DuplicateIndex(presets.contact()))
        >>> jane = {"first_name": "Jane", "last_name": "Doe", "email": "jane@doe.org", "phone": "+13035550147"}
        >>> clusters.add("1", jane).event, clusters.add("2", jane)
        ('new', Joined(cluster_id='c-1', event='grew', comes_from=('c-1',), band='auto'))
    """

    index: DuplicateIndex
    _of: dict[str, str] = field(factory=dict, converter=dict, alias="known")
    _members: dict[str, set[str]] = field(init=False, factory=dict)
    #: by record what may not differ in a cluster
    _said: dict[str, dict[str, str]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for record_id, cluster_id in self._of.items():
            self._members.setdefault(cluster_id, set()).add(record_id)

    def __getitem__(self, record_id: str) -> str:
        """The cluster of a record; `KeyError` where it is not in the index."""
        if record_id not in self.index:
            raise KeyError(record_id)
        return self._of.get(record_id, f"c-{record_id}")

    def members(self, cluster_id: str) -> frozenset[str]:
        """The records of a cluster."""
        return frozenset(
            m for m in self._members.get(cluster_id) or (cluster_id.removeprefix("c-"),) if m in self.index
        )

    def add(self, record_id: str, record: Mapping[str, Any]) -> Joined:
        """Take a record in and say which cluster it joined, founded or bridged.

        Raises:
            PolicyError: the id is not text or already there.
        """
        found = self.index.check_and_add(record_id, record, _EVERY)
        weights = {d.record_id: round(d.match_weight * UNIT) for d in found}
        weights |= {i: DECIDED for i in self.index.partners.get(record_id, ()) if i in self.index}
        policy = self.index.policy
        names = [n for _, n in must_agree(policy, record.keys() & set(policy.field_names))]
        if said := self.index.texts(record, names):
            self._said[record_id] = {n: text.lower() if n == "owner" else text for n, text in said.items()}
        near = sorted({self[i] for i, weight in weights.items() if weight >= LINK})
        held = [sorted(self.members(c)) for c in near]
        inside = {m for members in held for m in members}
        same = [(a, b, DECIDED) for members in held for a, b in pairwise(members)]
        beside = sorted((-w, i) for i, w in weights.items() if i in inside)
        own = [(record_id, i, -w) for w, i in beside]
        home = greedy([*same, *own], self._apart({record_id, *inside}), LINK)
        joined = [c for c, members in zip(near, held, strict=True) if home[members[0]] == home[record_id]]
        founded = f"c-{record_id}"
        while self._members.get(founded):  # named after a record that has left
            founded += "+"
        kept = min(joined, default=founded)
        everyone = {record_id}.union(*(self.members(c) for c in joined))
        for cluster_id in joined:
            self._members.pop(cluster_id, None)
        self._members[kept] = everyone
        self._of |= dict.fromkeys(everyone, kept)
        event = "new" if not joined else "grew" if len(joined) == 1 else "joined"
        sure = event != "joined" and all(d.band == "auto" for d in found if d.record_id in everyone)
        sure = (sure and not self._held_back(everyone)) or self._approved(everyone)
        return Joined(kept, event, tuple(joined), "auto" if sure else "review")

    def _held_back(self, everyone: Collection[str]) -> bool:
        """The red lines of a table run, as far as they are known."""
        said = {pair for i in everyone for pair in self._said.get(i, {}).items()}
        return len(everyone) > MAX_AUTO_SIZE or len(said) > len({name for name, _ in said})

    def _approved(self, everyone: set[str]) -> bool:
        """What people joined holds all of them together."""
        left, todo = set(everyone), [min(everyone)]
        while todo:
            if (one := todo.pop()) in left:
                left.remove(one)
                todo += self.index.partners.get(one, ())
        return not left

    def remove(self, record_id: str) -> None:
        """Take a record out; its cluster keeps its id and its other records.

        Raises:
            KeyError: the id is not there.
        """
        cluster_id = self[record_id]
        self.index.remove(record_id)
        self._of.pop(record_id, None)
        self._said.pop(record_id, None)
        self._members.get(cluster_id, set()).discard(record_id)

    def _apart(self, among: set[str]) -> Iterable[tuple[str, str]]:
        return [(min(p), max(p)) for p in self.index.apart if len(p) > 1 and p <= among]
