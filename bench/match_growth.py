"""How time and memory of matching grow with the table, from cleaned columns to clusters.

    python bench/match_growth.py [--of 1000000] [--copies 1 4 10] [--rules narrow] [--lanes FILE]

The columns of one table of contacts are laid side by side so many times, every copy with addresses, phones, streets,
postal codes and companies of its own and the names of all: what grows faster than the table is chance agreement on
names. ``narrow`` are the rules of `against_splink`, else all of ours. Prints seconds, peak memory and the exponent
between the sizes.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time

import measure

OWN = ("email", "local", "phone1", "phone2", "company", "street", "postal_code")


def run(lanes_path: str, copies: int, rules: str) -> None:
    import polars as pl
    from against_splink import NARROW

    from crmquality.columns import Column
    from crmquality.matching import find_pairs
    from crmquality.matching._blocking_keys import RULES
    from crmquality.matching._compare import LANES

    frame = pl.scan_parquet(lanes_path)
    parts = [frame.with_columns(pl.col("id", *OWN) + (f"-{k}" if k else "")) for k in range(copies)]
    start, lanes = time.perf_counter(), {}
    for name in (n for n in LANES if n in frame.collect_schema()):
        # one column at a time: all of them as text would take more than the matching
        lanes[name] = Column.encode(pl.concat([p.select(name) for p in parts]).collect()[name], ordered=False)
    ids = pl.concat([p.select("id") for p in parts]).collect()["id"].to_list()
    read = time.perf_counter() - start
    start = time.perf_counter()
    found = find_pairs(lanes, ids=ids, rules=NARROW if rules == "narrow" else RULES)
    seconds = time.perf_counter() - start
    work = found.work
    print(json.dumps({"records": len(ids), "seconds": seconds, "read": read, "peak_mb": measure.peak_mb(),
                      "candidates": sum(work.candidates.values()), "survivors": work.survivors,
                      "pairs": len(found.left), "cpu": time.process_time()}))  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--of", type=int, default=1_000_000)
    parser.add_argument("--copies", type=int, nargs="*", default=[1, 4])
    parser.add_argument("--lanes", help="a file that `measure.lanes` has written, in place of made-up contacts")
    parser.add_argument("--rules", choices=("narrow", "all"), default="all")
    options = parser.parse_args()
    lanes = options.lanes or measure.lanes(measure.sample(options.of)[0])
    before: tuple[float, float] | None = None
    for copies in options.copies:
        r = measure.child("match_growth.py", lanes, copies, options.rules)
        print(f"{r['records']:>12,} records {r['read']:6.1f} s encoding {r['seconds']:7.1f} s matching, cpu "
              f"{r['cpu']:7.1f} s, peak {r['peak_mb']:7,.0f} MB, {r['candidates']:,} candidates, "
              f"{r['survivors']:,} scored, {r['pairs']:,} pairs", flush=True)  # fmt: skip
        if before:
            grown = math.log(r["seconds"] / before[1]) / math.log(r["records"] / before[0])
            print(f"{'':>12} exponent {grown:.2f}")
        before = r["records"], r["seconds"]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        run(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        main()
