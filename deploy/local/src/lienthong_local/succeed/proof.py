"""The proof after a succession, from the log and the services' rows: none orphaned, no date moved, all re-addressed, all told."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import lienthong_contracts as c
from intake.domain.dossier import DESKS, FINAL
from intake.succession import move_submission
from lienthong_runtime import Context, Succession
from routing.succession import places_of

from lienthong_local.succeed.dates import promised
from lienthong_local.verify.rows import Stored, read_rows
from lienthong_local.verify.topics import read_events

_ANSWERS = (c.HandOverAcknowledged, c.HandOverRefused, c.HandOverRecalled)
LOOKS, BETWEEN = 5, 1.0  # seconds
OPEN = ("submitted", "open", "result")  # in the portal's words


@dataclass(slots=True)
class Proof:
    """What a succession came to. The last four are empty when it is proven: service or topic, dossier, and what is wrong."""

    submissions: int = 0
    dossiers: int = 0
    hand_overs: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    by_agency: Counter[str] = field(default_factory=Counter)
    orphaned: list[tuple[str, str, str]] = field(default_factory=list)
    dates_moved: list[tuple[str, str, str]] = field(default_factory=list)
    not_readdressed: list[tuple[str, str, str]] = field(default_factory=list)
    not_told: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the succession is proven."""
        return not (self.orphaned or self.dates_moved or self.not_readdressed or self.not_told)


async def prove(bootstrap_servers: str, dsns: dict[str, str], topic_prefix: str, plan: Succession) -> Proof:
    """Read everything and hold it against the plan; it says the same whenever and however often the plan was carried out.

    What is on its way while it is read doesn't hold for a moment: it is looked at again before anybody is told so.
    """
    for _ in range(LOOKS):
        proof = await look(bootstrap_servers, dsns, topic_prefix, plan)
        if proof.holds:
            break
        await asyncio.sleep(BETWEEN)
    return proof


async def look(bootstrap_servers: str, dsns: dict[str, str], topic_prefix: str, plan: Succession) -> Proof:
    """How things stand at this moment."""
    proof, lives = Proof(), defaultdict(list)
    for sent in await read_events(bootstrap_servers, [topic_prefix + name for name in ("dossier.v1", "notification.v1")]):
        lives[sent.envelope.subject].append(sent.event)
    stored = {name: await read_rows(name, dsns[name]) for name in ("intake", "routing", "sla-monitor", "portal")}
    for name, find in (("intake", _submissions), ("routing", _journeys), ("sla-monitor", _budgets), ("portal", _records)):
        proof.orphaned += [(name, dossier_id, agency) for dossier_id, agency in find(stored[name], plan)]
    for dossier_id, events in lives.items():
        if any(_of_plan(event, plan) for event in events):
            _moved(proof, dossier_id, events, plan)
            proof.dates_moved += _dates(dossier_id, events, stored)
    return proof


def _of_plan(event: Any, plan: Succession) -> bool:
    return isinstance(event, c.JourneyHandedToSuccessor | c.SubmissionMoved) and plan.of(event.predecessor) == event.successor


def _moved(proof: Proof, dossier_id: str, events: list[Any], plan: Succession) -> None:
    first = next(n for n, event in enumerate(events) if _of_plan(event, plan))
    received = isinstance(events[first], c.JourneyHandedToSuccessor)
    proof.dossiers, proof.submissions = proof.dossiers + received, proof.submissions + (not received)
    proof.by_agency.update({event.predecessor for event in events if _of_plan(event, plan)})
    for consignment, receiver in _under_way(events[:first]).items():
        if receiver in plan.agencies:
            sent = [e.receiver for e in events[first:] if isinstance(e, c.DossierForwarded) and str(e.consignment) == consignment]
            proof.hand_overs += plan.of(receiver) in sent
            proof.not_readdressed += [] if plan.of(receiver) in sent else [("routing", dossier_id, consignment)]
    told = {e.message: type(e).__name__ for e in events if getattr(e, "message", "").startswith("succeeded-")}
    proof.messages.update(kind.removeprefix("Message").lower() for kind in told.values())
    proof.not_told += [] if told else [("notifier", dossier_id, "succeeded")]


def _under_way(events: list[Any]) -> dict[str, str]:
    """Consignments without an answer, and their receivers."""
    waiting: dict[str, str] = {}
    for event in events:
        if isinstance(event, c.DossierForwarded):
            waiting[str(event.consignment)] = event.receiver
        elif isinstance(event, _ANSWERS):
            waiting.pop(str(event.consignment), None)
        elif isinstance(event, c.JourneyStopped | c.LegReturned):  # called back: what is still alive is sent anew
            waiting.clear()
    return waiting


def _dates(dossier_id: str, events: list[Any], stored: dict[str, Stored]) -> Iterator[tuple[str, str, str]]:
    """Services in which the date that holds isn't the one that the log leads to."""
    by_log = promised(events)
    for name, of in (("routing", "due_at"), ("sla-monitor", "promised_at"), ("portal", "due_at")):
        row = stored[name].rows.get(dossier_id)
        date = getattr(row.state, of, None) if row and row.state else None
        if by_log is not None and date is not None and date != by_log:
            yield name, dossier_id, f"{date} / {by_log}"


def _submissions(stored: Stored, plan: Succession) -> Iterator[tuple[str, str]]:
    for dossier_id, row in stored.rows.items():
        if row.state is None or row.state.status in (*FINAL, "draft"):
            continue
        left = move_submission(row.state, plan, Context(datetime.now(UTC), dossier_id=dossier_id)).events
        yield from ((dossier_id, event.predecessor) for event in left)
        yield from ((dossier_id, desk) for name in DESKS if row.state.received_at and (desk := getattr(row.state, name)) in plan.agencies)


def _journeys(stored: Stored, plan: Succession) -> Iterator[tuple[str, str]]:
    rows = ((dossier_id, row.state) for dossier_id, row in stored.rows.items() if row.state is not None)
    return ((dossier_id, agency) for dossier_id, state in rows for _, agency in places_of(state, plan))


def _budgets(stored: Stored, plan: Succession) -> Iterator[tuple[str, str]]:
    running = ((i, row.state) for i, row in stored.rows.items() if row.state is not None and not row.state.outcome)
    return ((i, agency) for i, budget in running for agency in (budget.desk, budget.resolving_agency) if agency in plan.agencies)


def _records(stored: Stored, plan: Succession) -> Iterator[tuple[str, str]]:
    shown = ((i, row.state) for i, row in stored.rows.items() if row.state is not None and row.state.status in OPEN)
    return ((i, agency) for i, record in shown for agency in (record.desk, record.holder) if agency in plan.agencies)
