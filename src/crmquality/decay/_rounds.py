"""The filter of `BeliefState` in rounds over many contacts.

Contacts are ordered by how many events they have, and round r takes in the r-th event of every contact that has one,
as one vector step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from crmquality.decay._belief import ALMOST, SURVIVES, TINY, WEAK_DAYS
from crmquality.decay._columns import Column, Floats, Ints, Packed, Words, as_kind
from crmquality.decay._hazards import Hazard, HazardTable
from crmquality.decay._time import YEAR
from crmquality.errors import PolicyError

#: events of one contact from which on it pays to leave out in advance what counts for nothing
MANY = 500


@frozen(eq=False)
class Layers:
    """Parameters of one kind of layer, by segment and field; rates per day."""

    rate: Floats
    shape: Floats
    gamma: Floats
    recovery: Floats
    constant: bool

    def advance(
        self, p: Floats, q: Floats, k: Any, at: Floats, to: Any, born: Floats, rows: Any
    ) -> tuple[Floats, Floats]:
        """Probabilities and complements later; ``k`` picks the parameters, ``rows`` the days of birth."""
        if self.constant:
            loss = np.expm1(self.rate[k] * (at - to))
        else:
            born = born[rows]
            loss = np.expm1(self._cumulative(k, at - born) - self._cumulative(k, to - born))
        loss *= p
        if self.recovery.any():
            rate, back = self.rate[k], self.recovery[k]
            stay = np.where(back > 0, rate + back, 1.0)
            loss = np.where(back > 0, np.expm1(stay * (at - to)) * (p * rate - q * back) / stay, loss)
        return np.maximum(p + loss, TINY), np.maximum(q - loss, TINY)

    def _cumulative(self, k: Any, age: Floats) -> Floats:
        x = (self.rate[k] * age) ** self.shape[k]
        gamma = self.gamma[k]
        with np.errstate(invalid="ignore"):
            return np.asarray(np.where(np.isinf(gamma), x, gamma * np.log1p(x / gamma)))


class Rates:
    """The hazards of all segments as arrays, and each contact's segment."""

    def __init__(self, hazards: HazardTable, segment: Column | None, n: int) -> None:
        self.segment = np.zeros(n, dtype=np.int64)
        names: list[str | None] = [None]
        if segment is not None:
            labels = as_kind(segment, pl.String, "segment")
            names = [None, *sorted(set(labels.drop_nulls()) & set(hazards.segments))]
            places = {name: i for i, name in enumerate(names)}
            self.segment = np.array([places.get(label, 0) for label in labels])
        if len(self.segment) != n:
            raise PolicyError("values per contact are one for each")
        rows = [[hazards.get(f, s) for f in hazards.hazards] for s in names]
        self.linked = np.array([[h.shared is not None for h in row] for row in rows])
        self.own = self._layers([h for row in rows for h in row])
        shared = [next((h for h in row if h.shared is not None), Hazard(0.0, shared=0.0)) for row in rows]
        self.job = self._layers([Hazard(h.shared or 0.0, h.shared_shape) for h in shared])
        self.employer = (
            list(hazards.hazards).index(str(hazards.employer)) if hazards.employer in hazards.hazards else -1
        )

    @staticmethod
    def _layers(rows: Sequence[Hazard]) -> Layers:
        rate, shape, gamma, recovery = np.array([(h.rate, h.shape, h.gamma_shape, h.recovery) for h in rows]).T
        constant = bool((shape == 1).all() and np.isinf(gamma).all() and not recovery.any())
        return Layers(rate / YEAR, shape, gamma, recovery / YEAR, constant)


class Rounds:
    """The beliefs of a block of contacts, moved on event by event. Rows are contacts, ordered by number of events.

    Args:
        words: fields and kinds.
        rates: hazards.
        part: the contacts.
        entry: their beliefs at entry.
        entered: their days of entry at the latest; a contact with an earlier event counts as entered then.
        packed: how events are packed.
        keys: the events, in order.
        bounds: where those of each contact begin, and the end of the last.
    """

    def __init__(
        self, words: Words, rates: Rates, part: slice, entry: Floats, entered: Floats, packed: Packed, keys: Ints,
        bounds: Ints,
    ) -> None:  # fmt: skip
        n, k = len(entry), len(words.fields)
        self.words, self.rates, self.n = words, rates, n
        self.restarts = bool(words.changed.any())
        weak = np.flatnonzero(words.weak >= 0)
        self.slots, first = np.unique(words.weak[weak], return_index=True)
        self.slot_field = words.field[weak[first]]
        self.slot = np.where(words.weak >= 0, np.searchsorted(self.slots, words.weak), -1)
        self.weak = np.full(n * len(self.slots), -np.inf)
        counts = np.diff(bounds)
        if counts.max(initial=0) > MANY and not self.restarts:
            keys, counts = self._telling(counts, packed, keys[bounds[0] : bounds[-1]])
            bounds = np.append(0, np.cumsum(counts))
        fewer = counts.max(initial=0) - counts
        self.place = np.argsort(fewer.astype(np.uint16) if fewer.max(initial=0) < 1 << 16 else fewer, kind="stable")
        entered, some = entered.copy(), counts > 0
        entered[some] = np.minimum(entered[some], packed.opened(keys[bounds[:-1][some]])[1])
        self.entry, born = entry[self.place], entered[self.place]
        self.segment = rates.segment[part][self.place]
        self.several = len(rates.linked) > 1
        self.linked, self.all_linked = rates.linked.ravel(), bool(rates.linked.all())
        half = np.sqrt(self.entry)
        self.p = np.where(rates.linked[self.segment], half[:, None], self.entry[:, None]).ravel()
        self.q = 1 - self.p
        self.at, self.since = np.repeat(born, k), np.repeat(born, k)
        self.w, self.v, self.w_at, self.w_since = half, 1 - half, born.copy(), born.copy()
        self.row = np.arange(n) * k
        place = bounds[:-1][self.place]
        for r, size in enumerate(n - np.cumsum(np.bincount(counts))[:-1]):  # contacts with an r-th event
            self._round(*packed.opened(keys[place[:size] + r]))

    def _telling(self, counts: Ints, packed: Packed, keys: Ints) -> tuple[Ints, Ints]:
        """Events without those that count for nothing, looked for where a contact has so many that rounds are long."""
        keep, counts = np.ones(len(keys), dtype=bool), counts.copy()
        ends = np.cumsum(counts)
        for contact in np.flatnonzero(counts > MANY).tolist():
            own = slice(ends[contact] - counts[contact], ends[contact])
            what, when = packed.opened(keys[own])
            telling = keep[own]
            for slot in range(len(self.slots)):
                rows, k = np.flatnonzero(self.slot[what] == slot), 0
                telling[rows] = False
                while k < len(rows):
                    telling[rows[k]] = True
                    k += int(np.searchsorted(when[rows[k:]] - when[rows[k]], WEAK_DAYS))
            counts[contact] = telling.sum()
        return keys[keep], counts

    def _round(self, what: Ints, when: Floats) -> None:
        n, words = len(what), self.words
        f, ratio = words.field.take(what), words.ratio.take(what)  # faster than brackets
        if len(self.slots):
            slot = self.slot.take(what)
            rows = np.flatnonzero(slot >= 0)
            seen = rows * len(self.slots) + slot[rows]
            again = when[rows] - self.weak[seen] < WEAK_DAYS
            ratio[rows[again]] = 1.0
            self.weak[seen[~again]] = when[rows[~again]]
        i = self.row[:n] + f
        k = f + self.segment[:n] * len(words.fields) if self.several else f
        p, q, at = self.p.take(i), self.q.take(i), self.at.take(i)
        p, q = self.rates.own.advance(p, q, k, at, when, self.since, i)
        p *= ratio
        m = p + q
        self.p[i], self.q[i], self.at[i] = p / m, q / m, when
        w, v = self._job(n, when)
        w *= m if self.all_linked else np.where(self.linked[k], m, 1.0)
        z = w + v
        np.divide(w, z, out=self.w[:n])
        np.divide(v, z, out=self.v[:n])
        self.w_at[:n] = when
        if self.restarts:
            changed = np.flatnonzero(words.changed[what])
            self._restart(changed, f[changed], when[changed])

    def _job(self, n: int, to: Any) -> tuple[Floats, Floats]:
        segment: Any = self.segment[:n] if self.several else 0
        return self.rates.job.advance(self.w[:n], self.v[:n], segment, self.w_at[:n], to, self.w_since, slice(n))

    def _restart(self, rows: Ints, f: Ints, now: Floats) -> None:
        """A new value of a field, as in `BeliefState`; job and field are already at ``now``."""
        k = len(self.words.fields)
        entry, i = self.entry[rows], self.row[rows] + f
        for slot, field in enumerate(self.slot_field):
            self.weak[rows[f == field] * len(self.slots) + slot] = -np.inf
        linked = self.linked[f + self.segment[rows] * k]
        left = linked & (f == self.rates.employer)
        before, half = self.w[rows], np.sqrt(entry)
        job = np.where(linked & (left | (before < half)), half, before)
        self.w_since[rows[left]] = now[left]
        self.v[rows] = np.where(job == before, self.v[rows], 1 - job)
        self.w[rows] = job
        for other in range(k):
            these = np.flatnonzero(linked & (f != other) & self.linked[other + self.segment[rows] * k])
            j = self.row[rows[these]] + other
            pick = other + self.segment[rows[these]] * k
            p, _ = self.rates.own.advance(self.p[j], self.q[j], pick, self.at[j], now[these], self.since, j)
            stale = left[these] & (self.since[j] < now[these])
            self.p[j] = np.minimum(p * before[these] / job[these] * np.where(stale, SURVIVES, 1.0), 1.0)
            self.q[j], self.at[j] = 1 - self.p[j], now[these]
        self.p[i] = np.where(linked, entry / job, entry)
        self.q[i], self.at[i], self.since[i] = 1 - self.p[i], now, now

    def finish(self, now: float) -> tuple[Floats, Floats]:
        """Beliefs per contact and field, and per contact that the job lasts, in the block's own order."""
        n, k = len(self.entry), len(self.words.fields)
        pick = (np.arange(k) + self.segment[:, None] * k).ravel()
        p, _ = self.rates.own.advance(self.p, self.q, pick, self.at, now, self.since, slice(None))
        w, _ = self._job(n, now)
        p = p.reshape(n, k)
        p = np.where(self.rates.linked[self.segment], p * w[:, None], p)
        np.clip(p, TINY, ALMOST, out=p)
        valid, employed = np.empty_like(p), np.empty_like(w)
        valid[self.place], employed[self.place] = p, w
        return valid, employed
