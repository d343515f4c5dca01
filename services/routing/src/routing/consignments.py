"""What becomes of a consignment: acknowledged, refused, recalled, sent once more."""

import msgspec
from lienthong_contracts import HandOverAcknowledged, HandOverRecalled, HandOverRefused
from lienthong_runtime import Context, Decision, refuse_unless

from routing import commands as c
from routing.domain.journey import RETURN, HandOver, Journey
from routing.hand_over import again
from routing.rules import received_hand_over, sent_hand_over


def acknowledge(state: Journey, command: c.Acknowledge, context: Context) -> Decision[Journey]:
    """The receiver has the consignment; its leg begins."""
    hand_over = received_hand_over(state, command.consignment, command.agency)
    event = HandOverAcknowledged(dossier_id=context.dossier_id, at=context.now, consignment=command.consignment, leg=hand_over.leg,
                                 agency=command.agency, officer=command.officer)  # fmt: skip
    state = _becomes(state, hand_over, "acknowledged")
    return Decision(state if hand_over.leg == RETURN else state.with_leg(hand_over.leg, status="working"), (event,))


def refuse_hand_over(state: Journey, command: c.RefuseHandOver, context: Context) -> Decision[Journey]:
    """The receiver sends it back; the sender has to answer."""
    hand_over = received_hand_over(state, command.consignment, command.agency)
    event = HandOverRefused(dossier_id=context.dossier_id, at=context.now, consignment=command.consignment, leg=hand_over.leg,
                            agency=command.agency, officer=command.officer, reason=command.reason)  # fmt: skip
    return Decision(_becomes(state, hand_over, "refused"), (event,))


def recall(state: Journey, command: c.Recall, context: Context) -> Decision[Journey]:
    """The sender takes it back, as long as nobody has acknowledged it."""
    hand_over = sent_hand_over(state, command.consignment, command.agency)
    refuse_unless(hand_over.status == "sent", "consignment", "bên nhận đã trả lời", "the receiver has answered", "Mẫu 06")
    event = HandOverRecalled(dossier_id=context.dossier_id, at=context.now, consignment=command.consignment, leg=hand_over.leg,
                             agency=command.agency, officer=command.officer, reason=command.reason)  # fmt: skip
    return Decision(_becomes(state, hand_over, "held"), (event,))


def resend(state: Journey, command: c.Resend, context: Context) -> Decision[Journey]:
    """The same consignment goes out once more."""
    hand_over = sent_hand_over(state, command.consignment, command.agency)
    refuse_unless(hand_over.status != "acknowledged", "consignment", "bên nhận đã xác nhận", "it was acknowledged already", "Mẫu 06")
    refuse_unless(hand_over.status != "recalled", "consignment", "chặng đã trả lại, phải làm lại chặng trước",
                  "its leg waits again for an earlier one", "R15")  # fmt: skip
    state, sent = again(state, hand_over, context.now, context)
    return Decision(state, (sent,))


def go_out_again(state: Journey, context: Context) -> Decision[Journey]:
    """Whatever nobody answered in time goes out once more, by itself, under the same id (R08)."""
    events = []
    for lost in state.unanswered:
        if lost.answer_by <= context.now:
            state, sent = again(state, lost, lost.answer_by, context)
            events.append(sent)
    return Decision(state, tuple(events))


def _becomes(state: Journey, hand_over: HandOver, status: str) -> Journey:
    return state.with_hand_over(msgspec.structs.replace(hand_over, status=status))
