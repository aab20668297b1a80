"""Writes _data/policy.json: small tables that policies, their forms and their files are made with.

Run: python tools/tables_policy.py 2026-11-25
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "policy.json"

#: words of streets written out, so that both writings compare as one
STREET_WORDS = {
    "st": "street", "str": "strasse", "ave": "avenue", "av": "avenue", "rd": "road", "dr": "drive", "ln": "lane",
    "blvd": "boulevard", "ct": "court", "pl": "place", "sq": "square", "hwy": "highway", "pkwy": "parkway", "apt": "",
    "c": "calle", "cl": "close", "crt": "court", "cres": "crescent", "gdns": "gardens", "ter": "terrace",
}  # fmt: skip
#: names of mailboxes that say nothing about whose they are
GENERIC_MAILBOXES = (
    "info sales support admin office contact mail email hello kontakt team service marketing hr jobs billing "
    "accounts post test none noreply no-reply webmaster help enquiries company reception booking bookings reservations "
    "orders order dispatch procurement purchasing shop rezeption empfang zentrale sekretariat verwaltung personal edv "
    "bestellung rechnung accueil achats compta comptabilite commercial direction secretariat facturation contabilidad "
    "ventas compras administracion recepcion pedidos facturas vendite acquisti amministrazione ordini segreteria biuro "
    "zakupy ksiegowosc inkoop verkoop administratie financial vendas comercial financeiro noemail nomail donotreply "
    "caigou yewu qiantai shangwu hezuo xingzheng gongsi tousu "
    "no-email no.email noname notprovided unknown unbekannt inconnu desconocido sconosciuto nobody noone anonymous null "
    "nul invalid fake fakeemail dummy xxx asdf qwe qwerty tests testing tester testuser ceshi no"
).split()
#: words before a header that say whose it is
OWNERS = [
    "primary ", "contact ", "person ", "lead ", "mailing ", "billing ", "business ", "work ", "customer ", "client ",
    "main ", "联系人", "客户", "线索", "主要", "首要",
]  # fmt: skip
#: where a further column of the same sort goes, in order
FURTHER = {
    "email": ["email2"], "email2": ["email"], "phone": ["phone2", "mobile"], "mobile": ["phone2", "phone"],
    "phone2": ["phone", "mobile"],
}  # fmt: skip
#: how flags are written
FLAGS = "true|false|yes|no|y|n|1|0|t|f|是|否|有|无|allow|do not allow|√".split("|")
#: by kind, for forms: JSON Schema's format, pattern of the canonical form, longest text worth typing, example
HINTS = {
    "email": ("email", r"^[^@\s]+@[^@\s]+\.[^@\s]+$", 254, "anna.berg@acme.com"),
    "phone": ("", r"^\+[1-9]\d{4,14}$", 40, "+8613912345678"),
    "date": ("", r"^\d{4}(-\d{2}(-\d{2})?)?$", 10, "2026-03-05"),
    "datetime": ("", r"^\d{4}-\d{2}-\d{2}", 35, "2026-03-05T09:30:00"),
    "url": ("uri", r"^https?://\S+$", 2000, "https://www.acme.com"),
    "country": ("", "^[A-Z]{2}$", 2, "CN"),
    "number": ("", r"^-?\d+(\.\d+)?$", 40, "12"),
    "boolean": ("", "^(true|false)$", 5, "true"),
    "person_name": ("", "", 120, "王小明"),
    "organization_name": ("", "", 255, "Acme GmbH"),
    "postal_code": ("", "", 12, "518000"),
    "text": ("", "", 1000, ""),
}  # fmt: skip
#: of a CRM's own description of its fields: names of entries, the surer first, whichever CRM it comes from
CRM_ENTRIES = {
    # what holds the list of fields
    "lists": "results fields properties value Attributes attributes data result describe",
    # what each entry of a field is called
    "name": "api_name LogicalName field_code QualifiedApiName key name Name SchemaName 字段名 字段名称",
    "label": "label field_label display_label DisplayName field_name displayName Label title 标签 显示名称",
    "type": "data_type AttributeType AttributeTypeName field_type fieldType DataType type 类型 字段类型",
    "length": "length MaxLength max_length maxLength maxlength 长度",
    "options": "options picklistValues pick_list_values choices values OptionSet GlobalOptionSet Options enum 选项",
    "value": "value actual_value Value id name label display_value",
    "shown": "label display_value Label name",
    "required": "required system_mandatory mandatory mandatory_flag is_required 必填 是否必填",
    "custom": "custom custom_field IsCustomAttribute is_custom_field edit_flag",
    "minimum": "MinValue minimum min 最小值",
    "maximum": "MaxValue maximum max 最大值",
    "read_only": "calculated readOnly read_only field_read_only readOnlyValue",
    "writable": "updateable IsValidForUpdate",
    "gone": "archived deleted deprecatedAndHidden",
    "retired": "hidden IsHidden archived deleted retired not_usable",
}
#: our kind by the CRM's type, without case and signs
CRM_TYPES = {
    "text": "文本 单行文本 多行文本 string text varchar varcharauto textarea longtextarea longtext html "
    "richtext memo multiline autonumber",
    "email": "email 邮箱", "phone": "phone 电话 手机 phonenumber tel telephone", "url": "url website link",
    "choice": "picklist enumeration enum select 单选 radio dropdown combobox state status choice option singleselect "
    "selectone singlechoice",
    "boolean": "boolean 是否 布尔 bool checkbox booleancheckbox twooptions yesno flag trueorfalse",
    "number": "number 数字 金额 double int integer long bigint decimal currency percent money monetary float",
    "date": "date 日期", "datetime": "datetime 日期时间 timestamp",
    "identifier": "id reference lookup owner ownerlookup userlookup uniqueidentifier customer user org people "
    "objectreference employee",
    "several": "多选 multipicklist multiselectpicklist set multiselect multienum tags selectmany multiplechoice",
}  # fmt: skip
#: kinds of the policy that a CRM field of a kind can be; others fit their own alone
CRM_FITS = {
    "choice": "choice custom text country region city job_title organization_name",
    "number": "number amount", "date": "date datetime", "datetime": "date datetime", "url": "url social_handle",
    "identifier": "identifier text organization_name",
}  # fmt: skip
#: guide to the files of a write-back
GUIDE = """\
Files for your CRM, made by crmquality. Nothing has been changed yet. Work through them in this order.
给 CRM 的文件,由 crmquality 生成;目前没有改动任何数据。请按以下顺序使用。

1. {n[suppress]} records  suppress.csv    keep these out of mailings (unsubscribed, bounced)   退订/禁止联系
2. {n[merges]} records  merges.csv      losing_id is merged into survivor_id; "carry:" columns show the
                          values that the survivor must hold afterwards                   合并重复记录
3. {n[carried]} records  carried.csv     those values as an import file, to run after the merges    合并后补写
4. {n[updates]} records  updates.csv     the id and the changed columns under your own headers      更新导入
5. {n[archive]} records  archive.csv     set your "archived" mark on these; delete nothing          归档
6. {n[empty]} records  to_empty.csv    cells holding a placeholder such as "n/a": empty them by hand  手工清空
updates_review.csv shows every value before and after, with the rule.
{n[held_back]} values are held back, because the CRM does not know them; held_back.csv says why.       未写回的值及原因
{left_out} rows have no usable id and are left out.

An empty cell never means "blank this". updates.csv needs an importer that skips empty cells; where yours does not, or
you are not sure, import the files in updates_by_column/ one after the other: they have no empty cells.
Import as UTF-8; match records by the column {id}; choose "update existing records only".

HubSpot      Import > update existing, unique identifier Record ID; empty cells are skipped: updates.csv.
             Merges: HubSpot merges two records at a time, survivor first; a HubSpot merge cannot be undone there.
Salesforce   Data Loader > Update (leave "Insert null values" off) or Import Wizard: updates.csv.
             Merges: at most three records at a time, master = survivor_id.
Zoho CRM     Import > update existing; tick "Don't update empty values for existing": updates.csv.
Dynamics 365 an empty cell may blank a value: updates_by_column/. Merges: Merge, primary record = survivor_id.
Pipedrive    Import data, map the id column to the item's ID: updates_by_column/. Merges: keep survivor_id's data.
Freshsales   Import > update only: updates_by_column/. Merges: primary record = survivor_id.
纷享销客      导入 > 更新导入,以唯一标识匹配;空单元格可能清空原值:请用 updates_by_column/。
             合并:以 survivor_id 为主记录。
知客CRM       导入更新,以编号匹配:请用 updates_by_column/。
             合并:以 survivor_id 为主记录。

Took long since the export? Export again and let plan.recheck(fresh_export) drop what was edited meanwhile.
"""

#: what reports call actions, classes of bad data, causes of ghosts and what would have caught them
REPORT_WORDS = {
    "actions": {
        "keep": "keep as it is",
        "verify": "check a detail",
        "re_engage": "write once more",
        "archive": "archive",
        "suppress": "keep out of mailings",
        "review": "let a person look",
    },
    "classes": {
        "missing": "missing",
        "inaccurate": "inaccurate",
        "wrong_field": "in the wrong field",
        "non_compliant": "not in the agreed form",
        "duplicate": "duplicate",
    },
    "causes": {
        "fake": "never existed",
        "duplicate": "copy of another record",
        "unreachable": "no way to reach them",
        "lapsed": "silent for long",
    },
    "defences": {
        "cleaning": "merging copies",
        "verification": "asking again in time",
        "automation": "checks at the door",
        "review": "a person's look",
        "analytics": "watching who falls silent",
    },
}
#: name of a survivorship rule and what it prefers
SURVIVORSHIP = {
    "survivor": "the surviving record's value, else the next best record's",
    "most_complete": "the same as survivor: records are ranked by deals, activity, completeness",
    "most_trusted": "the value of the record whose source stands first in the order of trust",
    "newest": "the value of the record changed last",
    "newest_verified": "the value verified last, by <field>_verified_at or verified_at; else the newest",
    "oldest": "the value of the record created first",
    "longest": "the longest value",
    "majority": "the value that most records hold",
    "union": "all distinct values, joined by '; '",
    "most_restrictive": "any yes is a yes: opt-out never becomes opt-in",
    "all_yes": "any no is a no: a permission holds only where every record that says anything gives it",
    "furthest_stage": "the furthest stage of the list; a survivor rises only to what known deals prove",
}

#: findings, by reason or code, after which the written form says less than the cell did
LOSSY = [
    "ambiguous",
    "display_name",
    "extension",
    "former_name",
    "multiple",
    "multiple_values",
    "nearest",
    "partial",
    "phone.repaired",
    "subaddress",
    "title_inside",
]
#: findings whose suggestion is worth proposing, by reason or code, with the confidence of the rule
CORRECTIONS = {
    "typo_domain": 0.85,
    "typo": 0.85,
    "lost_zero": 0.85,
    "padded": 0.7,
    "swapped_order": 0.6,
    "city.typo": 0.6,
    "choice.typo": 0.9,
    "custom.typo": 0.9,
}

#: what a kind is in matching in a policy that names no roles, of people and firms, and of things
ROLES = {
    "of_kind": {
        "given_name": "given",
        "family_name": "family",
        "person_name": "full_name",
        "email": "email",
        "phone": "phone",
        "organization_name": "company",
        "street": "street",
        "address": "street",
        "city": "city",
        "region": "region",
        "postal_code": "postal_code",
        "country": "country",
        "job_title": "job_title",
        "url": "code",
    },
    "of_thing": {
        "text": "about",
        "person_name": "about",
        "given_name": "about",
        "family_name": "about",
        "organization_name": "about",
        "identifier": "code",
        "number": "number",
        "amount": "number",
        "date": "number",
        "datetime": "number",
    },
}
#: reasons of findings that make a well-formed value useless, with the word for it
USELESS = {
    "disposable": "disposable",
    "special_use": "reserved",
    "fax_line": "fax",
    "no_reply": "no_reply",
    "test_mailbox": "made_up",
    "test_number": "made_up",
    "test_value": "made_up",
}


def words(table: dict[str, str]) -> dict[str, list[str]]:
    """Lists from the lines above."""
    return {k: v.split() for k, v in table.items()}


def main(day: str) -> None:
    """Write the table."""
    data = {
        "street_words": STREET_WORDS, "generic_mailboxes": GENERIC_MAILBOXES, "owners": OWNERS, "further": FURTHER,
        "flags": FLAGS, "hints": HINTS, "crm_entries": words(CRM_ENTRIES),
        "crm_types": {word: kind for kind, said in words(CRM_TYPES).items() for word in said},
        "crm_fits": words(CRM_FITS), "guide": GUIDE.splitlines(), "report_words": REPORT_WORDS, "survivorship": SURVIVORSHIP, "lossy": LOSSY,
        "corrections": CORRECTIONS, "roles": ROLES, "useless": USELESS,
    }  # fmt: skip
    source = "chosen by hand for crmquality; entries and types after the field references of eight CRMs"
    table = {"source": source, "date": day, "licence": "MIT", "data": data}
    OUT.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
