"""What the commands here share: data, child processes with their peak memory, pairwise F1."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
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
