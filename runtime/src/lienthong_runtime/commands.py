"""What an officer or a citizen may ask for, and what may be wrong with asking."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from lienthong_contracts import Code
from pydantic import BaseModel, ConfigDict

from lienthong_runtime.decision import Fault, Refused, Row
from lienthong_runtime.identity import Role


@dataclass(frozen=True, slots=True)
class Acting:
    """Marks a field of a command that the token says, never the body: who acts, or for which agency."""

    part: str


ActingAgency = Annotated[Code, Acting("agency")]
ActingOfficer = Annotated[Code, Acting("subject")]


class Command(BaseModel):
    """What an officer or a citizen asks for; `version` is the one they saw (None: the dossier is new to them).

    `roles` may give it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    roles: ClassVar[tuple[Role, ...]] = ()

    version: int | None = None


class StaleVersion(Exception):
    """The dossier changed since the officer looked."""

    def __init__(self, row: Row[Any]) -> None:
        super().__init__()
        self.row = row


class KeyReused(Exception):
    """The same Idempotency-Key came with another request."""


class NotReady(Exception):
    """The service has started but doesn't know the catalogue yet: what it would refuse might be right."""


class UnknownDossier(Exception):
    """No such dossier here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, to be answered again for the same key."""

    status: int
    body: bytes
    repeated: bool = False


def refuse_unless(allowed: bool, field: str, vi: str, en: str, law: str = "") -> None:
    """Raise Refused with this fault unless allowed."""
    if not allowed:
        raise Refused(Fault(field, vi, en), law=law)
