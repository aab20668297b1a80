"""Lanes of a whole table: each key computed once per distinct reading, then gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
import polars as pl

from crmquality.columns import Codes, Column, combine
from crmquality.policy._keys import Key, lanes
from crmquality.policy._policy import Policy
from crmquality.types import Examined


class Read(Protocol):
    """One field of a table, read."""

    @property
    def codes(self) -> Codes:
        """Per row the distinct reading; -1 = empty."""

    def readings(self) -> Iterator[tuple[str, Examined]]:
        """Raw value and reading, in code order."""


def lane_columns(policy: Policy, examined: Mapping[str, Read], height: int) -> dict[str, Column]:
    """One column per lane, row by row equal to `record_lanes`; no role filled = empty columns of the height."""

    def column(keys: Iterable[str | None], codes: Codes) -> Column:
        return Column.encode(pl.Series(list(keys), dtype=pl.String)).take(codes)

    def keyed(field: str, make: Key) -> Column:
        return column((make(item, raw) for raw, item in examined[field].readings()), examined[field].codes)

    def derive(makers: Sequence[Callable[..., str | None]], columns: Sequence[Column]) -> list[Column]:
        if not columns:
            return [Column(np.full(height, -1, dtype=np.int32), ())] * len(makers)
        if len(columns) == 1:
            return [column(map(make, columns[0].values), columns[0].codes) for make in makers]
        rows = combine(columns)
        return [column((make(*keys) for keys in rows.tuples), rows.codes) for make in makers]

    return lanes(policy, examined, keyed, derive)
