"""What to do with each record of a table, said in words, and this week's checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve, field, frozen

from crmquality.cleaning._events import EPOCH, Floats
from crmquality.cleaning._freshness import FAR, Beliefs
from crmquality.decay import CHECKS, CheckResults, Costs, Feedback, GhostPolicy, Verification
from crmquality.decay._cases import CAUSES
from crmquality.decay._ghost import DEFENCES, QUEUES, REASONS, TURN, WAITING, GhostColumns, decide, defence_of
from crmquality.decay._given import COUNT, given, of_kind
from crmquality.decay._next import WEEKLY, Worth, best_checks
from crmquality.errors import PolicyError
from crmquality.policy import Policy
from crmquality.policy._channels import channel_of

#: columns of the list of checks
VERIFY = "owner rank record_id field also channel value cost action reason".split()
WEEK = 7


@frozen
class Care:
    """What the caller brings to the judgement, and how much checking there is time for.

    Args:
        events: contact events.
        results: answers of verifiers.
        said: what customers said, and what people in contact with them found.
        costs: of checking and failing.
        budget: how many records something is done about in a week.
        ghosts: what counts as a ghost.
    """

    events: pl.DataFrame | None = field(default=None, repr=False)
    results: CheckResults | None = None
    said: tuple[Feedback | Verification, ...] = ()
    costs: Costs = field(factory=Costs)
    budget: int = WEEKLY
    ghosts: GhostPolicy = field(factory=GhostPolicy)

    def __attrs_post_init__(self) -> None:
        COUNT.check("verify_budget", self.budget)
        if not all(isinstance(item, Feedback | Verification) for item in self.said):
            raise PolicyError("feedback holds Feedback and Verification of crmquality.decay")
        of_kind("costs", self.costs, Costs)
        of_kind("ghosts", self.ghosts, GhostPolicy)
        given("verified", self.results, CheckResults, lambda: None)


def dates(days: npt.NDArray[np.int32], as_of: date) -> pl.Series:
    """Days from ``as_of`` as dates, worded once per distinct one."""
    known, place = np.unique(days, return_inverse=True)
    worded = pl.Series(known + as_of.toordinal() - EPOCH, dtype=pl.Int32).cast(pl.Date).dt.strftime("%Y-%m-%d")
    return worded.gather(place)


def worth_of_checks(policy: Policy, beliefs: Beliefs, costs: Costs) -> tuple[Worth, list[str]]:
    """The best check of each record over its channels, title, company and address; one column for an address."""
    names: list[str] = []
    seen: set[str] = set()
    for name in beliefs.p_valid:
        key = beliefs.keys[name]
        if channel_of(policy.field(name)) or key not in seen:
            names.append(name)
        seen.add(key)
    p = np.column_stack([beliefs.p_valid[f] for f in names]) if names else np.zeros((len(beliefs.p_employed), 0))
    hazards = [beliefs.hazards.get(f) for f in names]
    return best_checks(p, [beliefs.keys[f] for f in names], hazards, costs, CHECKS), names


def judge(
    policy: Policy, canonical: pl.DataFrame, known: GhostColumns, worth: Worth, fields: list[str], beliefs: Beliefs,
    ids: tuple[str, ...], care: Care, as_of: date, overdue: Mapping[int, str],
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """The verdict on each record, and what is to be done this week; ``overdue`` names fields to be confirmed by row."""
    n, ghosts = canonical.height, care.ghosts
    seen = evolve(known, check_value=np.where(beliefs.dated, np.maximum(worth.value, 0.0), np.nan))
    p, shares, wanted = decide(seen, ghosts)
    order = _in_turn(wanted, known.causes, p, worth, ids)
    turn = np.full(n, np.nan)
    turn[order] = np.arange(len(order)) // care.budget if care.budget else FAR
    reason = np.where(turn > 0, WAITING[wanted], wanted)
    earliest = np.fmin.reduce([*beliefs.due.values(), np.full(n, np.nan)])
    due = np.fmin(np.where(np.isnan(turn), earliest, turn * WEEK), FAR)
    due_at = dates(np.nan_to_num(due).round().astype(np.int32), as_of).set(pl.Series(np.isnan(due)), None)
    check = _checks_in_words(policy, worth, fields, overdue)
    first = np.where(shares.any(axis=1), shares.argmax(axis=1), -1)
    words = pl.Series([*CAUSES, None])
    frame = pl.DataFrame({
        "p_ghost": pl.Series(p).round_sig_figs(6),
        "cause": words.gather(pl.Series(first % len(words))),
        "p_active": pl.Series(1 - known.causes[:, CAUSES.index("lapsed")]).fill_nan(None).round_sig_figs(6),
        "contactable": known.permission & known.has_channel,
        "action": pl.Series([a for a, _ in REASONS]).gather(reason),
        "reason": _in_words(reason, ghosts, known.attempts, check, due_at),
        "due_at": due_at,
        "defence": pl.Series([*DEFENCES.values(), None]).gather(defence_of(known.causes, shares, p, ghosts)),
    })  # fmt: skip
    return frame, _listed(canonical, frame, order[turn[order] == 0], worth, fields, policy, overdue)


def _in_turn(
    wanted: npt.NDArray[np.int64], causes: Floats, p: Floats, worth: Worth, ids: tuple[str, ...]
) -> npt.NDArray[np.int64]:
    """Rows whose action waits for the budget, in order; each kind of action has its share of every week.

    Checks go by value for their cost, looks by p_ghost, messages by the chance that they reach somebody interested.
    """
    kind = np.select([np.isin(wanted, q) for q in QUEUES], range(len(QUEUES)), default=-1)
    with np.errstate(invalid="ignore"):
        value = np.where(worth.check >= 0, worth.value / worth.cost, 0.0)
    _, _, lost, lapsed = np.nan_to_num(causes).T
    rank = np.select([kind == 0, kind == 1], [value, p], default=(1 - lost) * (1 - lapsed))
    rows = np.flatnonzero(kind >= 0)
    places = np.argsort(pl.Series(ids, dtype=pl.String).arg_sort().to_numpy())
    order = rows[np.lexsort((places[rows], -np.round(rank[rows], 6), kind[rows]))]
    size = np.bincount(kind[order], minlength=len(QUEUES))
    share = (np.arange(len(order)) - (np.cumsum(size) - size)[kind[order]] + 0.5) / size[kind[order]]
    merged: npt.NDArray[np.int64] = order[np.lexsort((kind[order], share))]
    return merged


def _checks_in_words(policy: Policy, worth: Worth, fields: list[str], overdue: Mapping[int, str]) -> pl.Series:
    """``"the Mobile, by call"`` per record with a check that pays, or the field that waits to be confirmed."""
    size = len(CHECKS) + 1
    said = [f"the {policy.field(f).label or f}, by {c.channel}" for f in fields for c in CHECKS]
    table = pl.Series([*said, None], dtype=pl.String)
    code = np.where(worth.check >= 0, worth.field * (size - 1) + worth.check, len(said))
    waiting = [f"the {policy.field(f).label or f}" for f in overdue.values()]
    return table.gather(code).scatter(list(overdue), waiting) if overdue else table.gather(code)


def _in_words(
    reason: npt.NDArray[np.int64], ghosts: GhostPolicy, attempts: Floats, check: pl.Series, due_at: pl.Series
) -> pl.Series:
    """Reasons in words, put together where they speak of attempts, a check or a day."""
    frame = pl.DataFrame({
        "said": pl.Series([text.replace("{months}", str(ghosts.silent_months)) for _, text in REASONS]).gather(reason),
        "attempts": pl.Series(attempts).fill_nan(None).cast(pl.Int64).cast(pl.String), "check": check,
        "due": TURN + due_at,
    })  # fmt: skip
    said = pl.col("said")
    for part, missing in (("attempts", "0"), ("check", "it"), ("due", "")):
        said = said.str.replace(f"{{{part}}}", pl.col(part).fill_null(missing), literal=True)
    return frame.select(said).to_series()


def _listed(
    canonical: pl.DataFrame, frame: pl.DataFrame, rows: npt.NDArray[np.int64], worth: Worth, fields: list[str],
    policy: Policy, overdue: Mapping[int, str],
) -> pl.DataFrame:  # fmt: skip
    """What is to be done this week, by owner and rank; a field and a channel where something is to be checked."""
    checked = (frame["action"] == "verify").to_numpy() & ~np.isin(np.arange(frame.height), list(overdue))
    worth = evolve(worth, check=np.where(checked, worth.check, -1), field=np.where(checked, worth.field, -1))
    keys = {f: policy.field(f).hazard for f in fields}
    names, channels = [*fields, None], [*(c.channel for c in CHECKS), None]
    also = []
    for row in rows.tolist():
        place = int(worth.check[row])
        settled = CHECKS[place].fields if place >= 0 else ()
        due = [f for j, f in enumerate(fields) if worth.due[row, j] and keys[f] in settled and j != worth.field[row]]
        also.append(", ".join(due))
    owner = (canonical["owner"] if "owner" in canonical.columns else pl.Series([""] * canonical.height)).gather(rows)
    value = pl.Series(np.where(worth.check[rows] >= 0, worth.value[rows], np.nan))
    return pl.DataFrame({
        "row": pl.Series(rows, dtype=pl.Int64), "owner": owner.cast(pl.String).fill_null(""),
        "rank": np.arange(1, len(rows) + 1, dtype=np.int64), "also": pl.Series(also, dtype=pl.String),
        "field": pl.Series([overdue.get(r, names[worth.field[r]]) for r in rows.tolist()], dtype=pl.String),
        "channel": pl.Series([channels[i] for i in worth.check[rows].tolist()], dtype=pl.String),
        "value": value.fill_nan(None).round_sig_figs(6),
        "cost": pl.Series(np.where(worth.check[rows] >= 0, worth.cost[rows], np.nan)).fill_nan(None),
        "action": frame["action"].gather(rows), "reason": frame["reason"].gather(rows),
    }).sort("owner", "rank")  # fmt: skip
