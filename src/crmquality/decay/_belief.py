"""The belief that the fields of one contact still hold: an exact filter with one shared cause, event by event.

Work fields fail together when the person leaves (``job``) and each by itself (``own``). Given that the job lasts, the
own layers are independent; given that it ended, every linked field is wrong: so a few numbers are the exact posterior.
Both a probability and its complement are carried. Source: two-state hidden Markov filter in closed steps.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import attrs
from attrs import asdict, evolve, field, frozen

from crmquality.decay._given import Range, each, given
from crmquality.decay._hazards import Hazard, HazardTable
from crmquality.decay._outcomes import CHANGED, ENTRY, NOTHING, WEAK, Outcome, OutcomeTable
from crmquality.decay._time import YEAR, Time, to_days
from crmquality.errors import PolicyError

WEAK_DAYS = 7.0
"""A weak outcome of a kind on a field counts once in so many days: an outage repeats itself."""
TINY, ALMOST = 1e-300, 1 - 2**-53
"""No belief becomes certain: evidence could never move it again."""
SURVIVES = 0.05
"""Share of other work fields that outlive a new employer (mergers, renames): judgement."""


@frozen
class Evidence:
    """One outcome of one attempt, or a new value.

    Args:
        contact_id: whose.
        field: the field it speaks of.
        kind: the outcome; ``changed`` = the field has a new value since.
        at: when.
        event_id: the same event delivered twice counts once.
        attempt_id: of all outcomes of one attempt (message, call, letter) on a field, the strongest counts.
        source: who or what says so; for ``changed`` the way in, if it is one of `ENTRY`.
    """

    contact_id: str = attrs.field(repr=False)
    field: str
    kind: str
    at: Time
    event_id: str | None = None
    attempt_id: str | None = None
    source: str | None = attrs.field(default=None, repr=False)

    @property
    def day(self) -> float:
        """When, in days."""
        return to_days(self.at)


class Layer(NamedTuple):
    """One two-state layer: P(good), P(bad), the day both are of, and the day it began."""

    p: float
    q: float
    at: float
    born: float

    def advance(self, to: float, hazard: Hazard, *, shared: bool = False) -> Layer:
        """The same layer later, or the layer itself for an earlier day."""
        if to <= self.at:
            return self
        p, q = self.p, self.q
        if hazard.recovery and not shared:
            stay = hazard.rate + hazard.recovery
            loss = -math.expm1(-stay * (to - self.at) / YEAR) * (p * hazard.rate - q * hazard.recovery) / stay
        else:
            cumulative = hazard.shared_cumulative if shared else hazard.cumulative
            constant = hazard.constant  # a difference of ages would lose digits there
            passed = cumulative((to - self.at) / YEAR) if constant else (
                cumulative((to - self.born) / YEAR) - cumulative((self.at - self.born) / YEAR)
            )  # fmt: skip
            loss = -p * math.expm1(-passed)
        return Layer(max(p - loss, TINY), max(q + loss, TINY), to, self.born)

    def observe(self, a: float, b: float) -> Layer:
        """After an outcome with likelihood ``a`` if good and ``b`` if bad."""
        z = self.p * a + self.q * b
        return self._replace(p=max(self.p * a / z, TINY), q=max(self.q * b / z, TINY))


def distinct(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Events without those whose id is that of an earlier one, in the order given."""
    first: dict[str | int, Evidence] = {}
    for i, e in enumerate(each("evidence", evidence, Evidence)):
        key = i if e.event_id is None else e.event_id
        if key not in first or (e.day, e.field, e.kind) < (first[key].day, first[key].field, first[key].kind):
            first[key] = e
    return tuple(first.values())


def entry_belief(route: str | float) -> float:
    """The belief of an entry route, or a belief as it is.

    Raises:
        PolicyError: an unknown route, or a belief outside (0, 1).
    """
    p = ENTRY.get(route, route) if isinstance(route, str) else route
    Range(f"one of {', '.join(ENTRY)}, or a belief above 0 and below 1", 0, 1, "()").check("entry", p)
    return float(p)


@frozen
class BeliefState:
    """What is believed of one contact's fields at one moment; every step gives a new state.

    Build it with `start`. The applied events are kept, so that late ones can be replayed.

    Args:
        at: the moment, in days.
        entry: belief in each field at entry, 0 to 1.
        hazards: hazards by field; its fields are the state's.
        outcomes: likelihoods of outcomes.
        segment: whose hazards hold.
        job: the layer that linked fields share.
        own: each field's own layer.
        events: what was observed, in the order of arrival.
        to_verify: work fields that were there before a new employer.

    Example:
        >>> state = BeliefState.start("staff", 0.0)
        >>> state = state.advance(300).observe(Evidence("c1", "work_email", "hard_bounce", 300))
        >>> [round(state.p_valid(field), 2) for field in ("work_email", "job_title", "mobile")]
        [0.02, 0.18, 0.89]
    """

    at: float
    entry: float
    hazards: HazardTable = field(repr=False)
    outcomes: OutcomeTable = field(repr=False)
    segment: str | None
    job: Layer
    own: Mapping[str, Layer]
    events: tuple[Evidence, ...] = field(default=(), repr=False)
    to_verify: frozenset[str] = frozenset()
    _weak: Mapping[tuple[str, str], float] = field(factory=dict, repr=False)
    _origin: BeliefState | None = field(default=None, repr=False)

    @classmethod
    def start(
        cls, entry_route: str | float, at: Time, *, hazards: HazardTable | None = None,
        outcomes: OutcomeTable | None = None, segment: str | None = None,
    ) -> BeliefState:  # fmt: skip
        """The state on the day the values were entered.

        A work field is wrong at entry because the person has left or by itself: half of the log doubt each.

        Args:
            entry_route: one of `ENTRY`, or a belief above 0 and below 1.
            at: the day of entry.
            hazards: by field; the shipped table unless given.
            outcomes: the shipped table unless given.
            segment: whose hazards hold.

        Raises:
            PolicyError: an unknown route or a belief out of range.
        """
        hazards = given("hazards", hazards, HazardTable, HazardTable.default)
        outcomes = given("outcomes", outcomes, OutcomeTable, OutcomeTable.default)
        day, entry = to_days(at), entry_belief(entry_route)
        half = Layer(math.sqrt(entry), 1 - math.sqrt(entry), day, day)
        whole = Layer(entry, 1 - entry, day, day)
        own = {f: whole if hazards.get(f, segment).shared is None else half for f in hazards.hazards}
        return cls(day, entry, hazards, outcomes, segment, half, own)

    def advance(self, to: Time) -> BeliefState:
        """Let time pass.

        Raises:
            PolicyError: ``to`` lies before the state's moment.
        """
        day = to_days(to)
        if not day >= self.at:
            raise PolicyError("evidence must come in the order of time: observe late events with replay=True")
        return evolve(self, at=day)

    def observe(self, evidence: Evidence, *, replay: bool = False) -> BeliefState:
        """Take in one piece of evidence; an event already seen by its id changes nothing.

        Args:
            evidence: of this contact.
            replay: an event before the state's moment is put in its place and all later ones are applied again.

        Raises:
            PolicyError: late evidence without ``replay``, or an unknown field or kind.
        """
        (evidence,) = distinct([evidence])
        if evidence.event_id is not None and any(e.event_id == evidence.event_id for e in self.events):
            return self
        late = evidence.day < self.at
        if late and not replay:
            raise PolicyError("evidence must come in the order of time: observe late events with replay=True")
        same = evidence.attempt_id is not None and any(e.attempt_id == evidence.attempt_id for e in self.events)
        if late or same:
            return self.observe_all([evidence])
        return self.apply(evidence)

    def observe_all(self, evidence: Iterable[Evidence]) -> BeliefState:
        """Take in many events in any order, none before the first state's day.

        Raises:
            PolicyError: as `observe`.
        """
        start = self._origin or self
        state, kept = start, distinct((*self.events, *evidence))
        for e in self.counted(kept):
            state = state.apply(e)
        return evolve(state, events=kept, at=max([self.at, *(e.day for e in kept)]), origin=start)

    def counted(self, evidence: Iterable[Evidence]) -> list[Evidence]:
        """Events in the order of time, of each attempt on a field the strongest outcome alone, the first of equals."""
        rows = sorted(evidence, key=self._order)
        named = [i for i, e in enumerate(rows) if e.attempt_id is not None]
        named.sort(key=lambda i: -abs((self.outcome(rows[i]) or NOTHING).log_ratio))
        best: dict[tuple[str, str | None], int] = {}
        for i in named:
            best.setdefault((self.hazards.resolve(rows[i].field), rows[i].attempt_id), i)
        chosen = set(best.values())
        return [e for i, e in enumerate(rows) if e.attempt_id is None or i in chosen]

    def _order(self, e: Evidence) -> tuple[float, bool, str, str]:
        """By time; on the same instant new values first, so that evidence of the day speaks of them."""
        kind = self.outcomes.kind(e.kind)
        return e.day, kind != CHANGED, self.hazards.resolve(e.field), kind

    def outcome(self, evidence: Evidence) -> Outcome | None:
        """The likelihoods of a piece of evidence; ``None`` for a new value.

        Raises:
            PolicyError: an unknown kind.
        """
        name = self.hazards.resolve(evidence.field)
        outcome = self.outcomes.find(evidence.kind, "company" if name == self.hazards.employer else name)
        if outcome is None and self.outcomes.kind(evidence.kind) != CHANGED:
            raise PolicyError(f"unknown kind of evidence; kinds are {', '.join(self.outcomes.kinds)}, {CHANGED}")
        return outcome

    def apply(self, e: Evidence) -> BeliefState:
        """The next state, after an event that is not late, no duplicate, and the one that counts of its attempt."""
        state = evolve(self.advance(e.day), events=(*self.events, e), origin=self._origin or self)
        name, outcome, kind = self.hazards.resolve(e.field), self.outcome(e), self.outcomes.kind(e.kind)
        if outcome is None:
            return state.restart(name, ENTRY.get(e.source or "", self.entry))
        kind = kind.rpartition("/")[2]
        if kind in WEAK:
            if e.day - self._weak.get((name, kind), -math.inf) < WEAK_DAYS:
                return state
            state = evolve(state, weak={**self._weak, (name, kind): e.day})
        a, b = outcome.likelihoods
        layer = state.layer(name)
        job = state.job
        if state.linked(name):
            job = state.job_layer().observe(layer.p * a + layer.q * b, b)
        return evolve(state, job=job, own={**state.own, name: layer.observe(a, b)})

    def restart(self, name: str, entry: float) -> BeliefState:
        """A new value of a field: its entry belief, age 0. A new employer restarts the shared layer.

        Other work fields keep their belief when a colleague of theirs changes; after a new employer few survive.
        """
        now, own = self.at, {f: self.layer(f) for f in self.own}
        weak = {key: day for key, day in self._weak.items() if key[0] != name}
        if not self.linked(name):
            return evolve(self, own={**own, name: Layer(entry, 1 - entry, now, now)}, weak=weak)
        left, new = name == self.hazards.employer, math.sqrt(entry)
        before = self.job_layer()
        job = Layer(new, 1 - new, now, now) if left else before
        if not left and before.p < new:
            job = Layer(new, 1 - new, now, before.born)
        others = {f: left and own[f].born < now for f in own if f != name and self.linked(f)}
        for f, stale in others.items():
            p = min(own[f].p * before.p / job.p * (SURVIVES if stale else 1.0), 1.0)
            own[f] = Layer(p, max(1 - p, TINY), now, own[f].born)
        own[name] = Layer(entry / job.p, 1 - entry / job.p, now, now)
        marked = self.to_verify - {name} | {f for f, stale in others.items() if stale}
        return evolve(self, job=job, own=own, weak=weak, to_verify=marked)

    def linked(self, name: str) -> bool:
        """Whether a field shares the cause of the work fields."""
        return self.hazards.get(name, self.segment).shared is not None

    def layer(self, name: str) -> Layer:
        """A field's own layer at the state's moment."""
        return self.own[name].advance(self.at, self.hazards.get(name, self.segment))

    def job_layer(self) -> Layer:
        """The shared layer at the state's moment."""
        rows = (self.hazards.get(f, self.segment) for f in self.own)
        hazard = next((h for h in rows if h.shared is not None), None)
        return self.job.advance(self.at, hazard, shared=True) if hazard else self.job

    def log_odds(self, name: str) -> float:
        """Ln of P(field holds) over P(it does not), within +-690; exact at both ends."""
        job, own = self.job_layer(), self.layer(self.hazards.resolve(name))
        p, q = (job.p * own.p, job.q + job.p * own.q) if self.linked(name) else (own.p, own.q)
        return math.log(max(p, 1e-300)) - math.log(max(q, 1e-300))

    @property
    def p_employed(self) -> float:
        """Probability that the person is still in the job that the work fields speak of."""
        return self.job_layer().p

    def p_valid(self, name: str) -> float:
        """Probability that a field holds now, above 0 and below 1."""
        name = self.hazards.resolve(name)
        own = self.layer(name).p
        return min(max(self.p_employed * own if self.linked(name) else own, TINY), ALMOST)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON; tables only where they are not the shipped ones. Times become days."""
        origin = self._origin
        return {
            "at": self.at, "entry": self.entry, "segment": self.segment, "job": list(self.job),
            "own": {f: list(layer) for f, layer in self.own.items()},
            "events": [{**asdict(e), "at": e.day} for e in self.events], "to_verify": sorted(self.to_verify),
            "weak": [[f, k, day] for (f, k), day in self._weak.items()],
            "origin": origin.to_dict() if origin else None,
            "hazards": None if self.hazards == HazardTable.default() else self.hazards.to_dict(),
            "outcomes": None if self.outcomes == OutcomeTable.default() else self.outcomes.to_dict(),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> BeliefState:
        """The state that `to_dict` wrote."""
        hazards, outcomes = d["hazards"], d["outcomes"]
        return cls(
            d["at"], d["entry"],
            HazardTable.from_dict(hazards) if hazards else HazardTable.default(),
            OutcomeTable.from_dict(outcomes) if outcomes else OutcomeTable.default(),
            d["segment"], Layer(*d["job"]), {f: Layer(*layer) for f, layer in d["own"].items()},
            tuple(Evidence(**e) for e in d["events"]), frozenset(d["to_verify"]),
            {(f, k): day for f, k, day in d["weak"]}, cls.from_dict(d["origin"]) if d["origin"] else None,
        )  # fmt: skip
