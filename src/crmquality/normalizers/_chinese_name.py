"""Names in hanzi and hangul taken apart: surnames by table, forms of address apart, several people in one cell.

A name in Latin letters beside the hanzi is kept; a department, an employer or a phone number beside them is set aside.
Left out: characters that are a surname only to their bearer.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

from attrs import evolve

from crmquality._data import load
from crmquality._pinyin import latin, pinyin, simplify, surname_pinyin
from crmquality._text import fold, has_han, is_han
from crmquality.normalizers._reading import Note
from crmquality.normalizers._western_name import is_name_too, is_title, words
from crmquality.types import PersonName

_H: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
_DOTS: Final = re.compile(rf"\s*[•・･．‧·]\s*|(?<=[{_H}])\s*\.\s*(?=[{_H}])")
_RUN: Final = re.compile(f"[{_H}]+(?:(?: |·+)[{_H}]+)*")
_PAIR: Final = re.compile(f"([{_H}]{{2,3}})[和与與及跟]([{_H}]{{2,3}})")
_AT_WORK: Final = re.compile(f"([{_H}]{{2,4}})(?:\\s*[-/@,，、|（(—–]\\s*| )[{_H}]+[)）]?")
#: two names that a dash parts are a person and an employer
_DASH: Final = re.compile(" ?[-—–@] ?")
_WORD: Final = re.compile(r"[^\W\d_]+", re.UNICODE)
_NUMBER: Final = re.compile(r"\+?\d[\d\s-]*")
_SEPARATORS: Final = " ·/|,;，；、()（）[]【】<>《》-—–@&+:：_"
_OPENING: Final = "(（[【<《"
_CLOSING: Final = ")）]】>》"
_FAMILIAR: Final = "老小阿"
_KOREAN: Final = re.compile("([가-힣]{2,5})|([가-힣]{1,2}) ([가-힣]{1,3})")
_FEWEST, _LONGEST = 2, 4


@cache
def tables() -> dict[str, Any]:
    """Surnames, forms of address and words of work, ready for look-up."""
    data = load("names")
    honorifics, modifiers = data["honorifics"], sorted(data["modifiers"], key=len, reverse=True)
    return {
        "surnames": frozenset(data["surnames"]), "compound": frozenset(data["compound"]),
        "ambiguous": frozenset(data["ambiguous"]), "japanese": frozenset(data["japanese"]),
        "two_signs": frozenset((*data["compound"], *data["japanese"])), "korean": frozenset(data["korean"]),
        "given": frozenset(data["given"]), "common": frozenset((*data["first_pinyin"], *data["more_pinyin"])),
        "short": frozenset(data["short_honorifics"]), "honorifics": tuple(honorifics), "work": tuple(data["work"]),
        "department": re.compile(f"(?:{'|'.join(modifiers)})+(?:{'|'.join(data['work'])})"),
        "label": re.compile(data["label"]), "tibetan": re.compile(data["tibetan"]), "long": tuple(data["long"]),
        "title": re.compile(f"(?:{'|'.join(modifiers)})*(?:{'|'.join(honorifics)})"),
        "titled": re.compile(f"(.+?)((?:{'|'.join(modifiers)})*(?:{'|'.join(honorifics)}))"),
    }  # fmt: skip


def is_surname(text: str) -> bool:
    """Whether hanzi are a known Chinese surname, single or compound.

    Example:
        >>> is_surname("欧阳"), is_surname("王"), is_surname("大伟")
        (True, True, False)
    """
    return text in tables()["surnames"] or text in tables()["compound"]


@lru_cache(maxsize=65_536)
def name_key(text: str) -> str:
    """Caseless, markless letters of a name part, hanzi and alphabets in Latin ones; ``""`` = no evidence.

    Lü, Lyu and Lv are one, and so are nü, nyu and nv.
    """
    text = pinyin(simplify(text))
    text = _umlauts().sub(r"\1\2v\3", text) if has_umlaut(text.lower()) else text
    return "".join(_WORD.findall(fold(latin(text))))


@cache
def _umlauts() -> re.Pattern[str]:
    """Words that are or end with lü or nü; Xinyu is xin and yu."""
    syllables = "|".join(load("names")["syllables"])
    return re.compile(rf"\b((?:{syllables})?)(l(?=ü|yu)|n(?=ü)|\bn(?=yu))(?:ü|yu)(e?)\b", re.IGNORECASE)


def has_umlaut(low: str) -> bool:
    """Whether a name in small letters holds a pinyin lü or nü that keys write otherwise."""
    return ("ü" in low or "lyu" in low or "nyu" in low) and _umlauts().search(low) is not None


@lru_cache(maxsize=4096)
def surname_key(family: str) -> str:
    """Reading of a surname in hanzi or hangul as letters."""
    return name_key(surname_pinyin(simplify(family)))


def dotted(text: str) -> str:
    """A name whose middle dots are all U+00B7, without blanks around them."""
    return _DOTS.sub("·", text)


def is_full(text: str) -> bool:
    """Whether hanzi read as a surname and a given name."""
    return 2 <= len(text) <= _LONGEST and is_han(text) and (is_surname(text[0]) or is_surname(text[:2]))


def is_form_of_address(text: str) -> bool:
    """Whether hanzi are a form of address or a position alone: 小姐, 总经理."""
    return tables()["title"].fullmatch(text) is not None


def is_typical_name(text: str) -> bool:
    """Whether hanzi are a person's name to all appearances: a surname before characters of given names."""
    family, given = _split(text)
    if not is_surname(family):
        return False
    known: frozenset[str] = tables()["given"]
    return (0 < len(given) <= 2 and known.issuperset(given)) or bool(_honorific(text)[1])


def names_at_work(text: str) -> bool:
    """Whether a person's name stands before an employer or department: 王伟-腾讯公司."""
    found = _AT_WORK.fullmatch(text)
    return found is not None and is_full(found[1])


def read_han(text: str, notes: list[Note]) -> PersonName:
    """Take a name in hanzi apart, alone or beside other writing."""
    if not (_is_named(text[0], _OPENING) and _is_named(text[-1], _CLOSING)):  # signs around it: 张伟。
        first = next((i for i, c in enumerate(text) if _is_named(c, _OPENING)), 0)
        last = next((i for i, c in enumerate(reversed(text)) if _is_named(c, _CLOSING)), 0)
        if has_han(inner := text[first : len(text) - last]) and inner != text:
            return evolve(read_han(inner, notes), display=text)
    text = dotted(text)
    compact = text.replace(" ", "")
    if not is_han(compact.replace("·", "")):
        return _beside(text, notes)
    if "·" in text:
        return PersonName(display=text, match_key=name_key(text))
    if compact != text and not any(n.code == "whitespace" for n in notes):
        notes.append(Note("whitespace"))
    if is_form_of_address(compact):
        notes.append(Note("honorific_only"))
        return PersonName(title=compact, display=compact)
    if tables()["department"].fullmatch(compact):
        notes.append(Note("wrong_field"))
        return PersonName(display=compact)
    runs = text.split(" ")
    strange = [len(run) > _FEWEST for run in runs if not is_full(run)] if len(runs) == _FEWEST else []
    if (" " in text and any(map(_is_work, runs))) or (strange == [True] and any(map(is_typical_name, runs))):
        return evolve(_beside(text.replace(" ", "/"), notes), display=text)
    label = tables()["label"].match(compact)
    begin, end = label.end() if label else 0, len(compact) - (compact[-1] == "收")
    if end - begin < len(compact) and is_full(name := compact[begin:end]):
        return evolve(_beside(f"{compact[:begin]}/{name}/{compact[end:]}", notes), display=text)
    return _alone(text.split(" "), notes, raw=not notes)


def _is_named(character: str, brackets: str) -> bool:
    """Whether a name can begin or end with a character; an asterisk hides a part of it."""
    return character.isalnum() or character in brackets or character in "*.'"


def _is_work(run: str) -> bool:
    """Whether hanzi name an employer or department: 采购部, 东风汽车有限公司."""
    known = tables()
    return (len(run) > _LONGEST and run.endswith(known["work"])) or known["department"].fullmatch(run) is not None


def read_hangul(text: str) -> PersonName | None:
    """A Korean name: surname, then given name; ``None`` where it is no such name."""
    text = text.strip(" ,")
    found = _KOREAN.fullmatch(text)
    if found is None:
        return None
    known = tables()["korean"]
    family = found[2] or (text[:2] if text[:2] in known and len(text) > 2 else text[:1])
    given = found[3] or text[len(family) :]
    if family not in known or not given:
        return None
    return PersonName(given, family, display=text, match_key="".join(sorted((name_key(given), surname_key(family)))))


def _alone(runs: list[str], notes: list[Note], *, raw: bool = False) -> PersonName:
    """Hanzi alone; blanks part a title, two people, or nothing."""
    display = "".join(runs)
    written = " ".join(runs)
    runs, title = _without_title(runs)
    if title and written.startswith(title):  # 女士 王 without its blank reads otherwise
        display = written
    name = "".join(runs)
    pair = _PAIR.fullmatch(name)
    people = pair.groups() if pair else runs
    if len(people) > 1 and all(map(is_full, people)) and (pair or runs[0] not in tables()["two_signs"]):
        notes.append(Note("multiple_values"))
        return PersonName(display=" ".join(runs) if pair is None else name)
    if not title:
        name, title = _honorific(name)
    family, given = _split(name)
    if len(runs) == 2 and len(runs[0]) == 2 and not is_surname(name[0]) and family != runs[0]:
        family, given = runs
        display = " ".join(runs) + title
    if not title and len(runs) == 2 and is_surname(runs[1]) and not is_surname(name[0]) and not is_surname(name[:2]):
        given, family = runs
        notes.append(Note("swapped_order"))
        return PersonName(given, family, display=" ".join(runs), match_key=_key(family, given, name, ""))
    if not title and (name[0] in _FAMILIAR or (name[0] == "大" and len(name) == 2 and is_surname(name[1]))):
        if name[1:] in tables()["compound"] or (is_surname(name[1:]) and surname_key(name[1:]) in tables()["common"]):
            family, given, title = name[1:], "", name[0]
        elif len(name) < _LONGEST:
            family, given = "", name
    if title:
        at = display.index(title)
        notes.append(Note("title_inside", (at, at + len(title)) if raw else None))
    if title and not given:
        notes.append(Note("honorific_only"))
    if given and not given.strip("某"):
        notes.append(Note("suspect"))
    _doubts(name, family, notes)
    return PersonName(given, family, "", title, "", display, _key(family, given, name, title))


def _without_title(runs: list[str]) -> tuple[list[str], str]:
    """Runs of hanzi without the form of address that stands last or first among them."""
    is_honorific = tables()["title"].fullmatch
    if len(runs) > 1 and is_honorific(runs[-1]):
        return runs[:-1], runs[-1]
    if len(runs) > 1 and is_honorific(runs[0]):
        return runs[1:], runs[0]
    return runs, ""


def _key(family: str, given: str, name: str, title: str) -> str:
    if (title and not given) or (given and not given.strip("某")):
        return ""  # a surname and a form of address are nobody in particular
    return "".join(sorted([surname_key(family), name_key(given)])) if family else name_key(name)


def _doubts(name: str, family: str, notes: list[Note]) -> None:
    first = is_surname(name[0]) or is_surname(family) or family in tables()["japanese"] or name[0] in _FAMILIAR
    if 2 <= len(name) <= 3 and not first and is_surname(name[-1]):
        notes.append(Note("swapped_order"))
    if len(name) > _LONGEST + (family in tables()["japanese"]):
        notes.append(Note("too_many_parts"))
    if len(name) == 3 and family in tables()["ambiguous"]:
        notes.append(Note("ambiguous_surname"))


def _honorific(name: str) -> tuple[str, str]:
    """A name and the form of address that stands around it."""
    table = tables()
    if name.endswith(table["honorifics"]) and (found := table["titled"].fullmatch(name)):
        return found[1], found[2]
    rest = name[:-1]
    if name[-1:] in table["short"] and (is_surname(rest) or (len(rest) == 3 and is_full(rest) and name[-1] in "总總")):
        return rest, name[-1]
    if len(name) >= _LONGEST:
        found = table["title"].match(name)
        if found and is_full(name[found.end() :]):
            return name[found.end() :], found[0]
    return name, ""


def _split(name: str) -> tuple[str, str]:
    """Surname and given name."""
    table, two, size = tables(), name[:2], len(name)
    if size >= _LONGEST:
        if name.startswith(table["long"]):
            return name[:_LONGEST], name[_LONGEST:]
        if name[:3] in table["japanese"]:
            return name[:3], name[3:]
        if table["tibetan"].fullmatch(name):
            return "", name
    if two in table["compound"] and size >= 2:
        return two, name[2:]
    known = name[:1] in table["surnames"]
    if two in table["japanese"] and (size >= _LONGEST or (size in (2, 3) and not known)):
        return two, name[2:]
    if size == _LONGEST and known and name[1] in table["surnames"]:
        return two, name[2:]  # 范徐丽泰: her husband's surname and her own
    if not known and size == 2 and table["tibetan"].fullmatch(name * 2):
        return "", name
    if known or size in (2, 3):
        return name[:1], name[1:]
    return "", name


def _beside(text: str, notes: list[Note]) -> PersonName:
    """Hanzi beside Latin letters, titles, employers and numbers: the name in hanzi decides, the rest is kept."""
    is_honorific, people, title, nickname, work = tables()["title"].fullmatch, [], "", "", False
    for found in _RUN.finditer(text):
        run, bracketed = found[0], text[: found.start()].rstrip()[-1:] in tuple(_OPENING)
        if is_honorific(run.replace(" ", "")) or (bracketed and run.endswith(tables()["honorifics"])):
            title = run
        elif run.endswith(tables()["work"]) and len(run) > 2:
            work = True
        else:
            people.append((run, bracketed))
    full = [run for run, _ in people if is_full(run.replace(" ", ""))]
    if len(full) > 1 and _DASH.search(text):
        full = [run for run in full if is_typical_name(run)] or full
    if len(full) > 1:
        notes.append(Note("multiple_values"))
        return PersonName(display=text)
    latin = " ".join(_NUMBER.sub(" ", _RUN.sub(" ", text)).split()).strip(_SEPARATORS)
    odd = not all(c.isalpha() or c in " .'’-," for c in latin)
    if odd or not (full or len(people) == 1):
        notes.append(Note("mixed_script"))
        return PersonName(title=title, display=text, match_key=name_key(text))
    chosen = full[0] if full else people[0][0]
    for run, bracketed in people:
        if run != chosen:
            nickname, work = (run, work) if bracketed else (nickname, True)
    inner = _alone(chosen.split(" "), notes)
    if work:
        notes.append(Note("wrong_field"))
    if title and not inner.title:
        notes.append(Note("title_inside"))
    return _with_latin(inner, latin, text, title, nickname, notes)


def _with_latin(inner: PersonName, latin: str, text: str, title: str, nickname: str, notes: list[Note]) -> PersonName:
    known = words("postnominals")
    if not latin or all((is_title(w) and not is_name_too(w)) or fold(w).strip(".,") in known for w in latin.split()):
        if latin and not (inner.title or title):
            notes.append(Note("title_inside"))
        title = inner.title or title or latin
        key = _key(inner.family, inner.given, inner.given, title)
        return PersonName(inner.given, inner.family, "", title, "", text, key, nickname)
    if not inner.given and not inner.title and " " not in latin and is_surname(inner.family):
        key = "".join(sorted((surname_key(inner.family), name_key(latin))))
        return PersonName(latin, inner.family, "", title, "", text, key, nickname)
    notes.append(Note("parallel"))
    return PersonName(inner.given, inner.family, "", inner.title or title, "", text, inner.match_key, nickname, latin)
