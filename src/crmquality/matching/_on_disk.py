"""Pairs and clusters of a table that does not fit into memory: key partitions on disk, one in memory at a time.

The lanes of every record and, per blocking rule, a hash of each of its keys are written once. Of each rule only the
records whose key another one shares are read again, so many at a time, and compared as a table of their own with the
counts of the whole one: pairs, weights and clusters are those of `find_pairs` under the same model. Left out: fitting,
which a part of the table does as well. Where records have several phones or words, the cap on blocks counts those of
the partition.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from crmquality.columns import Column
from crmquality.errors import InputError
from crmquality.matching import _clusters
from crmquality.matching._blocking_keys import CAP, RULES, WORDS
from crmquality.matching._compare import LANES, LINK, NAMES, SCOPED, scopes
from crmquality.matching._constraints import within_limits
from crmquality.matching._engine import DECISION, EQUAL, find_pairs, strength
from crmquality.matching._lanes import Whole
from crmquality.matching._model import LEVELS, UNIT, Model
from crmquality.matching._pieces import derived_texts
from crmquality.matching._tests import DERIVED, KEY_WORDS, PHONES, key_words

#: a column is counted in so many passes, each of which holds one part of its values
_PASSES = 8
_Texts = Mapping[str, pl.Series]


def find_pairs_on_disk(
    parts: Iterable[tuple[Sequence[str], Mapping[str, Column]]], folder: Path, *, model: Model,
    apart: Collection[tuple[str, str]] = (), together: Collection[tuple[str, str]] = (),
    rules: Mapping[str, tuple[str, ...]] = RULES, cap: int | None = CAP, rows: int = 2_000_000, threads: int = 2,
    largest: int | None = None,
) -> tuple[Path, Path]:  # fmt: skip
    """Find and cluster the record pairs of a table that comes in parts.

    Args:
        parts: record ids, no id twice, and a column per lane, part by part.
        folder: for partitions and results; must be new. Some hundred bytes a record.
        model: fitted on a part of the table, or the shipped one.
        apart: pairs of ids that are never the same, also not through others.
        together: pairs of ids that are the same, whatever the evidence.
        rules: the keys that two records must share, by rule.
        cap: largest block, in records; ``None`` = no limit.
        rows: records in memory at a time, about 2 kB each; ids and clusters of all records, and all pairs, come on top.
        threads: how many; the result is the same.
        largest: records that a cluster may hold; ``None`` = any number.

    Returns:
        Two Parquet files in the folder: pairs (left_id, right_id, match_weight in bits, band, rule) and clusters
        (record_id, cluster_id), in the order in which the records came.
    """
    for name in ("lanes", "keys"):
        (folder / name).mkdir(parents=True)
    height = _spill(parts, folder, rules)
    if not any((folder / "lanes").iterdir()):
        raise InputError("the table has no parts: there is nothing to compare")
    lanes = pl.scan_parquet(folder / "lanes" / "*.parquet")
    ids = lanes.select("row", "id").collect()
    if ids["id"].is_duplicated().any():
        raise InputError("an id stands on more than one record")
    vetoes, links = _rows_of(apart, ids), _rows_of(together, ids)
    whole = _counted(lanes, height)

    def compared(own: pl.Series, some: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
        part = lanes.join(own.to_frame().lazy(), on="row", how="semi").collect(engine="streaming").sort("row")
        inside = links.filter(pl.all_horizontal(pl.col("left", "right").is_in(own.implode())))
        said = zip(*(own.search_sorted(inside[s]).to_list() for s in ("left", "right")), strict=True)
        matches = find_pairs(
            {n: Column.encode(part[n]) for n in LANES}, ids=part["id"].to_list(), model=model, links=[*said],
            rules=some, cap=cap, threads=threads, whole=whole,
        )  # fmt: skip
        sides = {"left": own.gather(matches.left), "right": own.gather(matches.right)}
        return pl.DataFrame({**sides, "weight": matches.weight}).with_columns(
            band=pl.Series(matches.band, dtype=pl.String),
            rule=pl.Series(matches.rule_names, dtype=pl.String).gather(matches.rule),
        )

    found = [compared(pl.concat([links["left"], links["right"]]).unique().sort().alias("row"), {})]
    for place, rule in enumerate(rules):
        keys = pl.scan_parquet(folder / "keys" / f"{place:02}-*.parquet")
        found += [compared(own, {rule: rules[rule]}) for own in _partitions(keys, rows)]
    # what a rule brings together is told before what else does
    rank = pl.col("rule").replace_strict({DECISION: 1, EQUAL: 2}, default=0)
    pairs = pl.concat(found).sort(rank, maintain_order=True)
    pairs = pairs.unique(["left", "right"], keep="first", maintain_order=True)
    return _written(pairs, ids, vetoes, links, folder, largest)


def _rows_of(pairs: Collection[tuple[str, str]], ids: pl.DataFrame) -> pl.DataFrame:
    """The rows of pairs of ids that are there, the lesser left."""
    found = pl.DataFrame([*pairs], schema={"one": pl.String, "two": pl.String}, orient="row")
    for side in ("one", "two"):
        found = found.join(ids.rename({"row": f"row_{side}", "id": side}), on=side)
    rows = ("row_one", "row_two")
    return found.select(left=pl.min_horizontal(rows), right=pl.max_horizontal(rows))


def _spill(
    parts: Iterable[tuple[Sequence[str], Mapping[str, Column]]], folder: Path, rules: Mapping[str, tuple[str, ...]]
) -> int:
    """Write the lanes and keys of all parts; how many records there are."""
    start = 0
    for number, (ids, columns) in enumerate(parts):
        none = pl.Series([None] * len(ids), dtype=pl.String)
        texts = {n: columns[n].to_series() if n in columns else none for n in LANES}
        head = pl.DataFrame({"row": np.arange(start, start + len(ids), dtype=np.int32)})
        head.with_columns(pl.Series("id", ids, dtype=pl.String), **texts).write_parquet(
            folder / "lanes" / f"{number:06}.parquet"
        )
        for place, wanted in enumerate(rules.values()):
            keyed = [head.with_columns(key=key).drop_nulls().with_columns(pl.col("key").hash(place))
                     for key in _keys(texts, wanted)]  # fmt: skip
            pl.concat(keyed).unique().write_parquet(folder / "keys" / f"{place:02}-{number:06}.parquet")
        start += len(ids)
    return start


def _keys(texts: _Texts, wanted: tuple[str, ...]) -> Iterator[pl.Series]:
    """The keys of a rule as text, null where a record lacks one; several where records may have several."""
    for turn in PHONES if "phone" in wanted else map(str, range(KEY_WORDS if WORDS.keys() & set(wanted) else 1)):
        parts = {p: _part(texts, p, turn) for p in wanted}
        yield pl.DataFrame(parts).select(pl.concat_str(wanted, separator="\x1f")).to_series()


def _part(texts: _Texts, part: str, turn: str) -> pl.Series:
    """As `_blocking._part`, in text."""
    if part == "phone":
        return texts[turn]
    if part == "names":
        low, high = pl.min_horizontal(NAMES), pl.max_horizontal(NAMES)
        both = pl.all_horizontal(pl.col(NAMES).is_not_null())
        return pl.DataFrame({n: texts[n] for n in NAMES}).select(pl.when(both).then(low + "|" + high)).to_series()
    if part in ("only_company", "only_firm"):
        named = texts["given"].is_not_null() | texts["family"].is_not_null()
        return _part(texts, "company" if part == "only_company" else "firm", turn).set(named, None)
    if part in WORDS:
        column = Column.encode(texts[WORDS[part]])
        return column.gather([w[int(turn)] if int(turn) < len(w) else None for w in column.map(key_words)])
    if part in DERIVED:
        column = Column.encode(texts[DERIVED[part][0]])
        return column.gather(derived_texts(part, column.texts))
    return texts[part]


def _partitions(keys: pl.LazyFrame, rows: int) -> Iterator[pl.Series]:
    """Records that share a key with another, sorted, so many at a time; no key in two parts."""
    entries = int(keys.select(pl.len()).collect().item())
    many = max(1, -(-entries // rows))
    for number in range(many):
        part = keys.filter(pl.col("key") % many == number).collect(engine="streaming")
        own = part.filter(pl.col("key").is_duplicated())["row"].unique().sort()
        if len(own):
            yield own


def _counted(lanes: pl.LazyFrame, height: int) -> Whole:
    """How many records hold each value that more than two hold, and how many hold any."""
    filled: dict[str, int] = {}
    counts: dict[str, pl.DataFrame] = {}

    def common(values: pl.LazyFrame) -> pl.DataFrame:
        by = values.collect_schema().names()
        passes = (
            values.filter(pl.col("value").hash() % _PASSES == i).group_by(by).len("count") for i in range(_PASSES)
        )
        return pl.concat([p.filter(pl.col("count") > 2).collect(engine="streaming") for p in passes])  # noqa: PLR2004 - fewer weigh as two

    for name in LEVELS:
        columns = [pl.col(n) for n in (PHONES if name == "phone" else (name,))]
        held = lanes.select(pl.any_horizontal(c.is_not_null() for c in columns).sum())
        filled[name] = int(held.collect(engine="streaming").item())
        counts[name] = common(pl.concat([lanes.select(value=c) for c in columns]).drop_nulls())
    for name in SCOPED:
        there = lanes.select("country", value=name).drop_nulls()
        counts[f"{name} in"] = common(there)
        for country, size in there.group_by("country").len().collect(engine="streaming").rows():
            filled[list(scopes(name, country))[-1]] = size
    return Whole(height, filled, counts)


def _written(
    pairs: pl.DataFrame, ids: pl.DataFrame, vetoes: pl.DataFrame, links: pl.DataFrame, folder: Path,
    largest: int | None,
) -> tuple[Path, Path]:  # fmt: skip
    """Cluster the pairs under what people decided, and write both."""
    both = ["left", "right"]
    pairs = pairs.join(vetoes, on=both, how="anti").sort(both)
    said = pairs.join(links.with_columns(said=True), on=both, how="left", maintain_order="left")["said"]
    decided = said.fill_null(value=False).to_numpy()
    left, right = (pairs[s].to_numpy().astype(np.int64) for s in both)
    known = dict(ids.filter(pl.col("row").is_in(pl.concat([pairs["left"], pairs["right"]]).unique().implode())).rows())
    rule = (pairs["rule"] == EQUAL).to_numpy().astype(np.int8)
    weights = strength(pairs["weight"].to_numpy(), decided, rule, ("", EQUAL))
    labels = _clusters.cluster(ids.height, left, right, weights, ids=known, vetoes=vetoes.rows(), link=LINK)
    if largest is not None:
        labels = within_limits(labels, left, right, weights, known, None, largest, vetoes.rows())
    parted = pl.lit(pl.Series(decided & (labels[left] != labels[right])))
    band = pl.when(parted).then(pl.lit("review")).otherwise("band")
    low, high = pl.min_horizontal("one", "two"), pl.max_horizontal("one", "two")
    named = pairs.with_columns(one=ids["id"].gather(left), two=ids["id"].gather(right))
    weight = (pl.col("weight") / UNIT).round_sig_figs(6)
    named.select(left_id=low, right_id=high, match_weight=weight, band=band, rule="rule").write_parquet(
        folder / "pairs.parquet"
    )
    clusters = ids.select(record_id="id", label=pl.Series(labels)).with_columns(
        cluster_id=pl.lit("c-") + pl.col("record_id").min().over("label")
    )
    clusters.drop("label").write_parquet(folder / "clusters.parquet")
    return folder / "pairs.parquet", folder / "clusters.parquet"
