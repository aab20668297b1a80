"""Who is who in a table or between tables, from what the caller hands over to pairs and clusters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve

from crmquality.cleaning import _duplicates, _linking, _red_lines, _source
from crmquality.cleaning._consent import consents
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._examine import ExaminedTable, Progress, examine_table
from crmquality.cleaning._kin import OTHER_FORMS, kept_apart
from crmquality.cleaning._review import NAMELESS
from crmquality.cleaning._source import Source
from crmquality.columns import Column
from crmquality.errors import InputError, OutputError, PolicyError
from crmquality.matching import Budget, Model, find_pairs
from crmquality.matching._constraints import Constraints, constrained
from crmquality.matching._on_disk import find_pairs_on_disk
from crmquality.policy import Mapping as ColumnMapping
from crmquality.policy import Policy, compile_policy, meanings
from crmquality.policy._key_columns import lane_columns
from crmquality.review import Decisions, decided


def find_duplicates(
    data: object, policy: Policy | None = None, *, within: bool = False, one_per_source: bool = False,
    largest: int | None = None, id: str | Mapping[str, str] | None = None,  # noqa: A002 - the contract's name
    mapping: ColumnMapping | None = None, decisions: Decisions | None = None, model: Model | None = None,
    region: str | None = None, budget: Budget | None = None, progress: bool | Progress = False,
) -> Duplicates:  # fmt: skip
    """Find which records of a table, or of several sources, are the same person or company.

    Takes and raises what `clean` does; clusters name the smallest id as survivor.

    Args:
        data: a table; or tables by name of their source, to link them: ``{"crm": a, "leads": b}``. An id is then the
            source and the id: frames have a column for each, ``explain`` takes ``("crm", "1")``, and decisions name
            ``"crm:1"``.
        policy: what a good record is; chosen from the columns (of the first source) unless given.
        within: linking looks at pairs of one source, too.
        one_per_source: a cluster holds at most one record of each source.
        largest: records that a cluster may hold at most; this and ``one_per_source`` hold against decisions, too, and
            the ``reason`` of a pair that is parted so tells.
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
        source, sources = _linking.combined(data, policy, id=id, region=region)
    else:
        if one_per_source:
            raise PolicyError("one_per_source needs several sources: {'crm': ..., 'leads': ...}")
        own = id if id is None or isinstance(id, str) else None
        source = _source.understand(data, policy, id=own, mapping=mapping, region=region)
    decisions = remembered(decisions, source)
    fields = source.mapping.fields
    identifiers = {n for n in fields if source.policy.field(n).kind == "identifier"} - source.named_by
    by_red_lines = identifiers.union(_red_lines.FIELDS, consents(source)).intersection(fields)
    wanted = source.policy.identifying.intersection(fields) | (by_red_lines - {"record_id"})
    told = reporter(progress)
    examined = _examined(source, wanted, told)
    read_by_red_lines = {n: c for n, c in examined.columns.items() if n in by_red_lines}
    canonical = in_our_words(evolve(examined, columns=read_by_red_lines).canonical_frame(), source.policy)
    forbids = _red_lines.signs(source, canonical, None, None, None)
    found = matched(source, examined, forbids, decisions, model, told, rules, sources, budget)
    if sources is not None:
        found = _linking.by_source(found, names, sources)
    kind = source.table.kind
    return evolve(
        found, pairs=_duplicates.in_kind(found.pairs, kind), clusters=_duplicates.in_kind(found.clusters, kind)
    )


def find_duplicates_on_disk(
    parts: Iterable[object], policy: Policy, folder: str | Path, *, id: str, model: Model | None = None,  # noqa: A002 - the contract's name
    decisions: Decisions | None = None, rows: int = 2_000_000, largest: int | None = None,
) -> tuple[Path, Path]:  # fmt: skip
    """As `find_duplicates`, of a table too large for memory: key partitions on disk, one in memory at a time.

    Clusters are the best guess; red lines are not looked at, and weights are those of a model that is handed over.

    Args:
        parts: tables of the same columns, such as files, read one after the other.
        policy: what a good record is.
        folder: a new folder for partitions and results, some hundred bytes a record.
        id: the id column; no id stands twice.
        model: fitted on a part of the table, ``find_duplicates(part).model``; the shipped one unless given.
        decisions: what people decided about pairs earlier.
        rows: records in memory at a time, about 2 kB each.
        largest: records that a cluster may hold at most.

    Returns:
        Two Parquet files in the folder: pairs (left_id, right_id, match_weight, band, rule) and clusters (record_id,
        cluster_id), in the order in which the records came.

    Raises:
        OutputError: the folder exists. What a run made that fails is removed.
        PolicyError: a largest size or number of rows below one.
        InputError: an id is missing or stands twice.
    """
    folder, said, rules = Path(folder), decisions or Decisions(), Constraints(largest=largest)
    if rows < 1:
        raise PolicyError(f"rows is at least 1 record in memory at a time, not {rows}")
    try:
        folder.mkdir(parents=True)  # what is removed again is this run's own, also where two begin at once
    except FileExistsError:
        raise OutputError(f"{folder.name} exists already; name a new folder") from None

    def examined() -> Iterator[tuple[Sequence[str], Mapping[str, Column]]]:
        for data in parts:
            source = _source.understand(data, policy, id=id)
            if blank := sum(f.code == "id.missing" for _, f in source.id_findings):
                records = "record" if blank == 1 else "records"
                raise InputError(f"a part has {blank} {records} without an id in the column {id!r}; fill them in")
            if source.nameless:
                raise InputError("an id stands on more than one record")
            wanted = policy.identifying.intersection(source.mapping.fields)
            found = _examined(source, wanted, None)
            told_by = {n: c for n, c in found.columns.items() if n not in source.named_by}
            yield source.ids, lane_columns(policy, told_by, found.height)

    with ExitStack() as undo:
        undo.callback(rmtree, folder, ignore_errors=True)
        paths = find_pairs_on_disk(
            examined(), folder, model=model or Model.default(), apart=said.apart, together=said.together, rows=rows,
            largest=rules.largest,
        )  # fmt: skip
        undo.pop_all()
    return paths


def _examined(source: Source, wanted: Collection[str], told: Progress) -> ExaminedTable:
    """The wanted columns and those that say how to read them, without rules over whole records: they tell of nobody."""
    compiled = compile_policy(source.policy)
    wanted = {*wanted, *(c for n in wanted for c in compiled.context_of(n))}
    columns = {n: c for n, c in source.mapping.fields.items() if n in wanted}
    return examine_table(source.table.frame, columns, evolve(compiled, record_rules=()), None, told)


def remembered(decisions: Decisions | None, source: Source) -> Decisions:
    """The decisions of earlier runs, none unless given.

    Raises:
        PolicyError: rows have no ids that hold from run to run.
    """
    decisions = decisions or Decisions()
    if decisions and source.id_column is None:
        raise PolicyError("remembered decisions need an id column: name it with id=")
    if any(source.nameless.intersection(p) for p in (*decisions.apart, *decisions.together)):
        raise PolicyError(NAMELESS)
    return decisions


def reporter(progress: bool | Progress) -> Progress:  # noqa: FBT001 - the contract's parameter
    """Who is told how far the work is."""
    if progress is True:
        from crmquality.integrations.progress import terminal_progress

        return terminal_progress()
    return progress or None


def matched(
    source: Source, examined: ExaminedTable, forbids: pl.DataFrame, decisions: Decisions, model: Model | None,
    progress: Progress, rules: Constraints | None = None, sources: npt.NDArray[np.int32] | None = None,
    budget: Budget | None = None,
) -> Duplicates:  # fmt: skip
    """Pairs and clusters of a table that has been read, with their bands."""
    vetoes, links = decided(decisions, source.ids)
    # the ids of the rows tell all of them apart
    told_by = {n: c for n, c in examined.columns.items() if n not in source.named_by}
    lanes = lane_columns(source.policy, told_by, examined.height)
    matches = find_pairs(
        lanes, ids=source.ids, model=model, vetoes=vetoes, links=links, progress=progress, budget=budget
    )
    matches, apart, forms = kept_apart(source, examined, matches, vetoes)
    if forms is not None:
        forbids = forbids.with_columns(forms.alias(OTHER_FORMS))
    if rules is not None:
        matches = constrained(matches, rules, ids=source.ids, source=sources, vetoes=[*vetoes, *apart])
    cluster = _duplicates.cluster_ids(matches.labels, source.ids)
    approved = _duplicates.held_together(matches, matches.decided)
    auto = _duplicates.held_together(matches, matches.doubt == 0) & (approved | ~_duplicates.contradicted(matches))
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


def in_our_words(canonical: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Stages and statuses of a CRM's own list in the words that red lines and rankings know."""
    known = {f.name: m for f in policy.fields if f.name in canonical.columns and (m := meanings(f))}
    return canonical.with_columns(pl.col(name).replace(words) for name, words in known.items())
