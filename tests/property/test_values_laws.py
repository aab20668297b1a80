"""Laws of every kind: total over text, idempotent, deterministic, suggestions validate, spans lie inside."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality._text import fold, tidy
from crmquality.normalizers._reading import placeholder_code
from crmquality.validators import KINDS, examine

CONTEXTS = {
    "identifier": [
        {},
        {"country": "DE"},
        *({"scheme": s} for s in ("cn_uscc", "cn_resident_id", "iban", "vat", "nl_vat", "luhn")),
    ],
    "datetime": [{}, {"zone": "required"}],
    "messaging_id": [{}, {"platform": "wechat"}, {"platform": "whatsapp"}],
    "social_handle": [{}, {"platform": "linkedin"}],
    "address": [{}, {"country": "US"}, {"country": "CN"}],
    "phone": [{"region": None}, {"region": "CN"}, {"region": "US"}, {"region": "xx"}],
    "region": [{}, {"country": "US"}, {"country": "CN"}, {"country": "GB"}],
    "city": [{}, {"country": "DE"}],
    "postal_code": [{"country": None}, {"country": "CN"}, {"country": "GB"}],
    "choice": [{}, {"choices": ("Won", "Lost", "无"), "aliases": {"赢单": "Won"}}],
}
CASES = [(kind, context) for kind in KINDS for context in CONTEXTS.get(kind, [{}])]
SEEDS = [
    "13912345678",
    "anna.li@firma.de",
    "2024年3月5日 下午2:30",
    "(201) 555-0123",
    "https://x.cn/?q=1",
    "SW1A 1AA",
    "3万",
    "1,234.5",
]
SEEDS += [
    "03/04/2024",
    "5-Mar-24",
    "10-20万",
    "DE811907980",
    "110101850101231",
    "NL004495445B01",
    "￥3.5万",
    "EUR 1.234,56",
    "微信：wang_wei88",
    "https://www.linkedin.com/in/anna-li/",
    "总经理助理",
    "浙江杭州西湖区文三路90号",
    "1600 Main St, Springfield, IL 62701, USA",
    "0,0,0,0",
    "Doe, John, Jr., MD",
    "王大伟 (David Wang)",
    "Dr. Juan de la Vega, Jr.",
    "阿里巴巴(中国)有限公司",
    "Acme Foods Co., Ltd.",
    "914403001TQT25YY3D",
    "中国",
    "Zhang <z@qq.com>",
    "5 March 2024",
    "010-62345678转801",
    "测试",
    "won",
    "是",
    "+49 30 174292",
]
edits = st.tuples(st.sampled_from(SEEDS), st.integers(0, 30), st.text(max_size=3), st.integers(0, 2))
mutated = edits.map(lambda e: e[0][: e[1]] + e[2] + e[0][e[1] + e[3] :])
texts = st.one_of(
    st.text(max_size=40), mutated, st.text(st.characters(categories=["Cs", "Cc", "Nd", "Zs", "Mn"]), max_size=12)
)


@pytest.mark.parametrize(("kind", "context"), CASES, ids=str)
@given(text=texts)
def test_every_kind_is_total_idempotent_and_honest(kind, context, text):
    """Reading never raises; the canonical form reads as itself; spans lie in the raw text; suggestions are usable."""
    seen = examine(kind, text, **context)
    assert seen == examine(kind, text, **context)
    for finding in seen.findings:
        assert finding.code.startswith(f"{kind}.")
        assert finding.field == kind
        if finding.span:
            assert 0 <= finding.span[0] <= finding.span[1] <= len(text)
        if finding.suggestion is not None:
            assert examine(kind, finding.suggestion, **context).valid
        assert all(examine(kind, reading, **context).valid for reading in finding.alternatives)
    if seen.missing:
        assert seen.text is None
    if seen.text is not None:
        again = examine(kind, seen.text, **context)
        assert again.text == seen.text


@given(text=texts)
def test_folding_and_tidying_twice_is_once(text):
    """Both are idempotent."""
    assert tidy(tidy(text)) == tidy(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("word", ["N/A", "none", "-", "无", "暂无", "未知", " 無 ", "ｎ／ａ", "NULL"])
def test_placeholders_are_closed_under_folding(word):
    """A placeholder in any width and case is one."""
    assert placeholder_code(tidy(word)) == "placeholder"
    assert placeholder_code(fold(word)) == "placeholder"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("character", list("a1 .,/@<*é张+("))
def test_long_cells_are_fast(kind, character):
    """A cell of 200,000 equal characters costs no more than a fraction of a second."""
    examine(kind, "x")
    start = time.perf_counter()
    examine(kind, character * 200_000)
    assert time.perf_counter() - start < 2
