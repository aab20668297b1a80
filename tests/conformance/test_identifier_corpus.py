"""id_numbers.csv: every scheme through the adapter; those of our own code as well."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crmquality.errors import PolicyError
from crmquality.integrations.stdnum import identifier_scheme
from crmquality.normalizers import identifier
from crmquality.validators import all_of, required

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
pytest.importorskip("stdnum", reason="python-stdnum is not installed")
FILE = CORPORA / "id_numbers.csv"
ROWS = list(csv.DictReader(FILE.read_text("utf-8").splitlines())) if FILE.exists() else []
NORMAL = "normalized"
OWN = {"cn.uscc", "iban"}


@pytest.mark.skipif(not ROWS, reason="corpora not here")
def test_adapter_agrees_on_every_row():
    """Verdict and compact form of all schemes."""
    wrong = []
    for row in ROWS:
        scheme = identifier_scheme(row["scheme"])
        if (scheme.normalize(row["raw"]) or "") != row[NORMAL]:
            wrong.append(row)
    assert wrong == []


@pytest.mark.skipif(not ROWS, reason="corpora not here")
def test_own_schemes_agree():
    """Numbers that our own code reads give the same compact form; wrong ones give none under their scheme."""
    for row in ROWS:
        if row["scheme"] in OWN and row[NORMAL]:
            assert identifier(row["raw"]) == row[NORMAL]


def test_scheme_is_a_validator():
    """It reads like its call, combines, and says what is wrong."""
    scheme = identifier_scheme("iban")
    assert repr(scheme) == "identifier_scheme('iban')"
    assert all_of(required(), scheme)("GB82 WEST 1234 5698 7654 32") == ()
    assert [f.code for f in scheme("GB82 WEST 1234 5698 7654 33")] == ["identifier.checksum"]
    assert [f.code for f in scheme("9" * 200)] == ["identifier.length"]
    assert scheme.normalize("nonsense!") is None


@pytest.mark.parametrize("name", ["nowhere.id", "de idnr", "exceptions"])
def test_unknown_schemes_are_refused(name):
    """The name is checked when the validator is made."""
    with pytest.raises(PolicyError, match="no scheme"):
        identifier_scheme(name)
