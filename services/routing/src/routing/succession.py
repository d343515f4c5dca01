"""What becomes of a journey when agencies cease: their successors stand in their places, and no date moves (NĐ 118/2025)."""

from collections.abc import Iterator
from typing import Any

import msgspec
from lienthong_contracts import AgencyPublished, DossierForwarded, JourneyHandedToSuccessor
from lienthong_runtime import Context, Decision, Succession

from routing.domain.journey import RETURN, HandOver, Journey, Leg
from routing.hand_over import again

_OVER = ("closed", "stopped")
_UNDELIVERED = ("sent", "refused", "held")


def hand_to_successors(state: Journey, plan: Succession, context: Context) -> Decision[Journey]:
    """Every place that a predecessor has in what is still to be done goes to its successor; what is done stays as it was."""
    places, state = places_of(state, plan), _remembered(state, plan)
    if not places:
        return Decision(state)
    told = tuple(JourneyHandedToSuccessor(dossier_id=context.dossier_id, at=context.now, leg=leg, predecessor=agency,
                                          successor=plan.of(agency), decision_no=plan.decision_no) for leg, agency in places)  # fmt: skip
    state, sent = _readdressed(_succeeded(state, plan), plan, context)
    return Decision(state, (*told, *sent))


def as_of_today(decided: Decision[Journey], context: Context) -> Decision[Journey]:
    """The journey with the followers of those agencies that ceased since the reception, or since a leg was done (R15)."""
    journey, today = decided.state, context.today
    heirs = {agency: journey.followers.get(agency, agency) for agency in journey.parties}
    ceased = {agency: after for agency, heir in heirs.items() if (after := context.catalogue.follower(heir, today)) != agency}
    if not ceased:
        return decided
    known = (context.catalogue.latest(AgencyPublished, agency) for agency in sorted(ceased))
    decision_no = next((agency.decision_no for agency in known if agency and agency.decision_no), "NĐ 118/2025/NĐ-CP")
    following = hand_to_successors(journey, Succession(on=today, decision_no=decision_no, agencies=ceased), context)
    return Decision(following.state, (*decided.events, *following.events))


def _remembered(state: Journey, plan: Succession) -> Journey:
    """The journey that knows who follows whom, since a leg may go back to a predecessor; whoever followed first stays the follower."""
    followers = {agency: plan.of(agency) for agency in sorted(state.parties & plan.agencies.keys())}
    followers |= {agency: plan.of(heir) for agency, heir in state.followers.items()}
    return state if state.status in _OVER or followers == state.followers else state.with_(followers=followers)


def places_of(state: Journey, plan: Succession) -> list[tuple[str, str]]:
    """Leg and predecessor of each place in what is still to be done, once each."""
    return list(dict.fromkeys(_places(state, plan))) if state.status not in _OVER else []


def _places(state: Journey, plan: Succession) -> Iterator[tuple[str, str]]:
    """The desk's first: that is where the citizen goes."""
    holders = [(RETURN, state.desk), (RETURN, state.home)]
    holders += [(leg.leg, agency) for leg in state.legs.values() if leg.status != "done" for agency in (leg.agency, leg.supervisor)]
    holders += [(asked.leg, asked.asked) for asked in state.consultations.values()]
    holders += [(sent.leg, agency) for sent in _undelivered(state) for agency in (sent.receiver, sent.sender)]
    yield from ((leg, agency) for leg, agency in holders if agency in plan.agencies)


def _undelivered(state: Journey) -> list[HandOver]:
    """Once there is a result, only the way home leads anywhere."""
    alive = [sent for sent in state.hand_overs.values() if sent.status in _UNDELIVERED]
    return [sent for sent in alive if state.status == "moving" or sent.leg == RETURN]


def _succeeded(state: Journey, plan: Succession) -> Journey:
    asked = {key: msgspec.structs.replace(entry, asked=plan.of(entry.asked)) for key, entry in state.consultations.items()}
    return state.with_(
        desk=plan.of(state.desk), return_desk=plan.of(state.return_desk), apology_owed=plan.of(state.apology_owed),
        legs={name: _leg(leg, plan) for name, leg in state.legs.items()}, consultations=asked,
        consulted=tuple(dict.fromkeys((*state.consulted, *(entry.asked for entry in asked.values())))),
    )  # fmt: skip


def _leg(leg: Leg, plan: Succession) -> Leg:
    """An officer of the predecessor isn't one of the successor: its head assigns anew (R09); a draft keeps its stage."""
    if leg.status == "done":
        return leg
    officer = None if leg.agency in plan.agencies else leg.officer
    return msgspec.structs.replace(leg, agency=plan.of(leg.agency), supervisor=plan.of(leg.supervisor), officer=officer)


def _readdressed(state: Journey, plan: Succession, context: Context) -> tuple[Journey, list[DossierForwarded]]:
    """Consignments under way go to whoever stands in the receiver's place, under the same id; they are tried there as often as anywhere."""
    events: list[Any] = []
    for before in _undelivered(state):
        hand_over = msgspec.structs.replace(before, sender=plan.of(before.sender), receiver=plan.of(before.receiver))
        state = state.with_hand_over(hand_over)
        if hand_over.status == "sent" and hand_over.receiver != before.receiver:
            state, sent = again(state, msgspec.structs.replace(hand_over, elsewhere=hand_over.attempt), context.now, context)
            events.append(sent)
    return state, events
