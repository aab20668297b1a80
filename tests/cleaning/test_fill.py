"""What the other records of a company or a city agree on is proposed for empty cells, never applied unasked."""

from __future__ import annotations

import datetime as dt

import crmquality as cq

DAY = dt.date(2026, 11, 1)


def proposals(rows, **wanted):
    plan = cq.clean(rows, cq.presets.contact("CN"), as_of=DAY, id="record_id", progress=False)
    found = plan.changes.filter(rule=wanted["rule"])
    return plan, [(r["record_id"], r["after"], r["confidence"], r["safe"]) for r in found.iter_rows(named=True)]


def people(count, **cells):
    return [
        {"record_id": f"r{i}", "full_name": f"李{c}", **cells}
        for i, c in zip(range(count), "娜伟芳强敏静", strict=False)
    ]


def test_colleagues_at_one_mail_domain_say_the_company():
    """Two records of a domain that agree are enough; the confidence is their share, damped by their number."""
    rows = people(3)
    for row, local, company in zip(
        rows, ("na.li", "wei.li", "fang.li"), ("华讯科技有限公司", "华讯科技有限公司", ""), strict=True
    ):
        row |= {"email": f"{local}@huaxun.cn", "company": company}
    plan, found = proposals(rows, rule="enrich.company_from_mail_domain")
    assert found == [("r2", "华讯科技有限公司", 0.67, False)]
    everything = plan.apply("all", by="test", at=DAY).table
    assert next(r for r in everything if r["record_id"] == "r2")["company"] in (None, "")


def test_one_voice_or_a_split_house_proposes_nothing():
    """One colleague, or colleagues who disagree, are no evidence; free providers are nobody's house."""
    rows = people(4)
    companies = ("华讯科技有限公司", "", "远达贸易有限公司", "")
    mails = ("a1@huaxun.cn", "b2@huaxun.cn", "c3@qq.com", "d4@qq.com")
    for row, company, mail in zip(rows, companies, mails, strict=True):
        row |= {"email": mail, "company": company}
    assert proposals(rows, rule="enrich.company_from_mail_domain")[1] == []


def test_a_company_lends_its_country_whatever_its_legal_form():
    """Records of one company are known by the name without its form."""
    rows = people(4, email="")
    for row, company, country in zip(
        rows, ("Acme GmbH", "ACME", "Acme", "acme gmbh"), ("DE", "DE", "DE", ""), strict=True
    ):
        row |= {"company": company, "country": country, "mobile": "139" + row["record_id"][1] * 8}
    assert proposals(rows, rule="enrich.country_from_company")[1] == [("r3", "DE", 0.75, False)]


def test_a_city_lends_its_country():
    """Five records of a city must agree, all but one in twenty."""
    rows = people(6, city="Lyon", company="")
    for row in rows[:5]:
        row["country"] = "FR"
    rows[5]["country"] = ""
    assert proposals(rows, rule="enrich.country_from_city")[1] == [("r5", "FR", 0.83, False)]
