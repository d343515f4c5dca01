"""All that routing does; facts.py and acts.py beside this file say how."""

from lienthong_contracts import (
    ApologyFellDue,
    ClockRestarted,
    ClockResumed,
    DeadlineAdjusted,
    DeadlineBreached,
    DeadlineRescheduled,
    DossierReceived,
    DossierWithdrawn,
    FeePaid,
    ResultReturned,
    SupplementGiven,
)

from routing import acts, facts
from routing import commands as c

ON_EVENT = {
    DossierReceived: facts.plan_journey,
    SupplementGiven: facts.take_supplement,
    FeePaid: facts.take_payment,
    DossierWithdrawn: facts.stop,
    ResultReturned: facts.close,
    ApologyFellDue: facts.owe_apology,
    DeadlineBreached: facts.note_breach,
    DeadlineRescheduled: facts.note_new_date,
    DeadlineAdjusted: facts.note_new_date,
    ClockResumed: facts.move_date,
    ClockRestarted: facts.move_date,
}
ON_COMMAND = {
    c.Acknowledge: acts.acknowledge,
    c.RefuseHandOver: acts.refuse_hand_over,
    c.Resend: acts.resend,
    c.Assign: acts.assign,
    c.Complete: acts.complete,
    c.ReturnLeg: acts.return_leg,
    c.AskSupplement: acts.ask_supplement,
    c.Consult: acts.consult,
    c.AnswerConsultation: acts.answer,
    c.Pause: acts.pause,
    c.Resume: acts.resume,
    c.Apologise: acts.apologise,
    c.RefuseDossier: acts.refuse_dossier,
}
