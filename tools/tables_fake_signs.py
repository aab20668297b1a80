"""Writes _data/fake_signs.json: what each sign of a made-up entry is worth.

A weight is the natural logarithm of how much more often the sign stands in a made-up entry than in a real one, counted on
the chosen kinds of ``bench/fake_kinds.py`` and held within limits: the sample has fewer oddities than the world, so a sign
that some real people share has a ceiling, and none alone but a few asks for a review. Signs that no kind of the sample
shows take the ceiling's weight. Run with faker installed: python tools/tables_fake_signs.py
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))
import fake_entries  # noqa: E402 - found by the path above
import fake_kinds  # noqa: E402 - the same

from crmquality.policy import entry_signals  # noqa: E402 - behind them

N = 12_000
#: most that a sign is worth; below 2.9 it asks for nothing alone
CEILING = {
    # machines, throw-away mailboxes and code: no person does this by chance
    "disposable": 3.2, "html_or_url": 3.4, "injection": 3.6, "spam": 3.2, "test_number": 3.2, "mixed_case": 2.9, "same_everywhere": 3.2,
    "made_up_street": 2.2, "made_up_domain": 2.2, "keyboard_walk": 2.8, "repeated_character": 2.5, "repeated_piece": 2.3,
    "test_value": 2.6, "test_mailbox": 2.4, "sequence": 2.6, "no_letters": 2.5, "insult": 2.7, "fiction": 2.5, "stand_in": 2.5,
    "special_use": 2.0, "repeated_digit": 2.0, "keypad": 2.0, "random_mailbox": 2.0,
    # people have them: lucky numbers, two equal names, initials of firms, a hurried digit
    "few_digits": 1.7, "digit_run": 1.8, "alternating": 1.8, "fictional": 1.8, "same_name": 1.7, "blocks": 1.2, "odd_domain": 1.2,
    # told by the form, not by the entry
    "too_fast": 2.5, "origin_rate": 2.0,
    "suspect": 0.8, "digits": 0.8, "placeholder": 0.6, "sentinel": 0.5,
}  # fmt: skip
LEAST = 0.3


def held(entries: list[dict[str, str]]) -> Counter[str]:
    """Number of entries that show each reason."""
    out: Counter[str] = Counter()
    for entry in entries:
        cells = fake_entries.COMPILED.examine_record(entry).cells
        out.update({s.reason for s in entry_signals(fake_entries.POLICY, cells, entry).signals})
    return out


def main() -> None:
    """Write the table."""
    draw = random.Random(11)
    makers = list(fake_kinds.CHOSEN.values())
    fake = held([makers[i % len(makers)](draw) for i in range(N)])
    real = held([fake_kinds.customer(draw) if i % 4 else fake_kinds.anyone(draw) for i in range(N)])
    real += held([fake_kinds.anyone(draw) for _ in range(N)])
    weights = {}
    for reason, most in sorted(CEILING.items()):
        ratio = math.log(((fake[reason] + 0.5) / N) / ((real[reason] + 0.5) / (2 * N)))
        weights[reason] = round(min(most, max(LEAST, ratio)) if fake[reason] else most, 2)
        print(
            f"{reason:20} {fake[reason]:5} made up, {real[reason]:4} real, log ratio {ratio:5.2f} -> {weights[reason]}"
        )
    out = {
        "source": "measured by tools/tables_fake_signs.py on bench/fake_kinds.py",
        "date": "2026-11-25",
        "licence": "MIT",
        "data": weights,
    }
    (ROOT / "src" / "crmquality" / "_data" / "fake_signs.json").write_text(
        json.dumps(out, indent=0) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
