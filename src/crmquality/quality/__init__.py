"""Measures of a table's quality, as plain numbers."""

from __future__ import annotations

from crmquality.quality.masking import mask
from crmquality.quality.measures import Dimension, FieldQuality, dimensions, field_quality

__all__ = ["Dimension", "FieldQuality", "dimensions", "field_quality", "mask"]
