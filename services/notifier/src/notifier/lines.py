"""Providers at work: two lanes each, a rate, a window, a pause when asked for, and who is fit to get the next message."""

import asyncio
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from aiolimiter import AsyncLimiter
from lienthong_runtime.logs import log

from notifier.channels import Provider, Rendered, tried
from notifier.domain.answer import Outcome, Refused, Sent, Throttled, Unanswered
from notifier.domain.health import Health
from notifier.sending_due import Outside

_RESTS = Throttled(0.2)  # it wasn't tried: the next claim finds somebody else, or waits
type _Wish = tuple[int, int, float, Rendered, asyncio.Future[Outcome]]
LONGEST_WAIT = 30.0  # seconds in line; whoever comes later would be sent when its lease has ended, beside its own second try
LONGEST_HOLD = 2.0  # seconds that a message waits in line for a pause to end; after that it goes back, and maybe to another


class Line:
    """One provider: `window` messages at a time, `rate` a second, the urgent ones always first."""

    def __init__(self, provider: Provider, rate: float, window: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.provider, self.health, self._window, self._clock = provider, Health(), window, clock
        self._limiter = limiter(rate) if rate else None
        self._waiting: asyncio.PriorityQueue[_Wish] = asyncio.PriorityQueue()
        self._turns, self._probe = itertools.count(), asyncio.Lock()

    async def send(self, message: Rendered) -> Outcome:
        """In line, and what became of it."""
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((int(not message.urgent), next(self._turns), self._clock(), message, answer))
        return await answer

    async def run(self) -> None:
        """Serve for ever."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._window):
                group.create_task(self._serve())

    async def _serve(self) -> None:
        while True:
            if self._limiter:  # before a message is taken: an urgent one that comes meanwhile is the next
                await self._limiter.acquire()
            _, _, since, message, answer = await self._waiting.get()
            if answer.done():
                continue  # nobody would keep what became of it
            outcome = _RESTS if self._clock() - since > LONGEST_WAIT else await tried(self._one(message))
            if isinstance(outcome, BaseException):  # a bug: whether it was sent is unknown
                log.error("provider.failed", provider=self.provider.name, fault=type(outcome).__name__, exc_info=outcome)
                outcome = Unanswered(type(outcome).__name__)
            if not answer.done():
                answer.set_result(outcome)

    async def _one(self, message: Rendered) -> Outcome:
        if (wait := self.health.rests_until - self._clock()) > 0:
            if self.health.ill or wait > LONGEST_HOLD:
                return _RESTS
            await asyncio.sleep(wait)
        if not self.health.ill:
            return await self._measured(message)
        async with self._probe:  # one message finds out for all
            return await self._measured(message) if self.health.well(self._clock()) else _RESTS

    async def _measured(self, message: Rendered) -> Outcome:
        began = self._clock()
        outcome = await self.provider.send(message)
        now = self._clock()
        if isinstance(outcome, Throttled):
            self.health.throttled(outcome.pause, now)
        else:
            was_ill = self.health.ill
            self.health.answered(isinstance(outcome, Sent | Refused), now - began, now)
            if self.health.ill != was_ill:
                log.warning("provider.ill" if self.health.ill else "provider.well", provider=self.provider.name)
        return outcome


def limiter(rate: float) -> AsyncLimiter:
    """So many a second, in steps of a tenth, or of one message where it is slower than that."""
    return AsyncLimiter(rate / 10, 0.1) if rate >= 10 else AsyncLimiter(1, 1 / rate)


class Lines:
    """All providers, each channel's in the order of preference."""

    def __init__(self, by_channel: Mapping[str, Sequence[Line]], clock: Callable[[], float] = time.monotonic) -> None:
        self._channels, self._clock = by_channel, clock
        self._by_name = {line.provider.name: line for lines in by_channel.values() for line in lines}

    def outside(self) -> Outside:
        """Who may get a message now; where nobody may, for how long."""
        now = self._clock()
        due = {channel: [line for line in lines if line.health.well(now)] for channel, lines in self._channels.items()}
        rests = {c: timedelta(seconds=max(0.1, min(line.health.rests_until for line in lines) - now))
                 for c, lines in self._channels.items() if not due[c]}  # fmt: skip
        return Outside({c: _names(lines, ill=False) for c, lines in due.items()}, {c: _names(lines, ill=True) for c, lines in due.items()},
                       rests)  # fmt: skip

    def fit(self, channel: str) -> list[Line]:
        """A channel's lines that may get a message now, the preferred first."""
        return [line for line in self._channels[channel] if line.health.well(self._clock())]

    def line(self, provider: str) -> Line | None:
        """The provider's line, if it is still one of ours."""
        return self._by_name.get(provider)

    @property
    def all(self) -> list[Line]:
        return list(self._by_name.values())

    def facts(self) -> dict[str, str]:
        """Each provider's state, for /health."""
        now = self._clock()
        return {name: "well" if line.health.well(now) and not line.health.ill else "resting" if not line.health.well(now) else "probed"
                for name, line in self._by_name.items()}  # fmt: skip


def _names(lines: Sequence[Line], *, ill: bool) -> tuple[str, ...]:
    return tuple(line.provider.name for line in lines if line.health.ill == ill)
