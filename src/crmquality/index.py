"""Is this record already there? An index of records in pure Python, kept as records come and go.

It weighs pairs by the same model and the same counts as a table run over the same records.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, field, frozen

from crmquality.errors import PolicyError
from crmquality.matching import Model
from crmquality.matching._blocking_keys import CAP, record_keys
from crmquality.matching._compare import KEEP, PHONES, Scored, explain, is_auto, score
from crmquality.matching._model import LEVELS, UNIT
from crmquality.policy import Policy, compile_policy
from crmquality.policy._cells import to_cell
from crmquality.policy._keys import record_lanes
from crmquality.types import Examined


@frozen
class Duplicate:
    """A record that may be the same.

    Args:
        record_id: its id in the index.
        match_weight: bits.
        match_probability: 0 to 1.
        band: ``auto`` (sure) or ``review``.
    """

    record_id: str
    match_weight: float
    match_probability: float
    band: str
    _scored: Scored = field(repr=False, eq=False, alias="scored")

    @property
    def explanation(self) -> dict[str, Any]:
        """Prior and one weight per comparison; they add up to the match weight exactly."""
        return explain(self._scored)

    def to_dict(self) -> dict[str, Any]:
        """The candidate with its explanation as plain data."""
        return {
            "record_id": self.record_id, "match_weight": self.match_weight,
            "match_probability": self.match_probability, "band": self.band, "explanation": self.explanation,
        }  # fmt: skip


@define
class DuplicateIndex:
    """Records by what identifies them.

    Args:
        policy: what the records are.
        model: the match model; the shipped one unless given.

    Example:
        >>> from crmquality import presets
        >>> index = DuplicateIndex(presets.contact())
        >>> index.add("1", {"first_name": "Jane", "last_name": "Doe", "email": "jane@doe.org"})
        >>> [d.record_id for d in index.check({"full_name": "Jane Doe", "email": "JANE@doe.org"})]
        ['1']
    """

    policy: Policy
    model: Model = field(factory=Model.default)
    _lanes: dict[str, dict[str, str | None]] = field(factory=dict, init=False, repr=False)
    _blocks: dict[tuple[str, ...], set[str]] = field(factory=lambda: defaultdict(set), init=False, repr=False)
    _counts: Counter[tuple[str, str]] = field(factory=Counter, init=False, repr=False)
    _filled: Counter[str] = field(factory=Counter, init=False, repr=False)
    _lock: Any = field(factory=threading.RLock, init=False, repr=False, eq=False)

    def __len__(self) -> int:
        return len(self._lanes)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._lanes

    def add(self, record_id: str, record: Mapping[str, Any]) -> None:
        """Take a record in.

        Args:
            record_id: its id, as text.
            record: values by the policy's fields.

        Raises:
            PolicyError: the id is not text or already there.
        """
        self.add_examined(record_id, *self._read(record))

    def add_examined(self, record_id: str, cells: Mapping[str, Examined], raw: Mapping[str, str | None]) -> None:
        """Take in a record that a guard has read."""
        if not isinstance(record_id, str):
            raise PolicyError(f"record ids are text, not {type(record_id).__name__}")
        lanes = record_lanes(self.policy, cells, raw)
        with self._lock:
            if record_id in self._lanes:
                raise PolicyError("this id is already in the index; use update()")
            self._put(record_id, lanes)

    def update(self, record_id: str, record: Mapping[str, Any]) -> None:
        """Replace a record.

        Raises:
            KeyError: the id is not there.
        """
        lanes = record_lanes(self.policy, *self._read(record))
        with self._lock:
            self._take(record_id)
            self._put(record_id, lanes)

    def remove(self, record_id: str) -> None:
        """Take a record out.

        Raises:
            KeyError: the id is not there.
        """
        with self._lock:
            self._take(record_id)

    def check(self, record: Mapping[str, Any], limit: int = 10) -> tuple[Duplicate, ...]:
        """Records that may be the same as this one, which is not in the index.

        Args:
            record: values by the policy's fields.
            limit: at most so many.

        Returns:
            The heaviest first; ties by id.
        """
        return self.check_examined(*self._read(record), limit)

    def check_examined(
        self, cells: Mapping[str, Examined], raw: Mapping[str, str | None], limit: int = 10
    ) -> tuple[Duplicate, ...]:
        """The same for a record that a guard has read."""
        lanes = record_lanes(self.policy, cells, raw)
        with self._lock:
            return self._find(lanes, limit)

    def check_and_add(self, record_id: str, record: Mapping[str, Any], limit: int = 10) -> tuple[Duplicate, ...]:
        """Check a record and take it in, with nothing in between; with candidates it is taken in all the same."""
        cells, raw = self._read(record)
        with self._lock:
            found = self.check_examined(cells, raw, limit)
            self.add_examined(record_id, cells, raw)
        return found

    def search(self, text: str, limit: int = 10) -> tuple[str, ...]:
        """Ids of records that hold a name, address, phone or company, the best first.

        Args:
            text: what a person would type.
            limit: at most so many.
        """
        compiled = compile_policy(self.policy)
        hits: Counter[str] = Counter()
        for f in self.policy.fields:
            if f.match is None:
                continue
            cells = {f.name: compiled.examine_cell(f.name, text, {})}
            lanes = record_lanes(self.policy, cells, {f.name: text})
            for key in self._search_keys(lanes):
                for record_id in self._blocks.get(key, ()):
                    hits[record_id] += 1
        return tuple(r for r, _ in sorted(hits.items(), key=lambda h: (-h[1], h[0]))[:limit])

    def _search_keys(self, lanes: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
        for name in ("given", "family", "company", "email", "local", "identifier"):
            if (value := lanes.get(name)) is not None:
                yield ("search", name, value)
        for name in PHONES:
            if (value := lanes.get(name)) is not None:
                yield ("phone", value)

    def _read(self, record: Mapping[str, Any]) -> tuple[Mapping[str, Examined], Mapping[str, str | None]]:
        raw = {n: to_cell(record.get(n)) for n in self.policy.field_names}
        return compile_policy(self.policy).examine_record(raw).cells, raw

    def _keys(self, lanes: Mapping[str, str | None]) -> Iterable[tuple[str, ...]]:
        yield from record_keys(lanes)
        yield from self._search_keys(lanes)

    def _values(self, lanes: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
        for name in LEVELS:
            lane_names = PHONES if name == "phone" else (name,)
            for value in {v for n in lane_names if (v := lanes.get(n)) is not None}:
                yield name, value

    def _put(self, record_id: str, lanes: dict[str, str | None]) -> None:
        self._lanes[record_id] = lanes
        for key in self._keys(lanes):
            self._blocks[key].add(record_id)
        values = list(self._values(lanes))
        self._counts.update(values)
        self._filled.update({name for name, _ in values})

    def _take(self, record_id: str) -> None:
        lanes = self._lanes.pop(record_id)
        for key in self._keys(lanes):
            block = self._blocks.get(key)
            if block is not None:
                block.discard(record_id)
                if not block:
                    del self._blocks[key]
        values = list(self._values(lanes))
        self._counts.subtract(values)
        self._filled.subtract({name for name, _ in values})
        for value in values:
            if not self._counts[value]:
                del self._counts[value]

    def _find(self, lanes: dict[str, str | None], limit: int) -> tuple[Duplicate, ...]:
        own = set(self._values(lanes))
        names = {name for name, _ in own}
        candidates: set[str] = set()
        for key in record_keys(lanes):
            block = self._blocks.get(key, ())
            if len(block) < CAP:
                candidates.update(block)
        filled = {n: c + (n in names) for n, c in self._filled.items()}
        found = []
        for record_id in candidates:
            scored = score(
                lanes, self._lanes[record_id], self.model,
                lambda name, value: self._counts[name, value] + ((name, value) in own), filled, len(self._lanes) + 1,
            )  # fmt: skip
            if scored.weight >= KEEP:
                band = "auto" if is_auto(scored.weight, scored.levels) else "review"
                found.append(Duplicate(record_id, scored.weight / UNIT, scored.probability, band, scored=scored))
        found.sort(key=lambda d: (-d.match_weight, d.record_id))
        return tuple(found[:limit])

    def __getstate__(self) -> dict[str, Any]:
        return {"policy": self.policy, "model": self.model.to_dict(), "lanes": self._lanes}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["policy"], Model.from_dict(state["model"]))  # type: ignore[misc]  # made anew from its parts
        for record_id, lanes in state["lanes"].items():
            self._put(record_id, lanes)
