"""Ordinary cells of whole columns, answered many at a time; the rest is read cell by cell.

A sieve answers only where the scalar rule finds nothing that depends on the single cell: it decides by what many cells
share, the domain of an address or the first digits of a number, and asks the scalar rule's own tables for that.
Equality with the scalar rule is a property test. Needs the extra ``tables``.
"""

from __future__ import annotations

from itertools import chain
from string import digits

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve, frozen

from crmquality.normalizers._chinese_organization import PLACE_ENDS, forms
from crmquality.normalizers._email import MOST_LABEL, ROOM, special_use_names
from crmquality.normalizers._identifier import FIGURES
from crmquality.normalizers._organization_name import SHORT, told_apart
from crmquality.normalizers._phone import ORDINARY, WATCHED_TAILS
from crmquality.normalizers._phone_plan import MOST_DIGITS, beginning, main_region
from crmquality.normalizers._reading import placeholders
from crmquality.types import Finding
from crmquality.validators import _email as email
from crmquality.validators._names import BLANKS
from crmquality.validators._phone import MISMATCH, MOBILE, WIDE

_HOST = r"^(?:[a-z0-9]+(?:-[a-z0-9]+)*\.){1,2}[a-z]+$"
_HOSTS = {
    "key": pl.UInt64, "named": pl.String, "host": pl.String, "most": pl.UInt32, "outcome": pl.Int32,
    "by_role": pl.Int32,
}  # fmt: skip
_LOCAL = r"^[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]+)*$"
#: printable ASCII without outer or repeated blanks
_TIDY = r"^[\x21-\x7e]+(?: [\x21-\x7e]+)*$"
_FIGURES = r"^\+?[0-9() .-]{7,24}$"
_WIDE = [chr(c) for c in range(0xFF01, 0xFF5F)], [chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)]
_NUMBER = r"^[+(]?[0-9](?:[0-9().-]| [0-9().-])*$"
#: words of Latin letters, of which the first is no abbreviation; a form in dotted initials may end them
_FIRM = r"^[A-Z][a-z]+,?(?: (?:&|[A-Za-z][A-Za-z&-]*\.?,?))+(?: (?:[A-Za-z]\.){2,5}| S/A)?$"
_ALIKE = "^(?:" + "|".join(f"{d}+" for d in digits) + ")$"
#: how many signs of a number are looked at, in turns; what they leave open is read cell by cell
_FIRST = (4, 6, 8)
_SIZES = MOST_DIGITS + 1
_BEGINNINGS = {"key": pl.Int64, "lead": pl.String, "cut": pl.UInt32, "outcome": pl.Int32}


@frozen(eq=False)
class Sieved:
    """Answers to some cells of a column; the others are to be read.

    Their places, canonical forms, per answer the place of its findings, and the distinct results.
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
    """Addresses whose domain says all there is to say, also with blanks or signs around them, and bare figures."""
    found = [_addresses(pl.DataFrame({"text": cells}).with_row_index("cell"), ())]
    seen = np.zeros(len(cells), dtype=bool)
    seen[found[0].cell] = True
    left = pl.DataFrame({"text": cells}).with_row_index("cell").filter(~seen)
    text = pl.col("text")
    tidy = left.filter(text.str.contains(_TIDY))
    found += [
        _addresses(rows.with_columns(text=inner).filter(text != rows["text"]), noticed)
        for rows, inner, noticed in (
            (
                left.filter(text.str.len_bytes() <= email.MOST_BYTES),
                text.str.strip_chars(" \t\n\r\u00a0\u3000"),
                email.WHITESPACE,
            ),
            (tidy, text.str.strip_chars(" .,;:"), email.REPAIRED),
            (tidy, pl.coalesce(text.str.extract("^mailto:(.+)$"), text.str.extract("^<([^<>]+)>$")), email.REPAIRED),
            (left.filter(text.str.contains("^[\uff01-\uff5e]+$")), text.str.replace_many(*_WIDE), email.FULLWIDTH),
        )
    ]
    figures = tidy.filter(text.str.contains(_FIGURES), ~text.is_in(placeholders()))
    found.append(
        Sieved.of(figures.with_columns(text=pl.lit(None, dtype=pl.String), outcome=pl.lit(0)), (email.NUMBER,))
    )
    ends = np.cumsum([0, *(len(f.findings) for f in found)])
    return Sieved(
        np.concatenate([f.cell for f in found]),
        pl.concat([f.text for f in found]),
        np.concatenate([f.outcome + end for f, end in zip(found, ends[:-1], strict=True)]),
        tuple(chain.from_iterable(f.findings for f in found)),
    )


def _addresses(rows: pl.DataFrame, noticed: tuple[Finding, ...]) -> Sieved:
    """Answers to the ordinary addresses among texts; ``noticed`` on the way to them."""
    sides = rows["text"].str.splitn("@", 2).struct.rename_fields(["local", "domain"]).struct.unnest()
    local, domain = pl.col("local"), pl.col("domain")
    plain = (
        sides.with_columns(rows["cell"])
        .filter(local.str.contains(_LOCAL), domain.is_not_null())
        .filter((local.str.len_bytes() >= email.SHORTEST) | ~domain.str.starts_with(local + "."))
        .with_columns(
            role=local.is_in(sorted(email.role_names())),
            watched=local.str.to_lowercase().is_in(sorted(email.watched_names())),
        )
        .filter(pl.col("role") | ~pl.col("watched"))
        .with_columns(key=domain.hash())  # numbers are told apart and joined many times as fast as strings
    )
    domains = plain.select("key", "domain").unique("key")
    mute = _is_mute(domain)
    place: dict[tuple[Finding, ...], int] = {noticed: 0, noticed + email.ROLE: 1}
    known, slips = [], {}
    for key, text in domains.filter(~mute).iter_rows():
        if (host := email.ordinary_host(text)) is not None:
            told = noticed + host.findings
            outcomes = place.setdefault(told, len(place)), place.setdefault(told + email.ROLE, len(place))
            known.append((key, text, host.text, host.most, *outcomes))
            if host.slip_of:
                slips[text] = host
    silent = domains.filter(mute).select(
        "key", named="domain", host="domain", most=ROOM - domain.str.len_bytes(), outcome=pl.lit(0), by_role=pl.lit(1)
    )
    hosts = pl.concat([pl.DataFrame(known, _HOSTS, orient="row"), silent])
    found = plain.join(hosts, on="key", maintain_order="left").filter(
        domain == pl.col("named"), local.str.len_bytes() <= pl.col("most")
    )
    answer = Sieved.of(
        found.select(
            "cell", text=pl.concat_str("local", "host", separator="@"),
            outcome=pl.when("role").then("by_role").otherwise("outcome"),
        ),
        tuple(place),
    )  # fmt: skip
    if not slips:
        return answer
    at = found.with_row_index("at").filter(domain.is_in(list(slips))).select("at", "local", "domain", "role")
    each = [
        (*noticed, *email.slip(name, slips[host]), *(email.ROLE if role else ()))
        for _, name, host, role in at.iter_rows()
    ]
    outcome = answer.outcome.copy()
    outcome[at["at"].to_numpy()] = len(place) + np.arange(len(each))
    return evolve(answer, outcome=outcome, findings=(*place, *each))


def _is_mute(domain: pl.Expr) -> pl.Expr:
    """Domains of two or three plain labels that nothing is to be said of, neither of what is behind their first dot."""
    noted = sorted(email.noted_domains())
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
    wide = (pl.col("text") > "\uff00") & (pl.col("text") < "\uff5f")
    left = pl.DataFrame({"text": cells}).with_row_index("cell").with_columns(wide=wide.cast(pl.Int32))
    narrow = left.filter(wide).with_columns(pl.col("text").str.replace_many(*_WIDE))
    left = (
        pl.concat([left.filter(~wide), narrow])
        .filter(pl.col("text").str.contains(_NUMBER), pl.col("text").str.len_bytes() <= MOST_DIGITS)
        .with_columns(digits=pl.col("text").str.replace_all(r"[ ().-]", ""))
        .with_columns(size=pl.col("digits").str.len_bytes())
    )
    answers = []
    for first in _FIRST:
        # what a number begins with and its size, as one number
        begins = left.select("size", begins=pl.col("digits").str.head(first)).with_columns(
            key=(pl.col("begins").str.strip_chars("+").cast(pl.Int64) * 2 + pl.col("begins").str.starts_with("+"))
            * _SIZES + pl.col("size")
        )  # fmt: skip
        known = [
            (key, *number[:2], int(line is not None and number[2] not in MOBILE))
            for size, begin, key in begins.unique("key").iter_rows()
            if (number := beginning(begin.encode(), size, home)) is not None and number[2] in ORDINARY
        ]
        told = pl.DataFrame(known, _BEGINNINGS, orient="row")
        seen = left.with_columns(begins["key"]).join(told, on="key", how="left", maintain_order="left")
        answers.append(
            seen.filter(pl.col("lead").is_not_null()).select(
                "cell",
                outcome=pl.col("outcome") + 2 * pl.col("wide"),
                text=pl.col("lead") + pl.col("digits").str.slice(pl.col("cut")),
            )
        )
        left = seen.filter(pl.col("lead").is_null()).select("cell", "wide", "digits", "size")
    found = pl.concat(answers).filter(
        ~pl.col("text").str.tail(3).is_in(sorted(WATCHED_TAILS)), pl.col("text").str.slice(5, 3) != "555"
    )
    return Sieved.of(found, ((), MISMATCH, WIDE, WIDE + MISMATCH))


def sieve_identifier(cells: pl.Series, *, scheme: str | None = None, country: str | None = None) -> Sieved:  # noqa: ARG001 - figures are of no country
    """Plain figures of no scheme, as most systems number their records."""
    text = pl.col("text")
    plain = pl.DataFrame({"text": cells}).with_row_index("cell").filter(
        pl.lit(scheme is None), text.str.contains(f"^(?:{FIGURES.pattern})$"), ~text.str.contains(_ALIKE),
        ~text.is_in(placeholders()),
    )  # fmt: skip
    return Sieved.of(plain.with_columns(outcome=pl.lit(0)), ((),))


def sieve_organization(cells: pl.Series, *, legal_form: bool = False) -> Sieved:
    """Plain words that begin with none of another meaning, and hanzi before a legal form; all named in full."""
    text, low, told = pl.col("text"), pl.col("text").str.to_lowercase(), told_apart()
    ends, canonical = sorted(forms()["han"]), sorted(set(forms()["han"].values()))
    marks = "|".join("[.]?".join(mark) for mark in sorted(told["marks"]))
    western = (
        text.str.contains(_FIRM)
        & ~low.str.extract("^([a-z]+)").is_in(sorted(told["first"]))
        & ~low.str.contains(rf"xxxx|www[.]|\b(?:{marks})\b")
    )
    chinese = (
        text.str.contains(f"^[\u4e00-\u9fff]{{4,}}(?:{'|'.join(ends)})$")
        & ~text.str.contains(f"^测试|(?:{'|'.join((*PLACE_ENDS, *(form + form for form in canonical)))})$")
        & ~text.is_in(ends)
    )
    plain = (
        pl.DataFrame({"whole": cells})
        .with_row_index("cell")
        .with_columns(text=pl.col("whole").str.strip_chars(" \u00a0\u3000"))
        .filter(pl.lit(not legal_form), text.str.len_chars() <= SHORT)
        .filter(western | chinese, ~low.is_in(sorted(told["nothing"])))
    )
    return Sieved.of(plain.with_columns(outcome=(pl.col("whole") != text).cast(pl.Int32)), ((), BLANKS))
