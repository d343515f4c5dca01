"""What citizens do by themselves once their dossier is under way: they pay online, and rate the service when it is over."""

from lienthong_contracts import FeePaid, ServiceRated
from lienthong_runtime import Context, Decision, refuse_unless

from intake.citizens_commands import PaidOnline, Rate
from intake.domain.dossier import Dossier, Payment
from intake.standing import only, open_dossier


def rate(state: Dossier, command: Rate, context: Context) -> Decision[Dossier]:
    """Once, and only who has a result knows what it was like (TT 01/2018 Đ.12)."""
    only(state, "result", "returned")
    refuse_unless(not state.rated, "status", "hồ sơ này đã được đánh giá", "this dossier was rated already", "TT 01/2018 Đ.12")
    scores = {"access": command.access, "formalities": command.formalities, "staff": command.staff, "outcome": command.outcome}
    event = ServiceRated(dossier_id=context.dossier_id, at=context.now, desk=state.desk, response=command.response, **scores)
    return Decision(state.with_(rated=True), (event,))


def paid_online(state: Dossier, command: PaidOnline, context: Context) -> Decision[Dossier]:
    """The gateway's word (R25): what stops the clock goes before what the reception costs."""
    open_dossier(state)
    purpose, dong = state.owed
    refuse_unless(dong > 0, "amount_dong", "không còn khoản phải nộp", "nothing is owed", "R25")
    refuse_unless(dong == command.amount_dong, "amount_dong", "không đúng số tiền phải nộp", "another sum is owed", "R25")
    event = FeePaid(dossier_id=context.dossier_id, at=context.now, amount_dong=dong, receipt_no=command.receipt_no, purpose=purpose)
    paid = Payment(command.receipt_no, dong, context.now, purpose)
    status = "received" if purpose == "pause" else state.status
    return Decision(state.with_(status=status, payments=(*state.payments, paid)), (event,))
