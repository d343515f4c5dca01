"""The roster's page: who is away and who stands in, who is on duty on a Saturday; kept by the head at intake."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_calendar import day_of
from lienthong_runtime import AT_WORK, Actor, NotAllowed, open_to

from portal.officer.counter_form import at_fields
from portal.officer.doing import KEY, faults_of, form_of
from portal.windows import Windows, language

AtWork = Annotated[Actor, Depends(open_to(*AT_WORK))]
Head = Annotated[Actor, Depends(open_to("head"))]
# A form's act: intake's path behind the agency, and the fields it takes.
ACTS = {"vang": ("absences", ("officer", "from_on", "until_on", "stand_in")), "co-mat": ("absences/strike", ("officer", "from_on")),
        "truc": ("duties", ("on_day", "officer")), "bo-truc": ("duties/strike", ("on_day", "officer"))}  # fmt: skip
_SAID = {403: "act.not_yours", 422: "roster.refused"}
SATURDAYS, SATURDAY = 6, 5


@dataclass(frozen=True, slots=True)
class RosterView:
    """The roster; None absences when intake doesn't answer. `act` is the form that came back with `faults`."""

    now: datetime
    agency: str
    keeps: bool
    key: str
    absences: tuple[dict[str, Any], ...] | None
    saturdays: tuple[tuple[date, tuple[str, ...]], ...]
    done: bool = False
    act: str = ""
    said: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/truc")
    async def listed(request: Request, reader: AtWork, ghi: str = "") -> HTMLResponse:
        view = await _view(windows, request, reader, done=ghi == "roi")
        return windows.page(request, "officer/roster", view, here="roster")

    @router.post("/truc/{act}")
    async def kept(request: Request, head: Head, act: str) -> Response:
        if act not in ACTS or head.agency is None:
            raise HTTPException(404, "no such act")
        (path, fields), typed = ACTS[act], await form_of(request)
        said = {name: str(typed.get(name, "")).strip() for name in fields}
        key = str(typed.get("key", ""))
        answer = await windows.neighbours.command("intake", f"/agencies/{head.agency}/{path}", said, request.state.token,
                                                  key if KEY.fullmatch(key) else uuid4().hex, language(request))  # fmt: skip
        if answer.status < 300:
            return RedirectResponse("/truc?ghi=roi", 303)
        faults = at_fields(faults_of(answer))
        view = await _view(windows, request, head, act=act, typed=typed, faults=faults, said=_SAID.get(answer.status, "act.silent"))
        return windows.page(request, "officer/roster", view, answer.status if answer.status in _SAID else 503, here="roster")

    return router


async def _view(windows: Windows, request: Request, reader: Actor, **more: Any) -> RosterView:
    if reader.agency is None:
        raise NotAllowed
    answer = await windows.neighbours.read("intake", f"/agencies/{reader.agency}/roster", request.state.token, language(request))
    now, known = windows.parts.clock.now(), answer.status == 200
    absences = tuple(_dated(one) for one in answer.body["absences"]) if known else None
    duties = answer.body["duties"] if known else []
    return RosterView(now, windows.wording.name(reader.agency), "head" in reader.roles, uuid4().hex, absences,
                      saturdays_of(day_of(now), duties), **more)  # fmt: skip


async def away_today(windows: Windows, request: Request, reader: Actor) -> dict[str, str]:
    """Who is away from the reader's agency today, and who stands in; nobody, where intake doesn't say."""
    path, today = f"/agencies/{reader.agency}/roster", windows.parts.today.isoformat()
    answer = await windows.neighbours.read("intake", path, request.state.token)
    found = answer.body["absences"] if answer.status == 200 else ()
    return {one["officer"]: one["stand_in"] for one in found if one["from_on"] <= today <= one["until_on"]}


def _dated(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "from_on": date.fromisoformat(one["from_on"]), "until_on": date.fromisoformat(one["until_on"])}


def saturdays_of(today: date, duties: list[dict[str, Any]]) -> tuple[tuple[date, tuple[str, ...]], ...]:
    """The Saturdays to come, with who is on duty; those further away where somebody is."""
    first = today + timedelta(days=(SATURDAY - today.weekday()) % 7)
    days = {first + timedelta(weeks=n) for n in range(SATURDAYS)} | {date.fromisoformat(one["on_day"]) for one in duties}
    return tuple((day, tuple(one["officer"] for one in duties if one["on_day"] == day.isoformat())) for day in sorted(days))
