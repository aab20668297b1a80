"""Writes _data/presets.json: the fields and rules of the ready policies.

What every field says: what it holds, how much it matters, its class of data, how it goes out of date, what it is in
matching and which value survives a merge. Run: python tools/tables_presets.py 2026-11-25
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from attrs import evolve

from crmquality._data import load
from crmquality.policy import (
    Field,
    Policy,
    RecordRule,
    consistent,
    name_parts,
    not_before,
    not_future,
    one_of,
    present,
    within_days,
)
from crmquality.validators import age_between

OUT = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "presets.json"
_WON_DEALS: Final = ("closed won deals", "number of won deals", "deals won", "赢单数", "赢单数量", "成交次数")
_OWN: Final[dict[str, Any]] = {"write": "never", "criticality": 0.5}


def _choice(name: str, label: str, **more: Any) -> Field:
    """A list of ours: values go back into a CRM only once its own list has been read."""
    return Field(name, "choice", label=label, choices=load("picklists")[name], write="when_known", **more)


def _count(name: str, label: str, **more: Any) -> Field:
    return Field(name, "number", label=label, minimum=0, data_class="quantitative", **_OWN, **more)


def _person_fields() -> tuple[Field, ...]:
    identity: dict[str, Any] = {"data_class": "identity"}
    return (
        Field("record_id", "identifier", label="Record ID", write="never", **identity),
        Field("full_name", "person_name", label="Name", criticality=2, match="full_name", hazard="surname",
              survivorship="most_complete", **identity),
        Field("first_name", "given_name", label="First name", criticality=2, match="given",
              survivorship="most_complete", **identity),
        Field("last_name", "family_name", label="Last name", criticality=2, match="family", hazard="surname",
              survivorship="most_complete", **identity),
        Field("email", "email", label="Email", criticality=3, match="email", hazard="work_email",
              survivorship="newest", **identity),
        Field("email2", "email", label="Second email", criticality=1, match="email", hazard="personal_email",
              survivorship="newest", **identity),
        Field("phone", "phone", label="Phone", criticality=2, match="phone", hazard="direct_phone",
              survivorship="newest", **identity),
        Field("mobile", "phone", label="Mobile", criticality=3, match="phone", hazard="mobile",
              survivorship="newest", options={"line": "mobile"}, **identity),
        Field("phone2", "phone", label="Other phone", criticality=1, match="phone", hazard="direct_phone",
              survivorship="newest", **identity),
        Field("company", "organization_name", label="Company", criticality=2, match="company", hazard="company",
              survivorship="most_complete"),
        Field("job_title", "job_title", label="Job title", match="job_title", hazard="job_title",
              survivorship="newest"),
        Field("website", "url", label="Website", criticality=0.5, survivorship="most_complete"),
        *_place(),
        Field("birth_date", "date", label="Date of birth", criticality=0.5, match="birth_date", rights="personal",
              survivorship="most_complete", **identity),
        Field("tax_id", "identifier", label="Tax or identity number", criticality=0.5, match="identifier",
              rights="personal", survivorship="most_complete", **identity),
        Field("owner", "text", label="Owner", survivorship="newest", **_OWN),
        Field("source", "text", label="Source", survivorship="oldest", **_OWN),
        _choice("lifecycle_stage", "Lifecycle stage", survivorship="furthest_stage", data_class="qualitative"),
        _choice("lead_status", "Lead status", survivorship="newest", data_class="qualitative"),
        *_history(),
        Field("last_contacted_at", "datetime", label="Last contacted", survivorship="newest", **_OWN),
        _count("contact_attempts", "Times contacted"),
        Field("replied_at", "datetime", label="Last reply", survivorship="newest", **_OWN),
        Field("unsubscribed", "boolean", label="Unsubscribed", criticality=2, survivorship="most_restrictive"),
        Field("bounced", "boolean", label="Email bounced", survivorship="most_restrictive", **_OWN),
        _count("open_deals", "Open deals"), _count("won_deals", "Won deals", aliases=_WON_DEALS),
        Field("amount", "amount", label="Amount", data_class="quantitative", survivorship="newest", **_OWN),
        _choice("preferred_channel", "Preferred channel", criticality=0.5, survivorship="newest", **identity),
        Field("notes", "text", label="Notes", survivorship="union", data_class="qualitative", **_OWN),
        *_known_customer(),
    )  # fmt: skip


def _known_customer() -> tuple[Field, ...]:
    """What sellers come to know of a customer; nothing of it is ever missed, scales are ten points unless changed."""
    private: dict[str, Any] = {"criticality": 0.5, "rights": "personal", "survivorship": "newest"}
    scale: dict[str, Any] = {"minimum": 1, "maximum": 10, "data_class": "qualitative", "survivorship": "newest", **_OWN}
    reason: dict[str, Any] = {"survivorship": "union", "data_class": "qualitative", **_OWN}
    return (
        Field("account_number", "text", label="Account number", data_class="identity", **_OWN),
        Field("social", "social_handle", label="Social profile", criticality=0.5, data_class="identity"),
        *(Field(name, "messaging_id", label=label, criticality=0.5, data_class="identity", survivorship="newest",
                options={"platform": name}) for name, label in (("wechat", "WeChat"), ("qq", "QQ"))),
        Field("education", "text", label="Education", **private),
        Field("household", "text", label="Household", **private),
        Field("lifestyle", "text", label="Lifestyle", **private),
        _count("purchases", "Purchases"),
        Field("average_order_value", "amount", label="Average order value", minimum=0, data_class="quantitative", **_OWN),
        _count("visits", "Visits"), _count("tickets", "Tickets"), _count("social_interactions", "Social interactions"),
        Field("service_rating", "number", label="Service rating", **scale),
        Field("satisfaction", "number", label="Satisfaction", **scale),
        Field("reason_to_buy", "text", label="Reason to buy", **reason),
        Field("reason_to_choose", "text", label="Reason to choose", **reason),
    )  # fmt: skip


def _place() -> tuple[Field, ...]:
    moved: dict[str, Any] = {"hazard": "work_address", "survivorship": "newest"}
    return (
        Field("street", "street", label="Street", match="street", data_class="identity", **moved),
        Field("city", "city", label="City", match="city", data_class="identity", **moved),
        Field("region", "region", label="State or province", match="region", criticality=0.5, data_class="identity",
              **moved),
        Field("postal_code", "postal_code", label="Postal code", match="postal_code", data_class="identity", **moved),
        Field("country", "country", label="Country", match="country", data_class="identity", **moved),
    )  # fmt: skip


def _history() -> tuple[Field, ...]:
    return (
        Field("created_at", "datetime", label="Created", survivorship="oldest", **_OWN),
        Field("updated_at", "datetime", label="Last changed", survivorship="newest", **_OWN),
        Field("last_activity_at", "datetime", label="Last activity", survivorship="newest", **_OWN),
    )


def contact() -> Policy:
    """A person known to the sales team."""
    return Policy("contact", _person_fields(), (
        one_of("full_name", "last_name", "first_name", code="record.no_name"),
        one_of("email", "email2", "mobile", "phone", "phone2", code="record.no_channel"),
        not_before("updated_at", "created_at"),
        not_before("last_activity_at", "created_at", severity="info"),
        *(not_future(name) for name in ("created_at", "updated_at", "last_activity_at", "replied_at", "birth_date")),
        age_between("birth_date", severity="info"),
        name_parts("first_name", "last_name"),
        *(consistent("country", name, severity="info") for name in ("phone", "mobile", "phone2")),
        consistent("country", "tax_id", check="id_country", severity="info"),
        consistent("full_name", "email", check="name_email", severity="info"),
        consistent("first_name", "last_name", "email", check="name_email", severity="info"),
        consistent("company", "email", check="company_email", severity="info"),
        consistent("lead_status", "lifecycle_stage", check="status_stage", severity="info"),
        ~present("lead_status", severity="info")
        | within_days("last_contacted_at", 180, severity="info", code="record.status_stale"),
        consistent("amount", "purchases", "average_order_value", check="average_order", severity="info"),
        *_stages(),
    ))  # fmt: skip


def _stages() -> tuple[RecordRule, ...]:
    """What a stage claims, held against the deals; hints, because deals are often kept elsewhere."""
    return (
        consistent("lifecycle_stage", "open_deals", check="stage_open_deals", severity="info"),
        consistent("lifecycle_stage", "won_deals", check="stage_won_deals", severity="info"),
    )


def lead() -> Policy:
    """Somebody who has just filled in a form: as a contact, and nobody real is ever rejected."""
    base = contact()
    soft = (
        one_of("full_name", "last_name", "first_name", "company", severity="warning", code="record.no_name"),
        one_of("email", "email2", "mobile", "phone", "phone2", severity="warning", code="record.no_channel"),
    )
    return evolve(base, name="lead", rules=soft + base.rules[2:], strictness="lenient")


def company() -> Policy:
    """An organization."""
    by_name = {f.name: f for f in _person_fields()}
    name = evolve(by_name["company"], required=True, criticality=3.0, data_class="identity")
    fields = (
        by_name["record_id"], name,
        evolve(by_name["website"], criticality=2.0, data_class="identity"),
        evolve(by_name["phone"], criticality=2.0), evolve(by_name["email"], criticality=1.0), *_place(),
        evolve(by_name["tax_id"], criticality=2.0, rights=None, label="Tax or registration number"),
        Field("industry", "text", label="Industry", survivorship="most_complete"),
        Field("employees", "number", label="Employees", minimum=0, maximum=10_000_000, data_class="quantitative",
              survivorship="newest"),
        by_name["owner"], by_name["source"], by_name["lifecycle_stage"], *_history(),
        by_name["open_deals"], by_name["won_deals"], by_name["notes"],
    )  # fmt: skip
    ahead = (not_future(name) for name in ("created_at", "updated_at", "last_activity_at"))
    rules = (
        not_before("updated_at", "created_at"), *ahead, consistent("country", "phone", severity="info"),
        consistent("country", "tax_id", check="id_country", severity="info"),
        consistent("company", "email", check="company_email", severity="info"), *_stages(),
    )  # fmt: skip
    return Policy("company", fields, rules)


def plain(policy: Policy) -> str:
    """A policy as JSON, a field or rule a line; choices stand in the table of picklists."""
    data = policy.to_dict()
    for field in data["fields"]:
        field.pop("choices", None)
    parts = {k: [json.dumps(e, ensure_ascii=False) for e in data.pop(k)] for k in ("fields", "rules")}
    lines = [f"{json.dumps(k)}: [\n{(chr(44) + chr(10)).join(v)}\n]" for k, v in parts.items()]
    return "{" + ",\n".join([*(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in data.items()), *lines]) + "}"


def main(day: str) -> None:
    """Write the table."""
    head = json.dumps({"source": "chosen by hand for crmquality", "date": day, "licence": "MIT"})[1:-1]
    made = ",\n".join(f'"{p.name}": {plain(p)}' for p in (contact(), lead(), company()))
    OUT.write_text(f'{{{head}, "data": {{\n{made}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
