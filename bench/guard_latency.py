"""How long `Guard.check` of a contact takes among many: median and p99.

Milliseconds of processor time, as taken and over the pace of a fixed loop (`measure.pace`).

python bench/guard_latency.py [records in the index] [checks] [memory|arrays]
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
import time

import measure

from crmquality import testing

FIELDS = {
    "First Name": "first_name", "Last Name": "last_name", "Email": "email", "Phone Number": "phone",
    "Mobile Phone Number": "mobile", "Company Name": "company", "Job Title": "job_title", "Street Address": "street",
    "City": "city", "Country/Region": "country",
}  # fmt: skip


def contacts(n: int, seed: int) -> list[dict[str, str | None]]:
    """Contacts of ten fields under the policy's names."""
    rows = testing.contacts(n, seed=seed).rows
    # colleagues stand together there, and at a door they do not
    random.Random(seed).shuffle(rows)
    return [{FIELDS[k]: v for k, v in row.items() if k in FIELDS} for row in rows]


def run(size: int, checks: int, kind: str) -> None:
    import crmquality as cq
    from crmquality.index import ArrayStore
    from crmquality.index._memory import MemoryStore

    policy = cq.presets.contact(region="CN")
    store = ArrayStore() if kind == "arrays" else MemoryStore()
    index = cq.DuplicateIndex(policy, store=store)
    door = cq.Guard(policy, index=index)
    start = time.perf_counter()
    for number, record in enumerate(contacts(size, seed=1)):
        index.add(str(number), record)
    if kind == "arrays":
        store.compact()
    build = time.perf_counter() - start
    asked = contacts(checks + 1000, seed=2)
    for record in asked[:1000]:
        # tables are read and caches filled by others than those that are timed
        door.check(record, as_of=dt.date(2026, 11, 1))
    ms = measure.latencies(lambda record: door.check(record, as_of=dt.date(2026, 11, 1)), asked[1000:])
    print(json.dumps({**ms, "build_s": build, "peak_mb": measure.peak_mb()}))


def main(size: int = 10_000, checks: int = 1000, kind: str = "memory") -> None:
    r = measure.child("guard_latency.py", size, checks, kind)
    print(f"{checks:,} checks among {size:,} in {kind}: {measure.in_words(r)}")
    print(f"index of {size:,} built in {r['build_s']:.1f} s, {r['peak_mb']:,.0f} MB")


if __name__ == "__main__":
    if {"-h", "--help"} & {*sys.argv}:
        print(__doc__)
    elif sys.argv[1:2] == ["--child"]:
        run(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        main(*(int(a) if a.isdigit() else a for a in sys.argv[1:]))
