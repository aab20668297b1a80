"""Columns of events as small numbers, sorted by contact and time in blocks of contacts.

The whole sort key (contact, time, field and kind) is packed into one integer: sorting it is ten times faster than
sorting positions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality.decay._given import MANY, of_kind
from crmquality.decay._hazards import HazardTable
from crmquality.decay._outcomes import CHANGED, NOTHING, WEAK, OutcomeTable
from crmquality.decay._time import to_days
from crmquality.errors import PolicyError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint16]
Column = npt.NDArray[Any] | pl.Series | Sequence[Any]
#: times are sorted in this unit: milliseconds
TICKS = 86_400_000.0
#: events packed at a time: what a processor keeps at hand
CHUNK = 1 << 15


def floats(*columns: npt.ArrayLike) -> tuple[Floats, ...]:
    """Columns of numbers.

    Raises:
        PolicyError: a cell is none.
    """
    try:
        return tuple(np.asarray(c, dtype=np.float64) for c in columns)
    except (TypeError, ValueError):
        raise PolicyError("columns of numbers hold numbers alone") from None


def as_kind(values: Column, dtype: type[pl.DataType], what: str) -> pl.Series:
    """A column in a kind of polars.

    Raises:
        PolicyError: it is no column, or of another kind.
    """
    try:
        return pl.Series(values, strict=False).cast(dtype)
    except (TypeError, pl.exceptions.PolarsError):
        raise PolicyError(f"{what} takes a column, and not of such cells") from None


def days_of(at: Column) -> Floats:
    """Days of a column of times; NaN where there is none.

    Raises:
        PolicyError: a cell is no time.
    """
    if isinstance(at, np.ndarray) and at.dtype.kind in "iuf":
        return at.astype(np.float64, copy=False)
    if isinstance(at, np.ndarray) and at.dtype.kind == "M":
        at = at.astype("datetime64[us]")
    try:
        values = pl.Series(at)
    except (TypeError, pl.exceptions.PolarsError):  # dates among datetimes
        values = pl.Series([None if v is None else to_days(v) for v in of_kind("a column of times", at, MANY)])
    if values.dtype.is_temporal():
        zone = getattr(values.dtype, "time_zone", None)
        values = values.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if zone else values
        values = values.cast(pl.Datetime("us")).to_physical() / (TICKS * 1000)
    elif values.dtype == pl.String:
        words = values.unique().drop_nulls()
        values = values.replace_strict(words, [to_days(w) for w in words], return_dtype=pl.Float64)
    return as_kind(values, pl.Float64, "a column of times").fill_null(np.nan).to_numpy()


def ids_of(values: Column) -> pl.Series:
    """A column of ids: whole numbers or text; an empty cell is none.

    Raises:
        PolicyError: ids of several kinds.
    """
    try:
        ids = pl.Series(values)
    except (TypeError, pl.exceptions.PolarsError):
        raise PolicyError("ids are all whole numbers or all text") from None
    if ids.dtype.is_float():
        ids = ids.fill_nan(None)
        return ids.cast(pl.Int64) if (ids == ids.round()).all() else ids.cast(pl.String)
    return ids if ids.dtype.is_integer() else ids.cast(pl.String)


def contacts_of(contact: Column, wanted: Column | None) -> tuple[npt.NDArray[Any], npt.NDArray[np.integer[Any]]]:
    """The contacts in order, and the place of each event's contact in it; -1 = not among them."""
    ids = ids_of(contact)
    if wanted is not None:
        asked = ids_of(wanted)
        if asked.n_unique() != len(asked):
            raise PolicyError("a contact is asked for twice")
        kind = ids.dtype if ids.dtype == asked.dtype else pl.String
        names = pl.DataFrame({"id": asked.cast(kind)}).with_row_index("place")
        at = pl.DataFrame({"id": ids.cast(kind)}).join(names, on="id", how="left", maintain_order="left")["place"]
        return asked.to_numpy(), at.cast(pl.Int64).fill_null(-1).to_numpy()
    if ids.dtype.is_integer() and len(ids) and not ids.null_count():
        values = ids.to_numpy()
        values = values if values.itemsize > 2 else values.astype(np.int64)  # noqa: PLR2004 - their differences overflow
        low, high = int(values.min()), int(values.max())
        if high - low <= 4 * len(values):  # a table is faster than a search
            seen, place = np.zeros(high - low + 1, dtype=bool), values - low if low else values
            seen[place] = True
            return np.flatnonzero(seen) + low, place if seen.all() else (np.cumsum(seen, dtype=np.int32) - 1)[place]
    rows = pl.DataFrame({"id": ids}).with_row_index("row").drop_nulls()
    found = rows.group_by("id").agg("row").sort("id")
    held, place = found["row"].list.len().to_numpy(), np.full(len(ids), -1)
    place[found["row"].explode().to_numpy()] = np.repeat(np.arange(len(held)), held)
    return found["id"].to_numpy(), place


def once(who: npt.NDArray[Any], event_id: Column, *order: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Events that are the first of their contact with their id in an order, or have none."""
    frame = pl.DataFrame({"who": who, "event": ids_of(event_id), **{str(i): o for i, o in enumerate(order)}})
    first = pl.col("event").is_null() | pl.struct("who", "event").is_first_distinct()
    kept = frame.select(first)["event"].to_numpy()
    if order and not kept.all():
        sorted_ = frame.with_row_index("row").sort([str(i) for i in range(len(order))])
        kept = np.isin(np.arange(len(frame)), sorted_.filter(first)["row"].to_numpy())
    return kept


class Words:
    """Fields and kinds as one small code per pair, in the order in which events of one instant count."""

    def __init__(self, hazards: HazardTable, outcomes: OutcomeTable) -> None:
        self.hazards, self.outcomes = hazards, outcomes
        self.fields = tuple(hazards.hazards)
        exact = [f"{channel}/{kind}" for channel, rows in outcomes.channels.items() for kind in rows]
        self.kinds = (*outcomes.kinds, *sorted(exact), CHANGED)
        rows = [(k != CHANGED, f, k) for f in self.fields for k in self.kinds]
        rows.sort()
        found = [outcomes.find(k, "company" if f == hazards.employer else f) or NOTHING for _, f, k in rows]
        self.bits = 0
        self.field = np.array([self.fields.index(f) for _, f, _ in rows])
        self.ratio = np.array([o.likelihoods[0] / o.likelihoods[1] for o in found])
        self.strength = np.array([abs(o.log_ratio) for o in found])
        places = {(f, k): i for i, (_, f, k) in enumerate(rows)}
        weak = [(f, k.rpartition("/")[2]) for _, f, k in rows]
        self.weak = np.array([places.get(pair, -1) if pair[1] in WEAK else -1 for pair in weak])
        self.changed = np.array([not other for other, _, _ in rows])
        self._pair = np.array([[places[f, k] for k in self.kinds] for f in self.fields], dtype=np.uint16)

    def code(self, field: Column, kind: Column, n: int) -> Codes:
        """The code of each event's field and kind."""
        f = self._codes(field, n, self.fields, self._field)
        k = self._codes(kind, n, self.kinds, self._kind)
        if len(f) != len(k):
            raise PolicyError("the columns of events must have one length")
        return np.asarray(self._pair[f, k])

    def compress(self, what: Codes) -> Codes:
        """The codes counted anew over those that occur: short codes leave room for more contacts in a sort key."""
        present = np.zeros(len(self.field), dtype=bool)
        present[what] = True
        for name in ("field", "ratio", "strength", "weak", "changed"):
            setattr(self, name, getattr(self, name)[present])
        self.bits = max(int(present.sum()) - 1, 1).bit_length()
        return np.asarray((np.cumsum(present, dtype=np.uint16) - 1)[what])

    def _field(self, word: str | None) -> int:
        return self.fields.index(self.hazards.resolve(str(word)))

    def _kind(self, word: str | None) -> int:
        known = self.outcomes.kind(str(word))
        if known not in self.kinds:
            raise PolicyError(f"unknown kind of evidence; kinds are {', '.join(self.kinds)}")
        return self.kinds.index(known)

    def _codes(self, values: Column, n: int, known: Sequence[str], code_of: Any) -> npt.NDArray[Any]:
        if isinstance(values, str):
            return np.full(n, code_of(values), dtype=np.uint8)
        if isinstance(values, np.ndarray) and np.issubdtype(values.dtype, np.integer):
            if len(values) and not 0 <= values.min() <= values.max() < len(known):
                raise PolicyError(f"positions of fields and kinds lie in 0 to {len(known) - 1}")
            return values
        seen = as_kind(values, pl.Categorical, "field or kind")
        if seen.null_count():
            raise PolicyError("every event has a field and a kind")
        distinct = seen.unique()
        codes = distinct.to_physical().to_numpy()
        table = np.zeros(codes.max(initial=0) + 1, dtype=np.uint8)
        table[codes] = [code_of(word) for word in distinct.cast(pl.String)]
        return np.asarray(table[seen.to_physical().to_numpy()])


def strongest(
    words: Words, who: npt.NDArray[Any], what: npt.NDArray[Any], when: Floats, attempt: pl.Series
) -> npt.NDArray[np.bool_]:
    """Of each attempt on a field the strongest outcome, the first of equals."""
    frame = pl.DataFrame({
        "row": np.arange(len(who)), "who": who, "field": words.field[what], "attempt": attempt,
        "weakness": -words.strength[what], "when": when, "what": what,
    })  # fmt: skip
    named = frame.filter(pl.col("attempt").is_not_null()).sort("weakness", "when", "what")
    best = named.unique(["who", "field", "attempt"], keep="first", maintain_order=True)["row"].to_numpy()
    chosen = frame["attempt"].is_null().to_numpy().copy()
    chosen[best] = True
    return chosen


class Packed:
    """Events as numbers that sort by contact, time, field and kind.

    Args:
        who: place of the contact.
        what: code of field and kind.
        when: days.
        bits: of a code.
        contacts: how many there are.
    """

    def __init__(self, who: npt.NDArray[np.integer[Any]], what: Codes, when: Floats, bits: int, contacts: int) -> None:
        self.events, self.bits = (who, what, when), bits
        self.start = float(when.min()) if len(when) else 0.0
        self.span = max(round((float(when.max()) - self.start) * TICKS) if len(when) else 0, 1).bit_length()
        if self.span + bits > 62:  # noqa: PLR2004 - bits of a whole number
            raise PolicyError("the events span too long a time")
        size = 1 << (63 - self.span - bits)
        self.parts = [slice(i, min(i + size, contacts)) for i in range(0, contacts, size)]

    def sorted(self, part: slice) -> tuple[Ints, Ints]:
        """The events of some contacts in order, and where those of each contact begin, with the end of the last."""
        events = self.events
        if len(self.parts) > 1:
            rows = np.flatnonzero((events[0] >= part.start) & (events[0] < part.stop))
            events = events[0][rows], events[1][rows], events[2][rows]
        keys = np.empty(len(events[0]), dtype=np.int64)
        for i in range(0, len(keys), CHUNK):
            who, what, when = (column[i : i + CHUNK] for column in events)
            ticks = np.rint((when - self.start) * TICKS).astype(np.int64)
            keys[i : i + CHUNK] = (((who.astype(np.int64) - part.start << self.span) + ticks) << self.bits) | what
        keys.sort()
        contacts = np.arange(part.stop - part.start) << (self.span + self.bits)
        return keys, np.append(np.searchsorted(keys, contacts), len(keys))

    def opened(self, keys: Ints) -> tuple[Ints, Floats]:
        """Code and day of events."""
        ticks = keys >> self.bits & (1 << self.span) - 1
        return keys & (1 << self.bits) - 1, ticks / TICKS + self.start
