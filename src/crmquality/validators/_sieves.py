"""Ordinary cells of whole columns, answered many at a time; the rest is read cell by cell.

A sieve answers only where the scalar rule finds nothing that depends on the single cell: it decides by what many cells
share, the domain of an address or the first digits of a number, and asks the scalar rule's own tables for that.
Equality with the scalar rule is a property test. Needs the extra ``tables``.
"""

from __future__ import annotations

from string import digits

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality.normalizers._email import MOST_LABEL, ROOM, special_use_names
from crmquality.normalizers._identifier import FIGURES
from crmquality.normalizers._phone import ORDINARY, WATCHED_TAILS
from crmquality.normalizers._phone_plan import MOST_DIGITS, beginning, main_region
from crmquality.normalizers._reading import placeholders_of_figures
from crmquality.types import Finding
from crmquality.validators._email import ROLE, SHORTEST, noted_domains, ordinary_host, role_names, watched_names
from crmquality.validators._phone import MISMATCH, MOBILE

_HOST = r"^(?:[a-z0-9]+(?:-[a-z0-9]+)*\.){1,2}[a-z]+$"
_HOSTS = {"domain": pl.String, "host": pl.String, "most": pl.UInt32, "outcome": pl.Int32, "by_role": pl.Int32}
_LOCAL = r"^[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]+)*$"
_NUMBER = r"^[+(]?[0-9](?:[0-9().-]| [0-9().-])*$"
_ALIKE = "^(?:" + "|".join(f"{d}+" for d in digits) + ")$"
#: how many signs of a number are looked at, in turns; what they leave open is read cell by cell
_FIRST = (4, 6, 8)


@frozen(eq=False)
class Sieved:
    """Answers to some cells of a column; the others are to be read.

    Args:
        cell: places of the cells answered.
        text: their canonical forms.
        outcome: per answer the place of its findings in ``findings``.
        findings: the distinct results.
    """

    cell: npt.NDArray[np.uint32]
    text: pl.Series
    outcome: npt.NDArray[np.int32]
    findings: tuple[tuple[Finding, ...], ...]

    @classmethod
    def of(cls, found: pl.DataFrame, findings: tuple[tuple[Finding, ...], ...]) -> Sieved:
        """From the columns ``cell``, ``text`` and ``outcome``."""
        return cls(found["cell"].to_numpy(), found["text"], found["outcome"].to_numpy(), findings)


def sieve_email(cells: pl.Series) -> Sieved:
    """Addresses whose domain says all there is to say."""
    sides = cells.str.splitn("@", 2).struct.rename_fields(["local", "domain"]).struct.unnest()
    local = pl.col("local")
    plain = (
        sides.with_row_index("cell")
        .filter(local.str.len_bytes() >= SHORTEST, local.str.contains(_LOCAL), pl.col("domain").is_not_null())
        .with_columns(
            role=local.is_in(sorted(role_names())), watched=local.str.to_lowercase().is_in(sorted(watched_names()))
        )
        .filter(pl.col("role") | ~pl.col("watched"))
    )
    domains = plain.select(pl.col("domain").unique())
    mute = _is_mute(pl.col("domain"))
    place: dict[tuple[Finding, ...], int] = {(): 0, ROLE: 1}
    known = [
        (domain, host[0], host[1], place.setdefault(host[2], len(place)), place.setdefault(host[2] + ROLE, len(place)))
        for domain in domains.filter(~mute)["domain"].to_list()
        if (host := ordinary_host(domain)) is not None
    ]
    told = pl.DataFrame(known, _HOSTS, orient="row")
    silent = domains.filter(mute).select(
        "domain", host="domain", most=ROOM - pl.col("domain").str.len_bytes(), outcome=pl.lit(0), by_role=pl.lit(1)
    )
    found = plain.join(pl.concat([told, silent]), on="domain", maintain_order="left").filter(
        local.str.len_bytes() <= pl.col("most")
    )
    return Sieved.of(found.select("cell", text=pl.concat_str("local", "host", separator="@"),
                     outcome=pl.when("role").then("by_role").otherwise("outcome")),
                     tuple(place))  # fmt: skip


def _is_mute(domain: pl.Expr) -> pl.Expr:
    """Domains of two or three plain labels that nothing is to be said of, neither of what is behind their first dot."""
    noted = sorted(noted_domains())
    return (
        domain.str.contains(_HOST)
        & (domain.str.len_bytes() <= MOST_LABEL)
        & ~domain.str.contains(rf"\.(?:{'|'.join(sorted(special_use_names()))})$")
        & ~domain.is_in(noted)
        & ~domain.str.replace(r"^[^.]+\.", "").is_in(noted)
    )


def sieve_phone(cells: pl.Series, *, region: str | None = None, line: str | None = None) -> Sieved:
    """Numbers whose first digits and length say what they are."""
    home = main_region(region) if region else None
    left = (
        pl.DataFrame({"text": cells})
        .with_row_index("cell")
        .filter(pl.col("text").str.contains(_NUMBER), pl.col("text").str.len_bytes() <= MOST_DIGITS)
        .with_columns(digits=pl.col("text").str.replace_all(r"[ ().-]", ""))
        .with_columns(size=pl.col("digits").str.len_bytes())
    )
    answers = []
    for first in _FIRST:
        begins = left.select("size", begins=pl.col("digits").str.head(first)).with_columns(
            key=pl.concat_str("begins", pl.lit(" "), "size")
        )
        known = [
            (key, *number[:2], int(line is not None and number[2] not in MOBILE))
            for size, begin, key in begins.unique("key").iter_rows()
            if (number := beginning(begin.encode(), size, home)) is not None and number[2] in ORDINARY
        ]
        told = pl.DataFrame(
            known, {"key": pl.String, "lead": pl.String, "cut": pl.UInt32, "outcome": pl.Int32}, orient="row"
        )
        seen = left.with_columns(begins["key"]).join(told, on="key", how="left", maintain_order="left")
        answers.append(
            seen.filter(pl.col("lead").is_not_null()).select(
                "cell", "outcome", text=pl.col("lead") + pl.col("digits").str.slice(pl.col("cut"))
            )
        )
        left = seen.filter(pl.col("lead").is_null()).select("cell", "digits", "size")
    found = pl.concat(answers).filter(
        ~pl.col("text").str.tail(3).is_in(sorted(WATCHED_TAILS)), pl.col("text").str.slice(5, 3) != "555"
    )
    return Sieved.of(found, ((), MISMATCH))


def sieve_identifier(cells: pl.Series, *, scheme: str | None = None, country: str | None = None) -> Sieved:  # noqa: ARG001 - figures are of no country
    """Plain figures of no scheme, as most systems number their records."""
    text = pl.col("text")
    plain = pl.DataFrame({"text": cells}).with_row_index("cell").filter(
        pl.lit(scheme is None), text.str.contains(f"^(?:{FIGURES.pattern})$"), ~text.str.contains(_ALIKE),
        ~text.is_in(placeholders_of_figures()),
    )  # fmt: skip
    return Sieved.of(plain.with_columns(outcome=pl.lit(0)), ((),))
