"""Every output of a plan in one folder, built beside and renamed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

from crmquality import _data
from crmquality.cleaning import _write_back
from crmquality.cleaning._frames import in_parts, plain_changes, plain_findings
from crmquality.errors import PolicyError

if TYPE_CHECKING:
    from crmquality.cleaning._plan import Plan

FORMATS = ("csv", "parquet", "xlsx")
#: an Excel sheet ends here; longer outputs are written as csv beside the workbook
EXCEL_ROWS = 1_048_575
#: columns of words as categories
WORDS = cs.categorical() | cs.enum()


def save(plan: Plan, folder: Path, *, apply: str, format: str, overwrite: bool) -> Path:  # noqa: A002 - the command line's word
    """Write every output of the plan.

    Raises:
        PolicyError: an unknown format or selection.
        OutputError: the folder is not empty, or cannot be written.
    """
    from crmquality.integrations.writing import OutputFolder, write_text

    if format not in FORMATS:
        raise PolicyError(f"format is one of {', '.join(FORMATS)}, not {format!r}")
    seconds = dict(plan.timings)
    with OutputFolder(folder, overwrite=overwrite) as out:
        start = time.perf_counter()
        result = plan.apply(apply)
        own = plan.source.table.headers
        _write(result.frame, out / "cleaned", format, headers=(*own, *result.frame.columns[len(own) :]))
        result.journal.save(out / "journal")
        del result
        seconds["apply"] = round(time.perf_counter() - start, 3)
        # the findings are made last: write-back, the hungriest step, goes without them
        start = time.perf_counter()
        if _write_back.blocked(plan.source) is None:
            _write_back.write_back(plan, out / "write-back", cosmetic=False, overwrite=False)
        seconds["write_back"] = round(time.perf_counter() - start, 3)
        start = time.perf_counter()
        counts = {name: _write_chunks(chunks, out / name, format) for name, chunks in _tables(plan)}
        seconds["outputs"] = round(time.perf_counter() - start, 3)
        start = time.perf_counter()
        plan.report.save(out / "report.html")
        seconds["report"] = round(time.perf_counter() - start, 3)
        plan.mapping.save(out / "mapping.json")
        write_text(_json(plan.duplicates.model.to_dict()), out / "model.json")
        write_text(_json(manifest(plan, apply, counts)), out / "manifest.json")
        write_text(_json(seconds), out / "timings.json")
    return folder


def manifest(plan: Plan, apply: str, counts: Mapping[str, int]) -> dict[str, object]:
    """What went in, what came out, and under which policy, model and tables."""
    return {
        "crmquality": version("crmquality"), "as_of": plan.as_of.isoformat(), "applied": apply, "counts": dict(counts),
        "input": plan.source.table.name, "read": dict(plan.source.table.options), "rows": plan.source.table.height,
        "policy": plan.policy.name, "policy_fingerprint": plan.policy.fingerprint,
        "model_fingerprint": plan.tables.duplicates.model.fingerprint, "id_column": plan.source.id_column,
        "tables": _data.versions(),
        "libraries": {n: version(n) for n in ("phonenumbers", "email-validator", "polars", "numpy")},
    }  # fmt: skip


def _tables(plan: Plan) -> Iterator[tuple[str, Iterable[pl.DataFrame]]]:
    source = plan.source
    yield "findings", in_parts(plan.tables.findings, plain_findings, source)
    yield "changes", (part.drop("row") for part in in_parts(plan.tables.changes, plain_changes, source))
    yield "pairs", [plan.tables.pairs]
    yield "clusters", [plan.tables.clusters.sort("record_id")]
    yield "golden", plan.tables.consolidated.golden_chunks()
    yield "freshness", plan.tables.condition.freshness_chunks(plan.source.ids)
    yield "provenance", plan.tables.consolidated.provenance_chunks()
    if plan.tables.attached is not None:
        yield "links", [plan.tables.links]
    yield "health", [plan.tables.health.sort("record_id")]
    yield "verify_next", [plan.tables.verify_next]


def _write(frame: pl.DataFrame, path: Path, format: str, headers: tuple[str, ...] | None = None) -> None:  # noqa: A002 - the command line's word
    from crmquality.integrations import writing

    if format == "parquet":
        writing.write_parquet(frame, path.with_suffix(".parquet"))
    elif format == "xlsx" and frame.height <= EXCEL_ROWS:
        writing.write_xlsx(frame, path.with_suffix(".xlsx"), headers=headers)
    else:
        writing.write_csv(frame, path.with_suffix(".csv"), headers=headers)


def _write_chunks(chunks: Iterable[pl.DataFrame], path: Path, format: str) -> int:  # noqa: A002 - the command line's word
    """Write a table that comes in parts, in parts where the format allows it; how many rows it has."""
    from crmquality.integrations.writing import write_csv_chunks

    heights: list[int] = []

    def counted() -> Iterator[pl.DataFrame]:
        for chunk in chunks:
            heights.append(chunk.height)
            yield chunk

    if format == "csv":
        write_csv_chunks(counted(), path.with_suffix(".csv"))
    else:
        _write(pl.concat([chunk.with_columns(WORDS.cast(pl.String)) for chunk in counted()]), path, format)
    return sum(heights)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
