"""Interval-censored Weibull fits beside lifelines, the same rows in one run: seconds, ratio, how far they differ.

    python bench/hazard_fit.py [--rows 2000 20000 100000] [--peer PYTHON]

Needs lifelines (`pip install lifelines`), here or in the environment of another PYTHON. Values fail by a Weibull of 4
years and shape 0.8 and are audited at random times, once a year on average, for six years. Both sides start cold in a
process of their own and take the best of five fits.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

PEER = """
import json, sys, time, warnings
import numpy as np
from lifelines import WeibullFitter
warnings.simplefilter("ignore")
rows = np.load(sys.argv[1])
best = 1e9
for _ in range(5):
    start = time.perf_counter()
    fit = WeibullFitter().fit_interval_censoring(rows[0], rows[1])
    best = min(best, time.perf_counter() - start)
print(json.dumps([best, fit.lambda_, fit.rho_, fit.log_likelihood_]))
"""
OURS = """
import json, sys, time
import numpy as np
from crmquality.decay import fit_hazard
rows = np.load(sys.argv[1])
best = 1e9
for _ in range(5):
    start = time.perf_counter()
    fit = fit_hazard(rows[0], rows[1], family="weibull", unit="year")
    best = min(best, time.perf_counter() - start)
print(json.dumps([best, 1 / fit.hazard.rate, fit.hazard.shape, fit.loglik]))
"""


def rows(n: int, seed: int = 3) -> np.ndarray:
    """Last valid and first invalid ages in years; rows that say nothing are left out, as lifelines refuses them."""
    draw = np.random.default_rng(seed)
    age = draw.weibull(0.8, n) * 4
    checks = np.cumsum(draw.exponential(1.0, (n, 30)), axis=1)
    checks[checks > 6] = np.nan
    low = np.nan_to_num(np.nanmax(np.where(checks < age[:, None], checks, 0.0), axis=1))
    late = np.where(checks >= age[:, None], checks, np.inf)
    high = np.nan_to_num(late, nan=np.inf, posinf=np.inf).min(axis=1)
    keep = (low > 0) | np.isfinite(high)
    return np.stack([low[keep], high[keep]])


def run(python: str, script: str, path: Path) -> list[float]:
    done = subprocess.run([python, "-c", script, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{python} failed:\n{done.stderr[-1500:]}")
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="*", default=[2000, 20_000, 100_000])
    parser.add_argument("--peer", default=sys.executable)
    given = parser.parse_args()
    print("rows | ours s | lifelines s | ratio | eta, shape differ by | log-likelihood ahead by")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.npy"
        for n in given.rows:
            np.save(path, rows(n))
            ours, peer = run(sys.executable, OURS, path), run(given.peer, PEER, path)
            apart = ", ".join(f"{abs(a / b - 1):.0e}" for a, b in zip(ours[1:3], peer[1:3], strict=True))
            print(f"{n} | {ours[0]:.4f} | {peer[0]:.4f} | x{peer[0] / ours[0]:.1f} | {apart} | {ours[3] - peer[3]:.1e}")


if __name__ == "__main__":
    main()
