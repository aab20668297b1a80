"""A model fitted to a table without labels: expectation and maximisation over its pairs, held close to the shipped one.

What a match looks like is learned, and how many pairs of each kind there are (colleagues are counted where companies
and places are known), and of things what those of one maker share; what strangers, households and colleagues look like
is not: fitted freely, large tables turn "match" into "works at the same company". The share of matches who have moved
keeps its ratio, for those pairs are the faintest and would talk themselves out of existence.
Source: Winkler 1988; maximum a posteriori with Dirichlet priors centred on the shipped probabilities.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import repeat
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve, frozen

from crmquality.matching._compare import NAMES
from crmquality.matching._lanes import Bools, Lanes, Rows
from crmquality.matching._levels import Scored, against_strangers, by_class
from crmquality.matching._model import CLASSES, MATCHES, OTHERS, PERSON, UNIT, Model

#: the shipped probabilities count as much as so many pairs, the shipped shares as so many records
STRENGTH = 200
RECORDS = 100
#: people of one office of whom each counts as a colleague of every other; a part of a table that is less known is
#: taken for this much
OFFICE, LEAST_KNOWN = 100, 0.05
ROUNDS = 10
#: no probability grows more than so many times
MOST_TIMES = 10
#: pairs at random that tell how alike strangers are, and how many of them the shipped probabilities count as
STRANGERS, STRANGE = 50_000, 5_000
#: the shipped probability stays up to so many times: in small tables some of the pairs are the same after all
MUCH = 3
#: a table of more records than this is fitted on a part of its pairs
SAMPLED = 60_000
#: what tells things apart from others of one maker; the first is the title, unless its values are shared by so many
#: times the records that share those of another text
TEXTS, MUCH_MORE = ("title", "about", "more"), 4
THINGS = (*TEXTS, "number", "number2")
_DIGITS = 4
_MIX = np.uint32(2654435761)


Hashes = npt.NDArray[np.uint32]


@frozen(eq=False)
class Sample:
    """Which pairs a model is fitted on: by the ids of their records, so that the order of rows changes nothing.

    Args:
        share: of the pairs, above 0, at most 1.
        hashes: per row; empty where all pairs count.
    """

    share: float
    hashes: Hashes

    @classmethod
    def of(cls, hashes: Hashes) -> Sample:
        """The sample of a table."""
        if len(hashes) <= SAMPLED:
            return cls(1.0, hashes[:0])
        return cls(SAMPLED / len(hashes), hashes)

    def picks(self, left: Rows, right: Rows) -> Bools:
        """The pairs that are in it."""
        if not len(self.hashes):
            return np.ones(len(left), dtype=bool)
        mixed = (self.hashes[left] ^ self.hashes[right]) * _MIX
        return np.asarray(mixed < np.uint32(self.share * (2**32 - 1)))


def hashed(ids: Sequence[str]) -> Hashes:
    """A number per record that depends on nothing but its id."""
    raw = map(str.encode, ids, repeat("utf-8"), repeat("surrogatepass"))
    return np.fromiter(map(crc32, raw), dtype=np.uint32, count=len(ids))


def strangers(hashes: Hashes) -> tuple[Rows, Rows]:
    """Pairs of rows at random, by the ids of the records, as many as say how often strangers look alike."""
    least = np.partition(hashes, STRANGERS)[STRANGERS] if len(hashes) > STRANGERS else np.uint32(2**32 - 1)
    low = np.flatnonzero(hashes <= least)
    order = low[np.argsort(hashes[low], kind="stable")].astype(np.int32)[:STRANGERS]
    shifts = range(1, min(len(order), max(2, STRANGERS // max(len(order), 1))))
    one = np.concatenate([order[s:] for s in shifts] or [order[:0]])
    two = np.concatenate([order[: len(order) - s] for s in shifts] or [order[:0]])
    return np.minimum(one, two), np.maximum(one, two)


def with_strangers(model: Model, pairs: Scored) -> Model:
    """The model that knows how alike the strangers of a table are, where they are much more so than usual.

    Args:
        model: where to begin.
        pairs: at random; those that may well be the same do not count.
    """
    pairs = pairs.where(pairs.weight < 0)
    shipped = model.levels["random"]
    tables = {k: dict(t) for k, t in model.levels.items()}
    for name, level in pairs.levels.items():
        known = int((level >= 0).sum())
        for i, u in enumerate(shipped[name][1:-1], 1):
            seen = (u or 0) * STRANGE + int((level == i).sum())
            if u is not None and (found := _rounded(seen / (STRANGE + known))) > MUCH * u:
                for k in OTHERS:
                    if tables[k][name][i] == u:  # what another class has is its own
                        tables[k][name] = (*tables[k][name][:i], found, *tables[k][name][i + 1 :])
    return evolve(model, levels=tables)


def with_title(model: Model, counts: Mapping[str, npt.NDArray[np.int64]]) -> Model:
    """The model that takes for the title what is one: not the artist of an album, though he stands first.

    Args:
        model: where to begin.
        counts: by comparison, records per value.
    """
    filled = {n: int(counts[n].sum()) for n in TEXTS if n in counts}
    first, *_ = TEXTS
    shared = {n: int((counts[n] ** 2).sum()) / k for n, k in filled.items() if 2 * k >= filled.get(first, k)}
    best = min(shared, key=shared.__getitem__, default=first)
    if shared.get(first, 0) <= MUCH_MORE * shared.get(best, 0):
        return model
    tables = {k: {**t, first: t[best], best: t[first]} for k, t in model.levels.items()}
    return evolve(model, levels=tables)


def with_colleagues(model: Model, lanes: Lanes) -> tuple[Model, bool]:
    """The model that expects more colleagues where more people share a company and a place; whether that is known.

    Few of their pairs are ever compared, so a fit to those that are would take them for rare. Between what is counted
    and what is usual it takes the geometric mean.

    Args:
        model: where to begin.
        lanes: of the table.
    """
    at, usual = model.levels["workplace"], model.pairs["workplace"] or 0.0
    for place in ("street", "postal_code"):
        share = (at["company"][0] or 0.0) * (at[place][0] or 0.0)
        if usual and share and {"company", place} <= lanes.columns.keys():
            held = {n: lanes.columns[n].codes for n in ("company", place, *NAMES) if n in lanes.columns}
            known = pl.DataFrame(held).filter(pl.min_horizontal("company", place) >= 0)
            # copies of one person are no colleagues, and one large office says little of the others
            sizes = known.unique().group_by("company", place).len()["len"].to_numpy().astype(np.int64)
            pairs = int((np.minimum(sizes, OFFICE) * (sizes - 1)).sum()) / 2
            seen = usual * RECORDS + pairs / share / max(len(known) / lanes.height, LEAST_KNOWN) ** 2
            found = _rounded(math.sqrt(max(seen / (RECORDS + lanes.height), usual) * usual))
            return evolve(model, pairs={**model.pairs, "workplace": found}), True
    return model, False


def fitted(
    model: Model, pairs: Scored, share: float, records: int, floor: int, *, counted: bool = False
) -> Model:  # fmt: skip
    """The model with the probabilities and shares of matches that a table shows.

    Args:
        model: where to begin.
        pairs: pairs of the table, each at most once.
        share: of all its pairs, above 0, at most 1.
        records: size of the table.
        floor: pairs count that weigh this much against strangers; the sweep may let more through, by their order.
        counted: how many colleagues to expect is known, and stays.
    """
    pairs = pairs.where(against_strangers(by_class(model, records, pairs.levels, pairs.rare, pairs.nobody)) >= floor)
    # by content, so that the order of rows changes nothing, not even a rounding
    keys: list[npt.NDArray[np.generic]] = [*pairs.rare.values(), *pairs.levels.values(), pairs.nobody, pairs.weight]
    pairs = pairs.where(np.lexsort(keys))
    found = model
    for _ in range(ROUNDS if len(pairs.weight) else 0):
        found = _round(model, found, pairs, 1 / share, records, counted=counted)
    return found


def _round(
    start: Model, model: Model, pairs: Scored, step: float, records: int, *, counted: bool
) -> Model:  # fmt: skip
    total = by_class(model, records, pairs.levels, pairs.rare, pairs.nobody) / UNIT
    odds = np.exp2(total - total.max(axis=0))
    share = dict(zip(CLASSES, odds / odds.sum(axis=0), strict=True))
    seen = {k: float(s.sum()) * step for k, s in share.items()}
    given = {k: v or 0.0 for k, v in start.pairs.items()}
    whole = sum(given[k] for k in MATCHES)
    matches = (whole * RECORDS + sum(seen[k] for k in MATCHES)) / (RECORDS + records)
    shares: dict[str, float | None] = {k: _rounded(matches * given[k] / whole) for k in MATCHES}
    for k in OTHERS:
        shares[k] = start.pairs[k]
        if start.pairs[k] and not (counted and k == "workplace"):
            shares[k] = _rounded((given[k] * RECORDS + seen[k]) / (RECORDS + records))
    tables = {k: dict(t) for k, t in start.levels.items()}
    for name, level in pairs.levels.items():
        by = share["unchanged"] + (share["moved"] if name in PERSON else 0)
        tables["unchanged"][name] = _probabilities(start.levels["unchanged"][name], level, by, step)
        if name in PERSON:
            tables["moved"][name] = tables["unchanged"][name]
        if name in THINGS:
            tables["workplace"][name] = _probabilities(start.levels["workplace"][name], level, share["workplace"], step)
    return evolve(start, levels=tables, pairs=shares, name="fitted to the table")


def _probabilities(
    start: tuple[float | None, ...], level: npt.NDArray[np.int8], by: npt.NDArray[np.float64], step: float
) -> tuple[float | None, ...]:
    free = [i for i, p in enumerate(start) if p is not None and p <= 1]
    shipped = np.array([start[i] for i in free], dtype=np.float64)
    found = shipped * STRENGTH + np.array([by[level == i].sum() for i in free]) * step
    # a table of names that are all alike would else make "similar" what a match looks like
    found = np.minimum(found / found.sum(), shipped * MOST_TIMES)
    told = dict(zip(free, map(_rounded, (found / found.sum()).tolist()), strict=True))
    return tuple(told.get(i, p) for i, p in enumerate(start))


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
