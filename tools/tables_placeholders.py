"""Write _data/placeholders.json: texts that stand for nothing, and texts typed to test a form."""

from __future__ import annotations

import json
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "placeholders.json"

PLACEHOLDER = """
n/a|na|n.a.|n.a|n\\a|#n/a|none|null|nil|nan|nul|<na>|none given|no data|no value|not available|not applicable
not provided|not given|not specified|not known|unknown|unkown|undefined|undisclosed|unspecified|tbd|tba|t.b.d.|to be confirmed
empty|missing|blank|(blank)|(null)|(none)|(empty)|<null>|<none>|[null]|#ref!|#value!|#name?|#null!|#div/0!|#num!
-|--|---|----|-----|.|..|...|....|?|??|???|????|_|__|___|/|//|\\|*|**|***|#|##|+|=|~|:|;|,|0|00|000
keine|keine angabe|k.a.|unbekannt|inconnu|desconocido|sconosciuto|s/d|s/n
无|無|暂无|暫無|没有|沒有|未知|不详|不詳|不明|不清楚|不知道|空|空白|缺|暂缺|待定|待补充|待确认|未填|未填写|未提供|未定|无数据|无信息
保密|略|同上|无名|—|——|———|－|、|。|？|／|·|…|……
"""
TEST = """
test|tests|testing|tester|test1|test2|test3|test 1|test 2|test123|test user|test account|test test|testtest|this is a test
dummy|sample|example|fake|foo|bar|foobar|foo bar|lorem ipsum|asd|asdf|asdfg|asdfgh|asdfasdf|asdasd|sdf|sdfsdf|qwe|qwer|qwert
qwerty|qwertyuiop|zxc|zxcv|zxcvbnm|qaz|wsx|abc|abcd|abcde|abc123|xxx|aaa|bbb|zzz|123|1234|12345|123456|1234567|12345678|123456789
测试|測試|测试1|测试2|测试3|测试123|测试数据|测试用户|测试账号|测试客户|测试测试|試驗|试验|样例|示例|演示
"""


def words(block: str) -> list[str]:
    return [w.strip() for line in block.strip().splitlines() for w in line.split("|") if w.strip()]


def main() -> None:
    table = {
        "source": "hand-made for crmquality from junk seen in Western and Chinese CRM exports",
        "date": "2026-11-24",
        "licence": "MIT",
        "data": {"placeholder": words(PLACEHOLDER), "test_value": words(TEST)},
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
