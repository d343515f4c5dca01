"""How a proposal's body is read: JSON or YAML, of a bounded size, whatever it would unfold to."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import msgspec
import yaml
from lienthong_runtime import Fault, Refused

MOST_BYTES = 2_000_000
MOST_UNFOLDED = 300_000  # nodes, long texts counted as several: a bomb's aliases stand for millions
DEEPEST = 40
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
YAML_TYPES = ("application/yaml", "application/x-yaml", "text/yaml")


def refusal(vi: str, en: str) -> Refused:
    """A body that isn't read."""
    return Refused(Fault("body", vi, en))


async def read_whole(chunks: AsyncIterator[bytes], content_type: str) -> tuple[bytes, Any]:
    """The body, and what it says; in a thread, because YAML takes its time. Raises Refused."""
    body = await _bounded(chunks)
    return body, await asyncio.to_thread(read, body, content_type)


async def _bounded(chunks: AsyncIterator[bytes]) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > MOST_BYTES:
            raise refusal("nội dung lớn hơn 2 MB", "the body is larger than 2 MB")
    return bytes(body)


def read(body: bytes, content_type: str) -> Any:
    """What the body says. Raises Refused."""
    is_yaml = content_type.partition(";")[0].strip().lower() in YAML_TYPES
    try:
        return _from_yaml(body) if is_yaml else msgspec.json.decode(body)
    except (msgspec.DecodeError, yaml.YAMLError, ValueError, RecursionError, OverflowError):
        form = "YAML" if is_yaml else "JSON"
        raise refusal(f"không đọc được theo định dạng {form}", f"it can't be read as {form}") from None


def _from_yaml(body: bytes) -> Any:
    text = body.decode("utf-8")
    if any(size > MOST_UNFOLDED for size in _unfolding(text)):
        raise refusal("nội dung YAML mở ra quá lớn", "the YAML unfolds to too much")
    return yaml.load(text, LOADER)


def _unfolding(text: str) -> Iterator[int]:
    """How much it has come to at each event, every alias counted as what it stands for; nothing is built."""
    size, sizes, open_at = 0, dict[str, int](), list[tuple[str, int]]()
    for event in yaml.parse(text, LOADER):
        anchor = getattr(event, "anchor", None) or ""
        if isinstance(event, yaml.AliasEvent):
            size += sizes.get(anchor, MOST_UNFOLDED + 1)  # one that isn't closed holds itself: it has no end
        elif isinstance(event, yaml.ScalarEvent):
            sizes[anchor] = 1 + len(event.value) // 64
            size += sizes[anchor]
        elif isinstance(event, yaml.CollectionStartEvent):
            open_at.append((anchor, size))
            sizes.pop(anchor, None)
            size += 1 if len(open_at) <= DEEPEST else MOST_UNFOLDED
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, began = open_at.pop()
            sizes[anchor] = size - began
        yield size
