"""Records as they come from Kafka, and what can be made of their headers."""

from dataclasses import dataclass, field
from uuid import UUID

from lienthong_contracts import BrokenHeader, DossierEvent, Envelope
from pydantic import ValidationError

from lienthong_runtime.decision import OnEvent, Unprocessable


class BrokenBody(Unprocessable):
    """The body isn't that of its kind. Ask the producer's people; replay after their repair does not help: send anew."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A record: where it was found, its raw bytes, and its envelope once read."""

    topic: str
    partition: int
    offset: int
    headers: tuple[tuple[str, bytes], ...]
    body: bytes | None
    envelope: Envelope | None = None
    event: DossierEvent | None = None
    dead_letter: int | None = None
    dossier_id: UUID | None = field(default=None)

    @property
    def origin(self) -> str:
        """The record's place on Kafka."""
        return f"{self.topic}/{self.partition}/{self.offset}"


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that can't be read, and why."""

    letter: Letter
    reason: str


def read(letter: Letter, on_event: OnEvent, every_kind: bool = False) -> Letter | Broken | None:
    """The letter opened, None when its kind is nothing to us, or Broken. Never raises."""
    headers = dict(letter.headers)
    kinds = {kind.__name__: kind for kind in on_event}
    name = (headers.get("ce_type") or b"").rpartition(b".")[2].decode("ascii", "replace")
    if name and name not in kinds and not every_kind:
        return None
    return _open(letter, headers, kinds.get(name))


def _open(letter: Letter, headers: dict[str, bytes], kind: type[DossierEvent] | None) -> Letter | Broken:
    try:
        envelope = Envelope.from_headers(headers)
        dossier_id = UUID(envelope.subject)
    except (BrokenHeader, ValueError):
        return Broken(letter, "BrokenHeader")
    opened = _replace(letter, envelope, dossier_id)
    if kind is None:
        return opened
    try:
        event = kind.from_json(letter.body or b"")
    except ValidationError:
        return Broken(opened, "BrokenBody")
    return Broken(opened, "WrongSubject") if event.dossier_id != dossier_id else _with_event(opened, event)


def _replace(letter: Letter, envelope: Envelope, dossier_id: UUID) -> Letter:
    return Letter(letter.topic, letter.partition, letter.offset, letter.headers, letter.body, envelope, None,
                  letter.dead_letter, dossier_id)  # fmt: skip


def _with_event(letter: Letter, event: DossierEvent) -> Letter:
    return Letter(letter.topic, letter.partition, letter.offset, letter.headers, letter.body, letter.envelope, event,
                  letter.dead_letter, letter.dossier_id)  # fmt: skip
