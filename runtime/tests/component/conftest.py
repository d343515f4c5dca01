"""The toy service at work, on a database and topics of each test module."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from toy import Staff, Toy, at_work, prepared


@pytest.fixture(scope="module")
def staff() -> Staff:
    return Staff()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def toy(infra, prefix: str, staff: Staff) -> AsyncGenerator[Toy]:  # type: ignore[no-untyped-def]
    settings = await prepared(infra, prefix)
    async with at_work(settings, staff) as working:
        yield working
