"""Values made unrecognisable but still telling, for messages, reports and alerts."""

from __future__ import annotations

DOT = "•"
LONGEST = 24


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
    out = []
    inside = False
    for ch in value[:LONGEST]:
        if ch.isalnum():
            out.append(DOT if inside else ch)
            inside = True
        else:
            out.append(ch if ch.isprintable() else " ")
            inside = False
    return "".join(out) + ("…" if len(value) > LONGEST else "")
