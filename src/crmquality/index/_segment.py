"""Records of an index that do not change, in arrays.

Keys are 64-bit hashes, of which the upper bits are kept with the row below them: one sorted array answers which
records share a key. Two keys that differ may meet there once in ten million look-ups; the pair is then weighed like
any other. Codes of a record lie side by side, and texts once per distinct value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality.columns import Column
from crmquality.index._query import Query
from crmquality.index._texts import Hashes, Texts
from crmquality.matching._blocking_keys import MASK, RULE_HASHES, mix, text_hash
from crmquality.matching._compare import KEEP, LANES, SCOPED
from crmquality.matching._lanes import Lanes, signs_open
from crmquality.matching._model import LEVELS
from crmquality.matching._tests import DERIVED, PHONES, TESTS, signature
from crmquality.policy._keys import local_key, nickname

Rows = npt.NDArray[np.int64]
#: lanes that follow from others are not kept
_KEPT = tuple(n for n in LANES if n not in ("nickname", "local"))
_LEAST_WIDTH = 24
_KNOWN = 10_000


@frozen(eq=False)
class Segment:
    """Records that do not change, sorted by id."""

    ids: Texts
    lanes: tuple[str, ...]
    codes: npt.NDArray[np.int32]
    texts: Mapping[str, Texts]
    counts: Mapping[str, npt.NDArray[np.uint32]]
    #: by lane counted within countries: sorted value and country in one number, and how many rows hold both
    within: Mapping[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]]
    filled: Mapping[str, int]
    signs: Mapping[str, npt.NDArray[np.uint32]]
    mailbox: npt.NDArray[np.uint32]
    keys: Hashes
    width: int
    #: codes of texts met of late: a search for one takes as long as reading it
    known: dict[tuple[str, str], int] = field(factory=dict)

    @classmethod
    def build(cls, ids: Sequence[str], columns: Mapping[str, Column]) -> Segment:
        names = pl.Series(ids, dtype=pl.String)
        order = names.arg_sort().to_numpy().astype(np.int64)
        ready = Lanes.build({n: c.take(order.astype(np.int32)) for n, c in columns.items()}, len(ids))
        hashed: dict[int, Hashes] = {}

        def of_column(column: Column) -> Hashes:
            # columns that share a vocabulary share its hashes
            place = id(column.texts)
            if place not in hashed:
                hashed[place] = _hashes(column.texts.to_list())
            return hashed[place]

        kept = tuple(n for n in _KEPT if n in ready.columns)
        texts: dict[int, Texts] = {}
        for n in kept:
            column = ready.columns[n]
            if id(column.texts) not in texts:
                texts[id(column.texts)] = Texts.of(column.texts, of_column(column))
        width = max(_LEAST_WIDTH, len(ids).bit_length())
        mail = ready.columns["email"].texts.to_list() if "email" in ready.columns else []
        return cls(
            Texts.of(names.gather(order)), kept,
            np.stack([ready.columns[n].codes for n in kept], axis=1) if kept else np.zeros((len(ids), 0), np.int32),
            {n: texts[id(ready.columns[n].texts)] for n in kept},
            {n: c.astype(np.uint32) for n, c in ready.counts.items()}, _within(ready), ready.filled, ready.signs,
            _hashes([m.partition("@")[0] for m in mail]).astype(np.uint32), _keys(ready, of_column, width), width,
        )  # fmt: skip

    def record(self, row: int) -> dict[str, str | None]:
        """The lanes of a row."""
        out: dict[str, str | None] = dict.fromkeys(LANES)
        if len(self.known) > _KNOWN:
            self.known.clear()
        for name, code in zip(self.lanes, self.codes[row].tolist(), strict=True):
            if code >= 0:
                text = out[name] = self.texts[name][code]
                self.known[_comparison(name), text] = code
        out["nickname"] = nickname(out["given"])
        out["local"] = local_key(out["email"], out["given"], out["family"])
        return out

    def count(self, where: str, value: str) -> int:
        """Rows that hold a value, in all or in a country."""
        name, _, country = where.partition(" in ")
        if country:
            code, there = self._code(name, value), self._code("country", country)
            if code < 0 or there < 0 or name not in self.within:
                return 0
            keys, counts = self.within[name]
            key = code * len(self.texts["country"]) + there
            place = int(np.searchsorted(keys, key))
            return int(counts[place]) if place < len(keys) and keys[place] == key else 0
        for lane in PHONES if name == "phone" else (name,):
            if lane in self.texts:
                code = self._code(lane, value)
                return int(self.counts[name][code]) if code >= 0 else 0
        return 0

    def _code(self, lane: str, value: str) -> int:
        if lane not in self.texts:
            return -1
        name = _comparison(lane)
        code = self.known.get((name, value))
        if code is None:
            code = self.known[name, value] = self.texts[lane].code(value)
        return code

    def under(self, keys: Sequence[int]) -> list[Rows]:
        """The rows under each key."""
        upper = [k >> self.width << self.width for k in keys]
        ends = [min(k + (1 << self.width), MASK) for k in upper]
        places = np.searchsorted(self.keys, np.array(upper + ends, dtype=np.uint64)).tolist()
        low = np.uint64((1 << self.width) - 1)
        return [
            (self.keys[a:b] & low).astype(np.int64)
            for a, b in zip(places[: len(keys)], places[len(keys) :], strict=True)
        ]

    def narrower(self, rows: Rows, part: str, query: Query) -> Rows:
        """The rows that share a further key with the query."""
        lane = DERIVED[part][0] if part in DERIVED else part
        value = query.lanes.get(lane)
        if lane not in self.lanes:
            return rows if value is None else rows[:0]
        codes: npt.NDArray[np.int32] = self.codes[rows, self.lanes.index(lane)]
        if value is None:
            return np.asarray(rows[codes < 0])
        if part not in DERIVED:
            code = self.texts[lane].code(value)
            return np.asarray(rows[(codes == code) & (codes >= 0)])
        make = DERIVED[part][1]
        wanted = make(value)
        known = {c: c >= 0 and make(self.texts[lane][c]) == wanted for c in np.unique(codes).tolist()}
        return np.asarray(rows[[known[c] for c in codes.tolist()]])

    def reach(self, rows: Rows, query: Query) -> Rows:
        """The rows whose weight may reach the floor; a little more than `Query.reaches` lets through."""
        total = np.repeat(np.array(query.prior)[:, None], len(rows), axis=1)
        codes = dict(zip(self.lanes, self.codes[rows].T, strict=True))
        for name in LEVELS:
            value = query.lanes.get(name)
            if name == "phone" or value is None or name not in codes:
                continue
            own, limits = codes[name], query.model.limits[name]
            same = self._same(name, own, value)
            weights = np.where(self._open(name, own, value, query), _upright(limits.most), _upright(limits.least))
            if same.any():
                weights = np.where(same, _upright(query.agreed(name, value)), weights)
            total += weights * (own >= 0)
        if query.phones and (lanes := [p for p in PHONES if p in codes]):
            best = np.repeat(_upright(query.model.limits["phone"].most), len(rows), axis=1)
            for phone in query.phones:
                same = np.any([self._same(p, codes[p], phone) for p in lanes], axis=0)
                if same.any():
                    best = np.where(same, np.maximum(best, _upright(query.agreed("phone", phone))), best)
            total += best * np.any([codes[p] >= 0 for p in lanes], axis=0)
        return np.asarray(rows[total.min(axis=0) >= KEEP])

    def _same(self, lane: str, codes: npt.NDArray[np.int32], value: str) -> npt.NDArray[np.bool_]:
        held = self.texts[lane].hashes
        same: npt.NDArray[np.bool_] = held[codes] == np.uint32(text_hash(value) & 0xFFFFFFFF)
        same &= codes >= 0
        if same.any():
            self.known[_comparison(lane), value] = int(codes[same.argmax()])
        return same

    def _open(
        self, name: str, codes: npt.NDArray[np.int32], value: str, query: Query
    ) -> npt.NDArray[np.bool_] | np.bool_:
        if name not in self.signs or name == "birth_date":
            return np.bool_(True)
        signs, own = self.signs[name][codes], np.array(signature(value), dtype=np.uint32)
        gate = np.zeros(len(codes), dtype=bool)
        for test in TESTS[name]:
            gate |= signs_open(test, signs, own)
        if name == "email":
            gate |= self.mailbox[codes] == np.uint32(text_hash(value.partition("@")[0]) & 0xFFFFFFFF)
        if name == "given":
            # an initial, or a short form of the same name
            gate |= (np.bitwise_count(signs) == 1) | (len(value) == 1) | (query.lanes.get("nickname") is not None)
        other = query.lanes.get("family" if name == "given" else "given") if name in ("given", "family") else None
        return gate | self._same(name, codes, other) if other is not None else gate


def _within(lanes: Lanes) -> dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]]:
    out = {}
    country = lanes.columns.get("country")
    for name in SCOPED if country is not None else ():
        if country is not None and name in lanes.columns:
            codes = lanes.columns[name].codes
            rows = (codes >= 0) & (country.codes >= 0)
            keys, counts = np.unique(
                codes[rows].astype(np.int64) * len(country.texts) + country.codes[rows], return_counts=True
            )
            out[name] = keys, counts.astype(np.uint32)
    return out


def _upright(weights: tuple[int, ...]) -> npt.NDArray[np.int64]:
    return np.array(weights)[:, None]


def _comparison(lane: str) -> str:
    return "phone" if lane in PHONES else lane


def _hashes(texts: Iterable[str]) -> Hashes:
    # a table's texts would push out of the cache what queries ask again
    return np.fromiter(map(text_hash.__wrapped__, texts), dtype=np.uint64)


def _keys(lanes: Lanes, of_column: Callable[[Column], Hashes], width: int) -> Hashes:
    """The keys of all rules with their rows, as `hashed_keys` gives them one record at a time."""

    def of_lane(name: str) -> tuple[Hashes, npt.NDArray[np.bool_]]:
        codes = lanes.columns[name].codes
        return np.append(of_column(lanes.columns[name]), np.uint64(0))[codes], codes >= 0

    parts = {n: of_lane(n) for n in lanes.columns if n not in PHONES}
    used = {"firm", *(n for _, names, *_ in RULE_HASHES.values() for n in names)}
    for name, (lane, make) in DERIVED.items():
        if name in used and lane in lanes.columns:
            made = [make(v) for v in lanes.columns[lane].texts.to_list()]
            table = np.array([0 if m is None else text_hash(m) for m in (*made, None)], dtype=np.uint64)
            has = np.array([m is not None for m in (*made, None)])
            parts[name] = table[lanes.columns[lane].codes], has[lanes.columns[lane].codes]
    named = [parts[n] for n in ("given", "family") if n in parts]
    if len(named) > 1:
        parts["names"] = named[0][0] + named[1][0], named[0][1] & named[1][1]
    if "company" in parts:
        nameless = ~np.any([ok for _, ok in named], axis=0) if named else np.ones(lanes.height, dtype=bool)
        for whole in ("company", "firm"):
            parts[f"only_{whole}"] = parts[whole][0], parts[whole][1] & nameless
    low = np.arange(lanes.height, dtype=np.uint64)
    upper = np.uint64(MASK >> width << width)
    out = [np.zeros(0, dtype=np.uint64)]
    for seed, names, *_ in RULE_HASHES.values():
        for phone in lanes.phones if "phone" in names else ("",):
            known = {**parts, "phone": of_lane(phone)} if phone else parts
            if all(n in known for n in names):
                key = np.full(lanes.height, seed, dtype=np.uint64)
                for n in names:
                    key = mix(key, known[n][0])  # type: ignore[assignment, arg-type]
                held = np.logical_and.reduce([known[n][1] for n in names])
                out.append((key[held] & upper) | low[held])
    found = np.concatenate(out)
    found.sort()
    return found
