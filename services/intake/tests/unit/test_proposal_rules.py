"""Who may decide on a proposal, and what must stand in a decision."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from intake.administration.domain.proposal import Proposal, Step, Taken, moves, override_faults
from lienthong_contracts import AgencyPublished
from lienthong_runtime import Refused

TODAY, AT = date(2026, 11, 24), datetime(2026, 11, 24, 2, tzinfo=UTC)
AGENCY = AgencyPublished(id="H32.41", entry_version=2, valid_from="2026-12-01", name="x", kind="one_stop")


def proposal(*more, entries=(AGENCY,), warnings=()):
    history = tuple(Taken(step, AT) for step in (Step("proposed", "an"), *more))
    return Proposal(UUID(int=1), "x", entries, warnings, history)


def approval(by="binh", on=TODAY, reason=""):
    return Step("approved", by, reason, "QĐ 1/QĐ-UBND", on)


def refused(known, step):
    with pytest.raises(Refused) as fact:
        moves(known, step, TODAY)
    return {fault.field for fault in fact.value.faults}


def test_somebody_else_approves_what_was_proposed():
    assert moves(proposal(), approval(), TODAY)


@pytest.mark.parametrize("step", [approval("an"), Step("rejected", "an", "x")])
def test_nobody_decides_on_their_own_proposal(step):
    assert refused(proposal(), step) == {"by"}


def test_only_the_proposer_withdraws():
    assert moves(proposal(), Step("withdrawn", "an"), TODAY)
    assert refused(proposal(), Step("withdrawn", "binh")) == {"by"}


def test_a_step_that_was_taken_is_not_taken_again():
    assert not moves(proposal(approval()), approval(), TODAY)


@pytest.mark.parametrize("done", [approval(), Step("rejected", "binh", "x"), Step("withdrawn", "an")])
@pytest.mark.parametrize("step", [approval("chi"), Step("rejected", "chi", "y")])
def test_what_has_ended_stays_as_it_is(done, step):
    assert refused(proposal(done), step) == {"state"}


def test_a_decision_of_tomorrow_approves_nothing_today():
    assert refused(proposal(), approval(on=date(2026, 11, 25))) == {"decided_on"}


@pytest.mark.parametrize(("since", "until", "fields"), [
    ("2026-11-23", None, {"entries.0.valid_from"}), ("2026-12-01", "2026-11-30", {"entries.0.valid_to"}),
])  # fmt: skip
def test_nothing_is_changed_for_days_that_have_passed(since, until, fields):
    entry = AgencyPublished(id="H32.41", entry_version=2, valid_from=since, valid_to=until, name="x", kind="one_stop")
    assert refused(proposal(entries=(entry,)), approval()) == fields


@pytest.mark.parametrize("until", [None, "2026-11-24", "2027-01-01"])
def test_a_change_may_begin_on_the_day_of_its_approval(until):
    entry = AgencyPublished(id="H32.41", entry_version=2, valid_from=TODAY, valid_to=until, name="x", kind="one_stop")
    assert moves(proposal(entries=(entry,)), approval(), TODAY)


def test_warnings_are_passed_over_with_a_reason_only():
    assert [fault.field for fault in override_faults(("sum",), approval())] == ["override"]
    assert not list(override_faults(("sum",), approval(reason="liên thông song song")))
    assert not list(override_faults((), approval()))
    assert not list(override_faults(("sum",), Step("rejected", "binh", "x")))
