"""id_numbers.csv: every scheme through the adapter; those of our own code as well."""

from __future__ import annotations

import csv
import random
import string
from importlib import import_module
from pathlib import Path

import pytest

from crmquality.errors import PolicyError
from crmquality.integrations.stdnum import identifier_scheme
from crmquality.normalizers import identifier
from crmquality.normalizers._tax_number import vat_countries
from crmquality.validators import all_of, required

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
pytest.importorskip("stdnum", reason="python-stdnum is not installed")
FILE = CORPORA / "id_numbers.csv"
ROWS = list(csv.DictReader(FILE.read_text("utf-8").splitlines())) if FILE.exists() else []
NORMAL = "normalized"
MODULES = {
    "AT": "at.uid", "BE": "be.vat", "BG": "bg.vat", "CH": "ch.vat", "CY": "cy.vat", "CZ": "cz.dic", "DE": "de.vat",
    "DK": "dk.cvr", "EE": "ee.kmkr", "EL": "gr.vat", "ES": "es.nif", "FI": "fi.alv", "FR": "fr.tva", "GB": "gb.vat",
    "HR": "hr.oib", "HU": "hu.anum", "IE": "ie.vat", "IT": "it.iva", "LT": "lt.pvm", "LU": "lu.tva", "LV": "lv.pvn",
    "MT": "mt.vat", "NL": "nl.btw", "NO": "no.mva", "PL": "pl.nip", "PT": "pt.nif", "RO": "ro.cf", "SE": "se.vat",
    "SI": "si.ddv", "SK": "sk.dph", "XI": "gb.vat",
}  # fmt: skip
"""The library's scheme behind each of our VAT prefixes."""
OWN = {
    "cn.uscc": "cn_uscc",
    "eu.vat": "vat",
    **dict.fromkeys(("iban", "be.iban", "es.iban", "no.iban", "me.iban"), "iban"),
}
OWN |= {module: f"{country.lower()}_vat" for country, module in MODULES.items() if country != "XI"}
#: one number of each country that its check digits accept; drawing from it makes numbers of the right shape
SEEDS = {
    "AT": "U13585627", "BE": "0428759497", "BG": "175074752", "CH": "E107787577IVA", "CY": "10259033P", "CZ": "25123891",
    "DE": "136695976", "DK": "13585628", "EE": "100931558", "EL": "094259216", "ES": "B58378431", "FI": "20774740",
    "FR": "40303265045", "GB": "980780684", "HR": "33392005961", "HU": "12892312", "IE": "6433435F", "IT": "00743110157",
    "LT": "119511515", "LU": "15027442", "LV": "40003521600", "MT": "11679112", "NL": "004495445B01", "NO": "995525828MVA",
    "PL": "8567346215", "PT": "501964843", "RO": "18547290", "SE": "556188840401", "SI": "50223054", "SK": "2022749619",
    "XI": "980780684",
}  # fmt: skip


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
def test_own_schemes_agree_on_every_row():
    """Asked for by name, without the package; a VAT number carries its prefix, which the library may leave out."""
    rows = [row for row in ROWS if row["scheme"] in OWN]
    wrong = []
    for row in rows:
        got = identifier(row["raw"], OWN[row["scheme"]]) or ""
        if got != row[NORMAL] and not (OWN[row["scheme"]].endswith("_vat") and got[2:] == row[NORMAL]):
            wrong.append(row)
    assert len(rows) > 1000
    assert wrong == []


@pytest.mark.skipif(not ROWS, reason="corpora not here")
def test_own_numbers_are_recognised_by_their_form():
    """Without a scheme, good numbers of those that carry one keep their form."""
    for row in ROWS:
        if row["scheme"] in {"cn.uscc", "iban", "eu.vat"} and row[NORMAL]:
            assert identifier(row["raw"]) == row[NORMAL]


def mutated(number, draw):
    """Digits drawn anew, then up to two edits."""
    text = [draw.choice(string.digits) if c.isdigit() and draw.random() < 0.6 else c for c in number]
    for _ in range(draw.randint(0, 2)):
        at, kind = draw.randrange(len(text)), draw.random()
        if kind < 0.7:
            text[at] = draw.choice(string.digits if kind < 0.5 else string.ascii_uppercase)
        elif kind < 0.85 and len(text) > 1:
            del text[at]
        else:
            text.insert(at, draw.choice(string.digits))
    return "".join(text)


@pytest.mark.parametrize("country", vat_countries())
def test_vat_numbers_are_judged_as_by_the_library(country):
    """Generated and mutated numbers; padding is the reader's, Irish forms nobody issued are left out."""
    refuses = import_module("stdnum.exceptions").ValidationError
    library, draw = import_module(f"stdnum.{MODULES[country]}"), random.Random(7)
    prefix = "" if country in {"NO", "GB", "XI"} else country
    valid = 0
    for _ in range(1500):
        number = mutated(SEEDS[country], draw) if draw.random() < 0.9 else SEEDS[country]
        if country == "IE" and len(number) == 9 and not number[1].isdigit():
            continue
        try:
            library.validate(prefix + number)
            good = True
        except refuses:
            good = False
        valid += good
        assert (identifier(country + number, f"{country.lower()}_vat") is not None) is good, number
    assert valid > 20


@pytest.mark.parametrize("scheme", ["iban", "cn_uscc"])
def test_accounts_and_credit_codes_are_judged_as_by_the_library(scheme):
    """Mutated numbers; not the library's lists of Belgian banks and of registering authorities, which grow."""
    library = import_module("stdnum." + scheme.replace("_", "."))
    refuses, draw = import_module("stdnum.exceptions").ValidationError, random.Random(8)
    seeds = {
        "iban": ["GB82WEST12345698765432", "ES9121000418450200051332", "NO9386011117947",
                 "ME25505000012345678951", "FR1420041010050500013M02606", "MT84MALT011000012345MTLCAST001S"],
        "cn_uscc": ["914403001TQT25YY3D", "92330106EAM2N42D44", "51500000KWAT2EMAQC"],
    }[scheme]  # fmt: skip
    for _ in range(20_000):
        seed = draw.choice(seeds)
        number = seed[:2] + mutated(seed[2:], draw) if draw.random() < 0.9 else seed
        try:
            good = library.validate(number)
        except refuses:
            good = None
        assert identifier(number, scheme) == good, number


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
