"""notifier as it is built, over a database of its own, beside real providers that can be made to fail and an intake that knows people."""

import asyncio
import contextlib
import json
import random
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import uuid_utils.compat as uuids
import uvicorn
from lienthong_contracts import DossierEvent, DossierReceived, Envelope, SupplementAsked
from lienthong_local.databases import copy_database, create_databases, drop_database
from lienthong_local.sinks import Sinks, sinks
from lienthong_runtime import Decision
from lienthong_runtime.database import connect_pool
from lienthong_runtime.migrate import migrate
from lienthong_runtime.records import Letter, read
from lienthong_runtime.running import Running
from notifier.app import build
from notifier.decisions import ON_EVENT
from notifier.settings import Settings
from notifier_letters import entries
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

PHONE, EMAIL = "+84912345678", "cong.dan@example.vn"


class People:
    """What intake knows: by dossier, or for every dossier."""

    def __init__(self) -> None:
        self.usual = {"phone": PHONE, "email": EMAIL}
        self.of: dict[str, dict[str, str]] = {}
        self.staff: dict[str, list[str]] = {}
        self.away = False

    async def answer(self, request: Request) -> JSONResponse:
        asked = await request.json()
        if self.away:
            return JSONResponse({}, 503)
        staff = [{**one, "emails": self.staff.get(f"{one['agency']}.{one['role']}", [])} for one in asked["staff"]]
        people = [{"dossier_id": i, **(self.of.get(i) or self.usual)} for i in asked["dossier_ids"]]
        return JSONResponse({"contacts": people, "staff": staff})


@contextlib.asynccontextmanager
async def intake(people: People) -> AsyncGenerator[str]:
    """An intake that only knows contacts, over HTTP."""
    app = Starlette(routes=[Route("/internal/contacts", people.answer, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False, lifespan="off"))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    with contextlib.closing(server.config.bind_socket()) as listening:
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


class AtWork:
    """The service at work, facts to give it, and what came of them."""

    def __init__(self, running: Running, sinks: Sinks, people: People, settings: Settings) -> None:
        self.running, self.sinks, self.people, self.settings = running, sinks, people, settings
        self._numbers: dict[UUID, int] = {}
        self._waker: asyncio.Task[None] | None = None
        self.learned: list[Letter] = []
        self.resume()

    def resume(self) -> None:
        """Time acts."""
        self._waker = asyncio.create_task(self.running.waker.run())

    async def pause(self) -> None:
        """Time stands still here."""
        if self._waker is not None:
            self._waker.cancel()
            await asyncio.gather(self._waker, return_exceptions=True)

    async def learn(self, *events: DossierEvent) -> None:
        """Facts from the topic."""
        letters = [self._letter(event) for event in events]
        self.learned += letters
        await self.learn_again(*letters)

    async def learn_again(self, *letters: Letter) -> None:
        """The same facts once more."""
        await self.running.transactor.take_in(letters)

    async def receive(self, count: int = 1) -> list[UUID]:
        """Dossiers that were received now."""
        now, ids = datetime.now(UTC), [uuids.uuid7() for _ in range(count)]
        fields = {"at": now, "received_at": now, "deemed_at": now, "due_at": now + timedelta(days=3), "trace": ()}
        await self.learn(*(DossierReceived.model_validate(DossierReceived.example | fields | {
            "dossier_id": i, "code": f"H32.41-261126-{n:04}"}) for n, i in enumerate(ids, 1)))  # fmt: skip
        return ids

    async def supplement(self, dossier_id: UUID) -> None:
        """Something urgent."""
        await self.learn(SupplementAsked.model_validate(SupplementAsked.example | {"dossier_id": dossier_id, "at": datetime.now(UTC)}))

    def _letter(self, event: DossierEvent) -> Letter:
        number = self._numbers[event.dossier_id] = self._numbers.get(event.dossier_id, 0) + 1
        envelope = Envelope(uuids.uuid7(), type(event).__name__, event.producer, number, str(event.dossier_id), datetime.now(UTC))
        opened = read(Letter("dossier.v1", 0, 0, tuple(envelope.to_headers()), event.to_json()), ON_EVENT)
        assert isinstance(opened, Letter)
        return opened

    async def message(self, dossier_id: UUID, key: str) -> Any:
        """A message as it is kept."""
        row = await self.running.transactor.rows.look(self.running.pool, dossier_id)
        return row.state.messages.get(key) if row and row.state else None

    async def hurry(self, dossier_id: UUID) -> None:
        """Whatever is to be tried again later is due now: nobody waits for a back-off in a test."""
        await self.running.transactor.apply([(dossier_id, _due_now)])
        self.running.waker.wake()

    async def end_lease(self, dossier_id: UUID) -> None:
        """Whatever is under way counts as never made."""
        await self.running.transactor.apply([(dossier_id, _lease_over)])

    async def tried(self, dossier_id: UUID, key: str, provider: str) -> bool:
        """Whether a try with that provider has ended without success, and the message waits for the next."""
        message = await self.message(dossier_id, key)
        return message is not None and message.status == "queued" and any(t.provider == provider for t in message.tries)

    def patience(self, provider: str, seconds: float) -> None:
        """How long a provider is waited for: nobody waits a quarter of a minute in a test."""
        self.post.lines.line(provider).provider._patience = seconds

    async def ask_now(self, dossier_id: UUID) -> None:
        """An accepted message is asked after at once."""
        await self.running.transactor.apply([(dossier_id, _asked_now)])

    async def push(self, octets: bytes, esm_class: int, source: str = "84900000000", data_coding: int = 0) -> None:
        """Something that the SMS centre delivers to us, whatever it is."""
        for session in self.sinks.sms._sessions.values():
            await session.deliver_sm("LienThong", octets, source_addr=source, esm_class=esm_class, data_coding=data_coding)

    async def said(self, kind: str = "") -> list[dict[str, Any]]:
        """What was written to the outbox, in its order."""
        rows = await self.running.pool.fetch("select type, payload from outbox order by seq")
        return [json.loads(row["payload"]) | {"kind": row["type"]} for row in rows if kind in ("", row["type"])]

    async def until(self, true: Callable[[], Awaitable[Any]], seconds: float = 20) -> Any:
        """What it gives once it gives something."""
        async with asyncio.timeout(seconds):
            while not (found := await true()):
                await asyncio.sleep(0.02)
        return found

    async def status(self, dossier_id: UUID, key: str, *wanted: str) -> Any:
        """The message, once its status is one of those."""

        async def there() -> Any:
            message = await self.message(dossier_id, key)
            return message if message is not None and message.status in wanted else None

        return await self.until(there)

    def sms(self) -> list[dict[str, Any]]:
        """Short messages that came in, the oldest first."""
        return self.sinks.newest(100_000, "sms")[::-1]

    def mails(self) -> list[dict[str, Any]]:
        """E-mails that came in, the oldest first."""
        return self.sinks.newest(100_000, "email")[::-1]


def _lease_over(state: Any, context: Any) -> Any:
    for message in state.messages.values():
        if message.status == "sending":
            state = state.with_message(message.with_(at=context.now))
    return Decision(state)


def _asked_now(state: Any, context: Any) -> Any:
    for message in state.messages.values():
        if message.status == "accepted" and message.channel == "sms":
            state = state.with_message(message.with_(at=context.now))
    return Decision(state)


def _due_now(state: Any, context: Any) -> Any:
    for message in state.messages.values():
        if message.status == "queued" and message.at and message.at > context.now:
            state = state.with_message(message.with_(at=context.now))
    return Decision(state)


def free_port() -> int:
    """Below those that outgoing connections are given: one of them might take it before we listen."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as found, contextlib.suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port
    raise AssertionError("a hundred ports and none is free")


_TEMPLATES: dict[str, str] = {}


async def _copied(dsn: str, prefix: str, name: str) -> str:
    """A database of the test's own, copied from one that was migrated once."""
    if prefix not in _TEMPLATES:
        template = (await create_databases(dsn, f"{prefix}tmpl_"))["notifier"]
        await migrate(template, build(Settings()).migrations)
        _TEMPLATES[prefix] = template
    template = urlsplit(_TEMPLATES[prefix])
    await copy_database(dsn, template.path.lstrip("/"), f"{prefix}{name}", str(template.username))
    return urlunsplit(template._replace(path=f"/{prefix}{name}"))


@contextlib.asynccontextmanager
async def at_work(infra: Any, prefix: str, name: str, tmp_path: Any, **settings: Any) -> AsyncGenerator[AtWork]:
    """The service at work: time, providers and receipts; events come from the test, and go no further than the outbox."""
    dsn = await _copied(infra.postgres_dsn, prefix, name)
    people, given = People(), {"quiet": "", "postgres_dsn": dsn, "topic_prefix": prefix, **settings}
    try:
        async with intake(people) as intake_url, sinks(tmp_path / f"{name}.jsonl") as centre:
            addresses = {"smtp": centre.smtp, "smpp": centre.smpp, "intake_url": intake_url}
            addresses |= {"bounces": f"127.0.0.1:{free_port()}"} | settings
            seconds = {"sms_gateway": centre.gateway_url, "smtp_second": centre.smtp}
            addresses |= {name: address for name, address in seconds.items() if settings.get(name) == "yes"}
            async with working(Settings(**given | addresses), centre, people) as found:
                yield found
    finally:
        await drop_database(infra.postgres_dsn, f"{prefix}{name}")


@contextlib.asynccontextmanager
async def working(settings: Settings, centre: Sinks, people: People) -> AsyncGenerator[AtWork]:
    """One process of the service; left, it is killed: nothing under way is finished."""
    service = build(settings)
    pool = await connect_pool(settings.postgres_dsn, 4, "test")
    running = Running(service, settings, pool)
    running.consumer.handled_until = lambda: None  # type: ignore[method-assign]
    running.waker._handled_until = lambda: None
    for entry in entries():
        running.catalogue.put(entry)
    running.follower.complete.set()
    tasks = [asyncio.create_task(job(running.parts)) for job in service.jobs]
    work = AtWork(running, centre, people, settings)
    work.post = service.aware.__self__  # type: ignore[attr-defined]
    work.post.opened(running.parts)
    work.patience("smpp", 4.0)  # less, and a busy machine makes the centre ill
    try:
        yield work
    finally:
        await work.pause()
        for task in [*tasks, *running._acting]:
            task.cancel()
        await asyncio.gather(*tasks, *running._acting, return_exceptions=True)
        await pool.close()
