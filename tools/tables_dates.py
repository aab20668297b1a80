"""Writes the words of dates: names of months and weekdays in European languages, folded, and of Asian eras.

Needs babel (names of Unicode CLDR). Run: python tools/tables_dates.py
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from babel import Locale

from crmquality._text import fold
from crmquality.normalizers._han_number import HAN_DIGITS

LANGUAGES = "en de fr es it pt nl pl ru uk sv da nb fi cs sk sl hr hu ro bg el tr et lv lt ca id ms is mk sr".split()
#: further spellings
MONTHS = {1: "jänner janv genn", 2: "feb febr fév févr feber fevr fev", 3: "mrz maerz mär mars", 4: "avr", 5: "mayo maj",
          6: "jun juni juin giu", 7: "jul juli juil lug", 8: "aug aou août ago", 9: "sept set", 10: "okt ott out", 11: "nov",
          12: "dez dec déc dic"}  # fmt: skip
WEEKDAYS = "tues thur thurs weds"
#: what stands between the parts and says nothing
FILLERS = "of de del den der the st nd rd th er e º ª г года р року r roku m d na en on le il el dne"
ERAS = {
    "民国": 1911,
    "民國": 1911,
    "中华民国": 1911,
    "中華民國": 1911,
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
}

#: written forms, read from the first to the last character
CLOCK = (
    r"\s*(?P<half>上午|下午|晚上|夜里|早上|早晨|清晨|中午|凌晨|傍晚|深夜|半夜|[晚早](?=\d)|午前|午後|午后|오전|오후)?\s*(?P<h>\d{1,2})"
    r"(?:(?:[:hH时時点點시]|\.(?=\d\d(?!\d)))\s*(?:(?P<mi>\d{1,2}|半)\s*[分분]?)?(?:\s*:?(?P<s>\d{1,2})(?:[.,](?P<us>\d{1,9}))?[秒초]?)?[整]?"
    r"|(?=\s?[AaPp]\.?[Mm]))"
    r"(?:\s?Uhr)?\s*(?P<ampm>[AaPp]\.?[Mm]\.?)?\s*(?P<tz>[Zz]|(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?|UTC|GMT)?"
)
TIME = rf"(?:[T ,]?{CLOCK})?"
DAY_OF_WEEK = r"(?:星期|周|週|礼拜)?[一二三四五六日天月火水木金土](?:曜日?)?"
WEEKDAY = rf"(?:\s*[(（](?:{DAY_OF_WEEK}|[A-Za-z]{{2,9}}\.?)[)）]|\s*(?=[星周週礼]){DAY_OF_WEEK})?"
PATTERNS = {
    "year_first": r"(?:公元|西元)?(?P<era>[\u4e00-\u9fff]{2,4})?\s*(?P<y>\d{1,4}|元)\s*(?:[年년]|(?P<sep>[-/. ]))\s*"
    r"(?P<m>\d{1,2})(?:\s*(?:[月월]|(?(sep)(?P=sep)|(?!)))\s*(?:(?P<d>\d{1,2})\s*[日号號일.]?)?)?" + WEEKDAY + TIME,
    "year": r"(?P<y>(?:1[89]|20|21)\d{2})\s*[年년]?",
    "era_year": r"(?P<era>[\u4e00-\u9fff]{2,4})\s*(?P<y>\d{1,3}|元)年?",
    "compact": r"(?P<y>(?:1[89]|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})"
    r"(?:[T ]?(?P<h>\d{2})(?:(?P<mi>\d{2})(?:(?P<s>\d{2})(?:[.,](?P<us>\d{1,9}))?)?)?"
    r"(?P<tz>[Zz]|[+-]\d{2}:?(?:\d{2})?)?)?",
    "figures": r"(?P<a>\d{1,2})(?P<sep>[-/. ])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?:\s?г(?:ода)?)?\.?(?:,? (?:at|um|à|a las|alle|kl\.?|o|в)(?= ))?"
    + TIME,
    "month_year": r"(?P<m>\d{1,2})[-/.](?P<y>(?:1[89]|20|21)\d{2})",
    "six": r"\d{6}",
    "serial": r"([2-5]\d{4})(?:\.\d{1,12})?",
    "unix": r"([1-2]\d{9})(\d{3})?",
    "week": r"\d{4}-?W\d{2}-?[1-7]",
    "named": rf"(?P<day>.*?)(?:[,\s:T](?:at|um|à|a las|alle|kl\.?|o)?{CLOCK})?",
    "library": r"(?=.*[A-Za-z]{3})(?=.*(?<!\d)\d{4}(?!\d))(?=.*(?<![\d:])\d{1,2}(?![\d:]))[\w ,.:+/-]{8,60}",
    "lunar": r"[农農阴陰]历?曆?|初[一二三四五六七八九十]|[正冬腊臘]月|[闰閏]",
    "han_number": f"([{''.join(HAN_DIGITS)}十拾廿卅百佰]+|元(?=月))(?=[年月日号號时時点點分秒])",
    "vietnamese": r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+năm\s+(\d{4})",
    "dash": "[\u2010-\u2015\u2212]",
}
#: halves of the day
HALVES = {
    "early": "上午 早上 早 早晨 清晨 凌晨 午前 오전",
    "late": "下午 晚上 晚 夜里 深夜 半夜 中午 傍晚 午後 午后 오후",
}


def main() -> None:
    """Write ``_data/dates.json``."""
    found: dict[str, set[int]] = defaultdict(set)
    days = set(WEEKDAYS.split())
    for name in LANGUAGES:
        locale = Locale.parse(name)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, word in locale.months[form][width].items():
                    found[fold(word).strip(". ")].add(number)
                days |= {fold(w).strip(". ") for w in locale.days[form][width].values()}
    for number, words in MONTHS.items():
        for word in words.split():
            found[fold(word)].add(number)
    # листопад is October in one language and November in another
    months = {w: min(n) for w, n in sorted(found.items()) if len(n) == 1 and w.isalpha() and len(w) > 1}
    fillers = {fold(w) for w in FILLERS.split()}
    data = {"months": months, "idle": dict.fromkeys(sorted({d for d in days if d.isalpha() and len(d) > 1} | fillers), 1),
            "eras": ERAS, "halves": {k: v.split() for k, v in HALVES.items()},
            "patterns": {name: f"(?a){pattern}" for name, pattern in PATTERNS.items()}}  # fmt: skip
    out = {"source": "Unicode CLDR by babel (Unicode licence); eras by crmquality", "date": "2026-11-25",
           "licence": "Unicode-3.0", "data": data}  # fmt: skip
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "dates.json"
    target.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
