"""Is this record already there? Indexes of records, kept as records come and go, that answer as a table run would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crmquality.index._duplicates import Duplicate, DuplicateIndex

if TYPE_CHECKING:
    from crmquality.index._arrays import ArrayStore

__all__ = ["ArrayStore", "Duplicate", "DuplicateIndex"]


def __getattr__(name: str) -> Any:
    """Import the store of arrays on first use: it needs numpy."""
    if name == "ArrayStore":
        from crmquality.index._arrays import ArrayStore

        return ArrayStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
