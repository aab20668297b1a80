"""Check digits of VAT numbers: the member states of the European Union, Northern Ireland, GB, CH and NO.

Shapes and weights are in the packaged table, each row with the name of a rule here. Sources: the European Commission's
description of the check algorithms (VIES), and the tax offices of CH, GB and NO.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from crmquality._data import load

_CYPRUS: Final = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
_FRENCH: Final = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_IRISH: Final = "WABCDEFGHIJKLMNOPQRSTUV"
_TEN: Final = 10
_TEN_DIGITS_SINCE: Final = 1954


def weighted(text: str, weights: Iterable[int]) -> int:
    """Sum of the digits, each times its weight; letters count from ten on."""
    return sum(int(c, 36) * w for c, w in zip(text, weights, strict=False))


def luhn(digits: str) -> int:
    """Rest of the Luhn sum by ten (ISO/IEC 7812-1); 0 = the last digit is right."""
    doubled = (sum(divmod(int(d) * 2, 10)) if i % 2 else int(d) for i, d in enumerate(reversed(digits)))
    return sum(doubled) % 10


def mod_11_10(digits: str) -> bool:
    """Whether the last digit is the hybrid check digit of ISO 7064, MOD 11,10."""
    check = 5
    for d in digits:
        check = ((check or 10) * 2 % 11 + int(d)) % 10
    return check == 1


def real_day(year: int, month: str | int, day: str | int) -> bool:
    """Whether there is such a day."""
    try:
        date(year, int(month), int(day))
    except ValueError:
        return False
    return True


def last_fits(text: str, weights: Sequence[int], signs: str = "01234567890", further: Sequence[int] = ()) -> bool:
    """Whether the last character is the sign of the weighted sum's rest; where that is ten, of a further sum's."""
    padded = text.zfill(len(weights) + 1)
    rest = weighted(padded, weights) % len(signs)
    if rest == _TEN and further:
        rest = weighted(padded, further) % len(signs)
    return signs[rest] == text[-1]


def _born(text: str, places: Sequence[int], months: int, centuries: Sequence[int], *check: Any) -> bool:
    """A person, born on a real day; places of the figures of year, month, day and century."""
    year, month, day = (int(text[at : at + 2]) for at in places[:3])
    born = centuries[int(text[places[3]])] + year
    return real_day(born, month % months, day) and last_fits(text, *check)


def _birth_number(text: str) -> bool:
    """A Czech or Slovak birth number: nine digits until 1953, then ten and divisible by eleven."""
    year, month = 1900 + int(text[:2]), int(text[2:4]) % 50 % 20
    if len(text) == 9:
        year -= 100 if year >= 1980 else 0
        return year < _TEN_DIGITS_SINCE and real_day(year, month, text[4:6])
    year += 100 if year < _TEN_DIGITS_SINCE else 0
    return real_day(year, month, text[4:6]) and int(text[:9]) % 11 % 10 == int(text[9])


def _cyprus(text: str) -> bool:
    total = sum(_CYPRUS[int(d)] for d in text[:8:2]) + sum(int(d) for d in text[1:8:2])
    return chr(ord("A") + total % 26) == text[8]


def _spain(text: str) -> bool:
    check = -luhn(text[1:8] + "0") % 10
    return text[0] in "ABCDEFGHJNPQRSUVW" and text[8] in ("JABCDEFGHI"[check], str(check))


def _france(text: str) -> bool:
    key, siren = text[:2], text[2:]
    if siren[:3] != "000" and luhn(siren):  # 000: Monaco
        return False
    if key.isdigit():
        return int(key) == int(siren + "12") % 97
    first, second = (_FRENCH.index(c) for c in key)
    both = first * 24 + second - 10 if key[0].isdigit() else first * 34 + second - 100
    return (int(siren) + 1 + both // 11) % 11 == both % 11


def _ireland(text: str) -> bool:
    if not text[1].isdigit():  # until 1991: the second character was a letter, + or *
        text = "0" + text[2:7] + text[0] + text[7:]
    return _IRISH[(weighted(text[:7], range(8, 1, -1)) + 9 * _IRISH.index(text[8:] or "W")) % 23] == text[7]


#: rules by the names that the table has for them
_CHECKS: Final[dict[str, Callable[..., bool]]] = {
    "sum": lambda text, weights, modulus, rests: weighted(text, weights) % modulus in rests,
    "luhn": lambda text, size: luhn(text[:size]) == 0,
    "austria": lambda text: (luhn(text[1:8]) + 4 + int(text[8])) % 10 == 0,
    "belgian_account": lambda text: int(text[10:]) == (int(text[:10]) % 97 or 97),
    "spanish_account": lambda text, weights, signs: (
        last_fits(text[:9], weights[2:], signs) and last_fits(text[10:] + text[9], weights, signs)),
    "last": last_fits, "born": _born, "mod_11_10": mod_11_10, "any": lambda _: True, "birth_number": _birth_number,
    "cyprus": _cyprus, "spain": _spain, "france": _france, "ireland": _ireland,
}  # fmt: skip


@cache
def forms(kind: str) -> dict[str, tuple[list[int], list[tuple[re.Pattern[str], Callable[..., bool], list[Any]]]]]:
    """Lengths, and shapes with their rules, of ``"vat"`` or ``"iban"`` by country."""
    return {
        country: (lengths, [(re.compile(shape), _CHECKS[rule], rest) for shape, rule, *rest in rows])
        for country, (lengths, rows) in load("identifiers")[kind].items()
    }


@cache
def vat_countries() -> tuple[str, ...]:
    """Prefixes of VAT numbers whose check digits are known."""
    return tuple(forms("vat"))


def form_problem(kind: str, country: str, number: str) -> str | None:
    """What is wrong with a number without its prefix: ``"length"``, ``"format"``, ``"checksum"``, or nothing."""
    lengths, rows = forms(kind)[country]
    shaped = [(rule, rest) for shape, rule, rest in rows if shape.fullmatch(number)]
    if any(rule(number, *rest) for rule, rest in shaped):
        return None
    return "checksum" if shaped else "format" if len(number) in lengths else "length"
