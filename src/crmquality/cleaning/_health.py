"""Freshness of fields and health of records for a whole table, what to check first, and the changes that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve, field, frozen

from crmquality.cleaning import _events, _freshness, _verdicts
from crmquality.cleaning._column_signs import ColumnSigns
from crmquality.cleaning._custom import still_active
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._events import EPOCH
from crmquality.cleaning._examine import ExaminedColumn, ExaminedTable
from crmquality.cleaning._frames import CHANGE_SCHEMA
from crmquality.cleaning._freshness import FAR, Beliefs, Flags, Floats
from crmquality.cleaning._look_back import look_back
from crmquality.cleaning._scores import scores
from crmquality.cleaning._source import Source
from crmquality.decay import CHECKS, CheckResults, Costs, Feedback, GhostPolicy
from crmquality.decay._ghost import (
    CAUSES,
    COSTLY,
    DEFENCES,
    REASONS,
    GhostColumns,
    decide,
    fake_probabilities,
    say,
    still_interested,
    unreachable_probabilities,
)
from crmquality.decay._next import WEEKLY, Worth, best_checks
from crmquality.decay._silence import months_before
from crmquality.decay._time import to_days
from crmquality.policy import Policy
from crmquality.policy._channels import BOUNCED, UNSUBSCRIBED, bouncing, channel_of, useless

FRESHNESS = {"record_id": pl.String(), "field": pl.String(), "p_valid": pl.Float64(), "due_at": pl.String()}
VERIFY = {
    "owner": pl.String(), "rank": pl.Int64(), "record_id": pl.String(), "field": pl.String(), "also": pl.String(),
    "channel": pl.String(), "value": pl.Float64(), "cost": pl.Float64(), "reason": pl.String(),
}  # fmt: skip
#: rows that a long output is made of at a time
CHUNK = 100_000
#: a default action on more of the table than this is worth a warning
MOST_TOUCHED = 0.2
DOUBT = 0.5
#: a record without any usable channel may still be found by other means
NO_CHANNEL = 0.95
WEEK = 7


@frozen
class Care:
    """What the caller brings to the judgement, and how much checking there is time for.

    Args:
        events: contact events.
        results: answers of verifiers.
        feedback: what customers said.
        costs: of checking and failing.
        budget: how many records a team can look at in a week.
        ghosts: what counts as a ghost.
    """

    events: pl.DataFrame | None = field(default=None, repr=False)
    results: CheckResults | None = None
    feedback: tuple[Feedback, ...] = ()
    costs: Costs = field(factory=Costs)
    budget: int = WEEKLY
    ghosts: GhostPolicy = field(factory=GhostPolicy)


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
        return pl.concat(self.freshness_chunks(ids))

    def freshness_chunks(self, ids: tuple[str, ...]) -> Iterator[pl.DataFrame]:
        """The freshness in parts, in the order of the whole."""
        names = pl.Series(ids, dtype=pl.String)
        order = names.arg_sort().to_numpy()
        for start in range(0, max(len(order), 1), CHUNK):
            rows = order[start : start + CHUNK]
            parts = [pl.DataFrame(schema=FRESHNESS), *(self._freshness(f, rows, names) for f in sorted(self.p_valid))]
            yield pl.concat(parts).sort("record_id", maintain_order=True)

    def _freshness(self, name: str, rows: npt.NDArray[np.uint32], ids: pl.Series) -> pl.DataFrame:
        rows = rows[~np.isnan(self.p_valid[name][rows])]
        days = np.minimum(self.due[name][rows], FAR).round().astype(np.int32)
        return pl.DataFrame({
            "record_id": ids.gather(rows),
            "field": pl.Series([name], dtype=pl.String).new_from_index(0, len(rows)),
            "p_valid": pl.Series(self.p_valid[name][rows]).round_sig_figs(6),
            "due_at": _dates(days, self.as_of),
        })  # fmt: skip

    def health(self, ids: tuple[str, ...]) -> pl.DataFrame:
        """record_id, p_ghost, cause, p_active, contactable, action, reason and more, in row order."""
        return self.verdicts.insert_column(0, pl.Series("record_id", ids, dtype=pl.String))

    def verify_next(self, ids: tuple[str, ...]) -> pl.DataFrame:
        """The columns of ``VERIFY``, by owner and rank."""
        names = pl.Series("record_id", ids, dtype=pl.String).gather(self.to_verify["row"])
        return self.to_verify.with_columns(names).select(list(VERIFY))

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

    def changes(self, source: Source) -> pl.DataFrame:
        """Archive and suppress proposals as a change frame."""
        frame = self.verdicts.with_columns(
            row=pl.int_range(pl.len(), dtype=pl.Int32), record_id=pl.Series(source.ids, dtype=pl.String)
        ).filter(pl.col("action").is_in(["archive", "suppress"]))
        return frame.select(
            change_id=pl.format("{}:{}", "action", "record_id"), record_id="record_id", field=pl.lit(""),
            before=pl.lit(None, dtype=pl.String), after="reason", rule="action", confidence=pl.lit(1.0),
            safe=pl.lit(value=False), cosmetic=pl.lit(value=False), action="action", group=pl.lit(""), row="row",
            column=pl.lit(""),
        ).select(list(CHANGE_SCHEMA))  # fmt: skip


def assess(
    source: Source, examined: ExaminedTable, canonical: pl.DataFrame, duplicates: Duplicates, care: Care, as_of: date,
    signs: ColumnSigns,
) -> Health:  # fmt: skip
    """Judge every field's freshness and every record's health; ``signs`` show across records only."""
    n, policy = canonical.height, source.policy
    hazards = _freshness.hazards_of(policy, examined)
    logged = None
    if care.events is not None:
        logged = _events.read(care.events, source.ids, policy, examined, hazards, as_of)
    told = [_freshness.of_results(care.results, policy, examined, hazards, as_of)] if care.results else []
    if care.feedback:
        told.append(_freshness.of_feedback(care.feedback, source.ids, hazards, as_of))
    beliefs = _freshness.believe(policy, examined, canonical, hazards, logged, told, as_of)
    score = scores(policy, examined)
    bought = logged.purchases if logged is not None else (np.zeros(0, dtype=np.int64), np.zeros(0))
    active, doubts = still_active(*bought, n, as_of.toordinal() - EPOCH, care.ghosts.silent_months)
    known = _situations(
        policy, canonical, examined, duplicates, score + signs.score, beliefs, logged, active, care.ghosts, as_of
    )
    worth, columns = _worth(policy, beliefs, care.costs)
    verdicts, listed = _judged(policy, canonical, known, worth, columns, beliefs, source.ids, care, as_of)
    verdicts = verdicts.with_columns(_verdicts.verdicts(policy, examined, score, signs.score))
    if not _channel_fields(policy, examined):
        verdicts = verdicts.with_columns(contactable=pl.lit(value=False))
    notes = [*signs.notes, *_unused(canonical, logged, beliefs, n), *doubts]
    touched = verdicts.filter(pl.col("action").is_in(["archive", "suppress"])).height
    if n and touched > MOST_TOUCHED * n:
        notes.append(f"default actions would touch {touched:,} of {n:,} records: look before applying")
    now = float(as_of.toordinal() - EPOCH)
    proof = look_back(logged.evidence, now - beliefs.entered_days, hazards, now) if logged is not None else None
    return Health(beliefs.p_valid, beliefs.due, verdicts, listed, tuple(notes), as_of, proof)


def _unused(canonical: pl.DataFrame, logged: _events.Logged | None, beliefs: Beliefs, n: int) -> Iterator[str]:
    """What could not be judged, and from which columns it could be."""
    if logged is not None:
        yield from logged.notes
    if n and all(np.isnan(p).all() for p in beliefs.p_valid.values()):
        yield "no dates of creation or change: freshness not judged"
    if logged is None and "contact_attempts" not in canonical.columns:
        yield "no contact attempts in the data: silence not judged"
    if logged is None:
        marks = " and the mark of a bounce" if BOUNCED in canonical.columns else ""
        yield f"no contact events given: what is still true is judged by age{marks} alone"
    if "open_deals" not in canonical.columns:
        yield "no open deals known: who has one is protected only where a related table says so"


def _dates(days: npt.NDArray[np.int32], as_of: date) -> pl.Series:
    """Days from ``as_of`` as dates, worded once per distinct one."""
    known, place = np.unique(days, return_inverse=True)
    worded = pl.Series(known + as_of.toordinal() - EPOCH, dtype=pl.Int32).cast(pl.Date).dt.strftime("%Y-%m-%d")
    return worded.gather(place)


def _channel_fields(policy: Policy, examined: ExaminedTable) -> list[str]:
    return [f.name for f in policy.fields if f.name in examined.columns and channel_of(f)]


def _works(column: ExaminedColumn) -> Flags:
    """Rows whose cell reaches somebody, by the same words as `crmquality.policy.channels`."""
    wasted = np.array([bool(useless(found)) for found in column.findings])
    works: Flags = ~np.append(wasted[column.outcome], False)[column.codes]
    return column.valid() & column.filled() & works


def _flag(canonical: pl.DataFrame, name: str) -> Flags:
    return _freshness.flag(canonical, name)


def _situations(
    policy: Policy, canonical: pl.DataFrame, examined: ExaminedTable, duplicates: Duplicates, score: Floats,
    beliefs: Beliefs, logged: _events.Logged | None, active: Floats, ghosts: GhostPolicy, as_of: date,
) -> GhostColumns:  # fmt: skip
    """What is known of each record, before checks are weighed."""
    n, today = canonical.height, as_of.toordinal() - EPOCH
    channels = _channel_fields(policy, examined)
    p, usable = np.full((n, len(channels)), np.nan), np.zeros(n, dtype=bool)
    bounced = _flag(canonical, BOUNCED)
    for i, name in enumerate(channels):
        works = _works(examined.columns[name])
        usable |= works & ~bounced if name == bouncing(policy) else works
        belief = beliefs.p_valid.get(name, np.full(n, np.nan))
        p[:, i] = np.where(works, np.where(np.isnan(belief), 1.0, belief), np.nan)
    linked = np.array([beliefs.linked(name) for name in channels], dtype=bool)
    lost = unreachable_probabilities(p, linked, beliefs.p_employed) if channels else np.full(n, np.nan)
    if channels:
        lost = np.where(usable, lost, NO_CHANNEL)
    permission = ~_flag(canonical, UNSUBSCRIBED)
    attempts = _freshness.number(canonical, "contact_attempts")
    answered = np.fmin(
        _freshness.days_ago(canonical, "last_activity_at", as_of), _freshness.days_ago(canonical, "replied_at", as_of)
    )
    again = np.zeros(n, dtype=bool)
    if logged is not None:
        permission &= ~logged.permission_off
        again = logged.re_engaged
        answered = _freshness.first(today - logged.answered, answered)
        # whoever never answered has been silent since the entry, as far as somebody wrote
        answered = np.where((logged.attempts > 0) & np.isnan(answered), beliefs.entered_days, answered)
        attempts = _freshness.first(logged.attempts, attempts)
    known = ~np.isnan(answered) & ~np.isnan(attempts)
    interested = np.full(n, np.nan)
    interested[known] = still_interested(answered[known], attempts[known], 1 - np.nan_to_num(lost)[known])
    return GhostColumns(
        causes=np.column_stack([_fake(score), _copies(duplicates, n), lost, 1 - _freshness.first(active, interested)]),
        permission=permission, silent=answered >= today - to_days(months_before(as_of, ghosts.silent_months)),
        attempts=attempts, open_business=np.nan_to_num(_freshness.number(canonical, "open_deals")) > 0,
        re_engaged=again, has_channel=usable if channels else np.ones(n, dtype=bool),
        check_value=np.full(n, np.nan), in_budget=np.ones(n, dtype=bool),
    )  # fmt: skip


def _fake(score: Floats) -> Floats:
    """Probability that nobody like this exists; 0 where no sign speaks for it."""
    return np.where(score == 0, 0.0, fake_probabilities(score, np.zeros(len(score))))


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


def _worth(policy: Policy, beliefs: Beliefs, costs: Costs) -> tuple[Worth, list[str]]:
    """The best check of each record over its channels, title, company and address; one column for an address."""
    names: list[str] = []
    seen: set[str] = set()
    for name in beliefs.p_valid:
        key = beliefs.keys[name]
        if channel_of(policy.field(name)) or key not in seen:
            names.append(name)
        seen.add(key)
    p = np.column_stack([beliefs.p_valid[f] for f in names]) if names else np.zeros((len(beliefs.p_employed), 0))
    hazards = [beliefs.hazards.get(f) for f in names]
    return best_checks(p, [beliefs.keys[f] for f in names], hazards, costs, CHECKS), names


def _judged(
    policy: Policy, canonical: pl.DataFrame, known: GhostColumns, worth: Worth, fields: list[str], beliefs: Beliefs,
    ids: tuple[str, ...], care: Care, as_of: date,
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """The verdict on each record, and this week's checks."""
    n, ghosts = canonical.height, care.ghosts
    seen = evolve(known, check_value=np.where(beliefs.dated, np.maximum(worth.value, 0.0), np.nan))
    p, _, wanted = decide(seen, ghosts)
    rows = np.flatnonzero(np.isin(wanted, COSTLY))
    with np.errstate(invalid="ignore"):
        rank = np.where(wanted == COSTLY[0], 0.0, np.where(wanted == COSTLY[2], p - 1, worth.value / worth.cost))
    order = rows[np.lexsort((_places(ids)[rows], -np.round(rank[rows], 6)))] if len(rows) else rows
    turn = np.full(n, np.nan)
    turn[order] = np.arange(len(order)) // care.budget if care.budget else FAR
    p, shares, reason = decide(evolve(seen, in_budget=turn == 0), ghosts)
    earliest = np.fmin.reduce([*beliefs.due.values(), np.full(n, np.nan)])
    due = np.fmin(np.where(np.isnan(turn), earliest, turn * WEEK), FAR)
    due = np.where(np.isin(reason, COSTLY), 0.0, due)
    due_at = _dates(np.nan_to_num(due).round().astype(np.int32), as_of).set(pl.Series(np.isnan(due)), None)
    check = _checks_in_words(policy, worth, fields)
    first = np.where(shares.any(axis=1), shares.argmax(axis=1), -1)
    words = pl.Series([*CAUSES, None])
    frame = pl.DataFrame({
        "p_ghost": pl.Series(p).round_sig_figs(6),
        "cause": words.gather(pl.Series(first % len(words))),
        "p_active": pl.Series(1 - known.causes[:, CAUSES.index("lapsed")]).fill_nan(None).round_sig_figs(6),
        "contactable": known.permission & known.has_channel,
        "action": pl.Series([a for a, _ in REASONS]).gather(reason),
        "reason": _in_words(reason, ghosts, known.attempts, check, due_at),
        "due_at": due_at,
        "defence": pl.Series([*(DEFENCES[c] for c in CAUSES), None]).gather(pl.Series(first % len(words))),
    })  # fmt: skip
    chosen = order[np.isin(reason[order], COSTLY[:2])]
    return frame, _listed(canonical, frame, chosen, worth, fields, policy)


def _places(ids: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """The place of each record in the order of ids."""
    out = np.empty(len(ids), dtype=np.int64)
    out[pl.Series(ids, dtype=pl.String).arg_sort().to_numpy()] = np.arange(len(ids))
    return out


def _checks_in_words(policy: Policy, worth: Worth, fields: list[str]) -> pl.Series:
    """``"the Mobile, by call"`` per record with a check that pays."""
    size = len(CHECKS) + 1
    said = [f"the {policy.field(f).label or f}, by {c.channel}" for f in fields for c in CHECKS]
    table = pl.Series([*said, None], dtype=pl.String)
    code = np.where(worth.check >= 0, worth.field * (size - 1) + worth.check, len(said))
    return table.gather(code)


def _in_words(
    reason: npt.NDArray[np.int64], ghosts: GhostPolicy, attempts: Floats, check: pl.Series, due_at: pl.Series
) -> pl.Series:
    """Reasons, worded once per distinct one; each takes only what it speaks of."""
    takes = {part: [i for i, (_, text) in enumerate(REASONS) if f"{{{part}}}" in text]
             for part in ("attempts", "check", "due")}  # fmt: skip
    frame = pl.DataFrame({
        "reason": reason, "attempts": pl.Series(attempts).fill_nan(None).cast(pl.Int64), "check": check, "due": due_at,
    })  # fmt: skip
    used = [pl.when(pl.col("reason").is_in(codes)).then(pl.col(part)) for part, codes in takes.items()]
    frame = frame.with_columns(used)
    distinct = frame.unique(maintain_order=True)
    said = [say(code, ghosts, tries or 0, what or "", day or "") for code, tries, what, day in distinct.iter_rows()]
    distinct = distinct.with_columns(said=pl.Series(said, dtype=pl.String))
    return frame.join(distinct, on=frame.columns, how="left", nulls_equal=True, maintain_order="left")["said"]


def _listed(
    canonical: pl.DataFrame, frame: pl.DataFrame, rows: npt.NDArray[np.int64], worth: Worth, fields: list[str],
    policy: Policy,
) -> pl.DataFrame:  # fmt: skip
    """This week's checks in the order of their value, then by owner."""
    keys = {f: policy.field(f).hazard for f in fields}
    names, channels = [*fields, None], [*(c.channel for c in CHECKS), None]
    also = []
    for row in rows.tolist():
        place = int(worth.check[row])
        settled = CHECKS[place].fields if place >= 0 else ()
        due = [f for j, f in enumerate(fields) if worth.due[row, j] and keys[f] in settled and j != worth.field[row]]
        also.append(", ".join(due))
    owner = (canonical["owner"] if "owner" in canonical.columns else pl.Series([""] * canonical.height)).gather(rows)
    value = pl.Series(np.where(worth.check[rows] >= 0, worth.value[rows], np.nan))
    return pl.DataFrame({
        "row": pl.Series(rows, dtype=pl.Int64),
        "owner": owner.cast(pl.String).fill_null(""),
        "rank": np.arange(1, len(rows) + 1, dtype=np.int64),
        "field": pl.Series([names[i] for i in worth.field[rows].tolist()], dtype=pl.String),
        "also": pl.Series(also, dtype=pl.String),
        "channel": pl.Series([channels[i] for i in worth.check[rows].tolist()], dtype=pl.String),
        "value": value.fill_nan(None).round_sig_figs(6),
        "cost": pl.Series(worth.cost[rows]).fill_nan(None),
        "reason": frame["reason"].gather(rows),
    }).sort("owner", "rank")  # fmt: skip
