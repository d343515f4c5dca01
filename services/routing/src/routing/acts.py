"""What an agency's acts lead to, and its silence."""

from typing import Any
from uuid import uuid5

import msgspec
from lienthong_calendar import VIET_NAM
from lienthong_contracts import (
    AgencyPublished,
    ApologyIssued,
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationLapsed,
    DossierRefused,
    HandOverAcknowledged,
    HandOverRefused,
    LegCompleted,
    LegReturned,
    OfficerAssigned,
    ProcessingPaused,
    ResultIssued,
    SupplementNeeded,
)
from lienthong_runtime import Context, Decision, refuse_unless

from routing import commands as c
from routing.consultations import opinion_by, silence_means
from routing.domain.answer import answer_by
from routing.domain.journey import RETURN, Consultation, Journey
from routing.hand_over import SUPPLEMENT, forward_ready, forwarded, go_on, receiver_calendar, send, send_home
from routing.rules import asked_consultation, on_its_way, open_journey, own_leg, received_hand_over, running, taking_part


def acknowledge(state: Journey, command: c.Acknowledge, context: Context) -> Decision[Journey]:
    """The receiver has the consignment; its leg begins."""
    hand_over = received_hand_over(state, command.consignment, command.agency)
    event = HandOverAcknowledged(dossier_id=context.dossier_id, at=context.now, consignment=command.consignment, leg=hand_over.leg,
                                 agency=command.agency, officer=command.officer)  # fmt: skip
    state = state.with_hand_over(msgspec.structs.replace(hand_over, status="acknowledged"))
    return Decision(state if hand_over.leg == RETURN else state.with_leg(hand_over.leg, status="working"), (event,))


def refuse_hand_over(state: Journey, command: c.RefuseHandOver, context: Context) -> Decision[Journey]:
    """The receiver sends it back; the sender has to answer."""
    hand_over = received_hand_over(state, command.consignment, command.agency)
    event = HandOverRefused(dossier_id=context.dossier_id, at=context.now, consignment=command.consignment, leg=hand_over.leg,
                            agency=command.agency, officer=command.officer, reason=command.reason)  # fmt: skip
    return Decision(state.with_hand_over(msgspec.structs.replace(hand_over, status="refused")), (event,))


def resend(state: Journey, command: c.Resend, context: Context) -> Decision[Journey]:
    """The same consignment goes out once more."""
    hand_over = state.hand_overs.get(str(command.consignment))
    refuse_unless(hand_over is not None, "consignment", "không có lần bàn giao này", "there is no such consignment")
    assert hand_over is not None
    on_its_way(state, hand_over)
    refuse_unless(hand_over.sender == command.agency, "agency", "cơ quan khác đã gửi", "another agency sent it", "R27")
    refuse_unless(hand_over.status != "acknowledged", "consignment", "bên nhận đã xác nhận", "it was acknowledged already")
    by = answer_by(receiver_calendar(hand_over.receiver, context), context.now)
    again = msgspec.structs.replace(hand_over, status="sent", attempt=hand_over.attempt + 1, answer_by=by)
    return Decision(state.with_hand_over(again), (forwarded(again, context.dossier_id, context.now),))


def assign(state: Journey, command: c.Assign, context: Context) -> Decision[Journey]:
    """The head gives the leg to an officer (R09)."""
    own_leg(open_journey(state), command.leg, command.agency)
    event = OfficerAssigned(dossier_id=context.dossier_id, at=context.now, leg=command.leg, agency=command.agency,
                            officer=command.officer)  # fmt: skip
    return Decision(state.with_leg(command.leg, officer=command.officer), (event,))


def complete(state: Journey, command: c.Complete, context: Context) -> Decision[Journey]:
    """The agency finished; the next legs get the dossier, or the result goes home."""
    own_leg(running(state), command.leg, command.agency)
    state = state.with_leg(command.leg, status="done", officer=command.officer)
    done = LegCompleted(dossier_id=context.dossier_id, at=context.now, leg=command.leg, agency=command.agency,
                        officer=command.officer)  # fmt: skip
    if any(leg.status != "done" for leg in state.legs.values()):
        following = forward_ready(state, command.agency, context.dossier_id, context)
        return Decision(following.state, (done, *following.events))
    refuse_unless(command.result_no is not None, "result_no", "chặng cuối cần số kết quả", "the last leg needs the result's number")
    return _issue(state, command, "granted", context, (done,))


def _issue(state: Journey, command: Any, outcome: str, context: Context, before: tuple[Any, ...]) -> Decision[Journey]:
    result = ResultIssued(dossier_id=context.dossier_id, at=context.now, agency=command.agency, officer=command.officer,
                          result_no=command.result_no, outcome=outcome)  # fmt: skip
    state, sent = send_home(state.with_(consultations={}), command.agency, context.dossier_id, context)
    return Decision(state, (*before, result, sent))


def refuse_dossier(state: Journey, command: c.RefuseDossier, context: Context) -> Decision[Journey]:
    """Not eligible after appraisal: the refusal is the result (R18)."""
    own_leg(running(state), command.leg, command.agency)
    refused = DossierRefused(dossier_id=context.dossier_id, at=context.now, agency=command.agency, officer=command.officer,
                             reason=command.reason, legal_ground=command.legal_ground)  # fmt: skip
    legs = {name: msgspec.structs.replace(leg, status="done") for name, leg in state.legs.items()}
    return _issue(state.with_(legs=legs), command, "refused", context, (refused,))


def return_leg(state: Journey, command: c.ReturnLeg, context: Context) -> Decision[Journey]:
    """The leg goes back to an earlier one, which has to be done again with all that builds on it."""
    own_leg(running(state), command.leg, command.agency)
    earlier = state.legs.get(command.back_to)
    built = state.built_on(command.back_to)
    before = earlier is not None and earlier.status == "done" and command.leg in built
    refuse_unless(before, "back_to", "chặng trước chưa xong hoặc không có", "no such finished leg before this one")
    assert earlier is not None
    at_work = [state.legs[name] for name in built if state.legs[name].status == "working"]
    events = tuple(
        LegReturned(dossier_id=context.dossier_id, at=context.now, leg=leg.leg, agency=leg.agency, officer=command.officer,
                    back_to=command.back_to, reason=command.reason) for leg in at_work)  # fmt: skip
    state = state.reset(built).with_leg(command.back_to, status="under_way", officer=None)
    state, sent = send(state, command.back_to, command.agency, earlier.agency, context.dossier_id, context)
    return Decision(state, (*events, sent))


def ask_supplement(state: Journey, command: c.AskSupplement, context: Context) -> Decision[Journey]:
    """The agency needs more from the citizen; the time stops until it is there (R11, R12)."""
    own_leg(running(state), command.leg, command.agency)
    event = SupplementNeeded(dossier_id=context.dossier_id, at=context.now, leg=command.leg, agency=command.agency,
                             officer=command.officer, content=command.content, legal_ground=command.legal_ground)  # fmt: skip
    return Decision(state.with_(paused=SUPPLEMENT), (event,))


def consult(state: Journey, command: c.Consult, context: Context) -> Decision[Journey]:
    """Another agency is asked; the clock runs on (R13)."""
    leg = own_leg(running(state), command.leg, command.agency)
    known = context.catalogue.in_force(AgencyPublished, command.asked, context.now.astimezone(VIET_NAM).date())
    refuse_unless(known is not None, "asked", "không có cơ quan này", "there is no such agency")
    by, on_silence = opinion_by(leg, command, context), silence_means(leg, command)
    asked = uuid5(context.dossier_id, f"consultation/{state.asked}")
    event = ConsultationAsked(dossier_id=context.dossier_id, at=context.now, consultation=asked, leg=command.leg, agency=command.agency,
                              asked=command.asked, question=command.question, answer_by=by, on_silence=on_silence)  # fmt: skip
    entry = Consultation(str(asked), command.leg, command.asked, by, on_silence)
    return Decision(state.with_(consultations={**state.consultations, str(asked): entry}, asked=state.asked + 1), (event,))


def answer(state: Journey, command: c.AnswerConsultation, context: Context) -> Decision[Journey]:
    """The asked agency gives its opinion."""
    open_journey(state)
    open_question = asked_consultation(state, command.consultation, command.agency)
    event = ConsultationAnswered(dossier_id=context.dossier_id, at=context.now, consultation=command.consultation,
                                 leg=open_question.leg, asked=command.agency, officer=command.officer, answer=command.answer)  # fmt: skip
    return Decision(_without(state, open_question), (event,))


def _without(state: Journey, closed: Consultation) -> Journey:
    left = {key: entry for key, entry in state.consultations.items() if key != closed.consultation}
    return state.with_(consultations=left)


def pause(state: Journey, command: c.Pause, context: Context) -> Decision[Journey]:
    """The statutory time stops, on a legal ground."""
    running(state)
    taking_part(state, command.agency)
    event = ProcessingPaused(dossier_id=context.dossier_id, at=context.now, agency=command.agency, ground=command.ground)
    return Decision(state.with_(paused=command.ground), (event,))


def resume(state: Journey, command: c.Resume, context: Context) -> Decision[Journey]:
    """The ground is gone; the dossier goes on."""
    refuse_unless(bool(open_journey(state).paused), "status", "hồ sơ không tạm dừng", "the dossier isn't paused")
    taking_part(state, command.agency)
    return go_on(state, command.agency, command.ground, context.dossier_id, context)


def apologise(state: Journey, command: c.Apologise, context: Context) -> Decision[Journey]:
    """The resolving agency apologises and promises a new date, once and no more (R19, R20)."""
    open_journey(state)
    refuse_unless(
        not state.apologised, "status", "đã hẹn lại một lần, luật không cho hẹn lần nữa", "a new date was promised once already", "R20"
    )
    holders = {leg.agency for leg in state.legs.values() if leg.status != "done"}
    refuse_unless(
        command.agency in holders, "agency", "chỉ cơ quan đang giải quyết mới xin lỗi", "only the resolving agency apologises", "R19"
    )
    refuse_unless(
        command.new_due_at > max(state.due_at, context.now),
        "new_due_at",
        "ngày mới phải sau ngày đã hẹn",
        "must be after the date promised",
    )
    event = ApologyIssued(dossier_id=context.dossier_id, at=context.now, agency=command.agency, officer=command.officer,
                          reason=command.reason, old_due_at=state.due_at, new_due_at=command.new_due_at)  # fmt: skip
    return Decision(state.with_(apologised=True, due_at=command.new_due_at), (event,))


def lapse(state: Journey, context: Context) -> Decision[Journey]:
    """Silence has an effect: consent, or the head (R14)."""
    over = [entry for entry in state.consultations.values() if entry.answer_by <= context.now]
    events = []
    for entry in over:
        state = _without(state, entry)
        events.append(ConsultationLapsed(dossier_id=context.dossier_id, at=entry.answer_by, consultation=entry.consultation,
                                         leg=entry.leg, asked=entry.asked, on_silence=entry.on_silence))  # fmt: skip
    return Decision(state, tuple(events))
