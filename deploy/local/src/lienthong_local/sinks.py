"""Knows the sinks as one process: mail and SMS come in, GET /messages shows them."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from lienthong_local.mail_sink import mail_sink
from lienthong_local.outbox import Outbox
from lienthong_local.sms_sink import Fate, always_delivered, sms_sink


def application(outbox: Outbox) -> Starlette:
    """What the sinks show over HTTP."""

    async def messages(request: Request) -> JSONResponse:
        limit = request.query_params.get("limit", "50")
        newest = outbox.newest(int(limit) if limit.isdecimal() else 50, request.query_params.get("kind"))
        return JSONResponse({"totals": {"email": 0, "sms": 0, **outbox.totals}, "messages": newest})

    async def health(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/messages", messages), Route("/health", health)])


@contextlib.asynccontextmanager
async def sinks(keep: Path, smtp_port: int, smpp_port: int, fate: Fate = always_delivered) -> AsyncGenerator[Outbox]:
    """Both sinks at work in this process, for tests; yields what they kept."""
    outbox = Outbox(keep)
    async with mail_sink(outbox, smtp_port), sms_sink(outbox, smpp_port, fate):
        yield outbox
    outbox.close()


async def serve(smtp_port: int, smpp_port: int, http_port: int, keep: Path) -> None:
    """Run until SIGTERM or SIGINT."""
    async with sinks(keep, smtp_port, smpp_port) as outbox:
        config = uvicorn.Config(
            application(outbox), "127.0.0.1", http_port, log_level="warning", access_log=False, lifespan="off",
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        await uvicorn.Server(config).serve()


def main(
    smtp_port: Annotated[int, typer.Option()], smpp_port: Annotated[int, typer.Option()],
    http_port: Annotated[int, typer.Option()], keep: Annotated[Path, typer.Option()],
) -> None:  # fmt: skip
    """Take mail and SMS, keep them, and show them at GET /messages."""
    asyncio.run(serve(smtp_port, smpp_port, http_port, keep))


if __name__ == "__main__":
    typer.run(main)
