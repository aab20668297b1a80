"""Who is who: given lanes and a model, never a policy.

`Model` and the scalar comparison need no numpy; `find_pairs` and `Matches` need the extra ``tables``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crmquality.matching._model import Model

if TYPE_CHECKING:
    from crmquality.matching._engine import Matches, find_pairs
    from crmquality.matching._estimate import Budget, Estimate, estimate
    from crmquality.matching._words import nicknames

__all__ = ["Budget", "Estimate", "Matches", "Model", "estimate", "find_pairs", "nicknames"]


def __getattr__(name: str) -> Any:
    """Import the table engine on first use."""
    if name in {"Matches", "find_pairs"}:
        from crmquality.matching import _engine

        return getattr(_engine, name)
    if name in {"Budget", "Estimate", "estimate"}:
        from crmquality.matching import _estimate

        return getattr(_estimate, name)
    if name == "nicknames":
        from crmquality.matching import _words

        return _words.nicknames
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
