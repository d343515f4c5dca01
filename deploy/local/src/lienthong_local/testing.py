"""Knows how the tests of the whole project get their stack; the root conftest loads this as a pytest plugin.

From the environment when KAFKA_BOOTSTRAP_SERVERS and POSTGRES_DSN are set, from containers when
LIENTHONG_TEST_STACK=containers, else real servers started here, in a directory of this very test run.

Where several processes share the tests (pytest-xdist, by file), each has a stack of its own.
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
from lienthong_local.ports import SHARE


def pytest_configure(config: pytest.Config) -> None:
    """Of several processes each takes ports of its own share."""
    if told := getattr(config, "workerinput", None):
        place = int(told["workerid"].removeprefix("gw")) % told["workercount"]  # one that takes a dead one's place has a higher number
        os.environ[SHARE] = f"{place + 1}/{told['workercount']}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of several processes none is left alone with a long file at the end: what needs the most of a stack comes first."""
    if hasattr(config, "workerinput"):
        weight: dict[Path, int] = {}
        for item in items:
            weight[item.path] = max(weight.get(item.path, 0), _weight(item))
        items.sort(key=lambda item: -weight[item.path])


def _weight(item: pytest.Item) -> int:
    needs = getattr(item, "fixturenames", ())
    return 2 if {"browser", "chaos", "flows"} & set(item.path.parts) else 1 if "infra" in needs else 0


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
