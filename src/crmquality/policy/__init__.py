"""Policies: fields, rules, recognition of columns, and the compiled form that examines cells and records."""

from __future__ import annotations

from crmquality.policy._cells import to_cell
from crmquality.policy._channels import Channel, channels, contactable
from crmquality.policy._compiled import CompiledPolicy, RecordExamined, compile_policy
from crmquality.policy._crm_metadata import CrmMetadata, crm_metadata, meanings, with_crm_metadata
from crmquality.policy._enrich import Enricher, Enrichment, built_in, record_proposals
from crmquality.policy._field import Field
from crmquality.policy._form import kept_out
from crmquality.policy._mapping import Entry, Mapping
from crmquality.policy._policy import Policy
from crmquality.policy._proposals import Proposal, cell_proposals
from crmquality.policy._recognise import looks_like_header_row
from crmquality.policy._signals import Signal, Signals, cell_signal, entry_signals, verdict_of
from crmquality.policy._template import EntryTemplate, json_schema
from crmquality.validators._conditions import (
    after,
    at_least,
    at_most,
    before,
    contains,
    equals,
    matches,
    present,
    within_days,
)
from crmquality.validators._consistency import consistent
from crmquality.validators._records import (
    name_parts,
    not_before,
    not_future,
    one_of,
    required,
    required_if,
    rule_from_dict,
)
from crmquality.validators._rule import RecordRule

__all__ = [
    "Channel", "CompiledPolicy", "CrmMetadata", "Enricher", "Enrichment", "Entry", "EntryTemplate", "Field", "Mapping",
    "Policy", "Proposal", "RecordExamined", "RecordRule", "Signal", "Signals", "after", "at_least", "at_most", "before",
    "built_in", "cell_proposals", "cell_signal", "channels", "compile_policy", "consistent", "contactable", "contains",
    "crm_metadata", "entry_signals", "equals", "json_schema", "kept_out", "looks_like_header_row", "matches",
    "meanings", "name_parts", "not_before", "not_future", "one_of", "present", "record_proposals", "required",
    "required_if", "rule_from_dict", "to_cell", "verdict_of", "with_crm_metadata", "within_days",
]  # fmt: skip
