"""Charts that a notebook shows and a page holds."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("vl_convert", reason="the extra 'report' is not installed")

from crmquality.decay import calibration_report
from crmquality.integrations.report import calibration_chart


def test_a_calibration_chart_shows_each_bin(tmp_path):
    """One point and one interval a bin; the drawing is whole, and a file of it the same."""
    rng = np.random.default_rng(1)
    p = rng.uniform(size=900)
    report = calibration_report(p, (rng.uniform(size=900) < p).astype(float), bins=9)
    picture = calibration_chart(report, "e-mail works")
    svg = picture._repr_svg_()
    assert svg.startswith("<svg")
    assert "e-mail works" in svg
    assert svg.count('aria-roledescription="point"') == 9
    assert "http" not in svg.replace("http://www.w3.org", "")
    assert picture.save(tmp_path / "c.svg").read_text(encoding="utf-8") == svg
    assert "<svg" not in repr(picture)
