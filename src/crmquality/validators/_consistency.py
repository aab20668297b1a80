"""Consistency across fields: a table of checks, each of which answers "no" only where two fields contradict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from attrs import field as attribute
from attrs import frozen

from crmquality._data import load
from crmquality.errors import PolicyError
from crmquality.normalizers._identifier import id_country
from crmquality.normalizers._postal_code import postal_shape, read_postal_code
from crmquality.types import Severity
from crmquality.validators import _affinity as affinity
from crmquality.validators._conditions import number_of
from crmquality.validators._rule import Cells, Extract, Head, Reads, RecordRule, Said, as_names

#: stages that need an open deal, a won one, and those that a lead status rules out
_OPEN: Final = frozenset({"opportunity"})
_WON: Final = frozenset({"customer", "evangelist"})
_RULED_OUT: Final[Mapping[str, frozenset[str]]] = MappingProxyType({
    "open_deal": frozenset({"subscriber", "lead", "marketing_qualified_lead"}),
    "unqualified": _OPEN | _WON | {"sales_qualified_lead"},
})  # fmt: skip


@frozen
class Check:
    """One way in which fields can contradict each other."""

    fields: tuple[str, ...]  # what it reads, in words, in order
    holds: Callable[..., bool | None]
    message: str  # {0} is the name of the first field
    extract: tuple[Extract, ...] = ()  # what is read of the last field
    at: int = -1  # place of the field the finding is reported at
    code: str = ""  # record.<check> unless given
    #: it holds where what is read of one field stands in what is read of another
    sure: tuple[Reads, Reads] | None = None


def _country_phone(country: str, phone: str) -> bool | None:
    code = load("calling_codes").get(country)
    return phone.startswith(code, 1) if code and phone.startswith("+") else None


#: the plus sign and the first three digits, which hold every calling code
_DIALLED: Final = Head(4)


def _country_postal_code(country: str, postal_code: str) -> bool | None:
    known = postal_shape(country) is not None
    return read_postal_code(postal_code, country=country).text is not None if known else None


def _id_country(country: str, number: str) -> bool | None:
    home = id_country(number)
    return home == country if home and country else None


def _evidence(stage: str, deals: str, claiming: frozenset[str]) -> bool | None:
    number = number_of(deals)
    return None if number is None else stage not in claiming or number > 0


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
        ("country", "phone"), _country_phone, "the number belongs to another country than {0} says", (_DIALLED,)),
    "country_postal_code": Check(
        ("country", "postal code"), _country_postal_code,
        "the postal code has not the form of the country that {0} says"),
    "id_country": Check(
        ("country", "identifier"), _id_country, "the tax or identity number is one of another country than {0} says"),
    "name_email": Check(
        ("given name", "family name", "email"), affinity.names_person,
        "the mailbox spells out another person's name; check whose it is", (affinity.two_words,),
        sure=affinity.SURNAME_AND_MAILBOX),
    "company_email": Check(
        ("company", "email"), affinity.names_company,
        "the mail domain has nothing in common with the name in {0}; check which of them is out of date",
        (*affinity.OWN_DOMAIN, affinity.own_label), sure=affinity.NAME_AND_LABEL),
    "stage_open_deals": Check(
        ("lifecycle stage", "open deals"), partial(_evidence, claiming=_OPEN),
        "an opportunity needs an open deal; correct the stage or link the deal", (), 0, "record.stage_evidence"),
    "stage_won_deals": Check(
        ("lifecycle stage", "won deals"), partial(_evidence, claiming=_WON),
        "a customer needs a won deal; correct the stage or link the deal", (), 0, "record.stage_evidence"),
    "average_order": Check(
        ("total amount", "number of orders", "average order value"), _average_order,
        "not the amount in {0} by the number of orders; one of the three is out of date"),
    "status_stage": Check(
        ("lead status", "lifecycle stage"), lambda status, stage: stage not in _RULED_OUT.get(status, ()),
        "the status does not fit the lifecycle stage; correct one of them", (), 0),
})  # fmt: skip


def _pairs(value: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((left, right) for left, right in value)


@frozen(kw_only=True, repr=False)
class Consistent(RecordRule):
    """Several fields must not contradict each other; ``words`` are a CRM's own, each with the choice a check knows."""

    name = "consistent"
    needs_all = True
    _reads = ("of",)
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

    def extract(self, field: str) -> tuple[Extract, ...]:
        """What the check reads of a field."""
        return CHECKS[self.check].extract if field == self.of[-1] else ()

    @property
    def sure(self) -> tuple[Reads, Reads] | None:
        """Where the check holds without a closer look."""
        return None if self.words else CHECKS[self.check].sure

    @property
    def judge(self) -> Callable[..., bool | None]:
        """The check itself."""
        check, words = CHECKS[self.check].holds, dict(self.words)
        return (lambda *values: check(*(words.get(v, v) for v in values))) if words else check

    def _says(self, _: Cells) -> Said:
        check = CHECKS[self.check]
        code = check.code or f"record.{self.check}"
        return self.of[check.at], code, check.message.format(*self.of), "inaccurate"

    def _arguments(self) -> str:
        named = "" if self.check == "country_phone" else f", check={self.check!r}"
        return super()._arguments() + named


def consistent(*fields: str, check: str = "country_phone", severity: Severity = "warning") -> RecordRule:
    """Several fields must not contradict each other.

    Args:
        fields: their names, in the order of the check.
        check: ``country_phone`` (calling code), ``country_postal_code`` (form), ``id_country`` (tax or identity
            number), ``name_email`` (full name, or given and family name, and a mailbox that plainly names another
            person), ``company_email`` (a company's own mail domain that has nothing in common with its name),
            ``stage_open_deals`` and ``stage_won_deals`` (an opportunity without an open deal, a customer without a won
            one), ``status_stage`` (a lead status that the lifecycle stage rules out), ``average_order`` (total amount,
            number of orders and their average).
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
