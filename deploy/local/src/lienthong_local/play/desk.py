"""Commands as officers and citizens give them: over HTTP, with a key each, and what came of them."""

import asyncio
import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import msgspec
from lienthong_runtime import AT_WORK

from lienthong_local.identity import Issuer

SOON = 0.1  # seconds
AGAIN = (429, 500, 502, 503, 504)  # what may be otherwise in a moment; a full store is for people to see to
FULL = 507


class NotDone(Exception):
    """A service refused a command that the play expected it to take; the message is its problem document."""


class NoRoom(NotDone):
    """The service has no room for a file: it was refused as a whole."""


class Stale(NotDone):
    """The dossier changed after the officer looked; they look again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A service's answer, read whole; `pause` are the seconds after which to ask again, where it said so."""

    status_code: int
    content: bytes
    pause: float = SOON

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return msgspec.json.decode(self.content)

    def good(self, path: str) -> "Answer":
        """Itself. Raises NotDone with what the service said."""
        if self.status_code >= 400:
            raise NotDone(f"{path}: {self.status_code} {self.text}")
        return self


@dataclass(frozen=True, slots=True)
class Given:
    """A command that was answered 2xx: what was asked under the client's own key, and what the service promised."""

    service: str
    path: str
    key: str
    asked: dict[str, Any]
    status: int
    answer: bytes


def forget(_given: Given) -> None:
    """Keep no promise."""


class Desk:
    """A client of the services' public HTTP interface.

    A `patient` one asks again, with the same key: when a service doesn't answer, and when it says so (429, 503) at the time it says.
    `promised` hears of each 2xx.
    """

    def __init__(self, urls: dict[str, str], issuer: Issuer, at_once: int = 8, patient: bool = False,
                 promised: Callable[[Given], None] = forget) -> None:  # fmt: skip
        self._urls, self._at_once = dict(urls), at_once
        self._client: aiohttp.ClientSession | None = None
        self._turns = asyncio.Semaphore(at_once)
        self.commands = 0
        self._token = issuer.token
        self._patient, self._promised = patient, promised

    @property
    def _overseer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token('kt1', None, ('auditor',))}"}

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()

    async def get(self, service: str, path: str) -> Any:
        """Read something."""
        answer = await self._ask(service, "GET", path, headers=self._overseer)
        return answer.good(path).json()

    async def find(self, service: str, path: str) -> Any:
        """Read something that may not be there yet: None then."""
        answer = await self._ask(service, "GET", path, headers=self._overseer)
        return answer.json() if answer.status_code == 200 else None

    async def submit(self, submission: dict[str, Any]) -> dict[str, Any]:
        """Hand in a dossier, as a citizen online or as the desk that takes it in."""
        body = dict(submission)
        officer = body.pop("officer", "mc1")
        if body["channel"] == "online":
            del body["channel"]
            return await self._post("intake", "/submissions", body, self._token(f"cd-{uuid.uuid4().hex[:12]}", None, ("citizen",)))
        return await self._post("intake", "/dossiers", body, self._token(officer, body.pop("desk"), AT_WORK))

    async def act(self, service: str, dossier_id: str, command: str, agency: str, officer: str, **body: Any) -> dict[str, Any]:
        """Do something to a dossier, as an officer of an agency. Raises NotDone."""
        return await self._post(service, f"/dossiers/{dossier_id}/{command}", body, self._token(officer, agency, AT_WORK))

    async def assign(self, dossier_id: str, agency: str, leg: str, officer: str, version: int | None = None) -> dict[str, Any]:
        """Give a leg to an officer, as the agency's head."""
        body = {"leg": leg, "officer": officer, "version": version}
        return await self._post("routing", f"/dossiers/{dossier_id}/assign", body, self._token("ld1", agency, AT_WORK))

    async def attach(self, dossier_id: str, desk: str, paper: str, content: bytes) -> dict[str, Any]:
        """Put a scanned PDF to a paper, as the desk. Raises NotDone, NoRoom when it can't be kept now."""
        path, key = f"/dossiers/{dossier_id}/documents", uuid.uuid4().hex
        headers = {"Idempotency-Key": key, "Authorization": f"Bearer {self._token('mc1', desk, AT_WORK)}"}
        async with self._turns:
            asked = {"paper": paper, "name": "giấy tờ.pdf"}
            answer = await self._ask("intake", "POST", path, params=asked, data=content, headers=headers)
        if answer.status_code >= 400:
            raise (NoRoom if answer.status_code == FULL else NotDone)(f"{path}: {answer.text}")
        self._promised(Given("intake", path, key, {"sha256": hashlib.sha256(content).hexdigest()}, answer.status_code, answer.content))
        return dict(answer.json())

    async def enter(self, agency: str, officer: str, role: str) -> None:
        """Write somebody into an agency's register of staff."""
        body = {"role": role, "email": f"{officer}@{agency.lower()}.example.vn"}
        headers = {"Idempotency-Key": uuid.uuid4().hex, "Authorization": f"Bearer {self._token('quan-tri', None, ('admin',))}"}
        async with self._turns:
            path = f"/agencies/{agency}/staff/{officer}"
            (await self._ask("intake", "PUT", path, json=body, headers=headers)).good(path)

    async def _post(self, service: str, path: str, body: dict[str, Any], token: str) -> dict[str, Any]:
        key = uuid.uuid4().hex
        headers = {"Idempotency-Key": key, "Authorization": f"Bearer {token}"}
        async with self._turns:
            answer = await self._ask(service, "POST", path, json=body, headers=headers)
        self.commands += 1
        if answer.status_code >= 400:
            raise (Stale if answer.status_code == 409 else NotDone)(f"{path}: {answer.text}")
        self._promised(Given(service, path, key, body, answer.status_code, answer.content))
        return answer.json()

    async def _ask(self, service: str, method: str, path: str, **more: Any) -> Answer:
        while True:
            try:
                answer = await self._asked(method, self._urls[service] + path, more)
                if answer.status_code not in AGAIN or not self._patient:
                    return answer
                pause = answer.pause
            except (aiohttp.ClientError, TimeoutError):
                if not self._patient:
                    raise
                pause = SOON
            await asyncio.sleep(pause)

    async def _asked(self, method: str, url: str, more: dict[str, Any]) -> Answer:
        async with self._session.request(method, url, **more) as answer:
            return Answer(answer.status, await answer.read(), told_pause(answer.headers))

    @property
    def _session(self) -> aiohttp.ClientSession:
        """Made at the first question: it belongs to the loop that runs then. A fifth of httpx2's time a request (stack.md §6)."""
        if self._client is None:
            connections = aiohttp.TCPConnector(limit_per_host=self._at_once, limit=0)
            self._client = aiohttp.ClientSession(connector=connections, timeout=aiohttp.ClientTimeout(total=30), trust_env=False)
        return self._client


def told_pause(headers: Mapping[str, str]) -> float:
    """Seconds after which to ask again, as the service said them."""
    said = headers.get("Retry-After", "")
    return float(said) if said.isdecimal() else SOON
