"""Three labelled sets of names, made by hand from general knowledge before the rules were: every row runs.

Rows are parted by bars; the first line of a file names its columns. A code after an exclamation mark must not be found.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.normalizers import organization_name, person_name
from crmquality.validators import examine

HERE = Path(__file__).parent
PARTS = ("title", "given", "middle", "family", "suffix", "nickname", "maiden", "other", "match_key")


def rows(name):
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("|") for line in lines if line and not line.startswith("#")]


WESTERN, CHINESE, ORGANIZATIONS = rows("western_names.txt"), rows("chinese_names.txt"), rows("organizations.txt")
PEOPLE = sorted({row[0] for row in WESTERN + CHINESE})
COMPANIES = sorted({row[0] for row in ORGANIZATIONS})


def codes(found):
    return {f.code.partition(".")[2] for f in found.findings}


def agrees(found, wanted):
    """Whether the codes that must be there are, and the others are not."""
    seen = codes(found)
    return all((c[1:] not in seen) if c.startswith("!") else (c in seen) for c in filter(None, wanted.split(",")))


@pytest.mark.parametrize("row", WESTERN, ids=lambda row: row[0])
def test_western_names(row):
    """Titles, particles, suffixes, nicknames, maiden names, surname-first orders, several scripts."""
    raw, *wanted = row
    name = person_name(raw)
    assert [getattr(name, part) for part in PARTS[:7]] == wanted


@pytest.mark.parametrize("row", CHINESE, ids=lambda row: row[0])
def test_names_in_hanzi(row):
    """Surnames, forms of address, several people, parallel names, what else stands in the cell."""
    raw, *wanted, expected = row
    found = examine("person_name", raw)
    assert [getattr(found.value, part, "") for part in ("family", "given", "title", "other")] == wanted
    assert agrees(found, expected)


def bare(form):
    return form.casefold().translate(str.maketrans("", "", ". ,"))


@pytest.mark.parametrize("row", ORGANIZATIONS, ids=lambda row: row[0])
def test_names_of_organizations(row):
    """Core, legal form, area and branch; what names nobody is missing."""
    raw, *wanted, expected = row
    found = examine("organization_name", raw)
    assert agrees(found, expected)
    if found.missing:
        assert {"generic", "placeholder", "test_value"} & codes(found)
        return
    core, form, area, branch = (getattr(found.value, part, "") for part in ("core", "legal_form", "area", "branch"))
    assert [core, bare(form), area, branch] == [wanted[0] if found.value else "", bare(wanted[1]), *wanted[2:]]


def same_person(text):
    """A name read again from its written form has the same parts, but for capitals."""
    first = person_name(text)
    if first is None:
        return
    second = person_name(first.display)
    assert second is not None
    assert [getattr(second, p).casefold() for p in PARTS] == [getattr(first, p).casefold() for p in PARTS]


def same_organization(text):
    """An organization read again from its written form has the same parts, and always a core."""
    first = organization_name(text)
    if first is None:
        return
    assert first.core or examine("organization_name", text).missing
    assert organization_name(first.display) == first


@pytest.mark.parametrize("text", PEOPLE)
def test_names_of_people_read_as_themselves(text):
    """Parallel names, bracketed titles and surnames before a comma survive."""
    same_person(text)


@pytest.mark.parametrize("text", COMPANIES)
def test_names_of_organizations_read_as_themselves(text):
    """Stripping twice is stripping once."""
    same_organization(text)


edited = st.tuples(st.integers(0, 20), st.text(" ,.()-/'a王A1", max_size=2), st.integers(0, 2))


@given(st.sampled_from(PEOPLE), edited)
def test_edited_names_of_people_read_as_themselves(text, edit):
    """So do names with a slip of the pen."""
    at, more, drop = edit
    same_person(text[:at] + more + text[at + drop :])


@given(st.sampled_from(COMPANIES), edited)
def test_edited_organizations_read_as_themselves(text, edit):
    """So do organizations."""
    at, more, drop = edit
    same_organization(text[:at] + more + text[at + drop :])


@pytest.mark.parametrize(
    "same",
    [
        ("王大伟", "王 大伟", "王　大伟", "Dawei Wang", "Wang Dawei", "WANG Dawei", "wang dawei"),
        ("阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽 ・ 买买提", "阿依古丽.买买提"),
        ("張偉", "张伟"),
        ("David Wang", "Ｄａｖｉｄ　Ｗａｎｇ", "DAVID WANG", "Wang, David"),
    ],
)
def test_one_key_for_one_person(same):
    """Width, blanks, dots, script and order make no other person."""
    assert len({person_name(text).match_key for text in same}) == 1


@pytest.mark.parametrize(
    "same",
    [
        ("阿里巴巴（中国）有限公司", "阿里巴巴(中国)有限公司", "阿里巴巴 (中国) 有限公司"),
        ("Acme Co., Ltd.", "ACME CO.,LTD", "acme co ltd", "Acme Limited", "Acme"),
        ("ООО «Ромашка»", 'ООО "Ромашка"', "Ромашка ООО"),
    ],
)
def test_one_key_for_one_organization(same):
    """Bracket width, case and legal form make no other organization."""
    assert len({organization_name(text).match_key for text in same}) == 1
