"""Japanese and Korean addresses in their own script, and Chinese ones written in Latin letters.

Prefecture, city and ward stand in front without blanks (東京都港区港南1-7-1), or from the end in English order
(88 Keyuan Rd, Nanshan District, Shenzhen, Guangdong 518057). Parts keep the writing of the address.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Final

from crmquality._data import load
from crmquality._text import fold
from crmquality.normalizers._address_forms import Parts, pattern
from crmquality.normalizers._divisions import level
from crmquality.normalizers._place import region_of
from crmquality.normalizers._postal_code import written_code

#: the level of districts
_SMALLEST: Final = 2
_LATIN_PARTS: Final = re.compile(r"\s*[,;|]\s*")


def native_address(text: str, land: str) -> Parts:
    """A Japanese address in kanji (JP) or a Korean one in hangul (KR): region, town and street from the front."""
    out, body = Parts(land), pattern(f"{land}_name").sub("", text)
    if code := pattern(f"{land}_code").search(body):
        out.postal_code = written_code(re.sub(r"\D", "", code[0]), land) or ""
        body = f"{body[: code.start()]} {body[code.end() :]}"
    body = body.strip(" ,、")
    region = pattern(f"{land}_region").match(body)
    if region and (known := region_of(region[0], land)):
        out.region, out.region_code = region[0], known.code
        body = body[region.end() :].lstrip(" ,、")
    if town := pattern(f"{land}_town").match(body):
        out.city, body = town[0], body[town.end() :].lstrip(" ,、")
    out.street, out.parsed = body.strip(), bool(out.region or out.city)
    return out


@cache
def _latin() -> dict[str, list[str]]:
    """Codes by the folded Latin name of a division."""
    out: dict[str, list[str]] = defaultdict(list)
    for code, names in load("cn_divisions")["latin"].items():
        for name in names.split("|") if code[:2] not in ("71", "81", "82") else ():
            out[fold(name).replace("'", "")].append(code)
    return dict(out)


def _codes(phrase: str) -> list[str]:
    """Codes of the divisions that a phrase names, with or without the word for their kind."""
    key = fold(phrase).strip(" .").replace("'", "")
    bare = pattern("latin_kind").fullmatch(key)
    names = (key, bare[1] if bare else key)
    forms = (form for name in names for form in (name, name.replace(" ", "").replace("-", "")))
    return next((_latin()[form] for form in forms if form in _latin()), [])


def pinyin_address(text: str, home: str) -> tuple[Parts, str, str] | None:
    """A Chinese address in Latin letters: its parts, the district, and the code; ``None`` where it is none."""
    code = (pattern("latin_code").findall(text) or [""])[-1] if home in ("", "CN") else ""
    if home != "CN" and (home or not (code or any(map(text.__contains__, load("address_words")["latin_signs"])))):
        return None
    body, named = pattern("latin_china").subn("", ",".join(text.rsplit(code, 1)) if code else text)
    parts = [p for x in _LATIN_PARTS.split(body) if (p := x.strip(" ."))]
    out, district, found = _from_the_end(parts)
    if not found and (named or home):  # China, Guangdong, Guangzhou, Tianhe District, Tiyu West Road 103
        out, district, found = _from_the_end(parts[::-1])
        out.street = ", ".join(out.street.split(", ")[::-1])
    sure = sum(map(bool, (out.region, code, district and out.city))) > 1
    if not found or not (named or home or sure):
        return None
    out.country, out.postal_code = "CN", code
    return out, district, found


def _from_the_end(parts: list[str]) -> tuple[Parts, str, str]:
    """Province, city and district taken from the end of an address; what is left is the street."""
    out, district, inside = Parts(), "", ""
    at, rest = -1, list(parts)
    while rest and at < _SMALLEST:
        phrase, fits = _last_name(rest[-1].split(), at, inside)
        if not fits:
            break
        code = min(fits, key=level)
        at = level(code)
        if at == _SMALLEST:
            district, inside = phrase, code if len(fits) == 1 else inside
        elif at:
            out.city, inside = phrase, code[:4]
        else:
            out.region, inside = phrase, code[:2]
            out.city = phrase if inside in ("11", "12", "31", "50") else ""
        rest[-1] = rest[-1].removesuffix(phrase).rstrip()
        rest = [r for r in rest if r]
    out.street = ", ".join(rest)
    if inside:
        region = region_of(out.region or load("cn_divisions")["names"][f"{inside[:2]}0000"], "CN")
        out.region_code = region.code if region else ""
    return out, district, inside.ljust(6, "0") if inside else ""


def _last_name(words: list[str], above: int, inside: str) -> tuple[str, list[str]]:
    """The division that the last words name, below a level and inside another one; a doubtful one stands alone."""
    for take in sorted({min(len(words), size) for size in (len(words), 4, 3, 2, 1)}, reverse=True):
        phrase = " ".join(words[-take:])
        if fits := [c for c in _codes(phrase) if level(c) > above and c.startswith(inside)]:
            doubtful = take < len(words) and len(fits) > 1 and min(map(level, fits)) == _SMALLEST
            return phrase, [] if doubtful else fits
    return "", []
