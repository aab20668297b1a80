"""Fields that contradict each other, and the many that only seem to."""

from __future__ import annotations

import pytest

from crmquality import PolicyError, presets
from crmquality.normalizers._domain import company_domain, registrable
from crmquality.policy import compile_policy, consistent, rule_from_dict
from crmquality.validators._affinity import mailbox_name, names_company, names_person
from crmquality.validators._consistency import CHECKS


def test_the_old_form_of_country_and_phone_is_still_read():
    """Policies written before there were other checks load as they did."""
    old = {"rule": "consistent", "severity": "info", "code": None, "country": "country", "phone": "mobile"}
    assert rule_from_dict(old) == consistent("country", "mobile", severity="info")


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_every_check_is_a_rule(check):
    """Text, plain data, and silence where a field is empty."""
    fields = CHECKS[check].fields
    rule = consistent(*[f.replace(" ", "_") for f in fields], check=check)
    assert rule_from_dict(rule.to_dict()) == rule
    assert rule.holds({}) is None
    assert rule({rule.fields[0]: "x", rule.fields[1]: ""}) == ()
    assert (check == "country_phone") == ("check=" not in str(rule))


@pytest.mark.parametrize(
    ("check", "left", "right", "held"),
    [
        ("country_postal_code", "DE", "10115", True),
        ("country_postal_code", "DE", "SW1A 1AA", False),
        ("country_postal_code", "AQ", "10115", None),
        ("stage_open_deals", "opportunity", "0", False),
        ("stage_open_deals", "opportunity", "2", True),
        ("stage_open_deals", "opportunity", "two", None),
        ("stage_open_deals", "lead", "0", True),
        ("stage_won_deals", "customer", "0", False),
        ("stage_won_deals", "evangelist", "0", False),
        ("stage_won_deals", "lead", "0", True),
        ("stage_won_deals", "customer", "x", None),
        ("status_stage", "open_deal", "subscriber", False),
        ("status_stage", "open_deal", "opportunity", True),
        ("status_stage", "unqualified", "customer", False),
        ("status_stage", "in_progress", "customer", True),
        ("country_phone", "CN", "139", None),
        ("country_phone", "XX", "+8613912345678", None),
    ],
)
def test_checks(check, left, right, held):
    """A contradiction needs both sides to be plain."""
    assert consistent("a", "b", check=check).holds({"a": left, "b": right}) is held


@pytest.mark.parametrize(
    "line",
    """Anna|Smith|anna.smith@x.com
Bill|Chen|william.chen@x.com
Elizabeth|Taylor|liz.burton@x.com
Xu|Li|lily.wang@x.com
大伟|王|david.wong@x.com
大伟|王|wang.dawei@x.com
大伟|王|li.na@x.com
Anna|Smith|sales.team@x.com
Anna|Smith|marketing.china@x.com
Anna|Smith|peter.sales@x.com
Mikhail|Petrov|michael.petroff@x.com
Jean-Pierre|Dupont|jp.dupont@x.com
Jürgen|Müller|juergen.mueller@x.com
Nguyễn|Văn An|an.nguyen@x.com
Иван|Петров|john.smith@x.com
José|García|pepe.garcia@x.com
Katherine|Jones|cathy.miller@x.com
雄信|单|shan.xiongxin@x.com
志明|陈|chan.chiming@x.com
Maria|Gonzalez|new.york@x.com
Anna|Smith|anna@x.com
Cher||john.doe@x.com
Anna|Smith|peterjones@x.com
洋|刘|peter.jones@x.com""".splitlines(),
)
def test_mailboxes_that_may_be_the_person_s(line):
    """Nicknames, other scripts and orders, roles and words that are no names: no contradiction."""
    given, family, address = line.split("|")
    assert names_person(f"{given} {family}".strip(), address) is not False
    assert not family or names_person(given, family, address) is not False


@pytest.mark.parametrize(
    "line",
    [
        "Anna|Smith|peter.jones@x.com",
        "洋|刘|wang.min@x.com",
        "Giovanni|Rossi|John_Redman@x.com",
        "Tom|Hanks|max.power2@x",
    ],
)
def test_mailboxes_of_somebody_else(line):
    """Two known words, none of them the person's."""
    given, family, address = line.split("|")
    assert names_person(given, family, address) is False
    rule = consistent("first", "last", "email", check="name_email")
    (found,) = rule({"first": given, "last": family, "email": address})
    assert (found.code, found.field) == ("record.name_email", "email")
    full = f"{family}{given}" if given > "~" else f"{given} {family}"
    assert consistent("name", "email", check="name_email").holds({"name": full, "email": address}) is False


@pytest.mark.parametrize(
    "line",
    """International Business Machines Corporation|ibm.com
Bayerische Motoren Werke AG|bmw.de
Robert Bosch GmbH|de.bosch.com
Procter & Gamble|pg.com
PricewaterhouseCoopers|pwc.com
Boston Consulting Group|bcg.com
Johnson & Johnson|its.jnj.com
Federal Express|fedex.com
Volkswagen|vw.com
腾讯科技（深圳）有限公司|tencent.com
阿里巴巴（中国）有限公司|alibaba-inc.com
北京字节跳动科技有限公司|bytedance.com
网易（杭州）网络有限公司|corp.netease.com
联想（北京）有限公司|lenovo.com
美的集团股份有限公司|midea.com
中国平安保险|pingan.com.cn
小米科技|xiaomi.com
深圳市大疆创新科技有限公司|dji.com
Société Générale|socgen.com
L'Oréal|loreal.com
Müller Handels GmbH|mueller.de
British Broadcasting Corporation|bbc.co.uk
株式会社日立製作所|hitachi.com
Siemens AG|gmail.com
Siemens AG|wpp.com
Siemens AG|yahoo.co.in
Siemens AG|gmai.com
n/a|bosch.com
ТОВ Ромашка|bosch.com
3M|mmmm.com""".splitlines(),
)
def test_domains_that_may_be_the_company_s(line):
    """Short forms, pinyin, brands of Chinese companies, and domains that are nobody's own: no contradiction."""
    company, domain = line.split("|")
    assert names_company(company, f"li@{domain}") is not False


@pytest.mark.parametrize(
    "line", ["Siemens AG|bosch.com", "Unilever|nestle.com", "Walmart Inc.|costco.com", "华为技术有限公司|xiaomi.com"]
)
def test_domains_of_another_company(line):
    """Nothing in common."""
    company, domain = line.split("|")
    rule = consistent("company", "email", check="company_email", severity="info")
    assert [f.code for f in rule({"company": company, "email": f"li@{domain}"})] == ["record.company_email"]


def test_domains():
    """The registered part, and whether a company owns it."""
    assert registrable("a.b.com.cn") == "b.com.cn"
    assert registrable("localhost") is None
    assert company_domain("Mail.Siemens.com") == "siemens.com"
    for nobody in ("qq.com", "mail.local", "example.com", "ogilvy.com", "mailinator.com", "co.uk", "x.test"):
        assert company_domain(nobody) is None


def test_names_of_mailboxes():
    """Chinese names stand in either order."""
    assert mailbox_name("Li.Xiaoming@x.cn") == ("Xiaoming", "Li")
    assert mailbox_name("xiaoming.li@x.cn") == ("Xiaoming", "Li")
    assert mailbox_name("info.berlin@x.de") is mailbox_name("anna@x.de") is None


def test_misuse():
    """A check takes its own number of fields."""
    for wrong, says in (
        (lambda: consistent("a", "b", check="colour"), "no check"),
        (lambda: consistent("a"), "takes the fields country, phone"),
        (lambda: consistent("a", "b", "c"), "takes the fields"),
    ):
        with pytest.raises(PolicyError, match=says):
            wrong()


def test_presets_hint_and_never_warn():
    """What a contradiction of stages and mailboxes costs: a line of information."""
    record = {
        "full_name": "Anna Smith", "email": "peter.jones@bosch.com", "company": "Siemens AG", "mobile": "13912345678",
        "lifecycle_stage": "customer", "lead_status": "unqualified", "open_deals": "0", "won_deals": "0",
    }  # fmt: skip
    found = compile_policy(presets.contact("CN")).examine_record(record).findings
    told = {f.code: f.severity for f in found if f.code.startswith("record.")}
    assert told == dict.fromkeys(
        ("record.name_email", "record.company_email", "record.status_stage", "record.stage_evidence"), "info"
    )
