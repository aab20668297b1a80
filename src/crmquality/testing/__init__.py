"""Made-up CRM records with an answer key, to try, test, teach and measure with.

`contacts`, `contact_events` and `write_contacts` need nothing beyond the standard library and attrs;
`crmquality.testing.strategies` needs hypothesis (extra ``testing``).
"""

from __future__ import annotations

from crmquality.testing._contacts import AS_OF, AnswerKeyRow, Generated, Mix, contacts, headers, write_contacts
from crmquality.testing._events import GeneratedEvents, contact_events

__all__ = [
    "AS_OF", "AnswerKeyRow", "Generated", "GeneratedEvents", "Mix", "contact_events", "contacts", "headers",
    "write_contacts",
]  # fmt: skip
