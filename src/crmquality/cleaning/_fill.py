"""Fills from the rest of the table: what the other records of a company or a city agree on.

Each is a proposal with the share of records that agree as its confidence, never sure enough to be applied unasked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl
from attrs import frozen

from crmquality.cleaning._enrich import as_changes
from crmquality.cleaning._examine import ExaminedColumn, ExaminedTable
from crmquality.cleaning._source import Source
from crmquality.columns import Column
from crmquality.policy._enrich import UNSURE
from crmquality.policy._proposals import written
from crmquality.types import OrganizationName
from crmquality.validators._affinity import OWN_DOMAIN

_SUREST: Final = UNSURE - 0.05


@frozen
class Group:
    """Records that share something, and what they may lend each other.

    Args:
        name: what they share, as the rule says it.
        key: the field that tells.
        fills: fields that may be filled.
        least: how many other records must agree.
        share: how many of those that hold something must.
    """

    name: str
    key: str
    fills: tuple[str, ...]
    least: int
    share: float


GROUPS: Final = (
    Group("mail_domain", "email", ("company", "website"), 2, 0.8),
    # not its streets and cities: a company has many
    Group("company", "company", ("website", "industry", "country"), 2, 0.8),
    Group("city", "city", ("region", "country"), 5, 0.95),
)


def fills(source: Source, examined: ExaminedTable) -> Iterator[pl.DataFrame]:
    """Proposals for empty cells, as parts of a change frame; none is safe."""
    found = examined.columns
    for group in GROUPS:
        if group.key not in found:
            continue
        key = _key(found[group.key]).to_series("key")
        for name in group.fills:
            if name in found and name != group.key and written(source.policy.field(name)):
                yield _filled(source, group, key, found[name])


def _key(column: ExaminedColumn) -> Column:
    """What the records share: the company's own mail domain, the company's name without its form, or the text."""
    if column.field == "company":
        names = (v.match_key if isinstance(v, OrganizationName) else None for v in column.values or ())
        return Column.from_cells([n or None for n in names]).take(column.codes)
    cells = column.rule_cells()
    return cells.extracted(OWN_DOMAIN) if column.field == "email" else cells.whole


def _filled(source: Source, group: Group, key: pl.Series, column: ExaminedColumn) -> pl.DataFrame:
    rows = pl.DataFrame({"key": key, "after": column.gather(column.text)}).with_row_index("row")
    agreed = (
        rows.filter(pl.col("key").is_not_null() & pl.col("after").is_not_null()).group_by("key", "after").len("votes")
        .with_columns(share=pl.col("votes") / pl.col("votes").sum().over("key"))
        .filter((pl.col("votes") >= group.least) & (pl.col("share") >= group.share))
    )  # fmt: skip
    sure = (pl.col("share") * pl.col("votes") / (pl.col("votes") + 1)).clip(upper_bound=_SUREST).round(2)
    empty = rows.filter(pl.Series(~column.filled())).drop("after")
    part = empty.join(agreed, on="key", maintain_order="left").with_columns(confidence=sure)
    return as_changes(source, part, column.field, f"enrich.{column.field}_from_{group.name}")
