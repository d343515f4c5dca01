"""Answers that others owe: hand-overs, supplements, consultations; and who works on a leg."""

from lienthong_contracts import (
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationLapsed,
    DelayEscalated,
    DossierForwarded,
    HandOverRecalled,
    HandOverRefused,
    OfficerAssigned,
    SupplementAsked,
    Told,
)
from lienthong_runtime import Context, Decision

from sla_monitor.context import known
from sla_monitor.domain.budget import Budget, Consignment, Supplement
from sla_monitor.domain.clock import DOSSIER
from sla_monitor.domain.rungs import PASSED, SUPPLEMENT


def await_answer(state: Budget | None, event: DossierForwarded, _context: Context) -> Decision[Budget]:
    """A consignment is on its way: its receiver has until `answer_by` (R08). A resend waits anew."""
    budget = known(state)
    sent = Consignment(str(event.consignment), event.sender, event.receiver, event.answer_by)
    timers = {**budget.timers, f"hand-over/{event.leg}": event.answer_by + PASSED}
    return Decision(budget.with_(waiting={**budget.waiting, event.leg: sent}, timers=timers))


def take_answer(state: Budget | None, event: HandOverRefused | HandOverRecalled, _context: Context) -> Decision[Budget]:
    """The receiver sent it back, or the sender took it back: the sender has it again."""
    return Decision(answered(known(state), {event.leg}))


def answered(budget: Budget, legs: set[str]) -> Budget:
    """The budget without what was on its way for these legs."""
    waiting = {leg: sent for leg, sent in budget.waiting.items() if leg not in legs}
    gone = {f"hand-over/{leg}" for leg in legs}
    return budget.with_(waiting=waiting, timers={name: at for name, at in budget.timers.items() if name not in gone})


def note_officer(state: Budget | None, event: OfficerAssigned, _context: Context) -> Decision[Budget]:
    """The officer who hears of warnings about the leg (R09)."""
    budget = known(state)
    return Decision(budget.with_(officers={**budget.officers, event.leg: event.officer}))


def await_supplement(state: Budget | None, event: SupplementAsked, _context: Context) -> Decision[Budget]:
    """The citizen has until the window's end, where the procedure sets one."""
    budget = known(state)
    if event.answer_by is None or budget.clock.status != "paused":
        return Decision(budget)
    timers = {**budget.timers, SUPPLEMENT: event.answer_by + PASSED}
    return Decision(budget.with_(supplement=Supplement(event.round, event.answer_by), timers=timers))


def tell_of_silence(state: Budget | None, event: ConsultationLapsed, _context: Context) -> Decision[Budget]:
    """Silence goes to the head of the one-stop that forwarded the dossier (R14), unless it is consent."""
    budget = known(state)
    if event.on_silence == "deemed_consent" or budget.outcome:
        return Decision(budget)
    told = Told(agency=budget.desk, person="head")
    silent = DelayEscalated(dossier_id=event.dossier_id, at=event.at, clock=event.leg if event.leg in budget.legs else DOSSIER,
                            agency=event.asked, because="consultation", due_at=event.at, told=told)  # fmt: skip
    return Decision(budget, (silent,))


def note_asked(state: Budget | None, event: ConsultationAsked, _context: Context) -> Decision[Budget]:
    """The clock runs on (R13); whoever is asked may see how it stands."""
    budget = known(state)
    return Decision(budget.with_(watchers=tuple(dict.fromkeys((*budget.watchers, event.asked)))))


def nothing_else(state: Budget | None, _event: ConsultationAnswered, _context: Context) -> Decision[Budget]:
    """The clock runs on (R13); that something happened is all there is to note."""
    return Decision(known(state))
