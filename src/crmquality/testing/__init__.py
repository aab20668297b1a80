"""Made-up CRM records with an answer key, to try, test, teach and measure with.

`contacts` and `write_contacts` need nothing beyond the standard library and attrs; `crmquality.testing.strategies`
needs hypothesis (extra ``testing``).
"""

from __future__ import annotations

from crmquality.testing._contacts import AS_OF, AnswerKeyRow, Generated, Mix, contacts, headers, write_contacts

__all__ = ["AS_OF", "AnswerKeyRow", "Generated", "Mix", "contacts", "headers", "write_contacts"]
