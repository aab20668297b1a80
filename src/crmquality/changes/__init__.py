"""Changes: what is proposed, what was done, and the way back.

`Change` is one proposal for one record and needs no table library. `apply_changes` makes a new table
from a frame of changes and returns a `Journal`, which undoes any of them, later and out of order.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crmquality.changes._change import Change

if TYPE_CHECKING:
    from crmquality.changes._apply import Applied, apply_changes
    from crmquality.changes._journal import Journal, Restored

_LAZY = {"Applied": "_apply", "apply_changes": "_apply", "Journal": "_journal", "Restored": "_journal"}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(f"crmquality.changes.{_LAZY[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["Applied", "Change", "Journal", "Restored", "apply_changes"]
