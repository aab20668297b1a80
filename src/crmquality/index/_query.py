"""One record put to an index: its keys, and the most that another record can weigh against it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, MutableMapping

from attrs import define, field

from crmquality.matching import Model
from crmquality.matching._blocking_keys import part_hashes
from crmquality.matching._compare import KEEP, Scored, agreeing, phone_level, rarity, scopes, score, unlike
from crmquality.matching._model import AGAINST, LANE_BITS, LEVELS, UNIT, every_pair, packed
from crmquality.matching._tests import PHONES, TESTS

Cells = Mapping[str, str | None]
_HALF = 1 << LANE_BITS - 1
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
    _own: frozenset[tuple[str, str]] = field(init=False)
    _held: dict[str, int] = field(init=False)
    _rare: dict[tuple[str, str], int] = field(init=False, factory=dict)
    #: the comparisons that it has something in, but phones, with its value
    _values: list[tuple[str, str, int, bool]] = field(init=False, factory=list)
    _start: tuple[int, int] = field(init=False, default=(0, 0))
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

    def start(self) -> tuple[list[int], list[int]]:
        """What every pair begins with over the floor, where somebody is named and where nobody is."""
        named, nobody, times = self.model.start
        every = every_pair(self.records)
        # the sum of both kinds of match is one bit above the greater at most
        one, two = ([w + t * every - KEEP + UNIT for w, t in zip(p, times, strict=True)] for p in (named, nobody))
        return one, two

    def _prepare(self) -> None:
        self._values = [
            (n, v, g.most, n in TESTS)
            for n, g in self.model.gains.items()
            if n != "phone" and (v := self.lanes.get(n)) is not None
        ]
        named, nobody = self.start()
        self._start = packed(named) + _BOTH, packed(nobody) + _BOTH
        local, _, domain = (self.lanes.get("email") or "").partition("@")
        self._near = local, domain, {p[-5:] for p in self.phones}, {p[:-4] for p in self.phones}

    def _agreed(self, name: str, value: str) -> int:
        """What agreeing on a value weighs at most."""
        gains, level = self.model.gains[name], agreeing(name, value)
        return gains.levels[level] + self.rare(name, value) * gains.valued[level]

    def reaches(self, other: Cells) -> bool:
        """The weight may reach the floor: values are compared one by one only until it cannot."""
        if not self._values:
            self._prepare()
        get, gains = other.get, self.model.gains
        given, family = get("given"), get("family")
        if (given or family) and (given == self.lanes.get("family") or family == self.lanes.get("given")):
            return True  # names that have changed places are weighed with all the rest
        total = self._start[self.lanes.get("given") == given is None and self.lanes.get("family") == family is None]
        unlike_ = []
        for name, own, most, tested in self._values:
            theirs = get(name)
            if theirs is None:
                continue
            if theirs == own:
                total += self._agreed(name, own)
            else:
                total += most
                if tested:
                    unlike_.append((name, own, theirs))
        phones = [p for n in PHONES if (p := get(n)) is not None]
        if phones and self.phones:
            shared = [self._agreed("phone", p) for p in phones if p in self.phones]
            total += max(shared, default=gains["phone"].most)
            if not shared and self._possible(total):
                total += gains["phone"].levels[self._phones(phones)] - gains["phone"].most
        for name, own, theirs in unlike_:
            if not self._possible(total):
                return False
            total += gains[name].levels[self._unlike(name, own, theirs, other)] - gains[name].most
        return self._possible(total)

    @staticmethod
    def _possible(total: int) -> bool:
        return total & _ONE == _ONE or total & _TWO == _TWO

    def _phones(self, theirs: list[str]) -> int:
        _, _, ends, fronts = self._near
        return phone_level(self.phones, theirs) if any(p[-5:] in ends or p[:-4] in fronts for p in theirs) else -1

    def _unlike(self, name: str, own: str, theirs: str, other: Cells) -> int:
        if name == "email" and not (theirs.startswith(self._near[0]) or theirs.endswith(self._near[1])):
            return -1
        return unlike(name, own, theirs, self.lanes, other)

    def scored(self, other: Cells) -> Scored:
        """The pair, weighed as a table run would."""
        return score(self.lanes, other, self.model, self.counted, self.filled, self.records)
