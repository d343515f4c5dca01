"""Who else is asked: the citizen for a supplement, another agency for its opinion; and what stands still meanwhile."""

from uuid import uuid5

from lienthong_contracts import AgencyPublished, ConsultationAnswered, ConsultationAsked, ProcessingPaused, SupplementNeeded
from lienthong_runtime import Context, Decision, refuse_unless

from routing import commands as c
from routing.consultations import opinion_by, silence_means
from routing.domain.journey import Consultation, Journey
from routing.hand_over import POSTING, SUPPLEMENT, go_on
from routing.rules import asked_consultation, assigned_leg, not_signed, open_journey, own_leg, running, taking_part


def ask_supplement(state: Journey, command: c.AskSupplement, context: Context) -> Decision[Journey]:
    """The agency needs more from the citizen; the time stops until it is there (R11, R12). Only a head asks twice (R01)."""
    again = isinstance(command, c.AskSupplementAgain)
    not_signed(own_leg(running(state), command.leg, command.agency) if again else assigned_leg(running(state), command))
    refuse_unless(again or not state.supplements, "leg", "chỉ được yêu cầu bổ sung một lần; lần nữa phải do lãnh đạo duyệt",
                  "the citizen was asked once already: a second time only by the head", "R01")  # fmt: skip
    refuse_unless(not again or bool(state.supplements), "leg", "chưa yêu cầu bổ sung lần nào", "nothing was asked before", "R01")
    event = SupplementNeeded(dossier_id=context.dossier_id, at=context.now, leg=command.leg, agency=command.agency,
                             officer=command.officer, content=command.content, legal_ground=command.legal_ground,
                             approved_by=command.officer if again else None)  # fmt: skip
    return Decision(state.with_(paused=SUPPLEMENT, supplements=state.supplements + 1), (event,))


def consult(state: Journey, command: c.Consult, context: Context) -> Decision[Journey]:
    """Another agency is asked; the clock runs on (R13)."""
    leg = assigned_leg(running(state), command)
    known = context.catalogue.in_force(AgencyPublished, command.asked, context.today)
    refuse_unless(known is not None and command.asked != command.agency, "asked", "không phải cơ quan khác đang hoạt động",
                  "not another agency in force", "R13")  # fmt: skip
    by, on_silence = opinion_by(leg, command, context), silence_means(leg, command)
    asked = uuid5(context.dossier_id, f"consultation/{state.asked}")
    event = ConsultationAsked(dossier_id=context.dossier_id, at=context.now, consultation=asked, leg=command.leg, agency=command.agency,
                              asked=command.asked, question=command.question, answer_by=by, on_silence=on_silence)  # fmt: skip
    entry = Consultation(str(asked), command.leg, command.asked, by, on_silence)
    open_ones, known_to = {**state.consultations, str(asked): entry}, (*state.consulted, command.asked)
    return Decision(state.with_(consultations=open_ones, asked=state.asked + 1, consulted=known_to), (event,))


def answer(state: Journey, command: c.AnswerConsultation, context: Context) -> Decision[Journey]:
    """The asked agency gives its opinion."""
    open_journey(state)
    open_question = asked_consultation(state, command.consultation, command.agency)
    event = ConsultationAnswered(dossier_id=context.dossier_id, at=context.now, consultation=command.consultation,
                                 leg=open_question.leg, asked=command.agency, officer=command.officer, answer=command.answer)  # fmt: skip
    return Decision(state.without(open_question), (event,))


def pause(state: Journey, command: c.Pause, context: Context) -> Decision[Journey]:
    """The statutory time stops, on a legal ground."""
    running(state)
    taking_part(state, command.agency)
    refuse_unless(command.ground not in (SUPPLEMENT, POSTING), "ground", "lý do này có thao tác riêng",
                  "there is an act of its own for that ground", "R12")  # fmt: skip
    event = ProcessingPaused(dossier_id=context.dossier_id, at=context.now, agency=command.agency, ground=command.ground)
    return Decision(state.with_(paused=command.ground), (event,))


def resume(state: Journey, command: c.Resume, context: Context) -> Decision[Journey]:
    """The ground is gone; the dossier goes on."""
    refuse_unless(bool(open_journey(state).paused), "status", "hồ sơ không tạm dừng", "the dossier isn't paused")
    refuse_unless(state.paused != POSTING, "status", "chưa hết thời gian niêm yết", "the notice still hangs: time takes it down", "R29")
    taking_part(state, command.agency)
    return go_on(state, command.agency, command.ground, context.dossier_id, context)
