"""email_syntax.json (default options) and email_noisy.json: the library's verdict on the text or on its repair."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from email_validator import EmailNotValidError, validate_email

from crmquality.validators import examine

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.exists(), reason="corpora not here")
#: notes after which our text is not the raw text any more
REPAIRS = {
    "email.repaired", "email.display_name", "email.whitespace", "email.fullwidth", "email.control_char",
    "email.special_use",
}  # fmt: skip


def cases():
    if not CORPORA.exists():
        return []
    files = [CORPORA / f"{name}.json" for name in ("email_syntax", "email_noisy")]
    rows = [r for file in files for r in json.loads(file.read_text("utf-8"))]
    return [r for r in rows if not r.get("options")]


def test_every_case_has_the_librarys_verdict():
    """A departure is one of our repairs, with its finding; the repaired text is the library's own form."""
    departures = []
    for case in cases():
        seen = examine("email", case["raw"])
        codes = {f.code for f in seen.findings}
        if seen.text == case["normalized"]:
            continue
        if codes & REPAIRS and case["normalized"] is None:
            if "email.special_use" not in codes:
                assert validate_email(seen.text, check_deliverability=False).normalized == seen.text
            continue
        departures.append(case["raw"])
    assert departures == []


def test_nothing_we_refuse_is_valid():
    """An address without canonical form is no address for the library."""
    for case in cases():
        if examine("email", case["raw"]).text is None:
            with pytest.raises(EmailNotValidError):
                validate_email(case["raw"], check_deliverability=False)
