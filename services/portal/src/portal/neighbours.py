"""What the portal asks of the other services and the sinks, over HTTP, each with a short patience."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

import httpx2
import msgspec
from lienthong_runtime.decision import Unprocessable

from portal.domain.alarms import Health
from portal.settings import Settings
from portal.views import DeadLetter, MessageView

_HEALTH = msgspec.json.Decoder(Health)
PATIENCE = 2.0  # seconds
READING = 30.0  # seconds without a byte of a file
LONGEST_PAUSE = 2  # seconds that a reader is kept waiting because a service has too much to do
SHORT = 0.7  # seconds, while somebody waits for a page that can be shown without it


class Answer(NamedTuple):
    """A neighbour's status, 503 of one that doesn't answer, and its JSON."""

    status: int
    body: Any
    again: int = 0  # seconds after which it wants to be asked again

    @property
    def faults(self) -> tuple[str, ...]:
        """What a problem document says is wrong."""
        errors = self.body.get("errors", ()) if isinstance(self.body, dict) else ()
        return tuple(str(error.get("detail", "")) for error in errors)

    @property
    def at_fields(self) -> dict[str, str]:
        """The same by the field that each is about."""
        errors = self.body.get("errors", ()) if isinstance(self.body, dict) else ()
        return {str(error.get("field", "")): str(error.get("detail", "")) for error in reversed(errors)}


class Neighbours:
    """The other services, by name."""

    def __init__(self, settings: Settings) -> None:
        self.urls = {
            "intake": settings.intake_url, "routing": settings.routing_url, "sla-monitor": settings.sla_monitor_url,
            "notifier": settings.notifier_url, "portal": settings.portal_url,
        }  # fmt: skip
        self._sink_url = settings.sink_url
        headers = {"Authorization": f"Bearer {settings.service_token}"}
        self.last_count = 0  # for the rail's badge, as of the last look
        self._client = httpx2.AsyncClient(headers=headers, trust_env=False)

    async def _get(self, url: str, patience: float = PATIENCE, token: str = "") -> Any:
        try:
            answer = await self._client.get(url, timeout=patience, headers={"Authorization": f"Bearer {token}"} if token else None)
            answer.raise_for_status()
            return answer.json()
        except (httpx2.HTTPError, ValueError):
            return None

    async def health(self, service: str) -> Health | None:
        """What a service says of itself, ready or not; None when it doesn't answer, or not in words of this house."""
        try:
            answer = await self._client.get(f"{self.urls[service]}/health/ready", timeout=PATIENCE)
            return _HEALTH.decode(answer.content)
        except (httpx2.HTTPError, msgspec.MsgspecError):
            return None

    async def budget(self, dossier_id: str, token: str) -> dict[str, Any] | None:
        """Who has used how much of a dossier's time, as the reader may see it; None when the monitor doesn't answer, or not yet."""
        found: dict[str, Any] | None = await self._get(f"{self.urls['sla-monitor']}/budgets/{dossier_id}", SHORT, token)
        return found

    async def command(self, service: str, path: str, said: dict[str, Any], token: str, key: str, lang: str) -> Answer:
        """A reader's command, passed on with their own rights; the same key twice is one command."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Accept-Language": lang}
        return await self._come_again("POST", f"{self.urls[service]}{path}", json=said, headers=headers)

    async def send(self, service: str, path: str, body: bytes, kind: str, token: str, key: str, lang: str) -> Answer:
        """A reader's command as they wrote it, in its own form (`kind` is its media type)."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Accept-Language": lang, "Content-Type": kind}
        return await self._ask("POST", f"{self.urls[service]}{path}", content=body, headers=headers)

    async def read(self, service: str, path: str, token: str, lang: str = "vi", **asked: str) -> Answer:
        """What a service shows to the reader; `asked` goes into the query."""
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": lang}
        return await self._ask("GET", f"{self.urls[service]}{path}", params=asked, headers=headers)

    async def file(self, service: str, path: str, token: str, lang: str) -> httpx2.Response | None:
        """A file that the reader may have, not read yet: whoever gets it closes it. None when nobody answers."""
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": lang}
        asked = self._client.build_request("GET", f"{self.urls[service]}{path}", headers=headers, timeout=READING)
        try:
            return await self._client.send(asked, stream=True)
        except httpx2.HTTPError:
            return None

    async def upload(self, path: str, body: AsyncIterator[bytes], token: str, key: str, lang: str, **asked: str) -> Answer:
        """A reader's file on its way to intake, passed on as it comes."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Accept-Language": lang}
        return await self._ask("POST", f"{self.urls['intake']}{path}", READING, content=body, params=asked, headers=headers)

    async def as_service(self, method: str, service: str, path: str, said: dict[str, Any] | None = None, key: str = "",
                         lang: str = "vi") -> Answer:  # fmt: skip
        """What only the services may ask of each other, with their own token, whoever reads the answer: check that first."""
        headers = {"Accept-Language": lang, **({"Idempotency-Key": key} if key else {})}
        return await self._ask(method, f"{self.urls[service]}{path}", json=said, headers=headers)

    async def phoned(self, dossier_id: UUID, token: str, key: str, said: dict[str, Any], lang: str) -> Answer:
        """An officer's word on a call."""
        return await self.command("notifier", f"/dossiers/{dossier_id}/phone-calls", said, token, key, lang)

    async def preference(self, token: str, allowed: bool | None = None) -> Answer:
        """What the address behind a link may be sent by choice; with `allowed` it is changed first."""
        url = f"{self.urls['notifier']}/internal/preferences/{quote(token, safe='')}"
        if allowed is None:
            return await self._ask("GET", url)
        return await self._ask("POST", url, json={"allowed": allowed, "how": "link"})

    async def _come_again(self, method: str, url: str, **more: Any) -> Answer:
        """Ask, and once more where the service has too much to do and says that it won't be long: its reader needn't know."""
        answer = await self._ask(method, url, **more)
        if answer.status == 429 and 0 < answer.again <= LONGEST_PAUSE:
            await asyncio.sleep(answer.again)
            answer = await self._ask(method, url, **more)
        return answer

    async def _ask(self, method: str, url: str, patience: float = PATIENCE, **more: Any) -> Answer:
        try:
            answer = await self._client.request(method, url, timeout=patience, **more)
            return Answer(answer.status_code, answer.json(), _seconds(answer.headers.get("retry-after", "")))
        except httpx2.HTTPError:
            return Answer(503, {})
        except ValueError:
            return Answer(answer.status_code, {})

    async def dead_letters(self) -> list[DeadLetter]:
        """What all services have set aside; a service that doesn't answer shows nothing."""
        lists = await asyncio.gather(*(self._get(f"{url}/dead-letters") for url in self.urls.values()))
        found = [(service, letter) for service, letters in zip(self.urls, lists, strict=True) for letter in letters or ()]
        heads = [(service, letter) for service, letter in found if letter["state"] == "set_aside"]
        self.last_count = len(heads)
        return [_dead_letter(service, letter, found) for service, letter in heads]

    async def kept_messages(self, most: int = 200) -> tuple[list[MessageView], int]:
        """What the local mail and SMS sinks kept."""
        answer = await self._get(f"{self._sink_url}/messages?limit={most}") if self._sink_url else None
        if answer is None:
            return [], 0
        views = [MessageView(datetime.fromisoformat(m["at"]), m["kind"], "delivered", m["to"], m.get("subject", ""), m["text"],
                             parts=m.get("parts", 1)) for m in answer["messages"]]  # fmt: skip
        return views, sum(answer["totals"].values())


def _seconds(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 6 else 0


def _dead_letter(service: str, letter: dict[str, Any], found: list[tuple[str, dict[str, Any]]]) -> DeadLetter:
    behind = sum(1 for s, other in found if s == service and other["state"] == "parked" and other["dossier_id"] == letter["dossier_id"])
    origin = f"{letter['topic']}/{letter['kafka_partition']}/{letter['kafka_offset']}"
    advice = {kind.__name__: (kind.__doc__ or "").split("\n")[0] for kind in Unprocessable.__subclasses__()}
    return DeadLetter(str(letter["id"]), datetime.fromisoformat(letter["set_aside_at"]), service, letter["reason"], letter["kind"], origin,
                      behind=behind, advice=advice.get(letter["reason"], ""), dossier_id=letter["dossier_id"] or "")  # fmt: skip
