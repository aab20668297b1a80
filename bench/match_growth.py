"""How time and memory of matching grow with the table, from cleaned columns to clusters.

    python bench/match_growth.py [--sizes 1000000 4000000] [--rules narrow|all] [--shared FOLDER]

Contacts of every size are made up anew, by `crmquality.testing` or with ``--shared`` by that folder's
``bench/synth.py``, and read once as `find_duplicates` would; reading and making are not counted. ``narrow`` are
those of the usual rules that `against_splink` has too, ``all`` all of them. Prints seconds, peak memory, pairwise F1
and the exponent between the sizes.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import measure


def run(lanes_path: str, rules: str) -> None:
    import polars as pl
    import scipy.sparse.csgraph  # noqa: F401 - imports do not grow
    from against_splink import NARROW

    from crmquality.columns import Column
    from crmquality.matching import find_pairs
    from crmquality.matching._blocking_keys import RULES
    from crmquality.matching._compare import LANES

    def column(name: str) -> Column:
        return Column.encode(pl.read_parquet(lanes_path, columns=[name])[name], ordered=False)

    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        # a column at a time: all of them as text would take more than the matching
        lanes = dict(zip(LANES, pool.map(column, LANES), strict=True))
    ids = pl.read_parquet(lanes_path, columns=["id"])["id"].to_list()
    asked = {rule: parts for rule, parts in RULES.items() if rules == "all" or parts in NARROW.values()}
    found = find_pairs(lanes, ids=ids, rules=asked)
    seconds, work = time.perf_counter() - start, found.work
    print(json.dumps({"records": len(ids), "seconds": seconds, "peak_mb": measure.peak_mb(),
                      "candidates": sum(work.candidates.values()), "survivors": work.survivors,
                      "pairs": len(found.left), "cpu": time.process_time(),
                      "clusters": dict(zip(ids, found.labels.tolist(), strict=True))}))  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000_000, 4_000_000])
    parser.add_argument("--rules", choices=("narrow", "all"), default="all")
    parser.add_argument("--shared", default="")
    options = parser.parse_args()
    from against_splink import data

    before: tuple[float, float] | None = None
    for size in options.sizes:
        path, key = data(size, options.shared)
        r = measure.child("match_growth.py", measure.lanes(path), options.rules)
        f1 = measure.score(r["clusters"], key)["f1"]
        print(f"{r['records']:>12,} records {r['seconds']:7.1f} s, cpu {r['cpu']:7.1f} s, peak {r['peak_mb']:7,.0f} MB,"
              f" {r['candidates']:,} candidates, {r['survivors']:,} scored, {r['pairs']:,} pairs, F1 {f1:.3f}",
              flush=True)  # fmt: skip
        if before:
            grown = math.log(r["seconds"] / before[1]) / math.log(r["records"] / before[0])
            print(f"{'':>12} exponent {grown:.2f}")
        before = r["records"], r["seconds"]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        run(*sys.argv[2:])
    else:
        main()
