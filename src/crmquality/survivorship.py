"""Which record of a cluster survives, which value each field keeps, and where every value came from.

Vectorised over all clusters; independent of the order of rows: ties go by content, then id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality.errors import PolicyError

#: name of a rule and what it prefers
RULES = {
    "survivor": "the surviving record's value, else the next best record's",
    "most_complete": "the same as survivor: records are ranked by deals, activity, completeness",
    "newest": "the value of the record changed last",
    "oldest": "the value of the record created first",
    "longest": "the longest value",
    "majority": "the value that most records hold",
    "union": "all distinct values, joined by '; '",
    "most_restrictive": "any yes is a yes: opt-out never becomes opt-in",
    "furthest_stage": "the furthest stage of the list",
}
STAGES = (
    "other",
    "subscriber",
    "lead",
    "marketing_qualified_lead",
    "sales_qualified_lead",
    "opportunity",
    "customer",
    "evangelist",
)
DATE_OF = {"newest": ("updated_at", "last_activity_at", "created_at"), "oldest": ("created_at",)}
CHUNK = 50_000


@frozen(eq=False)
class Consolidated:
    """Surviving records with the origin of every value.

    Args:
        survivor_row: per row, the row of its cluster's survivor.
        golden: cluster_id, record_id (the survivor's), then the fields; one row per cluster, sorted.
        canonical: canonical texts per record and field.
    """

    survivor_row: npt.NDArray[np.int64]
    golden: pl.DataFrame
    canonical: pl.DataFrame = field(repr=False)
    _base: pl.DataFrame = field(repr=False, alias="base")
    _rules: Mapping[str, str] = field(repr=False, alias="rules")

    def provenance_chunks(self) -> Iterator[pl.DataFrame]:
        """The provenance in parts, in the order of the whole."""
        order = self._base.sort("cluster_id", "record_id")["row"].to_numpy()
        for start in range(0, max(len(order), 1), CHUNK):
            yield self._part(order[start : start + CHUNK])

    def _part(self, rows: npt.NDArray[np.int64]) -> pl.DataFrame:
        head = self._base[rows].select("cluster_id", "record_id", place=pl.int_range(pl.len()))
        golden = head.select("cluster_id").join(
            self.golden.drop("record_id"), on="cluster_id", how="left", maintain_order="left"
        )
        values = self.canonical[rows]
        parts = []
        for number, name in enumerate(self.canonical.columns):
            kept = pl.DataFrame({"value": values[name], "kept": golden[name]})
            chosen = pl.col("value") == pl.col("kept")
            if self._rules.get(name) == "union":
                chosen = pl.col("kept").str.split("; ").list.contains(pl.col("value")) | chosen
            parts.append(
                pl.concat([head, kept], how="horizontal").filter(pl.col("value").is_not_null()).select(
                    "cluster_id", field=pl.lit(name), source_id="record_id", value="value",
                    chosen=chosen.fill_null(value=False), rule=pl.lit(self._rules.get(name, "survivor")),
                    place="place", number=pl.lit(number),
                )
            )  # fmt: skip
        if not parts:
            return pl.DataFrame(schema=PROVENANCE)
        return pl.concat(parts).sort("place", "number").drop("place", "number")

    @property
    def provenance(self) -> pl.DataFrame:
        """cluster_id, field, source_id, value, chosen, rule: one row per non-empty input value."""
        return pl.concat(self.provenance_chunks())


PROVENANCE = {
    "cluster_id": pl.String(), "field": pl.String(), "source_id": pl.String(), "value": pl.String(),
    "chosen": pl.Boolean(), "rule": pl.String(),
}  # fmt: skip


def consolidate(
    canonical: pl.DataFrame, *, cluster_ids: pl.Series, ids: Sequence[str], rules: Mapping[str, str],
    ranked_by: pl.DataFrame | None = None, steps: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Consolidated:  # fmt: skip
    """Choose survivors and golden values for every cluster.

    The survivor has the most open deals, then the latest activity, then the most filled fields, then the
    smallest content and id.

    Args:
        canonical: text per record and field.
        cluster_ids: one per row.
        ids: record ids, one per row.
        rules: a rule of `RULES` by field; ``survivor`` where none is given.
        ranked_by: the table that the survivor is chosen by, where it knows more than ``canonical`` (open business).
        steps: the stages of a field from first to last, where they are not `STAGES`.

    Raises:
        PolicyError: an unknown rule.
    """
    for name, rule in rules.items():
        if rule not in RULES:
            raise PolicyError(f"field {name!r}: survivorship is one of {', '.join(RULES)}, not {rule!r}")
    base = pl.DataFrame({"cluster_id": cluster_ids, "record_id": pl.Series(ids, dtype=pl.String)}).with_row_index("row")
    multi = base.with_columns(_ranks(canonical if ranked_by is None else ranked_by)).filter(
        pl.len().over("cluster_id") > 1
    )
    multi = multi.sort(
        ["cluster_id", "deals", "active", "filled", "record_id"], descending=[False, True, True, True, False]
    ).with_columns(rank=pl.int_range(pl.len()).over("cluster_id"))
    first = multi.filter(pl.col("rank") == 0).select("cluster_id", winner="row")
    survivors = base.join(first, on="cluster_id", how="left", maintain_order="left")
    winner = survivors.select(pl.coalesce("winner", "row")).to_series().cast(pl.Int64).to_numpy()
    alone = winner == np.arange(len(ids))
    golden = base.filter(pl.Series(alone)).drop("row").hstack(canonical.filter(pl.Series(alone)))
    golden = golden.sort("cluster_id")
    if multi.height:
        chosen = _golden(multi, canonical, rules, steps)
        golden = golden.update(chosen, on="cluster_id", include_nulls=True) if chosen.width > 1 else golden
    return Consolidated(winner, golden, canonical=canonical, base=base, rules=rules)


def _ranks(canonical: pl.DataFrame) -> list[pl.Series]:
    has = set(canonical.columns)
    n = canonical.height
    empty = pl.Series([""] * n, dtype=pl.String)
    deals = (
        canonical["open_deals"].cast(pl.Float64, strict=False).fill_null(0)
        if "open_deals" in has
        else pl.Series([0.0] * n)
    )
    active = canonical["last_activity_at"].fill_null("") if "last_activity_at" in has else empty
    filled = (
        canonical.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
        if canonical.width
        else pl.Series([0] * n)
    )
    return [deals.alias("deals"), active.alias("active"), filled.alias("filled")]


def _golden(
    multi: pl.DataFrame, canonical: pl.DataFrame, rules: Mapping[str, str], steps: Mapping[str, Sequence[str]]
) -> pl.DataFrame:
    members = multi.select("cluster_id", "rank").hstack(canonical[multi["row"].to_numpy()])
    out = members.select("cluster_id").unique(maintain_order=True)
    for name in canonical.columns:
        value = _value(name, rules.get(name, "survivor"), canonical.columns, steps.get(name, STAGES))
        part = members.filter(pl.col(name).is_not_null()).group_by("cluster_id").agg(value.alias(name))
        out = out.join(part, on="cluster_id", how="left")
    return out


def _value(name: str, rule: str, columns: Sequence[str], steps: Sequence[str]) -> pl.Expr:
    value = pl.col(name)
    best = value.sort_by("rank").first()
    if rule in DATE_OF:
        dates = [pl.col(c) for c in DATE_OF[rule] if c in columns and c != name]
        when = pl.coalesce(dates).fill_null("") if dates else pl.lit("")
        newest = rule == "newest"
        return value.sort_by([when, "rank"], descending=[newest, False]).first() if dates else best
    if rule == "longest":
        return value.sort_by([value.str.len_chars(), "rank"], descending=[True, False]).first()
    if rule == "majority":
        return value.mode().sort().first()
    if rule == "union":
        return value.sort_by("rank").unique(maintain_order=True).str.join("; ")
    if rule == "most_restrictive":
        return pl.when((value == "true").any()).then(pl.lit("true")).otherwise(best)
    if rule == "furthest_stage":
        place = value.replace_strict({s: i for i, s in enumerate(steps)}, default=-1, return_dtype=pl.Int32)
        return value.sort_by([place, "rank"], descending=[True, False]).first()
    return best
