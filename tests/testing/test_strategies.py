"""The strategies draw what their names say."""

from __future__ import annotations

import phonenumbers
import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from crmquality import testing
from crmquality.testing import strategies
from crmquality.validators import examine


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


@pytest.mark.parametrize(
    ("kind", "strategy"),
    [
        ("organization_name", strategies.organizations()), ("date", strategies.dates()), ("amount", strategies.amounts()),
        ("identifier", strategies.identifiers()), ("address", strategies.addresses()),
    ],
    ids=str,
)  # fmt: skip
@given(data=st.data())
def test_values_are_valid(kind, strategy, data):
    """Each kind reads what its strategy makes."""
    assert examine(kind, data.draw(strategy)).valid
