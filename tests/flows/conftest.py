"""The five real services as processes on the run's stack, a set of topics and databases for each module."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest_asyncio
from house import House
from lienthong_local.services import Plan, services


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[House]:
    async with services(infra, Plan(topic_prefix=prefix, database_prefix=prefix, patience=180)) as running:
        house = House(infra, running, prefix)
        yield house
        await house.aclose()
