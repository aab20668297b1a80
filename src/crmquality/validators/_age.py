"""The record rule about the age that a birth date gives."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from crmquality.types import Finding, Severity
from crmquality.validators._conditions import AS_OF
from crmquality.validators._rule import Cells, RecordRule

_DAY = 10


@frozen(kw_only=True, repr=False, str=False)
class AgeBetween(RecordRule):
    """Whoever was born on a date must be neither too young nor too old on the day of the check."""

    name: ClassVar[str] = "age_between"
    field: str
    least: int = 14
    most: int = 110

    @property
    def fields(self) -> tuple[str, ...]:
        """The date and the day of the check."""
        return (self.field, AS_OF)

    @property
    def needs_all(self) -> bool:
        """Yes."""
        return True

    def holds(self, cells: Cells) -> bool | None:
        """Whether the age fits, as far as the date's precision tells; unknown where the day of the check is."""
        born, today = cells.get(self.field), cells.get(AS_OF)
        if not born or not today:
            return None
        born, size = born[:_DAY], len(born[:_DAY])
        youngest, oldest = (f"{int(today[:4]) - age:04d}{today[4:_DAY]}"[:size] for age in (self.least, self.most + 1))
        return oldest <= born <= youngest

    def _told(self, cells: Cells) -> tuple[Finding, ...]:  # noqa: ARG002 - says the same of every record
        message = "this birth date makes a contact too young or too old to be one; ask again"
        return self._finding(self.field, "record.age_range", message, "inaccurate")

    def _arguments(self) -> str:
        return f"{self.field!r}, {self.least}, {self.most}"


def age_between(field: str, least: int = 14, most: int = 110, *, severity: Severity = "warning") -> RecordRule:
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
    return AgeBetween(field=field, least=least, most=most, severity=severity)
