"""Writes the table of findings: severity, message and class of bad data of each reason, by group of kinds. Hand-made.

Run: python tools/tables_findings.py
"""

from __future__ import annotations

import json
from pathlib import Path

#: severity, message, and class of bad data where it is not ``non_compliant``
FINDINGS = {
    "code": {
        "unknown": ["error", "not a value of the list", "inaccurate"],
        "alias": ["info", "another spelling of a value of the list"],
        "nearest": ["info", "a value of another list; the nearest one of this list is meant, and never written back"],
        "typo": ["error", "one slip away from a value of the list; see the suggestion", "inaccurate"],
        "case": ["info", "a value of the list in other capitals or width"],
        "ambiguous": ["warning", "the name can mean another place as well", "inaccurate"],
        "format": ["error", "not the shape of such a code", "inaccurate"],
        "country_unknown": ["info", "the record names no country, so the shape of the code is not checked"],
        "padded": ["warning", "a leading zero was probably lost", "inaccurate"],
        "syntax": ["error", "not a web address", "inaccurate"],
        "scheme_missing": ["info", "https:// is put in front"],
        "not_public": ["warning", "the host cannot be reached from outside", "inaccurate"],
        "tracking_parameters": ["info", "the address carries tracking parameters"],
        "shortener": ["warning", "a shortened link: nobody knows where it leads; ask for the address itself"],
        "social_link": ["info", "a page on a social network, not a site of one's own"],
        "idn": ["info", "the host is written in Punycode, as it is looked up"],
        "mixed_script": ["warning", "letters of several scripts in one name: it may imitate another", "inaccurate"],
        "checksum": ["error", "the check digit is wrong; a character is mistyped", "inaccurate"],
        "length": ["error", "not as many characters as such a number has", "inaccurate"],
        "component": ["error", "a part of the number (birth date, country) cannot exist", "inaccurate"],
        "area_unknown": ["info", "the area inside the number is not in today's table; it may have been dissolved"],
        "sample_number": ["warning", "an example that standards and manuals print; ask for the real one", "inaccurate"],
        "country_mismatch": ["warning", "the number is one of another country than the record's", "inaccurate"],
        "repaired": ["info", "a label, brackets or a typing slip around the value are left out"],
        "legacy": ["warning", "a form of number that has been replaced; ask for the current one"],
        "unparseable": ["error", "not a number", "inaccurate"],
        "ambiguous_separator": ["warning", "comma and point can be read both ways"],
        "unit_word": ["info", "the unit is multiplied out"],
        "unit_left": ["warning", "a currency or per cent sign that a plain number cannot keep; use the kind amount, or a column for the unit"],
    },
    "address": {
        "country_missing": ["info", "neither the address nor the record names a country"],
        "unparsed": ["info", "the address cannot be taken apart; it is kept whole"],
        "contradiction": ["warning", "city or district does not lie in the province or city named", "inaccurate"],
        "postal_mismatch": ["warning", "the postal code is none of the country, or lies in another province or state", "inaccurate"],
        "region_mismatch": ["warning", "the address names another country than the record", "inaccurate"],
        "po_box": ["info", "a post office box: nobody can be visited there"],
        "no_house_number": ["info", "no number stands in the address"],
    },
    "amount": {
        "unparseable": ["error", "not an amount of money", "inaccurate"],
        "currency_missing": ["info", "no currency is written; the one of the account is meant"],
        "ambiguous_separator": ["warning", "comma or full stop can be read two ways; write the decimals out"],
        "negative": ["warning", "an amount below zero", "inaccurate"],
        "out_of_range": ["warning", "more than a thousand billion", "inaccurate"],
        "unit_word": ["info", "a unit such as 万 or k, or a number in words, is multiplied out"],
        "range": ["warning", "two amounts, from one to the other; write one of them"],
        "approximate": ["info", "a word such as 约, about or + says that the amount is not exact"],
    },
    "job_title": {
        "is_person": ["warning", "a person's name, not a job title", "wrong_field"],
        "is_department": ["info", "a department, not a job title"],
        "seniority_unknown": ["info", "the title does not tell the level"],
        "junk": ["warning", "no letters: not a job title", "inaccurate"],
        "typo": ["warning", "a known slip of a common word", "inaccurate"],
    },
    "handle": {
        "syntax": ["error", "not a name that this network gives", "inaccurate"],
        "repaired": ["info", "the label in front of the name is left out"],
        "from_url": ["info", "the name is taken out of the address"],
        "is_phone": ["info", "a phone number; it may serve as the name, and belongs into the phone's field, too"],
        "same_as_phone": ["info", "says that the phone number serves; write the number", "missing"],
        "platform_mismatch": ["warning", "the address belongs to another network", "wrong_field"],
    },
    "date": {
        "unparseable": ["error", "not a date", "inaccurate"],
        "impossible": ["error", "no such day or time", "inaccurate"],
        "ambiguous_order": ["warning", "day and month can be read both ways; write the year first"],
        "two_digit_year": ["warning", "the century is missing; write four digits"],
        "excel_serial": ["warning", "looks like a spreadsheet's day number; export the column as text", "inaccurate"],
        "unix_time": ["warning", "looks like seconds since 1970; export the column as text", "inaccurate"],
        "sentinel": ["warning", "a date that stands for no date; it counts as missing", "missing"],
        "partial": ["info", "day or month is missing; the precision is kept"],
        "timezone_missing": ["info", "the time names no zone, which this field asks for"],
        "past": ["warning", "the year is before 1850", "inaccurate"],
        "future": ["warning", "the year is after 2100", "inaccurate"],
    },
    "text": {
        "pii_inside": ["warning", "a phone, mailbox or identity number stands in the text; move it to its own field"],
        "too_short": ["info", "a single character says little"],
        "gibberish": ["warning", "letters as if typed at random", "inaccurate"],
    },
    "name": {
        "multiple_values": ["warning", "several people stand in one cell; give each a record of its own"],
        "single_token": ["info", "only one part of a name"],
        "suspect": ["info", "a name that often stands in for another; ask for the real one"],
        "honorific_only": ["info", "a surname with a form of address: nobody in particular; ask for the full name"],
        "parallel": ["info", "the name stands in two scripts; both are kept"],
        "digits": ["warning", "digits stand in the name", "inaccurate"],
        "all_caps": ["info", "the name is written in capitals"],
        "all_lower": ["info", "the name is written in small letters"],
        "title_inside": ["info", "a title or honorific stands in the name", "wrong_field"],
        "suffix_inside": ["info", "a suffix stands in the name"],
        "is_email": ["error", "an e-mail address stands in the name; move it", "wrong_field"],
        "is_phone": ["error", "a phone number stands in the name; move it", "wrong_field"],
        "is_organisation": ["warning", "an organization's name stands here; move it", "wrong_field"],
        "swapped_order": ["info", "the surname seems to stand last", "wrong_field"],
        "mixed_script": ["warning", "the name is written in two scripts"],
        "ambiguous_surname": ["info", "the surname can be read in two ways"],
        "too_many_parts": ["info", "more parts than a name usually has"],
        "is_person": ["warning", "a person's name stands where an organization's should", "wrong_field"],
        "generic": ["warning", "words that fit every organization; they count as missing", "missing"],
        "former_name": ["info", "a former name stands beside the name; it is set aside"],
        "branch": ["info", "a branch: another party than its head office"],
        "legal_form_missing": ["info", "no legal form stands beside the name; the register has it"],
        "legal_form_repaired": ["warning", "the legal form was cut off or written twice", "inaccurate"],
    },
    "place": {
        "unknown": ["error", "the country has no such state or province", "inaccurate"],
        "alias": ["info", "another spelling of the name"],
        "case": ["info", "the name in other capitals or without its marks"],
        "ambiguous": ["warning", "several countries have a region of this name; fill in the country", "inaccurate"],
        "country_mismatch": ["warning", "a region of another country than the record's", "inaccurate"],
        "typo": ["warning", "one letter away from the name of a large city", "inaccurate"],
        "city_in_street": ["info", "the city stands in the street's field; give each a field of its own"],
        "po_box": ["info", "a post office box: nobody can be visited there"],
    },
}  # fmt: skip


def main() -> None:
    """Write ``_data/findings.json``."""
    out = {"source": "hand-made for crmquality", "date": "2026-11-25", "licence": "MIT", "data": FINDINGS}
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "findings.json"
    target.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
