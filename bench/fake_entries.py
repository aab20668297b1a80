"""How many made-up entries are recognised, and how many real people are suspected?

    python bench/fake_entries.py [--entries 6000] [--seed 1]

Two sets of labelled entries, both made by ``fake_kinds.py``: the kinds that took part in choosing the weights of the
signs, and held-out kinds and generators. Real entries come from Faker in forty languages and twelve scripts, from a
list of unusual names, and from the library's own generator. The model of names has learnt from most of these languages;
``python tools/tables_gibberish.py --held-out`` measures it on families of languages that it has not seen. Needs faker.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping

import fake_kinds as kinds

from crmquality.policy import compile_policy, entry_signals
from crmquality.policy._signals import DOUBTFUL
from crmquality.presets import lead

POLICY = lead("CN")
COMPILED = compile_policy(POLICY)


def score(entry: kinds.Entry) -> float:
    """Score of one entry."""
    return entry_signals(POLICY, COMPILED.examine_record(entry).cells, entry).score


def real_scores(entries: int, draw: random.Random) -> dict[str, list[float]]:
    """Scores of real people by group."""
    groups: dict[str, Callable[[], kinds.Entry]] = {
        "rarer languages": lambda: kinds.person(draw, draw.choice(kinds.UNSEEN)),
        "large languages": lambda: kinds.person(draw, draw.choice(kinds.SEEN)),
        "other scripts": lambda: kinds.person(draw, draw.choice(kinds.SCRIPTS)),
        "generator": lambda: kinds.customer(draw),
    }
    return {name: [score(make()) for _ in range(entries // len(groups))] for name, make in groups.items()}


def fake_scores(made: Mapping[str, kinds.Maker], entries: int, draw: random.Random) -> dict[str, list[float]]:
    """Scores of made-up entries by kind, all kinds alike."""
    return {name: [score(make(draw)) for _ in range(entries // len(made))] for name, make in made.items()}


def share(scores: Mapping[str, list[float]], line: float) -> float:
    """Share of entries above a line."""
    flat = [s for part in scores.values() for s in part]
    return sum(s > line for s in flat) / len(flat)


def run(entries: int, seed: int) -> tuple[float, float, dict[str, float]]:
    """Recall at 1 % false alarms on the chosen and on the held-out kinds, and by kind."""
    draw = random.Random(seed)
    real = real_scores(entries, draw)
    everyone = sorted((s for part in real.values() for s in part), reverse=True)
    line = everyone[len(everyone) // 100]
    print(f"{len(everyone):,} real entries and as many made-up ones, seed {seed}; line at score {line:.2f}")
    recall, by_kind = [], {}
    for title, made in (("chosen", kinds.CHOSEN), ("held out", kinds.HELD_OUT)):
        scores = fake_scores(made, entries, draw)
        of = {k: sum(s > line for s in part) / len(part) for k, part in scores.items()}
        recall.append(share({k: v for k, v in scores.items() if k not in kinds.HOPELESS}, line))
        by_kind |= of
        rest = f"without {', '.join(kinds.HOPELESS)} {recall[-1]:.1%}; asked for review {share(scores, DOUBTFUL):.1%}"
        print(f"{title}: recall at 1 % false alarms {share(scores, line):.1%}, {rest}")
        print("  " + ", ".join(f"{k} {v:.0%}" for k, v in of.items()))
    print("real people asked for review: " + ", ".join(f"{g} {share({g: p}, DOUBTFUL):.2%}" for g, p in real.items()))
    return recall[0], recall[1], by_kind


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    run(arguments.entries, arguments.seed)
