"""The full counts behind the samples of the test suite: agreement with the libraries, and the laws of every kind.

    python bench/soak/values.py [--inputs 2000000] [--seed 1]

First a million phones and a million emails, generated and mutated, against phonenumbers and email-validator
(bench/agreement.py); then the properties of tests/property with 5,000 examples each. Takes an hour on one core.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run both; the exit code is 0 where nothing disagrees and every law holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    agreement = [str(ROOT / "bench" / "agreement.py"), "--inputs", str(arguments.inputs), "--seed", str(arguments.seed)]
    laws = ["-m", "pytest", "-q", "tests/property", "--hypothesis-profile=soak", f"--hypothesis-seed={arguments.seed}"]
    return max(
        subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode for command in (agreement, laws)
    )


if __name__ == "__main__":
    raise SystemExit(main())
