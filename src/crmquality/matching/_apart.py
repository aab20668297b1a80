"""What keeps two records apart that agree: how their names are written, whom they address, days, mailboxes."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from crmquality._data import load

#: stands for how the name of nobody is written
UNNAMED: Final = "?"
#: years between parent and child at least
_GENERATION: Final = 15
#: letters of a whole date
_DATE: Final = 10


def one_house(left: str, right: str) -> bool:
    """Whether two mailboxes are of one domain, which is no provider's."""
    domain = left.partition("@")[2]
    return bool(domain) and domain == right.partition("@")[2] and domain not in _providers()


def spelt_alike(left: str | None, right: str | None) -> bool:
    """Whether two names differ in how umlauts are written at most: Muller and Mueller."""
    return bool(left and right) and plain(left or "") == plain(right or "")


def plain(name: str) -> str:
    """A name whose umlauts are not written out: muller for mueller."""
    return name.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def written_parts(written: str | None) -> list[str]:
    """The hanzi of a name, its middle names, and whether a man or a woman is addressed (``m``, ``f``)."""
    return [*(written or "").split("/"), "", ""][:3]


def written_apart(left: str | None, right: str | None) -> bool:
    """Whether two names in hanzi are not one, in either order and as far as both are there: 王毅 and 王怡."""
    short, long = sorted((written_parts(left)[0], written_parts(right)[0]), key=len)
    return short not in long * 2


def called_apart(left: str | None, right: str | None) -> bool:
    """Whether middle names or forms of address differ where both are there: John A. and John B., Mr and Mrs Smith."""
    (_, one, mine), (_, two, theirs) = written_parts(left), written_parts(right)
    short, long = sorted((one.split(), two.split()), key=len)
    strange = any(not any(a.startswith(b) or b.startswith(a) for b in long) for a in short)
    return strange or ("" != mine != theirs != "")


def generations_apart(left: str, right: str) -> bool:
    """Whether two dates are one day of years so far apart as those of parent and child."""
    years = left[:4], right[:4]
    return left[4:] == right[4:] and all(map(str.isdigit, years)) and abs(int(years[0]) - int(years[1])) >= _GENERATION


def is_day(text: str) -> bool:
    """Whether a date may exist, its year first or last; a part of one may."""
    digits = text.replace("-", "")
    readings = (digits, digits[4:] + digits[2:4] + digits[:2], digits[4:] + digits[:4])
    return len(text) != _DATE or any(map(_exists, readings))


def _exists(day: str) -> bool:
    try:
        date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return True


@cache
def _providers() -> frozenset[str]:
    return frozenset(load("email_domains")["free"])
