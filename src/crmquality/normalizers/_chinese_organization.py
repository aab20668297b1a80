"""Names of organizations in hanzi: legal form off the end, area and branch apart, cut forms made whole."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

from crmquality._data import load
from crmquality._pinyin import simplify
from crmquality._text import fold, has_han, is_han
from crmquality.normalizers._chinese_name import is_typical_name
from crmquality.normalizers._country import country
from crmquality.normalizers._divisions import divisions, simple
from crmquality.normalizers._reading import Note
from crmquality.types import OrganizationName

_FULL_WIDTH: Final = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F) if chr(c - 0xFEE0).isalnum() or c == 0xFF06}
_HAN_BLANK: Final = re.compile(r"(?<=[\u4e00-\u9fff）)])\s+(?=[\u4e00-\u9fff（(])")
_BRACKET: Final = re.compile(r"[（(]([^（()）]{1,80})[)）]")
#: a name in Latin letters behind the one in hanzi
_TWIN: Final = re.compile(r"(.*[\u4e00-\u9fff]) ?[A-Za-z][\w .,&'-]*", re.ASCII)
#: Japanese forms in front; they stay in the core, and the key does without them
_FRONT: Final = re.compile("^(?:株式会社|株式會社|有限会社|合同会社) ?(?=.)")
#: a label, and signs around a name
_AROUND: Final = re.compile(
    '^[【［《“"「]?(?:(?:公司|单位|企业|客户)(?:名称|全称|名)?[:：] ?)?|[。.，,；;】］》”"」]+$'
)
#: what belongs to a company without a word for branch
_PART: Final = re.compile(
    "(.+有限(?:责任|責任)?公司)([\u4e00-\u9fff]{1,18}(?:中心|[部厂廠院所店站馆館场場仓倉处處队隊校]|车间|基地|餐厅|工会|仓库|营地))"
)
_SHORT_FORMS: Final = {"股": "股份有限公司", "有": "有限公司", "株": "株式会社"}
_AREAS: Final = frozenset(
    "china hk h.k. uk u.k. us u.s. usa u.s.a. prc p.r.c. asia apac emea europe global"
    " 亚太 亚洲 欧洲 全球 大中华 华东 华南 华北 华中 西南 西北 东北 海外 内地".split()
)
_LONGEST_AREA: Final = 6
_FORMER: Final = re.compile(r"(?:原|曾用名|前身|旧称|旧名|舊稱)(?!始|子|野|创|點|点)")
_BRANCH_ENDS: Final = tuple(
    "分公司 支公司 分行 支行 办事处 辦事處 代表处 营业部 營業部 营业厅 分店 门店 分所 分部 分校 分院".split()
)
PLACE_ENDS: Final = (*_BRANCH_ENDS, "店")
_HEADED: Final = re.compile("[\u4e00-\u9fffA-Za-z0-9·]{2,16}店")
_CUT_FORMS: Final = {
    whole[:n]: whole for whole in ("有限責任公司", "有限责任公司", "有限公司", "股份有限公司")
    for n in range(2, len(whole)) if not whole[n:].startswith("限")
}  # fmt: skip
_CUT_ENDS: Final = tuple(_CUT_FORMS)


@cache
def forms() -> dict[str, Any]:
    """Legal forms in hanzi, longest first, and what names nobody."""
    data = load("organizations")
    ends = tuple(sorted(data["han"], key=lambda f: (-len(f), f)))
    return {"han": data["han"], "han_sizes": sorted({*map(len, ends)}, reverse=True), "han_ends": ends,
            "junk": frozenset(data["junk"])}  # fmt: skip


@cache
def _cities() -> frozenset[str]:
    lists = load("cities")["cities"].values()
    return frozenset(fold(name) for towns in lists for town in towns for name in town.split("|"))


@lru_cache(maxsize=1024)
def is_area(text: str) -> bool:
    """Whether a text in brackets is a known place: a country or part of the world, a division of China, a city."""
    folded = fold(text)
    if folded in _AREAS or country(text) is not None or folded in _cities():
        return True
    found = divisions(simple(text)) if is_han(text) else None
    return found is not None and bool(found.province) and found.end >= len(text)


def read_han(text: str, notes: list[Note]) -> OrganizationName:
    """Take the name of an organization apart that is written in hanzi, at least in part."""
    display, body, area, branch, bracketed = text, text, "", "", ""
    if is_han(text):
        core, form = strip_han(text)
        if form and not text.endswith(PLACE_ENDS) and not text.endswith(form + form):  # the common case
            return OrganizationName(core, form, "", "", text, simplify(_FRONT.sub("", core)))
    else:
        if (narrow := text.translate(_FULL_WIDTH)) != text:
            notes.append(Note("fullwidth"))
        display = body = _HAN_BLANK.sub("", narrow).replace("(", "（").replace(")", "）").replace("㈱", "（株）")
        if (twin := _TWIN.fullmatch(body)) and strip_han(twin[1])[1]:
            body = twin[1]
        body, area, branch, bracketed = _brackets(body, notes)
    body = _AROUND.sub("", body) or body
    if not branch:
        body, branch = _branch(body)
    core, form = strip_han(body)
    if not form and not bracketed and body.endswith(_CUT_ENDS):
        cut = max((c for c in _CUT_ENDS if body.endswith(c)), key=len)
        if len(body) > len(cut) + 1:
            core, form = strip_han(body[: -len(cut)] + _CUT_FORMS[cut])
            display = display.removesuffix(cut) + _CUT_FORMS[cut] if display.endswith(cut) else display
            notes.append(Note("legal_form_repaired", None, None if display in forms()["junk"] else display))
    if form and display.endswith(form + form):
        while display.endswith(form + form):
            display = display[: -len(form)]
        notes.append(Note("legal_form_repaired", None, None if display in forms()["junk"] else display))
    if branch or body.endswith(_BRANCH_ENDS):
        notes.append(Note("branch"))
    if not form and display is text and len(text) <= 4 and is_typical_name(text):
        notes.append(Note("is_person"))
    core = core or body or display
    key = fold(simplify(_FRONT.sub("", core) + branch)).replace(" ", "")
    return OrganizationName(core, bracketed or form, area, branch, display, key)


def _brackets(body: str, notes: list[Note]) -> tuple[str, str, str, str]:
    """A name without its brackets, and the area, branch and legal form that stood in them."""
    area = branch = form = ""
    while found := _BRACKET.search(body):
        inner, before, after = found[1].strip(), body[: found.start()], body[found.end() :]
        if _FORMER.match(inner):
            notes.append(Note("former_name"))
        elif inner in forms()["han"] and inner not in ("集团", "集團"):
            canonical = forms()["han"][inner]
            if after and not after.endswith(_BRANCH_ENDS):
                after = inner + after
            else:
                form, branch, after = canonical, after, ""
        elif inner.endswith(_BRANCH_ENDS) or _HEADED.fullmatch(inner):
            branch = inner
        elif inner in _SHORT_FORMS and (not after or not before or after == "公司"):
            form, after = _SHORT_FORMS[inner], after.removesuffix("公司") if before else after
        elif is_area(inner) or inner in ("集团", "集團"):
            if after or (len(inner) <= _LONGEST_AREA and has_han(before) is has_han(inner)):
                area = area or inner
        elif after and before:
            after = inner + after
        body = before + after
        if not body:
            return inner, area, branch, form
    return body, area, branch, form


def _branch(body: str) -> tuple[str, str]:
    """A branch stands behind a legal form: 某某有限公司深圳分公司."""
    if not body.endswith(PLACE_ENDS):
        part = _PART.fullmatch(body) if "有限" in body else None
        return (part[1], part[2]) if part else (body, "")
    for form in forms()["han_ends"]:
        at = body.rfind(form, 0, -2)
        if at > 0 and body[at - 1] != "分":
            return body[: at + len(form)], body[at + len(form) :]
    if body.endswith(("分行", "支行")) and 0 < body.find("银行") < len(body) - 4:
        at = body.index("银行") + 2
        return body[:at], body[at:]
    return body, ""


def strip_han(body: str) -> tuple[str, str]:
    """A name without its legal forms, and the outer one of them."""
    known, sizes, form = forms()["han"], forms()["han_sizes"], ""
    while not body.endswith(_BRANCH_ENDS):
        size = next((n for n in sizes if body[-n:] in known), 0)
        if not size or len(body) <= size or (size == 2 and len(body) < 4):
            break
        body, form = body[:-size], form or known[body[-size:]]
    return body, form
