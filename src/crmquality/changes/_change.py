"""One proposed change of one record, for the door where no table is."""

from __future__ import annotations

from typing import Any, Literal

from attrs import asdict, frozen

Action = Literal["set", "merge", "archive", "suppress"]


@frozen(kw_only=True)
class Change:
    """One proposed change; applying it is a separate step.

    Args:
        change_id: names the change within its plan or decision.
        record_id: the record it concerns; ``""`` for a record that has no id yet.
        field: the policy's field; ``""`` where the whole record is concerned.
        before: the cell as it was; ``None`` = empty.
        after: the cell as proposed; for a merge the id of the surviving record.
        rule: code of the rule that proposes it.
        confidence: 0 to 1; 1 = certain.
        safe: the canonical written form of a valid value, exactly reversible.
        cosmetic: same meaning, other writing.
        action: ``set``, ``merge``, ``archive`` or ``suppress``.
        group: changes of one group are applied and undone together; ``""`` = alone.

    Example:
        >>> Change(change_id="7:email", record_id="7", field="email", before=" a@x.com", after="a@x.com", rule="trim")
        Change('7:email', field='email', rule='trim', action='set')
    """

    change_id: str
    record_id: str
    field: str
    before: str | None
    after: str | None
    rule: str
    confidence: float = 1.0
    safe: bool = False
    cosmetic: bool = False
    action: Action = "set"
    group: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The change as plain data for JSON."""
        return asdict(self)

    def __repr__(self) -> str:
        # before and after are a person's data: they stay out of logs
        return f"Change({self.change_id!r}, field={self.field!r}, rule={self.rule!r}, action={self.action!r})"
