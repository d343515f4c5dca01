"""Every kind of fault, and whom it may strike."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from random import Random

from lienthong_local.chaos import connections, disk, processes, redelivery, wall_clock
from lienthong_local.chaos.ground import FRONTED, Ground
from lienthong_local.databases import SERVICES


@dataclass(frozen=True, slots=True)
class Kind:
    """`strike` returns when the fault is over; from then on recovery is counted."""

    name: str
    words: str
    victims: Callable[[Ground], Iterable[str]]
    strike: Callable[[Ground, str, Random], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One that happened; `recovery` in seconds, None when the house had not recovered after two minutes; `parts` of it, by what came."""

    kind: str
    victim: str
    lasted: float
    recovery: float | None
    parts: dict[str, float] = field(default_factory=dict)


def _processes(ground: Ground) -> Iterable[str]:
    return ground.children()


def _fronts(_ground: Ground) -> Iterable[str]:
    return FRONTED


def _everything(_ground: Ground) -> Iterable[str]:
    return ("all",)


def _services(_ground: Ground) -> Iterable[str]:
    return SERVICES


def _topics(_ground: Ground) -> Iterable[str]:
    return ("dossier.v1", "notification.v1")


async def _fill(ground: Ground, _victim: str, dice: Random) -> None:
    await disk.fill(ground.stack.home, dice)


async def _jump(ground: Ground, victim: str, dice: Random) -> None:
    urls = [process.url for process in ground.services.of(victim)]
    await wall_clock.jump(ground.stack.home, victim, urls, dice)


KINDS = (
    Kind("kill", "SIGKILL", _processes, processes.kill),
    Kind("freeze", "SIGSTOP quá hạn phiên", _processes, processes.freeze),
    Kind("kill-all", "SIGKILL tất cả cùng lúc", _everything, processes.kill_all),
    Kind("cut", "cắt kết nối", _fronts, connections.cut),
    Kind("refuse", "từ chối kết nối", _fronts, connections.refuse),
    Kind("hold", "giữ câu trả lời rồi cắt", _fronts, connections.hold),
    Kind("delay", "kết nối chậm", _fronts, connections.delay),
    Kind("redeliver", "phát lại, đảo thứ tự", _topics, redelivery.redeliver),
    Kind("disk", "đĩa giấy tờ đầy", lambda _ground: ("objects",), _fill),
    Kind("clock", "đồng hồ nhảy", _services, _jump),
)


def impossible(ground: Ground) -> dict[str, str]:
    """Kinds that can't be done here, and why."""
    reasons = {"disk": ground.no_disk, "clock": "" if wall_clock.library() else "không có libfaketime (apt-get install faketime)"}
    return {name: reason for name, reason in reasons.items() if reason}
