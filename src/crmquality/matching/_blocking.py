"""Which records are compared at all: the blocks of a table under each rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from crmquality.matching._blocking_keys import LOOSE, MIX, WORDS, split_keys
from crmquality.matching._lanes import Bools, Lanes, Rows
from crmquality.matching._tests import DERIVED, KEY_WORDS

Keys = npt.NDArray[np.int64]
_BITS = 63


@frozen
class Oversize:
    """Blocks that stayed too large whatever they were split by; their pairs are left to other rules.

    Args:
        rule: the blocking rule.
        blocks: how many.
        records: records in them, once per block.
        largest: records in the largest.
    """

    rule: str
    blocks: int
    records: int
    largest: int


@frozen(eq=False)
class Blocks:
    """A table under one rule: blocks of two records and more, the largest first.

    Args:
        rule: the rule's name.
        rows: row per entry, block after block; a row may stand in several blocks.
        sizes: entries per block, falling.
        pairs: pairs of entries under one key.
        oversize: what is left of blocks beyond the cap.
        rest: the rows of these.
    """

    rule: str
    rows: Rows
    sizes: Keys
    pairs: int
    oversize: Oversize | None
    rest: Rows

    def spent(self) -> Blocks:
        """What is still asked once it has been swept."""
        return evolve(self, rows=self.rows[:0], sizes=self.sizes[:0])

    def chunks(self, entries: int) -> Iterator[tuple[Rows, Keys]]:
        """Rows and sizes of whole blocks, so many entries at a time; a larger block stands alone."""
        ends = np.cumsum(self.sizes)
        block = start = 0
        while block < len(ends):
            last = max(int(np.searchsorted(ends, start + entries, side="right")), block + 1)
            stop = int(ends[last - 1])
            yield self.rows[start:stop], self.sizes[block:last]
            block, start = last, stop


def usable(lanes: Lanes, rules: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The rules whose keys this table has."""
    has = {*lanes.columns, *(n for n, (lane, _) in DERIVED.items() if lane in lanes.columns)}
    if lanes.phones:
        has.add("phone")
    if {"given", "family"} <= has:
        has.add("names")
    has |= {part for part, lane in WORDS.items() if lane in lanes.words}
    if "company" in has:
        has |= {"only_company", "only_firm"}
    return {name: parts for name, parts in rules.items() if has.issuperset(parts)}


def blocks(lanes: Lanes, rule: str, parts: tuple[str, ...], cap: int | None) -> Blocks:
    """The blocks of one rule; those beyond the cap are split by further keys, never by a window."""
    turns = lanes.phones if "phone" in parts else range(KEY_WORDS) if WORDS.keys() & parts else ("",)
    rows, keys = _keyed([np.concatenate([_part(lanes, p, turn) for turn in turns]) for p in parts])
    rows, starts, sizes = grouped(rows % np.int32(lanes.height), keys)
    large = sizes > (len(rows) if cap is None else cap)
    kept = [_pick(rows, starts, sizes, (sizes > 1) & ~large)]
    oversize, rest = None, rows[:0]
    if large.any():
        left, counts = _pick(rows, starts, sizes, large)
        for key in split_keys(rule, parts):
            if usable(lanes, {key: (key,)}):
                # no value is a value here, so that records without one still meet
                rows, starts, sizes = grouped(*_keyed([_part(lanes, key, "")[left] + 1, _numbered(counts)]))
                large = sizes > (cap or 0)
                kept.append(_pick(left[rows], starts, sizes, (sizes > 1) & ~large))
                left, counts = _pick(left[rows], starts, sizes, large)
        if len(counts) and rule not in LOOSE:
            oversize = Oversize(rule, len(counts), len(left), int(counts.max()))
            rest = left
    rows, sizes = (np.concatenate(x) for x in zip(*kept, strict=True))
    return Blocks(rule, *_falling(rows, sizes), int((sizes * (sizes - 1) // 2).sum()), oversize, rest)


def repeated(lanes: Lanes, rows: Rows, ids: Sequence[str]) -> tuple[Rows, Rows]:
    """Of rows that are wholly equal the first by id, and beside it each of the others: lesser and greater row."""
    columns = [c.codes for c in lanes.columns.values()]
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for codes in columns:
        mixed = (mixed ^ codes.take(rows).astype(np.uint64)) * np.uint64(MIX)
    _, place, sizes = np.unique(mixed, return_inverse=True, return_counts=True)
    first: dict[tuple[int, ...], int] = {}
    again = sorted(rows[sizes[place] > 1].tolist(), key=ids.__getitem__)
    heads = [first.setdefault(tuple([c.item(row) for c in columns]), row) for row in again]
    pairs = [(min(p), max(p)) for p in zip(heads, again, strict=True) if p[0] != p[1]]
    one, two = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    return one, two


def _part(lanes: Lanes, name: str, turn: str | int) -> npt.NDArray[np.int64] | Rows:
    """A key per row; negative = none."""
    if isinstance(turn, int) and name in WORDS:
        return lanes.words[WORDS[name]][turn][lanes.columns[WORDS[name]].codes]
    if name in DERIVED:
        return lanes.derived[name][lanes.columns[DERIVED[name][0]].codes]
    if name == "names":
        given, family = lanes.columns["given"].codes, lanes.columns["family"].codes
        low, high = np.minimum(given, family), np.maximum(given, family).astype(np.int64)
        return np.where(low >= 0, high * len(lanes.columns["given"].texts) + low, -1)
    if name in ("only_company", "only_firm"):
        named = np.zeros(lanes.height, dtype=bool)
        for n in ("given", "family"):
            if n in lanes.columns:
                named |= lanes.columns[n].codes >= 0
        codes = lanes.columns["company"].codes
        return np.where(named, np.int32(-1), codes if name == "only_company" else lanes.derived["firm"][codes])
    return lanes.columns[str(turn) if name == "phone" else name].codes


def _keyed(parts: Sequence[npt.NDArray[np.integer]]) -> tuple[Rows, Keys]:
    """Rows that hold all parts, and one number per combination."""
    ok = parts[0] >= 0
    for p in parts[1:]:
        ok &= p >= 0
    rows = np.flatnonzero(ok).astype(np.int32)
    key = parts[0][rows].astype(np.int64)
    for p in parts[1:]:
        size = int(p.max(initial=0)) + 1
        if int(key.max(initial=0)).bit_length() + size.bit_length() > _BITS:
            key = np.unique(key, return_inverse=True)[1]
        key = key * size + p[rows]
    return rows, key


def grouped(rows: Rows | Keys, keys: Keys) -> tuple[Rows, Keys, Keys]:
    """Rows sorted by key then row, where each run of one key begins, and how long it is."""
    width = int(rows.max(initial=0)).bit_length()
    if int(keys.max(initial=0)).bit_length() + width <= _BITS:
        # one sort of numbers takes half the time of a sort of places
        both = np.sort((keys << width) | rows)
        keys, rows = both >> width, (both & ((1 << width) - 1)).astype(np.int32)
    else:
        order = np.argsort(keys, kind="stable")
        keys, rows = keys[order], rows[order].astype(np.int32)
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    return rows, starts, np.diff(starts, append=len(keys))


def _pick(rows: Rows, starts: Keys, sizes: Keys, chosen: Bools) -> tuple[Rows, Keys]:
    """The rows of the chosen runs, and the runs' lengths."""
    starts, sizes = starts[chosen], sizes[chosen]
    first = np.cumsum(sizes) - sizes
    return rows[np.repeat(starts - first, sizes) + np.arange(int(sizes.sum()))], sizes


def _numbered(sizes: Keys) -> Keys:
    return np.repeat(np.arange(len(sizes)), sizes)


def _falling(rows: Rows, sizes: Keys) -> tuple[Rows, Keys]:
    starts = np.cumsum(sizes) - sizes
    order = np.argsort(-sizes, kind="stable")
    rows, _ = _pick(rows, starts[order], sizes[order], np.ones(len(sizes), dtype=bool))
    return rows, sizes[order]
