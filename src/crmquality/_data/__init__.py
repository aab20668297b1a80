"""Packaged tables. Each is JSON with its source and date, made by a script under ``tools/``.

A table file is an object ``{"source": ..., "date": "YYYY-MM-DD", "licence": ..., "data": ...}``.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Any:
    """The ``data`` part of a packaged table, read once.

    Args:
        name: file name without ``.json``.
    """
    return json.loads((files(__name__) / f"{name}.json").read_text(encoding="utf-8"))["data"]


@cache
def patterns(name: str) -> dict[str, re.Pattern[str]]:
    """The regular expressions of a packaged table by their names, compiled once."""
    return {key: re.compile(pattern) for key, pattern in load(name)["patterns"].items()}


@cache
def versions() -> dict[str, str]:
    """Date of every packaged table by name, sorted by name."""
    out = {}
    for entry in files(__name__).iterdir():
        if entry.name.endswith(".json"):
            out[entry.name.removesuffix(".json")] = json.loads(entry.read_text(encoding="utf-8"))["date"]
    return dict(sorted(out.items()))
