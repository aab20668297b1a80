"""The main job: each stage in order, from values to values."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from attrs import define, evolve, field

from crmquality.cleaning import _duplicates, _health, _related, _source
from crmquality.cleaning._column_signs import column_signs
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._examine import ExaminedTable, Progress, examine_table
from crmquality.cleaning._plan import Plan
from crmquality.cleaning._related import Attached, Related
from crmquality.cleaning._report import Report
from crmquality.cleaning._source import Source
from crmquality.cleaning._tables import Tables
from crmquality.errors import PolicyError
from crmquality.matching import Model
from crmquality.policy import Mapping as ColumnMapping
from crmquality.policy import Policy, compile_policy, meanings
from crmquality.review import Decisions, decided
from crmquality.survivorship import Consolidated, consolidate
from crmquality.types import as_day

#: read beside the matching fields, because they forbid a merge
RED_LINE_FIELDS = frozenset({"owner", "open_deals", "unsubscribed", "lifecycle_stage"})


@define
class _Stages:
    """Times each stage and tells the caller how far the work is."""

    progress: Progress
    seconds: dict[str, float] = field(factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        if self.progress:
            self.progress(name, 0.0)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)
        if self.progress:
            self.progress(name, 1.0)


def clean(
    data: object,
    policy: Policy | None = None,
    *,
    as_of: date | str,
    id: str | None = None,  # noqa: A002 - the contract's name
    mapping: ColumnMapping | None = None,
    events: object = None,
    related: Mapping[str, Related] | None = None,
    decisions: Decisions | None = None,
    model: Model | None = None,
    region: str | None = None,
    progress: bool | Progress = True,
) -> Plan:
    """Find everything that is wrong, duplicated or stale in a table, and propose what to do; change nothing.

    Args:
        data: path of a csv, xlsx or parquet file, a pandas, polars or Arrow table, or a list of mappings.
        policy: what a good record is; chosen from the columns unless given.
        as_of: the day to judge from, a date or ``"YYYY-MM-DD"``.
        id: the column of record ids; recognised unless given.
        mapping: source columns to fields; recognised unless given.
        events: contact events (messages, calls, replies) as a table or file, for freshness.
        related: tables whose rows belong to the records, by name: deals, orders, tickets, activities.
        decisions: what people decided about pairs earlier.
        model: a match model to use instead of the shipped or fitted one.
        region: ISO country of phones without one, for a policy chosen here.
        progress: ``True`` shows progress on a terminal and stays silent in pipes; a function is told
            the stage and the share done; ``False`` is silent.

    Raises:
        InputError: the data cannot be read.
        PolicyError: the policy, mapping or a parameter cannot work.

    Example:
        >>> rows = [{"Record ID": "1", "Email": " Jane@Acme.com"}, {"Record ID": "2", "Email": "bob@acme.com"}]
        >>> clean(rows, as_of="2026-11-01", progress=False).changes["after"].to_list()
        ['Jane@acme.com']
    """
    day = as_day(as_of)
    stages = _Stages(_reporter(progress))
    with stages.stage("read"):
        source = _source.understand(data, policy, id=id, mapping=mapping, region=region, read=_read)
    with stages.stage("examine"):
        compiled = compile_policy(source.policy)
        examined = examine_table(source.table.frame, source.mapping.fields, compiled, day, stages.progress)
        canonical = examined.canonical_frame()
    decisions = decisions or Decisions()
    if decisions and source.id_column is None:
        raise PolicyError("remembered decisions need an id column: name it with id=")
    attached = None if related is None else _related.attach(related, source.ids, _read)
    told = _in_our_words(canonical, source.policy)
    judged = told if attached is None else _busy(told, attached)
    with stages.stage("match"):
        duplicates = _match(source, examined, judged, decisions, model, day, stages.progress)
    with stages.stage("survivors"):
        consolidated = _consolidate(source, canonical, duplicates.clusters["cluster_id"], judged)
        duplicates = _with_survivors(duplicates, consolidated)
    with stages.stage("freshness"):
        signs = column_signs(source, examined, duplicates.clusters["cluster_id"])
        condition = _health.assess(source, examined, judged, duplicates, _read_events(events), day, signs)
    examined = evolve(examined, record_findings=(*examined.record_findings, *signs.findings))
    tables = Tables(source, examined, duplicates, consolidated, condition, attached)
    return Plan(tables, day, timings=stages.seconds)


def assess(
    data: object,
    policy: Policy | None = None,
    *,
    as_of: date | str,
    id: str | None = None,  # noqa: A002 - the contract's name
    mapping: ColumnMapping | None = None,
    region: str | None = None,
    progress: bool | Progress = True,
) -> Report:
    """Look at a table and say how good it is; propose nothing.

    Takes and raises what `clean` does.
    """
    return clean(data, policy, as_of=as_of, id=id, mapping=mapping, region=region, progress=progress).report


def find_duplicates(
    data: object,
    policy: Policy | None = None,
    *,
    id: str | None = None,  # noqa: A002 - the contract's name
    mapping: ColumnMapping | None = None,
    decisions: Decisions | None = None,
    model: Model | None = None,
    region: str | None = None,
    progress: bool | Progress = False,
) -> Duplicates:
    """Find which records of a table are the same person or company.

    Takes and raises what `clean` does; clusters name the smallest id as survivor.
    """
    source = _source.understand(data, policy, id=id, mapping=mapping, region=region, read=_read)
    wanted = {n: c for n, c in source.mapping.fields.items() if n in RED_LINE_FIELDS or _tells_who(source.policy, n)}
    examined = examine_table(source.table.frame, wanted, compile_policy(source.policy), None)
    canonical = _in_our_words(examined.canonical_frame(), source.policy)
    found = _match(source, examined, canonical, decisions or Decisions(), model, None, _reporter(progress))
    kind = source.table.kind
    return evolve(
        found, pairs=_duplicates.in_kind(found.pairs, kind), clusters=_duplicates.in_kind(found.clusters, kind)
    )


def _tells_who(policy: Policy, name: str) -> bool:
    return policy.field(name).match is not None


def _read(data: object) -> Any:
    from crmquality.integrations.frames import from_data

    return from_data(data)


def _read_events(events: object) -> pl.DataFrame | None:
    return None if events is None else _read(events).frame


def _reporter(progress: bool | Progress) -> Progress:  # noqa: FBT001 - the contract's parameter
    if progress is True:
        from crmquality.integrations.progress import terminal_progress

        return terminal_progress()
    return progress or None


def _match(
    source: Source,
    examined: ExaminedTable,
    canonical: pl.DataFrame,
    decisions: Decisions,
    model: Model | None,
    day: date | None,
    progress: Progress,
) -> Duplicates:
    vetoes, links = decided(decisions, source.ids)
    matches = _duplicates.match_table(source, examined, model=model, vetoes=vetoes, links=links, progress=progress)
    cluster = _duplicates.cluster_ids(matches.labels, source.ids)
    auto = _duplicates.held_together(matches, np.asarray(matches.band) == "auto")
    approved = _duplicates.held_together(matches, matches.decided)
    frame = pl.DataFrame({
        "record_id": pl.Series(source.ids, dtype=pl.String),
        "cluster_id": cluster,
        "reason": _duplicates.red_lines(matches.labels, canonical, day.isoformat() if day else None)
        .set(pl.Series(approved), None),
        "_auto": auto,
    }).with_columns(
        size=pl.len().over("cluster_id").cast(pl.Int32),
        survivor=pl.col("record_id").min().over("cluster_id"),
    ).with_columns(
        band=pl.when(pl.col("_auto") & pl.col("reason").is_null()).then(pl.lit("auto"))
        .when(pl.col("size") > 1).then(pl.lit("review")).otherwise(pl.lit("auto")),
    ).select("record_id", "cluster_id", "size", "band", "survivor", "reason")  # fmt: skip
    pairs = _duplicates.pairs_frame(matches, source.ids)
    return Duplicates(pairs, frame, matches, source.ids, _duplicates.queue(pairs, source, decisions))


def _in_our_words(canonical: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Stages and statuses of a CRM's own list in the words that red lines and rankings know."""
    known = {f.name: m for f in policy.fields if f.name in canonical.columns and (m := meanings(f))}
    return canonical.with_columns(pl.col(name).replace(words) for name, words in known.items())


def _busy(canonical: pl.DataFrame, attached: Attached) -> pl.DataFrame:
    """The table with the open business of related tables added to that of its own column."""
    own = pl.col("open_deals").cast(pl.Float64, strict=False).fill_null(0) if "open_deals" in canonical.columns else 0
    return canonical.with_columns(open_deals=(own + pl.Series(attached.open_business)).cast(pl.String))


def _consolidate(source: Source, canonical: pl.DataFrame, clusters: pl.Series, judged: pl.DataFrame) -> Consolidated:
    rules = {f.name: f.survivorship for f in source.policy.fields if f.name in canonical.columns and f.survivorship}
    return consolidate(
        canonical.drop("record_id", strict=False), cluster_ids=clusters, ids=source.ids, rules=rules,
        ranked_by=judged.drop("record_id", strict=False),
        steps={f.name: f.steps for f in source.policy.fields if f.choices},
    )  # fmt: skip


def _with_survivors(duplicates: Duplicates, consolidated: Consolidated) -> Duplicates:
    survivor = pl.Series("survivor", duplicates.ids, dtype=pl.String).gather(consolidated.survivor_row)
    return evolve(duplicates, clusters=duplicates.clusters.with_columns(survivor))
