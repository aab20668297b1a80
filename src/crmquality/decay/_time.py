"""Times at the boundary: days on the caller's clock, or dates and datetimes."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

from crmquality.errors import PolicyError

YEAR = 365.25
"""Days in a year; rates are per year."""
Time = float | date | datetime | str
"""Days on the caller's clock, a date (its midnight), a datetime or the ISO text of one; without a zone it is UTC."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_days(at: Time) -> float:
    """Days since 1970 of a date or datetime; days as they are.

    Raises:
        PolicyError: it is no time.

    Example:
        >>> to_days(date(1970, 1, 2)), to_days("1970-01-01T12:00"), to_days(3)
        (1.0, 0.5, 3.0)
    """
    if isinstance(at, str):
        try:
            at = datetime.fromisoformat(at)
        except ValueError:
            raise PolicyError(f"a time as text is ISO, such as 2026-11-01, not {at!r}") from None
    if isinstance(at, datetime):
        return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - _EPOCH) / timedelta(days=1)
    if isinstance(at, date):
        return float(at.toordinal() - _EPOCH.toordinal())
    try:
        days = float(at)
    except TypeError:
        days = math.nan
    if math.isnan(days):
        raise PolicyError("a time is a number of days, a date, a datetime or ISO text")
    return days


def like(at: float, model: Time) -> Time:
    """Days in the kind of another time: days, the date they fall on, or a datetime in its zone, at most in 9997."""
    if not isinstance(model, date | str):
        return at
    moment = _EPOCH + timedelta(days=min(at, 2_932_000.0))
    if isinstance(model, datetime):
        return moment.astimezone(model.tzinfo) if model.tzinfo else moment.replace(tzinfo=None)
    return moment.date().isoformat() if isinstance(model, str) else moment.date()
