"""Identifiers: schemes asked for, schemes recognised, and what is wrong with a number."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality import validators
from crmquality.errors import PolicyError
from crmquality.normalizers import identifier
from crmquality.normalizers._identifier import luhn_valid, resident_id_valid, uscc_valid
from crmquality.testing import strategies
from crmquality.validators import consistent, examine

USCC, RESIDENT = {"scheme": "cn_uscc"}, {"scheme": "cn_resident_id"}
CASES = [
    ("914403001tqt 25yy3d", {}, "cn_uscc", "914403001TQT25YY3D", []),
    ("９１４４０３００１ＴＱＴ２５ＹＹ３Ｄ", {}, "cn_uscc", "914403001TQT25YY3D", ["fullwidth"]),
    ("91-440300-1TQT25YY3-D", {}, "cn_uscc", "914403001TQT25YY3D", []),
    ("统一社会信用代码: 914403001TQT25YY3D", {}, "cn_uscc", "914403001TQT25YY3D", ["repaired"]),
    ("914403001TQH25YY3D", {}, "cn_uscc", None, ["checksum"]),
    ("9144030017QT25YY3", {}, "cn_uscc", None, ["length"]),
    ("91440300ITQT25YY3D", {}, "cn_uscc", None, ["format"]),
    ("4711", USCC, "cn_uscc", None, ["length"]),
    ("110108012345678", USCC, "cn_legacy", None, ["legacy"]),
    ("C4MBXYJ93", USCC, "cn_legacy", None, ["legacy"]),
    ("51010719991231900８", RESIDENT, "cn_resident_id", "510107199912319008", ["fullwidth"]),
    ("11010119900230123x", {}, "cn_resident_id", None, ["component"]),
    ("510107199912319000", {}, "cn_resident_id", None, ["checksum"]),
    ("11010119900307", RESIDENT, "cn_resident_id", None, ["length"]),
    ("110101850101231", RESIDENT, "cn_legacy", None, ["legacy"]),
    ("A1010119900307123X", RESIDENT, "cn_resident_id", None, ["format"]),
    ("420106196808155523", {}, "cn_resident_id", "420106196808155523", []),
    ("IBAN DE02 1203 0000 0000 2020 51", {}, "iban", "DE02120300000000202051", ["repaired"]),
    ("DE02 1203 0000 0000 2020 5", {}, "iban", None, ["length"]),
    ("DE02 1203 0000 0000 2020 52", {}, "iban", None, ["checksum"]),
    ("NL56 3003 0A17 1643 00", {}, "iban", None, ["format"]),
    ("QQ93 1234 5678 9012", {"scheme": "iban"}, "iban", None, ["component"]),
    ("?,!", {"scheme": "iban"}, "iban", None, ["format"]),
    ("ES91 2100 0418 4602 0005 1332", {}, "iban", None, ["checksum"]),
    ("GB82 WEST 1234 5698 7654 32", {}, "iban", "GB82WEST12345698765432", ["sample_number"]),
    ("de 811 907 980", {}, "de_vat", "DE811907980", []),
    ("USt-IdNr.: DE811907980", {}, "de_vat", "DE811907980", ["repaired"]),
    ("DE811907981", {}, "de_vat", None, ["checksum"]),
    ("811907980", {}, "other", "811907980", []),
    ("811 907 980", {"scheme": "de_vat"}, "de_vat", "DE811907980", []),
    ("81190798", {"scheme": "de_vat"}, "de_vat", None, ["length"]),
    ("8119O7980", {"scheme": "de_vat"}, "de_vat", None, ["format"]),
    ("GR 94259216", {}, "el_vat", "EL094259216", []),
    ("CHE-107.787.577 IVA", {}, "ch_vat", "CHE107787577IVA", []),
    ("995 525 828 MVA", {}, "no_vat", "NO995525828MVA", []),
    ("US123", {"scheme": "vat"}, "vat", None, ["component"]),
    ("DE811907980", {"country": "CN"}, "de_vat", "DE811907980", ["country_mismatch"]),
    ("EL094259216", {"country": "gr"}, "el_vat", "EL094259216", []),
    ("4539 1488 0343 6467", {"scheme": "luhn"}, "luhn", "4539148803436467", []),
    ("4539 1488 0343 6468", {"scheme": "luhn"}, "luhn", None, ["checksum"]),
    ("4539A", {"scheme": "luhn"}, "luhn", None, ["format"]),
    ("KD-10 023", {}, "other", "KD-10023", []),
]


@pytest.mark.parametrize(("raw", "context", "scheme", "text", "codes"), CASES, ids=str)
def test_scheme_form_and_findings(raw, context, scheme, text, codes):
    """Length, form, parts and check digits are told apart; writing does not matter."""
    seen = examine("identifier", raw, **context)
    assert (seen.value, seen.text) == (scheme, text)
    assert [f.code for f in seen.findings] == [f"identifier.{code}" for code in codes]


@pytest.mark.parametrize(
    ("raw", "context", "better"),
    [
        ("110101850101231", RESIDENT, "110101198501012311"), ("110101850101231", {}, None), ("110101850101231", USCC, None),
        ("110101050101998", RESIDENT, "110101180501019980"),
        ("91440300ITQT25YY3D", {}, "914403001TQT25YY3D"), ("110108012345678", {}, None), ("91440300ITQT25YY4D", {}, None),
    ],
)  # fmt: skip
def test_better_numbers_are_suggested_where_they_are_certain(raw, context, better):
    """The 18-digit form of a 15-digit resident ID in a field of such; elsewhere 15 digits may be a company's; the digit meant by a letter that no code has."""
    [finding] = examine("identifier", raw, **context).findings
    assert finding.suggestion == better


def test_dissolved_areas_are_information():
    """A county that today's table does not have says nothing against the number."""
    body = "11010419850101231"
    check = "10X98765432"[sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(body)) % 11]
    seen = examine("identifier", body + check)
    assert [f.code for f in seen.findings] == ["identifier.area_unknown"]
    assert seen.valid


def test_a_scheme_is_checked_and_shown():
    """The factory reads like its call; an unknown scheme is misuse."""
    assert repr(validators.identifier("cn_uscc")) == "identifier(scheme='cn_uscc')"
    assert [f.code for f in validators.identifier(country="DE")("914403001TQT25YY3D")] == [
        "identifier.country_mismatch"
    ]
    with pytest.raises(PolicyError, match="no scheme"):
        identifier("1", "us_ein")


def test_records_are_checked_for_the_country():
    """The number of a Chinese company beside a German address."""
    rule = consistent("country", "tax_id", check="id_country")
    assert [f.code for f in rule({"country": "DE", "tax_id": "914403001TQT25YY3D"})] == ["record.id_country"]
    assert rule({"country": "CN", "tax_id": "914403001TQT25YY3D"}) == ()
    assert rule.holds({"country": "CN", "tax_id": "4711"}) is None


@given(strategies.identifiers(), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_a_changed_or_swapped_character_is_caught(code, at, other):
    """Modulus 31 catches every single change and every swap of neighbours."""
    assert uscc_valid(code)
    changed = code[:at] + other + code[at + 1 :]
    assert uscc_valid(changed) is (changed == code)
    swapped = code[:at] + code[at : at + 2][::-1] + code[at + 2 :]
    assert uscc_valid(swapped) is (swapped == code)


@given(
    st.dates(dt.date(1750, 1, 1), dt.date(2150, 1, 1)).map("{:%Y%m%d}".format),
    st.integers(0, 999),
    st.integers(0, 16),
    st.integers(1, 9),
)
def test_resident_numbers_catch_every_changed_digit(day, number, at, more):
    """MOD 11-2."""
    body = f"110101{day}{number:03d}"
    check = "10X98765432"[sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(body)) % 11]
    changed = body[:at] + str((int(body[at]) + more) % 10) + body[at + 1 :] + check
    assert not resident_id_valid(changed)
    assert resident_id_valid(body + check) is ("1800" <= day < "2100")


@given(st.text("0123456789", min_size=1, max_size=20), st.integers(0, 19), st.integers(1, 9))
def test_luhn_catches_every_changed_digit(body, at, more):
    """One check digit makes a number valid, and no other."""
    [good] = [body + d for d in "0123456789" if luhn_valid(body + d)]
    at %= len(body)
    assert not luhn_valid(good[:at] + str((int(good[at]) + more) % 10) + good[at + 1 :])
