"""Faults of the wall clock: a service's time jumps by some minutes and back, by libfaketime and a file that it reads again."""

import asyncio
from pathlib import Path
from random import Random

from lienthong_local.home import Home

PLACES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib*/faketime/libfaketimeMT.so.1", "/opt/*/lib/faketime/libfaketimeMT.so.1")
WRONG = (2.0, 6.0)  # seconds until it is right again
FAR = (60, 600)  # seconds that it is wrong by


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


async def jump(home: Home, service: str, dice: Random) -> None:
    """Forward or back, and right again after some seconds: two jumps."""
    file = _file(home, service)
    try:
        file.write_text(f"{dice.choice('+-')}{dice.randint(*FAR)}\n")
        await asyncio.sleep(dice.uniform(*WRONG))
    finally:
        file.write_text("+0\n")
    await asyncio.sleep(1.0)  # it looks at the file once a second


def _file(home: Home, service: str) -> Path:
    return home.path / f"faketime-{service}"
