"""Live lines: the ledger's tail, read once for all open boards, with what each board missed when it comes back."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from typing import Any

import msgspec
from lienthong_runtime import Actor, Catalogue, Parts, seeing_as
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.logs import log

from portal import store
from portal.entry_lines import Wording
from portal.views import EventLine

CATCH_UP = 40  # lines a board gets when it comes back; more nobody reads
FALLBACK = 1.0  # seconds between looks when nobody wakes the tail
BEAT = 15.0  # seconds of silence before a comment keeps the line open


class Listener(msgspec.Struct, frozen=True):
    """Whom a board is open for: the language, and the agencies whose dossiers they see (None: everybody's)."""

    lang: str
    agencies: frozenset[str] | None

    def may_see(self, parties: frozenset[str]) -> bool:
        """Whether a dossier with these parties is theirs to see: the wall's own rule (RLS), for what is read once for all boards."""
        return self.agencies is None or not self.agencies.isdisjoint(parties)


def listener(reader: Actor, catalogue: Catalogue, lang: str) -> Listener:
    """A board that this reader opened; who neither oversees nor acts for an agency sees no line."""
    if reader.oversees:
        return Listener(lang, None)
    return Listener(lang, frozenset(catalogue.line_of(reader.agency) if reader.agency else ()))


class Tail:
    """Follows the ledger and hands each new line, rendered once, to every board that listens."""

    def __init__(self, render: Callable[[EventLine, str], str]) -> None:
        self._render = render
        self._boards: dict[asyncio.Queue[bytes], Listener] = {}
        self.woken = asyncio.Event()

    async def run(self, parts: Parts) -> None:
        """Follow for ever."""
        wording, seq = Wording(parts.catalogue), None
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), FALLBACK)
            self.woken.clear()
            try:
                seq = await self._look(parts, wording, seq)
            except OUTAGE as fault:
                log.warning("tail.interrupted", fault=type(fault).__name__)

    async def _look(self, parts: Parts, wording: Wording, seq: int | None) -> int:
        async with parts.pool.acquire() as connection:
            if seq is None or not self._boards:
                return await store.last_seq(connection)
            entries = await store.entries_after(connection, seq, 500)
        # Under load a board gets the newest lines only: nobody reads five hundred a second.
        for entry in entries[-CATCH_UP:]:
            for lang in {board.lang for board in self._boards.values()}:
                self._hand_out(self._message(wording, entry, lang), lang, frozenset(entry["parties"] or ()))
        return entries[-1]["seq"] if entries else seq

    def _message(self, wording: Wording, entry: Any, lang: str) -> bytes:
        html = self._render(wording.line(entry, entry["code"], lang), lang)
        return f"id: {entry['seq']}\nevent: line\ndata: {html}\n\n".encode()

    def _hand_out(self, message: bytes, lang: str, parties: frozenset[str]) -> None:
        for board in [board for board, listener in self._boards.items() if listener.lang == lang and listener.may_see(parties)]:
            if board.full():  # a board that doesn't read gets the newest lines only
                board.get_nowait()
            board.put_nowait(message)

    async def stream(self, parts: Parts, reader: Actor, last_seen: int | None, lang: str) -> AsyncGenerator[bytes]:
        """A board's stream, of what its reader may see; with `last_seen` it begins with what was missed."""
        board: asyncio.Queue[bytes] = asyncio.Queue(maxsize=200)
        self._boards[board] = listener(reader, parts.catalogue, lang)
        try:
            yield b"retry: 2000\n\n"
            for message in await self._missed(parts, reader, last_seen, lang):
                yield message
            while True:
                try:
                    yield await asyncio.wait_for(board.get(), BEAT)
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            self._boards.pop(board, None)

    async def _missed(self, parts: Parts, reader: Actor, last_seen: int | None, lang: str) -> list[bytes]:
        if last_seen is None:
            return []
        wording = Wording(parts.catalogue)
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            entries = await store.latest_entries(connection, CATCH_UP)
        return [self._message(wording, entry, lang) for entry in reversed(entries) if entry["seq"] > last_seen]
