"""Dates as people, systems and spreadsheets write them, in many languages; what has no single reading has none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.validators import age_between, examine
from crmquality.validators._records import rule_from_dict

READ = """
2024-03-05 2024-03-05|2024-3-5 2024-03-05|2024/3/5 2024-03-05|2024.3.5 2024-03-05|2024.3.5. 2024-03-05|2024. 3. 5. 2024-03-05
2024—3—5 2024-03-05|2024–03–05 2024-03-05|２０２４－０３－０５ 2024-03-05|٢٠٢٤-٠٣-٠٥ 2024-03-05|20240305 2024-03-05|2024 03 05 2024-03-05
2024-W10-2 2024-03-05|2024年3月5日 2024-03-05|2024年3月5号 2024-03-05|2024 年 3 月 5 日 2024-03-05|2024年３月５日 2024-03-05
二〇二四年三月五日 2024-03-05|二零二四年十一月三十日 2024-11-30|贰零贰肆年叁月伍日 2024-03-05|二〇二四年三月廿五日 2024-03-25
2024年三月5日 2024-03-05|民国113年3月5日 2024-03-05|中華民國一百一十三年三月五日 2024-03-05|民國元年10月10日 1912-10-10|令和6年3月5日 2024-03-05
令和元年5月1日 2019-05-01|平成31年4月30日 2019-04-30|昭和64年1月7日 1989-01-07|2024년 3월 5일 2024-03-05|2024年3月5日星期二 2024-03-05
2024年3月5日(周二) 2024-03-05|13/04/2024 2024-04-13|04/13/2024 2024-04-13|4-13-2024 2024-04-13|5.3.2024 2024-03-05|29.02.2024 2024-02-29
11.11.2023 2023-11-11|5. März 2024 2024-03-05|1er janvier 2023 2023-01-01|5 de marzo de 2024 2024-03-05|5 marzo 2024 2024-03-05
5 maart 2024 2024-03-05|5 марта 2024 г. 2024-03-05|5 Mart 2024 2024-03-05|5. března 2024 2024-03-05|5 marca 2024 2024-03-05
den 5 mars 2024 2024-03-05|5. mai 2024 2024-05-05|5 Μαρτίου 2024 2024-03-05|Dienstag, 5. März 2024 2024-03-05|mardi 5 mars 2024 2024-03-05
mar. 5 mars 2024 2024-03-05|March 5th, 2024 2024-03-05|5th of March 2024 2024-03-05|the 5th of March, 2024 2024-03-05|Mar 5 2024 2024-03-05
05MAR2024 2024-03-05|2024-Mar-05 2024-03-05|2024 März 5 2024-03-05|Sep 2003 25 2003-09-25|15 août 2024 2024-08-15|3 févr. 2024 2024-02-03
2024 2024|2024年 2024|二〇二四年 2024|民国113年 2024|2024-03 2024-03|2024/3 2024-03|3/2024 2024-03|03.2024 2024-03|2024年3月 2024-03
二〇二四年十二月 2024-12|March 2024 2024-03|mars 2024 2024-03|2024 März 2024-03
2024-03-05 14:30 2024-03-05T14:30:00|2024-03-05T14:30Z 2024-03-05T14:30:00+00:00|2024-03-05 14:30:00,5 2024-03-05T14:30:00.500000
2024-03-05T14:30:00.000+0000 2024-03-05T14:30:00+00:00|2024-03-05 14:30 UTC+8 2024-03-05T14:30:00+08:00|2024-03-05 2pm 2024-03-05T14:00:00
2024-03-05 12:30 AM 2024-03-05T00:30:00|20240305T1430 2024-03-05T14:30:00|20240305T143000+0800 2024-03-05T14:30:00+08:00
5.3.2024 14:30 Uhr 2024-03-05T14:30:00|5 mars 2024 à 14h30 2024-03-05T14:30:00|5 марта 2024 года, 14:30 2024-03-05T14:30:00
Tue, 05 Mar 2024 14:30:00 +0800 2024-03-05T14:30:00+08:00|05/Mar/2024:14:30:00 +0000 2024-03-05T14:30:00+00:00
二〇二四年元月五日 2024-01-05|公元2024年3月5日 2024-03-05|2024-03-05 (Tue) 2024-03-05|5.3.2024 года 2024-03-05|2024年3月5日晚8点 2024-03-05T20:00:00|5.3.2024 um 14:30 Uhr 2024-03-05T14:30:00|05/13/2024 at 2pm 2024-05-13T14:00:00|贰零贰肆年拾壹月贰拾日 2024-11-20|ngày 5 tháng 3 năm 2024 2024-03-05|5.3.2024 14.30 2024-03-05T14:30:00
2024年3月5日 上午9点半 2024-03-05T09:30:00|2024年3月5日星期二下午3点30分 2024-03-05T15:30:00|2024年3月5日中午1点 2024-03-05T13:00:00
2024年3月5日中午11点 2024-03-05T11:00:00|2024年3月5日凌晨12点 2024-03-05T00:00:00|2024年3月5日午後2時30分 2024-03-05T14:30:00
2024년 3월 5일 오후 2:30 2024-03-05T14:30:00|2024-03-05 09时05分07秒 2024-03-05T09:05:07
"""
NOT_READ = """
unparseable:农历二〇二四年正月初五 2024年正月初五 2024年腊月三十 2024年闰六月初一 3月5日 2024年3月上旬 2024年第一季度 2024Q1 2024年廿五日 三月五日 十月一日 14点 12:30
unparseable:10000-01-01 tomorrow today now Sun March 99 199 5 ~2024 2024? 2024-03-?? XX/03/2024 2024.03.05-2024.03.08 /Date(1709600000000)/ 2024-065
unparseable:R6.3.5 202403 113年3月5日 天宝3年3月5日
impossible:2023-02-29 2024-02-30 2024-13 13/2024 13/13/2024 00/04/2024 31.04.2024 30.02.2024 2024年13月1日 2024-03-05T24:00 2024-03-05T12:60 2024-W53-1
impossible:2024年3月5日晚上12点 2024-03-05T13:30am 31-12-2024T25:00 99-99-99
ambiguous_order:03/04/2024 3-4-2024 01/02/2024T10:00
two_digit_year:24年3月5日 24年3月 3/4/24 30-12-99 5.3.24 240305 Mar-24 5-Mar-24 24-Mar-05 04.04.95T00:22
excel_serial:45000 45000.5 25569
unix_time:1709600000 1709600000000
sentinel:1899-12-30 1900/1/1 9999-12-31 0000-00-00 1970-01-01T00:00:00 长期 1900年1月1日
"""
PAIRS = [pair.rsplit(" ", 1) for line in READ.strip().splitlines() for pair in line.split("|")]
REFUSED = [
    (raw, line.split(":", 1)[0]) for line in NOT_READ.strip().splitlines() for raw in line.split(":", 1)[1].split()
]


@pytest.mark.parametrize(("raw", "iso"), PAIRS)
def test_dates_with_one_reading(raw, iso):
    """ISO 8601 with the precision that was written."""
    seen = examine("datetime", raw)
    assert seen.text == iso
    assert ("datetime.partial" in [f.code for f in seen.findings]) is (len(iso) < 10)


@pytest.mark.parametrize(("raw", "code"), REFUSED)
def test_dates_without_a_reading(raw, code):
    """No value, and the reason."""
    seen = examine("datetime", raw)
    assert seen.text is None
    assert f"datetime.{code}" in [f.code for f in seen.findings]


@pytest.mark.parametrize(
    ("raw", "readings"),
    [
        ("03/04/2024", ("2024-04-03", "2024-03-04")), ("24年3月5日", ("2024-03-05", "1924-03-05")),
        ("5.3.24", ("2024-03-05", "1924-03-05")), ("30-12-99", ("2099-12-30", "1999-12-30")),
        ("3/4/24", ("2024-04-03", "2024-03-04", "1924-04-03", "1924-03-04")), ("Mar-24", ("2024-03", "1924-03")),
        ("1/1/70", ("2070-01-01",)), ("5-Mar-24", ("2024-03-05", "1924-03-05")),
    ],
)  # fmt: skip
def test_both_readings_stand_in_the_finding(raw, readings):
    """They are values of the kind; the finding shows them as plain data."""
    [finding] = examine("date", raw).findings
    assert finding.alternatives == readings
    assert finding.to_dict()["alternatives"] == list(readings)
    assert all(examine("date", r).valid for r in readings)


@pytest.mark.parametrize(
    ("raw", "better"), [("45000", "2023-03-15"), ("202403", "2024-03"), ("113年3月5日", "2024-03-05")]
)
def test_probable_dates_are_suggested(raw, better):
    """A spreadsheet's serial number, a month without a separator, a year of the Republic of China."""
    assert examine("date", raw).findings[0].suggestion == better


FORMS = ("{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日", "{0.day}.{0.month}.{0.year}",
         "{0:%d %B %Y}", "{0:%B %d, %Y}", "{0:%a, %d %b %Y}")  # fmt: skip
DAYS = st.dates(dt.date(1901, 1, 2), dt.date(2099, 12, 30)).filter(
    lambda d: d not in {dt.date(1970, 1, 1), dt.date(1111, 11, 11)}
)


@given(DAYS, st.sampled_from(FORMS))
def test_what_is_written_is_read(day, form):
    """Every form gives the day back, whatever day it is."""
    assert examine("date", form.format(day)).text == day.isoformat()


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1900, 2100), st.sampled_from("-/. "))
def test_impossible_days_are_never_read(first, second, year, sep):
    """A value is a day that exists, in an order that the text has."""
    seen = examine("date", f"{first}{sep}{second}{sep}{year}").text
    if seen is not None:
        day = dt.date.fromisoformat(seen)
        assert day.year == year
        assert {day.month, day.day} == {first, second}


def test_zones_are_asked_for_where_the_field_says_so():
    """Elsewhere a time without a zone is the account's."""
    assert [f.code for f in examine("datetime", "2024-03-05 14:30", zone="required").findings] == [
        "datetime.timezone_missing"
    ]
    for fine in ("2024-03-05", "2024-03-05 14:30+08:00"):
        assert examine("datetime", fine, zone="required").findings == ()
    assert examine("datetime", "2024-03-05 14:30").findings == ()


def test_birth_dates_give_an_age():
    """The birthday itself counts; years and months are judged as far as they go; without a day of the check nothing is."""
    rule = age_between("born", 18, 100)
    born = {
        "2008-11-01": True,
        "2008-11-02": False,
        "2008-11": True,
        "2009": False,
        "1925-11-02": True,
        "1925-10-31": False,
    }
    assert {b: rule.holds({"born": b, "as_of": "2026-11-01"}) for b in born} == born
    assert rule.holds({"born": "2020-01-01"}) is None
    assert [f.code for f in rule({"born": "2020-01-01", "as_of": "2026-11-01"})] == ["record.age_range"]
    assert repr(rule) == "age_between('born', 18, 100)"
    assert rule_from_dict(rule.to_dict()) == rule


@pytest.mark.parametrize(("raw", "meant"), [
    ("45356.75", "2024-03-05T18:00:00"), ("45356.0", "2024-03-05"), ("45356", "2024-03-05"), ("45356.3958333333", "2024-03-05T09:30:00"),
    ("1709631000", "2024-03-05T09:30:00+00:00"), ("1709631000000", "2024-03-05T09:30:00+00:00"), ("1709596800", "2024-03-05"),
])  # fmt: skip
@pytest.mark.parametrize("kind", ["date", "datetime"])
def test_counted_times_keep_their_time(kind, raw, meant):
    """The suggestion for a day number or for seconds says the time as well, and is read as it stands."""
    [finding] = examine(kind, raw).findings
    assert finding.suggestion == meant
    assert examine(kind, meant).text == meant
