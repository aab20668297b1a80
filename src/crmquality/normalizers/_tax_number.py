"""Check digits of VAT numbers: the member states of the European Union, Northern Ireland, GB, CH and NO.

Shapes and weights are in the packaged table; what no table of weights says is a function here. Sources: the European
Commission's description of the check algorithms (VIES), and the tax offices of CH, GB and NO.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from crmquality._data import load

_ELEVEN: Final = 10  # the rest that no single digit can say
_CYPRUS: Final = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
_FRENCH: Final = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SPANISH: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_IRISH: Final = "WABCDEFGHIJKLMNOPQRSTUV"
_TEN_DIGITS_SINCE: Final = 1954
_MONTHS: Final = {0: 1900, 20: 1800, 40: 2000}


def weighted(digits: str, weights: Iterable[int]) -> int:
    """Sum of the digits, each times its weight."""
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


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


def _sum(text: str, weights: Sequence[int], modulus: int, rests: Sequence[int]) -> bool:
    digits = "".join(c for c in text if c.isdigit())
    return weighted(digits, weights) % modulus in rests


def _digit(text: str, weights: Sequence[int], further: Sequence[int], odd: str) -> bool:
    rest = weighted(text, weights) % 11
    if rest == _ELEVEN and further:
        rest = weighted(text, further) % 11
    if (odd == "zero" and rest == 0) or (odd == "ten" and rest == _ELEVEN):
        return False
    if odd == "czech" and rest == 0:
        rest = 1
    return rest % 10 == int(text[-1])


def _bulgaria(text: str) -> bool:
    """A citizen, a foreigner, or anybody else."""
    month = int(text[2:4])
    born = next((y for m, y in _MONTHS.items() if m < month <= m + 12), 0)
    citizen = born and real_day(born + int(text[:2]), month % 20, text[4:6])
    return bool(
        (citizen and _digit(text, (2, 4, 8, 5, 10, 9, 7, 3, 6), (), ""))
        or _sum(text, (21, 19, 17, 13, 11, 9, 7, 3, 1, -1), 10, (0,))
        or _digit(text, (-4, -3, -2, -7, -6, -5, -4, -3, -2), (), "ten")
    )


def _cyprus(text: str) -> bool:
    total = sum(_CYPRUS[int(d)] for d in text[:8:2]) + sum(int(d) for d in text[1:8:2])
    return chr(ord("A") + total % 26) == text[8]


def _czech_special(text: str) -> bool:
    rest = weighted(text[1:8], (8, 7, 6, 5, 4, 3, 2)) % 11
    return (8 if rest == 0 else (rest - 2) % 10) == int(text[8])


def birth_number(text: str) -> bool:
    """A Czech or Slovak birth number: nine digits until 1953, then ten and divisible by eleven."""
    year, month = 1900 + int(text[:2]), int(text[2:4]) % 50 % 20
    if len(text) == 9:  # noqa: PLR2004
        year -= 100 if year >= 1980 else 0  # noqa: PLR2004
        return year < _TEN_DIGITS_SINCE and real_day(year, month, text[4:6])
    year += 100 if year < _TEN_DIGITS_SINCE else 0
    return real_day(year, month, text[4:6]) and int(text[:9]) % 11 % 10 == int(text[9])


def _spain(text: str) -> bool:
    first, body, last = text[0], text[1:8], text[8]
    if first.isdigit() or first in "XYZKLM":
        number = str("XYZ".find(first)) + body if first in "XYZ" else first + body if first.isdigit() else body
        return _SPANISH[int(number) % 23] == last
    if first not in "ABCDEFGHJNPQRSUVW":
        return False
    check = -luhn(body + "0") % 10
    return last in ("JABCDEFGHI"[check], str(check))


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
    total = weighted(text[:7], (8, 7, 6, 5, 4, 3, 2))
    total += 9 * _IRISH.index(text[8:] or "W")
    return _IRISH[total % 23] == text[7]


def _lithuania(text: str) -> bool:
    weights = [[1 + (i + shift) % 9 for i in range(len(text) - 1)] for shift in (0, 2)]
    return _digit(text, weights[0], weights[1], "")


def _latvia(text: str) -> bool:
    """A person: born on a real day, or since 2017 anything that begins with 32."""
    century = 1800 + int(text[6]) * 100
    born = text.startswith("32") or real_day(century + int(text[4:6]), text[2:4], text[:2])
    return born and (1 + weighted(text, (10, 5, 8, 4, 2, 1, 6, 3, 7, 9))) % 11 % 10 == int(text[10])


def _netherlands(text: str) -> bool:
    citizen = text[:9].strip("0") and _sum(text[:9], (9, 8, 7, 6, 5, 4, 3, 2, -1), 11, (0,))
    return bool(citizen) or int("".join(str(int(c, 36)) for c in "NL" + text)) % 97 == 1


def _romania(text: str) -> bool:
    return _digit(text.zfill(10), (70, 50, 30, 20, 10, 70, 50, 30, 20), (), "")


def _romania_person(text: str) -> bool:
    century = {"1": 1900, "2": 1900, "3": 1800, "4": 1800, "5": 2000, "6": 2000}.get(text[0], 1900)
    born = real_day(century + int(text[1:3]), text[3:5], text[5:7])
    rest = weighted(text, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return born and (1 if rest == _ELEVEN else rest) == int(text[12])


_RULES: Final[dict[str, Callable[..., bool]]] = {
    "sum": _sum, "digit": _digit, "mod_11_10": mod_11_10, "luhn": lambda text: luhn(text) == 0, "any": lambda _: True,
    "austria": lambda text: (luhn(text[1:8]) + 4 + int(text[8])) % 10 == 0, "bulgaria": _bulgaria, "cyprus": _cyprus,
    "czech_special": _czech_special, "birth_number": birth_number, "spain": _spain, "france": _france,
    "ireland": _ireland, "lithuania": _lithuania, "latvia": _latvia, "netherlands": _netherlands,
    "romania": _romania, "romania_person": _romania_person,
    "sweden": lambda text: luhn(text[:10]) == 0,
}  # fmt: skip


@cache
def _table() -> dict[str, tuple[frozenset[int], tuple[tuple[re.Pattern[str], Callable[..., bool], list[Any]], ...]]]:
    return {
        country: (frozenset(lengths), tuple((re.compile(shape), _RULES[rule], rest) for shape, rule, *rest in rows))
        for country, (lengths, rows) in load("identifiers")["vat"].items()
    }


@cache
def vat_countries() -> tuple[str, ...]:
    """Prefixes of VAT numbers whose check digits are known."""
    return tuple(_table())


def vat_problem(country: str, number: str) -> str | None:
    """What is wrong with a VAT number without its prefix.

    Args:
        country: the prefix, one of `vat_countries`.
        number: capitals and digits.

    Returns:
        ``None`` where it is right, ``"length"``, ``"format"`` or ``"checksum"``.
    """
    lengths, forms = _table()[country]
    shaped = [(rule, rest) for shape, rule, rest in forms if shape.fullmatch(number)]
    if any(rule(number, *rest) for rule, rest in shaped):
        return None
    return "checksum" if shaped else "format" if len(number) in lengths else "length"
