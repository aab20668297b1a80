"""The sweep over blocks: pairs that cannot reach the floor are dropped before they are ever listed.

Within a chunk of whole blocks, largest first, all pairs at distance d are one comparison of contiguous codes. The
most that the weight can reach is summed from what is equal, what is missing and which levels in between are open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import product

import numpy as np
import numpy.typing as npt
from attrs import frozen

from crmquality.matching._blocking import Keys
from crmquality.matching._compare import IMPLIED, NAMES
from crmquality.matching._lanes import FOREIGN, Bools, Lanes, Rows, signs_open
from crmquality.matching._model import MATCHES, UNIT, Model
from crmquality.matching._tests import DERIVED, TESTS

#: entries of a chunk: fewer cost more calls than the cache saves
ENTRIES = 1 << 15
#: bounds are kept in 1/64 bits, rounded up: half the memory of whole weights
STEP = 16
Bounds = npt.NDArray[np.int16]
#: parts of a phone of which one must be the same in a similar one
_HALVES = ("front", "end")
_IMPLYING = frozenset(n for by in IMPLIED.values() for n in by)
#: what else opens a level between agreement and disagreement
_BETWEEN = {"given": ("nickname",), "email": ("local",), "birth_date": ("year", "day")}


@frozen(eq=False)
class Bound:
    """The most that a pair's match weight can reach, in 1/64 bits.

    Only evidence against strangers is looked at, every level that is not ruled out at its best: one for records of an
    unchanged person, one for one who has moved.
    """

    lanes: Lanes
    one: _Kind
    two: _Kind

    @classmethod
    def of(cls, lanes: Lanes, model: Model) -> Bound:
        """The bound under a model."""
        return cls(lanes, *(_Kind.of(lanes, model, k) for k in MATCHES))


@frozen(eq=False)
class _Kind:
    """The bound for one kind of match.

    Args:
        between: by comparison with levels in between, what the best of them gives beyond disagreement.
        agree: by comparison and code (by row where countries count), what agreement gives beyond that.
        missing: per set of empty comparisons, the prior and disagreement in all others.
        implied: what cancels the rest where agreement follows from another and is no evidence.
    """

    between: Mapping[str, np.int16]
    agree: Mapping[str, Bounds]
    missing: Bounds
    implied: Mapping[str, np.int16]

    @classmethod
    def of(cls, lanes: Lanes, model: Model, kind: str) -> _Kind:
        last = {n: model.against[kind][n][-1] for n in lanes.present}
        most = {n: model.most(kind, n, agreed=False) for n in last}
        # as if all matches were of one kind: the sum of both is one bit above the greater at most
        missing = np.array([model.prior(kind, lanes.records) - model.prior("random", lanes.records) + UNIT])
        for weight in last.values():
            missing = np.concatenate([missing + weight, missing])
        rare = {n: lanes.within.get(n, lanes.rare[n]) + (model.most(kind, n, agreed=True) - most[n]) for n in last}
        return cls(
            {n: np.int16(_steps(most[n] - w)) for n, w in last.items() if most[n] > w},
            {n: _steps(r) for n, r in rare.items()}, _steps(missing),
            {n: np.int16(_steps(-most[n])) for n in IMPLIED if n in last},
        )  # fmt: skip


def _steps(weight: npt.NDArray[np.int32] | npt.NDArray[np.int64] | int) -> Bounds:
    return -(-np.asarray(weight) // STEP).astype(np.int16)


def sweep(bound: Bound, rows: Rows, sizes: Keys, floor: int) -> tuple[Rows, Rows, Bounds]:
    """The pairs of a chunk that may reach the floor (1/1024 bits): lesser and greater row per pair, and its bound.

    Rows stand one per entry, block after block; sizes are entries per block, falling.
    """
    left, right, most = joined(list(_diagonals(bound, rows, sizes, np.int16(floor // STEP))))
    other = left != right
    return np.minimum(left, right)[other], np.maximum(left, right)[other], most[other]


def _diagonals(bound: Bound, rows: Rows, sizes: Keys, floor: np.int16) -> Iterator[tuple[Rows, Rows, Bounds]]:
    chunk = _Chunk.of(bound, rows)
    block = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    ends = np.cumsum(sizes)
    for d in range(1, int(sizes.max(initial=0))):
        end = int(ends[np.searchsorted(-sizes, -d, side="left") - 1])
        most = chunk.at(d, end)
        place = np.flatnonzero((most >= floor) & (block[: end - d] == block[d:end]))
        if len(place):
            yield rows[place], rows[place + d], most[place]


@frozen(eq=False)
class _Chunk:
    """The entries of whole blocks, lane by lane, each lane contiguous; an empty cell equals no other."""

    bound: Bound
    codes: Mapping[str, Rows]
    short: Bools
    signs: Mapping[str, npt.NDArray[np.uint32]]
    agree: Mapping[str, Bounds]
    shift: Mapping[str, np.int16]
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
        raw |= {f"{p} {n}": lanes.derived[n].take(raw[p]) for p in lanes.phones for n in _HALVES}
        alone = np.arange(-2, -2 - len(rows), -1, dtype=np.int32)
        # scattered bits: an empty cell looks like no other either, but for an accident that only loosens the bound
        noise = (alone.astype(np.uint32) * np.uint32(2654435761)) ^ (alone.astype(np.uint32) << np.uint32(7))
        noise &= np.uint32(FOREIGN - 1)
        agree = {n: a.take(rows if n in lanes.within else raw[n]) for n, a in bound.one.agree.items() if n != "phone"}
        gone = {n: raw[n] < 0 for n in agree}
        if lanes.phones:
            agree["phone"] = np.max([bound.one.agree["phone"].take(raw[p]) for p in lanes.phones], axis=0)
            gone["phone"] = np.all([raw[p] < 0 for p in lanes.phones], axis=0)
        bits = np.min_scalar_type((1 << len(bound.one.agree)) - 1)
        empty = np.zeros(len(rows), dtype=bits)
        for bit, n in enumerate(bound.one.agree):
            empty |= gone[n].astype(bits) << bits.type(bit)
        return cls(
            bound, {n: np.where(c < 0, alone, c) for n, c in raw.items()},
            lanes.short.take(raw["given"]) if "given" in raw else np.zeros(len(rows), dtype=bool),
            {n: np.where(gone[n], noise, s.take(raw[n])) for n, s in lanes.signs.items()}, agree,
            # rounding apart
            {n: bound.two.agree[n][-1] - bound.one.agree[n][-1] + np.int16(1) for n in agree}, empty,
            frozenset(n for n in NAMES if n in raw and bool((lanes.signs[n].take(raw[n]) >= FOREIGN).any())),
        )  # fmt: skip

    def at(self, d: int, end: int) -> Bounds:
        """The bound of each of the first ``end - d`` entries with the one ``d`` further on."""
        one, two = self.bound.one, self.bound.two
        empty = self.empty[: end - d] | self.empty[d:end]
        most, other = one.missing.take(empty), two.missing.take(empty)
        swapped = self._same("given", "family", d, end) | self._same("family", "given", d, end)
        agreed: dict[str, Bools] = {}
        for name, agree in self.agree.items():
            same = self._phones(d, end) if name == "phone" else self._same(name, name, d, end)
            if name in one.between or name in two.between:
                gate = self._open(name, same, swapped, d, end)
                most += gate * one.between.get(name, np.int16(0))
                other += gate * two.between.get(name, np.int16(0))
            if name in _IMPLYING:
                agreed[name] = same
            if told := [agreed[n] for n in IMPLIED.get(name, ()) if n in agreed]:
                follows = same & reduce(np.logical_or, told)
                most += follows * one.implied[name]
                other += follows * two.implied[name]
                same = same & ~follows
            value = same * agree[: end - d]
            most += value
            other += value
            other += same * self.shift[name]
        return np.maximum(most, other)

    def _open(self, name: str, same: Bools, swapped: Bools, d: int, end: int) -> Bools:
        """A level other than disagreement is possible; more may be said to be than are."""
        gate = same.copy()
        for test in TESTS.get(name, ()):
            open_ = signs_open(test, self.signs[name][: end - d], self.signs[name][d:end])
            gate |= open_ & self._same(test.same, test.same, d, end) if test.same else open_
        for lane in _BETWEEN.get(name, ()):
            gate |= self._same(lane, lane, d, end)
        if name in NAMES:
            gate |= swapped
            if name in self.mixed:
                gate |= (self.signs[name][: end - d] ^ self.signs[name][d:end]) >= FOREIGN
        if name == "given":
            gate |= self._same("initial", "initial", d, end) & (self.short[: end - d] | self.short[d:end])
        elif name == "phone":
            for p, q in product(self.bound.lanes.phones, repeat=2):
                for half in _HALVES:
                    gate |= self._same(f"{p} {half}", f"{q} {half}", d, end)
        return gate

    def _same(self, one: str, two: str, d: int, end: int) -> Bools:
        if one not in self.codes or two not in self.codes:
            return np.zeros(end - d, dtype=bool)
        return np.asarray(self.codes[one][: end - d] == self.codes[two][d:end])

    def _phones(self, d: int, end: int) -> Bools:
        out = np.zeros(end - d, dtype=bool)
        for p, q in product(self.bound.lanes.phones, repeat=2):
            out |= self._same(p, q, d, end)
        return out


def beside(bound: Bound, rows: Rows, one: int, floor: int) -> Rows:
    """The rows that may reach the floor with one row."""
    both = np.concatenate([rows, np.full(len(rows), one, dtype=np.int32)])
    most = _Chunk.of(bound, both).at(len(rows), len(both))
    near: Rows = rows[(most >= np.int16(floor // STEP)) & (rows != one)]
    return near


def joined(parts: Sequence[tuple[Rows, Rows, Bounds]]) -> tuple[Rows, Rows, Bounds]:
    """Pairs with their bounds, one part after the other."""
    none = np.zeros(0, dtype=np.int32)
    return (
        np.concatenate([none, *(p[0] for p in parts)]), np.concatenate([none, *(p[1] for p in parts)]),
        np.concatenate([none.astype(np.int16), *(p[2] for p in parts)]),
    )  # fmt: skip
