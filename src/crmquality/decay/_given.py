"""What callers give: numbers in their range, things of their kind; a refusal names the field, the rule, a way out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from numbers import Integral, Real
from typing import Any, Final, TypeVar

from attrs import Attribute, frozen

from crmquality.errors import PolicyError

T = TypeVar("T")
D = TypeVar("D")


@frozen
class Range:
    """What a number may be. As a validator of attrs it lets ``None`` pass where that is the default.

    Args:
        words: what it is, with its unit and range.
        low: its lower end.
        high: its upper end.
        ends: brackets for ends that belong to it, parentheses for those that do not.
        kind: ``Integral`` for whole numbers.
    """

    words: str
    low: float = -math.inf
    high: float = math.inf
    ends: str = "[]"
    kind: type[Any] = Real

    def __call__(self, instance: object, field: Attribute[Any], value: object) -> None:
        if value is not None or field.default is not None:
            self.check(f"{type(instance).__name__}.{field.name}", value)

    def check(self, name: str, *values: Any) -> None:
        """Let numbers pass.

        Raises:
            PolicyError: one is outside of the range or no number; text is not read as one.
        """
        for value in values:
            ends = (self.low,) * (self.ends[0] == "(") + (self.high,) * (self.ends[1] == ")")
            if not (isinstance(value, self.kind) and self.low <= value <= self.high and value not in ends):
                hint = ": convert it with float() or int() first" if isinstance(value, str) else ""
                what = value if isinstance(value, Real) else type(value).__name__
                raise PolicyError(f"{name} takes {self.words}, not {what}{hint}")


NUMBER: Final = Range("a number")
PROBABILITY: Final = Range("a probability, 0 to 1", 0, 1)
LIKELIHOOD: Final = Range("a likelihood above 0 and at most 1", 0, 1, "(]")
INSIDE: Final = Range("a probability above 0 and below 1", 0, 1, "()")
ABOVE: Final = Range("a finite number above 0", 0, ends="()")
AMOUNT: Final = Range("a finite number of 0 or more", 0, ends="[)")
COUNT: Final = Range("a whole number of 0 or more", 0, kind=Integral)
#: what can be gone through, for `of_kind`
MANY: Final[Any] = Iterable
SOME: Final = Range("a whole number of 1 or more", 1, kind=Integral)


def of_kind(name: str, value: object, kind: type[T]) -> T:
    """The value.

    Raises:
        PolicyError: it is of another kind.
    """
    if not isinstance(value, kind):
        raise PolicyError(f"{name} takes a {kind.__name__}, not a {type(value).__name__}: build one first")
    return value


def given(name: str, value: T | None, kind: type[T], default: Callable[[], D]) -> T | D:
    """The value, or the default for none; refused as by `of_kind`."""
    return default() if value is None else of_kind(name, value, kind)


def each(name: str, items: Iterable[T], kind: type[T]) -> Iterator[T]:
    """The items; each is refused as by `of_kind`."""
    return (of_kind(f"each of {name}", item, kind) for item in of_kind(name, items, MANY))
