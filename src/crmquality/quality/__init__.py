"""Measures of a table's quality, as plain numbers."""

from __future__ import annotations

from crmquality.quality.critical import CriticalField, FieldFaults, faults_of, rank_fields
from crmquality.quality.incidents import Incident, Suggestion, suggest_rule
from crmquality.quality.masking import mask
from crmquality.quality.measures import Dimension, FieldQuality, completeness_by_class, dimensions, field_quality
from crmquality.quality.pipeline import LastTouch, distribution, last_touch
from crmquality.quality.reach import CostOfDoubt, Reach, Room, cost_of_doubt, deliverability, room

__all__ = [
    "CostOfDoubt", "CriticalField", "Dimension", "FieldFaults", "FieldQuality", "Incident", "LastTouch", "Reach",
    "Room", "Suggestion", "completeness_by_class", "cost_of_doubt", "deliverability", "dimensions", "distribution",
    "faults_of", "field_quality", "last_touch", "mask", "rank_fields", "room", "suggest_rule",
]  # fmt: skip
