"""The compiled policy reads cells and records; a table and a single record get the same findings."""

from __future__ import annotations

import pytest

from crmquality import PolicyError, presets
from crmquality.policy import Field, Policy, compile_policy, not_before, one_of

PLACE = Policy(
    "visit",
    [
        Field("line", "phone", criticality=2),
        Field("nation", "country"),
        Field("zip", "postal_code"),
        Field("day", "date", required=True),
        Field("until", "date"),
        Field("stage", "choice", choices={"won": ["成交"], "lost": []}),
    ],
    [one_of("line", "zip"), not_before("until", "day")],
    region="CN",
)
COMPILED = compile_policy(PLACE)


def test_context_comes_from_the_country():
    """A phone is read in its record's country, else in the policy's region; fields that need no context have none."""
    assert COMPILED.context_of("line") == COMPILED.context_of("zip") == ("nation",)
    assert COMPILED.context_of("day") == ()
    assert COMPILED.examine_cell("line", "030 901820", {"nation": "DE"}).text == "+4930901820"
    assert COMPILED.examine_cell("line", "139 1234 5678", {"nation": None}).text == "+8613912345678"
    assert COMPILED.examine_cell("line", "139 1234 5678").text == "+8613912345678"
    assert COMPILED.examine_record({"line": "030 901820", "nation": "德国"}).cells["line"].text == "+4930901820"


def test_without_a_region_a_phone_has_no_country():
    """Nothing is guessed."""
    bare = compile_policy(Policy("p", [Field("line", "phone")]))
    found = bare.examine_record({"line": "030 901820"})
    assert found.cells["line"].text is None
    assert [f.code for f in found.findings] == ["phone.no_country"]
    assert {f.field for f in found.findings} == {"line"}


def test_one_pass_finds_everything_in_a_fixed_order():
    """Cells by the policy's order, then required fields, then rules; the order of keys does not matter."""
    cells = {"until": "31.31.2024", "stage": "maybe", "line": "12"}
    found = COMPILED.examine_record(cells)
    places = [f.field for f in found.findings]
    assert places == [*sorted(places[:-1], key=PLACE.field_names.index), "day"]
    assert found.findings[-1].code == "day.missing"
    assert compile_policy(PLACE).examine_record(dict(reversed(cells.items()))) == found


def test_a_damaged_cell_is_present():
    """What is there but cannot be read is an error of its own, not a missing value; a placeholder is missing."""
    assert "day.missing" not in [
        f.code for f in COMPILED.examine_record({"day": "31.31.2024", "zip": "518000"}).findings
    ]
    found = COMPILED.examine_record({"day": "n/a", "zip": "518000"})
    assert "day.missing" in [f.code for f in found.findings]
    assert found.cells["day"].missing


def test_rules_run_on_distinct_tuples_of_what_they_read():
    """A table may run each rule on its own fields alone and gather: the same findings."""
    cells = {"line": None, "zip": None, "day": "2024-03-05", "until": "2024年3月4日", "stage": "成交"}
    whole = COMPILED.examine_record(cells)
    canonical = {n: e.text for n, e in whole.cells.items()}
    apart = [f for r in COMPILED.record_rules for f in r({n: canonical[n] for n in r.fields})]
    assert apart == list(COMPILED.rules_findings(COMPILED.record_rules, whole.cells, cells, None))
    assert [f.code for f in apart] == ["record.one_of_missing", "record.order", "line.missing"]


def test_choices_and_their_aliases():
    """A picklist gives its own code for every alias."""
    assert COMPILED.examine_cell("stage", "成交").text == "won"
    assert COMPILED.examine_cell("stage", "maybe").text is None


def test_nothing_and_nobody():
    """An empty cell is missing; an unknown field is misuse."""
    assert COMPILED.examine_cell("day", None).missing
    with pytest.raises(PolicyError, match="no field 'dya'; did you mean 'day'"):
        COMPILED.examine_cell("dya", "x")
    with pytest.raises(PolicyError, match="no field"):
        COMPILED.context_of("dya")


def test_equal_policies_share_one_compiled_form():
    """Compiling is done once."""
    assert compile_policy(presets.contact("CN")) is compile_policy(presets.contact("CN"))
