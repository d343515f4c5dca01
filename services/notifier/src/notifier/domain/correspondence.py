"""What notifier knows of a dossier: the facts that messages speak of, and the messages."""

from datetime import datetime

import msgspec
from lienthong_contracts import LETTERS

from notifier.domain.message import Message


class Correspondence(msgspec.Struct, frozen=True):
    """No name, number or address: those are asked of intake at the moment of sending."""

    procedure: str
    procedure_version: int
    desk: str
    submitted_at: datetime | None = None
    code: str = ""  # from here on: none before the reception
    officer: str = ""
    received_at: datetime | None = None
    due_at: datetime | None = None
    term: str = ""
    return_channel: str = ""
    immediate: bool = False  # resolved while the citizen waited at the counter
    messages: dict[str, Message] = {}

    def with_(self, **changes: object) -> "Correspondence":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)

    def with_message(self, message: Message) -> "Correspondence":
        """A copy with a message put in or replaced."""
        return self.with_(messages={**self.messages, message.key: message})

    @property
    def next_send(self) -> datetime | None:
        """When time acts on a message next."""
        return min((at for m in self.messages.values() if (at := m.wakes_at)), default=None)

    @property
    def lane(self) -> int:
        """0 when something urgent waits, which is claimed before all others; else 1."""
        return int(not any(m.wakes_at and LETTERS[m.template].urgent for m in self.messages.values() if m.status != "accepted"))

    @property
    def calls(self) -> list[Message]:
        """Calls that are owed."""
        return [m for m in self.messages.values() if m.channel == "phone" and m.status == "queued"]
