"""Which record of a cluster survives, which value each field keeps, and where every value came from.

Vectorised over all clusters; independent of the order of rows: ties go by rank, and ranks by content, then id. A value
with an error never beats one without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality.errors import PolicyError

#: from the values of a cluster, best record first, to the one that is kept; ``None`` = none
Custom = Callable[[tuple[str, ...]], str | None]
#: name of a rule and what it prefers
RULES = {
    "survivor": "the surviving record's value, else the next best record's",
    "most_complete": "the same as survivor: records are ranked by deals, activity, completeness",
    "most_trusted": "the value of the record whose source stands first in the order of trust",
    "newest": "the value of the record changed last",
    "newest_verified": "the value verified last, by <field>_verified_at or verified_at; else the newest",
    "oldest": "the value of the record created first",
    "longest": "the longest value",
    "majority": "the value that most records hold",
    "union": "all distinct values, joined by '; '",
    "most_restrictive": "any yes is a yes: opt-out never becomes opt-in",
    "all_yes": "any no is a no: a permission holds only where every record that says anything gives it",
    "furthest_stage": "the furthest stage of the list; a survivor rises only to what known deals prove",
}
CUSTOM: Final = "custom"
STAGES = (
    "other", "subscriber", "lead", "marketing_qualified_lead", "sales_qualified_lead", "opportunity", "customer",
    "evangelist",
)  # fmt: skip
#: stages that a deal must prove: won, or at least open
PROVED_BY: Final = {"opportunity": "open", "customer": "won", "evangelist": "won"}
DATE_OF = {
    "newest": ("updated_at", "last_activity_at", "created_at"),
    "newest_verified": ("updated_at", "last_activity_at", "created_at"),
    "oldest": ("created_at",),
}
CHUNK = 50_000


def _texts(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(value)


@frozen
class Survivorship:
    """Rules of a caller's own for what survives a merge; fields without one keep their policy's rule.

    Args:
        rules: by field, a name of `RULES`, or a function of the cluster's values, best record first, to the one kept.
        trust: values of the field ``source``, the most trusted first, for the rule ``most_trusted``.

    Example:
        >>> Survivorship({"phone": "most_trusted", "notes": max}, trust=("erp", "web form")).trust
        ('erp', 'web form')
    """

    rules: Mapping[str, str | Custom] = field(factory=dict)
    trust: tuple[str, ...] = field(default=(), converter=_texts)


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
    _rules: Mapping[str, str | Custom] = field(repr=False, alias="rules")

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
                    chosen=chosen.fill_null(value=False), rule=pl.lit(_named(self._rules.get(name, "survivor"))),
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
    canonical: pl.DataFrame, *, cluster_ids: pl.Series, ids: Sequence[str], rules: Mapping[str, str | Custom],
    ranked_by: pl.DataFrame | None = None, steps: Mapping[str, Sequence[str]] = MappingProxyType({}),
    trust: Sequence[str] = (), valid: pl.DataFrame | None = None, evidence: pl.DataFrame | None = None,
) -> Consolidated:  # fmt: skip
    """Choose survivors and golden values for every cluster.

    The survivor has the most open deals, then the latest two-way activity, then the latest activity of any kind, then
    the most filled fields, then the smallest id.

    Args:
        canonical: text per record and field.
        cluster_ids: one per row.
        ids: record ids, one per row.
        rules: a rule of `RULES`, or a function, by field; ``survivor`` where none is given.
        ranked_by: the table that the survivor is chosen by, where it knows more than ``canonical`` (open business).
        steps: the stages of a field from first to last, where they are not `STAGES`.
        trust: sources, the most trusted first.
        valid: per row and field whether the value has no error; ``None`` = all are alike.
        evidence: per row whether deals are ``open`` and ``won``; ``None`` = nothing is known of deals.

    Raises:
        PolicyError: an unknown rule, or ``most_trusted`` without sources to trust.
    """
    for name, rule in rules.items():
        if isinstance(rule, str) and rule not in RULES:
            raise PolicyError(f"field {name!r}: survivorship is one of {', '.join(RULES)}, not {rule!r}")
        if rule == "most_trusted" and not trust:
            raise PolicyError(f"field {name!r}: most_trusted needs an order of sources: trust=")
    base = pl.DataFrame({"cluster_id": cluster_ids, "record_id": pl.Series(ids, dtype=pl.String)}).with_row_index("row")
    multi = base.with_columns(_ranks(canonical if ranked_by is None else ranked_by)).filter(
        pl.len().over("cluster_id") > 1
    )
    multi = multi.sort(
        ["cluster_id", "deals", "answered", "active", "filled", "record_id"],
        descending=[False, True, True, True, True, False],
    ).with_columns(rank=pl.int_range(pl.len()).over("cluster_id"))
    first = multi.filter(pl.col("rank") == 0).select("cluster_id", winner="row")
    survivors = base.join(first, on="cluster_id", how="left", maintain_order="left")
    winner = survivors.select(pl.coalesce("winner", "row")).to_series().cast(pl.Int64).to_numpy()
    alone = winner == np.arange(len(ids))
    golden = base.filter(pl.Series(alone)).drop("row").hstack(canonical.filter(pl.Series(alone)))
    golden = golden.sort("cluster_id")
    if multi.height:
        chosen = _golden(multi, canonical, _Choice(rules, steps, [t.casefold() for t in trust], valid, evidence))
        golden = golden.update(chosen, on="cluster_id", include_nulls=True) if chosen.width > 1 else golden
    return Consolidated(winner, golden, canonical=canonical, base=base, rules=rules)


def _ranks(canonical: pl.DataFrame) -> list[pl.Series]:
    n = canonical.height

    def texts(name: str) -> pl.Series:
        return canonical[name].fill_null("") if name in canonical.columns else pl.Series([""] * n, dtype=pl.String)

    deals = texts("open_deals").cast(pl.Float64, strict=False).fill_null(0)
    filled = (
        canonical.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
        if canonical.width
        else pl.Series([0] * n)
    )
    return [
        deals.alias("deals"), texts("replied_at").alias("answered"), texts("last_activity_at").alias("active"),
        filled.alias("filled"),
    ]  # fmt: skip


@frozen(eq=False)
class _Choice:
    """What decides between the values of a cluster."""

    rules: Mapping[str, str | Custom]
    steps: Mapping[str, Sequence[str]]
    trust: Sequence[str]
    valid: pl.DataFrame | None
    evidence: pl.DataFrame | None


def _named(rule: str | Custom) -> str:
    return rule if isinstance(rule, str) else CUSTOM


def _golden(multi: pl.DataFrame, canonical: pl.DataFrame, choice: _Choice) -> pl.DataFrame:
    rows = multi["row"].to_numpy()
    members = multi.select("cluster_id", "rank").hstack(canonical[rows])
    if choice.evidence is not None:
        members = members.hstack(choice.evidence[rows].select(_open="open", _won="won")).with_columns(
            pl.col("_open", "_won").any().over("cluster_id")
        )
    out = members.select("cluster_id").unique(maintain_order=True)
    for name in canonical.columns:
        rule = choice.rules.get(name, "survivor")
        sound = None if choice.valid is None or name not in choice.valid.columns else choice.valid[name].gather(rows)
        held = members.with_columns(_bad=pl.lit(value=False) if sound is None else ~sound).filter(
            pl.col(name).is_not_null()
        )
        if isinstance(rule, str):
            part = held.group_by("cluster_id").agg(_value(name, rule, canonical.columns, choice).alias(name))
        else:
            part = _by_caller(held, name, rule)
        out = out.join(part, on="cluster_id", how="left")
    return out


def _by_caller(held: pl.DataFrame, name: str, rule: Custom) -> pl.DataFrame:
    lists = held.sort("cluster_id", "_bad", "rank").group_by("cluster_id", maintain_order=True).agg(pl.col(name))
    kept = [rule(tuple(values)) for values in lists[name].to_list()]
    return lists.select("cluster_id").with_columns(pl.Series(name, kept, dtype=pl.String))


def _value(name: str, rule: str, columns: Sequence[str], choice: _Choice) -> pl.Expr:
    value = pl.col(name)

    def best(*by: pl.Expr, descending: Sequence[bool] = ()) -> pl.Expr:
        keys = [pl.col("_bad"), *by, pl.col("rank")]
        return value.sort_by(keys, descending=[False, *descending, False]).first()

    if rule in DATE_OF:
        dates = [pl.col(c) for c in DATE_OF[rule] if c in columns and c != name]
        checked = [pl.col(c) for c in (f"{name}_verified_at", "verified_at") if c in columns and c != name]
        when = [
            pl.coalesce(d).fill_null("") for d in ((checked, dates) if rule == "newest_verified" else (dates,)) if d
        ]
        return best(*when, descending=[rule != "oldest"] * len(when))
    if rule == "most_trusted":
        place = {s: i for i, s in enumerate(choice.trust)}
        said = pl.col("source").str.to_lowercase() if "source" in columns else pl.lit(None, pl.String)
        return best(said.replace_strict(place, default=len(place), return_dtype=pl.Int32), descending=[False])
    if rule == "longest":
        return best(value.str.len_chars(), descending=[True])
    if rule == "majority":
        return value.filter(~pl.col("_bad") | pl.col("_bad").all()).mode().sort().first()
    if rule == "union":
        return value.sort_by("rank").unique(maintain_order=True).str.join("; ")
    if rule in ("most_restrictive", "all_yes"):
        word = "true" if rule == "most_restrictive" else "false"
        return pl.when((value == word).any()).then(pl.lit(word)).otherwise(best())
    if rule == "furthest_stage":
        steps = choice.steps.get(name, STAGES)
        place = {s: i for i, s in enumerate(steps)}
        furthest = value.replace_strict(place, default=-1, return_dtype=pl.Int32)
        if choice.evidence is None:
            return best(furthest, descending=[True])
        needs = value.replace_strict(PROVED_BY, default="", return_dtype=pl.String)
        proved = (needs == "") | pl.col("_won") | ((needs == "open") & pl.col("_open"))
        # what the survivor holds already is not taken from it
        return best(proved | (pl.col("rank") == 0), furthest, descending=[True, True])
    return best()
