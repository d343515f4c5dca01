"""Knows whether a broker that answers takes groups in, and begins it anew when it refuses them too long.

Kafka 4.4's group coordinator can fail for good while the broker goes on taking and giving records: every group is told
NOT_COORDINATOR until the broker is begun anew (seen once, after everything was killed at once; KAFKA-19862 is one way there).
"""

import asyncio
import logging
import time
from collections.abc import Callable

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, NoError, NotCoordinatorForGroupError, for_code

from lienthong_local.failure import StackError
from lienthong_local.kafka import Kafka

PAUSE = 2.0
PATIENCE = 10.0
log = logging.getLogger(__name__)


async def answer(admin: AIOKafkaAdminClient) -> type[KafkaError]:
    """How the coordinator answers about a group: NoError, or why it doesn't or can't be asked."""
    try:
        # Not by list_consumer_group_offsets: aiokafka 0.14 drops the fault there and says that the group read nothing.
        [described] = await admin.describe_consumer_groups(["lienthong-asks"])
    except KafkaError as unasked:
        return type(unasked)
    return for_code(described.groups[0][0])


async def takes(bootstrap_servers: str) -> bool | None:
    """Whether the one broker there coordinates groups; None when it only loads them, or can't be asked."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, request_timeout_ms=5000)
    try:
        await admin.start()
        said = await answer(admin)
    except KafkaError:
        return None
    finally:
        await admin.close()
    return {NoError: True, NotCoordinatorForGroupError: False}.get(said)


class Refusals:
    """How long groups have been refused, in seconds of whatever clock `now` is of; a look that says nothing changes nothing."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._first, self._patience = patience, patience
        self._since: float | None = None

    def too_long(self, taken: bool | None, now: float) -> bool:
        """Whether to begin anew; each time in a row it waits twice as long, because what can't be mended so still serves records."""
        if taken:
            self._since, self._patience = None, self._first
        if taken is not False:
            return False
        self._since = now if self._since is None else self._since
        if now - self._since < self._patience:
            return False
        self._since, self._patience = None, 2 * self._patience
        return True


async def keep(kafka: Kafka, changed: Callable[[], None], patience: float = PATIENCE) -> None:
    """Ask again and again, for as long as the stack lives; `changed` is told of a broker begun anew."""
    refusals = Refusals(patience)
    while True:
        await asyncio.sleep(PAUSE)
        try:
            served = kafka.child is not None and kafka.child.running
            if served and refusals.too_long(await takes(kafka.bootstrap_servers), time.monotonic()):
                log.warning("coordinator.refused")
                await kafka.stop(10)
                await kafka.start()
                changed()
        except (StackError, OSError):  # it died again meanwhile: whoever keeps the servers up starts it
            log.warning("broker.not_begun")
