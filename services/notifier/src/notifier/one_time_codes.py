"""One-time codes: sent at once, before everything else and at any hour, never kept; whoever asked for one may ask again."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, HTTPException
from lienthong_contracts import LETTERS
from lienthong_runtime import Parts, service_only
from lienthong_runtime.gsm7 import without_diacritics
from pydantic import BaseModel, Field

from notifier import store
from notifier.channels import Rendered
from notifier.contacts import takes_sms
from notifier.domain.answer import Outcome, Refused, Sent
from notifier.lines import Lines
from notifier.render import Renderer

TEMPLATE = "one_time_code"


class CodeAsked(BaseModel):
    """A code for an address, in words of that language; the same `id` again is the same request. It is valid so many minutes."""

    id: UUID
    channel: Literal["sms", "email"]
    to: Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^\s,;<>]+$")]  # one: a code is for nobody else
    code: Annotated[str, Field(pattern=r"^[0-9A-Z]{4,12}$")]
    minutes: Annotated[int, Field(ge=1, le=60)] = 5
    language: Literal["vi", "en"] = "vi"


class CodeSent(BaseModel):
    """Whether a provider has it; `reason` when none has."""

    accepted: bool
    reason: str = ""


def router(parts: Parts, lines: Lines, renderer: Renderer) -> APIRouter:
    """The route, for services only."""
    found = APIRouter(include_in_schema=False, dependencies=[service_only(parts.settings.service_token)])

    @found.post("/internal/one-time-codes")
    async def send(asked: CodeAsked) -> CodeSent:
        if not await store.claim_code(parts.pool, asked.id, parts.clock.now()):
            earlier = await store.code_outcome(parts.pool, asked.id)
            if earlier is None:
                raise HTTPException(409, "this request is under way")
            return CodeSent(accepted=not earlier, reason=earlier)
        reason = await _send(asked, lines, renderer)
        await store.end_code(parts.pool, asked.id, reason)
        return CodeSent(accepted=not reason, reason=reason)

    return found


async def _send(asked: CodeAsked, lines: Lines, renderer: Renderer) -> str:
    """Empty once a provider has it, else why none has. A code twice does no harm: whoever doesn't answer is followed by the next."""
    if asked.channel == "sms" and not takes_sms(asked.to):
        return "landline"
    words = {"one_time_code": asked.code, "minutes": str(asked.minutes)}
    subject, text = renderer.written(TEMPLATE, asked.channel, asked.language, words)
    text = without_diacritics(text) if asked.channel == "sms" else text
    message, outcome = Rendered(asked.to, subject, text, str(asked.id), LETTERS[TEMPLATE].urgent), None
    for line in lines.fit(asked.channel):
        outcome = await line.send(message)
        if isinstance(outcome, Sent):
            return ""
        if isinstance(outcome, Refused) and outcome.permanent:
            break
    return _reason(outcome)


def _reason(outcome: Outcome | None) -> str:
    return getattr(outcome, "reason", "") or "no-provider"
