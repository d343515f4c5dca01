"""Knows whether a broker that answers takes groups in, and begins it anew when it refuses them too long.

Kafka 4.4's group coordinator can fail for good while the broker goes on taking and giving records: every group is told
NOT_COORDINATOR until the broker is begun anew (seen once, after everything was killed at once; KAFKA-19862 is one way there).
"""

import asyncio
import contextlib
import logging
import time

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, NotCoordinatorForGroupError, for_code

from lienthong_local.failure import StackError
from lienthong_local.kafka import Kafka

PAUSE = 2.0
PATIENCE = 10.0
log = logging.getLogger(__name__)


async def answer(bootstrap_servers: str) -> type[KafkaError]:
    """How the coordinator answers about a group: NoError, or why it doesn't. Raises KafkaError when it can't be asked."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, request_timeout_ms=5000)
    try:
        await admin.start()
        # Not by list_consumer_group_offsets: aiokafka 0.14 drops the fault there and says that the group read nothing.
        [described] = await admin.describe_consumer_groups(["lienthong-asks"])
        return for_code(described.groups[0][0])
    finally:
        await admin.close()


async def refuses(bootstrap_servers: str) -> bool:
    """Whether the one broker there says that it isn't the coordinator; one that loads or can't be asked is another matter."""
    try:
        return await answer(bootstrap_servers) is NotCoordinatorForGroupError
    except KafkaError:
        return False


class Refusals:
    """How long groups have been refused without a pause, in seconds of whatever clock `now` is of."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._first, self._patience = patience, patience
        self._since: float | None = None

    def too_long(self, refused: bool, now: float) -> bool:
        """Whether to begin anew; each time in a row it waits twice as long, because what can't be mended so still serves records."""
        if not refused:
            self._since, self._patience = None, self._first
            return False
        self._since = now if self._since is None else self._since
        if now - self._since < self._patience:
            return False
        self._since, self._patience = None, 2 * self._patience
        return True


async def keep(kafka: Kafka, patience: float = PATIENCE) -> None:
    """Ask again and again, for as long as the stack lives."""
    refusals = Refusals(patience)
    while True:
        await asyncio.sleep(PAUSE)
        served = kafka.child is not None and kafka.child.running
        if served and refusals.too_long(await refuses(kafka.bootstrap_servers), time.monotonic()):
            log.warning("coordinator.refused")
            await _anew(kafka)


async def _anew(kafka: Kafka) -> None:
    await kafka.stop(10)
    with contextlib.suppress(StackError):  # it died again meanwhile: whoever keeps the servers up starts it
        await kafka.start()
