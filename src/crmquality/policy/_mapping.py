"""Which column of a table holds which field: a file that people edit and reuse next month."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from os import PathLike
from pathlib import Path
from typing import Any

from attrs import asdict, frozen
from attrs import field as attribute

from crmquality._files import beside
from crmquality.errors import InputError, PolicyError


@frozen
class Entry:
    """One column of a table.

    Args:
        column: the header as the table writes it.
        field: the policy's field; ``None`` = not understood, passes through untouched.
        confidence: 0 to 1; 1 = the header is a known one and the cells do not contradict it.
        samples: three cells in masked form, to recognise the column by.
        reason: why, in words.
    """

    column: str
    field: str | None = None
    confidence: float = 0.0
    samples: tuple[str, ...] = ()
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain data."""
        return asdict(self)


def _entries(value: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(value)


@frozen
class Mapping:
    """Columns of a table and the policy's fields they hold.

    Args:
        policy: name of the policy.
        entries: one per column, in the table's order.

    Raises:
        PolicyError: a column or a field stands twice.

    Example:
        >>> Mapping("contact", [Entry("E-mail", "email", 1.0)]).fields
        {'email': 'E-mail'}
    """

    policy: str
    entries: tuple[Entry, ...] = attribute(converter=_entries)

    def __attrs_post_init__(self) -> None:
        for what in ("column", "field"):
            for name, count in Counter(getattr(e, what) for e in self.entries).items():
                if count > 1 and (name or what == "column"):
                    raise PolicyError(f"the mapping names the {what} {name!r} {count} times")

    @property
    def fields(self) -> dict[str, str]:
        """Column by field, in the table's order."""
        return {e.field: e.column for e in self.entries if e.field}

    @property
    def unrecognised(self) -> tuple[str, ...]:
        """Columns that hold no field of the policy."""
        return tuple(e.column for e in self.entries if not e.field)

    def with_field(self, column: str, name: str | None) -> Mapping:
        """The mapping with a column given to another field, or to none.

        Raises:
            PolicyError: there is no such column.
        """
        if column not in {e.column for e in self.entries}:
            raise PolicyError(f"the mapping has no column {column!r}")
        entries = [
            Entry(column, name, 1.0 if name else 0.0, e.samples, "set by hand") if e.column == column
            else Entry(e.column, None, 0.0, e.samples, f"{name} moved by hand") if name and e.field == name
            else e
            for e in self.entries
        ]  # fmt: skip
        return Mapping(self.policy, entries)

    def changes_against(self, other: Mapping) -> tuple[str, ...]:
        """What is different from an earlier mapping, one sentence each; empty = nothing.

        Args:
            other: the earlier mapping, for example last month's.
        """
        before, after = ({e.column: e.field for e in m.entries} for m in (other, self))
        out = [f"column {c!r} is new" + (f" and holds {f}" if f else "") for c, f in after.items() if c not in before]
        out += [f"column {c!r} is gone" + (f"; it held {f}" if f else "") for c, f in before.items() if c not in after]
        out += [
            f"column {c!r} held {before[c] or 'nothing known'} and now holds {f or 'nothing known'}"
            for c, f in after.items()
            if c in before and before[c] != f
        ]
        moved = [c for c in after if c in before]
        if moved != [c for c in before if c in after]:
            out.append("the columns stand in another order")
        return tuple(out)

    def to_dict(self) -> dict[str, Any]:
        """The mapping as plain data."""
        return {"policy": self.policy, "columns": [e.to_dict() for e in self.entries]}

    @classmethod
    def from_dict(cls, data: AbstractMapping[str, Any]) -> Mapping:
        """The mapping that `to_dict` described; only ``column`` and ``field`` are needed of an entry.

        Raises:
            PolicyError: the data is not a mapping.
        """
        try:
            entries = [
                Entry(str(e["column"]), e.get("field") or None, float(e.get("confidence", 1.0)),
                      tuple(e.get("samples", ())), str(e.get("reason", "")))
                for e in data["columns"]
            ]  # fmt: skip
            return cls(str(data["policy"]), entries)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, PolicyError):
                raise
            raise PolicyError("a mapping is {'policy': name, 'columns': [{'column': ..., 'field': ...}]}") from error

    def save(self, path: str | PathLike[str]) -> None:
        """Write the mapping as JSON that people can edit; beside the target first, then renamed.

        Raises:
            OutputError: the file cannot be written.
        """
        with beside(Path(path)) as part:
            part.write_text(json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Mapping:
        """Read a mapping that `save` wrote, edited or not.

        Raises:
            InputError: the file cannot be read or is not JSON.
            PolicyError: it is JSON but not a mapping.
        """
        try:
            data = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise InputError(f"the mapping {Path(path).name} cannot be read as JSON") from error
        return cls.from_dict(data)
