"""Leads and contacts find their account; branches, groups and franchises stay what they are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmquality as cq
from crmquality._text import has_han
from crmquality.cleaning._account_names import called, kinship, one_letter_off, owned_domain, parted
from crmquality.normalizers import organization_name


def lines(name: str) -> list[str]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


CASES = lines("account_cases.txt")
RELATED = {"branch": "branch_of", "head": "has_branch", "franchise": "franchise", "group": "same_group"}


def accounts() -> pl.DataFrame:
    rows = []
    for line in lines("accounts.txt"):
        key, name, *rest = [c.strip() for c in line.split(";")]
        sites, (country, city, *tax) = rest[:-3], rest[-3:]
        rows.append((key, name, ";".join(sites), country, city, *tax))
    return pl.DataFrame(
        rows, schema=["Account ID", "Account Name", "Website", "Country", "City", "Tax ID"], orient="row"
    )


def leads() -> tuple[pl.DataFrame, list[str]]:
    rows = [[c.strip() for c in line.split(";")] for line in CASES]
    frame = pl.DataFrame(
        [(f"{i:03}", *row[:5]) for i, row in enumerate(rows)],
        schema=["Lead ID", "Company", "Email", "Country", "City", "Tax ID"], orient="row",
    )  # fmt: skip
    return frame, [row[5] for row in rows]


@pytest.fixture(scope="module")
def found() -> dict[str, list[tuple[str, str]]]:
    """Relation and account per lead of the labelled cases."""
    out: dict[str, list[tuple[str, str]]] = {}
    for row in cq.match_accounts(leads()[0], accounts()).iter_rows(named=True):
        out.setdefault(row["lead_id"], []).append((row["relation"], row["account_id"]))
    return out


@pytest.mark.parametrize(("lead", "label"), list(enumerate(leads()[1])), ids=CASES)
def test_labelled_cases(found, lead, label):
    """Each lead belongs to the account that its label names, or is related to it and belongs to none."""
    got = found.get(f"{lead:03}", [])
    belongs = [account for relation, account in got if relation == "belongs_to"]
    kind, _, account = label.removeprefix("?").rpartition(":")
    if label == "-" or kind or (label.startswith("?") and not belongs):
        assert belongs == []
        assert not kind or label.startswith("?") or (RELATED[kind], account) in got
    else:
        assert belongs == [account]


def test_there_are_enough_cases():
    """At least 200 leads of ours are labelled, a third of them in hanzi, and a fifth related only."""
    labels = leads()[1]
    assert len(labels) >= 200
    assert sum(any("一" <= c <= "鿿" for c in line) for line in CASES) * 3 >= len(labels)
    assert sum(":" in label for label in labels) * 5 >= len(labels)


def test_a_parent_and_its_child_are_never_one(found):
    """No account belongs to another: each is matched with itself alone, whatever domain and name they share."""
    table = accounts()
    as_leads = table.rename({"Account ID": "Lead ID", "Account Name": "Company"})
    got = cq.match_accounts(as_leads, table).filter(pl.col("relation") == "belongs_to")
    alike = {frozenset(("du1", "du2"))}
    assert [r for r in got.select("lead_id", "account_id").rows() if r[0] != r[1] and frozenset(r) not in alike] == []


def test_the_order_of_rows_does_not_matter():
    """The same frame for shuffled leads and accounts."""
    table, _ = leads()
    once = cq.match_accounts(table, accounts())
    again = cq.match_accounts(table.sample(fraction=1.0, shuffle=True, seed=1), accounts().reverse())
    assert again.equals(once)


def test_mail_that_everybody_has_says_nothing():
    """Free mail, agencies, social networks, marketplaces, builders of sites: no account owns their domains."""
    hosts = (
        "gmail.com",
        "qq.com",
        "edelman.com",
        "linkedin.com",
        "acme.wordpress.com",
        "acme.github.io",
        "shop.1688.com",
    )
    assert [owned_domain(h) for h in hosts] == [None] * len(hosts)
    assert owned_domain("amazon.com", "/shops/acme") is None
    assert (owned_domain("www.Acme.com.cn"), owned_domain("amazon.com")) == ("acme.com.cn", "amazon.com")


@pytest.mark.parametrize(
    "page",
    [
        "weidian.com/?userid=1", "youzan.com/a", "koudaitong.com/a", "pinduoduo.com/a", "a.shop.dianping.com",
        "a.b2b.hc360.com", "a.cn.china.cn", "a.over-blog.com", "a.tilda.ws", "ameblo.jp/a", "a.imweb.me",
        "booking.com/hotel/a", "beacons.ai/a", "a.webnode.page", "shopee.com/a", "wlw.de/a", "a.wezhan.cn",
    ],
)  # fmt: skip
def test_pages_on_shops_marketplaces_and_builders_are_nobodys(page):
    """Whoever has a page there has it from the host; what the host says behind a question mark is a page, too."""
    table = [{"Account ID": "a", "Account Name": "Quill Dental Ltd", "Website": page}]
    assert cq.match_accounts([{"Lead ID": "1", "Company": "Zebra Toys", "Website": page}], table).height == 0


def related(names: str, *leads: str) -> list[list[tuple[str, str]]]:
    """Relations of each lead to accounts; both are written as "name; domain, mailbox or website; country"."""

    def rows(lines: list[str], kind: str, *keys: str) -> list[dict[str, str]]:
        cells = [[c.strip() for c in f"{line}; ; ".split(";")][:3] for line in lines]
        return [dict(zip((kind, *keys), (str(i), *c), strict=True)) for i, c in enumerate(cells)]

    table = rows(names.split(" | "), "Account ID", "Account Name", "Website", "Country")
    asked = rows(list(leads), "Lead ID", "Company", "Email", "Country")
    found = cq.match_accounts(asked, table)
    return [
        [(m["relation"], table[int(m["account_id"])]["Account Name"]) for m in found.iter_rows(named=True)
         if m["lead_id"] == str(i)] for i in range(len(leads))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "lead"),
    [
        ("Virgin Atlantic Airways Limited | Virgin Media Limited", "Virgin"),
        ("Boston Consulting Group, Inc. | Boston Scientific Corporation", "Boston"),
        ("Samsung Electronics Co., Ltd. | Samsung SDI Co., Ltd.", "Samsung"),
        ("华夏银行股份有限公司 | 华夏基金管理有限公司", "华夏"),
        ("东风汽车集团股份有限公司 | 东风日产乘用车公司", "东风"),
        ("中国航天科技集团有限公司 | 中国航天科工集团有限公司", "中国航天"),
        ("三一重工股份有限公司 | 三一集团有限公司", "三一"),
        ("上海复星医药（集团）股份有限公司 ; ; 中国 | 复星国际有限公司 ; ; 香港", "复星 ; ; 中国"),
        ("清华大学出版社有限公司", "清华大学"),
        ("Cambridge University Press", "Cambridge University"),
    ],
)
def test_a_short_form_of_several_is_nobodys(names, lead):
    """Where accounts of several names begin so, or more than a trade is left out, the lead is related at most."""
    assert "belongs_to" not in dict(related(names, lead)[0])


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        ("中国石油天然气股份有限公司", "中国石油"), ("中国电力建设集团有限公司", "中国电力"),
        ("中国铁路工程集团有限公司", "中国铁路"), ("中国交通建设集团有限公司", "中国交通"),
        ("中国石油化工集团有限公司", "石油化工"), ("成都市第一人民医院", "第一人民医院"),
        ("First National Bank Systems Inc.", "First National Bank"),
    ],
)  # fmt: skip
def test_names_of_a_trade_are_short_for_nobody(name, lead):
    """A country and a trade, or words that many bear, name no company in short."""
    assert "belongs_to" not in dict(related(name, lead)[0])


@pytest.mark.parametrize(
    ("names", "lead", "account"),
    [
        (
            "大连万达集团股份有限公司 ; wanda.cn | 大连万达商业管理集团股份有限公司 ; wanda.cn",
            "万达集团 ; w@wanda.cn",
            0,
        ),
        ("中国东方航空股份有限公司", "东方航空公司", 0),
        ("鴻海精密工業股份有限公司", "鸿海精密", 0),
        ("华夏银行股份有限公司 | 华夏基金管理有限公司", "华夏基金", 1),
        ("用友网络科技股份有限公司", "用友网络", 0),
        ("深圳市大疆创新科技有限公司", "大疆", 0),
        ("东风汽车集团股份有限公司 | 东风日产乘用车公司", "东风日产", 1),
        ("Virgin Atlantic Airways Limited | Virgin Media Limited", "Virgin Atlantic", 0),
        ("HSBC Holdings plc | HSBC UK Bank plc", "HSBC Holdings", 0),
        ("Łódzkie Zakłady Mleczarskie Sp. z o.o.", "Lodzkie Zaklady Mleczarskie", 0),
        ("上海华讯通信科技有限公司 | 北京华讯网络系统有限公司", "上海华讯", 0),
        ("Vodafone Group Plc ; ; UK | Vodafone GmbH ; ; Germany | Vodafone Foundation", "Vodafone ; ; UK", 0),
        (
            "国家电网有限公司 ; sgcc.com.cn | 国网浙江省电力有限公司 ; zj.sgcc.com.cn",
            "国网浙江电力 ; p@zj.sgcc.com.cn",
            1,
        ),
        ("华为技术有限公司 ; huawei.com | 华为终端有限公司 ; consumer.huawei.com", "Huawei Ltd ; w@huawei.com", 0),
        ("A.P. Møller - Mærsk A/S ; maersk.com", "Maersk ; a@maersk.com", 0),
        ("Johnson & Johnson ; jnj.com", "J&J ; a@jnj.com", 0),
    ],
)
def test_a_short_form_of_one_is_its_own(names, lead, account):
    """A name without its trades, a word or the initials of a long one with its domain, and the exact host decide."""
    found = dict(related(names, lead)[0])
    assert found["belongs_to"] == names.split(" | ")[account].split(" ;")[0]


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        ("瑞幸咖啡（中国）有限公司", "瑞幸咖啡（望京SOHO店）"), ("蜜雪冰城股份有限公司", "蜜雪冰城郑州大学店"),
        ("老百姓大药房连锁股份有限公司", "老百姓大药房五一路店"), ("北京同仁堂股份有限公司", "北京同仁堂济南药店"),
        ("四川海底捞餐饮股份有限公司", "海底捞火锅（西单店）"), ("北京链家房地产经纪有限公司", "链家（国贸店）"),
        ("长城证券股份有限公司", "长城证券深圳深南大道营业部"), ("顺丰速运有限公司", "顺丰深圳南山店"),
        ("Société Générale S.A.", "Société Générale Zweigniederlassung Frankfurt"),
        ("Lidl Stiftung & Co. KG", "Lidl Filiale Bonn"),
    ],
)  # fmt: skip
def test_shops_without_a_legal_form_are_branches(name, lead):
    """What a chain is called, and a place with 店 or 营业部, is its branch: in brackets or not, never the same."""
    assert related(name, lead) == [[("branch_of", name)]]
    shop = lead if "店" in lead else f"{name}深圳分公司"
    assert "belongs_to" not in dict(related(shop, name)[0])
    if has_han(lead):
        assert parted(called(organization_name(lead)), called(organization_name(name)))


def test_hotels_and_other_chains_are_no_shops():
    """大酒店 behind a name is another company; so is a shop of a chain in another place."""
    assert "branch_of" not in dict(related("顺丰速运有限公司", "顺丰大酒店")[0])
    assert "branch_of" not in dict(related("南京同仁堂药业有限公司", "北京同仁堂济南药店")[0])
    franchise = related("蜜雪冰城股份有限公司", "蜜雪冰城郑州经销商店")
    assert franchise == [[("franchise", "蜜雪冰城股份有限公司")]]


@pytest.mark.parametrize(
    ("account", "lead"),
    [
        ("International Business Machines Corp ; ibm.com ; US", "IBM Deutschland GmbH ; h@de.ibm.com ; Germany"),
        ("Siemens AG ; siemens.com ; Germany", "西门子（中国）有限公司 ; x@siemens.com ; 中国"),
        ("微软公司 ; microsoft.com", "Microsoft Ireland Ltd ; x@microsoft.com"),
    ],
)
def test_a_subsidiary_with_a_country_in_its_name_is_not_its_parent(account, lead):
    """Its mailboxes are on the parent's domain; its own legal form and country say that it is another company."""
    assert [r for r, _ in related(account, lead)[0]] == ["same_group"]
    here = related("Siemens ; siemens.com ; 中国", "西门子（中国）有限公司 ; x@siemens.com ; 中国")
    assert [r for r, _ in here[0]] == ["belongs_to"]


def test_a_beginning_of_very_many_says_nothing():
    """More than fifty accounts that begin so are not all told."""
    names = [f"Tata Lo{chr(97 + i // 26)}{chr(97 + i % 26)}na Ltd" for i in range(60)]
    assert related(" | ".join(names), "Tata") == [[]]
    assert len(related(" | ".join(names[:40]), "Tata")[0]) == 40


def test_a_subdomain_that_another_account_gives_is_not_the_parents():
    """Another name on a sibling's own host is no evidence for the account of the whole domain."""
    table = "国家电网有限公司 ; sgcc.com.cn | 国网浙江省电力有限公司 ; zj.sgcc.com.cn"
    assert ("same_group", "国家电网有限公司") in related(table, "远山设计 ; a@zj.sgcc.com.cn")[0]


def test_a_domain_that_unrelated_accounts_give_is_an_agencys():
    """Four companies with one domain: their accountant's; three are a group."""
    names = ("Blue Fox GmbH", "Harbor Mill Ltd", "Acme Inc", "Zephyr AG")
    table = [{"Account ID": n, "Account Name": n, "Email": "office@steuer-kanzlei.de"} for n in names]
    lead = [{"Lead ID": "1", "Email": "x@steuer-kanzlei.de", "Country": ""}]
    assert cq.match_accounts(lead, table).height == 0
    assert cq.match_accounts(lead, table[:3])["relation"].to_list() == ["same_group"] * 3


def test_a_company_has_more_domains_than_its_account_says():
    """Two people of the company by name write from a domain: a third one from there is theirs, too."""
    table = [{"Account ID": "a", "Account Name": "北京华讯科技有限公司", "Website": "huaxun.cn"}]
    named = {"Company": "北京华讯科技有限公司"}
    people = [{"Lead ID": "1", "Email": "a@hx-tech.com", **named}, {"Lead ID": "2", "Email": "b@hx-tech.com", **named}]
    third = [{"Lead ID": "3", "Email": "c@hx-tech.com", "Company": ""}]
    got = cq.match_accounts([*people, *third], table)
    assert got.filter(pl.col("lead_id") == "3").select("relation", "reason").rows() == [
        ("belongs_to", "domain of its people; names cannot be compared")
    ]
    assert cq.match_accounts([*people[:1], *third], table)["lead_id"].to_list() == ["1"]


def test_registration_ids_settle_it():
    """The same id is one company under any name; different ones are two under the same name."""
    table = [{"Account ID": "a", "Account Name": "Fabrikam GmbH", "Tax ID": "DE136695976"}]
    same = cq.match_accounts([{"Lead ID": "1", "Company": "Old Name AG", "Tax ID": "DE 136 695 976"}], table)
    assert same.rows()[0][:4] == ("1", "a", "belongs_to", 0.99)
    named = cq.match_accounts([{"Lead ID": "1", "Company": "Old Name AG", "Registration number": "DE136695976"}], table)
    assert named["relation"].to_list() == ["belongs_to"]
    other = cq.match_accounts([{"Lead ID": "1", "Company": "Fabrikam GmbH", "Tax ID": "DE811907980"}], table)
    assert other["relation"].to_list() == ["same_group"]


def test_pandas_in_pandas_out():
    """The frame comes in the kind of the leads; nothing to match is an empty frame."""
    found = cq.match_accounts(leads()[0].to_pandas(), accounts())
    assert isinstance(found, pd.DataFrame)
    assert list(found.columns) == ["lead_id", "account_id", "relation", "confidence", "reason"]
    assert (
        cq.match_accounts([{"Lead ID": "1", "Email": "a@b.com"}], [{"Account ID": "1", "Account Name": ""}]).height == 0
    )


def test_places_at_either_end():
    """A city stands before or behind the brand; names without one part nothing."""
    a, b, c = (called(organization_name(n)) for n in ("华讯北京", "北京华讯", "上海华讯"))
    assert (a.brand, a.place) == (b.brand, b.place) == ("华讯", "北京")
    assert parted(b, c)
    assert not parted(a, b)
    assert not parted(called(None), called(None))


def test_slips_of_a_letter():
    """Long Latin names may be one letter off; hanzi, digits and short names may not."""
    assert one_letter_off("northwindtraders", "northwindtarders")
    assert not one_letter_off("alphatech2000", "alphatech2001")
    assert not one_letter_off("acme", "acne")
    assert not one_letter_off("北京华讯通信科技", "北京华迅通信科技")


def test_a_bare_name_is_rather_the_company_without_a_place():
    """Acme is Acme Inc. before it is Acme Ltd., China; of two with one name nothing would tell."""
    lead, head, abroad = (called(organization_name(n)) for n in ("Acme", "Acme Inc.", "Acme Ltd., China"))
    assert (kinship(lead, head), kinship(lead, abroad)) == ("same", "short")


PARTS = st.tuples(
    st.sampled_from(["", "北京", "上海"]), st.sampled_from(["华讯", "远山"]), st.sampled_from(["", "科技", "贸易"]),
    st.sampled_from(["", "有限公司", "股份有限公司", "集团有限公司"]), st.sampled_from(["", "深圳分公司", "成都分公司"]),
).map("".join) | st.tuples(
    st.sampled_from(["Acme", "Fabrikam"]), st.sampled_from(["", " Technologies", " Foods"]),
    st.sampled_from(["", " GmbH", " Inc.", " Ltd", " Holding B.V."]), st.sampled_from(["", ", London Branch"]),
).map("".join)  # fmt: skip


@settings(max_examples=300)
@given(PARTS, PARTS)
def test_kinship_holds_both_ways(one, two):
    """What is one party is so from both sides; a branch of the other has it as head; every name is the same as itself."""
    a, b = called(organization_name(one)), called(organization_name(two))
    mirror = {"branch": "head", "head": "branch"}
    there, back = kinship(a, b), kinship(b, a)
    assert kinship(a, a) == "same"
    if a.brand == b.brand:  # else one may begin as the other does: the shorter is said for the longer alone
        assert back == mirror.get(there, there)
    if a.branch != b.branch:
        assert there not in ("same", "short", "other_form", "typo")
    assert kinship(a, called(None)) == "unknown"


CONTACTS = [
    {"Contact ID": "1", "Company": "华为技术有限公司深圳分公司", "Email": "a@huawei.com", "Account ID": "h"},
    {"Contact ID": "2", "Company": "Huawei", "Email": "b@huawei.com", "Account ID": "s"},
    {"Contact ID": "3", "Company": "Siemens", "Email": "c@gmail.com", "Account ID": ""},
    {"Contact ID": "4", "Company": "Acme", "Email": "d@siemens.com", "Account ID": "s"},
    {"Contact ID": "5", "Company": "Acme", "Email": "e@gmail.com", "Account ID": "gone"},
    {"Contact ID": "6", "Company": "", "Email": "f@gmail.com", "Account ID": "h"},
]
LINKED = [
    {"Account ID": "h", "Account Name": "华为技术有限公司", "Website": "www.huawei.com"},
    {"Account ID": "s", "Account Name": "Siemens AG", "Website": "siemens.com"},
    {"Account ID": "e", "Account Name": "Empty AG", "Website": ""},
]


def test_contacts_and_their_accounts():
    """What is missing, unknown, named otherwise, or mailing from elsewhere is found, with the account that fits."""
    found = cq.check_accounts(CONTACTS, LINKED)
    assert found.select("record_id", "code", "suggestion").rows() == [
        ("2", "account.other_domain", "h"),
        ("2", "account.other_name", "h"),
        ("3", "account.missing", "s"),
        ("4", "account.other_name", None),
        ("5", "account.unknown", None),
        ("e", "account.no_contacts", None),
    ]
    assert found["finding_id"].is_unique().all()
    renamed = [{("Firm" if k == "Account ID" else k): v for k, v in row.items()} for row in CONTACTS]
    assert cq.check_accounts(renamed, LINKED, link="Firm").equals(found)


def test_checking_needs_a_link():
    """Misuse is one line that says what to name."""
    with pytest.raises(cq.PolicyError, match="link="):
        cq.check_accounts([{"Contact ID": "1", "Email": "a@b.com"}], LINKED)
    with pytest.raises(cq.InputError, match="no column 'Firm'"):
        cq.check_accounts(CONTACTS, LINKED, link="Firm")


def test_the_main_job_holds_contacts_against_their_accounts():
    """A related table of accounts gives findings on the contacts, and accounts without any are counted in the report."""
    related = {"accounts": cq.Related(LINKED, key="Account ID", role="accounts")}
    plan = cq.clean(CONTACTS, as_of="2026-11-01", progress=False, related=related)
    found = plan.findings.filter(pl.col("code").str.starts_with("account."))
    assert found.select("record_id", "code").rows() == [
        ("2", "account.other_name"), ("2", "account.other_domain"), ("3", "account.missing"),
        ("4", "account.other_name"), ("5", "account.unknown"),
    ]  # fmt: skip
    assert "accounts without contacts here: 1" in plan.report.to_dict()["notes"]
    assert "account" in plan.report.to_html()
    assert "links not checked" in str(plan.report.to_dict())
    with pytest.raises(cq.InputError, match="no column 'Firm'"):
        cq.clean(
            CONTACTS, as_of="2026-11-01", progress=False, related={"a": cq.Related(LINKED, key="Firm", role="accounts")}
        )
