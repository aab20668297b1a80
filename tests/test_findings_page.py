"""The page of findings is what the code says."""

from __future__ import annotations

import importlib.util
import re
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def tool():
    """The generator of the page."""
    spec = importlib.util.spec_from_file_location("findings_page", ROOT / "tools" / "findings_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(tool):
    """Run tools/findings_page.py after a change of findings."""
    assert tool.page() == tool.PAGE.read_text(encoding="utf-8")


def test_what_is_wrong_or_doubtful_says_what_to_do(tool):
    """Behind a semicolon, where the reader has not mended it already; the phone's metadata are named (C33)."""
    mended = re.compile("; |: ask|removed|left out|taken out")
    found = {code: f for code, (f, _) in tool.found().items() if f.severity != "info"}
    assert [code for code, f in found.items() if not mended.search(f.message)] == []
    assert found["phone.invalid"].message.endswith(f"(metadata {version('phonenumbers')})")


def test_every_reason_in_the_code_is_on_the_page(tool):
    """Each reason that a reader can note has an example that gives it."""
    reasons = set(re.findall(r"`[a-z_]+\.([a-z_]+)`", tool.page()))
    noted = {
        reason
        for path in (ROOT / "src" / "crmquality").rglob("*.py")
        for reason in re.findall(r'Note\("([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert noted - reasons == set()
