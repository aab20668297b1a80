"""Ready policies: contact, company and lead.

Every field says what it holds, how much it matters, which of the four data classes it belongs to
(identity, descriptive, quantitative, qualitative), how it goes out of date, what it is in matching and
which value survives a merge. Change one with ``policy.with_fields``; start from nothing with ``Policy``.
Picklists are ours: their values go back into a CRM only once its own lists have been read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from attrs import frozen

from crmquality._data import load
from crmquality.policy import Policy
from crmquality.policy._recognise import telling_words


@cache
def _preset(name: str, region: str | None) -> Policy:
    plain, lists = load("presets")[name], load("picklists")
    fields = [f | {"choices": lists[f["name"]]} if f["kind"] == "choice" else f for f in plain["fields"]]
    return Policy.from_dict(plain | {"fields": fields, "region": region})


def contact(region: str | None = None) -> Policy:
    """A person known to the sales team.

    Args:
        region: ISO 3166-1 alpha-2 code of the country that phones without a country belong to.

    Example:
        >>> contact(region="CN").field("mobile").label
        'Mobile'
    """
    return _preset("contact", region)


def lead(region: str | None = None) -> Policy:
    """Somebody who has just filled in a form: as `contact`, and nobody real is ever rejected."""
    return _preset("lead", region)


def company(region: str | None = None) -> Policy:
    """An organization; ``region`` as for `contact`."""
    return _preset("company", region)


@frozen
class Choice:
    """A preset chosen for a table.

    Args:
        name: ``"contact"``, ``"company"`` or ``"lead"``.
        reason: why, in one sentence.
    """

    name: str
    reason: str


_PERSON: Final = frozenset({"full_name", "first_name", "last_name", "mobile", "birth_date", "job_title"})


def choose_preset(column_names: Sequence[str]) -> Choice:
    """The preset that fits a table's headers.

    Args:
        column_names: headers, distinct.

    Example:
        >>> choose_preset(["Account ID", "Account Name", "Industry", "Website"]).name
        'company'
    """
    as_contact = contact().recognise(column_names).fields
    as_company = company().recognise(column_names).fields
    persons = sorted(_PERSON & as_contact.keys())
    told = telling_words(column_names, "company")
    only_a_name = persons == ["full_name"] and as_company.get("company") == as_contact["full_name"]
    if "company" in as_company and (not persons or (only_a_name and told)) and (told or "email" not in as_company):
        return Choice("company", f"the columns name organizations ({as_company['company']}) and no person")
    if telling_words(column_names, "lead") and "lifecycle_stage" not in as_contact:
        return Choice("lead", "the headers speak of leads")
    return Choice("contact", "the columns name persons" if persons else "nothing speaks for companies or leads")
