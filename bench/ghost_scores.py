"""How well ghosts are told: AUC and Brier of the ghost score, beside the six-month rule, on made-up worlds.

The worlds generated here differ on purpose from the shipped tables: log-normal times in a job, people who answer at
different rates, machine opens, other likelihoods of outcomes, attempts that thin out, other signs of made-up entries;
and from each other, in one thing each. Nothing is tuned to them. With ``--corpus DIR`` the same score runs on a folder
of synthetic_*_dev.csv.

    python bench/ghost_scores.py [--contacts 20000] [--seed 1] [--corpus DIR] [--ceiling]

``--ceiling`` (scikit-learn) adds what boosted trees reach that have learnt from the truth of two thirds of the same
world, with all that the score knows: how much of it can be known at all.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl
import polars.selectors as cs

from crmquality.decay import HazardTable, calibration_report, score_fields
from crmquality.decay._ghost import SIGNS, fake_probabilities, noisy_or, still_interested, unreachable_probabilities

FIELDS = {
    "email": "work_email", "phone": "direct_phone", "title": "job_title", "company": "company",
    "address": "work_address",
}  # fmt: skip
HAZARDS = HazardTable.default().for_fields(FIELDS)
KINDS = [
    "accepted",
    "opened",
    "soft_bounce",
    "hard_bounce",
    "no_answer",
    "wrong_person",
    "disconnected",
    "replied",
    "spoke",
]
HUMAN = ["replied", "clicked", "spoke"]
TRIED = ["delivered", "accepted", "opened", "no_answer"]
SIX_MONTHS = 183.0
#: by sign, how often it is seen in made-up and in real entries
SEEN = {"gibberish_name": (0.35, 0.03), "disposable_domain": (0.25, 0.006), "bot_like_form": (0.4, 0.05)}
#: what differs: attempts a year, Beta of answers, mean years of interest, shares of made-up entries and of values wrong
#: at entry, bounces and machine opens of dead mailboxes, days of age
WORLDS: dict[str, dict[str, object]] = {
    "generated": {}, "many attempts": {"activity": 15.0}, "few attempts": {"activity": 1.5},
    "few answers": {"answer": (0.4, 40.0)}, "many answers": {"answer": (3.0, 17.0)},
    "imported list": {"wrong": 0.25}, "few bounces": {"bounce": 0.2},
    "opens by machines": {"machine": 0.25, "bounce": 0.5}, "loyal": {"lapse": 12.0}, "fickle": {"lapse": 1.0},
    "many made up": {"fake": 0.25}, "young": {"age": (30, 500)},
}  # fmt: skip
Tables = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def world(
    n: int, seed: int, *, activity: float = 4.5, answer: tuple[float, float] = (1.2, 18.0), lapse: float = 3.4,
    fake: float = 0.06, wrong: float = 0.04, bounce: float = 0.57, machine: float = 0.05,
    age: tuple[int, int] = (90, 1800),
) -> Tables:  # fmt: skip
    """Contacts, events and truth of a made-up CRM."""
    rng = np.random.default_rng(seed)
    as_of = rng.integers(*age, n)
    made_up = rng.uniform(size=n) < fake
    leaves = 365.25 * rng.lognormal(1.0, 1.1, n)  # median 2.7 years, a long tail
    own = [365.25 * rng.gamma(0.8, scale, n) for scale in (45.0, 24.0, 9.0, 36.0, 15.0)]
    dead = [(rng.uniform(size=n) < wrong) | made_up & (rng.uniform(size=n) < 0.85) for _ in FIELDS]
    ends = np.column_stack([np.where(d, 0.0, np.minimum(leaves, o)) for d, o in zip(dead, own, strict=True)])
    lapses = 365.25 * rng.weibull(0.9, n) * lapse
    lapses[made_up] = 0.0
    answers = rng.beta(*answer, n)  # per attempt that arrives, while interested
    who = np.repeat(np.arange(n), rng.poisson(rng.gamma(1.5, activity / 1.5, n) * as_of / 365.25))
    day = np.round(as_of[who] * rng.beta(0.9, 1.3, len(who)), 2)
    field = rng.choice(5, len(who), p=[0.68, 0.14, 0.07, 0.06, 0.05])
    good = day < ends[who, field]
    kind = outcomes(rng, field, good, good & (day < lapses[who]), answers[who], bounce, machine)
    order = np.lexsort((day, who))
    events = pl.DataFrame({
        "contact": who[order], "day": day[order], "field": np.array(list(FIELDS))[field[order]], "kind": kind[order],
    })  # fmt: skip
    valid, interested = as_of[:, None] < ends, as_of < lapses
    signs = {s: (rng.uniform(size=n) < np.where(made_up, a, b)).astype(int) for s, (a, b) in SEEN.items()}
    truth = {f: valid[:, i].astype(int) for i, f in enumerate(FIELDS)}
    ghost = made_up | ~interested | ~valid[:, :2].any(axis=1)
    contacts = pl.DataFrame({"contact": np.arange(n), "as_of_day": as_of, **signs})
    return contacts, events, pl.DataFrame({"contact": np.arange(n), **truth, "ghost": ghost.astype(int)})


def outcomes(
    rng: np.random.Generator, field: np.ndarray, good: np.ndarray, keen: np.ndarray, answer: np.ndarray, bounce: float,
    machine: float,
) -> np.ndarray:  # fmt: skip
    """What comes of each attempt; machines open mail to the dead, too."""
    rest = 1 - bounce - machine
    chances = {
        0: (["accepted", "opened", "soft_bounce", "hard_bounce"], [0.72, 0.24, 0.03, 0.01],
            [rest * 0.58, machine, rest * 0.42, bounce]),
        1: (["no_answer", "wrong_person", "disconnected"], [0.93, 0.03, 0.04], [0.5, 0.2, 0.3]),
        2: (["confirms", "contradicts"], [0.9, 0.1], [0.18, 0.82]),
        3: (["confirms", "contradicts"], [0.9, 0.1], [0.18, 0.82]),
        4: (["not_returned", "returned"], [0.97, 0.03], [0.5, 0.5]),
    }  # fmt: skip
    kind = np.full(len(field), "", dtype="U12")
    for f, (words, alive, lost) in chances.items():
        for state, p in ((good, alive), (~good, lost)):
            rows = (field == f) & state
            kind[rows] = rng.choice(words, rows.sum(), p=p)
    u, replies = rng.uniform(size=len(field)), rng.uniform(size=len(field)) < 0.45
    mail, call = keen & (field == 0) & (u < answer), keen & (field == 1) & (u < 3 * answer)
    kind[mail] = np.where(replies[mail], "replied", "clicked")
    kind[call] = "spoke"
    return kind


def judged(contacts: pl.DataFrame, events: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ghost score, beliefs by field, and the six-month rule, per contact."""
    n = contacts.height
    as_of = contacts["as_of_day"].to_numpy().astype(float)
    days = events.join(contacts.select("contact", "as_of_day"), on="contact", maintain_order="left")
    events = days.filter(pl.col("day") <= pl.col("as_of_day"))
    who, day = events["contact"].to_numpy(), events["day"].to_numpy()
    # every contact has its own day to judge from: days are counted back from it
    scores = score_fields(
        who, events["field"], events["kind"], day - as_of[who], as_of=0.0, entry="web_form", hazards=HAZARDS,
        contacts=np.arange(n), entered_at=-as_of,
    )  # fmt: skip
    human, tried = (events["kind"].is_in(kinds).to_numpy() for kinds in (HUMAN, TRIED))
    last = np.zeros(n)
    np.maximum.at(last, who[human], day[human])
    attempts = np.bincount(who[tried & (day > last[who])], minlength=n)
    lost = unreachable_probabilities(scores.p_valid[:, :2], np.array([True, True]), scores.p_employed)
    rate = (human.sum() + 5) / (human.sum() + tried.sum() + 100)  # of answers, as `clean` learns it
    interested = still_interested(as_of - last, attempts, 1 - lost, response_rate=rate)
    seen = contacts.select(list(SEEN)).to_numpy().astype(bool)
    table = np.array([SIGNS[s] for s in SEEN])
    signs = np.where(seen, table[:, 0], table[:, 1]).sum(axis=1)
    fake = fake_probabilities(signs, np.bincount(who[human], minlength=n))
    p, _ = noisy_or(np.column_stack([fake, lost, 1 - interested]))
    return p, scores.p_valid, ((as_of - last) > SIX_MONTHS).astype(float)


def ceiling(contacts: pl.DataFrame, events: pl.DataFrame, p: np.ndarray, fields: np.ndarray, y: np.ndarray) -> str:
    """AUC and Brier score of trees that have seen the truth of others of the same world."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import cross_val_predict

    kinds = events.group_by("contact").agg(
        *(f(pl.col("kind") == k).alias(f"{f.__name__} {k}") for k in KINDS for f in (number, latest)), pl.len()
    )
    known = contacts.join(kinds, on="contact", how="left", maintain_order="left").drop("contact")
    known = known.select(cs.numeric()).fill_null(0).to_numpy()
    trees = HistGradientBoostingClassifier(max_iter=120, learning_rate=0.05, max_leaf_nodes=12, random_state=1)
    said = cross_val_predict(trees, np.column_stack([known, p, fields]), y, cv=3, method="predict_proba")[:, 1]
    found = calibration_report(said, y)
    return f" | {found.auc:.3f}, {found.brier:.3f}"


def number(of: pl.Expr) -> pl.Expr:
    """How many there are."""
    return of.sum()


def latest(of: pl.Expr) -> pl.Expr:
    """The day of the last."""
    return pl.col("day").filter(of).max()


def report(name: str, contacts: pl.DataFrame, events: pl.DataFrame, truth: pl.DataFrame, *, best: bool = False) -> None:
    """Print what the score and the rule reach, and the Brier score of each field."""
    p, fields, rule = judged(contacts, events)
    y = truth["ghost"].to_numpy().astype(float)
    ours, theirs = calibration_report(p, y), calibration_report(rule, y)
    brier = [calibration_report(fields[:, i], truth[f].to_numpy().astype(float)).brier for i, f in enumerate(FIELDS)]
    print(
        f"{name} | {events.height:,} | {y.mean():.0%} | {ours.auc:.3f}, {ours.brier:.3f}, {ours.ece:.3f} | "
        f"{theirs.auc:.3f}, {theirs.brier:.3f} | {', '.join(f'{b:.3f}' for b in brier)}"
        + (ceiling(contacts, events, p, fields, y) if best else "")
    )


def corpus(folder: Path) -> Tables:
    """The three tables of a folder."""
    parts = ("contacts", "events", "truth")
    contacts, events, truth = (pl.read_csv(folder / f"synthetic_{part}_dev.csv") for part in parts)
    return contacts, events, truth


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--ceiling", action="store_true")
    options = parser.parse_args()
    print(f"world | events | ghosts | score: AUC, Brier, ECE | rule: AUC, Brier | Brier of {', '.join(FIELDS)}")
    for title, differs in WORLDS.items():
        report(title, *world(options.contacts, options.seed, **differs), best=options.ceiling)
    if options.corpus:
        report("corpus", *corpus(options.corpus), best=options.ceiling)
