"""Canonical written forms, one function per kind; ``None`` = the value has no canonical form."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crmquality.normalizers._text import text

_HOME = {"text": "_text"}

__all__ = ["text"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"crmquality.normalizers.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
