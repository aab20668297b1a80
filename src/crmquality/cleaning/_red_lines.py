"""Red lines: what forbids a merge without a person, whatever the match weight, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality._text import fold
from crmquality.cleaning._account_findings import LINKS
from crmquality.cleaning._events import NAMES
from crmquality.cleaning._related import Attached
from crmquality.cleaning._source import Source
from crmquality.policy import Policy

MAX_AUTO_SIZE: Final = 5
ACTIVE_DAYS: Final = 30
#: fields that red lines read of a table alone, beside identifiers
FIELDS: Final = frozenset(("owner", "open_deals", "won_deals", "unsubscribed", "lifecycle_stage", "account_number"))
#: by reason, what the headers of columns say whose values must agree, where the policy has no field for them
HEADERS: Final = {reason: re.compile(words) for reason, words in {
    "different external ids": r"\b(?:external|legacy|erp|sap|crm|netsuite|stripe|hubspot|salesforce|dynamics|zoho|odoo"
    r"|xero|datev|master|customer|client|debt?or|debitoren?|kunden|member(?:ship)?|loyalty)\b.*\b(?:id|no|nr|number"
    r"|num|key|code|ref|reference)\b|\b(?:kunden|debitoren)(?:nummer|nr)\b|\bnumero (?:de )?client"
    r"|^source (?:system |record )*id$"
    r"|(?:外部|旧系统|系统|erp|sap|crm|会员).*(?:id|编号|编码|号|代码)|会员号|客户(?:号|编码|代码)",
    "different tax ids": r"^(?:nif|cif|nie|rfc|cnpj|cpf|gstin|ein|siren|siret|abn|kvk)\b|passport|partita iva"
    r"|steuer ?(?:nummer|nr|id)|ust id|\b(?:tax|vat|fiscal) (?:id|no|nr|number|code)\b|护照号|身份证|营业执照|税号",
    "different parent accounts": r"\b(?:parent|ultimate|holding)\b(?!.*(?:date|phone|mail|contact))"
    r"|^(?:account|company|org) ?id$|muttergesellschaft|\bkonzern\b"
    r"|上级(?:客户|公司|单位|机构|账户)|母公司|所属(?:集团|公司|客户)",
    "conflicting consent": r"consent|\bopt(?:ed)? ?(?:in|out)\b|\bdo ?not ?(?:call|mail|email|contact|sms|fax|track)"
    r"|gdpr|dsgvo|subscribed|subscription status|newsletter|einwilligung"
    r"|marketing (?:contact )?(?:status|permission|allowed)|同意|退订|订阅|拒接|拒收|勿扰|免打扰|不再联系|营销许可",
}.items()}  # fmt: skip
#: of such headers those that say when, how or what for, not whether
_ASIDE: Final = re.compile(r"\b(?:date|time|at|on|since|version|plan|price|fee|amount)$|日期|时间|版本|方式|来源")
_OPEN: Final = re.compile(r"\bopen (?:deal|opportunit)|(?:未结|进行中|未关闭|在谈).*(?:商机|交易|单)")
_STANDING: Final = re.compile(
    r"\b(?:type|status|stage|category|relationship)$|\bis customer\b"
    r"|(?:客户|联系人)(?:类型|状态|类别)|是否(?:客户|成交)"
)
_CUSTOMER: Final = (
    "customer|client|current customer|existing customer|active customer|paying customer|won|closed won|kunde"
    "|bestandskunde|cliente|已成交|成交客户|已成交客户|正式客户|签约客户|老客户|合作客户"
).split("|")
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
    has = set(judged.columns)
    out: dict[str, pl.Series] = {}
    for reason, name in _must_agree(source.policy, has):
        out[f"{reason}|{name}"] = judged[name].str.to_lowercase() if name == "owner" else judged[name]
    others = {c: _said(c) for c in source.mapping.unrecognised if c != source.id_column}
    for column, said in others.items():
        for reason, words in HEADERS.items():
            linked = reason == "different parent accounts" and column.strip().casefold() in LINKS
            if linked or (words.search(said) and not _ASIDE.search(said)):
                cells = _cells(source, column)
                out[f"{reason}|{column}"] = cells.str.to_lowercase() if "consent" in reason else cells
    if "unsubscribed" in has:
        out["conflicting consent|unsubscribed"] = judged["unsubscribed"].fill_null("false")
    out["open deals on both sides"] = _count(judged, "open_deals") > 0
    for column in (c for c, said in others.items() if _OPEN.search(said)):
        out["open deals on both sides"] |= _count(source.table.frame, column) > 0
    customer = judged["lifecycle_stage"].is_in(["customer", "evangelist"]) if "lifecycle_stage" in has else None
    won = (_count(judged, "won_deals") > 0) | (pl.Series(attached.won) if attached else False)
    out["customers on both sides"] = won if customer is None else won | customer.fill_null(value=False)
    standing = [c for c, said in others.items() if _STANDING.search(said)]
    for column in (*standing, *(c for n, c in source.mapping.fields.items() if n == "lead_status")):
        yes = (
            [*_CUSTOMER, "true", "yes", "1", "是"] if "is customer" in _said(column) or "是否" in column else _CUSTOMER
        )
        out["customers on both sides"] |= _cells(source, column).str.to_lowercase().is_in(yes).fill_null(value=False)
    if day is not None:
        out["both active in the last 30 days"] = _active(source, judged, attached, events, day)
    return pl.DataFrame(out)


def _said(column: str) -> str:
    """The words of a header."""
    # HubSpot is one word, ParentId are two
    split = re.sub(r"(?<=[a-z])(?=[A-Z])(?!(?:Spot|Books)\b)", " ", column)
    return " ".join(re.findall(r"[^\W_]+", fold(split))).removesuffix(" c")


def _cells(source: Source, column: str) -> pl.Series:
    return source.table.frame[column].str.strip_chars().replace("", None)


def _must_agree(policy: Policy, has: set[str]) -> Iterator[tuple[str, str]]:
    if "owner" in has:
        yield "different owners", "owner"
    for field in policy.fields:
        own = field.name in has and field.name != "record_id"
        if own and (field.name == "tax_id" or field.match == "identifier"):
            yield "different tax ids", field.name
        elif own and (field.kind == "identifier" or field.name == "account_number"):
            yield "different external ids", field.name


def _count(judged: pl.DataFrame, name: str) -> pl.Series:
    if name not in judged.columns:
        return pl.Series(np.zeros(judged.height))
    return judged[name].cast(pl.Float64, strict=False).fill_null(0)


def _active(
    source: Source, judged: pl.DataFrame, attached: Attached | None, events: pl.DataFrame | None, day: date
) -> pl.Series:
    active = pl.Series(np.zeros(judged.height, dtype=bool))
    for name in ("last_activity_at", "replied_at"):
        if name in judged.columns:
            active |= _recent(judged[name], day)
    if attached is not None:
        active |= pl.Series(source.ids, dtype=pl.String).is_in(_seen(attached.rows, day).implode())
    if events is not None:
        active |= pl.Series(source.ids, dtype=pl.String).is_in(_answered(events, day).implode())
    return active


def _recent(texts: pl.Series, day: date) -> pl.Series:
    at = texts.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    ago = pl.select((pl.lit(day) - at).dt.total_days()).to_series()
    return ago.is_between(0, ACTIVE_DAYS).fill_null(value=False)


def _seen(rows: pl.DataFrame, day: date) -> pl.Series:
    """Records with an activity in a related table."""
    return rows.filter((pl.col("role") == "activities") & _recent(rows["at"], day))["record_id"]


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
    two records; consent that differs; more than five records. What is empty contradicts nothing.

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
