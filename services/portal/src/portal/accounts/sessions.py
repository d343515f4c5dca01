"""Who is signed in at the windows: sessions found by a browser's cookie, begun, seen and ended."""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import uuid_utils.compat as uuids
from fastapi import Request
from lienthong_runtime import Actor

from portal.accounts import store
from portal.accounts.minting import Mint
from portal.accounts.session import Person, Session, family, key_of, new_secret
from portal.audit.lines import Line, note
from portal.gate import cookies
from portal.gate.origin import cookie_counts, reads

REMEMBERED = timedelta(seconds=2)  # how long another instance may still let in whoever was signed out here
SEEN_EVERY = timedelta(minutes=1)
_MOST = 4096  # sessions in memory


class Sessions:
    """Sessions of the windows; `idle` and `length` are how long one lasts unused and at all."""

    def __init__(self, pool: asyncpg.Pool, mint: Mint, now: Callable[[], datetime], idle: timedelta, length: timedelta) -> None:
        self.pool, self.now, self.idle, self._length, self._mint = pool, now, idle, length, mint
        self._known: dict[bytes, tuple[Session | None, datetime]] = {}

    async def entered(self, request: Request) -> tuple[Actor, str] | None:
        """Whoever is signed in at the window that the request comes from, and a token with their rights."""
        session = await self.of(request)
        if session is None:
            return None
        if session.seen_at + SEEN_EVERY <= self.now() and _deliberate(request):
            session = await self._see(session, key_of(cookies.kept(request)))
        request.state.narrow = session.narrow
        return session.actor, self._mint.token(session.actor, self.now())

    async def of(self, request: Request) -> Session | None:
        """The open session whose secret the browser sent, if its cookie counts here."""
        secret = cookies.kept(request)
        if not secret or not cookie_counts(request):
            return None
        return await self._found(key_of(secret))

    async def begin(self, request: Request, person: Person, until: datetime | None = None) -> str:
        """A new session with a secret of its own, in place of whichever the browser had; until then at most."""
        now, secret = self.now(), new_secret()
        ends_at = min(now + self._length, until or now + self._length)
        session = Session(uuids.uuid7(), person.account, person.subject, person.agency, person.roles, person.via,
                          family(request.headers.get("user-agent", "")), now, now, ends_at)  # fmt: skip
        async with self.pool.acquire() as connection, connection.transaction():
            await self._replace(connection, request, now)
            await store.add_session(connection, session, key_of(secret))
            await store.forget_sessions(connection, now - timedelta(days=30))
            begun = Line("session.begun", person.subject, person.agency or "", str(session.id), f"{person.via} {session.browser}".strip())
            await note(connection, now, begun)
        return secret

    async def leave(self, request: Request) -> None:
        """Sign out."""
        if (session := await self.of(request)) is not None:
            await self.end(session.actor, session.subject, (session.id,), "left")

    async def end(self, by: Actor, subject: str, which: tuple[UUID, ...], how: str) -> int:
        """End some of somebody's sessions; how many of them were open."""
        async with self.pool.acquire() as connection, connection.transaction():
            ended = [s for s in which if await store.end_session(connection, s, self.now(), how) is not None]
            await self._noted(connection, by, subject, ended, how)
        self._known.clear()
        return len(ended)

    async def end_all(self, connection: Any, by: Actor, subject: str, how: str, but: tuple[UUID, ...] = ()) -> None:
        """End all of somebody's sessions but these, in the caller's transaction; after its commit, `forget`."""
        ended = await store.end_sessions(connection, subject, self.now(), how, but)
        await self._noted(connection, by, subject, ended, how)

    def forget(self) -> None:
        """Ask the database anew about everybody."""
        self._known.clear()

    async def open_of(self, connection: Any, subject: str) -> list[Session]:
        """Somebody's open sessions, as far as the connection sees them."""
        return await store.open_sessions(connection, subject, self.now(), self.now() - self.idle)

    async def while_open(self, request: Request, stream: AsyncIterable[bytes]) -> AsyncGenerator[bytes]:
        """A stream, until its reader's session is over; a program's, with a token, as it is."""
        at_window = bool(cookies.kept(request)) and "authorization" not in request.headers
        async with contextlib.aclosing(stream) as messages:  # type: ignore[type-var]
            async for message in messages:
                if at_window and await self.of(request) is None:
                    return
                yield message

    async def _found(self, key: bytes) -> Session | None:
        now, known = self.now(), self._known.get(key)
        if known is None or known[1] + REMEMBERED <= now:
            async with self.pool.acquire() as connection:
                known = await store.session_by(connection, key), now
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = known
        session = known[0]
        return session if session is not None and session.open(now, self.idle) else None

    async def _see(self, session: Session, key: bytes) -> Session:
        now = self.now()
        async with self.pool.acquire() as connection:
            await store.see_session(connection, session.id, now)
        seen = msgspec.structs.replace(session, seen_at=now)
        self._known[key] = seen, now
        return seen

    async def _replace(self, connection: Any, request: Request, now: datetime) -> None:
        before = await store.session_by(connection, key_of(cookies.kept(request)))
        if before is not None and await store.end_session(connection, before.id, now, "replaced") is not None:
            await note(connection, now, Line("session.ended", before.subject, before.agency or "", str(before.id), "replaced"))
        self._known.clear()

    async def _noted(self, connection: Any, by: Actor, subject: str, ended: list[UUID], how: str) -> None:
        whose = how if by.subject == subject else f"{how} {subject}"
        await note(connection, self.now(), *(Line("session.ended", by.subject, by.agency or "", str(s), whose) for s in ended))


def _deliberate(request: Request) -> bool:
    # A board that asks for its figures by itself keeps nobody signed in.
    return not reads(request) or (request.headers.get("sec-fetch-mode", "navigate") == "navigate" and "hx-request" not in request.headers)
