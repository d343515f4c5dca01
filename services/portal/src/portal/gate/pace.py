"""How often somebody may do something: so many at once, then one every so often."""

from collections import OrderedDict
from datetime import datetime
from typing import NamedTuple

KEPT = 20_000  # whoever was longest away is forgotten first: who asks under a thousand names must not fill the memory


class Pace(NamedTuple):
    """So many at once, and then one each `every` seconds."""

    at_once: int
    every: float


class Paces:
    """Who did what how often, in this process's memory: with several instances each counts for itself.

    Not the library `limits` (5.8): it starts a thread at each count, and keeps a list for every name it ever met.
    """

    def __init__(self, paces: dict[str, Pace]) -> None:
        self._paces, self._free_at = paces, OrderedDict[tuple[str, str], float]()

    def wait(self, what: str, who: str, now: datetime) -> float:
        """Seconds that they have to wait; 0 where it may be done, and is counted."""
        pace, at = self._paces[what], now.timestamp()
        # The generic cell rate algorithm: the instant at which all that was done is paid for.
        paid_at = max(self._free_at.pop((what, who), at), at)
        early = paid_at - at - pace.every * (pace.at_once - 1)
        # A hair of binary fractions must not make the last one free a moment late.
        self._free_at[what, who] = paid_at if early > 1e-6 else paid_at + pace.every
        if len(self._free_at) > KEPT:
            self._free_at.popitem(last=False)
        return early if early > 1e-6 else 0.0


def client(host: str) -> str:
    """Whom an address belongs to: of IPv6 a house has 2^64, and is one."""
    return ":".join(host.split(":")[:4]) if ":" in host else host
