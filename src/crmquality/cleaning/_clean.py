"""The main job: each stage in order, from values to values."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import define, evolve, field

from crmquality.cleaning import _actions, _duplicates, _health, _linking, _red_lines, _related, _source
from crmquality.cleaning._account_findings import linked
from crmquality.cleaning._accounts import understood
from crmquality.cleaning._column_signs import column_signs
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._examine import ExaminedTable, Progress, examine_table
from crmquality.cleaning._kin import OTHER_FORMS, kept_apart
from crmquality.cleaning._plan import Plan
from crmquality.cleaning._related import Attached, Related
from crmquality.cleaning._report import Report
from crmquality.cleaning._source import Source
from crmquality.cleaning._tables import Tables
from crmquality.decay import CheckResults, Costs, Feedback, GhostPolicy
from crmquality.errors import PolicyError
from crmquality.matching import Budget, Model
from crmquality.matching._constraints import Constraints, constrained
from crmquality.policy import Mapping as ColumnMapping
from crmquality.policy import Policy, compile_policy, meanings
from crmquality.presets import company
from crmquality.review import Decisions, decided
from crmquality.survivorship import Consolidated, Survivorship, consolidate
from crmquality.types import as_day


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
    verified: CheckResults | None = None,
    feedback: Iterable[Feedback] = (),
    costs: Costs | None = None,
    verify_budget: int = 200,
    ghosts: GhostPolicy | None = None,
    related: Mapping[str, Related] | None = None,
    decisions: Decisions | None = None,
    survivorship: Survivorship | None = None,
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
        events: contact events (messages, calls, replies, checks) as a table or file: record, outcome and time; field or
            channel, event id and attempt id where there are such.
        verified: answers of verifiers, asked for earlier by the caller; nothing is asked here.
        feedback: what customers said about their data.
        costs: of checking and of using a wrong value; 1, 10 and 100 at one use a year unless given.
        verify_budget: how many records people can check in a week, the most worthwhile first; the others wait.
        ghosts: what counts as a ghost; the shipped thresholds unless given.
        related: tables whose rows belong to the records, by name: deals, orders, tickets, activities.
        decisions: what people decided about pairs earlier.
        survivorship: rules of your own for what survives a merge.
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
    if verify_budget < 0:
        raise PolicyError("verify_budget is 0 or more")
    decisions, own = decisions or Decisions(), survivorship or Survivorship()
    if decisions and source.id_column is None:
        raise PolicyError("remembered decisions need an id column: name it with id=")
    rest = {n: r for n, r in (related or {}).items() if r.role != "accounts"}
    attached = _related.attach(rest, source.ids, _read) if rest else None
    companies = [r for r in (related or {}).values() if r.role == "accounts"]
    links = [linked(source, understood(r.table, company(region), r.id, region), r.key) for r in companies]
    told = _in_our_words(canonical, source.policy)
    judged = told if attached is None else _busy(told, attached)
    logged = _read_events(events)
    with stages.stage("match"):
        forbids = _red_lines.signs(source, judged, attached, logged, day)
        duplicates = _match(source, examined, forbids, decisions, model, stages.progress)
    with stages.stage("survivors"):
        known = _evidence(judged, attached)
        consolidated = _consolidate(source, examined, canonical, duplicates.clusters["cluster_id"], judged, known, own)
        duplicates = _with_survivors(duplicates, consolidated)
    with stages.stage("freshness"):
        signs = column_signs(source, examined, duplicates.clusters["cluster_id"])
        care = _actions.Care(
            logged, verified, tuple(feedback), costs or Costs(), verify_budget, ghosts or GhostPolicy()
        )
        condition = _health.assess(source, examined, judged, duplicates, care, day, signs)
    examined = evolve(examined, record_findings=(*examined.record_findings, *signs.findings))
    tables = Tables(source, examined, duplicates, consolidated, condition, attached, care.feedback, tuple(links))
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
    within: bool = False,
    one_per_source: bool = False,
    largest: int | None = None,
    id: str | Mapping[str, str] | None = None,  # noqa: A002 - the contract's name
    mapping: ColumnMapping | None = None,
    decisions: Decisions | None = None,
    model: Model | None = None,
    region: str | None = None,
    budget: Budget | None = None,
    progress: bool | Progress = False,
) -> Duplicates:
    """Find which records of a table, or of several sources, are the same person or company.

    Takes and raises what `clean` does; clusters name the smallest id as survivor.

    Args:
        data: a table; or tables by name of their source, to link them: ``{"crm": a, "leads": b}``. An id is then the
            source and the id: frames have a column for each, ``explain`` takes ``("crm", "1")``, and decisions name
            ``"crm:1"``.
        policy: what a good record is; chosen from the columns (of the first source) unless given.
        within: linking looks at pairs of one source, too.
        one_per_source: a cluster holds at most one record of each source.
        largest: records that a cluster may hold at most.
        id: the id column, of all sources or by source; recognised unless given.
        mapping: source columns to fields; recognised unless given; of a single table.
        decisions: what people decided about pairs earlier.
        model: a match model to use instead of the shipped or fitted one.
        region: ISO country of phones without one.
        budget: the most that comparing may take, a `crmquality.matching.Budget`; estimated before anything is compared.
        progress: as for `clean`.

    Raises:
        BudgetError: comparing would take more than the budget.
        PolicyError: fewer than two sources, a source's name with a colon, or constraints that cannot hold.

    Example:
        >>> li = {"Name": "Li Na", "Email": "li.na@acme.cn", "Phone": "13912345678"}
        >>> found = find_duplicates({"crm": [{"ID": "7"} | li], "leads": [{"ID": "1"} | li]}, id="ID", region="CN")
        >>> found.pairs.select("left_source", "left_id", "right_source", "right_id").rows()
        [('crm', '7', 'leads', '1')]
    """
    rules = Constraints(within=within, one_per_source=one_per_source, largest=largest)
    sources: npt.NDArray[np.int32] | None = None
    names: tuple[str, ...] = ()
    if isinstance(data, Mapping):
        if mapping is not None:
            raise PolicyError("a mapping is of one table; name the columns of linked sources as the policy does")
        names = tuple(data)
        source, sources = _linking.combined(data, policy, id=id, region=region, read=_read)
    else:
        own = id if id is None or isinstance(id, str) else None
        source = _source.understand(data, policy, id=own, mapping=mapping, region=region, read=_read)
    wanted = {n: c for n, c in source.mapping.fields.items() if n in _red_lines.FIELDS or _tells(source.policy, n)}
    examined = examine_table(source.table.frame, wanted, compile_policy(source.policy), None)
    canonical = _in_our_words(examined.canonical_frame(), source.policy)
    forbids = _red_lines.signs(source, canonical, None, None, None)
    told = _reporter(progress)
    found = _match(source, examined, forbids, decisions or Decisions(), model, told, rules, sources, budget)
    if sources is not None:
        found = _linking.by_source(found, names, sources)
    kind = source.table.kind
    return evolve(
        found, pairs=_duplicates.in_kind(found.pairs, kind), clusters=_duplicates.in_kind(found.clusters, kind)
    )


def _tells(policy: Policy, name: str) -> bool:
    return name in policy.identifying or policy.field(name).kind == "identifier"


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
    forbids: pl.DataFrame,
    decisions: Decisions,
    model: Model | None,
    progress: Progress,
    rules: Constraints | None = None,
    sources: npt.NDArray[np.int32] | None = None,
    budget: Budget | None = None,
) -> Duplicates:
    vetoes, links = decided(decisions, source.ids)
    matches = _duplicates.match_table(
        source, examined, model=model, vetoes=vetoes, links=links, progress=progress, budget=budget
    )
    matches, apart, forms = kept_apart(source, examined, matches, vetoes)
    if forms is not None:
        forbids = forbids.with_columns(forms.alias(OTHER_FORMS))
    if rules is not None:
        matches = constrained(matches, rules, ids=source.ids, source=sources, vetoes=[*vetoes, *apart])
    cluster = _duplicates.cluster_ids(matches.labels, source.ids)
    auto = _duplicates.held_together(matches, np.asarray(matches.band) == "auto")
    approved = _duplicates.held_together(matches, matches.decided)
    frame = pl.DataFrame({
        "record_id": pl.Series(source.ids, dtype=pl.String),
        "cluster_id": cluster,
        "reason": _red_lines.red_lines(matches.labels, forbids)
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
    queue = _duplicates.queue(pairs, frame, source, decisions, forbids["open deals on both sides"])
    return Duplicates(pairs, frame, matches, source.ids, queue)


def _in_our_words(canonical: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Stages and statuses of a CRM's own list in the words that red lines and rankings know."""
    known = {f.name: m for f in policy.fields if f.name in canonical.columns and (m := meanings(f))}
    return canonical.with_columns(pl.col(name).replace(words) for name, words in known.items())


def _busy(canonical: pl.DataFrame, attached: Attached) -> pl.DataFrame:
    """The table with the open business of related tables added to that of its own column."""
    own = pl.col("open_deals").cast(pl.Float64, strict=False).fill_null(0) if "open_deals" in canonical.columns else 0
    return canonical.with_columns(open_deals=(own + pl.Series(attached.open_business)).cast(pl.String))


def _evidence(judged: pl.DataFrame, attached: Attached | None) -> pl.DataFrame | None:
    """Per row whether deals are open and won; ``None`` where nothing is known of deals."""
    if "won_deals" not in judged.columns and (attached is None or "deals" not in attached.rows["role"]):
        return None
    open_, won = (
        judged[n].cast(pl.Float64, strict=False).fill_null(0) > 0
        if n in judged.columns
        else pl.Series([False] * judged.height)
        for n in ("open_deals", "won_deals")
    )
    return pl.DataFrame({"open": open_, "won": won if attached is None else won | pl.Series(attached.won)})


def _consolidate(
    source: Source, examined: ExaminedTable, canonical: pl.DataFrame, clusters: pl.Series, judged: pl.DataFrame,
    evidence: pl.DataFrame | None, own: Survivorship,
) -> Consolidated:  # fmt: skip
    if unknown := own.rules.keys() - set(source.policy.field_names):
        raise PolicyError(f"survivorship names fields that the policy lacks: {', '.join(sorted(unknown))}")
    rules = {f.name: f.survivorship for f in source.policy.fields if f.survivorship} | dict(own.rules)
    return consolidate(
        canonical.drop("record_id", strict=False), cluster_ids=clusters, ids=source.ids,
        rules={n: r for n, r in rules.items() if n in canonical.columns},
        ranked_by=judged.drop("record_id", strict=False),
        steps={f.name: f.steps for f in source.policy.fields if f.choices}, trust=own.trust, evidence=evidence,
        valid=pl.DataFrame({n: c.valid() for n, c in examined.columns.items()}),
    )  # fmt: skip


def _with_survivors(duplicates: Duplicates, consolidated: Consolidated) -> Duplicates:
    survivor = pl.Series("survivor", duplicates.ids, dtype=pl.String).gather(consolidated.survivor_row)
    return evolve(duplicates, clusters=duplicates.clusters.with_columns(survivor))
