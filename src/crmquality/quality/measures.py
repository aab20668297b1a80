"""The five dimensions of quality, each a share of cells or records between 0 and 1.

Completeness: usable cells among all cells of the fields that matter. Validity: valid among filled.
Uniqueness: records that are not an extra copy. Timeliness: mean belief that contact data still hold.
Consistency: records without a contradiction between fields. A dimension that cannot be measured is ``None``.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen


@frozen
class FieldQuality:
    """How one field stands.

    Args:
        field: the policy's field.
        label: its name for people.
        rows: records in the table.
        filled: records with something usable in it.
        valid: records with a valid value in it.
        weight: criticality, 0 or more.
        commonest: message of the commonest finding, or ``None``.
        data_class: ``identity``, ``descriptive``, ``quantitative`` or ``qualitative``.
    """

    field: str
    label: str
    rows: int
    filled: int
    valid: int
    weight: float = 1.0
    commonest: str | None = None
    data_class: str = "descriptive"

    @property
    def completeness(self) -> float:
        """Filled share of the rows, 0 to 1; 1 for an empty table."""
        return self.filled / self.rows if self.rows else 1.0

    @property
    def validity(self) -> float:
        """Valid share of the filled, 0 to 1; 1 where nothing is filled."""
        return self.valid / self.filled if self.filled else 1.0


@frozen
class Dimension:
    """One dimension of quality.

    Args:
        name: completeness, validity, uniqueness, timeliness or consistency.
        score: 0 to 1; ``None`` = could not be measured.
        meaning: one plain sentence.
    """

    name: str
    score: float | None
    meaning: str


def field_quality(
    field: str, label: str, *, rows: int, filled: int, valid: int, weight: float = 1.0, commonest: str | None = None
) -> FieldQuality:
    """Build one row of the field table."""
    return FieldQuality(field, label, rows, filled, valid, weight, commonest)


def completeness_by_class(fields: Sequence[FieldQuality]) -> dict[str, float]:
    """Completeness of each data class that the fields belong to, 0 to 1, weighted as in `dimensions`.

    Example:
        >>> name = FieldQuality("name", "Name", rows=4, filled=3, valid=3, data_class="identity")
        >>> completeness_by_class([name])
        {'identity': 0.75}
    """
    out: dict[str, float] = {}
    for data_class in dict.fromkeys(f.data_class for f in fields if f.weight > 0):
        own = [f for f in fields if f.data_class == data_class]
        out[data_class] = sum(f.weight * f.completeness for f in own) / sum(f.weight for f in own)
    return out


def dimensions(
    fields: Sequence[FieldQuality], *, rows: int, extra_copies: int, inconsistent: int, timeliness: float | None
) -> tuple[Dimension, ...]:
    """The five dimensions of a table.

    Args:
        fields: one per recognised field; weights say how much each counts.
        rows: records in the table.
        extra_copies: records that are a further copy of another.
        inconsistent: records in which two fields contradict each other.
        timeliness: mean belief that contact data still hold, or ``None``.

    Returns:
        Five dimensions in fixed order.
    """
    counted = [f for f in fields if f.weight > 0]
    weight = sum(f.weight for f in counted)
    filled = sum(f.weight * f.filled for f in counted)
    complete = sum(f.weight * f.completeness for f in counted) / weight if weight else None
    valid = sum(f.weight * f.valid for f in counted) / filled if filled else None
    unique = 1 - extra_copies / rows if rows else None
    consistent = 1 - inconsistent / rows if rows else None
    return (
        Dimension("completeness", complete, "fields that matter and are filled in"),
        Dimension("validity", valid, "filled-in values that are in order"),
        Dimension("uniqueness", unique, "records that are not an extra copy of another"),
        Dimension("timeliness", timeliness, "contact data that most likely still hold"),
        Dimension("consistency", consistent, "records whose fields do not contradict each other"),
    )
