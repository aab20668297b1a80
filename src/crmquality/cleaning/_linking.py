"""Several sources looked at as one table: the lead list against the CRM."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve

from crmquality.cleaning import _source
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._source import Source
from crmquality.columns import Table
from crmquality.errors import PolicyError
from crmquality.policy import Entry, Policy
from crmquality.policy import Mapping as ColumnMapping

#: between a source and an id, where both stand in one text
SEPARATOR = ":"


def combined(
    tables: Mapping[str, object], policy: Policy | None, *, id: str | Mapping[str, str] | None,  # noqa: A002 - as elsewhere
    region: str | None,
) -> tuple[Source, npt.NDArray[np.int32]]:  # fmt: skip
    """The rows of all sources under the names of the policy's fields, and the number of each row's source.

    Args:
        tables: by name of the source; the first one chooses the policy where none is given.
        policy: what a good record is.
        id: the id column, of all sources or by source; recognised unless given.
        region: ISO country of phones without one.

    Raises:
        PolicyError: fewer than two sources, or a name with a colon, which stands between source and id.
    """
    if len(tables) < 2:  # noqa: PLR2004 - two sides
        raise PolicyError("linking needs at least two sources: {'crm': ..., 'leads': ...}")
    if any(SEPARATOR in name or not name for name in tables):
        raise PolicyError(f"names of sources are not empty and hold no {SEPARATOR!r}")
    parts: list[Source] = []
    for name, data in tables.items():
        own = id if id is None or isinstance(id, str) else id.get(name)
        parts.append(_source.understand(data, policy, id=own, region=region))
        policy = parts[-1].policy
    assert policy is not None
    frames = [_renamed(part) for part in parts]
    whole = pl.concat(frames, how="diagonal")
    fields = {n for part in parts for n in part.mapping.fields}.intersection(whole.columns)
    entries = [Entry(c, c if c in fields else None, 1.0) for c in whole.columns]
    ids = tuple(f"{name}{SEPARATOR}{v}" for name, part in zip(tables, parts, strict=True) for v in part.ids)
    starts = np.cumsum([0, *(part.table.height for part in parts)]).tolist()
    flaws = tuple((start + row, f) for start, part in zip(starts, parts, strict=False) for row, f in part.id_findings)
    named = all(part.id_column is not None for part in parts if part.table.height)
    sources = np.repeat(np.arange(len(parts), dtype=np.int32), [part.table.height for part in parts])
    table = Table(whole, tuple(whole.columns), kind=parts[0].table.kind)
    return Source(
        table, ColumnMapping(policy.name, entries), policy, ids, "record_id" if named else None, flaws
    ), sources


def _renamed(part: Source) -> pl.DataFrame:
    """Fields under their own names; other columns keep theirs, where no field bears it."""
    taken = set(part.policy.field_names)
    others = [c for c in part.mapping.unrecognised if c not in taken]
    # the ids stand beside the table, and say nothing of the records
    kept = {n: c for n, c in part.mapping.fields.items() if n == "record_id" or n not in part.named_by}
    own = [pl.col(column).alias(name) for name, column in kept.items()]
    return part.table.frame.select(*own, *others)


def by_source(found: Duplicates, names: tuple[str, ...], sources: npt.NDArray[np.int32]) -> Duplicates:
    """The result with source and id apart: ``left_source``, ``left_id``, ``right_source``, ``right_id``.

    In a pair the earlier source stands left.
    """
    rank = {name: i for i, name in enumerate(names)}
    ends = ("source", "id")

    def apart(column: str, prefix: str) -> list[pl.Expr]:
        both = pl.col(column).str.splitn(SEPARATOR, 2).struct
        return [both.field(f"field_{i}").alias(f"{prefix}{end}") for i, end in enumerate(ends)]

    pairs = found.pairs.with_columns(*apart("left_id", "left_"), *apart("right_id", "right_"))
    first, second = (pl.col(f"{s}_source").replace_strict(rank, return_dtype=pl.Int32) for s in ("left", "right"))
    swap = first > second
    pairs = pairs.with_columns(
        *(pl.when(swap).then(f"right_{e}").otherwise(f"left_{e}").alias(f"left_{e}") for e in ends),
        *(pl.when(swap).then(f"left_{e}").otherwise(f"right_{e}").alias(f"right_{e}") for e in ends),
    ).sort("left_source", "left_id", "right_source", "right_id")
    rest = [c for c in found.pairs.columns if c not in ("left_id", "right_id")]
    pairs = pairs.select("left_source", "left_id", "right_source", "right_id", *rest)
    clusters = found.clusters.with_columns(*apart("record_id", ""), *apart("survivor", "survivor_")).select(
        "source", pl.col("id").alias("record_id"), "cluster_id", "size", "band",
        "survivor_source", pl.col("survivor_id").alias("survivor"), "reason",
    )  # fmt: skip
    ids = tuple((names[s], v.partition(SEPARATOR)[2]) for s, v in zip(sources.tolist(), found.ids, strict=True))
    return evolve(found, pairs=pairs, clusters=clusters, ids=ids)
