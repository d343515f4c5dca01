"""Knows how to ask a process over HTTP whether it is well, with the standard library alone."""

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any

# A proxy of the environment has no business on loopback.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def get(url: str, seconds: float = 3.0) -> tuple[int, bytes]:
    """Status and body; status 0 when nobody answered."""
    try:
        with _DIRECT.open(url, timeout=seconds) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read()
    except (OSError, ValueError):
        return 0, b""


def get_json(url: str) -> Any:
    """The body of a good answer, else None."""
    status, body = get(url)
    return json.loads(body) if status == 200 else None


async def answers(url: str) -> bool:
    """Whether it answers 200."""
    return (await asyncio.to_thread(get, url))[0] == 200
