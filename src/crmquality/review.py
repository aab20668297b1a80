"""What people decided about pairs of records: remembered, honoured in every later run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, SupportsIndex

from attrs import asdict, evolve, field, frozen

from crmquality._files import beside
from crmquality.errors import InputError, PolicyError

_FLAGS = ("bool", "bool_")


def _id(value: object) -> str:
    """An id as a table has it; of a file that another program wrote it may be a whole number."""
    whole = isinstance(value, SupportsIndex) and type(value).__name__ not in _FLAGS  # numpy has its own
    if (whole or isinstance(value, str)) and (text := str(value).strip()):
        return text
    raise PolicyError('a decision: left_id and right_id are record ids as text, such as "7"')


def _truth(value: object) -> bool:
    if type(value).__name__ in _FLAGS:
        return bool(value)
    raise PolicyError("a decision: same is true or false, without quotes")


@frozen
class PairDecision:
    """One decision about two records.

    Args:
        left_id: the smaller id.
        right_id: the larger id.
        same: they are the same.
        by: who decided.
        at: when, ISO.

    Raises:
        PolicyError: an id is no text, the two are equal, or ``same`` is neither true nor false.
    """

    left_id: str = field(converter=_id)
    right_id: str = field(converter=_id)
    same: bool = field(converter=_truth)
    by: str = ""
    at: str = ""

    def __attrs_post_init__(self) -> None:
        if self.left_id == self.right_id:
            raise PolicyError("a decision needs two different records")


def _latest(items: Iterable[PairDecision]) -> tuple[PairDecision, ...]:
    ordered = (d if d.left_id < d.right_id else evolve(d, left_id=d.right_id, right_id=d.left_id) for d in items)
    return tuple(sorted({_ids(d): d for d in ordered}.values(), key=_ids))


def _ids(decision: PairDecision) -> tuple[str, str]:
    return (decision.left_id, decision.right_id)


@frozen
class Decisions:
    """All decisions, the latest per pair.

    Args:
        items: decisions, of one pair the later one; sorted by ids.

    Example:
        >>> Decisions().decide("2", "1", same=False, by="ann", at="2026-11-01").apart
        (('1', '2'),)
    """

    items: tuple[PairDecision, ...] = field(default=(), converter=_latest)

    def __bool__(self) -> bool:
        return bool(self.items)

    def decide(self, left_id: str, right_id: str, *, same: bool, by: str = "", at: date | str = "") -> Decisions:
        """The decisions with one more; an earlier one on the same pair is replaced.

        Raises:
            PolicyError: the two ids are equal.
        """
        return Decisions([*self.items, PairDecision(left_id, right_id, same, by, str(at))])

    @property
    def apart(self) -> tuple[tuple[str, str], ...]:
        """Pairs that are never the same, also not through others."""
        return tuple(_ids(d) for d in self.items if not d.same)

    @property
    def together(self) -> tuple[tuple[str, str], ...]:
        """Pairs that are the same."""
        return tuple(_ids(d) for d in self.items if d.same)

    @property
    def conflicts(self) -> tuple[tuple[str, str], ...]:
        """Pairs parted by one decision that others join, directly or through third records; apart wins.

        Example:
            >>> some = Decisions().decide("1", "2", same=True).decide("2", "3", same=True)
            >>> some.decide("1", "3", same=False).conflicts
            (('1', '3'),)
        """
        home: dict[str, str] = {}

        def root(v: str) -> str:
            while (up := home.get(v, v)) != v:
                home[v] = home.get(up, up)
                v = up
            return v

        for one, two in self.together:
            home[root(one)] = root(two)
        return tuple(p for p in self.apart if root(p[0]) == root(p[1]))

    def to_dict(self) -> dict[str, Any]:
        """The decisions as plain data."""
        return {"decisions": [asdict(d) for d in self.items]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Decisions:
        """The decisions that `to_dict` described.

        Raises:
            PolicyError: the data is not decisions; ids are text, ``same`` is true or false.
        """
        try:
            return cls([PairDecision(**d) for d in data["decisions"]])
        except (KeyError, TypeError) as error:
            raise PolicyError(
                "decisions are {'decisions': [{'left_id': ..., 'right_id': ..., 'same': ...}]}"
            ) from error

    def save(self, path: str | Path) -> None:
        """Write the decisions as JSON; beside the target first, then renamed.

        Raises:
            OutputError: the file cannot be written.
        """
        with beside(Path(path)) as part:
            part.write_text(json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> Decisions:
        """Read decisions that `save` wrote.

        Raises:
            InputError: the file cannot be read as JSON.
        """
        path = Path(path)
        try:
            data = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise InputError(f"the decisions {path.name} cannot be read as JSON") from error
        return cls.from_dict(data)


def decided(decisions: Decisions, ids: Iterable[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Decisions as pairs of rows: never the same, the same."""
    place = {v: i for i, v in enumerate(ids)}

    def rows(pairs: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
        return [(place[a], place[b]) for a, b in pairs if a in place and b in place]

    return rows(decisions.apart), rows(decisions.together)
