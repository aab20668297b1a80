"""A CRM's own description of its fields, read into a policy: picklists, lengths, required and custom fields.

Values are the CRM's stored ones, labels their aliases; what the policy knew as aliases is carried over to them. Files
are the caller's to open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from crmquality._data import load
from crmquality._text import fold
from crmquality.errors import PolicyError
from crmquality.normalizers._choice import NEAR, ChoiceTable, choice_table
from crmquality.policy._crm_fields import WAY_OUT, CrmField, Option, describe, entry_list
from crmquality.policy._field import Field
from crmquality.policy._policy import Policy
from crmquality.policy._recognise import by_header, known_headers
from crmquality.validators._limits import Limit
from crmquality.validators._records import rule_from_dict
from crmquality.validators._rule import RecordRule

_UNMEASURED: Final = frozenset({"number", "date", "datetime", "boolean", "choice"})


@frozen
class CrmMetadata:
    """What came of a CRM's description of its fields.

    Args:
        policy: the policy with it.
        matched: name in the CRM to field of the policy.
        added: fields that the policy did not have.
        left_out: standard fields of the CRM that the policy has no use for.
        not_understood: name in the CRM to the reason, in words.
    """

    policy: Policy
    matched: dict[str, str]
    added: tuple[str, ...]
    left_out: tuple[str, ...]
    not_understood: dict[str, str]


def with_crm_metadata(policy: Policy, data: object) -> Policy:
    """A policy with a CRM's own picklists, lengths, required and custom fields; see `crm_metadata`.

    Example:
        >>> from crmquality import presets
        >>> option = {"label": "Marketing Qualified Lead", "value": "marketingqualifiedlead", "hidden": False}
        >>> stage = {"name": "lifecyclestage", "label": "Lifecycle Stage", "type": "enumeration", "options": [option]}
        >>> policy = with_crm_metadata(presets.contact(), {"results": [stage]})
        >>> [choice for choice, _ in policy.field("lifecycle_stage").choices]
        ['marketingqualifiedlead']
    """
    return crm_metadata(policy, data).policy


def meanings(field: Field) -> dict[str, str]:
    """Choices under other names than ours, each with the choice of our own list that it stands for."""
    ours = load("picklists").get(field.name, {})
    words = {choice: {fold(w) for w in (choice, *said)} for choice, said in field.choices or ()}
    return {choice: code for code in ours for choice, said in words.items() if choice != code and code in said}


def crm_metadata(policy: Policy, data: object) -> CrmMetadata:
    """Read a CRM's description of the fields of one object.

    Args:
        policy: the policy; fields are matched by name, label and aliases.
        data: the loaded JSON of HubSpot properties, Salesforce describe, Zoho CRM fields, Dataverse attributes or
            Pipedrive fields, or a list of mappings with ``name``, ``label``, ``type``, ``length``, ``required``,
            ``choices``.

    Returns:
        The new policy: choices are exactly the CRM's stored values, with the policy's aliases; lengths are limits;
        required fields are required; custom fields are added under their names in the CRM. And what was not understood.

    Raises:
        PolicyError: there is no list of fields, or a rule of the policy names a choice that the CRM does not have.
    """
    asked = [data.get("requiredProperties"), data.get("required")] if isinstance(data, Mapping) else []
    required = [name for names in asked if isinstance(names, (list, tuple)) for name in names]
    odd: dict[str, str] = {}
    described = list(describe(entry_list(data), frozenset(map(str, required)), odd))
    if not described:
        raise PolicyError(f"no field is described here: {WAY_OUT}")
    places = _matched(policy, described)
    names = {f.name for f in policy.fields} | {described[i].name for i in places}
    changed, added, left_out = [], [], []
    for i, field in enumerate(described):
        if i in places:
            changed.append(_told(policy.field(places[i]), field, odd))
        elif field.custom is not False or field.required:
            added.append(_new(field, names, odd))
            names.add(added[-1].name)
        else:
            left_out.append(field.name)
    bare = evolve(policy, rules=()).with_fields(*changed, *added)
    matched = {described[i].name: name for i, name in sorted(places.items())}
    told = evolve(bare, rules=[_reworded(rule, bare) for rule in policy.rules])
    return CrmMetadata(told, matched, tuple(f.name for f in added), tuple(left_out), odd)


def _reworded(rule: RecordRule, told: Policy) -> RecordRule:
    """A rule in the CRM's words; a choice that the CRM lacks is refused, for silence would switch the rule off."""
    if isinstance(rule, Limit):
        return rule
    plain = _in_its_words(rule.to_dict(), told)
    return rule if plain == rule.to_dict() else rule_from_dict(plain)


def _in_its_words(plain: Any, told: Policy) -> Any:
    if isinstance(plain, list):
        return [_in_its_words(p, told) for p in plain]
    if not isinstance(plain, dict):
        return plain
    out = {k: _in_its_words(v, told) for k, v in plain.items()}
    if plain.get("rule") == "consistent":
        out["words"] = [list(m) for name in plain["of"] for m in meanings(told.field(name)).items()]
    at = next((v for k in ("when", "field") if isinstance(v := plain.get(k), str)), None)
    if plain.get("values") and at in told.field_names and told.field(at).choices:
        table = _table(told.field(at))
        found = {value: table.find(fold(value)) for value in plain["values"]}
        for value, hit in found.items():
            if hit is None:
                raise PolicyError(f"a rule names {value!r}, which the CRM's list of {at!r} lacks; write one of it")
        out["values"] = [hit[0] for hit in found.values() if hit]
    return out


def _table(field: Field) -> ChoiceTable:
    choices = field.choices or ()
    return choice_table(tuple(c for c, _ in choices), tuple((a, c) for c, words in choices for a in words))


def _matched(policy: Policy, described: Sequence[CrmField]) -> dict[int, str]:
    """Place of a CRM field to the policy's field: the best header first, each field once."""
    known = known_headers(policy.name, policy.fields)
    found = []
    for i, field in enumerate(described):
        for word in (re.sub(r"__[a-z]+$", "", field.name), *field.labels):
            hit = by_header(word, known)
            if hit and _fits(field, policy.field(hit.field)):
                found.append((-hit.confidence, hit.rank, i, hit.field))
    out: dict[int, str] = {}
    for _, _, i, name in sorted(found):
        if i not in out and name not in out.values():
            out[i] = name
    return out


def _fits(field: CrmField, ours: Field) -> bool:
    if field.kind in (None, "text") or field.several:
        return ours.kind not in ("boolean", "number", "date", "datetime") or field.kind is None
    return ours.kind in load("policy")["crm_fits"].get(field.kind, (field.kind,))


def _told(ours: Field, field: CrmField, odd: dict[str, str]) -> Field:
    """The policy's field with what the CRM says of it."""
    more: dict[str, Any] = {"required": ours.required or field.required} | (
        field.bounds if ours.kind == "number" else {}
    )
    if field.max_length and ours.kind not in _UNMEASURED and field.kind not in _UNMEASURED:
        more["max_length"] = field.max_length
    if field.kind == "choice" and not field.several and _has_options(field, odd):
        if ours.kind in ("choice", "custom", "text"):
            more |= {"kind": "custom" if ours.kind == "custom" else "choice", "max_length": None}
            more |= _listed(field, ours, odd)
        else:
            more["stored"] = tuple(o.value for o in field.options if o.offered)
        if ours.write == "when_known":
            more["write"] = "when_wrong"
    if field.several:
        odd[field.name] = "it takes several values at once: it is read as before"
    if field.read_only:
        more["write"] = "never"
    return evolve(ours, aliases=_known_as(field, ours.name, ours.label, ours.aliases), **more)


def _new(field: CrmField, names: set[str], odd: dict[str, str]) -> Field:
    """A field that the policy does not have yet."""
    kind = "text" if field.several else field.kind or "text"
    if field.several:
        odd[field.name] = "it takes several values at once: they are read as one text"
    elif field.kind is None:
        odd[field.name] = "its type is not known: it is read as text"
    elif kind == "choice" and not _has_options(field, odd):
        kind = "text"
    word = field.labels[0] if re.fullmatch(r"[0-9a-f]{40}", field.name) else field.name
    slug = re.sub(r"\W+", "_", word).strip("_") or "field"
    slug = slug if slug[0].isalpha() else f"field_{slug}"
    name = next(n for n in (slug, *(f"{slug}_{i}" for i in range(2, len(names) + 3))) if n not in names)
    more: dict[str, Any] = _listed(field, None, odd) if kind == "choice" else field.bounds
    return Field(
        name, kind, label=field.labels[0], aliases=_known_as(field, name, field.labels[0]), required=field.required,
        max_length=field.max_length if kind not in _UNMEASURED else None,
        write="never" if field.read_only else "when_wrong", **more,
    )  # fmt: skip


def _known_as(field: CrmField, name: str, label: str | None, aliases: tuple[str, ...] = ()) -> tuple[str, ...]:
    words = (w for w in (field.name, *field.labels) if w not in (name, label))
    return tuple(dict.fromkeys((*aliases, *words)))


def _has_options(field: CrmField, odd: dict[str, str]) -> bool:
    if not field.options:
        odd[field.name] = "a picklist that comes without its values: ask the CRM for them, too"
    return bool(field.options)


def _listed(field: CrmField, ours: Field | None, odd: dict[str, str]) -> dict[str, Any]:
    """Choices as the CRM stores them, with its labels and our aliases, and those that are no longer offered."""
    own = {fold(o.value) for o in field.options}
    labels = [fold(label) for o in field.options for label in dict.fromkeys(o.labels)]
    words: dict[str, list[str]] = {
        o.value: [w for w in o.labels if w != o.value and labels.count(fold(w)) == 1 and fold(w) not in own]
        for o in field.options
    }
    taken = own | set(labels)
    for code, mark, aliases in _meanings(field, ours, odd):
        for word in aliases:
            bare = word.removeprefix(NEAR)
            if fold(bare) not in taken:
                words[code].append(NEAR + bare if mark or word != bare else bare)
    return {"choices": words, "retired": tuple(o.value for o in field.options if not o.offered)}


def _meanings(field: CrmField, ours: Field | None, odd: dict[str, str]) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    """For each choice of ours that the CRM has a value for: that value, whether it is merely near, and our words."""
    if ours is None or not ours.choices:
        return
    table = _table(ours)
    found: dict[str, list[tuple[bool, bool, Option]]] = {}
    for option in field.options:
        hits = [h for w in (option.value, *option.labels) if (h := table.find(fold(w)))]
        if hits:
            code, note = min(hits, key=lambda h: ("case", "alias", "nearest").index(h[1].code))
            found.setdefault(code, []).append((note.code == "nearest", not option.offered, option))
    for code, aliases in ours.choices:
        if served := found.get(code):
            least = min((near, gone, not _same(o, code)) for near, gone, o in served)
            best = [o for near, gone, o in served if (near, gone, not _same(o, code)) == least]
            if len(best) == 1:
                # New beside Open: what is near may mean either
                kept = tuple(a for a in aliases if len(served) == 1 or not a.startswith(NEAR))
                yield best[0].value, least[0], (code, *kept)
            else:
                odd[field.name] = f"{len(best)} of its values mean {code!r}: aliases of that stay unknown"


def _same(option: Option, code: str) -> bool:
    return fold(code) in {fold(w).replace(" ", "_") for w in (option.value, *option.labels)}
