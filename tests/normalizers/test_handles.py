"""Messengers and social networks: labels, addresses, phones, mailboxes of QQ, and names of another network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.validators import examine

MESSENGERS = [
    ("微信：wang_wei88", None, "wechat", "wang_wei88", ["fullwidth", "repaired"]), ("微信wang_wei88", None, "wechat", "wang_wei88", ["repaired"]),
    ("WeChat ID: wang_wei88", "wechat", "wechat", "wang_wei88", ["repaired"]), ("企业微信: lina01", None, "wecom", "lina01", ["repaired"]),
    ("13912345678（微信同号）", "wechat", "wechat", "+8613912345678", ["fullwidth", "is_phone"]), ("微信同号", "wechat", None, None, ["same_as_phone"]),
    ("手机与微信同号", "wechat", None, None, ["same_as_phone"]), ("987654321@qq.com", "qq", "qq", "987654321", ["from_url"]),
    ("87654329", "wechat", "qq", "87654329", ["platform_mismatch"]), ("QQ:10001", "wechat", "qq", "10001", ["repaired", "platform_mismatch"]),
    ("https://wa.me/4915112345678", None, "whatsapp", "+4915112345678", ["from_url"]), ("+447911123456", "whatsapp", "whatsapp", "+447911123456", []),
    ("https://api.whatsapp.com/send?phone=8613912345678", None, "whatsapp", "+8613912345678", ["from_url"]),
    ("wa.me/8613912345678", "wechat", "whatsapp", "whatsapp:+8613912345678", ["platform_mismatch", "from_url", "is_phone"][:2]),
    ("https://t.me/anna_li", None, "telegram", "anna_li", ["from_url"]), ("skype: live:anna.li", None, "skype", "live:anna.li", ["repaired"]),
    ("wx: abcdef1; QQ: 12345", None, None, None, ["repaired", "multiple_values"]), ("zhang wei", None, None, None, ["syntax"]), ("Li Na", None, None, None, ["syntax"]),
    ("12", None, None, None, ["syntax"]), ("anna@firma.de", None, None, None, ["wrong_field"]), ("QQ: 123456", None, None, None, ["repaired", "test_value"]),
    ("010-62345678", "wechat", None, None, ["syntax"]), ("anna", "wechat", None, None, ["syntax"]), ("wang.wei", "whatsapp", None, None, ["syntax"]),
    ("same as mobile", None, None, None, ["same_as_phone"]), ("x" * 300, None, None, None, ["too_long"]), (" ", None, None, None, []),
    ("123456@qq.com", None, None, None, ["from_url", "test_value"]), ("someone:abcdef", None, None, None, ["syntax"]),
]  # fmt: skip
NETWORKS = [
    ("https://de.linkedin.com/in/anna-li-123?trk=x", None, "linkedin", "anna-li-123", ["from_url"]), ("linkedin.com/company/acme", None, "linkedin", "acme", ["from_url"]),
    ("https://www.youtube.com/@acme", None, "youtube", "acme", ["from_url"]), ("https://www.youtube.com/channel/UC123abc", None, "youtube", "UC123abc", ["from_url"]),
    ("https://www.facebook.com/profile.php?id=1000123", None, "facebook", "1000123", ["from_url"]), ("https://weibo.com/u/1234569", None, "weibo", "1234569", ["from_url"]),
    ("https://www.instagram.com/p/XYZ/", None, None, None, ["syntax"]), ("https://twitter.com/intent/user", None, None, None, ["syntax"]),
    ("LinkedIn: anna-li", None, "linkedin", "anna-li", ["repaired"]), ("微博：@安娜", None, "weibo", "安娜", ["fullwidth", "repaired"]),
    ("IG: anna.li", "linkedin", "instagram", "anna.li", ["repaired", "platform_mismatch"]), ("@annali", "x", "x", "annali", []),
    ("ig: n/a", None, None, None, ["repaired", "placeholder"]), ("https://example.com/a", None, None, None, ["wrong_field"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "raw", "platform", "named", "text", "codes"),
                         [("messaging_id", *c) for c in MESSENGERS] + [("social_handle", *c) for c in NETWORKS],
                         ids=lambda c: str(c)[:30])  # fmt: skip
def test_network_and_name(kind, raw, platform, named, text, codes):
    """Whose name it is, the name, and what was noticed; a name of another messenger keeps its messenger in front."""
    seen = examine(kind, raw, platform=platform)
    assert (seen.value.platform if seen.value else None, seen.text) == (named, text)
    assert [f.code.partition(".")[2] for f in seen.findings] == codes


SEEDS = [c[0] for c in MESSENGERS if len(c[0]) < 60] + [c[0] for c in NETWORKS]


@given(st.sampled_from(SEEDS), st.integers(0, 30), st.text("微信qQ: @1a.+/", max_size=3), st.integers(0, 2),
       st.sampled_from((None, "wechat", "qq", "whatsapp", "line", "linkedin", "skype")))  # fmt: skip
def test_names_read_as_themselves_in_their_field(raw, at, new, drop, platform):
    """Reading what was written changes nothing, whatever the field's network is."""
    text = raw[:at] + new + raw[at + drop :]
    for kind in ("messaging_id", "social_handle"):
        seen = examine(kind, text, platform=platform)
        if seen.text is not None:
            assert examine(kind, seen.text, platform=platform).text == seen.text
