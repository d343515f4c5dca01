"""Knows every message that the mail and SMS sinks took, in memory and as JSON lines in a file."""

import json
from collections import Counter, deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lienthong_local.whole_sms import Message as Message
from lienthong_local.whole_sms import joined

REMEMBERED = 10_000


class Outbox:
    """Messages in the order in which they came; the file keeps all, memory the newest ones."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._messages: deque[Message] = deque(maxlen=REMEMBERED)
        self.totals: Counter[str] = Counter()
        file.parent.mkdir(parents=True, exist_ok=True)
        for line in _whole_lines(file):
            self._remember({**EMPTY, **json.loads(line)})  # an earlier release kept less
        self._out = file.open("a", buffering=1)

    def keep(self, kind: str, **facts: Any) -> Message:
        """Keep one message of that kind ("email" or "sms"), stamped with the time of now."""
        message = {"at": datetime.now(UTC).isoformat(), "kind": kind, **EMPTY, **facts}
        self._remember(message)
        self._out.write(json.dumps(message, ensure_ascii=False) + "\n")
        return message

    def newest(self, limit: int = 50, kind: str | None = None) -> list[Message]:
        """The newest messages, newest first."""
        wanted = [m for m in reversed(self._messages) if kind in (None, "", m["kind"])]
        return wanted[:limit]

    def whole(self, to: str | None = None) -> list[Message]:
        """The short messages as people read them, oldest first: parts joined, what lacks a part left out."""
        return joined([m for m in self._messages if m["kind"] == "sms" and to in (None, m["to"])])

    def close(self) -> None:
        """Close the file."""
        self._out.close()

    def _remember(self, message: Message) -> None:
        self._messages.append(message)
        self.totals[message["kind"]] += 1


def _whole_lines(file: Path) -> list[bytes]:
    """What was kept; half a line, left by a kill, was answered to nobody and is cut off, or the next message would be glued to it."""
    if not file.exists():
        return []
    with file.open("rb+") as lines:
        kept = lines.read()
        lines.truncate(kept.rfind(b"\n") + 1)
    return kept.splitlines(keepends=True)[: kept.count(b"\n")]


def stored(file: Path, limit: int) -> dict[str, Any]:
    """What GET /messages of the sinks would say, read from the file."""
    messages = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    totals = {"email": 0, "sms": 0, **Counter(message["kind"] for message in messages)}
    return {"totals": totals, "messages": messages[::-1][:limit]}


EMPTY: Message = {
    "from": None, "to": None, "subject": None, "text": None, "html": None, "message_id": None, "reference": None,
    "part": None, "headers": {}, "provider": None, "envelope_from": None,
}  # fmt: skip
