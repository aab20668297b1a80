"""Records of an index that do not change, in arrays.

Keys are 64-bit hashes, of which the upper bits are kept with the row below them: one sorted array answers which
records share a key. Two keys that differ may meet there once in ten million look-ups; the pair is then weighed like
any other. Codes of a record lie side by side; texts are kept once per comparison and distinct value, in order of
their hashes, by which they are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality.columns import Column, shared
from crmquality.index._query import Query
from crmquality.index._texts import Texts
from crmquality.matching._blocking_keys import MASK, RULE_HASHES, mix, text_hash
from crmquality.matching._compare import LANES, SCOPED, scopes
from crmquality.matching._lanes import derived_texts, signatures
from crmquality.matching._model import AGAINST, LEVELS, MATCHES, OTHERS, Model, unpacked
from crmquality.matching._tests import DERIVED, PHONES, TESTS, signature
from crmquality.policy._keys import local_key, nickname

Rows = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
#: what short form a name has follows from it, and no key is made of that
_KEYED = tuple(n for n in LANES if n != "nickname")
_PLACE = {name: place for place, name in enumerate(LEVELS)}
_LEAST_WIDTH = 24
_LOW, _HALF, _END = 0xFFFFFFFF, 16, 0xFFFF
_KNOWN = 10_000
#: keys looked at together, from where the upper bits of a key begin
_WINDOW = 32
#: by comparison, by how many letters of their sets similar texts may differ, and whether one may hold the other
_DIFFER = np.array([max((t.most or 0 for t in TESTS.get(n, ())), default=-1) for n in LEVELS])
_PART = np.array([any(t.most is None for t in TESTS.get(n, ())) for n in LEVELS])


@frozen(eq=False)
class Segment:
    """Records that do not change, sorted by id."""

    ids: Texts
    lanes: tuple[str, ...]
    codes: npt.NDArray[np.int32]
    texts: Texts
    #: by text: comparison and upper bits of the hash, rising; records that hold it; its letters
    marks: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.uint32]
    signs: npt.NDArray[np.uint32]
    #: by lane counted within countries: sorted value and country in one number, and how many rows hold both
    within: Mapping[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]]
    filled: Mapping[str, int]
    #: first text of the addresses, and the part before the @ by text from there
    mailbox: tuple[int, npt.NDArray[np.uint32]]
    keys: Hashes
    heads: npt.NDArray[np.uint32]
    width: int
    #: codes of texts met of late
    known: dict[tuple[str, str], int] = field(factory=dict)
    bounds: dict[str, npt.NDArray[np.float64]] = field(factory=dict)

    @classmethod
    def build(cls, ids: Sequence[str], columns: Mapping[str, Column]) -> Segment:
        names = pl.Series(ids, dtype=pl.String)
        order = names.arg_sort().to_numpy().astype(np.int32)
        columns = {n: columns[n].take(order) for n in _KEYED if n in columns and len(columns[n].texts)}
        codes: dict[str, npt.NDArray[np.int32]] = {}
        parts: list[tuple[pl.Series, npt.NDArray[np.uint32], npt.NDArray[np.int64], npt.NDArray[np.uint32]]] = []
        hashed = {"local": _hashes(columns["local"].texts)} if "local" in columns else {}
        mailbox, size = (0, np.zeros(0, dtype=np.uint32)), 0
        filled: dict[str, int] = {}
        for name, place in _PLACE.items():
            lanes = [n for n in (PHONES if name == "phone" else (name,)) if n in columns]
            if not lanes:
                continue
            columns |= zip(lanes, shared([columns[n] for n in lanes]), strict=True)
            texts = columns[lanes[0]].texts
            found = hashed[name] = _hashes(texts)
            by = np.argsort(found)
            ranks = np.append(np.argsort(by).astype(np.int32) + np.int32(size), np.int32(-1))
            for n in lanes:
                codes[n] = ranks[columns[n].codes]
            held = np.concatenate([columns[n].codes for n in lanes])
            signs = np.array([*map(_phone_sign, texts), 0], np.uint32) if name == "phone" else signatures(texts)
            if name == "email":
                mailbox = size, _hashes([m.partition("@")[0] for m in texts.gather(by)]).astype(np.uint32)
            parts.append((
                texts.gather(by), _marks(place, found[by]), np.bincount(held[held >= 0], minlength=len(texts))[by],
                signs[by],
            ))  # fmt: skip
            filled[name] = int(np.any([columns[n].codes >= 0 for n in lanes], axis=0).sum())
            size += len(texts)
        table = [*zip(*parts, strict=True)] or [[pl.Series([], dtype=pl.String)], *[[np.zeros(0, np.uint32)]] * 3]
        every = Texts.of(pl.concat(table[0]))
        within = dict(_within(codes, every, filled))
        width = max(_LEAST_WIDTH, len(ids).bit_length())
        keys = _keys(columns, len(ids), hashed, width)
        buckets = max(len(keys) // (_WINDOW // 2), 1).bit_length()
        heads = np.searchsorted(keys, np.arange(1 << buckets, dtype=np.uint64) << np.uint64(64 - buckets))
        return cls(
            Texts.of(names.gather(order)), tuple(codes),
            np.stack(list(codes.values()), axis=1) if codes else np.zeros((len(ids), 0), np.int32),
            every, np.concatenate(table[1]), np.concatenate(table[2]).astype(np.uint32),
            np.append(np.concatenate(table[3]), np.uint32(0)), within, filled, mailbox,
            np.append(keys, np.full(_WINDOW, MASK, dtype=np.uint64)),
            np.append(heads, len(keys)).astype(np.uint32), width,
        )  # fmt: skip

    def record(self, row: int) -> dict[str, str | None]:
        """The lanes of a row."""
        out: dict[str, str | None] = dict.fromkeys(LANES)
        for name, code in zip(self.lanes, self.codes[row].tolist(), strict=True):
            if code >= 0:
                out[name] = self.texts[code]
        out["nickname"] = nickname(out["given"])
        out["local"] = local_key(out["email"], out["given"], out["family"])
        return out

    def count(self, where: str, value: str) -> int:
        """Rows that hold a value, in all or in a country."""
        name, _, country = where.partition(" in ")
        code = self.code(name, value)
        if code < 0 or not country:
            return int(self.counts[code]) if code >= 0 else 0
        there = self.code("country", country)
        if there < 0:
            return 0
        keys, counts = self.within[name]
        key = code * len(self.marks) + there
        place = int(keys.searchsorted(key))
        return int(counts[place]) if place < len(keys) and keys[place] == key else 0

    def code(self, name: str, value: str) -> int:
        """The code of a text in a comparison; -1 = not there."""
        code = self.known.get((name, value))
        return next(self.codes_of([(name, value)])) if code is None else code

    def codes_of(self, values: Sequence[tuple[str, str]]) -> Iterator[int]:
        """The codes of texts by comparison, looked up all at once; -1 = not there."""
        if len(self.known) > _KNOWN:
            self.known.clear()
        marks = [int(_PLACE[n] << 28 | text_hash(v) >> 36) for n, v in values]
        places = self.marks.searchsorted(np.array(marks, dtype=np.uint32)).tolist()
        for value, mark, place in zip(values, marks, places, strict=True):
            while place < len(self.marks) and self.marks[place] == mark and self.texts[place] != value[1]:
                place += 1  # noqa: PLW2901 - another text of the same upper bits
            self.known[value] = code = place if place < len(self.marks) and self.marks[place] == mark else -1
            yield code

    def under(self, keys: Sequence[int]) -> list[Rows]:
        """The rows under each key."""
        wanted = np.array(keys, dtype=np.uint64)
        buckets = len(self.heads).bit_length() - 1
        heads = (wanted >> np.uint64(64 - buckets)).astype(np.int64)
        first, last = self.heads[heads], self.heads[heads + 1]
        near = self.keys[first[:, None] + np.arange(_WINDOW)]
        upper = wanted >> np.uint64(self.width)
        hit = (near >> np.uint64(self.width)) == upper[:, None]
        low = np.uint64((1 << self.width) - 1)
        rows = (near[hit] & low).astype(np.int64)
        ends = hit.sum(axis=1).cumsum().tolist()
        out = [rows[a:b] for a, b in pairwise([0, *ends])]
        for place in np.flatnonzero(last - first > _WINDOW).tolist():
            part = self.keys[first[place] : last[place]]
            least = upper[place] << np.uint64(self.width)
            start, stop = part.searchsorted(least), part.searchsorted(least | low, side="right")
            out[place] = (part[start:stop] & low).astype(np.int64)
        return out

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
            return np.asarray(rows[codes == (self.code(lane, value) if self.code(lane, value) >= 0 else -2)])
        make = DERIVED[part][1]
        wanted = make(value)
        known = {c: c >= 0 and make(self.texts[c]) == wanted for c in np.unique(codes).tolist()}
        return np.asarray(rows[[known[c] for c in codes.tolist()]])

    def reach(self, rows: Rows, query: Query) -> Rows:
        """The rows whose weight may reach the floor; a little more than `Query.reaches` lets through."""
        values = [(n, v) for n in self.lanes if n not in PHONES and (v := query.lanes.get(n)) is not None]
        given, family = query.lanes.get("given"), query.lanes.get("family")
        exchanged = [(n, v) for n, v in (("given", family), ("family", given)) if v is not None and n in self.lanes]
        wanted = [*values, *(("phone", p) for p in query.phones), *exchanged]
        # an unknown text has a code that no row has
        own = {v: code if code >= 0 else -2 for v, code in zip(wanted, self.codes_of(wanted), strict=True)}
        held = self.codes[rows]
        codes = held[:, [self.lanes.index(n) for n, _ in values]]
        same, open_ = codes == np.array([own[v] for v in values], dtype=np.int32), self._open(codes, values, query)
        places = [_PLACE[n] for n, _ in values]
        least, most = self._bounds(query.model)
        unlike = (codes >= 0) & ~same
        features = [unlike & ~open_, unlike & open_, same]
        agreed = np.zeros((len(values), len(AGAINST)))
        for at in np.flatnonzero(same.any(axis=0)).tolist():
            agreed[at] = unpacked(query.agreed(*values[at]), len(AGAINST))
        weights = [least[places], most[places], agreed]
        if query.phones and (numbers := [i for i, n in enumerate(self.lanes) if n in PHONES]):
            left = (held[:, numbers] >= 0).any(axis=1)
            for weight, code in sorted(((query.agreed("phone", p), own["phone", p]) for p in query.phones), reverse=True):
                shared = left & (held[:, numbers] == code).any(axis=1)
                left &= ~shared
                features.append(shared[:, None])
                weights.append(np.array([unpacked(weight, len(AGAINST))]))
            signs = self.signs[held[:, numbers]]
            near = np.zeros_like(left)
            for phone in query.phones:
                differ = signs ^ np.uint32(_phone_sign(phone))
                near |= ((differ & _END == 0) | (differ >> _HALF == 0)).any(axis=1)
            features.append(np.stack([left & ~near, left & near], axis=1))
            weights.append(np.stack([least[_PLACE["phone"]], most[_PLACE["phone"]]]))
        start = np.array([unpacked(w, len(AGAINST)) for w in query.start()])
        named = [i for i, n in enumerate(self.lanes) if n in ("given", "family")]
        nobody = (held[:, named] < 0).all(axis=1) if given is family is None else np.zeros(len(rows), dtype=np.int8)
        total = np.concatenate(features, axis=1).astype(np.float64) @ np.concatenate(weights) + start[nobody.astype(np.int8)]
        kinds = total.reshape(len(rows), len(MATCHES), len(OTHERS))
        kept = (kinds.min(axis=2) >= 0).any(axis=1)
        for v in exchanged:
            kept |= held[:, self.lanes.index(v[0])] == own[v]
        return np.asarray(rows[kept])

    def _open(self, codes: npt.NDArray[np.int32], values: Sequence[tuple[str, str]], query: Query) -> Bools:
        """By row and value, whether a level between agreement and disagreement is possible."""
        places = [_PLACE[n] for n, _ in values]
        theirs, own = self.signs[codes], np.array([signature(v) for _, v in values], dtype=np.uint32)
        differ = theirs ^ own
        out: Bools = np.bitwise_count(differ) <= _DIFFER[places]
        out |= _PART[places] & (((differ & own) == 0) | ((differ & theirs) == 0))
        for at, (name, value) in enumerate(values):
            if name == "email":
                first, mailbox = self.mailbox
                out[:, at] |= mailbox[np.maximum(codes[:, at] - first, 0)] == np.uint32(text_hash(value.partition("@")[0]) & _LOW)
            elif name == "birth_date" or (name == "given" and query.lanes.get("nickname") is not None):
                out[:, at] = True
        return out

    def _bounds(self, model: Model) -> npt.NDArray[np.float64]:
        """The least and the most that two different values may weigh, by comparison."""
        if model.fingerprint not in self.bounds:
            gains = [model.gains[n] for n in LEVELS]
            self.bounds[model.fingerprint] = np.array([
                [unpacked(w, len(AGAINST)) for w in weights]
                for weights in ([g.levels[-1] for g in gains], [g.most for g in gains])
            ], dtype=np.float64)  # fmt: skip
        return self.bounds[model.fingerprint]


def _marks(place: int, hashes: Hashes) -> npt.NDArray[np.uint32]:
    return ((hashes >> np.uint64(36)) | np.uint64(place << 28)).astype(np.uint32)


def _phone_sign(phone: str) -> int:
    """Bits of the parts of a number of which one must be the same in a similar one."""
    return crc32(phone[-5:].encode()) & _END | crc32(phone[:-4].encode()) << _HALF & _LOW


def _within(
    codes: Mapping[str, npt.NDArray[np.int32]], texts: Texts, filled: dict[str, int]
) -> Iterator[tuple[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]]]:
    """What is counted within countries; notes how many records of each hold anything."""
    for name in SCOPED if "country" in codes else ():
        if name in codes:
            rows = (codes[name] >= 0) & (codes["country"] >= 0)
            there = codes["country"][rows]
            for code, size in zip(*np.unique(there, return_counts=True), strict=True):
                filled[list(scopes(name, texts[int(code)]))[-1]] = int(size)
            keys, counts = np.unique(codes[name][rows].astype(np.int64) * len(texts) + there, return_counts=True)
            yield name, (keys, counts.astype(np.uint32))


def _hashes(texts: Iterable[str]) -> Hashes:
    # a table's texts would push out of the cache what queries ask again
    return np.fromiter(map(text_hash.__wrapped__, texts), dtype=np.uint64)


def _keys(columns: Mapping[str, Column], height: int, hashed: Mapping[str, Hashes], width: int) -> Hashes:
    """The keys of all rules with their rows, as `hashed_keys` gives them one record at a time."""

    def of_lane(name: str) -> tuple[Hashes, Bools]:
        codes = columns[name].codes
        return np.append(hashed["phone" if name in PHONES else name], np.uint64(0))[codes], codes >= 0

    phones = [n for n in PHONES if n in columns]
    parts = {n: of_lane(n) for n in columns if n not in PHONES}
    used = {"firm", *(n for _, names, *_ in RULE_HASHES.values() for n in names)}
    for name, (lane, make) in DERIVED.items():
        if name in used and lane in columns:
            made = derived_texts(name, columns[lane].texts)
            found = Column.encode(made).take(columns[lane].codes)
            parts[name] = np.append(_hashes(found.texts), np.uint64(0))[found.codes], found.codes >= 0
    named = [parts[n] for n in ("given", "family") if n in parts]
    if len(named) > 1:
        parts["names"] = named[0][0] + named[1][0], named[0][1] & named[1][1]
    if "company" in parts:
        nameless = ~np.any([ok for _, ok in named], axis=0) if named else np.ones(height, dtype=bool)
        for whole in ("company", "firm"):
            parts[f"only_{whole}"] = parts[whole][0], parts[whole][1] & nameless
    low = np.arange(height, dtype=np.uint64)
    upper = np.uint64(MASK >> width << width)
    out = [np.zeros(0, dtype=np.uint64)]
    for seed, names, *_ in RULE_HASHES.values():
        for phone in phones if "phone" in names else ("",):
            known = {**parts, "phone": of_lane(phone)} if phone else parts
            if all(n in known for n in names):
                key = np.full(height, seed, dtype=np.uint64)
                for n in names:
                    key = mix(key, known[n][0])  # type: ignore[assignment, arg-type]
                held = np.logical_and.reduce([known[n][1] for n in names])
                out.append((key[held] & upper) | low[held])
    found = np.concatenate(out)
    found.sort()
    return found
