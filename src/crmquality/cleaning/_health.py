"""Freshness of fields and health of records for a whole table, and the changes that follow.

A record's situation is rounded to two digits and judged once per distinct situation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality.cleaning import _events, _verdicts
from crmquality.cleaning._column_signs import ColumnSigns
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._examine import ExaminedColumn, ExaminedTable
from crmquality.cleaning._frames import CHANGE_SCHEMA
from crmquality.cleaning._scores import scores
from crmquality.cleaning._source import Source
from crmquality.decay import ENTRY, HazardTable, Situation, judge, verify_interval
from crmquality.decay._health import SILENT_MONTHS, still_interested
from crmquality.policy._channels import BOUNCED, UNSUBSCRIBED, bouncing, channel_of, useless

Floats = npt.NDArray[np.float64]
FRESHNESS = {"record_id": pl.String(), "field": pl.String(), "p_valid": pl.Float64(), "due_at": pl.String()}
#: rows that a long output is made of at a time
CHUNK = 100_000
#: a default action on more of the table than this is worth a warning
MOST_TOUCHED = 0.2
FAKE_PRIOR = 0.05
DOUBT = 0.5
EPOCH = date(1970, 1, 1).toordinal()
#: due dates end a hundred years from now
FAR = 36_525
#: a record without any usable channel may still be found by other means
NO_CHANNEL = 0.95


@frozen(eq=False)
class Health:
    """What a table's records and fields are worth today.

    Args:
        p_valid: by field, one belief per row; NaN = unknown or empty.
        due: by field, days from ``as_of`` until a check is due; NaN = unknown.
        verdicts: p_ghost, cause, p_active, contactable, action, reason, verdict per row.
        notes: what could not be judged, and warnings.
        as_of: the day.
    """

    p_valid: Mapping[str, Floats]
    due: Mapping[str, Floats]
    verdicts: pl.DataFrame = field(repr=False)
    notes: tuple[str, ...]
    as_of: date

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
            "due_at": pl.Series(days + self.as_of.toordinal() - EPOCH).cast(pl.Date).dt.strftime("%Y-%m-%d"),
        })  # fmt: skip

    def health(self, ids: tuple[str, ...]) -> pl.DataFrame:
        """record_id, p_ghost, cause, p_active, contactable, action, reason, verdict, in row order."""
        return self.verdicts.insert_column(0, pl.Series("record_id", ids, dtype=pl.String))

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
    source: Source, examined: ExaminedTable, canonical: pl.DataFrame, duplicates: Duplicates,
    events: pl.DataFrame | None, as_of: date, signs: ColumnSigns,
) -> Health:  # fmt: skip
    """Judge every field's freshness and every record's health; ``signs`` show across records only."""
    n = canonical.height
    notes = list(signs.notes)
    logged = _events.summarise(events, source.ids, as_of) if events is not None else None
    if logged:
        notes += logged.notes
    age = _age(canonical, as_of, n)
    if np.isnan(age).all() and n:
        notes.append("no dates of creation or change: freshness not judged")
    p_valid, due = _beliefs(source, examined, canonical, age, logged)
    score = scores(source.policy, examined)
    situations = _situations(source, canonical, examined, duplicates, score + signs.score, p_valid, logged, as_of)
    if "contact_attempts" not in canonical.columns and logged is None:
        notes.append("no contact attempts in the data: silence not judged")
    verdicts = _judged(situations).with_columns(_verdicts.verdicts(source.policy, examined, score, signs.score))
    if not _channel_fields(source, examined):
        verdicts = verdicts.with_columns(contactable=pl.lit(value=False))
    touched = verdicts.filter(pl.col("action").is_in(["archive", "suppress"])).height
    if n and touched > MOST_TOUCHED * n:
        notes.append(f"default actions would touch {touched:,} of {n:,} records: look before applying")
    return Health(p_valid, due, verdicts, tuple(notes), as_of)


def _days(canonical: pl.DataFrame, name: str, as_of: date) -> Floats:
    """Days from a date field to ``as_of``; NaN = unknown or in the future."""
    if name not in canonical.columns:
        return np.full(canonical.height, np.nan)
    day = canonical[name].str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    days = pl.select((pl.lit(as_of) - day).dt.total_days()).to_series().cast(pl.Float64).to_numpy().copy()
    days[days < 0] = np.nan
    return days


def _first(*choices: Floats) -> Floats:
    out = choices[0].copy()
    for other in choices[1:]:
        out = np.where(np.isnan(out), other, out)
    return out


def _age(canonical: pl.DataFrame, as_of: date, n: int) -> Floats:
    """Days since the record's values were last known to be entered."""
    if not n:
        return np.zeros(0)
    return _first(_days(canonical, "updated_at", as_of), _days(canonical, "created_at", as_of))


def _flag(canonical: pl.DataFrame, name: str) -> npt.NDArray[np.bool_]:
    if name not in canonical.columns:
        return np.zeros(canonical.height, dtype=bool)
    return (canonical[name] == "true").fill_null(value=False).to_numpy()


def _number(canonical: pl.DataFrame, name: str) -> Floats:
    if name not in canonical.columns:
        return np.full(canonical.height, np.nan)
    return canonical[name].cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()


def _beliefs(
    source: Source, examined: ExaminedTable, canonical: pl.DataFrame, age: Floats, logged: _events.Logged | None
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Belief per field by age; a bounce of the e-mail lowers all work fields, exactly (one shared cause)."""
    table, entry = HazardTable.default(), ENTRY["staff"]
    bounced = _flag(canonical, "bounced")
    p_valid, due = {}, {}
    for name, column in examined.columns.items():
        key = source.policy.field(name).hazard
        if key is None:
            continue
        hazard = table.get(key)
        shared = hazard.shared or 0.0
        half = entry**0.5 if shared > 0 else 1.0
        own = entry / half * np.exp(-hazard.rate * age / 365.25)
        job = half * np.exp(-shared * age / 365.25)
        if bounced.any() and "email" in examined.columns:
            own, job = _after_bounce(name, own, job, shared, table, age, bounced)
        p = own * job
        if logged is not None and name in logged.p_valid:
            p = np.where(np.isnan(logged.p_valid[name]), p, logged.p_valid[name])
        p = np.where(column.filled(), p, np.nan)
        _, threshold = verify_interval(hazard.total)
        with np.errstate(divide="ignore"):
            due[name] = np.maximum(0.0, np.log(p / threshold) / hazard.total * 365.25)
        p_valid[name] = p
    return p_valid, due


def _after_bounce(
    name: str, own: Floats, job: Floats, shared: float, table: HazardTable, age: Floats, bounced: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    a, b = 0.005, 0.6975
    email = ENTRY["staff"] ** 0.5 * np.exp(-table.get("work_email").rate * age / 365.25)
    m = email * a + (1 - email) * b
    if shared > 0:
        job = np.where(bounced, job * m / (job * m + (1 - job) * b), job)
    if name == "email":
        own = np.where(bounced, own * a / m, own)
    return own, job


def _channel_fields(source: Source, examined: ExaminedTable) -> list[str]:
    return [f.name for f in source.policy.fields if f.name in examined.columns and channel_of(f)]


def _works(column: ExaminedColumn) -> npt.NDArray[np.bool_]:
    """Rows whose cell reaches somebody, by the same words as `crmquality.policy.channels`."""
    wasted = np.array([bool(useless(found)) for found in column.findings])
    works: npt.NDArray[np.bool_] = ~np.append(wasted[column.outcome], False)[column.codes]
    return column.valid() & column.filled() & works


def _situations(
    source: Source, canonical: pl.DataFrame, examined: ExaminedTable, duplicates: Duplicates, score: Floats,
    p_valid: Mapping[str, Floats], logged: _events.Logged | None, as_of: date,
) -> pl.DataFrame:  # fmt: skip
    n = canonical.height
    channels = _channel_fields(source, examined)
    usable = np.zeros(n, dtype=bool)
    dead = np.ones(n)
    bounced = _flag(canonical, BOUNCED)
    for name in channels:
        works = _works(examined.columns[name])
        if name == bouncing(source.policy):
            works &= ~bounced
        usable |= works
        belief = p_valid.get(name, np.full(n, np.nan))
        dead *= np.where(works, 1 - np.where(np.isnan(belief), 1.0, belief), 1.0)
    permission = ~_flag(canonical, UNSUBSCRIBED)
    attempts = _number(canonical, "contact_attempts")
    answered = _days_min(_days(canonical, "last_activity_at", as_of), _days(canonical, "replied_at", as_of))
    if logged is not None:
        permission &= ~logged.permission_off
        attempts = np.where(np.isnan(logged.attempts), attempts, logged.attempts)
        answered = _first(logged.answered_days, answered)
    months = (as_of - _months_before(as_of, SILENT_MONTHS)).days
    interested = _interest(answered, attempts)
    unreachable = np.where(usable, dead, NO_CHANNEL) if channels else np.full(n, np.nan)
    silent = np.where(np.isnan(answered), np.nan, answered > months)
    check = np.zeros(n, dtype=bool)
    for name in channels:
        if name in p_valid:
            check |= np.nan_to_num(p_valid[name], nan=1.0) < DOUBT
    return pl.DataFrame({
        "fake": pl.Series(_fake(score)).round(2),
        "duplicate": pl.Series(_copies(duplicates, n)).round(2),
        "unreachable": pl.Series(unreachable).round(2).fill_nan(None),
        "interested": pl.Series(interested).round(2).fill_nan(None),
        "permission": permission,
        "silent_six_months": pl.Series(silent).fill_nan(None).cast(pl.Boolean),
        "attempts": pl.Series(attempts).fill_nan(None).cast(pl.Int64),
        "open_business": np.nan_to_num(_number(canonical, "open_deals")) > 0,
        "re_engaged": logged.re_engaged if logged is not None else np.zeros(n, dtype=bool),
        "check_due": check,
        "has_channel": usable if channels else np.ones(n, dtype=bool),
    })  # fmt: skip


def _days_min(a: Floats, b: Floats) -> Floats:
    return np.fmin(a, b)


def _interest(answered: Floats, attempts: Floats) -> Floats:
    known = ~np.isnan(answered) & ~np.isnan(attempts)
    out = np.full(len(answered), np.nan)
    rounded = np.stack([np.round(answered[known]), attempts[known]], axis=1)
    distinct, inverse = np.unique(rounded, axis=0, return_inverse=True)
    values = np.array([still_interested(float(d), float(a)) for d, a in distinct])
    out[known] = values[inverse.ravel()] if len(values) else np.zeros(0)
    return out


def _fake(score: Floats) -> Floats:
    """Probability that nobody like this exists: prior odds times the entry signals, capped at e to the 8."""
    odds = np.exp(np.clip(score, -8, 8)) * FAKE_PRIOR / (1 - FAKE_PRIOR)
    return np.where(score == 0, 0.0, odds / (1 + odds))


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


def _judged(situations: pl.DataFrame) -> pl.DataFrame:
    distinct = situations.unique(maintain_order=True).with_row_index("code")
    names = situations.columns
    verdicts = [judge(Situation(**row)) for row in distinct.select(names).iter_rows(named=True)]
    table = pl.DataFrame({
        "p_ghost": pl.Series([v.p_ghost for v in verdicts], dtype=pl.Float64).round_sig_figs(6),
        "cause": pl.Series([v.cause for v in verdicts], dtype=pl.String),
        "action": pl.Series([v.action for v in verdicts], dtype=pl.String),
        "reason": pl.Series([v.reason for v in verdicts], dtype=pl.String),
    })  # fmt: skip
    codes = situations.join(distinct, on=names, how="left", nulls_equal=True, maintain_order="left")["code"]
    out = table[codes.to_numpy()] if situations.height else table
    return out.with_columns(
        p_active=situations["interested"],
        contactable=situations["permission"] & situations["has_channel"],
    ).select("p_ghost", "cause", "p_active", "contactable", "action", "reason")


def _months_before(day: date, months: int) -> date:
    """The same day some calendar months earlier; the last of the month where that day does not exist."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)  # noqa: PLR2004 - December
    last = (following - date.resolution).day
    return date(year, month + 1, min(day.day, last))
