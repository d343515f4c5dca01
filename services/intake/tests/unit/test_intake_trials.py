"""What a desk may do about a dossier, by the decisions themselves."""

import pytest
from intake.commands import Receive, ReturnSubmission
from intake.decisions import ON_COMMAND
from intake.trials import NUMBERS, trials
from intake_lives import DESK, DOSSIER_ID, NOON, catalogue, do, submission
from lienthong_runtime import Actor, Context
from lienthong_runtime.allowed import possible


def allowed(state, agency=DESK, roles=("desk",)):
    actor, context = Actor("ntb", agency, frozenset(roles)), Context(NOON, catalogue(), DOSSIER_ID, NUMBERS)
    found = possible(trials(state, actor, context), state, actor, ON_COMMAND, context, "vi")
    return {act["command"]: act for act in found}


def online():
    return do(None, submission(channel="online")).state


def test_what_came_online_may_be_received_returned_once_or_declined():
    acts = allowed(online())
    assert {name for name, act in acts.items() if act["allowed"]} >= {"receive", "return-submission", "decline", "withdraw"}
    returned = do(online(), ReturnSubmission(desk=DESK, officer="ntb", content="Thiếu tờ khai", legal_ground="NĐ 61/2018 Đ.17")).state
    after = allowed(returned)
    assert after["supplement"]["allowed"] and after["decline"]["allowed"]
    assert not after["receive"]["allowed"] and "chờ hoàn thiện" in after["receive"]["why"]
    assert not after["return-submission"]["allowed"]


def test_what_is_received_may_not_be_received_again_and_its_result_not_be_returned_yet():
    received = do(online(), Receive(desk=DESK, officer="ntb")).state
    acts = allowed(received)
    assert "receive" not in acts and "return" not in acts and acts["withdraw"]["allowed"]
    assert acts["give-back"]["allowed"] and acts["give-back"]["options"]["papers"]


@pytest.mark.parametrize(("agency", "roles", "why"), [("H32.42", ("desk",), "bộ phận một cửa khác"),
                                                      (DESK, ("clerk",), "việc của bộ phận")])  # fmt: skip
def test_another_desk_and_another_role_are_told_why_not(agency, roles, why):
    act = allowed(online(), agency, roles)["receive"]
    assert not act["allowed"] and why in act["why"]
