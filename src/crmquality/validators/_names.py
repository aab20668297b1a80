"""Findings for names of people and organizations. Nothing here rejects a real, unusual name."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from crmquality.normalizers._organization_name import quick_organization, read_organization_name
from crmquality.normalizers._person_name import read_part, read_person_name
from crmquality.normalizers._plain_name import plain_name, plain_part
from crmquality.normalizers._reading import Note
from crmquality.types import Examined, OrganizationName
from crmquality.validators._common import examined, findings, rules

_RULES: Final = rules("name")
BLANKS: Final = findings("organization_name", (Note("whitespace"),), _RULES)
_FORMLESS: Final = findings("organization_name", (Note("legal_form_missing"),), _RULES)


def examine_person_name(value: str | None, *, locale: str | None = None) -> Examined:
    """Read a full name."""
    if value and locale is None and (plain := plain_name(value)) is not None:
        return Examined(plain.display, (), plain)
    reading = read_person_name(value, locale=locale)
    return examined("person_name", reading, _RULES, reading.value)


def examine_given_name(value: str | None) -> Examined:
    """Read a given name in a field of its own."""
    return _part(value, "given", "given_name")


def examine_family_name(value: str | None) -> Examined:
    """Read a family name in a field of its own."""
    return _part(value, "family", "family_name")


def _part(value: str | None, part: str, kind: str) -> Examined:
    if value and (plain := plain_part(value, part)) is not None:
        return Examined(value, (), plain)
    reading = read_part(value, part)
    return examined(kind, reading, _RULES, reading.value)


def examine_organization_name(value: str | None, *, legal_form: bool = False) -> Examined:
    """Read the name of an organization; ``legal_form`` = its legal form is expected beside it."""
    found = _organization(value)
    name = found.value
    if not legal_form or found.text is None or not isinstance(name, OrganizationName) or name.legal_form:
        return found
    return evolve(found, findings=(*found.findings, *_FORMLESS))


def _organization(value: str | None) -> Examined:
    notes: list[Note] = []
    if value and (name := quick_organization(value, notes)) is not None:
        return Examined(name.display, findings("organization_name", tuple(notes), _RULES) if notes else (), name)
    reading = read_organization_name(value)
    return examined("organization_name", reading, _RULES, reading.value)
