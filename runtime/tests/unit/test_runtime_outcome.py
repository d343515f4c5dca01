"""A batch decided without I/O: each event once, a dossier's line kept, other dossiers unharmed (design.md §3)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import DossierWithdrawn, EventSetAside, FeePaid
from lienthong_runtime import Context, Decision
from lienthong_runtime.decision import Seen
from lienthong_runtime.outcome import Decider, Outcome
from lienthong_runtime.records import Broken, read
from runtime_letters import (
    CONTEXT,
    DECIDER,
    NOW,
    ON_EVENT,
    ONE,
    THREE,
    TWO,
    Row,
    decided,
    named,
    opened,
    paid,
    record,
)


def numbers(outcome, dossier=ONE):
    return [o.envelope.number for o in outcome.outgoing if o.envelope.subject == str(dossier)]


def test_an_event_has_its_effect_and_is_remembered():
    outcome = decided([opened(ONE, 1, 2000)])
    row = outcome.rows[ONE]
    assert (row.state, row.issued, outcome.changed, outcome.effects) == (2000, 2, {ONE}, ["BL-1"])
    assert row.seen == {"intake": Seen(1, str(named(ONE, "intake", 1)))}
    assert [o.envelope.kind for o in outcome.outgoing] == ["DossierWithdrawn"] * 2


def test_a_decision_on_an_event_knows_whose_it_is():  # as one on a command does: both may be made by the same function
    def told(_state, _event, context):
        return Decision(0, (DossierWithdrawn(dossier_id=context.dossier_id, at=NOW, reason="x"),))

    outcome = decided([opened(ONE, 1), opened(TWO, 1)], decider=Decider("routing", {FeePaid: told}, lambda: NOW))
    assert [o.envelope.subject for o in outcome.outgoing] == [str(ONE), str(TWO)]
    assert [DossierWithdrawn.from_json(o.body).dossier_id for o in outcome.outgoing] == [ONE, TWO]


@pytest.mark.parametrize(("live", "decided_at"), [(False, NOW), (True, NOW - timedelta(hours=6))])
def test_in_a_replay_no_fact_is_decided_before_it_happened_and_live_the_machine_s_clock_holds(live, decided_at):
    def told(_state, _event, context):
        return Decision(0, (DossierWithdrawn(dossier_id=context.dossier_id, at=context.now, reason="x"),))

    tick, outcome = NOW - timedelta(hours=6), Outcome({})
    context = Context(tick, noticed_at=tick if live else None)
    Decider("routing", {FeePaid: told}, lambda: NOW).decide_all(outcome, [opened(ONE, 1)], set(), context)
    assert [DossierWithdrawn.from_json(o.body).at for o in outcome.outgoing] == [decided_at]


def test_an_event_that_comes_twice_has_its_effect_once():
    outcome = decided([opened(ONE, 1), opened(ONE, 1), opened(ONE, 2), opened(ONE, 1)])
    assert (outcome.rows[ONE].state, outcome.duplicates, len(outcome.applied)) == (2000, 2, 2)
    assert outcome.impostors == []


def test_what_the_row_has_seen_before_the_batch_is_dropped():
    row = Row(ONE, 4, 3, {"intake": Seen(5, str(named(ONE, "intake", 5)))}, 700)
    outcome = decided([opened(ONE, n) for n in (4, 5)], [row])
    assert (outcome.rows[ONE], outcome.changed, outcome.duplicates, outcome.outgoing) == (row, set(), 2, [])


def test_each_source_counts_for_itself():
    outcome = decided([opened(ONE, 1, source="intake"), opened(ONE, 1, source="routing")])
    assert (outcome.rows[ONE].state, outcome.duplicates) == (2000, 0)
    assert set(outcome.rows[ONE].seen) == {"intake", "routing"}


def test_the_same_number_under_another_id_is_an_alarm_and_has_no_effect():
    outcome = decided([opened(ONE, 1), opened(ONE, 1, event_id=named("impostor"))])
    assert (outcome.rows[ONE].state, len(outcome.impostors), outcome.duplicates) == (1000, 1, 1)


def test_a_true_duplicate_is_no_alarm():
    assert decided([opened(ONE, 1), opened(ONE, 1)]).impostors == []


def test_a_number_that_is_skipped_is_noticed_and_taken_in():  # an alarm for the ledger, natural elsewhere
    outcome = decided([opened(ONE, 2), opened(ONE, 3), opened(ONE, 6)])
    assert [letter.envelope.number for letter in outcome.gaps] == [2, 6]
    assert len(outcome.applied) == 3


def test_events_of_ours_get_the_next_numbers():
    outcome = decided([opened(ONE, 1, 2000), opened(TWO, 1, 1000), opened(ONE, 2, 3000)], [Row(ONE, issued=7)])
    assert (numbers(outcome), numbers(outcome, TWO)) == ([8, 9, 10, 11, 12], [1])
    assert (outcome.rows[ONE].issued, outcome.rows[TWO].issued) == (12, 1)


def test_events_of_ours_carry_ids_that_sort_as_they_were_decided():
    ids = [o.envelope.id for o in decided([opened(ONE, n, 5000) for n in range(1, 6)]).outgoing]
    assert ids == sorted(ids) and len(set(ids)) == 25
    assert {uid.version for uid in ids} == {7}


def test_what_is_sent_says_who_when_and_about_whom():
    sent = decided([opened(ONE, 1)]).outgoing[0]
    assert (sent.topic, sent.envelope.source, sent.envelope.subject, sent.envelope.recorded_at) == ("dossier.v1", "routing", str(ONE), NOW)
    assert sent.body.startswith(b'{"dossier_id"')


def test_a_notice_to_the_dead_letters_takes_no_number_of_the_dossier():
    notice = EventSetAside.model_validate(EventSetAside.example)
    outcome = decided([])
    DECIDER.follow(outcome, Row(ONE, issued=4), Decision(1, (notice, paid(ONE))))
    assert [o.envelope.number for o in outcome.outgoing] == [0, 5]
    assert outcome.rows[ONE].issued == 5


def test_what_can_t_be_handled_is_set_aside_with_its_fact():
    outcome = decided([opened(ONE, 1, 0)])
    assert [(s.reason, s.parked) for s in outcome.set_aside] == [("UnpaidFee", False)]
    assert (outcome.applied, outcome.outgoing) == ([], [])


def test_the_dossier_s_later_events_wait_and_other_dossiers_go_on():
    outcome = decided([opened(ONE, 1), opened(ONE, 2, 0), opened(TWO, 1), opened(ONE, 3), opened(TWO, 2)])
    assert [(s.letter.envelope.number, s.reason, s.parked) for s in outcome.set_aside] == [(2, "UnpaidFee", False), (3, "Waiting", True)]
    assert (outcome.rows[ONE].state, outcome.rows[TWO].state) == (1000, 2000)


def test_what_was_set_aside_is_not_seen_so_that_a_replay_takes_it_in():
    outcome = decided([opened(ONE, 1), opened(ONE, 2, 0), opened(ONE, 3)])
    assert outcome.rows[ONE].seen["intake"].number == 1
    again = decided([opened(ONE, 2, 500), opened(ONE, 3)], outcome.rows.values())
    assert (again.rows[ONE].state, again.set_aside) == (2500, [])


def test_a_dossier_that_waits_from_earlier_goes_on_waiting():
    outcome = decided([opened(ONE, 5), opened(TWO, 1)], waiting={ONE})
    assert [(s.reason, s.parked) for s in outcome.set_aside] == [("Waiting", True)]
    assert outcome.changed == {TWO}


def test_who_waits_has_a_row_to_be_locked_by():  # a replay and a batch need a lock in common
    outcome = decided([opened(ONE, 1, 0)])
    assert outcome.rows[ONE] == Row(ONE) and outcome.changed == {ONE}


def test_an_unread_body_makes_its_own_dossier_wait():
    broken = read(record(paid(ONE), 1, body=None), ON_EVENT)
    outcome = decided([broken, opened(ONE, 2), opened(TWO, 1)])
    assert [(s.reason, s.parked) for s in outcome.set_aside] == [("BrokenBody", False), ("Waiting", True)]
    assert outcome.rows[TWO].state == 1000


def test_a_record_of_nobody_knows_who_makes_nobody_wait():
    broken = read(record(paid(ONE), 1, ce_subject="absent"), ON_EVENT)
    outcome = decided([broken, opened(ONE, 2), opened(TWO, 1)])
    assert [s.reason for s in outcome.set_aside] == ["BrokenHeader"]
    assert (outcome.rows[ONE].state, outcome.rows[TWO].state) == (1000, 1000)


def test_what_was_taken_in_before_is_dropped_even_while_its_dossier_waits():
    # The offsets weren't committed: the batch is read again; an applied letter among the parked ones would be noise for an operator.
    row = Row(ONE, 2, 0, {"intake": Seen(1, str(named(ONE, "intake", 1)))}, 1000)
    outcome = decided([opened(ONE, 1), opened(ONE, 3)], [row], waiting={ONE})
    assert [s.letter.envelope.number for s in outcome.set_aside] == [3]


def test_a_bug_is_not_set_aside_but_fails_the_batch():  # nothing of it may be kept
    with pytest.raises(ZeroDivisionError):
        decided([opened(TWO, 1), opened(ONE, 1, 13)])


def test_the_ledger_takes_in_a_kind_without_a_decision_and_keeps_its_state():
    letter = read(record(paid(ONE), 1, ce_type=b"vn.lienthong.DossierSung"), ON_EVENT, every_kind=True)
    outcome = decided([letter], [Row(ONE, state=5)])
    assert (outcome.rows[ONE].state, outcome.rows[ONE].seen["intake"].number, len(outcome.applied)) == (5, 1, 1)


def test_a_state_may_end():
    from lienthong_contracts import ResultReturned

    done = ResultReturned(dossier_id=ONE, at=NOW, channel="counter", officer="ntb")
    outcome = decided([opened(ONE, 1), read(record(done, 2), ON_EVENT)])
    assert outcome.rows[ONE].state is None and outcome.changed == {ONE}


dossiers = some.sampled_from([ONE, TWO, THREE])
sums = some.sampled_from([0, 500, 1000, 2000])
lines = some.lists(some.tuples(dossiers, sums), max_size=30)


def numbered(line):
    """Each dossier's events with their numbers, in one line, as Kafka keeps them."""
    count, letters = {}, []
    for offset, (dossier, dong) in enumerate(line):
        count[dossier] = count.get(dossier, 0) + 1
        letters.append(opened(dossier, count[dossier], dong, offset=offset))
    return letters


@given(lines, some.data())
def test_however_a_line_is_cut_into_batches_and_read_again_the_end_is_the_same(line, data):
    letters = numbered(line)
    whole = decided(letters)
    rows, waiting, place, told = {}, set(), 0, []
    while place < len(letters):
        end = data.draw(some.integers(place + 1, len(letters)))
        start = data.draw(some.integers(0, place))  # what was read before is read again: a crash before the offsets' commit
        outcome = decided(letters[start:end], rows.values(), waiting)
        rows = {**rows, **outcome.rows}
        waiting |= {s.letter.dossier_id for s in outcome.set_aside}
        told += outcome.outgoing
        place = end
    assert {i: (r.state, r.issued, r.seen) for i, r in rows.items()} == {i: (r.state, r.issued, r.seen) for i, r in whole.rows.items()}
    assert [(o.envelope.subject, o.envelope.number, o.body) for o in told] == [
        (o.envelope.subject, o.envelope.number, o.body) for o in whole.outgoing]  # fmt: skip


@given(lines)
def test_numbers_of_a_dossier_are_one_two_three(line):
    outcome = decided(numbered(line))
    for dossier in (ONE, TWO, THREE):
        assert numbers(outcome, dossier) == list(range(1, len(numbers(outcome, dossier)) + 1))


@given(lines)
def test_every_letter_is_taken_in_or_set_aside_and_a_dossier_s_line_breaks_once(line):
    letters = numbered(line)
    outcome = decided(letters)
    assert len(outcome.applied) + len(outcome.set_aside) == len(letters)
    for dossier in {letter.dossier_id for letter in letters}:
        kept = [s for s in outcome.set_aside if s.letter.dossier_id == dossier]
        taken = [letter.offset for letter in outcome.applied if letter.dossier_id == dossier]
        assert [s.parked for s in kept] == [False, True, *[True] * len(kept)][: len(kept)]
        assert not kept or not taken or max(taken) < kept[0].letter.offset


@given(lines)
def test_deciding_changes_nothing_of_what_it_was_given(line):
    row = Row(ONE, 1, 2, {"intake": Seen(0, "x")}, 5)
    decided(numbered(line), [row])
    assert row == Row(ONE, 1, 2, {"intake": Seen(0, "x")}, 5)


def test_the_context_is_handed_on_untouched():
    assert CONTEXT.now == NOW and isinstance(read(record(paid(), body=b""), ON_EVENT), Broken)
