"""Contact events of a table: which outcomes, attempts and answers each record has had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality.decay import BeliefState, Evidence, HazardTable, OutcomeTable
from crmquality.decay._outcomes import HUMAN, PERMISSION_OFF
from crmquality.errors import InputError

NAMES = {
    "record_id": ("record_id", "contact_id", "record id", "contact id", "id", "客户id", "客户编号", "联系人id"),
    "kind": ("kind", "outcome", "type", "event", "event type", "结果", "类型", "事件"),
    "at": ("at", "date", "time", "timestamp", "created_at", "occurred at", "时间", "日期"),
    "event_id": ("event_id", "event id", "事件编号"),
    "field": ("field", "channel", "渠道", "字段"),
}
WORDS = {
    "bounce": "hard_bounce", "bounced": "hard_bounce", "hard bounce": "hard_bounce", "soft bounce": "soft_bounce",
    "reply": "replied", "open": "opened", "click": "clicked", "sent": "accepted", "delivered": "accepted",
    "unsubscribe": "unsubscribed", "complaint": "complained", "no answer": "no_answer", "connected": "spoke",
    "wrong number": "wrong_person", "退信": "hard_bounce", "回复": "replied", "打开": "opened", "退订": "unsubscribed",
    "未接": "no_answer", "接通": "spoke", "re-engagement": "re_engagement", "re_engaged": "re_engagement",
}  # fmt: skip
FIELDS = {"email": "email", "mail": "email", "call": "phone", "phone": "phone", "邮件": "email", "电话": "phone"}
EMAIL_KINDS = frozenset(
    {"replied", "clicked", "opened", "accepted", "soft_bounce", "hard_bounce", "unsubscribed", "complained"}
)
HAZARD_OF = {"email": "work_email", "phone": "direct_phone", "job_title": "job_title", "company": "company"}


@frozen(eq=False)
class Logged:
    """What the events say, one entry per record of the table; NaN = no events."""

    p_valid: Mapping[str, npt.NDArray[np.float64]]
    attempts: npt.NDArray[np.float64]
    answered_days: npt.NDArray[np.float64]
    permission_off: npt.NDArray[np.bool_]
    re_engaged: npt.NDArray[np.bool_]
    notes: tuple[str, ...]


def summarise(events: pl.DataFrame, ids: Sequence[str], as_of: date) -> Logged:
    """Read an events table. Events after ``as_of`` and repeated event ids change nothing.

    Raises:
        InputError: the columns for record, outcome or time are not there.
    """
    column = {}
    for name, words in NAMES.items():
        found = [c for c in events.columns if c.strip().casefold() in words]
        if found:
            column[name] = found[0]
        elif name in ("record_id", "kind", "at"):
            raise InputError(f"the events table has no column for {name}; name one of: {', '.join(words)}")
    kind = events[column["kind"]].str.strip_chars().str.to_lowercase().replace(WORDS)
    day = events[column["at"]].str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    frame = pl.DataFrame({
        "id": events[column["record_id"]], "kind": kind,
        "ago": pl.select((pl.lit(as_of) - day).dt.total_days()).to_series(),
        "event": events[column["event_id"]] if "event_id" in column else pl.Series([None] * len(kind), dtype=pl.String),
        "field": events[column["field"]].str.to_lowercase().replace(FIELDS) if "field" in column
        else pl.Series([None] * len(kind), dtype=pl.String),
    }).filter(pl.col("ago") >= 0)  # fmt: skip
    known = pl.col("event").is_null() | pl.col("event").is_first_distinct()
    place = {v: i for i, v in enumerate(ids)}
    by_record: dict[int, list[tuple[int, str, str | None]]] = defaultdict(list)
    table, unknown = OutcomeTable.default(), set()
    for row in frame.filter(known).sort(["ago", "kind"], descending=[True, False]).iter_rows(named=True):
        if row["id"] in place:
            by_record[place[row["id"]]].append((row["ago"], row["kind"], row["field"]))
            if table.find(row["kind"]) is None and row["kind"] != "re_engagement":
                unknown.add(row["kind"])
    return _collect(by_record, len(ids), table, len(unknown))


def _collect(
    by_record: Mapping[int, list[tuple[int, str, str | None]]], n: int, table: OutcomeTable, unknown: int
) -> Logged:
    attempts, answered = np.full(n, np.nan), np.full(n, np.nan)
    off, again = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    p_valid = {name: np.full(n, np.nan) for name in HAZARD_OF}
    hazards = HazardTable.default().for_fields(HAZARD_OF)
    for row, events in by_record.items():
        since = 0
        state = BeliefState.start("staff", -float(events[0][0]), hazards=hazards, outcomes=table)
        for ago, kind, named in events:
            off[row] |= kind in PERMISSION_OFF
            again[row] = (again[row] | (kind == "re_engagement")) & (kind not in HUMAN)
            since = 0 if kind in HUMAN else since + 1
            if kind in HUMAN:
                answered[row] = ago
            name = named if named in HAZARD_OF else ("email" if kind in EMAIL_KINDS else "phone")
            if table.find(kind) is not None:
                state = state.observe(Evidence("", name, kind, -float(ago)))
        state = state.advance(0.0)
        attempts[row] = since
        for name, values in p_valid.items():
            values[row] = state.p_valid(name)
    notes = (f"{unknown} kind(s) of events are unknown and were left out",) if unknown else ()
    return Logged(p_valid, attempts, answered, off, again, notes)
