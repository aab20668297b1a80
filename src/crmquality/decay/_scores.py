"""Beliefs in the fields of many contacts at one moment, from columns of events; equal to the streaming filter."""

from __future__ import annotations

from collections.abc import Sized
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality.decay._belief import entry_belief
from crmquality.decay._columns import Column, Floats, Ints, Packed, Words, contacts_of, days_of, ids_of, once, strongest
from crmquality.decay._given import SOME, given
from crmquality.decay._hazards import HazardTable, row_of
from crmquality.decay._outcomes import OutcomeTable
from crmquality.decay._rounds import Rates, Rounds
from crmquality.decay._time import Time, to_days
from crmquality.errors import PolicyError

#: blocks in work at once; numpy lets go of the interpreter, the numbers do not depend on it
THREADS = 2


@frozen(eq=False)
class FieldScores:
    """Beliefs in the fields of many contacts.

    Args:
        contact_ids: one per contact, in the order asked for, else rising.
        fields: of the hazard table, in its order.
        p_valid: contact by field, 0 to 1.
        p_employed: per contact, P(still in the job that the work fields speak of), 0 to 1.
        as_of: the moment.
    """

    contact_ids: npt.NDArray[Any] = field(repr=False)
    fields: tuple[str, ...]
    p_valid: Floats = field(repr=False)
    p_employed: Floats = field(repr=False)
    as_of: Time

    def of(self, name: str) -> Floats:
        """The beliefs in one field, by contact."""
        return self.p_valid[:, self.fields.index(row_of(name, self.fields))]


def score_fields(
    contact: Column, field: Column, kind: Column, at: Column, *, as_of: Time,
    entry: str | float | Column = "staff", hazards: HazardTable | None = None, outcomes: OutcomeTable | None = None,
    block: int = 50_000, contacts: Column | None = None, entered_at: Time | Column | None = None,
    segment: Column | None = None, event_id: Column | None = None, attempt_id: Column | None = None,
) -> FieldScores:  # fmt: skip
    """Beliefs in all fields of all contacts at one moment; the same numbers as `BeliefState`, event by event.

    Events after ``as_of`` or without a time are left out. Times are kept to the millisecond.

    Args:
        contact: per event, whose; whole numbers or text.
        field: per event, the field; text, categories, or positions in ``hazards.hazards``.
        kind: per event, the outcome, or ``changed``; text, categories, or positions in ``outcomes.kinds``.
        at: per event, when; days, dates or datetimes.
        as_of: the moment.
        entry: belief at entry, or its route in `ENTRY`; one for all, or one per contact.
        hazards: the shipped table unless given; its fields are the columns of the result.
        outcomes: the shipped table unless given.
        block: contacts worked on at a time.
        contacts: whom to score, without repetition; unless given all that have an event, rising. Events of others are
            left out.
        entered_at: when values were entered, one for all or per contact; the first event unless given. A contact with
            an event before its entry counts as entered then.
        segment: per contact, whose hazards hold.
        event_id: per event; the same event of a contact twice counts once.
        attempt_id: per event; of an attempt's outcomes on a field the strongest counts.

    Raises:
        PolicyError: an unknown field or kind, columns of different lengths.
    """
    hazards = given("hazards", hazards, HazardTable, HazardTable.default)
    outcomes, now = given("outcomes", outcomes, OutcomeTable, OutcomeTable.default), to_days(as_of)
    SOME.check("block", block)
    words = Words(hazards, outcomes)
    when = days_of(at)
    if any(ids is not None and len(ids) != len(when) for ids in (event_id, attempt_id)):
        raise PolicyError("the columns of events must have one length")
    keep = np.isfinite(when) & (when <= now)
    if not keep.all():
        contact, field, kind = _kept(contact, keep), _kept(field, keep), _kept(kind, keep)
        event_id, attempt_id, when = _kept(event_id, keep), _kept(attempt_id, keep), when[keep]
    ids, who = contacts_of(contact, contacts)
    what = words.compress(words.code(field, kind, len(who)))
    if not len(who) == len(what) == len(when):
        raise PolicyError("the columns of events must have one length")
    keep = (who >= 0) if event_id is None else (who >= 0) & once(who, event_id, when, what)
    if not keep.all():
        who, what, when, attempt_id = who[keep], what[keep], when[keep], _kept(attempt_id, keep)
    if attempt_id is not None:
        best = strongest(words, who, what, when, ids_of(attempt_id))
        who, what, when = who[best], what[best], when[best]
    n = len(ids)
    if entered_at is None or isinstance(entered_at, float | int | date | str):
        entered_at = np.full(n, now if entered_at is None else to_days(entered_at))
    entered = np.fmin(days_of(entered_at), now)
    if isinstance(entry, str) or not isinstance(entry, Sized):
        entry = np.full(n, entry_belief(entry))
    routes = np.asarray(entry)
    words_given = not np.issubdtype(routes.dtype, np.number) and len(routes)
    belief = np.array([entry_belief(r) for r in routes]) if words_given else routes.astype(np.float64)
    if not (len(belief) == len(entered) == n) or not ((belief > 0) & (belief < 1)).all():
        raise PolicyError("values per contact are one for each; entry beliefs lie between 0 and 1")
    rates = Rates(hazards, segment, n)
    p_valid, p_employed = np.empty((n, len(words.fields))), np.empty(n)
    packed = Packed(who, what, when, words.bits, n)
    for many in packed.parts:
        keys, bounds = packed.sorted(many)

        def run(start: int, part: slice = many, keys: Ints = keys, bounds: Ints = bounds) -> None:
            here = slice(start, min(start + block, part.stop))
            own = bounds[here.start - part.start : here.stop - part.start + 1]
            rounds = Rounds(words, rates, here, belief[here], entered[here], packed, keys, own)
            p_valid[here], p_employed[here] = rounds.finish(now)

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(run, range(many.start, many.stop, block)))
    return FieldScores(ids, words.fields, p_valid, p_employed, as_of)


def _kept(column: Column | str | None, keep: npt.NDArray[np.bool_]) -> Any:
    """The rows of a column that are kept; one word for all rows stays."""
    if column is None or isinstance(column, str):
        return column
    rows = pl.Series(column)
    if len(rows) != len(keep):
        raise PolicyError("the columns of events must have one length")
    return rows.filter(keep)
