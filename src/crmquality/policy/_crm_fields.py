"""A CRM's description of its fields as one shape, whichever CRM it comes from.

HubSpot properties, Salesforce describe, Zoho CRM fields, Dataverse attributes, Pipedrive fields, 纷享销客 describe,
JSON Schema and a plain list of mappings differ in the names of their entries alone, so one reader with a table of names
(``crm_entries``, the surer first) and of types reads them all.

Sources: the field references of the APIs named (HubSpot CRM properties v3, Salesforce DescribeSObjectResult, Zoho CRM
fields metadata v2 to v8, Dataverse AttributeMetadata, Pipedrive dealFields v1 and v2, 纷享销客 object/describe v2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from crmquality._data import load
from crmquality._text import fold
from crmquality.errors import PolicyError
from crmquality.validators._conditions import number_of

_TRUE: Final = frozenset({"true", "yes", "y", "1", "x", "是", "必填"})
_EMPTY: Final = frozenset({"", "-none-", "--none--"})
WAY_OUT: Final = (
    "expected the loaded JSON: a list of fields, or a mapping that holds it under results (HubSpot), fields "
    "(Salesforce, Zoho CRM), value or Attributes (Dynamics) or data (Pipedrive); each field needs a name"
)


@frozen
class Option:
    value: str
    labels: tuple[str, ...]
    offered: bool


@frozen
class CrmField:
    """What the CRM says of one field; ``kind`` is ours, ``None`` where its type is not known."""

    name: str
    labels: tuple[str, ...]
    kind: str | None
    several: bool
    options: tuple[Option, ...]
    max_length: int | None
    required: bool
    custom: bool | None
    read_only: bool
    bounds: dict[str, str]


def entry_list(data: object) -> Sequence[Mapping[str, Any]]:
    """The list of fields, wherever it stands; refuses data without one or of several objects."""
    if isinstance(data, Mapping):
        lists = load("policy")["crm_entries"]["lists"]
        held = [v for k in lists if isinstance(v := data.get(k), (list, tuple, Mapping))]
        if held:
            return entry_list(held[0])
        if data and all(isinstance(v, Mapping) for v in data.values()):
            if all(any(k in v for k in lists) for v in data.values()):
                raise PolicyError(f"this describes several objects: pass one of {', '.join(map(str, data))}")
            return [{"name": k, **v} for k, v in data.items()]
        data = [data] if _first(data, "name") is not None else None
    if not isinstance(data, (list, tuple)) or not all(isinstance(v, Mapping) for v in data):
        raise PolicyError(f"metadata of a CRM: {WAY_OUT}")
    return data


def _said(entry: Mapping[str, Any], what: str) -> list[Any]:
    """All that an entry says under the names that something goes by."""
    return [v for k in load("policy")["crm_entries"][what] if (v := entry.get(k)) is not None]


def _first(entry: Mapping[str, Any], what: str) -> Any:
    return next(iter(_said(entry, what)), None)


def _any(entry: Mapping[str, Any], what: str) -> bool:
    return any(map(_yes, _said(entry, what)))


def _yes(value: object) -> bool:
    return value is True or (isinstance(value, (str, int)) and str(value).strip().casefold() in _TRUE)


def _texts(value: object) -> tuple[str, ...]:
    """A label in every language it comes in, the user's first."""
    if isinstance(value, Mapping):
        others = value.get("LocalizedLabels")
        found = [value.get("UserLocalizedLabel"), *(others if isinstance(others, list) else ())]
        said = [v.get("Label") for v in found if isinstance(v, Mapping)] or [value.get("Label")]
        return tuple(dict.fromkeys(str(v) for v in said if v))
    return (str(value).strip(),) if value is not None and str(value).strip() else ()


def describe(entries: Iterable[Mapping[str, Any]], required: frozenset[str], odd: dict[str, str]) -> Iterator[CrmField]:
    for number, given in enumerate(entries, 1):
        entry = {**{str(k).lower(): v for k, v in given.items()}, **given}  # a sheet writes Type and Choices
        name = _first(entry, "name")
        if name is None:
            odd[f"entry {number}"] = "it has no name"
        elif not _any(entry, "gone") and False not in (entry.get("active_flag"), entry.get("is_active")):
            yield _described(str(name), entry, required)


def _described(name: str, entry: Mapping[str, Any], required: frozenset[str]) -> CrmField:
    types = load("policy")["crm_types"]
    words = [_word(v.get("Value") if isinstance(v, Mapping) else v) for v in _said(entry, "type") if v]
    known = [k for w in words if (k := types.get(w, "several")) != "several"]
    kind = next((k for k in known if k != "text"), known[0] if known else None)
    several = "several" in map(types.get, words) or ("enumeration" in words and "checkbox" in words)
    inside = entry.get("modificationMetadata")
    read_only = any(_any(e, "read_only") for e in (entry, inside) if isinstance(e, Mapping))
    read_only = read_only or any(v is False for v in _said(entry, "writable"))
    options = tuple(_options(_first(entry, "options")))
    bounds = {what: str(_first(entry, what)) for what in ("minimum", "maximum")}
    return CrmField(
        name, _texts(_first(entry, "label")) or _texts(entry.get("name")) or (name,),
        "choice" if kind in (None, "text") and options else kind, several, options, _length(entry),
        name in required or _required(entry, kind), _custom(entry), read_only,
        {k: v for k, v in bounds.items() if kind == "number" and number_of(v) is not None},
    )  # fmt: skip


def _custom(entry: Mapping[str, Any]) -> bool | None:
    if entry.get("hubspotDefined") is not None:
        return not entry["hubspotDefined"]
    if said := _said(entry, "custom"):
        return _yes(said[0])
    return entry["define_type"] == "custom" if "define_type" in entry else None


def _word(value: object) -> str:
    text = re.sub(r"\(.*", "", str(value))
    return re.sub(r"[\W_]+", "", text).casefold().removesuffix("type")


def _length(entry: Mapping[str, Any]) -> int | None:
    found = re.fullmatch(r"\d{1,7}", str(_first(entry, "length") or "").removesuffix(".0"))
    found = found or re.search(r"(?<=\()\d{1,7}(?=\))", str(entry.get("DataType", "")))
    return int(found[0]) or None if found else None


def _required(entry: Mapping[str, Any], kind: str | None) -> bool:
    if _any(entry, "required"):
        return True
    if entry.get("createable") is False or entry.get("IsValidForCreate") is False or kind == "boolean":
        return False
    level = entry.get("RequiredLevel")
    level = level.get("Value") if isinstance(level, Mapping) else level
    if level is not None:
        return str(level).endswith("Required") and not _yes(entry.get("IsPrimaryId"))
    return entry.get("nillable") is False and not _yes(entry.get("defaultedOnCreate"))


def _options(value: object) -> Iterator[Option]:
    if isinstance(value, Mapping):
        inner = value.get("Options", value)
        value = inner if not isinstance(inner, Mapping) else [{"value": k, "label": v} for k, v in inner.items()]
    if isinstance(value, str):
        signs = next((s for s in ("\n", ";", "|", "；", ",") if s in value), ";")
        value = [v.strip() for v in value.split(signs)]
    seen: set[str] = set()
    for item in value if isinstance(value, (list, tuple)) else ():
        entry = item if isinstance(item, Mapping) else {"value": item}
        stored = _first(entry, "value")
        text = (_texts(stored) or ("",))[0]
        if fold(text) in _EMPTY or text in seen:
            continue
        seen.add(text)
        gone = _any(entry, "retired") or entry.get("active") is False or entry.get("type") == "unused"
        yield Option(text, _texts(_first(entry, "shown")), not gone)
