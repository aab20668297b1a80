"""Findings for a value or a record."""

from __future__ import annotations

from crmquality.validators._kinds import KINDS, Kind, examine

__all__ = ["KINDS", "Kind", "examine"]
