"""Policies: fields, rules, recognition of columns, and the compiled form that examines cells and records."""

from __future__ import annotations

from crmquality.policy._compiled import CompiledPolicy, RecordExamined, compile_policy
from crmquality.policy._field import Field
from crmquality.policy._mapping import Entry, Mapping
from crmquality.policy._policy import Policy
from crmquality.policy._recognise import looks_like_header_row

__all__ = [
    "CompiledPolicy",
    "Entry",
    "Field",
    "Mapping",
    "Policy",
    "RecordExamined",
    "compile_policy",
    "looks_like_header_row",
]
