"""Writes the currency table: ISO 4217 codes, signs and names in many languages, and words for powers of ten.

Needs babel (names of Unicode CLDR). Run: python tools/tables_currencies.py
"""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name

from crmquality._text import fold
from crmquality.normalizers._han_number import HAN_DIGITS

#: signs that name one currency in business use; ¥ is the yuan here, the yen says JP¥ or 円
SIGNS = {
    "¥": "CNY", "￥": "CNY", "元": "CNY", "人民币": "CNY", "人民幣": "CNY", "rmb": "CNY", "块": "CNY", "圆": "CNY", "cn¥": "CNY", "元人民币": "CNY",
    "$": "USD", "us$": "USD", "美元": "USD", "美金": "USD", "dollar": "USD", "dollars": "USD", "€": "EUR", "euro": "EUR", "euros": "EUR",
    "欧元": "EUR", "£": "GBP", "英镑": "GBP", "pound": "GBP", "pounds": "GBP", "hk$": "HKD", "港元": "HKD", "港币": "HKD", "港幣": "HKD",
    "nt$": "TWD", "新台币": "TWD", "新臺幣": "TWD", "jp¥": "JPY", "円": "JPY", "日元": "JPY", "yen": "JPY", "₩": "KRW", "₹": "INR", "rs": "INR",
    "₽": "RUB", "₺": "TRY", "฿": "THB", "₫": "VND", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "s$": "SGD", "r$": "BRL", "chf": "CHF",
    "fr.": "CHF", "zł": "PLN", "kč": "CZK", "usd$": "USD", "元整": "CNY", "元正": "CNY", "圆整": "CNY", "块钱": "CNY", "人民币元": "CNY", "美刀": "USD", "刀": "USD", "usd": "USD", "bucks": "USD",
    "renminbi": "CNY", "yuan": "CNY", "cny¥": "CNY", "元人民幣": "CNY", "港纸": "HKD", "台币": "TWD", "台幣": "TWD", "韩币": "KRW", "卢比": "INR",
    "sfr": "CHF", "sfr.": "CHF", "stg": "GBP", "quid": "GBP", "rupees": "INR", "won": "KRW", "rubles": "RUB", "руб": "RUB", "руб.": "RUB", "р.": "RUB", "ft": "HUF", "lei": "RON", "лв": "BGN", "лв.": "BGN", "грн": "UAH", "грн.": "UAH", "₴": "UAH", "₪": "ILS", "₱": "PHP", "₦": "NGN", "₸": "KZT", "₼": "AZN",
    "rp": "IDR", "rp.": "IDR", "rm": "MYR", "dhs": "AED", "fr": "CHF", "s/": "PEN", "₡": "CRC", "₲": "PYG", "₵": "GHS", "₾": "GEL",
}  # fmt: skip

#: words behind a number, each with its power of ten
UNITS = {
    2: "百 佰 hundred hundert", 3: "千 仟 k tsd thousand thousands tausend mille mil tys тыс", 4: "万 萬 w", 5: "十万 lakh lac lakhs",
    6: "百万 佰万 百萬 m mm mn mio mln mill million millions millionen millón millones milhões milioni miljoen млн",
    7: "千万 千萬 仟万 crore crores cr", 8: "亿 億", 9: "十亿 十億 b bn mrd md mld billion billions milliarde milliarden milliard milliards миллиард млрд",
    12: "万亿 萬億 兆 trillion trillions tn billionen",
}  # fmt: skip

HAN = "".join(HAN_DIGITS)
#: written forms of amounts, of words that say that one is rough, of ranges
PATTERNS = {
    "han": (rf"(人民币|人民幣|[¥￥])?\s*((?:\d++(?:\.\d++)?|[{HAN}十拾百佰千仟万萬亿億])++)\s*([^\W\d_{HAN}十拾百佰千仟万萬亿億角毛分]*?)"
    rf"(?:([{HAN}\d])[角毛])?(?:零?([{HAN}\d])分)?[整正钱]?"),
    "figures": (r"(?P<sign>[+\-−])?\s*(?P<before>[^\d\s()+\-−.,'][^\d()+\-−]{0,30}?)?\s*(?P<sign2>[+\-−])?"
    r"(?P<number>\d(?:[\d.,'’\u00a0\u202f ]*\d)?)(?P<even>[.,][-–]{1,2}(?=$|\s))?\.?\s*"
    r"(?P<after>[^\d(),\-−]{0,30}?)(?P<behind>[-−])?"),
    "rough": r"(?i)^(?:约|大概|大约|近|about|approx\.?|ca\.?|circa|around|[~≈><≥≤])\s*(?=\S)|(?<=\S)\s*(?:左右|上下|以上|以下|以内|[+多余])$",
    "range": r"(?i)(.*\d.*?|.*[十百千万亿].*?)\s*(?:-|–|—|~|至|到|\bto\b|\bbis\b|\bà\b)\s*(.*(?:\d|[十百千万亿]).*)",
}  # fmt: skip


def main() -> None:
    """Write ``_data/currencies.json``."""
    current = {
        c
        for rows in get_global("territory_currencies").values()
        for c, _, end, tender in rows
        if end is None and tender
    }
    names: dict[str, str] = {}
    for language in ("en", "zh", "zh_Hant", "de", "fr", "es"):
        for code, name in Locale.parse(language).currencies.items():
            if code in current:
                names.setdefault(name.casefold(), code)
    for language in ("en", "de", "fr", "es", "it", "pt", "nl"):
        for code in current:
            for count in (1, 2):
                names.setdefault(get_currency_name(code, count=count, locale=language).casefold(), code)
    names |= {code.casefold(): code for code in current} | SIGNS
    names = {fold(name): code for name, code in sorted(names.items())}
    out = {"source": "Unicode CLDR by babel (Unicode licence); signs by crmquality", "date": "2026-11-25",
           "licence": "Unicode-3.0", "data": {"names": names, "signs": {c: c for c in names.values()} | {s: names[fold(s)] for s in "$€£¥￥元"},
           "units": {fold(w): power for power, words in UNITS.items() for w in words.split()},
           "patterns": PATTERNS}}  # fmt: skip
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "currencies.json"
    target.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
