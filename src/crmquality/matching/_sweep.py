"""The sweep over blocks: pairs that cannot reach the floor are dropped before they are ever listed.

Within a chunk of whole blocks, largest first, all pairs at a distance are one comparison of contiguous codes, and many
distances one turn. The most that the weight can reach is summed from what is equal, what is missing and which levels in
between are open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial, reduce
from itertools import product
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from attrs import frozen

from crmquality.matching._blocking import Keys
from crmquality.matching._compare import IMPLIED, NAMES
from crmquality.matching._lanes import Bools, Lanes, Rows, Weights, signs_open
from crmquality.matching._model import MATCHES, UNIT, Model
from crmquality.matching._pieces import FOREIGN
from crmquality.matching._tests import DERIVED, TESTS

#: entries of a chunk: fewer cost more calls than the cache saves
ENTRIES = 1 << 15
#: pairs looked at in one turn, and distances at most: threads that hand over to each other more often only wait
_PAIRS, _TURN = 1 << 19, 256
#: bounds are kept in 1/64 bits, rounded up: half the memory of whole weights
STEP = 16
Bounds = npt.NDArray[np.int16]
_Entry = TypeVar("_Entry", bound=np.generic)
#: parts of a phone of which one must be the same in a similar one
_HALVES = ("front", "end")
_IMPLYING = frozenset(n for by in IMPLIED.values() for n in by)
#: what else opens a level between agreement and disagreement
_BETWEEN = {"given": ("nickname",), "email": ("local",), "birth_date": ("year", "day")}


@frozen(eq=False)
class Bound:
    """The most that a pair's match weight can reach, in 1/64 bits.

    Only evidence against strangers is looked at, every level that is not ruled out at its best: one for records of an
    unchanged person, one for one who has moved. Both are added up at once, in the halves of one number.

    Args:
        lanes: of the table.
        between: by comparison with levels in between, what the best of them gives beyond disagreement.
        agree: by comparison and code (by row where countries count), what agreement gives beyond that.
        missing: per set of empty comparisons, the prior and disagreement in all others.
        implied: what cancels the rest where agreement follows from another and is no evidence.
    """

    lanes: Lanes
    between: Mapping[str, np.int32]
    agree: Mapping[str, Weights]
    missing: Weights
    implied: Mapping[str, np.int32]

    @classmethod
    def of(cls, lanes: Lanes, model: Model) -> Bound:
        """The bound under a model."""

        def rest(name: str, kind: str) -> int:
            return model.most(kind, name, agreed=False)

        def cancelled(name: str, kind: str) -> int:
            return -rest(name, kind)

        def between(name: str, kind: str) -> int:
            return rest(name, kind) - model.against[kind][name][-1]

        def agree(name: str, kind: str) -> Weights:
            rare = lanes.within.get(name, lanes.rare[name])
            return rare + (model.most(kind, name, agreed=True) - rest(name, kind))

        def missing(kind: str) -> Weights:
            # as if all matches were of one kind: the sum of both is one bit above the greater at most
            out = np.array([model.prior(kind, lanes.records) - model.prior("random", lanes.records) + UNIT], np.int32)
            for name in lanes.present:
                out = np.concatenate([out + model.against[kind][name][-1], out])
            return out

        near = {n: np.int32(_packed(partial(between, n))) for n in lanes.present}
        return cls(
            lanes, {n: b for n, b in near.items() if b}, {n: _packed(partial(agree, n)) for n in near},
            _packed(missing), {n: np.int32(_packed(partial(cancelled, n))) for n in IMPLIED if n in near},
        )  # fmt: skip


def _packed(weigh: Callable[[str], Weights | int]) -> Weights:
    """What both kinds of match weigh, rounded up, in one number."""
    one, two = (-(-np.asarray(weigh(k)) // STEP).astype(np.int32) for k in MATCHES)
    return np.asarray((one << 16) + two)


def sweep(bound: Bound, rows: Rows, sizes: Keys, floor: int) -> tuple[Rows, Rows, Bounds]:
    """The pairs of a chunk that may reach the floor (1/1024 bits): lesser and greater row per pair, and its bound.

    Rows stand one per entry, block after block; sizes are entries per block, falling.
    """
    left, right, most = joined(list(_diagonals(bound, rows, sizes, np.int16(floor // STEP))))
    other = left != right
    return np.minimum(left, right)[other], np.maximum(left, right)[other], most[other]


def _diagonals(bound: Bound, rows: Rows, sizes: Keys, floor: np.int16) -> Iterator[tuple[Rows, Rows, Bounds]]:
    largest = int(sizes.max(initial=0))
    # entries of no block, so that all distances of a turn find as many
    rows = np.concatenate([rows, np.repeat(rows[:1], min(_TURN, largest))])
    block = np.full(len(rows), -1, dtype=np.int32)
    ends = np.cumsum(sizes)
    block[: ends[-1]] = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    chunk = _Chunk.of(bound, rows)
    d = 1
    while d < largest:
        end = int(ends[np.searchsorted(-sizes, -d, side="left") - 1])
        size = end - d
        # so far that half of the entries still find one
        half = int(sizes[np.searchsorted(ends, end // 2)])
        many = max(min(_PAIRS // size, _TURN, half - d), 1)
        most = chunk.at(d, many, size)
        step, place = np.nonzero((most >= floor) & (block[:size] == _beside(block, d, many, size)))
        if len(place):
            yield rows[place], rows[place + step + d], most[step, place]
        d += many


def _beside(entries: npt.NDArray[_Entry], d: int, many: int, size: int) -> npt.NDArray[_Entry]:
    """What stands beside each of the first entries, so many distances from ``d`` on, a row each."""
    return np.lib.stride_tricks.as_strided(entries[d:], (many, size), 2 * entries.strides, writeable=False)


@frozen(eq=False)
class _Chunk:
    """The entries of whole blocks, lane by lane, each lane contiguous; an empty cell equals no other."""

    bound: Bound
    codes: Mapping[str, Rows]
    short: Bools
    signs: Mapping[str, npt.NDArray[np.uint32]]
    agree: Mapping[str, Weights]
    empty: npt.NDArray[np.unsignedinteger]
    #: names that some write in letters without a Latin form
    mixed: frozenset[str]

    @classmethod
    def of(cls, bound: Bound, rows: Rows) -> _Chunk:
        lanes = bound.lanes
        raw = {n: c.codes.take(rows) for n, c in lanes.columns.items()}
        for n in ("initial", "year", "day", "mailbox", "domain"):
            if n in lanes.derived:
                raw[n] = lanes.derived[n].take(raw[DERIVED[n][0]])
        raw |= {f"plain {n}": lanes.derived["plain"].take(raw[n]) for n in NAMES if n in raw and "given" in raw}
        raw |= {f"{p} {n}": lanes.derived[n].take(raw[p]) for p in lanes.phones for n in _HALVES}
        alone = np.arange(-2, -2 - len(rows), -1, dtype=np.int32)
        # scattered bits: an empty cell looks like no other either, but for an accident that only loosens the bound
        noise = (alone.astype(np.uint32) * np.uint32(2654435761)) ^ (alone.astype(np.uint32) << np.uint32(7))
        noise &= np.uint32(FOREIGN - 1)
        agree = {n: a.take(rows if n in lanes.within else raw[n]) for n, a in bound.agree.items() if n != "phone"}
        gone = {n: raw[n] < 0 for n in agree}
        if lanes.phones:
            agree["phone"] = np.max([bound.agree["phone"].take(raw[p]) for p in lanes.phones], axis=0)
            gone["phone"] = np.all([raw[p] < 0 for p in lanes.phones], axis=0)
        bits = np.min_scalar_type((1 << len(bound.agree)) - 1)
        empty = np.zeros(len(rows), dtype=bits)
        for bit, n in enumerate(bound.agree):
            empty |= gone[n].astype(bits) << bits.type(bit)
        return cls(
            bound, {n: np.where(c < 0, alone, c) for n, c in raw.items()},
            lanes.short.take(raw["given"]) if "given" in raw else np.zeros(len(rows), dtype=bool),
            {n: np.where(gone[n], noise, s.take(raw[n])) for n, s in lanes.signs.items()}, agree,
            empty,
            frozenset(n for n in NAMES if n in raw and bool((lanes.signs[n].take(raw[n]) >= FOREIGN).any())),
        )  # fmt: skip

    def at(self, d: int, many: int, size: int) -> Bounds:
        """The bounds of the first entries with those from ``d`` on further on, a row for each of so many distances."""
        bound, at = self.bound, (d, many, size)
        most = bound.missing.take(self.empty[:size] | _beside(self.empty, *at))
        swapped = self._same("plain given", "plain family", *at) | self._same("plain family", "plain given", *at)
        agreed: dict[str, Bools] = {}
        for name, agree in self.agree.items():
            same = self._phones(*at) if name == "phone" else self._same(name, name, *at)
            if name in bound.between:
                most += self._open(name, same, swapped, *at) * bound.between[name]
            if name in _IMPLYING:
                agreed[name] = same
            if told := [agreed[n] for n in IMPLIED.get(name, ()) if n in agreed]:
                follows = same & reduce(np.logical_or, told)
                most += follows * bound.implied[name]
                same = same & ~follows
            most += same * agree[:size]
        two = most.astype(np.int16)
        return np.maximum(((most - two) >> 16).astype(np.int16), two)

    def _open(self, name: str, same: Bools, swapped: Bools, d: int, many: int, size: int) -> Bools:
        """A level other than disagreement is possible; more may be said to be than are."""
        gate, at = same.copy(), (d, many, size)
        for test in TESTS.get(name, ()):
            open_ = signs_open(test, self.signs[name][:size], _beside(self.signs[name], *at))
            gate |= open_ & self._same(test.same, test.same, *at) if test.same else open_
        for lane in _BETWEEN.get(name, ()):
            gate |= self._same(lane, lane, *at)
        if name in NAMES:
            gate |= swapped
            if name in self.mixed:
                gate |= (self.signs[name][:size] ^ _beside(self.signs[name], *at)) >= FOREIGN
        if name == "given":
            gate |= self._same("initial", "initial", *at) & (self.short[:size] | _beside(self.short, *at))
        elif name == "phone":
            for p, q in product(self.bound.lanes.phones, repeat=2):
                for half in _HALVES:
                    gate |= self._same(f"{p} {half}", f"{q} {half}", *at)
        return gate

    def _same(self, one: str, two: str, d: int, many: int, size: int) -> Bools:
        if one not in self.codes or two not in self.codes:
            return np.zeros((many, size), dtype=bool)
        return np.asarray(self.codes[one][:size] == _beside(self.codes[two], d, many, size))

    def _phones(self, d: int, many: int, size: int) -> Bools:
        out = np.zeros((many, size), dtype=bool)
        for p, q in product(self.bound.lanes.phones, repeat=2):
            out |= self._same(p, q, d, many, size)
        return out


def beside(bound: Bound, rows: Rows, one: int, floor: int) -> Rows:
    """The rows that may reach the floor with one row."""
    both = np.concatenate([rows, np.full(len(rows), one, dtype=np.int32)])
    (most,) = _Chunk.of(bound, both).at(len(rows), 1, len(rows))
    near: Rows = rows[(most >= np.int16(floor // STEP)) & (rows != one)]
    return near


def joined(parts: Sequence[tuple[Rows, Rows, Bounds]]) -> tuple[Rows, Rows, Bounds]:
    """Pairs with their bounds, one part after the other."""
    none = np.zeros(0, dtype=np.int32)
    return (
        np.concatenate([none, *(p[0] for p in parts)]), np.concatenate([none, *(p[1] for p in parts)]),
        np.concatenate([none.astype(np.int16), *(p[2] for p in parts)]),
    )  # fmt: skip
