"""What every measurement stands on: the stack, its providers, the citizens, and what came of a stretch of time."""

from dataclasses import dataclass
from typing import Any

from lienthong_local.bench.notices.citizens import Citizens
from lienthong_local.bench.notices.compare import Comparison, compare
from lienthong_local.bench.notices.peace import Peace
from lienthong_local.bench.notices.providers import Providers
from lienthong_local.bench.notices.story import Ends, Story, Topics
from lienthong_local.kafka_jars import Tell
from lienthong_local.service_process import ServiceProcess
from lienthong_local.stack import Stack


@dataclass(frozen=True, slots=True)
class Start:
    """Where a stretch began: how long the outboxes and the topics were."""

    sizes: dict[str, int]
    ends: Ends


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was told and what the providers took in it."""

    story: Story
    found: Comparison

    @property
    def counts(self) -> dict[str, Any]:
        """What each stretch's report says: nothing may be lost or strange, and who took how many."""
        story, found = self.story, self.found
        lost = [key for key in found.lost if key not in story.ended]
        return {"due": len(story.queued), "lost": len(lost), "doubled": sum(found.doubled().values()),
                "doubled_by_provider": dict(found.doubled()), "strange": found.strange, "taken_by": found.by_provider(),
                "given_up": len(story.ended), "calls": story.calls, "accepted": len(story.accepted), "delivered": len(story.delivered),
                "receipts_missing": len([key for key in story.accepted if key[1].endswith("/sms") and key not in story.delivered]),
                "deferred": dict(story.deferred)}  # fmt: skip


class Ground:
    """All parts together; a measurement begins and ends in peace."""

    def __init__(self, stack: Stack, providers: Providers, seed: int, tell: Tell) -> None:
        assert stack.services is not None
        self.services, self.providers, self.tell, self.seed = stack.services, providers, tell, seed
        self.citizens = Citizens(self.services, seed)
        self.topics = Topics(stack.infra.bootstrap_servers)
        self.peace = Peace(self.services.dsns["notifier"], tell)

    @property
    def notifier(self) -> ServiceProcess:
        return self.services.processes["notifier-0"]

    def pid(self) -> int | None:
        """The notifier's, as it is now."""
        return self.notifier.pid

    async def begin(self) -> Start:
        """Note where everything is."""
        return Start(self.providers.sizes(), await self.topics.ends())

    async def settled(self) -> None:
        """Wait for peace."""
        await self.peace.settled(self.citizens.count)

    async def end(self, start: Start) -> Stretch:
        """What came of it since."""
        story = await self.topics.since(start.ends)
        due = {key: self.citizens.address(key) for key in story.queued}
        return Stretch(story, compare(due, self.providers.kept(start.sizes)))

    async def only(self, *names: str) -> None:
        """End all services but these: they would take the same two cores."""
        for process in self.services.processes.values():
            if process.service not in names:
                await process.kill(again=False)
