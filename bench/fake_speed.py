"""How long the scores of made-up entries take for a table of the generator's contacts, on one core.

python bench/fake_speed.py [records] [ten]

``ten`` scores the ten usual fields alone (`value_speed.TEN`).
"""

from __future__ import annotations

import sys
import time

import polars as pl
import value_speed

from crmquality import presets, testing
from crmquality.cleaning._examine import examine_table
from crmquality.cleaning._scores import scores
from crmquality.policy import compile_policy


def main(size: int = 1_000_000, *, ten: bool = False) -> None:
    """Print the seconds of the scores beside those of reading the table."""
    policy = presets.contact(region="CN")
    frame = pl.DataFrame(testing.contacts(size, seed=1).rows, infer_schema_length=None)
    fields = policy.recognise(frame.columns).fields
    fields = {f: c for f, c in fields.items() if f in value_speed.TEN} if ten else fields
    start = time.process_time()
    examined = examine_table(frame, fields, compile_policy(policy), None)
    read = time.process_time()
    found = scores(policy, examined)
    done = time.process_time()
    distinct = sum(len(c.raw) for c in examined.columns.values())
    print(f"{size:,} contacts, {distinct:,} distinct cells: read in {read - start:.1f} s, "
          f"scored in {done - read:.2f} s, {(found > 0).mean():.1%} with a sign")  # fmt: skip


if __name__ == "__main__":
    main(*(int(a.replace("_", "")) for a in sys.argv[1:] if a != "ten"), ten="ten" in sys.argv)
