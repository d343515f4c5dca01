"""All that notifier does: telling.py says what the citizen is told, telling_staff.py officers and heads, outcomes.py what follows."""

from lienthong_contracts import (
    ApologyFellDue,
    ApologyIssued,
    ClockRestarted,
    ClockResumed,
    DeadlineAdjusted,
    DeadlineApproaching,
    DeadlineBreached,
    DelayEscalated,
    DossierDeclined,
    DossierReceived,
    DossierStalled,
    DossierSubmitted,
    FeeAsked,
    HandOverUnanswered,
    JourneyHandedToSuccessor,
    JourneyStopped,
    LetterIssued,
    ResultIssued,
    ResultReturned,
    SubmissionMoved,
    SubmissionReturned,
    SupplementAsked,
)

from notifier import telling, telling_staff
from notifier.calls import phoned
from notifier.commands import Phoned

ON_EVENT = {
    DossierSubmitted: telling.open_correspondence,
    SubmissionReturned: telling.tell_return_of_submission,
    SubmissionMoved: telling.tell_succession,
    DossierDeclined: telling.tell_refusal,
    DossierReceived: telling.tell_reception,
    JourneyHandedToSuccessor: telling.tell_succession,
    SupplementAsked: telling.tell_supplement,
    FeeAsked: telling.tell_fee,
    ApologyIssued: telling.tell_apology,
    DeadlineAdjusted: telling.tell_changed_date,
    ResultIssued: telling.tell_result,
    JourneyStopped: telling.tell_stop,
    ResultReturned: telling.tell_return,
    LetterIssued: telling.tell_letter,
    ClockResumed: telling.move_date,
    ClockRestarted: telling.move_date,
    DeadlineApproaching: telling_staff.tell_staff,
    ApologyFellDue: telling_staff.tell_staff,
    DeadlineBreached: telling_staff.tell_staff,
    DelayEscalated: telling_staff.tell_staff,
    HandOverUnanswered: telling_staff.tell_staff,
    DossierStalled: telling_staff.tell_staff,
}

ON_COMMAND = {
    Phoned: phoned,
}
