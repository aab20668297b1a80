"""Many records of an index in arrays, some 240 bytes a contact; what changes stands beside them until it is merged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
from attrs import define, field

from crmquality.columns import Column
from crmquality.errors import PolicyError
from crmquality.index._memory import MemoryStore, Query, search_key
from crmquality.index._segment import Rows, Segment
from crmquality.matching._blocking_keys import CAP, hashed_keys, mix
from crmquality.matching._compare import LANES, Cells, Scored
from crmquality.matching._tests import PHONES

#: changes are merged once they are a sixteenth of the records, and ten thousand
_SHARE, _LEAST = 16, 10_000


@define(eq=False)
class ArrayStore(MemoryStore):
    """Records in arrays, with the latest changes in Python's own dicts beside them.

    Needs the extra ``tables``. Answers as the store in memory does. What left the arrays counts less than nothing.
    """

    _base: Segment = field(factory=lambda: Segment.build((), {}))
    _dead: npt.NDArray[np.bool_] = field(factory=lambda: np.zeros(0, dtype=bool))
    _removed: int = 0

    def __attrs_post_init__(self) -> None:
        self._filled.update(self._base.filled)

    @classmethod
    def of_table(cls, ids: Sequence[str], lanes: Mapping[str, Column]) -> ArrayStore:
        """The records of a table.

        Args:
            ids: one per row, each once.
            lanes: a column per lane, as `crmquality.matching.find_pairs` takes them.

        Raises:
            PolicyError: an id stands on two rows.
        """
        if len(set(ids)) != len(ids):
            raise PolicyError("an id stands on more than one row; ids of an index are unique")
        return cls(base=Segment.build(ids, lanes), dead=np.zeros(len(ids), dtype=bool))

    def __len__(self) -> int:
        return len(self._base.ids) - self._removed + super().__len__()

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._records or (isinstance(record_id, str) and self._row(record_id) >= 0)

    def _row(self, record_id: str) -> int:
        row = self._base.ids.code(record_id)
        return row if row >= 0 and not self._dead[row] else -1

    def lanes(self, record_id: str) -> Cells:
        """The lanes of a record that is there."""
        if record_id in self._records:
            return super().lanes(record_id)
        return next(self._base.read(np.array([self._row(record_id)], dtype=np.uint32)))

    def items(self) -> Iterator[tuple[str, Cells]]:
        """Ids and lanes."""
        rows = np.flatnonzero(~self._dead).astype(np.uint32)
        for row, lanes in zip(rows.tolist(), self._base.read(rows), strict=True):
            yield self._base.ids[row], {n: lanes[n] for n in LANES}
        yield from super().items()

    def put(self, record_id: str, lanes: Cells) -> None:
        """Take a record in."""
        super().put(record_id, lanes)
        if len(self._records) + self._removed > max(_LEAST, len(self._base.ids) // _SHARE):
            self.compact()

    def take(self, record_id: str) -> None:
        """Take a record out; `KeyError` where it is not there."""
        row = -1 if record_id in self._records else self._row(record_id)
        if row < 0:
            super().take(record_id)
            return
        self._discount(self.lanes(record_id))
        self._dead[row] = True
        self._removed += 1

    def compact(self) -> None:
        """Merge the changes into the arrays; it happens by itself from time to time."""
        ids, rows = zip(*self.items(), strict=True) if len(self) else ((), ())
        columns = {n: Column.from_cells([r[n] for r in rows]) for n in LANES} if rows else {}
        self.__init__(base=Segment.build(ids, columns), dead=np.zeros(len(ids), dtype=bool))  # type: ignore[misc]  # anew

    def count(self, name: str, value: str) -> int:
        """Records that hold a value."""
        return self._base.count(name, value) + self._counts.get((name, value), 0)

    def candidates(self, query: Query) -> Iterator[tuple[str, Scored]]:
        """Records under a key of the query that reach its floor, each once; the floor may rise meanwhile."""
        fresh: set[str] = set()
        found: list[Rows] = []
        keys = hashed_keys(query.lanes, query.parts)
        for (key, split, cap), (start, stop) in zip(keys, self._base.under([key for key, *_ in keys]), strict=True):
            members = self.block(key) if self._records else ()
            if start == stop and not members:
                continue
            if stop - start + len(members) < min(cap, CAP):
                if start < stop:
                    found.append(self._base.entries[start:stop])
                fresh.update(members)
            elif split or self._removed:
                # as the block of a table is split
                rows, members = self._narrowed((start, stop), members, key, split, min(cap, CAP), query)
                found.append(rows)
                fresh.update(members)
        yield from self._weighed(fresh, query)
        met: set[int] = set()
        for row, record in self._base.reach(np.concatenate(found) & self._base.mask, query) if found else ():
            if row not in met and not self._dead[row] and (scored := query.against(record)):
                yield self._base.ids[row], scored
            met.add(row)

    def _narrowed(
        self, place: tuple[int, int], members: Collection[str], key: int, split: Sequence[str], cap: int, query: Query
    ) -> tuple[Rows, Collection[str]]:
        """Of a block that reaches its cap those that share further keys with the query, none if they are too many."""
        rows = self._alive(*place)
        for part in split:
            if len(rows) + len(members) < cap:
                break
            value = query.parts.get(part, 0)
            rows = self._base.narrower(rows, part, query)
            members, key = self.narrower(members, key, part, value, cap), mix(key, value)
        return (rows, members) if len(rows) + len(members) < cap else (rows[:0], ())

    def _alive(self, start: int, stop: int) -> Rows:
        rows = self._base.entries[start:stop] & self._base.mask
        return rows[~self._dead[rows]] if self._removed else rows

    def holding(self, lane: str, value: str) -> Iterable[str]:
        """Ids of records that hold a value in a lane."""
        if lane == "local":
            # it follows from others, and is kept as a key alone
            rows = self._alive(*self._base.under([search_key(lane, value)])[0]).tolist()
        else:
            code = self._base.code("phone" if lane in PHONES else lane, value)
            rows = np.flatnonzero((self._base.codes == code).any(axis=1) & ~self._dead).tolist()
        return chain((self._base.ids[r] for r in rows), super().holding(lane, value))
