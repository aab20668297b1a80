"""A report as one HTML page: no script, no font, no picture from elsewhere.

Charts are drawn by altair and vl-convert as SVG inside the page. Needs the extra ``report``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from attrs import field, frozen

from crmquality.decay import CalibrationReport
from crmquality.errors import MissingExtraError
from crmquality.integrations.writing import write_text

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
DEFENCE_WORDS = {
    "cleaning": "merging copies", "verification": "asking again in time", "automation": "checks at the door",
    "review": "a person's look", "analytics": "watching who falls silent",
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
        "calibration": _reliability(data["calibration"]["bins"], "") if data["calibration"] else "",
    }
    page: str = _template().render(**data, charts=charts, cause_words=CAUSE_WORDS, class_words=CLASS_WORDS,
                                   defence_words=DEFENCE_WORDS)  # fmt: skip
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


@frozen
class Picture:
    """A drawing that a notebook shows.

    Args:
        svg: the drawing, without anything from elsewhere.
    """

    svg: str = field(repr=False)

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> Path:
        """Write the drawing as an SVG file.

        Raises:
            OutputError: the file cannot be written.
        """
        return write_text(self.svg, Path(path))


def calibration_chart(report: CalibrationReport, title: str = "") -> Picture:
    """What was said against what came true, bin by bin, with 95 % intervals; on the line is right.

    Args:
        report: from ``crmquality.decay.calibration_report``, or one of a backtest.
        title: what the probabilities are of.

    Raises:
        MissingExtraError: the extra ``report`` is not installed.
    """
    return Picture(_reliability(report.to_dict()["bins"], title))


def waterfall_chart(told: Mapping[str, Any], title: str = "") -> Picture:
    """How the weight of a pair comes about, in bits: prior, what speaks for, what speaks against, and the sum.

    Args:
        told: what ``explain`` of two records gives.
        title: of which records.

    Raises:
        MissingExtraError: the extra ``report`` is not installed.
    """
    alt, draw = _altair()
    steps = [("prior", told["prior"])]
    steps += [
        (f"{w['comparison']}: {w['level']}".replace("_", " "), w["weight"]) for w in told["weights"] if w["weight"]
    ]
    rows, at = [], 0.0
    for name, weight in steps:
        rows.append({"name": name, "from": at, "to": at + weight, "for": weight > 0, "bits": f"{weight:+.1f}"})
        at += weight
    rows.append({"name": "match weight", "from": 0.0, "to": at, "for": at > 0, "bits": f"{at:+.1f}"})
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=260, ticks=False)),
        x=alt.X("from:Q", axis=alt.Axis(title="bits")), x2="to:Q",
        color=alt.Color("for:N", scale=alt.Scale(domain=[True, False], range=[ACCENT, MUTED]), legend=None),
    )  # fmt: skip
    labels = base.mark_text(align="left", dx=4, color=INK).encode(x="to:Q", text="bits:N", color=alt.value(INK))
    chart = alt.layer(base.mark_bar(height=13), labels)
    return Picture(draw(chart.properties(width=330, height=22 * len(rows), title=_head(alt, title))))


def _reliability(bins: Sequence[Mapping[str, Any]], title: str) -> str:
    alt, draw = _altair()
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(alt.InlineData(values=[dict(b) for b in bins]))
    along = alt.X("mean_p:Q", scale=scale, axis=alt.Axis(format=".0%", title="said", grid=False, labelFlush=False))
    up = alt.Y("low:Q", scale=scale, axis=alt.Axis(format=".0%", title="came true", grid=False))
    ends = alt.InlineData(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}])
    right = alt.Chart(ends).mark_line(color="#c9d5dc", strokeDash=[4, 4]).encode(
        x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale)
    )  # fmt: skip
    spread = base.mark_rule(color=MUTED).encode(x=along, y=up, y2="high:Q")
    points = base.mark_point(color=ACCENT, filled=True, size=55).encode(x=along, y=alt.Y("share:Q", scale=scale))
    return draw(alt.layer(right, spread, points).properties(width=270, height=230, title=_head(alt, title)))


def _altair() -> tuple[Any, Callable[[Any], str]]:
    """Altair, and what draws a chart of it in the page's style."""
    try:
        import altair as alt
        import vl_convert
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", str(error.name)) from error

    def draw(chart: Any) -> str:
        styled = chart.configure(font=FONT).configure_view(stroke=None)
        svg: str = vl_convert.vegalite_to_svg(
            json.dumps(styled.configure_axis(labelFontSize=12.5, labelColor=INK).to_dict())
        )
        return svg

    return alt, draw


def _head(alt: Any, title: str) -> Any:
    return alt.Title(title, anchor="start", fontWeight="normal", fontSize=12, color=MUTED)


def _svg(rows: Sequence[Mapping[str, Any]], value: str, form: str, end: float, title: str) -> str:
    alt, draw = _altair()
    data = [{**r, "track": end if value == "share" else 0} for r in rows]
    names = alt.Axis(labelLimit=230, ticks=False, domain=False, labelPadding=8)
    scale = alt.Scale(domain=[0, end])
    base = alt.Chart(alt.InlineData(values=data)).encode(y=alt.Y("name:N", sort=None, title=None, axis=names))
    track = base.mark_bar(color="#eaf0f3", height=14).encode(x=alt.X("track:Q", scale=scale, axis=None))
    bars = base.mark_bar(color=ACCENT, height=14).encode(x=alt.X(f"{value}:Q", scale=scale, axis=None))
    labels = base.mark_text(align="left", dx=5, color=INK).encode(
        x=alt.X(f"{value}:Q", scale=scale, axis=None), text=alt.Text(f"{value}:Q", format=form)
    )
    chart = alt.layer(track, bars, labels)
    return draw(chart.properties(width=270, height=24 * len(rows), title=_head(alt, title)))
