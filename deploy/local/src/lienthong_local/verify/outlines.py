"""Each service's state in outline, and the same outline drawn from its events alone: the two must be equal.

A state is written in the transaction that numbers its events, so a service's own events, in the order of their numbers,
leave no room for doubt.
"""

from collections.abc import Callable, Iterable
from typing import Any

import lienthong_contracts as c
from intake.domain.dossier import Dossier
from notifier.domain.correspondence import Correspondence
from portal.decisions import drawn
from portal.domain.record import Record
from routing.domain.journey import Journey
from sla_monitor.domain.budget import Budget

type Outline = dict[str, Any]

_INTAKE = {
    c.DossierSubmitted: "submitted", c.DossierReceived: "received", c.DossierDeclined: "declined", c.SupplementAsked: "supplement",
    c.SupplementGiven: "received", c.FeeAsked: "fee", c.FeePaid: "received", c.DossierWithdrawn: "withdrawn", c.ResultReturned: "returned",
    c.SubmissionReturned: "incomplete", c.SubmissionCompleted: "submitted", c.DossierLapsed: "received",
}  # fmt: skip
# Reached by routing's facts, without one of intake's own; and a draft is no fact yet.
_BY_OTHERS = {"result": "received", "stopped": "received", "draft": None}


def intake_state(state: Dossier) -> Outline:
    """Where it stands, its code, how often it was supplemented."""
    return {"status": _BY_OTHERS.get(state.status, state.status), "code": state.code, "supplements": state.supplements}


def intake_events(events: Iterable[Any]) -> Outline:
    """The same, from intake's events."""
    outline: Outline = {"status": None, "code": None, "supplements": 0}
    for event in events:
        if getattr(event, "purpose", "pause") == "pause":  # what the reception costs moves nothing
            outline["status"] = _INTAKE.get(type(event), outline["status"])
        outline["code"] = getattr(event, "code", outline["code"])
        outline["supplements"] += isinstance(event, c.SupplementAsked)
    return outline


def routing_state(state: Journey) -> Outline:
    """Consignments with their fate, whether an apology went out, whether there is a result."""
    return {
        "hand_overs": {h.consignment: h.status for h in state.hand_overs.values() if h.status != "recalled"},
        "apologised": state.apologised,
        "issued": state.status in ("result", "closed"),
        "consultations": sorted(state.consultations),
    }


_FATES = {c.DossierForwarded: "sent", c.HandOverAcknowledged: "acknowledged", c.HandOverRefused: "refused", c.HandOverRecalled: "held"}


def routing_events(events: Iterable[Any]) -> Outline:
    """The same, from routing's events."""
    told = list(events)
    kinds = {type(event) for event in told}
    closed = [e.consultation for e in told if isinstance(e, c.ConsultationAnswered | c.ConsultationLapsed)]
    over = bool(kinds & {c.JourneyStopped, c.ResultIssued})  # nobody waits for an opinion any more
    asked = [] if over else [str(e.consultation) for e in told if isinstance(e, c.ConsultationAsked) and e.consultation not in closed]
    return {
        "hand_overs": _hand_overs(told),
        "apologised": c.ApologyIssued in kinds,
        "issued": c.ResultIssued in kinds and c.JourneyStopped not in kinds,
        "consultations": sorted(asked),
    }


def _hand_overs(events: list[Any]) -> dict[str, str]:
    fates: dict[str, tuple[str, str]] = {}
    after: dict[str, tuple[str, ...]] = {}
    for event in events:
        if isinstance(event, c.JourneyPlanned):
            after = {leg.leg: leg.after for leg in event.legs}
        elif isinstance(event, c.LegReturned):  # what was on its way to the legs that build on it was called back
            built = _built_on(event.back_to, after)
            fates = {key: f for key, f in fates.items() if f[1] == "acknowledged" or f[0] not in built}
        elif fate := _FATES.get(type(event)):
            fates[str(event.consignment)] = (event.leg, fate)
    return {key: fate for key, (_, fate) in fates.items()}


def _built_on(leg: str, after: dict[str, tuple[str, ...]]) -> set[str]:
    following = {name for name, waits in after.items() if leg in waits}
    return following.union(*(_built_on(name, after) for name in following))


def monitor_state(state: Budget) -> Outline:
    """Each clock's status and date, the breaches that were raised, and who used what once it is over."""
    clocks = {clock.name: (clock.status, clock.due_at) for clock in state.clocks}
    return {
        "clocks": clocks,
        "breached": sorted(name for name in clocks if (_rung(name) in state.rungs)),
        "rescheduled": state.rescheduled,
        "uses": dict(state.uses) if state.clock.status == "stopped" else {},
    }


def _rung(clock: str) -> str:
    return "breach" if clock == c.DOSSIER_CLOCK else f"leg/{clock}/breach"


def monitor_events(events: Iterable[Any]) -> Outline:
    """The same, from sla-monitor's events."""
    outline: Outline = {"clocks": {}, "breached": set(), "rescheduled": False, "uses": {}}
    for event in events:
        _clock_told(outline, event)
        if isinstance(event, c.ClockRestarted):
            outline["breached"].discard(event.clock)
        elif isinstance(event, c.DeadlineBreached):
            outline["breached"].add(event.clock)
        elif isinstance(event, c.ClockStopped):
            outline["uses"] |= {f"{use.kind} {use.agency} {use.about}": use.minutes for use in event.uses}
        outline["rescheduled"] |= isinstance(event, c.DeadlineRescheduled)
    return {**outline, "breached": sorted(outline["breached"])}


_RUNNING = {c.ClockStarted: "running", c.ClockPaused: "paused", c.ClockResumed: "running", c.ClockRestarted: "running",
            c.ClockStopped: "stopped"}  # fmt: skip


def _clock_told(outline: Outline, event: Any) -> None:
    status, due_at = outline["clocks"].get(getattr(event, "clock", ""), ("", None))
    if type(event) in _RUNNING:
        outline["clocks"][event.clock] = (_RUNNING[type(event)], getattr(event, "due_at", due_at))
    elif isinstance(event, c.DeadlineAdjusted):
        outline["clocks"][event.clock] = (status, event.due_at)


def notifier_state(state: Correspondence) -> Outline:
    """Each message's fate; one under way counts as queued."""
    return {key: "queued" if m.status == "sending" else m.status for key, m in state.messages.items()}


def notifier_events(events: Iterable[Any]) -> Outline:
    """The same, from notifier's events."""
    fates: Outline = {}
    for event in events:
        fates[event.message] = _fate(event)
    return fates


def _fate(event: Any) -> str:
    """A message that was put off is queued again; a call is, until somebody was reached."""
    if isinstance(event, c.PhoneCallAsked | c.PhoneCallMade):
        return "delivered" if getattr(event, "reached", False) else "queued"
    return "queued" if isinstance(event, c.MessageDeferred) else type(event).__name__.removeprefix("Message").lower()


def portal_record(events: Iterable[Any]) -> Record:
    """A dossier's picture drawn anew, from all its events in the ledger's order."""
    record = Record()
    for event in events:
        record = drawn(record, event)
    return record


OUTLINES: dict[str, tuple[Callable[[Any], Outline], Callable[[Iterable[Any]], Outline]]] = {
    "intake": (intake_state, intake_events),
    "routing": (routing_state, routing_events),
    "sla-monitor": (monitor_state, monitor_events),
    "notifier": (notifier_state, notifier_events),
}
