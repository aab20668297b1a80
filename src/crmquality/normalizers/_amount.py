"""Amounts of money: a decimal number and, where it is written, an ISO 4217 currency.

A separator that can be read two ways (1.234 or 1,23) is not read at all, unless the other separator or a second group
decides. Chinese units 万 and 亿 and the Western k, m, bn count. Source: ISO 4217; names of Unicode CLDR.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import cache
from typing import Final

from crmquality._data import load
from crmquality._text import fold
from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare
from crmquality.types import Amount

_LIMIT: Final = 80
_EXACT: Final = Context(prec=60)
_MOST_DIGITS: Final = 30
_LARGEST: Final = Decimal(10) ** 15
_PLAIN: Final = re.compile(r"[1-9][0-9]{0,14}(?:\.[0-9]{1,2})?(?: [A-Z]{3})?", re.ASCII)
_SHAPE: Final = re.compile(
    r"(?P<sign>[+\-−])?\s*(?P<before>[^\d\s()+\-−.,'][^\d()+\-−]{0,30}?)?\s*(?P<sign2>[+\-−])?"
    r"(?P<number>\d[\d.,'’\u00a0\u202f ]*)\s*"
    r"(?P<unit>百万|千万|十亿|万亿|万|萬|亿|億|千|bn|mio|mrd|mln|[kmb](?![a-z]))?"
    r"\s*(?P<after>[^\d]{0,30})",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\(([^()]+)\)\s*([^\d()]{0,30})")
_EXPONENT: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}", re.ASCII)
_UNITS: Final = {
    "千": 3, "k": 3, "万": 4, "萬": 4, "百万": 6, "m": 6, "mio": 6, "mln": 6, "千万": 7, "亿": 8, "億": 8, "十亿": 9,
    "bn": 9, "b": 9, "mrd": 9, "万亿": 12,
}  # fmt: skip
_GROUPS: Final = re.compile(r"\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3})*", re.ASCII)
_FILLERS: Final = frozenset(("整", "正", "only", "."))


@cache
def _currencies() -> dict[str, str]:
    return {fold(name): code for name, code in load("currencies").items()}


def read_amount(value: str | None) -> Reading:
    """Read an amount; the value is an `Amount`, the text ``"1234.5 CNY"`` or ``"1234.5"``."""
    if value and _PLAIN.fullmatch(value) and (value[-1].isdigit() or value[-3:] in _codes()):
        return _settled(Decimal(value.partition(" ")[0]), value[-3:] if value[-1].isalpha() else "", [])
    text, notes = prepare(value, limit=_LIMIT, width=True)
    if not text:
        return NOTHING
    if len(value or "") > _LIMIT:
        return Reading(None, None, tuple(notes))
    if text.strip("0") and (code := placeholder_code(text)):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    if _EXPONENT.fullmatch(text):
        return Reading(None, None, (*notes, Note("excel_float")))
    bracketed = _BRACKETS.fullmatch(text)
    found = _SHAPE.fullmatch(f"{bracketed[1]} {bracketed[2]}".strip() if bracketed else text)
    currency = None if found is None else _currency(found["before"] or "", found["after"] or "")
    if found is None or currency is None:
        return Reading(None, None, (*notes, Note("unparseable")))
    digits = _digits(found["number"].strip())
    if digits is None:
        return Reading(None, None, (*notes, Note("ambiguous_separator")))
    unit = (found["unit"] or "").lower()
    if unit:
        notes.append(Note("unit_word"))
    number = Decimal(digits).scaleb(_UNITS.get(unit, 0), _EXACT)
    if bracketed or "-" in (sign := f"{found['sign'] or ''}{found['sign2'] or ''}") or "−" in sign:
        number = -number
    return _settled(number, currency, notes)


@cache
def _codes() -> frozenset[str]:
    return frozenset(load("currencies").values())


def _currency(before: str, after: str) -> str | None:
    """The currency that the words around a number name; ``""`` = none is named, ``None`` = something else is."""
    words = [w for w in (fold(before).strip(" :：."), fold(after).strip(" .")) if w and w not in _FILLERS]
    if not words:
        return ""
    found = {_currencies().get(w) or _currencies().get(w.replace(" ", "")) for w in words}
    return found.pop() if len(found) == 1 else None


def _digits(written: str) -> str | None:
    """Plain digits of a number; ``None`` where its separators can be read two ways."""
    plain = written.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    if plain.replace(".", "", 1).isdigit() and "." in plain:
        whole, _, rest = plain.partition(".")
        return None if len(rest) == 3 and len(whole) <= 3 and whole != "0" else plain.rstrip(".")  # noqa: PLR2004
    if plain.isdigit():
        return plain
    last = max(plain.rfind("."), plain.rfind(","))
    marks = [c for c in plain if not c.isdigit()]
    if len(set(marks)) == 1:
        if not _GROUPS.fullmatch(plain):
            return None
        # 1,234 is a thousand wherever a comma groups; 1.234 was asked above, 1.234.567 has two groups
        return "".join(c for c in plain if c.isdigit())
    whole, rest = plain[:last], plain[last + 1 :]
    if plain[last] in whole or not _GROUPS.fullmatch(whole) or not rest.isdigit():
        return None
    return "".join(c for c in whole if c.isdigit()) + "." + rest


def _settled(number: Decimal, currency: str, notes: list[Note]) -> Reading:
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    plain = "0" if plain in ("-0", "") else plain
    if len(plain) > _MOST_DIGITS:
        return Reading(None, None, (*notes, Note("unparseable")))
    if not currency:
        notes.append(Note("currency_missing"))
    if number < 0:
        notes.append(Note("negative"))
    if abs(number) > _LARGEST:
        notes.append(Note("out_of_range"))
    return Reading(Amount(Decimal(plain), currency), f"{plain} {currency}".strip(), tuple(notes))


def amount(value: str) -> Amount | None:
    """The number and currency of an amount of money.

    Args:
        value: the raw text.

    Returns:
        The amount; its currency is ``""`` where none is written. ``None`` where there is none, or where a
        separator can be read two ways.

    Example:
        >>> amount("￥3.5万"), amount("1.234,50 €"), amount("(1,200) USD"), amount("1.234")
        (Amount(number=Decimal('35000'), currency='CNY'), Amount(number=Decimal('1234.5'), currency='EUR'), Amount(number=Decimal('-1200'), currency='USD'), None)

    Source: ISO 4217.
    """  # noqa: E501 - the example's answer is one line
    found: Amount | None = read_amount(value).value
    return found
