"""Addresses, amounts, job titles, messengers and social networks."""

from __future__ import annotations

import pytest

from crmquality import normalizers, validators
from crmquality.validators import examine

ADDRESSES = [
    ("浙江杭州西湖区文三路90号", {}, ("文三路90号", "杭州市", "西湖区", "浙江省", "", "CN"), []),
    ("100190 北京市海淀区中关村大街1号", {}, ("中关村大街1号", "市辖区", "海淀区", "北京市", "100190", "CN"), []),
    ("鼓楼区中山路1号", {}, ("中山路1号", "", "鼓楼区", "", "", "CN"), []),
    ("南京东路100号", {"country": "CN"}, ("南京东路100号", "", "", "", "", "CN"), ["unparsed"]),
    ("广东省杭州市1号", {"country": "CN"}, ("1号", "杭州市", "", "广东省", "", "CN"), ["contradiction"]),
    ("义乌北苑路5号", {}, ("北苑路5号", "金华市", "义乌市", "浙江省", "", "CN"), []),
    ("10 Downing Street, London SW1A 2AA", {}, ("10 Downing Street", "London", "", "", "SW1A 2AA", "GB"), []),
    ("1 Main St, Austin, TX 78701, USA", {}, ("1 Main St", "Austin", "", "TX", "78701", "US"), []),
    ("Linden 77\n10117 Berlin\nGermany", {}, ("Linden 77", "Berlin", "", "", "10117", "DE"), ["whitespace"]),
    ("Linden 77 10117 Berlin", {"country": "DE"}, ("Linden 77", "Berlin", "", "", "10117", "DE"), []),
    ("PO Box 9, Dublin, Ireland", {}, ("PO Box 9", "Dublin", "", "", "", "IE"), ["po_box"]),
    ("7 Road, 123456 Town", {"country": "DE"}, ("7 Road", "Town", "", "", "123456", "DE"), ["postal_mismatch"]),
    ("somewhere", {}, ("somewhere", "", "", "", "", ""), ["unparsed", "country_missing", "no_house_number"]),
]


@pytest.mark.parametrize(("raw", "context", "parts", "codes"), ADDRESSES, ids=str)
def test_addresses(raw, context, parts, codes):
    """Parts and findings; the text itself is never rearranged."""
    seen = examine("address", raw, **context)
    found = seen.value
    assert (found.street, found.city, found.district, found.region, found.postal_code, found.country) == parts
    assert [f.code for f in seen.findings] == [f"address.{code}" for code in codes]


def test_address_keys_ignore_width_and_blanks():
    """Two ways of typing one address compare equal."""
    one, two = normalizers.address("浙江省杭州市西湖区文三路90号"), normalizers.address("浙江 杭州 西湖区文三路９０号")
    assert one.match_key == two.match_key


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("3.5万", "35000"), ("￥1,234.50", "1234.5 CNY"), ("1.234,56 €", "1234.56 EUR"), ("1'234.50 CHF", "1234.5 CHF"),
        ("(1,200) USD", "-1200 USD"), ("1.234", None), ("1,234", "1234"), ("1,23", None), ("100万元", "1000000 CNY"),
        ("US$ 5k", "5000 USD"), ("12,34,567", "1234567"), ("1 234 567,89", "1234567.89"), ("人民币3亿元", "300000000 CNY"),
        ("0", "0"), ("1.38E+10", None), ("5000元整", "5000 CNY"), ("0.125", "0.125"), ("five", None), ("-0", "0"),
    ],
)  # fmt: skip
def test_amounts(raw, text):
    """Number and currency; what can be read two ways is not read."""
    assert examine("amount", raw).text == text


@pytest.mark.parametrize(
    ("raw", "level", "function"),
    [
        ("Senior Sales Manager", "manager", "sales"), ("销售总监", "director", "sales"), ("副总经理", "vp", "general_management"),
        ("总经理助理", "assistant", "admin"), ("VP of Engineering", "vp", "engineering"), ("CEO", "c_level", "general_management"),
        ("Geschäftsführer", "c_level", "general_management"), ("總經理助理", "assistant", "admin"), ("Wizard", "", ""),
    ],
)  # fmt: skip
def test_job_titles(raw, level, function):
    """Level and function of a title."""
    found = examine("job_title", raw).value
    assert (found.level, found.function) == (level, function)


@pytest.mark.parametrize(("raw", "better"), [("Sales Manger", "Sales Manager"), ("总径理", "总经理")])
def test_job_title_typos(raw, better):
    """A known slip suggests the word, and the suggestion is clean."""
    [finding] = [f for f in examine("job_title", raw).findings if f.code == "job_title.typo"]
    assert finding.suggestion == better
    assert not any(f.code == "job_title.typo" for f in examine("job_title", better).findings)


@pytest.mark.parametrize(
    ("raw", "context", "platform", "text"),
    [
        ("微信：wang_wei88", {}, "wechat", "wang_wei88"), ("13912345678", {}, "phone", "+8613912345678"),
        ("13912345678", {"platform": "wechat"}, "wechat", "+8613912345678"), ("QQ:10001", {}, "qq", "10001"),
        ("whatsapp: +447911123456", {}, "whatsapp", "+447911123456"), ("@anna_li", {"platform": "telegram"}, "telegram", "anna_li"),
        ("企业微信: lina01", {}, "wecom", "lina01"), ("同手机", {}, None, None), ("a@b.com", {}, None, None),
        ("12", {"platform": "whatsapp"}, None, None),
    ],
)  # fmt: skip
def test_messaging_ids(raw, context, platform, text):
    """Messenger and name, labels left out; a phone number is known as one."""
    seen = examine("messaging_id", raw, **context)
    assert (seen.value.platform if seen.value else None, seen.text) == (platform, text)


@pytest.mark.parametrize(
    ("raw", "context", "text", "code"),
    [
        ("https://www.linkedin.com/in/anna-li/", {}, "anna-li", "social_handle.from_url"), ("@annali", {}, "annali", None),
        ("twitter.com/x_y", {"platform": "linkedin"}, "x_y", "social_handle.platform_mismatch"),
        ("https://example.com/a", {}, None, "social_handle.wrong_field"), ("x.com/", {}, None, "social_handle.syntax"),
        ("anna@firma.de", {}, None, "social_handle.wrong_field"), ("two words", {}, None, "social_handle.syntax"),
    ],
)  # fmt: skip
def test_social_handles(raw, context, text, code):
    """Name out of an address."""
    seen = examine("social_handle", raw, **context)
    assert seen.text == text
    assert code is None or code in [f.code for f in seen.findings]


def test_factories_name_their_context():
    """A validator reads like the call that made it."""
    made = [validators.address(), validators.address("DE"), validators.amount(), validators.messaging_id("qq"),
            validators.social_handle("x"), validators.messaging_id(), validators.social_handle()]  # fmt: skip
    assert [repr(v) for v in made] == [
        "address()", "address(country='DE')", "amount()", "messaging_id(platform='qq')", "social_handle(platform='x')",
        "messaging_id()", "social_handle()",
    ]  # fmt: skip
    assert normalizers.messaging_id("QQ:10001") == "10001"
    assert normalizers.social_handle("@annali") == "annali"
