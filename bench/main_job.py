"""Runs the main job on made-up contacts in a process of its own: seconds and peak memory, stage by stage.

python bench/main_job.py [10000 100000 1000000]
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import measure

AS_OF = "2026-11-01"


def run(path: str) -> None:
    """The job itself: read, propose, write everything."""
    import crmquality as cq

    peaks: dict[str, float] = {}

    def note(stage: str, done: float) -> None:
        if done >= 1:
            peaks[stage] = measure.peak_mb()

    start = time.perf_counter()
    plan = cq.clean(path, as_of=AS_OF, progress=note)
    proposed = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        out = plan.save(Path(folder) / "out")
        saved = time.perf_counter()
        size = (out / "report.html").stat().st_size
        counts = json.loads((out / "manifest.json").read_text())["counts"]
    stages = [{"stage": s, "seconds": t, "peak_mb": peaks.get(s)} for s, t in plan.timings.items()]
    stages.append({"stage": "save all outputs", "seconds": saved - proposed, "peak_mb": measure.peak_mb()})
    report = time.perf_counter()
    plan.report.to_html()
    rendered = time.perf_counter() - report
    clusters = dict(zip(plan.clusters["record_id"], plan.clusters["cluster_id"], strict=True))
    total = {"seconds": saved - start, "peak_mb": measure.peak_mb(), "report_kb": size / 1024, "html_s": rendered}
    result = {**total, "counts": counts, "stages": stages, "clusters": clusters}
    print(json.dumps(result))


def main(sizes: list[int]) -> None:
    for n in sizes:
        path, key = measure.sample(n)
        result = measure.child("main_job.py", path)
        quality = measure.score(result["clusters"], key)
        print(f"\n{n:,} contacts: {result['seconds']:.1f} s, {result['peak_mb']:,.0f} MB peak, {result['counts']}")
        print(f"  clusters: P {quality['precision']:.3f} R {quality['recall']:.3f} F1 {quality['f1']:.3f}")
        for row in result["stages"]:
            peak = f"{row['peak_mb']:9,.0f} MB" if row["peak_mb"] else ""
            print(f"  {row['stage']:28} {row['seconds']:8.2f} s {peak}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        run(sys.argv[2])
    else:
        main([int(a) for a in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
