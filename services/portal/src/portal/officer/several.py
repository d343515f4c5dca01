"""The same act on several dossiers at once: each a command of its own with a key made of the form's, each result told."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from fastapi import Request
from lienthong_runtime import Actor

from portal.neighbours import Answer
from portal.officer.doing import KEY, faults_of, shown
from portal.windows import Windows, language

MOST = 200
AT_ONCE = 8  # commands under way: others are at work, too
_WORDS = {403: "act.not_yours", 404: "act.gone", 409: "act.moved", 503: "act.silent"}


class Wish(NamedTuple):
    """One command about one dossier."""

    dossier_id: str
    about: dict[str, str]


class Result(NamedTuple):
    """What became of it: the dossier's code, whether it was done, and what was said."""

    code: str
    done: bool
    said: str


def picks(values: Sequence[str], name: str) -> list[Wish]:
    """What was ticked, as `dossier/thing`; what isn't a dossier is left out."""
    parted = (value.partition("/") for value in dict.fromkeys(values))
    return [Wish(dossier, {name: thing}) for dossier, _, thing in parted if _is_id(dossier) and thing][:MOST]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


async def all_done(windows: Windows, request: Request, reader: Actor, command: str, wishes: Sequence[Wish], said: dict[str, Any],
                   key: str) -> tuple[Result, ...]:  # fmt: skip
    """Every result, in the order in which they were ticked; only dossiers that the reader may see are asked for."""
    turns, key = asyncio.Semaphore(AT_ONCE), key if KEY.fullmatch(key) else uuid4().hex

    async def one(wish: Wish) -> Result:
        async with turns:
            found = await windows.record(reader, wish.dossier_id)
            if found is None:
                return Result(wish.dossier_id[:8], False, windows.pages.word(language(request), "act.gone"))
            body, own = {**wish.about, **said}, key_of(key, wish)
            path = f"/dossiers/{wish.dossier_id}/{command}"
            answer = await windows.neighbours.command("routing", path, body, request.state.token, own, language(request))
            if answer.status < 300:
                await shown(windows, reader, UUID(wish.dossier_id), max((entry["seq"] for entry in found[2]), default=0))
            return Result(found[1].code or "", answer.status < 300, _words(windows, request, command, answer))

    return tuple(await asyncio.gather(*map(one, wishes)))


def key_of(key: str, wish: Wish) -> str:
    """A key of this one's own: the same form sent twice gives the same ones."""
    return sha256("/".join((key, wish.dossier_id, *wish.about.values())).encode()).hexdigest()[:32]


def _words(windows: Windows, request: Request, command: str, answer: Answer) -> str:
    lang = language(request)
    if answer.status < 300:
        return windows.pages.word(lang, f"several.{command}")
    told = "; ".join(detail for _, detail in faults_of(answer)) if answer.status == 422 else ""
    return told or windows.pages.word(lang, _WORDS.get(answer.status, "act.silent"))
