"""A budget told again by its dossier's log alone: every fact in its place, and time acting where it was heard to have acted (ADR 0028)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import datetime
from typing import Any

from lienthong_contracts import DeadlineAdjusted, DossierEvent
from lienthong_runtime import Context, Decision, Unprocessable

from sla_monitor.calendar_change import adjust
from sla_monitor.context import brought_up
from sla_monitor.decisions import ON_EVENT
from sla_monitor.domain.budget import Budget
from sla_monitor.domain.rungs import PASSED, STALLED
from sla_monitor.timers import raise_rungs

PATIENCE = 40  # tries a line: a life needs one or two
type _Placed = tuple[int, DossierEvent]  # with its place on the log


class Untellable(Exception):
    """In no order would these facts and time have said what was said: the log lacks one, or a word was changed."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event of the dossier as the log has it; `own` when sla-monitor said it."""

    event: DossierEvent
    own: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A budget after so many of the facts, when so much of what sla-monitor said has been said."""

    budget: Budget | None = None
    facts: int = 0
    said: int = 0


def retold(lines: Sequence[Line], context: Context, until: datetime) -> Told:
    """The budget after these lines, in their order on the log; time that said nothing has acted up to `until`. Raises Untellable.

    Its own lines tell when time acted and when a calendar was confirmed: a fact comes after what stands before it on the log or
    took effect before it, and before all else unless other words would have been said then. Facts from the first one on that
    sla-monitor would have said something to, and hasn't, are left out.
    """
    life, furthest = _Life(lines, context), None
    ways = [Told()]
    for _ in range(1 + len(lines) * PATIENCE):
        if not ways:
            break
        told = ways.pop()
        if life.has_all_said(told) and (furthest is None or told.facts > furthest.facts):
            furthest = told
            if life.is_whole(told):
                break
        ways += reversed(life.following(told))
    if furthest is None:
        raise Untellable
    return replaced(furthest, budget=_silently(furthest.budget, context, until))


def _silently(budget: Budget | None, context: Context, until: datetime) -> Budget | None:
    """Time acts without a word where it can, up to there; what would be said, nobody has heard yet."""
    while budget is not None and (at := budget.next_timer) is not None and at <= until:
        after = raise_rungs(budget, replaced(context, now=at))
        if after.events:
            break
        budget = after.state
    return budget


class _Life:
    """A dossier's facts and what sla-monitor said, each with its place on the log."""

    def __init__(self, lines: Sequence[Line], context: Context) -> None:
        self._context = context
        self._facts = [(place, line.event) for place, line in enumerate(lines) if not line.own]
        self._said = [(place, line.event) for place, line in enumerate(lines) if line.own]

    def has_all_said(self, told: Told) -> bool:
        """Whether no word is left."""
        return told.said == len(self._said)

    def is_whole(self, told: Told) -> bool:
        """Whether nothing is left."""
        return self.has_all_said(told) and told.facts == len(self._facts)

    def following(self, told: Told) -> list[Told]:
        """Where it may go on from here, the likelier first."""
        fact, word = _from(self._facts, told.facts), _from(self._said, told.said)
        ways = [self._taken_in(told, fact), self._acted(told, word)]
        if fact is not None and word is not None and (word[0] < fact[0] or word[1].at < fact[1].at):
            ways.reverse()
        return [way for way in ways if way is not None]

    def _taken_in(self, told: Told, fact: _Placed | None) -> Told | None:
        if fact is None:
            return None
        decide, context = ON_EVENT[type(fact[1])], replaced(self._context, now=fact[1].at)
        return self._after(told, lambda: decide(told.budget, fact[1], context), facts=1)

    def _acted(self, told: Told, word: _Placed | None) -> Told | None:
        """Time, or an administrator, before the next word."""
        budget = told.budget
        if word is None or budget is None:
            return None
        said = word[1]
        if isinstance(said, DeadlineAdjusted):
            context = replaced(self._context, now=said.at)
            return self._after(told, lambda: adjust(budget, said.calendar, said.decision_no, said.officer, context))
        at = budget.next_timer
        if at is None or at > said.at + PASSED:
            return None
        return self._after(told, lambda: raise_rungs(budget, replaced(self._context, now=at)))

    def _after(self, told: Told, decide: Callable[[], Decision[Any]], facts: int = 0) -> Told | None:
        try:
            decision = decide()
        except Unprocessable:
            return None
        heard = [event for _, event in self._said[told.said : told.said + len(decision.events)]]
        if [*map(_words, decision.events)] != [*map(_words, heard)]:
            return None
        return Told(decision.state, told.facts + facts, told.said + len(heard))


def _from(items: Sequence[_Placed], place: int) -> _Placed | None:
    return items[place] if place < len(items) else None


def _words(event: DossierEvent) -> tuple[type, dict[str, Any]]:
    """What was said, however late it was noticed."""
    return type(event), event.model_dump(exclude={"late_seconds"})


def differing(kept: Budget | None, told: Budget | None, context: Context) -> list[str]:
    """In what two budgets aren't one. A calendar that has grown by a year since is the same one.

    So is a look for whether it stands still, whenever it comes: a fact that was read late may have moved it (ADR 0028).
    """
    if kept is None or told is None:
        return [] if kept is told else ["budget"]
    one, other = _compared(kept, context), _compared(told, context)
    return [name for name in Budget.__struct_fields__ if getattr(one, name) != getattr(other, name)]


def _compared(budget: Budget, context: Context) -> Budget:
    looks = {STALLED: budget.touched_at} if STALLED in budget.timers else {}
    return brought_up(budget, context).with_(timers={**budget.timers, **looks})
