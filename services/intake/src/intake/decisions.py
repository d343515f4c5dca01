"""All that intake does; the files named in the tables say how."""

from lienthong_contracts import (
    ApologyIssued,
    ClockRestarted,
    ClockResumed,
    ConsultationAsked,
    DeadlineAdjusted,
    DossierForwarded,
    DossierRefused,
    HandOverAcknowledged,
    HandOverRefused,
    JourneyHandedToSuccessor,
    JourneyPlanned,
    JourneyStopped,
    LegTransferred,
    PartResultIssued,
    ProcessingPaused,
    ResultIssued,
    SupplementLapsed,
    SupplementNeeded,
)

from intake import citizens, desk, facts, reception, submitting
from intake import commands as c
from intake.citizens_commands import PaidOnline, Rate

ON_EVENT = {
    JourneyPlanned: facts.note_parties,
    ConsultationAsked: facts.note_parties,
    LegTransferred: facts.note_parties,
    DossierForwarded: facts.note_hand_over,
    HandOverAcknowledged: facts.welcome_back,
    HandOverRefused: facts.note_refusal,
    SupplementNeeded: facts.ask_supplement,
    SupplementLapsed: facts.note_lapse,
    ProcessingPaused: facts.ask_fee,
    ApologyIssued: facts.note_apology,
    DeadlineAdjusted: facts.note_new_date,
    ClockResumed: facts.move_date,
    ClockRestarted: facts.move_date,
    DossierRefused: facts.note_refused,
    PartResultIssued: facts.note_part,
    ResultIssued: facts.await_result,
    JourneyStopped: facts.stop,
    JourneyHandedToSuccessor: facts.change_desk,
}
ON_COMMAND = {
    c.Submit: submitting.submit,
    c.SubmitOnline: submitting.submit_online,
    c.StartDraft: submitting.start_draft,
    c.SaveDraft: submitting.save_draft,
    c.SubmitDraft: submitting.submit_draft,
    c.Receive: reception.receive,
    c.Decline: reception.decline,
    c.ReturnSubmission: reception.return_submission,
    c.GiveSupplement: desk.give_supplement,
    c.Lapse: desk.lapse,
    c.PayFee: desk.pay_fee,
    c.Withdraw: desk.withdraw,
    c.ReturnResult: desk.return_result,
    c.GiveBack: desk.give_back,
    c.Waive: desk.waive,
    c.Attach: desk.attach,
    Rate: citizens.rate,
    PaidOnline: citizens.paid_online,
}
