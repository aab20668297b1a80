"""Findings for addresses, amounts, job titles, messengers and social networks."""

from __future__ import annotations

from crmquality.normalizers._address import read_address
from crmquality.normalizers._amount import read_amount
from crmquality.normalizers._handle import read_messaging_id, read_social_handle
from crmquality.normalizers._job_title import read_job_title
from crmquality.types import Examined
from crmquality.validators._common import whole


def examine_address(value: str | None, *, country: str | None = None) -> Examined:
    """Read a whole postal address."""
    return whole("address", read_address(value, country=country), "address")


def examine_amount(value: str | None) -> Examined:
    """Read an amount of money."""
    return whole("amount", read_amount(value), "amount")


def examine_job_title(value: str | None) -> Examined:
    """Read a job title."""
    return whole("job_title", read_job_title(value), "job_title")


def examine_messaging_id(value: str | None, *, platform: str | None = None) -> Examined:
    """Read a messenger's name."""
    return whole("messaging_id", read_messaging_id(value, platform=platform), "handle")


def examine_social_handle(value: str | None, *, platform: str | None = None) -> Examined:
    """Read a name on a social network."""
    return whole("social_handle", read_social_handle(value, platform=platform), "handle")
