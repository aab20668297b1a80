"""One record put to an index: its keys, and the most that another record can weigh against it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, MutableMapping

from attrs import define, field

from crmquality.matching import Model
from crmquality.matching._blocking_keys import part_hashes
from crmquality.matching._compare import KEEP, SCOPED, Scored, agreeing, phone_level, rarity, scopes, score, unlike
from crmquality.matching._model import AGAINST, LANE_BITS, LEVELS, NULL, UNIT, Gains, packed, weight_of
from crmquality.matching._tests import PHONES, TESTS

Cells = Mapping[str, str | None]
_HALF = 1 << LANE_BITS - 1
#: added to each of several sums side by side
_EACH = packed([1] * len(AGAINST))
#: the sign of each sum against every class that is no match, for the one kind of match and for the other
_ONE, _TWO = (packed(_HALF * (m == kind) for m, _ in AGAINST) for kind in dict(AGAINST))
_BOTH = _ONE | _TWO


def values_of(lanes: Cells) -> Iterator[tuple[str, str]]:
    """Where a value is counted and the value, each once: a comparison, or one within a country."""
    country = lanes.get("country")
    for name in LEVELS:
        if name != "phone" and (value := lanes.get(name)) is not None:
            for where in scopes(name, country):
                yield where, value
    for value in numbers_of(lanes):
        yield "phone", value


def numbers_of(lanes: Cells) -> tuple[str, ...]:
    """The phones of a record, each once."""
    return tuple(dict.fromkeys(v for n in PHONES if (v := lanes.get(n)) is not None))


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
    filled: MutableMapping[str, int]
    count: Callable[[str, str], int]
    parts: Mapping[str, int] = field(init=False)
    phones: tuple[str, ...] = field(init=False)
    #: the least weight that is asked for
    floor: int = field(init=False, default=KEEP)
    _own: frozenset[tuple[str, str]] = field(init=False)
    _held: dict[str, int] = field(init=False)
    _rare: dict[tuple[str, str], int] = field(init=False, factory=dict)
    #: the comparisons that it has something in, but phones, with its value
    _values: list[tuple[str, str, Gains, bool]] = field(init=False, factory=list)
    _start: tuple[int, ...] = field(init=False, default=())
    _near: tuple[str, str, set[str], set[str]] = field(init=False, default=("", "", set(), set()))

    def __attrs_post_init__(self) -> None:
        self.parts = part_hashes(self.lanes)
        self.phones = numbers_of(self.lanes)
        self._own = frozenset(values_of(self.lanes))
        self._held = {n: self.filled.get(n, 0) + 1 for n, _ in self._own}
        self.filled = ChainMap(self._held, self.filled)
        self.records += 1

    def counted(self, name: str, value: str) -> int:
        """Records that hold a value, this one included."""
        return self.count(name, value) + ((name, value) in self._own)

    def rare(self, name: str, value: str) -> int:
        """How rare a value of the record is at most; within the other's country it may be less rare."""
        found = self._rare.get((name, value))
        if found is None:
            where = scopes(name, self.lanes.get("country"))
            found = min(rarity(name, self._held[w], self.count(w, value) + 1) for w in where)
            self._rare[name, value] = found
        return found

    def _prepare(self) -> None:
        lanes = self.lanes
        self._values = [
            (n, v, g, n in TESTS) for n, g in self.model.gains.items() if n != "phone" and (v := lanes[n]) is not None
        ]
        self._start = tuple(map(packed, self.model.start(self.records)))
        local, _, domain = (lanes["email"] or "").partition("@")
        self._near = local, domain, {p[-5:] for p in self.phones}, {p[:-4] for p in self.phones}

    def weighed(self, other: Cells) -> Scored | None:
        """The pair, weighed as a table run would; ``None`` where it stays under the floor.

        Values that differ weigh their most until they are compared, one by one as long as the floor can be reached.
        """
        if not self._start:
            self._prepare()
        own = self.lanes
        # the sum of both kinds of match is one bit above the greater at most
        over = _BOTH + (UNIT - self.floor) * _EACH
        given, family = other["given"], other["family"]
        if (given or family) and (given == own["family"] or family == own["given"]):
            # names that may have changed places
            scored = score(own, other, self.model, self.counted, self.filled, self.records)
            return scored if scored.weight >= self.floor else None
        nobody = not (given or family or own["given"] or own["family"])
        total, levels, rare, apart = self._start[nobody], dict.fromkeys(LEVELS, NULL), {}, []
        for name, value, gains, tested in self._values:
            theirs = other[name]
            if theirs is None:
                continue
            if theirs == value:
                level = levels[name] = agreeing(name, value)
                total += gains.levels[level]
                if gains.valued[level]:
                    rare[name] = self._rarity(name, value, other)
                    total += rare[name] * gains.valued[level]
            else:
                total += gains.most
                if tested:
                    apart.append((name, value, theirs, gains))
                else:
                    levels[name] = len(gains.levels) - 1
        phones = numbers_of(other) if self.phones else ()
        if phones:
            gains = self.model.gains["phone"]
            if shared := [self.rare("phone", p) for p in phones if p in self.phones]:
                level, rare["phone"] = 0, max(shared)
                total += rare["phone"] * gains.valued[0]
            else:
                _, _, ends, fronts = self._near
                near = any(p[-5:] in ends or p[:-4] in fronts for p in phones)
                level = phone_level(self.phones, phones) if near else len(gains.levels) - 1
            levels["phone"], total = level, total + gains.levels[level]
        for name, value, theirs, gains in apart:
            if not _possible(total + over):
                return None
            level = levels[name] = self._unlike(name, value, theirs, other)
            total += gains.levels[level] - gains.most
        weight = weight_of(total) if _possible(total + over) else self.floor - 1
        return Scored(weight, levels, rare, nobody, self.records, model=self.model) if weight >= self.floor else None

    def _rarity(self, name: str, value: str, other: Cells) -> int:
        where = f"{name} in {other['country']}"
        if name not in SCOPED or where not in self.filled or where in self._held:
            return self.rare(name, value)
        return min(self.rare(name, value), rarity(name, self.filled[where], self.count(where, value)))

    def _unlike(self, name: str, own: str, theirs: str, other: Cells) -> int:
        if name == "email" and not (theirs.startswith(self._near[0]) or theirs.endswith(self._near[1])):
            return len(LEVELS[name]) - 1
        return unlike(name, own, theirs, self.lanes, other)


def _possible(sums: int) -> bool:
    return sums & _ONE == _ONE or sums & _TWO == _TWO
