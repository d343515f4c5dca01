"""What an inbox shows besides what has to be done: legs that will come (R16), and legs that are watched over (R17)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_contracts import ApologyFellDue
from routing import commands as c
from routing.domain.line import NOBODY, lines_of
from routing.domain.tasks import TO_KNOW, tasks_of
from routing_lives import DOSSIER_ID, Life, check, procedures


def lines(life, do):
    return [(task["agency"], task["leg"]) for task in tasks_of(life.state) if task["do"] == do]


def test_every_agency_of_the_route_sees_at_once_what_will_come():  # R16: sent to all, each with its task
    life = Life("1.001612")
    legs = life.state.legs
    assert lines(life, "expect") == [(legs["tax"].agency, "tax"), (legs["certify"].agency, "certify")]
    assert [task["do"] for task in life.tasks()] == ["acknowledge"]


def test_what_was_expected_is_expected_no_more_once_it_is_there():
    life = Life("1.001612")
    life.end(life.work_until("appraise"))
    assert lines(life, "expect") == [("H32.41.KT", "certify")]
    life.return_leg(life.work_until("tax"), "appraise")
    assert [leg for _, leg in lines(life, "expect")] == ["tax", "certify"]


def test_the_higher_level_s_desk_watches_over_its_leg_while_it_lasts():  # R17
    life = Life("1.013225")
    watcher = life.state.legs["planning"].supervisor
    assert watcher and lines(life, "supervise") == [(watcher, "planning")]
    assert watcher in life.state.parties
    life.end(life.work_until("planning"))
    assert lines(life, "supervise") == []


def test_nobody_watches_over_themselves():
    life = Life("1.012784", "H32.00")
    legs = [leg for leg in life.state.legs.values() if leg.status == "under_way"]
    assert lines(life, "supervise") == [(leg.supervisor, leg.leg) for leg in legs if leg.supervisor != leg.agency]
    state = life.state.with_leg("appraise", supervisor=life.state.legs["appraise"].agency)
    assert [task for task in tasks_of(state) if task["do"] == "supervise"] == []


def test_who_watches_over_a_leg_has_no_part_in_it():  # R27
    life = Life("1.013225")
    watcher = life.state.legs["planning"].supervisor
    assert {task["do"] for task in tasks_of(life.state) if task["agency"] == watcher} <= set(TO_KNOW)
    assert life.refuses(c.Pause(agency=watcher, officer="lvm", ground="x")) == ["agency"]


def test_while_the_time_stands_still_what_will_come_is_still_shown():
    life = Life("1.001612")
    life.pause(life.work_until("appraise"))
    assert life.tasks() == [] and len(lines(life, "expect")) == 2


@pytest.mark.parametrize("end", ["withdraw", "finish"])
def test_after_the_end_no_inbox_shows_anything(end):
    life = Life("1.013225")
    getattr(life, end)()
    assert list(tasks_of(life.state)) == []


def test_a_leg_whose_notice_hangs_asks_nothing_of_anybody():
    life = Life("1.001776")
    life.post(life.work_until("assess", "post"))
    assert life.tasks() == [] and [leg for _, leg in lines(life, "expect")] == ["decide"]


def test_an_apology_is_a_line_without_a_leg():  # R19
    life = Life("1.001612")
    life.learn(ApologyFellDue(**life.about(), clock="dossier", agency="H32.41.KT", by=life.now, due_at=life.state.due_at))
    assert [(t["agency"], t["leg"]) for t in life.tasks("apologise")] == [("H32.41.KT", None)]


@given(some.sampled_from(procedures(date(2026, 11, 2))), some.integers(0, 30))
@settings(max_examples=40)
def test_a_line_in_the_database_says_what_its_task_says(procedure, steps):
    life = Life(procedure)
    for _ in range(steps):
        if life.state.status != "closed":
            life.step()
    check(life)
    for line, task in zip(lines_of(DOSSIER_ID, 7, life.state), tasks_of(life.state), strict=True):
        about = task.get("consignment") or task.get("consultation") or str(NOBODY)
        assert (line.act, line.agency, line.leg, str(line.about)) == (task["do"], task["agency"], task["leg"] or "", about)
        assert (line.version, line.due_at, line.code, line.officer) == (7, life.state.due_at, life.state.code, task.get("officer"))


def test_the_result_goes_to_the_desk_where_the_citizen_wants_it():  # NĐ 107/2021
    life = Life("1.013831", return_desk="H32.00")
    life.end(life.work_until("sign", "propose"))
    home = life.told("DossierForwarded")[-1]
    assert (home.leg, home.receiver) == ("return", "H32.00") and "H32.00" in life.state.parties
    life.acknowledge(life.tasks()[0])
    assert [(t["do"], t["agency"]) for t in life.tasks()] == [("return", "H32.00")]


def test_all_who_ever_had_a_part_stay_parties():  # the database shows the dossier to nobody else
    life = Life("1.001612")
    task = life.work_until("appraise")
    life.consult(task, "H32.SXD")
    life.answer(life.tasks("answer")[0])
    life.transfer(task, "H32.STC")
    assert {"H32.41", "H32.41.KT", "H32.SXD", "H32.STC", life.state.legs["tax"].agency} <= life.state.parties
