"""Policies: fields, rules, recognition of columns, and the compiled form that examines cells and records."""

from __future__ import annotations

from crmquality.policy._cells import to_cell
from crmquality.policy._channels import Channel, channels, contactable
from crmquality.policy._compiled import CompiledPolicy, RecordExamined, compile_policy
from crmquality.policy._field import Field
from crmquality.policy._mapping import Entry, Mapping
from crmquality.policy._policy import Policy
from crmquality.policy._proposals import Proposal, cell_proposals
from crmquality.policy._recognise import looks_like_header_row
from crmquality.policy._signals import Signal, Signals, cell_signal, entry_signals, verdict_of
from crmquality.validators._conditions import after, at_least, at_most, before, contains, equals, matches, present
from crmquality.validators._consistency import consistent
from crmquality.validators._more_rules import name_parts, not_future, rule_from_dict
from crmquality.validators._records import not_before, one_of, required, required_if
from crmquality.validators._rule import RecordRule

__all__ = [
    "Channel",
    "CompiledPolicy",
    "Entry",
    "Field",
    "Mapping",
    "Policy",
    "Proposal",
    "RecordExamined",
    "RecordRule",
    "Signal",
    "Signals",
    "after",
    "at_least",
    "at_most",
    "before",
    "cell_proposals",
    "cell_signal",
    "channels",
    "compile_policy",
    "consistent",
    "contactable",
    "contains",
    "entry_signals",
    "equals",
    "looks_like_header_row",
    "matches",
    "name_parts",
    "not_before",
    "not_future",
    "one_of",
    "present",
    "required",
    "required_if",
    "rule_from_dict",
    "to_cell",
    "verdict_of",
]
