"""What may be done now is what the inbox asks for, and each thing that mayn't says why."""

import pytest
from lienthong_runtime import Actor, Context
from lienthong_runtime.allowed import possible
from routing.decisions import ON_COMMAND
from routing.trials import trials
from routing_lives import DESK, DOSSIER_ID, Life, catalogue

EVERYTHING = frozenset({"desk", "officer", "head", "clerk"})
NAMED = {"post": "post-notice"}  # tasks whose command has another name
ELSEWHERE = ("return",)  # intake's


def allowed(life, agency, officer="lvm", roles=EVERYTHING, lang="vi"):
    """What the officer may do, and what not, by name."""
    actor, context = Actor(officer, agency, frozenset(roles)), Context(life.now, catalogue(), DOSSIER_ID)
    return possible(trials(life.state, actor, context), life.state, actor, ON_COMMAND, context, lang)


@pytest.mark.parametrize("procedure", ["1.001612", "1.004222", "3.000722", "1.004873"])
def test_whatever_the_inbox_asks_for_may_be_done_from_reception_to_the_end(procedure):
    life = Life(procedure)
    for _ in range(60):
        for task in life.tasks():
            officer = task.get("officer") or "lvm"
            names = {act["command"] for act in allowed(life, task["agency"], officer) if act["allowed"]}
            assert task["do"] in ELSEWHERE or NAMED.get(task["do"], task["do"]) in names, task
        if life.state.status in ("closed", "stopped"):
            break
        if life.state.paused:
            life.go_on()
        elif life.tasks():
            life.perform(life.tasks()[0])
        else:
            life.wait_for(life.state.next_timer)
    assert life.state.status == "closed"


def test_whatever_may_not_be_done_says_why_and_in_the_readers_language():
    life = Life("1.001612")
    life.work_until("certify", "propose")
    refused = [act for act in allowed(life, "H32.41.KT") if not act["allowed"]]
    assert refused and all(act["why"] for act in refused)
    sign = next(act for act in refused if act["command"] == "sign")
    assert (sign["why"], sign["law"]) == ("kết quả đang ở bước: chưa trình", "NĐ 30/2020 Đ.13")
    english = next(act for act in allowed(life, "H32.41.KT", lang="en") if act["command"] == "sign")
    assert english["why"] == "the result is not proposed yet"


def test_an_officer_is_told_that_the_heads_acts_are_the_heads():
    life = Life("1.001612")
    life.work_until("certify", "approve")
    mine = {act["command"]: act for act in allowed(life, "H32.41.KT", roles={"officer"})}
    heads = {act["command"]: act for act in allowed(life, "H32.41.KT", roles={"head"})}
    assert (mine["approve"]["allowed"], mine["approve"]["why"]) == (False, "việc của lãnh đạo")
    assert heads["approve"]["allowed"]


def test_a_leg_goes_back_only_to_legs_that_are_done_before_it():
    life = Life("1.001612")
    life.work_until("certify", "propose")
    back = next(act for act in allowed(life, "H32.41.KT") if act["command"] == "return-leg")
    done = [name for name, leg in life.state.legs.items() if leg.status == "done"]
    assert back["allowed"] and set(back["options"]["back_to"]) <= set(done) and back["options"]["back_to"]


def test_who_has_no_part_in_it_may_do_nothing():
    life = Life("1.001612")
    assert allowed(life, "H01.1") == []
    assert not [act for act in allowed(life, DESK) if act["command"] in ("start", "assign", "sign")]
