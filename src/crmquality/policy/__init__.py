"""Policies: fields, rules, recognition of columns, and the compiled form that examines cells and records."""

from __future__ import annotations

from crmquality.policy._compiled import CompiledPolicy, RecordExamined, compile_policy
from crmquality.policy._field import Field
from crmquality.policy._mapping import Entry, Mapping
from crmquality.policy._policy import Policy
from crmquality.policy._recognise import looks_like_header_row
from crmquality.validators._records import RecordRule, consistent, not_before, one_of, required, required_if

__all__ = [
    "CompiledPolicy",
    "Entry",
    "Field",
    "Mapping",
    "Policy",
    "RecordExamined",
    "RecordRule",
    "compile_policy",
    "consistent",
    "looks_like_header_row",
    "not_before",
    "one_of",
    "required",
    "required_if",
]
