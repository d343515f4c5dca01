"""A process that can't end by itself ends all the same, and says so: else it would hold its partitions for ever."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path
from typing import Any

from lienthong_runtime.process import STUCK
from toy import prepared


async def test_a_service_whose_task_cannot_be_cancelled_ends_with_a_status_of_its_own(infra: Any, prefix: str) -> None:
    settings = await prepared(infra, f"{prefix}stuck.")
    env = {**os.environ, "KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers, "POSTGRES_DSN": settings.postgres_dsn,
           "LIENTHONG_TOPIC_PREFIX": settings.topic_prefix, "LIENTHONG_HTTP_PORT": "0"}  # fmt: skip
    program = str(Path(__file__).with_name("stuck_service.py"))
    process = await asyncio.create_subprocess_exec(sys.executable, program, env=env, stdout=PIPE, stderr=STDOUT)
    assert process.stdout is not None
    while b"staying" not in (line := await process.stdout.readline()):
        assert line, "it ended before it was told to"
    process.send_signal(signal.SIGTERM)
    said, _ = await process.communicate()
    assert (process.returncode, b"service.stuck" in said) == (STUCK, True), said
