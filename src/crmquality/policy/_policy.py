"""A policy: the fields of a record, the rules over it, and how strict the door is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from attrs import evolve, frozen
from attrs import field as attribute

from crmquality._data import load
from crmquality.errors import PolicyError
from crmquality.policy._field import MATCH_ROLES, Field, as_plain, check_entries, nearest, one_of_words
from crmquality.policy._mapping import Mapping as ColumnMapping
from crmquality.policy._recognise import recognise
from crmquality.validators import KINDS
from crmquality.validators._conditions import AS_OF, Condition
from crmquality.validators._limits import Limit
from crmquality.validators._records import rule_from_dict
from crmquality.validators._rule import RecordRule

Strictness = Literal["standard", "lenient"]


def _fields(value: Iterable[Field]) -> tuple[Field, ...]:
    return tuple(value)


def _rules(value: Iterable[RecordRule]) -> tuple[RecordRule, ...]:
    return (value,) if isinstance(value, RecordRule) else tuple(value)


def _codes(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value} if isinstance(value, str) else set(value)))


#: what a kind is in matching in a policy that names no roles; numbers and dates may be anything
_ROLE_OF_KIND: Mapping[str, str] = load("policy")["roles"]["of_kind"]
#: kinds that name what a record is about; what the first of them is tells people and firms from things
_NAMES = ("text", "person_name", "given_name", "family_name", "organization_name")
_ROLE_OF_THING: Mapping[str, str] = load("policy")["roles"]["of_thing"]


@frozen(slots=False, cache_hash=True)
class Policy:
    """What a good record is. A frozen value: every path that uses it gives the same verdict.

    Args:
        name: what the records are, in the singular: ``"contact"``.
        fields: the fields, in the order in which results list them.
        rules: rules over whole records; those that the fields themselves ask for (`Field.limits`) come on top.
        region: ISO 3166-1 alpha-2 code of the country that phones without a country belong to; ``None`` = unknown.
        strictness: ``"lenient"`` never rejects for a missing, unusual or badly written value (leads from forms).
        blocking: codes of findings that make the verdict ``reject``, for example ``"email.syntax"``.
        review_at: probability of a made-up entry from which a person looks at it, above 0, at most 1.
        false_reject_cost: how many made-up entries let in do as much harm as one real person turned away; above
            its break-even an entry is rejected. ``None`` = nobody is ever rejected for signs alone.

    Raises:
        PolicyError: two fields share a name, a rule reads a field that does not exist, a code or region
            cannot exist.

    Example:
        >>> policy = Policy("donor", [Field("email", "email", required=True), Field("city", "city")])
        >>> Policy.from_dict(policy.to_dict()) == policy
        True
    """

    name: str
    fields: tuple[Field, ...] = attribute(converter=_fields)
    rules: tuple[RecordRule, ...] = attribute(default=(), converter=_rules)
    region: str | None = None
    strictness: Strictness = attribute(default="standard", kw_only=True)
    blocking: tuple[str, ...] = attribute(default=(), converter=_codes, kw_only=True)
    review_at: float = attribute(default=0.5, kw_only=True)
    false_reject_cost: float | None = attribute(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.fields:
            raise PolicyError(f"policy {self.name!r} needs at least one field")
        for item in self.fields:
            if not isinstance(item, Field):
                raise PolicyError(f"policy {self.name!r}: fields must be Field objects, not {type(item).__name__}")
        limits = tuple(limit for f in self.fields for limit in f.limits)
        object.__setattr__(self, "rules", (*(r for r in self.rules if not isinstance(r, Limit)), *limits))
        names = self.field_names
        if twice := [n for n in names if names.count(n) > 1]:
            raise PolicyError(f"policy {self.name!r} has two fields named {twice[0]!r}")
        for rule in self.rules:
            self._check_rule(rule)
        if self.region is not None and not re.fullmatch("[A-Z]{2}", self.region):
            raise PolicyError(f"region {self.region!r} must be a two-letter ISO country code in capitals, such as 'CN'")
        one_of_words(f"policy {self.name!r}: strictness", self.strictness, ("standard", "lenient"))
        for code in self.blocking:
            kind, dot, _ = code.partition(".")
            if not dot:
                raise PolicyError(f"blocking {code!r} must be a finding's code, such as 'email.syntax'")
            one_of_words(f"blocking {code!r}: kind", kind, dict.fromkeys(("record", *KINDS, *names)))
        if not 0 < self.review_at <= 1:
            raise PolicyError(f"review_at must be a probability above 0 and at most 1, not {self.review_at!r}")
        if self.false_reject_cost is not None and not self.false_reject_cost > 0:
            raise PolicyError("false_reject_cost must be above 0, such as 99: one real person is worth 99 made-up ones")

    @property
    def reject_at(self) -> float:
        """Probability of a made-up entry above which it is rejected; 1 = never."""
        cost = self.false_reject_cost
        return 1.0 if cost is None else cost / (1 + cost)

    def _check_rule(self, rule: RecordRule) -> None:
        names = self.field_names
        for wanted in rule.fields:
            if wanted not in names and wanted != AS_OF:
                raise PolicyError(f"rule {rule} reads the field {wanted!r}, which is not there{nearest(wanted, names)}")
        for leaf in rule.leaves():
            if isinstance(leaf, Condition) and leaf.test == "equals" and (choices := self.field(leaf.field).choices):
                for value in leaf.values:
                    one_of_words(f"rule {rule}: value", value, dict(choices))

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(f.name for f in self.fields)

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {f.name: f for f in self.fields}

    @cached_property
    def roles(self) -> dict[str, tuple[str, ...]]:
        """Names of the fields by what they are in matching; where no field has a role, by their kinds."""
        told = {f.name: f.match for f in self.fields}
        if not any(told.values()):
            first = next((f for f in self.fields if f.kind in _NAMES), self.fields[0])
            thing = first.kind == "text"
            role_of = {**_ROLE_OF_KIND, **(_ROLE_OF_THING if thing else {})}
            told = {f.name: role_of.get(f.kind) for f in self.fields}
            if thing or [r for r in told.values() if r] in (["full_name"], ["company"]):
                told[first.name] = "title"  # of names alone, every word counts
        return {role: tuple(n for n, r in told.items() if r == role) for role in MATCH_ROLES}

    @cached_property
    def identifying(self) -> frozenset[str]:
        """Names of the fields that tell records apart."""
        return frozenset(n for names in self.roles.values() for n in names)

    def field(self, name: str) -> Field:
        """The field of a name.

        Raises:
            PolicyError: there is none.
        """
        try:
            return self._by_name[name]
        except KeyError:
            raise PolicyError(f"policy {self.name!r} has no field {name!r}{nearest(name, self._by_name)}") from None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the policy's canonical JSON, 64 hex digits: equal for equal policies, in every process."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def with_fields(self, *changed: Field) -> Policy:
        """The policy with fields replaced (same name) or added (new name).

        Example:
            >>> policy = Policy("donor", [Field("email", "email")])
            >>> policy.with_fields(Field("email", "email", required=True)).field("email").required
            True
        """
        new = {f.name: f for f in changed}
        kept = tuple(new.pop(f.name, f) for f in self.fields)
        return evolve(self, fields=kept + tuple(new.values()))

    def with_rules(self, *rules: RecordRule, blocking: Iterable[str] = ()) -> Policy:
        """The policy with further rules and blocking codes."""
        return evolve(self, rules=self.rules + rules, blocking=(*self.blocking, *blocking))

    def recognise(
        self, column_names: Sequence[str], samples: Mapping[str, Sequence[str | None]] | None = None
    ) -> ColumnMapping:
        """Which column holds which field, by header and, where given, by content.

        Args:
            column_names: headers of a table, distinct, in order.
            samples: some cells per column; 50 to 200 are enough.

        Returns:
            The mapping; columns it does not understand stay unrecognised and pass through untouched.

        Raises:
            PolicyError: the names are one text, or one stands twice.
        """
        return recognise(self.name, self.fields, column_names, samples or {})

    def to_dict(self) -> dict[str, Any]:
        """The policy as plain data for JSON."""
        plain = as_plain(self, {
            "fields": lambda fields: [f.to_dict() for f in fields],
            "rules": lambda rules: [r.to_dict() for r in rules if not isinstance(r, Limit)],
        })  # fmt: skip
        return {k: v for k, v in plain.items() if v != []}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], checks: Iterable[Callable[[str], bool]] = ()) -> Policy:
        """The policy that `to_dict` described.

        Args:
            data: the policy as plain data.
            checks: your own tests that fields name.

        Raises:
            PolicyError: the data is not a policy.
        """
        check_entries("policy", cls, data)
        fields = tuple(Field.from_dict(f, checks) for f in data["fields"])
        return cls(**{**data, "fields": fields, "rules": tuple(rule_from_dict(r) for r in data.get("rules", ()))})
