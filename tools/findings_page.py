"""Writes docs/reference/findings.md: every finding code with its severity, what to do, and an example that gives it.

Examples are found, not typed: every sample below is read as every kind, and the first one that gives a code stands
beside it. Run: python tools/findings_page.py
"""

from __future__ import annotations

import ast
from importlib.metadata import version
from pathlib import Path

from crmquality._data import load
from crmquality.types import Finding
from crmquality.validators import KINDS, examine

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "findings.md"
SAMPLES = (
    "JOHN SMITH", "john smith", "John", "Dr. Jane Smith", "John Smith Jr.", "Ann3", "Acme Holdings Ltd",
    "fax 010-62345678", "noreply@firma.de", "a***@qq.com", "n/a", "test", "  Li  Na ", "Ｌｉ Ｎａ", "a\x07b", "MÃ¼ller", "bad\ufffdtext", "x" * 40_000, "lorem " * 42 + "ips", "139****8000", "<b>bold</b> text",
    "=1+1", "'13912345678", "'914403001TQT25YY3D", "1.38E+10", "100080.0", "13912345678.0", "anna.li@firma.de", "a@b.com; c@d.com", "anna.li@gmial.com", "x1@mailinator.com", "info@firma.de",
    "anna@gmail.com", "anna+crm@firma.de", "anna@müller.de", "anna@gооgle.com", "anna@localhost", "anna@firma.test", "anna@@firma.de",
    "<anna@firma.de>", "Anna Li <anna@firma.de>", "noemail@firma.de", "qwe@qwe.com", "test@test.com", "13912345678", "139 1234", "123456789012345678", "26012345", "122222222", "12345678901",
    "16912345678", "010-62345678转801", "13912345678 / 13812345678", "400-810-8888", "+1 900 555 1234", "13800138000", "13888888888", "call 13912345678 now",
    "10086", "5551234567", "4930901820", "86 13912345678", "hello world", "abc", "9012", "Peking, DC", "ZZ", "中国", "Georgia", "Atlantis",
    "1000", "111111", "10008", "SW1A1AA", "2024年3月5日", "2024-02-30", "03/04/2024", "5/3/24", "45000", "1900-01-01", "2024-03", "1750-01-01",
    "2191-01-01", "not a date", "www.firma.de", "http://10.0.0.1", "https://x.de/?utm_source=a", "http://", "https://bit.ly/abc", "won", "WON ",
    "赢单", "maybe", "closed", "Custmer", "914403001TQH25YY3D", "110101900101001", "--", "1,23", "3万",
    "+86 139 1234 5678", "张三", "王总", "王大伟 (David Wang)", "张abc三", "单于明", "大伟王", "一二三四五六七",
    "某某有限公司深圳分公司", "上海华讯有限公", "(1,200) USD", "-5", "9e20", "9999999999999999", "Manger", "销售部", "王先生", "123", "微信：wang_wei88", "同手机",
    "https://www.linkedin.com/in/anna-li/", "https://weibo.com/annali", "広東省", "somewhere", "广东省杭州市西湖区", "PO Box 123, Dublin",
    "Hauptstraße, 10115 Berlin", "221B Baker St, London NW1 6XE", "!", "aaaa", "Smith & Sons LLC, Ltd", "firma", "+49", "公司", "????",
    "Calif.", "CA", "california", "Ontario", "Neverland", "Shenzen", "10 Downing Street, London SW1A 2AA, UK",
    "上海市静安区南京西路1266号 13912345678", "1 Main St, Boston, CA 02139",
    "王伟/李娜", "Иvan Petrov", "Acme Ltd (formerly Widget Ltd)", "Acme LLC, London Branch", "王伟 销售部",
    "9144030017QT25YY3", "11010119900230123X", "110104198501012310", "GB82 WEST 1234 5698 7654 32", "VAT: DE811907980", "91440300ITQT25YY3D",
    "1709600000", "kjhgf sdlkfjgh", "https://аpple.com", "2024-03-05 14:30", "25%",
)  # fmt: skip
#: codes that rules are given where they are used
NAMED = [
    ("record.burst", "many records within a minute came from one origin (tables); look at some of them"),
    ("record.name_joined", "the whole name stands in one field; split it"),
    ("record.name_swapped", "given and family name are swapped; swap them back"),
    ("record.no_channel", "no email and no phone: nobody can be reached; ask for one"),
    ("record.no_name", "no name at all; ask for one"),
    ("record.seems_swapped", "the names stand in each other's field, as all other records tell (tables); swap them"),
    ("record.status_stale", "nobody has been in contact for 180 days; write once more or change the status"),
]
CONTEXTS: dict[str, tuple[dict[str, object], ...]] = {
    "phone": (
        {"region": "CN"},
        {"region": "US"},
        {"region": None},
        {"region": "SG"},
        {"region": "CN", "line": "mobile"},
    ),
    "postal_code": ({"country": "CN"}, {"country": "DE"}, {"country": "US"}, {}),
    "address": ({}, {"country": "DE"}, {"country": "US"}),
    "region": ({"country": "US"}, {}),
    "choice": ({"choices": ("Won", "Lost", "Customer"), "aliases": {"赢单": "Won", "~closed": "Won"}},),
    "social_handle": ({"platform": "linkedin"}, {}),
    "messaging_id": ({}, {"platform": "whatsapp"}),
    "identifier": ({}, {"country": "CN"}),
    "datetime": ({}, {"zone": "required"}),
    "organization_name": ({}, {"legal_form": True}),
}


def found() -> dict[str, tuple[Finding, str]]:
    """Every code that a sample gives: its finding and the example that shows little else."""
    out: dict[str, tuple[Finding, str]] = {}
    others: dict[str, int] = {}
    for kind in KINDS:
        for context in CONTEXTS.get(kind, ({},)):
            said = ", ".join(f"{k} {v}" for k, v in context.items() if isinstance(v, str))
            for sample in SAMPLES:
                findings = examine(kind, sample, **context).findings
                for finding in findings:
                    if len(findings) < others.get(finding.code, len(findings) + 1):
                        others[finding.code] = len(findings)
                        out[finding.code] = finding, _shown(sample) + (f" ({said})" if said else "")
    return out


def _shown(sample: str) -> str:
    text = ascii(sample)[1:-1] if not sample.isprintable() or "\ufffd" in sample else sample
    text = f"{text[:20]}… ({len(sample):,} characters)" if len(text) > 80 else text
    return f"`{text}`".replace("|", "\\|")


def calls(*names: str) -> list[tuple[str, str]]:
    """Code and message of findings on records, files and ids, read from the calls that make them."""
    out = {}
    for path in sorted((ROOT / "src" / "crmquality").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
                texts = [_literal(a) for a in node.args]
                code = next(
                    (
                        t
                        for t in texts
                        if t and t.replace(".", "").replace("_", "").isalpha() and " " not in t and len(t) > 3
                    ),
                    None,
                )
                message = next((t for t in texts if t and " " in t), "")
                if code and message:
                    prefix = "file." if path.name == "files.py" and "." not in code else ""
                    out[prefix + code] = message
    return sorted(out.items())


def _literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) else "…" for v in node.values)
    return None


def page() -> str:
    """The whole page."""
    everything, metadata = found(), version("phonenumbers")
    lines = [
        "# Findings", "",
        "Every code that a check can give, by kind of field. Codes are stable; wording may change. In a policy the first",
        "part is the kind, and the finding's `field` names the policy's field. This page is generated by",
        "`tools/findings_page.py`; each example gives the finding beside it.", "",
        "Severity: `error` cannot be used as it is, `warning` is doubtful, `info` is worth knowing.", "",
    ]  # fmt: skip
    for kind in KINDS:
        rows = sorted((c, f, e) for c, (f, e) in everything.items() if c.partition(".")[0] == kind)
        lines += [f"## {kind}", "", "| code | severity | what it means, what to do | example |", "|---|---|---|---|"]
        lines += [f"| `{c}` | {f.severity} | {f.message.replace(metadata, '…')} | {e} |" for c, f, e in rows]
        lines.append("")
    lines += ["## Records, files and ids", "", "| code | what it means, what to do |", "|---|---|"]
    named = [(c, m.replace("{0}", "…")) for c, m in calls("_finding", "Finding", "_note", "Check") if "." in c]
    named += [(code, message) for code, (_, _, message, _) in load("findings")["records"].items()]
    lines += [f"| `{code}` | {message} |" for code, message in sorted(named + NAMED)]
    lines += ["| `choice.retired` | a value that the CRM's list no longer offers; choose a current one |",
              "| `<field>.missing` | a required field, or one that matters, is empty |",
              "| `<field>.too_long` | longer than the field's `max_length`; shorten it, nothing is cut |",
              "| `<field>.out_of_range` | below the field's `minimum` or above its `maximum` |",
              "| `<field>.reference` | not one of the values that the field named by `among` holds |",
              "| `<field>.shared_widely` | many people of different companies share it (tables); ask for their own |",
              "| `<field>.numbered` | one of a row of numbered mailboxes (tables); check who uses it |",
              "| `<field>.counting` | the numbers count up from record to record (tables); check one of them |",
              "| `<field>.outlier` | far from all other amounts (tables); check the decimal sign and the currency |",
              "| `<field>.default_value` | many records hold this very value (tables); a form may have filled it in |",
              "| `<field>.first_of_january` | too many birthdays on January 1 (tables); only the year may be known |",
              "| `<field>.truncated` | many texts end at this length (tables); the full text is needed |",
              "| `<field>.check` | does not pass the test of your own |",
              "| `<field>.pattern` | the text does not have the form that the field asks for |",
              "| `<field>.reversed` | an opt-out is taken back; keep the proof of consent |",
              "| `<field>.transition` | the stage falls back behind the one before |", ""]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{len(found())} codes")
