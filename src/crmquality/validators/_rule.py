"""The algebra of rules over a whole record: what a rule is, and how rules combine.

A rule reads canonical values: ``None`` = nothing there, ``""`` = something there that has no canonical form.
It holds, or does not, or cannot be judged (``None``): what is absent never makes a statement true, and never
makes it false. ``&`` (both hold), ``|`` (one of them holds) and ``~`` (it does not hold) combine rules after
Kleene's strong logic of three values. Rules read as text and travel as plain data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, runtime_checkable

from attrs import field as attribute
from attrs import fields as attributes
from attrs import frozen

from crmquality.errors import PolicyError
from crmquality.types import BadDataClass, Examined, Finding, Severity

if TYPE_CHECKING:
    import polars as pl

Cells = Mapping[str, str | None]
#: what a rule reads of a field's canonical text; applying it twice changes nothing
Extract = Callable[[str], str | None]


@frozen
class Part:
    """What the first group of a pattern holds that Python and Rust read alike; ``lower``: in small letters."""

    pattern: str
    lower: bool = False
    _fits: Callable[[str], re.Match[str] | None] = attribute(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_fits", re.compile(self.pattern).fullmatch)

    def __call__(self, text: str) -> str | None:
        """The part of a text; ``None`` where the pattern does not fit."""
        found = self._fits(text)
        return None if found is None else found[1].lower() if self.lower else found[1]

    def of_column(self, texts: pl.Series) -> pl.Series:
        """The parts of many texts."""
        found = texts.str.extract(f"^(?:{self.pattern})$")
        return found.str.to_lowercase() if self.lower else found


@frozen
class After:
    """What follows the last of a sign; a text without it stays itself."""

    sign: str

    def __call__(self, text: str) -> str:
        """What follows in a text."""
        return text.rpartition(self.sign)[2]

    def of_column(self, texts: pl.Series) -> pl.Series:
        """What follows in many texts."""
        return texts.str.split(self.sign).list.last()


@frozen
class Head:
    """The first characters of a text."""

    size: int

    def __call__(self, text: str) -> str:
        """Those of a text."""
        return text[: self.size]

    def of_column(self, texts: pl.Series) -> pl.Series:
        """Those of many texts."""
        return texts.str.head(self.size)


@runtime_checkable
class OfColumn(Protocol):
    """An extract that a table applies to a whole column."""

    def __call__(self, text: str) -> str | None:
        """What it reads of a text."""

    def of_column(self, texts: pl.Series) -> pl.Series:
        """What it reads of many texts."""


#: a field by its place, and what is read of its text
Reads = tuple[int, tuple[Extract, ...]]
#: field of a finding, its usual code, what it says, class of bad data
Said = tuple[str, str, str, BadDataClass]
_SEVERITIES: Final = ("error", "warning", "info")


def as_names(value: Any) -> tuple[str, ...]:
    """One name or several, as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


def rule_cells(read: Mapping[str, Examined]) -> dict[str, str | None]:
    """What rules see of a record's readings."""
    return {n: e.text if e.text is not None or e.missing else "" for n, e in read.items()}


def _rules(value: Iterable[RecordRule]) -> tuple[RecordRule, ...]:
    return tuple(value)


def _plain(value: Any) -> Any:
    if isinstance(value, RecordRule):
        return value.to_dict()
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


@frozen(kw_only=True)
class RecordRule:
    """A rule over a record; call it with the record's canonical values.

    Args:
        severity: of its finding.
        code: of its finding; the rule's usual one unless given.

    Attributes:
        fields: those it reads, in order.
        needs_all: it finds nothing unless every one of its fields has a canonical value.
    """

    name: ClassVar[str] = ""
    needs_all: ClassVar[bool] = False
    _reads: ClassVar[tuple[str, ...]] = ()  # its arguments that name fields
    severity: Severity = "error"
    code: str | None = None
    fields: tuple[str, ...] = attribute(init=False, eq=False, default=())

    def __attrs_post_init__(self) -> None:
        if self.severity not in _SEVERITIES:
            raise PolicyError(f"severity {self.severity!r} of a rule must be one of {', '.join(_SEVERITIES)}")
        object.__setattr__(self, "fields", self._named())
        if len(set(self.fields)) < len(self.fields):
            raise PolicyError(f"the rule {self} names a field twice")

    def _named(self) -> tuple[str, ...]:
        return tuple(f for a in self._reads for f in as_names(getattr(self, a)))

    @property
    def presence_only(self) -> bool:
        """It only asks whether something is there, never what."""
        return False

    @property
    def asked_only(self) -> bool:
        """It keeps silent where the record does not have its fields at all."""
        return False

    @property
    def is_condition(self) -> bool:
        """It states something about the record and has no finding of its own."""
        return False

    def extract(self, field: str) -> tuple[Extract, ...]:  # noqa: ARG002 - a rule that extracts asks which field
        """What it reads of a field's text, step by step; a table applies each step once per distinct value."""
        return ()

    @property
    def sure(self) -> tuple[Reads, Reads] | None:
        """Where all fields are needed: it is not broken where what is read of one stands in what is read of another."""
        return None

    def holds(self, cells: Cells) -> bool | None:
        """Whether the rule holds; ``None`` = it cannot be judged from what is there."""
        values = []
        for field in self.fields:
            if not (value := cells.get(field)):
                return None
            values.append(value)
        return self.judge(*values)

    def judge(self, *values: str | None) -> bool | None:  # noqa: ARG002 - for rules that need all
        """Where all fields are needed: whether it holds for one canonical value per field, in their order."""
        raise PolicyError(f"{type(self).__name__} is not a rule by itself; use a factory such as one_of")

    def __call__(self, cells: Cells) -> tuple[Finding, ...]:
        """Findings for a record; empty = the rule holds or cannot be judged."""
        return self._told(cells) if self.holds(cells) is False else ()

    def leaves(self) -> Iterator[RecordRule]:
        """The rules it is made of; itself where it is not combined."""
        yield self

    def __and__(self, other: RecordRule) -> RecordRule:
        return AllOf(rules=(*_flat(AllOf, self), *_flat(AllOf, other)))

    def __or__(self, other: RecordRule) -> RecordRule:
        return AnyOf(rules=(*_flat(AnyOf, self), *_flat(AnyOf, other)))

    def __invert__(self) -> RecordRule:
        return Not(rules=(self,))

    def to_dict(self) -> dict[str, Any]:
        """The rule as plain data."""
        return {"rule": self.name} | {a.name: _plain(getattr(self, a.name)) for a in attributes(type(self)) if a.init}

    def _arguments(self) -> str:
        return ", ".join(repr(f) for f in self.fields)

    def __str__(self) -> str:
        return f"{self.name}({self._arguments()})"

    def __repr__(self) -> str:
        return str(self)

    def _says(self, cells: Cells) -> Said | None:  # noqa: ARG002 - most rules say the same of every record
        """What it says where it does not hold; ``None`` = merely that."""
        return None

    def _told(self, cells: Cells) -> tuple[Finding, ...]:
        said = self._says(cells)
        if said is None:
            return self._broken()
        at, code, message, bad = said
        return (Finding(self.code or code, self.severity, at, message, None, None, bad),)

    def _broken(self) -> tuple[Finding, ...]:
        """That the rule does not hold, as gravely as the gravest of its parts."""
        leaves = tuple(self.leaves())
        severity = min((r.severity for r in leaves), key=_SEVERITIES.index)
        code = next((r.code for r in leaves if r.code), "record.condition")
        at = self.fields[0] if len(self.fields) == 1 else ""
        message = f"the record breaks the rule {self}; look at {', '.join(self.fields)}"
        return (Finding(code, severity, at, message, None, None, "inaccurate"),)


def _flat(kind: type[AllOf], rule: RecordRule) -> tuple[RecordRule, ...]:
    return rule.rules if type(rule) is kind and isinstance(rule, AllOf) else (rule,)


@frozen(kw_only=True, repr=False)
class AllOf(RecordRule):
    """Every rule must hold: false where one does not, else unknown where one is unknown."""

    name = "all_of"
    _decides: ClassVar[bool] = False  # what one rule decides alone
    rules: tuple[RecordRule, ...] = attribute(converter=_rules)

    def _named(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f for r in self.rules for f in r.fields))

    @property
    def presence_only(self) -> bool:
        """Whether that holds for every rule."""
        return all(r.presence_only for r in self.rules)

    @property
    def is_condition(self) -> bool:
        """Whether that holds for every rule."""
        return all(r.is_condition for r in self.rules)

    def leaves(self) -> Iterator[RecordRule]:
        """Those of all rules."""
        for rule in self.rules:
            yield from rule.leaves()

    def holds(self, cells: Cells) -> bool | None:
        """By Kleene's tables."""
        known = [r.holds(cells) for r in self.rules]
        return self._decides if self._decides in known else None if None in known else not self._decides

    def _told(self, cells: Cells) -> tuple[Finding, ...]:
        return tuple(f for r in self.rules for f in r(cells))

    def to_dict(self) -> dict[str, Any]:
        """The rules as plain data."""
        return {"rule": self.name, "rules": [r.to_dict() for r in self.rules]}

    def __str__(self) -> str:
        return " & ".join(f"({r})" if isinstance(r, AnyOf) else str(r) for r in self.rules)


@frozen(kw_only=True, repr=False)
class AnyOf(AllOf):
    """One of several rules must hold: true where one does, else unknown where one is unknown."""

    name = "any_of"
    _decides = True

    def _told(self, cells: Cells) -> tuple[Finding, ...]:
        return self._broken() if self.is_condition else super()._told(cells)

    def __str__(self) -> str:
        return " | ".join(str(r) for r in self.rules)


@frozen(kw_only=True, repr=False)
class Not(AllOf):
    """A rule must not hold; what it says where it does not is of no use then."""

    name = "not"
    is_condition = True

    def __attrs_post_init__(self) -> None:
        if len(self.rules) != 1:
            raise PolicyError("'not' takes exactly one rule")
        super().__attrs_post_init__()

    def holds(self, cells: Cells) -> bool | None:
        """The opposite; unknown stays unknown."""
        held = self.rules[0].holds(cells)
        return None if held is None else not held

    def _told(self, cells: Cells) -> tuple[Finding, ...]:  # noqa: ARG002 - for rules that read them
        return self._broken()

    def __invert__(self) -> RecordRule:
        return self.rules[0]

    def __str__(self) -> str:
        inner = self.rules[0]
        return f"~({inner})" if type(inner) in (AllOf, AnyOf) else f"~{inner}"
