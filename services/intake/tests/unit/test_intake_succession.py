"""A desk that ceases before it has received: its successor receives, the citizen's places follow, once (NĐ 118/2025)."""

from datetime import date

import pytest
from intake.domain.dossier import FINAL
from intake.succession import move_submission
from intake_lives import DESK, context, dossier
from lienthong_runtime import Succession

PLAN = Succession(on=date(2025, 7, 1), decision_no="NQ 202/2025/QH15", agencies={DESK: "H32.42", "H32.43": "H32.44"})


def moved(state):
    return move_submission(state, PLAN, context())


@pytest.mark.parametrize("status", ["submitted", "incomplete"])
def test_what_waits_for_its_reception_waits_at_the_successor_s_desk(status):
    decision = moved(dossier(status, return_desk="H32.43", competent="H32.50"))
    state = decision.state
    assert (state.desk, state.return_desk, state.competent) == ("H32.42", "H32.44", "H32.50")
    assert {"H32.42", "H32.44"} <= set(state.parties)
    assert [(e.predecessor, e.successor, e.decision_no) for e in decision.events] == [
        (DESK, "H32.42", "NQ 202/2025/QH15"), ("H32.43", "H32.44", "NQ 202/2025/QH15")]  # fmt: skip


def test_one_desk_in_two_places_moves_once():
    decision = moved(dossier("submitted", return_desk=DESK))
    assert (decision.state.desk, decision.state.return_desk) == ("H32.42", "H32.42")
    assert [event.predecessor for event in decision.events] == [DESK]


def test_a_second_run_changes_nothing():
    first = moved(dossier("submitted"))
    again = moved(first.state)
    assert again.state is first.state and not again.events


@pytest.mark.parametrize("status", ["draft", "received", "supplement", "fee", "result", *sorted(FINAL)])
def test_what_routing_has_in_hand_and_what_is_over_is_not_intake_s_to_move(status):
    state = dossier(status)
    assert moved(state).state is state
