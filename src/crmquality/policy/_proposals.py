"""What the reading of a cell proposes: its canonical form, a correction, or to empty a placeholder.

The door and the table propose by the same function.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from crmquality._data import load
from crmquality.policy._field import Field
from crmquality.types import Examined

#: findings, by reason or code, after which the written form says less than the cell did
LOSSY: Final = frozenset(load("policy")["lossy"])
#: findings of a cell that must be read again from its source; any other writing would hide what is left of it
UNREADABLE: Final = frozenset({"mojibake", "replacement_char"})
NEAREST_CONFIDENCE, LOSSY_CONFIDENCE = 0.5, 0.85
#: findings whose suggestion is a correction worth proposing, by reason or code, with the confidence of the rule; only
#: slips of a list that the policy holds whole are sure enough to be applied unasked
CORRECTIONS: Final[Mapping[str, float]] = load("policy")["corrections"]
PLACEHOLDER_CONFIDENCE: Final = 0.9


def written(field: Field) -> bool:
    """Whether proposals for a field are made at all.

    A field that is never written back still gets one written form in our own tables, except free text and ids.
    """
    return field.write != "never" or field.kind not in {"text", "identifier"}


@frozen
class Proposal:
    """A proposed content of one cell.

    Args:
        after: the proposed text; ``None`` = empty.
        rule: code of the finding that proposes it, or ``normalise``.
        confidence: 0 to 1.
        safe: the canonical form of a valid value, exactly reversible.
        cosmetic: same meaning, other writing.
    """

    after: str | None
    rule: str
    confidence: float
    safe: bool
    cosmetic: bool

    def __repr__(self) -> str:
        return f"Proposal(rule={self.rule!r}, safe={self.safe})"


def cell_proposals(raw: str, item: Examined) -> tuple[Proposal, ...]:
    """What the reading of a cell proposes.

    Args:
        raw: the cell as it stands.
        item: its reading.

    Returns:
        No proposal where the cell is fine or nothing better is known.
    """
    if item.text == raw and not item.findings:
        return ()
    out = []
    if item.missing and raw.strip():
        out.append(Proposal(None, _rule(item, "placeholder"), PLACEHOLDER_CONFIDENCE, safe=False, cosmetic=False))
    if not item.missing and item.valid and item.text != raw:
        reasons = {f.code.rpartition(".")[2] for f in item.findings}
        if not UNREADABLE.isdisjoint(reasons):
            return tuple(out)
        lossless = LOSSY.isdisjoint(reasons) and LOSSY.isdisjoint(f.code for f in item.findings)
        sure = NEAREST_CONFIDENCE if "nearest" in reasons else 1.0 if lossless else LOSSY_CONFIDENCE
        cosmetic = lossless and all(f.severity == "info" for f in item.findings)
        out.append(Proposal(item.text, _rule(item, "normalise"), sure, safe=lossless, cosmetic=cosmetic))
    for finding in item.findings:
        confidence = CORRECTIONS.get(finding.code) or CORRECTIONS.get(finding.code.rpartition(".")[2])
        if confidence and finding.suggestion is not None and finding.suggestion not in (raw, item.text):
            out.append(Proposal(finding.suggestion, finding.code, confidence, safe=False, cosmetic=False))
    return tuple(out)


def _rule(item: Examined, otherwise: str) -> str:
    return min((f.code for f in item.findings if f.severity != "error"), default=otherwise)
