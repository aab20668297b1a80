"""A mapping is a file that people edit and reuse."""

from __future__ import annotations

import json

import pytest

from crmquality import InputError, Mapping, OutputError, PolicyError
from crmquality.policy import Entry

OLD = Mapping("contact", [Entry("Name", "full_name", 1.0), Entry("Mail", "email", 0.9), Entry("X")])


def test_save_edit_load(tmp_path):
    """What is saved comes back, a byte order mark does no harm, a hand-written entry needs two words."""
    path = tmp_path / "mapping.json"
    OLD.save(path)
    assert Mapping.load(path) == OLD
    path.write_text(
        "\ufeff"
        + json.dumps({"policy": "contact", "columns": [{"column": "邮箱", "field": "email"}, {"column": "X"}]}),
        encoding="utf-8",
    )
    assert Mapping.load(path).fields == {"email": "邮箱"}
    assert Mapping.load(path).unrecognised == ("X",)


def test_a_word_on_what_changed():
    """New, gone, moved and reordered columns are each named; equal mappings say nothing."""
    new = Mapping(
        "contact", [Entry("X", "notes", 1.0), Entry("Name", "full_name"), Entry("手机", "mobile"), Entry("Y")]
    )
    words = new.changes_against(OLD)
    assert words == (
        "column '手机' is new and holds mobile",
        "column 'Y' is new",
        "column 'Mail' is gone; it held email",
        "column 'X' held nothing known and now holds notes",
        "the columns stand in another order",
    )
    assert OLD.changes_against(OLD) == ()


def test_setting_a_field_by_hand():
    """A field moves from one column to another; none takes it away."""
    moved = OLD.with_field("X", "email")
    assert moved.fields == {"full_name": "Name", "email": "X"}
    assert moved.with_field("X", None).fields == {"full_name": "Name"}
    with pytest.raises(PolicyError, match="no column"):
        OLD.with_field("Z", "email")


@pytest.mark.parametrize(
    "data", [[], {}, {"policy": "p"}, {"policy": "p", "columns": [{}]}, {"policy": "p", "columns": 3},
             {"policy": "p", "columns": [{"column": "a", "confidence": "x"}]}],
)  # fmt: skip
def test_what_is_no_mapping(data):
    """Other JSON is refused with the shape that was expected."""
    with pytest.raises(PolicyError, match="a mapping is"):
        Mapping.from_dict(data)


def test_twice_and_unreadable(tmp_path):
    """A field or column that stands twice, and a file that is no JSON."""
    with pytest.raises(PolicyError, match="field 'email' 2 times"):
        Mapping("p", [Entry("a", "email"), Entry("b", "email")])
    with pytest.raises(PolicyError, match="column 'a' 2 times"):
        Mapping.from_dict({"policy": "p", "columns": [{"column": "a"}, {"column": "a"}]})
    (tmp_path / "m.json").write_text("{", encoding="utf-8")
    for name in ("m.json", "none.json"):
        with pytest.raises(InputError, match=name):
            Mapping.load(tmp_path / name)


def test_a_mapping_is_written_whole_or_not_at_all(tmp_path):
    """A folder that does not exist is one clear error; nothing is left beside the target."""
    with pytest.raises(OutputError, match=r"mapping\.json"):
        OLD.save(tmp_path / "none" / "mapping.json")
    OLD.save(tmp_path / "mapping.json")
    assert [p.name for p in tmp_path.iterdir()] == ["mapping.json"]
