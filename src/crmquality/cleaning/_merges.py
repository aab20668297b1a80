"""Merges as proposed changes: the losing rows, and the values the survivor takes over."""

from __future__ import annotations

import numpy as np
import polars as pl

from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._frames import lean
from crmquality.cleaning._source import Source


def unknown_columns(source: Source) -> list[str]:
    """Columns that the policy has no field for, under their own names."""
    taken = {*source.policy.field_names, source.id_column}
    return [c for c in source.mapping.unrecognised if c not in taken]


def merge_changes(
    source: Source, duplicates: Duplicates, merged: pl.DataFrame, canonical: pl.DataFrame
) -> list[pl.DataFrame]:
    """One change per losing record, and one per value that the survivor takes over.

    Args:
        source: the table.
        duplicates: its clusters; only clusters of the auto band without a red line give merges.
        merged: a row per cluster of several records with ``cluster_id``, the policy's fields and other columns.
        canonical: canonical texts per row, other columns as they are; a value that the survivor holds is not carried.

    Returns:
        Parts of a change frame; carried values stand in the group of their merge.
    """
    clusters = duplicates.clusters.with_columns(
        row=pl.int_range(pl.len(), dtype=pl.Int32), id=pl.Series(source.ids, dtype=pl.String)
    ).filter((pl.col("band") == "auto") & (pl.col("size") > 1) & pl.col("reason").is_null())
    if not clusters.height:
        return []
    clusters = clusters.join(_weakest(duplicates), on="cluster_id", how="left")
    losing = clusters.filter(pl.col("record_id") != pl.col("survivor"))
    merges = losing.select(
        "row", before="record_id", after="survivor", rule=pl.lit("merge"), action=pl.lit("merge"), group="cluster_id",
        confidence=pl.col("weakest").fill_null(1.0),
    )  # fmt: skip
    survivors = clusters.filter(pl.col("record_id") == pl.col("survivor"))
    return [lean(merges), *_carried(source, survivors, merged, canonical)]


def _weakest(duplicates: Duplicates) -> pl.DataFrame:
    matches = duplicates.matches
    inside = matches.labels[matches.left] == matches.labels[matches.right]
    weight = matches.weight[inside].astype(np.float64) / 1024
    of_pair = duplicates.clusters["cluster_id"].gather(matches.left[inside])
    pairs = pl.DataFrame({"cluster_id": of_pair, "weakest": 1 / (1 + np.exp2(-weight))})
    return pairs.group_by("cluster_id").agg(pl.col("weakest").min().round_sig_figs(6))


def _carried(
    source: Source, survivors: pl.DataFrame, merged: pl.DataFrame, canonical: pl.DataFrame
) -> list[pl.DataFrame]:
    parts = []
    rows = survivors["row"]
    merged = survivors.select("cluster_id").join(merged, on="cluster_id", how="left", maintain_order="left")
    for name, column in (*source.mapping.fields.items(), *((c, c) for c in unknown_columns(source))):
        # fields that are never written back are carried, too: write-back leaves them out
        if name not in merged.columns or column == source.id_column:
            continue
        before = source.table.frame[column].gather(rows)
        frame = pl.DataFrame({
            "before": before, "after": merged[name], "row": rows,
            "group": survivors["cluster_id"], "confidence": survivors["weakest"].fill_null(1.0),
            "own": canonical[name].gather(rows),
        })  # fmt: skip
        new = pl.all_horizontal(pl.col("after").ne_missing(pl.col(c)) for c in ("before", "own"))
        frame = frame.drop_nulls("after").filter(new)
        rule = pl.when(pl.col("before").is_null()).then(pl.lit("merge.fill")).otherwise(pl.lit("merge.survivorship"))
        parts.append(lean(frame.with_columns(rule=rule, field=pl.lit(name), column=pl.lit(column))))
    return parts
