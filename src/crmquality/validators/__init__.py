"""Findings for a value or a record: ``validators.email()(raw)`` gives a tuple of findings, empty = fine."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crmquality.validators._combine import (
    address,
    all_of,
    amount,
    any_of,
    choice,
    city,
    country,
    date,
    digits,
    email,
    identifier,
    job_title,
    matches,
    messaging_id,
    one_of,
    organization_name,
    person_name,
    phone,
    postal_code,
    region,
    required,
    social_handle,
    text,
    url,
)
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
