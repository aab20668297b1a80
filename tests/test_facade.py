"""The façade: lazy names, clear errors, exceptions that travel."""

from __future__ import annotations

import pickle
import sys

import pytest

import crmquality as cq
from crmquality.integrations import progress
from crmquality.types import Finding


def test_names_come_on_first_use():
    """Every name of the façade exists; others do not."""
    for name in cq.__all__:
        assert getattr(cq, name) is not None
    assert set(cq.__all__) <= set(dir(cq))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        cq.nothing  # noqa: B018 - asking raises


def test_a_missing_extra_is_named(monkeypatch):
    """Without polars the message says what to install."""
    monkeypatch.setitem(sys.modules, "crmquality.cleaning", None)
    monkeypatch.delitem(cq.__dict__, "Plan", raising=False)

    def fail(name: str) -> None:
        raise ModuleNotFoundError(name="polars")

    monkeypatch.setattr(cq, "import_module", fail)
    with pytest.raises(cq.MissingExtraError, match=r"crmquality\[tables\]") as error:
        cq.Plan  # noqa: B018 - asking imports
    assert pickle.loads(pickle.dumps(error.value)).extra == "tables"


def test_findings_can_be_raised():
    """On request alone, from a severity on, without values."""
    warning = Finding("email.typo_domain", "warning", "email", "a slip", suggestion="secret@gmail.com")
    cq.raise_for_findings((warning,))
    with pytest.raises(cq.FindingsError, match=r"email\.typo_domain") as error:
        cq.raise_for_findings((warning,), severity="warning")
    assert "secret" not in str(error.value) + repr(error.value)
    assert pickle.loads(pickle.dumps(error.value)).findings == (warning,)
    assert warning.to_dict()["suggestion"] == "secret@gmail.com"
    assert Finding("a.b", "info", "a", "m", span=(0, 1)).to_dict()["span"] == [0, 1]


def test_progress_is_silent_in_pipes(monkeypatch, capsys):
    """Nothing is written where nobody looks; on a terminal a bar is."""
    assert progress.terminal_progress() is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    report = progress.terminal_progress()
    assert report is not None
    for share in (0.0, 0.5, 1.0):
        report("match", share)
    assert "match" in capsys.readouterr().err
