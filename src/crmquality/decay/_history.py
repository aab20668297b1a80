"""One field explained: what moved the belief, when it is due for a check, and since when it has been wrong.

The second comes from the whole history in one formula. The state after the last new value is a prior; with B_k the sum
of log likelihood ratios up to event k and S the survival, the field failed between events k and k + 1 with a weight of
(S(t_k) - S(t_k+1)) * exp(B_k). For work fields the job has the same formula, with the predictive likelihood of each
outcome on any work field in place of P(outcome | valid). Everything runs in logarithms.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import field as attribute
from attrs import frozen

from crmquality.decay._belief import BeliefState, Evidence, Layer, distinct
from crmquality.decay._hazards import Hazard, HazardTable, first_true
from crmquality.decay._outcomes import OutcomeTable
from crmquality.decay._time import YEAR, Time, like, to_days
from crmquality.decay._verify import Costs, verify_interval
from crmquality.errors import PolicyError

NEVER = -math.inf
"""The logarithm of nothing."""


@frozen
class BeliefStep:
    """One thing that moved the belief.

    Args:
        at: when, or up to when for ageing.
        what: ``entered``, ``ageing``, or the kind of evidence.
        field: the field that the evidence was on.
        log_odds: how far it moved, in log-odds; all steps add up to the log-odds at the end.
        p_valid: the belief after it.
    """

    at: Time
    what: str
    field: str
    log_odds: float
    p_valid: float


@frozen
class Span:
    """A time in which the field may have gone wrong.

    Args:
        start: its beginning; ``None`` = before the value was entered.
        end: its end.
        p: probability that the field went wrong then.
    """

    start: Time | None
    end: Time
    p: float


@frozen
class FieldBelief:
    """What is believed of one field, and why.

    Args:
        field: the field.
        as_of: the moment.
        p_valid: probability that it holds, 0 to 1.
        due_at: when a check pays; ``None`` = never by its age alone.
        half_life_days: days until the belief is half of today's without evidence; infinity if never.
        last_evidence_at: the last evidence on this field; ``None`` without any.
        steps: what moved the belief, in order.
        failed_between: where a wrong value went wrong, in order; with ``p_valid`` they add up to 1. Empty where values
            come right by themselves.
    """

    field: str
    as_of: Time
    p_valid: float
    due_at: Time | None
    half_life_days: float
    last_evidence_at: Time | None
    steps: tuple[BeliefStep, ...] = attribute(repr=False)
    failed_between: tuple[Span, ...] = attribute(repr=False)

    @property
    def wrong_since(self) -> Span | None:
        """The likeliest time at which it went wrong, if it did."""
        return max(self.failed_between, key=lambda span: span.p, default=None)


def field_belief(
    evidence: Iterable[Evidence], field: str, as_of: Time, hazards: HazardTable | None = None,
    outcomes: OutcomeTable | None = None, *, entry: str | float = "staff", entered_at: Time | None = None,
    segment: str | None = None, costs: Costs | None = None,
) -> FieldBelief:  # fmt: skip
    """The belief in one field of one contact, with its reasons.

    Args:
        evidence: of one contact, on any fields, in any order; what lies after ``as_of`` is left out.
        field: the field.
        as_of: the moment; times of the result are of its kind.
        hazards: the shipped table unless given.
        outcomes: the shipped table unless given.
        entry: belief at entry, or its route.
        entered_at: when values were entered; the first event unless given.
        segment: whose hazards hold.
        costs: of checks and failures, for the due date.

    Raises:
        PolicyError: an unknown field, kind or route, or evidence of several contacts.

    Example:
        >>> bounce = Evidence("c1", "work_email", "hard_bounce", 300)
        >>> belief = field_belief([bounce], "work_email", 320, entered_at=0)
        >>> [(s.what, round(s.log_odds, 1)) for s in belief.steps]
        [('entered', 2.9), ('ageing', -1.7), ('hard_bounce', -4.9), ('ageing', -0.0)]
        >>> belief.wrong_since.start, belief.wrong_since.end, round(belief.wrong_since.p, 2)
        (0.0, 300.0, 0.76)
    """
    now = to_days(as_of)
    events = [e for e in distinct(evidence) if e.day <= now]
    if len({e.contact_id for e in events}) > 1:
        raise PolicyError("a belief is in a field of one contact: the evidence is of several")
    first = min([e.day for e in events], default=now)
    began = first if entered_at is None else min(first, to_days(entered_at))
    state = BeliefState.start(entry, began, hazards=hazards, outcomes=outcomes, segment=segment)
    name = state.hazards.resolve(field)
    odds = state.log_odds(name)
    steps = [BeliefStep(like(began, as_of), "entered", name, odds, state.p_valid(name))]
    prior = state
    since: list[tuple[Evidence, Layer]] = []

    def moved(to: BeliefState, at: float, what: str, on: str) -> None:
        nonlocal odds
        new = to.log_odds(name)
        if new != odds:
            steps.append(BeliefStep(like(at, as_of), what, on, new - odds, to.p_valid(name)))
        odds = new

    for e in state.counted(events):
        aged = state.advance(e.day)
        on = state.hazards.resolve(e.field)
        moved(aged, e.day, "ageing", name)
        state = aged.apply(e)
        moved(state, e.day, e.kind, on)
        if on != name and not (state.linked(on) and state.linked(name)):
            continue
        if state.outcome(e) is None:
            prior, since = state, []
        elif state.own is not aged.own:
            since.append((e, aged.layer(on)))
    state = state.advance(now)
    moved(state, now, "ageing", name)
    p, last = state.p_valid(name), [e.day for e in events if state.hazards.resolve(e.field) == name]
    hazard = state.hazards.get(name, segment)
    _, threshold = verify_interval(hazard.total, costs)
    due = _days_until(state, name, threshold)
    return FieldBelief(
        name, as_of, p, None if due == math.inf else like(now + due, as_of), _days_until(state, name, p / 2),
        like(max(last), as_of) if last else None, tuple(steps),
        () if hazard.recovery else tuple(_spans(prior, name, since, state, as_of)),
    )  # fmt: skip


def _days_until(state: BeliefState, name: str, p: float) -> float:
    """Days until the belief has fallen to a value; 0 if it has, infinity if it never will."""
    now, hazard = state.p_valid(name), state.hazards.get(name, state.segment)
    if now <= p:
        return 0.0
    if p <= 0:
        return math.inf
    if hazard.constant and not hazard.recovery:
        return math.log(now / p) / hazard.total * YEAR if hazard.total else math.inf
    return first_true(lambda years: state.advance(state.at + years * YEAR).p_valid(name) <= p) * YEAR


def _spans(
    prior: BeliefState, name: str, since: Sequence[tuple[Evidence, Layer]], end: BeliefState, as_of: Time
) -> Iterable[Span]:
    """Probabilities of having gone wrong before the prior, and between any two events from there on."""
    times = [prior.at, *(e.day for e, _ in since), end.at]
    hazard = prior.hazards.get(name, prior.segment)
    on_field, on_job = [0.0], [0.0]
    for e, layer in since:
        outcome = prior.outcome(e)
        a, b = outcome.likelihoods if outcome else (1.0, 1.0)
        mine = prior.hazards.resolve(e.field) == name
        on_field.append(on_field[-1] + (math.log(a / b) if mine else 0.0))
        on_job.append(on_job[-1] + math.log((layer.p * a + layer.q * b) / b))
    own = _Failing(prior.layer(name), hazard, times, on_field, shared=False)
    job = _Failing(prior.job_layer(), hazard, times, on_job, shared=True)
    if not prior.linked(name):
        job = _Failing(Layer(1.0, 0.0, prior.at, prior.at), Hazard(0.0), times, [0.0] * len(on_job), shared=True)
    whole = _sum([job.before, *job.between, job.alive[-1]])
    # per job end k, the odds of what happened to the own layer up to then; the last k: the job lasts
    ended = [x - whole - z for x, z in zip([*job.between, job.alive[-1]], own.norms, strict=True)]
    before = _sum([job.before - whole, *(x + own.before for x in ended)])
    later, out = NEVER, []
    for k in reversed(range(len(own.between))):
        later = _sum([later, ended[k + 1]])
        p = math.exp(_sum([ended[k] + own.alive[k], later + own.between[k]]))
        out.append(Span(like(times[k], as_of), like(times[k + 1], as_of), p))
    return [Span(None, like(times[0], as_of), math.exp(before)), *reversed(out)]


class _Failing:
    """Logs of the weights of one layer's fates: bad before, failed between two events, alive at each and at the end."""

    def __init__(
        self, start: Layer, hazard: Hazard, times: Sequence[float], evidence: Sequence[float], *, shared: bool
    ) -> None:
        cumulative = hazard.shared_cumulative if shared else hazard.cumulative
        ages = [cumulative((t - start.born) / YEAR) for t in times]
        good = math.log(start.p) if start.p > 0 else NEVER
        self.before = math.log(start.q) if start.q > 0 else NEVER
        passed = [age - ages[0] for age in ages]
        steps = [_log1mexp(b - a) for a, b in pairwise(ages)]
        self.between = [good - p + step + e for p, step, e in zip(passed, steps, evidence, strict=False)]
        self.alive = [good - passed[k] + evidence[min(k, len(evidence) - 1)] for k in range(len(times))]
        failed, self.norms = self.before, []
        for k, alive in enumerate(self.alive):
            self.norms.append(_sum([failed, alive]))
            if k < len(self.between):
                failed = _sum([failed, self.between[k]])


def _log1mexp(x: float) -> float:
    """Ln(1 - exp(-x)) for x >= 0."""
    if x <= 0:
        return NEVER
    return math.log(-math.expm1(-x)) if x < math.log(2) else math.log1p(-math.exp(-x))


def _sum(logs: Sequence[float]) -> float:
    """The logarithm of a sum."""
    top = max(logs)
    return top if top == NEVER else top + math.log(math.fsum(math.exp(x - top) for x in logs))
