"""What silence says of a lead: a probability, and beside it the six months' rule as a policy switch.

Silence counts only against attempts made. Source: docs/explanation/decay.md; rates are judgement.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence, Sized
from datetime import UTC, date, datetime
from itertools import compress

from crmquality.decay._given import AMOUNT, COUNT, PROBABILITY, SOME, Range
from crmquality.decay._time import YEAR, Time, to_days
from crmquality.errors import PolicyError

RESPONSE_RATE, LAPSE_RATE = 0.05, 0.3


def silence(
    last_response_at: Time, attempts: int | Sequence[Time], as_of: Time, response_rate: float = RESPONSE_RATE,
    lapse_rate: float = LAPSE_RATE, *, p_valid: float | Sequence[float] = 1.0,
) -> float:  # fmt: skip
    """P(still interested) after attempts that drew no response.

    Args:
        last_response_at: the last human response.
        attempts: how many since then, or when: those up to the last response and after ``as_of`` do not count.
        as_of: the moment.
        response_rate: chance that an interested person answers one attempt, 0 to below 1.
        lapse_rate: rate per year at which interest lapses, 0 or more.
        p_valid: belief in the channel, one for all or one per attempt, 0 to 1.

    Returns:
        0 to 1: 1 right after the response, falling with time and with every attempt.

    Raises:
        PolicyError: a rate or belief out of range, or another number of beliefs than attempts.

    Example:
        >>> round(silence(0.0, 0, 182.625), 2), round(silence(0.0, 26, 182.625), 2)
        (0.86, 0.74)
    """
    start, now = to_days(last_response_at), to_days(as_of)
    Range("a rate from 0 to below 1", 0, 1, "[)").check("response_rate", response_rate)
    AMOUNT.check("lapse_rate", lapse_rate)
    made = _made(attempts, start, now)
    beliefs = list(p_valid) if isinstance(p_valid, Sized) else [p_valid]
    PROBABILITY.check("p_valid", *beliefs)
    beliefs = beliefs if isinstance(p_valid, Sized) else beliefs * len(made)
    if len(beliefs) != len(made):
        raise PolicyError("p_valid takes one belief for all attempts, or one for each")
    beliefs = list(compress(beliefs, made))
    years = (now - start) / YEAR
    if years <= 0 or lapse_rate == 0:
        return 1.0
    rate = lapse_rate - math.fsum(math.log1p(-response_rate * p) for p in beliefs) / years
    return 1 / (1 + lapse_rate / rate * math.expm1(min(rate * years, 700.0)))


def silent_by_rule(
    last_response_at: Time, attempts: int | Sequence[Time], as_of: Time, *, months: int = 6, min_attempts: int = 5
) -> bool:
    """The policy switch: no response for so many calendar months, in spite of enough attempts.

    Args:
        last_response_at: the last human response.
        attempts: how many since then, or when.
        as_of: the moment.
        months: calendar months, 1 or more.
        min_attempts: attempts needed, 1 or more: nobody is silent because we did not write.

    Example:
        >>> [silent_by_rule(date(2026, 5, 31), n, date(2026, 11, 30)) for n in (4, 5)]
        [False, False]
        >>> silent_by_rule(date(2026, 5, 31), 5, date(2026, 12, 1))
        True
    """
    start, now = to_days(last_response_at), to_days(as_of)
    SOME.check("months", months)
    COUNT.check("min_attempts", min_attempts)
    return sum(_made(attempts, start, now)) >= min_attempts and start <= to_days(months_before(as_of, months))


def _made(attempts: int | Sequence[Time], start: float, now: float) -> list[bool]:
    """By attempt whether it counts: by time those after the last response and up to now, by number all."""
    if isinstance(attempts, Sized) and not isinstance(attempts, str):
        return [start < to_days(at) <= now for at in attempts]
    COUNT.check("attempts", attempts)
    return [True] * int(attempts)


def months_before(at: Time, months: int) -> Time:
    """The same day some calendar months earlier, the last of its month where that day does not exist."""
    day = at if isinstance(at, date) else datetime.fromtimestamp(to_days(at) * 86400, UTC)
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
