"""Writes the words of dates: names of months and weekdays in European languages, folded, and of Asian eras.

Needs babel (names of Unicode CLDR). Run: python tools/tables_dates.py
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from babel import Locale

from crmquality._text import fold

LANGUAGES = "en de fr es it pt nl pl ru uk sv da nb fi cs sk sl hr hu ro bg el tr et lv lt ca id ms".split()
#: further spellings
MONTHS = {1: "jänner janv genn", 2: "feb febr fév févr feber fevr fev", 3: "mrz maerz mär mars", 4: "avr", 5: "mayo maj",
          6: "jun juni juin giu", 7: "jul juli juil lug", 8: "aug aou août ago", 9: "sept set", 10: "okt ott out", 11: "nov",
          12: "dez dec déc dic"}  # fmt: skip
WEEKDAYS = "tues thur thurs weds"
#: what stands between the parts and says nothing
FILLERS = "of de del den der the st nd rd th er e º ª г года р року r roku m d na en on le il el dne"
ERAS = {"民国": 1911, "民國": 1911, "中华民国": 1911, "中華民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911}


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
    data = {"months": months, "idle": sorted({d for d in days if d.isalpha() and len(d) > 1} | fillers),
            "eras": ERAS}  # fmt: skip
    out = {"source": "Unicode CLDR by babel (Unicode licence); eras by crmquality", "date": "2026-11-25",
           "licence": "Unicode-3.0", "data": data}  # fmt: skip
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "dates.json"
    target.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
