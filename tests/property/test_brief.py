"""What reads a cell without keeping its parts says what the examining function says, whatever the cell holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.testing import contacts, strategies
from crmquality.validators import KINDS

ROWS = contacts(150, seed=18, mix="english").rows + contacts(150, seed=19, mix="mixed").rows
CELLS = sorted({v for row in ROWS for v in row.values() if v})
#: what stands in names, places and notes, and what raises doubts there
WORDS = st.lists(
    st.sampled_from(
        "Main Street St. 12 12b rue de la Paix Straße PO Box Apt #4 Berlin berlin BERLIN 北京 北京市 上海路 18号 3栋 箱 test xxxx www. asdf "
        "http:// a@b.com +49 13800138000 unknown n/a 无 测试 wechat: QQ mobile 10001 =1+1 -5 @x Ã¼ ü ﬁ １２ – … call back next week. "
        "00000 SW1A 1AA 100000 0 1 . , ? ! null 地址".split(" ")
    ),
    min_size=1,
    max_size=6,
)
TEXTS = st.builds(
    lambda words, gap: gap.join(words), WORDS, st.sampled_from([" ", " ", "", ", ", "  ", "\n", "\u3000"])
)
CONTEXTS = {
    "postal_code": [{"country": c} for c in (None, "CN", "GB", "Deutschland", "XX")],
    "city": [{"country": c} for c in (None, "CN", "US")],
    "messaging_id": [{"platform": p} for p in (None, "wechat", "qq", "whatsapp")],
    "phone": [{"region": "CN"}, {"region": None}],
    "choice": [{"choices": ("a", "b"), "aliases": {"x": "a"}}],
}
CASES = [(kind, context) for kind in KINDS for context in CONTEXTS.get(kind, [{}])]


def agree(kind, context, cell):
    long = KINDS[kind].examine(cell, **context)
    assert KINDS[kind].brief(**context)(cell) == (long.text, long.findings, long.missing), cell


@pytest.mark.parametrize(("kind", "context"), CASES)
@given(data=st.data())
def test_brief_and_long_ways_agree(kind, context, data):
    """Values of the kind, spoiled ones, those of another kind, and what words make."""
    other = data.draw(st.sampled_from(sorted(KINDS)))
    spoiled = strategies.dirty(kind).map(lambda d: d.raw)
    agree(
        kind,
        context,
        data.draw(st.one_of(strategies.values(kind), spoiled, strategies.values(other), TEXTS, st.text())),
    )


@pytest.mark.parametrize(("kind", "context"), CASES)
def test_they_agree_on_contacts(kind, context):
    """Every cell of made-up contacts, whatever field it is of."""
    for cell in CELLS:
        agree(kind, context, cell)
