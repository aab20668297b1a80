"""What customers say about their own data, with somebody who follows it up by a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Literal

from attrs import asdict, evolve, frozen
from attrs import field as attribute
from attrs.converters import optional

from crmquality.decay._given import each
from crmquality.errors import PolicyError
from crmquality.types import as_day

#: days within which feedback is followed up, unless said otherwise
FOLLOW_UP_DAYS = 14
_EVENTS = {"confirm": "person/confirmed", "deny": "person/denied", "correct": "person/denied"}


@frozen
class Feedback:
    """One thing a customer said about one field.

    Args:
        feedback_id: its name; the same one twice counts once.
        record_id: the record.
        field: the field.
        answer: ``confirm``, ``deny`` or ``correct``.
        at: when it was said.
        value: for ``correct``, the right value as it was said.
        owner: who follows it up; ``""`` = nobody yet.
        due: the day by which; 14 days after ``at`` unless given.
        closed_at: when it was closed, and ``closed_by`` whom.
        closed_by: who closed it.

    Raises:
        PolicyError: a correction without a value, a value without a correction, or an unknown answer.

    Example:
        >>> said = Feedback("f1", "7", "job_title", "correct", as_day("2026-11-01"), "CTO", owner="li.na")
        >>> said.due.isoformat(), said.to_event()["kind"]
        ('2026-11-15', 'person/denied')
    """

    feedback_id: str
    record_id: str
    field: str
    answer: Literal["confirm", "deny", "correct"]
    at: date = attribute(converter=as_day)
    value: str | None = attribute(default=None, repr=False)
    owner: str = attribute(default="", kw_only=True)
    due: date = attribute(kw_only=True, converter=as_day)
    closed_at: date | None = attribute(default=None, kw_only=True, converter=optional(as_day))
    closed_by: str = attribute(default="", kw_only=True)

    @due.default
    def _due(self) -> date:
        return self.at + timedelta(days=FOLLOW_UP_DAYS)

    def __attrs_post_init__(self) -> None:
        if self.answer not in _EVENTS:
            raise PolicyError("an answer is 'confirm', 'deny' or 'correct'")
        if (self.answer == "correct") != bool(self.value) or not isinstance(self.value, str | None):
            raise PolicyError("a correction says the right value, and nothing else does")

    def close(self, *, by: str, at: date | str) -> Feedback:
        """The same, followed up.

        Raises:
            PolicyError: it is closed already, or before it was said.
        """
        if self.closed_at is not None or as_day(at) < self.at:
            raise PolicyError("feedback is closed once, on or after the day it was said")
        return evolve(self, closed_at=as_day(at), closed_by=by)

    def to_event(self) -> dict[str, str]:
        """The row of an events table that it is; a correction denies what stands there."""
        return {
            "record_id": self.record_id, "field": self.field, "kind": _EVENTS[self.answer], "at": self.at.isoformat(),
            "event_id": f"feedback:{self.feedback_id}",
        }  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """The feedback as plain data for JSON."""
        return asdict(self, value_serializer=lambda _, __, v: v.isoformat() if isinstance(v, date) else v)


@frozen
class FollowUp:
    """How well feedback is followed up.

    Args:
        received: items said by the day.
        closed: of them closed.
        in_time: of them closed by their day.
        overdue: of them open past their day.
        unowned: of them open and without an owner.
    """

    received: int
    closed: int
    in_time: int
    overdue: int
    unowned: int

    @property
    def closed_loop_rate(self) -> float | None:
        """Share closed in time among those closed or overdue, 0 to 1; ``None`` = nothing was due yet."""
        whole = self.closed + self.overdue
        return self.in_time / whole if whole else None


def follow_up(items: Iterable[Feedback], *, as_of: date | str) -> FollowUp:
    """Count feedback up to a day; what was said or closed later is not seen.

    Example:
        >>> said = Feedback("f1", "7", "email", "deny", as_day("2026-10-01"))
        >>> follow_up([said, said.close(by="li.na", at="2026-10-03")], as_of="2026-11-01").closed_loop_rate
        1.0
    """
    day = as_day(as_of)
    seen: dict[str, Feedback] = {}
    for item in each("items", items, Feedback):
        if item.at <= day and (item.feedback_id not in seen or item.closed_at is not None):
            seen[item.feedback_id] = item
    closed = {i.feedback_id: i for i in seen.values() if i.closed_at is not None and i.closed_at <= day}
    open_ = [i for i in seen.values() if i.feedback_id not in closed]
    in_time = sum(i.closed_at is not None and i.closed_at <= i.due for i in closed.values())
    overdue, unowned = sum(i.due < day for i in open_), sum(not i.owner for i in open_)
    return FollowUp(len(seen), len(closed), in_time, overdue, unowned)
