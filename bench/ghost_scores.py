"""How well ghosts are told: AUC and Brier of the ghost score, beside the six-month rule, on made-up worlds.

The world generated here differs on purpose from the shipped tables: log-normal times in a job with restarts, people who
answer at different rates, machine opens, other likelihoods of outcomes, attempts that thin out, other signs of made-up
entries. Nothing is tuned to it. With ``--corpus DIR`` the same score runs on a folder of synthetic_*_dev.csv.

    python bench/ghost_scores.py [--contacts 20000] [--seed 1] [--corpus DIR]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl

from crmquality.decay import HazardTable, calibration_report, score_fields
from crmquality.decay._ghost import (
    SIGNS,
    GhostColumns,
    GhostPolicy,
    decide,
    fake_probabilities,
    still_interested,
    unreachable_probabilities,
)

FIELDS = {
    "email": "work_email",
    "phone": "direct_phone",
    "title": "job_title",
    "company": "company",
    "address": "work_address",
}
HAZARDS = HazardTable.default().for_fields(FIELDS)
HUMAN = ["replied", "clicked", "spoke"]
TRIED = ["delivered", "accepted", "opened", "no_answer"]
SIX_MONTHS = 183.0
SEEN = ("gibberish_name", "disposable_domain", "bot_like_form")


def world(n: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Contacts, events and truth of a made-up CRM."""
    rng = np.random.default_rng(seed)
    as_of = rng.integers(90, 1800, n)
    fake = rng.uniform(size=n) < 0.06
    leaves = 365.25 * rng.lognormal(1.0, 1.1, n)  # median 2.7 years, a long tail
    own = {
        f: 365.25 * rng.gamma(0.8, s, n)
        for f, s in (("email", 45.0), ("phone", 24.0), ("title", 9.0), ("company", 36.0), ("address", 15.0))
    }
    wrong_at_entry = {f: rng.uniform(size=n) < 0.04 for f in FIELDS}
    ends = {
        f: np.where(wrong_at_entry[f] | fake & (rng.uniform(size=n) < 0.85), 0.0, np.minimum(leaves, own[f]))
        for f in FIELDS
    }
    lapses = 365.25 * rng.weibull(0.9, n) * 3.4
    lapses[fake] = 0.0
    answers = rng.beta(1.2, 18.0, n)  # per attempt that arrives, while interested
    rows = []
    for i in range(n):
        rate = rng.gamma(1.5, 3.0)  # attempts a year, thinning out
        for day in np.sort(as_of[i] * rng.beta(0.9, 1.3, rng.poisson(rate * as_of[i] / 365.25))):
            field = rng.choice(list(FIELDS), p=[0.68, 0.14, 0.07, 0.06, 0.05])
            good, keen = day < ends[field][i], day < lapses[i]
            rows.append((i, round(float(day), 2), field, outcome(rng, field, good=good, keen=keen, answer=answers[i])))
    events = pl.DataFrame(rows, schema=["contact", "day", "field", "kind"], orient="row")
    truth = {f: (as_of < ends[f]).astype(int) for f in FIELDS}
    interested = (as_of < lapses).astype(int)
    ghost = (fake | (interested == 0) | ((truth["email"] == 0) & (truth["phone"] == 0))).astype(int)
    signs = {
        s: (rng.uniform(size=n) < np.where(fake, a, b)).astype(int)
        for s, a, b in (
            ("gibberish_name", 0.35, 0.03),
            ("disposable_domain", 0.25, 0.006),
            ("bot_like_form", 0.4, 0.05),
        )
    }
    contacts = pl.DataFrame({"contact": np.arange(n), "as_of_day": as_of, **signs})
    return contacts, events, pl.DataFrame({"contact": np.arange(n), **truth, "interested": interested, "ghost": ghost})


def outcome(rng: np.random.Generator, field: str, *, good: bool, keen: bool, answer: float) -> str:
    """What comes of one attempt."""
    if field == "email":
        if good and keen and rng.uniform() < answer:
            return rng.choice(["replied", "clicked"], p=[0.45, 0.55])
        p = [0.72, 0.24, 0.03, 0.01] if good else [0.22, 0.05, 0.16, 0.57]  # machines open mail to the dead, too
        return rng.choice(["accepted", "opened", "soft_bounce", "hard_bounce"], p=p)
    if field == "phone":
        if good and keen and rng.uniform() < 3 * answer:
            return "spoke"
        p = [0.93, 0.03, 0.04] if good else [0.5, 0.2, 0.3]
        return rng.choice(["no_answer", "wrong_person", "disconnected"], p=p)
    if field == "address":
        return rng.choice(["not_returned", "returned"], p=[0.97, 0.03] if good else [0.5, 0.5])
    return rng.choice(["confirms", "contradicts"], p=[0.9, 0.1] if good else [0.18, 0.82])


def judged(contacts: pl.DataFrame, events: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ghost score, beliefs by field, and the six-month rule, per contact."""
    n = contacts.height
    as_of = contacts["as_of_day"].to_numpy().astype(float)
    events = events.join(contacts.select("contact", "as_of_day"), on="contact").filter(
        pl.col("day") <= pl.col("as_of_day")
    )
    who = events["contact"].to_numpy()
    # every contact has its own day to judge from: days are counted back from it
    back = events["day"].to_numpy() - as_of[who]
    scores = score_fields(
        who,
        events["field"],
        events["kind"],
        back,
        as_of=0.0,
        entry="web_form",
        hazards=HAZARDS,
        contacts=np.arange(n),
        entered_at=-as_of,
    )
    human, tried = events["kind"].is_in(HUMAN), events["kind"].is_in(TRIED)
    last = np.zeros(n)
    np.maximum.at(last, who[human.to_numpy()], events["day"].to_numpy()[human.to_numpy()])
    open_ = tried.to_numpy() & (events["day"].to_numpy() > last[who])
    attempts = np.bincount(who[open_], minlength=n)
    lost = unreachable_probabilities(scores.p_valid[:, :2], np.array([True, True]), scores.p_employed)
    interested = still_interested(as_of - last, attempts, 1 - lost)
    seen = contacts.select(SEEN).to_numpy().astype(bool)
    table = np.array([SIGNS[s] for s in SEEN])
    responses = np.bincount(who[human.to_numpy()], minlength=n)
    fake = fake_probabilities(np.where(seen, table[:, 0], table[:, 1]).sum(axis=1), responses)
    yes, no = np.ones(n, dtype=bool), np.zeros(n, dtype=bool)
    columns = GhostColumns(
        np.column_stack([fake, np.zeros(n), lost, 1 - interested]),
        yes,
        no,
        attempts.astype(float),
        no,
        no,
        yes,
        np.zeros(n),
        yes,
    )
    p, _, _ = decide(columns, GhostPolicy())
    return p, scores.p_valid, ((as_of - last) > SIX_MONTHS).astype(float)


def report(
    name: str, contacts: pl.DataFrame, events: pl.DataFrame, truth: pl.DataFrame
) -> tuple[float, float, float, float]:
    """Print and return AUC and Brier of the score and of the rule."""
    p, fields, rule = judged(contacts, events)
    y = truth["ghost"].to_numpy().astype(float)
    ours, theirs = calibration_report(p, y), calibration_report(rule, y)
    print(f"{name}: {contacts.height:,} contacts, {events.height:,} events, {y.mean():.0%} ghosts")
    print(f"  ghost score     AUC {ours.auc:.3f}  Brier {ours.brier:.3f}  ECE {ours.ece:.3f}")
    print(f"  six-month rule  AUC {theirs.auc:.3f}  Brier {theirs.brier:.3f}")
    for i, field in enumerate(FIELDS):
        print(f"  {field:8} Brier {calibration_report(fields[:, i], truth[field].to_numpy().astype(float)).brier:.4f}")
    return ours.auc, ours.brier, theirs.auc, theirs.brier


def corpus(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The three tables of a folder."""
    return tuple(pl.read_csv(folder / f"synthetic_{part}_dev.csv") for part in ("contacts", "events", "truth"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    report("generated", *world(options.contacts, options.seed))
    if options.corpus:
        report("corpus", *corpus(options.corpus))
