"""What makes the sweep fast, as ratios that hold on any machine: few pairs scored, fewer texts compared, small lanes."""

from __future__ import annotations

import numpy as np
import pytest

from crmquality.columns import Column
from crmquality.errors import BudgetError
from crmquality.matching import Budget, estimate, find_pairs
from crmquality.matching._blocking_keys import WIDE
from crmquality.policy._keys import local_key, nickname

HEIGHT = 20_000
CITIES = ["北京", "上海", "berlin", "lyon", "leeds"]


@pytest.fixture(scope="module")
def lanes():
    """People of a long-tailed vocabulary, one in five of them twice with another address or a slip in the name."""
    draw = np.random.default_rng(7)

    def word(k):
        return "".join("aeiou"[k // 10**i % 5] + "bdfghklmnrst"[k // 12**i % 12] for i in range(3)) + str(k)

    rows = []
    for i in range(HEIGHT * 4 // 5):
        given, family, firm = (word(int(k)) for k in draw.zipf(1.3, 3) % 3000)
        number, code, city = (int(n) for n in draw.integers((10**9, 1000, 0), (10**10, 3000, len(CITIES))))
        rows.append({
            "given": given, "family": family, "email": f"{given}.{family}{i}@mail{number % 50}.com",
            "phone1": f"+{number}", "company": f"firm {firm}", "street": f"{number % 300} {word(code)} street",
            "postal_code": str(code), "city": CITIES[city],
        })  # fmt: skip
    for i in draw.choice(len(rows), HEIGHT - len(rows), replace=False).tolist():
        other = dict(rows[i])
        other["email" if i % 2 else "phone1"] = None
        if i % 3 == 0:
            other["given"] = other["given"][:-1] + "x"
        rows.append(other)
    for r in rows:
        r["nickname"] = nickname(r["given"])
        r["local"] = local_key(r["email"], r["given"], r["family"])
    return {n: Column.from_cells([r[n] for r in rows]) for n in rows[0]}


def test_few_candidates_are_scored_and_fewer_texts_compared(lanes):
    """Under 2 % of the pairs of the wide rules can reach the threshold, under 2 % cost a comparison of texts."""
    found = find_pairs(lanes, ids=[str(i) for i in range(HEIGHT)], rules=WIDE, cap=None)
    candidates = sum(found.work.candidates.values())
    assert candidates > 100 * HEIGHT
    assert found.work.survivors < 0.02 * candidates
    assert found.work.strings < 0.02 * candidates
    assert len(found.left) >= HEIGHT // 5


def test_a_record_takes_few_bytes(lanes):
    """Codes of all lanes of a record; texts are held once per distinct value."""
    found = find_pairs(lanes, ids=[str(i) for i in range(HEIGHT)])
    assert sum(c.codes.nbytes for c in found._lanes.columns.values()) / HEIGHT <= 125


def test_an_estimate_counts_what_is_then_compared(lanes):
    """The same pairs by rule as the run, without comparing any."""
    told = estimate(lanes, HEIGHT, rules=WIDE)
    found = find_pairs(lanes, ids=[str(i) for i in range(HEIGHT)], rules=WIDE, budget=Budget(pairs=10**9))
    assert told.pairs == found.work.candidates
    assert told.oversize == found.work.oversize
    assert told.records == HEIGHT
    assert told.seconds > 0 < told.memory_mb


@pytest.mark.parametrize("budget", [Budget(pairs=1000), Budget(memory_mb=1), Budget(seconds=0.001)])
def test_work_beyond_the_budget_is_refused_before_it_begins(lanes, budget):
    """The message says what would be too much, and what would make it less."""
    with pytest.raises(BudgetError, match="allowed; the rule 'sound and initial' yields most pairs") as caught:
        find_pairs(lanes, ids=[str(i) for i in range(HEIGHT)], rules=WIDE, budget=budget)
    assert caught.value.needed > caught.value.allowed
