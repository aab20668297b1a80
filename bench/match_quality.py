"""Pairwise F1 of `find_duplicates` without any configuration, on data with known truth.

    python bench/match_quality.py [--rows 10000] [--shared FOLDER] [--sets febrl fake_1000 synth_dev_10k ...]

Without ``--shared`` the contacts come from ``crmquality.testing``. With it, data sets and metrics of that folder's
``bench`` are used (see its README). Prints precision, recall, F1 and seconds per data set.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

import crmquality as cq
from crmquality.testing import contacts


def pairs(labels: np.ndarray) -> int:
    counts = np.unique(labels, return_counts=True)[1].astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())


def report(name: str, table: object, truth: np.ndarray, keep: np.ndarray) -> None:
    start = time.perf_counter()
    found = cq.find_duplicates(table, id="record_id")
    seconds = time.perf_counter() - start
    got = np.unique(found.clusters["cluster_id"].to_numpy(), return_inverse=True)[1][keep]
    want = np.unique(truth, return_inverse=True)[1][keep]
    hit = pairs(got * (int(want.max()) + 1) + want)
    p, r = hit / max(pairs(got), 1), hit / max(pairs(want), 1)
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    print(
        f"{name:18s} {len(truth):9,d} P {p:.3f} R {r:.3f} F1 {f1:.3f} largest {np.bincount(got).max()} {seconds:.1f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--shared", type=Path)
    parser.add_argument(
        "--sets", nargs="*", default=["febrl1", "febrl2", "febrl3", "fake_1000", "synth_dev_10k", "synth_dev_100k"]
    )
    options = parser.parse_args()
    made = contacts(options.rows, seed=5)
    entity = {a.record_id: a.entity_id for a in made.answers if a.problem == ""}
    rows = [{"record_id": r["Record ID"], **{k: v for k, v in r.items() if k != "Record ID"}} for r in made.rows]
    truth = np.array([entity[r["record_id"]] for r in rows])
    report("crmquality.testing", rows, truth, np.ones(len(rows), dtype=bool))
    if options.shared:
        sys.path.insert(0, str(options.shared / "bench"))
        import datasets  # type: ignore[import-not-found]  # beside the corpora

        for name in options.sets:
            data = datasets.load(name)
            frame = pl.from_pandas(data.df).with_columns(pl.col("record_id").cast(pl.String))
            report(name, frame, data.entity_id, data.entity_id >= 0)


if __name__ == "__main__":
    main()
