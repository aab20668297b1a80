"""Beliefs in the fields of a table, from ages, events, checks and feedback."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial, reduce

import numpy as np
import polars as pl
from attrs import frozen

from crmquality.cleaning._events import EPOCH, WORDS, Evidence, Flags, Floats, Logged, outcomes
from crmquality.cleaning._examine import ExaminedTable
from crmquality.decay import CheckResults, Feedback, Hazard, HazardTable, Verification, score_fields, verify_interval
from crmquality.decay._checks import evidence_of
from crmquality.decay._outcomes import ENTRY, entry_of
from crmquality.decay._time import YEAR
from crmquality.policy import Policy
from crmquality.policy._channels import BOUNCED, bouncing

#: due dates end a hundred years from now
FAR = 36_525


@frozen(eq=False)
class Beliefs:
    """What is believed of each field of each record.

    Args:
        p_valid: by field; NaN = empty, or of unknown age.
        due: by field, days until a check is due; NaN = unknown.
        p_employed: per record, belief that the person is still in the job; 1 where nothing is known of it.
        dated: per record, whether anything is known of its age.
        entered_days: per record, days since its values were entered.
        hazards: by field.
        keys: by field, the name of its hazard.
    """

    p_valid: Mapping[str, Floats]
    due: Mapping[str, Floats]
    p_employed: Floats
    dated: Flags
    entered_days: Floats
    hazards: HazardTable
    keys: Mapping[str, str]

    def linked(self, name: str) -> bool:
        """Whether a field is lost with the job."""
        return name in self.hazards.hazards and self.hazards.get(name).shared is not None


def hazards_of(policy: Policy, examined: ExaminedTable) -> HazardTable:
    """The hazards of the table's fields, by policy field."""
    shipped = HazardTable.default()
    keys = {n: h for n in examined.columns if (h := policy.field(n).hazard)}
    named = {n: h for n, h in keys.items() if not h.replace(".", "", 1).isdigit()}
    table = shipped.for_fields(named)
    for name in keys.keys() - named.keys():
        table = table.with_hazard(name, Hazard(float(keys[name])))
    return table


def entries(canonical: pl.DataFrame) -> tuple[Floats, str | None]:
    """Belief at entry per record, by the way that its source speaks of, and what could not be told."""
    every, count = np.full(canonical.height, ENTRY["staff"]), "all"
    if "source" in canonical.columns and (words := canonical["source"].unique().drop_nulls()).len():
        told = canonical["source"].replace_strict(words, [entry_of(w) for w in words], default=None)
        every, count = told.cast(pl.Float64).fill_null(ENTRY["staff"]).to_numpy(), f"{told.null_count():,}"
    said = f"the source of {count} records does not say how they came in: judged as typed in by staff"
    return every, said if count != "0" else None


def of_results(
    results: CheckResults, policy: Policy, examined: ExaminedTable, hazards: HazardTable, as_of: date
) -> Evidence:
    """Answers of verifiers, for every record that holds the value asked about."""
    parts = []
    for place, name in enumerate(hazards.hazards):
        column, kind = examined.columns[name], policy.field(name).kind
        if kind not in results.outbound.allow or not len(results):
            continue
        found: dict[tuple[str, date], list[int]] = {}
        for code, text in enumerate(column.text):
            if text is not None:
                for told in evidence_of(results.find(kind, text), as_of):
                    found.setdefault(told, []).append(code)
        for (outcome, day), codes in found.items():
            held = np.zeros(len(column.text) + 1, dtype=bool)
            held[codes] = True
            parts.append(Evidence.of(np.flatnonzero(held[column.codes]), place, outcome, day.toordinal() - EPOCH))
    return Evidence.joined(parts)


def of_words(
    items: Iterable[Feedback | Verification], place: Mapping[str, int], hazards: HazardTable, as_of: date
) -> tuple[Evidence, int]:
    """What customers and people in contact with them said by the day, each once; and how many items that leaves."""
    names, parts = list(hazards.hazards), []
    heard = {tuple(event.values()): (i, WORDS[event["kind"]]) for i in items if (event := i.to_event())}
    for i, kind in heard.values():
        if i.at <= as_of and i.record_id in place and i.field in names:
            row = np.array([place[i.record_id]])
            parts.append(Evidence.of(row, names.index(i.field), kind, float(i.at.toordinal() - EPOCH)))
    return Evidence.joined(parts), len(heard) - len(parts)


def believe(
    policy: Policy, examined: ExaminedTable, canonical: pl.DataFrame, hazards: HazardTable, logged: Logged | None,
    told: Sequence[Evidence], entry: Floats, as_of: date,
) -> Beliefs:  # fmt: skip
    """Beliefs by the exact filter, for all records at once, from those at their ``entry``."""
    n, now = canonical.height, as_of.toordinal() - EPOCH
    if not (hazards.hazards and n):
        return Beliefs({}, {}, np.ones(n), np.zeros(n, dtype=bool), np.full(n, np.nan), hazards, {})
    names = list(hazards.hazards)
    updated, created = days_ago(canonical, "updated_at", as_of), days_ago(canonical, "created_at", as_of)
    age = first(updated, created)
    parts = [*([logged.evidence] if logged else []), *told]
    flagged = flag(canonical, BOUNCED) & ~(logged.bounced if logged else False)
    mail = bouncing(policy) or ""
    if mail in hazards.hazards and flagged.any():
        parts.append(Evidence.of(np.flatnonzero(flagged), names.index(mail), "hard_bounce", float(now)))
    events = Evidence.joined(parts)
    spoken = np.zeros((n, len(names)), dtype=bool)
    spoken[events.row, events.field] = True
    if logged is not None:
        # a CRM changes the date of its record with every event: what was entered is as old as the record
        age = np.where(spoken.any(axis=1), first(created, updated), age)
    dated = ~np.isnan(age)
    beliefs, employed = _scored(events, now - np.where(dated, age, 0.0), spoken, entry, hazards, float(now))
    oldest = np.full(n, np.nan)
    np.fmin.at(oldest, events.row, events.day)
    p_valid, due = {}, {}
    for i, name in enumerate(names):
        known = (dated | spoken[:, i]) & examined.columns[name].filled()
        p_valid[name] = p = np.where(known, beliefs[:, i], np.nan)
        hazard = hazards.get(name)
        _, threshold = verify_interval(hazard)
        with np.errstate(divide="ignore"):
            due[name] = np.maximum(0.0, np.log(p / threshold) / hazard.total * YEAR) if threshold else p * np.inf
    dated |= spoken.any(axis=1)
    entered = np.fmax(age, now - oldest)
    keys = {name: policy.field(name).hazard or "" for name in names}
    return Beliefs(p_valid, due, np.where(dated, employed, 1.0), dated, entered, hazards, keys)


def _scored(
    events: Evidence, entered: Floats, spoken: Flags, entry: Floats, hazards: HazardTable, now: float
) -> tuple[Floats, Floats]:
    """Beliefs by row and field, and in employment; rows without events are scored once per day and way of entry."""
    score = partial(score_fields, as_of=now, hazards=hazards, outcomes=outcomes())
    quiet, loud = np.flatnonzero(~spoken.any(axis=1)), np.flatnonzero(spoken.any(axis=1))
    alike = entered[quiet] + 1j * entry[quiet]  # both in one number
    ways, place = np.unique(alike, return_inverse=True)
    none = np.zeros(0, dtype=np.int64)
    aged = score(
        none, none, none, none.astype(float), contacts=np.arange(len(ways)), entered_at=ways.real, entry=ways.imag
    )
    attempts = events.attempt_id if events.attempt_id.null_count() < len(events.attempt_id) else None
    told = score(
        events.row, events.field, events.kind, events.day, contacts=loud, entered_at=entered[loud], entry=entry[loud],
        attempt_id=attempts,
    )  # fmt: skip
    p, employed = np.empty((len(entered), len(hazards.hazards))), np.empty(len(entered))
    p[quiet], p[loud] = aged.p_valid[place], told.p_valid
    employed[quiet], employed[loud] = aged.p_employed[place], told.p_employed
    return p, employed


def days_ago(canonical: pl.DataFrame, name: str, as_of: date) -> Floats:
    """Days from a date field to ``as_of``; NaN = unknown or in the future."""
    if name not in canonical.columns:
        return np.full(canonical.height, np.nan)
    day = canonical[name].str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    days = pl.select((pl.lit(as_of) - day).dt.total_days()).to_series().cast(pl.Float64).to_numpy().copy()
    days[days < 0] = np.nan
    return days


def first(*choices: Floats) -> Floats:
    """Per row the first that is known."""
    return reduce(lambda known, other: np.where(np.isnan(known), other, known), choices)


def flag(canonical: pl.DataFrame, name: str) -> Flags:
    """Rows whose cell says yes."""
    if name not in canonical.columns:
        return np.zeros(canonical.height, dtype=bool)
    return (canonical[name] == "true").fill_null(value=False).to_numpy()


def number(canonical: pl.DataFrame, name: str) -> Floats:
    """The numbers of a field; NaN = none."""
    if name not in canonical.columns:
        return np.full(canonical.height, np.nan)
    return canonical[name].cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
