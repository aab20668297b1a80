"""What shows only across records: shared and counting numbers, bursts, values everybody has, cut texts, crossed names.

The one exception from "a table says of a record what the guard says": these findings exist for tables alone, and what
they add to a score can ask for a review and never reject. Codes end in one of `CODES`. People of one company share a
switchboard, and bulk imports share a second, so both are left alone: a sign needs several companies, or one origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality._data import load
from crmquality._text import fold
from crmquality.cleaning._examine import ExaminedTable
from crmquality.cleaning._source import Source
from crmquality.types import BadDataClass, Finding, Severity

Floats = npt.NDArray[np.float64]
#: ending of the code: severity, what to do, and what it adds to the score of a made-up entry
CODES: Final[dict[str, tuple[Severity, str, float]]] = {
    ending: (severity, message, score) for ending, (severity, message, score) in load("findings")["columns"].items()
}
#: people that may share a number or mailbox
MOST_SHARED: Final = 3
SHORTEST_ROW: Final = 4
MOST_A_MINUTE: Final = 5
DEFAULT_SHARE, DEFAULT_LEAST = 0.05, 20
JANUARY_SHARE, JANUARY_LEAST = 0.02, 10
#: lengths at which systems cut; a single text of 255 characters is told by its own check
CUTS: Final = frozenset({32, 40, 50})
#: amounts that make a rule, times that one is larger or smaller than the middle one, and spreads (in logarithms)
AMOUNTS_LEAST, TIMES_APART, SPREADS_APART = 50, 1000, 6
CUT_LEAST, CUT_TIMES = 5, 4
#: times likelier that names are swapped than not, so that it is believed of one row in a hundred
SWAPPED_ODDS: Final = 300
#: distinct numbers from which their last digits are counted, and the share of unevenness (chi-square by number)
DIGITS_LEAST, DIGITS_UNEVEN = 500, 0.1
_OWN: Final = frozenset({"email", "phone", "street"})
_TEXTS: Final = frozenset({"person_name", "given_name", "family_name", "organization_name", "street", "city", "address",
                           "job_title", "text", "url"})  # fmt: skip
_ORIGIN: Final = re.compile(
    r"(?:source|client|remote|user|visitor|来源|客户端)?[ _-]?ip(?:[ _-]?(?:addr|address|地址))?|remote[ _]addr"
)
_NUMBERED: Final = r"^(.*[^0-9@])([0-9]{1,6})@(.+)$"


@frozen(eq=False)
class ColumnSigns:
    """What the columns say about the rows.

    Args:
        findings: rows and the finding that stands on them.
        score: what each row's score of a made-up entry gains.
        notes: what holds for a column as a whole.
    """

    findings: tuple[tuple[npt.NDArray[np.int64], Finding], ...]
    score: Floats
    notes: tuple[str, ...]


def column_signs(source: Source, examined: ExaminedTable, people: pl.Series) -> ColumnSigns:
    """Look at whole columns.

    Args:
        source: the table as understood.
        examined: its readings.
        people: who each row is about, copies of one person alike.
    """
    found = []
    score = np.zeros(examined.height)
    written = {n: c.gather(c.text) for n, c in examined.columns.items()}
    for field, ending, rows in _all(source, examined, written, people):
        if len(rows):
            found.append((rows, _finding(field, ending)))
            score[rows] += CODES[ending][2]
    phones = [n for n in written if source.policy.field(n).kind == "phone"]
    notes = [note for name in phones for note in _last_digits(name, written[name])]
    return ColumnSigns(tuple(found), score, tuple(notes))


def _finding(field: str, ending: str) -> Finding:
    severity, message, _ = CODES[ending]
    kind: BadDataClass = "inaccurate"
    return Finding(f"{field or 'record'}.{ending}", severity, field, message, None, None, kind)


Found = Iterator[tuple[str, str, npt.NDArray[np.int64]]]


def _all(source: Source, examined: ExaminedTable, written: dict[str, pl.Series], people: pl.Series) -> Found:
    companies = _companies(source, examined)
    created = written.get("created_at")
    for name, column in examined.columns.items():
        field, text = source.policy.field(name), written[name]
        if field.kind in ("email", "phone"):
            yield name, "shared_widely", _shared(text, people, companies)
        if field.kind == "email":
            yield name, "numbered", _numbered(text)
        elif field.kind == "phone":
            yield name, "counting", _counting(text, companies, created)
        if field.kind in _OWN or field.match == "birth_date":
            yield name, "default_value", _default(text)
        if field.kind == "amount":
            yield name, "outlier", _outliers(text)
        if field.match == "birth_date":
            yield name, "first_of_january", _january(text)
        if field.kind in _TEXTS:
            yield name, "truncated", _cut(column.gather(column.raw))
    yield "", "burst", _bursts(source, created)
    kinds = {source.policy.field(name).kind: name for name in reversed(written)}
    if {"given_name", "family_name"} <= kinds.keys():
        told = [rows for rows, finding in examined.record_findings if finding.code == "record.name_swapped"]
        rows = _swapped(written[kinds["given_name"]], written[kinds["family_name"]])
        yield "", "seems_swapped", np.setdiff1d(rows, np.concatenate([rows[:0], *told]))


def _companies(source: Source, examined: ExaminedTable) -> pl.Series | None:
    """Per row the company without legal form, area and branch."""
    for field in source.policy.fields:
        if field.match == "company" and field.name in examined.columns:
            column = examined.columns[field.name]
            keys = [getattr(v, "match_key", None) or None for v in column.values or ()]
            return column.gather(pl.Series(keys, dtype=pl.String))
    return None


def _rows(mask: pl.Series) -> npt.NDArray[np.int64]:
    return np.flatnonzero(mask.fill_null(value=False).to_numpy())


def _shared(text: pl.Series, people: pl.Series, companies: pl.Series | None) -> npt.NDArray[np.int64]:
    """Rows whose value many people of different companies share; a switchboard of one company is none."""
    company = pl.lit(None, pl.String) if companies is None else companies
    frame = pl.DataFrame({"text": text, "who": people}).with_row_index("row").with_columns(company=company)
    held = frame.drop_nulls("text").filter(pl.col("text").is_duplicated())
    known = pl.col("company").drop_nulls()
    counts = held.group_by("text").agg(
        "row", who=pl.col("who").n_unique(), company=known.n_unique(), known=known.len(),
        most=known.unique_counts().max(),
    ).filter(pl.col("who") > MOST_SHARED)  # fmt: skip
    # one firm is written in several ways: no name of a firm may stand on half of the records
    many = (pl.col("company") > 2) & (2 * pl.col("most") < pl.col("known"))  # noqa: PLR2004 - more than a pair
    many |= (pl.col("company") == 0) & (pl.col("who") > 2 * MOST_SHARED)
    return counts.filter(many)["row"].explode().drop_nulls().sort().cast(pl.Int64).to_numpy()


def _last_digits(name: str, text: pl.Series) -> Iterator[str]:
    """A note where the last digits of distinct numbers are not those of real ones, which are even."""
    last = text.drop_nulls().unique().str.slice(-1)
    counts = np.array([(last == d).sum() for d in "0123456789"])
    if len(last) >= DIGITS_LEAST and ((counts / len(last) - 0.1) ** 2).sum() * 10 > DIGITS_UNEVEN:
        yield f"the last digits of {name} are far from even: many of the numbers may be made up"


def _runs(frame: pl.DataFrame, groups: list[str]) -> pl.DataFrame:
    """The rows of a sorted frame whose ``number`` counts up by one, `SHORTEST_ROW` times at least."""
    step = pl.any_horizontal(
        *(pl.col(g).ne_missing(pl.col(g).shift()) for g in groups), pl.col("number").diff() != 1
    ).fill_null(value=True)
    run = frame.with_columns(run=step.cast(pl.Int64).cum_sum())
    return run.filter(pl.len().over("run") >= SHORTEST_ROW)


def _numbered(text: pl.Series) -> npt.NDArray[np.int64]:
    parts = pl.DataFrame({"text": text}).with_row_index("row").with_columns(
        stem=pl.col("text").str.extract(_NUMBERED, 1), host=pl.col("text").str.extract(_NUMBERED, 3),
        number=pl.col("text").str.extract(_NUMBERED, 2).cast(pl.Int64, strict=False),
    ).drop_nulls("number")  # fmt: skip
    distinct = parts.unique(["stem", "host", "number"]).filter(pl.len().over("stem", "host") >= SHORTEST_ROW)
    runs = _runs(distinct.sort("stem", "host", "number"), ["stem", "host"])
    return np.sort(parts.join(runs, on=["stem", "host", "number"], how="semi")["row"].cast(pl.Int64).to_numpy())


def _counting(text: pl.Series, companies: pl.Series | None, created: pl.Series | None) -> npt.NDArray[np.int64]:
    """Numbers that count up in the order of entry; colleagues have neighbouring ones, so companies must differ."""
    number = text.str.strip_prefix("+").cast(pl.Int64, strict=False)
    frame = pl.DataFrame({"number": number}).with_row_index("row").with_columns(
        company=pl.lit(None, pl.String) if companies is None else companies,
        created=pl.lit(None, pl.String) if created is None else created, one=pl.lit(1),
    ).sort("created", "row").drop_nulls("number")  # fmt: skip
    runs = _runs(frame, ["one"]).filter(pl.col("company").drop_nulls().n_unique().over("run") != 1)
    return np.sort(runs["row"].cast(pl.Int64).to_numpy())


def _default(text: pl.Series) -> npt.NDArray[np.int64]:
    counts = text.drop_nulls().value_counts(sort=False, name="n")
    least = max(DEFAULT_LEAST, DEFAULT_SHARE * (len(text) - text.null_count()))
    return _rows(text.is_in(counts.filter(pl.col("n") > least)[counts.columns[0]].implode()))


def _january(text: pl.Series) -> npt.NDArray[np.int64]:
    first = text.str.ends_with("-01-01").fill_null(value=False)
    known = len(text) - text.null_count()
    return _rows(first) if first.sum() >= max(JANUARY_LEAST, JANUARY_SHARE * known) else np.zeros(0, dtype=np.int64)


def _outliers(text: pl.Series) -> npt.NDArray[np.int64]:
    """Amounts of one currency that lie far beyond the spread of the others, by logarithm and median."""
    amounts = pl.DataFrame({
        "row": np.arange(len(text)), "size": text.str.extract(r"^-?([0-9.]+)").cast(pl.Float64, strict=False).log10(),
        "currency": text.str.extract(r"([A-Z]{3})$").fill_null(""),
    }).filter(pl.col("size").is_finite())  # fmt: skip
    apart = (pl.col("size") - pl.col("size").median()).abs()
    spread = 1.4826 * apart.median()  # that of a normal distribution
    far = (apart >= np.log10(TIMES_APART)) & (apart >= SPREADS_APART * spread) & (pl.len() >= AMOUNTS_LEAST)
    return amounts.filter(far.over("currency"))["row"].sort().to_numpy()


def _swapped(given: pl.Series, family: pl.Series) -> npt.NDArray[np.int64]:
    """Rows whose given name is a family name in the other rows, and whose family name a given name, by their counts."""
    names = pl.DataFrame({"row": np.arange(len(given)), "given": given, "family": family}).drop_nulls()
    words = pl.concat([names["given"], names["family"]]).str.to_lowercase().rank("dense").to_numpy()
    first, last = np.split(words.astype(np.int64), 2)
    as_given, as_family = (np.bincount(w, minlength=len(words) + 1) + 0.5 for w in (first, last))
    odds = as_family[first] / (as_given[first] - 1) * as_given[last] / (as_family[last] - 1)  # less the row itself
    return names["row"].filter(odds > SWAPPED_ODDS).to_numpy()


def _cut(raw: pl.Series) -> npt.NDArray[np.int64]:
    size = raw.str.len_chars()
    longest = size.max()
    if longest not in CUTS:
        return np.zeros(0, dtype=np.int64)
    at, before = (size == longest).sum(), (size == int(str(longest)) - 1).sum()
    return _rows(size == longest) if at >= max(CUT_LEAST, CUT_TIMES * before) else np.zeros(0, dtype=np.int64)


def _bursts(source: Source, created: pl.Series | None) -> npt.NDArray[np.int64]:
    """Rows of one origin within one minute, where the table says both."""
    frame = source.table.frame
    origins = [c for c in frame.columns if _ORIGIN.fullmatch(fold(c)) and c not in source.mapping.fields.values()]
    if created is None or not origins:
        return np.zeros(0, dtype=np.int64)
    minute = created.str.slice(0, 16).set(created.str.len_chars() < 16, None)  # noqa: PLR2004 - a day has no minute
    held = pl.DataFrame({"origin": frame[origins[0]], "minute": minute})
    many = held.select(pl.len().over("origin", "minute") > MOST_A_MINUTE).to_series()
    return _rows(many & held["origin"].is_not_null() & minute.is_not_null())
