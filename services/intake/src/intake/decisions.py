"""All that intake does: what a submission, an act of the desk or a fact from routing leads to."""

from datetime import datetime
from typing import Any

from lienthong_calendar import VIET_NAM, due_at, explain, parse_term
from lienthong_contracts import (
    DossierDeclined,
    DossierReceived,
    DossierSubmitted,
    DossierWithdrawn,
    FeeAsked,
    FeePaid,
    HandOverAcknowledged,
    JourneyStopped,
    ProcedurePublished,
    ProcessingPaused,
    ResultIssued,
    ResultReturned,
    SupplementAsked,
    SupplementGiven,
    SupplementNeeded,
    TraceLine,
)
from lienthong_runtime import Context, Decision, Fault, Refused, Unprocessable, refuse_unless

from intake.commands import Decline, GiveSupplement, PayFee, Receive, ReturnResult, Submit, Withdraw
from intake.domain.code import dossier_code
from intake.domain.dossier import FINAL, Dossier
from intake.domain.submission import faults_of

RETURN_LEG = "return"


class NeverSubmitted(Unprocessable):
    """A fact about a dossier that intake doesn't know: find its submission before replaying."""


def submit(_state: None, command: Submit, context: Context) -> Decision[Dossier]:
    """A submission; received in the same act unless it came online (R02, R04)."""
    day = context.now.astimezone(VIET_NAM).date()
    faults = faults_of(command.procedure, command.channel, command.desk, command.applicant, command.papers, command.phone,
                       command.email, context.catalogue, day)  # fmt: skip
    if command.channel != "online" and command.officer is None:
        faults.append(Fault("officer", "thiếu cán bộ tiếp nhận", "the receiving officer is missing"))
    if faults:
        raise Refused(*faults, law="NĐ 61/2018 Đ.17")
    procedure = context.catalogue.in_force(ProcedurePublished, command.procedure, day)
    state = Dossier("submitted", procedure.id, procedure.entry_version, command.channel, command.desk, command.return_channel)
    submitted = DossierSubmitted(dossier_id=context.dossier_id, at=context.now, procedure=procedure.id,
                                 procedure_version=procedure.entry_version, channel=command.channel, desk=command.desk,
                                 applicant=command.applicant)  # fmt: skip
    if command.channel == "online":
        return Decision(state, (submitted,))
    received = _received(state, command.officer, context)
    return Decision(received.state, (submitted, *received.events))


def receive(state: Dossier, command: Receive, context: Context) -> Decision[Dossier]:
    """The desk takes a complete dossier in and promises a date (Mẫu 01)."""
    _only(state, "submitted")
    return _received(state, command.officer, context)


def _received(state: Dossier, officer: str, context: Context) -> Decision[Dossier]:
    procedure = context.catalogue.procedure(state.procedure, state.procedure_version)
    today = context.now.astimezone(VIET_NAM).date()
    edition = context.catalogue.edition(state.desk, today)
    due = explain(context.catalogue.calendar_of(edition), context.now, parse_term(procedure.term), duty=state.channel == "counter")
    code = dossier_code(state.desk, today, context.extra)
    event = DossierReceived(
        dossier_id=context.dossier_id, at=context.now, code=code, procedure=procedure.id, procedure_version=state.procedure_version,
        route=procedure.route, channel=state.channel, desk=state.desk, return_channel=state.return_channel, officer=officer,
        received_at=context.now, deemed_at=due.deemed_at, term=procedure.term, due_at=due.due_at,
        supplement_mode=procedure.supplement_mode,
        trace=tuple(TraceLine(on=s.on, counts=s.counts, rule=s.rule, name=s.name, decision_no=s.decision_no) for s in due.steps),
        calendar=edition,
    )  # fmt: skip
    return Decision(state.with_(status="received", code=code, received_at=context.now, due_at=due.due_at), (event,))


def decline(state: Dossier, command: Decline, context: Context) -> Decision[Dossier]:
    """The desk refuses to receive (Mẫu 03)."""
    _only(state, "submitted")
    event = DossierDeclined(dossier_id=context.dossier_id, at=context.now, officer=command.officer, reason=command.reason,
                            legal_ground=command.legal_ground)  # fmt: skip
    return Decision(state.with_(status="declined"), (event,))


def give_supplement(state: Dossier, _command: GiveSupplement, context: Context) -> Decision[Dossier]:
    """The citizen hands in what was asked for (R12)."""
    _only(state, "supplement")
    event = SupplementGiven(dossier_id=context.dossier_id, at=context.now, round=state.supplements)
    return Decision(state.with_(status="received"), (event,))


def pay_fee(state: Dossier, command: PayFee, context: Context) -> Decision[Dossier]:
    """The citizen pays what stopped the clock (R25)."""
    _only(state, "fee")
    event = FeePaid(dossier_id=context.dossier_id, at=context.now, amount_dong=state.fee_dong, receipt_no=command.receipt_no)
    return Decision(state.with_(status="received"), (event,))


def withdraw(state: Dossier, command: Withdraw, context: Context) -> Decision[Dossier]:
    """The citizen takes the dossier back, as long as there's no result (Mẫu 05)."""
    allowed = state.status not in FINAL and state.status != "result"
    refuse_unless(allowed, "status", "hồ sơ đã có kết quả hoặc đã đóng", "there is a result already, or it is closed", "Mẫu 05")
    event = DossierWithdrawn(dossier_id=context.dossier_id, at=context.now, reason=command.reason)
    return Decision(state.with_(status="withdrawn"), (event,))


def return_result(state: Dossier, command: ReturnResult, context: Context) -> Decision[Dossier]:
    """The result goes into the citizen's hand, once it is back at the desk (R23)."""
    _only(state, "result")
    refuse_unless(state.at_desk, "status", "kết quả chưa về bộ phận một cửa", "the result isn't back at the desk yet", "R17")
    event = ResultReturned(dossier_id=context.dossier_id, at=context.now, channel=command.channel, officer=command.officer)
    return Decision(state.with_(status="returned"), (event,))


def ask_supplement(state: Dossier | None, event: SupplementNeeded, context: Context) -> Decision[Dossier]:
    """An agency needs more: the desk asks the citizen (R11)."""
    known = _known(state)
    if known.status in FINAL:  # the agency's act and the citizen's withdrawal crossed
        return Decision(known)
    asked = SupplementAsked(dossier_id=event.dossier_id, at=context.now, agency=event.agency, content=event.content,
                            legal_ground=event.legal_ground, round=known.supplements + 1, answer_by=_window(known, context))  # fmt: skip
    return Decision(known.with_(status="supplement", supplements=known.supplements + 1), (asked,))


def _window(known: Dossier, context: Context) -> datetime | None:
    """Until when the citizen may hand in what is missing, where the procedure sets a window (NĐ 217/2026 Đ.54)."""
    window = context.catalogue.procedure(known.procedure, known.procedure_version).supplement_window
    calendar = context.catalogue.calendar_for(known.desk, context.now.astimezone(VIET_NAM).date())
    return due_at(calendar, context.now, parse_term(window), "actual") if window else None


def ask_fee(state: Dossier | None, event: ProcessingPaused, context: Context) -> Decision[Dossier]:
    """The route waits for a payment: the citizen is told the sum (R25)."""
    known = _known(state)
    if not event.payment or known.status in FINAL:
        return Decision(known)
    asked = FeeAsked(dossier_id=event.dossier_id, at=context.now, amount_dong=event.fee_dong, ground=event.ground)
    return Decision(known.with_(status="fee", fee_dong=event.fee_dong), (asked,))


def await_result(state: Dossier | None, event: ResultIssued, _context: Context) -> Decision[Dossier]:
    """There is a result; it is on its way back."""
    known = _known(state)
    return Decision(known if known.status in FINAL else known.with_(status="result", result_no=event.result_no))


def welcome_back(state: Dossier | None, event: HandOverAcknowledged, _context: Context) -> Decision[Dossier]:
    """The desk has the result in its hands."""
    known = _known(state)
    return Decision(known.with_(at_desk=True) if event.leg == RETURN_LEG else known)


def stop(state: Dossier | None, _event: JourneyStopped, _context: Context) -> Decision[Dossier]:
    """Nothing more will be done."""
    known = _known(state)
    return Decision(known if known.status == "withdrawn" else known.with_(status="stopped"))


def _known(state: Dossier | None) -> Dossier:
    if state is None:
        raise NeverSubmitted
    return state


def _only(state: Dossier, *allowed: Any) -> None:
    refuse_unless(state.status in allowed, "status", f"không làm được khi hồ sơ ở trạng thái {state.status}",
                  f"not possible while the dossier is {state.status}", "NĐ 61/2018")  # fmt: skip


ON_EVENT = {
    SupplementNeeded: ask_supplement,
    ProcessingPaused: ask_fee,
    ResultIssued: await_result,
    HandOverAcknowledged: welcome_back,
    JourneyStopped: stop,
}
ON_COMMAND = {
    Submit: submit,
    Receive: receive,
    Decline: decline,
    GiveSupplement: give_supplement,
    PayFee: pay_fee,
    Withdraw: withdraw,
    ReturnResult: return_result,
}
