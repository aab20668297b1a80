"""Red lines: what forbids a merge without a person, whatever the match weight, each with its reason."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality._data import load, patterns
from crmquality.cleaning._account_findings import LINKS
from crmquality.cleaning._consent import CONSENT, answers, consents, said_in
from crmquality.cleaning._events import NAMES
from crmquality.cleaning._related import Attached
from crmquality.cleaning._source import Source
from crmquality.policy._red_lines import MAX_AUTO_SIZE, must_agree
from crmquality.policy._written import addressed

ACTIVE_DAYS: Final = 30
#: fields that red lines read of a table alone, beside identifiers
FIELDS: Final = frozenset(("owner", "open_deals", "won_deals", "lifecycle_stage", "account_number"))
#: words of events by which a party shows that it is there
ANSWERED: Final = frozenset(
    "reply replied click clicked spoke connected meeting purchased visited 回复 点击 接通 会面 购买".split()
)


def signs(
    source: Source, judged: pl.DataFrame, attached: Attached | None, events: pl.DataFrame | None, day: date | None
) -> pl.DataFrame:
    """What red lines look at, row by row: a column per reason, numbered where several columns may give it.

    Args:
        source: the table as understood.
        judged: canonical texts, with the open business of related tables.
        attached: related rows.
        events: contact events.
        day: the day to judge from; ``None`` = activity is not looked at.
    """
    has, says = set(judged.columns), patterns("matching")
    out: dict[str, pl.Series] = {}
    for reason, name in must_agree(source.policy, has - source.named_by):
        out[f"{reason}|{name}"] = judged[name].str.to_lowercase() if name == "owner" else judged[name]
    others = {c: said_in(c) for c in source.mapping.unrecognised if c != source.id_column}
    for column, said in others.items():
        for reason in (r for r in load("matching")["headers"] if r != CONSENT):
            linked = reason == "different parent accounts" and column.strip().casefold() in LINKS
            if linked or (says[reason].search(said) and not says["aside"].search(said)):
                cells = _cells(source, column)
                if reason == "different forms of address":
                    cells = pl.Series([addressed(c or "") or None for c in cells], dtype=pl.String)
                out[f"{reason}|{column}"] = cells
    for name, rule in consents(source).items():
        cells = judged[name] if name in has else _cells(source, name)
        out[f"{CONSENT}|{name}"] = answers(cells, rule)
    out["open deals on both sides"] = count(judged, "open_deals") > 0
    for column in (c for c, said in others.items() if says["open"].search(said)):
        out["open deals on both sides"] |= count(source.table.frame, column) > 0
    customer = judged["lifecycle_stage"].is_in(["customer", "evangelist"]) if "lifecycle_stage" in has else None
    won = (count(judged, "won_deals") > 0) | (pl.Series(attached.won) if attached else False)
    out["customers on both sides"] = won if customer is None else won | customer.fill_null(value=False)
    standing = [c for c, said in others.items() if says["standing"].search(said)]
    for column in (*standing, *(c for n, c in source.mapping.fields.items() if n == "lead_status")):
        asked = "is customer" in said_in(column) or "是否" in column
        yes = [*load("matching")["customers"], *(("true", "yes", "1", "是") if asked else ())]
        out["customers on both sides"] |= _cells(source, column).str.to_lowercase().is_in(yes).fill_null(value=False)
    if day is not None:
        out["both active in the last 30 days"] = _active(source, judged, attached, events, day)
    return pl.DataFrame(out)


def _cells(source: Source, column: str) -> pl.Series:
    return source.table.frame[column].str.strip_chars().replace("", None)


def count(judged: pl.DataFrame, name: str) -> pl.Series:
    """The numbers of a field; 0 = none."""
    if name not in judged.columns:
        return pl.Series(np.zeros(judged.height))
    return judged[name].cast(pl.Float64, strict=False).fill_null(0)


def _active(
    source: Source, judged: pl.DataFrame, attached: Attached | None, events: pl.DataFrame | None, day: date
) -> pl.Series:
    active = pl.Series(np.zeros(judged.height, dtype=bool))
    for name in ("last_activity_at", "last_contacted_at", "replied_at"):
        if name in judged.columns:
            active |= _recent(judged[name], day)
    if attached is not None:
        met = (attached.rows["role"] == "activities") & _recent(attached.rows["at"], day)
        active |= pl.Series(source.ids, dtype=pl.String).is_in(attached.rows.filter(met)["record_id"].implode())
    if events is not None:
        active |= pl.Series(source.ids, dtype=pl.String).is_in(_answered(events, day).implode())
    return active


def _recent(texts: pl.Series, day: date) -> pl.Series:
    at = texts.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    ago = pl.select((pl.lit(day) - at).dt.total_days()).to_series()
    return ago.is_between(0, ACTIVE_DAYS).fill_null(value=False)


def _answered(events: pl.DataFrame, day: date) -> pl.Series:
    """Records that answered; without the columns nothing is said here, the freshness stage refuses the table."""
    named = {n: next((c for c in events.columns if c.strip().casefold() in NAMES[n]), None) for n in NAMES}
    who, kind, at = named["record_id"], named["kind"], named["at"]
    if who is None or kind is None or at is None:
        return pl.Series([], dtype=pl.String)
    answer = events[kind].str.strip_chars().str.to_lowercase().is_in(list(ANSWERED)).fill_null(value=False)
    return events.filter(answer & _recent(events[at], day))[who]


def red_lines(labels: npt.NDArray[np.int32], found: pl.DataFrame) -> pl.Series:
    """Per row: why its cluster must not merge by itself, or null.

    Different owners, tax or external ids or parent accounts; open deals, customers or activity in the last 30 days on
    two records; consent that differs; more than five records. What is empty contradicts nothing but consent.

    Args:
        labels: cluster per row.
        found: what `signs` gives.
    """
    frame = pl.DataFrame({"_label": labels}).hstack(found).filter(pl.len().over("_label") > 1)
    tests: dict[str, list[pl.Expr]] = {}
    for name, kind in found.schema.items():
        test = pl.col(name).sum() > 1 if kind == pl.Boolean else pl.col(name).drop_nulls().n_unique() > 1
        tests.setdefault(name.partition("|")[0], []).append(test)
    tests[f"more than {MAX_AUTO_SIZE} records"] = [pl.len() > MAX_AUTO_SIZE]
    held = frame.group_by("_label").agg(pl.any_horizontal(t).alias(words) for words, t in tests.items())
    reasons = [pl.when(pl.col(words)).then(pl.lit(words)) for words in tests]
    held = held.select("_label", reason=pl.concat_str(reasons, separator="; ", ignore_nulls=True))
    held = held.filter(pl.col("reason") != "")
    return pl.DataFrame({"_label": labels}).join(held, on="_label", how="left", maintain_order="left")["reason"]
