"""What shows only across records: a table may ask for a review because of it, and never rejects."""

from __future__ import annotations

import polars as pl
import pytest

import crmquality as cq
from crmquality.testing import contacts

AS_OF = "2026-11-01"
LEAD = cq.presets.lead(region="CN")
NAMES = ["Anna Berger", "Li Na", "John Miller", "Marta Kowalska", "Ivan Petrov", "Sofia Rossi", "Omar Haddad", "Mei Chen",
         "Paul Weber", "Nina Larsen", "Hugo Martin", "Ada Costa"]  # fmt: skip


def found(rows, policy=LEAD):
    """Codes of column-level findings by record, and the plan."""
    rows = [{"Record ID": str(i), **row} for i, row in enumerate(rows)]
    plan = cq.clean(rows, policy, as_of=AS_OF, id="Record ID", progress=False)
    codes = plan.findings.filter(pl.col("field").is_in(["email", "mobile", "birth_date", "company", "last_name", ""]))
    return dict(codes.group_by("code").agg(pl.col("record_id").sort()).rows()), plan


def people(n, **columns):
    """Different people, with one more column each."""
    return [
        {"Full name": f"{NAMES[i % 12]}{'abcdefgh'[i // 12] * (i >= 12)}", **{k: f(i) for k, f in columns.items()}}
        for i in range(n)
    ]


def test_a_number_of_many_companies_is_a_sign_and_a_switchboard_is_not():
    """One phone over people of several companies asks for their own; colleagues may share one."""
    codes, plan = found(people(8, Mobile=lambda _: "13912647835", Company=lambda i: f"Firm {i % 4} Ltd"))
    assert len(codes["mobile.shared_widely"]) == 8
    assert set(plan.findings.filter(pl.col("code") == "mobile.shared_widely")["severity"]) == {"warning"}
    codes, _ = found(people(8, Mobile=lambda _: "13912647835", Company=lambda _: "Acme Ltd"))
    assert "mobile.shared_widely" not in codes
    codes, _ = found(people(3, Mobile=lambda _: "13912647835", Company=lambda i: f"Firm {i} Ltd"))
    assert "mobile.shared_widely" not in codes


def test_numbered_mailboxes():
    """user1, user2, user3, user4 at one host; four scattered numbers are people."""
    codes, _ = found(people(5, Email=lambda i: f"user{i + 7}@gmail.com"))
    assert len(codes["email.numbered"]) == 5
    codes, _ = found(people(5, Email=lambda i: f"anna{i * 13 + 1950}@gmail.com"))
    assert "email.numbered" not in codes


def test_numbers_that_count_up():
    """In the order of entry; colleagues with neighbouring extensions are no sign."""
    codes, _ = found(people(6, Mobile=lambda i: f"1391264{7831 + i}", **{"Create Date": lambda i: f"2026-10-0{i + 1}"}))
    assert len(codes["mobile.counting"]) == 6
    codes, _ = found(people(6, Mobile=lambda i: f"1391264{7831 + i}", Company=lambda _: "Acme Ltd"))
    assert "mobile.counting" not in codes


def test_names_that_stand_in_each_others_field():
    """Counts of the other rows tell, in any script; a name that is both, or that nobody else has, tells nothing."""
    given, family = ["Anna", "Marta", "Omar", "Mei", "德华"], ["Weber", "Larsen", "Rossi", "Chen", "端木"]
    rows = [(given[i % 5], family[i // 5 % 5]) for i in range(125)]
    odd = [("Weber", "Anna"), ("Wéber", "Anna"), ("Larsen", "Mei"), ("Anna", "Mei"), ("Paul", "Hugo"), ("端木", "德华")]
    codes, _ = found([{"First Name": g, "Last Name": f} for g, f in rows + odd])
    assert codes["record.seems_swapped"] == ["125", "127"]


def test_bursts_need_an_origin():
    """Seven records from one address within a minute; an import of the same second without one is none."""
    rows = people(7, **{"Create Date": lambda i: f"2026-10-01 12:30:{i:02}", "Source IP": lambda _: "203.0.113.9"})
    codes, plan = found(rows)
    assert len(codes["record.burst"]) == 7
    assert set(plan.findings.filter(pl.col("code") == "record.burst")["field"]) == {""}
    for row in rows:
        del row["Source IP"]
    assert "record.burst" not in found(rows)[0]


def test_values_that_everybody_has():
    """A default mailbox, and birthdays on January 1."""
    day = {"Birthday": lambda i: "1990-01-01" if i % 3 else f"19{50 + i % 40}-05-{i % 27 + 1:02}"}
    codes, _ = found(people(60, Email=lambda i: "crm@acme.de" if i % 2 else f"p{i}x@web.de", **day))
    assert len(codes["email.default_value"]) == 30
    assert len(codes["birth_date.first_of_january"]) == 40


def test_texts_cut_at_one_length():
    """Many names of exactly 32 characters and none longer; any other longest length is chance."""
    codes, _ = found(
        people(30, Company=lambda i: ("Northern Industrial Holdings of " + NAMES[i % 12] * 2)[: 32 if i % 2 else 20])
    )
    assert len(codes["company.truncated"]) == 15
    codes, _ = found(
        people(30, Company=lambda i: ("Northern Industrial Holdings of " + NAMES[i % 12] * 2)[: 33 if i % 2 else 20])
    )
    assert "company.truncated" not in codes


def test_columns_ask_for_a_review_and_never_reject():
    """However strict the policy is about signs, a row is rejected for its own alone."""
    rows = people(7, Email=lambda i: f"contact{i}@gmail.com", Mobile=lambda i: f"1391264{7831 + i}",
                  **{"Create Date": lambda i: f"2026-10-01 12:30:{i:02}", "Source IP": lambda _: "203.0.113.9"})  # fmt: skip
    strict = cq.Policy("lead", LEAD.fields, LEAD.rules, "CN", strictness="lenient", false_reject_cost=0.5)
    _, plan = found(rows, strict)
    assert set(plan.health["verdict"]) == {"review"}
    assert (plan.health["p_ghost"] > 0.5).all()


@pytest.mark.parametrize("mix", ["mixed", "chinese"])
def test_ordinary_tables_are_left_alone(mix):
    """Of 3,000 generated contacts hardly one has a sign that adds to its score."""
    rows = contacts(3000, seed=31, mix=mix).rows
    plan = cq.clean(rows, cq.presets.contact(region="CN"), as_of=AS_OF, progress=False)
    loud = plan.findings.filter(pl.col("code").str.contains(r"\.(?:shared_widely|numbered|counting|burst)$"))
    assert loud["record_id"].n_unique() <= 15, loud["code"].value_counts()


def test_amounts_far_from_all_others():
    """A decimal sign lost, among deals of one currency; another currency has its own middle."""
    deal = cq.Policy("deal", [cq.Field("name", "text"), cq.Field("amount", "amount", aliases=("Amount",))])

    def far(amounts):
        rows = [{"name": f"deal {i}", "Amount": a} for i, a in enumerate(amounts)]
        plan = cq.clean(rows, deal, as_of=AS_OF, progress=False)
        return plan.findings.filter(pl.col("code") == "amount.outlier")["record_id"].to_list()

    usual = [f"{500 + 37 * i} USD" for i in range(60)]
    assert far([*usual, "98000000 USD", "0.5 USD"]) == ["61", "62"]  # rows are numbered from 1
    assert far([*usual, "9800 USD", "98000000 JPY"]) == []
    assert far([*usual[:20], "98000000 USD"]) == []
    assert far([f"{10 ** (i % 8)} USD" for i in range(80)]) == []
