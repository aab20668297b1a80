"""What speaks for and against a match, in words, English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_NAMES = {
    "given": "名", "family": "姓", "email": "邮箱", "phone": "电话", "company": "公司", "street": "街道",
    "postal_code": "邮编", "city": "城市", "birth_date": "出生日期", "identifier": "证件号", "job_title": "职务",
    "country": "国家", "generation": "辈分",
    "title": "名称", "about": "描述", "more": "补充", "code": "型号", "number": "数字", "number2": "另一数字",
    "change of job or address": "换工作或搬家", "household or workplace": "同住或同事",
}  # fmt: skip
_LEVELS = {
    "same": "相同", "nickname": "小名(见小名表)", "initial": "首字母", "short form": "简称", "similar": "相近",
    "swapped": "姓名对调", "part": "部分相同", "same role mailbox": "相同的公用邮箱", "same local part": "前缀相同",
    "near": "接近",
    "same words": "词语相同", "most words": "多数词语相同", "some words": "部分词语相同", "other numbers": "数字不同",
    "different": "不同", "allowed for": "已考虑",
    "could explain the same agreement": "也能解释相同之处",
}  # fmt: skip
_TEXT = {
    "en": ("{weight} bits, {share} % likely the same.", "For: {}.", "Against: {}.", "Nothing but how rare matches are.",
           "Strongest: {}.", "Brought together by: {}.", "No key in common: never compared.", "no evidence"),
    "zh": ("{weight} 比特,相同的可能性 {share} %。", "支持:{}。", "反对:{}。", "没有任何证据。", "最有力:{}。",
           "由此规则找到:{}。", "没有共同的键:不会比较。", "无证据"),
}  # fmt: skip


def in_words(told: Mapping[str, Any], rules: Sequence[str] = (), language: str = "en") -> str:
    """An explanation as text.

    Args:
        told: what `explain` gives.
        rules: the blocking rules under which the two records meet.
        language: ``"en"`` or ``"zh"``.
    """
    head, speaks, against, nothing, strongest, by, never, absent = _TEXT[language]
    rows = sorted((w for w in told["weights"] if w["weight"]), key=lambda w: -abs(w["weight"]))

    def name(row: Mapping[str, Any]) -> str:
        return _NAMES[row["comparison"]] if language == "zh" else str(row["comparison"]).replace("_", " ")

    def listed(some: Sequence[Mapping[str, Any]]) -> str:
        zh = language == "zh"
        return ("、" if zh else ", ").join(
            f"{name(r)} {_LEVELS.get(r['level'], absent) if zh else r['level']} ({r['weight']:+.1f})" for r in some
        )

    out = [head.format(weight=f"{told['match_weight']:.1f}", share=f"{100 * told['match_probability']:.4g}")]
    for words, sign in ((speaks, 1), (against, -1)):
        if some := [r for r in rows if r["weight"] * sign > 0]:
            out.append(words.format(listed(some)))
    fields = [r for r in rows if r["comparison"] not in ("change of job or address", "household or workplace")]
    out.append(
        strongest.format((" 和 " if language == "zh" else " and ").join(map(name, fields[:2]))) if fields else nothing
    )
    out.append(by.format(", ".join(rules)) if rules else never)
    return " ".join(out) if language == "en" else "".join(out)
