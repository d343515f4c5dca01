"""Knows one service process: starts it anew when it dies, slower each time, and says how it is."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic

from lienthong_local.child import Child
from lienthong_local.failure import StackError, last_line
from lienthong_local.web import answers

NEWER_SCHEMA = 78
SHORTEST, LONGEST = 0.2, 5.0
STEADY = 10.0  # seconds of life after which a death counts as the first one again
HOPELESS = 4  # deaths before it was ever ready, after which waiting for it is given up


def quiet() -> None:
    """Tell nobody of a change."""


class ServiceProcess:
    """One instance of one service. States: stopped, starting, ready, down, refused."""

    def __init__(
        self, name: str, service: str, port: int, argv: Sequence[str], env: Mapping[str, str], log: Path, cwd: Path,
        changed: Callable[[], None] = quiet,
    ) -> None:  # fmt: skip
        self.name, self.service, self.port, self.log = name, service, port, log
        self.child = Child(name, argv, log, env=env, cwd=cwd)
        self.restarts, self.reason = 0, ""
        self._state, self._changed = "stopped", changed
        self._keeper: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        return self.child.pid if self.child.running else None

    @property
    def state(self) -> str:
        return self._state

    async def start(self) -> None:
        """Start it and keep it alive; `ready` waits for it."""
        if self._keeper is None or self._keeper.done():
            self.restarts, self.reason = 0, ""
            await self._launch()
            self._keeper = asyncio.create_task(self._keep())

    async def ready(self, seconds: float = 60) -> None:
        """Wait until it says that it is. Raises StackError with its last words when it can't or won't be."""
        before, end = self.restarts, monotonic() + seconds
        while self._state != "ready":
            self._give_up(before, end, seconds)
            await asyncio.sleep(0.05)

    def _give_up(self, before: int, end: float, seconds: float) -> None:
        if self._state == "refused":
            raise StackError(f"{self.name} does not start: {self.reason}")
        if self.restarts - before >= HOPELESS:
            raise StackError(f"{self.name} ends whenever it is started: {last_line(self.log)}; see {self.log}")
        if monotonic() > end:
            raise StackError(f"{self.name} was not ready within {seconds:.0f} s: {last_line(self.log)}; see {self.log}")

    async def stop(self, seconds: float = 20) -> None:
        """SIGTERM, and SIGKILL by pid after `seconds`; it stays down until `start`."""
        await self._let_go()
        await self.child.stop(seconds)
        if self._state != "refused":
            self._become("stopped")

    async def kill(self, *, again: bool = True) -> None:
        """SIGKILL it; it is started anew as after any death, or with `again=False` stays down until `start`."""
        if not again:
            await self._let_go()
        await self.child.kill()
        self._become("down" if again else "stopped")

    async def _let_go(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None

    async def _launch(self) -> None:
        await self.child.start()
        self._become("starting")

    async def _keep(self) -> None:
        pause = SHORTEST
        while True:
            born = monotonic()
            if await self._live() == NEWER_SCHEMA:
                self.reason = last_line(self.log) or "its database has a newer schema"
                return self._become("refused")
            self._become("down")
            pause = SHORTEST if monotonic() - born > STEADY else pause
            await asyncio.sleep(pause)
            pause = min(LONGEST, pause * 2)
            self.restarts += 1
            await self._launch()

    async def _live(self) -> int:
        """Its exit status, once it ended; meanwhile, whether it has become ready."""
        end = asyncio.create_task(self.child.wait())
        try:
            while not end.done():
                if self._state == "starting" and await answers(f"{self.url}/health/ready") and not end.done():
                    self._become("ready")
                await asyncio.wait([end], timeout=0.1 if self._state == "starting" else None)
            return end.result()
        finally:
            end.cancel()

    def _become(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self._changed()
