"""Amounts of money: a decimal number and, where it is written, an ISO 4217 currency.

Conventions: a comma or full stop that can be read two ways is not read (1.234), unless the other separator, a second
group, a currency or a unit decides: 1.234,5 and 1,234.5, 12,50 €, 3,5 Mio. A comma before three digits groups (1,234).
万 and 亿, k, m and bn and their words in other languages are multiplied out, Chinese numerals are read (三万五千元,
叁仟元整, 3万5), brackets and a minus on either side are negative. ``$`` is the US dollar and ``¥`` the yuan where
nothing else stands beside them. A range (10-20万) has no single value. Source: ISO 4217; names of Unicode CLDR.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from crmquality._data import load, patterns
from crmquality._text import fold
from crmquality.normalizers._han_number import HAN_DIGITS, HAN_UNITS, han_number, times
from crmquality.normalizers._reading import NOTHING, Note, Reading, begun, refused
from crmquality.types import Amount

_LIMIT: Final = 80
_MOST_DIGITS: Final = 30
_LONG: Final = 15
_LARGEST: Final = Decimal(10) ** 15
_PLAIN: Final = re.compile(
    r"(?:([A-Z]{3}|[$€£¥￥]) ?)?(?:([1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4})(\.[0-9]{1,2})?"
    r"|([1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4},[0-9]{1,2}))(?: ?(万|亿|k(?![A-Z])))?(?: ?([A-Z]{3}|[€元]))?",
    re.ASCII,
)
_UNITS: Final = {"万": 4, "亿": 8, "k": 3}
_BRACKETS: Final = re.compile(r"([^\d()]{0,8})\(([^()]+)\)\s*([^\d()]{0,30})")
_EXPONENT: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}", re.ASCII)
_GROUPS: Final = re.compile(r"[1-9]\d{0,2}(?:([.,'’ ])\d{3})(?:\1\d{3})*", re.ASCII)
_INDIAN: Final = re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d{1,2})?", re.ASCII)
_DECIMAL_COMMA: Final = re.compile(r"\d+,\d{1,2}|0,\d+", re.ASCII)
_THREE: Final = 3
_NO_CURRENCY: Final = (Note("currency_missing"),)
_YUAN: Final = frozenset(("元", "元整", "元正"))
_FILLERS: Final = frozenset(("", "整", "正", "only", ".", "kr", "kr."))


def read_amount(value: str | None) -> Reading:
    """Read an amount; the value is an `Amount`, the text ``"1234.5 CNY"`` or ``"1234.5"``."""
    if value and len(value) <= _LIMIT and (found := _PLAIN.fullmatch(value)):
        before, whole, rest, pointed, unit, after = found.groups()
        if pointed:  # 1.234,50
            whole, _, rest = pointed.replace(".", "").replace(",", " .").partition(" ")
        signs = load("currencies")["signs"]
        currency = signs.get(before or after) if before or after else ""
        if currency is not None and (not (before and after) or currency == signs.get(after)):
            digits = whole.replace(",", "") + (rest.rstrip("0").rstrip(".") if rest else "")
            if unit:
                return _settled(times(digits, _UNITS[unit]), currency, [Note("unit_word")])
            text, notes = (f"{digits} {currency}", ()) if currency else (digits, _NO_CURRENCY)
            return Reading(Amount(Decimal(digits), currency), text, notes)
    return long_read(value)


def long_read(value: str | None) -> Reading:
    """As `read_amount`, for every text."""
    text, notes, done = begun(value, _LIMIT, spare="0123456789")
    if done is not None:
        return done
    if _EXPONENT.fullmatch(text):
        return Reading(None, None, (*notes, Note("excel_float")))
    if (rough := patterns("currencies")["rough"].sub("", text, count=2)) != text and rough:
        text, notes = rough, [*notes, Note("approximate")]
    outcome = (None if text.isascii() else _han(text, notes)) or _read(text, notes)
    if isinstance(outcome, Note):
        if outcome.code == "unparseable":
            outcome = _range(text) or Note(refused(text, outcome.code))
        return Reading(None, None, (*notes, outcome))
    return _settled(*outcome, notes)


def _read(text: str, notes: list[Note]) -> tuple[Decimal, str] | Note:
    """Number and currency of a text with figures, or why there are none."""
    bracketed = _BRACKETS.fullmatch(text)
    bare = f"{bracketed[1]}{bracketed[2]} {bracketed[3]}".strip() if bracketed else text
    found = patterns("currencies")["figures"].fullmatch(bare)
    power, after = _unit(found["after"] or "") if found else (0, "")
    currency = _currency(found["before"] or "", after) if found else None
    if found is None or currency is None:
        return Note("unparseable")
    written = found["number"]
    if (found["even"] or "")[:1] == "," and _GROUPS.fullmatch(written):
        written = written.replace(".", "")
    digits = _digits(written, decided=bool(currency or power or found["even"]))
    if digits is None:
        return Note("ambiguous_separator", None, None, _two_ways(written, power, currency))
    if power:
        notes.append(Note("unit_word"))
    number = times(digits, power)
    minus = bracketed or any(found[g] in ("-", "−") for g in ("sign", "sign2", "behind"))
    return (-number if minus else number), currency


def _unit(after: str) -> tuple[int, str]:
    """Power of ten and what stands behind it: 万元, k EUR, Mio. €."""
    units = load("currencies")["units"]
    word = fold(after)
    for size in range(min(len(word), 11), 0, -1):
        power = units.get(word[:size])
        if power and not (word[size : size + 1].isalpha() and word[size - 1].isascii() and word[size].isascii()):
            return power, word[size:].lstrip(".")
    if word[:1] == "t" and word[1:].strip() in ("€", "eur"):
        return 3, word[1:]
    return 0, after


def _han(text: str, notes: list[Note]) -> tuple[Decimal, str] | None:
    """三万五千元, 3万5千, 叁仟元整, 五元五角."""
    found = patterns("currencies")["han"].fullmatch(text)
    if found is None:
        return None
    before, number, after, tenth, hundredth = found.groups()
    has_unit = not HAN_UNITS.keys().isdisjoint(number)
    if not (has_unit or tenth or hundredth or HAN_DIGITS.keys() >= set(number)):
        return None
    currency, total = _currency(before or "", after or ""), han_number(number)
    if currency is None or total is None:
        return None
    for place, digit in ((-1, tenth), (-2, hundredth)):
        total += times(HAN_DIGITS.get(digit, digit or 0), place)
    if has_unit:
        notes.append(Note("unit_word"))
    return total, currency or ("CNY" if tenth or hundredth else "")


def _range(text: str) -> Note | None:
    """10-20万, 5k to 10k: both ends, the unit and the currency of the second counting for the first."""
    found = patterns("currencies")["range"].fullmatch(text)
    low, high = (long_read(found[1]), long_read(found[2])) if found else (NOTHING, NOTHING)
    if found is None or low.value is None or high.value is None or found[1][:1] == "-":
        return None
    number, currency = low.value.number, high.value.currency or low.value.currency
    has_unit = [any(n.code == "unit_word" for n in end.notes) for end in (low, high)]
    if has_unit == [False, True] and (plain := re.search(r"\d[\d.,]*", found[2])):
        part = Decimal(_digits(plain[0], decided=True) or 0)
        number = number * high.value.number / part if part else number
    ends = (_settled(n, currency, []).text for n in (number, high.value.number))
    return Note("range", None, None, tuple(e for e in ends if e))


def _currency(before: str, after: str) -> str | None:
    """The currency that the words around a number name; ``""`` = none is named, ``None`` = something else is."""
    names = load("currencies")["names"]
    words = {fold(before).strip(" :："), fold(after).strip(" ").removeprefix("de ")} - _FILLERS
    found = {names.get(w) or names.get(w.strip(".")) or names.get(w.replace(" ", "")) for w in words}
    if len(found) > 1 and fold(after).strip() in _YUAN:  # 港币5000元
        found -= {"CNY"}
    return "" if not words else found.pop() if len(found) == 1 else None


def _digits(written: str, *, decided: bool = False) -> str | None:
    """Plain digits; ``None`` = read two ways. Decided: beside a currency or unit, 12,5 is a decimal."""
    plain = written.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    whole, _, rest = plain.partition(".")
    if (whole + rest).isdigit():
        two_ways = len(rest) == _THREE and len(whole) <= _THREE and whole != "0"
        return None if two_ways else plain.rstrip(".")
    if _INDIAN.fullmatch(plain):
        return plain.replace(",", "")
    if (decided or plain[:2] == "0,") and _DECIMAL_COMMA.fullmatch(plain):
        return plain.replace(",", ".")
    if _GROUPS.fullmatch(plain):  # 1,234 is a thousand wherever a comma groups; 1.234 was asked above
        return re.sub(r"\D", "", plain)
    last = max(plain.rfind("."), plain.rfind(","))
    whole, rest = plain[:last], plain[last + 1 :]
    if plain[last] in whole or not _GROUPS.fullmatch(whole) or not rest.isdigit():
        return None
    return re.sub(r"\D", "", whole) + "." + rest


def _two_ways(written: str, power: int, currency: str) -> tuple[str, ...]:
    """Both readings of 1.234 and 1,23."""
    whole, mark, rest = written.partition("." if "." in written else ",")
    if not mark or not (whole + rest).isdigit():
        return ()
    ways = [f"{whole}.{rest}"] if mark == "," else [whole + rest, f"{whole}.{rest}"]
    return tuple(t for way in ways if (t := _settled(times(way, power), currency, []).text))


def _settled(number: Decimal, currency: str, notes: list[Note]) -> Reading:
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
        whole, _, rest = plain.lstrip("-").partition(".")
        if len(rest) == _THREE and len(whole) <= _THREE and whole != "0":
            plain += "0"  # 1.234 would read two ways
    plain = "0" if plain == "-0" else plain
    if len(plain) > _MOST_DIGITS:
        return Reading(None, None, (*notes, Note("unparseable")))
    if not currency:
        notes.append(Note("currency_missing"))
    if plain[0] == "-":
        notes.append(Note("negative"))
    if len(plain) > _LONG and abs(number) > _LARGEST:
        notes.append(Note("out_of_range"))
    return Reading(Amount(Decimal(plain), currency), f"{plain} {currency}".rstrip(), tuple(notes))


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
