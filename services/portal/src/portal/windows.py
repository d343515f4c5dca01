"""Every page's data, and its rendering in the reader's language."""

from datetime import date
from typing import Any

import msgspec
from fastapi import Request
from fastapi.responses import HTMLResponse
from lienthong_calendar.words import Lang
from lienthong_runtime import Actor, Parts, seeing_as

from portal import store
from portal.accounts.wiring import SignIn
from portal.audit.lines import by, note
from portal.domain.delivery import Figures
from portal.domain.record import Record
from portal.entry_lines import Wording
from portal.gate.pace import Paces
from portal.gate.wall import PACES
from portal.live import Tail
from portal.neighbours import Neighbours
from portal.settings import Settings
from portal.views import AlarmView
from portal.watch import Watch
from portal.web.render import HEADERS, Pages

RECORD = msgspec.json.Decoder(Record)


def language(request: Request) -> Lang:
    """The reader's choice by the switch, Vietnamese first."""
    chosen = request.query_params.get("lang") or request.cookies.get("lang") or "vi"
    return "en" if chosen == "en" else "vi"


class Windows:
    """Every page's data, and its rendering."""

    def __init__(self, parts: Parts, settings: Settings, pages: Pages, tail: Tail, neighbours: Neighbours, watch: Watch,
                 sign_in: SignIn) -> None:  # fmt: skip
        self.parts, self.settings, self.pages, self.tail = parts, settings, pages, tail
        self.neighbours, self.watch, self.wording = neighbours, watch, Wording(parts.catalogue)
        self.sign_in, self.paces = sign_in, Paces(PACES)

    def page(self, request: Request, name: str, view: Any, status: int = 200, **extra: Any) -> HTMLResponse:
        """A rendered page in the reader's language."""
        extra |= {"local": bool(self.settings.sink_url), "dead": self.neighbours.last_count, "actor": getattr(request.state, "actor", None)}
        return HTMLResponse(self.pages.render(name, view, language(request), **extra), status, headers=HEADERS)

    async def deliveries(self, reader: Actor, since: date, until: date) -> Figures:
        """The delivery figures of these days, which only overseers may see."""
        async with seeing_as(self.parts.pool, reader, self.parts.catalogue) as connection:
            return await store.read_figures(connection, since, until)

    async def note(self, reader: Actor, act: str, about: str = "", detail: str = "") -> None:
        """A line in the audit log: what a reader did, to what; the acts are in audit.lines."""
        async with self.parts.pool.acquire() as connection, connection.transaction():
            await note(connection, self.sign_in.sessions.now(), by(reader, act, about, detail))

    def alarms(self, lang: str) -> tuple[AlarmView, ...]:
        """What is wrong with the system itself."""
        return tuple(AlarmView(a.about, a.en if lang == "en" else a.vi, a.since) for a in self.watch.alarms if a.since)

    async def track(self, code_or_id: str) -> Record | None:
        """A dossier's picture for anybody, of which a page may show the code and the step only (TT 01/2018 Đ.16.2d)."""
        async with self.parts.pool.acquire() as connection:
            found = await store.find(connection, code_or_id)
        return RECORD.decode(found["state"]) if found is not None and found["state"] is not None else None

    async def record(self, reader: Actor, code_or_id: str) -> tuple[str, Record, list[Any]] | None:
        """A dossier's picture and its entries, if the reader may see it."""
        async with seeing_as(self.parts.pool, reader, self.parts.catalogue) as connection:
            found = await store.find(connection, code_or_id)
            if found is None or found["state"] is None:
                return None
            return str(found["dossier_id"]), RECORD.decode(found["state"]), await store.entries_of(connection, found["dossier_id"])
