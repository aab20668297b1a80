"""Contact events of a table: what each says of a field, and which attempts and answers each record has had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality._data import load
from crmquality.cleaning._examine import ExaminedTable
from crmquality.columns import Column
from crmquality.decay import HazardTable, OutcomeTable
from crmquality.decay._columns import once
from crmquality.decay._outcomes import CHANGED, PERMISSION_OFF
from crmquality.decay._silence import RESPONSE_RATE
from crmquality.errors import InputError
from crmquality.normalizers import date
from crmquality.policy import Policy
from crmquality.policy._channels import channel_of

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
#: words of the columns of a table of events, of outcomes and of channels
NAMES = load("decay")["words"]["event_columns"]
WORDS = load("decay")["words"]["event_kinds"]
CHANNELS = load("decay")["words"]["event_channels"]
SERVED = ("email", "call", "mobile", "letter", "title", "company")
#: the channel of a table's outcomes where the events name none; feedback and sources must name their field
USUAL = {"email": "email", "check": "email", "call": "call", "letter": "letter", "permission": "email"}
#: an attempt that reached its channel and drew nothing, and answers of a person
UNANSWERED = ("accepted", "opened", "no_answer", "not_returned", "re_engagement")
ANSWERS = ("replied", "clicked", "spoke", "self_confirmed", "self_denied", "purchased")
PRIOR = 100.0
RE_ENGAGEMENT, PURCHASED = "re_engagement", "purchased"
EPOCH = dt.date(1970, 1, 1).toordinal()


@frozen(eq=False)
class Evidence:
    """Outcomes on fields as columns, in any order; fields and kinds are positions, as `score_fields` takes them."""

    row: Ints
    field: Ints
    kind: Ints
    day: Floats
    attempt_id: pl.Series

    @classmethod
    def of(cls, rows: Ints, field: int, kind: str, day: float) -> Evidence:
        """One outcome on one field of some rows."""
        n = len(rows)
        which = np.full(n, field), np.full(n, kinds().index(kind)), np.full(n, day, dtype=np.float64)
        return cls(rows, *which, _nothing(n))

    @classmethod
    def joined(cls, parts: Sequence[Evidence]) -> Evidence:
        """All of several."""
        every = [cls.of(np.zeros(0, dtype=np.int64), 0, "accepted", 0.0), *parts]
        row, field, kind = (np.concatenate([getattr(e, n) for e in every]) for n in ("row", "field", "kind"))
        day, attempts = np.concatenate([e.day for e in every]), pl.concat([e.attempt_id for e in every])
        return cls(row, field, kind, day, attempts)


@frozen(eq=False)
class Logged:
    """What the events say.

    Args:
        evidence: outcomes on fields of the table.
        attempts: per record, attempts since its last answer; NaN = no events.
        answered: per record, day of its last answer; NaN = none.
        answers: per record, how many.
        response_rate: share of attempts that drew an answer; judgement weighs as much as `PRIOR` attempts. Without any
            answer in a log silence says nothing, and where a message counts twice each time says half as much.
        permission_off: who unsubscribed, complained or objected.
        re_engaged: who did not answer a last try.
        bounced: whose bounces are among the events.
        purchases: records and days of their purchases.
        notes: what could not be used.
    """

    evidence: Evidence
    attempts: Floats
    answered: Floats
    answers: Ints
    response_rate: float
    permission_off: Flags
    re_engaged: Flags
    bounced: Flags
    purchases: tuple[Ints, Floats]
    notes: tuple[str, ...]


@cache
def outcomes() -> OutcomeTable:
    """The shipped outcomes, and the word of the person under names of its own."""
    table = OutcomeTable.default()
    himself = {f"self_{kind}": outcome for kind, outcome in table.channels["person"].items()}
    return table.with_channel("himself", himself)


@cache
def kinds() -> tuple[str, ...]:
    """Kinds of events by position: outcomes, a new value, and what says nothing of a field."""
    return (*outcomes().kinds, CHANGED, RE_ENGAGEMENT, PURCHASED)


def read(
    events: pl.DataFrame, ids: tuple[str, ...], policy: Policy, examined: ExaminedTable, hazards: HazardTable,
    as_of: dt.date,
) -> Logged:  # fmt: skip
    """Read an events table; events after ``as_of`` and repeated event ids change nothing.

    Raises:
        InputError: the columns for record, outcome or time are not there.
    """
    column = _columns(events)
    rows = _rows(column["record_id"], ids)
    kind, day = _mapped(column["kind"], _kind), _days(column["at"])
    today, there = as_of.toordinal() - EPOCH, rows >= 0
    lost = {
        "of records that are not in the table": ~there, "of unknown kinds": there & (kind < 0),
        "without a date that can be read in one way alone": there & np.isnan(day),
        "after the day to judge from": there & (day >= today + 1),
    }  # fmt: skip
    notes = [f"events left out: {count:,} {said}" for said, at in lost.items() if (count := int(at.sum()))]
    keep = there & (kind >= 0) & (day < today + 1)
    if "event_id" in column:
        keep &= once(rows, column["event_id"], day, kind)
    at = np.flatnonzero(keep)
    rows, kind, day = rows[at], kind[at], np.minimum(day[at], today)
    words = _words(policy, hazards)
    word = _mapped(column["field"], lambda w: words.get(w, -1))[at] if "field" in column else None
    attempt = column["attempt_id"].gather(at) if "attempt_id" in column else _nothing(len(at))
    field = _fields(rows, kind, word, policy, examined, hazards)
    if word is not None and (odd := int(((word < 0) & column["field"].gather(at).is_not_null().to_numpy()).sum())):
        notes.append(f"events that name a channel or field that is not known go by their outcome: {odd:,}")
    mute = _among(kind, [RE_ENGAGEMENT, PURCHASED])
    if dumb := int(((field < 0) & ~_among(kind, (*PERMISSION_OFF, *UNANSWERED, PURCHASED))).sum()):
        notes.append(f"events that say nothing of a field, because they name none that the table has: {dumb:,}")
    says = np.flatnonzero((field >= 0) & ~mute)
    evidence = Evidence(rows[says], field[says], kind[says], day[says], attempt.gather(says))
    bought = _among(kind, [PURCHASED])
    history = _history(rows, kind, day, attempt, len(ids))
    return Logged(evidence, *history, purchases=(rows[bought], day[bought]), notes=tuple(notes))


def _columns(events: pl.DataFrame) -> dict[str, pl.Series]:
    """The columns that are understood; of several for one thing, the plainest that holds something in a row."""
    column: dict[str, pl.Series] = {}
    for name, words in NAMES.items():
        found = [c for w in words for c in events.columns if c.strip().casefold() == w]
        if found:
            column[name] = events[found[0]] if len(found) == 1 else events.select(pl.coalesce(found)).to_series()
        elif name in ("record_id", "kind", "at"):
            raise InputError(f"the events table has no column for {name}; name one of: {', '.join(words)}")
    return column


def _nothing(n: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, n)


def _rows(records: pl.Series, ids: tuple[str, ...]) -> Ints:
    """The row of each event's record; -1 = none."""
    names = pl.DataFrame({"id": pl.Series(ids, dtype=pl.String)}).with_row_index("row")
    found = pl.DataFrame({"id": records.str.strip_chars()}).join(names, on="id", how="left", maintain_order="left")
    return found["row"].cast(pl.Int64).fill_null(-1).to_numpy()


def _mapped(words: pl.Series, meaning: Callable[[str], int]) -> Ints:
    """What each word means, asked once per distinct word; -1 for an empty cell."""
    column = Column.encode(words)
    found: Ints = np.array([*(meaning(w.strip().lower()) for w in column.values), -1], dtype=np.int64)[column.codes]
    return found


def _kind(word: str) -> int:
    word = WORDS.get(word.removeprefix("已")) or word.replace("-", "_").replace(" ", "_")
    known = outcomes().kind(word)
    return kinds().index(known) if known in kinds() else -1


def _words(policy: Policy, hazards: HazardTable) -> dict[str, int]:
    """Places of fields by their names, and after those of channels; then by what else a field is called."""
    names = list(hazards.hazards)
    known = {c: len(names) + SERVED.index(channel) for c, channel in CHANNELS.items()}
    known |= {name: i for i, name in enumerate(names)}
    for i, field in enumerate(map(policy.field, names)):
        for word in (field.label, field.hazard):
            known.setdefault((word or "").lower(), i)
    return known


def _days(at: pl.Series) -> Floats:
    day = at.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    if (odd := at.filter(day.is_null() & at.is_not_null()).unique()).len():  # other ways to write one
        at = at.replace(odd, pl.Series([date(text) for text in odd], dtype=pl.String))
        day = at.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    out = day.to_physical().cast(pl.Float64).fill_null(np.nan).to_numpy().copy()
    timed = np.flatnonzero((at.str.len_bytes() >= len("2026-11-01 10:30")).fill_null(value=False).to_numpy())
    if len(timed):
        clock = at.gather(timed).str.slice(11, 8).str.to_time("%H:%M:%S", strict=False).to_physical()
        out[timed] += clock.fill_null(0).to_numpy() / 86_400e9
    return out


def _among(kind: Ints, names: Iterable[str]) -> Flags:
    held: Flags = np.isin(np.arange(len(kinds())), [kinds().index(n) for n in names])[kind]
    return held


def _fields(
    rows: Ints, kind: Ints, word: Ints | None, policy: Policy, examined: ExaminedTable, hazards: HazardTable
) -> Ints:
    """Per event the place of the field it speaks of: the one it names, else the first of its channel that is filled."""
    names = list(hazards.hazards)
    usual = {k: USUAL[c] for c, held in OutcomeTable.default().channels.items() if c in USUAL for k in held}
    channel = np.array([SERVED.index(usual[k]) if k in usual else -1 for k in kinds()])[kind]
    out = np.full(len(rows), -1)
    if word is not None:
        out = np.where(word < len(names), word, -1)
        channel = np.where(word >= len(names), word - len(names), channel)
    for place, served in enumerate(_serving(policy, hazards).values()):
        for name in served:
            free = np.flatnonzero((out < 0) & (channel == place))
            out[free[examined.columns[name].filled()[rows[free]]]] = names.index(name)
    return out


def _serving(policy: Policy, hazards: HazardTable) -> dict[str, list[str]]:
    """Fields of the table by channel, the usual one first."""
    there = [policy.field(n) for n in hazards.hazards]
    by = {word: [f.name for f in there if channel_of(f) == word] for word in ("email", "phone", "mobile")}
    role = {role: [f.name for f in there if f.match == role] for role in ("street", "city", "company")}
    titles = [f.name for f in there if f.kind == "job_title"]
    letter, calls = role["street"] + role["city"], by["phone"] + by["mobile"]
    return dict(zip(SERVED, (by["email"], calls, by["mobile"], letter, titles, role["company"]), strict=True))


def _history(
    rows: Ints, kind: Ints, day: Floats, attempt: pl.Series, n: int
) -> tuple[Floats, Floats, Ints, float, Flags, Flags, Flags]:
    """Attempts since the last answer, its day, how many and how often; permission, last tries and bounces."""
    last = np.full(n, -np.inf)
    answers = np.flatnonzero(_among(kind, ANSWERS))
    np.maximum.at(last, rows[answers], day[answers])
    since = day > last[rows]
    tried = np.flatnonzero(_among(kind, UNANSWERED))
    if attempt.null_count() < len(attempt):  # outcomes of one attempt are one attempt
        tried = tried[once(rows[tried], attempt.gather(tried))]
    tries = np.bincount(rows[tried[since[tried]]], minlength=n).astype(np.float64)
    tries[np.bincount(rows, minlength=n) == 0] = np.nan
    rate = (len(answers) + PRIOR * RESPONSE_RATE) / (len(answers) + len(tried) + PRIOR)

    def has(found: Flags) -> Flags:
        return np.bincount(rows[found], minlength=n) > 0

    again = has(since & _among(kind, [RE_ENGAGEMENT]))
    answered = np.where(np.isinf(last), np.nan, last)
    told = np.bincount(rows[answers], minlength=n)
    off, bounced = has(_among(kind, PERMISSION_OFF)), has(_among(kind, ["hard_bounce"]))
    return tries, answered, told, rate, off, again, bounced
