"""What the form says of an entry beside its values, and how much was kept out.

A field that people cannot see and that is filled in proves a machine. A form filled in too fast, and too many entries
from one origin, are evidence: browsers fill in forms, too, and offices share an address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from crmquality.policy._cells import to_cell
from crmquality.policy._signals import Signal, weights
from crmquality.types import Finding, Verdict
from crmquality.validators._common import of_record

BOT, _FAST, _RATE = (of_record(f"record.{reason}") for reason in ("honeypot", "too_fast", "origin_rate"))
_SIGNS: Final = {_FAST: "too_fast", _RATE: "origin_rate"}


class Decided(Protocol):
    """What `kept_out` asks of a decision."""

    @property
    def verdict(self) -> Verdict:
        """The verdict."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not ``accept``."""


def form_findings(
    told: Mapping[str, Any], honeypot: str | None, least_seconds: float | None, most_per_minute: float | None
) -> tuple[Finding, ...]:
    """Findings on how an entry was made: ``told`` is what the form says; ``None`` = that is not judged."""
    out = []
    if least_seconds is not None and _number(told.get("form_seconds"), least_seconds) < least_seconds:
        out.append(_FAST)
    if most_per_minute is not None and _number(told.get("origin_per_minute"), 0) > most_per_minute:
        out.append(_RATE)
    if honeypot and (to_cell(told.get(honeypot)) or "").strip():
        out.append(BOT)
    return tuple(out)


def form_signals(findings: Iterable[Finding]) -> tuple[Signal, ...]:
    """The findings as signs of a made-up entry."""
    return tuple(Signal("", reason, weights()[reason]) for f in findings if (reason := _SIGNS.get(f)))


def _number(value: object, missing: float) -> float:
    """A number of the form; what is none is missing."""
    try:
        return float(str(value))
    except ValueError:
        return missing


def kept_out(decisions: Iterable[Decided]) -> dict[Verdict, dict[str, int]]:
    """How many entries were not accepted, and why.

    Args:
        decisions: of `Guard.check` or `Guard.import_rows`; a stream is read once.

    Returns:
        For ``review`` and ``reject`` the number of entries by reason, the commonest first; an entry counts under each
        of its reasons, and once under ``entries``.
    """
    counts: dict[Verdict, Counter[str]] = {"review": Counter(), "reject": Counter()}
    for decision in decisions:
        if decision.verdict in counts:
            counts[decision.verdict].update(("entries", *decision.reasons))
    return {v: dict(sorted(c.items(), key=lambda e: (e[0] != "entries", -e[1], e[0]))) for v, c in counts.items()}
