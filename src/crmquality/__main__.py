"""The command line: ``python -m crmquality clean | assess | undo``, thin over the library's calls."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import crmquality as cq


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after the program's name; those of the process unless given.

    Returns:
        0 done, 1 misuse or unreadable input; the reason stands in one line on standard error.
    """
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:
        return 1 if stop.code else 0
    try:
        options.run(options)
    except cq.CrmQualityError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{Path(str(error.filename or 'a file')).name}: {error.strerror or 'cannot be read or written'}")
    except MemoryError:
        return _fail("there is not enough memory for this table; split it, or use a larger machine")
    except KeyboardInterrupt:
        return _fail("stopped; nothing has been written")
    return 0


def _fail(reason: str) -> int:
    print(f"crmquality: {' '.join(reason.split())}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crmquality", description="CRM data quality from the command line.")
    commands = parser.add_subparsers(required=True, metavar="clean | assess | undo")
    clean = commands.add_parser("clean", help="find and propose; write everything into a folder")
    _shared(clean)
    clean.add_argument("--out", type=Path, metavar="DIR", help="output folder (default: beside the input)")
    clean.add_argument("--decisions", type=Path, metavar="FILE", help="decisions about pairs, as JSON")
    clean.add_argument(
        "--events", type=Path, metavar="FILE", help="contact events, for freshness and this week's checks"
    )
    clean.add_argument("--verify-budget", type=int, default=200, metavar="N", help="records to check a week")
    clean.add_argument("--apply", choices=("safe", "all", "none"), default="safe", help="changes in the cleaned table")
    clean.add_argument("--format", choices=("csv", "parquet", "xlsx"), default="csv")
    clean.add_argument("--overwrite", action="store_true", help="replace what the output folder holds")
    clean.set_defaults(run=_clean)
    assess = commands.add_parser("assess", help="look without proposing")
    _shared(assess)
    assess.add_argument("--html", type=Path, metavar="FILE", help="write the report here")
    assess.set_defaults(run=_assess)
    undo = commands.add_parser("undo", help="take applied changes back")
    undo.add_argument("journal", type=Path, metavar="JOURNAL")
    undo.add_argument("--current", type=Path, required=True, metavar="FILE", help="the table as it is now")
    undo.add_argument("--record", metavar="ID", help="only what was done to this record")
    undo.add_argument("--out", type=Path, required=True, metavar="DIR")
    undo.set_defaults(run=_undo)
    return parser


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", type=Path, metavar="INPUT", help="a csv, xlsx or parquet file")
    parser.add_argument("--as-of", required=True, metavar="DATE|today", help="the day to judge from, YYYY-MM-DD")
    parser.add_argument("--id", metavar="COLUMN", help="the column of record ids")
    parser.add_argument("--region", metavar="CN", help="country of phones without one")
    parser.add_argument("--policy", type=Path, metavar="FILE", help="a policy as JSON")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="a mapping as JSON")


def _day(text: str) -> str:
    # the one place that reads the clock: the word is expanded here and recorded in the manifest
    return datetime.now(UTC).date().isoformat() if text == "today" else text


def _policy(path: Path | None) -> cq.Policy | None:
    if path is None:
        return None
    import json

    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise cq.InputError(f"the policy {path.name} cannot be read as JSON") from error
    return cq.Policy.from_dict(data)


def _clean(options: argparse.Namespace) -> None:
    from crmquality.integrations.writing import check_folder

    day = _day(options.as_of)
    folder = options.out or options.input.with_name(f"{options.input.stem}-crmquality-{day}")
    check_folder(folder, overwrite=options.overwrite)
    plan = cq.clean(
        options.input, _policy(options.policy), as_of=day, id=options.id,
        mapping=cq.Mapping.load(options.mapping) if options.mapping else None,
        decisions=cq.Decisions.load(options.decisions) if options.decisions else None, events=options.events,
        verify_budget=options.verify_budget, region=options.region,
    )  # fmt: skip
    plan.save(folder, apply=options.apply, format=options.format, overwrite=options.overwrite)
    print(plan.report.summary())
    for note in plan.report.data["notes"]:
        print(f"note: {note}")
    print(f"written to {folder}")


def _assess(options: argparse.Namespace) -> None:
    report = cq.assess(
        options.input, _policy(options.policy), as_of=_day(options.as_of), id=options.id,
        mapping=cq.Mapping.load(options.mapping) if options.mapping else None, region=options.region,
    )  # fmt: skip
    if options.html:
        report.save(options.html)
    print(report.summary())


def _undo(options: argparse.Namespace) -> None:
    from crmquality.integrations.frames import from_data
    from crmquality.integrations.writing import OutputFolder, write_csv

    journal = cq.Journal.load(options.journal)
    current = from_data(options.current)
    if options.record:
        found = journal.find(options.record)
        if not found.height:
            raise cq.JournalError("the journal holds nothing about this record")
        restored = journal.undo(found["change_id"].to_list(), current)
    else:
        restored = journal.undo_all(current)
    with OutputFolder(options.out) as folder:
        write_csv(restored.table, folder / "restored.csv", headers=current.headers[: restored.table.width])
        write_csv(restored.conflicts, folder / "conflicts.csv")
    print(f"{restored.conflicts.height} conflicts; written to {options.out}")


if __name__ == "__main__":
    sys.exit(main())
