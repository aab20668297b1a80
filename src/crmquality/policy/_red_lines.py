"""Red lines that hold of tables and of records that come one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from crmquality.policy._policy import Policy

MAX_AUTO_SIZE: Final = 5


def must_agree(policy: Policy, has: Collection[str]) -> Iterator[tuple[str, str]]:
    """Reason and field of what forbids a merge where it differs."""
    if "owner" in has:
        yield "different owners", "owner"
    for field in policy.fields:
        own = field.name in has and field.name != "record_id"
        if own and (field.name == "tax_id" or field.match == "identifier"):
            yield "different tax ids", field.name
        elif own and (field.kind == "identifier" or field.name == "account_number"):
            yield "different external ids", field.name
