"""The tables of a plan as polars frames, each made on first use."""

from __future__ import annotations

from functools import cached_property

import polars as pl
from attrs import field, frozen

from crmquality.cleaning import _corrections, _enrich, _fill, _frames, _merges, _pipeline, _slices
from crmquality.cleaning._account_findings import NOBODY
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._examine import ExaminedTable
from crmquality.cleaning._health import Health
from crmquality.cleaning._red_lines import count
from crmquality.cleaning._related import LINKS, Attached
from crmquality.cleaning._source import Source
from crmquality.decay import Feedback
from crmquality.survivorship import Consolidated


@frozen(slots=False, eq=False)
class Tables:
    """What the stages of the main job found.

    Args:
        source: the table as understood: mapping, policy, ids.
        examined: every cell's reading.
        duplicates: pairs and clusters.
        consolidated: surviving records with provenance.
        condition: freshness of fields and health of records.
        attached: related rows, where tables were given.
        feedback: what customers said.
        accounts: findings between the records and tables of accounts.
    """

    source: Source = field(repr=False)
    examined: ExaminedTable = field(repr=False)
    duplicates: Duplicates = field(repr=False)
    consolidated: Consolidated = field(repr=False)
    condition: Health = field(repr=False)
    attached: Attached | None = field(repr=False)
    feedback: tuple[Feedback, ...] = field(default=(), repr=False)
    accounts: tuple[pl.DataFrame, ...] = field(default=(), repr=False)

    @property
    def pairs(self) -> pl.DataFrame:
        """Record pairs."""
        return pl.DataFrame(self.duplicates.pairs)

    @property
    def clusters(self) -> pl.DataFrame:
        """Every record with its cluster."""
        return pl.DataFrame(self.duplicates.clusters)

    @cached_property
    def findings(self) -> pl.DataFrame:
        """All findings, as `_frames.findings_frame` has them."""
        told = [found.filter(pl.col("code") != NOBODY.code) for found in self.accounts]
        return _frames.findings_frame(self.source, self.examined, told)

    @cached_property
    def changes(self) -> pl.DataFrame:
        """All proposed changes, as `_frames.concat_changes` has them."""
        merges = _merges.merge_changes(
            self.source, self.duplicates, self.consolidated.merged, self.consolidated.canonical
        )
        cells = _frames.cell_changes(self.source, self.examined)
        guesses = _enrich.enrichments(self.source, self.examined)
        lent = _fill.fills(self.source, self.examined)
        said = _corrections.corrections(self.source, self.examined, self.feedback, self.condition.as_of)
        return _frames.concat_changes([*cells, *guesses, *lent, said, *merges, self.condition.changes()], self.source)

    @cached_property
    def merges(self) -> pl.DataFrame:
        """Clusters that merge by themselves, riskiest first."""
        busy = count(self.consolidated.canonical, "open_deals") > 0
        if self.attached is not None:
            busy |= pl.Series(self.attached.open_business > 0)
        return _slices.merges(self.duplicates, self.examined, self.source.policy, busy)

    @cached_property
    def open_deals(self) -> pl.DataFrame:
        """Open deals with record, amount and closing day."""
        return _pipeline.open_deals(self.clusters, self.consolidated.canonical, self.attached)

    @cached_property
    def pipeline_impact(self) -> pl.DataFrame:
        """Clusters with open deals, and the money counted twice."""
        return _pipeline.impact(self.clusters, self.open_deals)

    @cached_property
    def health(self) -> pl.DataFrame:
        """Verdict per record."""
        return self.condition.health(self.source.ids)

    @property
    def verify_next(self) -> pl.DataFrame:
        """This week's checks."""
        return self.condition.verify_next(self.source.ids)

    @cached_property
    def links(self) -> pl.DataFrame:
        """Related rows that move with a merge."""
        return pl.DataFrame(schema=LINKS) if self.attached is None else self.attached.links(self.duplicates)
