"""Is this record already there? Indexes of records, kept as records come and go, that answer as a table run would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crmquality.index._duplicates import Duplicate, DuplicateIndex

if TYPE_CHECKING:
    from crmquality.index._arrays import ArrayStore
    from crmquality.index._clusters import Clusters, Joined

__all__ = ["ArrayStore", "Clusters", "Duplicate", "DuplicateIndex", "Joined"]


def __getattr__(name: str) -> Any:
    """Import the store of arrays and the clusters on first use: they need numpy."""
    if name == "ArrayStore":
        from crmquality.index._arrays import ArrayStore

        return ArrayStore
    if name in {"Clusters", "Joined"}:
        from crmquality.index import _clusters

        return getattr(_clusters, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
