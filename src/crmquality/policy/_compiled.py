"""The compiled policy: the only code that reads cells and records by a policy's rules."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from attrs import field as attribute
from attrs import frozen

from crmquality.errors import PolicyError
from crmquality.normalizers._choice import choice_table
from crmquality.policy._field import Field, nearest
from crmquality.policy._policy import Policy
from crmquality.types import Brief, Examined, Finding
from crmquality.validators import KINDS
from crmquality.validators._conditions import AS_OF
from crmquality.validators._records import Required, required
from crmquality.validators._rule import RecordRule, rule_cells

if TYPE_CHECKING:
    import polars as pl

    from crmquality.validators._kinds import Kind
    from crmquality.validators._sieves import Sieved

_EMPTY: Final = Examined(None, (), None, missing=True)
_NO_CONTEXT: Final[Mapping[str, str | None]] = MappingProxyType({})
#: a field from this criticality on is named where it is empty
_MATTERS: Final = 2
#: kinds whose reading depends on the country of the record
_BY_COUNTRY: Final = ("region", "country")


@frozen
class RecordExamined:
    """One record read by a policy.

    Args:
        cells: the reading of each of the policy's fields, in the policy's order.
        findings: those of the cells, then those of required fields and record rules.
    """

    cells: dict[str, Examined]
    findings: tuple[Finding, ...]


@frozen(eq=False)
class _Reader:
    """How the cells of one field are read."""

    field: Field
    examine: Callable[..., Examined]
    country: str | None
    keyword: str | None


@frozen(eq=False)
class CompiledPolicy:
    """A policy made ready; the same for one record and for a table.

    Args:
        policy: the policy.
        record_rules: required fields, then the policy's rules; each has ``.fields``.
    """

    policy: Policy
    record_rules: tuple[RecordRule, ...]
    _readers: dict[str, _Reader] = attribute(repr=False)
    _order: tuple[str, ...] = attribute(repr=False)

    def context_of(self, field: str) -> tuple[str, ...]:
        """Fields whose canonical value the reading of a field depends on.

        Raises:
            PolicyError: the policy has no such field.
        """
        reader = self._reader(field)
        return (reader.country,) if reader.country else ()

    def examine_cell(self, field: str, raw: str | None, context: Mapping[str, str | None] = _NO_CONTEXT) -> Examined:
        """Read one cell.

        Args:
            field: the policy's field.
            raw: the cell; ``None`` or blank = missing.
            context: canonical values of the fields that `context_of` names.

        Returns:
            Canonical form and findings, reported for the policy's field.

        Raises:
            PolicyError: the policy has no such field.
        """
        if raw is None:
            return _EMPTY
        reader = self._readers.get(field) or self._reader(field)
        if reader.country is None:
            return _read(reader, self._context(reader, None) if reader.keyword else None, raw)
        return _read(reader, self._context(reader, context.get(reader.country)), raw)

    def brief(self, field: str, country: str | None = None) -> Callable[[str], Brief]:
        """What reads the cells of one field in one context without their parts; a column asks for it once.

        Its findings are reported for the kind: `named` has them for the field. The country is the canonical value of
        the field that `context_of` names.
        """
        kind, told = self._told(field, country)
        return kind.brief(**told)

    def sieve(self, field: str, country: str | None = None) -> Callable[[pl.Series], Sieved] | None:
        """What answers the ordinary cells of a column as `brief` would, many at a time; ``None`` = nothing does."""
        kind, told = self._told(field, country)
        return kind.sieve(**told)

    def reader(self, field: str, country: str | None = None) -> Callable[[str], Examined]:
        """As `brief`, with the parts."""
        reader = self._reader(field)
        told = {} if reader.keyword is None else {reader.keyword: self._context(reader, country)}
        return partial(reader.examine, **told) if told else reader.examine

    def _told(self, field: str, country: str | None) -> tuple[Kind, dict[str, Any]]:
        """The kind of a field, and what its functions are told."""
        reader = self._reader(field)
        told = {} if reader.keyword is None else {reader.keyword: self._context(reader, country)}
        return KINDS[reader.field.kind], {**_given(reader.field), **told}

    def _context(self, reader: _Reader, country: str | None) -> str | None:
        return country or self.policy.region if reader.keyword == "region" else country

    def examine_record(self, cells: Mapping[str, str | None], as_of: date | None = None) -> RecordExamined:
        """Read a whole record: every cell, then required fields and record rules, all in one pass.

        Args:
            cells: raw cells by field; fields that are absent are empty.
            as_of: the day of the check; without it dates ahead are not looked for.
        """
        read = dict.fromkeys(self.policy.field_names, _EMPTY)
        canonical: dict[str, str | None] = {}
        for name in self._order:
            if (raw := cells.get(name)) is not None:
                found = read[name] = self.examine_cell(name, raw, canonical)
                canonical[name] = found.text
        findings = [f for found in read.values() if found.findings for f in found.findings]
        findings += self.rules_findings(self.record_rules, read, cells, as_of)
        return RecordExamined(read, tuple(findings))

    def rules_findings(
        self, rules: Iterable[RecordRule], read: Mapping[str, Examined], given: Container[str], as_of: date | None
    ) -> tuple[Finding, ...]:
        """Findings of required fields and of those of `record_rules` that are to be asked, alone.

        A cell that is there but has no canonical form counts as present; ``given`` are the fields that the record has,
        ``as_of`` is the day of the check.
        """
        canonical = rule_cells(read)
        canonical[AS_OF] = as_of.isoformat() if as_of else None
        there = {name for name, text in canonical.items() if text}
        out: list[Finding] = []
        for rule in rules:
            if rule.needs_all and not there.issuperset(rule.fields):
                continue
            if not rule.asked_only or all(map(given.__contains__, rule.fields)):
                out += rule(canonical)
        return tuple(out)

    def _reader(self, name: str) -> _Reader:
        try:
            return self._readers[name]
        except KeyError:
            raise PolicyError(
                f"policy {self.policy.name!r} has no field {name!r}{nearest(name, self._order)}"
            ) from None


@lru_cache(maxsize=16_384)
def _read(reader: _Reader, country: str | None, raw: str) -> Examined:
    """One cell; records that come one by one share names, towns, titles and firms."""
    found = reader.examine(raw, **({} if reader.keyword is None else {reader.keyword: country}))
    if not found.findings or reader.field.kind == reader.field.name:
        return found
    return Examined(found.text, named(found.findings, reader.field.name), found.value, found.missing)


@lru_cache(maxsize=4096)
def named(findings: tuple[Finding, ...], field: str) -> tuple[Finding, ...]:
    """The findings, reported for a field."""
    return tuple(f if f.field == field else f.at(field) for f in findings)


@lru_cache(maxsize=64)
def compile_policy(policy: Policy) -> CompiledPolicy:
    """Make a policy ready to read cells and records; equal policies share one result.

    Example:
        >>> from crmquality.policy import Field, Policy
        >>> compiled = compile_policy(Policy("visit", [Field("day", "date", required=True)]))
        >>> [f.code for f in compiled.examine_record({}).findings]
        ['day.missing']
    """
    countries = [f.name for f in policy.fields if f.kind == "country"]
    country = countries[0] if countries else None
    readers: dict[str, _Reader] = {}
    for item in policy.fields:
        kind = KINDS[item.kind]
        keyword = next((k for k in _BY_COUNTRY if k in kind.context), None)
        given = _given(item)
        readers[item.name] = _Reader(
            item, partial(kind.examine, **given) if given else kind.examine, country if keyword else None, keyword
        )
    asked = [
        Required(field=f.name, severity="info", asked=True)
        for f in policy.fields
        if f.criticality >= _MATTERS and not f.required and f.kind != "boolean"
    ]
    rules = (*(required(f.name) for f in policy.fields if f.required), *policy.rules, *asked)
    order = [n for n in policy.field_names if n == country] + [n for n in policy.field_names if n != country]
    return CompiledPolicy(policy, rules, readers, tuple(order))


def _given(item: Field) -> dict[str, Any]:
    """What the policy tells the kind's reader."""
    if item.choices is None:
        return dict(item.options)
    aliases = tuple((alias, choice) for choice, words in item.choices for alias in words)
    return {"table": choice_table(tuple(c for c, _ in item.choices), aliases)}
