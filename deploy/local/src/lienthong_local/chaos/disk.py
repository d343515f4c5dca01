"""Faults of the disk: the object store's own file system, a small one, is full for some seconds."""

import asyncio
import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

from lienthong_local.home import Home

FULL = (2.0, 6.0)  # seconds
BALLAST = "ballast"


def folder(home: Home) -> Path:
    """Where the small file system is mounted; everything else on it is ballast."""
    return home.path / "small-disk"


@contextlib.contextmanager
def small_disk(home: Home, megabytes: int) -> Iterator[str]:
    """A real file system of that size, as only root may mount one; the reason why there is none, or nothing."""
    place = folder(home)
    place.mkdir(parents=True, exist_ok=True)
    if place.is_mount():  # a run that was killed left it
        _unmount(place)
    argv = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    mounted = subprocess.run(argv, capture_output=True, text=True, check=False)
    try:
        yield mounted.stderr.strip() if mounted.returncode else ""
    finally:
        if not mounted.returncode:
            _unmount(place)


def _unmount(place: Path) -> None:
    subprocess.run(["umount", "--lazy", str(place)], check=False)


def objects(home: Home) -> Path:
    """Where intake's objects lie."""
    return folder(home) / "objects"


async def fill(home: Home, dice: Random) -> None:
    """Not a byte is left; afterwards there is room again."""
    ballast = folder(home) / BALLAST
    try:
        await asyncio.to_thread(_fill, ballast)
        await asyncio.sleep(dice.uniform(*FULL))
    finally:
        ballast.unlink(missing_ok=True)


def _fill(ballast: Path) -> None:
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))
