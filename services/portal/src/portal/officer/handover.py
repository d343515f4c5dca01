"""Consignments without an acknowledgement: to take, to send again, and those that others haven't taken; many taken at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse
from lienthong_runtime import AT_WORK, Actor, NotAllowed, open_to

from portal.entry_lines import Wording
from portal.officer.several import all_done, picks
from portal.windows import Windows, language

AtWork = Annotated[Actor, Depends(open_to(*AT_WORK))]
GROUPS = ("in", "back", "out")


@dataclass(frozen=True, slots=True)
class Consignment:
    """One of them, in words; `late` when its time to answer has passed."""

    dossier_id: str
    consignment: str
    code: str
    procedure_name: str
    sender: str
    receiver: str
    home: bool
    answer_by: datetime | None
    attempt: int
    late: bool


@dataclass(frozen=True, slots=True)
class HandOversView:
    """The three lists; None when routing doesn't answer."""

    now: datetime
    lists: dict[str, tuple[Consignment, ...]] | None
    key: str
    told: tuple[Any, ...] = ()
    fault: str = ""

    @property
    def ours(self) -> tuple[Consignment, ...]:
        """What waits for the reader's agency to take it."""
        return self.lists["in"] if self.lists else ()


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/ban-giao")
    async def listed(request: Request, reader: AtWork) -> HTMLResponse:
        return windows.page(request, "officer/handover", await _view(windows, request, reader), here="hand_overs")

    @router.post("/ban-giao/nhan")
    async def taken(request: Request, reader: AtWork, key: Annotated[str, Form(max_length=64)] = "",
                    pick: Annotated[list[str], Form()] = []) -> HTMLResponse:  # fmt: skip # noqa: B006
        wishes = picks(pick, "consignment")
        told = await all_done(windows, request, reader, "acknowledge", wishes, {}, key)
        view = replace(await _view(windows, request, reader), told=told, fault="" if wishes else "hand_overs.no_pick")
        return windows.page(request, "officer/handover", view, 200 if wishes else 422, here="hand_overs")

    return router


async def _view(windows: Windows, request: Request, reader: Actor) -> HandOversView:
    if reader.agency is None:
        raise NotAllowed
    answer = await windows.neighbours.read("routing", "/reconciliation", request.state.token, language(request), agency=reader.agency)
    lists = lists_of(answer.body, reader.agency, windows.wording) if answer.status == 200 else None
    return HandOversView(windows.parts.clock.now(), lists, uuid4().hex)


def lists_of(found: Sequence[dict[str, Any]], agency: str, wording: Wording) -> dict[str, tuple[Consignment, ...]]:
    """Who has to do what about each of them, the longest due first."""
    lists: dict[str, list[Consignment]] = {group: [] for group in GROUPS}
    for one in found:
        group = "out" if one["agency"] != agency else "back" if one["act"] == "resend" else "in"
        lists[group].append(_consignment(one, wording))
    return {group: tuple(rows) for group, rows in lists.items()}


def _consignment(one: dict[str, Any], wording: Wording) -> Consignment:
    back = one["act"] == "resend"  # it lies with its sender again
    by = datetime.fromisoformat(one["answer_by"]) if one["answer_by"] else None
    sender, receiver = (one["agency"], "") if back else (one["sender"] or "", one["agency"])
    return Consignment(one["dossier_id"], one["about"], one["code"], wording.name(one["procedure"]), wording.name(sender) if sender else "",
                       wording.name(receiver) if receiver else "", one["leg"] == "return", by, one["attempt"], one["late"])  # fmt: skip
