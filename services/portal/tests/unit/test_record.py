"""A dossier's picture is drawn from its events alone, and says to each reader what they may know."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_contracts import KINDS, DossierEvent
from lienthong_runtime import Context
from portal.decisions import NOTES, ON_EVENT
from portal.domain.record import MessageRecord, Record

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LEGS = [{"leg": "appraise", "agency": "H32.41.KT", "task": "Thẩm định", "share": "1.5wd"},
        {"leg": "tax", "agency": "TCT.32", "task": "Cấp mã số thuế", "share": "1wd", "after": ["appraise"]}]  # fmt: skip
untimed = settings(deadline=None, max_examples=50)
ONE, TWO = UUID(int=1), UUID(int=2)


def event(kind, after=0, **fields):
    known = {**KINDS[kind].example, **fields, "at": NOW + timedelta(minutes=after)}
    return KINDS[kind].model_validate(known)


def drawn(*events):
    state = None
    for one in events:
        decision = ON_EVENT[type(one)](state, one, Context(NOW))
        assert decision.events == ()
        state = decision.state
    return state


RECEIVED = event("DossierReceived")
PLANNED = event("JourneyPlanned", legs=LEGS)
SENT = event("DossierForwarded", leg="appraise", sender="H32.41", receiver="H32.41.KT")
HERE = event("HandOverAcknowledged", leg="appraise", agency="H32.41.KT", officer="lvm")
DONE = event("LegCompleted", leg="appraise", agency="H32.41.KT")
ISSUED = event("ResultIssued")
RETURNED = event("ResultReturned")
OPEN = (RECEIVED, PLANNED, SENT, HERE)


def test_a_reception_gives_the_picture_its_code_desk_and_date():
    record = drawn(RECEIVED)
    assert (record.status, record.code, record.desk, record.holder) == ("open", RECEIVED.code, "H32.41", "H32.41")
    assert record.due_at == record.original_due_at == RECEIVED.due_at


def test_a_dossier_is_held_by_who_acknowledged_it_last():
    assert drawn(RECEIVED, PLANNED, SENT).holder == "H32.41"
    assert drawn(*OPEN).holder == "H32.41.KT"


def test_a_leg_waits_then_is_under_way_then_here_then_done():
    steps = [drawn(*(RECEIVED, PLANNED, SENT, HERE, DONE)[:n]).legs["appraise"].state for n in range(2, 6)]
    assert steps == ["waiting", "under_way", "here", "done"]


def test_a_leg_that_was_given_back_waits_without_an_officer():
    leg = drawn(*OPEN, event("LegReturned", leg="appraise", agency="H32.41.KT", back_to="appraise")).legs["appraise"]
    assert (leg.state, leg.officer) == ("waiting", "")


def test_a_consignment_waits_for_its_answer_whichever_it_is():
    assert set(drawn(RECEIVED, PLANNED, SENT).waiting) == {str(SENT.consignment)}
    for answer in (HERE, event("HandOverRefused", leg="appraise")):
        assert drawn(RECEIVED, PLANNED, SENT, answer).waiting == {}


def test_a_consignment_sent_again_waits_once():
    assert len(drawn(RECEIVED, PLANNED, SENT, event("HandOverRefused"), SENT.model_copy(update={"attempt": 2})).waiting) == 1


@pytest.mark.parametrize(("more", "due"), [
    ((), "on_time"), (("DeadlineApproaching",), "due_soon"), (("DeadlineApproaching", "DeadlineBreached"), "overdue"),
    (("ClockPaused",), "paused"), (("DeadlineBreached", "ClockPaused"), "paused"), (("ClockPaused", "ClockResumed"), "on_time"),
    (("DeadlineBreached", "ClockRestarted"), "on_time"), (("ResultIssued",), "done"), (("ResultIssued", "ResultReturned"), "done"),
    (("JourneyStopped",), "stopped"), (("DossierWithdrawn",), "stopped"), (("ClockPaused", "DossierWithdrawn"), "stopped"),
    (("DeadlineBreached", "ResultIssued"), "done"),
])  # fmt: skip
def test_by_what_time_says_a_dossier_is_in_one_class_only(more, due):  # §3.2
    assert drawn(*OPEN, *map(event, more)).due == due


def test_before_its_reception_a_dossier_is_in_no_class():
    assert drawn(event("DossierSubmitted")).due == Record().due == "none"
    assert drawn(event("DossierSubmitted"), event("DossierDeclined")).due == "stopped"


def test_a_leg_s_overrun_makes_no_dossier_overdue_but_the_dossier_s_breach_names_the_blamed():  # §2.3
    assert drawn(*OPEN, event("DeadlineBreached", clock="tax", leg="tax")).due == "on_time"
    breached = drawn(*OPEN, event("DeadlineBreached", agency="TCT.32"))
    assert (breached.due, breached.blamed) == ("overdue", "TCT.32")


def test_a_leg_s_pause_is_no_pause_of_the_dossier():
    assert drawn(*OPEN, event("ClockPaused", clock="tax")).due == "on_time"


@pytest.mark.parametrize(("events", "step"), [
    ((RECEIVED,), 1), ((RECEIVED, PLANNED), 2), ((RECEIVED, PLANNED, SENT), 2), (OPEN, 3), ((*OPEN, DONE), 3), ((*OPEN, ISSUED), 4),
    ((*OPEN, ISSUED, RETURNED), 5), ((RECEIVED, event("DossierWithdrawn")), 5), ((event("DossierSubmitted"), event("DossierDeclined")), 5),
])  # fmt: skip
def test_the_public_sees_how_far_it_is_and_nothing_else(events, step):  # R31
    assert drawn(*events).step == step


@untimed
@given(some.permutations([PLANNED, SENT, HERE, DONE, event("ClockPaused"), event("ClockResumed"), event("DeadlineBreached")]))
def test_how_far_it_is_is_one_of_five_whatever_was_heard(events):
    assert 1 <= drawn(RECEIVED, *events).step <= 5


def test_a_pause_moves_the_date_that_holds_and_the_one_by_law():  # R12
    moved = drawn(*OPEN, event("ClockPaused"), event("ClockResumed", due_at="2026-12-01T17:00:00+07:00"))
    assert moved.due_at == moved.original_due_at == datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert moved.ground == ""


def test_an_apology_moves_the_date_that_holds_and_keeps_the_one_by_law():  # R21
    said = drawn(*OPEN, event("ApologyIssued"), event("DeadlineRescheduled", due_at="2026-12-01T17:00:00+07:00"))
    assert (said.due_at, said.original_due_at) == (datetime(2026, 12, 1, 10, tzinfo=UTC), RECEIVED.due_at)


def test_a_pause_after_an_apology_keeps_the_date_that_was_promised():  # R20, R21: trap 2 of §8
    said = drawn(*OPEN, event("ApologyIssued"), event("DeadlineRescheduled", due_at="2026-12-10T17:00:00+07:00"),
                 event("ClockPaused"), event("ClockResumed", due_at="2026-11-30T17:00:00+07:00"))  # fmt: skip
    assert (said.due_at, said.original_due_at) == (datetime(2026, 12, 10, 10, tzinfo=UTC), datetime(2026, 11, 30, 10, tzinfo=UTC))


def test_an_apology_is_owed_until_it_is_sent():  # R19
    assert drawn(*OPEN, event("ApologyFellDue")).apology_by is not None
    sent = drawn(*OPEN, event("ApologyFellDue"), event("ApologyIssued"))
    assert (sent.apology_by, sent.apologised) == (None, True)


def test_an_apology_that_was_sent_before_it_fell_due_isn_t_owed_any_more():  # it would be counted as unsent for ever
    assert drawn(*OPEN, event("ApologyIssued"), event("ApologyFellDue")).apology_by is None


@pytest.mark.parametrize("end", ["ResultIssued", "JourneyStopped", "ClockRestarted"])
def test_an_apology_isn_t_owed_any_more_once_there_is_nothing_to_be_late_with(end):  # the board counts by this alone
    assert drawn(*OPEN, event("ApologyFellDue"), event(end)).apology_by is None


@pytest.mark.parametrize("said", ["early", "on_time", "late"])
def test_the_verdict_is_the_monitor_s(said):  # §3.1
    record = drawn(*OPEN, ISSUED, event("DeadlineMet", verdict=said))
    assert (record.verdict, record.status) == (said, "result")


def test_the_clock_s_last_word_is_what_was_used_and_paused():
    record = drawn(*OPEN, event("ClockStopped", clock="appraise", used=300, paused=0), event("ClockStopped", used=800, paused=450))
    assert (record.legs["appraise"].used, record.paused) == (300, 450)


LATE = event("HandOverUnanswered", clock="appraise", consignment=str(SENT.consignment))
ASKED, GIVEN, LAPSED = event("SupplementAsked"), event("SupplementGiven"), event("SupplementLapsed")


def test_a_hand_over_without_an_answer_is_seen_to_until_it_is_answered():  # R08
    assert drawn(RECEIVED, PLANNED, SENT, LATE).needs == ("unanswered",)
    for answer in (HERE, event("HandOverRefused", leg="appraise"), SENT.model_copy(update={"attempt": 2}), event("JourneyStopped")):
        assert drawn(RECEIVED, PLANNED, SENT, LATE, answer).needs == ()


def test_a_hand_over_answered_before_the_monitor_s_word_came_needs_nobody():
    assert drawn(*OPEN, LATE).needs == ()


def test_a_hand_over_back_to_the_desk_is_unanswered_under_the_dossier_s_own_clock():
    assert drawn(RECEIVED, PLANNED, SENT, LATE.model_copy(update={"clock": "dossier"})).needs == ("unanswered",)


def test_a_supplement_lapses_once_and_is_forgotten_when_it_comes_after_all():
    assert drawn(*OPEN, ASKED, LAPSED).needs == ("lapsed",)
    for end in (GIVEN, event("SupplementAsked", round=2), ISSUED, event("DossierWithdrawn")):
        assert drawn(*OPEN, ASKED, LAPSED, end).needs == ()


def test_a_supplement_given_before_the_monitor_s_word_came_has_not_lapsed():
    assert drawn(*OPEN, ASKED, GIVEN, LAPSED).needs == ()


def test_a_dossier_stands_still_until_somebody_works_on_it():
    still = (*OPEN, event("DossierStalled"))
    assert drawn(*still).needs == ("stalled",)
    for time_or_message in ("DeadlineApproaching", "DeadlineBreached", "DelayEscalated", "MessageQueued", "ClockPaused"):
        assert drawn(*still, event(time_or_message)).needs == ("stalled",)
    for work in ("LegCompleted", "OfficerAssigned", "SupplementGiven", "ProcessingPaused", "ApologyIssued", "ResultIssued"):
        assert drawn(*still, event(work)).needs == ()


def test_a_dossier_with_a_result_stands_still_for_nobody():
    assert drawn(*OPEN, ISSUED, event("DossierStalled")).needs == ()


def test_an_adjusted_date_is_counted_with_the_newest_calendar():
    moved = drawn(*OPEN, event("DeadlineAdjusted"))
    assert (moved.calendar, moved.due_at.isoformat()) == ("VN/2026@2", "2026-11-30T17:00:00+07:00")


def test_a_message_s_last_state_is_shown():
    keys = [event(kind, after) for after, kind in enumerate(("MessageQueued", "MessageAccepted", "MessageDelivered"))]
    assert drawn(RECEIVED, *keys).messages == {"received/sms": MessageRecord("delivered", keys[-1].at)}


def test_a_leg_that_isn_t_known_stays_unknown():
    assert drawn(RECEIVED, PLANNED, event("LegCompleted", leg="sorcery")).legs.keys() == {"appraise", "tax"}


SHOWN = sorted(kind for kind in KINDS if issubclass(KINDS[kind], DossierEvent))
MESSAGES = [kind for kind in SHOWN if KINDS[kind].producer == "notifier"]
FACTS = [kind for kind in SHOWN if kind not in MESSAGES]


@pytest.mark.parametrize("kind", SHOWN)
def test_every_kind_is_taken_in_even_when_it_is_the_first(kind):  # the ledger reads everything
    record = drawn(event(kind))
    assert record.changed_at == (None if kind in MESSAGES else NOW)
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record


def test_every_kind_of_a_dossier_is_listened_to():
    assert {kind.__name__ for kind in ON_EVENT} == set(SHOWN)
    assert set(NOTES) <= set(ON_EVENT)


@untimed
@given(some.lists(some.sampled_from(SHOWN), max_size=30))
def test_the_same_events_draw_the_same_picture(kinds):
    events = [event(kind, after) for after, kind in enumerate(kinds)]
    assert drawn(*events) == drawn(*events)
    if facts := [one for one in events if type(one).__name__ in FACTS]:
        assert drawn(*events).changed_at == facts[-1].at


def between(facts, told, places):
    """The facts and what was told of them, each in its own order, told where `places` say."""
    told, mixed = list(told), []
    for fact, count in zip(facts, places, strict=True):
        mixed += [fact, *(told.pop(0) for _ in range(min(count, len(told))))]
    return [*mixed, *told]


@untimed
@given(some.data())
def test_a_picture_is_the_same_wherever_messages_come_between_facts(data):  # two topics: neither waits for the other
    followed = [event("JourneyHandedToSuccessor", n, predecessor=one, successor=other) for n, (one, other) in enumerate(
        (("H32.41", "H32.42"), ("H32.42", "H32.43"), ("H32.43", "H32.41")))]  # fmt: skip
    kinds = data.draw(some.lists(some.sampled_from(FACTS), max_size=12))
    facts = [RECEIVED, *data.draw(some.permutations([event(kind, n) for n, kind in enumerate(kinds)] + followed))]
    told = [event(kind, 60 * n) for n, kind in enumerate(data.draw(some.lists(some.sampled_from(MESSAGES), max_size=8)))]
    places = some.lists(some.integers(0, 3), min_size=len(facts), max_size=len(facts))
    assert drawn(*between(facts, told, data.draw(places))) == drawn(*between(facts, told, data.draw(places)))


@untimed
@given(some.lists(some.sampled_from(SHOWN), max_size=30))
def test_no_two_classes_are_ever_true_and_the_class_fits_the_status(kinds):
    record = drawn(RECEIVED, *map(event, kinds))
    assert record.due in {"on_time", "due_soon", "overdue", "paused", "done", "stopped", "none"}
    assert (record.due in ("on_time", "due_soon", "overdue", "paused")) == (record.status == "open")


def followed(leg, predecessor, successor):
    return event("JourneyHandedToSuccessor", leg=leg, predecessor=predecessor, successor=successor)


def test_a_successor_stands_where_its_predecessor_stood_and_its_officer_is_nobody_s():  # NĐ 118/2025
    record = drawn(RECEIVED, PLANNED, SENT, HERE, followed("appraise", "H32.41.KT", "H32.42.KT"))
    assert (record.holder, record.legs["appraise"].agency, record.legs["appraise"].officer) == ("H32.42.KT", "H32.42.KT", "")
    assert record.legs["tax"].agency == "TCT.32"


def test_a_leg_stays_with_its_agency_when_only_who_was_asked_about_it_is_followed():  # R13
    record = drawn(RECEIVED, PLANNED, SENT, HERE, followed("appraise", "SXD.43", "SXD.32"))
    assert (record.holder, record.legs["appraise"].agency) == ("H32.41.KT", "H32.41.KT")
    assert record.legs["appraise"].officer


def test_a_desk_s_successor_is_the_dossier_s_desk():
    desk = RECEIVED.desk
    record = drawn(RECEIVED, PLANNED, followed("return", desk, "H32.42"))
    assert (record.desk, record.holder) == ("H32.42", "H32.42")
    moved = drawn(event("DossierSubmitted", desk="H43.06.01"), event("SubmissionMoved", predecessor="H43.06.01", successor="H32.42"))
    assert (moved.desk, moved.holder) == ("H32.42", "H32.42")


def test_what_a_predecessor_has_done_stays_its_own():
    done = event("LegCompleted", leg="appraise", agency="H32.41.KT")
    record = drawn(RECEIVED, PLANNED, SENT, HERE, done, followed("appraise", "H32.41.KT", "H32.42.KT"))
    assert record.legs["appraise"].agency == "H32.41.KT"


def test_a_consignment_that_was_taken_back_waits_for_nobody():
    record = drawn(RECEIVED, PLANNED, SENT)
    assert len(record.waiting) == 1
    recalled = event("HandOverRecalled", leg="appraise", consignment=SENT.consignment)
    assert drawn(RECEIVED, PLANNED, SENT, recalled).waiting == {}
