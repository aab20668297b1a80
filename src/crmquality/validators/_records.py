"""Rules over a whole record: what must be there, and what must fit together.

A rule reads canonical values (``None`` = nothing usable) and returns findings. Rules combine with
``&`` (both hold) and ``|`` (one of them holds), read as text, and travel as plain data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from attrs import asdict, frozen
from attrs import field as attribute

from crmquality._data import load
from crmquality.errors import PolicyError
from crmquality.types import BadDataClass, Finding, Severity

Cells = Mapping[str, str | None]
_DAY: Final = 10
_SEVERITIES: Final = ("error", "warning", "info")


def _rules(value: Iterable[RecordRule]) -> tuple[RecordRule, ...]:
    return tuple(value)


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@frozen(kw_only=True)
class RecordRule:
    """A rule over a record; call it with the record's canonical values.

    Args:
        severity: of its finding.
        code: of its finding; the rule's usual one unless given.
    """

    name: ClassVar[str] = ""
    severity: Severity = "error"
    code: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.severity not in _SEVERITIES:
            raise PolicyError(f"severity {self.severity!r} of a rule must be one of {', '.join(_SEVERITIES)}")
        if len(set(self.fields)) < len(self.fields):
            raise PolicyError(f"the rule {self} names a field twice")

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields it reads, in order."""
        return ()

    @property
    def presence_only(self) -> bool:
        """It only asks whether something is there, never what."""
        return False

    @property
    def asked_only(self) -> bool:
        """It keeps silent where the record does not have its fields at all."""
        return False

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:  # noqa: ARG002
        """Findings for a record; empty = the rule holds or cannot be judged."""
        raise PolicyError(f"{type(self).__name__} is not a rule by itself; use a factory such as one_of")

    def __and__(self, other: RecordRule) -> RecordRule:
        return AllOf(rules=(*_flat(AllOf, self), *_flat(AllOf, other)))

    def __or__(self, other: RecordRule) -> RecordRule:
        return AnyOf(rules=(*_flat(AnyOf, self), *_flat(AnyOf, other)))

    def to_dict(self) -> dict[str, Any]:
        """The rule as plain data."""
        plain = asdict(self, recurse=False)
        return {"rule": self.name} | {k: list(v) if isinstance(v, tuple) else v for k, v in plain.items()}

    def _arguments(self) -> str:
        return ", ".join(repr(f) for f in self.fields)

    def __str__(self) -> str:
        return f"{self.name}({self._arguments()})"

    def __repr__(self) -> str:
        return str(self)

    def _finding(self, at: str, reason: str, message: str, bad: BadDataClass) -> tuple[Finding, ...]:
        return (Finding(self.code or reason, self.severity, at, message, None, None, bad),)


def _flat(kind: type[AllOf], rule: RecordRule) -> tuple[RecordRule, ...]:
    return rule.rules if type(rule) is kind and isinstance(rule, AllOf) else (rule,)


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

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:
        """A finding where the field is empty."""
        if cells.get(self.field) is not None:
            return ()
        message = "a value that matters is missing here" if self.asked else "a value is required here"
        return self._finding(self.field, f"{self.field}.missing", message, "missing")


@frozen(kw_only=True, repr=False, str=False)
class OneOf(RecordRule):
    """At least one of several fields must hold something."""

    name: ClassVar[str] = "one_of"
    of: tuple[str, ...] = attribute(converter=_names)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields."""
        return self.of

    @property
    def presence_only(self) -> bool:
        """Yes."""
        return True

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:
        """A finding where all of them are empty."""
        if any(cells.get(f) is not None for f in self.of):
            return ()
        return self._finding("", "record.one_of_missing", f"one of {', '.join(self.of)} is required", "missing")


@frozen(kw_only=True, repr=False, str=False)
class RequiredIf(RecordRule):
    """A field must hold something where another one does, or holds one of some values."""

    name: ClassVar[str] = "required_if"
    field: str
    when: str
    values: tuple[str, ...] = attribute(default=(), converter=_names)

    @property
    def fields(self) -> tuple[str, ...]:
        """The field and its condition."""
        return (self.field, self.when)

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:
        """A finding where the condition holds and the field is empty."""
        found = cells.get(self.when)
        if found is None or (self.values and found not in self.values) or cells.get(self.field) is not None:
            return ()
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

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:
        """A finding where the later date lies before the earlier one, as far as both are precise."""
        later, earlier = cells.get(self.later), cells.get(self.earlier)
        if later is None or earlier is None or not _is_before(later, earlier):
            return ()
        return self._finding(self.later, "record.order", f"this date lies before {self.earlier}", "inaccurate")


@frozen(kw_only=True, repr=False, str=False)
class Consistent(RecordRule):
    """The country of a record and the calling code of a phone number must agree."""

    name: ClassVar[str] = "consistent"
    country: str
    phone: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The country and the phone."""
        return (self.country, self.phone)

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:
        """A finding where the number belongs to another country."""
        country, phone = cells.get(self.country), cells.get(self.phone)
        if country is None or phone is None or not phone.startswith("+"):
            return ()
        code = load("calling_codes").get(country)
        if code is None or phone.startswith(code, 1):
            return ()
        return self._finding(
            self.phone, "record.country_phone", f"the number belongs to another country than {self.country} says",
            "inaccurate",
        )  # fmt: skip


@frozen(kw_only=True, repr=False, str=False)
class AllOf(RecordRule):
    """Every rule must hold."""

    name: ClassVar[str] = "all_of"
    rules: tuple[RecordRule, ...] = attribute(converter=_rules)

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields of all rules, each once."""
        return tuple(dict.fromkeys(f for r in self.rules for f in r.fields))

    @property
    def presence_only(self) -> bool:
        """Whether that holds for every rule."""
        return all(r.presence_only for r in self.rules)

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:
        """Findings of every rule."""
        return tuple(f for r in self.rules for f in r(cells))

    def to_dict(self) -> dict[str, Any]:
        """The rules as plain data."""
        return {"rule": self.name, "rules": [r.to_dict() for r in self.rules]}

    def __str__(self) -> str:
        return " & ".join(f"({r})" if isinstance(r, AnyOf) else str(r) for r in self.rules)


@frozen(kw_only=True, repr=False, str=False)
class AnyOf(AllOf):
    """One of several rules must hold."""

    name: ClassVar[str] = "any_of"

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:
        """Findings of every rule where none of them holds."""
        found = [r(cells) for r in self.rules]
        return () if not all(found) else tuple(f for fs in found for f in fs)

    def __str__(self) -> str:
        return " | ".join(str(r) for r in self.rules)


def _is_before(later: str, earlier: str) -> bool:
    """ISO dates of any precision: compared where both are precise, zones heeded only where both have one."""
    if len(later) > _DAY and len(earlier) > _DAY:
        try:
            left, right = datetime.fromisoformat(later), datetime.fromisoformat(earlier)
        except ValueError:
            pass
        else:
            if (left.tzinfo is None) == (right.tzinfo is None):
                return left < right
    size = min(len(later), len(earlier), _DAY)
    return later[:size] < earlier[:size]


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


def required_if(field: str, *, when: str, values: tuple[str, ...] = (), severity: Severity = "error") -> RecordRule:
    """A field must hold something where another one does.

    Args:
        field: the field that is then required.
        when: the field that decides.
        values: its canonical values that count; empty = any value.
        severity: of the finding ``<field>.missing``.

    Example:
        >>> rule = required_if("amount", when="stage", values=("customer",))
        >>> [f.code for f in rule({"stage": "customer"})]
        ['amount.missing']
    """
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


def consistent(country: str, phone: str, *, severity: Severity = "warning") -> RecordRule:
    """The country of a record and the calling code of a phone number must agree.

    Args:
        country: name of a field of kind ``country``.
        phone: name of a field of kind ``phone``.
        severity: of the finding ``record.country_phone``.

    Example:
        >>> [f.code for f in consistent("country", "phone")({"country": "CN", "phone": "+4930901820"})]
        ['record.country_phone']
    """
    return Consistent(country=country, phone=phone, severity=severity)
