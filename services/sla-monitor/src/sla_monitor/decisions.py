"""All that sla-monitor does: facts.py moves the clocks, watching.py sees to answers, timers.py is time itself."""

from lienthong_contracts import (
    ApologyIssued,
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationLapsed,
    DossierForwarded,
    DossierReceived,
    HandOverAcknowledged,
    HandOverRecalled,
    HandOverRefused,
    JourneyHandedToSuccessor,
    JourneyPlanned,
    JourneyStopped,
    LegCompleted,
    LegReturned,
    LegTransferred,
    OfficerAssigned,
    ProcessingPaused,
    ProcessingResumed,
    ResultIssued,
    SupplementAsked,
    SupplementGiven,
    SupplementNeeded,
)

from sla_monitor import facts, watching
from sla_monitor.succession import hand_on
from sla_monitor.timers import after_time
from sla_monitor.transfers import transfer_leg

ON_EVENT = {
    DossierReceived: facts.start_clock,
    JourneyPlanned: after_time(facts.plan_shares),
    DossierForwarded: after_time(watching.await_answer),
    HandOverAcknowledged: after_time(facts.start_leg),
    HandOverRefused: after_time(watching.take_answer),
    HandOverRecalled: after_time(watching.take_answer),
    OfficerAssigned: after_time(watching.note_officer),
    LegCompleted: after_time(facts.stop_leg),
    LegReturned: after_time(facts.give_back),
    LegTransferred: after_time(transfer_leg),
    JourneyHandedToSuccessor: after_time(hand_on),
    ConsultationAsked: after_time(watching.note_asked),
    ConsultationAnswered: after_time(watching.nothing_else),
    ConsultationLapsed: after_time(watching.tell_of_silence),
    ProcessingPaused: after_time(facts.pause),
    SupplementNeeded: after_time(facts.pause),
    SupplementAsked: after_time(watching.await_supplement),
    ProcessingResumed: after_time(facts.resume),
    SupplementGiven: after_time(facts.take_supplement),
    ApologyIssued: after_time(facts.reschedule),
    ResultIssued: after_time(facts.finish),
    JourneyStopped: after_time(facts.stop),
}
