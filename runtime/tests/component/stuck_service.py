"""The toy service with a job that doesn't let itself be cancelled, as a program: what a library's future did once."""

import asyncio
from dataclasses import replace

from lienthong_runtime import Parts, RuntimeSettings, process
from lienthong_runtime.run import run
from toy import MIGRATIONS, Staff, service


async def stays(_parts: Parts) -> None:
    """For ever, whoever asks."""
    print("staying", flush=True)
    while True:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            continue


if __name__ == "__main__":
    process.ENDING = 0.5
    run(replace(service(Staff()), jobs=(stays,)), RuntimeSettings(migrations=MIGRATIONS))
