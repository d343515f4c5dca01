"""The register of staff over HTTP: an administrator keeps it, and a head reads their own agency's."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Response
from lienthong_contracts import AgencyPublished, Code, Text
from lienthong_runtime import Actor, Fault, NotAllowed, Parts, Refused, open_to, seeing_as
from lienthong_runtime.giving import Key
from pydantic import BaseModel, ConfigDict, Field

from intake.administration.once import Done, once
from intake.domain.contact import MAIL_MOST, NO_MAIL, is_mail
from intake.staff import store

Administrator = Annotated[Actor, Depends(open_to("admin"))]
Reader = Annotated[Actor, Depends(open_to("admin", "head"))]


class Colleague(BaseModel):
    """What somebody does at the agency, and the address of their office."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Literal["officer", "head"]
    email: Annotated[Text, Field(max_length=MAIL_MOST)]


class Registered(Colleague):
    """A line of the register; `officer` is what a token calls them."""

    officer: Code


def staff(parts: Parts) -> list[APIRouter]:
    """The routes."""
    return [_kept(parts), _read(parts)]


def _kept(parts: Parts) -> APIRouter:
    """What is answered stays under its key, so it holds nobody's address."""
    router = APIRouter(tags=["staff"])

    @router.put("/agencies/{agency}/staff/{officer}", name="register_staff", status_code=204, response_class=Response,
                summary="Enter an officer or head, or change what is entered")  # fmt: skip
    async def register(agency: Code, officer: Code, said: Colleague, key: Key, _actor: Administrator) -> Response:
        _check(parts, agency, said)
        request = ("register", agency, officer, said.role, said.email)
        return await once(parts, key, request, lambda connection: _keep(connection, agency, officer, said))

    @router.delete("/agencies/{agency}/staff/{officer}", name="remove_staff", status_code=204, response_class=Response,
                   summary="Strike somebody out who works there no more")  # fmt: skip
    async def remove(agency: Code, officer: Code, key: Key, _actor: Administrator) -> Response:
        return await once(parts, key, ("remove", agency, officer), lambda connection: _strike(connection, agency, officer))

    return router


def _read(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["staff"])

    @router.get("/agencies/{agency}/staff", name="staff", summary="Who works at an agency and is written to")
    async def of_agency(agency: Code, actor: Reader) -> list[Registered]:
        if not actor.oversees and (not actor.agency or agency not in parts.catalogue.line_of(actor.agency)):
            raise NotAllowed
        async with seeing_as(parts.pool, actor, parts.catalogue) as connection:
            return [Registered(**record) for record in await store.of_agency(connection, agency)]

    return router


async def _keep(connection: Any, agency: str, officer: str, said: Colleague) -> Done:
    await store.keep(connection, agency, officer, said.role, said.email)
    return Done(b"", 204)


async def _strike(connection: Any, agency: str, officer: str) -> Done:
    if not await store.remove(connection, agency, officer):
        raise HTTPException(404, "nobody of that name")
    return Done(b"", 204)


def _check(parts: Parts, agency: str, said: Colleague) -> None:
    known = parts.catalogue.latest(AgencyPublished, agency) is not None
    faults = [] if known else [Fault("agency", "không có cơ quan này", "no such agency")]
    if not is_mail(said.email):
        faults.append(Fault("email", *NO_MAIL))
    if faults:
        raise Refused(*faults)
