"""Knows the sinks together: mail and SMS come in by SMTP, SMPP and the HTTP gateway, GET /messages shows them."""

import asyncio
import contextlib
import ssl
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Mount, Route

from lienthong_local.child import leave_on_signals
from lienthong_local.cutting import Cutting
from lienthong_local.gateway_http import Speaker
from lienthong_local.gateway_mood import GatewayMood
from lienthong_local.mail_mood import MailMood
from lienthong_local.mail_sink import mail_sink
from lienthong_local.outbox import Message, Outbox
from lienthong_local.sms_gateway import Gateway
from lienthong_local.sms_mood import Fate, SmsMood, always_delivered
from lienthong_local.sms_sink import SmsCentre, sms_centre


@dataclass(frozen=True)
class Sinks:
    """What came in, how each provider behaves, and where it is reached; `http` can be cut as a network does, and so can `sms.front`."""

    outbox: Outbox
    sms: SmsCentre
    gateway: Gateway
    mail: MailMood
    http: Cutting
    smtp: str
    smpp: str

    @property
    def url(self) -> str:
        return f"http://{self.http.address}"

    @property
    def gateway_url(self) -> str:
        return f"{self.url}/gateway"

    @property
    def totals(self) -> Counter[str]:
        return self.outbox.totals

    def newest(self, limit: int = 50, kind: str | None = None) -> list[Message]:
        """The newest messages, newest first."""
        return self.outbox.newest(limit, kind)


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: who runs the sinks decides when they end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def application(outbox: Outbox, centre: SmsCentre, *more: Mount) -> Starlette:
    """What the sinks show over HTTP."""

    async def messages(request: Request) -> JSONResponse:
        limit = request.query_params.get("limit", "50")
        newest = outbox.newest(int(limit) if limit.isdecimal() else 50, request.query_params.get("kind"))
        return JSONResponse({"totals": {"email": 0, "sms": 0, **outbox.totals}, "messages": newest})

    async def owed(_request: Request) -> JSONResponse:
        return JSONResponse({"receipts": centre.owed})

    async def health(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/messages", messages), Route("/owed", owed), Route("/health", health), *more])


@contextlib.asynccontextmanager
async def shown(outbox: Outbox, centre: SmsCentre, gateway: Gateway, port: int) -> AsyncGenerator[Cutting]:
    """The sinks' HTTP at work, behind a front that can be cut."""
    front = Cutting("")
    app = application(outbox, centre, Speaker(gateway, front.cut).routes)
    # Kept as long as a service keeps one (lienthong_runtime.process.KEPT, which would bring all of a service's libraries with it).
    server = _Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False, lifespan="off",
                                    timeout_graceful_shutdown=1, timeout_keep_alive=75))  # fmt: skip
    with contextlib.closing(server.config.bind_socket()) as socket:
        serving = asyncio.create_task(server.serve(sockets=[socket]))
        try:
            front.target = f"127.0.0.1:{socket.getsockname()[1]}"
            await front.listen(port)
            yield front
        finally:
            await front.shut()
            server.should_exit = True
            await serving


@contextlib.asynccontextmanager
async def sinks(
    keep: Path, smtp_port: int = 0, smpp_port: int = 0, fate: Fate = always_delivered, *, http_port: int = 0,
    sms: SmsMood | None = None, gateway: GatewayMood | None = None, mail: MailMood | None = None,
    tls: ssl.SSLContext | None = None, require_starttls: bool = False,
) -> AsyncGenerator[Sinks]:  # fmt: skip
    """All sinks at work in this process, in the moods given or in good health; port 0 for any free one."""
    outbox, mail = Outbox(keep), mail or MailMood()
    http = Gateway(outbox, gateway or GatewayMood())
    with contextlib.closing(outbox):
        async with (
            mail_sink(outbox, smtp_port, mood=mail, tls=tls, require_starttls=require_starttls) as smtp,
            sms_centre(outbox, smpp_port, sms or SmsMood(fate=fate)) as centre,
            shown(outbox, centre, http, http_port) as front,
        ):
            assert centre.front is not None
            yield Sinks(outbox, centre, http, mail, front, smtp, centre.front.address)


async def serve(smtp_port: int, smpp_port: int, http_port: int, keep: Path, bounces: str) -> None:
    """Run until SIGTERM or SIGINT."""
    leave_on_signals()
    with contextlib.suppress(asyncio.CancelledError):
        async with sinks(keep, smtp_port, smpp_port, http_port=http_port, mail=MailMood(bounces=bounces)):
            await asyncio.Event().wait()


def main(
    smtp_port: Annotated[int, typer.Option()], smpp_port: Annotated[int, typer.Option()],
    http_port: Annotated[int, typer.Option()], keep: Annotated[Path, typer.Option()],
    bounces: Annotated[str, typer.Option(help="host:port to which bounces are delivered, of mail to bounce.…@")] = "",
) -> None:  # fmt: skip
    """Take mail and SMS, keep them, and show them at GET /messages."""
    asyncio.run(serve(smtp_port, smpp_port, http_port, keep, bounces))


if __name__ == "__main__":
    typer.run(main)
