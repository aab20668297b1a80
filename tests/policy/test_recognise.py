# ruff: noqa: ISC004 - headers as the CRMs write them
"""Columns of exports as the CRMs write them, and of sheets as people do."""

from __future__ import annotations

import pytest

from crmquality import PolicyError, presets
from crmquality.policy import Field, Policy, looks_like_header_row

CONTACT = presets.contact()
NAMES = {"first_name", "last_name"}
EXPORTS = {
    "HubSpot": (
        "Record ID|First Name|Last Name|Email|Phone Number|Mobile Phone Number|Company Name|Job Title|Postal Code|"
        "Country/Region|Contact owner|Lifecycle Stage|Lead Status|Create Date|Last Modified Date|Number of times contacted",
        "record_id|first_name|last_name|email|phone|mobile|company|job_title|postal_code|country|owner|lifecycle_stage|"
        "lead_status|created_at|updated_at|contact_attempts",
    ),
    "Salesforce": (
        "Salutation|First Name|Last Name|Title|Account Name|Mailing Street|Mailing Zip/Postal Code|Phone|Fax|Mobile|Email|"
        "Account Owner|Contact ID|Account ID|Lead Source|Email Opt Out|Other Phone",
        "-|first_name|last_name|job_title|company|street|postal_code|phone|-|mobile|email|owner|record_id|-|source|"
        "unsubscribed|phone2",
    ),
    "Salesforce API": (
        "Id|AccountId|FirstName|LastName|MailingStreet|MobilePhone|HasOptedOutOfEmail|OwnerId|CreatedDate",
        "record_id|-|first_name|last_name|street|mobile|unsubscribed|owner|created_at",
    ),
    "Zoho CRM": (
        "Record Id|Contact Owner.id|Contact Owner|First Name|Last Name|Account Name.id|Account Name|Email|Secondary Email|"
        "Mailing Zip|Created Time|Other City",
        "record_id|-|owner|first_name|last_name|-|company|email|email2|postal_code|created_at|-",
    ),
    "Freshsales": (
        "Id|First name|Emails|Work number|Mobile number|Sales accounts|Sales owner|Zipcode|Last contacted time",
        "record_id|first_name|email|phone|mobile|company|owner|postal_code|last_contacted_at",
    ),
    "Pipedrive": (
        "Person - ID|Person - Name|Person - Organization|Person - Email - Work|Person - Email - Home|"
        "Person - Phone - Work|Person - Phone - Mobile|Person - Closed deals",
        "record_id|full_name|company|email|email2|phone|mobile|-",
    ),
    "Dynamics 365": (
        "(Do Not Modify) Contact|(Do Not Modify) Row Checksum|(Do Not Modify) Modified On|Full Name|Business Phone|"
        "Address 1: Street 1|Address 1: ZIP/Postal Code|Company Name",
        "record_id|-|updated_at|full_name|phone|street|postal_code|company",
    ),
    "纷享销客": (
        "姓名（必填）|客户名称|负责人（必填）|负责人主部门|职务|手机1|手机2|电话1|邮件|省|市|详细地址|最后跟进时间|唯一性ID",
        "full_name|company|owner|-|job_title|mobile|phone2|phone|email|region|city|street|last_contacted_at|record_id",
    ),
    "知客CRM": (
        "客户编号|客户姓名|手机号码|固定电话|微信|邮箱|公司名称|职位|客户来源|跟进人|跟进次数|录入时间",
        "record_id|full_name|mobile|phone|wechat|email|company|job_title|source|owner|contact_attempts|created_at",
    ),
    "febrl": (
        "rec_id|given_name|surname|street_number|address_1|suburb|postcode|state|date_of_birth|soc_sec_id",
        "record_id|first_name|last_name|-|street|city|postal_code|region|birth_date|tax_id",
    ),
    "messengers": ("WeChat ID|微信号|QQ号码|企业微信|QQ邮箱", "wechat|-|qq|-|-"),
    "by hand": (
        "Name*|E-Mail (required)|Tel.|Cell phone|Firm|E-Mail 2|Phone (2)|my column",
        "full_name|email|phone|mobile|company|email2|phone2|-",
    ),
}


@pytest.mark.parametrize("crm", EXPORTS)
def test_headers_of_exports(crm):
    """Every column of the export goes where a person would put it, and no other does."""
    headers, wanted = (part.split("|") for part in EXPORTS[crm])
    mapping = CONTACT.recognise(headers)
    assert [e.field or "-" for e in mapping.entries] == wanted
    assert mapping.unrecognised == tuple(h for h, w in zip(headers, wanted, strict=True) if w == "-")


@pytest.mark.parametrize(
    "header", ["FIRST_NAME", "firstName", " first  name ", "First-Name *", "First Name（必填）", "Ｆirst Name"]
)
def test_writing_of_a_header_does_not_matter(header):
    """Case, blanks, signs, width and marks of required fields are not part of a header."""
    assert CONTACT.recognise([header]).fields == {"first_name": header}


def test_company_and_title_are_never_names():
    """The cause of a published collapse: organizations and titles taken for persons' names."""
    mapping = CONTACT.recognise(["Company", "Company Name", "Title", "Job Title", "公司", "职务"])
    assert set(mapping.fields) == {"company", "job_title"}


def test_cells_contradict_a_header():
    """An Email column without an address loses confidence; Status with foreign values is let go."""
    samples = {"Email": ["张三", "Li Na", "none", "x", "y", "z"], "Status": ["Active", "Inactive"] * 4}
    mapping = CONTACT.recognise(["Email", "Status"], samples)
    assert 0 < mapping.entries[0].confidence < 0.5
    assert mapping.entries[1].field is None
    assert CONTACT.recognise(["Status"], {"Status": ["跟进中", "New"] * 3}).fields == {"lead_status": "Status"}


def test_cells_speak_for_an_unknown_header():
    """A column of addresses is the e-mail column at lower confidence, unless there is a better one."""
    mails = [f"p{i}@acme.cn" for i in range(9)]
    found = CONTACT.recognise(["Foo"], {"Foo": [*mails, None, " "]}).entries[0]
    assert (found.field, found.confidence) == ("email", 0.6)
    both = CONTACT.recognise(["Foo", "Email"], {"Foo": mails, "Email": mails})
    assert both.fields == {"email2": "Foo", "email": "Email"}
    assert CONTACT.recognise(["Foo"], {"Foo": mails[:3]}).unrecognised == ("Foo",)
    assert CONTACT.recognise(["Foo"], {"Foo": ["13912345678"] * 9}).unrecognised == ("Foo",)


def test_one_column_per_field():
    """The better header wins; the rest passes through."""
    mapping = CONTACT.recognise(["Mail", "Company", "Employer", "Email", "E-Mail Address"])
    assert (
        mapping.fields == {"email2": "E-Mail Address", "company": "Company", "email": "Email"}
        or mapping.fields["email"] == "Email"
    )
    assert "Employer" in mapping.unrecognised
    assert len(set(mapping.fields.values())) == len(mapping.fields)


def test_a_contradicted_variant_is_dropped():
    """A header known only after taking a word off, whose cells look otherwise, is not understood."""
    assert CONTACT.recognise(["Customer Mail"], {"Customer Mail": ["yes", "no"] * 4}).fields == {}
    assert CONTACT.recognise(["Customer Mail"]).fields == {"email": "Customer Mail"}


def test_samples_are_masked():
    """A mapping file holds no personal data."""
    entry = CONTACT.recognise(["Email"], {"Email": ["li.na@acme.cn", "li.na@acme.cn", "b" * 50 + "@acme.cn"]}).entries[
        0
    ]
    assert entry.samples == ("l•.••@••••.••", "b" + "•" * 23 + "…")


def test_custom_fields_are_known_by_name_label_and_aliases():
    """A policy of one's own is recognised the same way."""
    policy = Policy("visit", [Field("visit_day", "date", label="Day", aliases=["拜访日期"]), Field("email", "email")])
    for header in ("visit_day", "Visit Day", "day", "拜访日期"):
        assert policy.recognise([header]).fields == {"visit_day": header}
    assert policy.recognise(["电子邮箱", "First Name"]).fields == {"email": "电子邮箱"}


def test_misuse_of_headers():
    """Repeated headers and a bare text are refused."""
    with pytest.raises(PolicyError, match="distinct"):
        CONTACT.recognise(["Email", "Email"])
    with pytest.raises(PolicyError, match="list"):
        CONTACT.recognise("Email")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["姓名", "手机（必填）", "年级", None], True),
        (["Full Name", "Email", "", "Score"], True),
        (["张三", "13912345678", "华为"], False),
        (["Customer list March", None, None], False),
        (["Email"], False),
        ([], False),
    ],
)
def test_header_rows(cells, expected):
    """A row of headers is told from a title and from a record."""
    assert looks_like_header_row(cells) is expected


def test_names_full_of_digits_are_doubtful():
    """A name column that holds numbers loses confidence; a city column has no look to go by."""
    samples = {"First Name": ["139", "138", "1", "2", "3", "4"], "City": ["1", "2", "3", "4", "5"]}
    by_column = {e.column: e.confidence for e in CONTACT.recognise(["First Name", "City"], samples).entries}
    assert by_column["First Name"] < 0.5 < by_column["City"]
    assert CONTACT.recognise(["名"], {"名": ["娜", "伟", "芳", "敏", "静"]}).entries[0].confidence > 0.9


def test_a_numbered_header_stands_behind_the_plain_one():
    """The second website of a table is a website only where there is no first."""
    assert CONTACT.recognise(["Website 2"]).entries[0].confidence == 0.9
    assert CONTACT.recognise(["Website 2", "Website"]).fields == {"website": "Website"}
