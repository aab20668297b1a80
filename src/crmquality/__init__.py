"""CRM data quality: stop bad data at the door, clean what is there, find who is who, know what is no longer true.

Three entrances: `clean` for a table, `Guard` for one record at the door, `assess` to look without touching.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crmquality import decay, normalizers, presets, validators
    from crmquality.cleaning._account_findings import check_accounts
    from crmquality.cleaning._accounts import match_accounts
    from crmquality.cleaning._clean import assess, clean
    from crmquality.cleaning._duplicates import Duplicates
    from crmquality.cleaning._find import find_duplicates
    from crmquality.cleaning._journal import Journal
    from crmquality.cleaning._plan import Plan
    from crmquality.cleaning._related import Related
    from crmquality.cleaning._report import Report
    from crmquality.errors import (
        CrmQualityError,
        FindingsError,
        InputError,
        JournalError,
        MissingExtraError,
        OutputError,
        PolicyError,
    )
    from crmquality.guard import Decision, Guard
    from crmquality.index import DuplicateIndex
    from crmquality.policy import Field, Mapping, Policy
    from crmquality.review import Decisions
    from crmquality.types import Finding, raise_for_findings

__version__ = "0.1.0"

#: where each name of the façade lives
_HOMES = {
    "CrmQualityError": "errors", "Decision": "guard", "Decisions": "review", "DuplicateIndex": "index",
    "Duplicates": "cleaning._duplicates", "Field": "policy", "Finding": "types", "FindingsError": "errors",
    "Guard": "guard", "InputError": "errors", "Journal": "cleaning._journal", "JournalError": "errors",
    "Mapping": "policy", "MissingExtraError": "errors", "OutputError": "errors", "Plan": "cleaning._plan",
    "Policy": "policy", "PolicyError": "errors", "Related": "cleaning._related", "Report": "cleaning._report",
    "assess": "cleaning._clean", "check_accounts": "cleaning._account_findings", "clean": "cleaning._clean",
    "decay": "decay", "find_duplicates": "cleaning._find", "match_accounts": "cleaning._accounts",
    "normalizers": "normalizers", "presets": "presets", "raise_for_findings": "types", "validators": "validators",
}  # fmt: skip

__all__ = [
    "CrmQualityError", "Decision", "Decisions", "DuplicateIndex", "Duplicates", "Field", "Finding", "FindingsError",
    "Guard", "InputError", "Journal", "JournalError", "Mapping", "MissingExtraError", "OutputError", "Plan",
    "Policy", "PolicyError", "Related", "Report", "assess", "check_accounts", "clean", "decay", "find_duplicates",
    "match_accounts", "normalizers", "presets", "raise_for_findings", "validators",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a name of the façade on first use."""
    if (home := _HOMES.get(name)) is None:
        raise AttributeError(f"module 'crmquality' has no attribute {name!r}")
    try:
        module = import_module(f"crmquality.{home}")
    except ModuleNotFoundError as error:
        if error.name in {"numpy", "scipy", "polars"}:
            from crmquality.errors import MissingExtraError

            raise MissingExtraError("tables", str(error.name)) from error
        raise
    value = module if name == home else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
