"""What an outcome of a contact attempt says: P(outcome | valid) and P(outcome | invalid).

Judgement, not measured, and so overridable: see docs/explanation/decay.md. One outcome counts at most 7 in
log-odds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from crmquality.errors import PolicyError

CAP = 7.0
#: belief in a value on the day it was entered, by the way it came in
ENTRY: Mapping[str, float] = MappingProxyType(
    {"double_opt_in": 0.995, "staff": 0.95, "web_form": 0.93, "enriched": 0.85, "import": 0.80}
)
WEAK = frozenset({"accepted", "opened", "soft_bounce", "no_answer"})
HUMAN = frozenset({"replied", "clicked", "spoke", "confirmed"})
PERMISSION_OFF = frozenset({"unsubscribed", "complained"})

_DEFAULT = {
    "email": {
        "replied": (0.03, 0.0005), "clicked": (0.04, 0.002), "opened": (0.25, 0.02), "accepted": (0.66, 0.18),
        "soft_bounce": (0.015, 0.10), "hard_bounce": (0.005, 0.6975),
    },
    "check": {"valid": (0.88, 0.03), "invalid": (0.02, 0.82), "catch_all": (0.10, 0.15)},
    "call": {
        "spoke": (0.25, 0.003), "no_answer": (0.72, 0.45), "wrong_person": (0.01, 0.25), "disconnected": (0.02, 0.297),
    },
    "letter": {"not_returned": (0.985, 0.45), "returned": (0.015, 0.55)},
    "feedback": {"confirmed": (0.95, 0.05), "denied": (0.05, 0.95)},
}  # fmt: skip
_EXTRA = {"unsubscribed": math.exp(2.7), "complained": math.exp(2.3)}


@frozen
class Outcome:
    """One outcome's likelihoods.

    Args:
        if_valid: P(outcome | the field is right), above 0.
        if_invalid: P(outcome | the field is wrong), above 0.
    """

    if_valid: float
    if_invalid: float

    @property
    def log_ratio(self) -> float:
        """Ln of the likelihood ratio, within +-7."""
        return max(-CAP, min(CAP, math.log(self.if_valid / self.if_invalid)))


@frozen
class OutcomeTable:
    """Likelihoods by channel and outcome; each channel's columns sum to 1.

    Args:
        channels: by channel, then outcome.

    Raises:
        PolicyError: a likelihood is not in (0, 1], or a column does not sum to 1.
    """

    channels: Mapping[str, Mapping[str, Outcome]]

    def __attrs_post_init__(self) -> None:
        for channel, rows in self.channels.items():
            for kind, o in rows.items():
                if not (0 < o.if_valid <= 1 and 0 < o.if_invalid <= 1):
                    raise PolicyError(f"outcome {channel}/{kind}: likelihoods lie above 0 and at most 1")
            for total in (sum(o.if_valid for o in rows.values()), sum(o.if_invalid for o in rows.values())):
                if abs(total - 1) > 1e-6:  # noqa: PLR2004 - rounding of four written digits
                    raise PolicyError(f"channel {channel}: the likelihoods of its outcomes must sum to 1")

    @classmethod
    def default(cls) -> OutcomeTable:
        """The shipped table."""
        return cls({c: {k: Outcome(*v) for k, v in rows.items()} for c, rows in _DEFAULT.items()})

    def find(self, kind: str) -> Outcome | None:
        """The likelihoods of an outcome in whichever channel has it, or ``None``."""
        if kind in _EXTRA:
            return Outcome(min(1.0, 0.01 * _EXTRA[kind]), 0.01)
        for rows in self.channels.values():
            if kind in rows:
                return rows[kind]
        return None
