"""The proof after a succession, from the log and the services' rows: none orphaned, no date moved, all re-addressed, all told."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lienthong_contracts as c
from lienthong_runtime import Succession
from notifier.telling import succeeded_at

from lienthong_local.succeed.dates import on_paper, promised
from lienthong_local.succeed.orphans import orphans
from lienthong_local.succeed.under_way import readdressed
from lienthong_local.verify.rows import TABLES, Stored, read_rows
from lienthong_local.verify.topics import read_events

LOOKS, BETWEEN = 5, 1.0  # seconds
HANDED_ON = (c.JourneyHandedToSuccessor, c.SubmissionMoved)
OUT_OF_REACH = {"failed", "suppressed"}
_DATES = (("intake", "due_at", on_paper), ("routing", "due_at", promised), ("sla-monitor", "promised_at", promised),
          ("portal", "due_at", promised))  # fmt: skip


@dataclass(slots=True)
class Proof:
    """What a succession came to. The last four are empty when it is proven: service or topic, dossier, and what is wrong.

    `otherwise` went to another follower than this plan names, by a plan before or by the catalogue's; `out_of_reach` are
    dossiers whose citizen got no message on any channel and has to be told by other means.
    """

    submissions: int = 0
    dossiers: int = 0
    hand_overs: int = 0
    otherwise: int = 0
    out_of_reach: int = 0
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
    lives: dict[str, list[Any]] = defaultdict(list)
    for sent in await read_events(bootstrap_servers, [topic_prefix + "dossier.v1"]):
        if sent.known:
            lives[sent.envelope.subject].append(sent.event)
    return held(lives, {name: await read_rows(name, dsns[name]) for name in TABLES}, plan)


def held(lives: dict[str, list[Any]], stored: dict[str, Stored], plan: Succession) -> Proof:
    """Dossiers' events and the services' rows, against the plan."""
    proof = Proof(orphaned=orphans(stored, plan))
    for dossier_id, events in lives.items():
        if handed := [event for event in events if isinstance(event, HANDED_ON) and event.predecessor in plan.agencies]:
            _count(proof, handed, plan)
            _hold(proof, dossier_id, events, {event.predecessor: event.successor for event in handed})
            proof.dates_moved += _dates(dossier_id, events, stored)
            _tell(proof, dossier_id, handed, _state(stored, "notifier", dossier_id))
    return proof


def _count(proof: Proof, handed: list[Any], plan: Succession) -> None:
    received = isinstance(handed[0], c.JourneyHandedToSuccessor)
    proof.dossiers, proof.submissions = proof.dossiers + received, proof.submissions + (not received)
    by_plan = {event.predecessor for event in handed if plan.of(event.predecessor) == event.successor}
    proof.by_agency.update(by_plan)
    proof.otherwise += any(event.predecessor not in by_plan for event in handed)


def _hold(proof: Proof, dossier_id: str, events: list[Any], followers: dict[str, str]) -> None:
    for consignment, sent in readdressed(events, followers):
        proof.hand_overs += sent
        proof.not_readdressed += [] if sent else [("routing", dossier_id, consignment)]


def _tell(proof: Proof, dossier_id: str, handed: list[Any], letters: Any) -> None:
    """Each hand-on has its message on every channel, and the desk's follower is where they send the citizen."""
    sent = letters.messages if letters else {}
    keys = {f"{succeeded_at(event.at)}/{channel}" for event in handed for channel in c.LETTERS["succeeded"].channels}
    proof.not_told += [("notifier", dossier_id, key) for key in sorted(keys - sent.keys())]
    status = [sent[key].status for key in keys & sent.keys()]
    proof.messages.update(status)
    proof.out_of_reach += bool(status) and set(status) <= OUT_OF_REACH
    of_desk = {e.predecessor for e in handed if isinstance(e, c.SubmissionMoved) or e.leg == "return"}
    proof.orphaned += [("notifier", dossier_id, letters.desk)] if letters and letters.desk in of_desk else []


def _dates(dossier_id: str, events: list[Any], stored: dict[str, Stored]) -> Iterator[tuple[str, str, str]]:
    """Services in which the date that holds isn't the one that the log leads to, or has gone."""
    for name, of, by_law in _DATES:
        by_log, date = by_law(events), getattr(_state(stored, name, dossier_id), of, None)
        if by_log is not None and date != by_log:
            yield name, dossier_id, f"{date} / {by_log}"


def _state(stored: dict[str, Stored], name: str, dossier_id: str) -> Any:
    row = stored[name].rows.get(dossier_id)
    return row.state if row else None
