"""Beliefs of many contacts from columns of events: seconds and peak memory, in a process of its own.

    python bench/beliefs.py [--contacts 1000000] [--events 10] [--columns numbers|categories|text] [--sorted]

Five work fields, events spread evenly over contacts, fields, outcomes of their channels and two thousand days, in
random order unless ``--sorted`` by time. Budget: 1,000,000 contacts with 10 events each within 5 s and 1.5 GB, 50 each
within 15 s. Memory includes the columns; ``import`` is what the process held before they were made.
"""

from __future__ import annotations

import argparse
import json
import time

import measure
import numpy as np
import polars as pl

from crmquality.decay import HazardTable, OutcomeTable, score_fields

FIELDS = ("work_email", "direct_phone", "job_title", "company", "work_address")
KINDS = {
    "work_email": ("replied", "clicked", "opened", "accepted", "soft_bounce", "hard_bounce"),
    "direct_phone": ("spoke", "no_answer", "wrong_person", "disconnected"), "job_title": ("confirms", "contradicts"),
    "company": ("confirms", "contradicts"), "work_address": ("not_returned", "returned"),
}  # fmt: skip


def child(contacts: int, events: int, columns: str, *, in_order: bool) -> None:
    before = measure.peak_mb()
    n = contacts * events
    draw = np.random.default_rng(5)
    all_kinds = OutcomeTable.default().kinds
    pairs = [(FIELDS.index(f), all_kinds.index(k)) for f in FIELDS for k in KINDS[f]]
    pick = draw.integers(0, len(pairs), n, dtype=np.int8)
    field, kind = (np.array(x, dtype=np.int8)[pick] for x in zip(*pairs, strict=True))
    del pick
    contact = draw.integers(0, contacts, n, dtype=np.int32)
    at = draw.uniform(0, 2000, n)
    if in_order:
        at.sort()
    if columns != "numbers":
        field, kind = pl.Series(FIELDS)[field.astype(np.int32)], pl.Series(all_kinds)[kind.astype(np.int32)]
        if columns == "text":
            contact = pl.Series(contact).cast(pl.String)
        if columns == "categories":
            field, kind = field.cast(pl.Categorical), kind.cast(pl.Categorical)
    hazards = HazardTable.default().for_fields({f: f for f in FIELDS})
    held = measure.peak_mb()
    start, used = time.perf_counter(), time.process_time()
    scores = score_fields(contact, field, kind, at, as_of=2000.0, hazards=hazards)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    print(json.dumps({
        "contacts": len(scores.contact_ids), "events": n, "columns": columns, "seconds": round(seconds, 2),
        "cpu_seconds": round(used, 2),
        "peak_mb": round(measure.peak_mb()), "import_mb": round(before), "columns_mb": round(held),
        "mean": float(scores.p_valid.mean()),
    }))  # fmt: skip


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--contacts", type=int, default=1_000_000)
    args.add_argument("--events", type=int, default=10)
    args.add_argument("--columns", choices=["numbers", "categories", "text"], default="numbers")
    args.add_argument("--sorted", action="store_true")
    args.add_argument("--child", nargs=4)
    given = args.parse_args()
    if given.child:
        contacts, events, columns, in_order = given.child
        child(int(contacts), int(events), columns, in_order=in_order == "True")
    else:
        print(measure.child("beliefs.py", given.contacts, given.events, given.columns, given.sorted))


if __name__ == "__main__":
    main()
