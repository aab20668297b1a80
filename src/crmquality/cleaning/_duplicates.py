"""Who is who in a table: pairs, clusters, red lines, as frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality.cleaning._lineage import lineage, merge_risk
from crmquality.cleaning._review import ReviewQueue
from crmquality.cleaning._source import PERSONS, Source
from crmquality.matching import Matches, Model
from crmquality.matching._compare import CONTRADICTIONS, DOUBTS
from crmquality.matching._loss import BlockingLoss
from crmquality.matching._words import cluster_in_words
from crmquality.review import Decisions

PARTED = "joined by a person, parted by a limit or another decision"
#: an id, or a source and an id
Id = str | tuple[str, str]


@frozen(slots=False, eq=False)
class Duplicates:
    """Record pairs and clusters of one table.

    Args:
        pairs: left_id, right_id, match_weight (bits), match_probability, band, exact, rule, reason (why it waits for
            a person); sorted by ids.
        clusters: record_id, cluster_id, size, band, survivor, reason; every record once, in row order.
        matches: the engine's result, for explanations.
        ids: one per row; of linked sources, source and id.
        review: the doubtful pairs.
    """

    pairs: Any
    clusters: Any
    matches: Matches = field(repr=False)
    ids: tuple[Any, ...] = field(repr=False)
    review: ReviewQueue = field(repr=False)

    @property
    def model(self) -> Model:
        """The model the pairs were scored with."""
        return self.matches.model

    def explain(self, left_id: Id, right_id: Id) -> dict[str, object]:
        """Why two records match or do not: prior, one weight per comparison, and their exact sum.

        Raises:
            KeyError: one of the ids is not in the table.
        """
        place = {v: i for i, v in enumerate(self.ids)}
        return self.matches.explain(place[left_id], place[right_id])

    def explain_cluster(self, cluster_id: str) -> dict[str, Any]:
        """What holds a cluster together: its records, the pairs of them, the heaviest first, band, reason and text.

        Raises:
            KeyError: there is no such cluster.
        """
        rows = self.review.clusters.filter(cluster_id=cluster_id)
        if rows.is_empty():
            raise KeyError(cluster_id)
        inside = [pl.col(side).is_in(rows["record_id"].implode()) for side in ("left_id", "right_id")]
        pairs = self.review.pairs.filter(*inside).sort(-pl.col("match_weight"), "left_id", "right_id")
        told = {"cluster_id": cluster_id, "records": rows["record_id"].sort().to_list(), "pairs": pairs.to_dicts(),
                "band": rows["band"][0], "reason": rows["reason"][0]}  # fmt: skip
        return {**told, "text": {k: cluster_in_words(told, k) for k in ("en", "zh")}}

    def blocking_loss(self, *, seed: int = 0) -> BlockingLoss:
        """How many of the pairs that would connect are never compared, estimated from some records held against all."""
        apart = (
            np.unique([i[0] for i in self.ids], return_inverse=True)[1]
            if isinstance(next(iter(self.ids), None), tuple)
            else None
        )
        return self.matches.blocking_loss(self.review.records["record_id"].to_list(), seed=seed, source=apart)

    def since(self, earlier: Any) -> pl.DataFrame:
        """What became of the clusters of an earlier run (its ``clusters``): see `crmquality.cleaning._lineage`."""
        linked = ["source"] if "source" in earlier.columns else []
        before = pl.DataFrame(earlier[[*linked, "record_id", "cluster_id"]])
        if linked:
            before = before.select(pl.concat_str("source", "record_id", separator=":").alias("record_id"), "cluster_id")
        return lineage(before, self.review.clusters)

    def risk(self) -> pl.DataFrame:
        """Clusters of several records, the likeliest to hold strangers first."""
        return merge_risk(self.review.clusters, self.review.pairs)

    def _repr_html_(self) -> Any:
        return self.pairs._repr_html_()


def in_kind(frame: pl.DataFrame, kind: str) -> Any:
    """A result in the caller's kind: pandas where pandas went in, else polars."""
    if kind != "pandas":
        return frame
    from crmquality.integrations.frames import to_kind

    return to_kind(frame, kind)


def queue(
    pairs: pl.DataFrame, clusters: pl.DataFrame, source: Source, decisions: Decisions, busy: pl.Series
) -> ReviewQueue:
    """The pairs that need a person: those that touch open deals first, then the most doubtful.

    Args:
        pairs: all pairs.
        clusters: record_id and cluster_id.
        source: the table as understood.
        decisions: earlier decisions.
        busy: per row, whether the record has an open deal.
    """
    deals = pl.Series(source.ids, dtype=pl.String).filter(busy).implode()
    doubtful = pairs.filter(pl.col("band") == "review").sort(
        ~(pl.col("left_id").is_in(deals) | pl.col("right_id").is_in(deals)), "match_weight", "left_id", "right_id"
    )
    shown = {n: c for n, c in source.mapping.fields.items() if n in source.policy.identifying}
    records = source.table.frame.select(
        pl.Series("record_id", source.ids, dtype=pl.String), *(pl.col(c).alias(n) for n, c in shown.items())
    )
    return ReviewQueue(
        doubtful, frozenset(source.ids), source.id_column is not None, decisions, pairs, clusters, records,
        nameless=source.nameless, people=any(source.policy.roles[role] for role in PERSONS),
    )  # fmt: skip


def pairs_frame(matches: Matches, ids: Sequence[str]) -> pl.DataFrame:
    """The pairs with ids in place of rows; the smaller id stands left; sorted by ids."""
    names = pl.Series(ids, dtype=pl.String)
    left, right = names.gather(matches.left), names.gather(matches.right)
    weight = matches.weight.astype(np.float64) / 1024
    parted = pl.Series(matches.decided & (matches.labels[matches.left] != matches.labels[matches.right]))
    frame = pl.DataFrame({
        "left_id": left, "right_id": right, "match_weight": weight, "match_probability": 1 / (1 + np.exp2(-weight)),
        "band": pl.Series(matches.band, dtype=pl.String).set(parted, "review"),
        "exact": pl.Series(matches.exact & ~np.isin(matches.doubt, CONTRADICTIONS)),
        "rule": pl.Series(matches.rule_names, dtype=pl.String).gather(matches.rule),
        "reason": pl.Series([None, *DOUBTS[1:]], dtype=pl.String).gather(matches.doubt).set(parted, PARTED),
    })  # fmt: skip
    return frame.with_columns(
        pl.col("match_weight", "match_probability").round_sig_figs(6),
        left_id=pl.min_horizontal("left_id", "right_id"),
        right_id=pl.max_horizontal("left_id", "right_id"),
    ).sort("left_id", "right_id")


def cluster_ids(labels: npt.NDArray[np.int32], ids: Sequence[str]) -> pl.Series:
    """One cluster id per row: ``c-`` and the smallest record id among the members."""
    frame = pl.DataFrame({"label": labels, "id": pl.Series(ids, dtype=pl.String)})
    return frame.select(pl.lit("c-") + pl.col("id").min().over("label")).to_series().alias("cluster_id")


def contradicted(matches: Matches) -> npt.NDArray[np.bool_]:
    """Per row: two records of its cluster contradict each other."""
    homes = matches.labels[matches.left]
    told = np.isin(matches.doubt, CONTRADICTIONS) & (homes == matches.labels[matches.right])
    return np.isin(matches.labels, homes[told])


def held_together(matches: Matches, by: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Per row: its cluster has several records, and the pairs of ``by`` alone connect them all."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    n = len(matches.labels)
    inside = (matches.labels[matches.left] == matches.labels[matches.right]) & by
    left, right = matches.left[inside], matches.right[inside]
    graph = coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=(n, n))
    part = connected_components(graph, directed=False)[1]
    counted = pl.DataFrame({"label": matches.labels, "part": part}).select(
        (pl.col("part").n_unique().over("label") == 1) & (pl.len().over("label") > 1)
    )
    return counted.to_series().to_numpy()
