"""Writes letters of alphabets as Latin ones, for keys of names: Cyrillic, Greek, Armenian, Georgian, kana, hangul, Latin.

From anyascii (ISC), for letters whose sound their script settles; Arabic, Hebrew, Thai and the like leave vowels to the
reader, and names in them stay as they are. Run with anyascii installed: python tools/tables_letters.py
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from anyascii import anyascii

RANGES = (
    (0x00C0, 0x0250), (0x1E00, 0x1F00), (0x0370, 0x0400), (0x0400, 0x0530), (0x0530, 0x0590), (0x10D0, 0x1100), (0x3041, 0x3100)
)  # fmt: skip
#: Korean surnames as their bearers write them, where that is not the rule's spelling
KOREAN = """김 kim 이 lee 박 park 최 choi 강 kang 조 cho 윤 yoon 임 lim 신 shin 권 kwon 안 ahn 유 yoo 고 ko 백 baek 심 shim 노 noh 곽 kwak 주 joo
우 woo 구 koo 현 hyun 추 choo 금 keum 길 kil 기 ki 김 kim 류 ryu 오 oh 정 jung 성 sung 문 moon 허 heo 여 yeo 염 yeom"""
#: signs that say nothing of their own
SILENT = "ъьЪЬー・"


def plain(text: str) -> str:
    """Latin letters alone."""
    return "".join(c for c in anyascii(text).lower() if c.isalpha())


def main() -> None:
    """Write `_data/letters.json`."""
    letters = {}
    for first, last in RANGES:
        for code in range(first, last):
            c = chr(code).casefold()
            base = "".join(x for x in unicodedata.normalize("NFKD", c) if not unicodedata.combining(x))
            if len(c) == 1 and c.isalpha() and not base.isascii() and (found := plain(c)):
                letters[c] = found
    for place in range(19):
        letters[chr(0x1100 + place)] = plain(chr(0xAC00 + place * 588))[:-1]
    for place in range(21):
        letters[chr(0x1161 + place)] = plain(chr(0xAC00 + 11 * 588 + place * 28))
    for place in range(1, 28):
        letters[chr(0x11A7 + place)] = plain(chr(0xAC00 + 11 * 588 + place))[1:]
    letters |= dict.fromkeys(SILENT.casefold(), "")
    words = KOREAN.split()
    out = {
        "source": "anyascii; Korean surnames hand-made for crmquality", "date": "2026-11-26", "licence": "ISC",
        "data": {"latin": letters, "korean": dict(zip(words[::2], words[1::2], strict=True))},
    }  # fmt: skip
    folder = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data"
    text = json.dumps(out, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "letters.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
