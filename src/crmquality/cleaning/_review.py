"""The queue of doubtful pairs: data with one verb, so that a notebook, a web page or a sheet can sit on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import polars as pl
from attrs import define, field

from crmquality.errors import PolicyError
from crmquality.review import Decisions


@define(eq=False)
class ReviewQueue:
    """Pairs that need a person, the most doubtful first, and what has been decided about them.

    Args:
        frame: the pairs, polars.
        ids: the record ids of the table.
        remembers: the table has an id column, so that decisions hold for the next export too.
        decisions: earlier decisions, and those made here.
    """

    frame: pl.DataFrame = field(repr=False)
    ids: Collection[str] = field(repr=False)
    remembers: bool
    decisions: Decisions

    def decide(self, left_id: str, right_id: str, *, same: bool, by: str = "", at: date | str = "") -> Decisions:
        """Note what a person decided about two records; any two records of the table, not only doubtful pairs.

        The plan stays as it is: run `crmquality.clean` again with ``decisions=plan.review.decisions`` (or on next
        month's export), and the two are one cluster or never share one.

        Args:
            left_id: one record.
            right_id: the other.
            same: they are the same.
            by: who decided.
            at: when.

        Returns:
            All decisions so far; save them with `Decisions.save`.

        Raises:
            PolicyError: no id column, an id that is not in the table, or one id twice.
        """
        if not self.remembers:
            raise PolicyError("decisions need record ids that hold tomorrow: name the id column with id=")
        unknown = sum(v not in self.ids for v in (left_id, right_id))
        if unknown:
            raise PolicyError(f"{unknown} of the two ids are not in the table; take them from plan.pairs")
        self.decisions = self.decisions.decide(left_id, right_id, same=same, by=by, at=at)
        return self.decisions

    @property
    def open(self) -> pl.DataFrame:
        """The pairs that nobody has decided yet, as a polars frame with the columns of ``pairs``."""
        done = [*self.decisions.apart, *self.decisions.together]
        known = pl.DataFrame(done, schema={"left_id": pl.String, "right_id": pl.String}, orient="row")
        return self.frame.join(known, on=["left_id", "right_id"], how="anti", maintain_order="left")

    def __len__(self) -> int:
        return self.open.height

    def _repr_html_(self) -> Any:
        return self.open._repr_html_()
