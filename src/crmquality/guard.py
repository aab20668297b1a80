"""One record at the door: every finding, the proposed changes, the candidate duplicates and a verdict, in one pass.

A decision is returned, never raised: the caller chooses what to do with it. Nothing is kept between two
calls but what the caller adds to the index.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol

import attrs
from attrs import frozen

from crmquality.changes._change import Change
from crmquality.errors import PolicyError
from crmquality.policy import CompiledPolicy, Field, Policy, RecordExamined, compile_policy
from crmquality.policy import Mapping as ColumnMapping
from crmquality.policy._cells import to_cell
from crmquality.policy._channels import Channel, channels, contactable
from crmquality.policy._enrich import BuiltIn, built_in, record_proposals
from crmquality.policy._form import BOT, form_findings, form_signals
from crmquality.policy._proposals import Proposal, cell_proposals, written
from crmquality.policy._signals import Signals, entry_signals, reasons_of, verdict_of
from crmquality.types import Examined, Finding, Verdict, as_day
from crmquality.validators._common import of_record
from crmquality.validators._rule import rule_cells

_DUPLICATE: Final = of_record("record.duplicate")


class IndexLike(Protocol):
    """What a guard asks of an index; `crmquality.DuplicateIndex` is one."""

    def __contains__(self, record_id: object) -> bool:
        """Whether a record of this id is there."""

    def check_examined(
        self, cells: Mapping[str, Examined], raw: Mapping[str, str | None], limit: int = 10
    ) -> Sequence[Any]:
        """Candidate duplicates of a record that has been read, best first."""

    def add_examined(self, record_id: str, cells: Mapping[str, Examined], raw: Mapping[str, str | None]) -> None:
        """Add a record that has been read."""


@frozen
class Decision:
    """What the guard says about one record.

    Args:
        verdict: ``accept``, ``review`` or ``reject``.
        record: the normalised record under the caller's own keys; unknown keys are untouched.
        findings: everything found, in the policy's order.
        changes: proposed changes of single cells, corrections and guesses at empty fields among them.
        duplicates: candidate duplicates, best first.
        signals: signs of a made-up entry.
        reasons: why it is not accepted: codes of findings, and signs as ``fake.<reason>``; empty where it is.
        channels: how the record can be reached, and why not otherwise.
        fingerprint: of the policy in force.
        as_of: the day of the decision.
    """

    verdict: Verdict
    record: dict[str, Any]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    duplicates: tuple[Any, ...]
    signals: Signals
    reasons: tuple[str, ...]
    channels: tuple[Channel, ...]
    fingerprint: str
    as_of: date

    @property
    def contactable(self) -> bool:
        """Whether the record can be reached by any channel but the post."""
        return contactable(self.channels)

    def to_dict(self) -> dict[str, Any]:
        """The decision as plain data for JSON; values of the record that are no JSON become text."""
        return {
            "verdict": self.verdict,
            "record": {k: v if isinstance(v, (bool, int, type(None))) else to_cell(v) for k, v in self.record.items()},
            "findings": [f.to_dict() for f in self.findings],
            "changes": [c.to_dict() for c in self.changes],
            "duplicates": [d.to_dict() if hasattr(d, "to_dict") else attrs.asdict(d) for d in self.duplicates],
            "signals": attrs.asdict(self.signals),
            "reasons": list(self.reasons),
            "channels": [c.to_dict() for c in self.channels],
            "fingerprint": self.fingerprint,
            "as_of": self.as_of.isoformat(),
        }

    def __repr__(self) -> str:
        codes = ", ".join(f.code for f in self.findings)
        return f"Decision({self.verdict!r}, findings=[{codes}], duplicates={len(self.duplicates)})"


@frozen(eq=False)
class Guard:
    """The door of a CRM: checks a record before it is stored.

    Args:
        policy: what a good record is.
        index: existing records to look for duplicates in; ``None`` = not looked for.
        mapping: where records come under other keys than the policy's field names.
        honeypot: key of a form field that people cannot see; filled in, it proves a bot.
        least_seconds: a form filled in within less, by the key ``form_seconds``, is a sign of a machine.
        most_per_minute: more entries a minute from one origin (address, device, user agent), by the caller's own
            count under the key ``origin_per_minute``, are a sign of a machine.

    Raises:
        PolicyError: the mapping names a field that the policy lacks.
        TypeError: the policy is no policy.

    Example:
        >>> from datetime import date
        >>> from crmquality import presets
        >>> guard = Guard(presets.contact(region="CN"))
        >>> record = {"full_name": "张三", "mobile": "139 1234 5678", "score": 7}
        >>> decision = guard.check(record, as_of=date(2026, 11, 1))
        >>> decision.verdict, decision.record["mobile"], decision.record["score"]
        ('accept', '+8613912345678', 7)
    """

    policy: Policy
    index: IndexLike | None = None
    mapping: ColumnMapping | None = attrs.field(default=None, kw_only=True)
    honeypot: str | None = attrs.field(default=None, kw_only=True)
    least_seconds: float | None = attrs.field(default=None, kw_only=True)
    most_per_minute: float | None = attrs.field(default=None, kw_only=True)
    _compiled: CompiledPolicy = attrs.field(init=False, repr=False)
    _enrichers: tuple[BuiltIn, ...] = attrs.field(init=False, repr=False)
    _written: dict[str, Field] = attrs.field(init=False, repr=False)
    _places: tuple[tuple[str, str], ...] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.policy, Policy):
            raise TypeError(f"Guard needs a Policy, not {type(self.policy).__name__}")
        if self.index is not None and not hasattr(self.index, "check_examined"):
            raise TypeError(f"Guard needs a DuplicateIndex, not {type(self.index).__name__}")
        theirs = getattr(self.index, "policy", None)
        if isinstance(theirs, Policy) and theirs != self.policy:
            raise PolicyError("the index was built with another policy; build it with the guard's")
        for name in self.mapping.fields if self.mapping else ():
            self.policy.field(name)
        if self.honeypot in self.policy.field_names:
            raise PolicyError(
                f"honeypot {self.honeypot!r} is a field of the policy; it must be one that people leave empty"
            )
        object.__setattr__(self, "_compiled", compile_policy(self.policy))
        object.__setattr__(self, "_enrichers", built_in(self.policy))
        object.__setattr__(self, "_written", {f.name: f for f in self.policy.fields if written(f)})
        keys = self.mapping.fields if self.mapping else {}
        object.__setattr__(self, "_places", tuple((n, keys.get(n, n)) for n in self.policy.field_names))

    def check(
        self, record: object, *, as_of: date | str, limit: int = 10, context: Mapping[str, object] | None = None
    ) -> Decision:
        """Check a new record.

        Args:
            record: a mapping, attrs or dataclass object, or an object of an ORM; it is not changed.
            as_of: the day of the check, a date or ``"YYYY-MM-DD"``.
            limit: most duplicates to report, 0 or more.
            context: what the form knows and the record does not hold: the honeypot, ``form_seconds``,
                ``origin_per_minute``.

        Returns:
            The decision, with all findings of the record.

        Raises:
            PolicyError: ``as_of`` is no date.
            TypeError: the record is none of the above.
        """
        day = as_day(as_of)
        given = _as_mapping(record, self.policy)
        return self._decide(given, *self._read(given, day), as_of=day, limit=limit, context=context)

    def check_update(self, old: object, new: object, *, as_of: date | str, limit: int = 10) -> Decision:
        """Check a change to an existing record.

        Args:
            old: the record as stored.
            new: what is to be written; keys it lacks stay as they are.
            as_of: the day of the check, a date or ``"YYYY-MM-DD"``.
            limit: most duplicates to report.

        Returns:
            The decision over the record as it would then be. Findings and changes are those that the update
            is answerable for: of fields it changes and of rules that read one of them. The record itself is
            not among its duplicates.

        Raises:
            PolicyError: ``as_of`` is no date.
            TypeError: a record is none that can be read.
        """
        day = as_day(as_of)
        before, update = _as_mapping(old, self.policy), _as_mapping(new, self.policy)
        merged = {**before, **update}
        old_cells, cells = self._cells(before), self._cells(merged)
        touched = frozenset(n for n in self.policy.field_names if old_cells.get(n) != cells.get(n))
        compiled = self._compiled
        past = compiled.examine_record(old_cells)
        read = compiled.examine_record(cells, day)
        rules = [r for r in compiled.record_rules if not touched.isdisjoint(r.fields)]
        affected = touched | {n for n in self.policy.field_names if not touched.isdisjoint(compiled.context_of(n))}
        findings = [f for n in self.policy.field_names if n in affected for f in read.cells[n].findings]
        findings += compiled.rules_findings(rules, read.cells, cells, day)
        findings += [
            f for n in sorted(touched) for f in _steps_back(self.policy.field(n), past.cells[n], read.cells[n])
        ]
        narrowed = RecordExamined(read.cells, tuple(findings))
        return self._decide(merged, cells, narrowed, as_of=day, limit=limit, touched=affected)

    def import_rows(
        self, rows: Iterable[object], *, as_of: date | str, remember: bool = False, limit: int = 10
    ) -> Iterator[Decision]:
        """Check a stream of records, one decision each, holding none of them.

        Args:
            rows: records, as for `check`.
            as_of: the day of the import.
            remember: add each record that is not rejected to the index, so that later rows find it; ids are
                the records' own or ``row 1``, ``row 2``, ...; what the index holds under an id already stays.
            limit: most duplicates to report per record.

        Returns:
            Decisions in the order of the rows, as they are asked for.

        Raises:
            PolicyError: ``as_of`` is no date, or there is no index to remember in.
        """
        day = as_day(as_of)
        if remember and not hasattr(self.index, "add_examined"):
            raise PolicyError("remember=True needs an index: Guard(policy, index=DuplicateIndex(policy))")
        return self._stream(rows, day, remember, limit)

    def _stream(self, rows: Iterable[object], as_of: date, remember: bool, limit: int) -> Iterator[Decision]:  # noqa: FBT001 - private
        for number, row in enumerate(rows, 1):
            given = _as_mapping(row, self.policy)
            cells, read = self._read(given, as_of)
            decision = self._decide(given, cells, read, as_of=as_of, limit=limit)
            own = cells.get("record_id") or f"row {number}"
            if remember and self.index is not None and decision.verdict != "reject" and own not in self.index:
                self.index.add_examined(own, read.cells, cells)
            yield decision

    def _cells(self, record: Mapping[str, Any]) -> dict[str, str | None]:
        return {n: to_cell(record[k]) for n, k in self._keys(record)}

    def _keys(self, record: Mapping[str, Any]) -> list[tuple[str, str]]:
        return [(n, k) for n, k in self._places if k in record]

    def _read(self, record: Mapping[str, Any], as_of: date) -> tuple[dict[str, str | None], RecordExamined]:
        cells = self._cells(record)
        return cells, self._compiled.examine_record(cells, as_of)

    def _decide(
        self, given: Mapping[str, Any], cells: dict[str, str | None], read: RecordExamined, *, as_of: date, limit: int,
        touched: frozenset[str] | None = None, context: Mapping[str, object] | None = None,
    ) -> Decision:  # fmt: skip
        own = cells.get("record_id") or ""
        duplicates: tuple[Any, ...] = ()
        if self.index is not None and limit > 0:
            found = self.index.check_examined(read.cells, cells, limit + bool(own))
            duplicates = tuple(d for d in found if not own or d.record_id != own)[:limit]
        told = {**given, **context} if context else given
        form = form_findings(told, self.honeypot, self.least_seconds, self.most_per_minute)
        signals = entry_signals(self.policy, read.cells, cells)
        if form:
            signals = Signals.of((*signals.signals, *form_signals(form)))
        findings = read.findings + ((_DUPLICATE,) if duplicates else ()) + form
        record, changes = self._normalised(given, cells, read, own, touched)
        verdict = verdict_of(self.policy, findings, signals.score, duplicate=bool(duplicates), bot=BOT in form)
        reasons = () if verdict == "accept" else reasons_of(self.policy, findings, signals)
        reached = channels(self.policy, read.cells)
        return Decision(
            verdict, record, findings, changes, duplicates, signals, reasons, reached, self.policy.fingerprint, as_of
        )

    def _normalised(
        self, given: Mapping[str, Any], cells: Mapping[str, str | None], read: RecordExamined, own: str,
        touched: frozenset[str] | None,
    ) -> tuple[dict[str, Any], tuple[Change, ...]]:  # fmt: skip
        record = dict(given)
        changes: list[Change] = []
        keys = self._keys(given)
        for name, key in keys:
            raw, item = cells[name], read.cells[name]
            field = self._written.get(name)
            if raw is None or field is None or (touched is not None and name not in touched):
                continue
            if field.write == "never" and not isinstance(given[key], str):
                continue  # the caller's own date or number stays what it is
            if item.missing:
                record[key] = None
            elif item.valid:
                record[key] = item.text
            changes.extend(_change(own, name, raw, p) for p in cell_proposals(raw, item))
        return record, (*changes, *self._guesses(frozenset(n for n, _ in keys), cells, read, own, touched))

    def _guesses(
        self, names: frozenset[str], cells: Mapping[str, str | None], read: RecordExamined, own: str,
        touched: frozenset[str] | None,
    ) -> Iterator[Change]:  # fmt: skip
        """What the record says about its empty fields, as changes that nobody applies unasked."""
        asked = [e for e in self._enrichers if touched is None or not touched.isdisjoint((*e.reads, *e.fills))]
        asked = [e for e in asked if not any((cells.get(f) or "").strip() for f in e.blank)]
        together = {e.rule: f"{own}:{e.rule}" for e in asked if len(e.fills) > 1}
        told = rule_cells({f: read.cells[f] for e in asked for f in (*e.reads, *e.empty)})
        for e in record_proposals(told, asked, names):
            yield Change(
                change_id=f"{own}:{e.field}:{e.rule}", record_id=own, field=e.field, before=cells.get(e.field),
                after=e.value, rule=e.rule, confidence=e.confidence, group=together.get(e.rule, ""),
            )  # fmt: skip


def _change(own: str, name: str, raw: str, p: Proposal) -> Change:
    return Change(
        change_id=f"{own}:{name}" + ("" if p.safe else f":{p.rule}"), record_id=own, field=name, before=raw,
        after=p.after, rule=p.rule, confidence=p.confidence, safe=p.safe, cosmetic=p.cosmetic,
    )  # fmt: skip


def _steps_back(field: Field, old: Examined, new: Examined) -> tuple[Finding, ...]:
    """A stage that falls back, and an opt-out that is taken back: both need a person."""
    if field.survivorship == "most_restrictive" and (old.text, new.text) == ("true", "false"):
        message = "this takes back an opt-out; keep the proof of consent"
        return (Finding(f"{field.name}.reversed", "error", field.name, message, None, None, "inaccurate"),)
    if field.survivorship == "furthest_stage" and field.choices and old.text and new.text:
        order = field.steps
        if old.text in order and new.text in order and order.index(new.text) < order.index(old.text):
            message = "the stage falls back behind the one before"
            return (Finding(f"{field.name}.transition", "warning", field.name, message, None, None, "inaccurate"),)
    return ()


def _as_mapping(record: object, policy: Policy) -> Mapping[str, Any]:
    """A record as a mapping, whatever object it is."""
    if isinstance(record, Mapping):
        for key in record:
            if not isinstance(key, str):
                raise TypeError(f"keys of a record must be text, not {type(key).__name__}")
        return record
    kind = type(record)
    if isinstance(record, type) or kind.__module__ == "builtins":
        raise TypeError(f"a record is a mapping or an object with attributes, not {kind.__name__}")
    if attrs.has(kind):
        return {a.name: getattr(record, a.name) for a in attrs.fields(kind)}
    if dataclasses.is_dataclass(kind):
        return {f.name: getattr(record, f.name) for f in dataclasses.fields(kind)}
    found = {n: getattr(record, n) for n in policy.field_names if hasattr(record, n)}
    if not found:
        names = ", ".join(policy.field_names[:5])
        raise TypeError(f"an object of type {kind.__name__} has none of the policy's fields ({names}, ...)")
    return found
