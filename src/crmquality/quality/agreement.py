"""How well clusters agree with labels: pairs, records (B-cubed) and whole clusters.

Source: Bagga and Baldwin 1998 for B-cubed; everything is counted through the table of both labellings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping

from attrs import frozen


@frozen
class Agreement:
    """Precision, recall and F1, each 0 to 1.

    Args:
        pairs: of the pairs of records in one cluster.
        records: of each record's cluster, averaged over records (B-cubed).
        clusters: of clusters of several records that are exactly right.
    """

    pairs: tuple[float, float, float]
    records: tuple[float, float, float]
    clusters: tuple[float, float, float]


def agreement(found: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> Agreement:
    """Compare clusters with labels, over the records that have a label.

    Args:
        found: cluster by record id.
        truth: label by record id; the same label = the same party.

    Raises:
        KeyError: a labelled record is in no cluster.

    Example:
        >>> agreement({"1": "a", "2": "a", "3": "b"}, {"1": "x", "2": "x", "3": "x"}).pairs
        (1.0, 0.3333333333333333, 0.5)
    """
    ours, theirs = Counter(found[i] for i in truth), Counter(truth.values())
    both = Counter((found[i], label) for i, label in truth.items())
    hit, said, true = (sum(n * (n - 1) // 2 for n in c.values()) for c in (both, ours, theirs))
    size = len(truth)
    precision = sum(n * n / ours[a] for (a, _), n in both.items()) / size if size else 1.0
    recall = sum(n * n / theirs[b] for (_, b), n in both.items()) / size if size else 1.0
    exact = sum(n > 1 and n == ours[a] == theirs[b] for (a, b), n in both.items())
    several = [sum(n > 1 for n in c.values()) for c in (ours, theirs)]
    return Agreement(
        _scores(hit / said if said else 1.0, hit / true if true else 1.0),
        _scores(precision, recall),
        _scores(*(exact / n if n else 1.0 for n in several)),
    )


def _scores(precision: float, recall: float) -> tuple[float, float, float]:
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0
