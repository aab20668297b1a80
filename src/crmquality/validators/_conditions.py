"""Conditions: statements about a record's canonical values, for rules, segments, automation and blocking alike.

What a field does not hold is unknown, so a condition on it is neither true nor false; only `present` asks
whether something is there. Regular expressions see the first thousand characters of a text.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache, partial
from math import isfinite
from types import MappingProxyType
from typing import Any, Final

from attrs import field as attribute
from attrs import frozen

from crmquality._text import fold
from crmquality.errors import PolicyError
from crmquality.types import Severity
from crmquality.validators._rule import Cells, RecordRule, Said, as_names

#: the pseudo-field that holds the day of the check
AS_OF: Final = "as_of"
_DAY: Final = 10
#: characters of a text that a regular expression sees
LONGEST: Final = 1000
_DATE: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ][\d:.]{2,15}(?:Z|[+-]\d\d:?\d\d)?)?)?)?", re.ASCII)
_NUMBER: Final = re.compile(r"(?:[A-Z]{3} )?([+-]?\d{1,40}(?:\.\d{1,40})?)(?: [A-Z]{3})?", re.ASCII)


def date_order(left: str, right: str) -> int | None:
    """-1, 0 or 1 as an ISO date lies before, on or after another one; ``None`` = their precision leaves it open.

    Times are compared where both dates have one and both or neither have a zone; else days.
    """
    if len(left) == len(right) == _DAY:
        return (left > right) - (left < right)
    if len(left) > _DAY and len(right) > _DAY:
        try:
            a, b = datetime.fromisoformat(left), datetime.fromisoformat(right)
        except ValueError:
            pass
        else:
            if (a.tzinfo is None) == (b.tzinfo is None):
                return (a > b) - (a < b)
    left, right = left[:_DAY], right[:_DAY]
    size = min(len(left), len(right))
    if left[:size] != right[:size]:
        return -1 if left[:size] < right[:size] else 1
    return 0 if len(left) == len(right) else None


def number_of(text: str) -> float | None:
    """The number of a canonical number or amount (``"12.5"``, ``"1200.00 CNY"``), or ``None``."""
    found = _NUMBER.fullmatch(text)
    return float(found[1]) if found else None


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern ready for use; a `PolicyError` where it cannot be compiled."""
    try:
        return re.compile(pattern)
    except re.error as error:
        raise PolicyError(f"{pattern!r} is no regular expression: {error}") from error


def value_order(value: str, other: str) -> int | None:
    """-1, 0 or 1 as a number or date lies below, on or above another one; ``None`` = open, -2 = not comparable."""
    left, right = number_of(value), number_of(other)
    if left is not None and right is not None:
        return (left > right) - (left < right)
    return date_order(value, other) if is_date(value) and is_date(other) else -2


def is_date(text: str) -> bool:
    """Whether a text is an ISO date of any precision."""
    return _DATE.fullmatch(text) is not None


def _number(value: str, limit: str, _: Cells, kept: Callable[[float, float], bool]) -> bool | None:
    number = number_of(value)
    return None if number is None else kept(number, float(limit))


def _dated(value: str, other: str, cells: Cells, wanted: int) -> bool | None:
    when = other if is_date(other) else cells.get(other)
    order = date_order(value, when) if when else None
    return None if order is None else order == wanted


def _within_days(value: str, days: str, cells: Cells) -> bool | None:
    today = cells.get(AS_OF)
    if not today or len(value) < _DAY:
        return None
    age = datetime.fromisoformat(today[:_DAY]) - datetime.fromisoformat(value[:_DAY])
    return age.days <= float(days)


#: by the condition's name: whether a value passes for one argument; several arguments = one of them
_TESTS: Final[Mapping[str, Callable[[str, str, Cells], bool | None]]] = MappingProxyType({
    "equals": lambda value, other, _: value == other,
    "at_least": partial(_number, kept=operator.ge), "at_most": partial(_number, kept=operator.le),
    "before": partial(_dated, wanted=-1), "after": partial(_dated, wanted=1), "within_days": _within_days,
    "matches": lambda value, pattern, _: compiled(pattern).fullmatch(value[:LONGEST]) is not None,
    "contains": lambda value, word, _: fold(word) in fold(value),
})  # fmt: skip
CONDITIONS: Final = ("present", *_TESTS)
_NUMERIC: Final = frozenset({"at_least", "at_most", "within_days"})
_SEVERAL: Final = frozenset({"equals", "contains"})


@frozen(kw_only=True, repr=False)
class Condition(RecordRule):
    """A statement about one field; use a factory such as `equals`.

    ``values`` are what it is compared with: a number, date, field name, pattern or words; ``test`` is its name.
    """

    test: str
    field: str
    values: tuple[str, ...] = attribute(default=(), converter=as_names)
    severity: Severity = "warning"

    is_condition = True

    def __attrs_post_init__(self) -> None:
        if self.test not in CONDITIONS:
            raise PolicyError(f"no condition {self.test!r}; conditions are {', '.join(CONDITIONS)}")
        least, most = (0, 0) if self.test == "present" else (1, None if self.test in _SEVERAL else 1)
        if not least <= len(self.values) <= (len(self.values) if most is None else most):
            raise PolicyError(f"the condition {self.test!r} on {self.field!r} takes {most or 'at least one'} value")
        if self.test == "matches":
            compiled(self.values[0])
        if self.test in _NUMERIC and not _is_number(self.values[0]):
            raise PolicyError(f"the condition {self.test!r} on {self.field!r} takes a number")
        super().__attrs_post_init__()

    def _named(self) -> tuple[str, ...]:
        if self.test == "within_days":
            return (self.field, AS_OF)
        if self.test in ("before", "after") and not is_date(self.values[0]):
            return (self.field, self.values[0])
        return (self.field,)

    @property
    def presence_only(self) -> bool:
        """Whether it is `present`."""
        return self.test == "present"

    def holds(self, cells: Cells) -> bool | None:
        """Whether the statement is true; unknown where the field holds nothing it can be tested on."""
        value = cells.get(self.field)
        if self.test == "present":
            return value is not None
        if not value:
            return None
        test = _TESTS[self.test]
        known = [test(value, other, cells) for other in self.values]
        return True if True in known else None if None in known else False

    def _says(self, _: Cells) -> Said | None:
        return (self.field, "record.condition", "a value is wanted here", "missing") if self.presence_only else None

    def to_dict(self) -> dict[str, Any]:
        """The condition as plain data: its name is the rule's."""
        plain = super().to_dict()
        return plain | {"rule": plain.pop("test")}

    def __str__(self) -> str:
        shown = [v if self.test in _NUMERIC else repr(v) for v in self.values]
        return f"{self.test}({', '.join([repr(self.field), *shown])})"


def _plain_number(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def present(field: str, *, severity: Severity = "warning") -> RecordRule:
    """The field holds something.

    Example:
        >>> present("email").holds({"email": None}), (~present("email")).holds({})
        (False, True)
    """
    return Condition(test="present", field=field, severity=severity)


def equals(field: str, *values: str, severity: Severity = "warning") -> RecordRule:
    """The field's canonical value is one of some.

    Args:
        field: its name.
        values: canonical values: the code of a choice, ``"true"``, ``"CN"``.
        severity: of the finding ``record.condition``, where the condition is used as a rule.

    Example:
        >>> rule = equals("stage", "customer", "evangelist") & ~equals("unsubscribed", "true")
        >>> rule, rule.holds({"stage": "customer"}), rule.holds({"stage": "lead"})
        (equals('stage', 'customer', 'evangelist') & ~equals('unsubscribed', 'true'), None, False)
    """
    return Condition(test="equals", field=field, values=values, severity=severity)


def at_least(field: str, number: float, *, severity: Severity = "warning") -> RecordRule:
    """The field's number or amount is not smaller.

    Example:
        >>> at_least("open_deals", 1).holds({"open_deals": "2"})
        True
    """
    return Condition(test="at_least", field=field, values=(_plain_number(number),), severity=severity)


def at_most(field: str, number: float, *, severity: Severity = "warning") -> RecordRule:
    """The field's number or amount is not larger."""
    return Condition(test="at_most", field=field, values=(_plain_number(number),), severity=severity)


def before(field: str, other: str, *, severity: Severity = "warning") -> RecordRule:
    """The field's date lies before a day or before the date of another field.

    Args:
        field: name of a field of kind ``date`` or ``datetime``.
        other: ``"2026-01-31"``, or ``"2026-01"``; else the name of a field, or ``"as_of"``, the day of the check.
        severity: of the finding ``record.condition``.

    Example:
        >>> rule = before("created_at", "2026-03-05")
        >>> rule.holds({"created_at": "2026-02-28"}), rule.holds({"created_at": "2026-03"})
        (True, None)
    """
    return Condition(test="before", field=field, values=(other,), severity=severity)


def after(field: str, other: str, *, severity: Severity = "warning") -> RecordRule:
    """The field's date lies after a day or after the date of another field; see `before`."""
    return Condition(test="after", field=field, values=(other,), severity=severity)


def within_days(field: str, days: int, *, severity: Severity = "warning", code: str | None = None) -> RecordRule:
    """The field's date lies at most so many days before the day of the check, or after it.

    Args:
        field: its name.
        days: 0 or more.
        severity: of the finding.
        code: its code; ``record.condition`` unless given.

    Example:
        >>> rule = ~equals("lead_status", "open") | within_days("last_contacted_at", 30)
        >>> rule.holds({"lead_status": "open", "last_contacted_at": "2026-05-04", "as_of": "2026-11-01"})
        False
    """
    return Condition(test="within_days", field=field, values=(str(days),), severity=severity, code=code)


def matches(field: str, pattern: str, *, severity: Severity = "warning") -> RecordRule:
    """The field's whole canonical text matches a regular expression.

    Example:
        >>> matches("mobile", r"[+]861[0-9]{10}").holds({"mobile": "+8613912345678"})
        True

    Raises:
        PolicyError: the expression cannot be compiled.
    """
    return Condition(test="matches", field=field, values=(pattern,), severity=severity)


def contains(field: str, *words: str, severity: Severity = "warning") -> RecordRule:
    """The field's text contains one of some words, whatever their case and marks.

    Example:
        >>> contains("job_title", "CEO", "总经理").holds({"job_title": "Founder & ceo"})
        True
    """
    return Condition(test="contains", field=field, values=words, severity=severity)
