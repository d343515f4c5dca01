"""Knows an SMPP centre that this project did not write: npm `smpp`, installed once in the cache, run by node."""

import asyncio
import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncGenerator
from functools import cache
from pathlib import Path
from typing import Any

from lienthong_local.child import leashed
from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.outbox import Message
from lienthong_local.whole_sms import joined

SOURCE = Path(__file__).with_name("npm_centre")
PATIENCE = 120  # seconds for an installation


class NpmCentre:
    """A centre in a process of its own; moods have the fields of SmsMood, but `fates`, a table by number, for `fate`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.messages: list[Message] = []
        self.port, self.bound, self.unanswered = 0, 0, 0
        self._changed = asyncio.Condition()
        self._done = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def mood(self, **changes: Any) -> None:
        """Change the mood; returns when the centre has taken it over."""
        await self._say({"mood": changes})

    async def reply(self, number: str, text: str, to: str = "LienThong") -> None:
        """A citizen answers by SMS: told to every bound session that receives."""
        await self._say({"reply": {"number": number, "text": text, "to": to}})

    async def cut(self) -> None:
        """Reset every connection."""
        await self._say({"cut": True})

    def whole(self, to: str | None = None) -> list[Message]:
        """The messages as people read them, oldest first."""
        return joined([message for message in self.messages if to in (None, message["to"])])

    async def listen(self) -> None:
        """Take what the process tells, until it ends."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            await self._heard(json.loads(line))

    async def until_open(self) -> None:
        """Wait until it takes connections."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.port)

    async def _heard(self, told: Message) -> None:
        async with self._changed:
            if "message" in told:
                self.messages.append(told["message"])
            for fact in ("port", "bound", "unanswered"):
                setattr(self, fact, told.get(fact, getattr(self, fact)))
            self._done += "done" in told
            self._changed.notify_all()

    async def _say(self, line: Message) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line).encode() + b"\n")
        async with self._changed:
            awaited = self._done + 1
            await self._changed.wait_for(lambda: self._done >= awaited)


@cache
def why_not() -> str:
    """Why there can be no such centre here; empty when there can."""
    missing = [tool for tool in ("node", "npm") if shutil.which(tool) is None]
    if missing:
        return f"{' and '.join(missing)} cannot be found"
    try:
        installed()
    except StackError as fault:
        return str(fault)
    return ""


def installed() -> Path:
    """The node_modules of the lock, installed if need be. Raises StackError."""
    lock = (SOURCE / "package-lock.json").read_bytes()
    place = Home.at().cache / f"npm-centre-{hashlib.sha256(lock).hexdigest()[:12]}"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix="npm-") as scratch:
            made = Path(scratch, "made")
            shutil.copytree(SOURCE, made)
            _install(made)
            with contextlib.suppress(OSError):  # another process was quicker
                made.rename(place)
    return place / "node_modules"


def _install(place: Path) -> None:
    command = [str(shutil.which("npm")), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        subprocess.run(command, cwd=place, check=True, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.CalledProcessError as fault:
        raise StackError(f"npm ci failed: {fault.stderr.strip().splitlines()[-1:]}") from None
    except subprocess.TimeoutExpired:
        raise StackError(f"npm ci took more than {PATIENCE} s") from None


@contextlib.asynccontextmanager
async def npm_centre() -> AsyncGenerator[NpmCentre]:
    """The centre at work. Raises StackError where `why_not` says so."""
    if why := await asyncio.to_thread(why_not):
        raise StackError(why)
    argv = leashed([str(shutil.which("node")), str(SOURCE / "centre.js")], signal.SIGTERM)
    environ = {**os.environ, "NODE_PATH": str(installed())}
    process = await asyncio.create_subprocess_exec(
        *argv, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environ, start_new_session=True
    )
    centre = NpmCentre(process)
    listening = asyncio.create_task(centre.listen())
    try:
        await asyncio.wait_for(centre.until_open(), 30)
        yield centre
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        await listening
