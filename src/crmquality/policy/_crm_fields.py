"""A CRM's description of its fields as one shape, whichever CRM it comes from.

HubSpot properties, Salesforce describe, Zoho CRM fields, Dataverse attributes, Pipedrive fields, 纷享销客 describe,
JSON Schema and a plain list of mappings differ in the names of their entries alone, so one reader with a table of names
reads them all.

Sources: the field references of the APIs named (HubSpot CRM properties v3, Salesforce DescribeSObjectResult, Zoho CRM
fields metadata v2 to v8, Dataverse AttributeMetadata, Pipedrive dealFields v1 and v2, 纷享销客 object/describe v2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from attrs import frozen

from crmquality._text import fold
from crmquality.errors import PolicyError
from crmquality.validators._conditions import number_of

#: names of entries, the surer first: what holds the list of fields, and what each entry of a field is called
_LISTS: Final = tuple("results fields properties value Attributes attributes data result describe".split())
_NAME: Final = tuple(
    "api_name LogicalName field_code QualifiedApiName key name Name SchemaName 字段名 字段名称".split()
)  # fmt: skip
_LABEL: Final = tuple(
    "label field_label display_label DisplayName field_name displayName Label title 标签 显示名称".split()
)  # fmt: skip
_TYPE: Final = tuple(
    "data_type AttributeType AttributeTypeName field_type fieldType DataType type 类型 字段类型".split()
)  # fmt: skip
_LENGTH: Final = ("length", "MaxLength", "max_length", "maxLength", "maxlength", "长度")
_OPTIONS: Final = tuple(
    "options picklistValues pick_list_values choices values OptionSet GlobalOptionSet Options enum 选项".split()
)  # fmt: skip
_VALUE: Final = ("value", "actual_value", "Value", "id", "name", "label", "display_value")
_SHOWN: Final = ("label", "display_value", "Label", "name")
_REQUIRED: Final = tuple("required system_mandatory mandatory mandatory_flag is_required 必填 是否必填".split())
_CUSTOM: Final = ("custom", "custom_field", "IsCustomAttribute", "is_custom_field", "edit_flag")
_BOUNDS: Final = (("MinValue", "minimum", "min", "最小值"), ("MaxValue", "maximum", "max", "最大值"))
_READ_ONLY: Final = ("calculated", "readOnly", "read_only", "field_read_only", "readOnlyValue")
_WRITABLE: Final = ("updateable", "IsValidForUpdate")
_GONE: Final = ("archived", "deleted", "deprecatedAndHidden")
_RETIRED: Final = ("hidden", "IsHidden", "archived", "deleted", "retired", "not_usable")
#: our kind by the CRM's type, without case and signs
_WORDS: Final[Mapping[str, str]] = MappingProxyType({
    "text": "文本 单行文本 多行文本 string text varchar varcharauto textarea longtextarea longtext html "
    "richtext memo multiline autonumber",
    "email": "email 邮箱", "phone": "phone 电话 手机 phonenumber tel telephone", "url": "url website link",
    "choice": "picklist enumeration enum select 单选 radio dropdown combobox state status choice option singleselect "
    "selectone singlechoice",
    "boolean": "boolean 是否 布尔 bool checkbox booleancheckbox twooptions yesno flag trueorfalse",
    "number": "number 数字 金额 double int integer long bigint decimal currency percent money monetary float",
    "date": "date 日期", "datetime": "datetime 日期时间 timestamp",
    "identifier": "id reference lookup owner ownerlookup userlookup uniqueidentifier customer user org people "
    "objectreference employee",
})  # fmt: skip
_KINDS: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_SEVERAL: Final = frozenset(
    "多选 multipicklist multiselectpicklist set multiselect multienum tags selectmany multiplechoice".split()
)
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
    """The list of fields, wherever it stands.

    Raises:
        PolicyError: there is none, or the data describes several objects.
    """
    if isinstance(data, Mapping):
        held = [v for k in _LISTS if isinstance(v := data.get(k), (list, tuple, Mapping))]
        if held:
            return entry_list(held[0])
        if data and all(isinstance(v, Mapping) for v in data.values()):
            if all(any(k in v for k in _LISTS) for v in data.values()):
                raise PolicyError(f"this describes several objects: pass one of {', '.join(map(str, data))}")
            return [{"name": k, **v} for k, v in data.items()]
        data = [data] if _first(data, _NAME) is not None else None
    if not isinstance(data, (list, tuple)) or not all(isinstance(v, Mapping) for v in data):
        raise PolicyError(f"metadata of a CRM: {WAY_OUT}")
    return data


def _first(entry: Mapping[str, Any], keys: Iterable[str]) -> Any:
    return next((v for k in keys if (v := entry.get(k)) is not None), None)


def _yes(value: object) -> bool:
    return value is True or (isinstance(value, (str, int)) and str(value).strip().casefold() in _TRUE)


def _any(entry: Mapping[str, Any], keys: Iterable[str]) -> bool:
    return any(_yes(entry.get(k)) for k in keys)


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
        name = _first(entry, _NAME)
        if name is None:
            odd[f"entry {number}"] = "it has no name"
            continue
        if _any(entry, _GONE) or False in (entry.get("active_flag"), entry.get("is_active")):
            continue
        label = _texts(_first(entry, _LABEL)) or _texts(entry.get("name"))
        words = [_word(v.get("Value") if isinstance(v, Mapping) else v) for k in _TYPE if (v := entry.get(k))]
        known = [_KINDS[w] for w in words if w in _KINDS]
        kind = next((k for k in known if k != "text"), known[0] if known else None)
        several = not _SEVERAL.isdisjoint(words) or ("enumeration" in words and "checkbox" in words)
        custom = next((_yes(v) for k in _CUSTOM if (v := entry.get(k)) is not None), None)
        if custom is None and "define_type" in entry:
            custom = entry["define_type"] == "custom"
        if entry.get("hubspotDefined") is not None:
            custom = not entry["hubspotDefined"]
        inside = entry.get("modificationMetadata")
        read_only = _any(entry, _READ_ONLY) or any(entry.get(k) is False for k in _WRITABLE)
        read_only = read_only or (isinstance(inside, Mapping) and _any(inside, _READ_ONLY))
        options = tuple(_options(_first(entry, _OPTIONS)))
        yield CrmField(
            str(name), label or (str(name),), "choice" if kind in (None, "text") and options else kind, several,
            options, _length(entry), str(name) in required or _required(entry, kind), custom, read_only,
            _bounds(entry) if kind == "number" else {},
        )  # fmt: skip


def _word(value: object) -> str:
    text = re.sub(r"\(.*", "", str(value))
    return re.sub(r"[\W_]+", "", text).casefold().removesuffix("type")


def _length(entry: Mapping[str, Any]) -> int | None:
    found = re.fullmatch(r"\d{1,7}", str(_first(entry, _LENGTH) or "").removesuffix(".0"))
    found = found or re.search(r"(?<=\()\d{1,7}(?=\))", str(entry.get("DataType", "")))
    return int(found[0]) or None if found else None


def _bounds(entry: Mapping[str, Any]) -> dict[str, str]:
    """The range of a number field, where the CRM gives one."""
    found = {what: str(_first(entry, keys)) for what, keys in zip(("minimum", "maximum"), _BOUNDS, strict=True)}
    return {what: text for what, text in found.items() if number_of(text) is not None}


def _required(entry: Mapping[str, Any], kind: str | None) -> bool:
    if _any(entry, _REQUIRED):
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
        stored = _first(entry, _VALUE)
        text = (_texts(stored) or ("",))[0]
        if fold(text) in _EMPTY or text in seen:
            continue
        seen.add(text)
        gone = _any(entry, _RETIRED) or entry.get("active") is False or entry.get("type") == "unused"
        yield Option(text, _texts(_first(entry, _SHOWN)), not gone)
