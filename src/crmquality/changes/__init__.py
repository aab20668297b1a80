"""Changes: one proposal for one record (`Change`), and edits of tables of any kind (`crmquality.changes.edit`)."""

from __future__ import annotations

from crmquality.changes._change import Change

__all__ = ["Change"]
