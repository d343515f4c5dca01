"""Knows how the tests of the whole project get their stack; the root conftest loads this as a pytest plugin.

From the environment when KAFKA_BOOTSTRAP_SERVERS and POSTGRES_DSN are set, from containers when
LIENTHONG_TEST_STACK=containers, else real servers started here, in a directory of this very test run.
"""

import contextlib
import os
import shutil
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
import pytest_asyncio

from lienthong_local.containers import containers
from lienthong_local.home import Home
from lienthong_local.infrastructure import Infrastructure, infrastructure


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def infra() -> AsyncGenerator[Infrastructure]:
    """Kafka, PostgreSQL, mail and SMS for the whole test run."""
    with _own_home() as home, containers(os.environ) as environ:
        async with infrastructure(home, environ=environ) as started:
            yield started


@pytest.fixture(scope="module")
def prefix() -> str:
    """What sets a test module's topics and databases apart: `t3f9a_`; for topics and databases alike."""
    return f"t{uuid4().hex[:6]}_"


@contextlib.contextmanager
def _own_home() -> Iterator[Home]:
    cache = Home.at().cache
    for left in cache.glob("test-*"):
        if not psutil.pid_exists(int(left.name.removeprefix("test-"))):
            shutil.rmtree(left, ignore_errors=True)
    path = Path(cache / f"test-{os.getpid()}")
    try:
        yield Home(path, cache)
    finally:
        if not os.environ.get("LIENTHONG_TEST_KEEP"):
            shutil.rmtree(path, ignore_errors=True)
