"""All that notifier does: telling.py says which facts the citizen is told, outcomes.py what becomes of each message."""

from lienthong_contracts import (
    ApologyIssued,
    ClockRestarted,
    ClockResumed,
    DeadlineAdjusted,
    DossierDeclined,
    DossierReceived,
    DossierSubmitted,
    FeeAsked,
    JourneyHandedToSuccessor,
    JourneyStopped,
    ResultIssued,
    ResultReturned,
    SubmissionMoved,
    SubmissionReturned,
    SupplementAsked,
)

from notifier import telling

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
    ClockResumed: telling.move_date,
    ClockRestarted: telling.move_date,
}
