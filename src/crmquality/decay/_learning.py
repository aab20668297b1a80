"""Outcome tables learnt from cases whose truth came out later.

Counts per state are smoothed with the table at hand (a Dirichlet prior). Records that were checked because they looked
bad say little of records at large: learn from random or scheduled checks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from attrs import frozen

from crmquality.decay._belief import Evidence
from crmquality.decay._given import ABOVE, each, given
from crmquality.decay._outcomes import CHANGED, NOTHING, Outcome, OutcomeTable

#: attempts that the table at hand weighs as much as, per state
WEIGHT = 50.0
TRUE = frozenset({"confirmed", "confirms"})
FALSE = frozenset({"denied", "contradicts"})


@frozen
class ConfirmedCase:
    """An outcome on a field of which it is known whether it was valid at the time.

    Args:
        kind: the outcome.
        field: the field.
        valid: the truth.
    """

    kind: str
    field: str
    valid: bool


def confirmed_cases(evidence: Iterable[Evidence], outcomes: OutcomeTable | None = None) -> Iterator[ConfirmedCase]:
    """Attempts whose truth a later or earlier fact of the same value shows.

    A value that is confirmed was valid at every attempt before; one that is denied, or bounced hard twice, is invalid
    at every attempt after. What lies between stays unknown, and facts themselves are no cases.

    Args:
        evidence: of any contacts, in any order.
        outcomes: the words for outcomes; the shipped table unless given.
    """
    table = given("outcomes", outcomes, OutcomeTable, OutcomeTable.default)
    values: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for e in sorted(each("evidence", evidence, Evidence), key=lambda e: (e.day, e.contact_id, e.field, e.kind)):
        values[e.contact_id, e.field].append(e)
    for history in values.values():
        yield from _cases(history, table)


def _cases(history: list[Evidence], table: OutcomeTable) -> Iterator[ConfirmedCase]:
    waiting: list[Evidence] = []
    wrong, bounces = False, 0
    for e in history:
        kind = table.kind(e.kind)
        if kind != CHANGED and table.find(e.kind, e.field) in (None, NOTHING):
            continue
        fact = kind.rpartition("/")[2]
        if kind == CHANGED:
            waiting, wrong, bounces = [], False, 0
        elif fact in TRUE:
            yield from (ConfirmedCase(w.kind, w.field, valid=True) for w in waiting)
            waiting, wrong, bounces = [], False, 0
        elif fact in FALSE:
            waiting, wrong = [], True
        elif wrong:
            yield ConfirmedCase(e.kind, e.field, valid=False)
        else:
            waiting.append(e)
        bounces += fact == "hard_bounce"
        if bounces > 1:
            waiting, wrong = [], True


def learn_outcomes(
    cases: Iterable[ConfirmedCase], table: OutcomeTable | None = None, weight: float = WEIGHT
) -> OutcomeTable:
    """The table with each channel's likelihoods moved towards what was counted.

    Args:
        cases: outcomes with the truth, as from `confirmed_cases`.
        table: where to start; the shipped table unless given.
        weight: attempts per state that it weighs as much as, above 0.

    Raises:
        PolicyError: an outcome that the table does not have, or a weight of 0 or less.

    Example:
        >>> bounces = [ConfirmedCase("hard_bounce", "work_email", valid=False)] * 950
        >>> learnt = learn_outcomes(bounces)
        >>> round(learnt.find("hard_bounce").if_invalid, 3), round(learnt.find("replied").if_valid, 3)
        (0.985, 0.03)
    """
    table = given("table", table, OutcomeTable, OutcomeTable.default)
    ABOVE.check("weight", weight)
    counts: dict[str, dict[tuple[str, bool], int]] = defaultdict(lambda: defaultdict(int))
    for case in each("cases", cases, ConfirmedCase):
        channel, kind = table.place(case.kind, case.field)
        counts[channel][kind, case.valid] += 1
    for channel, seen in counts.items():
        rows = table.channels[channel]
        n = {state: sum(k for (_, valid), k in seen.items() if valid == state) for state in (True, False)}
        ground = f"learnt from {n[True]} valid and {n[False]} invalid cases"
        learnt = {
            kind: Outcome((seen[kind, True] + weight * row.if_valid) / (n[True] + weight),
                          (seen[kind, False] + weight * row.if_invalid) / (n[False] + weight), ground=ground)
            for kind, row in rows.items()
        }  # fmt: skip
        table = table.with_channel(channel, learnt)
    return table
