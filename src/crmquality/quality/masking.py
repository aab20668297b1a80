"""Values made unrecognisable but still telling, for messages, reports and alerts."""

from __future__ import annotations

import re

DOT = "•"
LONGEST = 24
#: letters and digits behind one
_INNER = re.compile(r"(?<=[^\W_])[^\W_]")


def mask(value: str) -> str:
    """A value with its shape kept and its content hidden.

    The first letter or digit of each word stays, every other letter and digit becomes a dot, punctuation
    stays; long values are cut at 24 characters.

    Args:
        value: any text.

    Returns:
        At most 25 characters; empty for empty.

    Example:
        >>> mask("jane.doe@gmial.com")
        'j•••.d••@g••••.c••'
        >>> mask("王小明")
        '王••'
    """
    shown = "".join(c if c.isprintable() else " " for c in value[:LONGEST])
    return _INNER.sub(DOT, shown) + ("…" if len(value) > LONGEST else "")
