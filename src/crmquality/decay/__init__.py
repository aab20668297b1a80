"""What is still true: beliefs about fields, silence, ghosts and what to do next.

Rates are per year of 365.25 days; times are days, dates or datetimes. What works on columns needs the extra
``tables`` and is imported on first use. See docs/explanation/decay.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crmquality.decay._belief import BeliefState, Evidence
from crmquality.decay._cases import MOVES, GhostCase, Step
from crmquality.decay._checks import (
    Answer,
    ChannelState,
    CheckResults,
    Outbound,
    Verification,
    channel_states,
)
from crmquality.decay._feedback import Feedback, FollowUp, follow_up
from crmquality.decay._hazards import HAZARDS, Hazard, HazardTable
from crmquality.decay._health import Action, Situation, Verdict, combine_causes, judge
from crmquality.decay._outcomes import ENTRY, Outcome, OutcomeTable
from crmquality.decay._verify import Costs, verify_interval
from crmquality.errors import MissingExtraError

if TYPE_CHECKING:
    from crmquality.decay._calibration import CalibrationReport, Calibrator, calibration_report
    from crmquality.decay._scores import FieldScores, score_fields

#: what needs numpy and scipy, and where it lives
_HOMES = {
    "CalibrationReport": "_calibration", "Calibrator": "_calibration", "calibration_report": "_calibration",
    "FieldScores": "_scores", "score_fields": "_scores",
}  # fmt: skip

__all__ = [
    "ENTRY", "HAZARDS", "MOVES", "Action", "Answer", "BeliefState", "CalibrationReport", "Calibrator", "ChannelState",
    "CheckResults", "Costs", "Evidence", "Feedback", "FieldScores", "FollowUp", "GhostCase", "Hazard", "HazardTable",
    "Outbound", "Outcome", "OutcomeTable", "Situation", "Step", "Verdict", "Verification", "calibration_report",
    "channel_states", "combine_causes", "follow_up", "judge", "score_fields", "verify_interval",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import what works on columns on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'crmquality.decay' has no attribute {name!r}")
    try:
        return getattr(import_module(f"crmquality.decay.{_HOMES[name]}"), name)
    except ModuleNotFoundError as error:
        raise MissingExtraError("tables", str(error.name)) from error
