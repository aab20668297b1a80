"""Signs of made-up entries, and the verdict over a record.

Each sign is a natural logarithm of how much likelier it is in a made-up entry than in a real one; a record's
score is their sum, its probability follows from the share of made-up entries. Weights are kept small, because real
people type in a hurry and have unusual names: no sum of them rejects anybody, and no name alone asks for a review.
Signs that need more than one record (bursts, shared numbers) are left to tables. Measured by ``bench/fake_entries.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import exp, fsum
from types import MappingProxyType
from typing import Final

from attrs import frozen

from crmquality._text import fold
from crmquality.normalizers._reading import placeholder_code
from crmquality.policy._field import Field
from crmquality.policy._gibberish import gibberish
from crmquality.policy._policy import Policy
from crmquality.types import Examined, Finding, Verdict

_NAMES: Final = frozenset({"person_name", "given_name", "family_name", "organization_name"})
SIGNAL_KINDS: Final = _NAMES | {"email", "phone", "street", "city", "job_title"}
#: by reason of a finding
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType({
    "test_value": 2.5, "placeholder": 0.7, "disposable": 3.2, "special_use": 2.0, "test_number": 3.2,
    "repeated_digit": 2.0, "sequence": 2.6, "html_or_url": 3.5,
})  # fmt: skip
_WALK, _REPEATED, _TEST_MAILBOX = 2.5, 2.0, 2.0
_PIECES: Final = re.compile(r"([a-z0-9]{2,4})\1+", re.ASCII)
_PIECES_WEIGHT: Final = 2.0
#: given and family name are of one language: what is unusual in both counts little more than once
_GIBBERISH_SHARE: Final[Mapping[str, float]] = MappingProxyType({
    "person_name": 0.95, "given_name": 0.53, "family_name": 0.53,
})  # fmt: skip
_LINES: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgb", "1234567890")
_RUNS: Final = (*_LINES, *(line[::-1] for line in _LINES))
_SHORT_RUN, _LONG_RUN = 4, 5
_STARTS: Final = frozenset(line[i : i + _SHORT_RUN] for line in _RUNS for i in range(len(line) - _SHORT_RUN + 1))
_MOSTLY: Final = 0.8
#: share of made-up entries among form entries, before anything is seen
FAKE_SHARE: Final = 0.05
#: a record with this score is looked at by a person
DOUBTFUL: Final = 3.0
_NOTHING_USABLE: Final = frozenset({"record.no_name", "record.no_channel"})


@frozen
class Signal:
    """One sign that an entry is made up.

    Args:
        field: where it was seen.
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
        return round(1 / (1 + exp(-min(self.score, 30.0)) * (1 - FAKE_SHARE) / FAKE_SHARE), 6)


@lru_cache(maxsize=65536)
def is_keyboard_walk(text: str) -> bool:
    """Whether a text is mostly a run of neighbouring keys.

    Example:
        >>> is_keyboard_walk("asdfgh"), is_keyboard_walk("property"), is_keyboard_walk("Trewin")
        (True, False, False)
    """
    folded = fold(text[:64])
    bare = folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())
    if len(bare) < _SHORT_RUN or not bare.isascii() or bare.isdigit():
        return False
    if not any(bare[i : i + _SHORT_RUN] in _STARTS for i in range(len(bare) // 5 + 1)):
        # a fifth at most may lie outside, so that the first run begins in the first fifth
        return False
    covered = at = 0
    while at <= len(bare) - _SHORT_RUN:
        size = _run(bare, at)
        covered += size
        at += size or 1
    return covered >= _MOSTLY * len(bare)


def _run(text: str, start: int) -> int:
    end = start + _SHORT_RUN
    if text[start:end] not in _STARTS:
        return 0
    while end < len(text) and any(text[start : end + 1] in line for line in _RUNS):
        end += 1
    return end - start


def _is_repeated(text: str) -> bool:
    bare = [c for c in text[:64].casefold() if c.isalpha()]
    return len(bare) >= _LONG_RUN and len(set(bare)) <= 2  # noqa: PLR2004


def cell_signals(field: Field, examined: Examined, raw: str | None) -> tuple[Signal, ...]:
    """Signs of a made-up entry in one cell; they depend on nothing but the cell.

    Args:
        field: the policy's field.
        examined: the reading of the cell.
        raw: the cell.
    """
    if raw is None or field.kind not in SIGNAL_KINDS:
        return ()
    reasons = {f.code.rpartition(".")[2] for f in examined.findings}
    found = {r: WEIGHTS[r] for r in WEIGHTS if r in reasons}
    if "typo_domain" in reasons:  # many a throw-away domain is a large provider's name misspelt
        found.pop("disposable", None)
    if field.kind in _NAMES and "test_value" not in found:
        if is_keyboard_walk(raw):
            found["keyboard_walk"] = _WALK
        elif _is_repeated(raw):
            found["repeated_character"] = _REPEATED
        elif _PIECES.fullmatch(raw.lower()):
            found["repeated_piece"] = _PIECES_WEIGHT
        elif field.kind in _GIBBERISH_SHARE and not examined.missing and (unlike := gibberish(raw)):
            found["gibberish"] = round(unlike * _GIBBERISH_SHARE[field.kind], 6)
    elif field.kind == "email" and not found and (local := (examined.text or "").partition("@")[0]):
        if is_keyboard_walk(local):
            found["keyboard_walk"] = _WALK
        elif placeholder_code(local):
            found["test_mailbox"] = _TEST_MAILBOX
        elif _PIECES.fullmatch(local) and not local.isdigit():
            found["repeated_piece"] = _PIECES_WEIGHT
    return tuple(Signal(field.name, reason, weight) for reason, weight in found.items())


def cell_signal(field: Field, examined: Examined, raw: str | None) -> float:
    """What one cell adds to the score of its record; a table computes it once per distinct value."""
    return fsum(s.weight for s in cell_signals(field, examined, raw))


def entry_signals(policy: Policy, cells: Mapping[str, Examined], raw: Mapping[str, str | None]) -> Signals:
    """Signs of a made-up entry in a record.

    Args:
        policy: the policy that read it.
        cells: readings by field.
        raw: cells by field.
    """
    found = tuple(s for f in policy.fields if f.name in cells for s in cell_signals(f, cells[f.name], raw.get(f.name)))
    return Signals(round(fsum(s.weight for s in found), 6), found)


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
        ``reject`` for a bot, for a finding the caller made blocking and, unless the policy is lenient, for a
        record with neither name nor channel; ``review`` for an error on a field that matters, for a doubtful
        score and for a duplicate; else ``accept``.
    """
    found = tuple(findings)
    codes = {f.code for f in found}
    if bot or not codes.isdisjoint(policy.blocking):
        return "reject"
    if policy.strictness == "standard" and codes >= _NOTHING_USABLE:
        return "reject"
    if duplicate or score >= DOUBTFUL or any(f.severity == "error" and _matters(policy, f) for f in found):
        return "review"
    return "accept"


def _matters(policy: Policy, finding: Finding) -> bool:
    return finding.field not in policy.field_names or policy.field(finding.field).criticality >= 1
