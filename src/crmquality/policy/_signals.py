"""Signs of made-up entries, and the verdict over a record.

Each sign is a natural logarithm of how much likelier it is in a made-up entry than in a real one; a record's
score is their sum, its probability follows from the share of made-up entries. Weights are measured on labelled entries
(``tools/tables_fake_signs.py``) and kept below what a review asks for, because real people type in a hurry and have
unusual names. Signs that need more than one record are `crmquality.cleaning`'s. Measured by ``bench/fake_entries.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import exp, fsum, log
from typing import Final

from attrs import frozen

from crmquality._data import load
from crmquality._text import fold, is_plain
from crmquality.normalizers._gibberish import LONG_NAME, SURE, gibberish
from crmquality.policy import _patterns as patterns
from crmquality.policy._field import Field
from crmquality.policy._policy import Policy
from crmquality.types import Examined, Finding, Verdict

PERSON: Final = frozenset({"person_name", "given_name", "family_name"})
_SHORT_TEXTS: Final = PERSON | {"organization_name", "city", "job_title", "street"}
SIGNAL_KINDS: Final = _SHORT_TEXTS | {"email", "phone", "postal_code", "date", "text"}
#: kinds whose cells are compared with each other; a town may bear the name of a company, so three must agree
COMPARED: Final = _SHORT_TEXTS - {"street"}
SAME: Final = 3
#: what mashed keys are worth by kind: given and family name are of one language, and firms have odder names than people
_GIBBERISH_SHARE: Final = {
    "person_name": 0.95, "given_name": 0.5, "family_name": 0.5, "organization_name": 0.4, "city": 0.4, "email": 0.4,
}  # fmt: skip
#: share of made-up entries among form entries, before anything is seen
FAKE_SHARE: Final = 0.05
#: a made-up entry is as likely as a real one from this score on
DOUBTFUL: Final = log((1 - FAKE_SHARE) / FAKE_SHARE)
_NOTHING_USABLE: Final = frozenset({"record.no_name", "record.no_channel"})
_ECHO: Final = 3


@frozen
class Signal:
    """One sign that an entry is made up.

    Args:
        field: where it was seen; ``""`` = in the record as a whole.
        reason: ``test_value``, ``keyboard_walk``, ``repeated_character``, ``test_mailbox``, ``disposable``, ...
        weight: natural logarithm of the likelihood ratio, positive.
    """

    field: str
    reason: str
    weight: float


@frozen
class Signals:
    """All signs in a record.

    Args:
        score: sum of the weights; 0 = nothing suspicious.
        signals: the signs, in the policy's order.
    """

    score: float
    signals: tuple[Signal, ...]

    @property
    def probability(self) -> float:
        """Probability that the entry is made up: the score as evidence, before it `FAKE_SHARE`; 0 to 1."""
        return probability(self.score)

    @classmethod
    def of(cls, found: Iterable[Signal]) -> Signals:
        """The signs and their sum."""
        signs = tuple(found)
        return cls(round(fsum(s.weight for s in signs), 6), signs)


def probability(score: float) -> float:
    """Probability that an entry of this score is made up, 0 to 1."""
    return round(1 / (1 + exp(-min(score, 30.0)) * (1 - FAKE_SHARE) / FAKE_SHARE), 6)


@cache
def weights() -> Mapping[str, float]:
    """What each reason is worth."""
    found: Mapping[str, float] = load("fake_signs")
    return found


@lru_cache(maxsize=65536)
def _told(findings: tuple[Finding, ...]) -> frozenset[str]:
    """Reasons that the checks of a cell gave already."""
    found = {f.code.rpartition(".")[2] for f in findings} & weights().keys()
    if any(f.code.endswith("typo_domain") for f in findings):
        # many a throw-away domain is a large provider's name misspelt
        found.discard("disposable")
    return frozenset(found)


def _of_name(kind: str, raw: str, told: frozenset[str], *, missing: bool) -> tuple[str | None, float]:
    if "test_value" in told or "placeholder" in told:
        return None, 0.0
    reason = patterns.name_reason(raw)
    if reason == "test_value" and "suspect" in told:  # Foo and Guest are names, too
        reason = None
    if reason or missing or kind == "job_title":
        return reason, 0.0
    if kind in PERSON:
        return None, gibberish(raw) * _GIBBERISH_SHARE[kind]
    # firms and towns are abbreviated at will, and the model has not learnt them
    mashed = 0.0 if raw.isupper() else gibberish(raw, LONG_NAME)
    return None, mashed * _GIBBERISH_SHARE[kind] if mashed > SURE else 0.0


def _of_email(text: str, raw: str, *, slip: bool) -> tuple[list[str], float]:
    local, _, domain = text.rpartition("@")
    small = local.lower()
    reason = patterns.mailbox_reason(small, raw.partition("@")[0])
    found = [r for r in (reason, None if slip else patterns.domain_reason(domain)) if r]
    return found, 0.0 if reason else patterns.mailbox_gibberish(small) * _GIBBERISH_SHARE["email"]


def _reasons(
    kind: str, text: str | None, findings: tuple[Finding, ...], raw: str, *, missing: bool
) -> tuple[set[str], float]:
    """Reasons in a cell, and the evidence of mashed keys."""
    told = _told(findings) if findings and kind != "text" else frozenset()
    found, mashed = set(told), 0.0
    reason: str | None = None
    if kind == "email":
        if text and "test_mailbox" not in told:
            more, mashed = _of_email(text, raw, slip=any(f.code == "email.typo_domain" for f in findings))
            found.update(more)
    elif kind == "phone":
        if not told & {"test_number", "sequence", "repeated_digit"}:
            reason = patterns.number_reason(raw)
    elif kind == "street":
        if patterns.is_made_up_street(raw):
            reason = "made_up_street"
    elif kind in _SHORT_TEXTS:
        reason, mashed = _of_name(kind, raw, told, missing=missing)
    if reason:
        found.add(reason)
        found.discard("suspect" if reason != "suspect" else "")
    if (kind in _SHORT_TEXTS or kind == "text") and (said := patterns.text_reason(raw, short=kind != "text")):
        found.add(said)
    if "injection" in found or "spam" in found:
        found.discard("html_or_url")
    return found, mashed


def cell_signals(field: Field, examined: Examined, raw: str | None) -> tuple[Signal, ...]:
    """Signs of a made-up entry in one cell, read and raw; they depend on nothing but the cell."""
    if raw is None or field.kind not in SIGNAL_KINDS:
        return ()
    return _signs(field.name, field.kind, examined.text, examined.findings, raw, missing=examined.missing)


def _signs(
    name: str, kind: str, text: str | None, findings: tuple[Finding, ...], raw: str, *, missing: bool
) -> tuple[Signal, ...]:
    found, mashed = _reasons(kind, text, findings, raw, missing=missing)
    if not found and not mashed:
        return ()
    signs = [Signal(name, reason, weights()[reason]) for reason in sorted(found)]
    return (*signs, Signal(name, "gibberish", round(mashed, 6))) if mashed else tuple(signs)


#: records that come one by one share names, towns, titles and firms
_signs_met = lru_cache(maxsize=16_384)(_signs)


def cell_signal(field: Field, examined: Examined, raw: str | None) -> float:
    """What one cell adds to the score of its record; a table computes it once per distinct value."""
    return fsum(s.weight for s in cell_signals(field, examined, raw))


def record_signals(policy: Policy, found: Sequence[Signal], raw: Mapping[str, str | None]) -> tuple[Signal, ...]:
    """Signs of a whole record beside those of its cells (found; raw by field).

    An address that repeats a name says no more than it; equal cells say more.
    """
    texts = {f.name: compared(t) for f in policy.fields if f.kind in COMPARED and (t := raw.get(f.name))}
    kept = [s for s in found if s.reason != "gibberish" or not _echoes(policy, s.field, texts, raw)]
    told = [t for t in texts.values() if t]
    if len(told) - len({*told}) >= SAME - 1 and any(told.count(t) >= SAME for t in told):
        kept.append(Signal("", "same_everywhere", weights()["same_everywhere"]))
    else:
        kept += (Signal("", r, weights()[r]) for r in _of_parts(policy, texts))
    return tuple(kept)


def compared(text: str) -> str:
    """A cell as it is compared with its neighbours; a single letter is no text."""
    folded = text.casefold() if is_plain(text) else fold(text)
    return folded if len(folded) > 1 or not folded.isascii() else ""


def _of_parts(policy: Policy, texts: Mapping[str, str]) -> Iterator[str]:
    """What given and family name say together."""
    for given in (texts[f.name] for f in policy.fields if f.kind == "given_name" and f.name in texts):
        for family in (texts[f.name] for f in policy.fields if f.kind == "family_name" and f.name in texts):
            if given == family and given:
                yield "same_name"
            elif given and family:
                reason = patterns.listed_reason(f"{given} {family}") or patterns.listed_reason(family + given)
                if reason:
                    yield reason


def _echoes(policy: Policy, field: str, texts: Mapping[str, str], raw: Mapping[str, str | None]) -> bool:
    """Whether a mailbox is named after the person or the company of the record."""
    if policy.field(field).kind != "email":
        return False
    local = (raw.get(field) or "").strip().partition("@")[0].lower()
    words = [w for t in texts.values() for w in t.split() if len(w) >= _ECHO]
    return any(w[: _ECHO + 1] in local for w in words)


def entry_signals(policy: Policy, cells: Mapping[str, Examined], raw: Mapping[str, str | None]) -> Signals:
    """Signs of a made-up entry in a record.

    Args:
        policy: the policy that read it.
        cells: readings by field.
        raw: cells by field.
    """
    found: list[Signal] = []
    for f in policy.fields:
        if f.kind in SIGNAL_KINDS and (t := raw.get(f.name)) is not None and (item := cells.get(f.name)) is not None:
            found += _signs_met(f.name, f.kind, item.text, item.findings, t, missing=item.missing)
    return Signals.of(record_signals(policy, found, raw))


REVIEW, REJECT = 1, 2


def score_band(policy: Policy, score: float) -> int:
    """What a score asks for: 0, `REVIEW`, or `REJECT` where the policy says what a false reject costs."""
    odds = probability(score)
    if score > 0 and odds > policy.reject_at:
        return REJECT
    return REVIEW if odds >= policy.review_at else 0


def verdict_of(
    policy: Policy, findings: Iterable[Finding], score: float = 0.0, *, duplicate: bool = False, bot: bool = False
) -> Verdict:
    """The verdict over a record; the door, an import and a table ask this one function.

    Args:
        policy: the policy in force.
        findings: all findings of the record.
        score: sum of the signs of a made-up entry.
        duplicate: a candidate duplicate was found.
        bot: a machine has given itself away (a field that people cannot see was filled in).

    Returns:
        ``reject`` for a bot, for a finding the caller made blocking, for a score that is worth a false reject
        where the policy says what one costs and, unless the policy is lenient, for a record with neither name nor
        channel; ``review`` for an error on a field that matters, for a doubtful score and for a duplicate; else
        ``accept``.
    """
    found = tuple(findings)
    codes = {f.code for f in found}
    band = score_band(policy, score)
    if bot or not codes.isdisjoint(policy.blocking) or band == REJECT:
        return "reject"
    if policy.strictness == "standard" and codes >= _NOTHING_USABLE:
        return "reject"
    if duplicate or band or any(f.severity == "error" and _matters(policy, f) for f in found):
        return "review"
    return "accept"


def reasons_of(policy: Policy, findings: Iterable[Finding], signals: Signals) -> tuple[str, ...]:
    """What speaks against accepting a record: codes of findings, and signs of made-up entries as ``fake.<reason>``."""
    always = {*policy.blocking, *_NOTHING_USABLE, "record.duplicate", "record.honeypot"}
    codes = [f.code for f in findings if f.code in always or (f.severity == "error" and _matters(policy, f))]
    signs = [f"fake.{s.reason}" for s in signals.signals] if score_band(policy, signals.score) else []
    return tuple(dict.fromkeys([*codes, *signs]))


def _matters(policy: Policy, finding: Finding) -> bool:
    return finding.field not in policy.field_names or policy.field(finding.field).criticality >= 1
