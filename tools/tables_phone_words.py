"""Writes _data/phone_words.json: what people write beside a phone number, as regular expressions.

Run: python tools/tables_phone_words.py 2026-11-26
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "phone_words.json"

PATTERNS = {
    # an extension at the end of a number
    "extension": r"(?ia)\s*[,，(（]?\s*(?:转|轉|分机号?|分機號?|内线|內線|extension|ext|extn|x|#)\s*[.:：#]?\s*([0-9]{1,7})\s*[)）#]?$",
    # a number with an extension as most write them, and nothing else
    "extended": r"(?ia)(?!.*  )([+(]?[0-9][0-9 ().-]*[0-9)]) ?(?:ext\.?|x|转) ?([0-9]{1,7})",
    # a Chinese number with an extension behind a dash
    "cn_extension": r"(?a)((?:\+?86[- ]?|0086[- ]?)?\(?0?[0-9]{2,3}\)?[- ]?[0-9]{3,4}[- ]?[0-9]{4}|"
    r"[48]00[0-9 -]{7,9}) ?[-－—*~] ?([0-9]{1,6})",
    # who answers, by the words beside the number
    "holder": r"(?i)(?P<fax>fax|传真|傳真)|(?P<assistant>assistan|secretar|sekret|秘书|秘書|助理)|(?P<switchboard>switchboard|"
    r"reception|front desk|zentrale|总机|總機|前台)|(?P<home>\bhome\b|\bprivat|住宅|宅电|家庭|家里)|(?P<direct>\bdirect|"
    r"direktwahl|\bddi\b|直线|直線|直拨)|(?P<mobile>\bmob|\bcell?\b|handy|手机|手機|移动)",
    # words that say that a number follows
    "label": r"(?i)\b(?:tel|telefon|telephone|phone|ph|t|p|m|mob|mobil|mobile|cell|no|nr|number|call|contact|"
    r"office|work|main|line|whats ?app|wa|wechat|wx|hotline)\b|(?:联系|办公|公司|常用|备用|客服|服务)?(?:电话|手机|座机|固话|"
    r"联系方式|移动电话|號碼|号码)号?码?|手機|電話|客服|热线|微信同号|同微信|微信|办|号",
}


def main(day: str) -> None:
    """Write the table."""
    table = {"source": "chosen by hand for crmquality", "date": day, "licence": "MIT", "data": {"patterns": PATTERNS}}
    OUT.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
