"""Consistency across fields: a table of checks, each of which answers "no" only where two fields contradict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from attrs import field as attribute
from attrs import frozen

from crmquality._data import load
from crmquality.errors import PolicyError
from crmquality.normalizers._identifier import id_country
from crmquality.normalizers._postal_code import postal_shape, read_postal_code
from crmquality.types import Finding, Severity
from crmquality.validators._affinity import OWN_DOMAIN, names_company, names_person, two_words
from crmquality.validators._conditions import number_of
from crmquality.validators._rule import Cells, Extract, RecordRule, as_names

#: lead statuses that cannot stand beside these lifecycle stages
_NOT_YET: Final = frozenset({"subscriber", "lead", "marketing_qualified_lead"})
_QUALIFIED: Final = frozenset({"sales_qualified_lead", "opportunity", "customer", "evangelist"})
_CONTRADICT: Final[Mapping[str, frozenset[str]]] = MappingProxyType({"open_deal": _NOT_YET, "unqualified": _QUALIFIED})


@frozen
class Check:
    """One way in which fields can contradict each other.

    Args:
        fields: what it reads, in words, in order.
        holds: from their texts; ``None`` = cannot be told.
        at: place of the field the finding is reported at.
        code: of the finding.
        message: of the finding; ``{0}`` is the name of the first field.
        extracts: what is read of a field, by its place from the end.
    """

    fields: tuple[str, ...]
    holds: Callable[..., bool | None]
    at: int
    code: str
    message: str
    extracts: Mapping[int, tuple[Extract, ...]] = MappingProxyType({})


def _country_phone(country: str, phone: str) -> bool | None:
    code = load("calling_codes").get(country)
    return phone.startswith(code, 1) if code and phone.startswith("+") else None


def _dialled(phone: str) -> str:
    """The plus sign and the first three digits, which hold every calling code."""
    return phone[:4]


def _country_postal_code(country: str, postal_code: str) -> bool | None:
    if postal_shape(country) is None:
        return None
    return read_postal_code(postal_code, country=country).text is not None


def _id_country(country: str, number: str) -> bool | None:
    home = id_country(number)
    return home == country if home and country else None


def _stage_open_deals(stage: str, deals: str) -> bool | None:
    number = number_of(deals)
    return None if number is None else stage != "opportunity" or number > 0


def _stage_won_deals(stage: str, deals: str) -> bool | None:
    number = number_of(deals)
    return None if number is None else stage not in ("customer", "evangelist") or number > 0


def _status_stage(status: str, stage: str) -> bool:
    return stage not in _CONTRADICT.get(status, ())


def _average_order(total: str, orders: str, average: str | None = None) -> bool | None:
    """Total over number of orders, to a tenth of it or one unit: exports round."""
    parts = [number_of(v) for v in (total, orders, average or "")]
    if None in parts or not parts[1]:
        return None
    amount, count, mean = (p or 0.0 for p in parts)
    return abs(amount / count - mean) <= max(1.0, abs(mean) / 10)


#: by name
CHECKS: Final[Mapping[str, Check]] = MappingProxyType({
    "country_phone": Check(
        ("country", "phone"), _country_phone, -1, "record.country_phone",
        "the number belongs to another country than {0} says", {-1: (_dialled,)}),
    "country_postal_code": Check(
        ("country", "postal code"), _country_postal_code, -1, "record.country_postal_code",
        "the postal code has not the form of the country that {0} says"),
    "id_country": Check(
        ("country", "identifier"), _id_country, -1, "record.id_country",
        "the tax or identity number is one of another country than {0} says"),
    "name_email": Check(
        ("given name", "family name", "email"), names_person, -1, "record.name_email",
        "the mailbox spells out another person's name; check whose it is", {-1: (two_words,)}),
    "company_email": Check(
        ("company", "email"), names_company, -1, "record.company_email",
        "the mail domain has nothing in common with the name in {0}; check which of them is out of date",
        {-1: OWN_DOMAIN}),
    "stage_open_deals": Check(
        ("lifecycle stage", "open deals"), _stage_open_deals, 0, "record.stage_evidence",
        "an opportunity needs an open deal; correct the stage or link the deal"),
    "stage_won_deals": Check(
        ("lifecycle stage", "won deals"), _stage_won_deals, 0, "record.stage_evidence",
        "a customer needs a won deal; correct the stage or link the deal"),
    "average_order": Check(
        ("total amount", "number of orders", "average order value"), _average_order, -1, "record.average_order",
        "not the amount in {0} by the number of orders; one of the three is out of date"),
    "status_stage": Check(
        ("lead status", "lifecycle stage"), _status_stage, 0, "record.status_stage",
        "the status does not fit the lifecycle stage; correct one of them"),
})  # fmt: skip
_HOLDS: Final = {name: check.holds for name, check in CHECKS.items()}


def _pairs(value: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((left, right) for left, right in value)


@frozen(kw_only=True, repr=False, str=False)
class Consistent(RecordRule):
    """Several fields must not contradict each other.

    Args:
        of: the fields, in the order of the check.
        check: one of ``CHECKS``.
        words: values of a CRM's own list, each with the choice of ours that the check knows.
    """

    name: ClassVar[str] = "consistent"
    of: tuple[str, ...] = attribute(converter=as_names)
    check: str = "country_phone"
    words: tuple[tuple[str, str], ...] = attribute(default=(), converter=_pairs)

    def __attrs_post_init__(self) -> None:
        if self.check not in CHECKS:
            raise PolicyError(f"no check {self.check!r} of consistency; checks are {', '.join(CHECKS)}")
        wanted = CHECKS[self.check].fields
        if not 2 <= len(self.of) <= len(wanted):  # noqa: PLR2004 - a contradiction takes two
            raise PolicyError(f"the check {self.check!r} takes the fields {', '.join(wanted)}")
        super().__attrs_post_init__()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields."""
        return self.of

    @property
    def needs_all(self) -> bool:
        """Yes."""
        return True

    def extract(self, field: str) -> tuple[Extract, ...]:
        """What the check reads of a field."""
        return CHECKS[self.check].extracts.get(self.of.index(field) - len(self.of), ())

    def holds(self, cells: Cells) -> bool | None:
        """Whether the fields agree; unknown where one is empty or nothing can be told."""
        values = [cells.get(f) for f in self.of]
        return self.judge(*values) if all(values) else None

    @property
    def judge(self) -> Callable[..., bool | None]:
        """The check itself."""
        check, words = _HOLDS[self.check], dict(self.words)
        return (lambda *values: check(*(words.get(v, v) for v in values))) if words else check

    def _told(self, cells: Cells) -> tuple[Finding, ...]:  # noqa: ARG002 - says the same of every record
        check = CHECKS[self.check]
        return self._finding(self.of[check.at], check.code, check.message.format(*self.of), "inaccurate")

    def _arguments(self) -> str:
        named = "" if self.check == "country_phone" else f", check={self.check!r}"
        return super()._arguments() + named


def consistent(*fields: str, check: str = "country_phone", severity: Severity = "warning") -> RecordRule:
    """Several fields must not contradict each other.

    Args:
        fields: their names, in the order of the check.
        check: ``country_phone`` (calling code), ``country_postal_code`` (form), ``id_country`` (tax or
            identity number), ``name_email`` (full name, or given and
            family name, and a mailbox that plainly names another person), ``company_email`` (a company's own mail
            domain that has nothing in common with its name), ``stage_open_deals`` and ``stage_won_deals`` (an
            opportunity without an open deal, a customer without a won one), ``status_stage`` (a lead status that
            the lifecycle stage rules out).
        severity: of the finding ``record.<check>``, or ``record.stage_evidence``.

    Raises:
        PolicyError: no such check, or not its number of fields.

    Example:
        >>> [f.code for f in consistent("country", "phone")({"country": "CN", "phone": "+4930901820"})]
        ['record.country_phone']
        >>> rule = consistent("stage", "open_deals", check="stage_open_deals", severity="info")
        >>> rule.holds({"stage": "opportunity", "open_deals": "0"}), rule.holds({"stage": "opportunity"})
        (False, None)
    """
    return Consistent(of=fields, check=check, severity=severity)
