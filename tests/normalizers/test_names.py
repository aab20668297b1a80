"""Names of people: what is a name although it looks like nothing, and what is none although it stands in the field."""

from __future__ import annotations

import pytest

from crmquality.normalizers import organization_name, person_name
from crmquality.validators import KINDS, examine


@pytest.mark.parametrize("value", ["Na", "Nan", "Null", "No"])
def test_words_for_nothing_that_are_names(value):
    """李娜 is Na Li; Null is a family name."""
    assert examine("given_name", value).text == value
    assert examine("family_name", value).text == value


@pytest.mark.parametrize("value", ["n/a", "null", "NULL", "NaN", "none", "None", "无", "-", "test"])
def test_words_for_nothing(value):
    """What a machine or a person in a hurry writes is missing."""
    assert examine("given_name", value).missing


@pytest.mark.parametrize(
    "value",
    ["Copper Motors GmbH", "Brown Dental Corp.", "Acme, Inc.", "南京佳辰环保工程股份有限公司", "Tidal Software Ltd"],
)
@pytest.mark.parametrize("kind", ["given_name", "family_name", "person_name"])
def test_organizations_in_a_name_field(kind, value):
    """They are named as what they are, and give no evidence on a person."""
    found = examine(kind, value)
    assert [f.code for f in found.findings if f.bad_data_class == "wrong_field"] == [f"{kind}.is_organisation"]
    assert found.value is None


@pytest.mark.parametrize("value", ["Sa", "De Sa", "Inc", "Limited", "Co", "Ag", "集", "Plc"])
def test_short_names_that_end_like_companies(value):
    """A single word is a name."""
    assert "family_name.is_organisation" not in [f.code for f in examine("family_name", value).findings]


@pytest.mark.parametrize(
    ("value", "family", "given"),
    [
        ("王大伟", "王", "大伟"),
        ("欧阳娜娜", "欧阳", "娜娜"),
        ("Smith, Jane", "Smith", "Jane"),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        ("Dr. Jane Smith", "Smith", "Jane"),
        ("Ouyang Nana", "Ouyang", "Nana"),
    ],
)
def test_parts(value, family, given):
    """Surname first in hanzi, last elsewhere; a comma turns the order."""
    name = person_name(value)
    assert (name.family, name.given) == (family, given)


def test_hanzi_the_wrong_way_round():
    """A surname that stands last and none in front is worth a word; real names are not."""
    assert "person_name.swapped_order" in [f.code for f in examine("person_name", "东军何").findings]
    assert "person_name.swapped_order" not in [f.code for f in examine("person_name", "何东军").findings]


@pytest.mark.parametrize(
    ("value", "core", "legal"),
    [
        ("深圳市腾讯计算机系统有限公司", "深圳市腾讯计算机系统", "有限公司"),
        ("Acme GmbH", "Acme", "GmbH"),
        ("华为技术有限公司深圳分公司", "华为技术", "有限公司"),
    ],
)
def test_organizations(value, core, legal):
    """Core and legal form part; a branch is another party."""
    found = organization_name(value)
    assert (found.core, found.legal_form) == (core, legal)
    assert bool(found.branch) == ("分公司" in value)


@pytest.mark.parametrize(
    ("value", "family", "code"),
    [
        ("John Smith | Acme", "Smith", "wrong_field"),
        ("John Smith @ Acme", "Smith", "wrong_field"),
        ("John Smith / Jane Doe", "", "multiple_values"),
        ("John Smith; Jane Doe", "", "multiple_values"),
        ("Mr. & Mrs. Smith", "Smith", "multiple_values"),
        ("Иvan Petrov", "Petrov", "mixed_script"),
        ("王伟 13800138000", "王", "wrong_field"),
        ("GARCÍA MÁRQUEZ, GABRIEL", "GARCÍA MÁRQUEZ", "all_caps"),
    ],
)
def test_what_stands_beside_a_name(value, family, code):
    """It is named; the name itself is read where it is one person's."""
    found = examine("person_name", value)
    assert found.value.family == family
    assert f"person_name.{code}" in [f.code for f in found.findings]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("given_name", "dr. jane", "Jane"),
        ("given_name", "Dr. Jane", "Jane"),
        ("given_name", "JANE", "Jane"),
        ("family_name", "mcdonald", "McDonald"),
        ("family_name", "O'BRIEN-SMITH", "O'Brien-Smith"),
        ("given_name", "José", "José"),
        ("given_name", "嘻嘻", None),
        ("given_name", "丽丽", "丽丽"),
        ("family_name", "欧 阳", "欧阳"),
        ("person_name", "J.P. MORGAN III", "J.P. Morgan III"),
        ("person_name", "\u200b", None),
        ("given_name", "\u200b", None),
        ("organization_name", "\u200b", None),
        ("organization_name", "x" * 300, None),
    ],
)
def test_written_forms(kind, value, text):
    """Capitals where names have them; nothing where nothing is."""
    assert examine(kind, value).text == text


def test_a_part_longer_than_any_name_is_refused():
    """The short way knows the limit of the long one."""
    for kind in ("given_name", "family_name"):
        found = examine(kind, "James" * 8000)
        assert found.text is None
        assert f"{kind}.too_long" in [f.code for f in found.findings]


@pytest.mark.parametrize("kind", ["given_name", "family_name"])
@pytest.mark.parametrize(
    "value", ["Foo", "Guest", "BAR", "tester", "Blank", "Sample", "Dummy", "Demo", "Aaa", "NA", "空"]
)
def test_words_for_nothing_that_people_are_called(kind, value):
    """The name is kept and worth a question; nothing certain is said of it."""
    found = examine(kind, value)
    assert (found.text or "").casefold() == value.casefold()
    assert f"{kind}.suspect" in [f.code for f in found.findings]
    assert not found.missing
    assert examine(kind, found.text).text == found.text


@pytest.mark.parametrize(
    "value", ["Bar Cohen", "François Test", "Adele Blank", "JANE GUEST", "Wei Ling Foo", "Foo, Wei"]
)
def test_one_word_for_nothing_in_a_full_name(value):
    """One such word beside others is a name, and suspect."""
    found = examine("person_name", value)
    assert found.value.family
    assert "person_name.suspect" in [f.code for f in found.findings]


@pytest.mark.parametrize(
    "value",
    [
        "test test",
        "foo bar",
        "Foo Bar",
        "asdf",
        "Guest User",
        "Dummy Sample",
        "n/a n/a",
        "王伟测试",
        "John Smith (test)",
    ],
)
def test_full_names_of_such_words_alone(value):
    """Where no other word is there, nobody is named."""
    assert examine("person_name", value).missing


@pytest.mark.parametrize("value", ["Contest", "Ann Contest", "Testa", "Na Li"])
def test_names_that_only_resemble_them(value):
    """A name that ends in a word for a test is no test."""
    assert examine("person_name", value).text == value
    assert "person_name.suspect" not in [f.code for f in examine("person_name", value).findings]


@pytest.mark.parametrize("form", ["合同会社", "株式会社", "有限公司", "集团"])
def test_a_legal_form_in_front_of_latin_letters_is_not_the_name(form):
    """合同会社Google and 合同会社Amazon are two firms."""
    one, two = organization_name(f"{form}Google"), organization_name(f"{form}Amazon")
    assert "Google" in one.core
    assert one.match_key != two.match_key


@pytest.mark.parametrize(
    ("front", "behind"),
    [
        ("株式会社トヨタ", "トヨタ株式会社"),
        ("有限会社田中", "田中有限会社"),
        ("株式会社 ソニー", "ソニー株式会社"),
        ("㈱トヨタ", "トヨタ株式会社"),
    ],
)
def test_japanese_legal_forms_compare_alike_in_front_and_behind(front, behind):
    """Where the form stands says nothing about which firm it is."""
    assert organization_name(front).match_key == organization_name(behind).match_key


@pytest.mark.parametrize(
    ("value", "title", "given", "family"),
    [
        ("Dean Smith", "", "Dean", "Smith"),
        ("Earl Jones", "", "Earl", "Jones"),
        ("Major Singh", "", "Major", "Singh"),
        ("Imam Ali", "", "Imam", "Ali"),
        ("Baron Cohen", "", "Baron", "Cohen"),
        ("Prince Kumar Jr", "", "Prince", "Kumar"),
        ("Smith, Dean Robert", "", "Dean", "Smith"),
        ("Duke", "", "Duke", ""),
        ("King", "", "King", ""),
        ("Dean Jane Smith", "Dean", "Jane", "Smith"),
        ("Major. Jane Smith", "Major.", "Jane", "Smith"),
        ("Rev. Bishop Jane Smith", "Rev. Bishop", "Jane", "Smith"),
        ("King Henry", "King", "Henry", ""),
    ],
)
def test_titles_that_are_names_too(value, title, given, family):
    """They are titles before a full name, with a full stop or behind another title."""
    name = person_name(value)
    assert (name.title, name.given, name.family) == (title, given, family)
    assert name.match_key


def test_a_given_name_like_a_title_stays():
    """The field of given names keeps it."""
    assert examine("given_name", "Dean Robert").text == "Dean Robert"
    assert examine("given_name", "Dr. Jane").text == "Jane"


@pytest.mark.parametrize("value", ["David·王", "王·David", "王 · David", "David·王·"])
def test_a_dot_between_scripts_is_no_part(value):
    """David stands beside 王; the dot parts them."""
    name = person_name(value)
    assert (name.given, name.family) == ("David", "王")
    assert "·" not in name.given + name.middle + name.family + name.other


@pytest.mark.parametrize(
    ("value", "code"),
    [
        *[(v, "honorific_only") for v in ("总经理", "经理", "负责人", "小姐", "老板", "销售经理", "女士 王")],
        *[(v, "wrong_field") for v in ("采购部", "财务部", "安全部", "项目部")],
        *[(v, "placeholder") for v in ("微信用户", "未命名", "顾客")],
    ],
)
def test_nobodys_names_in_hanzi(value, code):
    """A position, a department and what an app fills in name nobody: there is no key."""
    found = examine("person_name", value)
    assert f"person_name.{code}" in [f.code for f in found.findings]
    assert not (found.value and found.value.match_key)
    if found.text:
        assert examine("person_name", found.text).value == found.value


@pytest.mark.parametrize("kind", ["given_name", "family_name"])
def test_positions_in_a_field_of_names(kind):
    """They give no key there either."""
    assert examine(kind, "经理").value.match_key == ""


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("person_name", "JP MORGAN", "JP Morgan"),
        ("person_name", "DJ MILLER", "DJ Miller"),
        ("person_name", "NG MEI LING", "Ng Mei Ling"),
        ("person_name", "ALI BIN ABU", "Ali bin Abu"),
        ("given_name", "ALI BIN", "Ali Bin"),
        ("family_name", "O™", "O™"),
        ("family_name", "OTOO®", "OTOO®"),
        ("person_name", "DO NOT CALL", "DO NOT CALL"),
        ("person_name", "Do Not Call", "Do Not Call"),
    ],
)
def test_what_capitals_are_left_alone(kind, value, text):
    """Two consonants are initials; the last word is no particle; signs and instructions are no habit of typing."""
    assert examine(kind, value).text == text


def test_an_instruction_is_no_name():
    """It stays, in the wrong field, and gives no key."""
    found = examine("person_name", "Do not call!")
    assert found.value.match_key == ""
    assert "person_name.wrong_field" in [f.code for f in found.findings]


@pytest.mark.parametrize(
    ("value", "area"),
    [
        ("北京百度网讯科技有限公司（百度）", ""),
        ("四川长虹（电器）有限公司", ""),
        ("Acme (2010) Inc", ""),
        ("Acme (Holdings) Ltd", ""),
        ("Acme Corp (Acmeco)", ""),
        ("Acme (Shanghai) Co., Ltd.", "Shanghai"),
        ("Acme (Hong Kong) Ltd", "Hong Kong"),
        ("腾讯（深圳）有限公司", "深圳"),
        ("腾讯（广东省深圳市）有限公司", "广东省深圳市"),
        ("阿里巴巴（中国）有限公司", "中国"),
        ("西门子（德国）有限公司", "德国"),
        ("联合（亚太）贸易有限公司", "亚太"),
    ],
)
def test_brackets_hold_an_area_only_where_it_is_a_place(value, area):
    """A short name, a year or a form in brackets is no area."""
    assert organization_name(value).area == area


def test_a_year_in_brackets_tells_firms_apart():
    """Acme (2010) and Acme are two firms; a form in brackets is a form."""
    assert organization_name("Acme (2010) Inc").match_key != organization_name("Acme Inc").match_key
    assert organization_name("Acme (Holdings) Ltd").match_key == organization_name("Acme Holdings Ltd").match_key


def test_a_legal_form_is_expected_where_the_field_says_so():
    """Many companies are known without; only who asks hears of it."""
    asked = KINDS["organization_name"].examine
    assert [f.code for f in asked("Acme", legal_form=True).findings] == ["organization_name.legal_form_missing"]
    assert asked("Acme").findings == asked("Acme Ltd", legal_form=True).findings == ()
    assert asked("华讯", legal_form=True).findings != () == asked("上海华讯有限公司", legal_form=True).findings
    assert "organization_name.legal_form_missing" not in [f.code for f in asked("n/a", legal_form=True).findings]
