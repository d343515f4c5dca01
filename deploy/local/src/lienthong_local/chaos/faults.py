"""Every kind of fault, and whom it may strike."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from random import Random

from lienthong_local.chaos import connections, processes
from lienthong_local.chaos.ground import FRONTED, Ground


@dataclass(frozen=True, slots=True)
class Kind:
    """`strike` returns when the fault is over; from then on recovery is counted."""

    name: str
    words: str
    victims: Callable[[Ground], Iterable[str]]
    strike: Callable[[Ground, str, Random], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One that happened; `recovery` in seconds, None when the house had not recovered after two minutes."""

    kind: str
    victim: str
    lasted: float
    recovery: float | None


def _processes(ground: Ground) -> Iterable[str]:
    return ground.children()


def _fronts(_ground: Ground) -> Iterable[str]:
    return FRONTED


def _everything(_ground: Ground) -> Iterable[str]:
    return ("all",)


KINDS = (
    Kind("kill", "SIGKILL", _processes, processes.kill),
    Kind("freeze", "SIGSTOP quá hạn phiên", _processes, processes.freeze),
    Kind("kill-all", "SIGKILL tất cả cùng lúc", _everything, processes.kill_all),
    Kind("cut", "cắt kết nối", _fronts, connections.cut),
    Kind("refuse", "từ chối kết nối", _fronts, connections.refuse),
    Kind("hold", "giữ câu trả lời rồi cắt", _fronts, connections.hold),
)
