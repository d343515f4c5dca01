"""The roster over HTTP: a head keeps their own agency's, and everybody at work there reads it."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, TypedDict

import msgspec
from fastapi import APIRouter, Depends, Response
from lienthong_contracts import Code
from lienthong_runtime import AT_WORK, Actor, Fault, NotAllowed, Parts, Refused, open_to, seeing_as
from lienthong_runtime.giving import Key
from pydantic import BaseModel, ConfigDict

from intake.administration.once import Done, once
from intake.roster import store
from intake.roster.rules import Away, absence_faults, duty_faults

Head = Annotated[Actor, Depends(open_to("head"))]
Reader = Annotated[Actor, Depends(open_to(*AT_WORK))]


class Begun(BaseModel):
    """An absence, by its officer and first day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    officer: Code
    from_on: date


class Absence(Begun):
    """An absence with its last day, and who stands in."""

    until_on: date
    stand_in: Code


class Duty(BaseModel):
    """A Saturday's duty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on_day: date
    officer: Code


class RosterShown(TypedDict):
    """Absences that aren't over, and duties to come."""

    absences: list[Absence]
    duties: list[Duty]


def roster(parts: Parts) -> list[APIRouter]:
    """The routes."""
    return [_absences(parts), _duties(parts), _read(parts)]


def _absences(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["roster"])

    @router.post("/agencies/{agency}/absences", name="enter_absence", response_model=RosterShown,
                 summary="Somebody is away, somebody stands in")  # fmt: skip
    async def enter(agency: Code, said: Absence, key: Key, head: Head) -> Response:
        _own(parts, head, agency)
        wanted = Away(said.officer, said.from_on, said.until_on, said.stand_in)

        async def entered(connection: Any) -> None:
            others = [Away(**one) for one in await store.away(connection, agency, parts.today)]
            _refuse(list(absence_faults(wanted, others, parts.today)))
            await store.enter(connection, agency, wanted, head.subject)

        return await _changed(parts, key, ("absence", agency, *map(str, wanted)), agency, entered)

    @router.post("/agencies/{agency}/absences/strike", name="strike_absence", response_model=RosterShown,
                 summary="They are there after all")  # fmt: skip
    async def strike(agency: Code, said: Begun, key: Key, head: Head) -> Response:
        _own(parts, head, agency)
        request = ("no-absence", agency, said.officer, str(said.from_on))
        return await _changed(parts, key, request, agency, lambda c: store.strike(c, agency, said.officer, said.from_on))

    return router


def _duties(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["roster"])

    @router.post("/agencies/{agency}/duties", name="put_on_duty", response_model=RosterShown, summary="On duty on a Saturday")
    async def put(agency: Code, said: Duty, key: Key, head: Head) -> Response:
        _own(parts, head, agency)

        async def entered(connection: Any) -> None:
            away = [Away(**one) for one in await store.away(connection, agency, parts.today)]
            _refuse(list(duty_faults(said.on_day, said.officer, away, parts.today)))
            await store.put(connection, agency, said.on_day, said.officer, head.subject)

        return await _changed(parts, key, ("duty", agency, str(said.on_day), said.officer), agency, entered)

    @router.post("/agencies/{agency}/duties/strike", name="take_off_duty", response_model=RosterShown, summary="Not on duty after all")
    async def take_off(agency: Code, said: Duty, key: Key, head: Head) -> Response:
        _own(parts, head, agency)
        request = ("no-duty", agency, str(said.on_day), said.officer)
        return await _changed(parts, key, request, agency, lambda c: store.take_off(c, agency, said.on_day, said.officer))

    return router


def _read(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["roster"])

    @router.get("/agencies/{agency}/roster", name="roster", response_model=RosterShown,
                summary="Who is away, who stands in, who is on duty")  # fmt: skip
    async def now(agency: Code, reader: Reader) -> Response:
        _own(parts, reader, agency)
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            return Response(await _shown(connection, agency, parts.today), media_type="application/json")

    return router


async def _changed(parts: Parts, key: str, request: tuple[str, ...], agency: str, change: Callable[[Any], Awaitable[None]]) -> Response:
    async def done(connection: Any) -> Done:
        await store.hold(connection, agency)
        await change(connection)
        return Done(await _shown(connection, agency, parts.today))

    return await once(parts, key, request, done)


async def _shown(connection: Any, agency: str, today: date) -> bytes:
    away, duties = await store.away(connection, agency, today), await store.duties(connection, agency, today)
    return msgspec.json.encode({"absences": [dict(one) for one in away], "duties": [dict(one) for one in duties]})


def _own(parts: Parts, actor: Actor, agency: str) -> None:
    if not actor.agency or agency not in parts.catalogue.line_of(actor.agency):
        raise NotAllowed


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Refused(*faults, law="R33")
