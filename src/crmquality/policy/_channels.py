"""Contactability: by which channels a record can be reached, and why not by the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, Literal

from attrs import asdict, frozen

from crmquality._data import load
from crmquality.normalizers._phone_plan import PhoneNumber
from crmquality.policy._field import Field
from crmquality.policy._policy import Policy
from crmquality.types import Examined, Finding

ChannelName = Literal["email", "mobile", "phone", "messaging", "post"]
CHANNELS: Final[tuple[ChannelName, ...]] = ("email", "mobile", "phone", "messaging", "post")
#: kinds of fields that hold an address of a channel of their own
_MESSAGING: Final = frozenset({"messaging", "messaging_id", "wechat", "whatsapp", "qq"})
#: reasons of findings that make a well-formed value useless, with the word for it
_USELESS: Final[Mapping[str, str]] = load("policy")["useless"]
#: fields of kind boolean that close channels
UNSUBSCRIBED, BOUNCED = "unsubscribed", "bounced"
_ORDER: Final = ("", "bounced", "unsubscribed", "disposable", "reserved", "fax", "no_reply", "made_up", "invalid",
                 "missing")  # fmt: skip


@frozen
class Channel:
    """One way to reach somebody.

    Args:
        name: ``email``, ``mobile``, ``phone``, ``messaging`` or ``post``.
        field: the field that serves it best; ``""`` where the policy has several or none filled.
        usable: whether it can be used.
        reason: why not: ``missing``, ``invalid``, ``unsubscribed``, ``bounced``, ``disposable``, ``reserved``,
            ``fax``, ``no_reply`` or ``made_up``; ``""`` where it is usable.
    """

    name: ChannelName
    field: str
    usable: bool
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The channel as plain data."""
        return asdict(self)


def useless(findings: Iterable[Finding]) -> str:
    """Why a value with these findings reaches nobody, though it is well formed; ``""`` = it may.

    A table asks once per distinct outcome of the rules.
    """
    return next((word for f in findings if (word := _USELESS.get(f.code.rpartition(".")[2]))), "")


def channel_of(field: Field) -> ChannelName | None:
    """The channel that a field is an address of, by its kind, and for phones by its name."""
    if field.kind == "email":
        return "email"
    if field.kind == "phone":
        return "mobile" if "mobile" in field.name else "phone"
    return "messaging" if field.kind in _MESSAGING else None


def bouncing(policy: Policy) -> str | None:
    """The field that a bounce speaks of: the policy's first of kind ``email``."""
    return next((f.name for f in policy.fields if f.kind == "email"), None)


def channels(policy: Policy, cells: Mapping[str, Examined]) -> tuple[Channel, ...]:
    """The channels of a record, usable or not.

    An opt-out closes every channel; a bounce closes the policy's first e-mail field. A mobile number serves the mobile
    channel whatever field it stands in.

    Args:
        policy: the policy that read the record.
        cells: its readings by field.

    Returns:
        One per channel that the policy has fields for, in the order of ``CHANNELS``.

    Example:
        >>> from crmquality import presets
        >>> from crmquality.policy import compile_policy
        >>> policy = presets.contact(region="CN")
        >>> read = compile_policy(policy).examine_record({"mobile": "139 1234 5678", "email": "x@mailinator.com"})
        >>> [(c.name, c.usable, c.reason) for c in channels(policy, read.cells)][:3]
        [('email', False, 'disposable'), ('mobile', True, ''), ('phone', False, 'missing')]
    """
    found: dict[ChannelName, list[tuple[str, str]]] = {}
    closed = "unsubscribed" if _true(cells.get(UNSUBSCRIBED)) else ""
    hit = bouncing(policy) if _true(cells.get(BOUNCED)) else None
    for field, name in _addressed(policy):
        if (item := cells.get(field)) is None:
            continue
        why = _why(item) or ("bounced" if field == hit else "") or closed
        found.setdefault(name, [])
        found.setdefault(_by_number(item) or name, []).append((why, field))
    if (post := _post(policy, cells)) is not None:
        found["post"] = [(post or closed, "")]
    return tuple(_best(name, found[name] or [("missing", "")]) for name in CHANNELS if name in found)


@lru_cache(maxsize=64)
def _addressed(policy: Policy) -> tuple[tuple[str, ChannelName], ...]:
    """The fields that a channel serves."""
    return tuple((f.name, name) for f in policy.fields if (name := channel_of(f)) is not None)


@lru_cache(maxsize=64)
def _placed(policy: Policy) -> tuple[tuple[str, str], ...]:
    return tuple((f.name, f.match) for f in policy.fields if f.match in ("street", "city", "postal_code"))


def contactable(found: Iterable[Channel]) -> bool:
    """Whether a record can be reached today by any channel but the post."""
    return any(c.usable for c in found if c.name != "post")


def _true(item: Examined | None) -> bool:
    return item is not None and item.text == "true"


def _why(item: Examined) -> str:
    if item.missing:
        return "missing"
    return useless(item.findings) if item.valid else "invalid"


def _by_number(item: Examined) -> ChannelName | None:
    """The channel of a phone number by its type, where the number alone tells."""
    if not isinstance(item.value, PhoneNumber) or item.value.type == "fixed_line_or_mobile":
        return None
    return "mobile" if item.value.type == "mobile" else "phone"


def _best(name: ChannelName, served: list[tuple[str, str]]) -> Channel:
    why, field = min(served, key=lambda s: _ORDER.index(s[0]))
    return Channel(name, "" if why == "missing" else field, not why, why)


def _post(policy: Policy, cells: Mapping[str, Examined]) -> str | None:
    """Why no letter arrives; ``""`` = one does; ``None`` = the policy knows no addresses."""
    parts = {role: cells[n] for n, role in _placed(policy) if n in cells}
    if "street" not in parts:
        return None
    place = [parts[p] for p in ("city", "postal_code") if p in parts]
    if _why(parts["street"]) or all(_why(p) for p in place):
        return "invalid" if not parts["street"].missing and any(not p.missing for p in place) else "missing"
    return ""
