"""What tells most records of an array apart before they are weighed: 16 bits a value, which similar values share.

Of two records the bits are compared, a byte at a time and by tables: two values differ, may be similar or may be the
same. What a record may weigh at most follows; few are left, and only their texts are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from types import MappingProxyType
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality.matching._apart import plain
from crmquality.matching._compare import IMPLIED, NAMES, SCOPED, STRANGERS, Cells, Side, agreeing, crossed, unlike
from crmquality.matching._model import LEVELS, UNIT, Model, soft_add
from crmquality.matching._tests import PHONES, TESTS, phones_similar, signature

Tags = npt.NDArray[np.uint8]
Places = npt.NDArray[np.intp]
#: a comparison, the lane of the record that is looked for or which of its phones, and that of the other
Pair = tuple[str, str | int, str]


def _mail(email: str) -> tuple[str, str]:
    """The domain, and what a slip leaves alone of the rest."""
    local, _, domain = email.partition("@")
    return domain, local[:1] + local[-1:] + "".join(filter(str.isdigit, local))


#: two parts of a value, a byte each, of which a similar value has one; of addresses, the second
_PARTS: Mapping[str, Callable[[str], tuple[str, str]]] = MappingProxyType(
    {
        "phone": lambda v: (v[-5:], v[:-4]), "birth_date": lambda v: (v[:4], v[-5:]),
        "identifier": lambda v: (v[:2], v[-2:]), "email": _mail,
    }
)  # fmt: skip
#: what may be similar whatever its letters are
_ALWAYS = tuple(n for n in LEVELS if any((t.most or 0) > 3 for t in TESTS.get(n, ())))  # noqa: PLR2004 - letters
#: these go by their letters, a bit each
_LETTERED = tuple(n for n in TESTS if n not in _PARTS and n not in _ALWAYS)
#: of two bytes: how many bits differ, four at most; whether one holds the other; whether there is none
_APART, _WITHIN, _AROUND, _NONE = 7, 8, 16, 32
_BYTE, _BOTH = 256, 64 * 256
#: names that may have changed places, compared by a hash of each
CROSSED = "crossed"
_ORDER = ("email", "phone", CROSSED, *(n for n in LEVELS if n not in ("email", "phone")))


@lru_cache(maxsize=65_536)
def tag(name: str, value: str) -> int:
    """The 16 bits of a value in a comparison; 0 = none."""
    if name not in _LETTERED:
        value = plain(value) if name == CROSSED else value
        one, two = _PARTS[name](value) if name in _PARTS else (value, f"{value} ")
        return crc32(one.encode()) % 255 + 1 | crc32(two.encode()) % 255 + 1 << 8
    sign = signature(value)
    if name not in NAMES:
        return (sign | sign >> 16) & 0xFFFF
    # of names a bit in either byte tells the script
    data, script = sign & 2**31 - 1, (sign >> 31) * 0x8080
    data = (data | data >> 14 | data >> 28) & 0x3FFF
    return data & 0x7F | (data & 0x3F80) << 1 | script


def tags_of(name: str, texts: pl.Series) -> npt.NDArray[np.uint16]:
    """The bits of many values, and 0 at the end."""
    return np.array([*map(partial(tag.__wrapped__, name), texts.to_list()), 0], dtype=np.uint16)


def _bytes(*, names: bool) -> Tags:
    """What a byte is beside another, for every two."""
    own, theirs = np.ogrid[:_BYTE, :_BYTE]
    differ = own ^ theirs
    out = np.minimum(np.bitwise_count(differ), 4) + np.where(differ & theirs, 0, _WITHIN)
    out += np.where(differ & own, 0, _AROUND) + np.where(theirs, 0, _NONE)
    # names of two scripts say nothing about each other
    return np.where(names & (differ >= _BYTE // 2), _NONE + 4, out).astype(np.uint8).ravel()


_BYTES = np.concatenate([_bytes(names=False), _bytes(names=True)])


def _states(name: str) -> Tags:
    """By what both bytes of a value are: 0 = no evidence, 1 = it differs, 2 = it may be similar, 3 = the same."""
    low, high = np.arange(_BOTH) % _BYTE, np.arange(_BOTH) // _BYTE
    tests = TESTS.get(name, ())
    near = (low & _APART) + (high & _APART) <= max((t.most or 0 for t in tests), default=0)
    if any(t.most is None for t in tests):
        near |= (low & high & (_WITHIN | _AROUND)) > 0
    if name in _PARTS:
        near = (high & _APART == 0) | ((low & _APART == 0) & (name != "email"))
    near |= name in _ALWAYS
    if name == CROSSED:
        either = [(at & _APART == 0) & (at & _NONE == 0) for at in (low, high)]
        return np.where(either[0] | either[1], 3, 0).astype(np.uint8)
    same = (low | high) & _APART == 0
    return np.where(low & high & _NONE, 0, np.where(same, 3, 1 + near)).astype(np.uint8)


@frozen(eq=False)
class Form:
    """What is compared in the tags of records, where the one that is looked for has so many phones.

    Args:
        pairs: what is compared with what.
        columns: the bytes of a record's tags, two to a pair.
        tables: the first row of each pair's table of bytes.
        begins: where each pair's states begin.
        states: 4 to a pair: no evidence, different, may be similar, may be the same.
        order: places of the pairs, first those in which texts seldom are what tags say they may be.
        lanes: by pair, which lane of the other.
        country: the lane of the country, or the last.
    """

    pairs: tuple[Pair, ...]
    columns: Places
    tables: tuple[int, ...]
    begins: Places
    states: Tags
    order: tuple[int, ...]
    lanes: tuple[int, ...]
    country: int

    @classmethod
    def of(cls, lanes: Sequence[str], numbers: int) -> Form:
        """The form for records of some lanes."""
        found: list[tuple[int, Pair]] = [
            (at, ("phone", own, n) if n in PHONES else (n, n, n))
            for at, n in enumerate(lanes)
            for own in range(max(numbers, 1) if n in PHONES else 1)
        ]
        # names that may have changed places have two bytes of their own
        found.append((len(lanes), (CROSSED, "", "")))
        columns = np.array([b for at, _ in found for b in (2 * at, 2 * at + 1)], dtype=np.intp)
        names = [pair[0] for _, pair in found]
        tables = [_BYTE * (n in NAMES) for n in names]
        states = np.concatenate([_states(n) + np.uint8(4 * i) for i, n in enumerate(names)])
        order = sorted(range(len(names)), key=lambda i: _ORDER.index(names[i]))
        return cls(
            tuple(pair for _, pair in found), columns, tuple(tables), np.arange(len(found)) * _BOTH, states,
            tuple(order), (*(at for at, _ in found[:-1]), 0), lanes.index("country") if "country" in lanes else -1,
        )  # fmt: skip

    def reach(
        self, tags: Tags, query: Side, weights: Sequence[Weighs], codes: Callable[[Places], Sequence[Sequence[int]]],
        read: Callable[[Sequence[int]], Cells], coded: Mapping[tuple[str, str], int],
    ) -> Iterator[tuple[int, Cells]]:  # fmt: skip
        """The records that may reach the floor of a query, by their tags and then by the texts that look alike.

        Their places with their lanes; those that may weigh most by their tags first. The floor may rise meanwhile.
        ``codes`` gives those of records, ``read`` their lanes; ``coded`` are those of values that have been met.
        """
        lanes, phones = query.lanes, query.phones
        values = [
            (phones[own] if phones else None) if isinstance(own, int) else lanes[own] for _, own, _ in self.pairs[:-1]
        ]
        mine = [tag(n, v) if v else 0 for (n, *_), v in zip(self.pairs, values, strict=False)]
        swapped = [tag(CROSSED, v) & 0xFF if (v := lanes[n]) else 0 for n in reversed(NAMES)]
        mine.append(swapped[0] | swapped[1] << 8)
        own = np.array([b for at, t in zip(self.tables, mine, strict=True) for b in (at + (t & 255), at + (t >> 8))])
        held = tags.take(self.columns, axis=1) if len(phones) > 1 else tags
        beside = _BYTES.take((own << 8) + held)
        states = self.states.take(beside.view(np.uint16) + self.begins)
        met = np.bincount(states.ravel(), minlength=4 * len(self.pairs))[3::4].tolist()
        told: list[int] = []
        values.append("")
        for value, w, there in zip(values, weights, met, strict=True):
            told += (0, 0, 0, 0) if value is None else (0, w.differs, w.similar, w.same(query, value) if there else 0)
        # both kinds of match are added up at once, in the halves of one number
        sums = np.add.reduce(np.array(told).take(states), axis=1)
        halves = sums.view(np.int32)
        most = np.maximum(halves[::2], halves[1::2])
        # the sum of both kinds of match is one bit above the greater at most
        begun = UNIT + 1 + max(map(query.start[0].__getitem__, STRANGERS))
        kept = (most >= query.floor - begun).nonzero()[0]
        if not len(kept):
            return
        kept = kept[np.argsort(-most[kept])] if len(kept) > 1 else kept
        found = zip(kept.tolist(), codes(kept), sums[kept].tolist(), states[kept].tolist(), strict=True)
        exact: dict[tuple[int, int], int] = {}
        for place, theirs, total, reached in found:
            least = query.floor - begun
            if max(_halves(total)) < least:
                return
            other = read(theirs)
            for at in self.order:
                state, hoped, w = reached[at] % 4, told[reached[at]], weights[at]
                if hoped and (state > 1 or (state and w.differs != w.levels[-1])):
                    value = values[at] or ""
                    if coded.get((w.name, value)) != theirs[self.lanes[at]]:
                        got = w.found(query, value, other, hoped)
                    else:
                        asked = at, theirs[self.country] if w.name in SCOPED else 0
                        got = exact.get(asked) or exact.setdefault(asked, w.exact(query, value, other))
                    total += got - hoped  # noqa: PLW2901 - what is left
                    if max(_halves(total)) < least:
                        break
            else:
                if soft_add(*_halves(total)) >= least + UNIT:
                    yield place, other


def _packed(weights: Sequence[int]) -> int:
    """Both kinds of match in one number, so that they are added up at once."""
    return (weights[0] << 32) + weights[1]


def _halves(packed: int) -> tuple[int, int]:
    """Both of them again."""
    low = (packed + 2**31 & 2**32 - 1) - 2**31
    return packed - low >> 32, low


@frozen(eq=False)
class Weighs:
    """What a pair of values may weigh at most against strangers, for both kinds of match in one number.

    Args:
        name: the comparison.
        lane: of the other record.
        differs: two values that differ.
        similar: two values that may be similar.
        least: two values that may be the same, for each kind, however common they are.
        agree: by level of agreement what it weighs for each kind, and whether the value's rarity comes to that.
        levels: every level.
    """

    name: str
    lane: str
    differs: int
    similar: int
    least: tuple[int, ...]
    agree: tuple[tuple[tuple[int, bool], ...], ...] = ()
    levels: tuple[int, ...] = (0,)

    @classmethod
    def of(cls, model: Model, pair: Pair, *, first: bool, nickname: bool) -> Weighs:
        """A pair in a model; the first one of phones stands for all that differ."""
        name, _, lane = pair
        if name == CROSSED:
            both = [model.gains[n].levels for n in NAMES]
            moved = [sum(max(w[i] for w in of[1:]) - min(of[-1][i], 0) for of in both) for i in STRANGERS]
            return cls(name, lane, 0, 0, tuple(moved))
        gains = model.gains[name]
        base = [0 if first else gains.levels[-1][i] for i in STRANGERS]
        levels = [tuple(w[i] - b for i, b in zip(STRANGERS, base, strict=True)) for w in gains.levels]
        told = zip(levels, gains.valued, LEVELS[name], strict=True)
        # what follows from another agreement weighs nothing, which may be more
        nothing = (0, 0) if name in IMPLIED else levels[-1]
        near = (w for w, valued, level in told if not any(valued) and level != "swapped")
        least = tuple(map(max, *near, levels[-1], nothing))
        agree = tuple(tuple((levels[k][j], gains.valued[k][i]) for j, i in enumerate(STRANGERS)) for k in (0, 1))
        packed = tuple(map(_packed, levels))
        return cls(name, lane, _packed(least) if nickname else packed[-1], _packed(least), least, agree, packed)

    def same(self, query: Side, value: str) -> int:
        """The same value."""
        if not self.agree:
            return _packed(self.least)
        rare = query.rare(self.name, value)
        (one, by_one), (two, by_two) = self._agreed(value)
        least = self.least
        return (max(one + rare * by_one, least[0]) << 32) + max(two + rare * by_two, least[1])

    def exact(self, query: Side, value: str, other: Cells) -> int:
        """The same value in another record, be it more common in the country of that."""
        rare = query.rare_in(self.name, value, other["country"] if self.name in SCOPED else None)
        (one, by_one), (two, by_two) = self._agreed(value)
        one, two = one + rare * by_one, two + rare * by_two
        if self.name == "phone" or self.name in IMPLIED:  # another number may agree, too; what follows weighs nothing
            one, two = max(one, self.least[0]), max(two, self.least[1])
        return (one << 32) + two

    def _agreed(self, value: str) -> tuple[tuple[int, bool], ...]:
        return self.agree[self.name == "email" and agreeing("email", value)]

    def found(self, query: Side, value: str, other: Cells, same: int) -> int:
        """A value of a record beside that of another that may be the same or similar."""
        if self.name == CROSSED:
            levels = [query.model.gains[n].levels for n in NAMES]
            found = zip(levels, crossed(query.lanes, other).values(), strict=False)
            moved = [[of[at][i] * (at >= 0) - min(of[-1][i], 0) for i in STRANGERS] for of, at in found]
            return _packed([*map(sum, zip(*moved, strict=True)), 0, 0])
        theirs = other[self.lane] or ""
        if theirs == value:
            return same
        if self.name == "phone":
            return self.similar if phones_similar(value, theirs) else self.differs
        return self.levels[unlike(self.name, value, theirs, query.lanes, other)]
