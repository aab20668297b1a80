"""Dictionary-encoded columns of text: each rule runs once per distinct value, then is gathered.

Needs the extra ``tables``. Codes follow the sorted order of the distinct values, so that nothing
downstream depends on the order of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality.types import Finding

T = TypeVar("T")
Codes = npt.NDArray[np.int32]
#: numbers up to so many times their count are told apart without sorting them
_SPREAD = 16


def _texts(cells: pl.Series | Sequence[str | None]) -> pl.Series:
    return cells if isinstance(cells, pl.Series) else pl.Series(cells, dtype=pl.String)


@frozen(eq=False)
class Column:
    """A column of text as codes into its sorted distinct values.

    Args:
        codes: one per row, int32; -1 = null.
        texts: the distinct values, sorted by code point unless the column was encoded without order.
    """

    codes: Codes
    texts: pl.Series = field(converter=_texts)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The distinct values as Python's own strings."""
        return tuple(self.texts.to_list())

    @classmethod
    def encode(cls, series: pl.Series, *, ordered: bool = True) -> Column:
        """Encode a polars series of strings (nulls stay nulls).

        Not ``ordered``, the distinct values come in an order of their own, whatever that of the rows, in half the time.
        """
        there = series.drop_nulls().rechunk()
        # strings are grouped by their hash and compared once after that: half the time of a join on the strings
        codes = there.hash().rank("dense").cast(pl.Int64).to_numpy() - 1
        some = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int64)
        some[codes] = np.arange(len(codes))
        distinct = there.gather(some)
        if ordered:
            distinct = distinct.sort()
            codes = distinct.hash().arg_sort().to_numpy()[codes]
        if not there.equals(distinct.gather(codes)):  # two texts of one hash
            distinct = there.unique().sort()
            codes = distinct.search_sorted(there).to_numpy()
        if len(there) < len(series):
            whole = np.full(len(series), -1, dtype=np.int32)
            whole[series.is_not_null().to_numpy()] = codes
            codes = whole
        return cls(codes.astype(np.int32), distinct)

    @classmethod
    def from_cells(cls, cells: Sequence[str | None]) -> Column:
        """Encode a sequence of cells."""
        return cls.encode(_texts(cells))

    def map(self, rule: Callable[[str], T]) -> list[T]:
        """One result per distinct value, in code order."""
        return [rule(v) for v in self.values]

    def gather(self, results: pl.Series | Sequence[str | None]) -> pl.Series:
        """One result per row from one result per distinct value; null rows stay null."""
        return _texts(results).gather(pl.Series(self.codes).replace(-1, None))

    def recode(self, results: Sequence[str | None]) -> Column:
        """The column of ``results[code]``, encoded again over its own distinct values."""
        return Column.encode(_texts(results)).take(self.codes)

    def take(self, codes: Codes) -> Column:
        """One row per code into the rows of this column; a negative code is null."""
        return Column(np.append(self.codes, np.int32(-1))[codes], self.texts)

    def to_series(self, name: str = "") -> pl.Series:
        """The column as text again."""
        return self.gather(self.texts).alias(name)

    def __len__(self) -> int:
        return len(self.codes)


def shared(columns: Sequence[Column]) -> list[Column]:
    """Columns encoded over one vocabulary, in no order."""
    both = Column.encode(pl.concat([c.texts for c in columns]), ordered=False)
    ends = np.cumsum([len(c.texts) for c in columns])
    parts = np.split(both.codes, ends[:-1])
    return [Column(np.append(p, np.int32(-1))[c.codes], both.texts) for p, c in zip(parts, columns, strict=True)]


@frozen(eq=False)
class Combined:
    """Several columns read together: one code per distinct tuple of cells.

    Args:
        codes: one per row, int32, never negative.
        columns: the distinct tuples in order of their codes, column by column.
    """

    codes: Codes
    columns: tuple[Column, ...]

    @property
    def tuples(self) -> Iterator[tuple[str | None, ...]]:
        """The distinct tuples in order of their codes."""
        return zip(*([None if c < 0 else p.values[c] for c in p.codes.tolist()] for p in self.columns), strict=True)

    def __len__(self) -> int:
        return len(self.columns[0])


def combine(columns: Sequence[Column]) -> Combined:
    """Encode rows of several columns as one code per distinct tuple, in canonical order.

    Args:
        columns: at least one, all of one length.
    """
    first, *rest = columns
    if not rest:
        found, codes = numbered(first.codes + 1, len(first.texts) + 1)
        return Combined(codes.astype(np.int32), (Column((found - 1).astype(np.int32), first.texts),))
    codes = first.codes.astype(np.int64) + 1
    parts: list[Codes] = [np.arange(-1, len(first.texts), dtype=np.int32)]
    for column in rest:
        # the codes so far are numbered anew, so that the product of sizes cannot overflow
        size = len(column.texts) + 1
        found, codes = numbered(codes * size + column.codes + 1, len(parts[0]) * size)
        parts = [*(p[found // size] for p in parts), (found % size - 1).astype(np.int32)]
    return Combined(codes.astype(np.int32), tuple(Column(p, c.texts) for p, c in zip(parts, columns, strict=True)))


def numbered(codes: npt.NDArray[np.integer], size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The distinct numbers among some below ``size``, and per number its place among them."""
    if size > _SPREAD * len(codes):
        found, places = np.unique(codes, return_inverse=True)
        return found.astype(np.int64), places
    there = np.zeros(size, dtype=bool)
    there[codes] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


@frozen(eq=False)
class Table:
    """A table as it was read: every cell text or null, beside the object it came from.

    Args:
        frame: polars frame of strings, one column per source column, in source order; headers that
            repeat carry a suffix (``Phone``, ``Phone (2)``).
        headers: the headers as written, same order and length as the frame's columns.
        name: file name or ``"table"``; never a path.
        kind: ``csv``, ``xlsx``, ``parquet``, ``pandas``, ``polars``, ``arrow`` or ``rows``.
        native: the caller's object; for files the polars frame read.
        notes: findings about the file as a whole (encoding guessed, rows skipped, ragged rows).
        options: how a file was read (encoding, delimiter, sheet, header row), enough to read it again.
    """

    frame: pl.DataFrame
    headers: tuple[str, ...]
    name: str = "table"
    kind: str = "polars"
    native: object = None
    notes: tuple[Finding, ...] = ()
    options: Mapping[str, str] = field(factory=dict)

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.frame.height
