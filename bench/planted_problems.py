"""Which share of the planted problems of each class the main job finds, and how often it cries wolf.

    python bench/planted_problems.py [--rows 5000] [--seed 3] [--mix mixed|english|chinese]

A problem counts as found when its cell (or its record, for rows about whole records) carries a finding, a proposed
change, a shared cluster or a health verdict that speaks of it. A false alarm is an error or warning on a filled cell
without any planted problem on its record.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from typing import Any

import crmquality as cq
from crmquality.testing import contacts

AS_OF = "2026-11-01"


def judge(rows: int, seed: int, mix: Any) -> tuple[dict[str, list[bool]], float]:
    """Per problem one flag per planting, and the share of false alarms among sound records."""
    made = contacts(rows, seed=seed, mix=mix)
    plan = cq.clean(made.rows, as_of=AS_OF, progress=False)
    column = plan.mapping.fields
    cells = {(r, column.get(f, "")) for r, f in plan.findings.select("record_id", "field").iter_rows()}
    cells |= set(plan.changes.select("record_id", "column").iter_rows())
    whole = {r for r, f in plan.findings.select("record_id", "field").iter_rows() if not f}
    cluster = dict(plan.clusters.select("record_id", "cluster_id").iter_rows())
    entity = {a.record_id: a.entity_id for a in made.answers if not a.problem}
    together = defaultdict(set)
    for record, name in cluster.items():
        together[name].add(record)
    health = {row["record_id"]: row for row in plan.health.iter_rows(named=True)}
    interest = {r for r, h in health.items() if h["p_active"] is not None and h["p_active"] < 0.5}
    found: dict[str, list[bool]] = defaultdict(list)
    for a in made.answers:
        verdict = health[a.record_id]
        if a.kind == "duplicate":
            mates = together[cluster[a.record_id]] - {a.record_id}
            found[a.problem].append(any(entity[m] == a.entity_id for m in mates))
        elif a.problem == "decay.unsubscribed":
            found[a.problem].append(verdict["action"] == "suppress")
        elif a.problem == "decay.bounced":
            found[a.problem].append(verdict["cause"] == "unreachable" or (a.record_id, column.get("email")) in cells
                                    or not verdict["contactable"] or verdict["action"] == "verify")  # fmt: skip
        elif a.problem == "decay.silent":
            found[a.problem].append(verdict["reason"].startswith("silent") or a.record_id in interest)
        elif a.kind == "fake":
            found[a.problem].append(verdict["verdict"] != "accept" or verdict["cause"] == "fake")
        elif a.problem and a.kind != "trap":
            found[a.problem].append((a.record_id, a.field) in cells or a.record_id in whole)
    planted = {a.record_id for a in made.answers if a.problem and a.kind not in {"trap", "duplicate", "decay"}}
    loud = plan.findings.filter(plan.findings["severity"] != "info")
    loud = loud.filter(~loud["record_id"].is_in(list(planted)))
    sound = sum(1 for r in made.rows if r[next(iter(r))] not in planted)
    return found, loud["record_id"].n_unique() / max(sound, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--mix", default="mixed")
    args = parser.parse_args()
    found, alarms = judge(args.rows, args.seed, args.mix)
    for problem, flags in sorted(found.items()):
        print(f"{problem:24} {sum(flags) / len(flags):6.1%} of {len(flags):,}")
    print(f"{'sound records warned':24} {alarms:6.1%}")


if __name__ == "__main__":
    main()
