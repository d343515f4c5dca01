"""The page behind a letter's link: what an address receives by choice can be switched off there, and on again (RFC 8058)."""

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from lienthong_contracts.letters import LETTERS

from portal.message_words import message_words
from portal.neighbours import Answer
from portal.views import ChoiceView
from portal.windows import Windows, language

# What notifier makes tokens of; anything else would lead the portal's own rights elsewhere.
_TOKEN = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_MOST = 400  # characters
_STATUS = {"unknown": 404, "silent": 503}


def router(windows: Windows) -> APIRouter:
    """The routes: for anybody who has the link, without signing in. Mail programs post across sites, and scanners open every link."""
    router = APIRouter(include_in_schema=False)

    @router.get("/tin-nhan/{token}")
    async def shown(request: Request, token: str) -> HTMLResponse:
        return await answered(request, token, None)

    @router.post("/tin-nhan/{token}")
    async def switched(request: Request, token: str, allowed: Annotated[str, Form()] = "no") -> HTMLResponse:
        # A one-click request says only List-Unsubscribe=One-Click, and mustn't be led on to another address.
        return await answered(request, token, allowed == "yes")

    async def answered(request: Request, token: str, allowed: bool | None) -> HTMLResponse:
        known = len(token) <= _MOST and _TOKEN.fullmatch(token)
        answer = await windows.neighbours.preference(token, allowed) if known else Answer(404, {})
        view = choice_view(answer, allowed is not None, language(request))
        return windows.page(request, "choice", view, _STATUS.get(view.now, 200))

    return router


def choice_view(answer: Answer, changed: bool, lang: str) -> ChoiceView:
    """What notifier answered, in words."""
    if answer.status == 404:
        return ChoiceView("unknown")
    if answer.status != 200:
        return ChoiceView("silent")
    channel = answer.body["channel"]
    kinds = [(name, kind) for name, kind in LETTERS.items() if channel in kind.channels and not kind.staff]
    chosen, owed = (tuple(message_words(name, lang) for name, kind in kinds if kind.required == required) for required in (False, True))
    return ChoiceView("allowed" if answer.body["allowed"] else "refused", channel, chosen, owed, changed)
