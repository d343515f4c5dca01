"""What an agency does about its leg: assigned, begun, visited, posted, finished, given back or away."""

from typing import Any

from lienthong_calendar import due_at, parse_term
from lienthong_contracts import (
    AgencyPublished,
    HandOverRecalled,
    LegCompleted,
    LegReturned,
    LegTransferred,
    NoticePosted,
    OfficerAssigned,
    ProcessingPaused,
    SiteVisitRecorded,
    WorkStarted,
)
from lienthong_runtime import Context, Decision, refuse_unless

from routing import commands as c
from routing.about import about
from routing.domain.journey import ANEW, Journey, Leg
from routing.hand_over import POSTING, forward_ready, receiver_calendar, send
from routing.rules import assigned_leg, not_posting, not_signed, open_journey, own_leg, running
from routing.succession import as_of_today


def assign(state: Journey, command: c.Assign, context: Context) -> Decision[Journey]:
    """The head gives the leg to an officer (R09)."""
    own_leg(open_journey(state), command.leg, command.agency)
    return Decision(state.with_leg(command.leg, officer=command.officer), (OfficerAssigned(**about(command, context)),))


def stand_in(state: Journey, command: c.StandIn, context: Context) -> Decision[Journey]:
    """A colleague takes over from the one who is absent; both stay on record (R33)."""
    leg = own_leg(open_journey(state), command.leg, command.agency)
    refuse_unless(leg.officer not in (None, command.officer), "officer", "chặng chưa giao cho ai khác",
                  "nobody else has the leg", "R33")  # fmt: skip
    event = OfficerAssigned(**about(command, context), instead_of=leg.officer)
    return Decision(state.with_leg(command.leg, officer=command.officer), (event,))


def start(state: Journey, command: c.Start, context: Context) -> Decision[Journey]:
    """The officer begins."""
    leg = assigned_leg(running(state), command)
    refuse_unless(not leg.started, "leg", "chặng đã bắt đầu", "the leg has begun already")
    return Decision(state.with_leg(command.leg, started=True), (WorkStarted(**about(command, context)),))


def visit_site(state: Journey, command: c.VisitSite, context: Context) -> Decision[Journey]:
    """The verification on the spot goes into the system (R10)."""
    assigned_leg(open_journey(state), command)
    refuse_unless(command.visited_at <= context.now, "visited_at", "chưa đến giờ này", "that hour hasn't come yet", "R10")
    event = SiteVisitRecorded(**about(command, context), visited_at=command.visited_at, place=command.place,
                              present=command.present, findings=command.findings)  # fmt: skip
    return Decision(state.with_leg(command.leg, started=True), (event,))


def post_notice(state: Journey, command: c.PostNotice, context: Context) -> Decision[Journey]:
    """The notice hangs in public; where the route says so, the statutory time stands still meanwhile."""
    leg = assigned_leg(running(state), command)
    refuse_unless(leg.posting is not None, "leg", "quy trình không có niêm yết ở chặng này", "the route has no posting here", "R29")
    refuse_unless(not leg.posted_until, "leg", "đã niêm yết", "it hangs already")
    refuse_unless(leg.draft is None, "leg", "đã trình từ chối, chờ lãnh đạo", "a refusal was proposed: the head decides", "R18")
    until = due_at(receiver_calendar(leg.agency, context), context.now, parse_term(str(leg.posting)), "actual")
    posted = NoticePosted(**about(command, context), until=until, stops_clock=leg.posting_stops_clock)
    state, events = state.with_leg(leg.leg, posted_until=until), [posted]
    if leg.posting_stops_clock:
        paused = ProcessingPaused(dossier_id=context.dossier_id, at=context.now, agency=leg.agency, ground=POSTING)
        return Decision(state.with_(paused=POSTING), (*events, paused))
    return Decision(state, tuple(events))


def complete(state: Journey, command: c.Complete, context: Context) -> Decision[Journey]:
    """The agency finished; the next legs get the dossier. A leg with a result ends by its issue instead."""
    leg = not_posting(assigned_leg(running(state), command))
    refuse_unless(not state.gives_result(command.leg), "leg", "chặng này có kết quả: phải trình, duyệt, ký, cấp số và ban hành",
                  "the leg ends with a result: propose it", "NĐ 30/2020 Đ.13")  # fmt: skip
    refuse_unless(leg.draft is None, "leg", "đã trình từ chối, chờ lãnh đạo", "a refusal was proposed: the head decides", "R18")
    state = state.with_leg(command.leg, status="done", officer=command.officer)
    following = forward_ready(state, command.agency, context.dossier_id, context)
    return Decision(following.state, (LegCompleted(**about(command, context)), *following.events))


def return_leg(state: Journey, command: c.ReturnLeg, context: Context) -> Decision[Journey]:
    """The leg goes back to an earlier one, which has to be done again with all that builds on it."""
    not_signed(own_leg(running(state), command.leg, command.agency))
    earlier = state.legs.get(command.back_to)
    built = state.built_on(command.back_to)
    before = earlier is not None and earlier.status == "done" and command.leg in built
    refuse_unless(before, "back_to", "chặng trước chưa xong hoặc không có", "no such finished leg before this one")
    assert earlier is not None
    at_work = [state.legs[name] for name in built if state.legs[name].status == "working"]
    called_back = [sent for sent in state.hand_overs.values() if sent.leg in (command.back_to, *built) and sent.status == "sent"]
    events: tuple[Any, ...] = tuple(
        HandOverRecalled(dossier_id=context.dossier_id, at=context.now, consignment=sent.consignment, leg=sent.leg, agency=sent.sender,
                         officer=command.officer, reason=command.reason) for sent in called_back)  # fmt: skip
    events += tuple(
        LegReturned(dossier_id=context.dossier_id, at=context.now, leg=leg.leg, agency=leg.agency, officer=command.officer,
                    back_to=command.back_to, reason=command.reason) for leg in at_work)  # fmt: skip
    state = state.reset([command.back_to, *built]).with_leg(command.back_to, status="under_way")
    state, sent = send(state, command.back_to, command.agency, earlier.agency, context.dossier_id, context)
    return as_of_today(Decision(state, (*events, sent)), context)


def transfer(state: Journey, command: c.Transfer, context: Context) -> Decision[Journey]:
    """The leg goes to the agency that is competent for it, with a consignment of its own."""
    not_signed(own_leg(running(state), command.leg, command.agency))
    known = context.catalogue.in_force(AgencyPublished, command.competent, context.today)
    refuse_unless(known is not None and command.competent != command.agency, "competent", "không phải cơ quan khác đang hoạt động",
                  "not another agency in force", "NĐ 61/2018 Đ.19")  # fmt: skip
    event = LegTransferred(**about(command, context), competent=command.competent, reason=command.reason,
                           legal_ground=command.legal_ground)  # fmt: skip
    state = state.with_leg(command.leg, **ANEW, agency=command.competent, status="under_way")
    state, sent = send(state, command.leg, command.agency, command.competent, context.dossier_id, context)
    return Decision(state, (event, sent))


def end_notices(state: Journey, context: Context) -> tuple[Journey, list[Leg]]:
    """The journey with those notices taken down whose time is over, and their legs."""
    over = [leg for leg in state.hanging if leg.posted_until and leg.posted_until <= context.now]
    for leg in over:
        state = state.with_leg(leg.leg, posted=True)
    return state, over
