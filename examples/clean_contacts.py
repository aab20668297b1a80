"""Cleans an export and puts the files for the CRM beside it: ``python examples/clean_contacts.py [FILE]``."""

import datetime as dt
import sys
from pathlib import Path

import crmquality as cq

HERE = Path(__file__).resolve().parent


def main(source: Path, out: Path) -> None:
    """Propose, look, apply what is safe, keep the journal for undo."""
    day = dt.date(2026, 11, 1)
    plan = cq.clean(source, as_of=day, progress=False)
    print(f"{len(plan.changes)} changes proposed, {len(plan.findings)} findings, {len(plan.pairs)} duplicate pairs")
    result = plan.apply("safe", by="nightly job", at=day)
    out.mkdir(parents=True, exist_ok=True)
    result.journal.save(out / "journal")
    plan.write_back(out / "write-back")
    plan.report.save(out / "report.html")
    print(f"open {out / 'report.html'}")


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "contacts.csv"
    main(chosen, chosen.with_name(f"{chosen.stem}-example-out"))
