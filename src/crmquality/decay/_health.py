"""One record's health: is it a ghost, why, and what to do next. Nothing is ever deleted.

Causes are alternatives, each sufficient: they combine by noisy-or, and their shares add up to 1.
Silence counts only against attempts made; a record with an open deal, order or ticket is never archived.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from attrs import frozen

Action = Literal["suppress", "review", "archive", "re_engage", "verify", "keep"]
CAUSES = ("fake", "duplicate", "unreachable", "lapsed")
SURE, UNREACHABLE, LIKELY = 0.9, 0.8, 0.5
MIN_ATTEMPTS = 5
SILENT_MONTHS = 6
#: chance that an interested person answers one attempt, and yearly rate at which interest lapses: judgement
RESPONSE_RATE, LAPSE_RATE = 0.05, 0.3


@frozen
class Situation:
    """What is known of one record; ``None`` = unknown, which is neither good nor bad.

    Args:
        fake: probability that nobody like this exists.
        duplicate: probability that another, better record is the same.
        unreachable: probability that no channel works any more; ``None`` without any channel data.
        interested: probability that interest lives on.
        permission: may be contacted.
        silent_six_months: no response for six calendar months, from activity data.
        attempts: attempts since the last response.
        open_business: an open deal, order or ticket.
        re_engaged: a re-engagement was tried and failed.
        check_due: a field in use is due for a check.
        has_channel: at least one usable channel.
    """

    fake: float | None = None
    duplicate: float | None = None
    unreachable: float | None = None
    interested: float | None = None
    permission: bool = True
    silent_six_months: bool | None = None
    attempts: int | None = None
    open_business: bool = False
    re_engaged: bool = False
    check_due: bool = False
    has_channel: bool = True


@frozen
class Verdict:
    """What follows for one record.

    Args:
        p_ghost: 0 to 1.
        cause: the cause with the largest share; ``None`` when nothing speaks for a ghost.
        shares: share by cause; they add up to 1, or empty.
        action: what to do next.
        reason: why, in words.
    """

    p_ghost: float
    cause: str | None
    shares: Mapping[str, float]
    action: Action
    reason: str


def combine_causes(causes: Mapping[str, float]) -> tuple[float, dict[str, float]]:
    """Noisy-or of sufficient causes.

    Args:
        causes: probability by cause, each 0 to 1.

    Returns:
        The probability that at least one holds, and each cause's share; shares add up to 1, or are empty.
    """
    weights = {k: -math.log1p(-min(p, 1 - 1e-9)) for k, p in causes.items() if p > 0}
    total = math.fsum(weights.values())
    return -math.expm1(-total), {k: v / total for k, v in weights.items()} if total else {}


def still_interested(silent_days: float, attempts: float, p_valid: float = 1.0) -> float:
    """Probability that interest lives on after attempts that drew no response.

    Args:
        silent_days: since the last human response.
        attempts: made since then.
        p_valid: belief in the channel used.
    """
    years = max(silent_days, 1.0) / 365.25
    rate = LAPSE_RATE - attempts * math.log1p(-RESPONSE_RATE * p_valid) / years
    return 1 / (1 + LAPSE_RATE / rate * math.expm1(min(rate * years, 700.0)))


def judge(s: Situation) -> Verdict:
    """The verdict on one record; the first rule that applies decides."""
    causes = {
        "fake": s.fake, "duplicate": s.duplicate, "unreachable": s.unreachable,
        "lapsed": None if s.interested is None else 1 - s.interested,
    }  # fmt: skip
    p_ghost, shares = combine_causes({k: v for k, v in causes.items() if v is not None})
    cause = max(shares, key=lambda k: (shares[k], -CAUSES.index(k))) if shares else None
    action, reason = _action(s, p_ghost)
    return Verdict(p_ghost, cause, shares, action, reason)


def _action(s: Situation, p_ghost: float) -> tuple[Action, str]:
    silent = s.silent_six_months is True and s.attempts is not None and s.attempts >= MIN_ATTEMPTS
    if not s.permission:
        return "suppress", "unsubscribed or objected: keep the entry, send nothing"
    if (s.fake or 0) >= SURE:
        return "review", "the entry looks invented: let a person look"
    if (s.duplicate or 0) >= SURE:
        return "review", "another record is the same: merge them"
    if silent and not s.open_business:
        if s.re_engaged:
            return "archive", f"silent for {SILENT_MONTHS} months after {s.attempts} attempts and a last try"
        if s.has_channel:
            return "re_engage", f"silent for {SILENT_MONTHS} months after {s.attempts} attempts: write once more"
    if not s.has_channel:
        return "verify", "no usable e-mail or phone: find one"
    if s.check_due:
        return "verify", "a detail in use is probably out of date: check it"
    if p_ghost >= LIKELY:
        return "review", "several signs that the record is dead: let a person look"
    return "keep", "nothing to do"
