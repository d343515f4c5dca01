"""An agency ceased: its successor has its share, its waiting and its clocks from now on, and no date moves (NĐ 118/2025)."""

from typing import Any

from lienthong_contracts import JourneyHandedToSuccessor
from lienthong_runtime import Context, Decision
from msgspec.structs import replace

from sla_monitor.context import known
from sla_monitor.domain.budget import Budget

DESK_LEG = "return"  # in routing's words: the receiving desk's part


def hand_on(state: Budget | None, event: JourneyHandedToSuccessor, _context: Context) -> Decision[Budget]:
    """What was used until now stays in the predecessor's account: it was counted before this (`after_time`)."""
    budget = known(state)
    if event.leg == DESK_LEG:
        return Decision(_desk(budget, event))
    shares = {name: _held(share, event) if name == event.leg else share for name, share in budget.shares.items()}
    legs = {name: _held(clock, event) if name == event.leg else clock for name, clock in budget.legs.items()}
    officers = {leg: officer for leg, officer in budget.officers.items() if legs.get(leg) is budget.legs.get(leg)}
    return Decision(_waiting(budget, event).with_(shares=shares, legs=legs, officers=officers))


def _desk(budget: Budget, event: JourneyHandedToSuccessor) -> Budget:
    desk = event.successor if budget.desk == event.predecessor else budget.desk
    return _waiting(budget, event).with_(desk=desk, clock=_held(budget.clock, event))


def _held(part: Any, event: JourneyHandedToSuccessor) -> Any:
    """A share or a clock, in the successor's hand if it was the predecessor's and isn't over."""
    mine = part.agency == event.predecessor and getattr(part, "status", "") != "stopped"
    return replace(part, agency=event.successor) if mine else part


def _waiting(budget: Budget, event: JourneyHandedToSuccessor) -> Budget:
    """Who has to answer, and who would hear that nobody did; and whose pause it is."""
    place = {event.predecessor: event.successor}
    waiting = {leg: replace(sent, sender=place.get(sent.sender, sent.sender), receiver=place.get(sent.receiver, sent.receiver))
               for leg, sent in budget.waiting.items()}  # fmt: skip
    watchers = tuple(place.get(agency, agency) for agency in budget.watchers)
    return budget.with_(waiting=waiting, watchers=watchers, paused_by=place.get(budget.paused_by, budget.paused_by))
