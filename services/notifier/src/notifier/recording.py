"""What became of messages, written in bulk: many outcomes and receipts a transaction, each caller told once it is kept."""

import asyncio
import contextlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lienthong_runtime import Context, Decision, Parts
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.logs import log

from notifier import store
from notifier.channels import Receipt, tried
from notifier.domain.correspondence import Correspondence
from notifier.outcomes import receipt_of

MOST = 100  # a transaction: what is in it when a kill comes is told twice, and larger ones take longer
REST = 0.002  # seconds between two: outcomes that come one by one share one
STRANGE = 1.0  # seconds until receipts of nobody's are looked at again: another instance may have kept what they belong to
AGAIN = 0.5  # seconds, while the database is away
type Change = Callable[[Correspondence, Context], Decision[Correspondence]]


@dataclass(slots=True)
class Entry:
    """An outcome whose dossier is known, or a receipt whose dossier is to be found."""

    kept: asyncio.Future[None]
    dossier_id: UUID | None = None
    change: Change | None = None
    receipt: Receipt | None = None


class Recorder:
    """Takes outcomes and receipts, in their order, and keeps them."""

    def __init__(self, strange: float = STRANGE) -> None:
        self._waiting: asyncio.Queue[Entry] = asyncio.Queue()
        self._unkept: set[asyncio.Future[None]] = set()
        self._strange, self._stranger_at, self._maybe_known = strange, -math.inf, asyncio.Event()

    @property
    def unkept(self) -> int:
        """How many outcomes and receipts came and aren't kept yet."""
        return len(self._unkept)

    def outcome(self, dossier_id: UUID, change: Change) -> asyncio.Future[None]:
        """An outcome; done once it is kept."""
        return self._put(Entry(asyncio.get_running_loop().create_future(), dossier_id, change))

    def receipt(self, receipt: Receipt) -> asyncio.Future[None]:
        """A receipt; done once it is kept, with its message or, when none is known, by itself."""
        return self._put(Entry(asyncio.get_running_loop().create_future(), receipt=receipt))

    async def stranger_may_be_known(self) -> None:
        """Return when a receipt that came first may have found its message: once outcomes were kept after it, else in a second."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._strange):
                await self._maybe_known.wait()
        self._maybe_known.clear()

    def _put(self, entry: Entry) -> asyncio.Future[None]:
        self._waiting.put_nowait(entry)
        self._unkept.add(entry.kept)
        entry.kept.add_done_callback(self._unkept.discard)
        return entry.kept

    async def run(self, parts: Parts) -> None:
        """Keep what comes, for ever."""
        while True:
            entries = [await self._waiting.get()]
            while not self._waiting.empty() and len(entries) < MOST:
                entries.append(self._waiting.get_nowait())
            await self._keep(parts, entries)
            await asyncio.sleep(REST)

    async def _keep(self, parts: Parts, entries: Sequence[Entry]) -> None:
        while isinstance(fault := await tried(self._write(parts, entries)), OUTAGE):
            log.warning("outcomes.interrupted", fault=type(fault).__name__)
            await asyncio.sleep(AGAIN)
        if fault is not None:
            await self._singly(parts, entries, fault)
            return
        for entry in entries:
            if not entry.kept.done():
                entry.kept.set_result(None)

    async def _singly(self, parts: Parts, entries: Sequence[Entry], fault: BaseException) -> None:
        """One of them fails: the others must not wait for it; its own message is sent again after its lease."""
        if len(entries) > 1:
            for entry in entries:
                await self._keep(parts, [entry])
            return
        log.error("outcome.failed", fault=type(fault).__name__, exc_info=fault)
        if not entries[0].kept.done():
            entries[0].kept.set_exception(fault)
            entries[0].kept.exception()  # retrieved: nobody may be waiting for it

    async def _write(self, parts: Parts, entries: Sequence[Entry]) -> None:
        """Outcomes first: receipts of the same moment often belong to them, and would find no owner before their commit."""
        outcomes = [(e.dossier_id, e.change) for e in entries if e.dossier_id is not None and e.change is not None]
        if outcomes:
            parts.committed(await parts.transactor.apply(outcomes))
            if asyncio.get_running_loop().time() - self._stranger_at < 2 * self._strange:
                self._maybe_known.set()
        receipts = [e.receipt for e in entries if e.receipt and e.receipt.arrived is not None]
        if receipts and await _write_receipts(parts, receipts):
            self._stranger_at = asyncio.get_running_loop().time()


async def _write_receipts(parts: Parts, receipts: Sequence[Receipt]) -> bool:
    """Whether any of them was a stranger's."""
    owners = await store.owners(parts.pool, {(r.provider, r.reference) for r in receipts})
    owned = [(owner, r) for r in receipts if (owner := owners.get((r.provider, r.reference)))]
    if owned:
        parts.committed(await parts.transactor.apply([(owner[0], _receipt(*owner, r)) for owner, r in owned]))
    if strange := [r for r in receipts if (r.provider, r.reference) not in owners]:
        log.info("receipts.unmatched", providers=sorted({r.provider for r in strange}), count=len(strange))
        await store.keep_strange(parts.pool, strange, parts.clock.now())
    return bool(strange)


def _receipt(dossier_id: UUID, key: str, receipt: Receipt) -> Change:
    arrived, reference, reason = bool(receipt.arrived), receipt.reference, receipt.reason
    return lambda state, context: receipt_of(state, dossier_id, key, reference, arrived, reason, context.now)


async def match_strange(parts: Parts, recorder: Recorder) -> Any:
    """Receipts that overtook the commit of what they belong to, found again once it is there; for ever."""
    found: list[Receipt] = []
    while True:
        if len(found) < store.PAGE:  # with a rest after each page no more than 400 receipts a second were delivered (measured)
            await recorder.stranger_may_be_known()
        try:
            found = await store.strange_known(parts.pool)
            # What can't be applied was said by name, and is dropped with the others: else it would end the service again and again.
            await asyncio.gather(*(recorder.receipt(receipt) for receipt in found), return_exceptions=True)
            if found:
                await store.drop_strange(parts.pool, found, parts.clock.now())
        except OUTAGE as fault:
            found = []
            log.warning("receipts.interrupted", fault=type(fault).__name__)
