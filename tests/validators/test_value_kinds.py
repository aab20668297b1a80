"""Codes of the findings, kind by kind; Western and Chinese values side by side."""

from __future__ import annotations

import re

import pytest

from crmquality import normalizers, validators
from crmquality.errors import PolicyError
from crmquality.validators import KINDS, examine

CN, US = {"region": "CN"}, {"region": "US"}
CASES = [
    ("text", " a\u3000b ", {}, "a b", ["whitespace"]),
    ("text", "caf\u200bé", {}, "café", ["whitespace"]),
    ("text", "a\x00b", {}, "ab", ["control_char", "whitespace"]),
    ("text", "CafÃ© Mitte", {}, "CafÃ© Mitte", ["mojibake"]),
    ("text", "张\ufffd", {}, "张\ufffd", ["replacement_char"]),
    ("text", "=1+1", {}, "=1+1", ["formula_prefix"]),
    ("text", "<b>hi</b>", {}, "<b>hi</b>", ["html_or_url"]),
    ("text", "暂无", {}, None, ["placeholder"]),
    ("text", "n/a", {}, None, ["placeholder"]),
    ("text", "测试", {}, None, ["test_value"]),
    ("text", "aaaa", {}, None, ["test_value"]),
    ("text", "", {}, None, []),
    ("job_title", "li@firma.de", {}, "li@firma.de", ["wrong_field"]),
    ("city", "13912345678", {}, "13912345678", ["wrong_field"]),
    ("street", "Ring" * 65, {}, None, ["too_long"]),
    ("region", "浙江省", {}, "浙江省", []),
    ("email", "li@gmial.com", {}, "li@gmial.com", ["typo_domain", "disposable"]),
    ("email", "li@qq.con", {}, "li@qq.con", ["typo_domain"]),
    ("email", "客服@公司.cn", {}, "客服@公司.cn", ["idn", "role_account"]),
    ("email", "li@аpple.com", {}, "li@аpple.com", ["idn", "mixed_script_domain"]),
    ("email", "x@24mail.chacuo.net", {}, "x@24mail.chacuo.net", ["disposable"]),
    ("email", "mailto:x@y.de?subject=1", {}, "x@y.de", ["repaired"]),
    ("email", "张三 <z＠qq.com>;", {}, "z@qq.com", ["fullwidth", "display_name", "free_provider"]),
    ("email", "a.li@x.de; b.wu@y.cn", {}, None, ["multiple_values"]),
    ("email", "a.li@x.de, a.li@x.de", {}, "a.li@x.de", ["repaired"]),
    ("email", "li+crm@firma.de", {}, "li+crm@firma.de", ["subaddress"]),
    ("email", "li@crm.local", {}, "li@crm.local", ["special_use"]),
    ("email", "li@firma", {}, None, ["dotless"]),
    ("email", "li@@firma.de", {}, None, ["syntax"]),
    ("email", "l***@firma.d", {}, None, ["masked"]),
    ("email", "l***firma.de", {}, None, ["masked", "syntax"]),
    ("email", "13912345678", {}, None, ["wrong_field", "syntax"]),
    ("email", "test@test.com", {}, None, ["test_value"]),
    ("email", "无", {}, None, ["placeholder"]),
    ("phone", "139 1234 5678", CN, "+8613912345678", []),
    ("phone", "(201) 555-0123", US, "+12015550123", ["test_number"]),
    ("phone", "13912345678", {}, None, ["no_country", "maybe_cn"]),
    ("phone", "493012345678", {}, None, ["no_country", "lost_plus"]),
    ("phone", "13912345678", US, None, ["invalid", "maybe_cn"]),
    ("phone", "14912345678", CN, None, ["unlisted_range"]),
    ("phone", "95588", CN, None, ["short_code"]),
    ("phone", "911", US, None, ["short_code"]),
    ("phone", "400-810-8888", CN, "+864008108888", ["hotline"]),
    ("phone", "010-62345678转801", CN, "+861062345678", ["extension"]),
    ("phone", "021-61234567-602", CN, "+862161234567", ["extension"]),
    ("phone", "13912345678/13812345678", CN, None, ["multiple"]),
    ("phone", "13912345678 张三", CN, "+8613912345678", ["repaired"]),
    ("phone", "1.38E+10", CN, None, ["excel_float"]),
    ("phone", "13912345678.0", CN, "+8613912345678", ["float_suffix"]),
    ("phone", "138****8000", CN, None, ["masked"]),
    ("phone", "li@firma.de", CN, None, ["wrong_field"]),
    ("phone", "139_1234_5678", CN, None, ["unparseable"]),
    ("phone", "+86+16912345678", CN, None, ["unlisted_range"]),
    ("phone", "000-0000-0000", CN, None, ["placeholder"]),
    ("phone", "11111111111", CN, None, ["repeated_digit", "invalid"]),
    ("phone", "12345678901", CN, None, ["sequence", "invalid"]),
    ("phone", "13800138000", CN, "+8613800138000", ["test_number"]),
    ("phone", "+1 900 555 1234", {}, "+19005551234", ["premium"]),
    ("phone", "hello", CN, None, ["unparseable"]),
    ("country", "CN", {}, "CN", []),
    ("country", "中华人民共和国", {}, "CN", ["alias"]),
    ("country", "Georgia", {}, None, ["ambiguous"]),
    ("country", "Atlantis", {}, None, ["unknown"]),
    ("country", "lorem " * 42, {}, None, ["too_long"]),
    ("country", "n/a", {}, None, ["placeholder"]),
    ("postal_code", "sw1a1aa", {"country": "UK"}, "SW1A 1AA", []),
    ("postal_code", "2138", {"country": "US"}, None, ["padded"]),
    ("postal_code", "999999", {"country": "CN"}, None, ["placeholder"]),
    ("postal_code", "AB", {"country": "DE"}, None, ["format"]),
    ("postal_code", "D-10115", {"country": "DE"}, "10115", []),
    ("date", "2024-03-05", {}, "2024-03-05", []),
    ("date", "2024-02-30", {}, None, ["impossible"]),
    ("date", "03/04/2024", {}, None, ["ambiguous_order"]),
    ("date", "13/04/2024", {}, "2024-04-13", []),
    ("date", "24/3/5", {}, None, ["two_digit_year"]),
    ("date", "2024年3月", {}, "2024-03", ["partial"]),
    ("date", "45000", {}, None, ["excel_serial"]),
    ("date", "1900-01-01", {}, None, ["sentinel"]),
    ("date", "长期", {}, None, ["sentinel"]),
    ("date", "1700-05-01", {}, "1700-05-01", ["past"]),
    ("date", "2024-03-05 00:00:00", {}, "2024-03-05", []),
    ("date", "March 2024", {}, "2024-03", ["partial"]),
    ("datetime", "2024-03-05 00:00:00", {}, "2024-03-05T00:00:00", []),
    ("datetime", "2024-03-05T10:00:00+08:00", {}, "2024-03-05T10:00:00+08:00", []),
    ("datetime", "2024-03-05 12:30 am", {}, "2024-03-05T00:30:00", []),
    ("url", "www.Firma.de/", {}, "https://www.firma.de", ["scheme_missing"]),
    ("url", "http://localhost", {}, "http://localhost", ["not_public"]),
    ("url", "https://x.cn/?utm_source=a", {}, "https://x.cn/?utm_source=a", ["tracking_parameters"]),
    ("url", "ftp://x.cn", {}, None, ["syntax"]),
    ("url", "li@firma.de", {}, None, ["wrong_field"]),
    ("identifier", "DE89 3704 0044 0532 0130 00", {}, "DE89370400440532013000", ["sample_number"]),
    ("identifier", "DE89 3704 0044 0532 0130 01", {}, None, ["checksum"]),
    ("identifier", "110108012345678", {}, None, ["legacy"]),
    ("identifier", "1.1E+17", {}, None, ["excel_float"]),
    ("identifier", "000000", {}, None, ["placeholder"]),
    ("number", "1,234.50", {}, "1234.5", []),
    ("number", "3万", {}, "30000", ["unit_word"]),
    ("number", "1.234,5", {}, None, ["ambiguous_separator"]),
    ("number", "0,123", {}, "0.123", []),
    ("number", "00,123", {}, None, ["ambiguous_separator"]),
    ("number", "$100", {}, None, ["unit_left"]),
    ("number", "USD -5", {}, None, ["unit_left"]),
    ("number", "100 EUR", {}, None, ["unit_left"]),
    ("number", "3万元", {}, None, ["unit_word", "unit_left"]),
    ("number", "25%", {}, None, ["unit_left"]),
    ("number", "many", {}, None, ["unparseable"]),
    ("number", "无", {}, None, ["placeholder"]),
    ("boolean", "是", {}, "true", []),
    ("boolean", "No", {}, "false", []),
    ("boolean", "maybe", {}, None, ["unknown"]),
    ("choice", "WON", {"choices": ["Won"]}, "Won", ["case"]),
    ("choice", "赢单", {"choices": ["Won"], "aliases": {"赢单": "Won"}}, "Won", ["alias"]),
    ("choice", "Lost", {"choices": ["Won"]}, None, ["unknown"]),
]


@pytest.mark.parametrize(("kind", "raw", "context", "text", "codes"), CASES, ids=str)
def test_canonical_form_and_codes(kind, raw, context, text, codes):
    """One reading gives the canonical form and all findings."""
    seen = examine(kind, raw, **context)
    assert seen.text == text
    assert [f.code for f in seen.findings] == [f"{kind}.{code}" for code in codes]


def test_findings_say_nothing_about_the_value():
    """No message and no repr carries the value."""
    for kind, raw, context, _, _ in CASES:
        for finding in examine(kind, raw, **context).findings:
            assert len(raw) < 6 or raw not in finding.message + repr(finding)


def test_unknown_kind_and_nothing():
    """A wrong kind is misuse; nothing is missing."""
    with pytest.raises(PolicyError):
        examine("fax", "1")
    assert examine("phone", None).missing
    assert set(KINDS) >= {"person_name", "organization_name", "email", "boolean"}


def test_validators_are_values():
    """Equal calls are equal, hashable, and read like the call."""
    both = validators.all_of(validators.required(), validators.all_of(validators.phone(region="CN")))
    assert repr(both) == "all_of(required(), phone(region='CN'))"
    assert both == validators.all_of(validators.required(), validators.phone(region="CN"))
    assert len({both, validators.email(), validators.email(), validators.matches("a+"), validators.matches("a+")}) == 3
    aliased = validators.choice(["Won"], {"赢单": "Won"})
    assert aliased("赢单")[0].code == "choice.alias"
    assert repr(aliased) == "choice(choices=('Won',), aliases={'赢单': 'Won'})"


def test_small_validators():
    """Each finds what it names and nothing else."""
    assert validators.required()("无")[0].code == "text.missing"
    assert validators.required()("张三") == ()
    assert validators.one_of("a", "b")("c")[0].code == "text.not_listed"
    assert validators.matches(r"\d+")("1a")[0].code == "text.pattern"
    assert validators.digits(6)("１２３４５６")[0].code == "text.digits"
    assert validators.digits(6)("518000") == ()
    with pytest.raises(PolicyError):
        validators.matches("(")


def test_any_of_is_content_with_one():
    """Otherwise it reports them all, each once."""
    either = validators.any_of(validators.email(), validators.any_of(validators.phone(region="CN")))
    assert repr(either) == "any_of(email(), phone(region='CN'))"
    assert either("13912345678") == ()
    assert {f.code.partition(".")[0] for f in either("hello")} == {"email", "phone"}
    with pytest.raises(PolicyError):
        validators.any_of()


def test_public_names_exist():
    """Every name of both parts can be imported; others are refused."""
    for name in normalizers.__all__:
        assert getattr(normalizers, name)
    with pytest.raises(AttributeError):
        _ = normalizers.nothing
    with pytest.raises(AttributeError):
        _ = validators.nothing
    assert "email" in dir(normalizers)


@pytest.mark.parametrize(("kind", "raw"), [
    ("person_name", "Dr. Anna Li"), ("organization_name", "Acme Foods Ltd"), ("job_title", "VP Sales"), ("email", "anna@gmial.com"),
    ("phone", "13912345678"), ("messaging_id", "微信：wang_wei88"), ("address", "Hauptstr. 5, 10115 Berlin"), ("identifier", "KD-10023"),
])  # fmt: skip
def test_nothing_of_a_person_is_printed(kind, raw):
    """Readings and their parts say in logs which findings there are, and nothing of the value."""
    seen = examine(kind, raw)
    for shown in (repr(seen), repr(seen.value) if kind not in ("phone", "identifier") else ""):
        assert not [w for w in re.findall(r"\w{3,}", raw) if w.casefold() in shown.casefold()], shown
    assert repr(seen).startswith("Examined(valid=")
