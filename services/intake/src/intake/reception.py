"""The desk's three answers to a submission: received with a date (Mẫu 01), returned (Mẫu 02), declined (Mẫu 03)."""

from datetime import datetime, time
from typing import Any

from lienthong_calendar import VIET_NAM, Due, WorkingCalendar, explain, parse_term
from lienthong_contracts import (
    AgencyPublished,
    DossierDeclined,
    DossierReceived,
    ProcedurePublished,
    SubmissionCompleted,
    SubmissionReturned,
    TraceLine,
)
from lienthong_runtime import Context, Decision, refuse_unless

from intake import commands as c
from intake.domain.code import dossier_code
from intake.domain.dossier import Component, Dossier, Notice
from intake.domain.submission import needed, route_of, term_of
from intake.standing import at_this_desk, only

_THREE = time(15, 0)


def receive(state: Dossier, command: c.Receive, context: Context) -> Decision[Dossier]:
    """The desk takes a complete dossier in and promises a date."""
    only(at_this_desk(state, command.desk), "submitted")
    return received(state, command, context)


def received(state: Dossier, command: Any, context: Context) -> Decision[Dossier]:
    """The dossier with its code, its date and how that was counted."""
    procedure = context.catalogue.procedure(state.procedure, state.procedure_version)
    immediate = getattr(command, "immediate_result_no", None)
    refuse_unless(immediate is None or not procedure.receipt_required, "immediate_result_no", "thủ tục này không trả kết quả ngay",
                  "the procedure isn't resolved at once", "R07")  # fmt: skip
    today = context.today
    edition, term, due = promised(procedure, state.case, state.desk, state.channel, context)
    code = dossier_code(context.catalogue.in_force(AgencyPublished, state.desk, today), today, context.extra.sequence)
    event = DossierReceived(
        dossier_id=context.dossier_id, at=context.now, code=code, procedure=procedure.id, procedure_version=state.procedure_version,
        route=route_of(procedure, state.case), channel=state.channel, desk=state.desk, return_channel=state.return_channel,
        officer=command.officer, received_at=context.now, deemed_at=due.deemed_at, term=term, due_at=due.due_at,
        supplement_mode=procedure.supplement_mode,
        trace=tuple(TraceLine(on=s.on, counts=s.counts, rule=s.rule, name=s.name, decision_no=s.decision_no) for s in due.steps),
        calendar=edition, case=state.case, branches=state.branches, return_desk=state.return_desk, competent=state.competent,
        immediate_result_no=immediate,
    )  # fmt: skip
    following = state.with_(status="received", code=code, received_at=context.now, due_at=due.due_at, officer=command.officer,
                            immediate=immediate is not None)  # fmt: skip
    return Decision(following, (event,))


def promised(procedure: ProcedurePublished, case: str | None, desk: str, channel: str, context: Context) -> tuple[str, str, Due]:
    """The date that a reception now would promise: the calendar's edition, the term, and the due moment with its reasons."""
    edition, term = context.catalogue.edition(desk, context.today), term_of(procedure, case)
    calendar = context.catalogue.calendar_of(edition)
    return edition, term, explain(calendar, counted_from(procedure, context.now, calendar), parse_term(term), duty=channel == "counter")


def counted_from(procedure: ProcedurePublished, now: datetime, calendar: WorkingCalendar) -> datetime:
    """The reception, or the next working day's opening for what comes after 15:00 (T11, T13; strictly later)."""
    local = now.astimezone(VIET_NAM)
    if not procedure.after_three or local.time() <= _THREE:
        return now
    return calendar.next_opening(local.replace(hour=23, minute=59))


def decline(state: Dossier, command: c.Decline, context: Context) -> Decision[Dossier]:
    """The desk refuses to receive."""
    only(at_this_desk(state, command.desk), "submitted", "incomplete")
    return declined(state, command, context)


def declined(state: Dossier, command: Any, context: Context) -> Decision[Dossier]:
    """The refusal with its reason and legal ground."""
    event = DossierDeclined(dossier_id=context.dossier_id, at=context.now, officer=command.officer, reason=command.reason,
                            legal_ground=command.legal_ground)  # fmt: skip
    notice = Notice("refusal", context.now, state.desk, command.officer, command.reason, command.legal_ground)
    return Decision(state.ended("declined", context.now).with_(notices=(*state.notices, notice)), (event,))


def return_submission(state: Dossier, command: c.ReturnSubmission, context: Context) -> Decision[Dossier]:
    """Not complete: the citizen is asked, once, for all that is missing (R01, R05)."""
    only(at_this_desk(state, command.desk), "submitted")
    asked = any(notice.form == "supplement" for notice in state.notices)
    refuse_unless(not asked, "status", "đã yêu cầu bổ sung một lần: tiếp nhận hoặc từ chối",
                  "asked once already: receive or decline", "R01")  # fmt: skip
    return returned(state, command, context)


def returned(state: Dossier, command: Any, context: Context) -> Decision[Dossier]:
    """The submission goes back with what is missing."""
    content = command.content if isinstance(command, c.ReturnSubmission) else command.reason
    event = SubmissionReturned(dossier_id=context.dossier_id, at=context.now, desk=state.desk, officer=command.officer, content=content,
                               legal_ground=command.legal_ground)  # fmt: skip
    notice = Notice("supplement", context.now, state.desk, command.officer, content, command.legal_ground)
    return Decision(state.with_(status="incomplete", notices=(*state.notices, notice)), (event,))


def complete_submission(state: Dossier, command: c.GiveSupplement, context: Context) -> Decision[Dossier]:
    """What was missing is there: the desk may receive; what still is missing is named again, and nothing has happened."""
    procedure = context.catalogue.procedure(state.procedure, state.procedure_version)
    there = {component.paper for component in state.components} | set(command.papers)
    for paper in procedure.papers:
        missing = paper.id in needed(procedure, state.case) and paper.id not in there
        refuse_unless(not missing, f"papers.{paper.id}", f"thiếu giấy tờ: {paper.name}", f"missing paper: {paper.name}", "R01")
    event = SubmissionCompleted(dossier_id=context.dossier_id, at=context.now, desk=state.desk)
    return Decision(with_papers(state, command.papers).with_(status="submitted"), (event,))


def with_papers(state: Dossier, papers: tuple[str, ...]) -> Dossier:
    """A copy with these papers handed in, too."""
    known = {component.paper for component in state.components}
    digitised = "electronic" if state.channel == "online" else "pending"
    new = tuple(Component(paper, digitised=digitised) for paper in dict.fromkeys(papers) if paper not in known)
    return state.with_(components=(*state.components, *new))
