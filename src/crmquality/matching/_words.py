"""What speaks for and against a match, and what holds a cluster together, in words, English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmquality._data import load
from crmquality.matching._blocking_keys import WIDE
from crmquality.matching._compare import DOUBTS, KEEP, STRANGERS, Scored
from crmquality.matching._model import AGAINST, LEVELS, NULL, UNIT, soft_add

#: pairs of a cluster that are listed
_SHOWN = 6
#: what is likelier is told as more than this: nothing is quite sure
_SURE = 0.9999
_TEXT = {
    "en": ("{weight} bits, {share} % likely the same.", "For: {}.", "Against: {}.", "Nothing but how rare matches are.",
           "Strongest: {}.", "Brought together by: {}.", "No key in common: never compared.",
           "Waits for a person: {}.", "more than 99.99", "less than 0.01"),
    "zh": ("{weight} 比特,相同的可能性 {share} %。", "支持:{}。", "反对:{}。", "没有任何证据。", "最有力:{}。",
           "由此规则找到:{}。", "没有共同的键:不会比较。", "需要人工确认:{}。", "超过 99.99", "不到 0.01"),
}  # fmt: skip
#: levels that need more than their name
_EN = {"nickname": "short form of one name (matching.nicknames)"}
_CLUSTER = {
    "en": ("{records} records, {pairs} of {possible} pairs speak for it: {links}.", "Faintest: {faintest}.",
           "Waits for a person: {reason}.", "Merges without a person."),
    "zh": ("{records} 条记录,{possible} 对中有 {pairs} 对支持:{links}。", "最弱的一对:{faintest}。",
           "需要人工确认:{reason}。", "可自动合并。"),
}  # fmt: skip


def explain(scored: Scored) -> dict[str, Any]:
    """A pair's weight as data: prior, evidence by comparison, and what other explanations add or take away.

    Each comparison weighs a match (of the likelier kind) against strangers. ``match_weight`` is exactly the sum of
    ``prior`` and the weights listed. ``reason`` says why it waits for a person; empty where it does not.
    """
    parts = {n: scored.parts.get(n, [0] * len(AGAINST)) for n in ("prior", *LEVELS)}
    totals = [sum(weights) for weights in zip(*parts.values(), strict=True)]
    kind = max(STRANGERS, key=lambda i: totals[i])
    rows = [
        {
            "comparison": name,
            "level": "no evidence" if level == NULL else LEVELS[name][level],
            "weight": parts[name][kind] / UNIT,
        }
        for name, level in scored.levels.items()
    ]
    both = soft_add(*(totals[i] for i in STRANGERS)) - totals[kind]
    rows.append({"comparison": "change of job or address", "level": "allowed for", "weight": both / UNIT})
    others = scored.weight - both - totals[kind]
    rows.append(
        {"comparison": "household or workplace", "level": "could explain the same agreement", "weight": others / UNIT}
    )
    return {
        "match_weight": scored.weight / UNIT,
        "match_probability": scored.probability,
        "prior": parts["prior"][kind] / UNIT,
        "reason": DOUBTS[scored.doubt] if scored.weight >= KEEP else "",
        "weights": rows,
    }


def nicknames() -> tuple[tuple[str, ...], ...]:
    """The table of short forms: groups of given names that count as forms of one, as they are compared.

    Of a name in several groups the first counts. Names in other letters stand as they sound: Саша is sasha.

    Example:
        >>> nicknames()[0][:3]
        ('william', 'bill', 'will')
    """
    return tuple(map(tuple, load("names")["nicknames"]))


def word(text: str, language: str) -> str:
    """A comparison, level, rule or other word of an explanation in a language."""
    if language != "zh":
        return _EN.get(text, text.replace("_", " "))
    known: Mapping[str, str] = load("matching")["zh"]
    return known.get(text) or "和".join(known.get(key, key) for key in WIDE.get(text, (text,)))


def cluster_in_words(told: Mapping[str, Any], language: str = "en") -> str:
    """A cluster as text: its pairs, the heaviest first, the faintest of them, and what holds it back.

    Args:
        told: records, pairs, band and reason, as `Duplicates.explain_cluster` gives them.
        language: ``"en"`` or ``"zh"``.
    """
    head, faintest, *_ = _CLUSTER[language]
    if (size := len(told["records"])) == 1:
        return held_in_words(told, language)
    links = [
        f"{p['left_id']} – {p['right_id']} ({p['match_weight']:+.1f}, {word(p['rule'], language)})"
        for p in told["pairs"]
    ]
    shown = links[:_SHOWN] + ["…"] * (len(links) > _SHOWN)
    out = [head.format(records=size, pairs=len(links), possible=size * (size - 1) // 2, links=", ".join(shown))]
    if len(links) > 1:
        out.append(faintest.format(faintest=links[-1]))
    out.append(held_in_words(told, language))
    return (" " if language == "en" else "").join(out)


def held_in_words(told: Mapping[str, Any], language: str = "en") -> str:
    """What holds a cluster back, or that nothing does."""
    *_, held, free = _CLUSTER[language]
    if len(told["records"]) == 1:
        return "A record of its own." if language == "en" else "独立的记录。"
    reasons = "; ".join(word(r, language) for r in _why(told).split("; "))
    return free if told["band"] == "auto" else held.format(reason=reasons)


def _why(told: Mapping[str, Any]) -> str:
    doubts = sorted({p["reason"] for p in told["pairs"] if p.get("reason")})
    return str(told["reason"] or "; ".join(doubts) or "doubtful pairs")


def in_words(told: Mapping[str, Any], rules: Sequence[str] = (), language: str = "en") -> str:
    """An explanation as text.

    Args:
        told: what `explain` gives.
        rules: the blocking rules under which the two records meet.
        language: ``"en"`` or ``"zh"``.
    """
    head, speaks, against, nothing, strongest, by, never, waits, most, least = _TEXT[language]
    comma = "、" if language == "zh" else ", "
    rows = sorted((w for w in told["weights"] if w["weight"]), key=lambda w: -abs(w["weight"]))

    def name(row: Mapping[str, Any]) -> str:
        return word(row["comparison"], language)

    def listed(some: Sequence[Mapping[str, Any]]) -> str:
        return comma.join(f"{name(r)} {word(r['level'], language)} ({r['weight']:+.1f})" for r in some)

    p = told["match_probability"]
    share = most if p > _SURE else least if p < 1 - _SURE else f"{100 * p:.4g}"
    out = [head.format(weight=f"{told['match_weight']:.1f}", share=share)]
    for words, sign in ((speaks, 1), (against, -1)):
        if some := [r for r in rows if r["weight"] * sign > 0]:
            out.append(words.format(listed(some)))
    fields = [r for r in rows if r["comparison"] not in ("change of job or address", "household or workplace")]
    out.append(
        strongest.format((" 和 " if language == "zh" else " and ").join(map(name, fields[:2]))) if fields else nothing
    )
    out.append(by.format(comma.join(word(r, language) for r in rules)) if rules else never)
    if told.get("reason"):
        out.append(waits.format(word(told["reason"], language)))
    return " ".join(out) if language == "en" else "".join(out)
