"""Tables that hang on the records: deals, orders, tickets, activities. They protect records and move with a merge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality._data import load
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._source import read
from crmquality.errors import InputError
from crmquality.policy._field import one_of_words

#: an open row of these is business that goes on: its record is never archived
BUSINESS = frozenset({"deals", "orders", "tickets"})
Role = Literal["deals", "orders", "tickets", "activities", "accounts", "other"]
CLOSED, WON = (load("matching")["patterns"][words] for words in ("closed", "won"))
LINKS = {
    "table": pl.String(), "row_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "conflict": pl.String(),
}  # fmt: skip


@frozen
class Related:
    """A table whose rows belong to records of the main table.

    Args:
        table: whatever `crmquality.clean` reads.
        key: the column that holds the record's id; for ``accounts`` the main table's column with the account's id.
        role: ``deals``, ``orders`` or ``tickets`` (open rows protect their record), ``activities``, ``accounts`` (the
            records belong to them: `check_accounts` finds what is wrong) or ``other`` (rows that merely move along).
        id: the column that names a row; recognised, else rows are numbered.
        status: the column that says whether a row is open; recognised, else every row counts as open.
        amount: the column of money; recognised.
        date: the column of a deal's closing day or an activity's; recognised.

    Raises:
        PolicyError: another role.

    Example:
        >>> Related([{"Deal ID": "d1", "Contact": "1", "Stage": "Closed won"}], key="Contact").role
        'deals'
    """

    table: object
    key: str
    role: Role = field(
        default="deals", validator=lambda _, __, v: one_of_words("related table: role", v, get_args(Role))
    )
    id: str | None = None
    status: str | None = None
    amount: str | None = None
    date: str | None = None


@frozen(eq=False)
class Attached:
    """Related rows with their record.

    Args:
        rows: table, role, row_id, record_id, open, business, won, amount, at; in the order given.
        open_business: open deals, orders and tickets per record of the main table.
        won: records with a deal that was won.
    """

    rows: pl.DataFrame
    open_business: npt.NDArray[np.int64]
    won: npt.NDArray[np.bool_]

    def links(self, duplicates: Duplicates) -> pl.DataFrame:
        """Rows that move when the sure copies merge, and rows whose record is not there; sorted."""
        merging = duplicates.clusters.filter(
            (pl.col("band") == "auto") & (pl.col("size") > 1) & pl.col("reason").is_null()
        ).select("record_id", "survivor")
        held = self.rows.join(merging, on="record_id", how="left")
        busy = held.filter("open", "business", pl.col("survivor").is_not_null())
        twice = busy.group_by("survivor").agg(both=pl.col("record_id").n_unique() > 1)
        held = held.join(twice, on="survivor", how="left").join(
            duplicates.clusters.select("record_id", known=pl.lit(value=True)), on="record_id", how="left"
        )
        moves = pl.col("survivor").is_not_null() & (pl.col("survivor") != pl.col("record_id"))
        return held.filter(moves | pl.col("known").is_null()).select(
            "table", "row_id", from_id="record_id", to_id="survivor",
            conflict=pl.when(pl.col("known").is_null()).then(pl.lit("no such record"))
            .when(pl.col("both")).then(pl.lit("open business on both sides")),
        ).sort("table", "row_id", "from_id")  # fmt: skip


def attach(related: Mapping[str, Related], ids: tuple[str, ...]) -> Attached:
    """Read the related tables.

    Raises:
        InputError: a table cannot be read, or lacks a column that was named.
    """
    schema = {
        "table": pl.String, "role": pl.String, "row_id": pl.String, "record_id": pl.String, "open": pl.Boolean,
        "business": pl.Boolean, "won": pl.Boolean, "amount": pl.String, "at": pl.String,
    }  # fmt: skip
    rows = pl.concat([pl.DataFrame(schema=schema), *(_rows(name, one) for name, one in related.items())])
    who = pl.Series("record_id", ids, dtype=pl.String)
    counts = rows.filter("open", "business").group_by("record_id").len("n")
    found = pl.DataFrame(who).join(counts, on="record_id", how="left", maintain_order="left")
    won = who.is_in(rows.filter("won")["record_id"].implode())
    return Attached(rows, found["n"].fill_null(0).cast(pl.Int64).to_numpy(), won.to_numpy())


def _rows(name: str, one: Related) -> pl.DataFrame:
    frame = read(one.table).frame
    for wanted in (one.key, one.id, one.status, one.amount, one.date):
        if wanted is not None and wanted not in frame.columns:
            raise InputError(f"related table {name!r}: no column {wanted!r}; it has {', '.join(frame.columns)}")
    by, status, amount, date = (
        getattr(one, what) or _named(frame, what) for what in ("id", "status", "amount", "date")
    )
    number = pl.int_range(1, pl.len() + 1).cast(pl.String)
    said = pl.col(status).fill_null("") if status else pl.lit("")
    return frame.select(
        table=pl.lit(name), role=pl.lit(one.role), row_id=pl.coalesce(by, number) if by else number,
        record_id=pl.col(one.key).str.strip_chars(), open=~said.str.contains(CLOSED),
        business=pl.lit(value=one.role in BUSINESS), won=said.str.contains(WON) & pl.lit(value=one.role == "deals"),
        amount=pl.col(amount).str.strip_chars().replace("", None) if amount else pl.lit(None, pl.String),
        at=pl.col(date).str.strip_chars().replace("", None) if date else pl.lit(None, pl.String),
    ).filter(pl.col("record_id").fill_null("") != "")  # fmt: skip


def _named(frame: pl.DataFrame, what: str) -> str | None:
    words = load("headers")["related"][what]
    return next((c for w in words for c in frame.columns if c.strip().casefold() == w), None)
