"""Writes the table of Chinese divisions: GB/T 2260 code and name of every province, city and district.

Reads ``adcodes.csv`` of the package cpca 0.5.5 (MIT; a snapshot of 2020) and adds later changes by hand.
Run with cpca unpacked: python tools/tables_divisions.py PATH/TO/adcodes.csv
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

#: divisions made after the snapshot
LATER = {
    "330113": "临平区", "330114": "钱塘区", "410307": "偃师区", "410308": "孟津区", "320213": "梁溪区", "320214": "新吴区",
    "130208": "丰润区", "420882": "京山市", "430182": "宁乡市", "620881": "华亭市", "341882": "广德市", "350112": "长乐区",
    "370215": "即墨区", "370614": "蓬莱区", "341504": "叶集区", "530681": "水富市", "610881": "神木市", "230883": "抚远市",
    "510604": "罗江区", "511504": "叙州区", "511703": "达川区", "540104": "达孜区", "450206": "柳江区", "360404": "柴桑区",
}  # fmt: skip


def main(path: str) -> None:
    """Write ``_data/cn_divisions.json``."""
    with Path(path).open(encoding="utf-8") as file:
        names = {row["adcode"][:6]: row["name"] for row in csv.DictReader(file) if row["adcode"].endswith("000000")}
    for code, name in LATER.items():
        names.setdefault(code, name)
    out = {"source": "adcodes.csv of cpca 0.5.5, with later changes by hand", "date": "2020-11-07", "licence": "MIT",
           "data": dict(sorted(names.items()))}  # fmt: skip
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "cn_divisions.json"
    target.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
