"""Checks of values: answers of verifiers kept with their expiry, and what is known of each channel.

Nothing here calls out by itself: the caller builds a `Verifier`, asks it through `CheckResults`, and passes the
results to `crmquality.clean`. Values are kept as digests only.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from attrs import define, field, frozen
from attrs import field as attribute

from crmquality.decay._given import AMOUNT, COUNT, SOME, each
from crmquality.errors import PolicyError
from crmquality.types import AsyncVerifier, CheckOutcome, Verified, Verifier, as_day

Reduce = Callable[[str], str] | None
#: days for which an answer is not asked for again, by outcome: judgement
KEEP_DAYS: Final[Mapping[str, int]] = MappingProxyType({"valid": 90, "invalid": 180, "accepts_all": 90, "unknown": 1})
#: the outcome as evidence; an unknown is none
EVIDENCE: Final = MappingProxyType({"valid": "valid", "invalid": "invalid", "accepts_all": "catch_all"})


def _kept(days: Mapping[str, int]) -> Mapping[str, int]:
    return {**KEEP_DAYS, **days}


@frozen
class Outbound:
    """What may leave: names of fields or kinds, each with what is sent in the value's place.

    Args:
        allow: by name a function from the value to what is sent; ``None`` = the value itself.

    Example:
        >>> Outbound({"email": lambda v: v.rpartition("@")[2]}).record({"email": "li@acme.cn", "mobile": "1"})
        {'email': 'acme.cn'}
    """

    allow: Mapping[str, Reduce]

    def value(self, name: str, value: str) -> str:
        """What is sent for a value.

        Raises:
            PolicyError: the name is not allowed.
        """
        if name not in self.allow:
            raise PolicyError(f"{name!r} may not leave; allowed: {', '.join(sorted(self.allow)) or 'nothing'}")
        reduce = self.allow[name]
        return value if reduce is None else reduce(value)

    def record(self, record: Mapping[str, str | None]) -> dict[str, str]:
        """The part of a record that may leave, as it is sent."""
        return {n: self.value(n, v) for n, v in record.items() if n in self.allow and v is not None}


@frozen
class Answer:
    """An answer of a verifier, with its day.

    Args:
        verified: what it said.
        at: when it was asked.
        expires: from this day on it is asked again.
    """

    verified: Verified
    at: date
    expires: date


@define
class CheckResults:
    """Answers of verifiers, to be kept between runs and passed to `crmquality.clean`.

    Args:
        outbound: what may be asked about; nothing else ever leaves.
        keep_days: days by outcome for which an answer is not asked for again; others keep theirs of `KEEP_DAYS`.
    """

    outbound: Outbound
    keep_days: Mapping[str, int] = field(default=KEEP_DAYS, converter=_kept)
    _answers: dict[str, Answer] = field(factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self._answers)

    def find(self, kind: str, value: str, at: date | str | None = None) -> Answer | None:
        """The answer about a value, or ``None``.

        Args:
            kind: kind of the value.
            value: its canonical text.
            at: only an answer that has not expired on that day, nor was given after it.
        """
        if kind not in self.outbound.allow:
            return None
        found = self._answers.get(_digest(kind, self.outbound.value(kind, value)))
        if found is None or at is None:
            return found
        return found if found.at <= as_day(at) < found.expires else None

    def ask(self, verifier: Verifier, kind: str, values: Iterable[str], *, at: date | str) -> dict[str, Verified]:
        """Ask about values that have no fresh answer; equal texts are sent once.

        Args:
            verifier: whom to ask.
            kind: kind of the values, among ``verifier.kinds``.
            values: canonical texts.
            at: the day of asking.

        Returns:
            The answer by value.

        Raises:
            PolicyError: the kind may not leave, or the verifier does not know it.
        """
        told, open_ = self._known(verifier, kind, values, at)
        for sent in dict.fromkeys(open_.values()):
            self._keep(kind, sent, verifier.verify(kind, sent), as_day(at))
        return told | {v: self._answers[_digest(kind, sent)].verified for v, sent in open_.items()}

    async def ask_async(
        self, verifier: AsyncVerifier, kind: str, values: Iterable[str], *, at: date | str, at_once: int = 20
    ) -> dict[str, Verified]:
        """As `ask`, with at most ``at_once`` questions under way."""
        SOME.check("at_once", at_once)
        told, open_ = self._known(verifier, kind, values, at)
        gate = asyncio.Semaphore(at_once)

        async def one(sent: str) -> tuple[str, Verified]:
            async with gate:
                return sent, await verifier.verify(kind, sent)

        for sent, verified in await asyncio.gather(*map(one, dict.fromkeys(open_.values()))):
            self._keep(kind, sent, verified, as_day(at))
        return told | {v: self._answers[_digest(kind, sent)].verified for v, sent in open_.items()}

    def _known(
        self, verifier: Verifier | AsyncVerifier, kind: str, values: Iterable[str], at: date | str
    ) -> tuple[dict[str, Verified], dict[str, str]]:
        """Values with a fresh answer, and what is to be sent for the others."""
        if kind not in verifier.kinds:
            raise PolicyError(f"this verifier does not judge {kind!r}; it judges {', '.join(sorted(verifier.kinds))}")
        told, open_ = {}, {}
        for value in values:
            sent = self.outbound.value(kind, value)
            if fresh := self.find(kind, value, at):
                told[value] = fresh.verified
            else:
                open_[value] = sent
        return told, open_

    def _keep(self, kind: str, sent: str, verified: Verified, at: date) -> None:
        expires = at + timedelta(days=self.keep_days[verified.outcome])
        self._answers[_digest(kind, sent)] = Answer(verified, at, expires)

    def to_dict(self) -> dict[str, Any]:
        """The answers as plain data for JSON: digests, no values."""
        return {
            key: [a.verified.outcome, a.verified.reason, a.at.isoformat(), a.expires.isoformat()]
            for key, a in sorted(self._answers.items())
        }

    def load(self, data: Mapping[str, Any]) -> None:
        """Take in answers kept by `to_dict`.

        Raises:
            PolicyError: an outcome is not known.
        """
        for key, (outcome, reason, at, expires) in data.items():
            if outcome not in get_args(CheckOutcome):
                raise PolicyError(f"no outcome {outcome!r} of a check")
            self._answers[key] = Answer(Verified(outcome, reason), as_day(at), as_day(expires))


def _digest(kind: str, sent: str) -> str:
    return hashlib.sha256(f"{kind}\0{sent}".encode("utf-8", "surrogatepass")).hexdigest()


@frozen
class Verification:
    """One step of having a value confirmed: a message asked for it, or somebody in contact said so.

    Args:
        record_id: the record.
        field: the field.
        outcome: ``sent`` (a link or code is on its way), ``verified`` or ``failed``.
        at: when.
        by: who: a seller's name, ``"double opt-in"``.
        himself: the person confirmed or denied it, not a colleague.

    Example:
        >>> Verification("7", "mobile", "verified", as_day("2026-11-01"), "li.na").to_event()["kind"]
        'feedback/confirmed'
    """

    record_id: str
    field: str
    outcome: Literal["sent", "verified", "failed"]
    at: date = attribute(converter=as_day)
    by: str
    himself: bool = False

    def __attrs_post_init__(self) -> None:
        if self.outcome not in ("sent", "verified", "failed"):
            raise PolicyError("the outcome of a verification is 'sent', 'verified' or 'failed'")

    def to_event(self) -> dict[str, str] | None:
        """The row of an events table that it is as evidence; ``None`` for a message sent, which proves nothing."""
        if self.outcome == "sent":
            return None
        who = "person" if self.himself else "feedback"
        kind = {"verified": "confirmed", "failed": "denied"}[self.outcome]
        return {"record_id": self.record_id, "field": self.field, "kind": f"{who}/{kind}", "at": self.at.isoformat()}


@frozen
class ChannelState:
    """How far a channel of a record is verified.

    Args:
        state: ``unverified``, ``sent``, ``verified``, ``failed`` or ``expired``.
        since: the day it came into that state; for ``unverified`` the day of entry, where known.
    """

    state: Literal["unverified", "sent", "verified", "failed", "expired"]
    since: date | None

    def overdue(self, as_of: date | str, days: int = 14) -> bool:
        """Whether it has waited for verification for some days: ask again, by another channel or by a person."""
        AMOUNT.check("days", days)
        waits = self.state in ("unverified", "sent", "expired")
        return waits and self.since is not None and (as_day(as_of) - self.since).days >= days


def channel_states(
    steps: Iterable[Verification], *, as_of: date | str, entered: date | None = None, link_days: int = 7,
    valid_days: int = 365,
) -> dict[tuple[str, str], ChannelState]:  # fmt: skip
    """The state of each channel that has ever been asked about; later steps win, future ones change nothing.

    Args:
        steps: in any order; on one day a result stands above a message sent.
        as_of: the day to judge from.
        entered: for channels of which every step lies in the future.
        link_days: days after which a message sent has expired.
        valid_days: days after which a verification has expired.

    Returns:
        By record and field.
    """
    COUNT.check("link_days and valid_days", link_days, valid_days)
    day = as_day(as_of)
    out: dict[tuple[str, str], ChannelState] = {}
    for step in sorted(each("steps", steps, Verification), key=lambda s: (s.at, s.outcome != "sent", s.outcome)):
        if step.at > day:
            out.setdefault((step.record_id, step.field), ChannelState("unverified", entered))
            continue
        last = {"sent": link_days, "verified": valid_days}.get(step.outcome)
        end = None if last is None else step.at + timedelta(days=last)
        gone = end is not None and end <= day
        out[step.record_id, step.field] = ChannelState("expired", end) if gone else ChannelState(step.outcome, step.at)
    return out


def evidence_of(answer: Answer | None, as_of: date) -> Iterator[tuple[str, date]]:
    """The outcome kind and day that an answer is as evidence; nothing for an unknown or a later one."""
    if answer is not None and answer.at <= as_of and answer.verified.outcome in EVIDENCE:
        yield EVIDENCE[answer.verified.outcome], answer.at
