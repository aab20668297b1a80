"""The strategies draw what their names say."""

from __future__ import annotations

import phonenumbers
import pytest
from email_validator import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from crmquality import testing
from crmquality.errors import PolicyError
from crmquality.testing import _vocabulary as words
from crmquality.testing import strategies
from crmquality.validators import KINDS, examine


@given(strategies.names())
def test_names_are_names(name):
    """Never empty, never with blanks around."""
    assert name
    assert name == name.strip()


@given(strategies.phones())
def test_phones_are_valid(number):
    """As libphonenumber sees it."""
    assert phonenumbers.is_valid_number(phonenumbers.parse(number))


@given(strategies.emails())
def test_emails_are_valid(address):
    """As email-validator sees it, which has nothing to repair."""
    assert validate_email(address, check_deliverability=False).normalized == address


@given(strategies.records())
def test_records_have_all_columns(record):
    """Every record has the export's headers."""
    assert tuple(record) == testing.headers()


CONTEXTS = {"choice": {"choices": tuple(words.STAGES)}, "postal_code": {"country": "CN"}}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30)
@given(data=st.data())
def test_values_of_every_kind_are_valid(kind, data):
    """Each kind reads what its strategy makes."""
    assert examine(kind, data.draw(strategies.values(kind)), **CONTEXTS.get(kind, {})).valid


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30)
@given(data=st.data())
def test_spoilt_values_are_noticed(kind, data):
    """The finding is the one that the answer key names; a plain name of any length is still one."""
    value = data.draw(strategies.dirty(kind))
    if kind in {"given_name", "family_name"} and value.problem == "too_long":
        return
    codes = [f.code for f in examine(kind, value.raw, **CONTEXTS.get(kind, {})).findings]
    assert f"{kind}.{value.problem}" in codes


@pytest.mark.parametrize("country", words.COUNTRIES)
@settings(max_examples=30)
@given(data=st.data())
def test_postal_codes_have_the_form_of_their_country(country, data):
    """Of all the countries that contacts are made of."""
    assert examine("postal_code", data.draw(strategies.postal_codes(country)), country=country).valid


def test_unknown_kinds_and_countries_are_refused():
    """They name what there is."""
    with pytest.raises(PolicyError, match="kinds are"):
        strategies.values("fax")
    with pytest.raises(PolicyError, match="countries are"):
        strategies.postal_codes("XX")
