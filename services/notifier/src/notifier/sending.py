"""The outside work: contacts asked of intake in one call, messages sent, and what became of them written in one go."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from itertools import batched
from typing import Any
from uuid import UUID, uuid5

import httpx2
from lienthong_runtime import CatalogueBehind, Parts
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.logs import log

from notifier import store
from notifier.channels import NotSent, Rendered, Sent
from notifier.channels.mail import Mail
from notifier.channels.sms import Sms
from notifier.domain.correspondence import Correspondence
from notifier.domain.message import Message
from notifier.outcomes import accepted, delivered, refused, suppressed
from notifier.render import Renderer

AT_ONCE = 100
MOST_LOOKS = 300  # at a reference that isn't there yet, 0.2 s apart
type Due = tuple[UUID, Correspondence, Message]


class Sender:
    """Sends what decisions asked for. Nothing is kept here: a send without an answer is made again after its lease."""

    def __init__(self, mail: Mail, sms: Sms, intake: httpx2.AsyncClient, portal_url: str) -> None:
        self._providers: Mapping[str, Mail | Sms] = {"email": mail, "sms": sms}
        self._sms, self._intake, self._portal_url = sms, intake, portal_url
        self._renderer: Renderer | None = None
        self._receipts: asyncio.Queue[tuple[str, int]] = asyncio.Queue()

    async def send(self, parts: Parts, effects: list[Due]) -> None:
        """Send the messages, a hundred at a time: outcomes are recorded in one transaction each."""
        for some in batched(effects, AT_ONCE, strict=False):
            await self._send_some(parts, some)

    async def _send_some(self, parts: Parts, effects: Sequence[Due]) -> None:
        contacts = await self._contacts({dossier_id for dossier_id, _, _ in effects})
        self._renderer = self._renderer or Renderer(parts.catalogue, self._portal_url)
        outcomes = await asyncio.gather(*(self._one(due, contacts) for due in effects), return_exceptions=True)
        changes = [(due[0], self._change(due, outcome, parts)) for due, outcome in zip(effects, outcomes, strict=True)]
        parts.committed(await parts.transactor.apply(changes))

    async def _contacts(self, ids: set[UUID]) -> dict[str, dict[str, str]] | None:
        try:
            answer = await self._intake.post("/internal/contacts", json={"dossier_ids": [str(i) for i in ids]})
            answer.raise_for_status()
        except httpx2.HTTPError:
            return None
        return {entry["dossier_id"]: entry for entry in answer.json()["contacts"]}

    async def _one(self, due: Due, contacts: dict[str, dict[str, str]] | None) -> Sent | NotSent | None:
        dossier_id, state, message = due
        if contacts is None:
            return NotSent("contacts-unavailable", permanent=False)
        contact = contacts.get(str(dossier_id), {})
        to = contact.get("phone" if message.channel == "sms" else "email", "")
        if not to:
            return None
        try:
            subject, text = self._renderer.render(state, message)
        except CatalogueBehind:
            return NotSent("letter-missing", permanent=False)
        reference = str(uuid5(dossier_id, message.key))
        return await self._providers[message.channel].send(Rendered(to, subject, text, reference))

    def _change(self, due: Due, outcome: Sent | NotSent | BaseException | None, parts: Parts) -> Callable[[Any, Any], Any]:
        dossier_id, _, message = due
        if isinstance(outcome, BaseException):  # a bug in one message must not have the others sent twice
            log.error("message.not_sent", message=message.key, dossier_id=str(dossier_id), exc_info=outcome)
            outcome = NotSent(type(outcome).__name__, permanent=False)
        now = parts.clock.now()
        if outcome is None:
            return lambda state, _context: suppressed(state, dossier_id, message.key, "no-address", now)
        if isinstance(outcome, Sent):
            provider = self._providers[message.channel].name
            return lambda state, _context: accepted(state, dossier_id, message.key, provider, outcome.reference, now)
        return lambda state, _context: refused(state, dossier_id, message.key, outcome.reason, outcome.permanent, now)

    async def follow_receipts(self, parts: Parts) -> None:
        """Match delivery receipts with their messages, for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._sms.receipts(self._told))
            group.create_task(self._write_receipts(parts))

    async def _told(self, reference: str, arrived: bool) -> None:
        if arrived:
            await self._receipts.put((reference, 0))

    async def _write_receipts(self, parts: Parts) -> None:
        while True:
            waiting = [await self._receipts.get()]
            while not self._receipts.empty():
                waiting.append(self._receipts.get_nowait())
            try:
                found = await self._deliver(parts, [reference for reference, _ in waiting])
            except OUTAGE:
                found = set()
            early = [(reference, tries + 1) for reference, tries in waiting if reference not in found and tries < MOST_LOOKS]
            # A receipt may overtake the commit of the acceptance that it belongs to.
            await asyncio.sleep(0.2 if early else 0.02)
            for item in early:
                self._receipts.put_nowait(item)

    async def _deliver(self, parts: Parts, references: list[str]) -> set[str]:
        found = await store.find_references(parts.pool, references)
        changes = [(dossier_id, _delivery(dossier_id, key)) for _, dossier_id, key in found]
        if changes:
            parts.committed(await parts.transactor.apply(changes))
        return {reference for reference, _, _ in found}


def _delivery(dossier_id: UUID, key: str) -> Callable[[Any, Any], Any]:
    return lambda state, context: delivered(state, dossier_id, key, "smpp", context.now)
