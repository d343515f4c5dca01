"""How far each agency's part is, as events tell it: the step that a leg waits for, and opinions that are open."""

import lienthong_contracts as c

from portal.domain.record import Question, Record, Sent

type Stepping = (c.WorkStarted | c.SiteVisitRecorded | c.NoticePosted | c.NoticeEnded | c.ResultProposed | c.ResultApproved
                 | c.ResultSentBack | c.ResultSigned | c.ResultNumbered)  # fmt: skip
STEPS: dict[type[c.DossierEvent], str] = {
    c.WorkStarted: "work", c.SiteVisitRecorded: "work", c.NoticePosted: "posting", c.NoticeEnded: "work", c.ResultProposed: "approve",
    c.ResultApproved: "sign", c.ResultSentBack: "work", c.ResultSigned: "number", c.ResultNumbered: "issue",
}  # fmt: skip


def stepped(record: Record, e: Stepping) -> Record:
    return record.with_leg(e.leg, step=STEPS[type(e)])


def assigned(record: Record, e: c.OfficerAssigned) -> Record:
    leg = record.legs.get(e.leg)
    return record.with_leg(e.leg, officer=e.officer, step="start" if leg and leg.step == "assign" else leg.step if leg else "")


def returned_leg(record: Record, e: c.LegReturned) -> Record:
    # What was sent back on the way to legs that wait again leads nowhere any more.
    sent = {key: sent for key, sent in record.sent.items() if sent.state != "back"}
    return record.with_(sent=sent).with_leg(e.leg, state="waiting", officer="", step="", late=False)


def transferred(record: Record, e: c.LegTransferred) -> Record:
    return record.with_leg(e.leg, agency=e.competent, state="under_way", officer="", step="", late=False)


def asked(record: Record, e: c.ConsultationAsked) -> Record:
    return record.with_(questions={**record.questions, str(e.consultation): Question(e.leg, e.asked)})


def answered(record: Record, e: c.ConsultationAnswered | c.ConsultationLapsed) -> Record:
    return record.with_(questions={key: open_one for key, open_one in record.questions.items() if key != str(e.consultation)})


def submission_returned(record: Record, _e: c.SubmissionReturned) -> Record:
    return record.with_(returned=True)


def submission_completed(record: Record, _e: c.SubmissionCompleted) -> Record:
    return record.with_(returned=False)


def succeeded(record: Record, e: c.JourneyHandedToSuccessor) -> Record:
    """Consignments and questions of the leg follow to the successor."""
    sent = {key: Sent(s.leg, _heir(s.sender, e), _heir(s.receiver, e), s.state) if s.leg == e.leg else s for key, s in record.sent.items()}
    questions = {key: Question(q.leg, _heir(q.asked, e)) if q.leg == e.leg else q for key, q in record.questions.items()}
    return record.with_(sent=sent, questions=questions)


def _heir(agency: str, e: c.JourneyHandedToSuccessor) -> str:
    return e.successor if agency == e.predecessor else agency
