"""How long `Guard.check` of a contact takes among many, on one core: median, p99 and worst, in milliseconds.

python bench/guard_latency.py [records in the index] [checks]
"""

from __future__ import annotations

import datetime as dt
import json
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
    return [{FIELDS[k]: v for k, v in row.items() if k in FIELDS} for row in rows]


def run(size: int, checks: int) -> None:
    import crmquality as cq

    policy = cq.presets.contact(region="CN")
    index = cq.DuplicateIndex(policy)
    door = cq.Guard(policy, index=index)
    start = time.perf_counter()
    for number, record in enumerate(contacts(size, seed=1)):
        index.add(str(number), record)
    build = time.perf_counter() - start
    taken = []
    for record in contacts(checks, seed=2):
        start = time.perf_counter()
        door.check(record, as_of=dt.date(2026, 11, 1))
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    ms = {"median": taken[len(taken) // 2], "p99": taken[int(len(taken) * 0.99)], "worst": taken[-1]}
    print(json.dumps({**ms, "build_s": build, "peak_mb": measure.peak_mb()}))


def main(size: int = 10_000, checks: int = 1000) -> None:
    r = measure.child("guard_latency.py", size, checks)
    ms = f"median {r['median']:.2f} ms, p99 {r['p99']:.2f} ms, worst {r['worst']:.2f} ms"
    print(f"{checks:,} checks among {size:,}: {ms}")
    print(f"index of {size:,} built in {r['build_s']:.1f} s, {r['peak_mb']:,.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        run(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main(*(int(a) for a in sys.argv[1:]))
