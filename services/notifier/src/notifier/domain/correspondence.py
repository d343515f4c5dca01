"""What notifier knows of a dossier: the facts that messages speak of, and the messages."""

from datetime import datetime

import msgspec

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
    messages: dict[str, Message] = {}

    def with_(self, **changes: object) -> "Correspondence":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)

    def with_message(self, message: Message) -> "Correspondence":
        """A copy with a message put in or replaced."""
        return self.with_(messages={**self.messages, message.key: message})

    @property
    def next_send(self) -> datetime | None:
        """When the next message is to be sent."""
        return min((at for m in self.messages.values() if (at := m.wakes_at)), default=None)
