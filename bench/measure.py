"""What the commands here share: data, child processes with their peak memory, pairwise F1."""

from __future__ import annotations

import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any

from crmquality import testing


def sample(n: int, seed: int = 20261101) -> tuple[Path, Path]:
    """A file of n made-up contacts and its answer key, made once."""
    folder = Path(tempfile.gettempdir()) / "crmquality-bench"
    folder.mkdir(exist_ok=True)
    path, key = folder / f"contacts-{n}-{seed}.csv", folder / f"answers-{n}-{seed}.csv"
    if not (path.exists() and key.exists()):
        half = path.with_suffix(".half")
        testing.write_contacts(half, n, seed=seed, answers=key)
        half.rename(path)
    return path, key


def lanes(path: Path) -> Path:
    """What `find_duplicates` matches an export by, as a file of text columns with the ids, made once."""
    out = path.with_suffix(".lanes.parquet")
    if not out.exists():
        child("measure.py", path, out)
    return out


def write_lanes(path: str, out: str) -> None:
    """The reading half of `find_duplicates`: everything before records are compared."""
    import polars as pl

    from crmquality import find_duplicates
    from crmquality.cleaning import _find

    class Enough(Exception):  # noqa: N818 - not an error
        pass

    def keep(found, ids, **_):
        pl.DataFrame({"id": pl.Series(ids), **{n: c.to_series() for n, c in found.items()}}).write_parquet(out)
        raise Enough

    _find.find_pairs = keep
    start = time.perf_counter()
    with contextlib.suppress(Enough):
        find_duplicates(path, id=None if path.endswith("csv") else "record_id")
    print(json.dumps({"seconds": time.perf_counter() - start, "peak_mb": peak_mb()}))


def pace() -> float:
    """Processor time of a fixed loop now, as a multiple of a quiet machine's: what a shared one must be divided by."""
    start = time.process_time()
    sum(i * i for i in range(100_000))
    return (time.process_time() - start) / 0.005


def latencies(call: Callable[[Any], Any], items: Iterable[Any]) -> dict[str, float]:
    """Milliseconds of processor time a call: as they were taken, and over the pace of the same moments."""
    taken, paced, now = [], [], 1.0
    for number, item in enumerate(items):
        now = pace() if number % 20 == 0 else now
        start = time.process_time()
        call(item)
        taken.append((time.process_time() - start) * 1000)
        paced.append(taken[-1] / now)
    out = {}
    for name, ms in (("taken", sorted(taken)), ("paced", sorted(paced))):
        out |= {f"{name}_median": ms[len(ms) // 2], f"{name}_p99": ms[int(len(ms) * 0.99)]}
    return out


def in_words(ms: dict[str, float]) -> str:
    """Both of them."""
    return (f"median {ms['taken_median']:.2f} ms, p99 {ms['taken_p99']:.2f} ms as taken; "
            f"{ms['paced_median']:.2f} and {ms['paced_p99']:.2f} ms over the pace")  # fmt: skip


def peak_mb() -> float:
    """Largest resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(script: str, *args: object) -> dict[str, Any]:
    """Run a script of this folder in a process of its own; its last line is JSON."""
    path = Path(__file__).with_name(script)
    done = subprocess.run(
        [sys.executable, str(path), "--child", *map(str, args)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{script} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def pairwise(labels: Sequence[Hashable], truth: Sequence[Hashable]) -> dict[str, float]:
    """Pairwise precision, recall and F1 of a clustering."""

    def pairs(keys: Iterable[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(keys).values())

    both, found, true = pairs(zip(labels, truth, strict=True)), pairs(labels), pairs(truth)
    precision, recall = both / (found or 1), both / (true or 1)
    return {"precision": precision, "recall": recall, "f1": 2 * both / ((found + true) or 1)}


def score(clusters: dict[str, Hashable], key: Path) -> dict[str, float]:
    """How well clusters by record id meet the answer key; fakes take part in the run, not in the score."""
    import csv

    with key.open(encoding="utf-8", newline="") as file:
        truth = {r["record_id"]: r["entity_id"] for r in csv.DictReader(file) if not r["problem"]}
    ids = [i for i, entity in truth.items() if not entity.startswith("fake")]
    return pairwise([clusters[i] for i in ids], [truth[i] for i in ids])


if __name__ == "__main__":
    write_lanes(*sys.argv[2:])
