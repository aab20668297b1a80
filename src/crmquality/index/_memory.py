"""Records of an index in Python's own dicts: quick to change, about 4 kB a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import define, field

from crmquality.index._gate import gate, signs_of
from crmquality.matching import Model
from crmquality.matching._blocking_keys import CAP, MASK, RULE_HASHES, SALTS, hashed_keys, mix, part_hashes, text_hash
from crmquality.matching._compare import KEEP, Cells, Scored, Side, numbers_of, scopes
from crmquality.matching._model import LEVELS
from crmquality.matching._tests import PHONES

_KNOWN = 50_000
#: lanes that only a search looks in, beside those that are keys of their own
_ONLY_SEARCHED = ("given", "family", "company")
_RULE_OF = {"email": "email", "identifier": "identifier", "local": "mail name", **dict.fromkeys(PHONES, "phone")}


def values_of(lanes: Cells) -> Iterator[tuple[str, str]]:
    """Where a value is counted and the value, each once: a comparison, or one within a country."""
    for name in LEVELS:
        if name != "phone" and (value := lanes[name]) is not None:
            for where in scopes(name, lanes["country"]):
                yield where, value
    for value in numbers_of(lanes):
        yield "phone", value


@define(eq=False)
class Query(Side):
    """A record that is looked for, with a number for each of its keys but phones."""

    parts: Mapping[str, int] = field(kw_only=True)

    @classmethod
    def of(cls, lanes: Cells, model: Model, store: MemoryStore) -> Query:
        """The record by its lanes, to be weighed by a model among the records of a store."""
        return cls(
            lanes, model, len(store) + 1, store.count, store.filled().__getitem__, KEEP, 1, store.rarities(),
            parts=part_hashes(lanes),
        )  # fmt: skip


def search_key(lane: str, value: str) -> int:
    """The key of the records that hold a value in a lane."""
    if (rule := _RULE_OF.get(lane)) is None:
        return mix(text_hash(f"search {lane}"), text_hash(value))
    seed, (part,), *_ = RULE_HASHES[rule]
    return seed + text_hash(value) * SALTS[part] & MASK


def _search_keys(lanes: Cells) -> list[int]:
    return [search_key(n, v) for n in _ONLY_SEARCHED if (v := lanes.get(n)) is not None]


@define(eq=False)
class MemoryStore:
    """Records by id, blocks by key, counts by value.

    A block that reaches its cap is kept in narrower parts as well, see `narrower`.
    """

    _records: dict[str, Cells] = field(factory=dict)
    _signs: dict[str, tuple[int, tuple[str, ...]]] = field(factory=dict)
    _blocks: dict[int, str | set[str]] = field(factory=dict)
    _counts: Counter[tuple[str, str]] = field(factory=Counter)
    _filled: Counter[str] = field(factory=Counter)
    #: what was asked of it since a record last came or went
    _rare: dict[tuple[str, str, str | None], int] = field(factory=dict)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._records

    def items(self) -> Iterable[tuple[str, Cells]]:
        """Ids and lanes."""
        return self._records.items()

    def lanes(self, record_id: str) -> Cells:
        """The lanes of a record that is there."""
        return self._records[record_id]

    def count(self, name: str, value: str) -> int:
        """Records that hold a value."""
        return self._counts.get((name, value), 0)

    def filled(self) -> Counter[str]:
        """Records that hold anything, by comparison."""
        return self._filled

    def rarities(self) -> dict[tuple[str, str, str | None], int]:
        """How rare values are, as far as that has been asked."""
        if len(self._rare) > _KNOWN:
            self._rare.clear()
        return self._rare

    def put(self, record_id: str, lanes: Cells) -> None:
        """Take a record in."""
        self._rare.clear()
        self._records[record_id], self._signs[record_id] = lanes, signs_of(lanes)
        parts = part_hashes(lanes)
        for key, split, cap in hashed_keys(lanes, parts):
            self._enter(record_id, key, split, min(cap, CAP), parts)
        for key in _search_keys(lanes):
            self._join(key, record_id)
        values = list(values_of(lanes))
        self._counts.update(values)
        self._filled.update({name for name, _ in values})

    def _enter(self, record_id: str, key: int, split: tuple[str, ...], cap: int, parts: Mapping[str, int]) -> None:
        size = len(self.block(key))
        self._join(key, record_id)
        if size + 1 < cap or not split:
            return
        # the first time all members move in, from then on each newcomer
        for member in self.block(key) if size + 1 == cap else (record_id,):
            theirs = parts if member == record_id else part_hashes(self._records[member])
            self._enter(member, mix(key, theirs.get(split[0], 0)), split[1:], cap, theirs)

    def _join(self, key: int, record_id: str) -> None:
        held = self._blocks.get(key)
        if held is None:
            # most blocks hold one record, and a set takes 200 bytes
            self._blocks[key] = record_id
        elif isinstance(held, str):
            self._blocks[key] = {held, record_id}
        else:
            held.add(record_id)

    def take(self, record_id: str) -> None:
        """Take a record out; `KeyError` where it is not there."""
        lanes = self._records[record_id]
        parts = part_hashes(lanes)
        for key, split, cap in hashed_keys(lanes, parts):
            self._leave(record_id, key, split, min(cap, CAP), parts)
        for key in _search_keys(lanes):
            self._part(key, record_id)
        self._discount(lanes)
        del self._records[record_id], self._signs[record_id]

    def _discount(self, lanes: Cells) -> None:
        self._rare.clear()
        values = list(values_of(lanes))
        self._counts.subtract(values)
        self._filled.subtract({name for name, _ in values})
        for value in values:
            if not self._counts[value]:
                del self._counts[value]

    def _leave(self, record_id: str, key: int, split: tuple[str, ...], cap: int, parts: Mapping[str, int]) -> None:
        size = len(self.block(key))
        if size >= cap and split:
            for member in tuple(self.block(key)) if size == cap else (record_id,):
                theirs = parts if member == record_id else part_hashes(self._records[member])
                self._leave(member, mix(key, theirs.get(split[0], 0)), split[1:], cap, theirs)
        self._part(key, record_id)

    def _part(self, key: int, record_id: str) -> None:
        held = self._blocks[key]
        if isinstance(held, str) or len(held) == 1:
            del self._blocks[key]
        else:
            held.discard(record_id)

    def candidates(self, query: Query) -> Iterator[tuple[str, Scored]]:
        """Records under a key of the query that reach its floor, each once; the floor may rise meanwhile."""
        return self._weighed(self.under(query), query)

    def _weighed(self, ids: Collection[str], query: Query) -> Iterator[tuple[str, Scored]]:
        reaches, local = gate(query) if ids else None, query.lanes["local"]
        twins = self.block(search_key("local", local)) if local else ()
        for record_id in ids:
            if reaches and not reaches(*self._signs[record_id]) and record_id not in twins:
                continue
            if scored := query.against(self._records[record_id]):
                yield record_id, scored

    def under(self, query: Query) -> set[str]:
        """Records under a key of the query."""
        out: set[str] = set()
        for key, split, cap in hashed_keys(query.lanes, query.parts):
            if key not in self._blocks:
                continue
            cap = min(cap, CAP)  # noqa: PLW2901 - of all rules and of this one
            members, at = self.block(key), key
            for part in split:
                if len(members) < cap:
                    break
                at = mix(at, query.parts.get(part, 0))
                members = self.block(at)
            if len(members) < cap:
                out.update(members)
        return out

    def holding(self, lane: str, value: str) -> Iterable[str]:
        """Ids of records that hold a value in a lane."""
        return self.block(search_key(lane, value))

    def block(self, key: int) -> Collection[str]:
        """Records under a key."""
        held = self._blocks.get(key, ())
        return (held,) if isinstance(held, str) else held

    def narrower(self, members: Collection[str], key: int, part: str, value: int, cap: int) -> Collection[str]:
        """The members of a block that also share a further key; as a block where the block is at its cap."""
        if len(members) >= cap:
            return self.block(mix(key, value))
        return [m for m in members if part_hashes(self._records[m]).get(part, 0) == value]
