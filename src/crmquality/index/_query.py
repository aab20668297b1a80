"""One record put to an index, which is not in it but counts as if it were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from attrs import define, field

from crmquality.matching import Model
from crmquality.matching._blocking_keys import part_hashes
from crmquality.matching._compare import KEEP, Cells, Side, numbers_of, scopes
from crmquality.matching._model import LEVELS


class Counts(Protocol):
    """What a store tells of its records."""

    def __len__(self) -> int: ...
    def count(self, name: str, value: str) -> int:
        """Records that hold a value."""
        ...

    def filled(self) -> Mapping[str, int]:
        """Records that hold anything, by comparison."""
        ...


def values_of(lanes: Cells) -> Iterator[tuple[str, str]]:
    """Where a value is counted and the value, each once: a comparison, or one within a country."""
    for name in LEVELS:
        if name != "phone" and (value := lanes[name]) is not None:
            for where in scopes(name, lanes["country"]):
                yield where, value
    for value in numbers_of(lanes):
        yield "phone", value


@define(eq=False)
class Query(Side):
    """A record that is looked for, with a number for each of its keys but phones."""

    parts: Mapping[str, int] = field(kw_only=True)

    @classmethod
    def of(cls, lanes: Cells, model: Model, store: Counts) -> Query:
        """The record by its lanes, to be weighed by a model among the records of a store."""
        own, filled = frozenset(values_of(lanes)), store.filled()
        held = {n: filled.get(n, 0) + 1 for n, _ in own}
        return cls(
            lanes, model, len(store) + 1, lambda n, v: store.count(n, v) + ((n, v) in own),
            lambda where: held.get(where) or filled.get(where, 2), KEEP, parts=part_hashes(lanes),
        )  # fmt: skip
