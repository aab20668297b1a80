"""One way from any value to a cell of text, for tables."""

from __future__ import annotations

import polars as pl

#: floats below it hold every whole number exactly
WHOLE = 1e15


def text_column(series: pl.Series) -> pl.Series:
    """A column as text cells: whole floats without ``.0``, NaN as null, dates as ISO, bytes as UTF-8.

    Args:
        series: a polars series of any type.

    Returns:
        A series of strings; empty strings stay empty strings.
    """
    kind = series.dtype
    if kind == pl.String:
        return series
    if kind.is_float():
        text = series.fill_nan(None)
        whole = text.is_finite() & (text == text.round(0)) & (text.abs() < WHOLE)
        return pl.select(
            pl.when(whole).then(text.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(text.cast(pl.String))
        ).to_series().alias(series.name)  # fmt: skip
    if isinstance(kind, pl.Datetime):
        plain = series.dt.strftime("%Y-%m-%dT%H:%M:%S%.f")
        return plain.str.replace(r"\.0*$", "").alias(series.name)
    if kind == pl.Boolean:
        return pl.select(
            pl.when(series).then(pl.lit("true")).when(~series).then(pl.lit("false"))
        ).to_series().alias(series.name)  # fmt: skip
    if kind == pl.Binary:
        return pl.Series(series.name, [None if b is None else b.decode("utf-8", "replace") for b in series], pl.String)
    if kind in (pl.List, pl.Array, pl.Struct, pl.Object):
        return pl.Series(series.name, [cell_text(v) for v in series.to_list()], pl.String)
    return series.cast(pl.String)


def cell_text(value: object) -> str | None:
    """A single value as a cell; the rules of `text_column`."""
    from crmquality.policy._cells import to_cell

    return to_cell(value)
