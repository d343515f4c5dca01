"""What sla-monitor knows of a dossier follows from the dossier's log, whatever happened and however late it was noticed (issue 8)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_runtime import Context
from sla_lives import DOSSIER_ID, Life
from sla_monitor.retelling import Line, Untellable, differing, retold
from test_sla_sums import Lived, acts, gaps, instants, modes


class Logged(Life):
    """A life whose facts and words are written down as the log has them; words may come on the log some facts late."""

    def learn(self, event, noticed_at=None):
        said = super().learn(event, noticed_at)
        self._write(Line(event, own=False), said)
        return said

    def adjust(self, decision_no="12729/VPCP"):
        said = super().adjust(decision_no)
        self._write(None, said)
        return said

    def wake(self, now=None, noticed_at=None):
        said = super().wake(now, noticed_at)
        self._write(None, said)
        return said

    def _write(self, fact, said):
        lines = self.__dict__.setdefault("lines", [])
        lines += [*([fact] if fact else []), *(Line(event, own=True) for event in said)]


class LivedAndLogged(Lived):
    """A life with its shadow, that is written down."""

    def __init__(self, when, term, mode):
        super().__init__(when, term, mode)
        self.life = Logged(term, mode, when, catalogue=self.life.catalogue, warn_at=("share-50",))


def told_again(life, lines):
    context = Context(life.now, life.catalogue, DOSSIER_ID)
    told = retold(lines, context, life.now)
    assert told.facts == sum(not line.own for line in lines)
    return told.budget, context


def delayed(lines, by):
    """The same log with each word of its own behind as many more facts; words stay in their order."""
    facts, out, held = iter(by), [], []
    for line in lines:
        if line.own:
            held.append((line, next(facts, 0)))
            continue
        out.append(line)
        held = [(word, wait - 1) for word, wait in held]
        while held and held[0][1] < 0:
            out.append(held.pop(0)[0])
    return [*out, *(word for word, _ in held)]


@given(instants, some.sampled_from(["sameday", "3wd", "8d", "12wd"]), modes, acts, gaps, some.booleans())
@settings(max_examples=150)
def test_the_log_tells_the_budget_whatever_happens(when, term, mode, happened, rest, ended):
    lived = LivedAndLogged(when, term, mode)
    for gap, behind, act, leg in happened:
        lived.happen(gap, behind, act, leg)
    life = lived.life.later(rest / 60)
    if ended:
        life.finish()
    life.wake()
    told, context = told_again(life, life.lines)
    assert differing(life.state, told, context) == []


@given(instants, some.sampled_from(["3wd", "12wd"]), modes, acts, some.lists(some.integers(0, 2), max_size=20))
@settings(max_examples=150)
def test_words_that_come_on_the_log_behind_later_facts_are_told_in_their_place(when, term, mode, happened, by):
    lived = LivedAndLogged(when, term, mode)
    for gap, _behind, act, leg in happened:
        lived.happen(gap + 1, 0, act, leg)
    life = lived.life
    life.wake()
    told, context = told_again(life, delayed(life.lines, by))
    assert differing(life.state, told, context) == []


def test_a_fact_that_came_after_the_breach_was_told_is_taken_in_after_it():
    life = Logged("1wd")
    life.acknowledge("appraise")
    done = life.now + timedelta(hours=2)
    life.wake(life.now + timedelta(days=3))
    life.till(done).finish()
    assert life.told("DeadlineBreached") and life.told("DeadlineMet")[0].verdict != "late"
    told, context = told_again(life.later(3 * 24 * 60), life.lines)
    assert differing(life.state, told, context) == [] and "breach" in told.rungs


def test_time_that_nobody_heard_of_yet_has_not_acted():
    life = Logged("1wd")
    life.acknowledge("appraise")
    told, context = told_again(life.later(5 * 24 * 60), life.lines)
    assert differing(life.state, told, context) == [] and told.next_timer < life.now


def test_a_log_that_lacks_a_fact_can_t_be_told_and_says_so():
    life = Logged("5wd")
    life.acknowledge("appraise")
    life.later(60).pause()
    life.later(60).resume()
    with pytest.raises(Untellable):
        told_again(life, [line for line in life.lines if type(line.event).__name__ != "ProcessingPaused"])


def test_a_word_that_nobody_would_have_said_can_t_be_told():
    life = Logged("5wd")
    life.acknowledge("appraise")
    life.later(60).pause()
    (paused,) = [line for line in life.lines if type(line.event).__name__ == "ClockPaused" and line.event.clock == "dossier"]
    wrong = Line(paused.event.model_copy(update={"remaining": paused.event.remaining + 1}), own=True)
    with pytest.raises(Untellable):
        told_again(life, [wrong if line is paused else line for line in life.lines])


def test_what_was_decided_and_never_sent_is_left_to_be_decided_again():
    life = Logged("5wd")
    life.acknowledge("appraise")
    before = life.state
    life.later(60).pause()
    heard = life.lines[: next(n for n, line in enumerate(life.lines) if type(line.event).__name__ == "ClockPaused")]
    life.later(60).resume()
    facts = [line for line in life.lines if not line.own]
    context = Context(life.now, life.catalogue, DOSSIER_ID)
    told = retold([*heard, *facts[-1:]], context, before.touched_at)
    assert told.facts == len(facts) - 2 and differing(before, told.budget, context) == []


def test_a_fact_that_was_read_late_is_told_behind_what_time_said_before_it_was_read():
    life = Logged("2wd", warn_at=("share-50",))
    life.acknowledge("tax")
    assigned, rung = life.now + timedelta(minutes=1), min(life.state.timers.values())
    life.wake(rung)
    life.till(assigned).assign("tax", "lvm")
    *before, word, fact = life.lines
    assert word.own and word.event.told.officer == "" and not fact.own
    told, context = told_again(life, [*before, fact, word])
    assert differing(life.state, told, context) == []


def test_time_that_only_looked_and_said_nothing_has_looked():
    life = Logged("20wd", rules={"stalled_after": "3wd"})
    life.acknowledge("appraise")
    life.later(2 * 24 * 60).assign("appraise", "lvm")
    before = life.state.timers["stalled"]
    life.till(before).wake()
    assert life.state.timers["stalled"] > before and not life.told("DossierStalled")
    told, context = told_again(life, life.lines)
    assert told.timers == life.state.timers and differing(life.state, told, context) == []
