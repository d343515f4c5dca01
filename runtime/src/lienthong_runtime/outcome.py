"""A batch decided, one event at a time, without any I/O: what to save, to send and to set aside."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from dataclasses import replace as with_changes
from datetime import datetime
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuids
from lienthong_contracts import DossierEvent, Envelope
from msgspec.structs import replace as replaced

from lienthong_runtime.decision import Context, Decision, OnEvent, Row, Seen, Unprocessable
from lienthong_runtime.records import Broken, Letter


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An event of ours, numbered, with the bytes that will be stored and sent; `at` is its business instant."""

    topic: str
    envelope: Envelope
    body: bytes
    at: datetime | None = None


@dataclass(slots=True)
class SetAside:
    """A letter that stays behind: `parked` when it only waits for an earlier one of its dossier."""

    letter: Letter
    reason: str
    parked: bool


@dataclass(slots=True)
class Outcome:
    """What a batch comes to. `rows` holds each touched dossier's new row, `changed` those to be saved."""

    rows: dict[UUID, Row[Any]]
    changed: set[UUID] = field(default_factory=set)
    outgoing: list[Outgoing] = field(default_factory=list)
    applied: list[Letter] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    effects: list[Any] = field(default_factory=list)
    beside: list[Any] = field(default_factory=list)
    duplicates: int = 0
    impostors: list[Letter] = field(default_factory=list)
    gaps: list[Letter] = field(default_factory=list)
    woken_at: datetime | None = None  # when time should have woken the first of these rows


@dataclass(frozen=True, slots=True)
class Decider:
    """A service's pure half: its tables of decisions, and the name under which its events go out."""

    source: str
    on_event: OnEvent
    system_now: Callable[[], datetime]

    def decide_all(self, outcome: Outcome, letters: Iterable[Letter | Broken], waiting: set[UUID], context: Context) -> None:
        """Take in each letter in its order; dossiers in `waiting` have something set aside and wait behind it."""
        for letter in letters:
            if isinstance(letter, Broken):
                self._keep_back(outcome, letter.letter, letter.reason, waiting)
            elif letter.dossier_id in waiting:
                if not _already(outcome, outcome.rows.get(letter.dossier_id) or Row(letter.dossier_id), letter):
                    outcome.set_aside.append(SetAside(letter, "Waiting", parked=True))
            else:
                self._take_in(outcome, letter, waiting, context)

    def _keep_back(self, outcome: Outcome, letter: Letter, reason: str, waiting: set[UUID]) -> None:
        outcome.set_aside.append(SetAside(letter, reason, parked=False))
        # Without an envelope there's no telling whose it is: nobody waits. Otherwise its own dossier does,
        # and its row must exist, so that a replay and a batch have a lock in common.
        if letter.dossier_id is not None:
            waiting.add(letter.dossier_id)
            outcome.rows.setdefault(letter.dossier_id, Row(letter.dossier_id))
            outcome.changed.add(letter.dossier_id)

    def _take_in(self, outcome: Outcome, letter: Letter, waiting: set[UUID], context: Context) -> None:
        assert letter.envelope is not None and letter.dossier_id is not None
        row = outcome.rows.get(letter.dossier_id) or Row(letter.dossier_id)
        if _already(outcome, row, letter):
            return
        try:
            decision = self._decide(row, letter, context)
        except Unprocessable as fact:
            self._keep_back(outcome, letter, type(fact).__name__, waiting)
            return
        seen = {**row.seen, letter.envelope.source: Seen(letter.envelope.number, str(letter.envelope.id))}
        self.follow(outcome, replaced(row, seen=seen), decision)
        outcome.applied.append(letter)
        if letter.envelope.number > (before.number if (before := row.seen.get(letter.envelope.source)) else 0) + 1:
            outcome.gaps.append(letter)  # natural to a service that reads some kinds only; an alarm for the ledger

    def _decide(self, row: Row[Any], letter: Letter, context: Context) -> Decision[Any]:
        if letter.event is None:
            return Decision(row.state)
        # In a replay a tick and what it leads to come by two topics: a fact may be read before its own instant has been.
        now = context.now if context.noticed_at is not None else max(context.now, letter.event.at)
        return self.on_event[type(letter.event)](row.state, letter.event, with_changes(context, now=now, dossier_id=row.dossier_id))

    def follow(self, outcome: Outcome, row: Row[Any], decision: Decision[Any]) -> None:
        """The row after a decision; its events get the next numbers, under the lock that holds the row."""
        issued = row.issued
        for event in decision.events:
            numbered = event.topic != "dead-letter.v1"
            issued += numbered
            outcome.outgoing.append(self.stamp(event, str(row.dossier_id), issued if numbered else 0))
        outcome.effects.extend(decision.effects)
        outcome.beside.extend(decision.beside)
        outcome.rows[row.dossier_id] = replaced(row, issued=issued, state=decision.state)
        outcome.changed.add(row.dossier_id)

    def stamp(self, event: DossierEvent | Any, subject: str, number: int) -> Outgoing:
        """An event with its envelope; ids are UUIDv7, so that they sort by time."""
        envelope = Envelope(uuids.uuid7(), type(event).__name__, self.source, number, subject, self.system_now())
        return Outgoing(event.topic, envelope, event.to_json(), getattr(event, "at", None))


def _already(outcome: Outcome, row: Row[Any], letter: Letter) -> bool:
    """Whether the row has taken this event in. The same number under another id is an alarm, not a duplicate."""
    assert letter.envelope is not None
    last = row.seen.get(letter.envelope.source)
    if last is None or letter.envelope.number > last.number:
        return False
    if letter.envelope.number == last.number and str(letter.envelope.id) != last.event_id:
        outcome.impostors.append(letter)
    outcome.duplicates += 1
    return True
