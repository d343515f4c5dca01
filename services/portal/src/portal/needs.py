"""What waits for somebody, as events tell it: hand-overs, supplements, dossiers that stand still; gone when it happens after all."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import lienthong_contracts as c
from lienthong_contracts import DossierEvent

from portal.domain.record import Record, Sent

RETURN = "return"  # the way of the result to its desk
type Note = Callable[[Record, Any], Record]


def forwarded(record: Record, e: c.DossierForwarded) -> Record:
    # Sent again, its time to answer begins anew.
    waiting = {**record.waiting, str(e.consignment): e.answer_by}
    sent = {**record.sent, str(e.consignment): Sent(e.leg, e.sender, e.receiver)}
    return _heard(record, e.consignment).with_(waiting=waiting, sent=sent).with_leg(e.leg, state="under_way")


def acknowledged(record: Record, e: c.HandOverAcknowledged) -> Record:
    here = answered(record, e).with_(holder=e.agency)
    return here.with_leg(e.leg, state="here", begun_at=e.at, officer=e.officer, step="assign", late=False)


def answered(record: Record, e: c.HandOverAcknowledged | c.HandOverRefused | c.HandOverRecalled) -> Record:
    answered = str(e.consignment)
    waiting = {key: by for key, by in record.waiting.items() if key != answered}
    return _heard(record, e.consignment).with_(waiting=waiting, sent=_became(record, answered, isinstance(e, c.HandOverAcknowledged)))


def _became(record: Record, consignment: str, taken: bool) -> dict[str, Sent]:
    """Taken, a consignment is over; only the result lies at its desk until the citizen has it. Else its sender has to see to it."""
    known = record.sent.get(consignment)
    rest = {key: sent for key, sent in record.sent.items() if key != consignment}
    if known is None or (taken and known.leg != RETURN):
        return rest
    return {**rest, consignment: Sent(known.leg, known.sender, known.receiver, "taken" if taken else "back")}


def _heard(record: Record, consignment: UUID) -> Record:
    return record.with_(unanswered=tuple(key for key in record.unanswered if key != str(consignment)))


def unanswered(record: Record, e: c.HandOverUnanswered) -> Record:
    # The monitor's word may come after the receiver's: what isn't waiting any more was answered meanwhile.
    late = str(e.consignment)
    return record.with_(unanswered=(*_heard(record, e.consignment).unanswered, late)) if late in record.waiting else record


def supplement_asked(record: Record, e: c.SupplementAsked) -> Record:
    return record.with_(supplement=e.round, asked=max(record.asked, e.round), lapsed=False)


def supplement_given(record: Record, _e: c.SupplementGiven) -> Record:
    return record.with_(supplement=0, lapsed=False)


def supplement_lapsed(record: Record, e: c.SupplementLapsed) -> Record:
    return record.with_(lapsed=record.lapsed or record.supplement == e.round)


def stalled(record: Record, _e: c.DossierStalled) -> Record:
    return record.with_(stalled=record.status == "open")


def by_somebody(note: Note) -> Note:
    """Somebody works on it: it doesn't stand still any more."""

    def draw(record: Record, event: DossierEvent) -> Record:
        return note(record.with_(stalled=False), event)

    return draw
