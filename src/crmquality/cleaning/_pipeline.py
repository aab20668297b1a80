"""What duplicates do to the forecast: open deals on two records of one party, and money that is counted twice."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

import polars as pl

from crmquality.cleaning._related import Attached
from crmquality.normalizers import amount

COLUMNS: Final = "cluster_id currency records open_deals open_amount counted_twice band reason".split()
_NUMBER: Final = re.compile(r"\d{1,15}(?:\.\d{1,6})?")


def open_deals(clusters: pl.DataFrame, canonical: pl.DataFrame, attached: Attached | None) -> pl.DataFrame:
    """record_id, amount as written, and the closing day of every open deal.

    Deals come from related tables of the role ``deals``; without one, each record with ``open_deals`` counts as one
    deal of its ``amount``.
    """
    if attached is not None:
        return attached.rows.filter((pl.col("role") == "deals") & pl.col("open")).select("record_id", "amount", "at")
    if "open_deals" not in canonical.columns:
        return pl.DataFrame(schema={"record_id": pl.String, "amount": pl.String, "at": pl.String})
    amounts = canonical["amount"] if "amount" in canonical.columns else pl.lit(None, pl.String)
    busy = (canonical["open_deals"].cast(pl.Float64, strict=False) > 0).fill_null(value=False)
    return clusters.select("record_id", amount=amounts, at=pl.lit(None, pl.String)).filter(busy)


def impact(clusters: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """Clusters of several records of which some have open deals, most money counted twice first.

    Args:
        clusters: record_id, cluster_id, size, band, reason.
        deals: what `open_deals` gives.

    Returns:
        cluster_id, currency (``""`` = none written), records (with open deals), open_deals, open_amount, counted_twice
        (what goes beyond the record with the most), band, reason.
    """
    read = [_money(v) for v in deals["amount"].to_list()]
    priced = deals.with_columns(
        money=pl.Series([float(m) for m, _ in read], dtype=pl.Float64),
        currency=pl.Series([c for _, c in read], dtype=pl.String),
    ).join(clusters.filter(pl.col("size") > 1), on="record_id")
    each = priced.group_by("cluster_id", "currency", "record_id").agg(
        pl.col("money").sum(), pl.len().alias("deals"), pl.col("band").first(), pl.col("reason").first()
    )
    out = each.group_by("cluster_id", "currency").agg(
        records=pl.len().cast(pl.Int64), open_deals=pl.col("deals").sum().cast(pl.Int64),
        open_amount=pl.col("money").sum(),
        counted_twice=(pl.col("money").sum() - pl.col("money").max()).round_sig_figs(12),
        band=pl.col("band").first(), reason=pl.col("reason").first(),
    )  # fmt: skip
    return out.select(COLUMNS).sort(
        "counted_twice", "records", "open_amount", "cluster_id", descending=[True, True, True, False]
    )


def _money(text: str | None) -> tuple[Decimal, str]:
    found = amount(text) if text else None
    if found is not None:
        return found.number, found.currency
    # 1.234 could be read two ways in a form; in a column of a table it is a number
    return (Decimal(text), "") if text and _NUMBER.fullmatch(text) else (Decimal(0), "")


def summary(found: pl.DataFrame, deals: pl.DataFrame) -> dict[str, Any]:
    """Totals by currency, clusters concerned, and open deals without an amount or a closing day."""
    totals = found.group_by("currency").agg(pl.col("open_amount").sum(), pl.col("counted_twice").sum()).sort("currency")
    return {
        "clusters": found["cluster_id"].n_unique(),
        "by_currency": totals.to_dicts(),
        "open_deals": deals.height,
        "without_amount": deals["amount"].is_null().sum(),
        # where no deal has a day, the table has no column of them
        "without_date": deals["at"].is_null().sum() if deals["at"].is_not_null().any() else None,
    }
