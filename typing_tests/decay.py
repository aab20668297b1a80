"""What callers' type checkers see of decay."""

from __future__ import annotations

import datetime as dt
from typing import assert_type

import numpy as np
import numpy.typing as npt

from crmquality import decay

Floats = npt.NDArray[np.float64]


def beliefs(at: dt.date) -> None:
    state = decay.BeliefState.start("staff", at)
    seen = decay.Evidence("c1", "work_email", "replied", at, event_id="e1")
    assert_type(state.observe(seen).advance(at), decay.BeliefState)
    assert_type(state.p_valid("work_email"), float)
    state.at = 3.0  # type: ignore[misc]
    found = decay.field_belief([seen], "work_email", at)
    assert_type(found.p_valid, float)
    assert_type(found.failed_between, tuple[decay.Span, ...])


def columns() -> None:
    scores = decay.score_fields(["c1"], ["work_email"], ["replied"], [1.0], as_of=2.0)
    assert_type(scores.p_valid, Floats)
    x, t_x, age = decay.summarise_events(["a", "a"], [1.0, 9.0], 20.0)
    fit = decay.Aliveness.fit(x, t_x, age, model="bg")
    assert_type(fit.p_active(26), Floats)
    decay.Aliveness.fit(x, t_x, age, model="pareto")  # type: ignore[arg-type]


def fits() -> None:
    fit = decay.fit_hazard([1, 2], [2, float("inf")])
    assert_type(fit.hazard, decay.Hazard)
    assert_type(decay.pool_hazards(["a", "b"], [1, 2], [2, 3]).table, decay.HazardTable)
    assert_type(decay.Calibrator.fit([0.2], [1])([0.1]), Floats)
    assert_type(decay.calibration_report([0.2], [1]).brier, float)


def actions() -> None:
    score = decay.ghost_score(decay.GhostParts(0.1, lapsed=0.4), decay.GhostPolicy(lapsed_is_ghost=False))
    assert_type(score.p, float)
    assert_type(score.causes, tuple[decay.GhostCause, ...])
    assert_type(decay.verification_value(0.5), float)
    assert_type(decay.verification_value(np.array([0.5])), Floats)
    scores = decay.score_fields(["c1"], ["work_email"], ["replied"], [1.0], as_of=2.0)
    assert_type(decay.verify_next(scores, budget=3), list[decay.ToVerify])
    case = decay.GhostCase.open("7", "fake", by="check", at="2026-11-01", reason="signs")
    case.move("gone", by="x", at="2026-11-01", reason="x")  # type: ignore[arg-type]
