"""Text that was read in another encoding than it was written in: JÃ¼rgen, Ð˜Ð²Ð°Ð½, ÕÅÈý, 寮犱笁.

Sources: the forms of UTF-8 (RFC 3629), Windows-1252 and GBK; what a byte became is what those tables say.
"""

from __future__ import annotations

import re
from typing import Final

# what a byte 80 to BF became: in Latin-1 itself, in Windows-1252 a letter, a quote or a sign
_LETTERS: Final = (
    "\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u201a\u201e\u2020\u2021\u2030\u2039\u203a"
)
_QUOTES: Final = "\u2013\u2014\u201c\u201d\u2026\u2122"
_ANY: Final = f"[\u0080-\u00bf{_LETTERS}{_QUOTES}\u2018\u2019\u2022\u20ac]"
_SURE: Final = f"[\u0080-\u009f\u00a1-\u00a9\u00ac\u00ad\u00af-\u00b9\u00bc-\u00bf{_LETTERS}\u20ac]"
#: guillemets stand beside letters, and an ordinal sign may
_BESIDE: Final = f"[\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf{_LETTERS}{_QUOTES}\u2018\u2022\u20ac]"
_FORMS: Final = re.compile(
    f"[\u00c2\u00c3]{_ANY}|[\u00c4\u00c5](?:{_SURE}|[{_BESIDE[1:-1]}\u00bb](?=[a-z]))|(?:[\u00c4-\u00df]{_ANY}){{2}}"
    f"|\u00e1[\u00ba\u00bb]{_ANY}|\u00e2[\u0080\u20ac]{_ANY}|[\u00e0\u00e3-\u00ed]{_BESIDE}{_ANY}|\u00f0[\u009f\u0178]{_ANY}"
    "|(?<![^\\W_])(?:[\u00b0-\u00d7][\u00a1-\u00fe]){2,}(?![^\\W_])"  # GBK
    "|\u951f\u65a4\u62f7|\u70eb\u70eb\u70eb"
)
#: a text without any of these holds none of the forms
_LEAD: Final = re.compile("[\u00b0-\u00ed\u00f0\u951f\u70eb]")
_HAN: Final = re.compile("[\u4e00-\u9fff]{3}")


def mojibake(text: str) -> tuple[int, int] | None:
    """Where a text was read in the wrong encoding; ``None`` = nowhere.

    Example:
        >>> mojibake("JÃ¼rgen"), mojibake("ÕÅÈý"), mojibake("寮犱笁"), mojibake("João Ávila")
        ((1, 3), (0, 4), (0, 3), None)
    """
    if _LEAD.search(text) and (found := _FORMS.search(text)):
        return found.span()
    return han.span() if (han := _HAN.search(text)) and _misread(han[0]) else None


def _misread(three: str) -> bool:
    """Whether three characters of GBK are two common ones in UTF-8."""
    raw = three.encode("gbk", "replace")
    if not 0xE4 <= raw[0] <= 0xE9:
        return False
    try:
        return len(raw.decode("utf-8").encode("gb2312")) == 4
    except UnicodeError:
        return False
