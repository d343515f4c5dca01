"""Records as they come from Kafka, and what can be made of their headers."""

from uuid import UUID

import msgspec
from lienthong_contracts import KINDS, BrokenHeader, DossierEvent, Envelope
from msgspec.structs import replace
from pydantic import ValidationError

from lienthong_runtime.decision import OnEvent, Unprocessable


class BrokenBody(Unprocessable):
    """The body isn't that of its kind. Ask the producer's people; replay after their repair does not help: send anew."""


class Letter(msgspec.Struct, frozen=True):
    """A record: where it was found, its raw bytes, and its envelope once read. (A struct is ten times quicker to make.)"""

    topic: str
    partition: int
    offset: int
    headers: tuple[tuple[str, bytes], ...]
    body: bytes | None
    envelope: Envelope | None = None
    event: DossierEvent | None = None
    dead_letter: int | None = None
    dossier_id: UUID | None = None

    @property
    def origin(self) -> str:
        """The record's place on Kafka."""
        return f"{self.topic}/{self.partition}/{self.offset}"


class Broken(msgspec.Struct, frozen=True):
    """A record that can't be read, and why."""

    letter: Letter
    reason: str


def read(letter: Letter, on_event: OnEvent, every_kind: bool = False) -> Letter | Broken | None:
    """The letter opened, None when its kind is nothing to us, or Broken. Never raises."""
    headers = dict(letter.headers)
    name = (headers.get("ce_type") or b"").rpartition(b".")[2].decode("ascii", "replace")
    kind = KINDS.get(name)
    wanted = kind is not None and kind in on_event
    if name and not wanted and not every_kind:
        return None
    return _open(letter, headers, kind if wanted else None)  # type: ignore[arg-type]


def _open(letter: Letter, headers: dict[str, bytes], kind: type[DossierEvent] | None) -> Letter | Broken:
    try:
        envelope = Envelope.from_headers(headers)
        dossier_id = UUID(envelope.subject)
    except (BrokenHeader, ValueError):
        return Broken(letter, "BrokenHeader")
    if kind is None:
        return replace(letter, envelope=envelope, dossier_id=dossier_id)
    try:
        event = kind.from_json(letter.body or b"")
    except ValidationError:
        return Broken(replace(letter, envelope=envelope, dossier_id=dossier_id), "BrokenBody")
    opened = replace(letter, envelope=envelope, dossier_id=dossier_id, event=event)
    return opened if event.dossier_id == dossier_id else Broken(opened, "WrongSubject")
