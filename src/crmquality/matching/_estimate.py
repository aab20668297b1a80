"""What matching a table will take, told before the work from its blocks alone."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from crmquality.columns import Column
from crmquality.errors import BudgetError
from crmquality.matching._blocking import Oversize, blocks, usable
from crmquality.matching._blocking_keys import CAP, RULES, cap_of
from crmquality.matching._lanes import Lanes

#: measured by bench/match_growth.py on one core; other machines differ, the order of magnitude does not
_SECONDS_PER_RECORD = 1.5e-5
_SECONDS_PER_PAIR = 5e-7
_BYTES_PER_RECORD = 600
_BYTES_PER_PAIR = 14


@frozen(kw_only=True)
class Budget:
    """The most that matching may take; ``None`` = no limit.

    Args:
        pairs: pairs of records under one key.
        memory_mb: memory beside the table itself, in MB.
        seconds: time on this table, roughly.
    """

    pairs: int | None = None
    memory_mb: float | None = None
    seconds: float | None = None


@frozen
class Estimate:
    """What matching will take, by the table's blocks.

    Args:
        records: rows of the table.
        pairs: pairs of records under one key, by rule; a pair counts under every rule.
        memory_mb: memory beside the table itself, in MB, within a factor of two.
        seconds: time, within a factor of three: machines differ.
        oversize: blocks too large to be compared.
    """

    records: int
    pairs: Mapping[str, int]
    memory_mb: float
    seconds: float
    oversize: tuple[Oversize, ...]

    def refuse_beyond(self, budget: Budget) -> None:
        """Raise where the work would take more than is allowed.

        Raises:
            BudgetError: it would.
        """
        most = max(self.pairs, key=lambda n: self.pairs[n], default="")
        needed = {"pairs": sum(self.pairs.values()), "memory_mb": self.memory_mb, "seconds": self.seconds}
        for what, need in needed.items():
            allowed = getattr(budget, what)
            if allowed is not None and need > allowed:
                advice = f"the rule {most!r} yields most pairs: lower the cap, or leave the rule out"
                raise BudgetError(what, need, allowed, advice)


def estimate(
    lanes: Mapping[str, Column] | Lanes, height: int, *, rules: Mapping[str, tuple[str, ...]] = RULES,
    cap: int | None = CAP, threads: int = 2,
) -> Estimate:  # fmt: skip
    """Count the pairs that would be compared, without comparing any.

    Args:
        lanes: a column per lane, all of one height.
        height: rows of the table.
        rules: the keys that two records must share, by rule.
        cap: largest block, in records; ``None`` = no limit.
        threads: how many will work.
    """
    ready = lanes if isinstance(lanes, Lanes) else Lanes.build(lanes, height, rules=rules)
    found = [blocks(ready, name, parts, cap_of(name, cap)).spent() for name, parts in usable(ready, rules).items()]
    pairs = {b.rule: b.pairs for b in found}
    seconds = (height * _SECONDS_PER_RECORD + sum(pairs.values()) * _SECONDS_PER_PAIR) / threads
    memory = (height * _BYTES_PER_RECORD + sum(pairs.values()) * _BYTES_PER_PAIR) / 2**20
    oversize = tuple(b.oversize for b in found if b.oversize)
    return Estimate(height, pairs, round(memory, 1), round(seconds, 2), oversize)
