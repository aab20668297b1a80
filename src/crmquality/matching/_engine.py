"""Pairs of a whole table: codes compared first, strings only for pairs that can still reach the threshold."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen

from crmquality.columns import Column
from crmquality.matching import _clusters
from crmquality.matching._blocking import Blocks, Keys, Oversize, blocks, grouped, repeated, usable
from crmquality.matching._blocking_keys import CAP, RULES, cap_of, record_keys
from crmquality.matching._compare import KEEP, LINK, score
from crmquality.matching._estimate import Budget, estimate
from crmquality.matching._fit import Sample, fitted, hashed, strangers, with_colleagues, with_strangers, with_title
from crmquality.matching._lanes import Lanes, Pairs, Rows, Weights, Whole
from crmquality.matching._levels import Scored, doubts, is_exact, scored
from crmquality.matching._loss import BlockingLoss, blocking_loss
from crmquality.matching._model import UNIT, Model
from crmquality.matching._sweep import ENTRIES, Bound, Bounds, joined, sweep
from crmquality.matching._words import explain, in_words

#: how far fitting may raise a weight; a pair this far below the threshold is still looked at
FIT_ROOM = 2 * UNIT
#: in a table of so few records fitting may move more, and looking at more pairs costs nothing
FEW_RECORDS = 10_000
FEW_ROOM = 6 * UNIT
#: below any weight
LOWEST = -(2**30)
#: what brings pairs together beside the rules: a person; and that they are wholly equal, in blocks too large to compare
DECISION, EQUAL = "decision", "equal rows"
#: pairs that are scored at a time
_BATCH = 1 << 17
Progress = Callable[[str, float], None] | None
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@frozen
class Work:
    """What a run looked at.

    Args:
        candidates: pairs under one key, by rule; a pair counts under every rule.
        survivors: pairs that could reach the floor.
        strings: string comparisons.
        oversize: blocks too large to be compared.
    """

    candidates: Mapping[str, int]
    survivors: int
    strings: int
    oversize: tuple[Oversize, ...] = ()


@frozen(eq=False)
class Matches:
    """Scored pairs of one table, and its clusters.

    Args:
        left: row per pair, below ``right``.
        right: row per pair.
        weight: match weight per pair, 1/1024 bits.
        rule: index into ``rule_names`` per pair: the first that brought it.
        exact: all names and channels agree.
        doubt: per pair why it waits for a person, a place in ``DOUBTS``; 0 = it does not.
        decided: a person said that the pair is the same.
        labels: cluster per row.
        rule_names: names of the blocking rules, then ``decision`` and ``equal rows``.
        model: the model used.
        work: what was looked at.
    """

    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    weight: Weights
    rule: npt.NDArray[np.int8]
    exact: npt.NDArray[np.bool_]
    doubt: npt.NDArray[np.int8]
    decided: npt.NDArray[np.bool_]
    labels: npt.NDArray[np.int32]
    rule_names: tuple[str, ...]
    model: Model
    work: Work
    _lanes: Lanes = field(repr=False, alias="lanes")

    @property
    def strength(self) -> Weights:
        """What holds the rows of each pair together in a cluster, 1/1024 bits."""
        return strength(self.weight, self.decided, self.rule, self.rule_names)

    @property
    def band(self) -> list[str]:
        """``auto`` or ``review`` per pair."""
        return ["review" if doubt else "auto" for doubt in self.doubt.tolist()]

    def blocking_loss(
        self, ids: Sequence[str], *, seed: int = 0, source: npt.NDArray[np.integer] | None = None
    ) -> BlockingLoss:
        """What the blocking rules lose, from some records held against all (`_loss.blocking_loss`)."""
        return blocking_loss(self._lanes, self.model, self.left, self.right, ids, seed=seed, source=source)

    def explain(self, left: int, right: int) -> dict[str, Any]:
        """The evidence on one pair of rows; weights add up to the match weight exactly.

        With it the blocking rules under which the two meet (``rules``), and all of it in words by language (``text``).
        """
        lanes = self._lanes
        a, b = lanes.record(left), lanes.record(right)
        told = explain(score(a, b, self.model, lanes.count, lanes.filled, lanes.records))
        shared = {k[0] for k in set(record_keys(a)) & set(record_keys(b))}
        at = (self.left == min(left, right)) & (self.right == max(left, right))
        owner = [self.rule_names[r] for r in self.rule[at].tolist()]
        rules = owner if owner == [EQUAL] else [r for r in RULES if r in shared]
        return {**told, "rules": rules, "text": {k: in_words(told, rules, k) for k in ("en", "zh")}}


def strength(
    weight: Weights, decided: npt.NDArray[np.bool_], rule: npt.NDArray[np.int8], names: Sequence[str]
) -> Weights:
    """What holds pairs together: copies that are wholly equal and say enough, as firmly as a person's word."""
    equal = np.isin(rule, [i for i, name in enumerate(names) if name == EQUAL])
    return np.where(decided | (equal & (weight >= LINK)), np.int32(_clusters.DECIDED), weight)


def find_pairs(
    lanes: Mapping[str, Column], *, ids: Sequence[str], model: Model | None = None,
    vetoes: Sequence[tuple[int, int]] = (), links: Sequence[tuple[int, int]] = (), progress: Progress = None,
    rules: Mapping[str, tuple[str, ...]] = RULES, cap: int | None = CAP, threads: int = 2,
    budget: Budget | None = None, whole: Whole | None = None,
) -> Matches:  # fmt: skip
    """Find all record pairs of a table that may be the same, and cluster them.

    Args:
        lanes: a column per lane, all of one height.
        ids: record ids, one per row; they break ties.
        model: the model; the shipped one unless given.
        vetoes: pairs of rows that are never the same, also not through others.
        links: pairs of rows that are the same, whatever the evidence; a veto is stronger.
        progress: told the stage and the share done.
        rules: the keys that two records must share, by rule; those that the table lacks are passed over.
        cap: largest block, in records; ``None`` = no limit.
        threads: how many, 1 or more; the result is the same.
        budget: the most that the work may take, estimated before it begins.
        whole: counts of the table that these rows are a part of.

    Returns:
        Pairs at or above -2 bits, sorted by rows, and one cluster per row.

    Raises:
        BudgetError: the work would take more than the budget; nothing was done.
    """
    fit = model is None
    model = model or Model.default()
    height = len(ids)
    together, apart = _sorted(links), _sorted(vetoes)
    with ThreadPoolExecutor(threads) as pool:
        ready = Lanes.build(lanes, height, whole, pool.map, rules, model.size)
        if budget is not None:
            estimate(ready, height, rules=rules, cap=cap, threads=threads).refuse_beyond(budget)
        hashes = hashed(ids if fit else ())
        if fit:
            left, right = strangers(hashes)
            model, counted = with_colleagues(with_title(model, ready.counts), ready)
            model = with_strangers(model, scored(Pairs(ready, left, right), model, np.zeros(len(left), dtype=np.int8)))
        run = _Run(ready, model, pool, threads, progress)
        floor = KEEP - (FEW_ROOM if height <= FEW_RECORDS else FIT_ROOM) if fit else KEEP
        found = run.swept(usable(ready, rules), floor, cap, together, ids)
        sample = Sample.of(hashes)
        if fit:
            picked = run.weighed(found.where(sample.picks(found.left, found.right)), LOWEST, ())
            # copies beyond any block are one row's, and not what matches look like
            seen = picked.where(picked.rule <= len(run.done))
            model = fitted(model, seen, sample.share, height, floor, counted=counted)
            model = model.sized({**ready.filled, "": height})
            run = evolve(run, model=model)
        if fit and sample.share == 1:  # all of them have been compared
            pairs = run.kept(picked.under(model, height), KEEP, together)
        else:
            pairs = run.weighed(found, KEEP, together)
    decided = _listed(pairs, together, height)
    names = (*(b.rule for b in run.done), DECISION, EQUAL)
    strong = strength(pairs.weight, decided, pairs.rule, names)
    labels = _clusters.cluster(
        height, pairs.left.astype(np.int64), pairs.right.astype(np.int64), strong, ids=ids, vetoes=apart, link=LINK
    )
    keep = ~_listed(pairs, apart, height)
    pairs, decided = pairs.where(keep), decided[keep]
    doubt = np.where(decided, np.int8(0), doubts(pairs, ready))
    return Matches(
        pairs.left, pairs.right, pairs.weight, pairs.rule, is_exact(pairs.levels, len(doubt)), doubt, decided, labels,
        names, model, run.work(len(found.left), pairs.strings),
        lanes=ready,
    )  # fmt: skip


@frozen(eq=False)
class _Found:
    """Pairs that may reach the floor.

    Args:
        left: the lesser row per pair.
        right: the greater row per pair.
        bound: the most that the weight can reach, in 1/64 bits.
        rule: number of the rule that yielded it.
    """

    left: Rows
    right: Rows
    bound: Bounds
    rule: npt.NDArray[np.int8]

    def where(self, keep: npt.NDArray[np.bool_] | npt.NDArray[np.integer]) -> _Found:
        return _Found(self.left[keep], self.right[keep], self.bound[keep], self.rule[keep])


_Pairs = TypeVar("_Pairs", _Found, Scored)


@frozen(eq=False)
class _Run:
    """One run over a table, on a pool of threads."""

    lanes: Lanes
    model: Model
    pool: ThreadPoolExecutor
    threads: int
    progress: Progress
    done: list[Blocks] = field(factory=list)

    def swept(
        self, rules: Mapping[str, tuple[str, ...]], floor: int, cap: int | None, together: Sequence[tuple[int, int]],
        ids: Sequence[str],
    ) -> _Found:  # fmt: skip
        """What every rule yields, once, sorted by rows; what else brings pairs together comes last in rank."""
        bound = Bound.of(self.lanes, self.model)
        parts: list[tuple[Rows, Rows, Bounds]] = []
        ranks: list[tuple[int, int]] = []

        def run(task: tuple[int, Rows, Keys]) -> tuple[Rows, Rows, Bounds]:
            _, rows, sizes = task
            return sweep(bound, rows, sizes, floor)

        todo = iter(rules.items())
        # as many rules are laid out at a time as there are threads: more would only hold memory
        while batch := list(islice(todo, self.threads)):
            start = len(self.done)
            if self.progress:
                self.progress("match", start / len(rules))
            self.done.extend(
                self.pool.map(lambda item: blocks(self.lanes, item[0], item[1], cap_of(item[0], cap)), batch)
            )
            tasks = [(i, *c) for i in range(start, len(self.done)) for c in self.done[i].chunks(ENTRIES)]
            for task, part in zip(tasks, self._ahead(run, tasks), strict=True):
                parts.append(part)
                ranks.append((task[0], len(part[0])))
            self.done[start:] = [b.spent() for b in self.done[start:]]
        rest = np.unique(np.concatenate([np.zeros(0, np.int32), *(b.rest for b in self.done)]))
        said = np.array(together, dtype=np.int32).reshape(-1, 2)
        others = ((said[:, 0], said[:, 1]), repeated(self.lanes, rest, ids))
        for rank, (one, two) in enumerate(others, len(self.done)):
            parts.append((one, two, np.full(len(one), np.iinfo(np.int16).max, dtype=np.int16)))
            ranks.append((rank, len(one)))
        rule = np.repeat(*(np.array(x) for x in zip(*ranks, strict=True))).astype(np.int8)
        return _in_order(_Found(*joined(parts), rule), self.lanes.height)

    def weighed(self, found: _Found, floor: int, together: Sequence[tuple[int, int]]) -> Scored:
        """Levels and weights of the pairs that reach the floor or that a person has joined."""

        def run(start: int) -> Scored:
            part = found.where(np.arange(start, min(start + _BATCH, len(found.left))))
            return self.kept(scored(Pairs(self.lanes, part.left, part.right), self.model, part.rule), floor, together)

        return Scored.joined(list(self._ahead(run, range(0, max(len(found.left), 1), _BATCH))))

    def kept(self, pairs: Scored, floor: int, together: Sequence[tuple[int, int]]) -> Scored:
        """The pairs that reach the floor or that a person has joined."""
        return pairs.where((pairs.weight >= floor) | _listed(pairs, together, self.lanes.height))

    def _ahead(self, run: Callable[[_Task], _Result], tasks: Iterable[_Task]) -> Iterator[_Result]:
        """Results in the order of the tasks, of which only a few are under way at a time."""
        rest = iter(tasks)
        waiting = deque(self.pool.submit(run, t) for t in islice(rest, 4 * self.threads))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(self.pool.submit(run, t) for t in islice(rest, 1))

    def work(self, survivors: int, strings: int) -> Work:
        """What was looked at."""
        oversize = tuple(b.oversize for b in self.done if b.oversize)
        return Work({b.rule: b.pairs for b in self.done}, survivors, strings, oversize)


def _sorted(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted({(min(p), max(p)) for p in pairs})


def _listed(found: _Found | Scored, pairs: Sequence[tuple[int, int]], height: int) -> npt.NDArray[np.bool_]:
    keys = found.left.astype(np.int64) * height + found.right
    return np.isin(keys, np.array([a * height + b for a, b in pairs], dtype=np.int64))


def _in_order(found: _Pairs, height: int) -> _Pairs:
    """Every pair once, the first of equal ones, sorted by rows."""
    places, starts, _ = grouped(np.arange(len(found.left)), found.left.astype(np.int64) * height + found.right)
    return found.where(places[starts])
