"""Writes the currency table: ISO 4217 codes, signs and names in English and Chinese.

Needs babel (names of Unicode CLDR). Run: python tools/tables_currencies.py
"""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale
from babel.core import get_global

#: signs that name one currency in business use; ¥ is the yuan here, the yen says JP¥ or 円
SIGNS = {
    "¥": "CNY", "￥": "CNY", "元": "CNY", "人民币": "CNY", "人民幣": "CNY", "rmb": "CNY", "块": "CNY", "圆": "CNY", "cn¥": "CNY", "元人民币": "CNY",
    "$": "USD", "us$": "USD", "美元": "USD", "美金": "USD", "dollar": "USD", "dollars": "USD", "€": "EUR", "euro": "EUR", "euros": "EUR",
    "欧元": "EUR", "£": "GBP", "英镑": "GBP", "pound": "GBP", "pounds": "GBP", "hk$": "HKD", "港元": "HKD", "港币": "HKD", "港幣": "HKD",
    "nt$": "TWD", "新台币": "TWD", "新臺幣": "TWD", "jp¥": "JPY", "円": "JPY", "日元": "JPY", "yen": "JPY", "₩": "KRW", "₹": "INR", "rs": "INR",
    "₽": "RUB", "₺": "TRY", "฿": "THB", "₫": "VND", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "s$": "SGD", "r$": "BRL", "chf": "CHF",
    "fr.": "CHF", "zł": "PLN", "kč": "CZK", "usd$": "USD", "元整": "CNY", "元/年": "CNY",
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
    names |= {code.casefold(): code for code in current} | SIGNS
    out = {"source": "Unicode CLDR by babel (Unicode licence); signs by crmquality", "date": "2026-11-24",
           "licence": "Unicode-3.0", "data": dict(sorted(names.items()))}  # fmt: skip
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "currencies.json"
    target.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
