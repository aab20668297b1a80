"""Freshness of fields and health of records for a whole table, what to check first, and the changes that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from attrs import field, frozen

from crmquality.cleaning import _events, _freshness, _verdicts
from crmquality.cleaning._actions import VERIFY, Care, dates, judge, worth_of_checks
from crmquality.cleaning._column_signs import ColumnSigns
from crmquality.cleaning._custom import still_active
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._events import EPOCH, Flags, Floats
from crmquality.cleaning._examine import ExaminedTable
from crmquality.cleaning._frames import lean
from crmquality.cleaning._freshness import FAR, Beliefs
from crmquality.cleaning._look_back import look_back
from crmquality.cleaning._scores import scores
from crmquality.cleaning._source import Source
from crmquality.decay import GhostPolicy, Verification, channel_states
from crmquality.decay._ghost import GhostColumns, fake_probabilities, still_interested, unreachable_probabilities
from crmquality.decay._silence import RESPONSE_RATE, months_before
from crmquality.decay._time import to_days
from crmquality.policy import Policy
from crmquality.policy._channels import BOUNCED, UNSUBSCRIBED, bouncing, channel_of, useless

#: rows that a long output is made of at a time
CHUNK = 100_000
#: a default action on more of the table than this is worth a warning
MOST_TOUCHED = 0.2
DOUBT = 0.5
#: a record without any usable channel may still be found by other means
NO_CHANNEL = 0.95


@frozen(eq=False)
class Health:
    """What a table's records and fields are worth today.

    Args:
        p_valid: by field, one belief per row; NaN = unknown or empty.
        due: by field, days from ``as_of`` until a check is due; NaN = unknown.
        verdicts: p_ghost, cause, p_active, contactable, action, reason, due_at, defence, verdict per row.
        to_verify: this week's checks, by owner and rank; ``row`` stands for the record.
        notes: what could not be judged, and warnings.
        as_of: the day.
        proof: how good the beliefs of a quarter ago were; ``None`` = too little has come out since.
    """

    p_valid: Mapping[str, Floats]
    due: Mapping[str, Floats]
    verdicts: pl.DataFrame = field(repr=False)
    to_verify: pl.DataFrame = field(repr=False)
    notes: tuple[str, ...]
    as_of: date
    proof: Mapping[str, Any] | None = None

    def freshness(self, ids: tuple[str, ...]) -> pl.DataFrame:
        """record_id, field, p_valid, due_at, sorted by record and field."""
        return pl.concat(self.freshness_chunks(ids)).cast({"field": pl.String})

    def freshness_chunks(self, ids: tuple[str, ...]) -> Iterator[pl.DataFrame]:
        """The freshness in parts, in the order of the whole; fields as categories."""
        names, fields = pl.Series(ids, dtype=pl.String), sorted(self.p_valid)
        order = names.arg_sort().to_numpy()
        for start in range(0, max(len(order), 1), CHUNK):
            rows = order[start : start + CHUNK]
            shape = len(fields), len(rows)  # none of either are a table, too
            p, due = (np.array([of[f][rows] for f in fields]).reshape(shape).T for of in (self.p_valid, self.due))
            held = ~np.isnan(p)
            row, number = np.nonzero(held)
            yield pl.DataFrame({
                "record_id": names.gather(rows[row]),
                "field": pl.Series(fields, dtype=pl.Enum(fields)).gather(number),
                "p_valid": pl.Series(p[held]).round_sig_figs(6),
                "due_at": dates(np.minimum(due[held], FAR).round().astype(np.int32), self.as_of),
            })  # fmt: skip

    def health(self, ids: tuple[str, ...]) -> pl.DataFrame:
        """record_id, p_ghost, cause, p_active, contactable, action, reason and more, in row order."""
        return self.verdicts.insert_column(0, pl.Series("record_id", ids, dtype=pl.String))

    def verify_next(self, ids: tuple[str, ...]) -> pl.DataFrame:
        """The columns of ``VERIFY``, by owner and rank."""
        names = pl.Series("record_id", ids, dtype=pl.String).gather(self.to_verify["row"])
        return self.to_verify.with_columns(names).select(VERIFY)

    def by_field(self) -> Iterator[tuple[str, float | None, int]]:
        """Field, mean belief, and how many values are more likely wrong than right."""
        for name, p in self.p_valid.items():
            known = p[~np.isnan(p)]
            yield name, (float(known.mean()) if len(known) else None), int((known < DOUBT).sum())

    @property
    def timeliness(self) -> float | None:
        """Mean belief over all values with a known age, or ``None``."""
        known = [p[~np.isnan(p)] for p in self.p_valid.values()]
        joined = np.concatenate(known) if known else np.zeros(0)
        return float(joined.mean()) if len(joined) else None

    def changes(self) -> pl.DataFrame:
        """Archive and suppress proposals as a part of a change frame."""
        frame = self.verdicts.with_row_index("row").filter(pl.col("action").is_in(["archive", "suppress"]))
        return lean(frame.select("row", "action", after="reason", rule="action", confidence=pl.lit(1.0)))


def assess(
    source: Source, examined: ExaminedTable, canonical: pl.DataFrame, duplicates: Duplicates, care: Care, as_of: date,
    signs: ColumnSigns,
) -> Health:  # fmt: skip
    """Judge every field's freshness and every record's health; ``signs`` show across records only."""
    n, policy = canonical.height, source.policy
    hazards = _freshness.hazards_of(policy, examined)
    logged = None
    if care.events is not None and care.events.width:
        logged = _events.read(care.events, source.ids, policy, examined, hazards, as_of)
    told, doubts = [], []
    if care.results is not None:
        told.append(_freshness.of_results(care.results, policy, examined, hazards, as_of))
        if not len(told[-1].row):
            doubts.append("no answer of a verifier speaks of a value in this table")
    place = {v: i for i, v in enumerate(source.ids)} if care.said else {}
    heard, lost = _freshness.of_words(care.said, place, hazards, as_of)
    told.append(heard)
    if lost:
        doubts.append(f"{lost:,} items of feedback were left out: later ones, and records or fields not in the table")
    states = channel_states([v for v in care.said if isinstance(v, Verification)], as_of=as_of)
    overdue = {place[r]: f for (r, f), s in sorted(states.items(), reverse=True)
               if r in place and f in examined.columns and s.overdue(as_of)}  # fmt: skip
    entry, unknown = _freshness.entries(canonical)
    beliefs = _freshness.believe(policy, examined, canonical, hazards, logged, told, entry, as_of)
    score = scores(policy, examined)
    bought = logged.purchases if logged is not None else (np.zeros(0, dtype=np.int64), np.zeros(0))
    active, unsure = still_active(*bought, n, as_of.toordinal() - EPOCH, care.ghosts.silent_months)
    known = _situations(
        policy, canonical, examined, duplicates, score + signs.score, beliefs, logged, active, care.ghosts, as_of
    )
    known.overdue[list(overdue)] = True
    worth, columns = worth_of_checks(policy, beliefs, care.costs)
    verdicts, listed = judge(policy, canonical, known, worth, columns, beliefs, source.ids, care, as_of, overdue)
    verdicts = verdicts.with_columns(_verdicts.verdicts(policy, examined, score, signs.score))
    if not _channel_fields(policy, examined):
        verdicts = verdicts.with_columns(contactable=pl.lit(value=False))
    notes = [*signs.notes, *_unused(canonical, logged, beliefs, n), *([unknown] if unknown else []), *doubts, *unsure]
    touched = verdicts.filter(pl.col("action").is_in(["archive", "suppress"])).height
    if n and touched > MOST_TOUCHED * n:
        notes.append(f"default actions would touch {touched:,} of {n:,} records: look before applying")
    now = float(as_of.toordinal() - EPOCH)
    proof = look_back(logged.evidence, now - beliefs.entered_days, hazards, now) if logged is not None else None
    return Health(beliefs.p_valid, beliefs.due, verdicts, listed, tuple(notes), as_of, proof)


def _quiet(canonical: pl.DataFrame, logged: _events.Logged) -> Flags:
    """Records whose attempts neither the log nor the table counts, where the log counts those of others."""
    tried = np.nansum(logged.attempts) > 0
    quiet: Flags = tried & np.isnan(logged.attempts) & np.isnan(_freshness.number(canonical, "contact_attempts"))
    return quiet


def _unused(canonical: pl.DataFrame, logged: _events.Logged | None, beliefs: Beliefs, n: int) -> Iterator[str]:
    """What could not be judged, and from which columns it could be."""
    if logged is not None:
        yield from logged.notes
        if quiet := int(_quiet(canonical, logged).sum()):
            who = "1 record has" if quiet == 1 else f"{quiet:,} records have"
            yield f"{who} no event in the log: interest is judged by age alone"
    if n and all(np.isnan(p).all() for p in beliefs.p_valid.values()):
        yield "no dates of creation or change: freshness not judged"
    if (logged is None or not np.nansum(logged.attempts)) and "contact_attempts" not in canonical.columns:
        yield "no contact attempts in the data: silence not judged"
    if logged is None:
        marks = " and the mark of a bounce" if BOUNCED in canonical.columns else ""
        yield f"no contact events given: what is still true is judged by age{marks} alone"
    if "open_deals" not in canonical.columns:
        yield "no open deals known: who has one is protected only where a related table says so"


def _channel_fields(policy: Policy, examined: ExaminedTable) -> list[str]:
    return [f.name for f in policy.fields if f.name in examined.columns and channel_of(f)]


def _situations(
    policy: Policy, canonical: pl.DataFrame, examined: ExaminedTable, duplicates: Duplicates, score: Floats,
    beliefs: Beliefs, logged: _events.Logged | None, active: Floats, ghosts: GhostPolicy, as_of: date,
) -> GhostColumns:  # fmt: skip
    """What is known of each record, before checks are weighed."""
    n, today = canonical.height, as_of.toordinal() - EPOCH
    channels = _channel_fields(policy, examined)
    p, usable = np.full((n, len(channels)), np.nan), np.zeros(n, dtype=bool)
    bounced = _freshness.flag(canonical, BOUNCED)
    for i, name in enumerate(channels):
        column = examined.columns[name]
        wasted = np.array([bool(useless(found)) for found in column.findings])  # by the words of `policy.channels`
        works = column.valid() & column.filled() & ~np.append(wasted[column.outcome], False)[column.codes]
        usable |= works & ~bounced if name == bouncing(policy) else works
        belief = beliefs.p_valid.get(name, np.full(n, np.nan))
        p[:, i] = np.where(works, np.where(np.isnan(belief), 1.0, belief), np.nan)
    linked = np.array([beliefs.linked(name) for name in channels], dtype=bool)
    lost = unreachable_probabilities(p, linked, beliefs.p_employed) if channels else np.full(n, np.nan)
    if channels:
        lost = np.where(usable, lost, NO_CHANNEL)
    permission = ~_freshness.flag(canonical, UNSUBSCRIBED)
    attempts = _freshness.number(canonical, "contact_attempts")
    attempts = np.where(attempts < 0, np.nan, attempts)
    answered = np.fmin(
        _freshness.days_ago(canonical, "last_activity_at", as_of), _freshness.days_ago(canonical, "replied_at", as_of)
    )
    again, answers, rate = np.zeros(n, dtype=bool), np.zeros(n, dtype=np.int64), RESPONSE_RATE
    if logged is not None:
        answers, rate = logged.answers, logged.response_rate
        permission &= ~logged.permission_off
        again = logged.re_engaged
        answered = _freshness.first(today - logged.answered, answered)
        attempts = _freshness.first(logged.attempts, attempts)
        # whoever never answered was interested at the entry; whom no event speaks of was not written to
        quiet = _quiet(canonical, logged)
        answered = np.where((~np.isnan(logged.attempts) | quiet) & np.isnan(answered), beliefs.entered_days, answered)
        attempts[quiet] = 0
    known = ~np.isnan(answered) & ~np.isnan(attempts)
    interested = np.full(n, np.nan)
    reached = 1 - np.nan_to_num(lost)[known]
    interested[known] = still_interested(answered[known], attempts[known], reached, response_rate=rate)
    # nobody is invented where no sign says so
    fake = np.where(score == 0, 0.0, fake_probabilities(score, answers))
    return GhostColumns(
        causes=np.column_stack([fake, _copies(duplicates, n), lost, 1 - _freshness.first(active, interested)]),
        permission=permission, silent=answered >= today - to_days(months_before(as_of, ghosts.silent_months)),
        attempts=attempts, open_business=np.nan_to_num(_freshness.number(canonical, "open_deals")) > 0,
        re_engaged=again, has_channel=usable if channels else np.ones(n, dtype=bool),
        check_value=np.full(n, np.nan), overdue=np.zeros(n, dtype=bool), in_budget=np.ones(n, dtype=bool),
    )  # fmt: skip


def _copies(duplicates: Duplicates, n: int) -> Floats:
    """Probability of being a further copy: the surest pair of a record that is not its cluster's survivor."""
    out = np.zeros(n)
    matches = duplicates.matches
    inside = matches.labels[matches.left] == matches.labels[matches.right]
    p = 1 / (1 + np.exp2(-matches.weight[inside] / 1024))
    np.maximum.at(out, matches.left[inside], p)
    np.maximum.at(out, matches.right[inside], p)
    clusters = duplicates.clusters
    return np.where((clusters["record_id"] == clusters["survivor"]).to_numpy(), 0.0, out)
