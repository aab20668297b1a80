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
from crmquality.normalizers._address_forms import Parts
from crmquality.normalizers._country import named_country
from crmquality.normalizers._place import region_of

_JAPAN: Final = re.compile(r"^(?:日本国?|日本、)?[,、\s]*")
_JP_CODE: Final = re.compile(r"〒? ?(\d{3})[-－ー‐]?(\d{4})(?!\d)")
_PREFECTURE: Final = re.compile("(?:東京都|北海道|(?:京都|大阪)府|[\u4e00-\u9fff]{2,3}?県)")
_JP_CITY: Final = re.compile(
    "(?:[\u3040-\u30ff\u3400-\u9fff]{1,6}?市[\u3040-\u30ff\u3400-\u9fff]{1,4}?区"
    "|[\u3040-\u30ff\u3400-\u9fff]{1,5}?郡[\u3040-\u30ff\u3400-\u9fff]{1,6}?[町村]|[\u3040-\u30ff\u3400-\u9fff]{1,7}?[市区町村])"
)
_KR_CODE: Final = re.compile(r"[(\[]?(?<![\d-])(\d{5})(?![\d-])[)\]]?")
_KR_TOWN: Final = re.compile("[\uac00-\ud7a3]{1,5}[시군구]")
_LEVEL_WORDS: Final = re.compile(
    r"(.+?)[ -](?:province|sheng|city|shi|district|dist\.?|qu|county|xian|new area|new district|autonomous region"
    r"|municipality|prefecture|zizhiqu|(?:[a-z]+ )+autonomous (?:region|prefecture|county))"
)
#: without any of these an address is not taken for a Chinese one
_SIGNS: Final = re.compile(r"\d{6}|China|CHINA|PRC|P\. ?R\.| (?:District|Province)\b")
_CODE: Final = re.compile(r"(?<![\w-])(\d{6})(?![\w-])")
#: the level of districts
_SMALLEST: Final = 2
_CHINA_LAST: Final = re.compile(r"(.+?),? (?:P\.? ?R\.? ?)?China", re.IGNORECASE)
_LATIN_PARTS: Final = re.compile(r"\s*[,;|]\s*")


def japanese(text: str, home: str) -> Parts | None:
    """A Japanese address in kanji; ``None`` where the text is none."""
    code = _JP_CODE.search(text)
    body = text if code is None else f"{text[: code.start()]} {text[code.end() :]}".strip(" ,、")
    body = body[_JAPAN.match(body).end() :].strip(" ,、")  # type: ignore[union-attr]
    prefecture = _PREFECTURE.match(body)
    known = prefecture is not None and region_of(prefecture[0], "JP")
    if not known and not (home == "JP" or "〒" in text or text.startswith("日本")):
        return None
    out = Parts("JP", postal_code=f"{code[1]}-{code[2]}" if code else "")
    if known and prefecture:
        out.region, out.region_code = prefecture[0], known.code
        body = body[prefecture.end() :].lstrip(" ,、")
    if city := _JP_CITY.match(body):
        out.city, body = city[0], body[city.end() :].lstrip(" ,、")
    out.street = body.strip()
    out.parsed = bool(out.region or out.city)
    return out


def korean(text: str) -> Parts:
    """A Korean address in hangul."""
    out = Parts("KR")
    body = re.sub(r"^(?:대한민국|한국)[,\s]*|[,\s]*(?:대한민국|한국)$", "", text)
    codes = list(_KR_CODE.finditer(body))
    if codes and (codes[0].start() == 0 or codes[-1].end() == len(body)):
        found = codes[-1] if codes[-1].end() == len(body) else codes[0]
        out.postal_code = found[1]
        body = f"{body[: found.start()]} {body[found.end() :]}".strip(" ,")
    words = body.replace(",", " ,").split()
    if words and (region := region_of(words[0], "KR")):
        out.region, out.region_code = words.pop(0), region.code
    towns: list[str] = []
    while words and _KR_TOWN.fullmatch(words[0]) and len(towns) < 2:  # noqa: PLR2004 - 성남시 분당구
        towns.append(words.pop(0))
    out.city = " ".join(towns)
    out.street = " ".join(words).replace(" ,", ",").strip(" ,")
    out.parsed = bool(out.region or out.city)
    return out


@cache
def _latin() -> dict[str, tuple[tuple[str, int], ...]]:
    """Codes and levels by the folded Latin name of a division."""
    out: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for code, name in load("cn_divisions")["latin"].items():
        if code[:2] not in ("71", "81", "82"):
            level = 0 if code.endswith("0000") else 1 if code.endswith("00") else 2
            out[fold(name).replace("'", "")].append((code, level))
    for name, code in (("peking", "110000"), ("canton", "440100"), ("inner mongolia", "150000"), ("xizang", "540000"),
                       ("neimenggu", "150000"), ("urumchi", "650100"), ("pudong new area", "310115")):  # fmt: skip
        out[name].append((code, 0 if code.endswith("0000") else 1 if code.endswith("00") else 2))
    return {name: tuple(codes) for name, codes in out.items()}


def _codes(phrase: str) -> tuple[tuple[str, int], ...]:
    key = fold(phrase).strip(" .").replace("'", "")
    bare = _LEVEL_WORDS.fullmatch(key)
    table = _latin()
    for name in (key, bare[1] if bare else key):
        for form in (name, name.replace(" ", "").replace("-", "")):
            if form in table:
                return table[form]
    return ()


def pinyin_address(text: str, home: str) -> tuple[Parts, str, str] | None:
    """A Chinese address in Latin letters: its parts, the district, and the code; ``None`` where it is none.

    Args:
        text: the tidied text.
        home: the record's country or ``""``.
    """
    if home not in ("", "CN"):
        return None
    if not home and _SIGNS.search(text) is None:
        return None
    code = next(reversed(list(_CODE.finditer(text))), None)
    body = text if code is None else f"{text[: code.start()]},{text[code.end() :]}"
    parts = [p for p in (x.strip(" .") for x in _LATIN_PARTS.split(body)) if p]
    named = bool(home)
    for at in (-1, 0):
        if parts and named_country(parts[at]) == "CN":
            named = True
            del parts[at]
    if parts and (tail := _CHINA_LAST.fullmatch(parts[-1])):
        named, parts[-1] = True, tail[1]
    out, district, found = _from_the_end(parts)
    if not found and named:  # China, Guangdong, Guangzhou, Tianhe District, Tiyu West Road 103
        out, district, found = _from_the_end(parts[::-1])
        out.street = ", ".join(out.street.split(", ")[::-1])
    sure = (out.region and (code or (district and out.city))) or (code and district and out.city)
    if not found or not (named or sure):
        return None
    out.country, out.postal_code = "CN", code[1] if code else ""
    return out, district, found


def _from_the_end(parts: list[str]) -> tuple[Parts, str, str]:
    """Province, city and district taken from the end of an address; what is left is the street."""
    out, district, inside = Parts(), "", ""
    level, rest = -1, list(parts)
    while rest and level < _SMALLEST:
        phrase, fits = _last_name(rest[-1].split(), level, inside)
        if not fits:
            break
        code, level = min(fits, key=lambda f: f[1])
        if level == _SMALLEST:
            district, inside = phrase, code if len(fits) == 1 else inside
        elif level:
            out.city, inside = phrase, code[:4]
        else:
            out.region, inside = phrase, code[:2]
            out.city = phrase if inside in ("11", "12", "31", "50") else ""
        rest[-1] = rest[-1][: len(rest[-1]) - len(phrase)].rstrip()
        if not rest[-1]:
            rest.pop()
    out.street = ", ".join(rest)
    if inside:
        region = region_of(out.region or load("cn_divisions")["names"][f"{inside[:2]}0000"], "CN")
        out.region_code = region.code if region else ""
    return out, district, inside.ljust(6, "0") if inside else ""


def _last_name(words: list[str], level: int, inside: str) -> tuple[str, list[tuple[str, int]]]:
    """The division that the last words name, below a level and inside another one; a doubtful one stands alone."""
    for take in dict.fromkeys((len(words), 4, 3, 2, 1)):
        phrase = " ".join(words[-take:])
        fits = (
            [(c, at) for c, at in _codes(phrase) if at > level and c.startswith(inside)] if take <= len(words) else []
        )
        if fits:
            doubtful = take < len(words) and len(fits) > 1 and min(at for _, at in fits) == _SMALLEST
            return phrase, [] if doubtful else fits
    return "", []
