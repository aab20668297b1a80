"""What a reading proposes: the door and the table ask the same function."""

from __future__ import annotations

from crmquality.policy._proposals import cell_proposals
from crmquality.types import Examined, Finding


def note(code, severity="info", suggestion=None):
    return Finding(code, severity, "x", "m", None, suggestion)


def told(raw, item):
    return [(p.after, p.rule, p.safe, p.cosmetic) for p in cell_proposals(raw, item)]


def test_what_is_fine_needs_nothing():
    """No proposal where nothing better is known."""
    assert told("a", Examined("a")) == []
    assert told("a", Examined(None, (note("x.syntax", "error"),))) == []
    assert told(" ", Examined(None, (), None, missing=True)) == []


def test_canonical_forms():
    """Safe unless something is lost on the way; cosmetic where the meaning is the same."""
    assert told("A", Examined("a")) == [("a", "normalise", True, True)]
    assert told("A", Examined("a", (note("x.repaired", "warning"),))) == [("a", "x.repaired", True, False)]
    assert told("A", Examined("a", (note("x.extension"),))) == [("a", "x.extension", False, False)]
    assert told("A", Examined("a", (note("x.bad", "error"),))) == []


def test_corrections_and_placeholders_are_never_safe():
    """They change what is said."""
    slip = Examined("a@gmial.com", (note("email.typo_domain", "warning", "a@gmail.com"),))
    assert told("a@gmial.com", slip) == [("a@gmail.com", "email.typo_domain", False, False)]
    assert told("n/a", Examined(None, (note("x.placeholder", "warning"),), None, missing=True)) == [
        (None, "x.placeholder", False, False)
    ]
    assert "gmail" not in repr(cell_proposals("a@gmial.com", slip))
