"""The values that every floor speaks: findings, readings, names, and the protocols callers supply.

A cell of a record is ``str | None`` once it has been read: ``None`` means that nothing was
there. Nothing below knows about tables; `crmquality.columns` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, NewType, Protocol

from attrs import evolve, frozen

from crmquality._data import load
from crmquality._pinyin import simplify
from crmquality._text import fold
from crmquality.errors import FindingsError, PolicyError

Severity = Literal["error", "warning", "info"]
BadDataClass = Literal["missing", "inaccurate", "wrong_field", "non_compliant", "duplicate"]
Verdict = Literal["accept", "review", "reject"]
Cell = str | None

NormalizedText = NewType("NormalizedText", str)
NormalizedEmail = NewType("NormalizedEmail", str)
NormalizedPhone = NewType("NormalizedPhone", str)
NormalizedURL = NewType("NormalizedURL", str)
NormalizedDate = NewType("NormalizedDate", str)
NormalizedCountry = NewType("NormalizedCountry", str)
NormalizedPostalCode = NewType("NormalizedPostalCode", str)
NormalizedChoice = NewType("NormalizedChoice", str)


@frozen(cache_hash=True)
class Finding:
    """One thing that is wrong, doubtful or worth knowing about a value or a record.

    Args:
        code: stable name of the rule, ``field kind.reason``, for example ``"email.typo_domain"``.
        severity: ``"error"`` (cannot be used as it is), ``"warning"`` (doubtful), ``"info"``.
        field: the policy's field; the kind's name where no policy is involved; ``""`` for a whole record.
        message: one plain sentence naming the rule and the way out; never a value of the record.
        span: offsets of the offending part in the raw text, ``[start, end)``; ``None`` = the whole value.
        suggestion: a value that validates without a format finding, or ``None``.
        bad_data_class: ``missing``, ``inaccurate``, ``wrong_field``, ``non_compliant`` or ``duplicate``.
        alternatives: the canonical values that an ambiguous text can mean; none of them is preferred.
    """

    code: str
    severity: Severity
    field: str
    message: str
    span: tuple[int, int] | None = None
    suggestion: str | None = None
    bad_data_class: BadDataClass = "non_compliant"
    alternatives: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain data for JSON."""
        return {
            "code": self.code, "severity": self.severity, "field": self.field, "message": self.message,
            "span": list(self.span) if self.span else None, "suggestion": self.suggestion,
            "bad_data_class": self.bad_data_class, "alternatives": list(self.alternatives),
        }  # fmt: skip

    def at(self, field: str) -> Finding:
        """The same finding, reported for another field."""
        return evolve(self, field=field)

    def __repr__(self) -> str:
        # a suggestion is derived from the record's value: it stays out of logs
        return f"Finding({self.code!r}, {self.severity!r}, field={self.field!r})"


Validator = Callable[[str], tuple[Finding, ...]]
#: what columns keep of a reading: canonical text, findings, and whether nothing usable was there
Brief = tuple[str | None, tuple[Finding, ...], bool]


@frozen
class Examined:
    """What one reading of a cell gives: the canonical written form and all findings in one pass.

    Args:
        text: the canonical written form; ``None`` when there is none (missing, placeholder, invalid).
        findings: everything found, in a stable order.
        value: the parts, where the kind has parts (`PersonName`, `OrganizationName`, ...), else ``None``.
        missing: nothing usable was there: empty or a placeholder ("empty in disguise").
    """

    text: str | None
    findings: tuple[Finding, ...] = ()
    value: object = None
    missing: bool = False

    @property
    def valid(self) -> bool:
        """A canonical form exists and nothing found is an error."""
        return self.text is not None and not (self.findings and any(f.severity == "error" for f in self.findings))

    def __repr__(self) -> str:
        return f"Examined(valid={self.valid}, findings=[{', '.join(f.code for f in self.findings)}])"


@frozen
class PersonName:
    """Parts of a person's name in their own script, as they are written; an absent part is the empty string.

    Args:
        given: given name or names.
        family: family name; compound surnames are one part.
        middle: middle names.
        title: title or honorific before or after the name (Dr., 先生, 经理).
        suffix: Jr., III, PhD.
        display: the name as it should be written, in its own script and order.
        match_key: caseless, markless key for comparison; ``""`` = no evidence.
        nickname: a short form in quotes or brackets.
        other: the same person's name in another script, as in 王大伟 (David Wang).
        maiden: the family name before marriage (née Jones).
    """

    given: str = ""
    family: str = ""
    middle: str = ""
    title: str = ""
    suffix: str = ""
    display: str = ""
    match_key: str = ""
    nickname: str = ""
    other: str = ""
    maiden: str = ""

    def __repr__(self) -> str:
        return "PersonName(...)"


@frozen
class OrganizationName:
    """Parts of an organization's name; an absent part is the empty string.

    Args:
        core: the name without legal form, area tag and branch.
        legal_form: the legal form as written in canonical spelling.
        area: area or group tag in brackets (中国, 集团).
        branch: branch suffix (深圳分公司): another party, never noise.
        display: the name as it should be written.
        match_key: key for comparison, without legal form, width and case; ``""`` = no evidence.
    """

    core: str = ""
    legal_form: str = ""
    area: str = ""
    branch: str = ""
    display: str = ""
    match_key: str = ""

    def __repr__(self) -> str:
        return "OrganizationName(...)"


@frozen
class PostalAddress:
    """Parts of a postal address; an absent part is the empty string.

    Args:
        country: ISO 3166-1 alpha-2 code.
        region: province or state.
        city: city; ``市辖区`` in Chinese municipalities.
        district: district or county.
        street: what is left: street, number, building.
        postal_code: in the country's written form.
        code: GB/T 2260 code of the smallest Chinese division that is certain.
        display: the address as it should be written.
    """

    country: str = ""
    region: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    postal_code: str = ""
    code: str = ""
    display: str = ""

    @cached_property
    def match_key(self) -> str:
        """Caseless, markless key for comparison, made when it is asked for; ``""`` = no evidence."""
        wider = f"{self.region} {self.city} {self.district}" if self.code else f"{self.postal_code} {self.city}"
        words = re.findall(r"[^\W_]+", fold(simplify(f"{wider} {self.street}")))
        return "".join([load("address_words")["long"].get(w, w) for w in words])

    def __repr__(self) -> str:
        return "PostalAddress(...)"


@frozen
class Amount:
    """An amount of money.

    Args:
        number: the exact number.
        currency: ISO 4217 code; ``""`` = none is written.
    """

    number: Decimal
    currency: str = ""


@frozen
class JobTitle:
    """What a job title says; an absent part is the empty string.

    Args:
        level: ``owner``, ``c_level``, ``vp``, ``director``, ``head``, ``manager``, ``lead``, ``senior``, ``staff``,
            ``assistant`` or ``intern``.
        function: ``sales``, ``marketing``, ``finance``, ``hr``, ``it``, ``engineering``, ``operations`` ...
        display: the title as it should be written.
    """

    level: str = ""
    function: str = ""
    display: str = ""

    def __repr__(self) -> str:
        return "JobTitle(...)"


@frozen
class Handle:
    """A name on a messenger or social network.

    Args:
        platform: ``wechat``, ``qq``, ``whatsapp``, ``linkedin`` ...; ``""`` = not known.
        name: the name there, without @ and address.
    """

    platform: str
    name: str

    def __repr__(self) -> str:
        return f"Handle({self.platform!r}, ...)"


CheckOutcome = Literal["valid", "invalid", "accepts_all", "unknown"]


@frozen
class Verified:
    """What somebody outside says of a value.

    Args:
        outcome: ``valid`` and ``invalid`` as the words say; ``accepts_all`` = the domain takes mail for any name, which
            proves little; ``unknown`` = no answer, which is no evidence.
        reason: a stable word such as ``no_such_domain``; never the value.
    """

    outcome: CheckOutcome
    reason: str = ""


class Verifier(Protocol):
    """Something outside that can say whether a value works; built by the caller.

    It is asked through `crmquality.decay.CheckResults`, never by ``check``, ``clean`` or ``assess``;
    `crmquality.testing.verifiers.check_contract` tests an adapter.
    """

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of values it can judge, such as ``email``."""

    def verify(self, kind: str, value: str, /) -> Verified:
        """Judge one value; trouble on the way is ``unknown``, another kind a `PolicyError`."""


class AsyncVerifier(Protocol):
    """A `Verifier` that is awaited."""

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of values it can judge."""

    async def verify(self, kind: str, value: str, /) -> Verified:
        """Judge one value, as `Verifier.verify` does."""


class Store(Protocol):
    """Where journals and decisions live: a mapping of text keys to bytes."""

    def get(self, key: str) -> bytes | None:
        """The bytes under a key, or ``None``."""

    def put(self, key: str, value: bytes) -> None:
        """Write bytes under a key, replacing what was there."""


def raise_for_findings(findings: tuple[Finding, ...], *, severity: Severity = "error") -> None:
    """Turn findings into an exception, for callers who want one.

    Args:
        findings: what was found.
        severity: the least severity that raises.

    Raises:
        FindingsError: at least one finding is that severe.
    """
    order = ("info", "warning", "error")
    bad = tuple(f for f in findings if order.index(f.severity) >= order.index(severity))
    if bad:
        raise FindingsError(bad)


def as_day(value: date | str) -> date:
    """The day a parameter names.

    Raises:
        PolicyError: it is neither a date nor ``YYYY-MM-DD``.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PolicyError(f"as_of takes a date or 'YYYY-MM-DD', not {value!r}") from None


Record = Mapping[str, Any]
