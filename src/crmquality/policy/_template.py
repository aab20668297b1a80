"""The entry template: which fields a form asks for, and a JSON Schema that shares the policy with the guard.

The schema never refuses what the guard would accept of a form's values (texts, numbers, flags, nothing). So it
constrains only what follows from a rule: required fields, "one of" and "required if", and the range of plain numbers.
Everything else is a hint: format, choices, examples, and patterns, lengths and ranges under ``x-crmquality``, because
the guard repairs and reads aliases.
With ``canonical=True`` hints become constraints, for forms that send canonical forms alone.

Source: JSON Schema 2020-12; ``format`` is an annotation there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from crmquality._data import load
from crmquality.policy._field import Field
from crmquality.policy._policy import Policy
from crmquality.validators._conditions import Condition, number_of
from crmquality.validators._records import OneOf, Required, RequiredIf
from crmquality.validators._rule import AllOf, AnyOf, RecordRule

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Final = ["string", "number", "boolean", "null"]


def _hints(kind: str) -> tuple[str, str, int, str]:
    """Format, pattern of the canonical form, longest text worth typing, example."""
    form, pattern, longest, example = load("policy")["hints"].get(kind, ("", "", 0, ""))
    return form, pattern, longest, example


@frozen
class EntryTemplate:
    """What a form asks for.

    Args:
        policy: the policy the form shares with the guard.

    Example:
        >>> from crmquality import presets
        >>> template = EntryTemplate(presets.company())
        >>> template.required, template.unwanted[:2]
        (('company',), ('record_id', 'owner'))
    """

    policy: Policy

    @property
    def required(self) -> tuple[str, ...]:
        """Fields without which no record is accepted."""
        return tuple(f.name for f in self.policy.fields if f.required)

    @property
    def one_of(self) -> tuple[tuple[str, ...], ...]:
        """Groups of fields of which one must be filled."""
        return tuple(r.of for r in _parts(self.policy.rules) if isinstance(r, OneOf))

    @property
    def optional(self) -> tuple[str, ...]:
        """Further fields that are worth asking for."""
        return tuple(f.name for f in self.policy.fields if not f.required and not _unwanted(f))

    @property
    def unwanted(self) -> tuple[str, ...]:
        """Fields that nobody should be asked for: the CRM keeps them itself, or they matter to nobody."""
        return tuple(f.name for f in self.policy.fields if not f.required and _unwanted(f))

    def json_schema(self, *, canonical: bool = False) -> dict[str, Any]:
        """The template as JSON Schema; see `json_schema`."""
        return json_schema(self.policy, canonical=canonical)


def json_schema(policy: Policy, *, canonical: bool = False) -> dict[str, Any]:
    """A policy as JSON Schema 2020-12 for a record under the policy's own field names.

    Args:
        policy: the policy.
        canonical: accept canonical forms alone: choices, patterns and lengths become constraints.

    Returns:
        The schema. Unless ``canonical``, whatever it refuses the guard does not accept either.

    Example:
        >>> from crmquality import presets
        >>> schema = json_schema(presets.company())
        >>> schema["required"], schema["properties"]["email"]["format"]
        (['company'], 'email')
    """
    template = EntryTemplate(policy)
    needed = [f.name for f in policy.fields if f.required and _sways(policy, f.name, f"{f.name}.missing")]
    schema: dict[str, Any] = {
        "$schema": _DIALECT, "title": policy.name.replace("_", " ").capitalize(), "type": "object",
        "properties": {f.name: _property(policy, f, needed=f.name in needed, canonical=canonical)
                       for f in policy.fields},
    }  # fmt: skip
    constraints = [s for r in _parts(policy.rules) if (s := _constraint(policy, r))]
    schema |= {k: v for k, v in (("required", needed), ("allOf", constraints)) if v}
    schema["x-crmquality"] = {
        "policy": policy.name, "fingerprint": policy.fingerprint, "strictness": policy.strictness,
        "required": list(template.required), "one_of": [list(g) for g in template.one_of],
        "optional": list(template.optional), "unwanted": list(template.unwanted),
        "rules": [str(r) for r in policy.rules],
    }  # fmt: skip
    return schema


def _unwanted(field: Field) -> bool:
    return field.write == "never" or field.criticality == 0


def _property(policy: Policy, field: Field, *, needed: bool, canonical: bool) -> dict[str, Any]:
    form, _, _, example = _hints(field.kind)
    choices = [c for c, _ in field.choices or () if c not in field.retired]
    out: dict[str, Any] = {"title": field.label, "type": [t for t in _TYPES if not needed or t != "null"]}
    hints: dict[str, Any] = {"kind": field.kind, "criticality": field.criticality, "data_class": field.data_class}
    if needed:
        out["minLength"] = 1
    if form:
        out["format"] = form
    if choices:
        out |= {"enum": [*choices, None]} if canonical else {"anyOf": [{"enum": choices}, {}]}
    if example or choices:
        out["examples"] = [example] if example else choices[:1]
    if canonical:
        out |= _kept_to(field)
    else:
        hints |= _bounds(field)
        out |= _range(field) if _sways(policy, field.name, f"{field.name}.out_of_range") else {}
    hints |= {k: v for k, v in {"unit": field.unit, "stored": list(field.stored)}.items() if v}
    if field.rights:
        hints["rights"] = field.rights
    if _unwanted(field) and not needed:
        out["readOnly"] = True
    out["description"] = _description(field)
    return out | {"x-crmquality": hints}


def _bounds(field: Field) -> dict[str, Any]:
    """Pattern, longest text and range of canonical forms, as far as a schema can say them."""
    _, pattern, longest, _ = _hints(field.kind)
    lengths = [n for n in (longest, field.max_length) if n]
    said = {
        "pattern": f"^(?:{field.pattern})$" if field.pattern else pattern, "maxLength": min(lengths, default=0),
        "minimum": field.minimum, "maximum": field.maximum,
    }  # fmt: skip
    return {k: v for k, v in said.items() if v}


def _kept_to(field: Field) -> dict[str, Any]:
    """Bounds as constraints; a field that is left empty is none of the forms."""
    bounds = _bounds(field)
    out: dict[str, Any] = {k: v for k, v in bounds.items() if k == "maxLength"} | _range(field)
    patterns = [{"pattern": f"^$|{p}"} for p in dict.fromkeys((_hints(field.kind)[1], bounds.get("pattern"))) if p]
    return out | (patterns[0] if len(patterns) == 1 else {"allOf": patterns} if patterns else {})


def _range(field: Field) -> dict[str, float]:
    """The range of plain numbers; a number as text is the guard's to read."""
    if field.kind != "number":
        return {}
    bounds = {k: number_of(v) for k in ("minimum", "maximum") if (v := getattr(field, k)) is not None}
    return {k: v for k, v in bounds.items() if v is not None}


def _description(field: Field) -> str:
    what = field.kind.replace("_", " ")
    wanted = "required" if field.required else "not asked for" if _unwanted(field) else "optional"
    return f"{what[0].upper()}{what[1:]}; {wanted}."


def _parts(rules: tuple[RecordRule, ...]) -> Iterator[RecordRule]:
    """Rules each of which must hold: those joined by ``&`` one by one."""
    for rule in rules:
        if type(rule) is AllOf:
            yield from _parts(rule.rules)
        else:
            yield rule


def _sways(policy: Policy, field: str, code: str) -> bool:
    """Whether an error at a field keeps a record from being accepted."""
    matters = field not in policy.field_names or policy.field(field).criticality >= 1
    return matters or code in policy.blocking


def _constraint(policy: Policy, rule: RecordRule) -> dict[str, Any] | None:
    """A rule as schema, where breaking the schema breaks the rule and breaking the rule sways the verdict."""
    if isinstance(rule, OneOf):
        code = rule.code or "record.one_of_missing"
        told = rule.severity == "error" or code in policy.blocking
        return {"anyOf": [_filled(f) for f in rule.of]} if told else None
    if isinstance(rule, (Required, RequiredIf)):
        code = rule.code or f"{rule.field}.missing"
        told = (rule.severity == "error" and _sways(policy, rule.field, code)) or code in policy.blocking
        if not told or (isinstance(rule, Required) and rule.asked):
            return None
        when = _condition(policy, rule.when, rule.values) if isinstance(rule, RequiredIf) else {}
        return None if when is None else {"if": when, "then": _filled(rule.field)} if when else _filled(rule.field)
    return None


def _filled(field: str) -> dict[str, Any]:
    return {"required": [field], "properties": {field: {"not": {"enum": [None, ""]}}}}


def _condition(policy: Policy, rule: RecordRule | str, values: tuple[str, ...] = ()) -> dict[str, Any] | None:
    """A condition as schema: whoever fits it fulfils the condition; ``None`` = that cannot be said."""
    if isinstance(rule, str):
        return _stands(policy, rule, values)
    if type(rule) in (AllOf, AnyOf) and isinstance(rule, AllOf):
        parts = [c for r in rule.rules if (c := _condition(policy, r)) is not None]
        if type(rule) is AnyOf:
            return {"anyOf": parts} if parts else None
        return {"allOf": parts} if len(parts) == len(rule.rules) else None
    if isinstance(rule, Condition) and rule.test == "equals":
        return _stands(policy, rule.field, rule.values)
    return None


def _stands(policy: Policy, field: str, values: tuple[str, ...]) -> dict[str, Any] | None:
    """A field holds one of some canonical values, each of which is a choice and reads as itself."""
    kept = [v for v in values if v in dict(policy.field(field).choices or ())]
    return {"required": [field], "properties": {field: {"enum": kept}}} if kept else None
