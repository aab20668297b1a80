"""Records of an index that do not change, in arrays.

Keys are 64-bit hashes, of which the upper bits are kept with the row below them: one sorted list answers which
records share a key. Two keys that differ may meet there once in ten million look-ups; the pair is then weighed like
any other. Codes of a record lie side by side; texts are kept once per comparison and distinct value, in order of
their hashes, by which they are found.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmquality.columns import Column, shared
from crmquality.index._gate import END, HOST, mail_sign, phone_sign
from crmquality.index._memory import Query
from crmquality.matching._blocking_keys import MASK, RULE_HASHES, SALTS, WORDS, text_hash
from crmquality.matching._compare import LANES, NAMES, SCOPED, agreeing, scopes
from crmquality.matching._lanes import FOREIGN, derived_texts, signatures
from crmquality.matching._model import AGAINST, LEVELS, MATCHES, OTHERS, UNIT, Model
from crmquality.matching._tests import DERIVED, KEY_WORDS, PHONES, TESTS, key_words, signature
from crmquality.policy._keys import local_key, nickname

Rows = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
#: what short form a name has follows from it, and no key is made of that
_KEYED = tuple(n for n in LANES if n != "nickname")
_PLACE = {name: place for place, name in enumerate(LEVELS)}
#: of the 32 bits of a mark, those of a text's hash; the rest is the place of its comparison
_TEXTS = 32 - len(LEVELS).bit_length()
_HASH = 64 - _TEXTS
_LOW = 0xFFFFFFFF
_KNOWN = 10_000
#: keys whose upper bits are looked up at once, and the least of such bits
_BUCKET, _LEAST_BITS = 16, 16
#: where one text may hold the other
_PART = tuple(n for n in LEVELS if any(t.most is None for t in TESTS.get(n, ())))


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
        return self.blob[self.ends.item(code) : self.ends.item(code + 1)].decode()

    def code(self, text: str) -> int:
        """Place of a text where they are in order; -1 = not there."""
        place = bisect_left(range(len(self)), text, key=self.__getitem__)
        return place if place < len(self) and self[place] == text else -1


@frozen(eq=False)
class Segment:
    """Records that do not change, sorted by id."""

    ids: Texts
    #: those whose texts may hold one another first
    lanes: tuple[str, ...]
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
    #: by key, in three parts: where those begin that share so many upper bits, 16 bits, and the rest with the row
    heads: npt.NDArray[np.uint32]
    tags: npt.NDArray[np.uint16]
    entries: npt.NDArray[np.uint32]
    #: how many bits of an entry are the row's
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
        size = 0
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
            ordered.append(texts.gather(by))
            marks.append(((found[by] >> np.uint64(_HASH)) | np.uint64(place << _TEXTS)).astype(np.uint32))
            counts.append(np.bincount(held[held >= 0], minlength=len(texts))[by])
            sign = {"phone": phone_sign, "email": mail_sign}.get(name)
            signs.append(np.array([*map(sign, ordered[-1])], np.uint32) if sign else signatures(ordered[-1])[:-1])
            filled[name] = int(np.any([columns[n].codes >= 0 for n in lanes], axis=0).sum())
            size += len(texts)
        every, count = Texts.of(pl.concat(ordered)), np.concatenate(counts)
        many = {code: int(count[code]) for code in np.flatnonzero(count >= 255).tolist()}  # noqa: PLR2004 - of a byte
        within = dict(_within(codes, every, filled))
        width = len(ids).bit_length()
        keys = _keys(columns, len(ids), hashed, width)
        bits = max(_LEAST_BITS, (len(keys) // _BUCKET).bit_length())
        heads = keys.searchsorted(np.arange(1 << bits, dtype=np.uint64) << np.uint64(64 - bits))
        ordered_lanes = sorted(codes, key=lambda n: n not in _PART)
        return cls(
            Texts.of(names.gather(order)), tuple(ordered_lanes),
            np.stack([codes[n] for n in ordered_lanes], axis=1) if codes else np.zeros((len(ids), 0), np.int32),
            every, np.concatenate(marks), np.minimum(count, 255).astype(np.uint8), many,
            np.concatenate([*signs, [np.uint32(0)]]), within, filled, np.append(heads, len(keys)).astype(np.uint32),
            (keys >> np.uint64(32)).astype(np.uint16), keys.astype(np.uint32), width,
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
        place = bisect_left(keys.data, key)
        return int(counts[place]) if place < len(keys) and keys[place] == key else 0

    def code(self, name: str, value: str) -> int:
        """The code of a text in a comparison; -2, which no row has, = not there."""
        if (known := self.known.get((name, value))) is not None:
            return known
        if len(self.known) > _KNOWN:
            self.known.clear()
        marks, mark = self.marks.data, _PLACE[name] << _TEXTS | text_hash(value) >> _HASH
        code = bisect_left(marks, mark)
        while code < len(marks) and marks[code] == mark and self.texts[code] != value:
            code += 1  # another text of the same upper bits
        found = self.known[name, value] = code if code < len(marks) and marks[code] == mark else -2
        return found

    def under(self, key: int) -> tuple[int, int]:
        """Where the rows under a key begin and end; `rows` has them."""
        heads, tags, entries = self.heads.data, self.tags.data, self.entries.data
        bucket = key >> 64 - (len(heads).bit_length() - 1)
        tag = key >> 32 & END
        start = bisect_left(tags, tag, heads[bucket], heads[bucket + 1])
        stop = bisect_right(tags, tag, start, heads[bucket + 1])
        if start == stop:
            return 0, 0
        least = (key & _LOW) >> self.width << self.width
        start = bisect_left(entries, least, start, stop)
        return start, bisect_left(entries, least + (1 << self.width), start, stop)

    def rows(self, start: int, stop: int) -> Rows:
        """The rows from one place to another."""
        return self.entries[start:stop] & np.uint32((1 << self.width) - 1)

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
            return np.asarray(rows[codes == self.code(lane, value)])
        make = DERIVED[part][1]
        wanted = make(value)
        known = {c: c >= 0 and make(self.texts[c]) == wanted for c in np.unique(codes).tolist()}
        return np.asarray(rows[[known[c] for c in codes.tolist()]])

    def reach(self, rows: Rows, query: Query) -> list[tuple[float, int]]:
        """The rows whose weight may reach the floor with the most that they may weigh, falling."""
        values = [None if n in PHONES else query.lanes[n] for n in self.lanes]
        own = [-2 if v is None else self.code(n, v) for n, v in zip(self.lanes, values, strict=True)]
        held = self.codes.take(rows, axis=0)
        phones = _shape(self.lanes)[2] if query.phones else slice(0)
        # by row, what there is, what may be similar, what is the same; of phones the first stands for all
        features = np.empty((len(rows), 3 * len(own)))
        there, near, same = (features[:, i * len(own) : (i + 1) * len(own)] for i in range(3))
        np.greater_equal(held, 0, out=there)
        np.equal(held, np.array(own, dtype=np.int32), out=same)
        near[:] = self._near(self.signs.take(held), values, query)
        bounds = self._bounds(query.model)
        weights = bounds[:3] * np.array([v is not None for v in values])[:, None]
        if phones.stop:
            there[:, phones.start] = there[:, phones].max(axis=1)
            weights[:2, phones.start] = bounds[:2, phones.start]
        near *= there
        places = np.flatnonzero(same.any(axis=0)).tolist()
        weights[2, places] = self._agreed(places, [values[at] or "" for at in places], query)
        total = weights.reshape(-1, len(AGAINST)).T @ features.T + self._begun(there, query)
        for phone in sorted(query.phones, key=lambda p: -query.rare("phone", p)) if phones.stop else ():
            if (code := self.code("phone", phone)) >= 0:
                # of several the rarest counts
                shared = (held[:, phones] == code).any(axis=1) & (same[:, phones.start] == 0)
                total += self._agreed([phones.start], [phone], query).T * shared
                same[:, phones.start] += shared
        # names that may have changed places
        given, family = query.lanes["given"], query.lanes["family"]
        swapped = [(n, v) for n, v in (("given", family), ("family", given)) if n in self.lanes]
        codes = [-2 if v is None else self.code(n, v) for n, v in swapped]
        crossed = (held[:, : len(codes)] == codes).any(axis=1) & ~same[:, : len(codes)].any(axis=1)
        total[:, crossed] += _swapped(query.model.gains["given"].levels, query.model.gains["family"].levels)
        # the sum of both kinds of match is one bit above the greater at most
        most = total.reshape(len(MATCHES), len(OTHERS), -1).min(axis=1).max(axis=0) + UNIT
        kept = (most >= query.floor).nonzero()[0]
        kept = kept[np.argsort(-most[kept])] if len(kept) > 1 else kept
        return list(zip(most[kept].tolist(), rows[kept].tolist(), strict=True))

    def _near(self, theirs: npt.NDArray[np.uint32], values: Sequence[str | None], query: Query) -> Bools:
        """Which texts may be similar, by their signs; of phones the first stands for all."""
        mine = np.array([signature(v) if v else 0 for v in values], dtype=np.uint32)
        most, parts, phones = _shape(self.lanes)
        differ = theirs ^ mine
        out: Bools = np.bitwise_count(differ) <= most
        differ = differ[:, :parts]
        out[:, :parts] |= (differ & mine[:parts] == 0) | (differ & theirs[:, :parts] == 0)
        names = sum(n in NAMES for n in self.lanes[:parts])
        out[:, :names] |= differ[:, :names] >= FOREIGN
        for name, always in (("birth_date", True), ("given", query.lanes["nickname"] is not None)):
            if always and name in self.lanes:
                out[:, self.lanes.index(name)] = True
        if query.lanes["email"] and "email" in self.lanes:
            at = self.lanes.index("email")
            other = theirs[:, at] ^ np.uint32(mail_sign(query.lanes["email"]))
            out[:, at] = ((other & END == 0) & (np.bitwise_count(other) <= most[at])) | (other <= HOST)
        if phones.stop and query.phones:
            signs = np.array([phone_sign(p) for p in query.phones], dtype=np.uint32).view(np.uint16).reshape(-1, 2)
            halves = theirs[:, phones].view(np.uint16).reshape(len(theirs), -1, 1, 2) == signs
            out[:, phones.start] = halves.reshape(len(theirs), -1).any(axis=1)
        return out

    def _begun(self, there: npt.NDArray[np.float64], query: Query) -> npt.NDArray[np.float64]:
        """What the priors weigh for each row."""
        if query.lanes["given"] is not None or query.lanes["family"] is not None:
            return np.array(query.start[0])[:, None]
        nobody = ~there[:, [n in ("given", "family") for n in self.lanes]].any(axis=1)
        titled = there[:, [n == "title" and query.lanes[n] is not None for n in self.lanes]].any(axis=1)
        return np.array(query.start)[nobody * (1 + titled.astype(np.int8))].T

    def _agreed(self, places: list[int], values: Sequence[str], query: Query) -> npt.NDArray[np.float64]:
        """What agreeing on values weighs at most, by lane, beyond the most of two values that differ."""
        names = ["phone" if self.lanes[at] in PHONES else self.lanes[at] for at in places]
        kinds = np.array([2 + 2 * agreeing(n, v) for n, v in zip(names, values, strict=True)], dtype=int)
        rare = np.array([[query.rare(n, v)] for n, v in zip(names, values, strict=True)]).reshape(-1, 1)
        bounds = self._bounds(query.model)
        return np.asarray(bounds[kinds, places] + rare * bounds[kinds + 1, places])

    def _bounds(self, model: Model) -> npt.NDArray[np.float64]:
        """By lane, what disagreement weighs, what other levels that are open may add, and agreement to that.

        Of agreement, for each of its two levels what it weighs and how often the rarity of the value is to be added.
        """
        if model.fingerprint not in self.bounds:
            told = []
            for name in ("phone" if n in PHONES else n for n in self.lanes):
                g = model.gains[name]
                apart = [w for w, v, at in zip(g.levels, g.valued, LEVELS[name], strict=True)
                         if not any(v) and at != "swapped"]  # fmt: skip
                told.append([g.levels[-1], np.max(apart, axis=0), g.levels[0], g.valued[0], g.levels[1], g.valued[1]])
            found = np.array(told, dtype=np.float64).reshape(-1, 6, len(AGAINST)).swapaxes(0, 1)
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


@lru_cache(maxsize=64)
def _shape(lanes: tuple[str, ...]) -> tuple[npt.NDArray[np.uint8], int, slice]:
    """By how many letters of their sets similar texts may differ, by lane; how many lanes of parts; those of phones."""
    differ = [max((t.most or 0 for t in TESTS.get(n, ())), default=0) for n in lanes]
    phones = [at for at, n in enumerate(lanes) if n in PHONES] or [-1]
    return np.array(differ, dtype=np.uint8), sum(n in _PART for n in lanes), slice(phones[0], phones[-1] + 1)


@lru_cache(maxsize=8)
def _swapped(*levels: tuple[tuple[int, ...], ...]) -> npt.NDArray[np.int64]:
    """What names add at most that have changed places, by the levels of both."""
    return np.asarray(sum(np.max(found[1:], axis=0) - found[-1] for found in levels))[:, None]


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
                    key += known[n][0] * np.uint64(SALTS[n])
                held = np.logical_and.reduce([known[n][1] for n in names])
                out.append((key[held] & upper) | low[held])
    found = np.concatenate(out)
    found.sort()
    return found
