"""What the beliefs would have said at an earlier time, scored by what came out after it.

Whatever is fitted sees only events before the cut, and whatever is predicted only the history of its contact before the
cut: no look-ahead by construction. Beside the model stand what a user would do without it: age alone, the last evidence
alone, the six months' rule, recency. The rule and recency are rankings more than probabilities: mind their AUC.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from attrs import field as attribute
from attrs import frozen

from crmquality.decay._aliveness import UNITS, Aliveness, Model, Unit, summarise_events
from crmquality.decay._belief import BeliefState, Evidence, distinct
from crmquality.decay._calibration import MIN_LABELS, CalibrationReport, Calibrator, calibration_report
from crmquality.decay._columns import Column, Floats, days_of
from crmquality.decay._given import ABOVE
from crmquality.decay._hazards import HazardTable
from crmquality.decay._outcomes import HUMAN, OutcomeTable
from crmquality.decay._silence import silent_by_rule
from crmquality.decay._time import YEAR, Time, to_days

#: an outcome of at least this log ratio is strong: replies, hard bounces, wrong persons, feedback, checks
STRONG = 2.9
SECOND = 1 / 86_400
#: ends of the ages, in years, that are scored apart
AGES = {"first year": 1.0, "second year": 2.0, "later": math.inf}

Predict: TypeAlias = Callable[[Sequence[Evidence], str, float], float]
"""History of one contact before the cut, a field, and a day: the belief in the field on that day."""
FieldModel: TypeAlias = Callable[[Sequence[Evidence]], Predict]
"""From all events before the cut to a prediction."""


@frozen
class Backtest:
    """What was said at one cut, scored.

    Args:
        cut: the moment.
        n: cases that came to light.
        reports: by model.
        by_field: of the first model, by field.
        by_age: of the first model, by age of the contact: first year, second year, later.
    """

    cut: Time
    n: int
    reports: Mapping[str, CalibrationReport] = attribute(repr=False)
    by_field: Mapping[str, CalibrationReport] = attribute(factory=dict, repr=False)
    by_age: Mapping[str, CalibrationReport] = attribute(factory=dict, repr=False)


def backtest(
    events: Iterable[Evidence], cuts: Sequence[Time], *, horizon_days: float = YEAR,
    hazards: HazardTable | Callable[[Sequence[Evidence]], HazardTable] | None = None,
    outcomes: OutcomeTable | Callable[[Sequence[Evidence]], OutcomeTable] | None = None,
    entry: str | float = "staff", models: Mapping[str, FieldModel] | None = None,
) -> tuple[Backtest, ...]:  # fmt: skip
    """Score field beliefs at several cuts, one second before the first strong outcome after each.

    Strong outcomes are no fair sample of truths: a wrong address bounces nearly always, a right one seldom answers. So
    what is scored is what comes to light, good or bad: the belief p is turned into the probability that an outcome
    which is strong is a good one, by the chances of strong outcomes on that channel in both states. Channels whose
    strong outcomes all point one way tell nothing, and are left out.

    Args:
        events: of many contacts, in any order; a contact counts as entered at its first event.
        cuts: moments, scored one by one.
        horizon_days: how long after a cut outcomes are looked for.
        hazards: a table, or how to fit one to the events before a cut.
        outcomes: a table, or how to learn one from the events before a cut.
        entry: belief at entry, or its route.
        models: further ones by name.

    Returns:
        One result per cut, in the order given; without a case it has no reports.

    Raises:
        PolicyError: an unknown field or kind, or a horizon of 0 or less.
    """
    ABOVE.check("horizon_days", horizon_days)
    ordered = sorted(distinct(events), key=lambda e: (e.day, e.contact_id, e.field, e.kind))
    return tuple(_at(ordered, cut, horizon_days, hazards, outcomes, entry, models or {}) for cut in cuts)


def _at(
    ordered: Sequence[Evidence], cut: Time, horizon: float,
    hazards: HazardTable | Callable[[Sequence[Evidence]], HazardTable] | None,
    outcomes: OutcomeTable | Callable[[Sequence[Evidence]], OutcomeTable] | None,
    entry: str | float, models: Mapping[str, FieldModel],
) -> Backtest:  # fmt: skip
    day = to_days(cut)
    before = [e for e in ordered if e.day < day]
    table = hazards(before) if callable(hazards) else hazards
    words = outcomes(before) if callable(outcomes) else outcomes
    start = BeliefState.start(entry, 0.0, hazards=table, outcomes=words)
    history: dict[str, list[Evidence]] = defaultdict(list)
    for e in before:
        history[e.contact_id].append(e)
    shown: dict[tuple[str, str], tuple[float, float, Floats]] = {}
    for e in ordered:
        outcome = start.outcome(e) if day <= e.day <= day + horizon and e.contact_id in history else None
        if outcome is not None and abs(outcome.log_ratio) >= STRONG:
            strong = _strong(start.outcomes, start.outcomes.place(e.kind, e.field)[0])
            if strong.any(axis=0).all():
                key = e.contact_id, start.hazards.resolve(e.field)
                shown.setdefault(key, (e.day, float(outcome.log_ratio > 0), strong))
    if not shown:
        return Backtest(cut, 0, {})
    predictors = {name: model(before) for name, model in {**_plain(entry, table, words), **models}.items()}
    y = np.array([good for _, good, _ in shown.values()])
    strong = np.array([chances for _, _, chances in shown.values()])
    said = {}
    for name, predict in predictors.items():
        p = np.array([predict(history[c], f, at - SECOND) for (c, f), (at, _, _) in shown.items()])
        chances = p[:, None] * strong[:, 0] + (1 - p)[:, None] * strong[:, 1]
        said[name] = chances[:, 0] / chances.sum(axis=1)
    fields = np.array([f for _, f in shown])
    age = np.array([(at - history[c][0].day) / YEAR for (c, _), (at, _, _) in shown.items()])
    belief = said["belief"]
    by_age = {name: np.digitize(age, list(AGES.values())) == i for i, name in enumerate(AGES)}
    parts = {f: fields == f for f in sorted(set(fields.tolist()))}, by_age
    by = [{n: calibration_report(belief[rows], y[rows]) for n, rows in of.items() if rows.any()} for of in parts]
    return Backtest(cut, len(y), {name: calibration_report(p, y) for name, p in said.items()}, *by)


def _strong(table: OutcomeTable, channel: str) -> Floats:
    """Chances of a strong good and a strong bad outcome on a channel, if valid and if not; 0 where it has none."""
    rows = table.channels[channel].values()
    good, bad = ([o for o in rows if sign * o.log_ratio >= STRONG] for sign in (1, -1))
    return np.array(
        [[sum(getattr(o, state) for o in side) for side in (good, bad)] for state in ("if_valid", "if_invalid")]
    )


def _plain(entry: str | float, hazards: HazardTable | None, outcomes: OutcomeTable | None) -> dict[str, FieldModel]:
    """The belief, and what stands beside it."""

    def filtered(keep: Callable[[Sequence[Evidence], str], Sequence[Evidence]]) -> FieldModel:
        def predict(history: Sequence[Evidence], field: str, at: float) -> float:
            state = BeliefState.start(entry, history[0].day, hazards=hazards, outcomes=outcomes)
            return state.observe_all(keep(history, field)).advance(max(at, history[-1].day)).p_valid(field)

        return lambda _: predict

    def last(history: Sequence[Evidence], field: str) -> Sequence[Evidence]:
        table = hazards or HazardTable.default()
        return [e for e in history if table.resolve(e.field) == field][-1:]

    def answered(history: Sequence[Evidence]) -> float:
        words = outcomes or OutcomeTable.default()
        return max((e.day for e in history if words.kind(e.kind) in HUMAN), default=history[0].day)

    def rule(history: Sequence[Evidence], _: str, at: float) -> float:
        return 0.0 if silent_by_rule(answered(history), len(history), at, min_attempts=0) else 1.0

    def recency(history: Sequence[Evidence], _: str, at: float) -> float:
        return 1 / (1 + max(at - answered(history), 0.0) / YEAR)

    return {
        "belief": filtered(lambda history, _: history), "age alone": filtered(lambda *_: ()),
        "last evidence alone": filtered(last), "six months' rule": lambda _: rule, "recency": lambda _: recency,
    }  # fmt: skip


def backtest_customers(
    customer: Column, at: Column, cuts: Sequence[Time], horizon: float, *, unit: Unit = "week", model: Model = "mbg"
) -> tuple[Backtest, ...]:
    """Score P(active within a horizon) of customers at several cuts.

    ``calibrated`` learns Platt's map one horizon earlier, from truths that were known at the cut.

    Args:
        customer: per event, whose.
        at: per event, when.
        cuts: moments.
        horizon: how far ahead, in the unit.
        unit: of ages and horizon.
        model: ``mbg`` or ``bg``.

    Raises:
        PolicyError: columns that do not fit, or nobody with a repeat event before a cut.
    """
    ABOVE.check("horizon", horizon)
    days = days_of(at)
    ids = np.asarray(customer)
    span = horizon * UNITS[unit]

    def seen(cut: float) -> tuple[Aliveness, Floats, Floats]:
        found = summarise_events(ids, days, cut, unit)
        later = set(ids[(np.floor(days) > np.floor(cut)) & (np.floor(days) <= np.floor(cut) + span)].tolist())
        y = np.array([c in later for c in found.customers.tolist()], dtype=np.float64)
        return Aliveness.fit(found.x, found.t_x, found.T, model), y, (found.T - found.t_x) * UNITS[unit]

    out = []
    for cut in cuts:
        fit, y, quiet = seen(to_days(cut))
        p = fit.p_active(horizon)
        said = {"p_active": p, "six months' rule": (quiet <= YEAR / 2).astype(float), "recency": 1 / (1 + quiet / YEAR)}
        if (days < to_days(cut) - span).any():
            earlier, known, _ = seen(to_days(cut) - span)
            if len(known) >= MIN_LABELS["platt"]:
                said["calibrated"] = Calibrator.fit(earlier.p_active(horizon), known)(p)
        out.append(Backtest(cut, len(y), {name: calibration_report(q, y) for name, q in said.items()}))
    return tuple(out)
