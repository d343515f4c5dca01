"""The page of dead letters, put together from all services and from what was decided here."""

import asyncio
import time
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import msgspec
from lienthong_runtime import Actor, seeing_as
from lienthong_runtime.clock import system_now

from portal.neighbours import Neighbours
from portal.operations import store
from portal.operations.letters import asked_for, dry_run_view, letter_view, rows_of
from portal.operations.views import DeadLettersPage, DryRun, LetterRow, LetterView, Made, ProposalView
from portal.web.reason_words import reason_title
from portal.windows import Windows

type Found = list[tuple[str, dict[str, Any]]]


class Shelf:
    """All that the services have set aside, as of one look."""

    def __init__(self, found: Found, past: list[dict[str, Any]], names: tuple[str, ...], silent: tuple[str, ...]) -> None:
        self.found, self.silent = found, silent
        answered = [(name, body) for name, body in zip(names, past, strict=True) if body]
        self.replayed: Found = [(name, letter) for name, body in answered for letter in body["replayed"]]
        self.total = sum(body["total"] for _, body in answered)
        self.reasons = sum((Counter(body["reasons"]) for _, body in answered), Counter[str]())

    @property
    def ids(self) -> set[UUID]:
        """Whose letters there are."""
        return {UUID(letter["dossier_id"]) for _, letter in (*self.found, *self.replayed) if letter["dossier_id"]}


async def look(neighbours: Neighbours) -> Shelf:
    """Ask every service at once."""
    names = tuple(neighbours.urls)
    lists = await asyncio.gather(*(neighbours.as_service("GET", name, "/dead-letters") for name in names))
    past = await asyncio.gather(*(neighbours.as_service("GET", name, "/dead-letters/past") for name in names))
    silent = tuple(name for name, answer in zip(names, lists, strict=True) if answer.status != 200)
    found = [(name, letter) for name, answer in zip(names, lists, strict=True) if answer.status == 200 for letter in answer.body]
    neighbours.last_count = sum(letter["state"] == "set_aside" for _, letter in found)
    return Shelf(found, [answer.body if answer.status == 200 else {} for answer in past], names, silent)


async def page(windows: Windows, reader: Actor, lang: str, tab: str = "open", asked: str = "", key: str = "", dry: bool = False,
               **said: Any) -> DeadLettersPage:  # fmt: skip
    """The page's data; `said` is what became of a proposal that had faults."""
    shelf = await look(windows.neighbours)
    async with seeing_as(windows.parts.pool, reader, windows.parts.catalogue) as connection:
        codes = await store.codes(connection, list(shelf.ids))
        proposals, made = await store.proposals(connection), await store.lately(connection)
    every = rows_of(shelf.found, codes, lang)
    rows = asked_for(rows_of(shelf.replayed, codes, lang) if tab == "replayed" else every, asked)
    chosen = next((row for row in rows if row.key == key), rows[0] if rows else None)
    return DeadLettersPage(
        windows.parts.clock.now(), tuple(rows), await _shown(windows, chosen, shelf, dry and tab == "open", lang) if chosen else None,
        tab, asked, len(every), sum(row.behind for row in every), shelf.total,
        tuple((reason_title(name, lang), times) for name, times in shelf.reasons.most_common(6)), shelf.silent,
        tuple(map(_proposal, proposals)), tuple(_made(row, codes) for row in made), me=reader.subject, key=uuid4().hex,
        may_propose="admin" in reader.roles, **said,
    )  # fmt: skip


async def _shown(windows: Windows, row: LetterRow, shelf: Shelf, dry: bool, lang: str) -> LetterView | None:
    answer = await windows.neighbours.as_service("GET", row.service, f"/dead-letters/{row.number}")
    if answer.status != 200:
        return None
    run = await _rehearsed(windows, row, lang) if dry and row.dossier_id else None
    return letter_view(row, answer.body, shelf.found, run, lang)


async def _rehearsed(windows: Windows, row: LetterRow, lang: str) -> DryRun:
    began = time.perf_counter()
    answer = await windows.neighbours.as_service("POST", row.service, f"/dead-letters/{row.dossier_id}/dry-run")
    took = round(1000 * (time.perf_counter() - began))
    return dry_run_view(answer.body if answer.status == 200 else {}, system_now(), took, windows.wording.name, lang)


def _proposal(row: Any) -> ProposalView:
    return ProposalView(row["id"], row["proposed_at"], row["proposed_by"], row["reason"], tuple(msgspec.json.decode(row["letters"])),
                        row["decided_by"] or "", row["decided_at"], bool(row["approved"]))  # fmt: skip


def _made(row: Any, codes: dict[str, Any]) -> Made:
    dossier = str(row["dossier_id"])
    code, _ = codes.get(dossier, ("", None))
    return Made(row["made_at"], row["made_by"], row["service"], code, dossier, row["applied"], row["set_aside"], row["fault"],
                row["proposal"])  # fmt: skip
