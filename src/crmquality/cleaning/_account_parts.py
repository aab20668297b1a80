"""Names of which one begins as the other does: short forms, branches and shops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import polars as pl

from crmquality.cleaning._account_names import Called

Numbered = Iterator[tuple[str, int]]


def beginnings(leads: Sequence[Called], accounts: Sequence[Called], most: int) -> pl.DataFrame:
    """Pairs of places in both that begin alike; a beginning of more than ``most`` says nothing."""
    short = ((n.full, i) for i, n in enumerate(leads) if not n.form and n.parts)
    pairs = [
        *_pairs(short, _begun(n.parts for n in accounts), most),
        *((i, j) for j, i in _pairs(_heads(accounts), _begun(n.shop for n in leads), most)),
        *_pairs(_heads(leads), _begun(n.shop for n in accounts), most),
    ]
    return pl.DataFrame(pairs, schema={"name": pl.Int32, "other": pl.Int32}, orient="row").unique()


def short_for_several(leads: Sequence[Called], accounts: Sequence[Called]) -> frozenset[int]:
    """Places of the leads' names with which accounts of several names begin, none of them in another place."""
    longer: dict[str, set[tuple[str, str]]] = {n.full: set() for n in leads if not n.form and n.parts}
    for name in accounts:
        if not (name.branch or name.franchise or name.shop):
            for begun in accumulate(name.parts[:-1]):
                if begun in longer:
                    longer[begun].add((name.full, name.place))

    def fits(lead: Called) -> int:
        return len({full for full, place in longer.get(lead.full, ()) if not lead.place or place in ("", lead.place)})

    return frozenset(i for i, n in enumerate(leads) if not n.form and fits(n) > 1)


def _begun(names: Iterable[Sequence[str]]) -> Numbered:
    return ((begun, i) for i, name in enumerate(names) for begun in accumulate(name))


def _heads(names: Sequence[Called]) -> Numbered:
    return ((head, i) for i, n in enumerate(names) if n.han for head in {n.brand, n.stem})


def _pairs(whole: Numbered, begun: Numbered, most: int) -> Iterator[tuple[int, int]]:
    """The place of each whole name with those of the names that begin so."""
    asked: dict[str, list[int]] = defaultdict(list)
    for text, i in whole:
        asked[text].append(i)
    found: dict[str, list[int]] = defaultdict(list)
    for text, j in begun:
        if text in asked:
            found[text].append(j)
    few = (text for text, many in found.items() if max(len(many), len(asked[text])) <= most)
    return ((i, j) for text in few for i in asked[text] for j in found[text])
