"""What became of clusters from one run to the next."""

from __future__ import annotations

import polars as pl


def lineage(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The clusters of a run with those of an earlier one that their records come from.

    A cluster's id is that of its least record, so it stays while that record stays in it; what else happened is told
    here.

    Args:
        before: record_id and cluster_id of the earlier run.
        after: the same of this run.

    Returns:
        cluster_id, comes_from (ids of the earlier clusters, sorted), event: ``kept``, ``grew``, ``shrank``, ``joined``,
        ``split``, ``regrouped`` or ``new``; sorted by cluster_id.
    """
    old = before.select("record_id", old="cluster_id").with_columns(had=pl.len().over("old"))
    both = after.select("record_id", "cluster_id").join(old, on="record_id", how="left")
    # earlier clusters whose records now stand in several
    both = both.with_columns(parts=pl.col("cluster_id").n_unique().over("old"))
    found = both.group_by("cluster_id").agg(
        comes_from=pl.col("old").drop_nulls().unique().sort(),
        parts=pl.col("parts").filter(pl.col("old").is_not_null()).max().fill_null(0),
        records=pl.len(), known=pl.col("old").count(), had=pl.col("had").max(),
    )  # fmt: skip
    several = pl.col("comes_from").list.len() > 1
    event = (
        pl.when(pl.col("comes_from").list.len() == 0).then(pl.lit("new"))
        .when(several & (pl.col("parts") > 1)).then(pl.lit("regrouped"))
        .when(several).then(pl.lit("joined"))
        .when(pl.col("parts") > 1).then(pl.lit("split"))
        .when(pl.col("records") > pl.col("known")).then(pl.lit("grew"))
        .when(pl.col("known") < pl.col("had")).then(pl.lit("shrank"))
        .otherwise(pl.lit("kept"))
    )  # fmt: skip
    return found.select("cluster_id", "comes_from", event=event).sort("cluster_id")


def merge_risk(clusters: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Clusters of several records by how likely they hold strangers, the riskiest first.

    Args:
        clusters: record_id and cluster_id.
        pairs: left_id, right_id, match_weight (bits).

    Returns:
        cluster_id, records, pairs (that speak for it), weakest (bits of the faintest link a record hangs by), missing
        (share of pairs of records that nothing connects); by missing, then weakest, then id.
    """
    of = clusters.select("record_id", "cluster_id")
    left = pairs.join(of, left_on="left_id", right_on="record_id")
    inside = left.join(of, left_on="right_id", right_on="record_id", suffix="_right")
    inside = inside.filter((pl.col("cluster_id") == pl.col("cluster_id_right")) & (pl.col("match_weight") > 0))
    ends = pl.concat([inside.select("cluster_id", "match_weight", record_id=side) for side in ("left_id", "right_id")])
    holds = ends.group_by("cluster_id", "record_id").agg(pl.col("match_weight").max())
    weakest = holds.group_by("cluster_id").agg(weakest=pl.col("match_weight").min())
    sizes = of.group_by("cluster_id").agg(records=pl.len()).filter(pl.col("records") > 1)
    found = sizes.join(inside.group_by("cluster_id").agg(pairs=pl.len()), on="cluster_id", how="left")
    found = found.join(weakest, on="cluster_id", how="left").with_columns(pl.col("pairs").fill_null(0))
    possible = pl.col("records") * (pl.col("records") - 1) / 2
    found = found.with_columns(missing=(1 - pl.col("pairs") / possible).round_sig_figs(6))
    columns = ("cluster_id", "records", "pairs", "weakest", "missing")
    return found.select(columns).sort("missing", "weakest", "cluster_id", descending=[True, False, False])
