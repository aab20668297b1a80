"""Unicode: what is blank, what is invisible, what two texts have in common.

Sources: Unicode Standard Annex 15 (normalization forms) and Annex 24 (scripts, here only the
ranges that customer data needs). Nothing below depends on locale or on other tables.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: invisible characters without meaning; the joiners U+200C and U+200D stay, Persian and Indic names need them
_INVISIBLE: Final = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_CONTROL: Final = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
_BLANK_RUN: Final = re.compile(r"[\s\x85\u2800\u3164]+")
_ZERO_WIDTH: Final = re.compile(f"[{_INVISIBLE}]+")
_CONTROLS: Final = re.compile(f"[{_CONTROL}]+")
_UNTIDY: Final = re.compile(rf"[{_INVISIBLE}{_CONTROL}\x85\u2800\u3164]|[^\S ]|  |^ | $")
#: folding changes nothing in these
_FOLDED: Final = re.compile(r"[!-@\[-~\u4e00-\u9fff]+(?: [!-@\[-~\u4e00-\u9fff]+)*+")
_FULL_WIDTH: Final = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
#: letters and digits in a form of their own: enclosed, radicals, ligatures, Arabic in its shapes, small, wide, styled
_FORM: Final = re.compile(
    "[\u2460-\u2473\u24b6-\u24ea\u2e80-\u2fd5\ufb00-\ufdff\ufe30-\ufefc\uff01-\uffef\U0001d400-\U0001d7ff]+"
)
_HAN: Final = re.compile(
    "[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ebef\U00030000-\U000323af]"
)
_HAN_ONLY: Final = re.compile(_HAN.pattern + "+")
#: a kana with its voicing mark is another letter
_KANA_MARKS: Final = "\u3099\u309a"
_SCRIPTS: Final = (
    (0x0041, 0x024F, "Latin"), (0x0370, 0x03FF, "Greek"), (0x0400, 0x052F, "Cyrillic"), (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"), (0x0600, 0x077F, "Arabic"), (0x0900, 0x097F, "Devanagari"), (0x0E00, 0x0E7F, "Thai"),
    (0x10A0, 0x10FF, "Georgian"), (0x1100, 0x11FF, "Hangul"), (0x1E00, 0x1EFF, "Latin"), (0x1F00, 0x1FFF, "Greek"),
    (0x3040, 0x309F, "Hiragana"), (0x30A0, 0x30FF, "Katakana"), (0xAC00, 0xD7AF, "Hangul"),
    (0xFF21, 0xFF5A, "Latin"), (0xFF66, 0xFF9D, "Katakana"),
)  # fmt: skip


def is_plain(text: str) -> bool:
    """Whether a text is printable ASCII without outer or repeated blanks, so that tidying cannot change it."""
    return text.isascii() and text.isprintable() and text[:1] != " " and text[-1:] != " " and "  " not in text


def has_control(text: str) -> bool:
    """Whether a text holds control characters (other than blanks) or lone surrogates."""
    return _CONTROLS.search(text) is not None


def tidy(text: str) -> str:
    r"""Drop invisible and control characters, squeeze blanks to one space, trim, compose (NFC).

    Args:
        text: any text.

    Returns:
        The tidied text; tidying it again changes nothing.

    Example:
        >>> tidy("\u3000张\u200b三 \t Li\n")
        '张三 Li'
    """
    if is_plain(text):
        return text
    if _UNTIDY.search(text) is None:
        return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    text = _CONTROLS.sub("", _ZERO_WIDTH.sub("", text))
    return unicodedata.normalize("NFC", _BLANK_RUN.sub(" ", text).strip())


def narrow(text: str) -> str:
    """Fullwidth Latin letters, digits and signs in their ordinary width; nothing else changes.

    Example:
        >>> narrow("ＡＢＣ－１２３（㈱）")
        'ABC-123(㈱)'
    """
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def ordinary(text: str) -> str:
    """Letters, digits and signs of a text in their ordinary form; what means more than a letter stays: ㈱, ½, ™, ².

    Example:
        >>> ordinary("ｶﾞﾝﾀﾞ ﬁn ① ½ ㈱ Nº 5²")
        'ガンダ fin 1 ½ ㈱ Nº 5²'
    """
    if text.isascii() or _FORM.search(text) is None:
        return text
    return tidy(_FORM.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text))


def fold(text: str) -> str:
    """Key for caseless, markless comparison: compatibility form, case folded, marks off, blanks squeezed.

    Returns:
        A key; folding it again changes nothing.

    Example:
        >>> fold(" Müller\u3000ＧＭＢＨ "), fold("Straße"), fold("张　三")
        ('muller gmbh', 'strasse', '张 三')
    """
    if text.isascii():
        folded = text.casefold()
        return folded if is_plain(folded) else tidy(folded)
    if _FOLDED.fullmatch(text):
        return text
    done = _fold_once(text)
    while _FOLDED.fullmatch(done) is None and (again := _fold_once(done)) != done:
        done = again
    return done


def _fold_once(text: str) -> str:
    parts = unicodedata.normalize("NFKD", tidy(text)).casefold()
    bare = "".join(c for c in parts if c in _KANA_MARKS or not unicodedata.combining(c))
    return tidy(unicodedata.normalize("NFKC", bare).replace("\u200c", "").replace("\u200d", ""))


def is_han(text: str) -> bool:
    """Whether a text consists of Han characters alone, and of at least one."""
    return _HAN_ONLY.fullmatch(text) is not None


def has_han(text: str) -> bool:
    """Whether a text holds a Han character."""
    return not text.isascii() and _HAN.search(text) is not None


@lru_cache(maxsize=4096)
def script_of(character: str) -> str:
    """Script of one character: ``"Latin"``, ``"Han"``, ...; ``"Other"`` for other letters, ``""`` for no letter."""
    if not character.isalpha():
        return ""
    if _HAN.match(character):
        return "Han"
    code = ord(character)
    for first, last, name in _SCRIPTS:
        if first <= code <= last:
            return name
    return "Other"


def scripts(text: str) -> frozenset[str]:
    """Scripts of the letters of a text.

    Example:
        >>> sorted(scripts("张三 Li 3"))
        ['Han', 'Latin']
    """
    return frozenset(s for c in text if (s := script_of(c)))
