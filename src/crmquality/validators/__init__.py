"""Findings for a value or a record: ``validators.email()(raw)`` gives a tuple of findings, empty = fine.

Validators are values: frozen callables that read like the call that made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from attrs import field, frozen

from crmquality.errors import PolicyError
from crmquality.normalizers._reading import Note
from crmquality.types import Brief, Finding, Validator
from crmquality.validators._common import finding, rules
from crmquality.validators._conditions import compiled
from crmquality.validators._kinds import KINDS, Kind, examine

if TYPE_CHECKING:
    from crmquality.validators._consistency import consistent
    from crmquality.validators._records import age_between, name_parts, not_before, not_future, required_if

_RECORD_RULES = {"consistent": "_consistency"} | dict.fromkeys(
    ("age_between", "name_parts", "not_before", "not_future", "required_if"), "_records"
)

__all__ = [
    "KINDS", "Kind", "address", "age_between", "all_of", "amount", "any_of", "choice", "city", "consistent", "country",
    "date", "digits", "email", "examine", "identifier", "job_title", "matches", "messaging_id", "name_parts",
    "not_before", "not_future", "one_of", "organization_name", "person_name", "phone", "postal_code", "region",
    "required", "required_if", "social_handle", "text", "url",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _RECORD_RULES:
        return getattr(import_module(f"crmquality.validators.{_RECORD_RULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


_RULES: Final = rules("check")


@frozen(repr=False)
class KindValidator:
    """Findings of one kind of value."""

    kind: str
    context: tuple[tuple[str, object], ...] = ()

    def __call__(self, value: str) -> tuple[Finding, ...]:
        return self._read(value)[1]

    @cached_property
    def _read(self) -> Callable[[str], Brief]:
        return KINDS[self.kind].brief(**self.arguments())

    def arguments(self) -> dict[str, Any]:
        """What the kind is told."""
        return {k: dict(cast("tuple[tuple[str, str], ...]", v)) if k == "aliases" else v for k, v in self.context}

    def __repr__(self) -> str:
        return f"{self.kind}({', '.join(f'{k}={v!r}' for k, v in self.arguments().items())})"


def _told(kind: str, **context: object) -> KindValidator:
    return KindValidator(kind, tuple((k, v) for k, v in context.items() if v is not None))


@frozen(repr=False)
class Check:
    """A finding where a test fails; the test is built from the arguments, which also make the repr."""

    name: str
    arguments: tuple[object, ...]
    code: str
    holds: Callable[[str], bool] = field(eq=False)

    def __call__(self, value: str) -> tuple[Finding, ...]:
        return () if self.holds(value) else (finding("text", Note(self.code), _RULES[self.code]),)

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(map(repr, self.arguments))})"


@frozen(repr=False)
class AllOf:
    """Findings of all validators, in order, each once."""

    name: ClassVar[str] = "all_of"
    validators: tuple[Validator, ...]

    def __call__(self, value: str) -> tuple[Finding, ...]:
        return tuple(dict.fromkeys(f for v in self.validators for f in v(value)))

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(map(repr, self.validators))})"


@frozen(repr=False)
class AnyOf(AllOf):
    """Nothing where one validator finds no error; otherwise the findings of all."""

    name = "any_of"

    def __call__(self, value: str) -> tuple[Finding, ...]:
        found = [v(value) for v in self.validators]
        content = (findings for findings in found if all(f.severity != "error" for f in findings))
        return next(content, tuple(dict.fromkeys(f for findings in found for f in findings)))


def _flat(kind: type[AllOf], validators: tuple[Validator, ...]) -> tuple[Validator, ...]:
    return tuple(v for each in validators for v in (each.validators if type(each) is kind else (each,)))


def all_of(*validators: Validator) -> AllOf:
    """All validators must be content.

    Example:
        >>> all_of(required(), all_of(digits(6)))
        all_of(required(), digits(6))
    """
    return AllOf(_flat(AllOf, validators))


def any_of(*validators: Validator) -> AnyOf:
    """One content validator is enough.

    Raises:
        PolicyError: no validator given.

    Example:
        >>> any_of(email(), phone(region="CN"))("13912345678")
        ()
    """
    if not validators:
        raise PolicyError("any_of needs at least one validator")
    return AnyOf(_flat(AnyOf, validators))


def required() -> Check:
    """Something must be there: not blank, not a placeholder."""
    return Check("required", (), "missing", lambda value: not KINDS["text"].examine(value).missing)


def one_of(*values: str) -> Check:
    """The exact text must be one of the values."""
    allowed = frozenset(values)
    return Check("one_of", values, "not_listed", lambda value: value in allowed)


def matches(pattern: str) -> Check:
    """The whole text must match a regular expression.

    Raises:
        PolicyError: the expression cannot be compiled.
    """
    form = compiled(pattern)
    return Check("matches", (pattern,), "pattern", lambda value: form.fullmatch(value) is not None)


def digits(count: int | None = None) -> Check:
    """ASCII digits alone, as many as said."""
    told = () if count is None else (count,)
    return Check("digits", told, "digits", lambda v: v.isascii() and v.isdigit() and count in (None, len(v)))


def text() -> KindValidator:
    """Findings of free text."""
    return KindValidator("text")


def email() -> KindValidator:
    """Findings of an email address.

    Example:
        >>> [f.code for f in email()("li@hotmal.com")]
        ['email.typo_domain']
    """
    return KindValidator("email")


def phone(region: str | None = None) -> KindValidator:
    """Findings of a phone number; ``region`` is the home of numbers without a country code.

    Raises:
        PolicyError: the region is no two-letter ISO code.
    """
    if region is not None and not (len(region) == 2 and region.isascii() and region.isalpha()):  # noqa: PLR2004 - alpha-2
        raise PolicyError(f"region {region!r} must be a two-letter ISO country code, such as 'CN'")
    return _told("phone", region=region)


def country() -> KindValidator:
    """Findings of a country."""
    return KindValidator("country")


def postal_code(country: str | None = None) -> KindValidator:
    """Findings of a postal code of a country."""
    return _told("postal_code", country=country)


def region(country: str | None = None) -> KindValidator:
    """Findings of a state or province of a country."""
    return _told("region", country=country)


def city(country: str | None = None) -> KindValidator:
    """Findings of the name of a city of a country."""
    return _told("city", country=country)


def date() -> KindValidator:
    """Findings of a date."""
    return KindValidator("date")


def url() -> KindValidator:
    """Findings of a web address."""
    return KindValidator("url")


def identifier(scheme: str | None = None, country: str | None = None) -> KindValidator:
    """Findings of a registration, tax or account number.

    Args:
        scheme: ``"cn_uscc"``, ``"cn_resident_id"``, ``"iban"``, ``"vat"``, ``"de_vat"``, ``"luhn"``; ``None``: by form.
        country: the record's; a number of another country is ``identifier.country_mismatch``.
    """
    return _told("identifier", scheme=scheme or None, country=country or None)


def job_title() -> KindValidator:
    """Findings of a job title."""
    return KindValidator("job_title")


def address(country: str | None = None) -> KindValidator:
    """Findings of a whole postal address; ``country`` is the record's."""
    return _told("address", country=country)


def amount() -> KindValidator:
    """Findings of an amount of money."""
    return KindValidator("amount")


def messaging_id(platform: str | None = None) -> KindValidator:
    """Findings of a messenger's name; ``platform`` is ``"wechat"``, ``"qq"``, ``"whatsapp"`` ..."""
    return _told("messaging_id", platform=platform)


def social_handle(platform: str | None = None) -> KindValidator:
    """Findings of a name on a social network; ``platform`` is ``"linkedin"``, ``"x"``, ``"weibo"`` ..."""
    return _told("social_handle", platform=platform)


def choice(choices: Iterable[str], aliases: Mapping[str, str] | None = None) -> KindValidator:
    """Findings of a picklist value."""
    return _told("choice", choices=tuple(choices), aliases=tuple(aliases.items()) if aliases else None)


def person_name(locale: str | None = None) -> KindValidator:
    """Findings of a person's full name."""
    return _told("person_name", locale=locale)


def organization_name() -> KindValidator:
    """Findings of an organization's name."""
    return KindValidator("organization_name")
