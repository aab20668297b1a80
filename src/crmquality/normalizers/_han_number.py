"""Numbers in Han numerals: 二〇二四, 三万五千, 叁仟, 三万五 (35,000 as it is spoken)."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Final

_EXACT: Final = Context(prec=60)
_NUMERALS: Final = ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
#: digits by numeral, and powers of ten by unit
HAN_DIGITS: Final = {c: i for i, row in enumerate(_NUMERALS) for c in row}
HAN_UNITS: Final = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
_TOKEN: Final = re.compile(rf"\d+(?:\.\d+)?|[{''.join(HAN_DIGITS)}]+|.")
_SECTION, _SQUARE, _TEN = 4, 8, 10


def times(number: Decimal | str | int, power: int) -> Decimal:
    """A number times a power of ten, every digit kept."""
    return Decimal(number).scaleb(power, _EXACT) if power else Decimal(number)


def han_number(text: str) -> Decimal | None:
    """Sum of digits and units; a single digit behind a unit is a tenth of it, as it is spoken (三万五)."""
    total = section = Decimal(0)
    pending: Decimal | None = None
    last, zero = 0, False
    for token in _TOKEN.findall(text):
        power = HAN_UNITS.get(token)
        if power is None:
            spoken = token[0] in HAN_DIGITS and token != text  # 五六万 is five or six
            if pending is not None or (spoken and len(token.lstrip(_NUMERALS[0])) > 1):
                return None
            pending = Decimal("".join(str(HAN_DIGITS.get(c, c)) for c in token))
            zero = token[0] in _NUMERALS[0] and bool(section or total)
            continue
        if power < _SECTION:
            section += times(1 if pending is None else pending, power)
        else:
            section += pending or 0
            if not section and not total:
                return None
            total = times(total + section, power) if power == _SQUARE and total else total + times(section, power)
            section = Decimal(0)
        pending, last, zero = None, power, False
    if pending and last and not zero and pending < _TEN:
        pending = times(pending, last - 1)
    return total + section + (pending or 0)
