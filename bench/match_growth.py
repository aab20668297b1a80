"""How time and memory of matching grow with the table, from cleaned columns to clusters.

    python bench/match_growth.py [--sizes 1000000 4000000] [--rules narrow|all] [--shared FOLDER] [--thresholds -1 0 1]

Contacts of every size are made up anew, by `crmquality.testing` or with ``--shared`` by that folder's
``bench/synth.py``, and read once as `find_duplicates` would; reading and making are not counted. ``narrow`` are
those of the usual rules that `against_splink` has too, ``all`` all of them. Prints seconds, peak memory, pairwise F1
(of other thresholds in bits, too) and the exponent between the sizes.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import measure


def run(lanes_path: str, key: str, rules: str, *thresholds: str) -> None:
    import polars as pl
    from against_splink import NARROW

    from crmquality.columns import Column
    from crmquality.matching import find_pairs
    from crmquality.matching._blocking_keys import RULES
    from crmquality.matching._clusters import cluster
    from crmquality.matching._compare import LANES
    from crmquality.matching._model import UNIT

    def column(name: str) -> Column:
        return Column.encode(pl.read_parquet(lanes_path, columns=[name])[name], ordered=False)

    import_module("scipy.sparse.csgraph")  # loaded before the clock starts: it does not grow with the table
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        # a column at a time: all of them as text would take more than the matching
        held = [n for n in LANES if n in pl.read_parquet_schema(lanes_path)]
        lanes = dict(zip(held, pool.map(column, held), strict=True))
    ids = pl.read_parquet(lanes_path, columns=["id"])["id"].to_list()
    asked = {rule: parts for rule, parts in RULES.items() if rules == "all" or parts in NARROW.values()}
    found = find_pairs(lanes, ids=ids, rules=asked)
    seconds, work, peak = time.perf_counter() - start, found.work, measure.peak_mb()

    def f1_at(bits: int) -> float:
        left, right = found.left.astype("int64"), found.right.astype("int64")
        labels = cluster(len(ids), left, right, found.weight, ids=ids, vetoes=(), link=bits * UNIT)
        return measure.score(dict(zip(ids, labels.tolist(), strict=True)), Path(key))["f1"]

    print(json.dumps({"records": len(ids), "seconds": seconds, "peak_mb": peak,
                      "candidates": sum(work.candidates.values()), "survivors": work.survivors,
                      "pairs": len(found.left), "cpu": time.process_time(),
                      "f1": measure.score(dict(zip(ids, found.labels.tolist(), strict=True)), Path(key))["f1"],
                      "at": {t: f1_at(int(t)) for t in thresholds}}))  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000_000, 4_000_000])
    parser.add_argument("--rules", choices=("narrow", "all"), default="all")
    parser.add_argument("--shared", default="")
    parser.add_argument("--thresholds", type=int, nargs="*", default=[])
    options = parser.parse_args()
    from against_splink import data

    before: tuple[float, float] | None = None
    for size in options.sizes:
        path, key = data(size, options.shared)
        r = measure.child("match_growth.py", measure.lanes(path), key, options.rules, *options.thresholds)
        print(f"{r['records']:>12,} records {r['seconds']:7.1f} s, cpu {r['cpu']:7.1f} s, peak {r['peak_mb']:7,.0f} MB,"
              f" {r['candidates']:,} candidates, {r['survivors']:,} scored, {r['pairs']:,} pairs, F1 {r['f1']:.3f}",
              flush=True)  # fmt: skip
        if r["at"]:
            print(f"{'':>12} F1 by threshold: " + ", ".join(f"{t}: {f1:.4f}" for t, f1 in r["at"].items()))
        if before:
            grown = math.log(r["seconds"] / before[1]) / math.log(r["records"] / before[0])
            print(f"{'':>12} exponent {grown:.2f}")
        before = r["records"], r["seconds"]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        run(*sys.argv[2:])
    else:
        main()
