"""What is still true: beliefs about fields, silence, ghosts and what to do next.

Rates are per year of 365.25 days; times are days. See docs/explanation/decay.md.
"""

from __future__ import annotations

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

__all__ = [
    "ENTRY", "HAZARDS", "MOVES", "Action", "Answer", "BeliefState", "ChannelState", "CheckResults", "Costs",
    "Evidence", "Feedback", "FollowUp", "GhostCase", "Hazard", "HazardTable", "Outbound", "Outcome", "OutcomeTable",
    "Situation", "Step", "Verdict", "Verification", "channel_states", "combine_causes", "follow_up", "judge",
    "verify_interval",
]  # fmt: skip
