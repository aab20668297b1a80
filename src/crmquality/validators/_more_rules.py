"""Record rules about names in the wrong field and days ahead, and the way from plain data back to rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar, Final

from attrs import frozen

from crmquality._text import is_han
from crmquality.errors import PolicyError
from crmquality.normalizers._person_name import is_surname
from crmquality.types import Finding, Severity
from crmquality.validators._age import AgeBetween
from crmquality.validators._conditions import AS_OF, CONDITIONS, Condition
from crmquality.validators._consistency import Consistent
from crmquality.validators._limits import Limit
from crmquality.validators._records import NotBefore, OneOf, Required, RequiredIf
from crmquality.validators._rule import AllOf, AnyOf, Cells, Not, RecordRule

_DAY: Final = 10
_GIVEN_HAN: Final = 2
JOINED, SWAPPED = "record.name_joined", "record.name_swapped"


@frozen(kw_only=True, repr=False, str=False)
class NotFuture(RecordRule):
    """A date must not lie after the day of the check."""

    name: ClassVar[str] = "not_future"
    field: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The date and the day of the check."""
        return (self.field, AS_OF)

    @property
    def needs_all(self) -> bool:
        """Yes."""
        return True

    def holds(self, cells: Cells) -> bool | None:
        """Whether the date does not lie ahead; unknown where the day of the check is."""
        value, today = cells.get(self.field), cells.get(AS_OF)
        return value[:_DAY] <= today[: min(len(value), _DAY)] if value and today else None

    def _told(self, cells: Cells) -> tuple[Finding, ...]:  # noqa: ARG002 - says the same of every record
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

    def holds(self, cells: Cells) -> bool | None:
        """Whether neither is found; unknown without a given name."""
        given = cells.get(self.given)
        return name_trouble(given, cells.get(self.family)) is None if given else None

    def _told(self, cells: Cells) -> tuple[Finding, ...]:
        if name_trouble(cells.get(self.given) or "", cells.get(self.family)) == JOINED:
            return self._finding(self.given, JOINED, "the whole name stands in one field", "wrong_field")
        return self._finding(self.given, SWAPPED, "given and family name are swapped", "wrong_field")


def name_trouble(given: str, family: str | None) -> str | None:
    """What is wrong with a given and a family name in fields of their own: a code, or ``None``.

    Args:
        given: what stands in the field of the given name.
        family: what stands in the field of the family name; ``None`` = nothing.
    """
    if family is None:
        joined = is_surname(given[:2]) or is_surname(given[:1]) if is_han(given) else " " in given
        return JOINED if joined and not (is_han(given) and len(given) < _GIVEN_HAN) else None
    swapped = is_han(given) and is_han(family) and is_surname(given) and not is_surname(family)
    return SWAPPED if swapped else None


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


_CLASSES: Final = (AgeBetween, Required, OneOf, RequiredIf, NotBefore, NotFuture, NameParts, Consistent, Limit, AllOf, AnyOf, Not)
_RULES: Final[Mapping[str, Callable[..., RecordRule]]] = {
    **{c.name: c for c in _CLASSES},
    **{test: partial(Condition, test=test) for test in CONDITIONS},
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
    if isinstance(plain.get("when"), Mapping):
        plain["when"] = rule_from_dict(plain["when"])
    if "country" in plain and "phone" in plain:  # as it was written before there were other checks
        plain["of"] = (plain.pop("country"), plain.pop("phone"))
    try:
        return _RULES[kind](**plain)
    except TypeError as error:
        raise PolicyError(f"the rule {kind!r} does not take these entries: {', '.join(sorted(plain))}") from error
