"""Free text, and the short texts that are read the same way: regions, cities, streets."""

from __future__ import annotations

import re
from typing import Final, cast

from crmquality._text import is_plain, tidy
from crmquality.normalizers._gibberish import mashed
from crmquality.normalizers._identifier import resident_id_valid
from crmquality.normalizers._mojibake import mojibake
from crmquality.normalizers._reading import LIMIT, Note, Reading, located, placeholder_code, prepare, text_notes
from crmquality.types import NormalizedText

_EMAIL: Final = re.compile(r"[^\s@]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+", re.IGNORECASE | re.ASCII)
_PHONE: Final = re.compile(r"\+?[\d()\-. /]{7,24}")
#: a text without this and without @ holds none of the next
_HINT: Final = re.compile(r"[0-9](?:[ ()-]{0,2}[0-9]){6}", re.ASCII)
_PERSONAL: Final = re.compile(
    r"[A-Z0-9._%+-]{1,64}@[A-Z0-9-]{1,63}(?:\.[A-Z0-9-]{1,63})+"
    r"|(?<![0-9A-Z])(?P<id>[1-8][0-9]{16}[0-9X])(?![0-9A-Z])"
    r"|(?<![0-9.-])(?:1[3-9][0-9](?:[ -]?[0-9]{4}){2}|\+[1-9][0-9](?:[ ()-]{0,2}[0-9]){6,12}"
    r"|0[1-9][0-9]{1,2}[- ][0-9]{7,8}|\([2-9][0-9]{2}\) ?[0-9]{3}-[0-9]{4})(?![0-9])",
    re.IGNORECASE | re.ASCII,
)
#: fullwidth digits and letters; Chinese punctuation is right as it is
_FULL_WIDTH: Final = {
    c: c - 0xFEE0 for first, last in ("０９", "ＡＺ", "ａｚ") for c in range(ord(first), ord(last) + 1)
}
#: what needs no closer look, but for blanks and words that stand for nothing
_WORDS: Final = re.compile(r"(?!.*(?i:x{4}|www\.))[A-Za-z][A-Za-z0-9 .,'()/&-]*|[\u4e00-\u9fff]+")
#: words and numbers of Latin letters and hanzi with their usual signs, one blank apart
_SIGN: Final = (
    "!-%'(),.-;?A-~\u00c0-\u024f\u00b7\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u3001\u3002\u300a\u300b\u3010\u3011"
    "\u4e00-\u9fff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
)
_PROSE: Final = re.compile(f"(?![-=@+])(?:[{_SIGN}-]++ ?)*+(?<! )")
_LETTERS: Final = re.compile(r"[A-Za-z][A-Za-z .'-]*")
_SHORT, _PHONE_DIGITS = 255, 7


def read_text(value: str | None, *, limit: int = LIMIT, short: bool = False) -> Reading:
    """Read a text up to a length; short ones (city, job title) hold no mailbox, phone or fullwidth letters."""
    if value and len(value) < _SHORT and _WORDS.fullmatch(value) and (value[0] > "z" or is_plain(value)):
        code = placeholder_code(value)
        return Reading(None, None, (Note(code),), missing=True) if code else Reading(value, value)
    text, notes = prepare(value, limit=limit, typed=False)
    spoilt = any(n.code in ("mojibake", "replacement_char") for n in notes)
    if short and not (spoilt or text.isascii()) and (narrow := tidy(text.translate(_FULL_WIDTH))) != text:
        text, notes = narrow, [*notes, Note("fullwidth")]
    if not text:
        return Reading(None, None, (), missing=True)
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    if len(value or "") > limit:
        return Reading(None, None, tuple(notes))
    notes += located(text_notes(text), text, value)
    if short and (
        ("@" in text and _EMAIL.search(text))
        or (not text[0].isalpha() and _PHONE.fullmatch(text) and sum(map(str.isdigit, text)) >= _PHONE_DIGITS)
    ):
        notes.append(Note("wrong_field"))
    return Reading(text, text, tuple(notes))


def ordinary_text(value: str) -> str | None:
    """Notes that raise no doubt, as they are; ``None`` = read them at length."""
    if not 1 < len(value) <= LIMIT or len(value) == _SHORT or not _PROSE.fullmatch(value) or _HINT.search(value):
        return None
    low = value.lower()
    if "xxxx" in low or "www." in low or "://" in low or placeholder_code(value):
        return None
    spoilt = _LETTERS.fullmatch(value) and not value.isupper() and mashed(low) if value.isascii() else mojibake(value)
    return None if spoilt else value


def read_free_text(value: str | None) -> Reading:
    """Read notes: what identifies somebody inside a text is named, and so are mashed keys and single characters."""
    found = read_text(value)
    text = found.text
    if text is None:
        return found
    notes = [Note("too_short")] if len(text) == 1 else []
    if text.isascii() and not text.isupper() and _LETTERS.fullmatch(text) and mashed(text.lower()):
        notes.append(Note("gibberish"))
    if "@" in text or _HINT.search(text):
        notes += located(_personal(text), text, value)
    return Reading(text, text, found.notes + tuple(notes)) if notes else found


def _personal(text: str) -> list[Note]:
    """The first mailbox, phone or resident number that stands inside a text, and is not the text itself."""
    for found in _PERSONAL.finditer(text):
        number, around = found["id"], text[: found.start()] + text[found.end() :]
        if any(c.isalpha() for c in around) and (not number or resident_id_valid(number.upper())):
            return [Note("pii_inside", found.span())]
    return []


def read_short_text(value: str | None) -> Reading:
    """Read a region, city or street: at most 255 characters."""
    return read_text(value, limit=_SHORT, short=True)


def text(value: str) -> NormalizedText | None:
    """A text without invisible characters and superfluous blanks.

    Args:
        value: any text.

    Returns:
        The text, or ``None`` where it is empty, a placeholder or longer than 32,767 characters.

    Example:
        >>> text("  called\u3000 twice "), text("暂无")
        ('called twice', None)
    """
    return cast("NormalizedText | None", read_text(value).text)
