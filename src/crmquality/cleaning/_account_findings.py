"""What is wrong between contacts and the accounts that they are linked to."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from crmquality._data import load
from crmquality.cleaning._accounts import Side, kinds, matched, side, without_shared
from crmquality.cleaning._duplicates import in_kind
from crmquality.cleaning._frames import FINDING_COLUMNS
from crmquality.cleaning._source import Source, understand
from crmquality.errors import InputError, PolicyError
from crmquality.policy import Policy
from crmquality.presets import company
from crmquality.types import Finding
from crmquality.validators._common import of_record

LINKS: Final = frozenset(load("headers")["related"]["account"])
NO_ACCOUNT, UNKNOWN, OTHER_NAME, OTHER_DOMAIN, NOBODY = (
    of_record(f"account.{reason}") for reason in ("missing", "unknown", "other_name", "other_domain", "no_contacts")
)
#: names that contradict the link
_OTHER: Final = frozenset(("alien", "group", "elsewhere", "franchise"))


def check_accounts(
    contacts: object, companies: object, policy: Policy | None = None, *, link: str | None = None,
    company_policy: Policy | None = None, id: str | None = None, company_id: str | None = None,  # noqa: A002 - as elsewhere
) -> Any:  # fmt: skip
    """Hold contacts against the accounts that they are linked to.

    Args:
        contacts: contacts or leads, whatever `clean` reads.
        companies: the accounts, likewise; their ids are what ``link`` holds.
        policy: of the contacts; chosen from their columns unless given.
        link: the contacts' column with the id of their account; recognised unless given.
        company_policy: of the accounts; the preset ``company`` unless given.
        id: the contacts' id column; recognised unless given.
        company_id: the accounts' id column; recognised unless given.

    Returns:
        Findings in the kind of ``contacts``, with the columns of ``plan.findings``, sorted by record and code:
        ``account.missing`` (the account that fits is suggested, where one does), ``account.unknown``,
        ``account.other_name``, ``account.other_domain`` (both suggest the account that fits better), and
        ``account.no_contacts``, which stands on the id of an account.

    Raises:
        InputError: there is no such column, or a table cannot be read.
        PolicyError: no column links the contacts to accounts, or the accounts have no ids.

    Example:
        >>> contacts = [{"Contact ID": "1", "Email": "li.na@acme.cn", "Account ID": ""}]
        >>> accounts = [{"Account ID": "a", "Account Name": "Acme Ltd", "Website": "www.acme.cn"}]
        >>> check_accounts(contacts, accounts).select("record_id", "code", "suggestion").rows()
        [('1', 'account.missing', 'a'), ('a', 'account.no_contacts', None)]
    """
    one, two = understand(contacts, policy, id=id), understand(companies, company_policy or company(), id=company_id)
    return in_kind(linked(one, two, link), one.table.kind)


def linked(one: Source, two: Source, link: str | None) -> pl.DataFrame:
    """As `check_accounts`, of tables as understood."""
    columns = one.table.frame.columns
    if link is not None and link not in columns:
        raise InputError(f"no column {link!r} to take accounts from; the columns are: {', '.join(columns)}")
    link = link or next((c for c in columns if c.strip().casefold() in LINKS and c != one.id_column), None)
    if link is None or two.id_column is None:
        raise PolicyError("name the contacts' column with the id of their account (link=), and the accounts' id column")
    return _found(side(one), without_shared(side(two)), one.table.frame[link].str.strip_chars())


def _found(contacts: Side, accounts: Side, link: pl.Series) -> pl.DataFrame:
    linked = contacts.rows.with_columns(link=pl.when(link != "").then(link)).join(
        accounts.rows.select(link="id", account="row", other="name"), on="link", how="left"
    )
    fits = matched(contacts, accounts).filter(pl.col("relation") == "belongs_to").select(id="lead_id", fit="account_id")
    linked = linked.join(fits, on="id", how="left").with_columns(
        suggestion=pl.when(pl.col("fit") != pl.col("link").fill_null("")).then("fit")
    )
    known = linked.filter(pl.col("account").is_not_null())
    parts = [
        _as_findings(NO_ACCOUNT, linked.filter(pl.col("link").is_null())),
        _as_findings(UNKNOWN, linked.filter(pl.col("link").is_not_null() & pl.col("account").is_null())),
        _as_findings(OTHER_NAME, known.join(kinds(contacts, accounts, known), on=["name", "other"]).filter(
            pl.col("kind").is_in(_OTHER))),
        _as_findings(OTHER_DOMAIN, _astray(known, contacts, accounts)),
        _as_findings(NOBODY, accounts.rows.join(known, left_on="row", right_on="account", how="anti").with_columns(
            suggestion=pl.lit(None, pl.String))),
    ]  # fmt: skip
    return pl.concat(parts).sort("record_id", "code", "finding_id")


def _astray(known: pl.DataFrame, contacts: Side, accounts: Side) -> pl.DataFrame:
    """Contacts whose mail domain other accounts own, and not the linked one."""
    owners = contacts.domains.join(accounts.domains.select("domain", owner="row"), on="domain")
    mine = (
        owners.join(known.select("row", "account"), on="row")
        .group_by("row")
        .agg((pl.col("owner") == pl.col("account")).any().alias("own"))
    )
    return known.join(mine.filter(~pl.col("own")), on="row", how="semi")


def _as_findings(finding: Finding, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        finding_id=pl.format("{}:{}:{}", "id", pl.lit(finding.field), pl.lit(finding.code)), record_id="id",
        field=pl.lit(finding.field), code=pl.lit(finding.code), severity=pl.lit(finding.severity),
        suggestion="suggestion", bad_data_class=pl.lit(finding.bad_data_class),
        message=pl.lit(finding.message),
    ).select(FINDING_COLUMNS)  # fmt: skip
