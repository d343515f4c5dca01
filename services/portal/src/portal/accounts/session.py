"""A session: who is signed in at a window, what the browser keeps of it, and when it is over."""

import hashlib
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import NamedTuple
from uuid import UUID

import msgspec
from lienthong_runtime import Actor

BYTES = 32  # of chance in what the browser keeps
FAMILIES = (("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"))


class Session(msgspec.Struct, frozen=True):
    """A row of the table, without the hash that finds it."""

    id: UUID
    account: UUID | None
    subject: str
    agency: str | None
    roles: frozenset[str]
    via: str
    browser: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    how: str | None = None

    @property
    def actor(self) -> Actor:
        """Who it is."""
        return Actor(self.subject, self.agency, self.roles)  # type: ignore[arg-type]

    @property
    def narrow(self) -> bool:
        """Whether it is good for nothing but choosing a password of one's own."""
        return self.via == "one_time"

    def open(self, now: datetime, idle: timedelta) -> bool:
        """Whether it still counts."""
        return self.ended_at is None and now < self.ends_at and now < self.seen_at + idle


class Person(NamedTuple):
    """Who begins a session, and how."""

    subject: str
    agency: str | None
    roles: frozenset[str]
    via: str
    account: UUID | None = None


def new_secret() -> str:
    """What a browser keeps, and nobody else."""
    return token_urlsafe(BYTES)


def key_of(secret: str) -> bytes:
    """What the table keeps of it."""
    return hashlib.sha256(secret.encode()).digest()


def family(agent: str) -> str:
    """The kind of browser and of machine: enough to know one's own again, too little to follow anybody by."""
    browser = next((name for sign, name in FAMILIES if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return ", ".join(part for part in (browser, system) if part)
