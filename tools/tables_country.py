"""Write _data/countries.json: names and codes of countries to ISO 3166-1 alpha-2 (needs babel)."""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale
from babel.core import get_global

from crmquality._pinyin import simplify
from crmquality._text import fold

TARGET = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "countries.json"
LANGUAGES = ("en", "zh", "zh_Hant", "de", "fr", "es", "it", "pt", "nl", "ja", "ko", "ru", "pl", "sv", "tr")
#: further languages, without names of three letters and fewer
FURTHER = (
    "cs",
    "da",
    "nb",
    "fi",
    "el",
    "hu",
    "ro",
    "uk",
    "bg",
    "sk",
    "hr",
    "ar",
    "he",
    "th",
    "vi",
    "id",
    "hi",
    "bn",
    "fa",
    "sl",
    "lt",
    "lv",
    "et",
    "is",
    "ms",
    "ca",
    "sr",
)
EXTRA = {
    "US": "usa|u.s.|u.s.a.|america|united states of america|the united states|estados unidos de america|美國|米国",
    "GB": "uk|u.k.|great britain|britain|england|scotland|wales|northern ireland|英格兰|大不列颠|大英",
    "CN": "prc|p.r.c.|p.r. china|pr china|people's republic of china|mainland china|china mainland|中华人民共和国|中國|中国大陆|大陆|內地|中国内地|zhongguo",
    "HK": "hong kong|hongkong|hk sar|hong kong sar|香港|中国香港|香港特别行政区",
    "TW": "taiwan|台湾|臺灣|台灣|中国台湾|taiwan, china|taiwan r.o.c.|taiwan roc|taiwan (roc)|taiwan (r.o.c.)",
    "MO": "macau|macao|澳门|澳門|中国澳门|澳门特别行政区",
    "KR": "korea|south korea|republic of korea|korea, republic of|南韩|大韩民国",
    "KP": "north korea|dprk", "RU": "russian federation", "NL": "holland|the netherlands|nederland", "DE": "brd|bundesrepublik deutschland|deutschland|德國",
    "CZ": "czech republic|česká republika", "SK": "slovak republic|slovenská republika", "JP": "nippon|nihon|日本国", "NZ": "纽西兰|aotearoa", "IE": "eire",
    "HR": "republika hrvatska", "PL": "rzeczpospolita polska", "AE": "uae|u.a.e.|emirates|阿联酋", "VN": "viet nam", "IR": "iran, islamic republic of|islamic republic of iran|persia",
    "TR": "turkey|türkiye", "CI": "ivory coast", "MM": "burma|缅甸联邦", "LA": "lao", "SG": "republic of singapore|新加坡共和国",
    "CD": "dr congo|drc|zaire|democratic republic of the congo|congo, democratic republic of the", "MK": "macedonia", "SY": "syrian arab republic", "TZ": "united republic of tanzania",
    "BA": "bosnia|bosnia-herzegovina", "SZ": "swaziland|斯威士兰", "SA": "沙特|kingdom of saudi arabia|ksa", "PS": "palestine|state of palestine|巴勒斯坦", "LK": "ceylon|锡兰",
    "TH": "siam", "CV": "cape verde", "TL": "east timor", "BF": "upper volta", "KH": "kampuchea", "BY": "belorussia|byelorussia",
    "BO": "plurinational state of bolivia", "VE": "bolivarian republic of venezuela", "FM": "federated states of micronesia", "CG": "republic of the congo|congo republic",
    "WS": "western samoa", "BZ": "british honduras", "BJ": "dahomey", "ZW": "rhodesia", "GM": "the gambia", "BS": "the bahamas",
    "MD": "republic of moldova", "BN": "brunei darussalam", "VA": "holy see|vatican|梵蒂冈", "CH": "switzerland|schweiz|suisse|svizzera",
}  # fmt: skip
SHORTEST = 3
#: names that several countries have, or a country and a state or a town
AMBIGUOUS = {
    "GE US": "georgia|georgie|乔治亚", "CG CD": "congo|kongo|刚果|конго|콩고|コンゴ", "KR KP": "korea|corea|coree|корея",
    "CO US": "columbia",
}  # fmt: skip


def main() -> None:
    locales = [Locale.parse(name) for name in LANGUAGES]
    codes = sorted(
        c
        for c in locales[0].territories
        if len(c) == 2 and c.isalpha() and c not in {"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"}
    )
    names: dict[str, str] = {}
    for code in codes:
        for locale in locales:
            if name := locale.territories.get(code):
                names.setdefault(fold(simplify(name)), code)
    for code in codes:
        for name in FURTHER:
            text = fold(Locale.parse(name).territories.get(code, ""))
            if len(text) > SHORTEST or not text.isascii():
                names.setdefault(text, code)
    for alpha3, code in {a: c for c, a in alpha3_codes().items()}.items():
        if code in codes:
            names[fold(alpha3)] = code
    for code, block in EXTRA.items():
        names |= {fold(name): code for name in block.split("|")}
    for code, name in locales[0].territories.items():
        if code in codes and code not in ("CN", "KP", "CD"):
            names |= {key: code for kind in ("republic", "kingdom") if (key := fold(f"{kind} of {name}")) not in names}
    table = {
        "source": "Unicode CLDR through babel 2.18.0; alpha-3 codes of CLDR; aliases by hand",
        "date": "2026-11-24",
        "licence": "Unicode-3.0 (CLDR); MIT",
        "data": {
            "codes": codes,
            "names": dict(sorted(names.items())),
            "ambiguous": {fold(n): codes for codes, block in AMBIGUOUS.items() for n in block.split("|")},
        },
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def alpha3_codes() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    return {
        targets[0]: a for a, targets in sorted(aliases.items()) if len(a) == 3 and a.isalpha() and len(targets) == 1
    }


if __name__ == "__main__":
    main()
