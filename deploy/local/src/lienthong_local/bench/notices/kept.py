"""What the providers have: each whole message in their outboxes, and by which mark it is told from all others."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lienthong_local.whole_sms import joined

type Mark = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that arrived at a provider ("smpp", "http" or "smtp"): a long one when its last part did."""

    provider: str
    mark: Mark
    at: datetime


def read(file: Path, offset: int = 0) -> list[Kept]:
    """All that stands in an outbox's file from there on."""
    return list(of_messages(_lines(file, offset)))


def of_messages(messages: Iterable[dict[str, Any]]) -> Iterator[Kept]:
    """The same of messages in the order in which they came; a long one that lacks a part isn't there."""
    for message in joined(list(messages)):
        yield Kept(message["provider"], _mark(message), datetime.fromisoformat(message["at"]))


def _lines(file: Path, offset: int) -> Iterator[dict[str, Any]]:
    if not file.exists():
        return
    with file.open("rb") as lines:
        lines.seek(offset)
        for line in lines:
            if line.endswith(b"\n"):  # a killed process may have left half a line
                # HTML is most of a mail, and a hundred thousand of them in memory are gigabytes.
                yield {name: value for name, value in json.loads(line).items() if name not in ("html", "headers")}


def _mark(message: dict[str, Any]) -> Mark:
    if message["provider"] == "smpp":
        return sms_mark(message["to"], message["reference"])
    if message["provider"] == "smtp":
        return (message["message_id"].strip("<>").partition("@")[0],)
    return (message["reference"],)


def sms_mark(number: str, reference: int) -> Mark:
    """SMPP has two octets for our reference: with the number they are enough."""
    return number.removeprefix("+"), str(reference)
