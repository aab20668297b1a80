"""Made-up contacts are lifelike, repeatable, and their answer key is true."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter

import phonenumbers
import pytest

from crmquality import testing
from crmquality.errors import InputError
from crmquality.testing import _contacts, _damage, _records
from crmquality.testing._entities import World, ascii_word
from crmquality.testing._vocabulary import COUNTRIES, weighted


@pytest.fixture(scope="module")
def made():
    return testing.contacts(3000, seed=5)


def by_record(made):
    return {row["Record ID"]: row for row in made.rows}


def test_the_same_seed_gives_the_same_records():
    """Nothing but the seed decides."""
    assert testing.contacts(200, seed=3) == testing.contacts(200, seed=3)
    assert testing.contacts(200, seed=3) != testing.contacts(200, seed=4)


def test_a_longer_run_begins_with_the_shorter_one():
    """Records are entered one after another."""
    assert testing.contacts(300, seed=3).rows[:100] == testing.contacts(100, seed=3).rows


def test_every_class_of_problem_is_planted(made):
    """The five kinds of bad data, fakes, decay and traps all occur."""
    kinds = Counter(row.kind for row in made.answers)
    assert set(kinds) == {
        "", "missing", "inaccurate", "wrong_field", "non_compliant", "duplicate", "fake", "decay", "trap",
    }  # fmt: skip
    assert kinds[""] == len(made.rows)
    assert min(kinds.values()) >= 10


def test_every_damage_shows_in_the_answer_key():
    """No kind of damage is dead code."""
    problems = {row.problem for row in testing.contacts(27_000, seed=1).answers}
    assert {
        "email.typo_domain", "email.syntax", "phone.invalid", "date.impossible", "date.future", "wrong_field.email",
        "wrong_field.phone", "wrong_field.company", "wrong_field.full_name", "wrong_field.swapped", "missing.blank",
        "missing.placeholder", "format.fullwidth", "format.whitespace", "format.case", "format.email",
        "format.country", "format.date", "postal_code.padded", "format.choice", "duplicate.exact", "duplicate.near",
        "record.fake", "decay.silent", "decay.unsubscribed", "decay.bounced", "trap.household", "trap.switchboard",
        "trap.role_mailbox", "trap.shared_placeholder", "trap.open_deal",
    } <= problems  # fmt: skip


def test_a_planted_value_is_not_the_truth(made):
    """Where the key names a truth, the cell holds something else."""
    rows = by_record(made)
    wrong = [a for a in made.answers if a.truth and rows[a.record_id][a.field] == a.truth]
    assert wrong == []


def test_blank_means_blank(made):
    """A cell that the key calls blank is empty."""
    rows = by_record(made)
    blanks = [a for a in made.answers if a.problem == "missing.blank"]
    assert {rows[a.record_id][a.field] for a in blanks} == {None}
    assert all(a.truth.startswith("+") for a in blanks if "Phone" in a.field)


def test_exact_duplicates_equal_an_earlier_row(made):
    """An exact repeat differs from another record of its entity in the id alone."""
    rows = by_record(made)
    entity = {a.record_id: a.entity_id for a in made.answers}
    without_id = {i: tuple(v for k, v in row.items() if k != "Record ID") for i, row in rows.items()}
    for answer in made.answers:
        if answer.problem == "duplicate.exact":
            twins = [i for i in rows if entity[i] == answer.entity_id and i != answer.record_id]
            assert any(without_id[i] == without_id[answer.record_id] for i in twins)


@pytest.mark.parametrize("code", sorted(COUNTRIES))
def test_numbers_are_valid(code):
    """Every drawn number is valid for libphonenumber, in its country."""
    world, country = World(1, 0.5), COUNTRIES[code]
    for ranges in (country.mobiles, country.landlines):
        for _ in range(40):
            number = phonenumbers.parse(world.number(country, ranges))
            assert phonenumbers.is_valid_number(number)
            assert phonenumbers.region_code_for_number(number) == code


def test_undamaged_phones_read_back_as_the_truth():
    """The usual notations parse, with the record's country, to the number behind them."""
    made = testing.contacts(600, seed=11)
    touched = {(a.record_id, a.field) for a in made.answers if a.kind in {"inaccurate", "wrong_field", "missing"}}
    codes = {country.name: code for code, country in COUNTRIES.items()}
    read = 0
    for row in made.rows:
        cell, code = row["Mobile Phone Number"], codes.get(row["Country/Region"] or "")
        if cell and code and (row["Record ID"], "Mobile Phone Number") not in touched:
            assert phonenumbers.is_valid_number(phonenumbers.parse(cell, code))
            read += 1
    assert read > 200


def test_no_two_people_share_their_own_mailbox():
    """Personal and work mailboxes identify one person."""
    world = World(2, 0.5)
    people = [world.person() for _ in range(5000)]
    for name in ("work_email", "own_email"):
        assert max(Counter(getattr(p, name) for p in people).values()) == 1


def test_names_have_a_head_and_a_long_tail():
    """Frequent surnames are frequent, and many occur once."""
    world = World(3, 0.0)
    counts = Counter(world.person().family for _ in range(4000))
    assert counts.most_common(1)[0][1] > 60
    assert sum(n == 1 for n in counts.values()) > 200


def test_no_date_but_planted_ones_lies_after_the_export():
    """The day of the export bounds the dates."""
    as_of = dt.date(2025, 6, 30)
    made = testing.contacts(500, seed=9, as_of=as_of)
    planted = {a.record_id for a in made.answers if a.field == "Create Date"}
    for row in made.rows:
        for header in ("Create Date", "Last Activity Date", "Last Contacted", "Last Modified Date"):
            if row[header] and not (header == "Create Date" and row["Record ID"] in planted):
                assert row[header] <= as_of.isoformat()


def test_a_chinese_mix_has_chinese_headers_and_one_name_column():
    """姓名 stands for both names."""
    made = testing.contacts(400, seed=2, mix="chinese")
    assert tuple(made.rows[0]) == testing.headers("chinese")
    assert "姓名" in made.rows[0]
    assert "姓" not in made.rows[0]
    assert {a.field for a in made.answers} <= {"", *testing.headers("chinese")}
    in_pinyin = sum(row["姓名"].isascii() for row in made.rows if row["姓名"])
    assert in_pinyin < 0.1 * len(made.rows)


def test_an_english_mix_has_no_han():
    """No contact of an English export is Chinese."""
    made = testing.contacts(300, seed=2, mix="english")
    assert all(
        (row["Country/Region"] or "").isascii() or row["Country/Region"] == "España"
        for row in made.rows
        if not any(a.record_id == row["Record ID"] and a.field == "Country/Region" for a in made.answers)
    )


def test_the_file_holds_the_same_records(tmp_path):
    """`write_contacts` and `contacts` agree, cell for cell."""
    made = testing.contacts(150, seed=8)
    path, key = tmp_path / "c.csv", tmp_path / "a.csv"
    testing.write_contacts(path, 150, seed=8, answers=key)
    with path.open(encoding="utf-8", newline="") as file:
        assert [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)] == made.rows
    with key.open(encoding="utf-8", newline="") as file:
        assert [testing.AnswerKeyRow(**row) for row in csv.DictReader(file)] == made.answers


def test_the_file_needs_no_answer_key(tmp_path):
    """The key is written only when asked for."""
    testing.write_contacts(tmp_path / "c.csv", 3)
    assert [p.name for p in tmp_path.iterdir()] == ["c.csv"]


@pytest.mark.parametrize(("n", "mix"), [(-1, "mixed"), (1, "klingon")])
def test_misuse_raises(n, mix):
    """A negative number or an unknown mix is refused."""
    with pytest.raises(InputError, match="mix"):
        testing.contacts(n, mix=mix)


def test_none_at_all():
    """No records, no answers."""
    assert testing.contacts(0) == testing.Generated([], [])


def test_frequent_words_come_first_and_none_is_lost():
    """Zipf weights: the first word most often, the last at least once."""
    pool = Counter(weighted([str(i) for i in range(50)], slots=500))
    assert pool["0"] == max(pool.values())
    assert len(pool) == 50


def test_mailboxes_are_plain_letters():
    """Accents fold to ASCII."""
    assert ascii_word("Müßig-Łø") == "mussiglo"


@pytest.mark.parametrize("damage", sorted(set(_damage.DAMAGES), key=lambda d: d.__name__), ids=lambda d: d.__name__)
def test_damage_leaves_an_empty_row_alone_or_says_what_it_did(damage):
    """Whatever a damage reports is what it changed."""
    world = World(4, 0.5)
    person = world.person()
    for _ in range(30):
        row = [""] * len(testing.headers())
        planted = damage(row, person, world)
        changed = {i for i, cell in enumerate(row) if cell}
        assert changed <= {p[0] for p in planted}


def test_one_name_column_is_blank_only_when_both_names_are():
    """A missing given name leaves 姓名 filled; two missing ones leave it blank, and the key says so once."""
    row = [""] * len(_records.COLUMNS)
    row[_records.FAMILY] = "王"
    gap = (_records.GIVEN, "missing.blank", "missing", "伟")
    assert _contacts._one_name(row, [gap])[1] == []
    row[_records.FAMILY] = ""
    other = (_records.FAMILY, "missing.blank", "missing", "王")
    cells, planted = _contacts._one_name(row, [gap, other])
    assert len(cells) == len(row) - 1
    assert planted == [(_records.GIVEN, "missing.blank", "missing", "")]
