"""Every working minute stands in one account: legs, waits and pauses add up to the total in any life (design.md §4)."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_contracts import ClockStopped
from sla_calendars import off_from, published, table
from sla_lives import LEGS, Life, at, only
from sla_shadow import AGENCIES, Shadow

ACTS = ["forward", "acknowledge", "send_back", "complete", "give_back", "pause", "resume", "ask", "give", "apologise", "wake",
        "assign", "adjust", "acknowledge", "acknowledge", "adjust"]  # fmt: skip
# Any hour of any day, with seconds: before the opening, at noon, on a Sunday.
instants = some.integers(0, 120 * 24 * 3600).map(lambda seconds: at("2026-03-01T00:00") + timedelta(seconds=seconds))
modes = some.sampled_from(["restart", "suspend"])
gaps = some.one_of(some.integers(0, 240), some.integers(0, 5 * 3600), some.integers(0, 30 * 3600))
# Services' clocks differ: a fact may come in with an instant a little before the last one's.
acts = some.lists(some.tuples(gaps, some.integers(0, 300), some.sampled_from(ACTS), some.sampled_from(list(LEGS))), max_size=18)


class Lived:
    """A life and its shadow under the same facts."""

    def __init__(self, when, term, mode):
        self.life = Life(term, mode, when, catalogue=published(), warn_at=("share-50",))
        state = self.life.state
        self.shadow = Shadow(state.started_at, self.life.catalogue.calendar_of(state.calendar))
        self.version = 1

    def happen(self, gap, behind, act, leg):
        self.life.now += timedelta(seconds=gap)
        ahead = self.life.now
        if act not in ("wake", "adjust"):
            self.life.now = max(self.life.now - timedelta(seconds=behind), self.life.state.started_at - timedelta(hours=20))
        if act != "wake":
            self.shadow.until(self.life.now)
        getattr(self, act)(leg)
        self.life.now = ahead

    def forward(self, leg):
        sent = UUID(int=list(LEGS).index(leg) + 1)
        by = self.life.now + timedelta(hours=4)
        self.shadow.waiting[leg] = (AGENCIES[leg], by)
        self.life.forward(leg, by, receiver=AGENCIES[leg], consignment=sent)

    def acknowledge(self, leg):
        sent = UUID(int=list(LEGS).index(leg) + 1)
        self.shadow.waiting.pop(leg, None)
        self.shadow.legs.add(leg)
        self.life.acknowledge(leg, sent)

    def send_back(self, leg):
        sent = UUID(int=list(LEGS).index(leg) + 1)
        self.shadow.waiting.pop(leg, None)
        self.life.send_back(leg, sent)

    def complete(self, leg):
        self.shadow.legs.discard(leg)
        self.life.complete(leg)

    def give_back(self, leg):
        self.shadow.legs.discard(leg)
        self.life.give_back(leg)

    def pause(self, _leg):
        self.shadow.pause = self.shadow.pause or "TCT.32 Nộp thuế"
        self.life.pause()

    def ask(self, _leg):
        self.shadow.pause = self.shadow.pause or "x Chờ bổ sung hồ sơ"
        self.life.ask()

    def resume(self, _leg):
        self.shadow.pause = None
        self.life.resume()

    def give(self, _leg):
        self.shadow.pause = None
        self.life.give()

    def apologise(self, _leg):
        self.life.apologise(self.life.now + timedelta(days=20))

    def assign(self, leg):
        self.life.assign(leg, "lvm")

    def wake(self, _leg):
        self.life.wake()

    def adjust(self, _leg):
        self.version += 1
        self.life.catalogue.put(table(version=self.version, off=off_from(self.life.now + timedelta(days=self.version % 7 - 3), 2)))
        before = self.life.state.calendar
        self.life.adjust()
        if self.life.state.calendar != before:
            self.shadow.calendar = self.life.catalogue.calendar_of(self.life.state.calendar)


@given(instants, some.sampled_from(["sameday", "3wd", "8d", "12wd"]), modes, acts, gaps, some.booleans())
@settings(max_examples=150)
def test_all_minutes_of_a_dossier_add_up_to_its_time_whatever_happens(when, term, mode, happened, rest, granted):
    lived = Lived(when, term, mode)
    for gap, behind, act, leg in happened:
        lived.happen(gap, behind, act, leg)
    life = lived.life.later(rest / 60)
    lived.shadow.until(life.now)
    events = life.finish() if granted else life.stop()
    accounts, legs, total = lived.shadow.walk()
    whole = only([e for e in events if isinstance(e, ClockStopped)], "ClockStopped", "dossier")
    assert sum(use.minutes for use in whole.uses) == sum(life.state.uses.values()) == whole.used + whole.paused == total
    said = {f"{use.kind} {use.agency} {use.about}": use.minutes for use in whole.uses}
    shared = sum(len(stretch[3]) > 1 for stretch in lived.shadow.stretches)
    assert all(abs(said.get(name, 0) - accounts[name]) <= shared for name in {*said, *accounts})
    assert {name: clock.used for name, clock in life.state.legs.items() if clock.used} == {k: v for k, v in legs.items() if v}


@given(instants, acts, gaps)
@settings(max_examples=60)
def test_time_that_is_only_noticed_or_adjusted_goes_on_adding_up_after_the_end(when, happened, rest):
    lived = Lived(when, "5wd", "suspend")
    lived.life.later(rest / 60).finish()
    ended = lived.life.state.uses
    for gap, behind, act, leg in happened:
        lived.happen(gap, behind, act, leg)
    assert lived.life.state.uses == ended


def test_a_fact_a_little_before_the_last_one_takes_no_minute_twice():  # services' clocks differ
    life = Life("5wd", "suspend")
    life.later(60).pause()
    life.later(5).resume()
    life.later(-3).pause()
    life.later(8).resume()
    (stopped,) = (e for e in life.later(10).finish() if isinstance(e, ClockStopped))
    assert (stopped.used, stopped.paused) == (70, 10)
    assert sum(life.state.uses.values()) == 80
