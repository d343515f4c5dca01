"""The rebuilding: the ledger taken in once more by the same decisions in an empty database, then compared and put right."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
from lienthong_contracts import KINDS, Envelope
from lienthong_runtime import Catalogue, Letter
from lienthong_runtime.clock import SystemClock, system_now
from lienthong_runtime.database import trial
from lienthong_runtime.outcome import Decider
from lienthong_runtime.states import Rows
from lienthong_runtime.transact import Transactor

from portal.app import side
from portal.decisions import ON_EVENT
from portal.rebuild import store
from portal.store import RECORDS

CHUNK, FEW = 1000, 2000  # entries in a transaction; entries for which whoever takes events in may be kept waiting
Tell = Callable[[int, int], None]


class LedgerBroken(Exception):
    """An entry's hash isn't what follows from the entries before it: restore a backup, a rebuild would hide it."""


@dataclass(slots=True)
class Rebuilt:
    """How many entries were read, and by table how many rows were taken away and added."""

    entries: int = 0
    mended: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def differing(self) -> int:
        """How many rows weren't as the ledger has them."""
        return sum(max(rows) for rows in self.mended.values())


async def rebuild(live_dsn: str, scratch_dsn: str, keep: bool = True, tell: Tell = lambda _done, _all: None) -> Rebuilt:
    """Put right what follows from the ledger, or with `keep` False only say what differs. Raises LedgerBroken.

    `scratch_dsn` is an empty database with the portal's schema. Readers never wait; events are taken in again after the comparison.
    """
    live = await asyncpg.connect(live_dsn)
    try:
        async with asyncpg.create_pool(scratch_dsn, min_size=1, max_size=1, command_timeout=600) as scratch:
            anew, report = _Anew(live, scratch), Rebuilt()
            while (end := await _end(live)) - anew.done > FEW:
                await anew.take_in(end, tell)
            await _compare(live, scratch, anew, report, keep)
            report.entries = anew.entries
            return report
    finally:
        await live.close()


async def _end(live: Any) -> int:
    async with live.transaction():
        return await store.hold(live)


async def _compare(live: Any, scratch: Any, anew: "_Anew", report: Rebuilt, keep: bool) -> None:
    async with trial(live, keep):
        await anew.take_in(await store.hold(live), lambda _done, _all: None)
        async with scratch.acquire() as connection:
            for table in store.TABLES:
                await store.bring(connection, live, table)
                report.mended[table] = await store.mend(live, table)


class _Anew:
    """The empty database, filled from the ledger as far as `done`."""

    def __init__(self, live: Any, scratch: Any) -> None:
        self._live, self._scratch = live, scratch
        self.done = self.entries = 0
        decider = Decider("portal", ON_EVENT, system_now)
        self._transactor = Transactor(scratch, Rows(RECORDS), decider, SystemClock(), Catalogue(), side, every_kind=True)

    async def take_in(self, end: int, tell: Tell) -> None:
        """Everything up to a place in the ledger."""
        while entries := await store.entries(self._live, self.done, end, CHUNK):
            await self._transactor.take_in([_letter(entry) for entry in entries])
            hashes = await store.last_hashes(self._scratch, len(entries))
            if wrong := [entry for entry, made in zip(entries, hashes, strict=True) if entry["hash"] != made]:
                raise LedgerBroken(f"{wrong[0]['dossier_id']} {wrong[0]['source']} {wrong[0]['number']}")
            self.done, self.entries = entries[-1]["seq"], self.entries + len(entries)
            tell(self.done, end)
        self.done = max(self.done, end)


def _letter(entry: Any) -> Letter:
    """As it came; of a kind that only a newer version knows, as little is made of it as then."""
    envelope = Envelope(entry["event_id"], entry["kind"], entry["source"], entry["number"], str(entry["dossier_id"]), entry["recorded_at"])
    kind: Any = KINDS.get(envelope.kind)
    event = kind.from_json(entry["body"]) if kind in ON_EVENT else None
    return Letter("ledger", 0, entry["seq"], (), entry["body"], envelope, event, dossier_id=UUID(bytes=entry["dossier_id"].bytes))
