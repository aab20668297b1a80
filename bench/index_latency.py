"""How long asking an index takes whether a contact is there, reading it included, on one core; and bytes a contact.

Milliseconds of processor time, as taken and over the pace of a fixed loop (`measure.pace`).

python bench/index_latency.py [contacts] [checks] [arrays|memory]
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import guard_latency
import measure


def resident_mb() -> float:
    """Resident memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def run(lanes_path: str, checks: int, kind: str) -> None:
    import pickle

    import crmquality as cq
    from crmquality.index._memory import MemoryStore
    from crmquality.matching._compare import LANES

    policy = cq.presets.contact(region="CN")
    start = time.perf_counter()
    if kind == "arrays":
        import polars as pl

        from crmquality.columns import Column
        from crmquality.index import ArrayStore

        frame = pl.read_parquet(lanes_path)
        store = ArrayStore.of_table(
            frame["id"].to_list(), {n: Column.encode(frame[n]) for n in LANES if n in frame.columns}
        )
        size, bytes_each = len(frame), len(pickle.dumps(store, protocol=5)) / len(frame)
        del frame
    else:
        import pyarrow.parquet

        before = resident_mb()
        store = MemoryStore()
        for batch in pyarrow.parquet.ParquetFile(lanes_path).iter_batches(10_000):
            for row in batch.to_pylist():
                store.put(row["id"], {n: row.get(n) for n in LANES})
        size = len(store)
        bytes_each = (resident_mb() - before) * 2**20 / size
    build = time.perf_counter() - start
    index = cq.DuplicateIndex(policy, store=store)
    # tables are read and caches filled by others than those that are timed
    warm, asked = (records := guard_latency.contacts(checks + 1000, seed=2))[:1000], records[1000:]
    found = sum(len(index.check(record)) for record in warm)
    ms = measure.latencies(index.check, asked)
    added = measure.latencies(lambda one: index.add(f"new {one[0]}", one[1]), enumerate(asked))
    print(json.dumps({**ms, "add": added["taken_median"], "build_s": build, "bytes": bytes_each, "found": found,
                      "size": size}))  # fmt: skip


def main(size: int = 100_000, checks: int = 2000, kind: str = "arrays") -> None:
    path, _ = measure.sample(size)
    r = measure.child("index_latency.py", measure.lanes(path), checks, kind)
    print(f"{checks:,} checks among {r['size']:,} in {kind}: {measure.in_words(r)}; "
          f"{r['found']:,} candidates in a thousand before; add {r['add']:.3f} ms as taken")  # fmt: skip
    print(f"built in {r['build_s']:.1f} s, {r['bytes']:,.0f} bytes a contact")


if __name__ == "__main__":
    if {"-h", "--help"} & {*sys.argv}:
        print(__doc__)
    elif sys.argv[1:2] == ["--child"]:
        run(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        main(*(int(a) if a.isdigit() else a for a in sys.argv[1:]))
