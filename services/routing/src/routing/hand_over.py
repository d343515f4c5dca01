"""Sending a dossier on: the hand-overs and pauses that follow once legs are ready."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from lienthong_calendar import WorkingCalendar
from lienthong_contracts import DossierForwarded, ProcessingPaused, ProcessingResumed
from lienthong_runtime import Context, Decision
from msgspec.structs import replace

from routing.domain.answer import answer_by
from routing.domain.journey import RETURN, HandOver, Journey, Leg

SUPPLEMENT = "Chờ bổ sung hồ sơ"
POSTING = "Niêm yết công khai"


def forward_ready(journey: Journey, sender: str, dossier_id: Any, context: Context) -> Decision[Journey]:
    """Send the dossier to every leg that may start, at once (R08, R16); stop the clock first where the route says so."""
    events: list[Any] = []
    for leg in journey.ready:
        if leg.pause_before and leg.leg not in journey.pauses_done:
            return _pause(journey, leg, sender, dossier_id, context, tuple(events))
        journey, sent = send(journey, leg.leg, sender, leg.agency, dossier_id, context)
        journey = journey.with_leg(leg.leg, status="under_way")
        events.append(sent)
    return Decision(journey, tuple(events))


def _pause(journey: Journey, leg: Leg, agency: str, dossier_id: Any, context: Context, before: tuple[Any, ...]) -> Decision[Journey]:
    # No sum: the tax office's own notice names it. What the catalogue names was for the reception to take.
    event = ProcessingPaused(dossier_id=dossier_id, at=context.now, agency=agency, ground=leg.pause_before, payment=True)
    return Decision(journey.with_(paused=leg.pause_before, pauses_done=(*journey.pauses_done, leg.leg)), (*before, event))


def send(journey: Journey, leg: str, sender: str, receiver: str, dossier_id: Any, context: Context) -> tuple[Journey, DossierForwarded]:
    """A new consignment."""
    consignment = uuid5(UUID(str(dossier_id)), f"consignment/{len(journey.hand_overs)}")
    by = answer_by(receiver_calendar(receiver, context), context.now)
    hand_over = HandOver(str(consignment), leg, sender, receiver, 1, by, sent_at=context.now)
    return journey.with_hand_over(hand_over), forwarded(hand_over, dossier_id, context.now)


def again(journey: Journey, lost: HandOver, at: datetime, context: Context) -> tuple[Journey, DossierForwarded]:
    """The same consignment once more, with a new date to answer by."""
    by = answer_by(receiver_calendar(lost.receiver, context), at)
    sent = replace(lost, status="sent", attempt=lost.attempt + 1, answer_by=by, sent_at=at)
    return journey.with_hand_over(sent), forwarded(sent, context.dossier_id, at)


def receiver_calendar(receiver: str, context: Context) -> WorkingCalendar:
    """The calendar of whoever has to answer, as it is now."""
    return context.catalogue.calendar_for(receiver, context.today)


def send_home(journey: Journey, sender: str, dossier_id: Any, context: Context) -> tuple[Journey, DossierForwarded]:
    """The result goes back to the desk that received the dossier (R17), or to where the citizen wants it (NĐ 107/2021)."""
    return send(journey.with_(status="result"), RETURN, sender, journey.home, dossier_id, context)


def forwarded(hand_over: HandOver, dossier_id: Any, at: datetime) -> DossierForwarded:
    """The fact of a consignment on its way."""
    return DossierForwarded(dossier_id=dossier_id, at=at, consignment=hand_over.consignment, leg=hand_over.leg, sender=hand_over.sender,
                            receiver=hand_over.receiver, attempt=hand_over.attempt, answer_by=hand_over.answer_by)  # fmt: skip


def go_on(state: Journey, agency: str, ground: str, dossier_id: Any, context: Context) -> Decision[Journey]:
    """The statutory time runs on, and the legs that waited get the dossier."""
    event = ProcessingResumed(dossier_id=dossier_id, at=context.now, agency=agency, ground=ground)
    following = forward_ready(state.with_(paused=""), agency, dossier_id, context)
    return Decision(following.state, (event, *following.events))
