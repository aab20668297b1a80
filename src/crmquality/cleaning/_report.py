"""The report as data: what was found, said so that a sales director can use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen


@frozen
class Report:
    """What one run found. Nothing has been changed by it.

    Args:
        data: plain data, as `to_dict` returns it: ``headline``, ``numbers``, ``actions``, ``source``, ``quality``,
            ``fields``, ``problems``, ``duplicates``, ``freshness``, ``notes``, ``versions``.
        render: turns the data into one self-contained HTML page.
    """

    data: Mapping[str, Any]
    render: Callable[[Mapping[str, Any]], str] = field(repr=False, eq=False)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data for JSON."""
        return dict(self.data)

    def summary(self) -> str:
        """The headline and the four numbers as text."""
        lines = [self.data["headline"]]
        lines += [f"{n['value']:>12}  {n['label']}" for n in self.data["numbers"]]
        lines += [f"- {a['title']}: {a['gain']}" for a in self.data["actions"]]
        return "\n".join(lines)

    def to_html(self) -> str:
        """One self-contained HTML page that opens offline."""
        return self.render(self.data)

    def save(self, path: str | Path) -> Path:
        """Write the HTML page, beside and renamed.

        Args:
            path: where to; its folder must exist.

        Returns:
            The path written.

        Raises:
            OutputError: the file cannot be written.
        """
        from crmquality.integrations.writing import write_text

        return write_text(self.to_html(), Path(path))

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.summary()
