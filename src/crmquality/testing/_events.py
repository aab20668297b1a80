"""A made-up log of contact events for records, with the truth behind it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from crmquality.testing._contacts import AS_OF

#: outcomes with their shares where the value is right, and where it is not
_SHARES: Final[Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]]] = {
    "email": ({"delivered": 0.72, "opened": 0.22, "soft_bounce": 0.04, "hard_bounce": 0.02},
              {"delivered": 0.22, "opened": 0.06, "soft_bounce": 0.12, "hard_bounce": 0.6}),
    "call": ({"no_answer": 0.94, "wrong_person": 0.03, "disconnected": 0.03},
             {"no_answer": 0.5, "wrong_person": 0.25, "disconnected": 0.25}),
}  # fmt: skip
_ANSWER: Final = {"email": ("replied", 0.1), "call": ("spoke", 0.3)}


@frozen
class GeneratedEvents:
    """A log of contact events and what was true on its last day.

    Args:
        rows: one mapping per event: record_id, channel, outcome, at, event_id; in the order of time.
        truth: by record id whether the ``email`` and the ``call`` number still worked, and ``interested``.
    """

    rows: list[dict[str, str]]
    truth: dict[str, dict[str, bool]]


def contact_events(
    rows: Sequence[Mapping[str, str | None]], *, seed: int = 0, years: float = 2.0, a_year: float = 6.0,
    as_of: dt.date = AS_OF,
) -> GeneratedEvents:  # fmt: skip
    """Mails and calls to the records of an export: people leave their jobs, fall silent, and mail bounces.

    Args:
        rows: records of `contacts`, or other mappings with a ``Record ID``.
        seed: the same seed gives the same log.
        years: how far back the log goes.
        a_year: attempts a year and record on average.
        as_of: its last day.

    Example:
        >>> made = contact_events([{"Record ID": "7"}], seed=1)
        >>> sorted(made.rows[0]), sorted(made.truth["7"])
        (['at', 'channel', 'event_id', 'outcome', 'record_id'], ['call', 'email', 'interested'])
    """
    world, days = random.Random(seed), round(years * 365)  # noqa: S311 - a made-up world
    log: list[dict[str, str]] = []
    truth = {}
    for record in (str(row["Record ID"]) for row in rows):
        leaves = world.expovariate(1 / 4.0) * 365
        ends = {channel: min(leaves, world.expovariate(1 / 20.0) * 365) for channel in _SHARES}
        lapses = world.weibullvariate(4.0, 0.9) * 365
        for _ in range(round(world.expovariate(1 / (a_year * years)))):
            day = days * world.random()
            channel = "call" if world.random() < 0.2 else "email"
            answer, share = _ANSWER[channel]
            if day < min(ends[channel], lapses) and world.random() < share:
                outcome = answer
            else:
                shares = _SHARES[channel][day >= ends[channel]]
                outcome = world.choices(list(shares), list(shares.values()))[0]
            at = as_of - dt.timedelta(days=days - int(day))
            log.append({"record_id": record, "channel": channel, "outcome": outcome, "at": at.isoformat()})
        truth[record] = {c: days < end for c, end in ends.items()} | {"interested": days < lapses}
    log.sort(key=lambda e: (e["at"], e["record_id"]))
    return GeneratedEvents([{**e, "event_id": f"e{i}"} for i, e in enumerate(log)], truth)
