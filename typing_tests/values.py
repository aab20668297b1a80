"""What type checkers see of the public names; checked with ``mypy --strict``, never run."""

from collections.abc import Callable
from typing import assert_type

import crmquality as cq
from crmquality import testing
from crmquality.survivorship import Survivorship
from crmquality.types import Finding, Verdict


def values() -> None:
    check = cq.validators.email()
    as_callable: Callable[[str], tuple[Finding, ...]] = check
    assert_type(check("a@b.cn"), tuple[Finding, ...])
    as_callable("a@b.cn")
    written: str | None = cq.normalizers.email("a@b.cn")
    number: str | None = cq.normalizers.phone("13805719002", region="CN")
    if written and number:
        assert_type(written.upper(), str)


def errors(error: cq.FindingsError, missing: cq.MissingExtraError) -> None:
    assert_type(error.findings, tuple[Finding, ...])
    assert_type(missing.extra, str)
    as_value_error: ValueError = error
    as_base: cq.CrmQualityError = missing
    raise as_value_error from as_base


def made_up() -> None:
    made = testing.contacts(3, seed=1, mix="chinese")
    assert_type(made.rows, list[dict[str, str | None]])
    assert_type(made.answers, list[testing.AnswerKeyRow])
    assert_type(made.answers[0].truth, str)
    testing.contacts(3, mix="klingon")  # type: ignore[arg-type]


def door(guard: cq.Guard, as_of: str) -> None:
    import datetime as dt

    decision = guard.check({"email": "a@b.cn"}, as_of=dt.date.fromisoformat(as_of))
    verdict: Verdict = decision.verdict
    assert_type(decision.findings, tuple[Finding, ...])
    assert verdict in {"accept", "review", "reject"}


def policy() -> None:
    contact = cq.presets.contact(region="CN")
    assert_type(contact, cq.Policy)
    assert_type(contact.fingerprint, str)
    assert_type(cq.Policy.from_dict(contact.to_dict()), cq.Policy)


def matching(leads: list[dict[str, str]]) -> None:
    found = cq.find_duplicates({"crm": leads, "leads": leads}, one_per_source=True, largest=3)
    assert_type(found, cq.Duplicates)
    assert_type(found.review.decisions.conflicts, tuple[tuple[str, str], ...])
    own = Survivorship({"phone": "most_trusted", "notes": lambda values: values[0]}, trust=("erp",))
    plan = cq.clean(leads, as_of="2026-11-01", survivorship=own)
    assert_type(plan.apply_slices(lambda *pair: pair[0] == pair[1]).result.journal, cq.Journal)
