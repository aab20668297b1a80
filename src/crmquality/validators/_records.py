"""Rules about what must be there, in which order and which field, and the way from plain data back to rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from attrs import field as attribute
from attrs import frozen

from crmquality._text import is_han
from crmquality.errors import PolicyError
from crmquality.normalizers._chinese_name import is_surname
from crmquality.types import Severity
from crmquality.validators._conditions import AS_OF, CONDITIONS, Condition, date_order
from crmquality.validators._consistency import Consistent
from crmquality.validators._limits import Limit
from crmquality.validators._rule import AllOf, AnyOf, Cells, Extract, Not, RecordRule, Said, as_names

_DAY: Final = 10
_GIVEN_HAN: Final = 2
JOINED, SWAPPED = "record.name_joined", "record.name_swapped"


@frozen(repr=False)
class Required(RecordRule):
    """A field must hold something.

    Args:
        field: its name.
        asked: only where the record has the field at all.
        severity: of the finding ``<field>.missing``.

    Example:
        >>> [f.code for f in required("email")({"email": None})]
        ['email.missing']
    """

    name = "required"
    presence_only = True
    _reads = ("field",)
    field: str
    asked: bool = attribute(default=False, kw_only=True)

    @property
    def asked_only(self) -> bool:
        """Whether an absent field is no matter."""
        return self.asked

    def holds(self, cells: Cells) -> bool:
        """Whether something is there."""
        return cells.get(self.field) is not None

    def _says(self, _: Cells) -> Said:
        message = "a value that matters is missing here" if self.asked else "a value is required here"
        return self.field, f"{self.field}.missing", message, "missing"


@frozen(kw_only=True, repr=False)
class OneOf(RecordRule):
    """At least one of several fields must hold something; use `one_of`."""

    name = "one_of"
    presence_only = True
    _reads = ("of",)
    of: tuple[str, ...] = attribute(converter=as_names)

    def holds(self, cells: Cells) -> bool:
        """Whether one of them holds something."""
        return any(cells.get(f) is not None for f in self.of)

    def _says(self, _: Cells) -> Said:
        return "", "record.one_of_missing", f"one of {', '.join(self.of)} is required", "missing"


@frozen(repr=False)
class RequiredIf(RecordRule):
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

    name = "required_if"
    field: str
    when: str | RecordRule = attribute(kw_only=True)
    values: tuple[str, ...] = attribute(default=(), converter=as_names, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.values and not isinstance(self.when, str):
            raise PolicyError("required_if takes values only beside the name of a field; put them into the condition")
        super().__attrs_post_init__()

    def _named(self) -> tuple[str, ...]:
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

    def _says(self, _: Cells) -> Said:
        reason = f"a value is required here because of {self.when}"
        return self.field, f"{self.field}.missing", reason, "missing"

    def _arguments(self) -> str:
        text = f"{self.field!r}, when={self.when!r}"
        return text + (f", values={list(self.values)!r}" if self.values else "")


@frozen(repr=False)
class NotBefore(RecordRule):
    """A date must not lie before another one, as far as both are precise.

    Args:
        later: name of the field with the later date.
        earlier: name of the field with the earlier date.
        severity: of the finding ``record.order``.

    Example:
        >>> [f.code for f in not_before("closed", "created")({"closed": "2024-03-04", "created": "2024-03-05"})]
        ['record.order']
    """

    name = "not_before"
    needs_all = True
    _reads = ("later", "earlier")
    later: str
    earlier: str
    severity: Severity = attribute(default="warning", kw_only=True)

    def judge(self, later: str, earlier: str) -> bool | None:  # type: ignore[override]  # its own number of values
        """The comparison itself."""
        order = date_order(later, earlier)
        return None if order is None else order >= 0

    def _says(self, _: Cells) -> Said:
        return self.later, "record.order", f"this date lies before {self.earlier}", "inaccurate"


@frozen(repr=False)
class NotFuture(RecordRule):
    """A date must not lie after the day of the check (``as_of``).

    Args:
        field: name of a field of kind ``date`` or ``datetime``.
        severity: of the finding ``record.future``.

    Example:
        >>> [f.code for f in not_future("created")({"created": "2091-04-01", "as_of": "2026-11-01"})]
        ['record.future']
    """

    name = "not_future"
    needs_all = True
    field: str
    severity: Severity = attribute(default="warning", kw_only=True)

    def _named(self) -> tuple[str, ...]:
        return (self.field, AS_OF)

    def judge(self, value: str, today: str) -> bool:  # type: ignore[override]  # its own number of values
        """The comparison itself."""
        return value[:_DAY] <= today[: min(len(value), _DAY)]

    def _says(self, _: Cells) -> Said:
        return self.field, "record.future", "this date lies after the day of the check", "inaccurate"

    def _arguments(self) -> str:
        return repr(self.field)


@frozen(repr=False)
class AgeBetween(NotFuture):
    """Whoever was born on a date must have a plausible age on the day of the check (``as_of``).

    Args:
        field: name of a field of kind ``date``.
        least: least age in completed years.
        most: greatest age in completed years.
        severity: of the finding ``record.age_range``.

    Example:
        >>> rule = age_between("born")
        >>> [rule.holds({"born": b, "as_of": "2026-11-01"}) for b in ("1980-05-01", "2020", "1890-01-01")]
        [True, False, False]
    """

    name = "age_between"
    least: int = 14
    most: int = 110

    def judge(self, value: str, today: str) -> bool:  # type: ignore[override]  # its own number of values
        """Whether the age fits, as far as the date's precision tells."""
        born, size = value[:_DAY], len(value[:_DAY])
        youngest, oldest = (f"{int(today[:4]) - age:04d}{today[4:_DAY]}"[:size] for age in (self.least, self.most + 1))
        return oldest <= born <= youngest

    def _says(self, _: Cells) -> Said:
        message = "this birth date makes a contact too young or too old to be one; ask again"
        return self.field, "record.age_range", message, "inaccurate"

    def _arguments(self) -> str:
        return f"{self.field!r}, {self.least}, {self.most}"


@frozen(repr=False)
class NameParts(RecordRule):
    """Given and family name stand in their own fields, neither joined nor swapped; unknown without a given name.

    Args:
        given: name of the field of the given name.
        family: name of the field of the family name.
        severity: of the findings ``record.name_joined`` and ``record.name_swapped``.

    Example:
        >>> rule = name_parts("first", "last")
        >>> [f.code for f in (*rule({"first": "王", "last": "大伟"}), *rule({"first": "Ann Lee"}))]
        ['record.name_swapped', 'record.name_joined']
    """

    name = "name_parts"
    _reads = ("given", "family")
    given: str
    family: str
    severity: Severity = attribute(default="warning", kw_only=True)

    def extract(self, field: str) -> tuple[Extract, ...]:
        """Names in hanzi, given names that begin as surnames or are several words; that the others are there."""
        return (_given_shown if field == self.given else _family_shown,)

    def holds(self, cells: Cells) -> bool | None:
        """Whether neither is found; unknown without a given name."""
        given = cells.get(self.given)
        return name_trouble(given, cells.get(self.family)) is None if given else None

    def _says(self, cells: Cells) -> Said:
        if name_trouble(cells.get(self.given) or "", cells.get(self.family)) == JOINED:
            return self.given, JOINED, "the whole name stands in one field", "wrong_field"
        return self.given, SWAPPED, "given and family name are swapped", "wrong_field"


def _given_shown(name: str) -> str:
    told = is_surname(name[:2]) or is_surname(name[:1]) if is_han(name) else " " in name
    return name if told else "-"


def _family_shown(name: str) -> str:
    return name if is_han(name) else "-"


def name_trouble(given: str, family: str | None) -> str | None:
    """What is wrong with a given and a family name in fields of their own (``None`` = empty): a code, or ``None``."""
    if family is None:
        joined = is_surname(given[:2]) or is_surname(given[:1]) if is_han(given) else " " in given
        return JOINED if joined and not (is_han(given) and len(given) < _GIVEN_HAN) else None
    swapped = is_han(given) and is_han(family) and is_surname(given) and not is_surname(family)
    return SWAPPED if swapped else None


required, required_if, not_before, not_future = Required, RequiredIf, NotBefore, NotFuture
age_between, name_parts = AgeBetween, NameParts


def one_of(*fields: str, severity: Severity = "error", code: str | None = None) -> RecordRule:
    """At least one of several fields must hold something.

    Args:
        fields: two names or more.
        severity: of the finding.
        code: its code; ``record.one_of_missing`` unless given.

    Raises:
        PolicyError: fewer than two names.

    Example:
        >>> rule = one_of("email", "phone") & not_before("closed_at", "created_at")
        >>> rule
        one_of('email', 'phone') & not_before('closed_at', 'created_at')
        >>> rule({"phone": "+8613912345678", "email": None})
        ()
    """
    if len(fields) < 2:  # noqa: PLR2004 - a choice takes two
        raise PolicyError("one_of needs two fields or more; use required for one")
    return OneOf(of=fields, severity=severity, code=code)


_CLASSES: Final = (
    AgeBetween, Required, OneOf, RequiredIf, NotBefore, NotFuture, NameParts, Consistent, Limit, AllOf, AnyOf, Not,
)  # fmt: skip
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
