"""Outcome tables learnt from cases whose truth came out (decay.md, section 2.5)."""

from __future__ import annotations

import numpy as np
import pytest

from crmquality.decay import ConfirmedCase, Evidence, OutcomeTable, confirmed_cases, learn_outcomes
from crmquality.errors import PolicyError


def cases(*events):
    return [(c.kind, c.valid) for c in confirmed_cases([Evidence("c", "work_email", k, at) for k, at in events])]


def test_facts_speak_of_the_attempts_they_prove():
    """Confirmed: valid before; denied or twice bounced: invalid after; between stays unknown; a new value starts anew."""
    assert cases(("opened", 1), ("confirmed", 2), ("accepted", 3)) == [("opened", True)]
    assert cases(("opened", 1), ("denied", 2), ("accepted", 3)) == [("accepted", False)]
    assert cases(("hard_bounce", 1), ("hard_bounce", 2), ("soft_bounce", 3)) == [("soft_bounce", False)]
    assert cases(("hard_bounce", 1), ("hard_bounce", 2), ("person/confirmed", 3)) == []
    assert cases(("denied", 1), ("changed", 2), ("accepted", 3), ("confirmed", 4)) == [("accepted", True)]
    assert cases(("opened", 1), ("machine_opened", 1), ("accepted", 2)) == []
    assert cases(("confirmed", 5), ("opened", 1)) == [("opened", True)]


def test_tables_are_recovered_and_stay_tables():
    """20 000 cases drawn from other likelihoods: the learnt ones meet them, columns still sum to 1, channels apart."""
    draw, kinds = np.random.default_rng(6), ("replied", "clicked", "opened", "accepted", "soft_bounce", "hard_bounce")
    true = {True: [0.06, 0.05, 0.1, 0.74, 0.03, 0.02], False: [0.001, 0.001, 0.01, 0.4, 0.2, 0.388]}
    drawn = [
        ConfirmedCase(kinds[i], "work_email", valid) for valid, p in true.items() for i in draw.choice(6, 10_000, p=p)
    ]
    learnt = learn_outcomes(drawn)
    for i, kind in enumerate(kinds):
        row = learnt.find(kind, "work_email")
        assert row.if_valid == pytest.approx(true[True][i], abs=0.01)
        assert row.if_invalid == pytest.approx(true[False][i], abs=0.015)
        assert not row.judgement
        assert "10000 valid" in row.ground
    assert learnt.channels["call"] == OutcomeTable.default().channels["call"]


def test_few_cases_move_little():
    """One case against a weight of 50 attempts."""
    one = learn_outcomes([ConfirmedCase("spoke", "direct_phone", valid=True)])
    assert one.find("spoke").if_valid == pytest.approx((1 + 50 * 0.25) / 51)
    assert one.find("spoke").if_invalid == 0.003
    company = learn_outcomes([ConfirmedCase("confirms", "company", valid=True)])
    assert company.find("confirms", "job_title") == OutcomeTable.default().find("confirms", "job_title")
    assert company.find("confirms", "company") != OutcomeTable.default().find("confirms", "company")


@pytest.mark.parametrize("bad", [
    lambda: learn_outcomes([ConfirmedCase("sang", "work_email", valid=True)]), lambda: learn_outcomes([], weight=0),
])  # fmt: skip
def test_misuse_raises(bad):
    """Unknown outcomes and a table that weighs nothing."""
    with pytest.raises(PolicyError):
        bad()
