"""A file of intake's, passed on to a reader as it comes: with their own rights, unread and unable to do anything here."""

from collections.abc import AsyncGenerator

import httpx2
from fastapi import HTTPException
from fastapi.responses import StreamingResponse

from portal.windows import Windows

PIECE = 64 * 1024  # octets
# A strange file opened here must run nothing; Chromium's own viewer of PDFs doesn't work in a sandbox, and is one itself.
_FILE = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
_PASSED = ("content-type", "content-length", "content-disposition")


async def passed_on(windows: Windows, path: str, token: str, lang: str) -> StreamingResponse:
    """The file; whatever else intake answers is 404 or 503. Raises HTTPException."""
    answer = await windows.neighbours.file("intake", path, token, lang)
    if answer is None:
        raise HTTPException(503, "intake doesn't answer")
    if answer.status_code != 200:
        await answer.aclose()
        raise HTTPException(404 if answer.status_code in (403, 404, 422) else 503, "no such file")
    headers = {name: answer.headers[name] for name in _PASSED if name in answer.headers}
    guarded = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": _policy(headers), "Cache-Control": "no-store"}
    return StreamingResponse(_pieces(answer), headers={**headers, **guarded})


def _policy(headers: dict[str, str]) -> str:
    return _FILE if headers.get("content-type", "").startswith("application/pdf") else f"{_FILE}; sandbox"


async def _pieces(answer: httpx2.Response) -> AsyncGenerator[bytes]:
    try:
        async for piece in answer.aiter_bytes(PIECE):
            yield piece
    finally:
        await answer.aclose()
