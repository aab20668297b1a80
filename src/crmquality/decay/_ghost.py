"""Is a record a ghost, why, what would have caught it, and what to do next. Nothing is ever deleted.

Causes are alternatives, each sufficient: they combine by noisy-or, and their shares add up to 1. Silence counts only
against attempts made. A record with an open deal, order or ticket is never archived, an archive is a flag that can be
taken back, and a suppression entry stays. One implementation over arrays serves a table and a single record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from crmquality._data import load
from crmquality.decay._cases import CAUSES
from crmquality.decay._given import AMOUNT, COUNT, INSIDE, NUMBER, PROBABILITY, given, of_kind
from crmquality.decay._silence import LAPSE_RATE, RESPONSE_RATE
from crmquality.decay._time import YEAR
from crmquality.errors import PolicyError

Action = Literal["suppress", "review", "archive", "re_engage", "verify", "keep"]
Defence = Literal["cleaning", "verification", "automation", "review", "analytics"]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
#: the defence that would have caught a cause: checks at the door, merging, asking again, watching who falls silent;
#: and where no cause is likely by itself, a person's look
DEFENCES: Final[Mapping[str, Defence]] = {
    "fake": "automation", "duplicate": "cleaning", "unreachable": "verification", "lapsed": "analytics",
    "none alone": "review",
}  # fmt: skip
#: natural logarithms of how much likelier a sign is, seen and not seen, in a made-up entry: judgement
SIGNS: Final[Mapping[str, tuple[float, float]]] = {s: (a, b) for s, (a, b) in load("decay")["signs"].items()}
SIGN_CAP, RESPONSE_WORTH, MOST_RESPONSES = 8.0, 3.0, 5
#: a probability is never taken as certain
_CERTAIN = 1e-9


@frozen(kw_only=True)
class GhostPolicy:
    """What counts as a ghost, and from where on something is done.

    Args:
        lapsed_is_ghost: whether somebody who has fallen silent is a ghost.
        sure: probability of a made-up entry or a copy from which a person looks at it.
        unreachable: probability from which a record that no check can help is archived.
        interested: probability of interest below which a record is written to once more.
        doubtful: p_ghost from which a person looks at it.
        silent_months: calendar months of silence after which a record is written to once more, then archived.
        min_attempts: attempts that silence must follow.
        calibrate: from p_ghost to a calibrated one, such as a `Calibrator` fitted on labels; rising.

    Raises:
        PolicyError: a probability outside 0 and 1, or months or attempts below 0.
    """

    lapsed_is_ghost: bool = True
    sure: float = field(default=0.9, validator=PROBABILITY)
    unreachable: float = field(default=0.8, validator=PROBABILITY)
    interested: float = field(default=0.5, validator=PROBABILITY)
    doubtful: float = field(default=0.4, validator=PROBABILITY)
    silent_months: int = field(default=6, validator=COUNT)
    min_attempts: int = field(default=5, validator=COUNT)
    calibrate: Callable[[Floats], Floats] | None = None


@frozen
class GhostParts:
    """What is known of one record; ``None`` = unknown, which is neither good nor bad.

    Args:
        fake: probability that nobody like this exists (`fake_probability`).
        duplicate: probability that another, better record is the same.
        unreachable: probability that no channel works any more (`unreachable_probability`).
        lapsed: probability that interest or custom has ended; 1 less P(interested) or P(active).
        permission: may be contacted.
        silent: no response for the policy's months.
        attempts: attempts since the last response.
        open_business: an open deal, order or ticket.
        re_engaged: a last try was made and drew no response.
        has_channel: at least one channel that can be used.
        check_value: what the best check would bring; 0 or less = nothing is due, or no check pays.
        check: that check in words, such as ``"e-mail, by call"``.
        due: when the next check is due, in words.
        overdue: a channel has long waited for its confirmation (`ChannelState.overdue`).
        in_budget: what is to be done is among the things of this week.
        reasons: words by cause, beside those that the figures give.
    """

    fake: float | None = field(default=None, validator=PROBABILITY)
    duplicate: float | None = field(default=None, validator=PROBABILITY)
    unreachable: float | None = field(default=None, validator=PROBABILITY)
    lapsed: float | None = field(default=None, validator=PROBABILITY)
    permission: bool = field(default=True, kw_only=True)
    silent: bool | None = field(default=None, kw_only=True)
    attempts: int | None = field(default=None, kw_only=True, validator=AMOUNT)
    open_business: bool = field(default=False, kw_only=True)
    re_engaged: bool = field(default=False, kw_only=True)
    has_channel: bool = field(default=True, kw_only=True)
    check_value: float | None = field(default=None, kw_only=True, validator=NUMBER)
    check: str = field(default="", kw_only=True)
    due: str = field(default="", kw_only=True)
    overdue: bool = field(default=False, kw_only=True)
    in_budget: bool = field(default=True, kw_only=True)
    reasons: Mapping[str, Sequence[str]] = field(factory=dict, kw_only=True, repr=False)


class GhostCause(NamedTuple):
    """One cause: its name, its probability, its share of the whole, and why."""

    name: str
    p: float
    share: float
    reasons: tuple[str, ...]


@frozen
class GhostScore:
    """What follows for one record.

    Args:
        p: probability that it is a ghost, 0 to 1.
        causes: those that say anything, the largest share first; shares add up to 1.
        action: what to do next.
        action_reason: why, and what to do, in words.
        defence: what would have caught it: ``cleaning``, ``verification``, ``automation``, ``review``, ``analytics``;
            ``None`` where nothing speaks for a ghost.
    """

    p: float
    causes: tuple[GhostCause, ...]
    action: Action
    action_reason: str
    defence: Defence | None


def fake_probability(
    signs: Mapping[str, bool | None] | float, responses: int = 0, *, prior: float = 0.05,
    table: Mapping[str, tuple[float, float]] = SIGNS,
) -> float:  # fmt: skip
    """Probability that an entry is made up: prior odds times what was seen and what was not.

    Args:
        signs: by sign whether it was seen, ``None`` = not looked for; or the sum of log ratios itself.
        responses: answers of a person since; each is worth e to the -3.
        prior: share of made-up entries, above 0 and below 1.
        table: by sign the natural logarithms of the likelihood ratio, seen and not seen.

    Raises:
        PolicyError: an unknown sign, or a prior out of range.

    Example:
        >>> round(fake_probability({"gibberish_name": True, "disposable_domain": True}), 2)
        0.97
        >>> fake_probability({"gibberish_name": False}, responses=1) < 0.01
        True
    """
    INSIDE.check("prior", prior)
    COUNT.check("responses", responses)
    if isinstance(signs, Mapping):
        if unknown := sorted(signs.keys() - table.keys()):
            raise PolicyError(f"no sign {unknown[0]!r}; signs are {', '.join(table)}")
        if odd := [name for name, seen in signs.items() if seen not in (None, False, True)]:
            raise PolicyError(f"a sign is True, False or None for not looked for: {', '.join(odd)}")
        signs = float(sum(table[name][not seen] for name, seen in signs.items() if seen is not None))
    NUMBER.check("signs", signs)
    return float(fake_probabilities(np.array([signs], dtype=np.float64), np.array([responses]), prior)[0])


def fake_probabilities(score: Floats, responses: npt.NDArray[Any], prior: float = 0.05) -> Floats:
    """`fake_probability` of many records from their sums of log ratios."""
    logit = np.log(prior / (1 - prior)) + np.clip(score, -SIGN_CAP, SIGN_CAP)
    out: Floats = 1 / (1 + np.exp(-(logit - RESPONSE_WORTH * np.minimum(responses, MOST_RESPONSES))))
    return out


def unreachable_probability(linked: Sequence[float], unlinked: Sequence[float], p_employed: float = 1.0) -> float:
    """Probability that no channel works, where some fail together.

    Args:
        linked: beliefs in the channels that the person loses with the job.
        unlinked: beliefs in the other channels.
        p_employed: belief that the person is still in that job.

    Returns:
        0 to 1; 1 without any channel.

    Source:
        ``(1 - w) prod(1 - u) + w prod(1 - u) prod(1 - l / w)``.

    Example:
        >>> round(unreachable_probability([0.5, 0.5], [], 0.5), 6), unreachable_probability([], [0.75])
        (0.5, 0.25)
    """
    PROBABILITY.check("a belief in a channel", *linked, *unlinked)
    PROBABILITY.check("p_employed", p_employed)
    p = np.array([[*linked, *unlinked]], dtype=np.float64)
    tied = np.array([True] * len(linked) + [False] * len(unlinked), dtype=bool)
    return float(unreachable_probabilities(p, tied, np.array([p_employed]))[0])


def unreachable_probabilities(p: Floats, linked: Flags, p_employed: Floats) -> Floats:
    """`unreachable_probability` of many records; NaN = no such channel."""
    w = np.clip(p_employed, _CERTAIN, 1.0)
    lost = 1 - np.nan_to_num(p)
    free = lost[:, ~linked].prod(axis=1)
    own = 1 - np.clip(np.nan_to_num(p[:, linked]) / w[:, None], 0.0, 1.0)
    out: Floats = free * ((1 - w) + w * own.prod(axis=1))
    return out


def still_interested(
    silent_days: npt.ArrayLike, attempts: npt.ArrayLike, p_valid: npt.ArrayLike = 1.0, *,
    response_rate: float = RESPONSE_RATE, lapse_rate: float = LAPSE_RATE,
) -> Floats:  # fmt: skip
    """`silence` of many records: the probability that interest lives on after attempts that drew no response.

    Args:
        silent_days: since the last human response.
        attempts: made since then.
        p_valid: belief in the channel used: what did not arrive says nothing.
        response_rate: chance that an interested person answers one attempt: judgement.
        lapse_rate: yearly rate at which interest ends: judgement.

    Source:
        ``1 / (1 + D / h (exp(h t) - 1))`` with ``h = D - sum(log(1 - rho p)) / t``.
    """
    years = np.maximum(np.asarray(silent_days, dtype=np.float64), 1.0) / YEAR
    rate = lapse_rate - np.asarray(attempts) * np.log1p(-response_rate * np.asarray(p_valid)) / years
    out: Floats = 1 / (1 + lapse_rate / rate * np.expm1(np.minimum(rate * years, 700.0)))
    return out


def noisy_or(p: Floats) -> tuple[Floats, Floats]:
    """Per row the probability that one cause holds, and the shares, 0 where none says anything; NaN = unknown."""
    weight = -np.log1p(-np.clip(np.nan_to_num(p), 0.0, 1 - _CERTAIN))
    total = weight.sum(axis=1)
    shares = np.divide(weight, total[:, None], out=np.zeros_like(weight), where=total[:, None] > 0)
    return -np.expm1(-total), shares


@frozen(eq=False)
class GhostColumns:
    """`GhostParts` of many records as arrays; NaN = unknown, and flags that are unknown are false."""

    causes: Floats  # rows by CAUSES
    permission: Flags
    silent: Flags
    attempts: Floats
    open_business: Flags
    re_engaged: Flags
    has_channel: Flags
    check_value: Floats
    overdue: Flags
    in_budget: Flags


FLAGS: Final = ("permission", "silent", "open_business", "re_engaged", "has_channel", "overdue", "in_budget")
#: the reasons for an action, in the order in which they decide: the action and how it is said
_REASONS: Final[tuple[tuple[Action, str], ...]] = tuple((a, said) for a, said in load("decay")["reasons"])
#: reasons that wait for the budget, by what they ask for: a check, a look, one more message
QUEUES: Final = tuple(
    tuple(i for i, (action, _) in enumerate(_REASONS) if action == asked) for asked in ("verify", "review", "re_engage")
)
TURN: Final = "; its day is "
#: by reason its place once others come first, or its own
WAITING: Final = np.arange(len(_REASONS))
WAITING[np.concatenate(QUEUES)] = len(_REASONS) + np.arange(sum(map(len, QUEUES)))
_LATER: Final = tuple(_REASONS[i][1].partition(":")[0] for queue in QUEUES for i in queue)
REASONS: Final[tuple[tuple[Action, str], ...]] = (
    *_REASONS, *(("keep", f"{why}; others come first this week{{due}}") for why in _LATER)
)  # fmt: skip


def decide(c: GhostColumns, policy: GhostPolicy) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    """Per record p_ghost, the share of each cause, and the place of the reason in `REASONS`; the first rule decides."""
    counted = c.causes.copy()
    if not policy.lapsed_is_ghost:
        counted[:, CAUSES.index("lapsed")] = np.nan
    p, shares = noisy_or(counted)
    if policy.calibrate is not None:
        p = policy.calibrate(p)
    fake, copy, lost, lapsed = np.nan_to_num(c.causes).T
    silent = c.silent & (np.nan_to_num(c.attempts) >= policy.min_attempts) & ~c.open_business
    pays = np.nan_to_num(c.check_value) > 0
    gone = (lost >= policy.unreachable) & (c.check_value <= 0) & c.has_channel
    asked = c.has_channel & ~c.re_engaged & ~c.open_business & (lost < policy.unreachable)
    doubtful = (p >= policy.doubtful) & ~c.open_business
    rules = [
        ~c.permission, fake >= policy.sure, copy >= policy.sure, gone & c.open_business, gone, silent & c.re_engaged,
        silent & asked, ~c.has_channel, c.overdue, pays, asked & (lapsed > 1 - policy.interested), doubtful,
    ]  # fmt: skip
    reason = np.select(rules, range(1, len(_REASONS)), default=0)
    return p, shares, np.where(c.in_budget, reason, WAITING[reason])


def defence_of(causes: Floats, shares: Floats, p: Floats, policy: GhostPolicy) -> npt.NDArray[np.int64]:
    """Per record the place in `DEFENCES` of what would have caught it; -1 where nothing speaks for a ghost."""
    alone = np.nan_to_num(causes).max(axis=1) >= policy.doubtful
    first = np.where((p >= policy.doubtful) & ~alone, len(CAUSES), shares.argmax(axis=1))
    return np.where(shares.any(axis=1), first, -1)


def say(reason: int, policy: GhostPolicy, attempts: int = 0, check: str = "", due: str = "") -> str:
    """A reason of `REASONS` in words."""
    turn = due and TURN + due
    return REASONS[reason][1].format(months=policy.silent_months, attempts=attempts, check=check or "it", due=turn)


def ghost_score(parts: GhostParts | Mapping[str, float], policy: GhostPolicy | None = None) -> GhostScore:
    """The probability that a record is a ghost, by what causes, and what to do next.

    Args:
        parts: what is known of the record; a mapping gives the probability by cause alone.
        policy: the shipped thresholds unless given.

    Raises:
        PolicyError: a probability outside 0 and 1, or an unknown cause.

    Example:
        >>> score = ghost_score(GhostParts(fake=0.02, unreachable=0.7, lapsed=0.4, check_value=12.0, check="the phone"))
        >>> round(score.p, 3), [(c.name, round(c.share, 2)) for c in score.causes], score.action
        (0.824, [('unreachable', 0.69), ('lapsed', 0.29), ('fake', 0.01)], 'verify')
    """
    if isinstance(parts, Mapping):
        if unknown := sorted(parts.keys() - set(CAUSES)):
            raise PolicyError(f"no cause {unknown[0]!r}; causes are {', '.join(CAUSES)}")
        parts = GhostParts(**{str(name): p for name, p in parts.items()})  # type: ignore[arg-type]  # checked above
    policy = given("policy", policy, GhostPolicy, GhostPolicy)
    parts = of_kind("parts", parts, GhostParts)
    known = [np.nan if (p := getattr(parts, name)) is None else float(p) for name in CAUSES]
    flags = {name: np.array([bool(getattr(parts, name))]) for name in FLAGS}
    numbers = {n: np.array([np.nan if (v := getattr(parts, n)) is None else v]) for n in ("attempts", "check_value")}
    p, shares, reason = decide(GhostColumns(np.array([known]), **flags, **numbers), policy)
    found = [
        GhostCause(name, float(own), float(share), (*parts.reasons.get(name, ()), _why(name, parts)))
        for name, own, share in zip(CAUSES, known, shares[0].tolist(), strict=True)
        if share > 0
    ]
    found.sort(key=lambda cause: (-cause.share, CAUSES.index(cause.name)))
    code = int(reason[0])
    said = say(code, policy, parts.attempts or 0, parts.check, parts.due)
    defence = [*DEFENCES.values(), None][defence_of(np.array([known]), shares, p, policy)[0]]
    return GhostScore(float(p[0]), tuple(found), REASONS[code][0], said, defence)


def _why(cause: str, parts: GhostParts) -> str:
    """What stands behind a cause, in words."""
    if cause == "unreachable" and not parts.has_channel:
        return "no channel can be used"
    said: str = load("decay")["why"][cause]
    return said + (f": no answer to {parts.attempts} attempts" if cause == "lapsed" and parts.attempts else "")
