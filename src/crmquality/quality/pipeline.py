"""Where records stand: how many at each stage or status, and what happened last with one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from attrs import frozen

from crmquality.policy import Policy, compile_policy, to_cell
from crmquality.types import as_day


def distribution(values: Iterable[str | None], order: Sequence[str]) -> dict[str, int]:
    """How many records hold each value of a list.

    Args:
        values: canonical values of a field, one per record; ``None`` = nothing there.
        order: the list, in its order.

    Returns:
        Counts by value in the order of the list, none left out; what is not on the list follows by name, then ``""``
        for records that hold nothing, where there are such.

    Example:
        >>> distribution(["lead", "customer", None, "lead"], ("subscriber", "lead", "customer"))
        {'subscriber': 0, 'lead': 2, 'customer': 1, '': 1}
    """
    found = Counter(v or "" for v in values)
    others = sorted(v for v in found if v and v not in order)
    return {v: found[v] for v in (*order, *others, *([""] if "" in found else []))}


@frozen
class LastTouch:
    """What the next person needs to carry on.

    Args:
        status: lead status, or ``""``.
        contacted: days since the last contact; ``None`` = not known.
        replied: days since the last reply; ``None`` = none known.
        attempts: how often the record was contacted; ``None`` = not known.
    """

    status: str
    contacted: int | None
    replied: int | None
    attempts: int | None

    def __str__(self) -> str:
        said = [self.status.replace("_", " ") or "no status"]
        said.append("never contacted" if self.contacted is None else f"contacted {self.contacted} days ago")
        if self.attempts:
            said.append(f"{self.attempts} times in all")
        said.append("no reply known" if self.replied is None else f"replied {self.replied} days ago")
        return ", ".join(said)


def last_touch(record: Mapping[str, object], policy: Policy, *, as_of: date | str) -> LastTouch:
    """The last things that happened with a record.

    Args:
        record: by the policy's field names; ``lead_status``, ``last_contacted_at``, ``replied_at`` and
            ``contact_attempts`` are read, each where the policy and the record have it.
        policy: the policy.
        as_of: the day from which is counted.

    Example:
        >>> from crmquality import presets
        >>> record = {"lead_status": "Connected", "last_contacted_at": "2026-10-01", "contact_attempts": 3}
        >>> str(last_touch(record, presets.contact(), as_of="2026-11-01"))
        'connected, contacted 31 days ago, 3 times in all, no reply known'
    """
    today = as_day(as_of)
    wanted = [
        n for n in ("lead_status", "last_contacted_at", "replied_at", "contact_attempts") if n in policy.field_names
    ]
    compiled = compile_policy(policy)
    read: dict[str, str | None] = {n: compiled.examine_cell(n, to_cell(record.get(n))).text for n in wanted}

    def days(name: str) -> int | None:
        text = read.get(name) or ""
        return (today - date.fromisoformat(text[:10])).days if len(text) >= len("2026-11-01") else None

    attempts = read.get("contact_attempts")
    tried = int(float(attempts)) if attempts else None
    return LastTouch(read.get("lead_status") or "", days("last_contacted_at"), days("replied_at"), tried)
