"""A service's process: started, served over HTTP, and ended with what was under way finished."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncGenerator

import asyncpg
import uvicorn
from fastapi import FastAPI

from lienthong_runtime.database import connect_pool
from lienthong_runtime.logs import log
from lienthong_runtime.running import Running
from lienthong_runtime.service import Service
from lienthong_runtime.settings import RuntimeSettings

ENDING = 10.0  # seconds for what is under way, and again for all tasks to see that they are cancelled
STUCK = 70  # exit status
# Seconds for which a connection without a request is kept: longer than those who ask keep it (aiohttp 15, nginx 60). With uvicorn's 5 a
# command met the end of its connection now and then, and who gets no answer can't know whether it was taken (a demo ended so).
KEPT = 75


@contextlib.asynccontextmanager
async def running(service: Service, settings: RuntimeSettings) -> AsyncGenerator[Running]:
    """A service at work without its HTTP server, for tests and for run."""
    pool = await connect_pool(settings.postgres_dsn, settings.pool_size, service.name)
    runner = Running(service, settings, pool)
    runner.task = asyncio.create_task(runner.run())
    try:
        yield runner
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(runner.stop(), ENDING)
        runner.task.cancel()
        await asyncio.wait([runner.task], timeout=ENDING)
        if runner.task.done():
            with contextlib.suppress(asyncio.CancelledError):
                runner.task.result()
        await asyncio.wait_for(_close(pool), 15)


async def _close(pool: asyncpg.Pool) -> None:
    try:
        await asyncio.wait_for(pool.close(), 5)
    except TimeoutError:
        pool.terminate()


def served(app: FastAPI, settings: RuntimeSettings) -> uvicorn.Config:
    """How a service is served over HTTP."""
    return uvicorn.Config(
        app, settings.http_host, settings.http_port, log_config=None, log_level="warning", access_log=False, loop="none", http="httptools",
        timeout_graceful_shutdown=3, timeout_keep_alive=KEPT, lifespan="off", server_header=False,
    )  # fmt: skip


async def serve(service: Service, settings: RuntimeSettings) -> None:
    """Run with HTTP until SIGTERM or SIGINT. Raises what killed one of the service's tasks."""
    async with running(service, settings) as runner:
        server = _Server(served(runner.app(), settings), runner.parts.stopping)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, server.ask_to_stop)
        runner.task.add_done_callback(lambda _task: server.ask_to_stop())
        await server.serve()
        if runner.task.done():
            await runner.task
    if not runner.task.done():
        # A library's future that can't be cancelled would hold the process for ever, a member of its group all the while. Nothing is
        # lost: what wasn't committed is read again.
        log.error("service.stuck", tasks=len(asyncio.all_tasks()))
        os._exit(STUCK)


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers, which would end the process before the service has finished."""

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event) -> None:
        super().__init__(config)
        self._stopping = stopping

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield

    def ask_to_stop(self) -> None:
        self.should_exit = True
        self._stopping.set()
