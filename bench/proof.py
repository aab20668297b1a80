"""Stated precision of each band against the truth: python bench/proof.py [--rows 5000] [--shared FOLDER --sets ...].

Prints what the model says before anybody has judged, and of samples of fifty pairs judged by the truth the share whose
95 % limits hold the true precision.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import polars as pl

import crmquality as cq
from crmquality.cleaning import _proof
from crmquality.testing import contacts

SEEDS = 40


def told(found: cq.Duplicates, entity: dict[str, object]) -> None:
    """One line per band."""
    ids = found.pairs.select("left_id", "right_id").rows()
    same = {pair: entity[pair[0]] == entity[pair[1]] for pair in ids}
    truth = (
        found.pairs.with_columns(pl.Series("same", [same[p] for p in ids])).group_by("band").agg(pl.col("same").mean())
    )
    true = dict(truth.iter_rows())
    for row in _proof.proof(found.pairs, {}, 0).iter_rows(named=True):
        band = found.pairs.filter(band=row["band"])
        hits = 0
        for seed in range(SEEDS):
            drawn = _proof.sample(band, 50, seed).select("left_id", "right_id").rows()
            one = _proof.proof(band, {p: same[p] for p in drawn}, seed).row(0, named=True)
            hits += one["precision_low"] - 1e-6 <= true[row["band"]] <= one["precision_high"] + 1e-6
        says = f"{row['precision']:.4f} ({row['precision_low']:.4f} to {row['precision_high']:.4f})"
        print(f"{row['band']:7s} {row['pairs']:8,d} pairs, truly {true[row['band']]:.4f}; model says {says};", end=" ")
        print(f"limits of samples hold in {hits / SEEDS:.0%}", flush=True)


def main() -> None:
    """Run on made-up contacts, or on a data set of the shared folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--sets", nargs="*", default=["febrl1", "fake_1000", "synth_dev_10k"])
    options = parser.parse_args()
    if options.shared:
        sys.path.insert(0, str(options.shared / "bench"))
        import datasets  # type: ignore[import-not-found]  # beside the corpora

        for name in options.sets:
            data = datasets.load(name)
            frame = pl.from_pandas(data.df).with_columns(pl.col("record_id").cast(pl.String))
            print(name)
            told(cq.find_duplicates(frame, id="record_id"), dict(zip(frame["record_id"], data.entity_id, strict=True)))
    made = contacts(options.rows, seed=5)
    entity = {a.record_id: a.entity_id for a in made.answers if a.problem == ""}
    told(cq.find_duplicates(made.rows), entity)


if __name__ == "__main__":
    main()
