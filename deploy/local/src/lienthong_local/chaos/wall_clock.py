"""Faults of the wall clock: a service's time jumps by some minutes and back, by libfaketime and a file that it reads again."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from random import Random

import httpx2

from lienthong_local.failure import StackError, until
from lienthong_local.home import Home

PLACES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib*/faketime/libfaketimeMT.so.1", "/opt/*/lib/faketime/libfaketimeMT.so.1")
WRONG = (2.0, 6.0)  # seconds until it is right again
FAR = (60, 600)  # seconds that it is wrong by
NEAR = 3.0  # seconds that a right one may seem wrong by: HTTP dates have no fractions, and uvicorn renews them once a second


def library() -> Path | None:
    """Where libfaketime lies, if it is installed (Debian's package is `faketime`)."""
    found = (path for pattern in PLACES for path in sorted(Path("/").glob(pattern.removeprefix("/"))))
    return next(found, None)


def environment(home: Home, service: str) -> dict[str, str]:
    """What makes a service's wall clock ours; the monotonic one, by which waits are measured, stays the machine's."""
    found = library()
    if found is None:
        return {}
    file = _file(home, service)
    file.write_text("+0\n")
    return {"LD_PRELOAD": str(found), "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_CACHE_DURATION": "1"}  # fmt: skip


async def jump(home: Home, service: str, urls: Sequence[str], dice: Random) -> None:
    """Forward or back, and right again after some seconds: two jumps. Ends when every instance, at its URL, says the right hour."""
    file = _file(home, service)
    try:
        file.write_text(f"{dice.choice('+-')}{dice.randint(*FAR)}\n")
        await asyncio.sleep(dice.uniform(*WRONG))
    finally:
        file.write_text("+0\n")
    # A message queued in the last wrong moment is due as far off as the jump went (110 s once): what comes next must come after it.
    with contextlib.suppress(StackError):  # it doesn't answer at all: what follows says how long
        await until(lambda: is_right(urls), 30, f"the clock of {service}")


async def is_right(urls: Sequence[str]) -> bool:
    """Whether what the processes date their answers by is the machine's clock."""
    async with httpx2.AsyncClient(trust_env=False) as client:
        try:
            answers = await asyncio.gather(*(client.get(f"{url}/health/live") for url in urls))
        except httpx2.HTTPError:
            return False
    return all(abs(time.time() - parsedate_to_datetime(answer.headers["Date"]).timestamp()) < NEAR for answer in answers)


def _file(home: Home, service: str) -> Path:
    return home.path / f"faketime-{service}"
