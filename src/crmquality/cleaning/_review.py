"""The queue of doubtful pairs: data with a few verbs, so that a notebook, a web page or a sheet can sit on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl
from attrs import define, evolve, field

from crmquality.cleaning import _proof
from crmquality.columns import Table
from crmquality.errors import InputError, PolicyError
from crmquality.matching import Model
from crmquality.matching._model import MATCHES
from crmquality.review import Decisions

YES = frozenset("true yes y 1 same x 是 对 同 相同 √ ✓".split())
NAMELESS = "decisions need record ids that hold tomorrow, and some of these rows have none: give every row its own id"
NO = frozenset("false no n 0 different 否 不 不同 错 ×".split())


@define(eq=False)
class ReviewQueue:
    """Pairs that need a person, those with open deals first, then the most doubtful, and what has been decided.

    Args:
        frame: the pairs that need a person, polars.
        ids: the record ids of the table.
        remembers: the table has an id column, so that decisions hold for the next export too.
        decisions: earlier decisions, and those made here.
        pairs: all pairs, of every band.
        clusters: record_id and cluster_id.
        records: what to judge by: record_id and fields, a row per record.
        people: the records name persons.
        nameless: those of the ids that rows bear in this run alone, having none of their own.
    """

    frame: pl.DataFrame = field(repr=False)
    ids: Collection[str] = field(repr=False)
    remembers: bool
    decisions: Decisions
    pairs: pl.DataFrame = field(repr=False)
    clusters: pl.DataFrame = field(repr=False)
    records: pl.DataFrame = field(repr=False)
    people: bool = True
    nameless: Collection[str] = field(default=frozenset(), repr=False)

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
            PolicyError: no id column, an id that is not in the table or not the row's own, or one id twice.
        """
        return self._noted([("", left_id, right_id, same)], by, at)

    def _noted(self, said: Iterable[tuple[str, str, str, bool]], by: str, at: date | str) -> Decisions:
        """All that is said, each with where it stands, or nothing where one of them cannot be."""
        if not self.remembers:
            raise PolicyError("decisions need record ids that hold tomorrow: name the id column with id=")
        found = self.decisions
        for where, left, right, same in said:
            if unknown := sum(v not in self.ids for v in (left, right)):
                raise PolicyError(f"{where}{unknown} of the two ids are not in the table; take them from plan.pairs")
            if left in self.nameless or right in self.nameless:
                raise PolicyError(where + NAMELESS)
            try:
                found = found.decide(left, right, same=same, by=by, at=at)
            except PolicyError as error:
                raise PolicyError(f"{where}{error}") from error
        self.decisions = found
        return found

    def approve(
        self, cluster_id: str, *, without: Collection[str] = (), by: str = "", at: date | str = ""
    ) -> Decisions:
        """Note that the records of a cluster are the same, save some that belong to none of the others.

        Args:
            cluster_id: the cluster, as in ``clusters``.
            without: ids of members that are somebody else.
            by: who decided.
            at: when.

        Raises:
            PolicyError: there is no such cluster, or a member to leave out is not in it.
        """
        members = sorted(self.clusters.filter(pl.col("cluster_id") == cluster_id)["record_id"])
        if not members or not set(without) <= set(members):
            raise PolicyError("approve takes a cluster of plan.clusters, and leaves out members of it")
        kept = [m for m in members if m not in set(without)]
        joined = [("", one, two, True) for one, two in pairwise(kept)]
        return self._noted([*joined, *(("", one, out, False) for out in sorted(set(without)) for one in kept)], by, at)

    def sample(self, per_band: int = 50, *, seed: int = 0) -> pl.DataFrame:
        """Pairs of each band drawn by chance, to be judged before anything is applied.

        Args:
            per_band: pairs of each band; fifty take some ten minutes.
            seed: another seed draws others; the order of rows changes nothing.

        Returns:
            left_id, right_id, band, match_weight, same (what is decided already, else null), then what both records
            hold, field beside field (``left_email``, ``right_email``). Fill ``same`` and hand it to `judged`, or
            `decide` pair by pair.
        """
        drawn = _proof.sample(self.pairs, per_band, seed).select("left_id", "right_id", "band", "match_weight")
        verdicts = self._verdicts()
        same = [verdicts.get(p) for p in drawn.select("left_id", "right_id").iter_rows()]
        drawn = drawn.with_columns(pl.Series("same", same, dtype=pl.Boolean))
        shown = [c for c in self.records.columns if c != "record_id"]
        for side in ("left", "right"):
            named = self.records.rename({c: f"{side}_{c}" for c in shown} | {"record_id": f"{side}_id"})
            drawn = drawn.join(named, on=f"{side}_id", how="left", maintain_order="left")
        own = ("left_id", "right_id", "band", "match_weight", "same")
        return drawn.select(*own, *(f"{s}_{c}" for c in shown for s in ("left", "right")))

    def judged(self, table: object, *, by: str = "", at: date | str = "") -> Decisions:
        """Take back a sample whose column ``same`` has been filled in: yes or no, true or false, 是 or 否.

        Args:
            table: a file or table with the columns left_id, right_id, same; empty cells are not judged.
            by: who decided.
            at: when.

        Raises:
            InputError: a column is missing, or a cell says neither yes nor no; nothing is taken then.
        """
        from crmquality.integrations.frames import from_data

        read: Table = from_data(table)
        if missing := {"left_id", "right_id", "same"} - set(read.frame.columns):
            raise InputError(f"judged pairs need the columns {', '.join(sorted(missing))}")
        return self._noted(_filled(read.frame), by, at)

    def proof(self, *, seed: int = 0) -> pl.DataFrame:
        """How many pairs of each band are expected to be wrong, with a 95 % interval.

        Args:
            seed: that of the `sample` that was judged.

        Returns:
            band, pairs, judged, wrong, precision, precision_low, precision_high, expected_wrong, wrong_low, wrong_high,
            basis. As long as the first pair of a band's sample is not judged, ``basis`` is
            "from the shipped model, not your data", and limits are wide: for what every weight may be off by, five bits
            in a table of people and ten in one of things.
        """
        return _proof.proof(self.pairs, self._verdicts(), seed, people=self.people)

    def thresholds(self) -> pl.DataFrame:
        """What each threshold would give: threshold (bits), pairs, expected_wrong, precision, recall, basis.

        Recall is the share of the matches among the pairs compared; `Duplicates.blocking_loss` tells of the others.
        """
        return _proof.thresholds(self.pairs, self._verdicts())

    def improved(self, model: Model) -> Model:
        """A model whose share of matches fits what people decided; its weights stay readable.

        Args:
            model: the model of the run, ``duplicates.model``.

        Returns:
            The same model where nothing is decided. All weights move by one amount, drawn towards none by as much as
            some five decisions say. Hand it to the next run as ``model=``.
        """
        verdicts = self._verdicts()
        known = self.pairs.select("left_id", "right_id", "match_weight").rows()
        judged = [(w, verdicts[a, b]) for a, b, w in known if (a, b) in verdicts]
        if not judged:
            return model
        scale = 2 ** _proof.shift(judged)
        shares = {k: float(f"{v * scale:.3g}") for k in MATCHES if (v := model.pairs[k]) is not None}
        return evolve(model, pairs={**model.pairs, **shares}, name=f"{model.name}; {len(judged)} judged pairs")

    def _verdicts(self) -> dict[tuple[str, str], bool]:
        return {(d.left_id, d.right_id): d.same for d in self.decisions.items}

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


def _filled(sheet: pl.DataFrame) -> Iterator[tuple[str, str, str, bool]]:
    """The rows of a sheet that are judged."""
    for row, (left, right, said) in enumerate(sheet.select("left_id", "right_id", "same").iter_rows(), 1):
        word = (said or "").strip().casefold()
        if word and word not in YES | NO:
            raise InputError(f"row {row}: 'same' says neither yes nor no")
        if word:
            yield f"row {row}: ", left, right, word in YES
