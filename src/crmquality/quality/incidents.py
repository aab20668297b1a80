"""What a ghost teaches: a rule for the policy that would have found it, tried on it before it is proposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from crmquality._data import load
from crmquality.decay import GhostCase, HazardTable, verify_interval
from crmquality.errors import PolicyError
from crmquality.policy import Policy, RecordRule, compile_policy, entry_signals
from crmquality.policy._channels import channel_of, useless
from crmquality.policy._signals import Signal
from crmquality.types import Examined
from crmquality.validators import _conditions as when
from crmquality.validators import _records as must
from crmquality.validators._rule import Cells, rule_cells

#: signs that lie in the host of an address, not in the name before it
_HOST_SIGNS: Final = frozenset({"disposable", "made_up_domain", "odd_domain", "special_use"})
_ATTEMPTS, _SILENT_DAYS = 5, 183
_WHY: Final[Mapping[str, str]] = load("decay")["lessons"]


@frozen
class Incident:
    """A record that turned out to be a ghost.

    Args:
        case: its case, closed as merged or archived.
        record: the record as it was entered, by policy field.
    """

    case: GhostCase
    record: Mapping[str, str | None] = field(repr=False)


@frozen
class Suggestion:
    """A rule to add with ``policy.with_rules(suggestion.rule)``, once somebody has agreed.

    Args:
        rule: finds the incident, and is not in the policy yet.
        why: what it answers to, in words.
        flagged: how many of the good records given it would find too.
        tried: how many good records were given.
    """

    rule: RecordRule
    why: str
    flagged: int
    tried: int


def suggest_rule(
    incident: Incident, policy: Policy, good: Iterable[Mapping[str, str | None]] = ()
) -> Suggestion | None:
    r"""A record rule that would have found an incident, the one that disturbs the fewest good records.

    Args:
        incident: what happened.
        policy: the policy in force.
        good: records known to be real, to try the rule on.

    Returns:
        The suggestion, or ``None`` where no rule over a record can find it: what then helps is a check for duplicates
        at the door, or a message that asks for confirmation.

    Raises:
        PolicyError: the case is not closed as a ghost.

    Example:
        >>> from crmquality import presets
        >>> case = GhostCase.open("7", "fake", by="check", at="2026-11-01", reason="throw-away mail")
        >>> case = case.move("verifying", by="li.na", at="2026-11-02", reason="wrote to the address")
        >>> case = case.move("archived", by="li.na", at="2026-11-09", reason="nobody there")
        >>> suggest_rule(Incident(case, {"last_name": "Xu", "email": "a1@mailinator.com"}), presets.contact()).rule
        ~matches('email', '.*@mailinator\\.com')
    """
    if not incident.case.is_ghost:
        state = incident.case.state
        raise PolicyError(f"only a case closed as merged or archived teaches a rule; this one is {state!r}")
    compiled, day = compile_policy(policy), incident.case.steps[-1].at.isoformat()

    def cells_of(record: Mapping[str, str | None]) -> tuple[Mapping[str, Examined], Cells]:
        read = compiled.examine_record(record).cells
        return read, rule_cells(read) | {when.AS_OF: day}

    read, cells = cells_of(incident.record)
    signs = entry_signals(policy, read, incident.record).signals
    known = {*policy.field_names, when.AS_OF}
    fitting = [
        rule for rule in _rules(incident.case.cause, policy, read, signs)
        if rule not in policy.rules and known.issuperset(rule.fields) and rule.holds(cells) is False
    ]  # fmt: skip
    if not fitting:
        return None
    others = [cells_of(record)[1] for record in good]
    flagged = [sum(rule.holds(c) is False for c in others) for rule in fitting]
    best = min(range(len(fitting)), key=flagged.__getitem__)
    return Suggestion(fitting[best], _WHY[incident.case.cause], flagged[best], len(others))


def _rules(cause: str, policy: Policy, read: Mapping[str, Examined], signs: Iterable[Signal]) -> Iterator[RecordRule]:
    """What might have found it, the most telling first."""
    channels = [f for f in policy.fields if channel_of(f)]
    if cause == "fake":
        for sign in sorted(signs, key=lambda s: -s.weight):
            item = read.get(sign.field)
            if item is not None and item.text:
                yield _refuse(policy, sign, item.text)
            elif item is not None and item.missing:
                yield must.required(sign.field, severity="warning")
    elif cause == "duplicate":
        yield must.one_of(*(f.name for f in channels), severity="warning")
        yield from (must.required(f.name, severity="warning") for f in sorted(channels, key=lambda f: -f.criticality))
    elif cause == "unreachable":
        reached = [f for f in channels if f.name in read and read[f.name].valid and not useless(read[f.name].findings)]
        if not reached:
            yield must.one_of(*(f.name for f in channels), severity="warning")
        for f in reached:
            days, _ = verify_interval(HazardTable.default().get(f.hazard).total if f.hazard else 0.0)
            if days < float("inf"):
                yield when.within_days("updated_at", round(days))
    elif cause == "lapsed":
        yield ~when.at_least("contact_attempts", _ATTEMPTS) | when.within_days("last_activity_at", _SILENT_DAYS)


def _refuse(policy: Policy, sign: Signal, text: str) -> RecordRule:
    if policy.field(sign.field).kind != "email":
        return ~when.equals(sign.field, text)
    local, _, host = text.rpartition("@")
    return ~when.matches(
        sign.field, f".*@{re.escape(host)}" if sign.reason in _HOST_SIGNS else f"{re.escape(local)}@.*"
    )
