"""The promises of the main job on many made-up tables: nothing lost, everything comes back, one verdict, any row order.

    python bench/soak/main_job.py [--rows 5000] [--seeds 6]

Prints one line per table and stops at the first broken promise.
"""

from __future__ import annotations

import argparse
import random
import time
from typing import Any

import crmquality as cq
from crmquality.testing import contacts

AS_OF = "2026-11-01"


def keep_all(rows: list[dict[str, Any]], plan: cq.Plan, table: list[dict[str, Any]]) -> None:
    """Every non-empty value is in the cleaned table, in ``before`` or in the provenance."""
    kept = {v for row in table for v in row.values() if v}
    kept |= set(plan.changes["before"].drop_nulls()) | set(plan.provenance["value"].drop_nulls())
    lost = {v for row in rows for v in row.values() if v} - kept
    assert not lost, f"{len(lost)} values are nowhere"


def come_back(rows: list[dict[str, Any]], plan: cq.Plan, draw: random.Random) -> None:
    """Undone in one go, and in random portions out of order, the input stands again."""
    result = plan.apply("all")
    keep_all(rows, plan, result.table)
    assert result.journal.undo_all().table == rows
    assert result.journal.undo_all(result.table).table == rows
    journal, table = result.journal, result.table
    while journal.changes.height:
        ids = journal.changes["change_id"].to_list()
        portion = draw.sample(ids, min(len(ids), max(1, len(ids) // 3)))
        restored = journal.undo(portion, table)
        assert not restored.conflicts.height
        journal, table = restored.journal, restored.table
    assert table == rows


def one_verdict(rows: list[dict[str, Any]], plan: cq.Plan) -> None:
    """The door says of each record what the table says."""
    guard = cq.Guard(plan.policy)
    fields = plan.mapping.fields
    given = ({f: row[c] for f, c in fields.items()} for row in rows)
    assert [d.verdict for d in guard.import_rows(given, as_of=AS_OF)] == plan.health["verdict"].to_list()


def any_order(rows: list[dict[str, Any]], plan: cq.Plan, draw: random.Random) -> None:
    """Shuffled rows give equal outputs."""
    other = cq.clean(draw.sample(rows, len(rows)), plan.policy, as_of=AS_OF, progress=False)
    for name in ("findings", "pairs", "freshness"):
        assert getattr(plan, name).equals(getattr(other, name)), name
    for name in ("clusters", "health"):
        assert getattr(plan, name).sort("record_id").equals(getattr(other, name).sort("record_id")), name
    assert plan.changes.drop("row").equals(other.changes.drop("row"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--seeds", type=int, default=6)
    args = parser.parse_args()
    for seed in range(args.seeds):
        start = time.perf_counter()
        draw = random.Random(seed)
        rows = contacts(args.rows, seed=9000 + seed, mix=("mixed", "english", "chinese")[seed % 3]).rows
        plan = cq.clean(rows, as_of=AS_OF, progress=False)
        come_back(rows, plan, draw)
        one_verdict(rows, plan)
        any_order(rows, plan, draw)
        print(f"table {seed}: {args.rows:,} rows, {plan.changes.height:,} changes, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
