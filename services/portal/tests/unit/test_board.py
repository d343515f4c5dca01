"""The administrator's board adds up: every figure is the sum of its agencies' (domain.md §3, §7.6)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_calendar import VIET_NAM, WorkingCalendar, day_of
from portal.board.due import cut
from portal.board.due import rows as rows_of
from portal.board.totals import board_view
from portal.views import Strip

CALENDAR = WorkingCalendar()
untimed = settings(deadline=None, max_examples=50)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = {"received": 0, "online": 0, "returned": 0, "early": 0, "due": 0, "due_open": 0, "apologies_unsent": 0, "stopped": 0,
         "unacknowledged": 0, "unanswered": 0, "lapsed": 0, "stalled": 0, "calls": 0}  # fmt: skip
AGENCIES = ["H32.41", "H32.42", "TCT.32"]
DUE = ["on_time", "due_soon", "overdue", "paused"]


def rows(*names):
    """As the database answers: a row for each pair, with its count."""
    return some.dictionaries(some.tuples(*(some.sampled_from(values) for _, values in names)), some.integers(1, 10_000), max_size=20).map(
        lambda found: [{**dict(zip([name for name, _ in names], key, strict=True)), "count": n} for key, n in found.items()])  # fmt: skip


held = rows(("holder", AGENCIES), ("due", DUE))
done = rows(("desk", AGENCIES), ("verdict", ["early", "on_time", "late"]))
received = rows(("desk", AGENCIES), ("channel", ["counter", "online", "post"]))
messages = rows(("channel", ["sms", "email"]), ("status", ["queued", "deferred", "accepted", "delivered", "failed", "suppressed"]))


def board(held=(), done=(), received=(), messages=(), today=TODAY, strip=None, now=NOW):
    counts = {"held": held, "done": done, "received": received, "messages": messages, "today": today, "entries": 0}
    return board_view(counts, [], now, False, CALENDAR, [], strip or Strip())


def total(found):
    return sum(row["count"] for row in found)


CLASSES = ["within", "soon", "over", "paused", "paused_over", "early", "on_day", "late", "late_apologised", "refused", "stopped"]
PLACES = some.tuples(some.sampled_from(AGENCIES), some.sampled_from(CLASSES))
members = some.dictionaries(PLACES, some.integers(1, 10_000), max_size=30).map(
    lambda found: [{"member": member, "klass": klass, "n": n} for (member, klass), n in found.items()])  # fmt: skip


def rows_over(members):
    return rows_of(members, members, lambda code: f"UBND {code}")


@untimed
@given(members)
def test_the_rows_add_up_to_all_that_is_counted(members):
    found = rows_over(members)
    assert sum(row.received for row in found) == sum(m["n"] for m in members)
    assert sum(row.held.total for row in found) == sum(m["n"] for m in members if m["klass"] in CLASSES[:5])
    assert sum(row.resolved.total for row in found) == sum(m["n"] for m in members if m["klass"] in CLASSES[5:9])
    assert len({row.id for row in found}) == len(found)


@untimed
@given(members, some.integers(0, 3))
def test_what_is_cut_off_is_in_one_line(members, most):
    found = rows_over(members)
    shown, rest, others = cut(found, most)
    assert len(shown) + others == len(found) and (rest is None) == (others == 0)
    assert sum(r.held.total for r in (*shown, *([rest] if rest else []))) == sum(r.held.total for r in found)


@untimed
@given(members)
def test_the_most_pressing_stands_first(members):
    overdue = [row.held.overdue for row in rows_over(members)]
    assert overdue == sorted(overdue, reverse=True)


@untimed
@given(held)
def test_the_four_classes_part_what_is_in_work(held):  # §7.6: a partition
    work = board(held).open
    assert (work.on_time, work.due_soon, work.overdue, work.paused) == tuple(total([r for r in held if r["due"] == due]) for due in DUE)


@untimed
@given(done)
def test_in_time_is_early_and_on_time_together(done):  # §3.1, §7.6: keep the classes apart, derive the rest
    resolved = board(done=done).resolved
    assert resolved.in_time + resolved.late == resolved.total == total(done)
    classes = ("early", "on_time", "late")
    assert tuple(getattr(resolved, name) for name in classes) == tuple(total([r for r in done if r["verdict"] == name]) for name in classes)


@given(received)
@untimed
def test_each_channel_of_reception_is_counted_for_itself(received):  # R02
    counted = board(received=received).received
    for channel in ("counter", "online", "post"):
        assert getattr(counted, channel) == total([r for r in received if r["channel"] == channel])


@untimed
@given(members)
def test_overdue_agencies_are_those_that_hold_something_overdue(members):
    found = rows_over(members)
    view = board_view({"held": [], "done": [], "received": [], "messages": [], "today": TODAY}, found, NOW, False, CALENDAR, [], Strip())
    assert view.overdue_agencies == len({m["member"] for m in members if m["klass"] == "over"})


def test_an_agency_without_a_dossier_has_no_row():
    assert rows_over([]) == []


@untimed
@given(messages)
def test_messages_sent_are_those_a_provider_took(messages):  # an accepted e-mail has no receipt of its own
    for row in board(messages=messages).messages:
        of = {r["status"]: r["count"] for r in messages if r["channel"] == row.channel}
        assert row.sent == of.get("accepted", 0) + of.get("delivered", 0)
        assert row.delivered == of.get("delivered", 0) + (of.get("accepted", 0) if row.channel == "email" else 0)
        assert (row.waiting, row.failed) == (of.get("queued", 0) + of.get("deferred", 0), of.get("failed", 0))
        assert row.delivered <= row.sent


def test_both_channels_are_shown_even_when_they_are_silent():
    assert [row.channel for row in board().messages] == ["sms", "email"]


@pytest.mark.parametrize(("now", "closing"), [
    ("2026-11-23T09:00", "2026-11-23T17:00"), ("2026-11-22T09:00", "2026-11-22T17:00"), ("2026-11-24T03:00", "2026-11-24T17:00"),
])  # fmt: skip
def test_the_board_s_day_ends_when_offices_close(now, closing):
    at = datetime.fromisoformat(now).replace(tzinfo=VIET_NAM)
    assert board(now=at).ends == datetime.fromisoformat(closing).replace(tzinfo=VIET_NAM)


def test_the_board_s_day_is_viet_nam_s():
    assert day_of(board(now=NOW.replace(hour=18)).ends) == day_of(NOW + timedelta(1))


def test_what_somebody_has_to_do_is_said_and_nothing_else():
    assert board().needs == ()
    waits = {**TODAY, "apologies_unsent": 3, "unanswered": 2, "stalled": 4, "calls": 5}
    needs = board(today=waits, strip=Strip(unacknowledged=9, dead_letters=1)).needs
    assert [(need.kind, need.count) for need in needs] == [("apology", 3), ("call", 5), ("unanswered", 2), ("stalled", 4), ("dead", 1)]


@untimed
@given(some.integers(0, 500), some.integers(0, 500))
def test_today_s_figures_are_the_store_s(returned, early):
    today = board(today={**TODAY, "returned": returned, "early": early}).today
    assert (today.returned, today.early) == (returned, early)
