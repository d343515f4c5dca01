"""All that routing does; facts.py, and the files named in the second table, say how."""

from lienthong_contracts import (
    ApologyFellDue,
    ClockRestarted,
    ClockResumed,
    DeadlineAdjusted,
    DeadlineBreached,
    DeadlineRescheduled,
    DossierLapsed,
    DossierReceived,
    DossierWithdrawn,
    FeePaid,
    ResultReturned,
    SupplementGiven,
)

from routing import asking, consignments, facts, results, work
from routing import commands as c
from routing import result_commands as r

ON_EVENT = {
    DossierReceived: facts.plan_journey,
    SupplementGiven: facts.take_supplement,
    FeePaid: facts.take_payment,
    DossierWithdrawn: facts.stop,
    DossierLapsed: facts.stop,
    ResultReturned: facts.close,
    ApologyFellDue: facts.owe_apology,
    DeadlineBreached: facts.note_breach,
    DeadlineRescheduled: facts.note_new_date,
    DeadlineAdjusted: facts.note_new_date,
    ClockResumed: facts.move_date,
    ClockRestarted: facts.move_date,
}
ON_COMMAND = {
    c.Acknowledge: consignments.acknowledge,
    c.RefuseHandOver: consignments.refuse_hand_over,
    c.Recall: consignments.recall,
    c.Resend: consignments.resend,
    c.Assign: work.assign,
    c.StandIn: work.stand_in,
    c.Start: work.start,
    c.VisitSite: work.visit_site,
    c.PostNotice: work.post_notice,
    c.Complete: work.complete,
    c.ReturnLeg: work.return_leg,
    c.Transfer: work.transfer,
    c.AskSupplement: asking.ask_supplement,
    c.AskSupplementAgain: asking.ask_supplement,
    c.Consult: asking.consult,
    c.AnswerConsultation: asking.answer,
    c.Pause: asking.pause,
    c.Resume: asking.resume,
    r.Propose: results.propose,
    r.RefuseDossier: results.refuse_dossier,
    r.Approve: results.approve,
    r.SendBack: results.send_back,
    r.Sign: results.sign,
    r.Number: results.number,
    r.Issue: results.issue,
    r.Apologise: results.apologise,
}
