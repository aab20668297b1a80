"""From whatever a caller's record holds to a cell: text, or ``None`` where nothing is."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Final

_EXACT: Final = 2**53
_ABSENT: Final = frozenset({"NAType", "NaTType"})


def to_cell(value: object) -> str | None:
    """Turn a value into a cell, once; rules see only the cell.

    Args:
        value: anything: text, number, date, flag, bytes, list, an element of a pandas or numpy table.

    Returns:
        The text. Whole numbers lose a ``.0``, midnights without a zone become days, flags become ``true``
        and ``false``, lists are joined by ``"; "``; NaN, NaT and NA are ``None``.

    Example:
        >>> to_cell(13800138000), to_cell(100080.0), to_cell(float("nan")), to_cell(True)
        ('13800138000', '100080', None, 'true')
    """
    if type(value) is str and value.isascii():
        return value
    if value is None or isinstance(value, str):
        return None if value is None else _encodable(str(value))
    if type(value).__name__ in _ABSENT:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, (float, Decimal)):
        return _number(value)
    if isinstance(value, (date, time)):
        return _moment(value)
    return _other(value)


def _encodable(text: str) -> str:
    """Half a character (a lone surrogate) cannot be written anywhere: it becomes the replacement character."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _number(value: float | Decimal) -> str | None:
    if value.is_nan() if isinstance(value, Decimal) else math.isnan(value):
        return None
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text and value == value.to_integral_value() else text
    if value.is_integer() and abs(value) <= _EXACT:
        return str(int(value))
    return repr(float(value))


def _moment(value: date | time) -> str:
    if isinstance(value, datetime) and value.tzinfo is None and value.time() == time():
        return value.date().isoformat()
    return value.isoformat()


def _other(value: object) -> str | None:
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, Enum):
        return to_cell(value.value)
    if isinstance(value, (list, tuple, set, frozenset)):
        cells = [c for v in value if (c := to_cell(v)) is not None]
        return "; ".join(sorted(cells) if isinstance(value, (set, frozenset)) else cells) or None
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True, default=str)
    if type(value).__name__ == "datetime64":
        return None if str(value) == "NaT" else str(value)
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        return to_cell(value.item())
    return str(value)
