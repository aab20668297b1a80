"""Where records stand, and what happened last with one of them."""

from __future__ import annotations

import datetime as dt

import crmquality as cq
from crmquality.quality import distribution, last_touch

DAY = dt.date(2026, 11, 1)


def test_the_report_counts_every_stage_of_the_list():
    """Stages come in the order of the list, the empty ones too; records without one come last."""
    rows = [
        {"record_id": str(i), "full_name": "Ann Lee", "lifecycle_stage": s}
        for i, s in enumerate(("客户", "lead", "", "Lead"))
    ]
    stages = cq.assess(rows, cq.presets.contact(), as_of=DAY).to_dict()["stages"]["lifecycle_stage"]
    assert list(stages)[:2] == ["subscriber", "lead"]
    assert (stages["lead"], stages["customer"], stages["evangelist"], stages[""]) == (2, 1, 0, 1)


def test_values_off_the_list_are_counted_by_name():
    """Nothing is lost that the list does not know."""
    assert distribution(["b", "x", "a"], ("a", "b")) == {"a": 1, "b": 1, "x": 1}


def test_a_status_without_contact_for_half_a_year_is_stale():
    """Said at the door, as information; the day of the last contact decides, and an empty status says nothing."""
    guard = cq.Guard(cq.presets.contact("CN"))

    def codes(**cells):
        found = guard.check({"full_name": "李娜", "mobile": "13912345678", **cells}, as_of=DAY).findings
        return [f.severity for f in found if f.code == "record.status_stale"]

    assert codes(lead_status="connected", last_contacted_at="2026-03-01") == ["info"]
    assert codes(lead_status="connected", last_contacted_at="2026-10-01") == []
    assert codes(lead_status="", last_contacted_at="2026-03-01") == []
    assert codes(lead_status="connected") == []


def test_the_last_touch_says_what_is_not_known():
    """A policy without the fields, or a record without the values, has no last touch."""
    nothing = last_touch({}, cq.presets.company(), as_of=DAY)
    assert (nothing.status, nothing.contacted, nothing.replied, nothing.attempts) == ("", None, None, None)
    assert str(nothing) == "no status, never contacted, no reply known"
    record = {
        "lead_status": "跟进中",
        "replied_at": "2026-10-31",
        "last_contacted_at": "2026-10-30",
        "contact_attempts": "2",
    }
    assert last_touch(record, cq.presets.contact(), as_of="2026-11-01").replied == 1
