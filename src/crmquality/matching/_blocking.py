"""Which records are compared at all: blocking keys, and the sweep over blocks that never lists candidates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

from crmquality.columns import Codes, Column
from crmquality.matching._blocking_keys import CAP, RULES, sound
from crmquality.matching._compare import PHONES

Ints = npt.NDArray[np.int64]
CHUNK = 1 << 18


@frozen(eq=False)
class Rule:
    """One blocking rule's entries: a row may stand under several keys.

    Args:
        name: the rule.
        rows: row per entry.
        keys: key per entry.
    """

    name: str
    rows: Ints
    keys: Ints


def shared_codes(columns: Sequence[Column]) -> tuple[list[Codes], int]:
    """Codes of several columns over one vocabulary, and its size."""
    place = {v: i for i, v in enumerate(sorted({v for c in columns for v in c.values}))}
    out = []
    for column in columns:
        table = np.array([place[v] for v in column.values] + [-1], dtype=np.int32)
        out.append(table[column.codes])
    return out, len(place)


def rules(lanes: Mapping[str, Column], height: int) -> list[Rule]:
    """The entries of every rule whose keys exist in these lanes."""
    keys = _keys(lanes, height)
    out = []
    for name, parts in RULES.items():
        if not all(p in keys for p in parts):
            continue
        for variant in _variants(keys, parts):
            ok = np.all([v >= 0 for v in variant], axis=0)
            rows = np.flatnonzero(ok)
            key = np.zeros(len(rows), dtype=np.int64)
            for v in variant:
                key = key * (int(v.max(initial=0)) + 2) + v[rows]
            out.append(Rule(name, rows, key))
    return _joined(out)


def _keys(lanes: Mapping[str, Column], height: int) -> dict[str, list[Ints]]:
    keys = {name: [c.codes.astype(np.int64)] for name, c in lanes.items() if name not in PHONES and len(c.values)}
    phones = [lanes[p] for p in PHONES if p in lanes and len(lanes[p].values)]
    if phones:
        keys["phone"] = [c.astype(np.int64) for c in shared_codes(phones)[0]]
    if "given" in keys:
        keys["initial"] = [lanes["given"].recode([v[:1] for v in lanes["given"].values]).codes.astype(np.int64)]
    if "family" in keys:
        keys["letter"] = [lanes["family"].recode([v[:1] for v in lanes["family"].values]).codes.astype(np.int64)]
        keys["sound"] = [lanes["family"].recode([sound(v) for v in lanes["family"].values]).codes.astype(np.int64)]
    if "given" in keys and "family" in keys:
        (given, family), size = shared_codes([lanes["given"], lanes["family"]])
        both = (given >= 0) & (family >= 0)
        low, high = np.minimum(given, family).astype(np.int64), np.maximum(given, family).astype(np.int64)
        keys["names"] = [np.where(both, low * size + high, -1)]
    if "company" in keys:
        named = [keys[n][0] >= 0 for n in ("given", "family") if n in keys]
        nameless = ~np.any(named, axis=0) if named else np.ones(height, dtype=bool)
        keys["only_company"] = [np.where(nameless, keys["company"][0], -1)]
    return keys


def _variants(keys: Mapping[str, list[Ints]], parts: Sequence[str]) -> Iterator[list[Ints]]:
    if "phone" not in parts:
        yield [keys[p][0] for p in parts]
        return
    for phone in keys["phone"]:
        yield [phone if p == "phone" else keys[p][0] for p in parts]


def _joined(found: list[Rule]) -> list[Rule]:
    names = list(dict.fromkeys(r.name for r in found))
    out = []
    for name in names:
        same = [r for r in found if r.name == name]
        out.append(Rule(name, np.concatenate([r.rows for r in same]), np.concatenate([r.keys for r in same])))
    return out


def sweep(rule: Rule) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of rows under one key, in chunks of bounded size.

    Blocks stand in falling size, so that at distance ``d`` the blocks larger than ``d`` are one prefix.
    """
    order = np.argsort(rule.keys, kind="stable")
    keys, rows = rule.keys[order], rule.rows[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, len(keys)])
    kept = (sizes > 1) & (sizes <= CAP)
    starts, sizes = starts[kept], sizes[kept]
    falling = np.argsort(-sizes, kind="stable")
    starts, sizes = starts[falling], sizes[falling]
    block = np.repeat(np.arange(len(sizes)), sizes)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    rows = rows[np.repeat(starts, sizes) + np.arange(len(block)) - first]
    ends = np.cumsum(sizes)
    for d in range(1, int(sizes.max(initial=0))):
        large = int(np.searchsorted(-sizes, -d, side="left"))
        end = int(ends[large - 1]) if large else 0
        for start in range(0, max(end - d, 0), CHUNK):
            stop = min(start + CHUNK, end - d)
            same = block[start:stop] == block[start + d : stop + d]
            left, right = rows[start:stop][same], rows[start + d : stop + d][same]
            other = left != right
            yield np.minimum(left, right)[other], np.maximum(left, right)[other]
