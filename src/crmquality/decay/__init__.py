"""What is still true: beliefs about fields, silence, ghosts and what to do next.

Rates are per year of 365.25 days; times are days, dates or datetimes. What works on columns needs the extra
``tables`` and is imported on first use. See docs/explanation/decay.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crmquality.decay._belief import BeliefState, Evidence
from crmquality.decay._cases import MOVES, GhostCase, Step
from crmquality.decay._checks import Answer, ChannelState, CheckResults, Outbound, Verification, channel_states
from crmquality.decay._feedback import Feedback, FollowUp, follow_up
from crmquality.decay._hazards import HAZARDS, Hazard, HazardTable
from crmquality.decay._history import BeliefStep, FieldBelief, Span, field_belief
from crmquality.decay._learning import ConfirmedCase, confirmed_cases, learn_outcomes
from crmquality.decay._outcomes import ENTRY, Outcome, OutcomeTable
from crmquality.decay._silence import silence, silent_by_rule
from crmquality.decay._verify import CHECKS, Check, Costs, verification_value, verify_interval
from crmquality.errors import MissingExtraError

if TYPE_CHECKING:
    from crmquality.decay._aliveness import Aliveness, EventSummary, summarise_events
    from crmquality.decay._backtest import Backtest, backtest, backtest_customers
    from crmquality.decay._calibration import CalibrationReport, Calibrator, calibration_report
    from crmquality.decay._fit import HazardFit, fit_hazard
    from crmquality.decay._ghost import (
        GhostCause,
        GhostParts,
        GhostPolicy,
        GhostScore,
        fake_probability,
        ghost_score,
        unreachable_probability,
    )
    from crmquality.decay._next import ToVerify, verify_next
    from crmquality.decay._pool import PooledHazards, pool_hazards
    from crmquality.decay._scores import FieldScores, score_fields

#: what needs numpy and scipy, and where it lives
_HOMES = {
    "Aliveness": "_aliveness", "Backtest": "_backtest", "CalibrationReport": "_calibration",
    "Calibrator": "_calibration", "EventSummary": "_aliveness", "FieldScores": "_scores", "GhostCause": "_ghost",
    "GhostParts": "_ghost", "GhostPolicy": "_ghost", "GhostScore": "_ghost", "HazardFit": "_fit",
    "PooledHazards": "_pool", "ToVerify": "_next", "backtest": "_backtest", "backtest_customers": "_backtest",
    "calibration_report": "_calibration", "fake_probability": "_ghost",
    "fit_hazard": "_fit", "ghost_score": "_ghost", "pool_hazards": "_pool", "score_fields": "_scores",
    "summarise_events": "_aliveness", "unreachable_probability": "_ghost", "verify_next": "_next",
}  # fmt: skip

__all__ = [
    "CHECKS", "ENTRY", "HAZARDS", "MOVES", "Aliveness", "Answer", "Backtest", "BeliefState", "BeliefStep",
    "CalibrationReport", "Calibrator", "ChannelState", "Check", "CheckResults", "ConfirmedCase", "Costs",
    "EventSummary", "Evidence", "Feedback", "FieldBelief", "FieldScores", "FollowUp", "GhostCase", "GhostCause",
    "GhostParts", "GhostPolicy", "GhostScore", "Hazard", "HazardFit", "HazardTable", "Outbound", "Outcome",
    "OutcomeTable", "PooledHazards", "Span", "Step", "ToVerify", "Verification", "backtest", "backtest_customers",
    "calibration_report", "channel_states", "confirmed_cases", "fake_probability",
    "field_belief", "fit_hazard", "follow_up", "ghost_score", "learn_outcomes", "pool_hazards", "score_fields",
    "silence", "silent_by_rule", "summarise_events", "unreachable_probability", "verification_value",
    "verify_interval", "verify_next",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import what works on columns on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'crmquality.decay' has no attribute {name!r}")
    try:
        return getattr(import_module(f"crmquality.decay.{_HOMES[name]}"), name)
    except ModuleNotFoundError as error:
        raise MissingExtraError("tables", str(error.name)) from error
