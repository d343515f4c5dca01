"""How much a request may bring: forms are small; files come only from who is signed in."""

from fastapi import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from portal.gate import cookies

FORM, FILES = 1 << 20, 110 << 20  # bytes; intake itself takes files of up to 100 MB


def most(request: Request) -> int:
    """How many bytes."""
    known = bool(cookies.kept(request)) or "authorization" in request.headers
    return FILES if known and request.headers.get("content-type", "").startswith("multipart/form-data") else FORM


def says_too_much(request: Request) -> bool:
    """Whether it announces more, or a length that is none."""
    said = request.headers.get("content-length", "0")
    return not said.isdecimal() or len(said) > 15 or int(said) > most(request)


def bounded(request: Request) -> Receive:
    """A way to receive that ends where it is too much: a body in pieces announces no length. Raises HTTPException."""
    left = most(request)

    async def received() -> Message:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413, "too much")
        return message

    return received
