"""What a mailing to a list would meet, what checking costs, prevents and leaves, and who costs more than he brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum

from attrs import frozen

from crmquality.decay import Costs
from crmquality.decay._given import AMOUNT, COUNT, NUMBER, PROBABILITY, given
from crmquality.errors import PolicyError


@frozen
class Reach:
    """What a mailing to one segment would meet.

    Args:
        segment: its name.
        records: how many.
        known: of them with a belief in their address.
        expected_failures: mails that would probably not arrive, among the known.
        verified: share of all records whose channel somebody has verified, 0 to 1.
    """

    segment: str
    records: int
    known: int
    expected_failures: float
    verified: float

    @property
    def risk(self) -> float | None:
        """Share of mails that would not arrive, 0 to 1; ``None`` where nothing is known."""
        return self.expected_failures / self.known if self.known else None


def deliverability(
    p_valid: Sequence[float | None], segment: Sequence[str | None] | None = None,
    verified: Sequence[bool] | None = None,
) -> tuple[Reach, ...]:  # fmt: skip
    """How many mails of each segment would not arrive, the riskiest first.

    Args:
        p_valid: belief in the address per record, 0 to 1; ``None`` or NaN = no address, or nothing known.
        segment: per record, such as its source, owner or list; one segment ``""`` unless given.
        verified: per record, whether somebody has verified the channel (`channel_states`).

    Raises:
        PolicyError: columns of different lengths, or a belief that is no probability.

    Example:
        >>> [(r.segment, round(r.risk, 2)) for r in deliverability([0.9, 0.2, 0.4], ["form", "fair", "fair"])]
        [('fair', 0.7), ('form', 0.1)]
    """
    p_valid, n = _beliefs(p_valid), len(p_valid)
    segment = [""] * n if segment is None else segment
    verified = [False] * n if verified is None else verified
    if not n == len(segment) == len(verified):
        raise PolicyError("beliefs, segments and verified marks are columns of one length")
    rows: dict[str, list[tuple[float | None, bool]]] = {}
    for name, p, sure in zip(segment, p_valid, verified, strict=True):
        rows.setdefault(str(name or ""), []).append((p, sure))
    found = []
    for name, held in rows.items():
        lost = [1 - p for p, _ in held if p is not None]
        found.append(Reach(name, len(held), len(lost), fsum(lost), sum(sure for _, sure in held) / len(held)))
    return tuple(sorted(found, key=lambda r: (-(r.risk or 0.0), r.segment)))


def _beliefs(p_valid: Iterable[float | None]) -> list[float | None]:
    """The beliefs; NaN is none."""
    held = [None if p != p else p for p in p_valid]  # noqa: PLR0124 - NaN alone differs from itself
    PROBABILITY.check("p_valid", *(p for p in held if p is not None))
    return held


@frozen
class CostOfDoubt:
    """What checking cost, what it prevented, and what is still at stake in a year, in the unit of the costs."""

    paid: float
    prevented: float
    exposed: float


def cost_of_doubt(
    p_valid: Iterable[float | None], *, checked: int = 0, found_wrong: int = 0, costs: Costs | None = None
) -> CostOfDoubt:
    """The 1-10-100 rule over a list.

    Args:
        p_valid: beliefs in the values that are in use, as they are now.
        checked: checks made.
        found_wrong: wrong values found and corrected by them.
        costs: 1, 10, 100 and one use a year unless given.

    Raises:
        PolicyError: more found wrong than checked, or counts below 0.

    Example:
        >>> cost_of_doubt([0.9, 0.5, None], checked=20, found_wrong=3)
        CostOfDoubt(paid=50.0, prevented=300.0, exposed=60.0)
    """
    COUNT.check("checked and found_wrong", checked, found_wrong)
    if found_wrong > checked:
        raise PolicyError("found_wrong is at most checked: as many values are found wrong as are checked, or fewer")
    costs = given("costs", costs, Costs, Costs)
    use = costs.fail * costs.uses_per_year
    exposed = fsum(1 - p for p in _beliefs(p_valid) if p is not None) * use
    return CostOfDoubt(checked * costs.verify + found_wrong * costs.correct, found_wrong * use, exposed)


@frozen
class Room:
    """What records cost that bring less than keeping them does.

    Args:
        order: their positions, whoever brings least first; equals in the order given.
        share: of all records, 0 to 1.
        saved: what their leaving saves in a year, in the unit of the cost; nothing else is lost by it.
    """

    order: tuple[int, ...]
    share: float
    saved: float


def room(value: Sequence[float | None], *, keep_cost: float) -> Room:
    """Which records bring less than they cost, right as they may be, and how much room their leaving makes.

    Args:
        value: what each record will probably bring in a year, such as ``p_active * (1 - p_ghost) * revenue``; ``None``
            or NaN = not known, so that it stays.
        keep_cost: what a record costs in a year: its place, its seat in a mailing, the time it takes.

    Raises:
        PolicyError: a value or the cost is no finite number, or the cost is below 0.

    Example:
        >>> room([40.0, 0.2, None, 0.0], keep_cost=1.5)
        Room(order=(3, 1), share=0.5, saved=2.8)
    """
    AMOUNT.check("keep_cost", keep_cost)
    known = [(v, i) for i, v in enumerate(value) if v is not None and v == v]  # noqa: PLR0124 - NaN alone differs from itself
    NUMBER.check("value", *(v for v, _ in known))
    leaving = sorted((v, i) for v, i in known if v < keep_cost)
    saved = fsum(keep_cost - v for v, _ in leaving)
    return Room(tuple(i for _, i in leaving), len(leaving) / len(value) if len(value) else 0.0, saved)
