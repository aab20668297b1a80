"""The few fields that matter most."""

from __future__ import annotations

import crmquality as cq
from crmquality.quality import FieldFaults, faults_of, rank_fields

POLICY = cq.presets.contact(region="CN")


def test_rate_times_weight():
    """A rare mistake in a heavy field may outrank a frequent one in a light field; ties keep the policy's order."""
    faults = [
        FieldFaults("birth_date", 40, {"birth_date.missing": 40}, {}),
        FieldFaults("email", 10, {"email.syntax": 4, "email.disposable": 6}, {"email.disposable": "li@trash.com"}),
        FieldFaults("mobile", 10, {"mobile.missing": 5, "mobile.invalid": 5}, {"mobile.invalid": "139123"}),
        FieldFaults("owner", 0, {}, {}),
        FieldFaults("elsewhere", 9, {"x.y": 9}, {}),
    ]
    ranked = rank_fields(faults, POLICY, rows=100)
    assert [(f.field, f.score, f.commonest, f.example) for f in ranked] == [
        ("email", 0.3, "email.disposable", "l•@t••••.c••"),
        ("mobile", 0.3, "mobile.invalid", "1•••••"),
        ("birth_date", 0.2, "birth_date.missing", ""),
    ]
    assert [f.field for f in rank_fields(faults, POLICY, rows=100, top=1)] == ["email"]
    assert rank_fields(faults, POLICY, rows=100, weights={"birth_date": 9})[0].field == "birth_date"
    assert rank_fields(faults, POLICY, rows=0) == ()


def test_from_decisions_of_the_door():
    """Records and their findings are counted once per field and code; information is no mistake."""
    guard = cq.Guard(POLICY)
    rows = [
        {"full_name": "Li", "email": "li@"},
        {"full_name": "Bo", "email": "bo@"},
        {"full_name": "An", "mobile": "12"},
    ]
    faults = faults_of((r, guard.check(r, as_of="2026-11-01").findings) for r in rows)
    (email, mobile) = rank_fields(faults, POLICY, rows=len(rows))
    assert (email.field, email.commonest, email.example) == ("email", "email.syntax", "l•@")
    assert mobile.field == "mobile"


def test_the_report_names_them():
    """A few fields with the commonest mistake and a masked example."""
    rows = [{"Record ID": str(i), "Name": "Li", "Email": "li@" if i < 6 else "li@acme.com"} for i in range(1, 11)]
    top = cq.assess(rows, POLICY, as_of="2026-11-01", progress=False).to_dict()["critical"]
    assert [(f["label"], f["rate"], f["code"], f["example"]) for f in top] == [("Email", 0.5, "email.syntax", "l•@")]
