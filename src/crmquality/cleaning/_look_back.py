"""How good the beliefs in fields were: the chance, said a quarter ago, that the next attempt fails, against what came.

Scoring beliefs only where the truth came out would flatter nobody and mislead: a dead mailbox shows itself with every
mail, a live one only by an answer. Every first attempt counts here, whatever came of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from crmquality.cleaning._events import Evidence, Flags, Floats, kinds, outcomes
from crmquality.decay import HazardTable, calibration_report, score_fields
from crmquality.decay._time import YEAR

QUARTER = 91.0
#: channels whose attempts fail or not, and the log ratio from which on an outcome is a failure
TRIED, FAILED = ("email", "call", "letter"), -2.5
#: attempts from which on a chart says something, and records that are looked at
FEWEST, MOST = 200, 20_000
BINS = 10


def look_back(events: Evidence, entered: Floats, hazards: HazardTable, now: float) -> dict[str, Any] | None:
    """Chances said at the beginning of the last quarter, aged to the first attempt on each field since.

    Nothing after the beginning is used to say them.

    Args:
        events: outcomes on fields.
        entered: per record, the day of entry.
        hazards: by field.
        now: the day to judge from.

    Returns:
        Brier, ECE, number and bins of a `calibration_report`; ``None`` with fewer than 200 attempts.
    """
    cut = now - QUARTER
    fails, valid, invalid = _failures()
    tried = np.flatnonzero((events.day > cut) & ~np.isnan(valid[events.kind]) & (entered[events.row] < cut))
    order = tried[np.lexsort((events.kind[tried], events.day[tried]))]
    _, first = np.unique(events.row[order] * len(hazards.hazards) + events.field[order], return_index=True)
    cases = order[first]
    rows = np.unique(events.row[cases])[:MOST]
    cases = cases[np.isin(events.row[cases], rows)]
    if len(cases) < FEWEST:
        return None
    before = np.flatnonzero((events.day <= cut) & np.isin(events.row, rows))
    attempts = events.attempt_id.gather(before)
    said = score_fields(
        events.row[before], events.field[before], events.kind[before], events.day[before], as_of=cut, entry="staff",
        hazards=hazards, outcomes=outcomes(), contacts=rows, entered_at=entered[rows],
        attempt_id=attempts if attempts.null_count() < len(attempts) else None,
    )  # fmt: skip
    total = np.array([hazards.get(f).total for f in hazards.hazards])[events.field[cases]]
    aged = np.exp(-total * (events.day[cases] - cut) / YEAR)
    p = said.p_valid[np.searchsorted(rows, events.row[cases]), events.field[cases]] * aged
    kind = events.kind[cases]
    found = calibration_report(p * valid[kind] + (1 - p) * invalid[kind], fails[kind].astype(np.float64), BINS)
    return {"brier": found.brier, "ece": found.ece, "cases": found.n, "bins": found.to_dict()["bins"]}


def _failures() -> tuple[Flags, Floats, Floats]:
    """By kind of event whether it is a failure, and how likely one is in its channel; NaN = no attempt."""
    words, table = kinds(), outcomes()
    fails, valid, invalid = np.zeros(len(words), dtype=bool), np.full(len(words), np.nan), np.full(len(words), np.nan)
    for channel in TRIED:
        bad = [o for o in table.channels[channel].values() if o.log_ratio <= FAILED]
        for kind, outcome in table.channels[channel].items():
            at = words.index(kind)
            fails[at] = outcome.log_ratio <= FAILED
            valid[at], invalid[at] = sum(o.if_valid for o in bad), sum(o.if_invalid for o in bad)
    return fails, valid, invalid
