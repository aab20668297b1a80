"""The exceptions of crmquality: misuse raises, dirty data never does.

```
CrmQualityError
├── PolicyError(ValueError)       a policy, field or rule that cannot work as written
├── InputError(ValueError)        a file or table that cannot be read as asked
├── OutputError(RuntimeError)     a folder or file that cannot be written as asked
├── MissingExtraError(RuntimeError)   a package of an extra is not installed
├── BudgetError(RuntimeError)      work that would take more than the caller allows
├── JournalError(ValueError)      an undo that does not fit the table or journal given
└── FindingsError(ValueError)     raised by ``raise_for_findings`` alone
```

Facts are attributes and survive pickling. No message carries a value of a record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmquality.types import Finding


class CrmQualityError(Exception):
    """Base of every exception raised by this library."""


class PolicyError(CrmQualityError, ValueError):
    """A policy, field or rule that cannot work as written."""


class InputError(CrmQualityError, ValueError):
    """A file, table or record that cannot be read as asked."""


class OutputError(CrmQualityError, RuntimeError):
    """A folder or file that cannot be written as asked."""


class BudgetError(CrmQualityError, RuntimeError):
    """Work that would take more than the caller allows; nothing was done.

    Args:
        what: what would be too much: ``"pairs"``, ``"memory_mb"`` or ``"seconds"``.
        needed: how much of it the work would take.
        allowed: how much the caller allows.
        advice: what would make it less.
    """

    def __init__(self, what: str, needed: float, allowed: float, advice: str) -> None:
        super().__init__(what, needed, allowed, advice)
        self.what, self.needed, self.allowed, self.advice = what, needed, allowed, advice

    def __str__(self) -> str:
        return f"{self.what}: about {self.needed:,.0f} needed, {self.allowed:,.0f} allowed; {self.advice}"


class JournalError(CrmQualityError, ValueError):
    """An undo that does not fit the table or the journal given."""


class MissingExtraError(CrmQualityError, RuntimeError):
    """A package that belongs to an extra is not installed.

    Args:
        extra: name of the extra, for example ``"tables"``.
        package: the package that could not be imported.
    """

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(extra, package)
        self.extra, self.package = extra, package

    def __str__(self) -> str:
        return f"this needs the package {self.package}: install crmquality[{self.extra}]"


class FindingsError(CrmQualityError, ValueError):
    """Findings turned into an exception on request.

    Args:
        findings: what was found, in order; at least one.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        return "; ".join(f"{f.field}: {f.message} ({f.code})" for f in self.findings)
