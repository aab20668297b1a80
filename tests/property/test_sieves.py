"""A sieve answers as the scalar rule does, or not at all."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.testing import contacts, strategies
from crmquality.validators import KINDS
from crmquality.validators._affinity import mail_host, two_words
from crmquality.validators._consistency import _DIALLED

ROWS = contacts(800, seed=8, mix="english").rows + contacts(800, seed=9, mix="mixed").rows
CONTEXTS = [
    ("email", {}),
    ("phone", {}),
    ("phone", {"region": "CN"}),
    ("phone", {"region": "US", "line": "mobile"}),
    ("phone", {"region": "DE", "line": "mobile"}),
    ("phone", {"region": "GG"}),
    ("phone", {"region": "UK"}),
    ("phone", {"region": "XX"}),
    ("phone", {"region": None}),
    ("organization_name", {}),
    ("organization_name", {"legal_form": True}),
    ("identifier", {}),
    ("identifier", {"country": "DE"}),
    ("identifier", {"scheme": "cn_uscc"}),
]
MAILS = st.one_of(
    strategies.values("email"),
    strategies.dirty("email").map(lambda d: d.raw),
    st.from_regex(r"\A(mailto:|<|)(info|Sales|no-?reply|test|a{1,5}|[a-z._+'-]{1,70})@{0,2}(gmail\.com|Firma\.DE|gmial\.com|mailinator\.com|"
                  r"x\.test|a\.b|müller\.de|[a-z]{1,60}\.[a-z.]{1,200})(>|)\Z"),
)  # fmt: skip
NUMBERS = st.one_of(
    strategies.values("phone"),
    strategies.dirty("phone").map(lambda d: d.raw),
    st.from_regex(r"\A[ +(]{0,2}(86|1|44|49|0|00|39|7)?[ ().-]?[0-9 ().-]{1,16}\Z"),
    st.from_regex(r"\A\+?(86)?1[3-9][0-9]{9}\Z"),
    st.from_regex(r"\A(\+1 ?)?\(?[2-9][0-9]{2}\)? ?[2-9][0-9]{2}-[0-9]{4}\Z"),
)


IDS = st.one_of(NUMBERS, strategies.values("identifier"), st.from_regex(r"\A[0-9]{1,25}\Z"), st.from_regex(r"\A([0-9])\1*\Z"),
                st.sampled_from(["123456", "1234", "0", "00123", "12.0", "1e5"]))  # fmt: skip
FIRMS = st.one_of(
    strategies.values("organization_name"),
    strategies.dirty("organization_name").map(lambda d: d.raw),
    st.lists(st.sampled_from("Acme Acme, ACME GmbH GmbH. Co. Co., Ltd. & Oy AG S.A. B.V. S.p.A. d.b.a. DBA Formerly Branch The Ab Test "
                             "Inc Mr Group Foo-Bar Www. Xxxx Sa SA sa a. X And and Stichting PT".split()), min_size=1, max_size=5).map(" ".join),
    st.lists(st.sampled_from("深圳 华为 技术 有限公司 股份有限公司 集团 公司 分公司 测试 中国银行 支行 店 有限责任 有限责 事务所 某某 合作社 有限公 中心 厂".split()),
             min_size=1, max_size=5).map("".join),
)  # fmt: skip
CELLS = {"organization_name": FIRMS, "email": MAILS, "phone": NUMBERS, "identifier": IDS}


def agree(kind, context, cells):
    """Compare every answer of a sieve; returns how many it gave."""
    sieve, read = KINDS[kind].sieve(**context), KINDS[kind].brief(**context)
    known = sieve(pl.Series(cells, dtype=pl.String))
    for cell, text, outcome in zip(known.cell.tolist(), known.text, known.outcome.tolist(), strict=True):
        assert (text, known.findings[outcome], False) == read(cells[cell]), cells[cell]
    return len(set(known.cell.tolist()))


@pytest.mark.parametrize(("kind", "context"), CONTEXTS)
@given(data=st.data())
def test_what_a_sieve_answers_the_rule_says(kind, context, data):
    """Cells of all sorts."""
    agree(kind, context, data.draw(st.lists(CELLS[kind], max_size=30)))


@pytest.mark.parametrize(("kind", "context"), CONTEXTS)
def test_they_agree_on_contacts(kind, context):
    """The cells of made-up contacts, mail addresses or not; ordinary ones are answered."""
    answered = agree(kind, context, sorted({v for row in ROWS for v in row.values() if v}))
    assert answered > {"email": 1000, "phone": 400, "identifier": 100, "organization_name": 300}[kind] or {
        "scheme",
        "legal_form",
    } & set(context)


@given(st.lists(st.one_of(MAILS, NUMBERS, st.text()), max_size=30))
def test_a_part_of_a_text_is_the_same_in_a_column(cells):
    """Python's expressions and Rust's read the pattern alike."""
    for part in (mail_host, two_words, _DIALLED):
        assert part.of_column(pl.Series(cells, dtype=pl.String)).to_list() == [part(cell) for cell in cells]
