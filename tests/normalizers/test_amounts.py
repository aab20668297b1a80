"""Amounts: units and numerals in two languages, separators of several countries, ranges, signs."""

from __future__ import annotations

import time

import pytest

from crmquality.normalizers._amount import long_read
from crmquality.validators import examine

READ = """
三万五千元 35000 CNY|五十万 500000|两亿三千万元 230000000 CNY|壹拾贰万叁仟肆佰元整 123400 CNY|3万5 35000|三万五 35000|一百二 120|一万零五十 10050
一百零二元 102 CNY|1亿2000万 120000000|3万5千 35000|五元五角 5.5 CNY|5元5角3分 5.53 CNY|三百万美元 3000000 USD|一千五 1500|1万亿 1000000000000
人民币3亿元 300000000 CNY|5 万 元 50000 CNY|RMB 5万 50000 CNY|5w 50000|２万 20000|约10万 100000|10万左右 100000|10万+ 100000|>10k 10000
US$ 5k 5000 USD|$1.2m 1200000 USD|5 bn 5000000000|1.5 billion USD 1500000000 USD|2 million dollars 2000000 USD|10 thousand 10000|5 TEUR 5000 EUR
3,5 Mio € 3500000 EUR|3.5 Mio. EUR 3500000 EUR|2 Mrd. € 2000000000 EUR|2 millones de euros 2000000 EUR|2 crore INR 20000000 INR|5 lakh 500000
12,50 € 12.5 EUR|1.234,56 € 1234.56 EUR|1.234,- € 1234 EUR|100,- 100|0,5 0.5|1 234 567,89 1234567.89|1'234.50 CHF 1234.5 CHF|12,34,567 1234567
12.345.678 12345678|12,345,678.90 12345678.9|100,000.000 100000|(1,200) USD -1200 USD|USD (1,200) -1200 USD|1,200- -1200|−5 -5|A$5 5 AUD|5 руб. 5 RUB
港币300元 300 HKD|美元2万元 20000 USD|9 900 Ft 9900 HUF|450 kr 450|12,50 lei 12.5 RON|₪300 300 ILS
USD1,234 1234 USD|1,234USD 1234 USD|￥263,123 263123 CNY|+5 5|0万 0|0,123 0.123|€0,123 0.123 EUR|-0,1234 -0.1234
"""
NOT_READ = [
    ("1.234", "ambiguous_separator", ("1234", "1.2340")), ("1,23", "ambiguous_separator", ("1.23",)), ("012,345", "ambiguous_separator", ("12.3450",)), ("0,123,456", "ambiguous_separator", ()), ("0'123", "ambiguous_separator", ()),
    ("1.2.3", "ambiguous_separator", ()),
    ("10-20万", "range", ("100000", "200000")), ("10~20万元", "range", ("100000 CNY", "200000 CNY")), ("5k–10k", "range", ("5000", "10000")),
    ("100 to 200 USD", "range", ("100 USD", "200 USD")), ("1.5k-2k€", "range", ("1500 EUR", "2000 EUR")), ("80-100", "range", ("80", "100")),
    ("USD 5 EUR", "unparseable", ()), ("5 apples", "unparseable", ()), ("10%", "unparseable", ()), ("万", "unparseable", ()), ("1e5", "excel_float", ()),
    ("五六万七八", "unparseable", ()), ("x-y", "unparseable", ()), ("1.2.3-5", "unparseable", ()), ("万亿万", "unparseable", ()),
]  # fmt: skip
PAIRS = [pair for line in READ.strip().splitlines() for pair in line.split("|")]


def split(pair):
    """Raw text and canonical text of one entry: the canonical one is its last word, or its last two with a currency."""
    words = pair.split(" ")
    size = 2 if len(words[-1]) == 3 and words[-1].isupper() and words[-1].isascii() else 1
    return " ".join(words[:-size]), " ".join(words[-size:])


@pytest.mark.parametrize(("raw", "text"), [split(p) for p in PAIRS])
def test_amounts_with_one_reading(raw, text):
    """Number and currency."""
    assert examine("amount", raw).text == text


@pytest.mark.parametrize(("raw", "code", "readings"), NOT_READ)
def test_amounts_without_a_single_reading(raw, code, readings):
    """No value; the readings that there are stand in the finding and are values of the kind."""
    seen = examine("amount", raw)
    assert seen.text is None
    [finding] = seen.findings
    assert (finding.code, finding.alternatives) == (f"amount.{code}", readings)
    assert all(examine("amount", r).valid for r in readings)


@pytest.mark.parametrize("raw", ["约10万", "about 10k", "10万以上", "100+"])
def test_rough_amounts_are_named(raw):
    """The number stays, the finding says that it is not exact."""
    assert "amount.approximate" in [f.code for f in examine("amount", raw).findings]


@pytest.mark.parametrize("unit", [a + b for a in "1,. 万三十角-~到约(" for b in ("", "1", "万", ".")])
def test_longest_cells_are_fast(unit):
    """Eighty characters of one kind."""
    start = time.perf_counter()
    long_read((unit * 80)[:80])
    assert time.perf_counter() - start < 1
