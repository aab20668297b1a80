"""One record put to an index: its keys, and the most that another record can weigh against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import define, field

from crmquality.matching import Model
from crmquality.matching._blocking_keys import part_hashes
from crmquality.matching._compare import KEEP, Scored, rarity, scopes, score
from crmquality.matching._model import LEVELS, MATCHES, NEVER, OTHERS, PEOPLE, soft_add
from crmquality.matching._tests import PHONES, TESTS, passes, phones_similar

Cells = Mapping[str, str | None]


def values_of(lanes: Cells) -> Iterator[tuple[str, str]]:
    """Where a value is counted and the value, each once: a comparison, or one within a country."""
    country = lanes.get("country")
    for name in LEVELS:
        for value in {v for n in (PHONES if name == "phone" else (name,)) if (v := lanes.get(n)) is not None}:
            for where in scopes(name, country):
                yield where, value


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
    prior: tuple[int, ...] = field(init=False)
    _values: dict[str, str] = field(init=False)
    _own: frozenset[tuple[str, str]] = field(init=False)
    _agreed: dict[tuple[str, str], tuple[int, ...]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.parts = part_hashes(self.lanes)
        self._own = frozenset(values_of(self.lanes))
        held = {name for name, _ in self._own}
        self.filled = {n: self.filled.get(n, 0) + (n in held) for n in {*self.filled, *held}}
        self.records += 1
        matches = soft_add(*(self.model.prior(k, self.records) for k in MATCHES))
        # records that name nobody are of no household and no workplace
        named = self.lanes.get("given") is not None or self.lanes.get("family") is not None
        self.prior = tuple(
            matches - self.model.prior(k, self.records) - (0 if named or k not in PEOPLE else NEVER) for k in OTHERS
        )
        self._values = {n: v for n in LEVELS if n != "phone" and (v := self.lanes.get(n)) is not None}

    @property
    def phones(self) -> frozenset[str]:
        """The record's numbers."""
        return frozenset(v for n in PHONES if (v := self.lanes.get(n)) is not None)

    def counted(self, name: str, value: str) -> int:
        """Records that hold a value, this one included."""
        return self.count(name, value) + ((name, value) in self._own)

    def agreed(self, name: str, value: str) -> tuple[int, ...]:
        """The most that agreeing on a value weighs against each class that is no match."""
        found = self._agreed.get((name, value))
        if found is None:
            limits = self.model.limits[name]
            # within a country it may be less rare
            rare = rarity(name, self.filled.get(name, 2), self.counted(name, value))
            found = tuple(max(a, v + rare) for a, v in zip(limits.agree, limits.valued, strict=True))
            self._agreed[name, value] = found
        return found

    def reaches(self, other: Cells) -> bool:
        """The weight may reach the floor; texts are compared only where it matters."""
        (strangers, home, work), shut, limits = self.prior, [], self.model.limits
        for name, own in self._values.items():
            theirs = other.get(name)
            if theirs is None:
                continue
            if theirs == own:
                a, b, c = self.agreed(name, own)
            else:
                a, b, c = limits[name].most
                if name in TESTS:
                    shut.append((name, own, theirs))
            strangers, home, work = strangers + a, home + b, work + c
        mine, yours = self.phones, {v for n in PHONES if (v := other.get(n)) is not None}
        if mine and yours:
            found = [self.agreed("phone", p) for p in mine & yours] or [limits["phone"].most]
            a, b, c = (max(w) for w in zip(*found, strict=True))
            strangers, home, work = strangers + a, home + b, work + c
        for name, own, theirs in shut:
            if min(strangers, home, work) < KEEP:
                return False
            if not self._open(name, own, theirs, other):
                (a, b, c), (d, e, f) = limits[name].most, limits[name].least
                strangers, home, work = strangers - a + d, home - b + e, work - c + f
        if min(strangers, home, work) < KEEP:
            return False
        if not (mine and yours) or mine & yours or any(phones_similar(p, q) for p in mine for q in yours):
            return True
        (a, b, c), (d, e, f) = limits["phone"].most, limits["phone"].least
        return min(strangers - a + d, home - b + e, work - c + f) >= KEEP

    def _open(self, name: str, own: str, theirs: str, other: Cells) -> bool:
        if name == "birth_date" or any(passes(t, own, theirs) for t in TESTS[name]):
            return True
        if name == "email":
            return self.lanes.get("local") is not None and self.lanes.get("local") == other.get("local")
        if name == "given" and own[:1] == theirs[:1] and 1 in (len(own), len(theirs)):
            return True
        if name == "given" and (nick := self.lanes.get("nickname")) is not None and nick == other.get("nickname"):
            return True
        crossed = self.lanes.get("given") == other.get("family") or self.lanes.get("family") == other.get("given")
        return name in ("given", "family") and crossed

    def scored(self, other: Cells) -> Scored:
        """The pair, weighed as a table run would."""
        return score(self.lanes, other, self.model, self.counted, self.filled, self.records)
