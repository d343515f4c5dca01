"""How a leg ends with a result: proposed, approved, signed, numbered, issued; each by the one whose office it is."""

from typing import Any

import msgspec
from lienthong_calendar import day_of
from lienthong_contracts import (
    ApologyIssued,
    DossierRefused,
    LegCompleted,
    PartResultIssued,
    ResultApproved,
    ResultIssued,
    ResultNumbered,
    ResultProposed,
    ResultSentBack,
    ResultSigned,
)
from lienthong_runtime import Context, Decision, refuse_unless

from routing import result_commands as r
from routing.about import about, by
from routing.domain.journey import Draft, Journey, Leg
from routing.hand_over import forward_ready, receiver_calendar, send_home
from routing.rules import assigned_leg, drafted, not_posting, open_journey, running


def propose(state: Journey, command: r.Propose, context: Context) -> Decision[Journey]:
    """The officer puts the draft of the result before the head."""
    leg = not_posting(assigned_leg(running(state), command))
    refuse_unless(state.gives_result(leg.leg), "leg", "chặng này không có kết quả, hãy hoàn thành chặng",
                  "the leg gives no result: complete it", "R15")  # fmt: skip
    return _proposed(state, leg, Draft("granted"), command, context)


def refuse_dossier(state: Journey, command: r.RefuseDossier, context: Context) -> Decision[Journey]:
    """Not eligible after appraisal: any leg may propose that, and its head signs it (R18)."""
    leg = assigned_leg(running(state), command)
    return _proposed(state, leg, Draft("refused", command.reason, command.legal_ground), command, context)


def _proposed(state: Journey, leg: Leg, draft: Draft, command: Any, context: Context) -> Decision[Journey]:
    refuse_unless(leg.draft is None, "leg", "đã trình kết quả", "a result was proposed already", "Mẫu 06")
    event = ResultProposed(**about(command, context), outcome=draft.outcome, reason=draft.reason, legal_ground=draft.legal_ground)
    return Decision(state.with_leg(leg.leg, draft=draft, started=True), (event,))


def approve(state: Journey, command: r.Approve, context: Context) -> Decision[Journey]:
    """The head agrees."""
    return _on(state, command, "proposed", "approved", ResultApproved(**about(command, context)))


def send_back(state: Journey, command: r.SendBack, context: Context) -> Decision[Journey]:
    """The head doesn't: the officer works on it again."""
    leg = drafted(running(state), command, "proposed", "approved")
    event = ResultSentBack(**about(command, context), reason=command.reason)
    return Decision(state.with_leg(leg.leg, draft=None), (event,))


def sign(state: Journey, command: r.Sign, context: Context) -> Decision[Journey]:
    """The competent person signs; only what was approved (NĐ 30/2020 Đ.13)."""
    return _on(state, command, "approved", "signed", ResultSigned(**about(command, context), certificate=command.certificate))


def number(state: Journey, command: r.Number, context: Context) -> Decision[Journey]:
    """The clerk numbers what was signed (NĐ 30/2020 Đ.15)."""
    event = ResultNumbered(**about(command, context), result_no=command.result_no)
    return _on(state, command, "signed", "numbered", event, result_no=command.result_no)


def _on(state: Journey, command: Any, before: str, after: str, event: Any, **changes: Any) -> Decision[Journey]:
    leg = drafted(running(state), command, before)
    return Decision(state.with_leg(leg.leg, draft=msgspec.structs.replace(leg.draft, stage=after, **changes)), (event,))


def issue(state: Journey, command: r.Issue, context: Context) -> Decision[Journey]:
    """The result exists; the last of several ends the journey, and so does any refusal."""
    leg = drafted(running(state), command, "numbered")
    assert leg.draft is not None
    state = state.with_leg(leg.leg, status="done")
    if leg.draft.outcome == "refused":
        refused = DossierRefused(**by(command, context), reason=leg.draft.reason, legal_ground=leg.draft.legal_ground)
        return _finish(state, leg.draft, command, context, (refused,))
    unfinished = any(other.status != "done" for other in state.legs.values())
    events: tuple[Any, ...] = (LegCompleted(**about(command, context)),)
    if leg.result and (unfinished or state.part_results):  # one of several
        state = state.with_(part_results=(*state.part_results, leg.draft.result_no))
        events += (PartResultIssued(**about(command, context), result=leg.result, result_no=leg.draft.result_no, outcome="granted"),)
    if not unfinished:
        return _finish(state, leg.draft, command, context, events)
    following = forward_ready(state, command.agency, context.dossier_id, context)
    return Decision(following.state, (*events, *following.events))


def _finish(state: Journey, draft: Draft, command: Any, context: Context, before: tuple[Any, ...]) -> Decision[Journey]:
    legs = {name: msgspec.structs.replace(leg, status="done") for name, leg in state.legs.items()}
    result = ResultIssued(**by(command, context), result_no=draft.result_no, outcome=draft.outcome)
    state, sent = send_home(state.with_(legs=legs, consultations={}), command.agency, context.dossier_id, context)
    return Decision(state, (*before, result, sent))


def apologise(state: Journey, command: r.Apologise, context: Context) -> Decision[Journey]:
    """The resolving agency apologises and promises a new date, once and no more (R19, R20)."""
    open_journey(state)
    refuse_unless(not state.apologised, "status", "đã hẹn lại một lần, luật không cho hẹn lần nữa",
                  "a new date was promised once already", "R20")  # fmt: skip
    holders = {leg.agency for leg in state.legs.values() if leg.status != "done"}
    refuse_unless(command.agency in holders, "agency", "chỉ cơ quan đang giải quyết mới xin lỗi",
                  "only the resolving agency apologises", "R19")  # fmt: skip
    refuse_unless(command.new_due_at > max(state.due_at, context.now), "new_due_at", "ngày mới phải sau ngày đã hẹn",
                  "must be after the date promised", "R19")  # fmt: skip
    day, calendar = day_of(command.new_due_at), receiver_calendar(state.desk, context)
    refuse_unless(calendar.is_working_day(day), "new_due_at", "ngày hẹn mới là ngày nghỉ", "the new date is a day of rest", "T5")
    event = ApologyIssued(dossier_id=context.dossier_id, at=context.now, agency=command.agency, officer=command.officer,
                          reason=command.reason, old_due_at=state.due_at, new_due_at=command.new_due_at)  # fmt: skip
    return Decision(state.with_(apologised=True, due_at=command.new_due_at), (event,))
