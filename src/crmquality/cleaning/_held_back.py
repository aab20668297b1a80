"""What may not go back into the CRM because the CRM does not know it: values of no list of its own, texts too long."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from crmquality.policy import Field, Policy
from crmquality.validators import examine

OURS = "the list is ours, not the CRM's: read the CRM's own fields with with_crm_metadata"
RETIRED = "the CRM's list no longer offers this value"
UNLISTED = "not a value of the CRM's list"
NEAREST = "merely the nearest value of the list"
_SET = pl.col("action") == "set"


def parted(changes: pl.DataFrame, policy: Policy, table: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Changes that may go out, in the CRM's words where it stores others than ours; those held back with ``reason``."""
    present = set(changes["field"].unique())
    fields = [f for f in policy.fields if f.name in present]
    found = changes.with_columns(_wanted=pl.col("after"))
    for field in fields:
        if field.stored:
            mine = _SET & (pl.col("field") == field.name)
            read = {examine(field.kind, value).text: value for value in reversed(field.stored)}
            words = {text: value for text, value in read.items() if text is not None} | {v: v for v in field.stored}
            after = pl.col("after").replace_strict(words, default=None, return_dtype=pl.String)
            found = found.with_columns(after=pl.when(mine).then(after).otherwise("after"))
    reason = pl.coalesce([r for f in fields for r in _reasons(f, table, changes)] or [pl.lit(None, pl.String)])
    found = found.with_columns(reason=pl.when(_SET & pl.col("_wanted").is_not_null()).then(reason))
    held = found.filter(pl.col("reason").is_not_null()).with_columns(after=pl.col("_wanted")).drop("_wanted")
    same = _SET & pl.col("after").eq_missing(pl.col("before"))
    return found.filter(pl.col("reason").is_null() & ~same).drop("_wanted", "reason"), held


def _reasons(field: Field, table: pl.DataFrame, changes: pl.DataFrame) -> Iterator[pl.Expr]:
    after = pl.col("after")
    mine = pl.col("field") == field.name

    def why(bad: pl.Expr, words: str) -> pl.Expr:
        return pl.when(mine & bad).then(pl.lit(words))

    if field.write == "when_known":
        column = changes.filter(mine)["column"][0]
        held = table[column].unique() if column in table.columns else pl.Series([], dtype=pl.String)
        merged = pl.col("rule").str.starts_with("merge.")
        yield why(~(merged & after.is_in(held.implode())), OURS)
    if field.choices is not None:
        yield why(pl.col("rule") == "choice.nearest", NEAREST)
        yield why(after.is_in(list(field.retired)), RETIRED)
        yield why(~after.is_in([c for c, _ in field.choices]), UNLISTED)
    if field.stored:
        yield why(after.is_null(), UNLISTED)
    if field.max_length is not None:
        long = f"longer than the {field.max_length} characters that the CRM keeps"
        yield why(after.str.len_chars() > field.max_length, long)
