"""What a service's OpenAPI document says that FastAPI doesn't know by itself, so that a client can be generated from it."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from lienthong_runtime.problem import PROBLEM

# A dossier as a command leaves it: what its service shows of it besides is that service's own.
STATE = {
    "title": "State",
    "type": "object",
    "required": ["dossier_id", "version"],
    "properties": {"dossier_id": {"type": "string", "format": "uuid"}, "version": {"type": "integer"}},
    "additionalProperties": True,
}
ANYWHERE = {422: "Every fault at once (RFC 9457)", 503: "Try again shortly"}


def refusals(words: dict[int, str]) -> dict[int | str, dict[str, Any]]:
    """Statuses and their words, as responses that are problem documents."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": said, "content": content} for status, said in words.items()}


def state(status: int) -> dict[int | str, dict[str, Any]]:
    """The response that is a dossier as it is now."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/State"}}}
    return {status: {"description": "The dossier as it is now", "content": content}}


# `max_body_size` of a route that counts while the body passes, by a bound and in words of its own: the chassis' bound stands aside.
OWN_BOUND = 1 << 50


class Documented(FastAPI):
    """An application whose document has short operation ids, and whatever its routes refuse with."""

    def __init__(self, title: str, most: int | None = None) -> None:
        super().__init__(title=title, version="0.1.0", docs_url=None, redoc_url=None, telemetry={"enabled": False}, max_body_size=most,
                         generate_unique_id_function=_name, responses=refusals(ANYWHERE))  # fmt: skip
        self.outermost: Callable[[ASGIApp], ASGIApp] = lambda inner: inner

    def build_middleware_stack(self) -> ASGIApp:
        """All that stands before the routes; middleware that is added stands behind the answer to a bug, `outermost` before it."""
        return self.outermost(super().build_middleware_stack())

    def openapi(self) -> dict[str, Any]:
        """The document."""
        if self.openapi_schema is None:
            self.openapi_schema = _completed(super().openapi())
        return self.openapi_schema


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update({"Problem": PROBLEM, "State": STATE})
    for path, operation in _operations(document):
        for taken in operation.get("requestBody", {"content": {}})["content"].values():
            schemas.update(taken["schema"].pop("$defs", {}))  # of a body that a route reads by itself
        told = refusals(_refused_with(path, operation)).items()
        operation["responses"] = {str(status): answer for status, answer in told} | operation["responses"]
    return document


def _name(route: APIRoute) -> str:
    return route.name.replace("-", "_")


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((path, operation) for path, methods in document["paths"].items() for operation in methods.values())


def _refused_with(path: str, operation: dict[str, Any]) -> dict[int, str]:
    asks_who = {401: "Nobody is signed in", 403: "Not for this role or agency"} if "security" in operation else {}
    return asks_who | ({404: "There is none, or not for you"} if "{" in path else {})
