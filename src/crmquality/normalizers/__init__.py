"""Canonical written forms, one function per kind; ``None`` = the value has no canonical form."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crmquality.normalizers._address import address
    from crmquality.normalizers._amount import amount
    from crmquality.normalizers._choice import choice
    from crmquality.normalizers._country import country
    from crmquality.normalizers._date import date
    from crmquality.normalizers._email import email, email_match_key
    from crmquality.normalizers._handle import messaging_id, social_handle
    from crmquality.normalizers._identifier import identifier
    from crmquality.normalizers._job_title import job_title
    from crmquality.normalizers._organization_name import organization_name
    from crmquality.normalizers._person_name import person_name
    from crmquality.normalizers._phone import phone
    from crmquality.normalizers._phone_plan import PhoneNumber
    from crmquality.normalizers._place import city, region
    from crmquality.normalizers._postal_code import postal_code
    from crmquality.normalizers._text import text
    from crmquality.normalizers._url import url

#: home of what does not stand in a module of its own name
_HOME = {"PhoneNumber": "_phone_plan", "city": "_place", "region": "_place", "email_match_key": "_email"}
_HOME |= {"messaging_id": "_handle", "social_handle": "_handle"}

__all__ = [
    "PhoneNumber", "address", "amount", "choice", "city", "country", "date", "email", "email_match_key", "identifier",
    "job_title", "messaging_id", "organization_name", "person_name", "phone", "postal_code", "region", "social_handle",
    "text", "url",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in __all__:
        found = getattr(import_module(f"crmquality.normalizers.{_HOME.get(name, f'_{name}')}"), name)
        globals()[name] = found  # the next look-up finds it without a detour
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
