"""A whole table: from an export to findings, proposed changes, duplicates, freshness and a report.

Each stage is a function from values to values; `clean` runs them in order and hands back a `Plan`.
Nothing is changed until `Plan.apply`.
"""

from __future__ import annotations

from crmquality.cleaning._account_findings import check_accounts
from crmquality.cleaning._accounts import match_accounts
from crmquality.cleaning._clean import assess, clean, find_duplicates
from crmquality.cleaning._duplicates import Duplicates
from crmquality.cleaning._journal import Journal, Restored
from crmquality.cleaning._plan import Plan, Result
from crmquality.cleaning._related import Related
from crmquality.cleaning._report import Report
from crmquality.cleaning._review import ReviewQueue

__all__ = [
    "Duplicates", "Journal", "Plan", "Related", "Report", "Restored", "Result", "ReviewQueue", "assess",
    "check_accounts", "clean", "find_duplicates", "match_accounts",
]  # fmt: skip
