"""What an outcome of a contact attempt says: P(outcome | valid) and P(outcome | invalid).

The shipped rows are judgement, not measured, and so overridable and learnable: see docs/explanation/decay.md. One
outcome counts at most 7 in log-odds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from attrs import asdict, evolve, field, frozen

from crmquality._data import load
from crmquality.decay._given import INSIDE, LIKELIHOOD, of_kind
from crmquality.errors import PolicyError

CAP = 7.0
ENTRY: Mapping[str, float] = MappingProxyType({r["route"]: r["belief"] for r in load("decay")["entry"]})
"""Belief in a value on the day it was entered, by the way it came in: judgement."""
_ENTRY_WORDS = {r["route"]: re.compile(r["words"], re.IGNORECASE) for r in load("decay")["entry"]}
WEAK = frozenset({"accepted", "opened", "soft_bounce", "no_answer"})
HUMAN = frozenset({"replied", "clicked", "spoke", "confirmed"})
PERMISSION_OFF = frozenset({"unsubscribed", "complained"})
CHANGED = "changed"
"""The kind of event that closes a value and starts a new one."""
_SAYS_NOTHING = frozenset({"machine_opened"})
#: what mail and phone services call the same outcome
_SYNONYMS = load("decay")["words"]["outcome_words"]


@frozen
class Outcome:
    """One outcome's likelihoods.

    Args:
        if_valid: P(outcome | the field is right), above 0.
        if_invalid: P(outcome | the field is wrong), above 0.
        ground: where they come from.
        caution: what to mind about them.
        judgement: they are a judgement, not a measurement.
    """

    if_valid: float = field(validator=LIKELIHOOD)
    if_invalid: float = field(validator=LIKELIHOOD)
    ground: str = field(default="", eq=False, kw_only=True, repr=False)
    caution: str = field(default="", eq=False, kw_only=True, repr=False)
    judgement: bool = field(default=False, eq=False, kw_only=True)

    @property
    def log_ratio(self) -> float:
        """Ln of the likelihood ratio, within +-7."""
        return max(-CAP, min(CAP, math.log(self.if_valid / self.if_invalid)))

    @property
    def likelihoods(self) -> tuple[float, float]:
        """Both likelihoods, the larger one cut so that their log ratio stays within +-7."""
        limit = math.exp(CAP)
        return min(self.if_valid, self.if_invalid * limit), min(self.if_invalid, self.if_valid * limit)


NOTHING = Outcome(1.0, 1.0)


def entry_of(source: str) -> float | None:
    """The belief at entry that a CRM's words for the source of a record speak of; ``None`` = they do not say.

    Example:
        >>> [entry_of(word) for word in ("Trade show import", "Landing page", "展会名单", "Other")]
        [0.8, 0.93, 0.8, None]
    """
    return next((ENTRY[route] for route, words in _ENTRY_WORDS.items() if words.search(source)), None)


@frozen
class OutcomeTable:
    """Likelihoods by channel and outcome; each channel's columns sum to 1.

    Args:
        channels: by channel, then outcome; a channel named ``source.company`` stands for ``source`` on that field.

    Raises:
        PolicyError: a likelihood is not in (0, 1], or a column does not sum to 1.
    """

    channels: Mapping[str, Mapping[str, Outcome]]
    _found: Mapping[str, Outcome] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        found: dict[str, Outcome] = {}
        for channel, rows in self.channels.items():
            place = channel.partition(".")[2]
            for kind, o in rows.items():
                of_kind(f"outcome {channel}/{kind}", o, Outcome)
                found.setdefault(f"{place}:{kind}", o)
                found[f":{channel}/{kind}"] = o
            for total in (sum(o.if_valid for o in rows.values()), sum(o.if_invalid for o in rows.values())):
                if abs(total - 1) > 1e-6:  # noqa: PLR2004 - rounding of four written digits
                    raise PolicyError(f"channel {channel}: the likelihoods of its outcomes must sum to 1")
        object.__setattr__(self, "_found", found)

    @classmethod
    def default(cls) -> OutcomeTable:
        """The shipped table; its rows say where they come from."""
        return _shipped()

    def with_outcome(self, channel: str, kind: str, p_if_valid: float, p_if_invalid: float) -> OutcomeTable:
        """Other likelihoods of one outcome; the rest of the channel shrinks or grows in proportion.

        Args:
            channel: a channel of the table; `with_channel` adds one.
            kind: an outcome of it, or a new one.
            p_if_valid: P(outcome | valid), above 0 and below 1.
            p_if_invalid: P(outcome | invalid), above 0 and below 1.

        Raises:
            PolicyError: no such channel, or a likelihood that leaves no sum of 1.
        """
        rest = {k: o for k, o in self.channels.get(channel, {}).items() if k != kind}
        INSIDE.check(f"outcome {channel}/{kind}", p_if_valid, p_if_invalid)
        if not rest:
            known = ", ".join(self.channels)
            raise PolicyError(f"outcome {channel}/{kind} needs others in its channel; channels are {known}")
        valid = (1 - p_if_valid) / sum(o.if_valid for o in rest.values())
        invalid = (1 - p_if_invalid) / sum(o.if_invalid for o in rest.values())
        rows = {k: evolve(o, if_valid=o.if_valid * valid, if_invalid=o.if_invalid * invalid) for k, o in rest.items()}
        return self.with_channel(channel, {**rows, kind: Outcome(p_if_valid, p_if_invalid)})

    def with_channel(self, channel: str, outcomes: Mapping[str, Outcome]) -> OutcomeTable:
        """A channel added or replaced; its columns must sum to 1."""
        return OutcomeTable({**self.channels, channel: dict(outcomes)})

    def kind(self, kind: str) -> str:
        """The table's word for an outcome: itself, or what it is a synonym of."""
        return _SYNONYMS.get(kind, kind) if f":{kind}" not in self._found else kind

    @property
    def kinds(self) -> tuple[str, ...]:
        """All outcomes, sorted."""
        return tuple(sorted({kind for rows in self.channels.values() for kind in rows} | _SAYS_NOTHING))

    def find(self, kind: str, field: str = "") -> Outcome | None:
        """The likelihoods of an outcome, or ``None`` for an unknown one.

        Args:
            kind: an outcome, in the words of the table or of a mail service, or ``channel/outcome``.
            field: the field it speaks of; some outcomes weigh differently by field.
        """
        kind = self.kind(kind)
        if kind in _SAYS_NOTHING:
            return NOTHING
        return self._found.get(f"{field}:{kind}") or self._found.get(f":{kind}")

    def place(self, kind: str, field: str = "") -> tuple[str, str]:
        """Channel and name of an outcome.

        Raises:
            PolicyError: no channel has it.
        """
        outcome, name = self.find(kind, field), self.kind(kind).rpartition("/")[2]
        for channel, rows in self.channels.items():
            if outcome is not None and rows.get(name) is outcome:
                return channel, name
        raise PolicyError(f"unknown kind of evidence; kinds are {', '.join(self.kinds)}")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {c: {k: asdict(o) for k, o in rows.items()} for c, rows in self.channels.items()}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> OutcomeTable:
        """The table that `to_dict` wrote."""
        return cls({c: {k: Outcome(**o) for k, o in rows.items()} for c, rows in d.items()})


@cache
def _shipped() -> OutcomeTable:
    channels: dict[str, dict[str, Outcome]] = {}
    for row in load("decay")["outcomes"]:
        values = {k: v for k, v in row.items() if k not in {"channel", "kind"}}
        channels.setdefault(row["channel"], {})[row["kind"]] = Outcome(**values)
    return OutcomeTable(channels)
