"""What every kind of text reports alike: one table of kinds and codes, every gap with its reason."""

from __future__ import annotations

import pytest

from crmquality.validators import KINDS, examine

GOOD = {
    "text": "called twice", "person_name": "Anna Li", "given_name": "Anna", "family_name": "Li", "organization_name": "Acme Foods Ltd",
    "email": "anna.li@firma.de", "phone": "+4930901820", "country": "Germany", "region": "Bayern", "city": "Berlin", "street": "Hauptstr. 5",
    "postal_code": "10115", "date": "2024-03-05", "datetime": "2024-03-05 14:30", "url": "https://firma.de/x", "choice": "Won",
    "identifier": "KD-10023", "custom": "abc def", "job_title": "Sales Manager", "address": "Hauptstr. 5, 10115 Berlin, Germany",
    "amount": "1234.50 EUR", "messaging_id": "wang_wei88", "social_handle": "annali", "number": "1234.5", "boolean": "yes",
}  # fmt: skip
CONTEXTS = {"choice": {"choices": ("Won", "Lost")}, "postal_code": {"country": "DE"}}
WIDE = {c: c + 0xFEE0 for c in range(0x21, 0x7F)}
SPOILT = {
    "placeholder": lambda good: "n/a",
    "test_value": lambda good: "asdf",
    "whitespace": lambda good: f" {good}\t",
    "fullwidth": lambda good: good.translate(WIDE),
    "control_char": lambda good: f"{good}\x07",
    "mojibake": lambda good: f"MÃ¼ller {good}",
    "replacement_char": lambda good: f"{good[:-1]}\ufffd",
    "too_long": lambda good: good * 9000,
    "truncated": lambda good: (f"{good} " * 99)[:254] + "x",
    "multiple_values": lambda good: f"{good}; {good}x",
    "wrong_field": lambda good: "13912345678" if "@" in good else "x@firma.de",
    "masked": lambda good: f"{good[:2]}****{good[-1:]}",
    "html_or_url": lambda good: f"<b>{good}</b>",
    "formula_prefix": lambda good: f"={good}",
}
FREE, NAMES = {"text", "custom", "address", "organization_name"}, {"person_name", "given_name", "family_name"}
LISTED = {"choice"}
#: where a kind says something else, or has nothing to say
GAPS = {
    "fullwidth": (FREE | {"choice"}, "Chinese text is rightly wide; a choice says that only the writing differs"),
    "too_long": ({"given_name", "family_name"}, "a part of a name in one plain word has no limit"),
    "truncated": (LISTED | {"email", "phone", "country", "postal_code", "date", "datetime", "identifier", "amount", "url"},
                  "never that long, or read as what it is"),
    "multiple_values": (FREE | LISTED | {"given_name", "family_name", "region", "city", "street", "job_title", "phone", "social_handle", "boolean"},
                        "several of these may stand in one text, or no second one is there to be read"),
    "wrong_field": (LISTED | {"text", "custom", "address"} | NAMES, "is_email in names, unknown in lists, anything in free text"),
    "masked": (LISTED, "not a value of the list"),
    "html_or_url": (LISTED | {"email", "phone"}, "not a value of the list; brackets around a mailbox or number are repaired"),
    "formula_prefix": (LISTED | {"email", "phone", "url"}, "not a value of the list; a sign in front of a mailbox, number or address is read"),
}  # fmt: skip


@pytest.mark.parametrize("code", SPOILT)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reports_the_common_codes(kind, code):
    """A good value, spoilt in one way."""
    spoilt = SPOILT[code](GOOD[kind])
    codes = {f.code.partition(".")[2] for f in examine(kind, spoilt, **CONTEXTS.get(kind, {})).findings}
    if code in codes:
        return
    kinds, reason = GAPS.get(code, ((), ""))
    assert kind in kinds, (kind, code, codes, reason)


@pytest.mark.parametrize("kind", KINDS)
def test_the_good_value_has_no_error(kind):
    """Otherwise the table would prove nothing."""
    assert examine(kind, GOOD[kind], **CONTEXTS.get(kind, {})).valid


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("call 13912345678 tomorrow", "13912345678"), ("write to a@b.com", "a@b.com"), ("ID 510107199912319008 ok", "510107199912319008"),
        ("tel 010-62345678", "010-62345678"), ("+49 30 901820 rufen", "+49 30 901820"), ("(201) 555-0123 is his", "(201) 555-0123"),
        ("ID 510107199912319000", None), ("order 123456789012 shipped", None), ("price 1,234,567.00", None), ("13912345678", None), ("a@b.com", None),
    ],
)  # fmt: skip
def test_what_identifies_somebody_inside_a_note_is_named(raw, found):
    """A phone, a mailbox or a number with its check digit, in the middle of a text; its place, never itself."""
    spans = [f.span for f in examine("text", raw).findings if f.code == "text.pii_inside"]
    assert [raw[slice(*span)] for span in spans] == ([found] if found else [])


@pytest.mark.parametrize(("raw", "short"), [("x", True), ("好", True), ("ok", False)])
def test_a_single_character_is_short(raw, short):
    """Information only."""
    assert ("text.too_short" in [f.code for f in examine("text", raw).findings]) is short


@pytest.mark.parametrize(
    ("raw", "mashed"),
    [("lkjhgfdsa", True), ("xfghdfgh kjhgfd", True), ("the updated object", False), ("Wunschtermin Rückruf", False),
     ("BKNKDR", False), ("prosze o kontakt", False), ("王总要报价", False), ("zzz 3 xkjq", False)],
)  # fmt: skip
def test_notes_of_mashed_keys_are_named(raw, mashed):
    """Only where every word is beyond any language; abbreviations in capitals and other scripts never."""
    assert ("text.gibberish" in [f.code for f in examine("text", raw).findings]) is mashed


def test_a_masked_name_is_no_evidence():
    """王*伟 may be anybody: no key, whatever the number of stars; wide letters under a mark are composed."""
    for kind, raw in (
        ("person_name", "王*伟"),
        ("person_name", "J*** Smith"),
        ("given_name", "*伟"),
        ("family_name", "王**"),
    ):
        seen = examine(kind, raw)
        assert (seen.value.match_key, [f.code for f in seen.findings]) == ("", [f"{kind}.masked"])
    assert examine("city", "Ａ\u0301lamo").text == "Álamo"
