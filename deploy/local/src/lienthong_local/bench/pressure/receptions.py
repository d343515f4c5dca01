"""Receptions at one desk, whose counters remember what they were promised and what they were refused."""

import json
import random
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from lienthong_local.bench.pressure.lines import Lines, Said
from lienthong_local.identity import Issuer
from lienthong_local.play.people import submission

FORMS, PHONE = 200, "0900000000"


@dataclass(slots=True)
class Books:
    """What became of what was asked: dossiers promised, and requests that were sent away, by key."""

    promised: dict[str, str] = field(default_factory=dict)
    sent_away: dict[str, int] = field(default_factory=dict)  # with the seconds told
    statuses: dict[int, int] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)  # of those that were accepted, from the instant at which each was due

    @property
    def asked(self) -> int:
        """How many were answered or not."""
        return sum(self.statuses.values())


class Receptions:
    """Citizens who are received at a counter, each under a key of their own."""

    def __init__(self, port: int, issuer: Issuer, desk: str, procedure: dict[str, Any]) -> None:
        self.lines, dice = Lines(port), random.Random(17)
        forms = (submission(n, procedure, desk, dice) | {"channel": "counter", "phone": PHONE} for n in range(FORMS))
        self._bodies = [json.dumps({name: of[name] for name in of if name not in ("desk", "officer")}).encode() for of in forms]
        self._token = issuer.token("mc1", desk, ("desk",))

    async def receive(self, books: Books, due: float, key: str = "") -> Said:
        """Ask for one reception, and book the answer; 0 is none."""
        key = key or uuid.uuid4().hex
        try:
            said = await self.lines.ask(self._request(key))
        except (OSError, EOFError):
            said = Said(0, 0, b"")
        books.statuses[said.status] = books.statuses.get(said.status, 0) + 1
        if said.status == 201:
            books.promised[key] = json.loads(said.body)["dossier_id"]
            books.took.append(time.perf_counter() - due)
        elif said.status in (429, 503):
            books.sent_away[key] = said.again
        return said

    def _request(self, key: str) -> bytes:
        # The same key, the same request; another key, another citizen: the same one twice would be refused as being there already.
        body = self._bodies[int(key[:8], 16) % FORMS].replace(PHONE.encode(), b"090%07d" % (int(key[8:16], 16) % 10**7))
        head = (f"POST /dossiers HTTP/1.1\r\nHost: intake\r\nAuthorization: Bearer {self._token}\r\nIdempotency-Key: {key}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n")  # fmt: skip
        return head.encode() + body
