"""Records of an index that do not change, in arrays.

Keys are 64-bit hashes, of which the upper bits are kept with the row below them: one sorted list answers which
records share a key. Two keys that differ may meet there once in ten million look-ups; the pair is then weighed like
any other. Codes of a record lie side by side; texts are kept once per comparison and distinct value, in order of
their hashes, by which they are found.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, fields, frozen

from crmquality.columns import Column, shared
from crmquality.index._memory import Query
from crmquality.index._tags import CROSSED, Form, Tags, Weighs, tags_of
from crmquality.matching._blocking_keys import MASK, RULE_HASHES, SALTS, WORDS, text_hash
from crmquality.matching._compare import LANES, NAMES, SCOPED, Cells, scopes
from crmquality.matching._model import LEVELS
from crmquality.matching._pieces import derived_texts
from crmquality.matching._tests import DERIVED, KEY_WORDS, PHONES, derived, key_words
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
    lanes: tuple[str, ...]
    codes: npt.NDArray[np.int32]
    texts: Texts
    #: by row, two bytes a lane
    signs: Tags
    #: by text: comparison and upper bits of the hash, rising; records that hold it
    marks: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.uint8]
    #: counts of 255 and more
    many: Mapping[int, int]
    #: by lane counted within countries: sorted value and country in one number, and how many rows hold both
    within: Mapping[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]]
    filled: Mapping[str, int]
    #: by key, in three parts: where those begin that share so many upper bits, 16 bits, and the rest with the row
    heads: npt.NDArray[np.uint32]
    tags: npt.NDArray[np.uint16]
    entries: npt.NDArray[np.uint32]
    #: how many bits of an entry are the row's
    width: int
    #: counts and codes met of late
    known: dict[tuple[str, str], int] = field(factory=dict)
    coded: dict[tuple[str, str], int] = field(factory=dict)
    forms: dict[tuple[str, int, bool], tuple[Form, list[Weighs]]] = field(factory=dict)

    @classmethod
    def build(cls, ids: Sequence[str], columns: Mapping[str, Column]) -> Segment:
        names = pl.Series(ids, dtype=pl.String)
        order = names.arg_sort().to_numpy().astype(np.int32)
        columns = {n: columns[n].take(order) for n in _KEYED if n in columns and len(columns[n].texts)}
        codes: dict[str, npt.NDArray[np.int32]] = {}
        none = np.zeros(0, dtype=np.uint32)
        signs, crossed = [], np.zeros(len(ids), dtype=np.uint16)
        ordered, marks, counts = [pl.Series([], dtype=pl.String)], [none], [none.astype(np.int64)]
        hashed = {"local": _hashes(columns["local"].texts)} if "local" in columns else {}
        size = 0
        filled: dict[str, int] = {}
        for place, name in enumerate((*LEVELS, "written")):
            lanes = [n for n in (PHONES if name == "phone" else (name,)) if n in columns]
            if not lanes:
                continue
            columns |= zip(lanes, shared([columns[n] for n in lanes]), strict=True)
            texts = columns[lanes[0]].texts
            found = hashed[name] = _hashes(texts)
            by = np.argsort(found)
            ranks = np.append(np.argsort(by).astype(np.int32) + np.int32(size), np.int32(-1))
            codes |= {n: ranks[columns[n].codes] for n in lanes}
            ordered.append(texts.gather(by))
            if name not in LEVELS:  # kept, and nothing else
                continue
            told = tags_of(name, texts)
            signs += [told[columns[n].codes] for n in lanes]
            if name in NAMES:
                crossed |= (tags_of(CROSSED, texts)[columns[name].codes] & 0xFF) << 8 * NAMES.index(name)
            held = np.concatenate([columns[n].codes for n in lanes])
            marks.append(((found[by] >> np.uint64(_HASH)) | np.uint64(place << _TEXTS)).astype(np.uint32))
            counts.append(np.bincount(held[held >= 0], minlength=len(texts))[by])
            filled[name] = int(np.any([columns[n].codes >= 0 for n in lanes], axis=0).sum())
            size += len(texts)
        every, count = Texts.of(pl.concat(ordered)), np.concatenate(counts)
        many = {code: int(count[code]) for code in np.flatnonzero(count >= 255).tolist()}  # noqa: PLR2004 - of a byte
        within = dict(_within(codes, every, filled))
        width = len(ids).bit_length()
        keys = _keys(columns, len(ids), hashed, width)
        bits = max(_LEAST_BITS, (len(keys) // _BUCKET).bit_length())
        heads = keys.searchsorted(np.arange(1 << bits, dtype=np.uint64) << np.uint64(64 - bits))
        return cls(
            Texts.of(names.gather(order)), tuple(codes),
            np.stack([*codes.values()], axis=1) if codes else np.zeros((len(ids), 0), np.int32), every,
            np.stack([*signs, crossed], axis=1).view(np.uint8), np.concatenate(marks),
            np.minimum(count, 255).astype(np.uint8), many, within, filled,
            np.append(heads, len(keys)).astype(np.uint32), (keys >> np.uint64(32)).astype(np.uint16),
            keys.astype(np.uint32), width,
        )  # fmt: skip

    def __reduce__(self) -> tuple[Any, ...]:
        return Segment, tuple(
            getattr(self, f.name) for f in fields(Segment) if f.name not in ("known", "coded", "forms")
        )

    def count(self, where: str, value: str) -> int:
        """Rows that hold a value, in all or in a country."""
        if (held := self.known.get((where, value))) is not None:
            return held
        if len(self.known) > _KNOWN:
            self.known.clear()
        found = self.known[where, value] = self._count(where, value)
        return found

    def _count(self, where: str, value: str) -> int:
        name, _, country = where.partition(" in ")
        code = self.code(name, value)
        there = self.code("country", country) if country else 0
        if min(code, there) < 0:
            return 0
        if not country:
            return self.many.get(code) or int(self.counts[code])
        keys, counts = self.within[name]
        key = code * len(self.texts) + there
        place = bisect_left(keys.data, key)
        return int(counts[place]) if place < len(keys) and keys[place] == key else 0

    def code(self, name: str, value: str) -> int:
        """The code of a text in a comparison; -2, which no row has, = not there."""
        if (known := self.coded.get((name, value))) is not None:
            return known
        if len(self.coded) > _KNOWN:
            self.coded.clear()
        found = self.coded[name, value] = self._code(name, value)
        return found

    def _code(self, name: str, value: str) -> int:
        marks, mark = self.marks.data, _PLACE[name] << _TEXTS | text_hash(value) >> _HASH
        code = bisect_left(marks, mark)
        while code < len(marks) and marks[code] == mark and self.texts[code] != value:
            code += 1  # another text of the same upper bits
        return code if code < len(marks) and marks[code] == mark else -2

    def under(self, keys: Iterable[int]) -> list[tuple[int, int]]:
        """Where the entries under each key begin and end; by `mask` they are rows."""
        heads, tags, entries, width = self.heads.data, self.tags.data, self.entries.data, self.width
        shift, out = 64 - (len(heads).bit_length() - 1), []
        for key in keys:
            bucket, tag = key >> shift, key >> 32 & 0xFFFF
            begin, end = heads[bucket], heads[bucket + 1]
            start = bisect_left(tags, tag, begin, end)
            if start == end or tags[start] != tag:
                out.append((0, 0))
                continue
            least = (key & _LOW) >> width << width
            most = least + (1 << width)
            # few keys share so many bits, and few records a key
            stop = start + 1
            if stop < end and tags[stop] == tag:
                stop = bisect_right(tags, tag, stop, end)
                start = bisect_left(entries, least, start, stop)
                stop = bisect_left(entries, most, start, stop)
            elif not least <= entries[start] < most:
                stop = start
            out.append((start, stop))
        return out

    @cached_property
    def mask(self) -> np.uint32:
        """The bits of an entry that are the row's."""
        return np.uint32((1 << self.width) - 1)

    def narrower(self, rows: Rows, part: str, query: Query) -> Rows:
        """The rows that share a further key with the query."""
        lane = DERIVED[part][0] if part in DERIVED else part
        value = query.lanes.get(lane)
        if lane not in self.lanes:
            return rows if value is None else rows[:0]
        codes = self.codes.ravel().take(rows * np.intp(len(self.lanes)) + self.lanes.index(lane))
        if value is None:
            return np.asarray(rows[codes < 0])
        if part not in DERIVED:
            return np.asarray(rows[codes == self.code(lane, value)])
        # what begins with the same letter
        blob, begins, held = np.frombuffer(self.texts.blob, np.uint8), self.texts.ends.take(codes), codes >= 0
        for at, byte in enumerate((derived(part, value) or "").encode()):
            held &= blob.take(begins + at, mode="clip") == byte
        return np.asarray(rows[held])

    def reach(self, rows: Rows, query: Query) -> Iterator[tuple[int, Cells]]:
        """The rows that may reach the floor of a query with their lanes, likelier ones first."""
        asked = query.model.fingerprint, len(query.phones), query.lanes["nickname"] is not None
        if (known := self.forms.get(asked)) is None:
            form = Form.of([n for n in self.lanes if n != "written"], asked[1])
            phones = [pair for pair in form.pairs if pair[0] == "phone"]
            weighs = [
                Weighs.of(query.model, p, first=p not in phones[1:], nickname=asked[2] and p[0] == "given")
                for p in form.pairs
            ]
            known = self.forms[asked] = form, weighs
        for place, other in known[0].reach(
            self.signs.take(rows, axis=0), query, known[1], lambda k: self.codes.take(rows[k], axis=0).tolist(),
            self._row, self.coded,
        ):  # fmt: skip
            yield rows.item(place), other

    def read(self, rows: Rows) -> Iterator[Row]:
        """The lanes of rows."""
        return map(self._row, self.codes.take(rows, axis=0).tolist())

    def _row(self, codes: Sequence[int]) -> Row:
        return Row(self.texts, self._places, codes)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {lane: at for at, lane in enumerate(self.lanes)}


class Row(dict[str, str | None]):
    """The lanes of a row, each read when it is asked for."""

    __slots__ = ("_codes", "_places", "_texts")

    def __init__(self, texts: Texts, places: Mapping[str, int], codes: Sequence[int]) -> None:
        self._texts, self._places, self._codes = texts, places, codes

    def __missing__(self, name: str) -> str | None:
        text = None
        if (at := self._places.get(name)) is not None:
            code = self._codes[at]
            text = self._texts[code] if code >= 0 else None
        elif name == "nickname":
            text = nickname(self["given"])
        elif name == "local":
            text = local_key(self["email"], self["given"], self["family"])
        self[name] = text
        return text


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
