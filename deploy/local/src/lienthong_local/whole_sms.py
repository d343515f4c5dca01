"""Knows how the parts of a long short message belong together: by sender, number and reference (3GPP TS 23.040 §9.2.3.24)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

Message = dict[str, Any]


def joined(messages: Sequence[Message]) -> list[Message]:
    """Whole messages in the order in which their last part came; a message whose parts all came twice is there twice."""
    copies: dict[tuple[Any, ...], dict[int, list[Message]]] = defaultdict(lambda: defaultdict(list))
    found = []
    for message in messages:
        if message["part"] is None:
            found.append(message)
            continue
        held = copies[_key(message)]
        held[message["part"]["index"]].append(message)
        if len(held) == message["part"]["total"]:
            found.append(_join([held[index].pop(0) for index in sorted(held)]))
            copies[_key(message)] = defaultdict(list, {index: left for index, left in held.items() if left})
    return found


def _key(message: Message) -> tuple[Any, ...]:
    return message["provider"], message["from"], message["to"], message["part"]["reference"], message["part"]["total"]


def _join(parts: list[Message]) -> Message:
    ids = [part["message_id"] for part in parts]
    return {**parts[-1], "text": "".join(part["text"] for part in parts), "part": None, "parts": len(parts), "message_ids": ids}
