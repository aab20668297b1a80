"""How many merges are wrong: a seeded sample of pairs per band, judged by people, and exact intervals.

Source of the interval: Buonaccorsi 1987, exact two-sided limits for the number of marked items in a finite population.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
import polars as pl

UNJUDGED: Final = "from the shipped model, not your data"
JUDGED: Final = "judged sample"
#: how far a match weight may be off for all that is known of a table of people nobody has looked at, in bits
MODEL_ERROR: Final = 5.0
#: the same of things, whose makers may name many of them nearly alike
THINGS_ERROR: Final = 10.0
_ALPHA: Final = 0.05
#: thresholds that are told of, in bits
_LEAST, _MOST = -2, 20
Verdicts = Mapping[tuple[str, str], bool]


def in_sample_order(pairs: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Pairs in an order of chance that a seed settles, whatever their own order."""
    salt = seed.to_bytes(8, "big", signed=True)
    keys = [
        blake2b(f"{left}\x1f{right}".encode(), digest_size=8, key=salt).digest()
        for left, right in pairs.select("left_id", "right_id").iter_rows()
    ]
    return pairs.with_columns(pl.Series("_key", keys, dtype=pl.Binary)).sort("_key", "left_id", "right_id").drop("_key")


def sample(pairs: pl.DataFrame, per_band: int, seed: int) -> pl.DataFrame:
    """The first pairs of each band in the order of chance, band by band."""
    ordered = in_sample_order(pairs, seed)
    return ordered.filter(pl.int_range(pl.len()).over("band") < per_band).sort("band", maintain_order=True)


def proof(pairs: pl.DataFrame, verdicts: Verdicts, seed: int, *, people: bool = True) -> pl.DataFrame:
    """What is known of the share of wrong pairs in each band.

    Only an unbroken run from the start of the order of chance counts as a sample: pairs that somebody picked say
    nothing of the others.

    Args:
        pairs: left_id, right_id, band, match_weight.
        verdicts: whether two records are the same, by pair of ids.
        seed: that of the sample.
        people: the records name persons.

    Returns:
        band, pairs, judged, wrong, precision, precision_low, precision_high, expected_wrong, wrong_low, wrong_high,
        basis; one row per band. Limits are 95 % intervals: exact for a judged sample; five bits of every weight to
        either side (ten where the records are of things), and chance, where nobody has judged.
    """
    from scipy.stats import poisson

    rows = []
    ordered = in_sample_order(pairs, seed) if verdicts else pairs
    for (band,), part in ordered.sort("band", maintain_order=True).group_by("band", maintain_order=True):
        known: list[bool] = []
        for pair in part.select("left_id", "right_id").iter_rows():
            if (same := verdicts.get(pair)) is None:
                break
            known.append(not same)
        total, judged, wrong = part.height, len(known), sum(known)
        low: float
        high: float
        if judged:
            low, high = wrong_limits(total, judged, wrong)
            expected = min(max(total * wrong / judged, low), high)
        else:
            weights, error = part["match_weight"].to_numpy(), MODEL_ERROR if people else THINGS_ERROR
            expected, least, most = (float(np.sum(doubt(weights + d))) for d in (0.0, error, -error))
            low = float(poisson.ppf(_ALPHA / 2, least))
            high = min(float(poisson.ppf(1 - _ALPHA / 2, most)), total)
        right = [1 - x / total for x in (expected, high, low)]
        rows.append((band, total, judged, wrong, *right, expected, low, high, JUDGED if judged else UNJUDGED))
    names = ("precision", "precision_low", "precision_high", "expected_wrong", "wrong_low", "wrong_high")
    schema = {"band": pl.String(), "pairs": pl.Int64(), "judged": pl.Int64(), "wrong": pl.Int64(),
              **dict.fromkeys(names, pl.Float64()), "basis": pl.String()}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col(names).round_sig_figs(6))


def thresholds(pairs: pl.DataFrame, verdicts: Verdicts) -> pl.DataFrame:
    """What each threshold would give, by the model, its weights moved by as much as judged pairs say.

    Args:
        pairs: left_id, right_id, match_weight.
        verdicts: whether two records are the same, by pair of ids.

    Returns:
        threshold (whole bits), pairs at or above it, expected_wrong among them, precision, recall (share of the matches
        among all pairs), basis; rising.
    """
    known = pairs.select("left_id", "right_id", "match_weight").rows()
    judged = [(w, verdicts[a, b]) for a, b, w in known if (a, b) in verdicts]
    weight = np.sort(pairs["match_weight"].to_numpy())
    wrong = np.append(np.cumsum(doubt(weight + (shift(judged) if judged else 0))[::-1])[::-1], 0.0)
    at = np.arange(_LEAST, _MOST + 1)
    place = weight.searchsorted(at)
    count, false = len(weight) - place, wrong[place]
    right = count - false
    return pl.DataFrame({
        "threshold": at, "pairs": count, "expected_wrong": false, "precision": right / np.maximum(count, 1),
        "recall": right / max(float(right[0]), 1e-9),
    }).filter(pl.col("pairs") > 0).with_columns(
        pl.col("expected_wrong", "precision", "recall").round_sig_figs(6), basis=pl.lit(JUDGED if judged else UNJUDGED)
    )  # fmt: skip


def doubt(weight: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Probability that pairs of these weights (bits) are no match."""
    return np.asarray(1 / (1 + np.exp2(np.clip(weight, -500, 500))))


def wrong_limits(total: int, judged: int, wrong: int) -> tuple[int, int]:
    """The least and the most wrong pairs among ``total`` that a sample leaves possible, at 95 %.

    Args:
        total: pairs of the band.
        judged: pairs drawn by chance without putting back.
        wrong: wrong ones among them.

    Example:
        >>> wrong_limits(1000, 50, 0), wrong_limits(1000, 50, 5), wrong_limits(20, 20, 1)
        ((0, 69), (35, 215), (1, 1))
    """
    from scipy.stats import hypergeom

    least, most = wrong, total - judged + wrong

    def possible(marked: int, *, below: bool) -> bool:
        # the chance of a sample at least as extreme as this one
        tail = hypergeom.cdf(wrong, total, marked, judged) if below else hypergeom.sf(wrong - 1, total, marked, judged)
        return bool(tail > _ALPHA / 2)

    span = range(most - least)
    low = least + bisect_left(span, True, key=lambda k: possible(least + k, below=False))
    return low, most - bisect_left(span, True, key=lambda k: possible(most - k, below=True))


def is_worse(judged: int, wrong: int, stated: float) -> bool:
    """Whether so many wrong pairs are more than chance gives at the stated share."""
    from scipy.stats import binom

    return wrong > 0 and float(binom.sf(wrong - 1, judged, stated)) < _ALPHA


def shift(judged: Sequence[tuple[float, bool]]) -> float:
    """By how many bits all weights are off, by maximum a posteriori with a normal prior of one bit.

    Args:
        judged: match weight in bits, and whether the two are the same.

    Example:
        >>> round(shift([(1.0, False)] * 40), 1), shift([(20.0, True)] * 40) < 0.01
        (-3.7, True)
    """
    from scipy.optimize import minimize_scalar

    weight = np.array([w for w, _ in judged])
    sign = np.where([same for _, same in judged], 1.0, -1.0)

    def loss(bits: float) -> float:
        return float(np.sum(np.logaddexp(0, -sign * (weight + bits) * np.log(2))) + bits**2 / 2)

    return float(minimize_scalar(loss, bounds=(-8, 8), method="bounded").x)
