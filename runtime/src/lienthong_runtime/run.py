"""The entry of every service's process."""

import asyncio
import gc
import sys

from lienthong_runtime.logs import configure, log
from lienthong_runtime.migrate import NEWER_SCHEMA, NewerSchema, migrate
from lienthong_runtime.process import serve
from lienthong_runtime.service import Service
from lienthong_runtime.settings import RuntimeSettings


def run(service: Service, settings: RuntimeSettings) -> None:
    """Migrate, then serve until told to stop. Exits with status 78 on a database of a newer schema."""
    configure(service.name)
    # A batch makes tens of thousands of objects and no cycles: collecting every 700 of them is a tenth of its time.
    gc.set_threshold(50_000, 20, 100)
    # Not uvloop: there a write to a connection that has just ended raises RuntimeError, which aiokafka doesn't expect; its fetcher dies and
    # the consumer stands still for ever, with every heartbeat sent (aiokafka issue 1038; `chaos --faults cut`). It was no faster here.
    asyncio.run(_run(service, settings))


async def _run(service: Service, settings: RuntimeSettings) -> None:
    try:
        await migrate(settings.postgres_dsn, settings.migrations or service.migrations)
    except NewerSchema as fact:
        print(f"{service.name}: {fact}. {NewerSchema.__doc__}", file=sys.stderr)
        sys.exit(NEWER_SCHEMA)
    if shipped := settings.shipped_secrets():
        log.error("secret.shipped", settings=shipped)
    log.info("service.started", port=settings.http_port)
    await serve(service, settings)
    log.info("service.stopped")
