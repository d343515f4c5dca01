"""The SMS centre, the mail server and the HTTP gateway, each in a process of its own, so that one can die while the others work."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

from lienthong_local.bench.notices.kept import Kept, read
from lienthong_local.home import Home
from lienthong_local.ports import Ports
from lienthong_local.sink_process import SinkProcess


class Providers:
    """Each is the whole sinks' program, of which only one door is used."""

    def __init__(self, home: Home) -> None:
        self._taken: set[int] = set()
        self._homes = {name: Home(home.path / name, home.cache) for name in ("sms", "mail", "gateway")}
        self.sms, self.mail, self.gateway = (self._process(place) for place in self._homes.values())

    def _process(self, home: Home) -> SinkProcess:
        ports = []
        for _ in range(4):
            ports.append(Ports.any_free(self._taken))
            self._taken.add(ports[-1])
        return SinkProcess(home, *ports)

    @property
    def env(self) -> dict[str, str]:
        """Where the notifier finds them."""
        return {"LIENTHONG_SMPP": self.sms.smpp, "LIENTHONG_SMTP": self.mail.smtp,
                "LIENTHONG_SMS_GATEWAY": f"{self.gateway.url}/gateway"}  # fmt: skip

    async def start(self, *processes: SinkProcess) -> None:
        """Start these, or all."""
        await asyncio.gather(*(process.start() for process in processes or (self.sms, self.mail, self.gateway)))

    async def kill(self, *processes: SinkProcess) -> None:
        """SIGKILL these, or all."""
        await asyncio.gather(*(process.kill() for process in processes or (self.sms, self.mail, self.gateway)))

    def sizes(self) -> dict[str, int]:
        """How long each outbox's file is now."""
        return {name: home.outbox.stat().st_size if home.outbox.exists() else 0 for name, home in self._homes.items()}

    def kept(self, since: dict[str, int]) -> list[Kept]:
        """What all of them took since the files were so long."""
        return [one for name, home in self._homes.items() for one in read(home.outbox, since[name])]


@contextlib.asynccontextmanager
async def providers() -> AsyncGenerator[Providers]:
    """All three at work, with empty outboxes."""
    home = Home.at().afresh("bench-providers")
    found = Providers(home)
    try:
        await found.start()
        yield found
    finally:
        await asyncio.shield(found.kill())
