"""A report as one HTML page: no script, no font, no picture from elsewhere.

Charts are drawn by altair and vl-convert as SVG inside the page. Needs the extra ``report``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from crmquality.errors import MissingExtraError

INK, ACCENT, MUTED = "#1c2733", "#1f6f8b", "#5b6b78"
MOST_BARS = 14
FONT = "Helvetica Neue, Arial, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
ACTION_WORDS = {
    "keep": "keep as it is", "verify": "check a detail", "re_engage": "write once more", "archive": "archive",
    "suppress": "keep out of mailings", "review": "let a person look",
}  # fmt: skip
CLASS_WORDS = {
    "missing": "missing", "inaccurate": "inaccurate", "wrong_field": "in the wrong field",
    "non_compliant": "not in the agreed form", "duplicate": "duplicate",
}  # fmt: skip
CAUSE_WORDS = {
    "fake": "never existed", "duplicate": "copy of another record", "unreachable": "no way to reach them",
    "lapsed": "silent for long",
}  # fmt: skip


def render(data: Mapping[str, Any]) -> str:
    """The page of a report's data.

    Args:
        data: what ``Report.to_dict`` returns.

    Raises:
        MissingExtraError: the extra ``report`` is not installed.
    """
    filled = [{"name": f["label"], "share": f["filled"]} for f in data["fields"] if f["weight"] > 0]
    fresh = [{"name": f["label"], "share": f["mean"]} for f in data["freshness"] if f["mean"] is not None]
    charts = {
        "fields": _bars(filled[:MOST_BARS], "share of records filled in"),
        "freshness": _bars(fresh, "chance that it still holds"),
        "classes": _counts(_named(data["classes"], CLASS_WORDS)),
        "actions": _counts(_named(data["health"]["actions"], ACTION_WORDS)),
    }
    page: str = _template().render(**data, charts=charts, cause_words=CAUSE_WORDS, class_words=CLASS_WORDS)
    return page


def _named(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": words.get(r["name"], r["name"]), "count": r["count"]} for r in rows]


@cache
def _template() -> Any:
    try:
        import jinja2
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", "jinja2") from error
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["percent"] = lambda v: "–" if v is None else f"{v:.0%}"
    environment.filters["number"] = lambda v: f"{v:,}"
    return environment.from_string((files("crmquality.integrations") / "report.html").read_text(encoding="utf-8"))


def _bars(rows: Sequence[Mapping[str, Any]], title: str) -> str:
    """Horizontal bars of shares between 0 and 1, each on a pale track."""
    return _svg(rows, "share", ".0%", 1.0, title) if rows else ""


def _counts(rows: Sequence[Mapping[str, Any]]) -> str:
    """Horizontal bars of counts."""
    return _svg(rows, "count", ",", max(r["count"] for r in rows) * 1.18, "") if rows else ""


def _svg(rows: Sequence[Mapping[str, Any]], value: str, form: str, end: float, title: str) -> str:
    try:
        import altair as alt
        import vl_convert
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", str(error.name)) from error
    data = [{**r, "track": end if value == "share" else 0} for r in rows]
    names = alt.Axis(labelLimit=230, ticks=False, domain=False, labelPadding=8)
    scale = alt.Scale(domain=[0, end])
    base = alt.Chart(alt.InlineData(values=data)).encode(y=alt.Y("name:N", sort=None, title=None, axis=names))
    track = base.mark_bar(color="#eaf0f3", height=14).encode(x=alt.X("track:Q", scale=scale, axis=None))
    bars = base.mark_bar(color=ACCENT, height=14).encode(x=alt.X(f"{value}:Q", scale=scale, axis=None))
    labels = base.mark_text(align="left", dx=5, color=INK).encode(
        x=alt.X(f"{value}:Q", scale=scale, axis=None), text=alt.Text(f"{value}:Q", format=form)
    )
    head = alt.Title(title, anchor="start", fontWeight="normal", fontSize=12, color=MUTED)
    chart = alt.layer(track, bars, labels).properties(width=270, height=24 * len(rows), title=head)
    chart = chart.configure(font=FONT).configure_view(stroke=None).configure_axis(labelFontSize=12.5, labelColor=INK)
    svg: str = vl_convert.vegalite_to_svg(json.dumps(chart.to_dict()))
    return svg
