"""What time does to a journey: silence takes effect, notices come down, consignments go out once more."""

from dataclasses import replace

from lienthong_contracts import ConsultationLapsed, NoticeEnded
from lienthong_runtime import Context, Decision

from routing.consignments import go_out_again
from routing.domain.journey import Journey
from routing.hand_over import POSTING, go_on
from routing.work import end_notices


def on_time(state: Journey, context: Context) -> Decision[Journey]:
    """All that fell due by now."""
    if state.next_timer is None:
        return Decision(state)
    lapsed = lapse(state, context)
    sent = go_out_again(lapsed.state, context)
    ended = take_down(sent.state, context)
    return Decision(ended.state, (*lapsed.events, *sent.events, *ended.events))


def lapse(state: Journey, context: Context) -> Decision[Journey]:
    """Silence has an effect: consent, or the head (R14)."""
    over = [entry for entry in state.consultations.values() if entry.answer_by <= context.now]
    events = []
    for entry in over:
        state = state.without(entry)
        events.append(ConsultationLapsed(dossier_id=context.dossier_id, at=entry.answer_by, consultation=entry.consultation,
                                         leg=entry.leg, asked=entry.asked, on_silence=entry.on_silence))  # fmt: skip
    return Decision(state, tuple(events))


def take_down(state: Journey, context: Context) -> Decision[Journey]:
    """A notice has hung for its time: the leg may end, and the statutory time runs on if it stood still."""
    state, over = end_notices(state, context)
    events = tuple(NoticeEnded(dossier_id=context.dossier_id, at=leg.posted_until, leg=leg.leg, agency=leg.agency) for leg in over)
    if not over or state.paused != POSTING or any(leg.posting_stops_clock for leg in state.hanging):
        return Decision(state, events)
    # The minutes since then are the agency's again, however late it is noticed.
    ended_at = max(leg.posted_until for leg in over if leg.posting_stops_clock and leg.posted_until)
    following = go_on(state, over[-1].agency, POSTING, context.dossier_id, replace(context, now=ended_at))
    return Decision(following.state, (*events, *following.events))
