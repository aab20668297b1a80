"""Levels and weights of the pairs that the sweep leaves; strings are compared here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve, frozen
from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from crmquality.columns import Codes
from crmquality.matching._apart import called_apart, generations_apart, is_day, one_house, spelt_alike, written_apart
from crmquality.matching._compare import AUTO, IMPLIED, NAMES, TELLING
from crmquality.matching._lanes import Bools, Lanes, Pairs, Rows, Weights
from crmquality.matching._model import CLASSES, LEVELS, MAKERS, MATCHES, NEVER, NULL, OTHERS, PEOPLE, SOFT, Model
from crmquality.matching._pieces import derived_texts
from crmquality.matching._tests import ALIKE, CROSSED, LEAST_SHARE, PHONE, TESTS, TWO_U, Test, sound_apart, words_alike

Levels = Mapping[str, npt.NDArray[np.int8]]
_MEASURES: Mapping[str, Any] = {
    "jaro": JaroWinkler.similarity, "name": JaroWinkler.similarity,
    "street": Levenshtein.normalized_similarity, "edits": OSA.distance,
}  # fmt: skip
_SOFT = np.array([*SOFT, 0], dtype=np.int32)


@frozen(eq=False)
class Scored:
    """Scored pairs.

    Args:
        left: the lesser row per pair.
        right: the greater row per pair.
        weight: match weight, 1/1024 bits.
        levels: level by comparison, -1 = no evidence.
        rare: by comparison, how rare the agreed value is.
        nobody: neither record names a person.
        rule: number of the rule that yielded the pair.
        strings: how many string comparisons this took.
    """

    left: Rows
    right: Rows
    weight: Weights
    levels: Levels
    rare: Mapping[str, Weights]
    nobody: Bools
    rule: npt.NDArray[np.int8]
    strings: int = 0

    def where(self, keep: npt.NDArray[np.bool_] | npt.NDArray[np.integer]) -> Scored:
        """Some of the pairs."""
        levels = {n: v[keep] for n, v in self.levels.items()}
        rare = {n: v[keep] for n, v in self.rare.items()}
        return Scored(
            self.left[keep], self.right[keep], self.weight[keep], levels, rare, self.nobody[keep], self.rule[keep],
            self.strings,
        )  # fmt: skip

    def under(self, model: Model, records: int) -> Scored:
        """The same pairs as another model weighs them."""
        return evolve(self, weight=weigh(by_class(model, records, self.levels, self.rare, self.nobody)))

    @classmethod
    def joined(cls, parts: Sequence[Scored]) -> Scored:
        """One after the other; at least one."""
        return cls(
            np.concatenate([p.left for p in parts]), np.concatenate([p.right for p in parts]),
            np.concatenate([p.weight for p in parts]),
            {n: np.concatenate([p.levels[n] for p in parts]) for n in parts[0].levels},
            {n: np.concatenate([p.rare[n] for p in parts]) for n in parts[0].rare},
            np.concatenate([p.nobody for p in parts]),
            np.concatenate([p.rule for p in parts]), sum(p.strings for p in parts),
        )  # fmt: skip


def scored(pairs: Pairs, model: Model, rule: npt.NDArray[np.int8]) -> Scored:
    """Levels and match weight of each pair; the same, pair by pair, as `_compare.score`."""
    levels: dict[str, npt.NDArray[np.int8]] = {}
    rare = {}
    strings = 0
    for name in pairs.lanes.present:
        same, empty, rare[name] = pairs.agreement(name)
        levels[name], asked = _level(pairs, name, same, empty)
        strings += asked
    strings += _set_crossed(pairs, levels)
    nobody = pairs.nobody()
    weight = weigh(by_class(model, pairs.lanes.records, levels, rare, nobody))
    return Scored(pairs.left, pairs.right, weight, levels, rare, nobody, rule, strings)


def by_class(
    model: Model, records: int, levels: Levels, rare: Mapping[str, Weights], nobody: Bools
) -> npt.NDArray[np.int32]:
    """log2 of the pairs per record that look like this, by class (rows as ``CLASSES``) and pair, 1/1024 bits."""
    total = np.repeat(np.array([[model.prior(c, records)] for c in CLASSES], dtype=np.int32), len(nobody), axis=1)
    titled = levels["title"] >= 0 if "title" in levels else np.zeros(len(nobody), dtype=bool)
    for kind in PEOPLE:
        total[CLASSES.index(kind)] += np.where(nobody & ~(titled & (kind in MAKERS)), NEVER, 0).astype(np.int32)
    for name, level in _told(levels).items():
        for k, kind in enumerate(CLASSES):
            table = np.array([*model.tables[kind][name], 0], dtype=np.int32)  # the last, at -1, is no evidence
            total[k] += table[level]
            counted = np.array([*model.valued[kind][name], False])
            if counted.any():
                total[k] -= np.where(counted[level], rare[name], 0)
    return total


def weigh(by_class: npt.NDArray[np.int32]) -> Weights:
    """The match weight of pairs."""
    total = dict(zip(CLASSES, by_class, strict=True))
    others = _soft_add(_soft_add(total[OTHERS[0]], total[OTHERS[1]]), total[OTHERS[2]])
    return _soft_add(*(total[k] for k in MATCHES)) - others


def against_strangers(by_class: npt.NDArray[np.int32]) -> Weights:
    """What pairs weigh if they could only be matches or strangers."""
    total = dict(zip(CLASSES, by_class, strict=True))
    return np.asarray(_soft_add(*(total[k] for k in MATCHES)) - total["random"])


def _level(pairs: Pairs, name: str, same: Bools, empty: Bools) -> tuple[npt.NDArray[np.int8], int]:
    """The level of every pair, and how many strings were compared; names exchanged are left out."""
    places = LEVELS[name]
    level = np.full(len(pairs), len(places) - 1, dtype=np.int8)
    strings = 0
    if name == "birth_date":
        level[pairs.same_derived("year") | pairs.same_derived("day")] = places.index("near")
    if name == "phone":
        near, strings = _phones(pairs, ~same & ~empty)
        level[near] = places.index("similar")
    if name in pairs.lanes.bags:
        rows, share, clash = _by_words(pairs, name, np.flatnonzero(~same & ~empty))
        strings = len(rows)
        for test in TESTS[name]:
            level[rows[(share >= test.bound) & (clash == (test.measure == "numbers"))]] = places.index(test.level)
    for test in () if name in pairs.lanes.bags else TESTS.get(name, ()):
        ask = np.flatnonzero(pairs.gate(name, test) & ~same & ~empty)
        near = _holds(pairs, test, name, ask)
        strings += len(ask) if test.measure in _MEASURES else 0
        level[ask[near]] = places.index(test.level)
    if name == "given":
        level[pairs.initial()] = places.index("initial")
        level[pairs.same("nickname")] = places.index("nickname")
    elif name == "email":
        level[pairs.same("local") & (level == len(places) - 1)] = places.index("same local part")
    level[same] = 0
    if name == "email":
        level[same & pairs.same_derived("role")] = places.index("same role mailbox")
    level[empty] = NULL
    return level, strings


def _holds(pairs: Pairs, test: Test, name: str, ask: npt.NDArray[np.int64]) -> Bools:
    a, b = (side[ask] for side in pairs.sides(name))
    texts = pairs.lanes.columns[name].texts
    if test.on is None:
        return holds(test, *_gathered(texts, a, b))
    left, right = (derived_texts(test.on, pl.Series(x, dtype=pl.String)) for x in _gathered(texts, a, b))
    return holds(test, left.fill_null("").to_list(), right.fill_null("").to_list())


def _by_words(pairs: Pairs, name: str, ask: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], Weights, Bools]:
    """The pairs whose texts may be alike, the share of their words in common, and whether numbers differ."""
    bag, texts = pairs.lanes.bags[name], pairs.lanes.columns[name].texts
    a, b = (side[ask] for side in pairs.sides(name))
    heavy = np.asarray(bag.sum(axis=1)).ravel()
    common = 2 * np.asarray(bag[a].multiply(bag[b].astype(bool)).sum(axis=1)).ravel()
    single = np.diff(bag.indptr) == 1
    likely = (common >= (heavy[a] + heavy[b]) * LEAST_SHARE) | single[a] | single[b]
    whole = texts.str.replace_all(" ", "", literal=True)
    short, long = np.sort(whole.str.len_chars().to_numpy()[np.array([a, b])], axis=0)
    rest = np.flatnonzero(~likely & (short >= long * ALIKE))
    likely[rest] = cpdist(*_gathered(whole, a[rest], b[rest]), scorer=_MEASURES["street"]) >= ALIKE
    found = np.array([*map(words_alike, *_gathered(texts, a[likely], b[likely]))]).reshape(-1, 2)
    return ask[likely], found[:, 0], found[:, 1] > 0


def _gathered(texts: pl.Series, a: Codes, b: Codes) -> tuple[list[str], list[str]]:
    """Texts of two codes, the lesser first, as `passes` has them."""
    both = pl.DataFrame({"a": texts.gather(a), "b": texts.gather(b)})
    found = both.select(pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"))
    return found["a"].to_list(), found["b"].to_list()


def holds(test: Test, left: Sequence[str], right: Sequence[str]) -> Bools:
    """The measure of a test on many pairs of texts; as `Test.holds`."""
    if not left:
        return np.zeros(0, dtype=bool)
    if test.measure == "slip":
        # few pairs are so near that numbers and ends need to be looked at
        near = cpdist(left, right, scorer=OSA.distance, score_cutoff=int(test.bound)) <= test.bound
        return np.array([n and test.holds(x, y) for n, x, y in zip(near.tolist(), left, right, strict=True)])
    if test.measure not in _MEASURES and test.measure not in ("part", "within"):
        return np.array([test.holds(x, y) for x, y in zip(left, right, strict=True)])
    if test.measure in ("part", "within"):
        both = [(pl.col("left"), pl.col("right")), (pl.col("right"), pl.col("left"))]
        inside = [a.str.contains(b, literal=True) for a, b in both]
        at_end = [x for a, b in both for x in (a.str.starts_with(b), a.str.ends_with(b))]
        there = pl.any_horizontal(inside if test.measure == "within" else at_end)
        enough = pl.min_horizontal(pl.col("left", "right").str.len_chars()) >= test.shortest
        near = pl.DataFrame({"left": left, "right": right}).select(there & enough).to_series().to_numpy(writable=True)
        return _heard(near, left, right) if test.measure == "part" else near
    found = cpdist(left, right, scorer=_MEASURES[test.measure], dtype=np.float64)
    near = found <= test.bound if test.measure == "edits" else found >= test.bound
    if test.measure == "name":
        one = pl.col("left", "right").str.replace_many(TWO_U)
        alike = pl.DataFrame({"left": left, "right": right}).select(one).select(pl.col("left") == pl.col("right"))
        near |= alike.to_series().to_numpy()
    if test.shortest > 1:
        near &= np.array([min(len(x), len(y)) >= test.shortest for x, y in zip(left, right, strict=True)])
    return _heard(near, left, right) if test.measure == "name" else np.asarray(near)


def _heard(near: Bools, left: Sequence[str], right: Sequence[str]) -> Bools:
    """Those of similar names that are not two by their sound."""
    for i in np.flatnonzero(near).tolist():
        near[i] = not sound_apart(left[i], right[i])
    return near


def _phones(pairs: Pairs, ask: Bools) -> tuple[Bools, int]:
    """Numbers with the same end, or one slip away with one half the same."""
    out = np.zeros(len(pairs), dtype=bool)
    strings = 0
    texts = pairs.lanes.columns[pairs.lanes.phones[0]].texts
    for p, q in product(pairs.lanes.phones, repeat=2):
        near = {}
        for half in ("tail", "front", "end"):
            a, b = pairs.half(p, q, half)
            near[half] = (a == b) & (a >= 0)
        out |= near["tail"]
        rows = np.flatnonzero(ask & ~out & (near["front"] | near["end"]))
        out[rows] = holds(PHONE, *_gathered(texts, pairs.sides(p)[0][rows], pairs.sides(q)[1][rows]))
        strings += len(rows)
    return out, strings


def _set_crossed(pairs: Pairs, levels: dict[str, npt.NDArray[np.int8]]) -> int:
    """The levels of names that were exchanged, and how many strings were compared; as `_compare.crossed`."""
    crossed = np.flatnonzero(pairs.crossed())
    if not len(crossed):
        return 0
    strings = 0
    (ga, gb), (fa, fb) = ([side[crossed] for side in pairs.sides(n)] for n in ("given", "family"))
    family = np.full(len(crossed), LEVELS["family"].index("swapped"), dtype=np.int8)
    texts = pairs.lanes.columns["given"].texts
    signs = pairs.lanes.signs["given"]
    one, two = (pairs.lanes.derived["plain"][x] for x in (ga, gb))
    one, two = one == pairs.lanes.derived["plain"][fb], two == pairs.lanes.derived["plain"][fa]
    for half, left, right in ((one & ~two, fa, gb), (two & ~one, fb, ga)):
        family[half] = np.where(left[half] < 0, NULL, len(LEVELS["family"]) - 1)
        rows = np.flatnonzero(half & (left >= 0))
        first = pairs.lanes.derived["initial"]
        short = pairs.lanes.short
        near = (short[left[rows]] | short[right[rows]]) & (first[left[rows]] == first[right[rows]])
        for test in CROSSED:
            ask = np.flatnonzero(np.bitwise_count(signs[left[rows]] ^ signs[right[rows]]) <= (test.most or 0))
            near[ask] |= holds(test, *_gathered(texts, left[rows[ask]], right[rows[ask]]))
            strings += len(ask)
        family[rows[near]] = LEVELS["family"].index("similar")
    levels["given"][crossed] = LEVELS["given"].index("swapped")
    levels["family"][crossed] = family
    return strings


def _told(levels: Levels) -> Levels:
    """The levels, with no evidence where an agreement follows from another."""
    out = dict(levels)
    for name, by in IMPLIED.items():
        if name in levels and (other := [levels[n] == 0 for n in by if n in levels]):
            out[name] = np.where((levels[name] == 0) & np.any(other, axis=0), np.int8(NULL), levels[name])
    return out


def _soft_add(a: Weights, b: Weights) -> Weights:
    high, low = np.maximum(a, b), np.minimum(a, b)
    return np.asarray(high + _SOFT[np.minimum(high - low, len(SOFT))])


def doubts(found: Scored, lanes: Lanes) -> npt.NDArray[np.int8]:
    """What keeps each pair from a merge, a place in ``DOUBTS``; as `_compare.Scored.doubt`."""
    none = np.full(len(found.weight), NULL, dtype=np.int8)
    get = {n: found.levels.get(n, none) for n in LEVELS}
    pairs = Pairs(lanes, found.left, found.right)

    def told(test: Callable[[str, str], bool], lane: str, where: Bools) -> Bools:
        out = np.zeros(len(none), dtype=bool)
        if lane in lanes.columns:
            a, b = pairs.sides(lane)
            ask = np.flatnonzero(where & (a >= 0) & (b >= 0))
            texts = lanes.columns[lane].texts
            out[ask] = [*map(test, texts.gather(a[ask]), texts.gather(b[ask]))]
        return out

    agree = {n: (get[n] == 0) | told(spelt_alike, n, get[n] == LEVELS[n].index("similar")) for n in NAMES}
    slip = (get["family"] == 1) & (get["email"] == 0)
    names = (agree["given"] | (get["given"] == 1)) & (agree["family"] | slip)
    company = (get["given"] == NULL) & (get["family"] == NULL) & (get["company"] == 0)
    born = told(lambda day, _: is_day(day), "birth_date", get["birth_date"] == 0)
    proof = (get["email"] == 0) | (get["identifier"] == 0) | born
    other = names & ~pairs.same("written")
    halved = np.zeros(len(none), dtype=bool)
    if "generation" in lanes.columns:
        a, b = pairs.sides("generation")
        halved = (a < 0) != (b < 0)
    heavy = found.weight >= AUTO
    apart = pairs.same_derived("domain") & (get["email"] == len(LEVELS["email"]) - 1)
    born_apart = told(generations_apart, "birth_date", get["birth_date"] == 1)
    telling = {n: (get[n] > most) | (born_apart & (n == "birth_date")) for n, (most, _) in TELLING.items()}
    tests = [
        *((telling[n], number) for n, (_, number) in TELLING.items()), (halved, 4), (~(names | company), 5),
        (told(written_apart, "written", other), 10), (told(called_apart, "written", other), 11),
        (~proof & ((get["phone"] != 0) | (~names & pairs.same("written"))), 7),
        (told(one_house, "email", ~proof & apart), 6),
        (~proof & (get["company"] == 0) & (get["job_title"] == 1), 9), (~heavy, 8),
    ]  # fmt: skip
    return np.select([t for t, _ in tests], [np.int8(number) for _, number in tests], np.int8(0))


def is_exact(levels: Levels, size: int) -> Bools:
    """All names and channels agree, at least one channel among them."""
    none = np.full(size, NULL, dtype=np.int8)
    names = ("given", "family", "email", "phone", "company")
    agree = np.all([np.isin(levels.get(n, none), (0, NULL)) for n in names], axis=0)
    channel = (levels.get("email", none) == 0) | (levels.get("phone", none) == 0)
    return np.asarray(agree & channel)
