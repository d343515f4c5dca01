"""What those who run the house see: messages kept, records set aside, contracts, problems."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portal.web.message_views import MessageView


@dataclass(frozen=True, slots=True)
class OutboxView:
    """The messages that the local mail and SMS sinks kept, newest first."""

    now: datetime
    messages: tuple[MessageView, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that was set aside; `behind` events of its dossier wait for it."""

    id: str
    at: datetime
    service: str
    reason: str
    kind: str
    origin: str
    state: Literal["set_aside", "replayed", "discarded"] = "set_aside"
    behind: int = 0
    advice: str = ""
    dossier_id: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class DocPart:
    """A field of a message, or a parameter of an operation."""

    name: str
    type: str
    required: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class DocEntry:
    """A message kind, or an operation; `tag` is its producer or HTTP method."""

    name: str
    tag: str = ""
    text: str = ""
    parts: tuple[DocPart, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class DocChapter:
    """A topic, or a service's HTTP interface, with the raw document's address."""

    id: str
    title: str
    raw: str
    text: str = ""
    entries: tuple[DocEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class DocsView:
    """The contracts as a page, read from the project's own documents."""

    chapters: tuple[DocChapter, ...] = ()


@dataclass(frozen=True, slots=True)
class SignInView:
    """The door: where it leads to, what was refused just now (a token, or a login's password), whether a session is over, and
    why the identity provider let nobody in.
    """

    to: str
    refused: bool = False
    wrong: bool = False
    login: str = ""
    over: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem in words (RFC 9457), for a person."""

    status: int
    title: str
    detail: str = ""
    faults: tuple[str, ...] = ()
