"""Prints the budget table with today's figures.

    python bench/budget.py [--rows 10000] [--splink 10000] [--index 10000]

Sizes are small unless told; the budgets are meant for 1,000,000 rows on 2 cores.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import against_splink
import measure

from crmquality import testing

SOURCE = Path(__file__).resolve().parents[1] / "src" / "crmquality"
IMPORT = """
import json, resource, sys, time
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
import crmquality
print(json.dumps([time.perf_counter() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024]))
"""
Row = tuple[str, str, str]


def per_value(function: Callable[[str], object], values: list[str]) -> float:
    """Microseconds a value; the faster of two rounds."""
    best = math.inf
    for _ in range(2):
        start = time.perf_counter()
        for value in values:
            function(value)
        best = min(best, time.perf_counter() - start)
    return best / len(values) * 1e6


def table_rows(n: int) -> Iterator[Row]:
    path, _ = measure.sample(n)
    job = measure.child("main_job.py", path)
    seconds = {row["stage"]: row["seconds"] for row in job["stages"]}
    yield f"whole main job, {n:,} contacts", "1M: 60 s, 4 GB", f"{job['seconds']:.1f} s, {job['peak_mb']:,.0f} MB"
    yield f"reading every cell once, {n:,}", "1M, ten fields: 12 s", f"{seconds['examine']:.2f} s (all fields)"
    yield f"freshness and health, {n:,}", "1M, 10M events: 5 s", f"{seconds['freshness']:.2f} s (no events)"
    yield f"HTML report, {n:,}", "1M: 5 s, 3 MB", f"{job['html_s']:.2f} s, {job['report_kb']:,.0f} kB"


def matching_rows(n: int) -> Iterator[Row]:
    both = against_splink.compare(n)
    a, b = both["ours"], both["splink"]
    faster, memory = b["seconds"] / a["seconds"], a["peak_mb"] / b["peak_mb"]
    yield f"find_duplicates against Splink, {n:,}", "x8 faster, half the memory", f"x{faster:.1f}, {memory:.2f}"
    yield f"pairwise F1, {n:,}", "10k 0.94 / 100k 0.94 / 1M 0.92", f"{a['f1']:.3f} (Splink {b['f1']:.3f})"
    path, _ = measure.sample(4 * n)
    larger = measure.child("against_splink.py", "ours", path)["seconds"]
    exponent = math.log(larger / a["seconds"]) / math.log(4)
    yield f"growth {n:,} to {4 * n:,}", "1M to 4M: exponent 1.1", f"exponent {exponent:.2f}"


def guard_row(n: int) -> Row:
    r = measure.child("guard_latency.py", n, 1000)
    return (
        f"Guard.check among {n:,}, pure Python",
        "1M: p99 2.5 ms",
        f"p99 {r['p99']:.2f} ms, median {r['median']:.2f} ms",
    )


def value_rows(n: int) -> Iterator[Row]:
    import phonenumbers
    from email_validator import EmailNotValidError, validate_email

    import crmquality as cq

    rows = testing.contacts(n, seed=3).rows
    phones = [row["Mobile Phone Number"] or "" for row in rows]
    emails = [row["Email"] or "" for row in rows]

    def library_phone(value: str) -> str | None:
        try:
            number = phonenumbers.parse(value, "CN")
        except phonenumbers.NumberParseException:
            return None
        valid = phonenumbers.is_valid_number(number)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None

    def library_email(value: str) -> str | None:
        try:
            return validate_email(value, check_deliverability=False).normalized
        except EmailNotValidError:
            return None

    for name, mark, own, library, values in (
        ("phone", "x10", lambda v: cq.normalizers.phone(v, region="CN"), library_phone, phones),
        ("email", "x15", cq.normalizers.email, library_email, emails),
    ):
        mine, other = per_value(own, values), per_value(library, values)
        yield f"{name}, one core", f"{mark} of the library", f"x{other / mine:.1f} ({mine:.1f} against {other:.1f} µs)"


def import_row() -> Row:
    runs = [json.loads(subprocess.check_output([sys.executable, "-c", IMPORT])) for _ in range(5)]
    figures = f"{min(r[0] for r in runs) * 1000:.0f} ms, {min(r[1] for r in runs):.1f} MB"
    return "import crmquality", "60 ms, 20 MB", figures


def size_row() -> Row:
    files = [p for p in SOURCE.rglob("*") if p.suffix in {".py", ".js", ".css", ".html"}]
    lines = sum(1 for p in files for line in p.read_text(encoding="utf-8").splitlines() if line.strip())
    return "size of src/crmquality", "10,000 lines", f"{lines:,} lines"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--splink", type=int, default=10_000)
    parser.add_argument("--index", type=int, default=10_000)
    args = parser.parse_args()
    print("| what | must end at | today |\n|---|---|---|")
    for part in (
        lambda: table_rows(args.rows), lambda: matching_rows(args.splink), lambda: [guard_row(args.index)],
        lambda: value_rows(5000), lambda: [import_row()], lambda: [size_row()],
    ):  # fmt: skip
        for row in part():
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
