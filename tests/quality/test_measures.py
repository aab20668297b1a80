"""Measures and masking: ranges, ends, and what cannot be measured."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.quality import FieldQuality, completeness_by_class, dimensions, field_quality, mask


def test_shares_of_a_field():
    """Completeness counts rows, validity counts what is filled."""
    field = field_quality("email", "Email", rows=10, filled=8, valid=6)
    assert field.completeness == 0.8
    assert field.validity == 0.75


def test_an_empty_table_lacks_nothing():
    """No rows: nothing is missing and nothing is wrong."""
    field = field_quality("email", "Email", rows=0, filled=0, valid=0)
    assert (field.completeness, field.validity) == (1.0, 1.0)
    scores = dimensions([field], rows=0, extra_copies=0, inconsistent=0, timeliness=None)
    assert [d.score for d in scores] == [1.0, None, None, None, None]


def test_fields_that_matter_more_count_more():
    """Weights decide the share of a field in completeness."""
    full = field_quality("email", "Email", rows=10, filled=10, valid=10, weight=3)
    empty = field_quality("notes", "Notes", rows=10, filled=0, valid=0, weight=1)
    ignored = field_quality("owner", "Owner", rows=10, filled=0, valid=0, weight=0)
    scores = dimensions([full, empty, ignored], rows=10, extra_copies=2, inconsistent=1, timeliness=0.5)
    assert [d.score for d in scores] == pytest.approx([0.75, 1.0, 0.8, 0.5, 0.9])
    assert dimensions([], rows=1, extra_copies=0, inconsistent=0, timeliness=None)[0].score is None


@given(st.text())
def test_a_mask_shows_one_character_per_word(value):
    """No word shows more than its first character, and masks are short."""
    masked = mask(value)
    assert len(masked) <= 25
    shown = [w for w in masked.replace("…", "").split("•") if sum(c.isalnum() for c in w) > 1]
    assert all(not any(a.isalnum() and b.isalnum() for a, b in pairwise(w)) for w in shown)


def test_masks_keep_the_shape():
    """A person recognises the kind of value, not the value."""
    assert mask("欧阳娜娜") == "欧•••"
    assert mask("+86 139-1234") == "+8• 1••-1•••"
    assert mask("x" * 100).endswith("…")
    assert mask("a\x00b") == "a b"


def test_completeness_by_data_class():
    """Each class by itself, weighted; a class of fields that do not matter is not measured."""
    fields = [
        FieldQuality("name", "Name", rows=4, filled=4, valid=4, weight=3, data_class="identity"),
        FieldQuality("mail", "Mail", rows=4, filled=0, valid=0, weight=1, data_class="identity"),
        FieldQuality("visits", "Visits", rows=4, filled=1, valid=1, data_class="quantitative"),
        FieldQuality("note", "Note", rows=4, filled=1, valid=1, weight=0, data_class="qualitative"),
    ]
    assert completeness_by_class(fields) == {"identity": 0.75, "quantitative": 0.25}
