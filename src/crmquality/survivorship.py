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

from crmquality._data import load
from crmquality.errors import PolicyError

#: from the values of a cluster, best record first, to the one that is kept; ``None`` = none
Custom = Callable[[tuple[str, ...]], str | None]
#: name of a rule and what it prefers
RULES: Final[Mapping[str, str]] = load("policy")["survivorship"]
CUSTOM: Final = "custom"
STAGES = (
    "other", "subscriber", "lead", "marketing_qualified_lead", "sales_qualified_lead", "opportunity", "customer",
    "evangelist",
)  # fmt: skip
#: stages that a deal must prove: won, or at least open
PROVED_BY: Final = {"opportunity": "open", "customer": "won", "evangelist": "won"}
_CHANGED: Final = ("updated_at", "last_activity_at", "created_at")
DATE_OF = {"newest": _CHANGED, "newest_verified": _CHANGED, "oldest": _CHANGED[2:]}
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
        canonical: canonical texts per record and field.
        merged: cluster_id, then the fields, of clusters of several records; others hold what their record holds.
    """

    survivor_row: npt.NDArray[np.int64]
    canonical: pl.DataFrame = field(repr=False)
    merged: pl.DataFrame = field(repr=False)
    _base: pl.DataFrame = field(repr=False, alias="base")
    _rules: Mapping[str, str | Custom] = field(repr=False, alias="rules")
    _unusable: pl.DataFrame | None = field(default=None, repr=False, alias="unusable")

    @property
    def golden(self) -> pl.DataFrame:
        """cluster_id, record_id (the survivor's), then the fields; one row per cluster, sorted."""
        return pl.concat(self.golden_chunks())

    def golden_chunks(self) -> Iterator[pl.DataFrame]:
        """The golden records in parts, in the order of the whole."""
        order = self._survivors()
        for start in range(0, max(order.height, 1), CHUNK):
            yield self._golden(order[start : start + CHUNK])

    def _survivors(self) -> pl.DataFrame:
        alone = self.survivor_row == np.arange(len(self.survivor_row))
        return self._base.filter(pl.Series(alone)).sort("cluster_id")

    def _golden(self, survivors: pl.DataFrame) -> pl.DataFrame:
        part = survivors.drop("row").hstack(self.canonical[survivors["row"]])
        return part.update(self.merged, on="cluster_id", include_nulls=True) if self.merged.width > 1 else part

    def provenance_chunks(self) -> Iterator[pl.DataFrame]:
        """The provenance in parts, in the order of the whole; field and rule as categories."""
        order, survivors = self._base.sort("cluster_id", "record_id"), self._survivors()
        starts = order.select(pl.col("cluster_id").ne_missing(pl.col("cluster_id").shift())).to_series()
        places = starts.cum_sum().cast(pl.Int64) - 1  # survivors stand in the same order
        for start in range(0, max(order.height, 1), CHUNK):
            place = places[start : start + CHUNK]
            first, last = (place[0], place[-1]) if len(place) else (0, -1)
            yield self._part(order[start : start + CHUNK], self._golden(survivors[first : last + 1])[place - first])

    def _part(self, head: pl.DataFrame, golden: pl.DataFrame) -> pl.DataFrame:
        names, size = self.canonical.columns, head.height
        if not names:
            return pl.DataFrame(schema=PROVENANCE)
        values = self.canonical[head["row"]]
        held = np.stack([values[n].is_not_null().to_numpy() for n in names], axis=1)
        chosen = np.stack([self._chosen(n, values[n], golden[n]) for n in names], axis=1)
        row, number = np.nonzero(held)
        rules = [r if isinstance(r := self._rules.get(n, "survivor"), str) else CUSTOM for n in names]
        told = pl.DataFrame({
            "cluster_id": head["cluster_id"].gather(row),
            "field": pl.Series(names, dtype=pl.Enum(names)).gather(number),
            "source_id": head["record_id"].gather(row),
            "value": pl.concat([values[n] for n in names]).gather(number * size + row),
            "chosen": chosen[held],
            "rule": pl.Series(rules, dtype=pl.Enum(sorted({*rules, "placeholder"}))).gather(number),
        })  # fmt: skip
        if self._unusable is None:
            return told
        left = self._unusable.join(head, on="row").with_columns(chosen=pl.lit(value=False), rule=pl.lit("placeholder"))
        left = left.rename({"record_id": "source_id"}).select(told.columns).cast(told.schema)
        return pl.concat([told, left]).sort("cluster_id", "source_id", "field") if left.height else told

    def _chosen(self, name: str, values: pl.Series, kept: pl.Series) -> npt.NDArray[np.bool_]:
        chosen = values == kept
        if self._rules.get(name) == "union":
            parts = pl.DataFrame({"value": values, "kept": kept.str.split("; ")})
            chosen |= parts.select(pl.col("kept").list.contains(pl.col("value"))).to_series()
        return chosen.fill_null(value=False).to_numpy()

    @property
    def provenance(self) -> pl.DataFrame:
        """cluster_id, field, source_id, value, chosen, rule: one row per non-empty input value, placeholders too."""
        return pl.concat([part.cast(PROVENANCE) for part in self.provenance_chunks()])


PROVENANCE: Final = pl.Schema({
    "cluster_id": pl.String(), "field": pl.String(), "source_id": pl.String(), "value": pl.String(),
    "chosen": pl.Boolean(), "rule": pl.String(),
})  # fmt: skip


def consolidate(
    canonical: pl.DataFrame, *, cluster_ids: pl.Series, ids: Sequence[str], rules: Mapping[str, str | Custom],
    ranked_by: pl.DataFrame | None = None, steps: Mapping[str, Sequence[str]] = MappingProxyType({}),
    trust: Sequence[str] = (), valid: pl.DataFrame | None = None, evidence: pl.DataFrame | None = None,
    answers: Mapping[str, Mapping[str, int]] = MappingProxyType({}), unusable: pl.DataFrame | None = None,
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
        answers: by field its answers, the most restrictive lowest, where they are not ``true`` and ``false``.
        unusable: row, field and text of cells whose value is left out of ``canonical``.

    Raises:
        PolicyError: an unknown rule, ``most_trusted`` without sources to trust, or a function that returns no text.
    """
    for name, rule in rules.items():
        if isinstance(rule, str) and rule not in RULES:
            raise PolicyError(f"field {name!r}: survivorship is one of {', '.join(RULES)}, not {rule!r}")
        if rule == "most_trusted" and not trust:
            raise PolicyError(f"field {name!r}: most_trusted needs an order of sources: trust=")
    base = pl.DataFrame({"cluster_id": cluster_ids, "record_id": pl.Series(ids, dtype=pl.String)}).with_row_index("row")
    ranks = _ranks(canonical if ranked_by is None else ranked_by)
    multi = base.with_columns(ranks).filter(pl.len().over("cluster_id") > 1)
    multi = multi.sort(
        ["cluster_id", "deals", "answered", "active", "filled", "record_id"], descending=[False, *[True] * 4, False]
    ).with_columns(rank=pl.int_range(pl.len()).over("cluster_id"))
    first = multi.filter(pl.col("rank") == 0).select("cluster_id", winner="row")
    survivors = base.join(first, on="cluster_id", how="left", maintain_order="left")
    winner = survivors.select(pl.coalesce("winner", "row")).to_series().cast(pl.Int64).to_numpy()
    choice = _Choice(rules, steps, [t.casefold() for t in trust], valid, evidence, answers)
    return Consolidated(winner, canonical, _merged(multi, canonical, choice), base, rules, unusable)


def _ranks(canonical: pl.DataFrame) -> list[pl.Series]:
    n = canonical.height

    def texts(name: str) -> pl.Series:
        return canonical[name].fill_null("") if name in canonical.columns else pl.Series([""] * n, dtype=pl.String)

    deals = texts("open_deals").cast(pl.Float64, strict=False).fill_null(0).alias("deals")
    filled = sum((column.is_not_null() for column in canonical), start=pl.Series("filled", np.zeros(n)))
    return [deals, texts("replied_at").alias("answered"), texts("last_activity_at").alias("active"), filled]


@frozen(eq=False)
class _Choice:
    """What decides between the values of a cluster."""

    rules: Mapping[str, str | Custom]
    steps: Mapping[str, Sequence[str]]
    trust: Sequence[str]
    valid: pl.DataFrame | None
    evidence: pl.DataFrame | None
    answers: Mapping[str, Mapping[str, int]]


def _merged(multi: pl.DataFrame, canonical: pl.DataFrame, choice: _Choice) -> pl.DataFrame:
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
        held = members.with_columns(_bad=pl.lit(value=False) if sound is None else ~sound).drop_nulls(name)
        if isinstance(rule, str):
            part = held.group_by("cluster_id").agg(_value(name, rule, canonical.columns, choice).alias(name))
        else:
            lists = held.sort("cluster_id", "_bad", "rank").group_by("cluster_id", maintain_order=True).agg(name)
            kept: list[object] = [rule(tuple(values)) for values in lists[name].to_list()]
            if wrong := next((type(v).__name__ for v in kept if not isinstance(v, str | None)), ""):
                called = getattr(rule, "__name__", type(rule).__name__)
                raise PolicyError(
                    f"field {name!r}: the survivorship function {called} returns text or None, not {wrong}"
                )
            part = lists.select("cluster_id", pl.Series(name, kept, dtype=pl.String))
        out = out.join(part, on="cluster_id", how="left")
    return out


def _value(name: str, rule: str, columns: Sequence[str], choice: _Choice) -> pl.Expr:
    value = pl.col(name)

    def best(*by: pl.Expr, descending: Sequence[bool] = ()) -> pl.Expr:
        keys = [pl.col("_bad"), *by, pl.col("rank")]
        return value.sort_by(keys, descending=[False, *descending, False]).first()

    if rule in DATE_OF:
        dates = [pl.col(c) for c in DATE_OF[rule] if c in columns and c != name]
        checked = [pl.col(c) for c in (f"{name}_verified_at", "verified_at") if c in columns and c != name]
        asked = (checked, dates) if rule == "newest_verified" else (dates,)
        when = [pl.coalesce(d).fill_null("") for d in asked if d]
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
        levels = choice.answers.get(name, {"true" if rule == "most_restrictive" else "false": 0})
        return value.sort_by(value.replace_strict(levels, default=1, return_dtype=pl.Int32), "_bad", "rank").first()
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
