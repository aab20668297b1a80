"""Progress on a terminal, by tqdm; silent where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable


def terminal_progress() -> Callable[[str, float], None] | None:
    """A function that draws one bar per stage on standard error, or ``None`` where it is not a terminal."""
    if not sys.stderr.isatty():
        return None
    from tqdm import tqdm

    bars: dict[str, tqdm[None]] = {}

    def report(stage: str, share: float) -> None:
        bar = bars.get(stage)
        if bar is None:
            bar = bars[stage] = tqdm(total=100, desc=stage, leave=False, bar_format="{desc}: {percentage:3.0f}%|{bar}|")
        bar.n = round(share * 100)
        bar.refresh()
        if share >= 1:
            bar.close()
            del bars[stage]

    return report
