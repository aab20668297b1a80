"""Record rules about names in the wrong field and days ahead, and the way from plain data back to rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from attrs import frozen

from crmquality._text import is_han
from crmquality.errors import PolicyError
from crmquality.normalizers._person_name import is_surname
from crmquality.types import Finding, Severity
from crmquality.validators._records import (
    AllOf,
    AnyOf,
    Cells,
    Consistent,
    NotBefore,
    OneOf,
    RecordRule,
    Required,
    RequiredIf,
)

#: the pseudo-field that holds the day of the check
AS_OF: Final = "as_of"
_DAY: Final = 10
_GIVEN_HAN: Final = 2


@frozen(kw_only=True, repr=False, str=False)
class NotFuture(RecordRule):
    """A date must not lie after the day of the check."""

    name: ClassVar[str] = "not_future"
    field: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The date and the day of the check."""
        return (self.field, AS_OF)

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:
        """A finding where the date lies ahead; none where the day of the check is unknown."""
        value, today = cells.get(self.field), cells.get(AS_OF)
        if value is None or today is None or value[:_DAY] <= today[: min(len(value), _DAY)]:
            return ()
        return self._finding(self.field, "record.future", "this date lies after the day of the check", "inaccurate")

    def _arguments(self) -> str:
        return repr(self.field)


@frozen(kw_only=True, repr=False, str=False)
class NameParts(RecordRule):
    """Given and family name stand in their own fields, neither joined nor swapped."""

    name: ClassVar[str] = "name_parts"
    given: str
    family: str

    @property
    def fields(self) -> tuple[str, ...]:
        """Both fields."""
        return (self.given, self.family)

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:
        """A finding where the given name holds the whole name, or hanzi stand the wrong way round."""
        given, family = cells.get(self.given), cells.get(self.family)
        if given is None:
            return ()
        if family is None:
            joined = is_surname(given[:2]) or is_surname(given[:1]) if is_han(given) else " " in given
            if not joined or (is_han(given) and len(given) < _GIVEN_HAN):
                return ()
            return self._finding(self.given, "record.name_joined", "the whole name stands in one field", "wrong_field")
        if is_han(given) and is_han(family) and is_surname(given) and not is_surname(family):
            return self._finding(self.given, "record.name_swapped", "given and family name are swapped", "wrong_field")
        return ()


def not_future(field: str, *, severity: Severity = "warning") -> RecordRule:
    """A date must not lie after the day of the check (``as_of``).

    Args:
        field: name of a field of kind ``date`` or ``datetime``.
        severity: of the finding ``record.future``.

    Example:
        >>> [f.code for f in not_future("created")({"created": "2091-04-01", "as_of": "2026-11-01"})]
        ['record.future']
    """
    return NotFuture(field=field, severity=severity)


def name_parts(given: str, family: str, *, severity: Severity = "warning") -> RecordRule:
    """Given and family name stand in their own fields.

    Args:
        given: name of the field of the given name.
        family: name of the field of the family name.
        severity: of the findings ``record.name_joined`` and ``record.name_swapped``.

    Example:
        >>> rule = name_parts("first", "last")
        >>> [f.code for f in (*rule({"first": "王", "last": "大伟"}), *rule({"first": "Ann Lee"}))]
        ['record.name_swapped', 'record.name_joined']
    """
    return NameParts(given=given, family=family, severity=severity)


_RULES: Final[Mapping[str, type[RecordRule]]] = {
    c.name: c for c in (Required, OneOf, RequiredIf, NotBefore, NotFuture, NameParts, Consistent, AllOf, AnyOf)
}


def rule_from_dict(data: Mapping[str, Any]) -> RecordRule:
    """The rule that ``to_dict`` described.

    Raises:
        PolicyError: the data is not a rule.
    """
    plain = dict(data)
    kind = plain.pop("rule", None)
    if kind not in _RULES:
        raise PolicyError(f"no record rule {kind!r}; rules are {', '.join(_RULES)}")
    if "rules" in plain:
        plain["rules"] = tuple(rule_from_dict(r) for r in plain["rules"])
    try:
        return _RULES[kind](**plain)
    except TypeError as error:
        raise PolicyError(f"the rule {kind!r} does not take these entries: {', '.join(sorted(plain))}") from error
