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
from crmquality.decay._outcomes import ENTRY, Outcome, OutcomeTable
from crmquality.decay._verify import CHECKS, Check, Costs, days_until_due, verification_value, verify_interval
from crmquality.errors import MissingExtraError

if TYPE_CHECKING:
    from crmquality.decay._calibration import CalibrationReport, Calibrator, calibration_report
    from crmquality.decay._ghost import (
        GhostCause,
        GhostParts,
        GhostPolicy,
        GhostScore,
        combine_causes,
        fake_probability,
        ghost_score,
        unreachable_probability,
    )
    from crmquality.decay._next import ToVerify, verify_next
    from crmquality.decay._scores import FieldScores, score_fields

#: what needs numpy and scipy, and where it lives
_HOMES = {
    "CalibrationReport": "_calibration", "Calibrator": "_calibration", "calibration_report": "_calibration",
    "FieldScores": "_scores", "GhostCause": "_ghost", "GhostParts": "_ghost", "GhostPolicy": "_ghost",
    "GhostScore": "_ghost", "ToVerify": "_next", "combine_causes": "_ghost", "fake_probability": "_ghost",
    "ghost_score": "_ghost", "score_fields": "_scores", "unreachable_probability": "_ghost", "verify_next": "_next",
}  # fmt: skip

__all__ = [
    "CHECKS", "ENTRY", "HAZARDS", "MOVES", "Answer", "BeliefState", "CalibrationReport", "Calibrator", "ChannelState",
    "Check", "CheckResults", "Costs", "Evidence", "Feedback", "FieldScores", "FollowUp", "GhostCase", "GhostCause",
    "GhostParts", "GhostPolicy", "GhostScore", "Hazard", "HazardTable", "Outbound", "Outcome", "OutcomeTable", "Step",
    "ToVerify", "Verification", "calibration_report", "channel_states", "combine_causes", "days_until_due",
    "fake_probability", "follow_up", "ghost_score", "score_fields", "unreachable_probability", "verification_value",
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
