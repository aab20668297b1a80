"""The entry template: what a form asks for, as JSON Schema."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

import crmquality as cq
from crmquality.policy import EntryTemplate, Field, Policy, equals, json_schema, one_of, present, required_if

TICKET = Policy(
    "service_ticket",
    [
        Field("number", "identifier", required=True),
        Field("email", "email", label="E-mail"),
        Field("phone", "phone", rights="support"),
        Field("stage", "choice", choices={"open": ["新建"], "closed": []}),
        Field("reason", "text"),
        Field("amount", "number"),
        Field("seen_at", "datetime", write="never"),
        Field("shoe_size", "number", criticality=0, required=True),
        Field("colour", "text", criticality=0),
    ],
    [
        one_of("email", "phone") & required_if("reason", when="stage", values=("closed",)),
        required_if("amount", when=equals("stage", "closed") & equals("stage", "open", "closed")),
        required_if("email", when=equals("stage", "closed") | present("reason")),
        required_if("phone", when=equals("stage", "closed") & present("reason")),
        required_if("colour", when="reason"),
        one_of("reason", "amount", severity="warning"),
        required_if("seen_at", when=equals("reason", "x")),
    ],
)


def refused(record, **options):
    return not Draft202012Validator(json_schema(TICKET, **options)).is_valid(record)


def test_what_a_form_asks_for():
    """Required, optional and unwanted fields, and groups of which one is needed."""
    template = EntryTemplate(TICKET)
    assert template.required == ("number", "shoe_size")
    assert template.optional == ("email", "phone", "stage", "reason", "amount")
    assert template.unwanted == ("seen_at", "colour")
    assert template.one_of == (("email", "phone"), ("reason", "amount"))
    assert template.json_schema() == json_schema(TICKET)


def test_the_schema_says_it_all():
    """Titles, hints and the policy's fingerprint; valid JSON Schema."""
    schema = json_schema(TICKET)
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["title"] == "Service ticket"
    assert schema["required"] == ["number"]
    assert schema["x-crmquality"]["fingerprint"] == TICKET.fingerprint
    email = schema["properties"]["email"]
    assert (email["title"], email["format"], email["x-crmquality"]["kind"]) == ("E-mail", "email", "email")
    assert email["x-crmquality"]["maxLength"] == 254
    assert schema["properties"]["phone"]["x-crmquality"]["rights"] == "support"
    assert schema["properties"]["stage"]["anyOf"][0] == {"enum": ["open", "closed"]}
    assert schema["properties"]["seen_at"]["readOnly"]
    assert "null" not in schema["properties"]["number"]["type"]


def test_what_is_refused():
    """Missing fields, groups, and what a condition asks for."""
    sound = {"number": "7", "email": "li@acme.com"}
    assert not refused(sound)
    assert refused({"email": "li@acme.com"})
    assert refused({**sound, "number": ""})
    assert refused({"number": "7", "email": ""})
    assert refused({**sound, "stage": "closed"})
    assert refused({**sound, "stage": "closed", "reason": "done", "amount": None})
    assert not refused({**sound, "stage": "closed", "reason": "done", "amount": 3})
    assert not refused({**sound, "stage": "新建"})
    assert refused({**sound, "email": ["a", "b"]})


def test_canonical_forms_alone():
    """A strict form takes the choices and forms as constraints; empty stays empty."""
    sound = {"number": "7", "email": "li@acme.com", "phone": "+8613912345678", "stage": "open", "amount": ""}
    assert not refused(sound, canonical=True)
    for field, value in (("stage", "新建"), ("phone", "139 1234 5678"), ("email", "li"), ("reason", "x" * 2000)):
        assert refused({**sound, field: value}, canonical=True)
        assert not refused({**sound, field: value})


def test_a_lenient_policy_demands_less():
    """What is a warning for the door is no constraint for the form."""
    assert "allOf" not in json_schema(cq.presets.lead())
    assert len(json_schema(cq.presets.contact())["allOf"]) == 2
    strict = cq.presets.lead().with_rules(blocking=["record.no_channel"])
    assert len(json_schema(strict)["allOf"]) == 1


def test_lengths_patterns_ranges_and_choices():
    """They are shown as hints; ranges of plain numbers bind, and canonical forms are held to all of them."""
    policy = Policy("subscription", [
        Field("plan", "custom", pattern="[A-Z]{2}-[0-9]+", max_length=6), Field("seats", "number", minimum=1, maximum=50),
        Field("mail", "email", max_length=40, pattern=".*@acme[.]com"), Field("weight", "custom", unit="kg", minimum="2.5"),
        Field("since", "date", minimum="2020-01-01", maximum="until"), Field("until", "date"),
        Field("tier", "choice", choices=["gold", "silver"], retired=["silver"]),
        Field("rating", "number", minimum=1, criticality=0.5),
    ])  # fmt: skip
    free, strict = (json_schema(policy, canonical=c)["properties"] for c in (False, True))
    Draft202012Validator.check_schema(json_schema(policy, canonical=True))
    assert free["plan"]["x-crmquality"]["pattern"] == "^(?:[A-Z]{2}-[0-9]+)$"
    assert free["plan"]["x-crmquality"]["maxLength"] == strict["plan"]["maxLength"] == 6
    assert (free["seats"]["minimum"], free["seats"]["maximum"]) == (1, 50)
    assert "minimum" not in free["rating"]
    assert strict["rating"]["minimum"] == 1
    assert strict["mail"]["maxLength"] == 40
    assert len(strict["mail"]["allOf"]) == 2
    assert free["weight"]["x-crmquality"]["unit"] == "kg"
    assert free["since"]["x-crmquality"]["maximum"] == "until"
    assert strict["tier"]["enum"] == ["gold", None]
    rules = json_schema(policy)["x-crmquality"]["rules"]
    assert "limit('plan', max_length='6')" in rules
