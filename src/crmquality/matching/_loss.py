"""What blocking loses: some records held against all others, beside what the rules brought together."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt
from attrs import frozen

from crmquality.matching._compare import LINK
from crmquality.matching._lanes import Lanes, Pairs, Rows
from crmquality.matching._levels import scored
from crmquality.matching._model import Model
from crmquality.matching._sweep import ENTRIES, Bound, beside

#: records that are drawn, at least and at most, and between these as many as make so many pairs
FEWEST, MOST, PAIRS = 100, 1000, 20_000_000


@frozen
class BlockingLoss:
    """Of the pairs that weigh enough to connect, those that no rule brings together.

    What the model cannot tell from a stranger is not among them. Copies of one row count as found.

    Args:
        records: drawn and held against all others.
        matches: pairs of these that weigh enough.
        missed: of them never compared.
        share: missed among matches, 0 to 1; 0 where there are none.
        low: the least that the sample leaves possible, at 95 %, by Clopper and Pearson 1934.
        high: the most.
    """

    records: int
    matches: int
    missed: int
    share: float
    low: float
    high: float


def blocking_loss(
    lanes: Lanes, model: Model, left: Rows, right: Rows, ids: Sequence[str], *, seed: int,
    source: npt.NDArray[np.integer] | None,
) -> BlockingLoss:  # fmt: skip
    """Estimate what the blocking rules of a run lose, of which the lesser and greater row per pair are given.

    Ids (one per row) and the seed settle which records are drawn, whatever the order of rows; a source of each row says
    that pairs count only between sources.
    """
    from scipy.stats import binomtest

    height, bound = len(ids), Bound.of(lanes, model)
    order = sorted((crc32(f"{seed}:{v}".encode("utf-8", "surrogatepass")), v, row) for row, v in enumerate(ids))
    drawn = [row for *_, row in order[: min(MOST, max(FEWEST, PAIRS // max(height, 1)))]]
    every = np.arange(height, dtype=np.int32)
    near = [every[:0].astype(np.int64)]
    for row in drawn:
        beside_it = [beside(bound, every[i : i + ENTRIES], row, LINK) for i in range(0, height, ENTRIES)]
        near += [np.minimum(n, row).astype(np.int64) * height + np.maximum(n, row) for n in beside_it]
    keys = np.unique(np.concatenate(near))
    one, two = (keys // max(height, 1)).astype(np.int32), (keys % max(height, 1)).astype(np.int32)
    holds = scored(Pairs(lanes, one, two), model, np.zeros(len(keys), dtype=np.int8)).weight >= LINK
    if source is not None:
        holds &= source[one] != source[two]
    found = keys[holds]
    alike = [c.codes[one] == c.codes[two] for c in lanes.columns.values()]
    copies = np.logical_and.reduce([np.ones(len(keys), dtype=bool), *alike])[holds]
    missed = int((~np.isin(found, left.astype(np.int64) * height + right) & ~copies).sum())
    limits = binomtest(missed, max(len(found), 1)).proportion_ci(0.95, method="exact")
    share = missed / max(len(found), 1)
    return BlockingLoss(len(drawn), len(found), missed, share, float(limits.low), float(limits.high))
