"""Organization names: core, legal form, area, branch, in Chinese and Western writing."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from crmquality._data import load
from crmquality._pinyin import simplify
from crmquality._text import fold, has_han
from crmquality.normalizers._reading import NOTHING, Note, Reading, located, placeholder_code, prepare, text_notes
from crmquality.types import OrganizationName

LIMIT: Final = 255
_BRANCH: Final = re.compile(r"((?:[\u4e00-\u9fff]{2,6}?)?(?:分公司|分行|支行|办事处|辦事處|营业部|分店))$")
_BRANCH_ENDS: Final = ("分公司", "分行", "支行", "办事处", "辦事處", "营业部", "分店")
_AREA: Final = re.compile(r"[（(]([^（()）]{1,12})[)）]")
_LATIN_WORD: Final = re.compile(r"[^\W_]+(?:['’.&/-][^\W_]+)*|&", re.UNICODE)
_WORDS: Final = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*+(?:,? [A-Z][A-Za-z]{1,9}\.?)?", re.ASCII)
_LONGEST_FORM: Final = 24
_GENERIC_FORMS: Final = frozenset("inc llc ltd gmbh co corp plc".split())
_DROPPED: Final = re.compile(r"[./'’]")
_NO_WORD: Final = re.compile(r"[^\w]")
_INNER_STOPS: Final = "."
_LINKS: Final = frozenset(("the", "and", "und", "et", "y", "&"))
_TRUNCATED: Final = {"有限公": "有限公司", "有限责任公": "有限责任公司", "股份有限公": "股份有限公司"}
_MAX_FORM_WORDS: Final = 4


@cache
def _tables() -> dict[str, Any]:
    data = load("organizations")
    return {
        "han": sorted(data["han"].items(), key=lambda p: (-len(p[0]), p[0])),
        "han_ends": tuple(data["han"]),
        "han_forms": data["han"],
        "han_plain": re.compile(f"([\u4e00-\u9fff]{{2,30}}?)({'|'.join(sorted(data['han'], key=len, reverse=True))})"),
        "latin": data["latin"],
        "latin_ends": frozenset(form.rsplit(" ", 1)[-1] for form in data["latin"]),
        "latin_words": frozenset(word for form in data["latin"] for word in form.split(" ")),
        "prefixes": frozenset(data["prefixes"]),
        "junk": frozenset(fold(j) for j in data["junk"]),
    }


_SPELT: Final = re.compile(r"[\w./]+")
_SPELLING: Final = {
    "gmbh": "GmbH", "ltd": "Ltd", "inc": "Inc", "pte": "Pte", "pty": "Pty", "pvt": "Pvt", "co": "Co", "co.": "Co.",
    "ohg": "OHG",
    "kgaa": "KGaA", "aps": "ApS", "a.s.": "a.s.", "d.o.o.": "d.o.o.", "e.k.": "e.K.", "e.v.": "e.V.", "oy": "Oy",
    "oyj": "Oyj", "s.p.a.": "S.p.A.", "s.r.l.": "S.r.l.", "s.r.o.": "s.r.o.", "s.n.c.": "S.n.c.", "sp.": "Sp.",
    "z": "z", "o.o.": "o.o.", "kft": "Kft", "sdn": "Sdn", "bhd": "Bhd", "tbk": "Tbk", "zrt": "Zrt", "ltd.": "Ltd.",
}  # fmt: skip


def organization_name(value: str | None) -> OrganizationName | None:
    """The parts of an organization's name.

    Example:
        >>> organization_name("阿里巴巴(中国)有限公司").core, organization_name("Acme Co., Ltd.").core
        ('阿里巴巴', 'Acme')
    """
    plain = plain_organization(value) if value else None
    name: OrganizationName | None = read_organization_name(value).value if plain is None else plain
    return name


def plain_organization(value: str) -> OrganizationName | None:
    """A name of hanzi with one legal form, or of plain Latin words with one at most; ``None`` = look closer."""
    tables = _tables()
    if not value.isascii():
        found = tables["han_plain"].fullmatch(value)
        form = None if found is None else tables["han_forms"].get(found[2])
        if found is None or form is None or found[1].endswith(tables["han_ends"]) or _junk(value):
            return None
        return OrganizationName(found[1], form, "", "", value, simplify(found[1]))
    if _WORDS.fullmatch(value) is None or "xxxx" in value.lower():
        return None
    words = value.lower().split(" ")
    last, size = words[-1].rstrip("."), len(words)
    form = tables["latin"].get(last) if size > 1 else ""
    if form is None and last in tables["latin_ends"]:
        return None
    core = value[: -len(words[-1])].rstrip(" ,") if form else value
    keys = [w.rstrip(",") for w in (words[:-1] if form else words)]
    odd = keys[0] in tables["prefixes"] or keys[0] in tables["latin"] or not _LINKS.isdisjoint(keys)
    if odd or len(keys[-1]) == 1 or keys[-1] in tables["latin_words"] or "," in core or core.isupper() or _junk(value):
        return None
    return OrganizationName(core, _SPELT.sub(_spelling, form) if form else "", "", "", value, "".join(keys))


def read_organization_name(value: str | None) -> Reading:
    """Read an organization's name."""
    text, notes = prepare(value, limit=LIMIT)
    if not text:
        return NOTHING if not notes else Reading(None, None, (), missing=True)
    if code := _junk(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    notes += located(text_notes(text), text, value)
    if "@" in text:
        return Reading(None, None, (*notes, Note("wrong_field")))
    if any(n.code == "too_long" for n in notes):
        return Reading(None, None, tuple(notes))
    western = not has_han(text) or (
        text[-1].isascii() and " " in text and _word_key(text.rsplit(" ", 1)[1]) in _tables()["latin"]
    )
    name = _latin(text, notes) if western else _han(text, notes)
    return Reading(name, name.display, tuple(notes))


def _junk(text: str) -> str | None:
    code = placeholder_code(text)
    if code:
        return code
    if fold(text) in _tables()["junk"] or (len(text) == 1 and text.isdigit()):
        return "placeholder"
    forms = _tables()["latin"]
    if not text.isascii() or len(text) > _LONGEST_FORM or _word_key(text.partition(" ")[0].rstrip(",.")) not in forms:
        return None
    keys = [_word_key(w) for w in _LATIN_WORD.findall(text)]
    alone = text.upper() != text and all(k in forms or k in _LINKS for k in keys)
    return "placeholder" if alone or (len(keys) == 1 and keys[0] in _GENERIC_FORMS) else None


def _han(text: str, notes: list[Note]) -> OrganizationName:
    compact = re.sub(r"(?<=[\u4e00-\u9fff）)])\s+(?=[\u4e00-\u9fff（(])", "", text)
    display = compact.replace("(", "（").replace(")", "）")
    body, area = display, ""
    if found := _AREA.search(body):
        inner = found[1]
        if not any(inner == form for form, _ in _tables()["han"]):
            area, body = inner, body[: found.start()] + body[found.end() :]
        else:
            body = body[: found.start()] + inner + body[found.end() :]
    body, branch = _branch(body)
    core, form = _strip_han(body)
    for cut, whole in _TRUNCATED.items():
        if not form and body.endswith(cut) and len(body) > len(cut):
            core, form = body[: -len(cut)], whole
            display = display.removesuffix(cut) + whole
            notes.append(Note("legal_form_repaired", None, display))
    if branch:
        notes.append(Note("branch"))
    if form and display.endswith(form + form):
        display = display[: -len(form)]
        notes.append(Note("legal_form_repaired", None, display))
    core = core or body or display
    key = fold(simplify(core + branch)).replace(" ", "")
    return OrganizationName(core, form, area, branch, display, key)


def _branch(body: str) -> tuple[str, str]:
    """A branch stands behind a legal form: 某某有限公司深圳分公司."""
    found = _BRANCH.search(body) if body.endswith(_BRANCH_ENDS) else None
    if found:
        for form, _ in _tables()["han"]:
            at = body.rfind(form, 0, found.end())
            if at > 0 and at + len(form) < len(body):
                return body[: at + len(form)], body[at + len(form) :]
        if body.endswith(("分行", "支行")) and "银行" in body:
            at = body.index("银行") + 2
            return body[:at], body[at:]
    return body, ""


def _strip_han(body: str) -> tuple[str, str]:
    form = ""
    again = True
    while again and body.endswith(_tables()["han_ends"]):
        again = False
        for written, canonical in _tables()["han"]:
            if body.endswith(written) and len(body) > len(written):
                body, form, again = body[: -len(written)], form or canonical, True
                break
    return body, form


def _latin(text: str, notes: list[Note]) -> OrganizationName:
    spans = [m.span() for m in _LATIN_WORD.finditer(text)]
    keys = [_word_key(text[a:b]) for a, b in spans]
    first, end, form = _without_forms(keys)
    last = spans[end - 1][1] if spans else len(text)
    if end < len(spans) or last < len(text):
        last += len(text[last:]) - len(text[last:].lstrip(_INNER_STOPS)) if end == len(spans) else _stop(text, last)
    core = text[spans[first][0] if first else 0 : last].strip(" ,&-") or text
    shown = _recase(core, notes)
    display = text if shown == core else text.replace(core, shown, 1)
    key = "".join(k for k in keys[first:end] if k not in _LINKS)
    return OrganizationName(shown, _SPELT.sub(_spelling, form), "", "", display, _NO_WORD.sub("", key) or fold(core))


def _stop(text: str, at: int) -> int:
    """A full stop belongs to an abbreviation of single letters: A.B.C."""
    return 1 if text[at : at + 1] == "." and text[at - 2 : at - 1] == "." else 0


def _word_key(word: str) -> str:
    plain = word.lower() if word.isascii() else fold(word).replace("ł", "l")
    return plain if plain.isalnum() else _DROPPED.sub("", plain)


def _without_forms(keys: list[str]) -> tuple[int, int, str]:
    """Where the core begins and ends in the words, and the legal forms around it."""
    forms, ends, prefixes = _tables()["latin"], _tables()["latin_ends"], _tables()["prefixes"]
    end, form = len(keys), ""
    while end > 1 and (keys[end - 1] in ends or len(keys[end - 1]) == 1):
        for size in range(min(_MAX_FORM_WORDS, end - 1), 0, -1):
            tail = keys[end - size : end]
            found = forms.get(" ".join(tail)) or (forms.get("".join(tail)) if all(len(k) == 1 for k in tail) else None)
            if found is not None:
                form = f"{found} {form}".strip() if found not in form else form
                end -= size
                break
        else:
            break
    while end > 1 and keys[end - 1] == "&":
        end -= 1
    first = 0
    while first < end - 1 and keys[first] in prefixes:
        form = form or forms.get(keys[first], keys[first])
        first += 1
    return first, end, form


def _spelling(word: re.Match[str]) -> str:
    text = word.group()
    known = _SPELLING.get(text)
    return known or (text.upper() if len(text) <= 3 or "." in text else text.capitalize())  # noqa: PLR2004 - AG, LLC


def _recase(core: str, notes: list[Note]) -> str:
    """Capitals alone, in several words of which one is longer than four letters, are a habit of typing."""
    words = core.split()
    if len(words) > 1 and core.isupper() and any(len(w) > 4 for w in words):  # noqa: PLR2004 - longer than acronyms
        notes.append(Note("all_caps"))
        return " ".join(w.capitalize() if len(w) > 3 else w for w in words)  # noqa: PLR2004 - IBM stays
    return core
