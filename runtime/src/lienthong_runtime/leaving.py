"""How a consumer of Kafka is left: within seconds, whether or not Kafka is there to be told."""

import asyncio
import contextlib
from typing import Any

from aiokafka.errors import KafkaError

PATIENCE = 5.0  # seconds; a broker that is gone finds out by itself that its member is


async def leave(consumer: Any, patience: float = PATIENCE) -> None:
    """Close it. A service that is told to stop while Kafka is away must end all the same: some were seen asking for 24 minutes."""
    with contextlib.suppress(TimeoutError, KafkaError):
        await asyncio.wait_for(consumer.stop(), patience)
