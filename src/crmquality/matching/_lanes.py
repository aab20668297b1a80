"""Lanes of a table ready to be compared by code: counts, rarities, bit signatures, what is derived from values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality.columns import Codes, Column, numbered, shared
from crmquality.matching._blocking_keys import RULES
from crmquality.matching._compare import NAMES, SCOPED, common, rarity, scopes
from crmquality.matching._model import LEVELS
from crmquality.matching._pieces import FOREIGN, derived_texts, signatures
from crmquality.matching._tests import (
    DERIVED,
    KEY_WORDS,
    KEYS,
    PHONES,
    TESTS,
    Test,
    key_words,
    word_weights,
)  # fmt: skip

Weights = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float64]
#: how many records count as holding anything somewhere, from how many do
Size = Callable[[str, int], int]


@frozen(eq=False)
class Whole:
    """Counts of a whole table of which only a part is at hand.

    Args:
        records: rows of the table.
        filled: by comparison, and by comparison within a country, records that hold anything.
        counts: by comparison the values that more than two records hold, in columns ``value`` and ``count``; under
            ``given in`` the same within countries, with a column ``country``.
    """

    records: int
    filled: Mapping[str, int]
    counts: Mapping[str, pl.DataFrame]

    def of(self, name: str, values: pl.DataFrame) -> npt.NDArray[np.int64]:
        """Records that hold each of some values; two stand for fewer, too, which weigh the same."""
        keys = values.columns
        return (
            values.join(self.counts[name], on=keys, how="left", maintain_order="left")["count"].fill_null(2).to_numpy()
        )


@frozen(eq=False)
class Lanes:
    """Lanes with their counts, ready to be compared by code.

    Given and family names share one vocabulary, and so do all phones, so that names that have changed places and
    numbers in another field are found by their codes. Tables by code end in one more entry for -1, no value.

    Args:
        columns: a column per lane that holds anything.
        height: number of rows.
        phones: the lanes of phones among them.
        counts: by comparison, records per code.
        filled: by comparison, records that hold anything.
        rare: by comparison, weight of agreeing per code.
        within: by comparison counted within countries, weight of agreeing per row: the least of all that count.
        signs: by lane, the set of letters per code.
        derived: by name in ``DERIVED``, code of what the value gives per code; -1 = nothing.
        short: the given name is one letter, per code.
        words: by lane of a title, its words in turn per code, all of one vocabulary; -1 = no more.
        bags: by lane compared by words, what each word says, per code and word.
        records: rows of the table that these are part of.
    """

    columns: Mapping[str, Column]
    height: int
    phones: tuple[str, ...]
    counts: Mapping[str, npt.NDArray[np.int64]]
    filled: Mapping[str, int]
    rare: Mapping[str, Weights]
    within: Mapping[str, Weights]
    signs: Mapping[str, npt.NDArray[np.uint32]]
    derived: Mapping[str, Codes]
    short: Bools
    words: Mapping[str, tuple[Codes, ...]]
    bags: Mapping[str, Any]
    records: int

    @classmethod
    def build(
        cls, lanes: Mapping[str, Column], height: int, whole: Whole | None = None, each: Callable[..., Any] = map,
        rules: Mapping[str, tuple[str, ...]] = RULES, size: Size = lambda _, found: found,
    ) -> Lanes:  # fmt: skip
        """Count and derive once per distinct value; the counts of the whole table where these are a part of it.

        ``each`` works as `map`; that of a pool of threads takes less time. Keys are derived for ``rules`` alone.
        ``size`` is that of a model.
        """
        columns = {n: c for n, c in lanes.items() if len(c.texts)}
        for group in (("given", "family"), PHONES):
            if len(held := [n for n in group if n in columns]) > 1:
                columns |= zip(held, shared([columns[n] for n in held]), strict=True)
        phones = tuple(p for p in PHONES if p in columns)
        counts = {n: _counts(columns[n]) for n in LEVELS if n in columns}
        filled = {n: int((columns[n].codes >= 0).sum()) for n in counts}
        if phones:
            counts["phone"] = np.sum([_counts(columns[p]) for p in phones], axis=0)
            filled["phone"] = int(np.any([columns[p].codes >= 0 for p in phones], axis=0).sum())
        if whole is not None:
            named = {n: phones[0] if n == "phone" else n for n in counts}
            counts = {n: whole.of(n, pl.DataFrame({"value": columns[named[n]].texts})) for n in counts}
            filled = dict(whole.filled)
        filled = {where: size(where, k) for where, k in filled.items()}
        shares = {n: _shares(n, columns[n].texts) for n in NAMES if n in columns}
        rare = {n: np.append(_rarities(n, filled[n], c, shares.get(n)), np.int32(0)) for n, c in counts.items()}
        within = {}
        if "country" in columns:
            scoped = [n for n in SCOPED if n in columns]
            found = each(
                lambda n: _within(n, columns[n], columns["country"], rare[n], whole, shares.get(n), size), scoped
            )
            for n, (weights, held) in zip(scoped, found, strict=True):
                within[n] = weights
                filled |= held
        has = {**columns, "phone1": columns[phones[0]]} if phones else columns
        signed = [n for n in TESTS if n in columns]
        keys = {p.removeprefix("only_") for parts in rules.values() for p in parts}
        derived = [n for n, (lane, _) in DERIVED.items() if lane in has and (n in keys or n not in KEYS)]
        return cls(
            columns, height, phones, counts, filled, rare, within,
            dict(zip(signed, each(lambda n: signatures(columns[n].texts), signed), strict=True)),
            dict(zip(derived, each(lambda n: _derived(n, has[DERIVED[n][0]].texts), derived), strict=True)),
            np.append(columns["given"].texts.str.len_chars() == 1 if "given" in columns else np.zeros(0, bool), False),
            {n: _worded(columns[n].texts) for n in ("title", "about") if n in columns},
            {n: _bag(columns[n].texts) for n in ("title", "about", "more") if n in columns},
            size("", height if whole is None else whole.records),
        )  # fmt: skip

    @property
    def present(self) -> list[str]:
        """The comparisons that something can be said about."""
        return [n for n in LEVELS if n in self.counts]

    def record(self, row: int) -> dict[str, str | None]:
        """A row's lanes as text."""
        return {n: None if c.codes[row] < 0 else c.texts[int(c.codes[row])] for n, c in self.columns.items()}

    def count(self, where: str, value: str) -> int:
        """Records that hold a value in a comparison, or in one within a country (`_compare.scopes`)."""
        name, _, country = where.partition(" in ")
        column = self.columns[self.phones[0] if name == "phone" else name]
        code = column.texts.index_of(value)
        if not country:
            return int(self.counts[name][code])
        there = self.columns["country"]
        return int(((column.codes == code) & (there.codes == there.texts.index_of(country))).sum())


def _counts(column: Column) -> npt.NDArray[np.int64]:
    return np.bincount(column.codes[column.codes >= 0], minlength=len(column.texts))


def _shares(name: str, texts: pl.Series) -> Shares:
    """What names that are common usually have of all, a float per text; 0 = they are none of those."""
    known = common(name)
    return texts.replace_strict(known, default=0.0, return_dtype=pl.Float64).to_numpy()


def _rarities(name: str, filled: int, counts: npt.NDArray[np.int64], shares: Shares | None = None) -> Weights:
    if shares is not None and (own := np.flatnonzero(shares)).size:
        out = _rarities(name, filled, counts)
        usual, number = np.unique(shares[own], return_inverse=True)
        told, place = np.unique(counts[own] * len(usual) + number, return_inverse=True)
        both = [rarity(name, filled, k // len(usual), float(usual[k % len(usual)])) for k in told.tolist()]
        out[own] = np.array(both, dtype=np.int32)[place]
        return out
    top = int(counts.max(initial=0))
    if top >= len(counts):
        distinct, place = np.unique(counts, return_inverse=True)
    else:
        distinct, place = np.flatnonzero(np.bincount(counts)), counts
    found = np.array([rarity(name, filled, c) for c in distinct.tolist()], dtype=np.int32)
    if place is counts:
        table = np.zeros(top + 1, dtype=np.int32)
        table[distinct] = found
        found = table
    return found.take(place)


def _within(
    name: str, column: Column, country: Column, rare: Weights, whole: Whole | None, shares: Shares | None, size: Size
) -> tuple[Weights, dict[str, int]]:
    """Weight of agreeing per row, and how many records of each country hold anything."""
    out: Weights = rare.take(column.codes)
    rows = np.flatnonzero((column.codes >= 0) & (country.codes >= 0))
    many = len(country.texts)
    found, place = numbered(column.codes[rows].astype(np.int64) * many + country.codes[rows], len(column.texts) * many)
    value, there = found // many, found % many
    if whole is None:
        counts = np.bincount(place, minlength=len(found))
    else:
        texts = {n: c.texts.gather(codes) for n, c, codes in (("value", column, value), ("country", country, there))}
        counts = whole.of(f"{name} in", pl.DataFrame(texts))
    weights = np.zeros(len(found), dtype=np.int32)
    filled = {}
    usual = np.zeros(len(found)) if shares is None else shares.take(value)
    for code in np.unique(there).tolist():
        where = list(scopes(name, country.texts[code]))[-1]
        own = np.flatnonzero(there == code)
        filled[where] = size(where, int(counts[own].sum()) if whole is None else whole.filled[where])
        weights[own] = _rarities(name, filled[where], counts[own], usual[own])
    out[rows] = np.minimum(out[rows], weights.take(place))
    return out, filled


def _worded(texts: pl.Series) -> tuple[Codes, ...]:
    rows = [key_words(t) for t in texts.to_list()]
    turns = [Column.from_cells([r[k] if k < len(r) else None for r in rows]) for k in range(KEY_WORDS)]
    return tuple(np.append(c.codes, np.int32(-1)) for c in shared(turns))


def _bag(texts: pl.Series) -> Any:
    from scipy.sparse import csr_matrix

    rows = [*map(word_weights, texts.to_list())]
    places: dict[str, int] = {}
    words = [places.setdefault(w, len(places)) for row in rows for w in row]
    ends = np.cumsum([0, *map(len, rows)])
    return csr_matrix(([v for row in rows for v in row.values()], words, ends), shape=(len(rows), len(places)))


def _derived(name: str, texts: pl.Series) -> Codes:
    return np.append(Column.encode(derived_texts(name, texts), ordered=False).codes, np.int32(-1))


@frozen(eq=False, slots=False)
class Pairs:
    """Pairs of rows to be compared: the codes of both sides are fetched once per lane.

    Args:
        lanes: of the table.
        left: row per pair.
        right: row per pair.
    """

    lanes: Lanes
    left: Rows
    right: Rows

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_sides", {})

    def __len__(self) -> int:
        return len(self.left)

    def sides(self, lane: str) -> tuple[Codes, Codes]:
        """Codes of a lane on both sides."""
        held: dict[str, tuple[Codes, Codes]] = self._sides  # type: ignore[attr-defined]  # set above
        if lane not in held:
            codes = self.lanes.columns[lane].codes
            held[lane] = codes.take(self.left), codes.take(self.right)
        return held[lane]

    def same(self, lane: str) -> Bools:
        """Both sides hold the same value of a lane; none where the table lacks the lane."""
        if lane not in self.lanes.columns:
            return np.zeros(len(self), dtype=bool)
        a, b = self.sides(lane)
        return np.asarray((a == b) & (a >= 0))

    def same_derived(self, name: str) -> Bools:
        """Both sides hold values that give the same."""
        if name not in self.lanes.derived:
            return np.zeros(len(self), dtype=bool)
        a, b = (self.lanes.derived[name][side] for side in self.sides(DERIVED[name][0]))
        return np.asarray((a == b) & (a >= 0))

    def agreement(self, name: str) -> tuple[Bools, Bools, Weights]:
        """Agree, either side empty, and how rare the agreed value is."""
        rare = self.lanes.rare[name]
        if name != "phone":
            a, b = self.sides(name)
            same = (a == b) & (a >= 0)
            if name in self.lanes.within:
                of = self.lanes.within[name]
                least = np.minimum(of[self.left], of[self.right])
            else:
                least = rare[a]
            empty = (a < 0) | (b < 0)
            if name in NAMES:
                empty |= (self.lanes.signs[name][a] ^ self.lanes.signs[name][b]) >= FOREIGN
            return same, empty, same * least
        same = np.zeros(len(self), dtype=bool)
        best = np.zeros(len(self), dtype=np.int32)
        for p, q in product(self.lanes.phones, repeat=2):
            a, b = self.sides(p)[0], self.sides(q)[1]
            hit = (a == b) & (a >= 0)
            best = np.where(hit, np.maximum(best, rare[a]), best)
            same |= hit
        one = np.any([self.sides(p)[0] >= 0 for p in self.lanes.phones], axis=0)
        two = np.any([self.sides(p)[1] >= 0 for p in self.lanes.phones], axis=0)
        return same, ~(one & two), best

    def nobody(self) -> Bools:
        """Neither record names a person."""
        out = np.ones(len(self), dtype=bool)
        for name in ("given", "family"):
            if name in self.lanes.columns:
                a, b = self.sides(name)
                out &= (a < 0) & (b < 0)
        return out

    def gate(self, name: str, test: Test) -> Bools:
        """The gate of a way to be similar is open."""
        a, b = self.sides(name)
        signs = self.lanes.signs[name]
        open_ = signs_open(test, signs[a], signs[b])
        return np.asarray(open_ & self.same_derived(test.same) if test.same else open_)

    def initial(self) -> Bools:
        """One given name is the other's first letter."""
        a, b = self.sides("given")
        return np.asarray(self.same_derived("initial") & (self.lanes.short[a] | self.lanes.short[b]))

    def half(self, left: str, right: str, name: str) -> tuple[Codes, Codes]:
        """A part of one phone of the left and of one phone of the right record."""
        table = self.lanes.derived[name]
        return table[self.sides(left)[0]], table[self.sides(right)[1]]

    def crossed(self) -> Bools:
        """A given name is the other's family name, and neither stands where it should."""
        if "family" not in self.lanes.columns or "given" not in self.lanes.columns:
            return np.zeros(len(self), dtype=bool)
        (ga, gb), (fa, fb) = self.sides("given"), self.sides("family")
        straight = (ga == gb) | ((fa == fb) & (fa >= 0))
        plain = self.lanes.derived["plain"]
        moved = (plain[ga] == plain[fb]) | (plain[gb] == plain[fa])
        return np.asarray(moved & ~straight & (ga >= 0) & (gb >= 0))


def signs_open(test: Test, left: npt.NDArray[np.uint32], right: npt.NDArray[np.uint32]) -> Bools:
    """The gate of a test on sets of letters; as `Test.gate`."""
    if test.most is None:
        both = left & right
        return np.asarray((both == left) | (both == right))
    return np.asarray(np.bitwise_count(left ^ right) <= test.most)
