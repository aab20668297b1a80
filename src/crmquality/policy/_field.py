"""One field of a policy: what it holds, how much it matters, and what may be done to it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal

from attrs import NOTHING, AttrsInstance, fields, frozen
from attrs import field as attribute

from crmquality.errors import PolicyError
from crmquality.validators import KINDS
from crmquality.validators._conditions import compiled
from crmquality.validators._limits import Limit

DataClass = Literal["identity", "descriptive", "quantitative", "qualitative"]
Write = Literal["always", "when_wrong", "when_known", "never"]
Choices = tuple[tuple[str, tuple[str, ...]], ...]
Options = tuple[tuple[str, str], ...]

DATA_CLASSES: Final = ("identity", "descriptive", "quantitative", "qualitative")
WRITES: Final = ("always", "when_wrong", "when_known", "never")
#: kinds whose values may be listed
LISTED: Final = ("choice", "custom")
_LIMITS: Final = ("max_length", "pattern", "minimum", "maximum", "among")
MATCH_ROLES: Final = (
    "given", "family", "full_name", "email", "phone", "company", "street", "city", "region", "postal_code", "country",
    "birth_date", "identifier", "job_title", "title", "about", "code", "number",
)  # fmt: skip
OPTIONS: Final = frozenset(("line", "platform", "locale", "scheme", "zone"))
_NAME: Final = re.compile(r"[^\W\d]\w*")


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for a misspelt name: ``"; did you mean 'email'?"`` or the empty string."""
    close = difflib.get_close_matches(word, sorted(known), 1)
    return f"; did you mean {close[0]!r}?" if close else ""


def one_of_words(what: str, word: object, known: Iterable[str]) -> None:
    """Refuse a word that is not among the known ones, with a `PolicyError`."""
    known = tuple(known)
    if word not in known:
        raise PolicyError(f"{what} {word!r} is not known{nearest(str(word), known)} (known: {', '.join(known)})")


def as_plain(item: AttrsInstance, said: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """A frozen value as plain data without what is at its default; ``said`` = how some entries are written."""
    held = {a.name: getattr(item, a.name) for a in fields(type(item)) if getattr(item, a.name) != a.default}
    return {k: said[k](v) if k in said else list(v) if isinstance(v, tuple) else v for k, v in held.items()}


def check_entries(what: str, cls: type[AttrsInstance], data: Mapping[str, Any]) -> None:
    """Refuse plain data that has unknown entries or lacks needed ones, with a `PolicyError`."""
    for key in data:
        one_of_words(f"{what} entry", key, [a.name for a in fields(cls)])
    needed = [a.name for a in fields(cls) if a.default is NOTHING]
    if not data.keys() >= set(needed):
        raise PolicyError(f"a {what} needs a {' and '.join(needed)}")


def as_texts(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise PolicyError("aliases must be a list of texts, not one text")
    return tuple(value)


def _choices(value: Mapping[str, Iterable[str]] | Iterable[Any] | None) -> Choices | None:
    """From a list of choices, a mapping of choice to aliases, or pairs of them."""
    if value is None:
        return None
    if isinstance(value, str):
        raise PolicyError("choices must be a list of texts, or a mapping of each choice to its aliases")
    pairs = value.items() if isinstance(value, Mapping) else ((c, ()) if isinstance(c, str) else c for c in value)
    return tuple((str(choice), as_texts(aliases)) for choice, aliases in pairs)


def _bound(value: object) -> str | None:
    """A number, day or field name as text; ``10`` and ``"10"`` are one."""
    if isinstance(value, bool) or value is None:
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _options(value: Mapping[str, str] | Options) -> Options:
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple(sorted((str(k), str(v)) for k, v in pairs))


@frozen
class Field:
    """One field of a record.

    Args:
        name: its name in the policy and in records given to `Guard`; letters, digits, underscore.
        kind: name of a kind in ``validators.KINDS``.
        label: what people call it; the name unless given.
        aliases: further column headers under which it is recognised.
        required: an empty cell is the error ``<name>.missing``.
        criticality: weight in quality scores, 0 to 10; 1 is ordinary.
        data_class: ``identity``, ``descriptive``, ``quantitative`` or ``qualitative``.
        write: whether the value may go back into the CRM: ``always`` (also where only the writing differs),
            ``when_wrong``, ``when_known`` (a choice whose list is ours: not before the CRM's own list has been read,
            see `with_crm_metadata`) or ``never``.
        output: form in which a value is written back, where the kind has several; ``None`` = canonical.
        hazard: how it goes out of date: a name of the default hazards (``"work_email"``) or a rate per
            year as text; ``None`` = it does not.
        rights: role that may see and write it; ``None`` = everybody.
        match: what it is in matching, one of ``MATCH_ROLES``; ``None`` = it never identifies anybody, unless no field
            of the policy has a role: then kinds decide (`Policy.roles`).
        options: what else the kind is told: ``{"line": "mobile"}`` (phone), ``{"platform": "wechat"}`` (messaging_id,
            social_handle), ``{"locale": "cn"}`` (person_name), ``{"scheme": "cn_uscc"}`` (identifier),
            ``{"zone": "required"}`` (datetime).
        choices: for kinds ``choice`` and ``custom``: a list, or a mapping of each choice to its aliases; an alias that
            begins with ``~`` is a value of another list whose nearest is this choice.
        retired: those of the choices that are no longer offered (finding ``choice.retired``).
        stored: for other kinds, the only values that the CRM takes; write-back translates into them.
        max_length: longest canonical text in characters (``<name>.too_long``); nothing is ever cut.
        pattern: regular expression that the whole canonical text must match (``<name>.pattern``).
        minimum: smallest number or earliest day, or the name of a field that holds it (``<name>.out_of_range``).
        maximum: largest number or latest day, or the name of a field, or ``"as_of"``.
        unit: what may stand behind a number of kind ``custom``.
        among: a field that must hold the value, alone or in a list (``<name>.reference``).
        check: a test of your own over the canonical text (``<name>.check``); it travels by its name.
        survivorship: name of the rule that picks the surviving value in a merge; ``None`` = by default order.

    Raises:
        PolicyError: an argument is not one of the above.

    Example:
        >>> Field("email", "email", required=True, match="email").label
        'Email'
    """

    name: str
    kind: str
    label: str | None = attribute(default=None, kw_only=True)
    aliases: tuple[str, ...] = attribute(default=(), converter=as_texts, kw_only=True)
    required: bool = attribute(default=False, kw_only=True)
    criticality: float = attribute(default=1.0, converter=float, kw_only=True)
    data_class: DataClass = attribute(default="descriptive", kw_only=True)
    write: Write = attribute(default="when_wrong", kw_only=True)
    output: str | None = attribute(default=None, kw_only=True)
    hazard: str | None = attribute(default=None, kw_only=True)
    rights: str | None = attribute(default=None, kw_only=True)
    match: str | None = attribute(default=None, kw_only=True)
    options: Options = attribute(default=(), converter=_options, kw_only=True)
    choices: Choices | None = attribute(default=None, converter=_choices, kw_only=True)
    survivorship: str | None = attribute(default=None, kw_only=True)
    retired: tuple[str, ...] = attribute(default=(), converter=as_texts, kw_only=True)
    stored: tuple[str, ...] = attribute(default=(), converter=as_texts, kw_only=True)
    max_length: int | None = attribute(default=None, kw_only=True)
    pattern: str | None = attribute(default=None, kw_only=True)
    minimum: str | None = attribute(default=None, converter=_bound, kw_only=True)
    maximum: str | None = attribute(default=None, converter=_bound, kw_only=True)
    unit: str = attribute(default="", kw_only=True)
    among: str | None = attribute(default=None, kw_only=True)
    check: Callable[[str], bool] | None = attribute(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not _NAME.fullmatch(str(self.name)):
            raise PolicyError(f"field name {self.name!r} must be letters, digits and underscores")
        one_of_words(f"field {self.name!r}: kind", self.kind, KINDS)
        one_of_words(f"field {self.name!r}: data_class", self.data_class, DATA_CLASSES)
        one_of_words(f"field {self.name!r}: write", self.write, WRITES)
        if self.match is not None:
            one_of_words(f"field {self.name!r}: match", self.match, MATCH_ROLES)
        if not 0 <= self.criticality <= 10:  # noqa: PLR2004 - the scale itself
            raise PolicyError(f"field {self.name!r}: criticality must lie between 0 and 10")
        for key, _ in self.options:
            one_of_words(f"field {self.name!r}: option", key, OPTIONS.intersection(KINDS[self.kind].context))
        if (self.kind == "choice" and self.choices is None) or (self.choices is not None and self.kind not in LISTED):
            raise PolicyError(f"field {self.name!r}: choices belong to kind 'choice', and it needs them")
        if self.pattern is not None:
            compiled(self.pattern)
        for value in self.retired:
            one_of_words(f"field {self.name!r}: retired", value, dict(self.choices or ()))
        if self.max_length is not None and (isinstance(self.max_length, bool) or self.max_length < 1):
            raise PolicyError(f"field {self.name!r}: max_length must be a whole number of characters, 1 or more")
        if self.label is None:
            object.__setattr__(self, "label", self.name.replace("_", " ").capitalize())

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What its values must keep to, as rules.

        Raises:
            PolicyError: the pattern is no regular expression.
        """
        found = [(t, str(v)) for t in _LIMITS if (v := getattr(self, t)) is not None]
        found += [("check", self.check.__name__)] if self.check is not None else []
        found += [("retired", "\n".join(self.retired))] if self.retired else []
        return tuple(
            Limit(field=self.name, test=t, bound=v, unit=self.unit, call=self.check,
                  severity="warning" if t == "retired" else "error")
            for t, v in found
        )  # fmt: skip

    @property
    def steps(self) -> tuple[str, ...]:
        """Choices from the first step to the last; what means "other" is none."""
        return tuple(c for c, words in self.choices or () if "other" not in {w.casefold() for w in (c, *words)})

    def to_dict(self) -> dict[str, Any]:
        """The field as plain data; what is at its default is left out."""
        return as_plain(self, {
            "options": dict, "check": lambda check: check.__name__,
            "choices": lambda choices: {choice: list(aliases) for choice, aliases in choices},
        })  # fmt: skip

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], checks: Iterable[Callable[[str], bool]] = ()) -> Field:
        """The field that `to_dict` described.

        Args:
            data: the field as plain data.
            checks: your own tests, found by their names.

        Raises:
            PolicyError: the data names something a field does not have, or a test that is not among the checks.
        """
        check_entries("field", cls, data)
        wanted, named = data.get("check") or "", {c.__name__: c for c in checks}
        if wanted and wanted not in named:
            raise PolicyError(f"field {data['name']!r} needs the test {wanted!r}: give from_dict(..., checks=[...])")
        return cls(**{**data, "check": named.get(wanted)})
