"""Knows the sinks as a process of the stack, with the three addresses it is reached at."""

import sys

from lienthong_local.child import Child, python_environment
from lienthong_local.failure import StackError, last_line, until
from lienthong_local.home import Home
from lienthong_local.web import answers


class SinkProcess:
    """Mail and SMS sinks in a process of their own."""

    name = "sinks"

    def __init__(self, home: Home, smtp_port: int, smpp_port: int, http_port: int, bounces_port: int) -> None:
        self.smtp, self.smpp = f"127.0.0.1:{smtp_port}", f"127.0.0.1:{smpp_port}"
        self.bounces = f"127.0.0.1:{bounces_port}"
        self.url = f"http://127.0.0.1:{http_port}"
        self.port, self.log = http_port, home.logs / "sinks.log"
        ports = ["--smtp-port", str(smtp_port), "--smpp-port", str(smpp_port), "--http-port", str(http_port)]
        argv = [sys.executable, "-m", "lienthong_local.sinks", *ports, "--bounces", self.bounces, "--keep", str(home.outbox)]
        self.child = Child("sinks", argv, self.log, env=python_environment(home.cache))

    async def start(self) -> None:
        """Start; returns when all three answer."""
        await self.child.start()
        await until(self._serves, 60, "the mail and SMS sinks")

    async def _serves(self) -> bool:
        if not self.child.running:
            raise StackError(
                f"the mail and SMS sinks ended while starting: {last_line(self.child.log)}; see {self.child.log}"
            )
        return await answers(f"{self.url}/health")

    async def stop(self) -> None:
        """End it in order."""
        await self.child.stop(10)

    async def kill(self) -> None:
        """SIGKILL it; what it kept stays."""
        await self.child.kill()
