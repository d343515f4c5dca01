"""Which facts officers and heads are told by e-mail: at once what is urgent, the rest together at the next opening (R08, R14, R17, R19)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lienthong_calendar import VIET_NAM, OutsideTables, WorkingCalendar, at_minute, day_of
from lienthong_contracts import (
    DOSSIER_CLOCK,
    LETTERS,
    ApologyFellDue,
    DeadlineApproaching,
    DeadlineBreached,
    DelayEscalated,
    DossierStalled,
    HandOverUnanswered,
    MessageQueued,
)
from lienthong_runtime import Context, Decision

from notifier.domain.correspondence import Correspondence
from notifier.domain.message import Message
from notifier.domain.retry import share
from notifier.telling import opened

LONGEST_KEY = 64  # of a Code
GATHERED = timedelta(minutes=2)  # agencies' digests go out over so long, each agency's at one instant
_AGENCIES = UUID(int=0)
type Staff = DeadlineApproaching | ApologyFellDue | DeadlineBreached | DelayEscalated | HandOverUnanswered | DossierStalled


def _warning(event: DeadlineApproaching) -> tuple[str, str, dict[str, str]]:
    return "approaching", event.rung, {"until": event.due_at.isoformat(), "over": str(event.remaining)}


def _apology(event: ApologyFellDue) -> tuple[str, str, dict[str, str]]:
    return "apology_due", str(day_of(event.by)), {"until": event.by.isoformat()}


def _breach(event: DeadlineBreached) -> tuple[str, str, dict[str, str]]:
    return "breached", str(day_of(event.due_at)), {"until": event.due_at.isoformat()}


def _escalation(event: DelayEscalated) -> tuple[str, str, dict[str, str]]:
    day = str(day_of(event.due_at))
    return "escalated", f"{event.because}-{day}", {"until": event.due_at.isoformat(), "about": event.because}


def _silence(event: HandOverUnanswered) -> tuple[str, str, dict[str, str]]:
    return "unanswered", str(event.consignment)[-12:], {"until": event.answer_by.isoformat(), "sender": event.sender}


def _standstill(event: DossierStalled) -> tuple[str, str, dict[str, str]]:
    since = event.since.astimezone(VIET_NAM).strftime("%Y-%m-%dT%H%M")
    return "stalled", since, {"until": event.since.isoformat(), "over": str(event.idle)}


_SAID: dict[type[Any], Callable[[Any], tuple[str, str, dict[str, str]]]] = {
    DeadlineApproaching: _warning, ApologyFellDue: _apology, DeadlineBreached: _breach, DelayEscalated: _escalation,
    HandOverUnanswered: _silence, DossierStalled: _standstill,
}  # fmt: skip


def tell_staff(state: Correspondence | None, event: Staff, context: Context) -> Decision[Correspondence]:
    """Whoever the event itself says was told; once for the same occasion."""
    known, told = opened(state), event.told
    if told is None:
        return Decision(known)
    template, occasion, facts = _SAID[type(event)](event)
    clock = "" if event.clock == DOSSIER_CLOCK else f"-{event.clock}"
    # Keys are bounded; what is cut off is the same for the same occasion, and the recipient stays whole.
    recipient = f"/email@{told.agency}.{told.person}"
    key = f"{template}-{occasion}{clock}"[: LONGEST_KEY - len(recipient)] + recipient
    if key in known.messages:
        return Decision(known)
    at = context.now if LETTERS[template].urgent else _gathered_at(context, told.agency)
    message = Message(key, template, "email", at, since=at, facts=facts | {"clock": event.clock, "blamed": event.agency},
                      recipient=told.person, agency=told.agency, officer=told.officer)  # fmt: skip
    queued = MessageQueued(dossier_id=event.dossier_id, at=context.now, message=key, channel="email", template=template,
                           recipient=told.person, agency=told.agency)  # fmt: skip
    return Decision(known.with_message(message), (queued,))


def _gathered_at(context: Context, agency: str) -> datetime:
    """When the agency's next office hours begin: all of an agency at one instant, so that one mail tells all."""
    local = context.now.astimezone(VIET_NAM)
    try:
        opens = _next_opening(context.catalogue.calendar_for(agency, day_of(local)), local)
    except OutsideTables:  # no table of that year yet: a warning is better early than not at all
        return context.now
    return opens + GATHERED * share(_AGENCIES, agency)


def _next_opening(calendar: WorkingCalendar, local: datetime) -> datetime:
    days = {calendar.working_day_from(day_of(local)), calendar.working_day_after(day_of(local), 1)}
    return min(at for day in days for start, _ in calendar.windows(day) if (at := at_minute(day, start)) > local)
