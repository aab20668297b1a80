"""A whole table: from an export to findings, proposed changes, duplicates, freshness and a report.

Each stage is a function from values to values; `crmquality.clean` runs them in order and hands back a `Plan`.
Nothing is changed until `Plan.apply`. The façade names what callers use, each from the module that holds it, so that
matching a table does not wait for what decay and reports import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crmquality.cleaning._find import find_duplicates_on_disk

__all__ = ["find_duplicates_on_disk"]


def __getattr__(name: str) -> Any:
    """Import on first use."""
    if name in __all__:
        from crmquality.cleaning import _find

        return getattr(_find, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
