"""Writes ``_data/address_words.json``: words that tell a street, an addressee, a box or a number in addresses; by hand."""

from __future__ import annotations

import json
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "address_words.json"
#: patterns, joined by bars
PATTERNS = {
    "numbered": "box bp b\\.p\\. cp postfach apartado no nr n[ºo°] num suite ste apt unit room rm floor level lot building bldg block blk "
                "flat shop office sector route hwy highway door",
    "street": "street st avenue ave road rd drive dr lane ln boulevard blvd court ct place pl square sq way parkway pkwy highway hwy "
              "terrace crescent close gardens mews quay plaza circle cir trail loop row alley broadway park walk",
    "company": "inc ltd limited llc llp plc gmbh corp corporation co\\.\\ kg kg e\\.v b\\.v bv n\\.v nv sarl sas s\\.a\\.?s? s\\.p\\.a spa "
               "s\\.r\\.l srl oy ab aps a/s pty ооо kft zrt s\\.r\\.o a\\.s sp\\.\\ z\\ o\\.o ltda k\\.k company pte sdn\\ bhd bhd тов "
               "оао зао пао",
    "addressee": "attn attention fao z\\.\\ ?hd\\.? zu\\ händen à\\ l['’]attention\\ de c/o at\\.?n\\. для",
    "box": "p\\.?\\ ?o\\.?\\ ?box post\\ office\\ box postfach apartado bo[iî]te\\ postale b\\.?p\\.?\\ \\d postbus casella\\ postale "
           "caixa\\ postal postboks skrytka 邮政信箱 信箱 郵政信箱 私書箱",
}  # fmt: skip
DATA = {
    #: a text without any of these names no box
    "box_signs": "box postfach apartado postale postal bp b.p postbus boks skrytka 信箱 私書箱".split(),
    #: letters of cars that once stood before postal codes
    "plates": {"D": "DE", "A": "AT", "F": "FR", "B": "BE", "L": "LU", "I": "IT", "E": "ES", "S": "SE", "N": "NO", "H": "HU",
               "FIN": "FI", "P": "PT", "FL": "LI"},
    #: the town is the country
    "city_states": {"SG": "Singapore", "LU": "Luxembourg", "MC": "Monaco", "MO": "Macau", "GI": "Gibraltar", "VA": "Vatican City",
                    "KW": "Kuwait City", "DJ": "Djibouti", "PA": "Panama City"},
    #: countries whose largest towns are regions, made of wards and districts that stand as towns: Minato-ku, Tokyo
    "wards": ["JP", "KR", "TH", "TW", "TR", "AE", "KW", "QA"],
    #: regions that are towns, where the form of the country has no line for the town
    "town_regions": ["AE", "KW", "QA"],
    #: areas that are no divisions of ISO 3166-2
    "areas": {"HK": ["kowloon", "new territories", "nt", "n.t", "hong kong island"]},
    #: abbreviations of streets, written out in keys
    "long": {"st": "street", "str": "strasse", "ave": "avenue", "rd": "road", "dr": "drive", "ln": "lane", "blvd": "boulevard"},
    #: shapes that tell a country by themselves
    "shapes": {
        "GB": r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", "CA": r"[A-Z]\d[A-Z][ -]?\d[A-Z]\d", "NL": r"[1-9]\d{3} ?[A-Z]{2}",
        "IE": r"[AC-FHKNPRTV-Y]\d[0-9W] ?[0-9AC-FHKNPRTV-Y]{4}", "AR": r"[A-HJ-NP-Z]\d{4}[A-Z]{3}", "BR": r"\d{5}-\d{3}",
        "JP": r"\d{3}-\d{4}", "PT": r"\d{4}-\d{3}", "PL": r"\d{2}-\d{3}",
        "AU": r"(?:(?<=NSW )|(?<=VIC )|(?<=QLD )|(?<=TAS )|(?<=ACT )|(?<= SA )|(?<= WA )|(?<= NT ))\d{4}",
        "US": r"(?<=[A-Z]{2} )\d{5}(?:-\d{4})?|\d{5}-\d{4}",
    },
}  # fmt: skip


def main() -> None:
    """Write the table."""
    joined = {name: "|".join(block.replace("\\ ", "\0").split()).replace("\0", " ") for name, block in PATTERNS.items()}
    table = {"source": "hand-made for crmquality", "date": "2026-11-25", "licence": "MIT", "data": joined | DATA}
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
