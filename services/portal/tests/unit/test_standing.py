"""At every day's end a received dossier counts in exactly one class, and every figure is a sum over dossiers."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_contracts import KINDS
from portal.decisions import placed
from portal.domain.record import Record
from portal.domain.standing import APART, OPEN, RESOLVED, standing
from portal.domain.tally import added
from portal.figures.recount import law_broken
from portal_lives import lives

untimed = settings(deadline=None, max_examples=200)
DAYS = [date(2026, 11, 1) + timedelta(days=n) for n in range(90)]


def lived(life, number=1):
    """A life's last picture, its moves and its events."""
    record, moves, events = Record(), [], []
    for kind, fields in life:
        event = KINDS[kind].model_validate({**KINDS[kind].example, **fields, "dossier_id": UUID(int=number)})
        record, moved = placed(record, event)
        moves, events = [*moves, *moved], [*events, event]
    return record, moves, events


def classes_at_the_end_of(day, stays):
    return [stay.klass for stay in stays if stay.since_on <= day and (stay.until_on is None or stay.until_on > day)]


@untimed
@given(lives())
def test_a_received_dossier_is_in_exactly_one_class_at_every_days_end(life):
    record, moves, events = lived(life)
    stays = added(moves, events).begun
    received_on = min(stay.since_on for stay in stays)
    assert law_broken(set(stays)) == []
    for day in DAYS:
        assert len(classes_at_the_end_of(day, stays)) == (day >= received_on)
    assert classes_at_the_end_of(DAYS[-1], stays) == [standing(record).klass]


@untimed
@given(some.lists(lives(), min_size=1, max_size=4))
def test_what_boards_show_is_what_a_count_of_the_dossiers_would_be(many):
    lived_all = [lived(life, n) for n, life in enumerate(many, 1)]
    new = added([move for _, moves, _ in lived_all for move in moves], [e for _, _, events in lived_all for e in events])
    for day in DAYS[::7]:
        kept = Counter()
        for (agency, on, _, klass), n in new.daily.items():
            if agency == "" and on <= day and klass in OPEN + RESOLVED + APART:
                kept[klass] += n
        assert +kept == Counter(classes_at_the_end_of(day, new.begun)) and not -kept
    now = Counter(standing(record).klass for record, _, _ in lived_all)
    assert {k: n for (a, dim, _, k), n in new.standing.items() if (a, dim) == ("", "channel")}.keys() <= now.keys()
    for dimension in ("desk", "procedure", "channel"):
        assert now == sum((Counter({k: n}) for (a, dim, _, k), n in new.standing.items() if (a, dim) == ("", dimension)), Counter())
    assert sum(n for (agency, _, _, klass), n in new.daily.items() if agency == "" and klass == "received") == len(many)


@untimed
@given(some.lists(lives(), min_size=2, max_size=4), some.data())
def test_figures_don_t_care_how_the_events_were_cut_into_batches(many, data):
    moves, events = [], []
    for n, life in enumerate(many, 1):
        _, of_one, told = lived(life, n)
        moves, events = [*moves, *of_one], [*events, *told]
    cut, cut_events = data.draw(some.integers(0, len(moves))), data.draw(some.integers(0, len(events)))
    whole, first, second = added(moves, events), added(moves[:cut], events[:cut_events]), added(moves[cut:], events[cut_events:])
    for name in ("daily", "standing", "flow"):
        parts = Counter(getattr(first, name))
        parts.update(getattr(second, name))
        assert {key: n for key, n in parts.items() if n} == getattr(whole, name)
    stays = {(s.dossier_id, s.number): s for s in [*first.begun, *second.begun]}
    for key, on in {**first.ended, **second.ended}.items():
        stays[key] = stays[key]._replace(until_on=on)
    assert sorted(stays.values()) == sorted(whole.begun)


@pytest.mark.parametrize(("kinds", "klass"), [
    ((), "within"), (("DeadlineApproaching",), "soon"), (("DeadlineBreached",), "over"), (("ClockPaused",), "paused"),
    (("DeadlineBreached", "ClockPaused"), "paused_over"), (("DossierWithdrawn",), "stopped"),
    (("DossierRefused", "DeadlineMet"), "refused"),
])  # fmt: skip
def test_a_dossiers_class_is_what_the_law_calls_its_state(kinds, klass):
    received = ("DossierReceived", {"at": "2026-11-23T09:00:00+07:00"})
    record, _, _ = lived([received, *((kind, {"clock": "dossier"} if "lock" in kind or "Deadline" in kind else {}) for kind in kinds)])
    assert standing(record).klass == klass


def test_a_late_result_that_kept_the_new_date_of_an_apology_is_counted_late_and_marked():
    told = [("DossierReceived", {}), ("ApologyIssued", {}), ("DeadlineRescheduled", {"due_at": "2026-12-11T17:00:00+07:00"})]
    met = {"verdict": "late", "finished_at": "2026-12-10T09:00:00+07:00"}
    assert standing(lived([*told, ("DeadlineMet", met)])[0]).klass == "late_apologised"
    assert standing(lived([*told, ("DeadlineMet", met | {"finished_at": "2026-12-12T09:00:00+07:00"})])[0]).klass == "late"


def test_a_linked_dossier_that_goes_to_three_agencies_counts_once():
    hops = [("DossierForwarded", {"sender": "H32.41", "receiver": agency}) for agency in ("TCT.32", "H32.41.KT", "SXD.32")]
    _, moves, events = lived([("DossierReceived", {}), *hops, ("HandOverAcknowledged", {"agency": "TCT.32"})])
    new = added(moves, events)
    assert sum(n for (agency, _, _, klass), n in new.daily.items() if (agency, klass) == ("", "received")) == 1
    assert sum(n for (_, target), n in [((o, t), n) for (_, o, t), n in new.flow.items()] if not target.startswith("=")) == 4


def test_a_fact_dated_before_the_stay_it_ends_counts_on_that_stays_first_day():
    received = ("DossierReceived", {"at": "2026-11-23T09:00:00+07:00"})
    _, moves, _ = lived([received, ("DeadlineBreached", {"clock": "dossier", "at": "2026-11-22T23:00:00+07:00"})])
    assert [move.on.day for move in moves] == [23, 23]
    assert all(n >= 0 for (_, on, _, _), n in added(moves, []).daily.items() if on < moves[0].on)
