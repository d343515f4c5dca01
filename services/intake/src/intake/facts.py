"""What facts of the other services lead to at the desk."""

from datetime import datetime

from lienthong_calendar import due_at, parse_term
from lienthong_contracts import (
    DOSSIER_CLOCK,
    ApologyIssued,
    ClockRestarted,
    ClockResumed,
    ConsultationAsked,
    DeadlineAdjusted,
    DossierForwarded,
    DossierRefused,
    FeeAsked,
    HandOverAcknowledged,
    HandOverRefused,
    JourneyHandedToSuccessor,
    JourneyPlanned,
    JourneyStopped,
    LegTransferred,
    PartResultIssued,
    ProcessingPaused,
    ResultIssued,
    SupplementAsked,
    SupplementLapsed,
    SupplementNeeded,
)
from lienthong_runtime import Context, Decision
from msgspec.structs import replace

from intake.desk import handed_out
from intake.domain.dossier import DESKS, FINAL, Dossier, Notice, Passed
from intake.standing import known

RETURN_LEG = "return"


def ask_supplement(state: Dossier | None, event: SupplementNeeded, context: Context) -> Decision[Dossier]:
    """An agency needs more: the desk asks the citizen (R11), a second time only with a head's word (R01)."""
    dossier = known(state)
    if dossier.status in FINAL:  # the agency's act and the citizen's withdrawal crossed
        return Decision(dossier)
    by, number = _window(dossier, context), dossier.supplements + 1
    asked = SupplementAsked(dossier_id=event.dossier_id, at=context.now, agency=event.agency, content=event.content,
                            legal_ground=event.legal_ground, round=number, answer_by=by, approved_by=event.approved_by)  # fmt: skip
    notice = Notice("supplement", context.now, event.agency, event.officer, event.content, event.legal_ground, by,
                    approved_by=event.approved_by)  # fmt: skip
    return Decision(dossier.with_(status="supplement", supplements=number, notices=(*dossier.notices, notice)), (asked,))


def _window(dossier: Dossier, context: Context) -> datetime | None:
    """Until when the citizen may hand in what is missing, where the procedure sets a window (NĐ 217/2026 Đ.54)."""
    window = context.catalogue.procedure(dossier.procedure, dossier.procedure_version).supplement_window
    calendar = context.catalogue.calendar_for(dossier.desk, context.today)
    return due_at(calendar, context.now, parse_term(window), "actual") if window else None


def note_lapse(state: Dossier | None, event: SupplementLapsed, _context: Context) -> Decision[Dossier]:
    """The window has passed: the desk may end the dossier."""
    dossier = known(state)
    waits = dossier.status == "supplement" and dossier.supplements == event.round
    return Decision(dossier.with_(lapsed=True) if waits else dossier)


def ask_fee(state: Dossier | None, event: ProcessingPaused, context: Context) -> Decision[Dossier]:
    """The route waits for a payment: the citizen is told the sum (R25)."""
    dossier = known(state)
    if not event.payment or dossier.status in FINAL:
        return Decision(dossier)
    asked = FeeAsked(dossier_id=event.dossier_id, at=context.now, amount_dong=event.fee_dong, ground=event.ground)
    return Decision(dossier.with_(status="fee", fee_dong=event.fee_dong), (asked,))


def await_result(state: Dossier | None, event: ResultIssued, context: Context) -> Decision[Dossier]:
    """There is a result; it is on its way back, or was handed out while the citizen waited (R07)."""
    dossier = known(state)
    if dossier.status in FINAL:
        return Decision(dossier)
    with_result = dossier.with_(status="result", result_no=event.result_no)
    return handed_out(with_result, "counter", event.officer, event.at, context) if dossier.immediate else Decision(with_result)


def note_refused(state: Dossier | None, event: DossierRefused, _context: Context) -> Decision[Dossier]:
    """Not eligible after appraisal: the refusal is the result, and can be printed (Mẫu 03, R18)."""
    dossier = known(state)
    notice = Notice("refusal", event.at, event.agency, event.officer, event.reason, event.legal_ground)
    return Decision(dossier if dossier.status in FINAL else dossier.with_(notices=(*dossier.notices, notice)))


def note_part(state: Dossier | None, event: PartResultIssued, _context: Context) -> Decision[Dossier]:
    """One of several results exists."""
    dossier = known(state)
    return Decision(dossier.with_(results=(*dossier.results, event.result_no)))


def note_parties(state: Dossier | None, event: JourneyPlanned | ConsultationAsked | LegTransferred, _context: Context) -> Decision[Dossier]:
    """Whoever has a part in the dossier may see it."""
    dossier = known(state)
    if isinstance(event, JourneyPlanned):
        return Decision(dossier.seen_by(*(a for leg in event.legs for a in (leg.agency, leg.supervisor or ""))))
    return Decision(dossier.seen_by(event.asked if isinstance(event, ConsultationAsked) else event.competent))


def note_hand_over(state: Dossier | None, event: DossierForwarded, _context: Context) -> Decision[Dossier]:
    """A line of the control slip begins; a resend is the same line, never another (Mẫu 06)."""
    dossier, consignment = known(state).seen_by(event.receiver), str(event.consignment)
    if any(passed.consignment == consignment for passed in dossier.passed):
        return Decision(dossier)
    return Decision(dossier.with_(passed=(*dossier.passed, Passed(consignment, event.sender, event.receiver, event.at))))


def welcome_back(state: Dossier | None, event: HandOverAcknowledged, _context: Context) -> Decision[Dossier]:
    """The second signature; and the desk has the result in its hands if it was the way home."""
    dossier = _signed(known(state), str(event.consignment), taken_at=event.at, taker=event.officer)
    return Decision(dossier.with_(at_desk=True) if event.leg == RETURN_LEG else dossier)


def note_refusal(state: Dossier | None, event: HandOverRefused, _context: Context) -> Decision[Dossier]:
    """The receiver sent it back: the slip says so."""
    return Decision(_signed(known(state), str(event.consignment), note=event.reason))


def _signed(dossier: Dossier, consignment: str, **changes: object) -> Dossier:
    return dossier.with_(passed=tuple(replace(p, **changes) if p.consignment == consignment else p for p in dossier.passed))


def note_apology(state: Dossier | None, event: ApologyIssued, _context: Context) -> Decision[Dossier]:
    """The date that holds is the promised one; the letter can be printed (Mẫu 04, R21)."""
    dossier = known(state)
    notice = Notice("apology", event.at, event.agency, event.officer, event.reason, old_due_at=event.old_due_at,
                    new_due_at=event.new_due_at)  # fmt: skip
    return Decision(dossier.with_(due_at=event.new_due_at, notices=(*dossier.notices, notice)))


def note_new_date(state: Dossier | None, event: DeadlineAdjusted, _context: Context) -> Decision[Dossier]:
    """A changed calendar moved the date."""
    return Decision(known(state).with_(due_at=event.promised_at))


def move_date(state: Dossier | None, event: ClockRestarted | ClockResumed, _context: Context) -> Decision[Dossier]:
    """The date by law moved with a pause or a supplement (R12); one promised with an apology isn't taken back."""
    dossier = known(state)
    if event.clock != DOSSIER_CLOCK or dossier.status in FINAL:
        return Decision(dossier)
    promised = [notice.new_due_at for notice in dossier.notices if notice.new_due_at]
    return Decision(dossier.with_(due_at=max(event.due_at, *promised)) if promised else dossier.with_(due_at=event.due_at))


def change_desk(state: Dossier | None, event: JourneyHandedToSuccessor, _context: Context) -> Decision[Dossier]:
    """An agency ceased: its successor sees the dossier, and stands in its place where the citizen goes."""
    dossier = known(state).seen_by(event.successor)
    if event.leg != RETURN_LEG:
        return Decision(dossier)
    return Decision(dossier.with_(**{name: event.successor for name in DESKS if getattr(dossier, name) == event.predecessor}))


def stop(state: Dossier | None, event: JourneyStopped, _context: Context) -> Decision[Dossier]:
    """Nothing more will be done."""
    dossier = known(state)
    return Decision(dossier if dossier.status in FINAL else dossier.ended("stopped", event.at))
