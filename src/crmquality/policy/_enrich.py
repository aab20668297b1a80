"""Enrichment: what the fields of a record say about its empty ones, as proposals with source and confidence.

Every proposal is a guess: none is safe, none reaches the confidence from which corrections are applied without
being named, and a field that holds something is proposed for only where its content stands in the wrong field.
Enrichers that ask outside are the caller's: they go into `record_proposals`, never into `Guard` or `clean`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import lru_cache
from typing import Final, Protocol

from attrs import frozen

from crmquality._text import is_han
from crmquality.normalizers._chinese_name import is_surname
from crmquality.normalizers._person_name import person_name
from crmquality.normalizers._phone import read_phone
from crmquality.normalizers._phone_plan import PhoneNumber
from crmquality.policy._policy import Policy
from crmquality.policy._proposals import written
from crmquality.validators._affinity import OWN_DOMAIN, mailbox_name, two_words
from crmquality.validators._records import JOINED, SWAPPED, name_trouble
from crmquality.validators._rule import Cells, Extract

#: no built-in proposal is as sure as this, the confidence from which ``apply("all")`` takes corrections
UNSURE: Final = 0.9
_LINES: Final = frozenset({"mobile", "fixed_line", "fixed_line_or_mobile"})


@frozen
class Enrichment:
    """A proposed content of one field of a record.

    Args:
        field: the field.
        value: the proposed text, canonical; ``None`` = empty.
        source: the field it is taken from, or the service that says so.
        confidence: 0 to 1.
        rule: ``enrich.<what from what>``.
    """

    field: str
    value: str | None
    source: str
    confidence: float
    rule: str

    def __repr__(self) -> str:
        return f"Enrichment({self.field!r}, rule={self.rule!r}, confidence={self.confidence})"


class Enricher(Protocol):
    """Something that knows more about a record; a caller may bring its own."""

    @property
    def rule(self) -> str:
        """The rule of its proposals: ``enrich.`` and a name."""

    @property
    def reads(self) -> tuple[str, ...]:
        """Fields that must hold something."""

    @property
    def fills(self) -> tuple[str, ...]:
        """Fields it proposes for."""

    @property
    def empty(self) -> tuple[str, ...]:
        """Fields that must hold nothing."""

    def propose(self, cells: Cells) -> tuple[Enrichment, ...]:
        """Proposals from the canonical values of the fields it reads."""


@frozen
class BuiltIn:
    """An enricher of this library: offline, from the record alone.

    ``guess`` goes from the texts of ``reads`` to one text per field of ``fills``, or ``None``; each step of ``extract``
    reads the first of them, and applying it twice changes nothing. Cells of ``blank`` must hold nothing as they were
    typed: what reads as missing may be a name all the same.
    """

    rule: str
    reads: tuple[str, ...]
    fills: tuple[str, ...]
    empty: tuple[str, ...]
    confidence: float
    guess: Callable[..., tuple[str, ...] | None]
    extract: tuple[Extract, ...] = ()
    blank: tuple[str, ...] = ()

    def propose(self, cells: Cells) -> tuple[Enrichment, ...]:
        """What the fields it reads say."""
        first, *rest = (cells.get(f) for f in self.reads)
        for step in self.extract:
            first = step(first) if first else None
        values = self.guess(first, *rest) if first and all(rest) else None
        proposed = zip(self.fills, values or (), strict=False)
        return tuple(Enrichment(f, v, ", ".join(self.reads), self.confidence, self.rule) for f, v in proposed)


def _company(domain: str) -> tuple[str, ...]:
    name = domain.partition(".")[0].replace("-", " ")
    return (name.upper() if len(name) <= 3 else name.title(),)  # noqa: PLR2004 - IBM, SAP


@lru_cache(maxsize=65_536)
def _country(phone: str) -> tuple[str, ...] | None:
    """The country of a line or mobile; hotlines and the like are reached from anywhere."""
    number = read_phone(phone).value
    known = isinstance(number, PhoneNumber) and number.region and number.type in _LINES
    return (number.region,) if known else None


def _full_name(local: str) -> tuple[str, ...] | None:
    name = mailbox_name(local)
    return (" ".join(name),) if name else None


def _split(given: str) -> tuple[str, ...] | None:
    if name_trouble(given, None) != JOINED:
        return None
    if is_han(given):
        size = 2 if len(given) > 2 and is_surname(given[:2]) else 1  # noqa: PLR2004 - a compound surname and a name
        return (given[size:], given[:size])
    name = person_name(given)
    return (" ".join(p for p in (name.given, name.middle) if p), name.family) if name and name.family else None


def _han_surname(text: str) -> str | None:
    return text if is_han(text) and is_surname(text) else None


def _swap(given: str, family: str) -> tuple[str, ...] | None:
    return (family, given) if name_trouble(given, family) == SWAPPED else None


def built_in(policy: Policy) -> tuple[BuiltIn, ...]:
    """The enrichers that a policy has the fields for; fields are known by their names in the presets."""
    parts, name = ("first_name", "last_name"), ("full_name", "first_name", "last_name")
    made = [
        BuiltIn(
            "enrich.website_from_email",
            ("email",),
            ("website",),
            ("website",),
            0.7,
            lambda d: (f"https://{d}",),
            OWN_DOMAIN,
        ),
        BuiltIn("enrich.company_from_email", ("email",), ("company",), ("company",), 0.3, _company, OWN_DOMAIN),
        BuiltIn("enrich.country_from_phone", ("phone",), ("country",), ("country",), 0.7, _country),
        BuiltIn("enrich.country_from_mobile", ("mobile",), ("country",), ("country", "phone"), 0.7, _country),
        BuiltIn("enrich.name_from_email", ("email",), ("full_name",), name, 0.4, _full_name, (two_words,)),
        BuiltIn("enrich.name_parts_from_email", ("email",), parts, name, 0.4, mailbox_name, (two_words,)),
        BuiltIn("enrich.name_split", ("first_name",), parts, ("last_name",), 0.8, _split, (), ("last_name",)),
        BuiltIn("enrich.name_swapped", parts, parts, (), 0.7, _swap, (_han_surname,)),
    ]
    names = frozenset(policy.field_names)
    known = [e for e in made if names.issuperset((*e.reads, *e.fills))]
    return tuple(e for e in known if all(written(policy.field(f)) for f in e.fills))


def record_proposals(cells: Cells, enrichers: Sequence[Enricher], given: Container[str]) -> tuple[Enrichment, ...]:
    """What enrichers propose for a record.

    Args:
        cells: what rules see of it: canonical texts, ``None`` where nothing is.
        enrichers: `built_in` ones and the caller's.
        given: the fields that the record has; others are neither proposed for nor believed empty.

    Returns:
        Proposals in the order of the enrichers; those of one enricher belong together.

    Example:
        >>> from crmquality import presets
        >>> cells = {"email": "li@siemens.com", "website": None, "full_name": "Li"}
        >>> [(e.field, e.value, e.confidence) for e in record_proposals(cells, built_in(presets.contact()), cells)]
        [('website', 'https://siemens.com', 0.7)]
    """
    out: list[Enrichment] = []
    for each in enrichers:
        if all(f in given for f in each.fills) and all(cells.get(f) is None for f in each.empty):
            out += each.propose(cells)
    return tuple(out)
