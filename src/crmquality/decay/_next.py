"""What to verify next: the checks that bring most for their cost, until the budget is gone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

from crmquality.decay._given import Range, given
from crmquality.decay._hazards import Hazard, HazardTable
from crmquality.decay._scores import FieldScores
from crmquality.decay._verify import CHECKS, Check, Costs, verify_interval, worth_of

Floats = npt.NDArray[np.float64]
#: checks a week that a team can do, unless said otherwise
WEEKLY = 200


@frozen
class ToVerify:
    """One check to do.

    Args:
        contact: whose.
        field: the field that makes it worth most.
        channel: how.
        value: what it brings in the unit of the costs, its own cost taken off; above 0.
        cost: what it costs.
        also: other fields that the same check settles and that are due.
    """

    contact: object
    field: str
    channel: str
    value: float
    cost: float
    also: tuple[str, ...] = ()


@frozen(eq=False)
class Worth:
    """The best check of each row.

    Args:
        value: what it brings less its cost; -infinity where nothing is due or no check pays.
        cost: what it costs.
        check: its place in the checks; -1 = none.
        field: place of the field that makes it worth most; -1 = none.
        due: rows by fields: below the threshold at which a check is due.
    """

    value: Floats
    cost: Floats
    check: npt.NDArray[np.int64]
    field: npt.NDArray[np.int64]
    due: npt.NDArray[np.bool_]


def best_checks(
    p: Floats, fields: Sequence[str], hazards: Sequence[Hazard], costs: Costs, checks: Sequence[Check] = CHECKS
) -> Worth:
    """The check of each row that brings most for its cost, for all fields that it settles together.

    Args:
        p: beliefs, rows by fields; NaN = nothing there.
        fields: what the columns hold, in the words of the checks; two columns may hold the same.
        hazards: of the columns.
        costs: the costs.
        checks: the ways of checking.
    """
    n = len(p)
    thresholds = np.array([verify_interval(h, costs)[1] for h in hazards])
    due = p < thresholds
    gone = ~due.any(axis=1)
    value, cost = np.full(n, -np.inf), np.full(n, np.nan)
    place, field = np.full(n, -1, dtype=np.int64), np.full(n, -1, dtype=np.int64)
    ratio = np.zeros(n)
    for i, check in enumerate(checks):
        settles = [j for j, f in enumerate(fields) if f in check.fields]
        ways = [j for j in settles if fields[j] in check.through]
        if not settles or (check.through and not ways):
            continue
        reach = 1 - np.prod(1 - np.nan_to_num(p[:, ways]), axis=1) if ways else np.ones(n)
        worth = np.nan_to_num(worth_of(p[:, settles], costs, check))
        for k, j in enumerate(settles):
            worth[:, k] *= 1.0 if j in ways else reach
        worth *= due[:, settles]
        price = costs.verify * check.times
        net = worth.sum(axis=1) - price
        better = (net > 0) & (net / price > ratio) & ~gone
        ratio[better], value[better], cost[better], place[better] = (net / price)[better], net[better], price, i
        field[better] = np.array(settles)[worth[better].argmax(axis=1)]
    return Worth(value, cost, place, field, due)


def verify_next(
    scores: FieldScores, costs: Costs | None = None, budget: float | None = None, *, hazards: HazardTable | None = None,
    checks: Sequence[Check] = CHECKS,
) -> list[ToVerify]:  # fmt: skip
    """Whom to check next, in order.

    A check is listed where a field lies below its threshold and the check brings more than it costs; one check per
    contact, which settles several fields at once.

    Args:
        scores: beliefs by contact and field; NaN = nothing there to check.
        costs: 1, 10, 100 and one use a year unless given.
        budget: what may be spent, in the unit of the costs; 200 times the cost of a check unless given.
        hazards: by the fields of the scores; the shipped table unless given.
        checks: ways of checking; a call, a message, a look-up and a letter unless given.

    Returns:
        The checks, the best value for its cost first; equals in the order of the contacts' names.

    Raises:
        PolicyError: a negative budget, or a field without a hazard.
    """
    costs, table = given("costs", costs, Costs, Costs), given("hazards", hazards, HazardTable, HazardTable.default)
    fields = list(scores.fields)
    budget = WEEKLY * costs.verify if budget is None else budget
    Range("a number of 0 or more", 0).check("budget", budget)
    p = np.asarray(scores.p_valid, dtype=np.float64).reshape(-1, len(fields))
    worth = best_checks(p, [table.resolve(f) for f in fields], [table.get(f) for f in fields], costs, checks)
    ties = np.unique([str(c) for c in scores.contact_ids], return_inverse=True)[1]
    rows = np.flatnonzero(worth.check >= 0)
    order = rows[np.lexsort((ties[rows], -np.round(worth.value[rows] / worth.cost[rows], 9)))]
    out = []
    for row in order[np.cumsum(worth.cost[order]) <= budget * (1 + 1e-12)].tolist():
        check, main = checks[worth.check[row]], fields[worth.field[row]]
        also = tuple(
            f for j, f in enumerate(fields) if worth.due[row, j] and table.resolve(f) in check.fields and f != main
        )
        value, cost, contact = float(worth.value[row]), float(worth.cost[row]), scores.contact_ids[row]
        contact = contact.item() if isinstance(contact, np.generic) else contact
        out.append(ToVerify(contact, main, check.channel, value, cost, also))
    return out
