"""Whether customers still buy, from the purchases among a table's events."""

from __future__ import annotations

import numpy as np

from crmquality.cleaning._events import Floats, Ints
from crmquality.decay import Aliveness, summarise_events

#: customers who came back, from which on a model can be fitted
REPEATERS = 50


def still_active(rows: Ints, days: Floats, n: int, today: int, months: int) -> tuple[Floats, tuple[str, ...]]:
    """P(buys again within some months) per record, NaN for whoever never bought, and what could not be judged.

    Args:
        rows: records of the purchases.
        days: their days.
        n: records of the table.
        today: the day to judge from.
        months: how far ahead.
    """
    out = np.full(n, np.nan)
    if not len(rows):
        return out, ()
    bought = summarise_events(rows, days, float(today), unit="month")
    again = int((bought.x > 0).sum())
    if again < REPEATERS:
        return out, (f"{again:,} customers came back, fewer than {REPEATERS}: custom not judged, silence instead",)
    model = Aliveness.fit(*bought)
    out[bought.customers] = model.p_active(float(months))
    return out, model.warnings
