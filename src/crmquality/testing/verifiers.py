"""A verifier without a network, and the contract that every adapter of a verification service must keep."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping
from typing import Any, get_args

from attrs import define, field

from crmquality.errors import PolicyError
from crmquality.types import AsyncVerifier, CheckOutcome, Verified, Verifier

#: texts that a service must be able to take without falling over
ODD = ("", " ", "@", "a@", "@b", "x" * 5000, "李@例子.中国", "a\x00b@c.de", "\ud800@x.cn", "' OR 1=1 --")


@define
class FakeVerifier:
    """Answers from a table, and remembers what it was asked.

    Args:
        answers: outcome by kind and value; everything else is ``unknown``.
        kinds: kinds that it judges; those of the answers, or ``email``, unless given.

    Example:
        >>> fake = FakeVerifier({("email", "li@acme.cn"): "valid"})
        >>> fake.verify("email", "li@acme.cn").outcome, fake.verify("email", "x@y.z").outcome, len(fake.asked)
        ('valid', 'unknown', 2)
    """

    answers: Mapping[tuple[str, str], CheckOutcome] = field(factory=dict, repr=False)
    kinds: frozenset[str] = field()
    asked: list[tuple[str, str]] = field(factory=list, init=False, repr=False)

    @kinds.default
    def _kinds(self) -> frozenset[str]:
        return frozenset(kind for kind, _ in self.answers) or frozenset({"email"})

    def verify(self, kind: str, value: str, /) -> Verified:
        """The answer of the table.

        Raises:
            PolicyError: a kind that it does not judge.
        """
        if kind not in self.kinds:
            raise PolicyError(f"the fake judges {', '.join(sorted(self.kinds))}, not {kind!r}")
        self.asked.append((kind, value))
        outcome = self.answers.get((kind, value))
        return Verified("unknown", "not_in_the_table") if outcome is None else Verified(outcome, "table")


class AsyncFakeVerifier(FakeVerifier):
    """`FakeVerifier`, to be awaited."""

    async def verify(self, kind: str, value: str, /) -> Verified:  # type: ignore[override]  # awaited
        """The answer of the table."""
        return super().verify(kind, value)


def check_contract(
    verifier: Verifier | AsyncVerifier, *, kind: str, valid: str | None = None, invalid: str | None = None,
    foreign: str = "no such kind",
) -> None:  # fmt: skip
    """Test an adapter before it is used on real data; call it in a test.

    Args:
        verifier: the adapter, sync or async.
        kind: a kind that it judges.
        valid: a value that it must not call ``invalid``.
        invalid: a value that it must call ``invalid``.
        foreign: a kind that it does not judge.

    Raises:
        AssertionError: it breaks the contract; the message says how.

    Example:
        >>> check_contract(FakeVerifier({("email", "no@acme.cn"): "invalid"}), kind="email", invalid="no@acme.cn")
    """
    _claim(kind in verifier.kinds, f"kinds holds {kind!r}")
    for value in (*ODD, *(v for v in (valid, invalid) if v is not None)):
        try:
            said = _asked(verifier, kind, value)
        except Exception as error:
            raise AssertionError(f"a value must not raise; it raised {type(error).__name__}") from error
        _claim(isinstance(said, Verified), "the answer is a Verified")
        _claim(said.outcome in get_args(CheckOutcome), f"the outcome is one of {', '.join(get_args(CheckOutcome))}")
        core = value.strip()
        _claim(len(core) < 2 or core not in said.reason, "the reason does not repeat the value")
        _claim(_asked(verifier, kind, value) == said, "the same question has the same answer")
        _claim(said.outcome != "valid" or value not in ODD, "an odd text is not valid")
        _claim(value != invalid or said.outcome == "invalid", "the invalid value is called invalid")
        _claim(value != valid or said.outcome != "invalid", "the valid value is not called invalid")
    _claim(_refuses(verifier, foreign, valid or "x"), "a kind that it does not judge is a PolicyError")


def _refuses(verifier: Verifier | AsyncVerifier, kind: str, value: str) -> bool:
    try:
        _asked(verifier, kind, value)
    except PolicyError:
        return True
    return False


def _asked(verifier: Any, kind: str, value: str) -> Any:
    said = verifier.verify(kind, value)
    return asyncio.run(said) if inspect.iscoroutine(said) else said


def _claim(kept: bool, contract: str) -> None:  # noqa: FBT001 - a private assertion
    if not kept:
        raise AssertionError(f"the contract of a verifier is broken: {contract}")
