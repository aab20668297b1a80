"""Times at the boundary: days on the caller's clock, or dates and datetimes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

YEAR = 365.25
"""Days in a year; rates are per year."""
Time = float | date | datetime
"""Days on the caller's clock, a date (its midnight) or a datetime; one without a zone counts as UTC."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_days(at: Time) -> float:
    """Days since 1970 of a date or datetime; days as they are.

    Example:
        >>> to_days(date(1970, 1, 2)), to_days(datetime(1970, 1, 1, 12)), to_days(3)
        (1.0, 0.5, 3.0)
    """
    if isinstance(at, datetime):
        return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - _EPOCH) / timedelta(days=1)
    if isinstance(at, date):
        return float(at.toordinal() - _EPOCH.toordinal())
    return float(at)


def like(at: float, model: Time) -> Time:
    """Days in the kind of another time: days, the date they fall on, or a datetime in its zone, at most in 9997."""
    if not isinstance(model, date):
        return at
    moment = _EPOCH + timedelta(days=min(at, 2_932_000.0))
    if isinstance(model, datetime):
        return moment.astimezone(model.tzinfo) if model.tzinfo else moment.replace(tzinfo=None)
    return moment.date()
