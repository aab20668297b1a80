"""What a field's canonical value must keep to: length, form, range, another field's values, a caller's own test.

A policy makes these rules from its fields; nothing is ever cut or moved into range.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, Final

from attrs import field as attribute
from attrs import frozen

from crmquality.errors import PolicyError
from crmquality.types import Finding, Severity
from crmquality.validators._conditions import date_order, number_of
from crmquality.validators._rule import Cells, RecordRule

_LONGEST: Final = 1000
_DATE: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d.{0,24})?)?", re.ASCII)
_PARTS: Final = re.compile(r"\s*[;,、；，]\s*")


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern ready for use.

    Raises:
        PolicyError: it cannot be compiled.
    """
    try:
        return re.compile(pattern)
    except re.error as error:
        raise PolicyError(f"a pattern is no regular expression: {error}") from error


def fixed(bound: str) -> bool:
    """Whether a bound is a number or a date; else it names a field."""
    return number_of(bound) is not None or _DATE.fullmatch(bound) is not None


def _order(value: str, bound: str, unit: str) -> int | None:
    """-1, 0 or 1 as the value lies below, on or above the bound; -2 = it is nothing that can be compared with it."""
    number, other = number_of(value.removesuffix(unit).rstrip() if unit else value), number_of(bound)
    if number is not None and other is not None:
        return (number > other) - (number < other)
    return date_order(value, bound) if _DATE.fullmatch(value) and _DATE.fullmatch(bound) else -2


def _minimum(rule: Limit, value: str, bound: str) -> bool | None:
    order = _order(value, bound, rule.unit)
    return None if order is None else order >= 0


def _maximum(rule: Limit, value: str, bound: str) -> bool | None:
    order = _order(value, bound, rule.unit)
    return None if order is None else order in (-1, 0)


def _among(_: Limit, value: str, bound: str) -> bool:
    return value == bound or value in _PARTS.split(bound)


#: by test: whether a value keeps to a bound, the reason where it does not, and what is said
_TESTS: Final[Mapping[str, tuple[Callable[[Limit, str, str], bool | None], str, str]]] = MappingProxyType({
    "max_length": (lambda _r, v, b: len(v) <= int(b), "too_long",
                   "longer than the {0} characters that the CRM keeps; shorten it"),
    "pattern": (lambda _r, v, b: compiled(b).fullmatch(v[:_LONGEST]) is not None and len(v) <= _LONGEST, "pattern",
                "the text does not have the form that the field asks for"),
    "minimum": (_minimum, "out_of_range", "below what the field allows: {0}"),
    "maximum": (_maximum, "out_of_range", "above what the field allows: {0}"),
    "among": (_among, "reference", "not one of the values that the field {0} holds"),
    "check": (lambda r, v, _b: r.call is None or bool(r.call(v)), "check", "does not pass the test {0}"),
    "retired": (lambda _r, v, b: v not in b.split("\n"), "retired",
                "a value that the list no longer offers; choose a current one"),
})  # fmt: skip


@frozen(kw_only=True, repr=False, str=False)
class Limit(RecordRule):
    """One thing that a field's canonical value must keep to.

    Args:
        field: the field.
        test: ``max_length``, ``pattern``, ``minimum``, ``maximum``, ``among``, ``check`` or ``retired``.
        bound: what it is held against: a number, date or pattern, or the name of a field.
        unit: what may stand behind a number.
        call: the caller's own test, under the name in ``bound``.
    """

    name: ClassVar[str] = "limit"
    field: str
    test: str
    bound: str
    unit: str = ""
    call: Callable[[str], bool] | None = None
    _other: bool = attribute(init=False, eq=False, default=False)

    def __attrs_post_init__(self) -> None:
        if self.test not in _TESTS:
            raise PolicyError(f"no limit {self.test!r}; limits are {', '.join(_TESTS)}")
        if self.test == "pattern":
            compiled(self.bound)
        other = self.test == "among" or (self.test in ("minimum", "maximum") and not fixed(self.bound))
        object.__setattr__(self, "_other", other)
        super().__attrs_post_init__()

    @property
    def fields(self) -> tuple[str, ...]:
        """The field, and the one it is held against."""
        return (self.field, self.bound) if self._other else (self.field,)

    @property
    def needs_all(self) -> bool:
        """Yes."""
        return True

    def holds(self, cells: Cells) -> bool | None:
        """Whether the value keeps to the limit; unknown where a value is missing or unreadable."""
        value, bound = cells.get(self.field), cells.get(self.bound) if self._other else self.bound
        return _TESTS[self.test][0](self, value, bound) if value and bound is not None and bound else None

    def _told(self, cells: Cells) -> tuple[Finding, ...]:  # noqa: ARG002 - says the same of every record
        _, reason, message = _TESTS[self.test]
        at = "choice" if self.test == "retired" else self.field
        said = self.bound + self.unit if len(self.bound) < _LONGEST else ""
        severity: Severity = "warning" if self.test == "retired" else self.severity
        return (Finding(f"{at}.{reason}", severity, self.field, message.format(said), None, None, "inaccurate"),)

    def to_dict(self) -> dict[str, Any]:
        """The limit as plain data; a caller's own test by its name alone."""
        return {k: v for k, v in super().to_dict().items() if k not in ("call", "_other")}

    def _arguments(self) -> str:
        return f"{self.field!r}, {self.test}={self.bound!r}"
