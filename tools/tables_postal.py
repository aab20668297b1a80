"""Write _data/postal_codes.json: shape and written form of postal codes by country, from public postal authorities' pages."""

from __future__ import annotations

import json
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "postal_codes.json"
DIGITS = {
    4: "AT AU BE BG CH CY DK HU LU MD NO NZ PH ZA BD GE TN LI",
    5: "DE ES FI FR HR EE EG IT JO KE KW LT MX MY MA MM NP PK SA RS TH TR UA UY LK KR MC",
    6: "CN IN RU SG VN RO BY KG KZ CO EC MN NG TJ TM UZ",
    7: "CL IL",
}
#: pattern on the compact capitals, then the groups' joint
GROUPED = {
    "US": [r"(\d{5})(\d{4})?", "-"], "CA": [r"([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])(\d[ABCEGHJ-NPRSTV-Z]\d)", " "],
    "GB": [r"(GIR|[A-Z]{1,2}\d[A-Z\d]?)(\d[ABD-HJLNP-UW-Z]{2}|0AA)", " "], "NL": [r"([1-9]\d{3})([A-Z]{2})", " "],
    "JP": [r"(\d{3})(\d{4})", "-"], "BR": [r"(\d{5})(\d{3})", "-"], "PT": [r"(\d{4})(\d{3})?", "-"], "PL": [r"(\d{2})(\d{3})", "-"],
    "SE": [r"(\d{3})(\d{2})", " "], "CZ": [r"(\d{3})(\d{2})", " "], "SK": [r"(\d{3})(\d{2})", " "], "GR": [r"(\d{3})(\d{2})", " "],
    "IE": [r"([AC-FHKNPRTV-Y]\d[0-9W])([0-9AC-FHKNPRTV-Y]{4})", " "], "AR": [r"([A-HJ-NP-Z]?\d{4}(?:[A-Z]{3})?)", ""],
    "TW": [r"(\d{3}(?:\d{2,3})?)", ""], "ID": [r"(\d{5})", ""], "SI": [r"(\d{4})", ""], "LV": [r"(?:LV)?(\d{4})", ""],
}  # fmt: skip


def main() -> None:
    data: dict[str, list[str]] = {c: [rf"(\d{{{n}}})", ""] for n, block in DIGITS.items() for c in block.split()}
    table = {
        "source": "hand-made for crmquality from the postal authorities' public descriptions; main countries only",
        "date": "2026-11-24",
        "licence": "MIT",
        "data": dict(sorted((data | GROUPED).items())),
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
