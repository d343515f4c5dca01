"""The portal as it is built, with a notifier that answers what the test says; and over a database of its own where one is needed."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import httpx2
import msgspec
import uuid_utils.compat as uuids
from joserfc.jwk import KeySet, OKPKey
from lienthong_contracts import KINDS, DossierEvent, Envelope
from lienthong_local.databases import copy_database, create_databases, drop_database
from lienthong_runtime.database import connect_pool
from lienthong_runtime.identity import Identity, signed
from lienthong_runtime.migrate import migrate
from lienthong_runtime.records import Letter, read
from lienthong_runtime.running import Running
from portal.app import build
from portal.decisions import ON_EVENT
from portal.settings import Settings

KEY = OKPKey.generate_key("Ed25519", {"kid": "test", "alg": "Ed25519", "use": "sig"})
AT = "2026-11-23T09:00:00+07:00"


@dataclass
class Notifier:
    """What was asked over HTTP, and the status and JSON that everything is answered with."""

    url: str = ""
    status: int = 200
    answer: Any = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)  # by method, before the others

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        start, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))  # JSON, or somebody's own text
        said: Any = json.loads(body) if body.startswith(b"{") else body.decode() if body else None
        self.asked.append((*start.split()[:2], headers, said))  # type: ignore[arg-type]
        status, answer = self.answers.get(start.split()[0], (self.status, self.answer))
        text = json.dumps(answer).encode()
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n".encode() + text)
        await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def notifier(here: Notifier | None = None) -> AsyncGenerator[Notifier]:
    """A notifier that listens; or another service."""
    here = here or Notifier()
    async with await asyncio.start_server(here.serve, "127.0.0.1", 0) as server:
        here.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield here


def token(*roles: str, agency: str | None = None, subject: str = "ntb") -> str:
    """Somebody's token."""
    return signed({"sub": subject, "agency": agency, "roles": roles, "exp": time.time() + 3600}, KEY)


def letter(kind: str, number: int, dossier: UUID, **fields: Any) -> Letter:
    """An event as it comes from its topic."""
    event: Any = KINDS[kind].model_validate({**KINDS[kind].example, "at": AT, **fields, "dossier_id": dossier})
    assert isinstance(event, DossierEvent)
    envelope = Envelope(uuids.uuid7(), kind, event.producer, number, str(dossier), datetime.now(UTC))
    opened = read(Letter(event.topic, 0, 0, tuple(envelope.to_headers()), event.to_json()), ON_EVENT, True)
    assert isinstance(opened, Letter)
    return opened


def browser(running: Running) -> httpx2.AsyncClient:
    """Whoever asks the portal."""
    app = running.app()
    app.state.identity = Identity(msgspec.json.encode(KeySet([KEY]).as_dict(private=False)).decode(), lambda: datetime.now(UTC))
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://cong.test")


def running_with(settings: Settings, pool: Any = None) -> Running:
    """The real service's parts."""
    return Running(build(settings), settings, pool)


def settings_of(notifier_url: str, **more: Any) -> Settings:
    """Settings that name a notifier; nobody else is there."""
    nowhere = dict.fromkeys(("intake_url", "routing_url", "sla_monitor_url", "portal_url"), "http://127.0.0.1:9")
    return Settings.model_construct(notifier_url=notifier_url, service_token="of-services", **nowhere, **more)


_TEMPLATES: dict[str, str] = {}


async def _copied(superuser: str, prefix: str, name: str) -> str:
    """A database copied from one that was migrated once: migrating it anew for each module took the run a minute."""
    if superuser not in _TEMPLATES:
        template = (await create_databases(superuser, f"{prefix}tmpl_"))["portal"]
        await migrate(template, build(Settings.model_construct()).migrations)
        _TEMPLATES[superuser] = template
    template = urlsplit(_TEMPLATES[superuser])
    await copy_database(superuser, template.path.lstrip("/"), f"{prefix}{name}", str(template.username))
    return urlunsplit(template._replace(path=f"/{prefix}{name}"))


@contextlib.asynccontextmanager
async def database(infra: Any, prefix: str, name: str) -> AsyncGenerator[tuple[Any, str]]:
    """A pool over a new database of the portal's."""
    dsn = await _copied(infra.postgres_dsn, prefix, name)
    pool = await connect_pool(dsn, 4, "test")
    try:
        yield pool, dsn
    finally:
        await pool.close()
        await drop_database(infra.postgres_dsn, f"{prefix}{name}")
