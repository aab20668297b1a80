"""Writes _data/matching.json: what red lines read in headers, and the Chinese words of explanations.

Run: python tools/tables_matching.py 2026-11-26
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "matching.json"

#: by reason, what the headers of columns say whose values must agree, where the policy has no field for them
HEADERS = {
    "different external ids": r"\b(?:external|legacy|erp|sap|crm|netsuite|stripe|hubspot|salesforce|dynamics|zoho|odoo"
    r"|xero|datev|master|customer|client|debt?or|debitoren?|kunden|member(?:ship)?|loyalty)\b.*\b(?:id|no|nr|number"
    r"|num|key|code|ref|reference)\b|\b(?:kunden|debitoren)(?:nummer|nr)\b|\bnumero (?:de )?client"
    r"|^source (?:system |record )*id$"
    r"|(?:外部|旧系统|系统|erp|sap|crm|会员).*(?:id|编号|编码|号|代码)|会员号|客户(?:号|编码|代码)",
    "different tax ids": r"^(?:nif|cif|nie|rfc|cnpj|cpf|gstin|ein|siren|siret|abn|kvk)\b|passport|partita iva"
    r"|steuer ?(?:nummer|nr|id)|ust id|\b(?:tax|vat|fiscal) (?:id|no|nr|number|code)\b|护照号|身份证|营业执照|税号",
    "different parent accounts": r"\b(?:parent|ultimate|holding)\b(?!.*(?:date|phone|mail|contact))"
    r"|^(?:account|company|org) ?id$|muttergesellschaft|\bkonzern\b"
    r"|上级(?:客户|公司|单位|机构|账户)|母公司|所属(?:集团|公司|客户)",
    "conflicting consent": r"consent|\bopt(?:ed)? ?(?:in|out)\b|\bdo ?not ?(?:call|mail|email|contact|sms|fax|track)"
    r"|gdpr|dsgvo|subscribed|subscription status|newsletter|einwilligung"
    r"|marketing (?:contact )?(?:status|permission|allowed)|同意|退订|订阅|拒接|拒收|勿扰|免打扰|不再联系|营销许可",
}  # fmt: skip
#: of such headers those that say when, how or what for, not whether
ASIDE = r"\b(?:date|time|at|on|since|version|plan|price|fee|amount)$|日期|时间|版本|方式|来源"
OPEN = r"\bopen (?:deal|opportunit)|(?:未结|进行中|未关闭|在谈).*(?:商机|交易|单)"
STANDING = (
    r"\b(?:type|status|stage|category|relationship)$|\bis customer\b"
    r"|(?:客户|联系人)(?:类型|状态|类别)|是否(?:客户|成交)"
)
CUSTOMER = (
    "customer|client|current customer|existing customer|active customer|paying customer|won|closed won|kunde"
    "|bestandskunde|cliente|已成交|成交客户|已成交客户|正式客户|签约客户|老客户|合作客户"
).split("|")
NAMES = {
    "given": "名", "family": "姓", "email": "邮箱", "phone": "电话", "company": "公司", "street": "街道",
    "postal_code": "邮编", "city": "城市", "birth_date": "出生日期", "identifier": "证件号", "job_title": "职务",
    "country": "国家", "generation": "辈分",
    "title": "名称", "about": "描述", "more": "补充", "code": "型号", "number": "数字", "number2": "另一数字",
    "change of job or address": "换工作或搬家", "household or workplace": "同住或同事", "prior": "先验",
    "match weight": "匹配权重", "bits": "比特",
    "threshold (bits)": "阈值(比特)", "precision": "准确率", "recall": "召回率",
}  # fmt: skip
LEVELS = {
    "same": "相同", "nickname": "小名(见小名表)", "initial": "首字母", "short form": "简称", "similar": "相近",
    "swapped": "姓名对调", "part": "部分相同", "same role mailbox": "相同的公用邮箱", "same local part": "前缀相同",
    "near": "接近", "doubtful pairs": "证据不足", "decision": "人工决定",
    "different owners": "负责人不同", "open deals on both sides": "两边都有进行中的商机",
    "different tax ids": "税号不同", "different external ids": "外部编号不同",
    "different parent accounts": "上级客户不同",
    "conflicting consent": "订阅意愿冲突", "both active in the last 30 days": "近30天两边都有往来",
    "customers on both sides": "两边都是客户", "different legal forms": "公司形式不同",
    "more than 5 records": "超过5条记录",
    "different birth dates": "出生日期不同", "different identity numbers": "证件号不同",
    "junior and senior": "辈分称谓不同", "junior or senior on one side only": "仅一方带辈分称谓",
    "names differ": "姓名不同", "two mailboxes of one domain": "同一域名的两个邮箱",
    "two jobs in one company": "同一公司的两个职务",
    "nothing but names agrees": "仅姓名相符", "too little evidence": "证据不足",
    "same words": "词语相同", "most words": "多数词语相同", "some words": "部分词语相同", "other numbers": "数字不同",
    "different": "不同", "allowed for": "已考虑",
    "could explain the same agreement": "也能解释相同之处", "no evidence": "无证据",
}  # fmt: skip
#: keys that rules are made of, where they are no comparison
KEYS = {
    "names": "姓名", "local": "邮箱前缀", "initial": "名的首字母", "letter": "姓的首字母", "sound": "姓的读音",
    "year": "出生年份", "only_company": "公司", "only_firm": "公司名的读音", "word": "名称中的词",
    "about_word": "描述中的词",
}  # fmt: skip


def main(day: str) -> None:
    """Write the table."""
    data = {
        "patterns": {**HEADERS, "aside": ASIDE, "open": OPEN, "standing": STANDING}, "headers": list(HEADERS),
        "customers": CUSTOMER, "zh": {**KEYS, **NAMES, **LEVELS},
    }  # fmt: skip
    table = {"source": "chosen by hand for crmquality", "date": day, "licence": "MIT", "data": data}
    OUT.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
