"""Records of an index that do not change, in arrays.

Keys are 64-bit hashes, of which the upper bits are kept with the row below them: one sorted array answers which
records share a key. Two keys that differ may meet there once in ten million look-ups; the pair is then weighed like
any other. Codes of a record lie side by side; texts are kept once per comparison and distinct value, in order of
their hashes, by which they are found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality.columns import Column, shared
from crmquality.index._memory import Query
from crmquality.matching._blocking_keys import MASK, RULE_HASHES, WORDS, mix, text_hash
from crmquality.matching._compare import LANES, NAMES, SCOPED, agreeing, scopes
from crmquality.matching._lanes import FOREIGN, derived_texts, signatures
from crmquality.matching._model import AGAINST, LEVELS, MATCHES, OTHERS, UNIT, Model, unpacked
from crmquality.matching._tests import DERIVED, KEY_WORDS, PHONES, TESTS, key_words, signature
from crmquality.policy._keys import local_key, nickname

Rows = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
#: what short form a name has follows from it, and no key is made of that
_KEYED = tuple(n for n in LANES if n != "nickname")
_PLACE = {name: place for place, name in enumerate(LEVELS)}
#: of the 32 bits of a mark, those of a text's hash; the rest is the place of its comparison
_TEXTS = 32 - len(LEVELS).bit_length()
_HASH = 64 - _TEXTS
_LEAST_WIDTH, _KNOWN = 24, 10_000
_LOW, _HALF, _END = 0xFFFFFFFF, 16, 0xFFFF
#: keys looked at together, from where the upper bits of a key begin
_WINDOW = 32
#: by comparison, by how many letters of their sets similar texts may differ, and whether one may hold the other
_DIFFER = np.array([max((t.most or 0 for t in TESTS.get(n, ())), default=-1) for n in LEVELS])
_PART = np.array([any(t.most is None for t in TESTS.get(n, ())) for n in LEVELS])
_NAMED = np.array([n in NAMES for n in LEVELS])


@frozen(eq=False)
class Texts:
    """Texts, one after the other."""

    blob: bytes
    ends: npt.NDArray[np.int64] | npt.NDArray[np.uint32]

    @classmethod
    def of(cls, texts: pl.Series) -> Texts:
        ends = np.concatenate([[0], np.cumsum(texts.str.len_bytes().to_numpy().astype(np.int64))])
        small = ends.astype(np.uint32) if int(ends[-1]) < 2**32 else ends
        blob = "".join(texts.to_list()).encode()
        return cls(blob, small)

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, code: int) -> str:
        return self.blob[self.ends[code] : self.ends[code + 1]].decode()

    def code(self, text: str) -> int:
        """Place of a text where they are in order; -1 = not there."""
        place = bisect_left(range(len(self)), text, key=self.__getitem__)
        return place if place < len(self) and self[place] == text else -1


@frozen(eq=False)
class Segment:
    """Records that do not change, sorted by id."""

    ids: Texts
    lanes: tuple[str, ...]
    #: of each lane, its comparison
    places: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int32]
    texts: Texts
    #: by text: comparison and upper bits of the hash, rising; records that hold it; its letters
    marks: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.uint8]
    #: counts of 255 and more
    many: Mapping[int, int]
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
        none = np.zeros(0, dtype=np.uint32)
        ordered, marks, signs, counts = [pl.Series([], dtype=pl.String)], [none], [none], [none.astype(np.int64)]
        hashed = {"local": _hashes(columns["local"].texts)} if "local" in columns else {}
        mailbox, size = (0, none), 0
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
            if name == "email":
                mailbox = size, _hashes([m.partition("@")[0] for m in texts.gather(by).to_list()]).astype(np.uint32)
            ordered.append(texts.gather(by))
            marks.append(((found[by] >> np.uint64(_HASH)) | np.uint64(place << _TEXTS)).astype(np.uint32))
            counts.append(np.bincount(held[held >= 0], minlength=len(texts))[by])
            signs.append(np.array([*map(_phone_sign, ordered[-1])], np.uint32) if name == "phone" else
                         signatures(ordered[-1])[:-1])  # fmt: skip
            filled[name] = int(np.any([columns[n].codes >= 0 for n in lanes], axis=0).sum())
            size += len(texts)
        every, count = Texts.of(pl.concat(ordered)), np.concatenate(counts)
        many = {code: int(count[code]) for code in np.flatnonzero(count >= 255).tolist()}  # noqa: PLR2004 - of a byte
        within = dict(_within(codes, every, filled))
        width = max(_LEAST_WIDTH, len(ids).bit_length())
        keys = _keys(columns, len(ids), hashed, width)
        buckets = max(len(keys) // (_WINDOW // 2), 1).bit_length()
        heads = np.searchsorted(keys, np.arange(1 << buckets, dtype=np.uint64) << np.uint64(64 - buckets))
        return cls(
            Texts.of(names.gather(order)), tuple(codes),
            np.array([_PLACE["phone" if n in PHONES else n] for n in codes], dtype=np.int64),
            np.stack(list(codes.values()), axis=1) if codes else np.zeros((len(ids), 0), np.int32),
            every, np.concatenate(marks), np.minimum(count, 255).astype(np.uint8), many,
            np.concatenate([*signs, [np.uint32(0)]]), within, filled, mailbox,
            np.append(keys, np.full(_WINDOW, MASK, dtype=np.uint64)),
            np.append(heads, len(keys)).astype(np.uint32), width,
        )  # fmt: skip

    def count(self, where: str, value: str) -> int:
        """Rows that hold a value, in all or in a country."""
        name, _, country = where.partition(" in ")
        code = self.code(name, value)
        there = self.code("country", country) if country else 0
        if min(code, there) < 0:
            return 0
        if not country:
            return self.many.get(code) or int(self.counts[code])
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
        marks = np.array([_PLACE[n] << _TEXTS | text_hash(v) >> _HASH for n, v in values], dtype=np.uint32)
        places = self.marks.searchsorted(marks)
        hits = self.marks.take(places, mode="clip") == marks if len(self.marks) else np.zeros(len(marks), dtype=bool)
        for value, mark, place, hit in zip(values, marks, places.tolist(), hits.tolist(), strict=True):
            code = place if hit else -1
            while code >= 0 and self.texts[code] != value[1]:
                # another text of the same upper bits
                code = code + 1 if code + 1 < len(self.marks) and self.marks[code + 1] == mark else -1
            self.known[value] = code
            yield code

    def under(self, keys: Sequence[int]) -> dict[int, Rows]:
        """The rows under each key that has any, by its place."""
        wanted = np.array(keys, dtype=np.uint64)
        heads = (wanted >> np.uint64(64 - (len(self.heads).bit_length() - 1))).astype(np.int64)
        first, last = self.heads[heads], self.heads[heads + 1]
        near = self.keys[first[:, None] + np.arange(_WINDOW)]
        upper, low = wanted >> np.uint64(self.width), np.uint64((1 << self.width) - 1)
        which, where = np.nonzero((near >> np.uint64(self.width)) == upper[:, None])
        rows = (near[which, where] & low).astype(np.int64)
        ends = which.searchsorted(np.arange(len(keys) + 1)).tolist()
        out = {place: rows[a:b] for place, (a, b) in enumerate(pairwise(ends)) if a < b}
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

    def reach(self, rows: Rows, query: Query) -> list[tuple[float, int]]:
        """The rows whose weight may reach the floor with the most that they may weigh, falling."""
        values = {n: v for n in self.lanes if n not in PHONES and (v := query.lanes.get(n)) is not None}
        exchanged = {n: v for n, of in (("given", "family"), ("family", "given")) if (v := query.lanes.get(of))}
        wanted = [*values.items(), *exchanged.items(), *(("phone", p) for p in query.phones)]
        # an unknown text has a code that no row has
        own = {v: code if code >= 0 else -2 for v, code in zip(wanted, self.codes_of(wanted), strict=True)}
        held = self.codes[rows]
        there, theirs = held >= 0, self.signs[held]
        same = held == np.array([own.get((n, values.get(n, "")), -2) for n in self.lanes], dtype=np.int32)
        open_ = there & self._open(held, theirs, values, query)
        bounds = self._bounds(query.model)
        weights = np.zeros((3, len(self.lanes), len(AGAINST)))
        weights[:2] = bounds[:2, self.places] * np.array([[n in values] for n in self.lanes])
        for at in np.flatnonzero(same.any(axis=0)).tolist():
            weights[2, at] = self._agreed(self.lanes[at], values[self.lanes[at]], query)
        total = np.concatenate([there, open_, same], axis=1) @ weights.reshape(-1, len(AGAINST))
        start = query.model.start(query.records)
        if values.keys() & {"given", "family"}:
            total += start[0]
        else:
            nobody = (held[:, _NAMED[self.places]] < 0).all(axis=1)
            titled = (held[:, self.places == _PLACE["title"]] >= 0).any(axis=1) & ("title" in values)
            total += np.array(start)[nobody * (1 + titled.astype(np.int8))]
        numbers = {p: own["phone", p] for p in query.phones}
        if numbers and (places := np.flatnonzero(self.places == _PLACE["phone"]).tolist()):
            phones = slice(places[0], places[-1] + 1)
            total += self._phones(held[:, phones], theirs[:, phones], numbers, query)
        # the sum of both kinds of match is one bit above the greater at most
        most = total.reshape(-1, len(MATCHES), len(OTHERS)).min(axis=2).max(axis=1) + UNIT
        for name, value in exchanged.items():
            if name in self.lanes:
                # names that have changed places are weighed with all the rest
                most[held[:, self.lanes.index(name)] == own[name, value]] = np.inf
        kept = np.flatnonzero(most >= query.floor)
        kept = kept[np.argsort(-most[kept])]
        return list(zip(most[kept].tolist(), rows[kept].tolist(), strict=True))

    def _open(
        self, held: npt.NDArray[np.int32], theirs: npt.NDArray[np.uint32], values: Mapping[str, str], query: Query
    ) -> Bools:
        """By row and lane, whether a level between agreement and disagreement is possible."""
        own = np.array([signature(values.get(n, "")) for n in self.lanes], dtype=np.uint32)
        differ = theirs ^ own
        out: Bools = np.bitwise_count(differ) <= _DIFFER[self.places]
        out |= (((differ & own) == 0) | ((differ & theirs) == 0)) & _PART[self.places]
        out |= (differ >= FOREIGN) & _NAMED[self.places]
        for at, name in enumerate(self.lanes):
            if name == "email" and name in values:
                first, mailbox = self.mailbox
                hashed = np.uint32(text_hash(values[name].partition("@")[0]) & _LOW)
                out[:, at] |= mailbox[np.maximum(held[:, at] - first, 0)] == hashed
            elif name == "birth_date" or (name == "given" and query.lanes.get("nickname") is not None):
                out[:, at] = True
        return out

    def _phones(
        self, held: npt.NDArray[np.int32], theirs: npt.NDArray[np.uint32], numbers: Mapping[str, int], query: Query
    ) -> npt.NDArray[np.float64]:
        """What the numbers of each row may weigh, by theirs and the codes of the query's."""
        left = (held >= 0).any(axis=1)
        near = np.zeros(len(held), dtype=bool)
        features, weights = [left, near], [*self._bounds(query.model)[:2, _PLACE["phone"]]]
        for phone in sorted(numbers, key=lambda p: -query.rare("phone", p)):
            # of several the rarest counts
            features.append((held == numbers[phone]).any(axis=1) & ~np.logical_or.reduce(features[2:]))
            weights.append(self._agreed("phone", phone, query))
            differ = theirs ^ np.uint32(_phone_sign(phone))
            near |= ((differ & _END == 0) | (differ >> _HALF == 0)).any(axis=1)
        return np.asarray(np.column_stack(features) @ np.array(weights))

    def _agreed(self, name: str, value: str, query: Query) -> npt.NDArray[np.float64]:
        """What agreeing on a value weighs at most, beyond the most of two values that differ."""
        fixed, valued = self._bounds(query.model)[2 + 2 * agreeing(name, value) :][:2, _PLACE[name]]
        return np.asarray(fixed + query.rare(name, value) * valued)

    def _bounds(self, model: Model) -> npt.NDArray[np.float64]:
        """By comparison, what disagreement weighs, what other levels that are open may add, and agreement to that.

        Of agreement, for each of its two levels what it weighs and how often the rarity of the value is to be added.
        """
        if model.fingerprint not in self.bounds:
            told = [
                [g.levels[-1], g.most, g.levels[0], g.valued[0], g.levels[1], g.valued[1]]
                for g in (model.gains[n] for n in LEVELS)
            ]
            found = np.array([[*map(unpacked, row)] for row in told], dtype=np.float64).swapaxes(0, 1)
            found[2::2] -= found[1]
            found[1] -= found[0]
            self.bounds[model.fingerprint] = found
        return self.bounds[model.fingerprint]


class Row(dict[str, str | None]):
    """The lanes of a row, each read when it is asked for."""

    def __init__(self, segment: Segment, row: int) -> None:
        self._segment, self._codes = segment, segment.codes[row].tolist()

    def __missing__(self, name: str) -> str | None:
        segment, text = self._segment, None
        if name == "nickname":
            text = nickname(self["given"])
        elif name == "local":
            text = local_key(self["email"], self["given"], self["family"])
        elif name in segment.lanes and (code := self._codes[segment.lanes.index(name)]) >= 0:
            text = segment.texts[code]
        self[name] = text
        return text


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


def _words(columns: Mapping[str, Column], part: str) -> Iterator[Mapping[str, tuple[Hashes, Bools]]]:
    """The words of a title in turn."""
    if column := columns.get(WORDS[part]):
        words = [*map(key_words, column.texts.to_list()), ()]
        for k in range(KEY_WORDS):
            hashes = np.array([text_hash(w[k]) if k < len(w) else 0 for w in words], dtype=np.uint64)
            yield {part: (hashes[column.codes], np.array([k < len(w) for w in words])[column.codes])}


def _keys(columns: Mapping[str, Column], height: int, hashed: Mapping[str, Hashes], width: int) -> Hashes:
    """The keys of all rules with their rows, as `hashed_keys` gives them one record at a time."""

    def of_lane(name: str) -> tuple[Hashes, Bools]:
        codes = columns[name].codes
        return np.append(hashed["phone" if name in PHONES else name], np.uint64(0))[codes], codes >= 0

    phones = [n for n in PHONES if n in columns]
    parts = {n: of_lane(n) for n in columns if n not in PHONES}
    used = {"firm", *(n for _, names, *_ in RULE_HASHES.values() for n in names)}
    for name, (lane, _) in DERIVED.items():
        if name in used and lane in columns:
            made = Column.encode(derived_texts(name, columns[lane].texts)).take(columns[lane].codes)
            parts[name] = np.append(_hashes(made.texts), np.uint64(0))[made.codes], made.codes >= 0
    named = [parts[n] for n in ("given", "family") if n in parts]
    if len(named) > 1:
        parts["names"] = named[0][0] + named[1][0], named[0][1] & named[1][1]
    if "company" in parts:
        nameless = ~np.any([ok for _, ok in named], axis=0) if named else np.ones(height, dtype=bool)
        for whole in ("company", "firm"):
            parts[f"only_{whole}"] = parts[whole][0], parts[whole][1] & nameless
    several = {part: list(_words(columns, part)) for part in WORDS} | {"phone": [{"phone": of_lane(p)} for p in phones]}
    low = np.arange(height, dtype=np.uint64)
    upper = np.uint64(MASK >> width << width)
    out = [np.zeros(0, dtype=np.uint64)]
    for seed, names, *_ in RULE_HASHES.values():
        for turn in next((several[n] for n in names if n in several), [{}]):
            known = {**parts, **turn}
            if all(n in known for n in names):
                key = np.full(height, seed, dtype=np.uint64)
                for n in names:
                    key = mix(key, known[n][0])  # type: ignore[assignment, arg-type]
                held = np.logical_and.reduce([known[n][1] for n in names])
                out.append((key[held] & upper) | low[held])
    found = np.concatenate(out)
    found.sort()
    return found
