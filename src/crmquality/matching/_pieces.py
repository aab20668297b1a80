"""What many texts say beside themselves, made for all of them at once: their sets of letters, and pieces of them."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality.matching._apart import plain
from crmquality.matching._tests import DERIVED, before, role_mailbox, roles

#: in a set of letters: some are beyond ASCII
FOREIGN = 1 << 31
#: texts whose letters are looked at together
_TEXTS = 1 << 15


@lru_cache(maxsize=1)
def _signs() -> npt.NDArray[np.uint32]:
    """The sign of every letter, by code point."""
    points = np.arange(0x110000, dtype=np.uint32)
    signs = np.uint32(1) << (points % np.uint32(31))
    signs[128:] |= np.uint32(FOREIGN)
    signs[ord(" ")] = 0
    return signs


def signatures(texts: pl.Series) -> npt.NDArray[np.uint32]:
    """`signature` of every text, and 0 at the end."""
    # what fits into the processor's cache takes half the time
    parts = [_signatures(texts[i : i + _TEXTS]) for i in range(0, len(texts), _TEXTS)]
    return np.concatenate([*parts, np.zeros(1, dtype=np.uint32)])


def _signatures(texts: pl.Series) -> npt.NDArray[np.uint32]:
    whole = texts.str.join("").item() or ""
    raw = whole.encode() if whole.isascii() else whole.encode("utf-32-le")
    bits = _signs().take(np.frombuffer(raw, dtype=np.uint8 if whole.isascii() else np.uint32))
    lengths = texts.str.len_chars().to_numpy().astype(np.int64)
    starts = np.cumsum(lengths) - lengths
    out = np.zeros(len(texts), dtype=np.uint32)
    if len(bits):
        out[lengths > 0] = np.bitwise_or.reduceat(bits, starts[lengths > 0])
    return out


def derived_texts(name: str, texts: pl.Series) -> pl.Series:
    """What every text says under a name in ``DERIVED``; pieces of texts are cut out all at once."""
    make = DERIVED[name][1]
    text = pl.col("text")
    if make is role_mailbox:
        known = sorted(roles())
        likely = text.str.slice(0, 3).is_in(sorted({f"{r}@"[:3] for r in known} | {r[:3] for r in known}))
        likely |= text.str.slice(1, 1) == "@"
        halves = text.str.splitn("@", 2).struct
        whole, domain = halves.field("field_0"), halves.field("field_1").fill_null("") + "."
        local = pl.when(likely).then(whole)
        head = local.str.extract("^([a-z]{4,})")
        house = pl.when((whole != "") & domain.str.starts_with(whole + ".")).then(whole)
        role, begun = (pl.when(part.is_in(known)).then(part) for part in (local, head))
        found = pl.coalesce(role, house, begun)
    elif make is plain:
        found = text.str.replace_all("([aou])e", "${1}")
    elif not isinstance(make, partial):
        return pl.Series([make(t) for t in texts.to_list()], dtype=pl.String)
    elif len(make.args) == 1:
        halves = text.str.splitn(make.args[0], 2).struct
        half = halves.field("field_0" if make.func is before else "field_1")
        found = pl.when(half.str.len_bytes() > 0).then(half)
    else:
        start, stop, shortest = make.args
        length = text.str.len_chars().cast(pl.Int64)
        end = length if stop is None else stop if stop >= 0 else length + stop
        offset = start or 0
        found = pl.when(length >= shortest).then(text.str.slice(offset, end - offset if offset >= 0 else -offset))
    return pl.DataFrame({"text": texts}).select(found).to_series()
