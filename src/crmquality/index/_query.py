"""One record put to an index: its keys, and the most that another record can weigh against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from attrs import define, field

from crmquality.matching import Model
from crmquality.matching._blocking_keys import part_hashes
from crmquality.matching._compare import GATE, KEEP, PHONES, Scored, rarity, score, signature
from crmquality.matching._model import LEVELS

Cells = Mapping[str, str | None]


def values_of(lanes: Cells) -> Iterator[tuple[str, str]]:
    """Comparison and value, each once, of everything that is counted."""
    for name in LEVELS:
        for value in {v for n in (PHONES if name == "phone" else (name,)) if (v := lanes.get(n)) is not None}:
            yield name, value


_signature = lru_cache(maxsize=65_536)(signature)


@define(eq=False)
class Query:
    """A record that is looked for, which is not in the index but counts as if it were.

    Args:
        lanes: its lanes.
        model: the match model.
        records: how many the index holds.
        filled: records of the index that hold anything, by comparison.
        count: how many records of the index hold a value.
    """

    lanes: Cells
    model: Model
    records: int
    filled: Mapping[str, int]
    count: Callable[[str, str], int]
    parts: Mapping[str, int] = field(init=False)
    prior: int = field(init=False)
    _values: dict[str, str] = field(init=False)
    _own: frozenset[tuple[str, str]] = field(init=False)
    _rare: dict[tuple[str, str], int] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.parts = part_hashes(self.lanes)
        self._own = frozenset(values_of(self.lanes))
        held = {name for name, _ in self._own}
        self.filled = {n: self.filled.get(n, 0) + (n in held) for n in LEVELS}
        self.records += 1
        self.prior = self.model.prior("random", self.records)
        self._values = {n: v for n in LEVELS if n != "phone" and (v := self.lanes.get(n)) is not None}

    @property
    def phones(self) -> frozenset[str]:
        """The record's numbers."""
        return frozenset(v for n in PHONES if (v := self.lanes.get(n)) is not None)

    def counted(self, name: str, value: str) -> int:
        """Records that hold a value, this one included."""
        return self.count(name, value) + ((name, value) in self._own)

    def agreed(self, name: str, value: str) -> int:
        """What agreeing on a value weighs against strangers."""
        found = self._rare.get((name, value))
        if found is None:
            found = self.model.tables["random"][name][0]
            if self.model.u["random"][name][0] is None:
                found += rarity(name, self.filled[name], self.counted(name, value))
            self._rare[name, value] = found
        return found

    def between(self, name: str) -> int:
        """What the best level between agreement and disagreement weighs beyond disagreement."""
        table = self.model.tables["random"][name]
        return max(table[1:]) - table[-1]

    def reaches(self, other: Cells) -> bool:
        """The weight may reach the floor; a gate that may be open counts as open until it matters."""
        total, shut = self.prior, []
        for name, own in self._values.items():
            theirs = other.get(name)
            if theirs is None:
                continue
            if theirs == own:
                total += self.agreed(name, own)
                continue
            total += self.model.tables["random"][name][-1] + self.between(name)
            if name in GATE or name == "email":
                shut.append((name, own, theirs))
        mine, yours = self.phones, {v for n in PHONES if (v := other.get(n)) is not None}
        if mine and yours:
            same = mine & yours
            total += max((self.agreed("phone", p) for p in same), default=max(self.model.tables["random"]["phone"][1:]))
        for name, own, theirs in shut:
            if total < KEEP:
                return False
            if not self._open(name, own, theirs, other):
                total -= self.between(name)
        return total >= KEEP

    def _open(self, name: str, own: str, theirs: str, other: Cells) -> bool:
        if name == "email":
            return self.lanes.get("local") is not None and self.lanes.get("local") == other.get("local")
        if (_signature(own) ^ _signature(theirs)).bit_count() <= GATE[name]:
            return True
        if name == "given" and own[:1] == theirs[:1] and 1 in (len(own), len(theirs)):
            return True
        if name == "given" and (nick := self.lanes.get("nickname")) is not None and nick == other.get("nickname"):
            return True
        crossed = self.lanes.get("given") == other.get("family") or self.lanes.get("family") == other.get("given")
        return name in ("given", "family") and crossed

    def scored(self, other: Cells) -> Scored:
        """The pair, weighed as a table run would."""
        return score(self.lanes, other, self.model, self.counted, self.filled, self.records)
