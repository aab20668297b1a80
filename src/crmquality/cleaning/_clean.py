"""The main job: each stage in order, from values to values."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import polars as pl
from attrs import define, evolve, field

from crmquality.cleaning import _actions, _health, _red_lines, _related
from crmquality.cleaning._account_findings import linked
from crmquality.cleaning._column_signs import column_signs
from crmquality.cleaning._consent import consents, levels
from crmquality.cleaning._examine import ExaminedTable, Progress, examine_table
from crmquality.cleaning._find import in_our_words, matched, remembered, reporter
from crmquality.cleaning._merges import unknown_columns
from crmquality.cleaning._plan import Plan
from crmquality.cleaning._related import Attached, Related
from crmquality.cleaning._report import Report
from crmquality.cleaning._source import Source, read, understand
from crmquality.cleaning._tables import Tables
from crmquality.decay import CheckResults, Costs, Feedback, GhostPolicy, Verification
from crmquality.errors import PolicyError
from crmquality.matching import Model
from crmquality.policy import Mapping as ColumnMapping
from crmquality.policy import Policy, compile_policy
from crmquality.presets import company
from crmquality.review import Decisions
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
    data: object, policy: Policy | None = None, *, as_of: date | str,
    id: str | None = None,  # noqa: A002 - the contract's name
    mapping: ColumnMapping | None = None, events: object = None, verified: CheckResults | None = None,
    feedback: Iterable[Feedback | Verification] = (), costs: Costs | None = None, verify_budget: int = 200,
    ghosts: GhostPolicy | None = None, related: Mapping[str, Related] | None = None,
    decisions: Decisions | None = None, survivorship: Survivorship | None = None, model: Model | None = None,
    region: str | None = None, progress: bool | Progress = True,
) -> Plan:  # fmt: skip
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
        feedback: what customers said about their data, and the checks of people in contact with them; a confirmation
            that was asked for and has not come for two weeks becomes a check.
        costs: of checking and of using a wrong value; 1, 10 and 100 at one use a year unless given.
        verify_budget: how many records something is done about in a week (a check, a look, one more message), the most
            worthwhile of each first; the others wait.
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
    stages = _Stages(reporter(progress))
    with stages.stage("read"):
        source = understand(data, policy, id=id, mapping=mapping, region=region)
        decisions = remembered(decisions, source)
    with stages.stage("examine"):
        compiled = compile_policy(source.policy)
        examined = examine_table(source.table.frame, source.mapping.fields, compiled, day, stages.progress)
        canonical = examined.canonical_frame()
    logged = None if events is None else read(events).frame
    care = _actions.Care(logged, verified, tuple(feedback), costs or Costs(), verify_budget, ghosts or GhostPolicy())
    own = survivorship or Survivorship()
    rest = {n: r for n, r in (related or {}).items() if r.role != "accounts"}
    attached = _related.attach(rest, source.ids) if rest else None
    companies = [r for r in (related or {}).values() if r.role == "accounts"]
    links = [linked(source, understand(r.table, company(region), id=r.id, region=region), r.key) for r in companies]
    told = in_our_words(canonical, source.policy)
    judged = told
    if attached is not None:  # the open business of related tables on top of that of the own column
        open_deals = _red_lines.count(told, "open_deals") + pl.Series(attached.open_business)
        judged = told.with_columns(open_deals=open_deals.cast(pl.String))
    with stages.stage("match"):
        forbids = _red_lines.signs(source, judged, attached, logged, day)
        duplicates = matched(source, examined, forbids, decisions, model, stages.progress)
    with stages.stage("survivors"):
        known = _evidence(judged, attached)
        consolidated = _consolidate(source, examined, canonical, duplicates.clusters["cluster_id"], judged, known, own)
        survivor = source.names.gather(consolidated.survivor_row).alias("survivor")
        duplicates = evolve(duplicates, clusters=duplicates.clusters.with_columns(survivor))
    with stages.stage("freshness"):
        signs = column_signs(source, examined, duplicates.clusters["cluster_id"])
        condition = _health.assess(source, examined, judged, duplicates, care, day, signs)
    examined = evolve(examined, record_findings=(*examined.record_findings, *signs.findings))
    said = tuple(item for item in care.said if isinstance(item, Feedback))
    tables = Tables(source, examined, duplicates, consolidated, condition, attached, said, tuple(links))
    return Plan(tables, day, timings=stages.seconds)


def assess(
    data: object, policy: Policy | None = None, *, as_of: date | str,
    id: str | None = None,  # noqa: A002 - the contract's name
    mapping: ColumnMapping | None = None, region: str | None = None, progress: bool | Progress = True,
) -> Report:  # fmt: skip
    """Look at a table and say how good it is; propose nothing.

    Takes and raises what `clean` does.
    """
    return clean(data, policy, as_of=as_of, id=id, mapping=mapping, region=region, progress=progress).report


def _evidence(judged: pl.DataFrame, attached: Attached | None) -> pl.DataFrame | None:
    """Per row whether deals are open and won; ``None`` where nothing is known of deals."""
    if "won_deals" not in judged.columns and (attached is None or "deals" not in attached.rows["role"]):
        return None
    open_, won = (_red_lines.count(judged, n) > 0 for n in ("open_deals", "won_deals"))
    return pl.DataFrame({"open": open_, "won": won if attached is None else won | pl.Series(attached.won)})


def _consolidate(
    source: Source, examined: ExaminedTable, canonical: pl.DataFrame, clusters: pl.Series, judged: pl.DataFrame,
    evidence: pl.DataFrame | None, own: Survivorship,
) -> Consolidated:  # fmt: skip
    if unknown := own.rules.keys() - set(source.policy.field_names):
        raise PolicyError(f"survivorship names fields that the policy lacks: {', '.join(sorted(unknown))}")
    by_words = consents(source)
    rules = by_words | {f.name: f.survivorship for f in source.policy.fields if f.survivorship} | dict(own.rules)
    # what no field knows is kept, too: the survivor's, else the next best record's
    others = [pl.when(pl.col(c).str.contains(r"\S")).then(c).alias(c) for c in unknown_columns(source)]
    whole = canonical.drop("record_id", strict=False).hstack(source.table.frame.select(others))
    return consolidate(
        whole, cluster_ids=clusters, ids=source.ids,
        rules={n: r for n, r in rules.items() if n in whole.columns},
        answers={n: levels(whole[n], r) for n, r in by_words.items() if n in whole and rules[n] == r},
        ranked_by=judged.drop("record_id", strict=False),
        steps={f.name: f.steps for f in source.policy.fields if f.choices}, trust=own.trust, evidence=evidence,
        valid=pl.DataFrame({n: c.valid() for n, c in examined.columns.items()}), unusable=examined.unusable(),
    )  # fmt: skip
