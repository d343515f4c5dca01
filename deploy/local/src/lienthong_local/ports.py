"""Knows which ports a stack takes, all below 32768.

Above lie those that the kernel gives to outgoing connections: one of a client's own took a broker's port (seen).
"""

import json
import os
import random
import socket
from collections.abc import Mapping
from pathlib import Path

from lienthong_local.failure import StackError

LOWEST, HIGHEST = 18000, 32000
BASE = "LIENTHONG_PORT_BASE"
# "2/3": the second third of them. Who chooses ports at the same time as others would else choose one that another is about to open.
SHARE = "LIENTHONG_PORT_SHARE"
# Places from LIENTHONG_PORT_BASE on; further instances of a service follow after the last one.
PLACES = (
    "portal-0", "intake-0", "routing-0", "sla-monitor-0", "notifier-0",
    "kafka", "kafka-controller", "postgres", "smtp", "smpp", "sink", "bounces",
)  # fmt: skip


def is_free(port: int) -> bool:
    """Whether somebody could listen there now."""
    with socket.socket() as probe:
        # As servers do: a connection of yesterday in TIME_WAIT is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Ports:
    """A stack's ports by name: from LIENTHONG_PORT_BASE on, else those of the last time, else free ones."""

    def __init__(self, file: Path, environ: Mapping[str, str] = os.environ) -> None:
        self._file = file
        self._base = _base(environ.get(BASE, ""))
        self._taken: dict[str, int] = {}
        self._last: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}

    def take(self, name: str) -> int:
        """The port of that name. Raises StackError when a fixed one is in use."""
        port = self._taken[name] = self._fixed(name) if self._base else self._free(name)
        self._file.write_text(json.dumps(self._last | self._taken))
        return port

    def _fixed(self, name: str) -> int:
        assert self._base is not None
        more = len(PLACES) + len([n for n in self._taken if n not in PLACES])
        port = self._base + (PLACES.index(name) if name in PLACES else more)
        if not is_free(port):
            raise StackError(
                f"port {port}, wanted for {name}, is in use: end what listens there, "
                f"or choose another {BASE} (now {self._base})"
            )
        return port

    def _free(self, name: str) -> int:
        usual = self._last.get(name)
        mine = set(self._taken.values()) | {port for other, port in self._last.items() if other != name}
        if usual and usual not in self._taken.values() and is_free(usual):
            return usual
        return self.any_free(mine)

    @staticmethod
    def any_free(but: set[int] | frozenset[int] = frozenset()) -> int:
        """Some free port of this process's share. Raises StackError when there is none."""
        lowest, highest = share(os.environ.get(SHARE, ""))
        tries = (random.randrange(lowest, highest) for _ in range(200))
        found = next((port for port in tries if port not in but and is_free(port)), None)
        if found is None:
            raise StackError(
                f"no free port between {lowest} and {highest}: end some of the processes that listen there"
            )
        return found


def _base(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 1024 <= int(text) <= 32000:
        raise StackError(f"{BASE}={text} is not a port between 1024 and 32000: choose another, or unset it")
    return int(text)


def share(text: str) -> tuple[int, int]:
    """The bounds of a share as LIENTHONG_PORT_SHARE writes it, all ports without one."""
    place, of = map(int, (text or "1/1").split("/"))
    width = (HIGHEST - LOWEST) // of
    return LOWEST + (place - 1) * width, LOWEST + place * width
