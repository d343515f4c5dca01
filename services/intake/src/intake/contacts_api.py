"""Whom a message goes to, told to other services for the moment of sending: persons of dossiers, and an agency's staff."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

import msgspec
from fastapi import APIRouter, Response
from lienthong_contracts import Code
from lienthong_runtime import Catalogue, Parts, service_only
from pydantic import BaseModel, Field

from intake import store
from intake.sealing import Seal
from intake.staff import store as register


class Post(BaseModel):
    """A place at an agency: an officer of it, its heads, or the heads of the agency that supervises."""

    agency: Code
    role: Literal["officer", "head", "supervisor"]
    officer: Code | Literal[""] = ""


class Wanted(BaseModel):
    """Dossiers whose contacts are asked for, and posts whose addresses are."""

    dossier_ids: list[UUID] = Field(default_factory=list)
    staff: list[Post] = Field(default_factory=list)


def contacts(parts: Parts, seal: Seal) -> APIRouter:
    """POST /internal/contacts, to the services."""
    router = APIRouter(include_in_schema=False, dependencies=[service_only(parts.settings.service_token)])

    @router.post("/internal/contacts")
    async def told(wanted: Wanted) -> Response:
        answer = await who_is_told(parts.pool, wanted, seal, parts.catalogue, parts.today)
        return Response(msgspec.json.encode(answer), media_type="application/json")

    return router


async def who_is_told(connection: Any, wanted: Wanted, seal: Seal, catalogue: Catalogue, day: date) -> dict[str, Any]:
    """What is known of those dossiers, and of each post in the order asked: one statement for all dossiers, one for all posts."""
    records = await store.persons(connection, wanted.dossier_ids) if wanted.dossier_ids else []
    staff = await _addresses(connection, catalogue, wanted.staff, day) if wanted.staff else []
    return {"contacts": [_contact(seal, record) for record in records], "staff": staff}


def _contact(seal: Seal, record: Any) -> dict[str, str]:
    person = seal.open(record["dossier_id"], record["wrapped_key"], record["body"])
    return {"dossier_id": str(record["dossier_id"]), **person.contact}


async def _addresses(connection: Any, catalogue: Catalogue, posts: Sequence[Post], day: date) -> list[dict[str, Any]]:
    acting = {post.agency: catalogue.follower(post.agency, day) for post in posts}
    agencies, officers = {*acting, *acting.values()}, {post.officer for post in posts}
    records = await register.addresses(connection, sorted(agencies), sorted(officers))
    heads: dict[str, list[str]] = defaultdict(list)
    for record in records:
        if record["role"] == "head":
            heads[record["agency"]].append(record["email"])
    known = {(record["agency"], record["officer"]): record["email"] for record in records}

    def emails(post: Post) -> list[str]:
        if post.role != "officer":
            return heads[acting[post.agency]]
        # Whoever went with the work to the successor is entered there; whoever isn't yet still stands where they were.
        found = known.get((acting[post.agency], post.officer)) or known.get((post.agency, post.officer))
        return [found] if found else []

    return [{**post.model_dump(), "emails": emails(post)} for post in posts]
