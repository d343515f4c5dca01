"""The barrier of a replay: everything that an instant leads to has happened before the next one comes."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import aiohttp
import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition

from lienthong_local.topics import places

READS = {"portal": ("dossier.v1", "notification.v1")}
SHORTEST, LONGEST = 0.005, 0.03  # seconds between two questions to one service: each costs it what a command does
SERVICES = ("intake", "routing", "sla-monitor", "notifier", "portal")


class NeverQuiet(Exception):
    """The services didn't come to rest in time; the message says what each still had to do."""


class Barrier:
    """Asks the services what they still have to do. `urls` by service; `token` lets it in; `sinks` owe receipts."""

    def __init__(self, urls: dict[str, str], token: str, bootstrap_servers: str, topic_prefix: str = "", sinks: str = "") -> None:
        self._urls, self._prefix, self._servers, self._sinks = urls, topic_prefix, bootstrap_servers, sinks
        self._places: list[TopicPartition] = []
        self._token = token
        self._asked = [*reversed(urls.values())]  # the last in an event's way first; then whoever was busy when last asked
        self._consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap_servers, enable_auto_commit=False)

    async def __aenter__(self) -> "Barrier":
        self._places = await places(self._servers, [self._prefix + topic for topic in READS["portal"]])
        await self._consumer.start()
        headers, patience = {"Authorization": f"Bearer {self._token}"}, aiohttp.ClientTimeout(total=10)
        self._client = aiohttp.ClientSession(headers=headers, timeout=patience, trust_env=False)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()
        await self._client.close()

    async def wait(self, now: datetime | None = None, patience: float = 60.0) -> None:
        """Return once all is done up to business time `now`, seen twice. Raises NeverQuiet after `patience` seconds."""
        try:
            async with asyncio.timeout(patience):
                ends, before = dict[str, int](), None
                for pause in _pauses():
                    if before is None:
                        await self._rest(now, ends)
                    ends, busy = await self.look(now)
                    if not busy and ends == before:
                        return
                    before = None if busy else ends
                    await asyncio.sleep(pause if busy else SHORTEST)
        except TimeoutError:
            raise NeverQuiet(str((await self.look(now))[1])) from None

    async def day_ends(self, now: datetime, patience: float = 60.0) -> None:
        """Return once the day's short messages have their receipts, too: on the next day's clock these would count for that day."""
        try:
            async with asyncio.timeout(patience):
                while (owed := await self._get(f"{self._sinks}/owed")) is None or owed["receipts"]:
                    await asyncio.sleep(SHORTEST)
        except TimeoutError:
            raise NeverQuiet("the SMS centre owes receipts") from None
        await self.wait(now, patience)

    async def _rest(self, now: datetime | None, ends: dict[str, int]) -> None:
        """Return once each, asked by itself, has nothing to do and has read what it holds up to these ends."""
        for pause in _pauses():
            if not await self._under_way(now, ends):
                return
            await asyncio.sleep(pause)

    async def _under_way(self, now: datetime | None, ends: dict[str, int]) -> bool:
        """Whether anybody is busy; that one is the first to be asked again, and mostly the only one."""
        for url in self._asked:
            facts = await self._quiet(url)
            held = facts["positions"] if facts else {}
            if facts is None or _busy(facts, now, {place: end for place, end in ends.items() if place in held}, self._prefix):
                self._asked = [url, *(other for other in self._asked if other != url)]
                return True
        return False

    async def passed(self, ends: dict[str, int], patience: float = 60.0) -> None:
        """Return once every service has read its topics up to these ends, whatever has come since. Raises NeverQuiet."""
        try:
            async with asyncio.timeout(patience):
                while not await self._read_up_to(ends):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise NeverQuiet("somebody hasn't read what was sent before") from None

    async def _read_up_to(self, ends: dict[str, int]) -> bool:
        answers = [facts for facts in await asyncio.gather(*(self._quiet(url) for url in self._urls.values())) if facts is not None]
        merged = _merged(answers)
        return len(merged) == len(SERVICES) and not any(_behind(facts, ends, self._prefix) for facts in merged)

    async def look(self, now: datetime | None = None) -> tuple[dict[str, int], list[str]]:
        """The topics' ends, and what is still to be done."""
        answers = await asyncio.gather(*(self._quiet(url) for url in self._urls.values()))
        ends = await self.ends()
        if None in answers:  # killed, or just started: it will answer again
            return ends, [f"{name} doesn't answer" for name, facts in zip(self._urls, answers, strict=True) if facts is None]
        merged = _merged([facts for facts in answers if facts is not None])
        busy = [fact for facts in merged for fact in _busy(facts, now, ends, self._prefix)]
        return ends, busy

    async def _quiet(self, url: str) -> dict[str, Any] | None:
        return await self._get(f"{url}/quiet")

    async def _get(self, url: str) -> dict[str, Any] | None:
        try:
            async with self._client.get(url) as answer:
                return msgspec.json.decode(await answer.read()) if answer.status == 200 else None
        except (aiohttp.ClientError, TimeoutError):
            return None

    async def ends(self) -> dict[str, int]:
        """The topics' ends, by partition."""
        ends = await self._consumer.end_offsets(self._places)
        return {f"{tp.topic}/{tp.partition}": end for tp, end in ends.items() if end}


def _pauses() -> Iterator[float]:
    """Longer each time, also between looks at all of them: whoever joins its group anew holds nothing yet, and seems done by itself."""
    pause = SHORTEST
    while True:
        yield pause
        pause = min(LONGEST, pause * 1.5)


def _merged(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One answer a service: its instances hold different partitions of the same topics."""
    merged: dict[str, dict[str, Any]] = {}
    for facts in answers:
        first = merged.setdefault(facts["service"], facts)
        if first is not facts:
            first["positions"] = {p: max(first["positions"].get(p, 0), n) for p, n in (first["positions"] | facts["positions"]).items()}
            first["working"] += facts["working"]
            first["timers_done_at"] = min(filter(None, (first["timers_done_at"], facts["timers_done_at"])), default=None)
    return list(merged.values())


def _busy(facts: dict[str, Any], now: datetime | None, ends: dict[str, int], prefix: str) -> list[str]:
    name, found = facts["service"], []
    if facts["outbox"] or facts["working"] or facts["due"]:
        found.append(f"{name}: {facts['outbox']} to send, {facts['working']} at work, {facts['due']} due")
    done = facts["timers_done_at"]
    if now is not None and (done is None or datetime.fromisoformat(done) < now):
        found.append(f"{name}: time stands at {done}")
    if behind := _behind(facts, ends, prefix):
        found.append(f"{name}: behind on {len(behind)} partitions")
    return found


def _behind(facts: dict[str, Any], ends: dict[str, int], prefix: str) -> list[str]:
    topics = tuple(prefix + topic for topic in READS.get(facts["service"], ("dossier.v1",)))
    return [place for place, end in ends.items() if place.rpartition("/")[0] in topics and facts["positions"].get(place, 0) < end]
