"""Merges in order of their risk, and applying them slice by slice until a judged slice is worse than stated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
from attrs import frozen

from crmquality.cleaning import _proof
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._examine import ExaminedTable
from crmquality.policy import Policy

#: whether two records are the same; ``None`` = not judged
Judge = Callable[[str, str], bool | None]
LOG: Final = {
    "slice": pl.Int64(), "merges": pl.Int64(), "judged": pl.Int64(), "wrong": pl.Int64(), "stated_wrong": pl.Float64(),
    "applied": pl.Boolean(), "reason": pl.String(),
}  # fmt: skip
_CHANNELS: Final = ("email", "phone")


def merges(duplicates: Duplicates, examined: ExaminedTable, policy: Policy, busy: pl.Series) -> pl.DataFrame:
    """The clusters that merge by themselves, riskiest first, those with open deals before the others.

    Args:
        duplicates: pairs and clusters.
        examined: readings of the table.
        policy: the policy in force.
        busy: per row, whether the record has an open deal.

    Returns:
        cluster_id, survivor, size, weakest_weight (bits; null where a person joined them), p_wrong (probability that a
        join of it is wrong), shared_by (records outside the cluster that hold one of its phones or mailboxes),
        open_deals (it touches some).
    """
    found: pl.DataFrame = duplicates.clusters
    clusters = found.with_columns(busy=busy).filter(
        (pl.col("band") == "auto") & (pl.col("size") > 1) & pl.col("reason").is_null()
    )
    heads = clusters.group_by("cluster_id").agg(
        pl.col("survivor").first(), pl.col("size").first(), open_deals=pl.col("busy").any()
    )
    out = heads.join(_weakest(duplicates), on="cluster_id", how="left").join(
        _shared(duplicates, examined, policy), on="cluster_id", how="left"
    )
    return out.select(
        "cluster_id", "survivor", "size", "weakest_weight", pl.col("p_wrong").fill_null(0.0).round_sig_figs(6),
        pl.col("shared_by").fill_null(0), "open_deals",
    ).sort("open_deals", "p_wrong", "shared_by", "cluster_id", descending=[True, True, True, False])  # fmt: skip


def _weakest(duplicates: Duplicates) -> pl.DataFrame:
    """Per cluster its weakest direct pair, and the chance that at least one of the joins it needs is wrong."""
    matches = duplicates.matches
    inside = (matches.labels[matches.left] == matches.labels[matches.right]) & ~matches.decided
    weight = matches.weight[inside] / 1024
    pairs = pl.DataFrame({
        "cluster_id": duplicates.clusters["cluster_id"].gather(matches.left[inside]), "weight": weight,
        "size": duplicates.clusters["size"].gather(matches.left[inside]), "doubt": _proof.doubt(weight),
    })  # fmt: skip
    return pairs.sort("weight", descending=True).group_by("cluster_id").agg(
        weakest_weight=pl.col("weight").min().round_sig_figs(6),
        p_wrong=1 - (1 - pl.col("doubt").head(pl.col("size").first() - 1)).product(),
    )  # fmt: skip


def _shared(duplicates: Duplicates, examined: ExaminedTable, policy: Policy) -> pl.DataFrame:
    parts = [pl.DataFrame(schema={"cluster_id": pl.String, "outside": pl.UInt32})]
    for name in (n for role in _CHANNELS for n in policy.roles[role] if n in examined.columns):
        column = examined.columns[name]
        held = pl.DataFrame({"cluster_id": duplicates.clusters["cluster_id"], "value": column.gather(column.text)})
        counted = held.drop_nulls().with_columns(
            outside=pl.len().over("value") - pl.len().over("value", "cluster_id")
        )  # fmt: skip
        parts.append(counted.select("cluster_id", "outside"))
    return pl.concat(parts).group_by("cluster_id").agg(shared_by=pl.col("outside").max())


@frozen
class Verdict:
    """What happened to the slices.

    Args:
        clusters: ids of the clusters to apply.
        log: slice, merges, judged, wrong, stated_wrong (share), applied, reason; one row per slice.
    """

    clusters: tuple[str, ...]
    log: pl.DataFrame


def run(found: pl.DataFrame, clusters: pl.DataFrame, judge: Judge, *, size: int, sample: int, seed: int) -> Verdict:
    """Take the merges from the safest on, a slice at a time; stop at the first slice that is worse than stated.

    Args:
        found: what `merges` gives.
        clusters: record_id, cluster_id, survivor.
        judge: says of two records whether they are the same.
        size: clusters in a slice.
        sample: merges judged in each.
        seed: settles which.
    """
    ordered = found.sort("p_wrong", "shared_by", "cluster_id")
    losers = clusters.join(found.select("cluster_id"), on="cluster_id", how="semi").filter(
        pl.col("record_id") != pl.col("survivor")
    ).select("cluster_id", left_id=pl.min_horizontal("record_id", "survivor"),
             right_id=pl.max_horizontal("record_id", "survivor"))  # fmt: skip
    good: list[str] = []
    log = []
    stopped = False
    for number, part in enumerate(ordered.iter_slices(size), 1):
        own = losers.join(part.select("cluster_id"), on="cluster_id", how="semi")
        stated = float(part["p_wrong"].sum()) / max(own.height, 1)
        known: list[bool] = []
        if not stopped:
            drawn = _proof.in_sample_order(own, seed).head(sample)
            said = (judge(a, b) for a, b in drawn.select("left_id", "right_id").iter_rows())
            known = [not same for same in said if same is not None]
            if _proof.is_worse(len(known), sum(known), min(stated, 1.0)):
                stopped, reason = True, "worse than stated"
            else:
                reason = "as stated" if known else "not judged: from the shipped model, not your data"
                good += part["cluster_id"].to_list()
        else:
            reason = "after a slice that was worse than stated"
        log.append((number, own.height, len(known), sum(known), float(f"{stated:.6g}"), not stopped, reason))
    return Verdict(tuple(good), pl.DataFrame(log, schema=LOG, orient="row"))
