"""What speaks for and against a match, and what holds a cluster together, in words, English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmquality.matching._blocking_keys import WIDE

#: pairs of a cluster that are listed
_SHOWN = 6
_NAMES = {
    "given": "名", "family": "姓", "email": "邮箱", "phone": "电话", "company": "公司", "street": "街道",
    "postal_code": "邮编", "city": "城市", "birth_date": "出生日期", "identifier": "证件号", "job_title": "职务",
    "country": "国家", "generation": "辈分",
    "title": "名称", "about": "描述", "more": "补充", "code": "型号", "number": "数字", "number2": "另一数字",
    "change of job or address": "换工作或搬家", "household or workplace": "同住或同事", "prior": "先验",
    "match weight": "匹配权重", "bits": "比特",
    "threshold (bits)": "阈值(比特)", "precision": "准确率", "recall": "召回率",
}  # fmt: skip
_LEVELS = {
    "same": "相同", "nickname": "小名(见小名表)", "initial": "首字母", "short form": "简称", "similar": "相近",
    "swapped": "姓名对调", "part": "部分相同", "same role mailbox": "相同的公用邮箱", "same local part": "前缀相同",
    "near": "接近", "doubtful pairs": "证据不足", "decision": "人工决定",
    "different owners": "负责人不同", "open deals on both sides": "两边都有进行中的商机",
    "different tax ids": "税号不同", "different external ids": "外部编号不同",
    "different parent accounts": "上级客户不同",
    "conflicting consent": "订阅意愿冲突", "both active in the last 30 days": "近30天两边都有往来",
    "customers on both sides": "两边都是客户", "different legal forms": "公司形式不同",
    "more than 5 records": "超过5条记录",
    "different birth dates": "出生日期不同", "different identity numbers": "证件号不同",
    "junior and senior": "辈分称谓不同", "junior or senior on one side only": "仅一方带辈分称谓",
    "names differ": "姓名不同", "two mailboxes of one domain": "同一域名的两个邮箱",
    "two jobs in one company": "同一公司的两个职务",
    "nothing but names agrees": "仅姓名相符", "too little evidence": "证据不足",
    "same words": "词语相同", "most words": "多数词语相同", "some words": "部分词语相同", "other numbers": "数字不同",
    "different": "不同", "allowed for": "已考虑",
    "could explain the same agreement": "也能解释相同之处", "no evidence": "无证据",
}  # fmt: skip
#: keys that rules are made of, where they are no comparison
_KEYS = {
    "names": "姓名", "local": "邮箱前缀", "initial": "名的首字母", "letter": "姓的首字母", "sound": "姓的读音",
    "year": "出生年份", "only_company": "公司", "only_firm": "公司名的读音", "word": "名称中的词",
    "about_word": "描述中的词",
}  # fmt: skip
_TEXT = {
    "en": ("{weight} bits, {share} % likely the same.", "For: {}.", "Against: {}.", "Nothing but how rare matches are.",
           "Strongest: {}.", "Brought together by: {}.", "No key in common: never compared.",
           "Waits for a person: {}."),
    "zh": ("{weight} 比特,相同的可能性 {share} %。", "支持:{}。", "反对:{}。", "没有任何证据。", "最有力:{}。",
           "由此规则找到:{}。", "没有共同的键:不会比较。", "需要人工确认:{}。"),
}  # fmt: skip
_CLUSTER = {
    "en": ("{records} records, {pairs} of {possible} pairs speak for it: {links}.", "Faintest: {faintest}.",
           "Waits for a person: {reason}.", "Merges without a person."),
    "zh": ("{records} 条记录,{possible} 对中有 {pairs} 对支持:{links}。", "最弱的一对:{faintest}。",
           "需要人工确认:{reason}。", "可自动合并。"),
}  # fmt: skip


def word(text: str, language: str) -> str:
    """A comparison, level, rule or other word of an explanation in a language."""
    if language != "zh":
        return text.replace("_", " ")
    known = {**_KEYS, **_NAMES, **_LEVELS}
    return known.get(text) or "和".join(known.get(key, key) for key in WIDE.get(text, (text,)))


def cluster_in_words(told: Mapping[str, Any], language: str = "en") -> str:
    """A cluster as text: its pairs, the heaviest first, the faintest of them, and what holds it back.

    Args:
        told: records, pairs, band and reason, as `Duplicates.explain_cluster` gives them.
        language: ``"en"`` or ``"zh"``.
    """
    head, faintest, held, free = _CLUSTER[language]
    if (size := len(told["records"])) == 1:
        return "A record of its own." if language == "en" else "独立的记录。"
    links = [
        f"{p['left_id']} – {p['right_id']} ({p['match_weight']:+.1f}, {word(p['rule'], language)})"
        for p in told["pairs"]
    ]
    shown = links[:_SHOWN] + ["…"] * (len(links) > _SHOWN)
    out = [head.format(records=size, pairs=len(links), possible=size * (size - 1) // 2, links=", ".join(shown))]
    if len(links) > 1:
        out.append(faintest.format(faintest=links[-1]))
    reasons = "; ".join(word(r, language) for r in _why(told).split("; "))
    out.append(free if told["band"] == "auto" else held.format(reason=reasons))
    return (" " if language == "en" else "").join(out)


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
    head, speaks, against, nothing, strongest, by, never, waits = _TEXT[language]
    comma = "、" if language == "zh" else ", "
    rows = sorted((w for w in told["weights"] if w["weight"]), key=lambda w: -abs(w["weight"]))

    def name(row: Mapping[str, Any]) -> str:
        return word(row["comparison"], language)

    def listed(some: Sequence[Mapping[str, Any]]) -> str:
        return comma.join(f"{name(r)} {word(r['level'], language)} ({r['weight']:+.1f})" for r in some)

    out = [head.format(weight=f"{told['match_weight']:.1f}", share=f"{100 * told['match_probability']:.4g}")]
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
