"""Organization names: core, legal form, area, branch, in Chinese and Western writing.

Legal forms come off the end (or the front, where their country writes them there) by table; branches, former names and
trade names are set aside. Left out: which words of a core say what an organization does.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from crmquality._data import load
from crmquality._text import fold, has_control, has_han, is_han
from crmquality.normalizers._chinese_organization import forms, is_area, read_han, strip_han
from crmquality.normalizers._reading import (
    NOTHING,
    Note,
    Reading,
    located,
    placeholder_code,
    prepare,
    settled,
    text_notes,
)
from crmquality.types import OrganizationName

LIMIT: Final = 255
SHORT: Final = 80
_L: Final = "A-Za-z0-9À-ÖØ-öø-ɏ"
_PLAIN: Final = re.compile(f"[{_L}][{_L}&.,'!/-]*(?: [{_L}&][{_L}&.,'!/-]*)*")
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+(?:[（(][\u4e00-\u9fff]+[)）][\u4e00-\u9fff]*)?")
_TOKEN: Final = re.compile(r"[^\s,;]+")
_DROPPED: Final = str.maketrans("", "", ".'’\"«»„“”()!")
_NO_WORD: Final = re.compile(r"[^\w]")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.){2,}")
_LINKS: Final = frozenset(("the", "and", "und", "et", "y", "&"))
_MAX_FORM_WORDS: Final = 5
#: forms that are no name by themselves, however they are written
_BARE: Final = frozenset(
    "inc llc ltd gmbh co corp plc company limited corporation incorporated pty pvt pte private".split()
)
_BARE_OR_LINK: Final = _BARE | _LINKS
_LONG_BARE: Final = 4  # SAS and ASA are names, AMBA is none
#: forms in front that are words or initials unless they are written in capitals, and nothing stands behind
_RARE_PREFIXES: Final = frozenset(("ab", "as", "cv", "pt", "sia"))
_PERSON: Final = frozenset("mr mrs ms miss dr prof herr frau madame señor senor".split())
_PHONE_DIGITS: Final = 7

_FORMERLY: Final = "formerly|previously|fka|f/k/a|ehemals|vormals|anciennement"
_BRANCHES: Final = "branch|filiale|zweigniederlassung|niederlassung|succursale|sucursal"
#: words that part a name from a former one, a trade name or a branch
_MARKS: Final = frozenset(f"{_FORMERLY}|{_BRANCHES}|dba|d/b/a|t/a|a/k/a|c/o|trading".split("|"))
_ONCE: Final = re.compile(rf"[\s,;(]+(?:{_FORMERLY})\b.*", re.IGNORECASE)
_BRACKET: Final = re.compile(r"\(([^()]{1,40})\)")
#: forms that are words or initials without their stops
_DOTTED: Final = frozenset(("e.U.", "Est.", "S.A.L."))
_LONGEST_PREFIX: Final = 6
_TRADES_AS: Final = re.compile(r"[\s,(]+(?:t/a|dba|d/b/a|a/k/a|c/o|trading as)\s.*", re.IGNORECASE)
_BRANCH: Final = re.compile(rf"\b(?:{_BRANCHES})\b", re.IGNORECASE)
#: branches that say where, behind a name without a legal form
_BRANCH_AT: Final = re.compile(
    r"(?<=\w)[\s,]+(?:zweigniederlassung|niederlassung|filiale|succursale|sucursal)\s+(?=\w)", re.IGNORECASE
)
_OF_A_FORM: Final = frozenset(("publ", "p", "pvt", "pty", "haftungsbeschrankt", "haftungsbeschränkt", "주"))


@cache
def _tables() -> dict[str, Any]:
    data = load("organizations")
    placeholders = load("placeholders")
    words = (*data["junk"], *placeholders["placeholder"], *placeholders["test_value"])
    return {
        "latin": data["latin"], "ends": _by_end(data["latin"]), "prefixes": frozenset(data["prefixes"]),
        "heads": frozenset(p.split(" ")[0] for p in data["prefixes"]),
        "middle": frozenset(data["middle"]), "junk": frozenset(map(fold, data["junk"])),
        "nothing": frozenset(map(fold, words)),
    }  # fmt: skip


def _by_end(forms: dict[str, str]) -> dict[str, dict[str, int]]:
    """Per last word of a legal form, by the word before it, the words of the longest form that ends so."""
    out: dict[str, dict[str, int]] = {}
    for form in forms:
        *front, last = form.split(" ")
        longest = out.setdefault(last, {})
        for before in front[-1:]:
            longest[before] = max(longest.get(before, 0), len(front) + 1)
    return out


@cache
def told_apart() -> dict[str, frozenset[str]]:
    """Words that call for a closer look where they stand first or anywhere, and texts that name nothing."""
    return {"first": _BARE_OR_LINK | _PERSON | _tables()["heads"] | {"test"}, "nothing": _tables()["nothing"],
            "marks": frozenset(mark for mark in _MARKS if mark.isalpha())}  # fmt: skip


def organization_name(value: str | None) -> OrganizationName | None:
    """The parts of an organization's name.

    Returns:
        The parts, or ``None`` where nothing usable is there; a Western legal form alone has no core.

    Example:
        >>> organization_name("阿里巴巴(中国)有限公司").core, organization_name("Acme Co., Ltd.").core
        ('阿里巴巴', 'Acme')
    """
    name = quick_organization(value, []) if value else None
    found: OrganizationName | None = read_organization_name(value).value if name is None else name
    return found


def quick_organization(value: str, notes: list[Note]) -> OrganizationName | None:
    """A name of hanzi or of plain words, whatever its blanks and case; ``None`` = look closer."""
    name, text = _quick(value, notes), value
    if name is None and (text := " ".join(value.split())) != value and not has_control(value):
        notes.append(Note("whitespace"))
        name = _quick(text, notes)
    if name is None or name.display == text:
        return name
    again = _quick(name.display, [])
    return name if again is not None and again.display == name.display else None


def _quick(value: str, notes: list[Note]) -> OrganizationName | None:
    if not 1 < len(value) <= SHORT:
        return None
    if value[0] <= "ɏ":
        if _PLAIN.fullmatch(value) is None:
            return None
        low = value.lower() if value.isascii() else fold(value)
        if low.upper() == low or low in _tables()["nothing"] or "xxxx" in low or "www." in low:
            return None
        if low.startswith("test ") or (low[0] == low[-1] and placeholder_code(value)):
            return None
        name = _latin(value, notes)
    elif _HAN.fullmatch(value) and value not in _tables()["nothing"] and value[:2] != "测试":
        if (value[0] == value[-1] and _junk(value)) or value in forms()["han"]:
            return None
        name = read_han(value, notes)
    else:
        return None
    return name if name.core else None


def read_organization_name(value: str | None) -> Reading:
    """Read an organization's name."""
    return settled(_read(value), value, _again)


def _again(text: str) -> Reading:
    notes: list[Note] = []
    name = quick_organization(text, notes)
    return _read(text) if name is None else Reading(name, name.display, tuple(notes))


def _read(value: str | None) -> Reading:
    text, notes = prepare(value, limit=LIMIT)
    if not text:
        return NOTHING if not notes else Reading(None, None, (), missing=True)
    if code := _junk(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    notes += located(text_notes(text), text, value)
    digits = sum(c.isdigit() for c in text)
    if "@" in text or (digits >= _PHONE_DIGITS and not any(c.isalpha() for c in text)):
        return Reading(None, None, (*notes, Note("wrong_field")))
    if any(n.code == "too_long" for n in notes):
        return Reading(None, None, tuple(notes))
    behind = text.rpartition(" ")[2] if " " in text and text[-1].isascii() and text[-1] != ")" else ""
    western = not (has_han(text) or "㈱" in text) or _word_key(behind) in _tables()["latin"]
    name = _latin(text, notes) if western else read_han(text, notes)
    if not name.core:
        return Reading(name, None, tuple(notes), missing=True)
    return Reading(name, name.display, tuple(notes))


def _junk(text: str) -> str | None:
    """Why a text names nothing: a placeholder, a test, or words that fit everybody."""
    folded = fold(text)
    if code := placeholder_code(text):
        return code
    if folded in _tables()["junk"] or (len(text) == 1 and text.isdigit()) or text in forms()["han"]:
        return "generic"
    return "test_value" if folded.startswith(("测试", "test ")) and _read_core(folded) in ("测试", "test") else None


def _read_core(folded: str) -> str:
    if not is_han(folded):
        return _latin(folded, []).core
    return strip_han(folded)[0].removesuffix("公司").removesuffix("企业")


def _latin(text: str, notes: list[Note]) -> OrganizationName:
    body, area, branch = text, "", ""
    tokens, keys = _tokens(text)
    if "(" in text or " - " in text or not _MARKS.isdisjoint(keys):
        body, area, branch = _set_aside(text, notes)
        tokens, keys = _tokens(body)
    if keys and (len(keys) == 1 or keys[0] in _BARE_OR_LINK) and _is_bare(keys):
        notes.append(Note("generic"))
        return OrganizationName("", text, "", "", text, "")
    if keys and "," in body and keys[-1] not in _tables()["ends"]:
        head, _, place = body.rpartition(",")
        if (tail := head.split()) and _word_key(tail[-1]) in _tables()["ends"] and is_area(place := place.strip()):
            body, area = head, area or place  # Mercator d.o.o., Ljubljana
            tokens, keys = _tokens(body)
    first, end, form = _without_forms(keys, tokens)
    if end - first > 1 and not _tables()["middle"].isdisjoint(keys[first + 1 : end]):
        keys, tokens, end, form = _without_middle(keys, tokens, first, end, form)
        core = " ".join(tokens[first:end])
    else:
        core = _between(body, tokens, first, end)
    core = _unquoted(core if end == len(tokens) else _without_stop(core)) or text
    shown = _recase(core, notes)
    if branch:
        notes.append(Note("branch"))
    if not form and keys and keys[0] in _PERSON and len(keys) > 2 and not any(c.isdigit() for c in core):
        notes.append(Note("is_person"))
    display = text if shown == core else text.replace(core, shown, 1)
    kept = keys[first:end]
    key = "".join(kept if _LINKS.isdisjoint(kept) else [k for k in kept if k not in _LINKS])
    key = (key if key.isalnum() else _NO_WORD.sub("", key)) or fold(core)
    return OrganizationName(shown, form, area, branch, display, key + _NO_WORD.sub("", fold(branch)) if branch else key)


def _tokens(text: str) -> tuple[list[str], list[str]]:
    """Words and their keys; signs alone are none."""
    spaced = text.replace(",", " ").replace(";", " ") if "," in text or ";" in text else text
    tokens = spaced.split()
    if text.isascii():
        keys = [k if k.isalnum() else k.translate(_DROPPED) for k in spaced.lower().split()]
    else:
        keys = [_word_key(t) for t in tokens]
    if all(keys) and "-" not in keys and "–" not in keys:
        return tokens, keys
    kept = [(t, k) for t, k in zip(tokens, keys, strict=True) if k.strip("-–—")]
    return [t for t, _ in kept], [k for _, k in kept]


def _set_aside(text: str, notes: list[Note]) -> tuple[str, str, str]:
    """A name without former and trade names, area in brackets and branch."""
    body, area, branch = text, "", ""
    if (found := _ONCE.search(body)) and found.start():
        notes.append(Note("former_name"))
        body = body[: found.start()]
    if (found := _TRADES_AS.search(body)) and found.start():
        body = body[: found.start()]
    ends = _tables()["ends"]
    for found in _BRACKET.finditer(body):
        inner = " ".join(map(_word_key, found[1].split()))
        before, after = _TOKEN.findall(body[: found.start()]), _TOKEN.findall(body[found.end() :])
        if inner in _OF_A_FORM:
            body = body.replace(found[0], f" {found[1]} " if body[: found.start()].strip() or inner == "주" else " ", 1)
        elif before and (_is_form(after) if after else _word_key(before[-1]) in ends):
            if is_area(found[1]):
                area, body = found[1], body.replace(found[0], " " * len(found[0]), 1)
            else:
                body = body.replace(found[0], _no_area(found[1], inner, last=not after), 1)
    if _BRANCH.search(body):
        for word in reversed(list(_TOKEN.finditer(body))):
            if word.start() and _word_key(word[0]) in _tables()["latin"] and _BRANCH.search(body, word.end()):
                return body[: word.end()], area, body[word.end() :].strip(" ,-–")
        if (found := _BRANCH_AT.search(body)) and _word_key(body.split()[-1]) not in ends:
            return body[: found.start()], area, body[found.start() :].strip(" ,")
    head, _, tail = body.partition(" - ")  # Hellenic Telecommunications S.A. - OTE
    if tail and _word_key(head.split()[-1] if head.split() else "") in ends:
        body = head
    return body, area, branch


def _is_form(words: list[str]) -> bool:
    keys = [_word_key(w) for w in words]
    return " ".join(keys) in _tables()["latin"] or all(key in _tables()["ends"] for key in keys)


def _no_area(text: str, key: str, *, last: bool) -> str:
    """What takes the place of a bracket without an area: a form stays, another name behind the whole one does not."""
    return f" {text} " if key in _tables()["ends"] else " " * (len(text) + 2) if last else f"({text})"


def _is_bare(keys: list[str]) -> bool:
    """Whether the words are legal forms alone."""
    if len(keys) == 1:
        long = len(keys[0]) >= _LONG_BARE and keys[0] != "coop"
        return keys[0] in _BARE or (long and keys[0] in _tables()["latin"])
    return _BARE_OR_LINK.issuperset(keys) and not _BARE.isdisjoint(keys)


def _word_key(word: str) -> str:
    plain = word.lower() if word.isascii() else fold(word).replace("ł", "l")
    return plain if plain.isalnum() else plain.translate(_DROPPED)


def _without_forms(keys: list[str], tokens: list[str]) -> tuple[int, int, str]:
    """Where the core begins and ends in the words, and the legal forms around it."""
    tables = _tables()
    forms, ends, prefixes = tables["latin"], tables["ends"], tables["prefixes"]
    end, form = len(keys), ""
    while end > 1 and ((last := keys[end - 1]) in ends or len(last) == 1):
        spaced = len(last) == 1  # S. A.
        size = _MAX_FORM_WORDS if spaced else ends[last].get(keys[end - 2], 1)
        size, found = min(size, end - 1), None
        while size and found is None:
            tail = keys[end - size : end]
            found = forms.get(" ".join(tail) if size > 1 else last)
            if found is None and spaced and max(map(len, tail)) == 1:
                found = forms.get("".join(tail))
            size -= found is None
        if found in _DOTTED and "." not in tokens[end - 1]:
            found = None
        if found is None or (end - size == 1 == size and keys[0] == keys[1]):  # Sa Sa
            break
        if found == "AS" and "." in tokens[end - 1]:
            found = "A.Ş." if "ş" in tokens[end - 1].lower() else "a.s."
        form = found if not form else form if found in form else f"{found} {form}"
        end -= size
    while end > 1 and keys[end - 1] == "&":
        end -= 1
    first, front = 0, ""
    while first < end - 1 and keys[first] in tables["heads"]:
        sizes = range(min(_LONGEST_PREFIX, end - 1 - first), 0, -1)
        size = next((n for n in sizes if " ".join(keys[first : first + n]) in prefixes), 0)
        if not size:
            break
        rare = keys[first] in _RARE_PREFIXES and not front
        if rare and (not tokens[first].strip(".").isupper() or (form not in ("", "Tbk"))):
            break
        front = front or forms.get(" ".join(keys[first : first + size]), keys[first])
        first += size
    return first, end, f"{front} {form}".strip() if front else form


Words = tuple[list[str], list[str], int, str]


def _without_middle(keys: list[str], tokens: list[str], first: int, end: int, form: str) -> Words:
    """Words without the legal forms in their middle: Hello Oy World."""
    middle, forms = _tables()["middle"], _tables()["latin"]
    out = [i for i in range(first + 1, end) if keys[i] in middle and (tokens[i].isupper() or keys[i] != "ag")]
    found = " ".join(keys[i] for i in out)
    form = form or forms.get(found) or (forms.get(keys[out[0]], "") if out else "")
    kept = [i for i in range(len(keys)) if i not in out]
    return [keys[i] for i in kept], [tokens[i] for i in kept], end - len(out), form


def _between(text: str, tokens: list[str], first: int, end: int) -> str:
    """The text from one word to another, as it stands."""
    if len(tokens) == text.count(" ") + 1 and "," not in text and ";" not in text:
        return " ".join(tokens[first:end]).strip(" &-–")
    start, stop = 0, len(text)
    for token in tokens[:first]:
        start = text.index(token, start) + len(token)
    for token in reversed(tokens[end:]):
        stop = text.rindex(token, 0, stop)
    return text[start:stop].strip(" ,&-–;")


def _without_stop(core: str) -> str:
    """A full stop belongs to an abbreviation of single letters: A.B.C."""
    last = core.rpartition(" ")[2]
    return core if core[-1:] not in ".!" or _INITIALS.fullmatch(last) else core.rstrip(".!")


def _unquoted(core: str) -> str:
    if core[:1].isalnum():
        return core
    for left, right in ('""', "«»", "“”", "„“", "„”", "''"):
        if core[:1] == left and core[-1:] == right and core.count(left) <= 1 + (left == right):
            return core[1:-1].strip()
    return core


def _recase(core: str, notes: list[Note]) -> str:
    """Capitals alone, in several words of which one is longer than four letters, are a habit of typing."""
    if not core.isupper():
        return core
    words = core.split()
    if len(words) > 1 and any(len(w) > 4 for w in words):
        notes.append(Note("all_caps"))
        return " ".join(w.capitalize() if len(w) > 3 else w for w in words)
    return core
