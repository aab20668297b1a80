"""Is this record already there? The index itself; what holds its records is chosen by size.

It weighs pairs by the same model and the same counts as a table run over the same records.
"""

from __future__ import annotations

import threading
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from attrs import define, field, frozen

from crmquality.errors import PolicyError
from crmquality.index._memory import MemoryStore, Query
from crmquality.matching import Model
from crmquality.matching._compare import DOUBTS, Cells, Scored
from crmquality.matching._model import NEVER, UNIT
from crmquality.matching._tests import PHONES
from crmquality.matching._words import explain
from crmquality.policy import CompiledPolicy, Policy, compile_policy
from crmquality.policy._cells import to_cell
from crmquality.policy._keys import OF_PARTS, SELDOM_TWICE, Keys, Lanes, lanes_of, record_lanes
from crmquality.types import Examined


@frozen
class Duplicate:
    """A record that may be the same.

    Args:
        record_id: its id in the index.
        match_weight: bits.
        match_probability: 0 to 1.
        band: ``auto`` (sure) or ``review``.
        reason: why it waits for a person; empty where it is sure.
    """

    record_id: str
    match_weight: float
    match_probability: float
    band: str
    reason: str
    _scored: Scored = field(repr=False, eq=False, alias="scored")

    @property
    def explanation(self) -> dict[str, Any]:
        """Prior and one weight per comparison; they add up to the match weight exactly."""
        return explain(self._scored)

    def to_dict(self) -> dict[str, Any]:
        """The candidate with its explanation as plain data."""
        return {
            "record_id": self.record_id, "match_weight": self.match_weight,
            "match_probability": self.match_probability, "band": self.band, "reason": self.reason,
            "explanation": self.explanation,
        }  # fmt: skip


#: cells whose reading is remembered, and the longest such
_KNOWN, _LONG = 16_384, 200
#: lanes that a search looks in
_SEARCHED = ("given", "family", "company", "email", "local", "identifier", *PHONES)


def _pairs(pairs: Iterable[Iterable[str]]) -> frozenset[frozenset[str]]:
    return frozenset(map(frozenset, pairs))


@define
class DuplicateIndex:
    """Records by what identifies them.

    Args:
        policy: what the records are; without a field of their ids, which is another in each.
        model: the match model; the shipped one unless given.
        store: what holds the records; Python's own dicts unless given, `crmquality.index.ArrayStore` for many.
        apart: pairs of ids that are never the same (`Decisions.apart`); neither is told of the other.
        together: pairs of ids that a person joined (`Decisions.together`); each is told of the other, whatever the
            evidence, and their band is ``auto``.

    Example:
        >>> from crmquality import presets
        >>> index = DuplicateIndex(presets.contact())
        >>> index.add("1", {"first_name": "Jane", "last_name": "Doe", "email": "jane@doe.org"})
        >>> [d.record_id for d in index.check({"full_name": "Jane Doe", "email": "JANE@doe.org"})]
        ['1']
    """

    policy: Policy
    model: Model = field(factory=Model.default)
    _store: MemoryStore = field(factory=MemoryStore, repr=False)
    apart: frozenset[frozenset[str]] = field(default=(), converter=_pairs, kw_only=True, repr=False)
    together: frozenset[frozenset[str]] = field(default=(), converter=_pairs, kw_only=True, repr=False)
    #: by id, the other ids of ``together``
    partners: dict[str, set[str]] = field(init=False, factory=dict, repr=False, eq=False)
    _compiled: CompiledPolicy = field(init=False, repr=False, eq=False)
    _made: Lanes = field(init=False, repr=False, eq=False)
    #: the fields that tell records apart with the country that each is read by, which comes before
    _names: dict[str, str | None] = field(init=False, repr=False, eq=False)
    _brief: frozenset[str] = field(init=False, repr=False, eq=False)
    _seldom: frozenset[str] = field(init=False, repr=False, eq=False)
    _readers: dict[tuple[str, str | None], Callable[[str], Examined]] = field(
        init=False, factory=dict, repr=False, eq=False
    )
    _known: Callable[[str, str | None, str], tuple[str | None, Keys]] = field(init=False, repr=False, eq=False)
    _lock: Any = field(factory=threading.RLock, init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        for pair in self.together - self.apart:  # a veto is stronger
            for one in pair:
                self.partners.setdefault(one, set()).update(pair - {one})
        self._compiled = compile_policy(self.policy)
        self._made = lanes_of(self.policy)
        wanted = [f.name for f in self.policy.fields if f.name in self.policy.identifying]
        read_by = {n: next(iter(self._compiled.context_of(n)), None) for n in wanted}
        self._names = {**dict.fromkeys(filter(None, read_by.values())), **read_by}
        roles = self.policy.roles
        self._seldom = frozenset(n for role in SELDOM_TWICE for n in roles[role])
        self._brief = frozenset(n for role, named in roles.items() if role not in OF_PARTS for n in named)
        # records that come one by one share names, towns and firms
        self._known = lru_cache(maxsize=_KNOWN)(self._keys_of)

    def __len__(self) -> int:
        return len(self._store)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._store

    def add(self, record_id: str, record: Mapping[str, Any]) -> None:
        """Take a record in.

        Args:
            record_id: its id, as text.
            record: values by the policy's fields.

        Raises:
            PolicyError: the id is not text or already there.
        """
        self._add(record_id, self._lanes(record))

    def add_examined(self, record_id: str, cells: Mapping[str, Examined], raw: Mapping[str, str | None]) -> None:
        """Take in a record that a guard has read."""
        self._add(record_id, record_lanes(self.policy, cells, raw))

    def _add(self, record_id: str, lanes: Cells) -> None:
        if not isinstance(record_id, str):
            raise PolicyError(f"record ids are text, not {type(record_id).__name__}")
        with self._lock:
            if record_id in self._store:
                raise PolicyError("this id is already in the index; use update()")
            self._store.put(record_id, lanes)

    def update(self, record_id: str, record: Mapping[str, Any]) -> None:
        """Replace a record.

        Raises:
            KeyError: the id is not there.
        """
        lanes = self._lanes(record)
        with self._lock:
            self._store.take(record_id)
            self._store.put(record_id, lanes)

    def remove(self, record_id: str) -> None:
        """Take a record out.

        Raises:
            KeyError: the id is not there.
        """
        with self._lock:
            self._store.take(record_id)

    def check(self, record: Mapping[str, Any], limit: int = 10) -> tuple[Duplicate, ...]:
        """Records that may be the same as this one, which is not in the index.

        Args:
            record: values by the policy's fields; by ``record_id`` decisions on it are known.
            limit: at most so many.

        Returns:
            The heaviest first; ties by id.
        """
        lanes = self._lanes(record)
        with self._lock:
            return self._find(lanes, limit, to_cell(record.get("record_id")) or "")

    def check_examined(
        self, cells: Mapping[str, Examined], raw: Mapping[str, str | None], limit: int = 10
    ) -> tuple[Duplicate, ...]:
        """The same for a record that a guard has read."""
        lanes = record_lanes(self.policy, cells, raw)
        with self._lock:
            return self._find(lanes, limit, raw.get("record_id") or "")

    def check_and_add(self, record_id: str, record: Mapping[str, Any], limit: int = 10) -> tuple[Duplicate, ...]:
        """Check a record and take it in, with nothing in between; with candidates it is taken in all the same."""
        lanes = self._lanes(record)
        with self._lock:
            found = self._find(lanes, limit, record_id)
            self._add(record_id, lanes)
        return found

    def search(self, text: str, limit: int = 10) -> tuple[str, ...]:
        """Ids of records that hold a name, address, phone or company, the best first.

        Args:
            text: what a person would type.
            limit: at most so many.
        """
        hits: Counter[str] = Counter()
        with self._lock:
            for f in self.policy.fields:
                if f.name in self.policy.identifying:
                    cells = {f.name: self._compiled.examine_cell(f.name, text, {})}
                    lanes = record_lanes(self.policy, cells, {f.name: text})
                    for lane in _SEARCHED:
                        if (value := lanes.get(lane)) is not None:
                            hits.update(self._store.holding(lane, value))
        return tuple(r for r, _ in sorted(hits.items(), key=lambda h: (-h[1], h[0]))[:limit])

    def _lanes(self, record: Mapping[str, Any]) -> Cells:
        """What identifies a record; the rest of it is nobody's duplicate."""
        keys: dict[str, Keys] = {}
        texts: dict[str | None, str | None] = {}
        for name, by in self._names.items():
            if (value := record.get(name)) is None or (cell := to_cell(value)) is None:
                continue
            read = self._keys_of if name in self._seldom or len(cell) > _LONG else self._known
            texts[name], keys[name] = read(name, texts.get(by), cell)
        return self._made.joined(keys)

    def texts(self, record: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
        """The canonical texts that a record has in some fields."""
        read: dict[str, str | None] = {}
        for name in names:
            for n in (*self._compiled.context_of(name), name):
                read[n] = self._compiled.examine_cell(n, to_cell(record.get(n)), read).text
        return {n: text for n in names if (text := read[n])}

    def _keys_of(self, name: str, country: str | None, cell: str) -> tuple[str | None, Keys]:
        """The canonical form of a cell and what it is matched by."""
        asked = name, country
        found = (self._readers.get(asked) or self._readers.setdefault(asked, self._reader(*asked)))(cell)
        return found.text, self._made.of_field(name, found, cell)

    def _reader(self, name: str, country: str | None) -> Callable[[str], Examined]:
        """What reads a field, without parts and findings where no key is made of parts."""
        if name not in self._brief:
            return self._compiled.reader(name, country)
        read = self._compiled.brief(name, country)

        def brief(cell: str) -> Examined:
            text, _, missing = read(cell)
            return Examined(text, missing=missing)

        return brief

    def _find(self, lanes: Cells, limit: int, own: str) -> tuple[Duplicate, ...]:
        query = Query.of(lanes, self.model, self._store)
        best: list[tuple[int, str, Scored]] = []
        partners = self.partners.get(own, ())
        if partners:
            least, query.floor = query.floor, NEVER
            told = ((i, query.against(self._store.lanes(i))) for i in partners if i in self._store)
            best = sorted((-s.weight, i, s) for i, s in told if s)[:limit]
            query.floor = least
        for record_id, scored in self._store.candidates(query):
            if record_id in partners or {own, record_id} in self.apart:
                continue
            insort(best, (-scored.weight, record_id, scored))
            del best[limit:]
            if best and len(best) == limit:
                # what weighs less than all of these is not asked for
                query.floor = max(query.floor, -best[-1][0])
        named = [(i, s, "" if {own, i} in self.together else DOUBTS[s.doubt]) for _, i, s in best]
        return tuple(
            Duplicate(i, s.weight / UNIT, s.probability, "review" if why else "auto", why, scored=s)
            for i, s, why in named
        )

    def __getstate__(self) -> dict[str, Any]:
        self._store.rarities().clear()  # nothing that was worked out outlives the version that did
        said = {"apart": self.apart, "together": self.together}
        return {"policy": self.policy, "model": self.model.to_dict(), "store": self._store, **said}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**{**state, "model": Model.from_dict(state["model"])})  # type: ignore[misc]  # made anew from its parts
