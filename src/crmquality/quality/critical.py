"""The few fields that matter most: where mistakes are frequent and heavy, for the attention of whoever enters data.

Ranking everything is ranking nothing, so the list is short. A field's rank is its error rate times its weight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

from crmquality.policy import Policy
from crmquality.quality.masking import mask
from crmquality.types import Finding

TOP: Final = 5


@frozen
class FieldFaults:
    """How often a field is in disorder.

    Args:
        field: the policy's field.
        records: records with at least one error or warning at the field.
        codes: records by code of finding.
        examples: a raw value by code, where one is known.
    """

    field: str
    records: int
    codes: Mapping[str, int]
    examples: Mapping[str, str]


@frozen
class CriticalField:
    """A field that deserves attention.

    Args:
        field: the policy's field.
        label: its name for people.
        error_rate: share of records with an error or warning at it, 0 to 1.
        weight: its criticality.
        score: error rate times weight.
        commonest: code of its commonest finding.
        example: a masked value with that finding; ``""`` = none, as where values are missing.
    """

    field: str
    label: str
    error_rate: float
    weight: float
    score: float
    commonest: str
    example: str = ""


def rank_fields(
    faults: Iterable[FieldFaults], policy: Policy, *, rows: int, top: int = TOP,
    weights: Mapping[str, float] | None = None,
) -> tuple[CriticalField, ...]:  # fmt: skip
    """The fields that matter most, heaviest first.

    Args:
        faults: one per field in disorder; see `faults_of`.
        policy: says how much each field matters.
        rows: records looked at.
        top: how many at most, 1 or more.
        weights: by field, instead of its criticality.

    Returns:
        Fields with a score above 0; ties in the policy's order.

    Example:
        >>> from crmquality import presets
        >>> faults = [FieldFaults("email", 30, {"email.syntax": 20, "email.typo_domain": 12}, {"email.syntax": "li@x"})]
        >>> [(f.field, f.score, f.commonest, f.example) for f in rank_fields(faults, presets.contact(), rows=100)]
        [('email', 0.9, 'email.syntax', 'l•@x')]
    """
    order = {name: i for i, name in enumerate(policy.field_names)}
    ranked = []
    for each in faults:
        if each.field not in order or not each.codes or not rows:
            continue
        field = policy.field(each.field)
        weight = (weights or {}).get(each.field, field.criticality)
        rate = each.records / rows
        code = min(each.codes, key=lambda c: (-each.codes[c], c))
        example = mask(each.examples[code]) if code in each.examples else ""
        score = float(f"{rate * weight:.6g}")
        ranked.append(CriticalField(each.field, field.label or each.field, rate, weight, score, code, example))
    return tuple(sorted((f for f in ranked if f.score > 0), key=lambda f: (-f.score, order[f.field]))[:top])


def faults_of(records: Iterable[tuple[Mapping[str, object], Iterable[Finding]]]) -> tuple[FieldFaults, ...]:
    """Faults per field from records and their findings, for instance from decisions of a guard.

    Args:
        records: the record as it came, under the policy's field names, and its findings.

    Returns:
        One per field with an error or warning, sorted by name.
    """
    hit: Counter[str] = Counter()
    codes: dict[str, Counter[str]] = {}
    examples: dict[str, dict[str, str]] = {}
    for record, findings in records:
        pairs = sorted({(f.field, f.code) for f in findings if f.severity != "info" and f.field})
        hit.update({field for field, _ in pairs})
        for field, code in pairs:
            codes.setdefault(field, Counter())[code] += 1
            if record.get(field) not in (None, ""):
                examples.setdefault(field, {}).setdefault(code, str(record[field]))
    return tuple(FieldFaults(field, hit[field], codes[field], examples.get(field, {})) for field in sorted(hit))
