"""The plan: everything found and proposed for one table, and the two ways on: apply and write back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl
from attrs import field, frozen

from crmquality.cleaning import _report_data, _save, _slices, _write_back
from crmquality.cleaning._duplicates import Duplicates, in_kind
from crmquality.cleaning._frames import plain_changes, plain_findings
from crmquality.cleaning._journal import Journal
from crmquality.cleaning._recheck import recheck
from crmquality.cleaning._report import Report
from crmquality.cleaning._review import ReviewQueue
from crmquality.cleaning._slices import Judge
from crmquality.cleaning._source import Source
from crmquality.cleaning._tables import Tables
from crmquality.errors import PolicyError
from crmquality.policy import Mapping as ColumnMapping
from crmquality.policy import Policy

Selection = Literal["safe", "all", "none"] | Iterable[str] | Any
#: changes of one cell exclude each other: those of a merge win, then what is not safe, which somebody wanted
BY_MERGE = ("merge.fill", "merge.survivorship")


@frozen
class Result:
    """What applying gave.

    Args:
        table: the new table, in the caller's kind.
        journal: what was done; undoes it.
        frame: the new table as text.
    """

    table: Any = field(repr=False)
    journal: Journal
    frame: pl.DataFrame = field(repr=False)


@frozen
class Sliced:
    """What applying slice by slice gave.

    Args:
        result: the new table and the journal.
        log: slice, merges, judged, wrong, stated_wrong (share), applied, reason; one row per slice.
    """

    result: Result
    log: Any = field(repr=False)


@frozen(slots=False, eq=False)
class Plan:
    """Everything found and proposed for one table; nothing has been changed.

    Built by `crmquality.clean`. Frames are pandas where pandas went in, else polars; ids are text.

    Args:
        tables: what the stages found, as polars frames.
        as_of: the day the plan speaks of.
        confidence: corrections at or above it belong to ``apply("all")``.
        timings: seconds by stage.
    """

    tables: Tables = field(repr=False)
    as_of: date
    confidence: float = 0.9
    timings: Mapping[str, float] = field(factory=dict, repr=False)

    @property
    def source(self) -> Source:
        """The table as understood."""
        return self.tables.source

    @property
    def mapping(self) -> ColumnMapping:
        """Which source column is which field."""
        return self.source.mapping

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.source.policy

    @cached_property
    def findings(self) -> Any:
        """finding_id, record_id, field, code, severity, suggestion, bad_data_class, message."""
        return self._own(plain_findings(self.tables.findings, self.source))

    @cached_property
    def changes(self) -> Any:
        """change_id, record_id, field, before, after, rule, confidence, safe, cosmetic and where they apply."""
        return self._own(plain_changes(self.tables.changes, self.source))

    @cached_property
    def pairs(self) -> Any:
        """left_id, right_id, match_weight, match_probability, band, exact, rule, reason."""
        return self._own(self.tables.pairs)

    @cached_property
    def clusters(self) -> Any:
        """record_id, cluster_id, size, band, survivor, reason: every record once."""
        return self._own(self.tables.clusters)

    @cached_property
    def golden(self) -> Any:
        """One row per cluster: the surviving record."""
        return self._own(self.tables.consolidated.golden)

    @cached_property
    def provenance(self) -> Any:
        """cluster_id, field, source_id, value, chosen, rule: one row per non-empty input value."""
        return self._own(self.tables.consolidated.provenance)

    @cached_property
    def freshness(self) -> Any:
        """record_id, field, p_valid, due_at."""
        return self._own(self.tables.condition.freshness(self.source.ids))

    @cached_property
    def health(self) -> Any:
        """record_id, p_ghost, cause, p_active, contactable, action, reason, due_at, defence, verdict.

        ``due_at`` is the day of the next check, ``defence`` what would have caught the cause, ``verdict`` what the door
        would say of the record alone.
        """
        return self._own(self.tables.health)

    @cached_property
    def verify_next(self) -> Any:
        """owner, rank, record_id, field, also, channel, value, cost, reason: this week's checks, by owner and rank."""
        return self._own(self.tables.verify_next)

    @cached_property
    def links(self) -> Any:
        """table, row_id, from_id, to_id, conflict: related rows that move when the sure copies merge."""
        return self._own(self.tables.links)

    @cached_property
    def merges(self) -> Any:
        """cluster_id, survivor, size, weakest_weight, p_wrong, shared_by, open_deals: what ``all`` merges.

        Clusters with open deals first, then the riskiest.
        """
        return self._own(self.tables.merges)

    @cached_property
    def pipeline_impact(self) -> Any:
        """cluster_id, currency, records, open_deals, open_amount, counted_twice, band, reason.

        Clusters of which some records have open deals, most money counted twice first.
        """
        return self._own(self.tables.pipeline_impact)

    @property
    def duplicates(self) -> Duplicates:
        """Pairs and clusters with what explains them."""
        return self.tables.duplicates

    @property
    def review(self) -> ReviewQueue:
        """The doubtful pairs, and what people decide about them."""
        return self.tables.duplicates.review

    def _own(self, frame: pl.DataFrame) -> Any:
        return in_kind(frame, self.source.table.kind)

    @cached_property
    def report(self) -> Report:
        """What a sales director wants to know."""
        return _report_data.build(self)

    def explain(self, left_id: str, right_id: str) -> dict[str, object]:
        """Why two records match or do not."""
        return self.tables.duplicates.explain(left_id, right_id)

    def select(self, selection: Selection) -> pl.DataFrame:
        """The changes of a selection, at most one per cell.

        Args:
            selection: ``"safe"``, ``"all"``, ``"none"``, change ids, or rows of `changes`.

        Raises:
            PolicyError: an unknown word or change id.
        """
        return plain_changes(self.chosen(selection), self.source)

    def chosen(self, selection: Selection) -> pl.DataFrame:
        """As `select`, as the changes are kept."""
        changes = self.tables.changes
        if isinstance(selection, str):
            if selection == "safe":
                return changes.filter(pl.col("safe"))
            if selection == "none":
                return changes.clear()
            if selection == "all":
                sure = pl.col("safe") | (pl.col("confidence") >= self.confidence)
                whole = pl.col("action").is_in(["merge", "archive"]) | pl.col("rule").cat.starts_with("merge.")
                return _one_per_cell(changes.filter(sure | whole))
            raise PolicyError(f"apply takes 'safe', 'all', 'none' or change ids, not {selection!r}")
        rows: Any = selection
        ids = pl.Series(list(rows["change_id"] if hasattr(rows, "columns") else rows), dtype=pl.String)
        known = plain_changes(changes, self.source)["change_id"]
        unknown = ids.filter(~ids.is_in(known.implode()))
        if len(unknown):
            raise PolicyError(f"{len(unknown)} change ids are not in this plan; take them from plan.changes")
        named = known.is_in(ids.implode())
        groups = changes.filter(named & (changes["group"] != ""))["group"].unique()
        return _one_per_cell(changes.filter(named | changes["group"].is_in(groups.implode())))

    def apply(self, selection: Selection = "safe", *, by: str = "", at: date | str | None = None) -> Result:
        """Make a new table with the selected changes, and the journal that undoes them.

        Args:
            selection: ``"safe"``, ``"all"``, ``"none"``, change ids, or rows of `changes`.
            by: who applies, for the journal.
            at: when, for the journal; the plan's day unless given.

        Raises:
            PolicyError: an unknown word or change id.
        """
        return self._applied(self.select(selection), by, at)

    def _applied(self, changes: pl.DataFrame, by: str, at: date | str | None) -> Result:
        source = self.source
        journal = Journal(source.table, source.ids, source.id_column, changes, by, str(at or self.as_of))
        frame = journal.frame()
        same = source.table.native is source.table.frame
        return Result(frame if same else journal.table(), journal, frame)

    def apply_slices(
        self, judge: Judge, *, size: int = 200, sample: int = 20, seed: int = 0, by: str = "",
        at: date | str | None = None,
    ) -> Sliced:  # fmt: skip
        """Apply the safe changes, and merges from the safest on, until a judged slice is worse than stated.

        Args:
            judge: asked about a sample of each slice: are the two records the same? ``None`` = not judged.
            size: clusters in a slice.
            sample: merges judged in each.
            seed: settles which merges are judged.
            by: who applies, for the journal.
            at: when, for the journal; the plan's day unless given.

        Returns:
            The result, and a log of the slices. A slice stops the rest where so many wrong merges would turn up by
            chance in fewer than one case of twenty if the stated share were true; nothing of it is applied.

        Raises:
            PolicyError: a slice or sample below one.
        """
        if min(size, sample) < 1:
            raise PolicyError("a slice holds at least one cluster, and at least one merge of it is judged")
        clusters, changes = self.tables.clusters, self.tables.changes
        verdict = _slices.run(self.tables.merges, clusters, judge, size=size, sample=sample, seed=seed)
        chosen = changes.filter(pl.col("safe") | pl.col("group").is_in(list(verdict.clusters)))
        applied = self._applied(plain_changes(_one_per_cell(chosen), self.source), by, at)
        return Sliced(applied, self._own(verdict.log))

    def write_back(self, folder: str | Path, *, cosmetic: bool = False, overwrite: bool = False) -> dict[str, int]:
        """Write the files that go back into the CRM.

        Args:
            folder: a folder that is empty or does not exist.
            cosmetic: also write changes that only alter the writing.
            overwrite: replace what the folder holds.

        Returns:
            Records per file.

        Raises:
            OutputError: no id column, or the folder cannot be written.
        """
        return _write_back.write_back(self, folder, cosmetic=cosmetic, overwrite=overwrite)

    @property
    def held_back(self) -> Any:
        """Changes that `write_back` keeps out because the CRM does not know the value, with ``reason``."""
        return self._own(_write_back.going_out(self, cosmetic=True)[1])

    def recheck(self, fresh_export: object) -> tuple[Plan, Any]:
        """Hold the plan against a fresh export.

        Returns:
            The plan without the changes whose cell was edited meanwhile, and those changes with a column ``reason``.
        """
        kept, dropped = recheck(self, fresh_export)
        return kept, self._own(dropped)

    def save(self, folder: str | Path, *, apply: str = "safe", format: str = "csv", overwrite: bool = False) -> Path:  # noqa: A002 - the command line's word
        """Write every output of the plan into a folder.

        Args:
            folder: a folder that is empty or does not exist.
            apply: which changes the cleaned table holds: ``safe``, ``all`` or ``none``.
            format: ``csv``, ``parquet`` or ``xlsx``.
            overwrite: replace what the folder holds.
        """
        return _save.save(self, Path(folder), apply=apply, format=format, overwrite=overwrite)

    def _repr_html_(self) -> str:
        return self.report.to_html()


def _one_per_cell(changes: pl.DataFrame) -> pl.DataFrame:
    """At most one change per cell; the order stays."""
    cell = ["row", "column"]
    # most cells have one change: the others are sorted apart
    cells = changes.select(*cell, "rule", "safe", "action").with_row_index("place").filter(pl.col("action") == "set")
    cells = cells.filter(pl.struct(cell).is_duplicated())
    by_merge = pl.col("rule").is_in(list(BY_MERGE))
    rank = pl.when(by_merge).then(0).when("safe").then(2).otherwise(1)
    beaten = cells.sort(rank, "rule", "place").filter(pl.struct(cell).is_first_distinct().not_())["place"]
    mask = np.ones(changes.height, dtype=bool)
    mask[beaten.to_numpy()] = False
    return changes.filter(pl.Series(mask))
