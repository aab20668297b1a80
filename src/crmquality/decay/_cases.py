"""A suspected ghost on its way to a decision, as data: who moved it, when and why.

A case is checked before it is closed, and every closing can be reopened: an archive is a flag, a merge can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from attrs import asdict, evolve, frozen

from crmquality.errors import PolicyError
from crmquality.types import as_day

Cause = Literal["fake", "duplicate", "unreachable", "lapsed"]
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)
CaseState = Literal["suspected", "verifying", "confirmed", "merged", "archived"]
#: from a state to those that may follow; ``confirmed`` = the person is real
MOVES: Final[Mapping[str, tuple[CaseState, ...]]] = MappingProxyType({
    "": ("suspected",), "suspected": ("verifying",), "verifying": ("confirmed", "merged", "archived"),
    "confirmed": ("suspected",), "merged": ("verifying",), "archived": ("verifying",),
})  # fmt: skip


@frozen
class Step:
    """One move of a case.

    Args:
        state: the state it came into.
        by: who moved it.
        at: when.
        reason: why, in words.
    """

    state: CaseState
    by: str
    at: date
    reason: str


@frozen
class GhostCase:
    """The case of one record; moving it gives a new case.

    Args:
        record_id: the record.
        cause: the cause suspected: ``fake``, ``duplicate``, ``unreachable`` or ``lapsed``.
        steps: what happened, oldest first.

    Raises:
        PolicyError: an unknown cause, or the steps are not a way through ``MOVES`` in the order of time.

    Example:
        >>> case = GhostCase.open("7", "unreachable", by="nightly check", at="2026-11-01", reason="mail bounced twice")
        >>> case = case.move("verifying", by="li.na", at="2026-11-03", reason="called the switchboard")
        >>> case.move("archived", by="li.na", at="2026-11-04", reason="left the company").state
        'archived'
    """

    record_id: str
    cause: str
    steps: tuple[Step, ...]

    def __attrs_post_init__(self) -> None:
        if self.cause not in CAUSES:
            raise PolicyError(f"no cause {self.cause!r}; causes are {', '.join(CAUSES)}")
        state, last = "", date.min
        for step in self.steps:
            if step.state not in MOVES[state]:
                raise PolicyError(_refusal(state, step.state))
            if step.at < last:
                raise PolicyError(f"a case cannot become {step.state!r} before it was {state!r}")
            if not (step.by and step.reason):
                raise PolicyError("a move of a case says by whom and for what reason")
            state, last = step.state, step.at
        if not self.steps:
            raise PolicyError("a case begins as 'suspected'; use GhostCase.open")

    @classmethod
    def open(cls, record_id: str, cause: str, *, by: str, at: date | str, reason: str) -> GhostCase:
        """A new case, ``suspected``."""
        return cls(record_id, cause, (Step("suspected", by, as_day(at), reason),))

    @property
    def state(self) -> CaseState:
        """Where it stands."""
        return self.steps[-1].state

    @property
    def is_ghost(self) -> bool:
        """Whether it was closed as a ghost: merged or archived."""
        return self.state in ("merged", "archived")

    def move(self, to: CaseState, *, by: str, at: date | str, reason: str) -> GhostCase:
        """The case one step on.

        Args:
            to: the state to come into.
            by: who moves it.
            at: when, a date or ``"YYYY-MM-DD"``, not before the last step.
            reason: why.

        Raises:
            PolicyError: the state does not follow on the present one, or the step is incomplete or too early.
        """
        return evolve(self, steps=(*self.steps, Step(to, by, as_day(at), reason)))

    def to_dict(self) -> dict[str, Any]:
        """The case as plain data for JSON."""
        return asdict(self, value_serializer=lambda _, __, v: v.isoformat() if isinstance(v, date) else v)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> GhostCase:
        """A case from plain data; moves that are not allowed are refused."""
        steps = tuple(Step(s["state"], s["by"], as_day(s["at"]), s["reason"]) for s in data["steps"])
        return cls(data["record_id"], data["cause"], steps)


def _refusal(state: str, to: str) -> str:
    if to not in get_args(CaseState):
        return f"no state {to!r} of a case; states are {', '.join(get_args(CaseState))}"
    if not state:
        return f"a case begins as 'suspected', not as {to!r}"
    return f"a case that is {state!r} cannot become {to!r}; next may be {' or '.join(map(repr, MOVES[state]))}"
