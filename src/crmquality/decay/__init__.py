"""What is still true: beliefs about fields, silence, ghosts and what to do next.

Rates are per year of 365.25 days; times are days. See docs/explanation/decay.md.
"""

from __future__ import annotations

from crmquality.decay._belief import BeliefState, Evidence
from crmquality.decay._hazards import HAZARDS, Hazard, HazardTable
from crmquality.decay._health import Action, Situation, Verdict, combine_causes, judge
from crmquality.decay._outcomes import ENTRY, Outcome, OutcomeTable
from crmquality.decay._verify import Costs, verify_interval

__all__ = [
    "ENTRY", "HAZARDS", "Action", "BeliefState", "Costs", "Evidence", "Hazard", "HazardTable", "Outcome",
    "OutcomeTable", "Situation", "Verdict", "combine_causes", "judge", "verify_interval",
]  # fmt: skip
