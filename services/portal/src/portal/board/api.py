"""The board over HTTP: the page, its figures alone for a board that is open, and both for programs."""

import time
from dataclasses import asdict
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, open_to
from lienthong_runtime.documented import refusals

from portal.board import asked, due
from portal.board.asked import Asked
from portal.board.kept import Kept
from portal.board.page import Board
from portal.web.render import HEADERS
from portal.windows import Windows, language

Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]
Text = Annotated[str, Query(max_length=64)]
LINES = 40  # of the feed, when the page is opened
DRAWN_FOR = 1.0  # seconds; so old may the figures be that an open board fetches


def routers(windows: Windows) -> list[APIRouter]:
    """The routes."""
    board = Board(windows)

    def wish(reader: Reader, tu: Text = "", den: Text = "", agency: Annotated[str, Query(alias="co-quan", max_length=64)] = "",
             theo: Text = "") -> Asked:  # fmt: skip
        return asked.read(windows, reader, tu, den, agency, theo)

    return [_pages(windows, board, wish), _json(board, wish)]


def _pages(windows: Windows, board: Board, wish: object) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    Wish = Annotated[Asked, Depends(wish)]

    drawings = Kept()

    async def drawn(request: Request, reader: Actor, what: Asked, template: str, lines: int) -> HTMLResponse:
        view, found = await board.view(reader, what, lines, language(request))
        rows, rest, others = due.cut(found.rows)
        return windows.page(request, template, view, here="board", asked=what, charts=found.charts, rows=rows, rest=rest, others=others,
                            after=found.seq)  # fmt: skip

    @router.get("/bang-theo-doi")
    async def shown(request: Request, reader: Reader, what: Wish) -> HTMLResponse:
        return await drawn(request, reader, what, "board/board", LINES)

    @router.get("/bang-theo-doi/so-lieu")
    async def figures(request: Request, reader: Reader, what: Wish) -> HTMLResponse:
        # What is asked holds whose figures they are: who asks the same sees the same, and two hundred boards ask every three seconds.
        async def draw() -> bytes:
            return bytes((await drawn(request, reader, what, "board/figures", 0)).body)

        body = await drawings.get((what, language(request)), int(time.monotonic() / DRAWN_FOR), draw)
        return HTMLResponse(body, headers=HEADERS)

    return router


def _json(board: Board, wish: object) -> APIRouter:
    router = APIRouter(tags=["figures"])

    @router.get("/api/board", summary="The board's figures", responses=refusals({404: "No such agency"}))
    async def figures(reader: Reader, what: Annotated[Asked, Depends(wish)]) -> Response:
        view, _ = await board.view(reader, what, 0, "vi")
        return Response(msgspec.json.encode(asdict(view)), media_type="application/json")

    return router
