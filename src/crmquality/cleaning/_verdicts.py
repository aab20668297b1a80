"""What the door would say of each record of a table, taken alone: accept, review or reject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality.cleaning._examine import ExaminedTable
from crmquality.policy import Policy
from crmquality.policy._signals import REJECT, score_band, verdict_of
from crmquality.types import Finding

Rows = npt.NDArray[np.bool_]
WORD = 62
#: a score above every break-even
CERTAIN = 99.0


def verdicts(
    policy: Policy, examined: ExaminedTable, score: npt.NDArray[np.float64],
    among: npt.NDArray[np.float64] | None = None,
) -> pl.Series:  # fmt: skip
    """One verdict per row, by the same function as `Guard.check`, once per distinct set of findings.

    Args:
        policy: the policy in force.
        examined: the readings.
        score: sum of the signs of a made-up entry per row, taken alone.
        among: what the rest of the table adds to it; it can ask for a review, never reject.
    """
    found: dict[Finding, Rows] = {}
    for finding, rows in _rows(examined):
        plain = Finding(finding.code, finding.severity, finding.field, "")
        found[plain] = found[plain] | rows if plain in found else rows
    telling = sorted(found, key=lambda f: (f.field, f.code, f.severity))
    words: list[npt.NDArray[Any]] = [_band(policy, score), _band(policy, score if among is None else score + among) > 0]
    for start in range(0, len(telling), WORD):
        word = np.zeros(examined.height, dtype=np.int64)
        for bit, finding in enumerate(telling[start : start + WORD]):
            word |= found[finding].astype(np.int64) << bit
        words.append(word)
    sets, inverse = np.unique(np.stack(words, axis=1), axis=0, return_inverse=True)
    out = []
    for band, doubtful, *parts in sets.tolist():
        held = [f for i, f in enumerate(telling) if parts[i // WORD] >> (i % WORD) & 1]
        alone = verdict_of(policy, held, CERTAIN if band == REJECT else 0.0)
        out.append("review" if alone == "accept" and (doubtful or band) else alone)
    return pl.Series("verdict", out, dtype=pl.String).gather(inverse.ravel())


def _band(policy: Policy, score: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Per row what its score asks for."""
    distinct, place = np.unique(np.round(score, 6), return_inverse=True)
    return np.array([score_band(policy, s) for s in distinct.tolist()], dtype=np.int64)[place]


def _rows(examined: ExaminedTable) -> Iterator[tuple[Finding, Rows]]:
    """Findings that can sway a verdict with the rows they stand on: information never does."""
    for column in examined.columns.values():
        outcomes = np.append(column.outcome, 0)[column.codes]
        holders: dict[Finding, list[int]] = {}
        for place, group in enumerate(column.findings):
            for finding in group:
                if finding.severity != "info":
                    plain = Finding(finding.code, finding.severity, finding.field, "")
                    holders.setdefault(plain, []).append(place)
        for finding, places in holders.items():
            held = np.zeros(len(column.findings), dtype=bool)
            held[places] = True
            yield finding, held[outcomes]
    for where, finding in examined.record_findings:
        rows = np.zeros(examined.height, dtype=bool)
        rows[where] = True
        yield finding, rows
