"""A field for mobiles says where a number is none, in records and in columns alike."""

import polars as pl
import pytest

from crmquality.cleaning._examine import examine_table
from crmquality.errors import PolicyError
from crmquality.policy import Field, Policy, cell_proposals, channels, compile_policy
from crmquality.presets import contact
from crmquality.validators import examine, phone

NUMBERS = ["+8613912345678", "+861062304000", "Tel 010-6230 4000", "(201) 555-0123 x12", "n/a", ""]


def test_a_landline_in_the_field_of_mobiles_is_told():
    """Not a fault: a hint that stands beside the number."""
    found = examine("phone", "+861062304000", line="mobile")
    assert (found.text, [f.code for f in found.findings]) == ("+861062304000", ["phone.type_mismatch"])
    assert [f.code for f in examine("phone", "+8613912345678", line="mobile").findings] == []
    # American numbers do not tell landlines from mobiles
    assert [f.code for f in examine("phone", "+12015550199", line="mobile").findings] == ["phone.test_number"]


@pytest.mark.parametrize("name", ["mobile", "phone", "email"])
def test_columns_say_what_single_cells_say(name):
    """The reading without parts is the reading with parts."""
    compiled = compile_policy(contact("CN"))
    cells = [*NUMBERS, "a@b.com", "info@gmial.com", "wang.li@qq.com", "<x@y.de>"]
    column = examine_table(pl.DataFrame({name: cells}), {name: name}, compiled, None).columns[name]
    for raw, text, outcome, missing in zip(column.raw, column.text, column.outcome, column.missing, strict=True):
        alone = compiled.examine_cell(name, raw)
        assert (text, column.findings[outcome], missing) == (alone.text, alone.findings, alone.missing)


def test_options_are_those_of_the_kind():
    """A misspelt option is named, and options travel with the policy."""
    field = Field("wechat", "messaging_id", options={"platform": "wechat"})
    assert Field.from_dict(field.to_dict()) == field
    assert compile_policy(Policy("p", [field])).examine_cell("wechat", "http://x.com").text is None
    with pytest.raises(PolicyError, match="option 'lines' is not known"):
        Field("phone", "phone", options={"lines": "mobile"})


@pytest.mark.parametrize(
    ("raw", "extension"),
    [("010-6552 9988-801", "801"), ("(0755)2601 2345-801", "801"), ("400 810 8888转2", "2"),
     ("00861065529988转12#", "12"), ("0571-8765-4321-88", "88"), ("010-65529988#801", "801")],
)  # fmt: skip
def test_extensions_as_they_are_written_in_china(raw, extension):
    """Blanks in the number, hyphens, 转 and # before the extension; a switchboard answers."""
    found = examine("phone", raw, region="CN")
    assert (found.value.extension, found.value.holder) == (extension, "switchboard")


def test_a_refused_number_with_an_extension_is_refused_for_its_number():
    """The extension does not hide why the number is none."""
    assert [f.code for f in examine("phone", "12345转801", region="CN").findings] == ["phone.area_missing"]


@pytest.mark.parametrize(
    "raw",
    ["13857190021;13857190022", "010-62345678;13857190021", "010-62345678/62345679", "010-12345678/79", "13857190021 0755-88888888",
     "Tel 0755-8888 8888 / 139 1234 5678"],
)  # fmt: skip
def test_no_second_number_is_lost(raw):
    """Two numbers in a cell have no value, even where the second is written short."""
    found = examine("phone", raw, region="CN")
    assert found.text is None
    assert "phone.multiple" in [f.code for f in found.findings]


@pytest.mark.parametrize("raw", ["王总13857190021", "N/A 13857190021", "139-1234-5678 王经理", "=13857190021"])
def test_text_beside_a_number_is_never_dropped_safely(raw):
    """What is left out is said, and leaving it out is no safe change."""
    policy = contact("CN")
    found = compile_policy(policy).examine_cell("mobile", raw)
    assert {f.code for f in found.findings} & {
        "mobile.repaired",
        "mobile.formula_prefix",
        "phone.repaired",
        "phone.formula_prefix",
    }
    assert all(not p.safe and p.confidence < 0.9 for p in cell_proposals(raw, found)) or raw[0] == "="


@pytest.mark.parametrize("raw", ["Tel: 010-62345678", "手机：13912345678", "T. (010) 65529988", "13912345678"])
def test_labels_say_nothing_of_their_own(raw):
    """A plain label is no finding."""
    assert not {"phone.repaired"} & {f.code for f in examine("phone", raw, region="CN").findings}


def test_a_fax_line_and_a_mailbox_nobody_reads_reach_nobody():
    """Both are well formed and no usable channel."""
    policy = contact("CN")
    read = compile_policy(policy).examine_record({"phone": "传真010-62345678", "email": "noreply@firma.de"})
    assert {c.name: c.reason for c in channels(policy, read.cells) if not c.usable and c.field} == {
        "email": "no_reply",
        "phone": "fax",
    }


def test_masked_mailboxes_have_no_value():
    """Asterisks are legal in an address and stand for somebody's real letters here."""
    found = examine("email", "a***@qq.com")
    assert (found.text, [f.code for f in found.findings]) == (None, ["email.masked"])


def test_a_region_that_cannot_be_one_is_misuse():
    """A country's name where a code belongs is said at once, not as a finding of every number."""
    with pytest.raises(PolicyError, match="two-letter"):
        phone(region="China")
    assert phone(region="cn")("13912345678") == ()
