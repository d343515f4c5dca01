"""What citizens do by themselves: they rate the service once, and pay what is owed, no more and no less."""

import pytest
from intake.citizens_commands import PaidOnline, Rate
from intake.commands import SaveDraft, StartDraft
from intake.draft import Draft
from intake_lives import do, dossier, faults_of_refusal

RATED = Rate(access=5, formalities=4, staff=5, outcome=3)


@pytest.mark.parametrize("status", ["result", "returned"])
def test_a_citizen_rates_the_service_once_when_the_result_is_there(status):
    decision = do(dossier(status), RATED)
    (event,) = decision.events
    assert (event.access, event.formalities, event.staff, event.outcome, event.response) == (5, 4, 5, 3, None)
    assert faults_of_refusal(decision.state, RATED) == ["status"]


@pytest.mark.parametrize("status", ["draft", "submitted", "received", "supplement", "withdrawn", "stopped"])
def test_who_has_no_result_has_nothing_to_rate(status):
    assert faults_of_refusal(dossier(status), RATED) == ["status"]


def paid(dong):
    return PaidOnline(amount_dong=dong, receipt_no="SB-1")


def test_what_stops_the_clock_is_paid_before_what_the_reception_costs():
    state = dossier("fee", fee_dong=560_500, reception_dong=100_000)
    first = do(state, paid(560_500))
    assert (first.events[0].purpose, first.state.status, first.state.owed) == ("pause", "received", ("reception", 100_000))
    second = do(first.state, paid(100_000))
    assert second.events[0].purpose == "reception" and second.state.owed == ("reception", 0)
    assert [p.receipt_no for p in second.state.payments] == ["SB-1", "SB-1"]


def test_another_sum_than_is_owed_is_not_taken():
    assert faults_of_refusal(dossier("fee", fee_dong=560_500), paid(560_499)) == ["amount_dong"]
    assert faults_of_refusal(dossier("received"), paid(1)) == ["amount_dong"]


@pytest.mark.parametrize("status", ["draft", "withdrawn", "stopped", "returned", "declined"])
def test_nothing_is_owed_of_what_is_not_handed_in_or_is_over(status):
    state = dossier(status, reception_dong=100_000)
    assert state.owed == ("reception", 0) and faults_of_refusal(state, paid(100_000)) != []


def test_a_draft_says_which_procedure_it_is_for_and_nothing_else_that_was_filled_in():
    begun = do(None, StartDraft(owner="cd1", draft=Draft(fields={"procedure": "1.001612", "name": "Cao Thị E"}))).state
    assert begun.procedure == "1.001612" and "Cao" not in repr(begun)
    assert do(begun, SaveDraft(owner="cd1", draft=Draft(fields={"procedure": ["x"]}))).state.procedure == ""
    assert do(begun, SaveDraft(owner="cd1", draft=Draft(fields={"procedure": "none.such"}))).state.procedure == ""
