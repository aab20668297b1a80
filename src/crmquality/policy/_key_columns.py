"""Lanes of a whole table: each key computed once per distinct reading, then gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
import polars as pl

from crmquality.columns import Codes, Column, combine
from crmquality.matching._compare import LANES, PHONES
from crmquality.policy import _keys
from crmquality.policy._policy import Policy
from crmquality.types import Examined


class Read(Protocol):
    """One field of a table, read."""

    @property
    def codes(self) -> Codes:
        """Per row the distinct reading; -1 = empty."""
        ...

    def readings(self) -> Iterator[tuple[str, Examined]]:
        """Raw value and reading, in code order."""
        ...


def lane_columns(policy: Policy, examined: Mapping[str, Read], height: int) -> dict[str, Column]:
    """The lanes of a table.

    Args:
        policy: the policy.
        examined: by field: codes per row, and one reading per code.
        height: number of rows.

    Returns:
        One column per lane; row by row equal to `record_lanes`.
    """
    roles = _keys.match_fields(policy)
    lanes = {}
    for name, make in _keys.SINGLE.items():
        fields = [f for f in roles.get(_keys.ROLE_OF.get(name, name), ()) if f in examined]
        lanes[name] = _first([_keyed(examined[f], make) for f in fields], height)
    full = _first(
        [
            _keyed(examined[f], lambda item, _: _keys.full_key(item))
            for f in roles.get("full_name", ())
            if f in examined
        ],
        height,
    )
    given, family = lanes.pop("given_part"), lanes.pop("family_part")
    if len(full.values):
        rows = combine([given, family, full])
        both = [_keys.names(*t) for t in rows.tuples]
        whole = Column(rows.codes, tuple(str(i) for i in range(len(both))))
        given, family = whole.recode([b[0] for b in both]), whole.recode([b[1] for b in both])
    lanes["given"], lanes["family"] = given, family
    lanes["nickname"] = given.recode([_keys.nickname(v) for v in given.values])
    lanes |= _phones([_keyed(examined[f], _keys.phone_key) for f in roles.get("phone", ()) if f in examined], height)
    lanes["local"] = _locals(lanes["email"], given, family, height)
    return {name: lanes[name] for name in LANES}


def _keyed(read: Read, make: Callable[[Examined, str | None], str | None]) -> Column:
    keys = pl.Series([make(item, raw) for raw, item in read.readings()], dtype=pl.String)
    return Column.encode(keys).take(read.codes)


def _empty(height: int) -> Column:
    return Column(np.full(height, -1, dtype=np.int32), ())


def _first(columns: Sequence[Column], height: int) -> Column:
    """The first column that holds something, row by row."""
    if not columns:
        return _empty(height)
    out = columns[0]
    for other in columns[1:]:
        rows = combine([out, other])
        joined = Column(rows.codes, tuple(str(i) for i in range(len(rows))))
        out = joined.recode([a if a is not None else b for a, b in rows.tuples])
    return out


def _phones(columns: Sequence[Column], height: int) -> dict[str, Column]:
    if not columns:
        return {name: _empty(height) for name in PHONES}
    rows = combine(columns)
    joined = Column(rows.codes, tuple(str(i) for i in range(len(rows))))
    distinct = [list(dict.fromkeys(p for p in t if p)) for t in rows.tuples]
    return {name: joined.recode([d[i] if i < len(d) else None for d in distinct]) for i, name in enumerate(PHONES)}


def _locals(email: Column, given: Column, family: Column, height: int) -> Column:
    if not len(email.values):
        return _empty(height)
    rows = combine([email, given, family])
    joined = Column(rows.codes, tuple(str(i) for i in range(len(rows))))
    return joined.recode([_keys.local_key(e, g, f) if e is not None else None for e, g, f in rows.tuples])
