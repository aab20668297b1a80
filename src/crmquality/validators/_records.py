"""Rules about what must be there and in which order: required fields, dates."""

from __future__ import annotations

from typing import ClassVar

from attrs import field as attribute
from attrs import frozen

from crmquality.errors import PolicyError
from crmquality.types import Finding, Severity
from crmquality.validators._conditions import date_order
from crmquality.validators._rule import Cells, RecordRule, as_names


@frozen(kw_only=True, repr=False, str=False)
class Required(RecordRule):
    """A field must hold something; with ``asked``, where the record has it at all."""

    name: ClassVar[str] = "required"
    field: str
    asked: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The field."""
        return (self.field,)

    @property
    def presence_only(self) -> bool:
        """Yes."""
        return True

    @property
    def asked_only(self) -> bool:
        """Whether an absent field is no matter."""
        return self.asked

    def holds(self, cells: Cells) -> bool:
        """Whether something is there."""
        return cells.get(self.field) is not None

    def _told(self, cells: Cells) -> tuple[Finding, ...]:  # noqa: ARG002 - says the same of every record
        message = "a value that matters is missing here" if self.asked else "a value is required here"
        return self._finding(self.field, f"{self.field}.missing", message, "missing")


@frozen(kw_only=True, repr=False, str=False)
class OneOf(RecordRule):
    """At least one of several fields must hold something."""

    name: ClassVar[str] = "one_of"
    of: tuple[str, ...] = attribute(converter=as_names)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields."""
        return self.of

    @property
    def presence_only(self) -> bool:
        """Yes."""
        return True

    def holds(self, cells: Cells) -> bool:
        """Whether one of them holds something."""
        return any(cells.get(f) is not None for f in self.of)

    def _told(self, cells: Cells) -> tuple[Finding, ...]:  # noqa: ARG002 - says the same of every record
        return self._finding("", "record.one_of_missing", f"one of {', '.join(self.of)} is required", "missing")


@frozen(kw_only=True, repr=False, str=False)
class RequiredIf(RecordRule):
    """A field must hold something where another one does, or holds one of some values, or a condition is true."""

    name: ClassVar[str] = "required_if"
    field: str
    when: str | RecordRule
    values: tuple[str, ...] = attribute(default=(), converter=as_names)

    @property
    def fields(self) -> tuple[str, ...]:
        """The field and its condition's."""
        return (self.field, *((self.when,) if isinstance(self.when, str) else self.when.fields))

    def holds(self, cells: Cells) -> bool | None:
        """True where the field is filled or the condition is false; unknown where the condition is."""
        if cells.get(self.field) is not None:
            return True
        asked = self._asked(cells)
        return None if asked is None else not asked

    def _asked(self, cells: Cells) -> bool | None:
        if isinstance(self.when, RecordRule):
            return self.when.holds(cells)
        found = cells.get(self.when)
        if not self.values:
            return found is not None
        return found in self.values if found else None

    def _told(self, cells: Cells) -> tuple[Finding, ...]:  # noqa: ARG002 - says the same of every record
        reason = f"a value is required here because of {self.when}"
        return self._finding(self.field, f"{self.field}.missing", reason, "missing")

    def _arguments(self) -> str:
        text = f"{self.field!r}, when={self.when!r}"
        return text + (f", values={list(self.values)!r}" if self.values else "")


@frozen(kw_only=True, repr=False, str=False)
class NotBefore(RecordRule):
    """A date must not lie before another one."""

    name: ClassVar[str] = "not_before"
    later: str
    earlier: str

    @property
    def fields(self) -> tuple[str, ...]:
        """Both dates."""
        return (self.later, self.earlier)

    @property
    def needs_all(self) -> bool:
        """Yes."""
        return True

    def holds(self, cells: Cells) -> bool | None:
        """Whether the later date lies on the earlier one or after it, as far as both are precise."""
        later, earlier = cells.get(self.later), cells.get(self.earlier)
        return self.judge(later, earlier) if later and earlier else None

    def judge(self, later: str, earlier: str) -> bool | None:  # type: ignore[override]
        """The comparison itself."""
        order = date_order(later, earlier)
        return None if order is None else order >= 0

    def _told(self, cells: Cells) -> tuple[Finding, ...]:  # noqa: ARG002 - says the same of every record
        return self._finding(self.later, "record.order", f"this date lies before {self.earlier}", "inaccurate")


def required(field: str, *, severity: Severity = "error") -> RecordRule:
    """A field must hold something.

    Args:
        field: its name.
        severity: of the finding ``<field>.missing``.

    Example:
        >>> [f.code for f in required("email")({"email": None})]
        ['email.missing']
    """
    return Required(field=field, severity=severity)


def one_of(*fields: str, severity: Severity = "error", code: str | None = None) -> RecordRule:
    """At least one of several fields must hold something.

    Args:
        fields: two names or more.
        severity: of the finding.
        code: its code; ``record.one_of_missing`` unless given.

    Example:
        >>> rule = one_of("email", "phone") & not_before("closed_at", "created_at")
        >>> rule
        one_of('email', 'phone') & not_before('closed_at', 'created_at')
        >>> rule({"phone": "+8613912345678", "email": None})
        ()
    """
    if len(fields) < 2:  # noqa: PLR2004
        raise PolicyError("one_of needs two fields or more; use required for one")
    return OneOf(of=fields, severity=severity, code=code)


def required_if(
    field: str, *, when: str | RecordRule, values: tuple[str, ...] = (), severity: Severity = "error"
) -> RecordRule:
    """A field must hold something where another one does, or where a condition is true.

    Args:
        field: the field that is then required.
        when: the field that decides, or a condition such as ``equals("stage", "customer")``.
        values: of a field that decides, the canonical values that count; empty = any value.
        severity: of the finding ``<field>.missing``.

    Example:
        >>> rule = required_if("amount", when="stage", values=("customer",))
        >>> [f.code for f in rule({"stage": "customer"})]
        ['amount.missing']
        >>> from crmquality.policy import at_least
        >>> required_if("amount", when=at_least("open_deals", 1)).holds({"open_deals": "0"})
        True
    """
    if values and not isinstance(when, str):
        raise PolicyError("required_if takes values only beside the name of a field; put them into the condition")
    return RequiredIf(field=field, when=when, values=values, severity=severity)


def not_before(later: str, earlier: str, *, severity: Severity = "warning") -> RecordRule:
    """A date must not lie before another one.

    Args:
        later: name of the field with the later date.
        earlier: name of the field with the earlier date.
        severity: of the finding ``record.order``.

    Example:
        >>> [f.code for f in not_before("closed", "created")({"closed": "2024-03-04", "created": "2024-03-05"})]
        ['record.order']
    """
    return NotBefore(later=later, earlier=earlier, severity=severity)
