"""Writes the table of account and tax numbers: structure of IBANs by country, check digits of VAT numbers.

IBAN structures are those of the SWIFT registry as packaged by schwifty; VAT check digits follow the algorithms that the
European Commission and the tax offices of Norway, Switzerland and the United Kingdom publish.
Needs schwifty. Run: python tools/tables_identifiers.py
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import schwifty

#: rules of a row after its shape: ["sum", weights, modulus, rests]: the weighted sum leaves one of the rests;
#: ["last", weights, signs, further weights]: the last character is the sign of the rest, where ten is left of a further sum;
#: ["born", places of year, month, day and century, months of a century, centuries, and what "last" takes];
#: any other word is a function of normalizers/_tax_number.py
POWERS97 = [pow(10, 7 - i, 97) for i in range(8)] + [10, 1]
BRITISH = [8, 7, 6, 5, 4, 3, 2, 10, 1]
POWERS89 = [pow(10, 5 - i, 89) for i in range(6)] + [-10, -1]
SINKING = [-8, -7, -6, -5, -4, -3, -2]
DUTCH = [pow(10, 12 - i, 97) for i in range(9)] + [100, 10, 1]
#: letters of Spanish people; X, Y and Z stand for 0, 1 and 2 (33, 34 and 35 as digits), K, L and M for nothing
SPANISH, POWERS23 = "TRWAGMYFPDXBNJZSQVHLCKE", [pow(10, 6 - i, 23) for i in range(7)]
NEVER = " "
VAT = {
    "AT": [["U[0-9]{8}", "austria"]],
    "BE": [["[01][0-9]{7}(?!00|98|99)[0-9]{2}", "sum", POWERS97, 97, [0]]],
    "BG": [["[0-9]{9}", "last", [1, 2, 3, 4, 5, 6, 7, 8], "01234567890", [3, 4, 5, 6, 7, 8, 9, 10]],
           ["[0-9]{10}", "born", [0, 2, 4, 2], 20, [1900, 1900, 1800, 1800, 2000, 2000, *[10_000] * 4], [2, 4, 8, 5, 10, 9, 7, 3, 6]],
           ["[0-9]{10}", "sum", [21, 19, 17, 13, 11, 9, 7, 3, 1, -1], 10, [0]],
           ["[0-9]{10}", "last", [-4, -3, -2, *SINKING[1:]], "0123456789" + NEVER]],
    "CH": [["E[0-9]{9}(?:MWST|TVA|IVA|TPV)", "sum", [0, 5, 4, 3, 2, 7, 6, 5, 4, 1], 11, [0]]],
    "CY": [["(?!12)[0-9]{8}[A-Z]", "cyprus"]],
    "CZ": [["[0-8][0-9]{7}", "last", SINKING, "11234567890"], ["6[0-9]{8}", "last", [0, 8, 7, 6, 5, 4, 3, 2], "89012345678"],
           ["[0-9]{9,10}", "birth_number"]],
    "DE": [["[1-9][0-9]{8}", "mod_11_10"]],
    "DK": [["[1-9][0-9]{7}", "sum", [2, 7, 6, 5, 4, 3, 2, 1], 11, [0]]],
    "EE": [["[0-9]{9}", "sum", [3, 7, 1, 3, 7, 1, 3, 7, 1], 10, [0]]],
    "EL": [["[0-9]{9}", "last", [256, 128, 64, 32, 16, 8, 4, 2]]],
    "ES": [["[0-9]{8}[A-Z]", "last", [POWERS23[0] * 10, *POWERS23], SPANISH], ["[KLMX][0-9]{7}[A-Z]", "last", [0, *POWERS23], SPANISH],
           ["Y[0-9]{7}[A-Z]", "last", [18, *POWERS23], SPANISH], ["Z[0-9]{7}[A-Z]", "last", [10, *POWERS23], SPANISH], ["[0-9A-Z][0-9]{7}[0-9A-Z]", "spain"]],
    "FI": [["[0-9]{8}", "sum", [7, 9, 10, 5, 8, 4, 2, 1], 11, [0]]],
    "FR": [["[0-9A-HJ-NP-Z]{2}[0-9]{9}", "france"]],
    "GB": [["[1-9][0-9]{8}(?:[0-9]{3})?", "sum", BRITISH, 97, [0, 42, 55]], ["0[0-9]{8}(?:[0-9]{3})?", "sum", BRITISH, 97, [0]],
           ["GD[0-4][0-9]{2}|HA[5-9][0-9]{2}", "any"],
           ["(?:GD8888[0-4]|HA8888[5-9])[0-9]{2}(?!9[789])[0-9]{2}", "sum", [0, 0, 0, 0, 0, 0, 3, 10, 1, -10, -1], 97, [0]]],
    "HR": [["[0-9]{11}", "mod_11_10"]],
    "HU": [["[0-9]{8}", "sum", [9, 7, 3, 1, 9, 7, 3, 1], 10, [0]]],
    "IE": [["[0-9]{7}[A-W]{1,2}|[0-9][A-Z+*][0-9]{5}[A-W]", "ireland"]],
    "IT": [["(?!0000000)[0-9]{7}(?:0[0-9]{2}|100|12[01]|888|999)[0-9]", "luhn", 11]],
    "LT": [[shape, "last", [1 + i % 9 for i in range(size)], "01234567890", [1 + (i + 2) % 9 for i in range(size)]]
           for shape, size in (("[0-9]{7}1[0-9]", 8), ("[0-9]{10}1[0-9]", 11))],
    "LU": [["[0-9]{6}(?!89)[0-8][0-9]", "sum", POWERS89, 89, [0]]],
    "LV": [["[4-9][0-9]{10}", "sum", [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1], 11, [3]], ["32[0-9]{9}", "last", [10, 5, 8, 4, 2, 1, 6, 3, 7, 9], "12345678900"],
           ["[0-3][0-9]{10}", "born", [4, 2, 0, 6], 100, list(range(1800, 2800, 100)), [10, 5, 8, 4, 2, 1, 6, 3, 7, 9], "12345678900"]],
    "MT": [["[1-9][0-9]{7}", "sum", [3, 4, 6, 7, 8, 9, 10, 1], 37, [0]]],
    "NL": [["(?!0{9})[0-9]{9}B(?!00)[0-9]{2}", "sum", [9, 8, 7, 6, 5, 4, 3, 2, -1], 11, [0]],
           ["[0-9]{9}B(?!00)[0-9]{2}", "sum", DUTCH, 97, [(1 - 2321 * 10**13) % 97]]],
    "NO": [["[0-9]{9}MVA", "sum", [3, 2, 7, 6, 5, 4, 3, 2, 1], 11, [0]]],
    "PL": [["[0-9]{10}", "sum", [6, 5, 7, 2, 3, 4, 5, 6, 7, -1], 11, [0]]],
    "PT": [["[1-9][0-9]{8}", "last", [-9, *SINKING]]],
    "RO": [["[1-9][0-9]{1,9}", "last", [70, 50, 30, 20, 10, 70, 50, 30, 20]], ["[1-9][0-9]{12}", "born", [1, 3, 5, 0], 100, [1900, 1900, 1900, 1800, 1800, 2000, 2000, 1900, 1900, 1900],
            [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], "01234567891"]],
    "SE": [["[0-9]{10}01", "luhn", 10]],
    "SI": [["[1-9][0-9]{7}", "last", SINKING, NEVER + "1234567890"]],
    "SK": [["[1-9][0-9][2-47-9][0-9]{7}", "sum", [-1, 1] * 5, 11, [0]], ["[0-9]{10}", "birth_number"]],
}  # fmt: skip
VAT["XI"] = VAT["GB"]
LENGTHS = {
    "AT": [9], "BE": [10], "BG": [9, 10], "CH": [13, 14], "CY": [9], "CZ": [8, 9, 10], "DE": [9], "DK": [8], "EE": [9],
    "EL": [9], "ES": [9], "FI": [8], "FR": [11], "GB": [5, 9, 11, 12], "HR": [11], "HU": [8], "IE": [8, 9], "IT": [11],
    "LT": [9, 12], "LU": [8], "LV": [11], "MT": [8], "NL": [12], "NO": [12], "PL": [10], "PT": [9],
    "RO": [2, 3, 4, 5, 6, 7, 8, 9, 10, 13], "SE": [12], "SI": [8], "SK": [10], "XI": [5, 9, 11, 12],
}  # fmt: skip
#: territories that the registry lists under their country's code, with which their IBANs begin
TERRITORIES = "AX BL GF GG GP IM JE MF MQ NC PF PM RE TF WF YT".split()
#: examples that standards, registries and manuals print
SAMPLES = """GB82WEST12345698765432 GB29NWBK60161331926819 DE89370400440532013000 FR1420041010050500013M02606 NL91ABNA0417164300
ES9121000418450200051332 IT60X0542811101000000123456 BE68539007547034 AT611904300234573201 CH9300762011623852957
PL61109010140000071219812874 IE29AIBK93115212345678 SE4550000000058398257466 DK5000400440116243 NO9386011117947
11010519491231002X 34052419800101001X 440524188001010014 DE136695976 ATU13585627 BE0428759497 FR40303265045 IE6433435F""".split()
#: check digits inside account numbers, rules as above
ACCOUNTS = {
    "BE": ["belgian_account"], "ME": ["sum", [pow(10, 17 - i, 97) for i in range(18)], 97, [1]],
    "NO": ["sum", [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1], 11, [0]],
    "ES": ["spanish_account", [1, 2, 4, 8, 5, 10, 9, 7, 3, 6], "01987654321"],
}  # fmt: skip
#: labels in front of numbers; the first eight characters of nearly every unified code, nothing else that long begins so
PATTERNS = {
    "label": (r"(?i)(?:统一社会信用代码|社会信用代码|信用代码|纳税人识别号|税号|身份证号?码?|营业执照号?码?|注册号|iban"
    r"|(?:vat|tax|ust-?id|tva|iva|uid)(?: ?(?:id|no|nr|number|reg|-?nr))?\.?)\s*[:：#]\s*|iban\s+"),
    "credit": r"(?:9[1-3]|1[12]|5[1-3])(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])[0-9]{4}[0-9A-Z]{8,12}",
}  # fmt: skip
CLASSES = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}


def account(country: str, spec: str) -> list[object]:
    """Length, shape and rule of account numbers: a registry's ``8!n10!n`` as a regular expression."""
    parts = re.findall(r"(\d+)!([nac])", spec)
    shape = "".join(f"{CLASSES[kind]}{{{size}}}" for size, kind in parts)
    return [[sum(int(size) for size, _ in parts)], [[shape, *ACCOUNTS.get(country, ["any"])]]]


def main() -> None:
    """Write ``_data/identifiers.json``."""
    rows = json.loads((Path(schwifty.__file__).parent / "iban_registry" / "generated.json").read_text(encoding="utf-8"))
    registry = {c: account(c, row["bban_spec"]) for c, row in sorted(rows.items()) if c not in TERRITORIES}
    out = {"source": "SWIFT IBAN registry by schwifty (MIT); published check digit algorithms, by crmquality",
           "date": "2026-11-25", "licence": "MIT", "data": {"iban": registry, "vat": {c: [LENGTHS[c], rows] for c, rows in VAT.items()},
                    "samples": dict.fromkeys(sorted(SAMPLES), 1), "patterns": PATTERNS}}  # fmt: skip
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "identifiers.json"
    target.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
