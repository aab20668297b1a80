"""From whatever the caller hands over to a table, a mapping, a policy and one id per record."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality import presets
from crmquality.columns import Table
from crmquality.errors import InputError, PolicyError
from crmquality.policy import Mapping, Policy
from crmquality.types import Finding
from crmquality.validators._common import of_record

#: what a spreadsheet makes of a long id: 1.38E+10, or digits rounded to a run of zeros
DAMAGED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
#: roles of fields that name a person
PERSONS = ("given", "family", "full_name")


@frozen(eq=False, slots=False)
class Source:
    """A table that has been understood.

    Args:
        table: the table as read.
        mapping: source columns to policy fields.
        policy: the policy in force.
        ids: one per row, unique; the CRM's id where it has one, else derived.
        id_column: the column the ids come from; ``None`` = row numbers serve within this run.
        id_findings: row and finding for ids that are missing, repeated or damaged.
    """

    table: Table
    mapping: Mapping
    policy: Policy
    ids: tuple[str, ...]
    id_column: str | None
    id_findings: tuple[tuple[int, Finding], ...] = ()

    @cached_property
    def names(self) -> pl.Series:
        """The ids as a column."""
        return pl.Series("record_id", self.ids, dtype=pl.String)

    @cached_property
    def rank(self) -> npt.NDArray[np.int64]:
        """Per row the place of its id among all, sorted."""
        out = np.empty(len(self.ids), dtype=np.int64)
        out[self.names.arg_sort().to_numpy()] = np.arange(len(self.ids))
        return out

    @cached_property
    def nameless(self) -> frozenset[str]:
        """Names that rows without an id of their own bear in this run alone."""
        return frozenset(self.ids[row] for row, f in self.id_findings if f.code in ("id.missing", "id.repeated"))

    @property
    def named_by(self) -> frozenset[str]:
        """The field that the ids come from, which is another in every record."""
        return frozenset(n for n, c in self.mapping.fields.items() if c == self.id_column)

    @property
    def bad_id_rows(self) -> frozenset[int]:
        """Rows whose id cannot be written back to a CRM."""
        return frozenset(row for row, _ in self.id_findings)


def read(data: object) -> Table:
    """A table of whatever the caller hands over."""
    from crmquality.integrations.frames import from_data

    return from_data(data)


def understand(
    data: object, policy: Policy | None, *, id: str | None,  # noqa: A002 - the name the contract gives to callers
    mapping: Mapping | None = None, region: str | None = None,
) -> Source:  # fmt: skip
    """Read the data, recognise its columns, choose a policy where none is given, and settle the ids.

    Raises:
        InputError: the data cannot be read, or a named column does not exist.
        PolicyError: the mapping names a field that the policy lacks.
    """
    table = read(data)
    columns = table.frame.columns
    if policy is None:
        policy = getattr(presets, presets.choose_preset(columns).name)(region=region)
    mapping = _settle_mapping(table, policy, mapping)
    id_column = _id_column(columns, id, mapping)
    ids, findings = _ids(table.frame, id_column)
    return Source(table, mapping, policy, ids, id_column, findings)


def _settle_mapping(table: Table, policy: Policy, mapping: Mapping | None) -> Mapping:
    if mapping is None:
        samples = {c: table.frame[c].drop_nulls().head(200).to_list() for c in table.frame.columns}
        return policy.recognise(table.frame.columns, samples)
    for field_name, column in mapping.fields.items():
        if field_name not in policy.field_names:
            raise PolicyError(f"the mapping names the field {field_name!r}, which the policy {policy.name!r} lacks")
        if column not in table.frame.columns:
            raise InputError(
                f"{table.name}: the mapping names the column {column!r}, which is not in the table; "
                "edit the mapping or recognise the columns again"
            )
    return mapping


def _id_column(columns: Sequence[str], wanted: str | None, mapping: Mapping) -> str | None:
    if wanted is None or not columns:  # a list without rows has no columns
        return mapping.fields.get("record_id")
    if wanted not in columns:
        raise InputError(f"no column {wanted!r} to take ids from; the columns are: {', '.join(columns)}")
    return wanted


def _ids(frame: pl.DataFrame, column: str | None) -> tuple[tuple[str, ...], tuple[tuple[int, Finding], ...]]:
    if column is None:
        return tuple(str(i) for i in range(1, frame.height + 1)), ()
    raw = [(v or "").strip() for v in frame[column].to_list()]
    findings: list[tuple[int, Finding]] = []
    counts = Counter(raw)
    ids = list(raw)
    repeated: dict[str, list[int]] = {}
    for row, value in enumerate(raw):
        if not value:
            repeated.setdefault("", []).append(row)
            findings.append((row, of_record("id.missing")))
        elif DAMAGED.fullmatch(value):
            findings.append((row, of_record("id.damaged_by_spreadsheet")))
        if value and counts[value] > 1:
            repeated.setdefault(value, []).append(row)
            findings.append((row, of_record("id.repeated")))
    taken = set(raw)
    for value, rows in repeated.items():
        # numbered by content, so that the order of rows does not matter
        rows.sort(key=lambda r: hashlib.sha256(repr(frame.row(r)).encode("utf-8", "surrogatepass")).digest())
        number = 1
        for row in rows:
            while (new := f"{value or 'no id'}#{number}") in taken:
                number += 1
            taken.add(new)
            ids[row] = new
    return tuple(ids), tuple(findings)
