"""A leg's result goes through every hand, in order, and counts once (NĐ 30/2020 Đ.13-15, R18)."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_contracts import DossierLapsed, FeePaid, ResultReturned
from routing import commands as c
from routing import result_commands as r
from routing_lives import LAW, Life, check, received, who

SIGN = ["propose", "approve", "sign", "number", "issue"]
BY = {"leg": "certify", "agency": "H32.41.KT", "officer": "lvm"}
COMMANDS = {"propose": r.Propose(**BY), "approve": r.Approve(**BY), "sign": r.Sign(**BY), "number": r.Number(**BY, result_no="KQ-9"),
            "issue": r.Issue(**BY)}  # fmt: skip


def at_stage(step):
    """The last leg of 1.001612, whose next step is this one."""
    life = Life("1.001612")
    life.work_until("certify", step)
    return life


@pytest.mark.parametrize("step", SIGN)
def test_only_the_next_hand_may_act_on_a_result(step):  # S1-19, NĐ 30/2020 Đ.13: no step is left out, none is done twice
    life = at_stage(step)
    refused = {name for name, command in COMMANDS.items() if life.refuses(command)}
    assert refused == set(SIGN) - {step}
    assert all(life.refuses(COMMANDS[name]) == ["leg"] for name in refused)
    life.do(COMMANDS[step])
    assert life.refuses(COMMANDS[step]) == (["leg"] if step != "issue" else ["status"])


@pytest.mark.parametrize("step", SIGN)
def test_no_other_agency_has_a_hand_in_it(step):  # R27
    life = at_stage(step)
    assert life.refuses(COMMANDS[step].model_copy(update={"agency": "H32.41.UB"})) == ["agency"]


@pytest.mark.parametrize("step", SIGN)
def test_the_inbox_asks_for_each_step_in_its_turn(step):
    life = at_stage(step)
    assert [(t["do"], t["leg"], t["agency"]) for t in life.tasks()] == [(step, "certify", "H32.41.KT")]


def test_a_draft_comes_from_the_officer_who_has_the_leg():  # R09, R33
    life = at_stage("propose")
    assert life.refuses(r.Propose(**{**BY, "officer": "ptk"})) == ["officer"]
    assert life.refuses(r.RefuseDossier(**{**BY, "officer": "ptk"}, reason="x", **LAW)) == ["officer"]


def test_before_an_officer_is_assigned_there_is_no_draft():  # R09
    life = Life("1.001612")
    life.work_until("certify", "assign")
    assert life.refuses(r.Propose(**BY)) == life.refuses(r.RefuseDossier(**BY, reason="x", **LAW)) == ["leg"]


def test_a_leg_that_others_wait_for_has_no_result_to_propose():  # R15
    life = Life("1.001612")
    assert life.refuses(r.Propose(**who(life.work_until("appraise")))) == ["leg"]


@pytest.mark.parametrize("step", ["approve", "sign"])
def test_what_the_head_sends_back_is_proposed_anew(step):
    life = at_stage(step)
    assert [e.reason for e in life.send_back(life.tasks()[0])] == ["Thiếu căn cứ"]
    assert [t["do"] for t in life.tasks()] == ["propose"]
    told = life.end(life.tasks()[0])
    assert [type(e).__name__ for e in told][:4] == ["ResultProposed", "ResultApproved", "ResultSigned", "ResultNumbered"]
    assert life.finish() and len(life.told("ResultIssued")) == 1


@pytest.mark.parametrize("step", ["propose", "number", "issue"])
def test_what_wasn_t_proposed_or_is_signed_already_isn_t_sent_back(step):
    life = at_stage(step)
    assert life.refuses(r.SendBack(**BY, reason="x")) == ["leg"]


def test_an_officer_may_propose_to_refuse_after_the_head_sent_the_grant_back():  # R18
    life = at_stage("approve")
    life.send_back(life.tasks()[0])
    told = life.refuse_dossier(life.tasks()[0])
    assert [e.outcome for e in told if type(e).__name__ == "ResultIssued"] == ["refused"]


def test_a_refusal_reaches_the_citizen_only_once_it_is_issued():  # R18, Mẫu 03
    life = Life("1.001612")
    task = life.work_until("appraise")
    life.do(r.RefuseDossier(**who(task), reason="Không đủ điều kiện", **LAW))
    for step in SIGN[1:]:
        assert not life.told("DossierRefused") and [t["do"] for t in life.tasks()] == [step]
        life.perform(life.tasks()[0])
    refused, issued, home = life.events[-3:]
    assert (refused.reason, refused.legal_ground) == ("Không đủ điều kiện", LAW["legal_ground"])
    assert (issued.outcome, issued.result_no, home.leg) == ("refused", "KQ-1", "return")
    assert life.told("LegCompleted") == [] and life.told("PartResultIssued") == []


def test_nobody_completes_a_leg_past_its_proposed_refusal():  # R18: the head decides on it first
    life = Life("1.001612")
    task = life.work_until("appraise")
    life.do(r.RefuseDossier(**who(task), reason="x", **LAW))
    assert life.refuses(c.Complete(**who(task))) == ["leg"]
    life.send_back(task)
    assert life.refuses(c.Complete(**who(task))) == []


@pytest.mark.parametrize("step", ["number", "issue"])
def test_a_signed_result_can_only_be_issued(step):  # NĐ 30/2020 Đ.13: it must not vanish without a word
    life = at_stage(step)
    commands = [c.AskSupplement(**BY, content="x", **LAW), c.ReturnLeg(**BY, back_to="tax", reason="x"),
                c.Transfer(**BY, competent="H32.STC", reason="x", **LAW)]  # fmt: skip
    assert [life.refuses(command) for command in commands] == [["leg"]] * 3


@pytest.mark.parametrize("step", SIGN)
def test_while_the_time_stands_still_no_hand_moves(step):  # NĐ 61/2018 Đ.19
    life = at_stage(step)
    life.pause(life.tasks()[0])
    assert life.refuses(COMMANDS[step]) == ["status"] and life.tasks() == []
    life.go_on()
    assert [t["do"] for t in life.tasks()] == [step]
    assert life.finish().state.status == "closed"


@pytest.mark.parametrize("step", ["propose", "approve", "sign"])
def test_a_draft_keeps_its_stage_while_the_citizen_supplements(step):  # R11: the head may still send it back
    life = at_stage(step)
    life.ask_supplement(life.tasks()[0])
    life.go_on()
    assert [t["do"] for t in life.tasks()] == [step]


@pytest.mark.parametrize("step", SIGN)
def test_a_withdrawal_ends_a_draft_at_every_stage(step):  # Mẫu 05: as long as nothing was issued
    life = at_stage(step)
    life.withdraw()
    check(life)
    assert {tuple(life.refuses(command)) for command in COMMANDS.values()} == {("status",)}
    assert life.told("ResultIssued") == []


@pytest.mark.parametrize("step", SIGN)
def test_a_payment_moves_no_draft(step):  # R25: nobody signs because somebody paid
    life = at_stage(step)
    before = life.state
    assert life.learn(FeePaid(**life.about(), amount_dong=50000, receipt_no="BL-1")) == () and life.state == before
    life.pause(life.tasks()[0])
    assert life.learn(FeePaid(**life.about(), amount_dong=50000, receipt_no="BL-1")) == () and life.state.paused == "Chờ giám định"


def test_a_reception_fee_lifts_no_pause():  # R25: only what the route waited for
    life = Life("1.013831")
    life.end(life.work_until("tax"))
    assert life.learn(FeePaid(**life.about(), amount_dong=50000, receipt_no="BL-1", purpose="reception")) == () and life.state.paused
    assert life.learn(FeePaid(**life.about(), amount_dong=560500, receipt_no="BL-2", purpose="pause")) and not life.state.paused


def test_a_lapsed_window_ends_the_dossier_that_waits_for_the_citizen():  # Mẫu 05
    life = at_stage("approve")
    life.ask_supplement(life.tasks()[0])
    life.learn(DossierLapsed(**{**DossierLapsed.example, **life.about()}))
    check(life)
    assert (life.state.status, life.state.paused, life.tasks()) == ("stopped", "", [])


# Several results of one dossier.
BIRTH = ["birth", "residence", "health_card"]


@pytest.mark.parametrize(("procedure", "choice", "results"), [
    ("3.000722", (), BIRTH), ("3.000722", ("id_card",), [*BIRTH, "id_card"]),
    ("2.002913", ("residence",), ["death", "residence"]), ("2.002913", ("funeral", "survivors"), ["death", "funeral", "survivors"]),
    ("2.002913", (), ["death", "residence", "funeral", "survivors"]),
])  # fmt: skip
@given(dice=some.randoms(use_true_random=False))
@settings(max_examples=12)
def test_each_of_several_results_is_issued_once_and_the_dossier_once(procedure, choice, results, dice):  # whichever leg comes first
    life = Life(procedure, branches=choice)
    while life.state.status != "closed":
        check(life)
        life.perform(dice.choice(life.tasks()))
    parts = life.told("PartResultIssued")
    assert Counter(part.result for part in parts) == Counter(results)
    assert {part.outcome for part in parts} == {"granted"}
    assert [e.result_no for e in life.told("ResultIssued")] == [parts[-1].result_no]
    kinds = [type(e).__name__ for e in life.events]
    assert kinds.index("ResultIssued") > max(n for n, kind in enumerate(kinds) if kind == "PartResultIssued")
    assert kinds.count("JourneyStopped") == 0


def test_the_first_of_several_results_sends_nothing_home_yet():
    life = Life("3.000722")
    told = life.end(life.work_until("birth", "propose"))
    assert [type(e).__name__ for e in told[4:]] == ["LegCompleted", "PartResultIssued", "DossierForwarded", "DossierForwarded"]
    assert (told[5].result, told[5].result_no, told[5].leg) == ("birth", "KQ-1", "birth")
    assert "return" not in {e.leg for e in told[6:]}


def test_a_refusal_in_one_leg_ends_the_whole_and_leaves_what_was_issued():  # R18
    life = Life("3.000722")
    life.end(life.work_until("birth", "propose"))
    card, _ = life.tasks("acknowledge")
    life.acknowledge(card)
    life.assign(card)
    life.refuse_dossier(card)
    check(life)
    assert [part.result for part in life.told("PartResultIssued")] == ["birth"]
    assert [e.outcome for e in life.told("ResultIssued")] == ["refused"]
    assert {leg.status for leg in life.state.legs.values()} == {"done"}
    assert life.finish().state.status == "closed"


def test_a_single_result_is_no_part():
    life = Life("2.002913", branches=("nothing.known",)).finish()
    assert (len(life.told("PartResultIssued")), len(life.told("ResultIssued"))) == (0, 1)


def test_a_question_that_is_open_when_a_part_is_issued_may_still_be_answered():  # R13
    life = Life("3.000722")
    birth = life.work_until("birth", "propose")
    life.consult(birth)
    life.end(birth)
    assert [type(e).__name__ for e in life.answer(life.tasks("answer")[0])] == ["ConsultationAnswered"]


# The result while the citizen waits.
def test_an_immediate_result_closes_the_dossier_without_a_leg():  # R07
    life = Life("1.001612", immediate_result_no="CT-0007")
    assert [type(e).__name__ for e in life.events] == ["JourneyPlanned", "ResultIssued"]
    planned, issued = life.events
    assert planned.legs == () and (issued.result_no, issued.outcome, issued.agency) == ("CT-0007", "granted", "H32.41")
    assert issued.officer == received("1.001612").officer
    check(life)
    assert (life.tasks(), life.state.next_timer) == ([], None)
    life.learn(ResultReturned(**life.about(), channel="counter", officer="ntb"))
    check(life)
    assert life.state.status == "closed" and len(life.told("ResultIssued")) == 1


def test_a_leg_given_back_begins_its_result_anew():  # else the old number could be issued without a draft
    life = Life("3.000722")
    life.end(life.work_until("birth", "propose"))
    life.return_leg(life.work_until("residence", "propose"), "birth")
    assert life.state.legs["birth"].draft is None
    birth = life.work_until("birth", "propose")
    assert life.refuses(r.Issue(**who(birth))) == ["leg"]
