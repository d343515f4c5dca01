"""Live lines: the ledger's tail, read and worded once for all open boards, with what each board missed when it comes back."""

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Callable, Iterable
from typing import Any

import msgspec
from lienthong_runtime import Actor, Catalogue, Parts, seeing_as
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.logs import log

from portal import store
from portal.entry_lines import Wording
from portal.holes import Holes
from portal.views import EventLine

CATCH_UP = 40  # lines a board gets at once; more nobody reads
FAR = 20_000  # entries; what is further back isn't caught up with
CHUNK = 500  # entries in one look
FALLBACK = 0.25  # seconds between looks when nobody wakes the tail: another instance may have written
REST = 0.1  # seconds after a look, so that a burst is one write a board
BEAT = 15.0  # seconds of silence before a comment keeps the line open
JUMP = b"event: jump\ndata: -\n\n"  # lines were left out


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


class Board:
    """An open board: the newest lines that it hasn't taken yet, and whether older ones were left out."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self._lines: deque[tuple[int, bytes]] = deque()
        self._jumped = False

    def put(self, lines: Iterable[tuple[int, bytes]], jumped: bool = False) -> None:
        """More lines by their place; a board that doesn't take them keeps the newest."""
        self._lines.extend(lines)
        self._jumped |= jumped
        while len(self._lines) > CATCH_UP:
            self._lines.popleft()
            self._jumped = True
        self.woken.set()

    def take(self, already: Iterable[int] = ()) -> bytes:
        """All of it as one write, without those that it has already."""
        known, lines, jumped = set(already), self._lines, self._jumped
        self._lines, self._jumped = deque(), False
        self.woken.clear()
        return JUMP * jumped + b"".join(line for seq, line in lines if seq not in known)


class Tail:
    """Follows the ledger and hands each new line, worded once a language, to every board whose reader may see it."""

    def __init__(self, render: Callable[[EventLine, str], str]) -> None:
        self._render = render
        self._boards: dict[Listener, list[Board]] = defaultdict(list)
        self._closing = False
        self.woken = asyncio.Event()

    async def run(self, parts: Parts) -> None:
        """Follow for ever; boards are closed when the process is told to stop."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._close(parts.stopping))
            group.create_task(self._follow(parts))

    async def _close(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        self._closing = True
        for board in [board for boards in self._boards.values() for board in boards]:
            board.woken.set()

    async def _follow(self, parts: Parts) -> None:
        wording, holes = Wording(parts.catalogue), Holes()
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), FALLBACK)
            self.woken.clear()
            try:
                while await self._look(parts, wording, holes):
                    pass
            except OUTAGE as fault:
                log.warning("tail.interrupted", fault=type(fault).__name__)
            await asyncio.sleep(REST)

    async def _look(self, parts: Parts, wording: Wording, holes: Holes) -> bool:
        """One look; whether there is more to see at once."""
        async with parts.pool.acquire() as connection:
            if holes.end is None or not any(self._boards.values()):
                holes.begin(await store.last_seq(connection))
                return False
            entries = await store.entries_after(connection, holes.end, CHUNK, holes.open)
        holes.note(entry["seq"] for entry in entries)
        self.hand_out(wording, entries)
        return len(entries) >= CHUNK

    def hand_out(self, wording: Wording, entries: list[Any]) -> None:
        """Give each board its share: of many the newest, and word that there were more."""
        worded: dict[tuple[int, str], bytes] = {}
        for whom, boards in self._boards.items():
            seen = [entry for entry in entries if boards and whom.may_see(frozenset(entry["parties"] or ()))]
            lines = [(entry["seq"], self._worded(wording, entry, whom.lang, worded)) for entry in seen[-CATCH_UP:]]
            for board in boards if lines else ():
                board.put(lines, len(seen) > CATCH_UP)

    def _worded(self, wording: Wording, entry: Any, lang: str, worded: dict[tuple[int, str], bytes]) -> bytes:
        key = (entry["seq"], lang)
        if key not in worded:
            worded[key] = self._message(wording, entry, lang)
        return worded[key]

    def _message(self, wording: Wording, entry: Any, lang: str) -> bytes:
        html = self._render(wording.line(entry, entry["code"], lang), lang)
        return f"id: {entry['seq']}\nevent: line\ndata: {html}\n\n".encode()

    async def stream(self, parts: Parts, reader: Actor, last_seen: int | None, lang: str) -> AsyncGenerator[bytes]:
        """A board's stream, of what its reader may see; with `last_seen` it begins with what was missed."""
        whom, board = listener(reader, parts.catalogue, lang), Board()
        self._boards[whom].append(board)  # before what was missed is read: nothing falls between the two
        try:
            yield b"retry: 2000\n\n"
            missed, already = await self._missed(parts, reader, last_seen, lang)
            if missed:
                yield missed
            while not self._closing:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(board.woken.wait(), BEAT)
                if not self._closing:
                    yield board.take(already) or b": still here\n\n"
        finally:
            self._boards[whom].remove(board)
            if not self._boards[whom]:
                del self._boards[whom]

    async def _missed(self, parts: Parts, reader: Actor, last_seen: int | None, lang: str) -> tuple[bytes, frozenset[int]]:
        if last_seen is None:
            return b"", frozenset()
        wording, after = Wording(parts.catalogue), max(last_seen, await store.last_seq(parts.pool) - FAR)
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            entries = await store.latest_entries(connection, CATCH_UP + 1, after)
        jumped, lines = len(entries) > CATCH_UP or after > last_seen, entries[:CATCH_UP][::-1]
        return JUMP * jumped + b"".join(self._message(wording, e, lang) for e in lines), frozenset(e["seq"] for e in entries)
