"""What passes at the counter after reception: supplements, fees, withdrawal, originals, the result."""

from datetime import datetime
from typing import Any

from lienthong_contracts import (
    DocumentAttached,
    DossierLapsed,
    DossierWithdrawn,
    FeePaid,
    LetterIssued,
    OriginalsReturned,
    ResultReturned,
    SupplementGiven,
)
from lienthong_runtime import Context, Decision, refuse_unless
from msgspec.structs import replace

from intake import commands as c
from intake.domain.code import receipt_no
from intake.domain.dossier import Document, Dossier, Notice, Payment
from intake.reception import complete_submission, with_papers
from intake.standing import at_this_desk, only, open_dossier, remembered


def give_supplement(state: Dossier, command: c.GiveSupplement, context: Context) -> Decision[Dossier]:
    """The citizen hands in what was asked for (R12), before reception or after."""
    if state.status == "incomplete":
        return complete_submission(state, command, context)
    only(state, "supplement")
    event = SupplementGiven(dossier_id=context.dossier_id, at=context.now, round=state.supplements)
    return Decision(with_papers(state, command.papers).with_(status="received", lapsed=False), (event,))


def lapse(state: Dossier, command: c.Lapse, context: Context) -> Decision[Dossier]:
    """Nothing came in the window: the desk ends it, and it may be handed in anew (NĐ 217/2026 Đ.54)."""
    only(at_this_desk(state, command.desk), "supplement")
    refuse_unless(state.lapsed, "status", "thời hạn bổ sung chưa hết", "the window hasn't passed", "NĐ 217/2026 Đ.54")
    event = DossierLapsed(dossier_id=context.dossier_id, at=context.now, desk=command.desk, officer=command.officer,
                          reason=command.reason, legal_ground=command.legal_ground)  # fmt: skip
    notice = Notice("stop", context.now, state.desk, command.officer, command.reason, command.legal_ground)
    return Decision(state.ended("stopped", context.now).with_(notices=(*state.notices, notice)), (event,))


def pay_fee(state: Dossier, command: c.PayFee, context: Context) -> Decision[Dossier]:
    """The citizen pays (R25): what stopped the clock, or what the reception costs."""
    refuse_unless(command.desk in state.parties, "desk", "hồ sơ của bộ phận một cửa khác", "another desk's dossier", "R27")
    if command.purpose == "pause":
        only(state, "fee")
        dong, status = state.fee_dong, "received"
    else:
        open_dossier(state)
        refuse_unless(not state.reception_paid, "purpose", "không còn khoản phải nộp", "nothing is owed", "R25")
        dong, status = state.reception_dong, state.status
    number = command.receipt_no or receipt_no(command.desk, context.today, context.extra.receipt)
    event = FeePaid(dossier_id=context.dossier_id, at=context.now, amount_dong=dong, receipt_no=number, purpose=command.purpose)
    paid = Payment(number, dong, context.now, command.purpose)
    return Decision(state.with_(status=status, payments=(*state.payments, paid)), (event,))


def withdraw(state: Dossier, command: c.Withdraw, context: Context) -> Decision[Dossier]:
    """The citizen takes the dossier back, as long as there's no result (Mẫu 05)."""
    only(state, "submitted", "incomplete", "received", "supplement", "fee")
    refuse_unless(not state.results, "status", "đã có kết quả thành phần", "one of its results has been issued already", "Mẫu 05")
    paid = sum(payment.dong for payment in state.payments)
    refuse_unless(not command.refund_dong or command.desk is not None, "refund_dong", "số tiền trả lại do bộ phận một cửa xác định",
                  "what is paid back is the desk's to say", "Mẫu 05")  # fmt: skip
    refuse_unless(command.refund_dong <= paid, "refund_dong", "nhiều hơn số đã nộp", "more than was paid", "Mẫu 05")
    event = DossierWithdrawn(dossier_id=context.dossier_id, at=context.now, reason=command.reason, officer=command.officer,
                             refund_dong=command.refund_dong)  # fmt: skip
    notice = Notice("stop", context.now, state.desk, command.officer, command.reason, refund_dong=command.refund_dong)
    return Decision(state.ended("withdrawn", context.now).with_(notices=(*state.notices, notice)), (event,))


def return_result(state: Dossier, command: c.ReturnResult, context: Context) -> Decision[Dossier]:
    """The result goes into the citizen's hand, once it is back at the desk (R23)."""
    only(state, "result")
    refuse_unless(command.desk == state.home, "desk", "kết quả trả tại bộ phận một cửa khác", "another desk hands it out", "R17")
    refuse_unless(state.at_desk, "status", "kết quả chưa về bộ phận một cửa", "the result isn't back at the desk yet", "R17")
    refuse_unless(command.channel != "post" or command.post_no is not None, "post_no", "thiếu số bưu gửi", "the post's number is missing",
                  "QĐ 45/2016")  # fmt: skip
    return handed_out(state, command.channel, command.officer, context.now, context, command.post_no)


def handed_out(state: Dossier, channel: str, officer: str, at: datetime, context: Context, post_no: str | None = None) -> Decision[Dossier]:
    """The citizen has the result, and with one that was granted the letter that the procedure has (S0-26)."""
    about = {"dossier_id": context.dossier_id, "at": at}
    letter = None if state.refused else context.catalogue.procedure(state.procedure, state.procedure_version).letter
    events: tuple[Any, ...] = (ResultReturned(**about, channel=channel, officer=officer, post_no=post_no),)
    events += (LetterIssued(**about, letter=letter, desk=state.home),) if letter else ()
    return Decision(state.ended("returned", at).with_(returned_at=at, post_no=post_no), events)


def give_back(state: Dossier, command: c.GiveBack, context: Context) -> Decision[Dossier]:
    """Originals go back to the citizen, each once."""
    held = {component.paper for component in state.components if not component.given_back}
    for paper in command.papers:
        refuse_unless(paper in held, f"papers.{paper}", "không giữ giấy tờ này", "this paper isn't held here", "R23")
    event = OriginalsReturned(dossier_id=context.dossier_id, at=context.now, papers=command.papers, officer=command.officer)
    components = tuple(replace(c, given_back=c.given_back or c.paper in command.papers) for c in state.components)
    return Decision(state.with_(components=components), (event,))


def waive(state: Dossier, command: c.Waive, _context: Context) -> Decision[Dossier]:
    """A paper that can't be scanned has its reason on record (R03)."""
    refuse_unless(any(c.paper == command.paper for c in state.components), "paper", "không có giấy tờ này", "there is no such paper", "R03")
    return Decision(_digitised(state, command.paper, "waived"))


def attach(state: Dossier, command: c.Attach, context: Context) -> Decision[Dossier]:
    """A file belongs to a paper of the dossier from now on."""
    only(remembered(state), "draft", "submitted", "incomplete", "received", "supplement", "fee", "result")
    papers = {component.paper for component in state.components}
    refuse_unless(command.origin == "result" or command.paper in papers or state.status in ("draft", "incomplete", "supplement"), "paper",
                  "không có giấy tờ này trong hồ sơ", "the dossier has no such paper", "R27")  # fmt: skip
    document = Document(str(command.document), command.key, command.paper, command.media_type, command.size, command.sha256,
                        command.origin, context.now)  # fmt: skip
    state = _digitised(state, command.paper, command.origin).with_(documents=(*state.documents, document))
    event = DocumentAttached(dossier_id=context.dossier_id, at=context.now, document=command.document, paper=command.paper,
                             sha256=command.sha256, size=command.size, media_type=command.media_type, origin=command.origin)  # fmt: skip
    return Decision(state, (event,) if state.status != "draft" else ())


def _digitised(state: Dossier, paper: str, how: str) -> Dossier:
    if how == "result":
        return state
    return state.with_(components=tuple(replace(c, digitised=how) if c.paper == paper else c for c in state.components))
